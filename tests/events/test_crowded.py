"""A day on which thousands of mentions tell of two states: strangers are not compared, and steps grow as mentions do.

What is merged is what all pairs would give: the tests of merging, the goldens and the table of names hold that.
"""

import random
import sys

import pytest

from conftest import ROOT
from helpers.merging import told
from helpers.steps import steps
from memcon.events.merge import blocks, merge
from memcon.events.merge.beside import MOST_COMPARED
from memcon.events.merge.blocks import Blocks
from memcon.events.merge.casts import Casting
from memcon.events.merge.nodes import NodeReader
from memcon.events.merge.parties import MOST_NAMES, Parties
from memcon.events.merge.room import Memory
from memcon.records import Mention

sys.path.insert(0, str(ROOT / "benchmarks"))  # scripts, that stand in no package
from merge_stream import Noise, Stream

ONSETS = "bdfgklmnprstv"
FORMS = ("{0} {1}", "{1}", "President {0} {1}")


def name(number: int, vowel: str) -> str:
    """Return a word of four syllables; those of two numbers differ in two consonants, so that neither is a slip."""
    digits = [number // 13**place % 13 for place in range(3)]
    return "".join(ONSETS[digit] + vowel for digit in (*digits, sum(digits) % 13)).capitalize()


def person(number: int, form: str, country: str) -> str:
    return f"{form.format(name(number, 'a'), name(number, 'o'))}/{country}"


def crowd(people: int, *, forms: int = 1) -> list[Mention]:
    """Return calls of one day and two states, each by somebody else on both sides, who is told of in so many forms."""
    return [
        told(f"{number:05}-{at}", "call", "2024-04-29", f"{person(number, form, 'NOR')}, {person(number, form, 'JOR')}")
        for number in range(people)
        for at, form in enumerate(FORMS[:forms])
    ]


def compared(mentions: list[Mention]) -> int:
    casting = Casting()
    reader = NodeReader(casting)
    nodes = [reader.read(at, mention, at) for at, mention in enumerate(mentions)]
    blocks = Blocks(len(nodes), casting, Memory())
    for node in nodes:
        blocks.announce(node)
    for at, node in enumerate(nodes):
        blocks.meet(at, node)
    days = sum(1 for day in blocks.days(nodes) for _ in day)
    return days + sum(1 for _ in blocks.loose(nodes))


@pytest.mark.parametrize("people", [30, 150, 151, 1_000])
def test_strangers_are_not_compared(people: int) -> None:
    assert compared(crowd(people)) == 0


@pytest.mark.parametrize("people", [20, 50, 300])
def test_who_is_told_of_in_three_forms_is_compared_with_these_alone(people: int) -> None:
    """In a crowded block with those of the first that are known."""
    assert compared(crowd(people, forms=3)) == 3 * min(people, MOST_COMPARED // 3)


def test_people_of_one_side_do_not_make_strangers_of_the_other_known() -> None:
    host = "Omar Haddad/JOR"
    mentions = [told(f"{n}", "call", "2024-04-29", f"{host}, {person(n, FORMS[0], 'NOR')}") for n in range(100)]
    assert compared(mentions) == 0
    assert len(merge(mentions)) == 100


def test_who_has_no_name_is_compared_with_all_of_the_day() -> None:
    faceless = told("z", "call", "2024-04-29", countries="JOR NOR")
    assert compared([*crowd(100), faceless]) == 100


@pytest.mark.parametrize("forms", [1, 3])
def test_ten_times_the_mentions_are_ten_times_the_steps(forms: int) -> None:
    few, many = crowd(60 // forms, forms=forms), crowd(600 // forms, forms=forms)
    merge(crowd(10, forms=forms))  # tables are read
    ran = steps(lambda: merge(few), 20_000_000)
    assert steps(lambda: merge(many), 20 * ran) <= 10**1.1 * ran


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_telling_apart_by_names_first_gives_what_comparing_all_does(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    stream = Stream(seed, Noise())
    stream.crowd(2_500)
    monkeypatch.setattr(blocks, "MANY", 10**9)
    expected = merge(stream.mentions)
    monkeypatch.setattr(blocks, "MANY", 0)
    assert merge(stream.mentions) == expected


def test_two_sides_are_united_as_if_all_were_told_apart() -> None:
    stream = Stream(1, Noise())
    stream.crowd(1_000)
    parties = Parties()
    numbers = sorted({parties.number(one, m.language) for m in stream.mentions for one in m.participants})
    drawn = random.Random(1)
    joined = 0
    for size in [1, 2, 5, 20, MOST_NAMES, 2 * MOST_NAMES] * 40:
        left, right = (parties.distinct(drawn.sample(numbers[:200], min(size, 200))) for _ in range(2))
        united = parties.united(left, right)
        assert united == parties.distinct({*left, *right})
        joined += len(united) < min(MOST_NAMES, len({*left, *right}))
    assert joined > 0  # people of both sides are one
