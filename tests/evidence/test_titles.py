"""A title is that of the name beside which it stands: taken from there, and held there in a run of somebody else."""

import datetime as dt

import pytest

from helpers.steps import steps
from memcon.evidence.passage import Passage
from memcon.evidence.titles import is_title, title_beside
from memcon.records import Article, Trust
from memcon.text.ground import Folded, Span

FILL = "It rained all day and nobody said a word. " * 20
TEXT = (
    f"The defence minister of Peru slept.\n{FILL}\nForeign Minister Anna Berg spoke, chair of the council.\n{FILL}\n"
    f"Berg called Omar Haddad, an old assassin of jokes.\n"
)


def passage(text: str = TEXT, trust: Trust = "model") -> Passage:
    return Passage.of(
        Article(id="a", text=text, language="en", published=dt.date(2024, 5, 1)), Folded(text), trust=trust
    )


def at(words: str, text: str = TEXT) -> Span:
    start = text.rindex(words)
    return start, start + len(words)


def test_a_title_is_taken_from_beside_the_name_or_another_place_of_it() -> None:
    assert title_beside(passage(), "foreign minister", at("Berg")) == "Foreign Minister"
    assert title_beside(passage(), "Foreign Minister, chair of the council", at("Anna Berg")) == (
        "Foreign Minister, chair of the council"
    )


def test_a_title_of_another_is_not_taken_from_anywhere() -> None:
    assert title_beside(passage(), "defence minister of Peru", at("Omar Haddad")) is None
    assert title_beside(passage(), "defence minister of Peru, chair", at("Omar Haddad")) is None


@pytest.mark.parametrize(
    ("title", "name", "held"),
    [
        ("Foreign Minister", "Anna Berg", True),
        ("Foreign Minister", "Berg", True),
        ("Foreign Minister, chair of the council", "Anna Berg", True),
        ("foreign minister", "Anna Berg", False),
        ("chair of the council, oreign Minister", "Anna Berg", False),
        ("defence minister of Peru", "Anna Berg", False),
        ("defence minister of Peru, chair of the council", "Anna Berg", False),
        ("a, s, s, a, s, s, i, n", "Omar Haddad", False),
        ("assa", "Omar Haddad", False),
        ("old assassin", "Omar Haddad", True),
        ("", "Omar Haddad", False),
    ],
)
def test_a_title_is_held_to_where_its_name_stands(title: str, name: str, held: bool) -> None:  # noqa: FBT001
    assert is_title(passage(), title, at(name), ["model"]) is held


def test_where_rules_are_trusted_no_other_place_of_the_name_counts_and_no_parts_do() -> None:
    told = passage(trust="code")
    assert is_title(told, "Foreign Minister", at("Anna Berg"), ["code"])
    assert not is_title(told, "Foreign Minister", at("Berg"), ["code"])
    assert not is_title(told, "Foreign Minister, chair of the council", at("Anna Berg"), ["code"])


def test_what_is_taken_is_held() -> None:
    for title in ("FOREIGN MINISTER", "foreign minister ,  chair of the council", "old ASSASSIN"):
        for name in ("Anna Berg", "Berg", "Omar Haddad"):
            told = title_beside(passage(), title, at(name))
            assert told is None or is_title(passage(), told, at(name), ["model"])


@pytest.mark.parametrize("title", ["ab, ab", "ab", "ab ab", ", ".join(map(str, range(10**4, 10**4 + 300)))])
def test_ten_times_the_parts_and_the_text_are_ten_times_the_steps(title: str) -> None:
    def tried(size: int) -> int:
        text = "Ab met. " + "ab Ab " * size + "a" * 60 * size
        given = ", ".join([title] * size)
        return steps(lambda: is_title(passage(text), given, (0, 2), ["model"]), 10**7)

    tried(1)
    assert tried(1000) < 10**1.15 * tried(100) + 2000


def test_a_name_that_stands_everywhere_is_no_more_steps_for_a_title_that_does_too() -> None:
    def tried(size: int) -> int:
        text = "ab Ab " * size
        return steps(lambda: title_beside(passage(text), "ab", (3, 5)), 10**7)

    tried(1)
    assert tried(2000) < 10**1.15 * tried(200) + 2000
