r"""No regular expression, in the code or made of a language's words, takes more than linear time by its shape.

Read as trees, not tried (`helpers.ambiguous`): nested repeats, repeats side by side that can share a word, and repeats
that a search runs through from each of their characters. What is bounded otherwise is exempted, with what bounds it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from typing import Final

import pytest

from conftest import ROOT
from helpers.ambiguous import faults, possessive_groups
from helpers.patterns import Pattern, methods

pytestmark = pytest.mark.hostile
SEARCHES: Final = {"search", "finditer", "findall", "sub", "subn", "split"}
CLAUSE: Final = "looked for in a clause, a sentence or a window before a word, which have bounds in evidence/"
ONCE: Final = "only match, at one place"
SURE: Final = "nothing fails behind it: a run of it is passed once"
EXEMPT: Final = {
    "_data.py": SURE,
    "articles/body.py:_CRUMBS": "a space before a separator is none of the words, by a look ahead; 120 characters",
    "articles/body.py:_URL": SURE,
    "articles/joined.py:_STOP_INSIDE": "a title, of 300 characters",
    "articles/joined.py:_TEXT": ONCE,
    "articles/joined.py:_UNCASED_TEXT": ONCE,
    "articles/published.py:_URL": SURE,
    "evidence.acts.OBJECT": CLAUSE,
    "evidence.acts.OF": CLAUSE,
    "evidence.affiliation.AMERICAN": "160 characters before a name",
    "evidence.affiliation.OFFICE": "a small word is none of the capitalised ones, by a look ahead, and taken once",
    "evidence.affiliation.PLACED": CLAUSE,
    "evidence.affiliation.TITLE": "three words at most between a state and a name",
    "evidence.cues.CALLED_OFF": CLAUSE,
    "evidence.cues.TO_COME": CLAUSE,
    "evidence.dates.CAUSE": ONCE,
    "evidence.modality.HELD": CLAUSE,
    "evidence.modality.NEGATED": CLAUSE,
    "evidence.modality.NO_ACT": CLAUSE,
    "evidence.modality.OF_SUBJECT": CLAUSE,
    "evidence.parties.BETWEEN": CLAUSE,
    "evidence.parties.JOINED": "a party's name",
    "evidence.sides.MEMBERS": CLAUSE,
    "evidence.telling.PRONOUN": ONCE,
    "evidence/affiliation.py:COMMA": "160 characters before a name",
    "evidence/dates.py:CLOCK": ONCE,
    "events.meeting.multilateral": "digits of a number in a clause",
    "events.members.many": "digits of a number in a clause",
    "events.sport.rounds": "digits of a number in a quote, of 10,000 characters",
    "languages/detect.py:_NOISE_WITH_MAIL": "a sample of some thousand characters",
    "languages/lexicon.py:_PIECE": "a word of ours",
    "models/envelope.py:_PART": SURE,
    "models/parse.py:_CIRCLE": "600 characters",
    "models/parse.py:_ITEM": ONCE,
    "resolve/dates/fallback.py:SPAN": "words of a date, of 400 characters",
    "resolve/people/parts.py:_PATRONYMIC": ONCE,
    "resolve/people/titles.py:_QUOTED": "a name",
    "text/ground/near.py:ELLIPSIS": SURE,
    "text/ground/near.py:_SENTENCE_END": SURE,
}
"""What is named though it does no harm, and what bounds it."""


def patterns() -> Iterable[Pattern]:
    command = [sys.executable, "-m", "helpers.patterns"]
    paths = os.pathsep.join(map(str, (ROOT / "src", ROOT / "tests")))
    ran = subprocess.run(command, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, check=True)
    return [Pattern(*found) for found in json.loads(ran.stdout)]


def told(pattern: Pattern) -> list[str]:
    used = methods().get(pattern.name, frozenset({"search"}))
    return faults(pattern.pattern, pattern.flags, searched=bool(used & SEARCHES), whole="fullmatch" in used)


def test_no_pattern_takes_more_than_linear_time() -> None:
    found: dict[str, tuple[str, list[str]]] = {}
    for pattern in patterns():
        name = f"{pattern.source}:{pattern.name}" if "/" in pattern.source else pattern.source.split(" ")[0]
        if wrong := told(pattern):
            found.setdefault(name, (pattern.source, wrong))
    assert {name: found[name] for name in found if name not in EXEMPT} == {}
    assert [name for name in EXEMPT if name not in found] == []


def test_no_group_is_possessive() -> None:
    assert possessive_groups(r"(?:ab?)*+[cd]++") == 1
    found = {f"{each.source}:{each.name}" for each in patterns() if possessive_groups(each.pattern, each.flags)}
    assert found == set()
