"""How names in Latin letters are said, so that they are like what other scripts write: Moreau is moro, Trump is tramp.

What the letters of a language stand for is told in its folder (`said` of language.toml). It is used where a name in
Latin letters is compared with one in Cyrillic, and nowhere else.
"""

import dataclasses
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from memcon import languages

if TYPE_CHECKING:
    from memcon.resolve.people import Name

Rules = tuple[tuple[re.Pattern[str], str], ...]
_NONE: Final[Rules] = ()


def said(name: "Name") -> "Name":
    """Return a name with its words as they are said where its bearer is from; as it is in other scripts than Latin."""
    rules = _rules_by_country().get(name.country or "", _NONE) if name.script == "Latn" else _NONE
    return dataclasses.replace(name, words=tuple(_said(word, rules) for word in name.words)) if rules else name


def said_family(name: "Name") -> str:
    """Return the last word of a name as `said` does."""
    rules = _rules_by_country().get(name.country or "", _NONE) if name.script == "Latn" else _NONE
    return _said(name.words[-1], rules) if rules else name.words[-1]


@lru_cache(maxsize=16384)
def _said(word: str, rules: Rules) -> str:
    for pattern, to in rules:
        word = pattern.sub(to, word)
    return word


@cache
def _rules_by_country() -> dict[str, Rules]:
    found: dict[str, Rules] = {}
    for tag in languages.tags():
        spelling = languages.facts_of(tag).spelling
        rules = tuple((re.compile(pattern), to) for pattern, to in spelling.said)
        found |= dict.fromkeys(spelling.homes, rules)
    return found
