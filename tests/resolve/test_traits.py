"""Two names that may be one person's share a trait, whatever is written otherwise: held on the tables, and on slips."""

import itertools
import random
from collections.abc import Iterator

import pytest

from helpers.naming import pairs, people
from memcon.events.merge.parties import Likeness, Parties, Sort
from memcon.records import Participant
from memcon.resolve import Person
from memcon.resolve.people.traits import LONGEST, Traits, traits_of

PEOPLE = people()
LETTERS = "aeioubdgklmnrstvz"


def apart(left: Person, right: Person) -> bool:
    """Tell whether traits say that two names are two people's."""
    mine, theirs = traits_of(left), traits_of(right)
    return bool(mine and theirs and mine.kind == theirs.kind and mine.words.isdisjoint(theirs.words))


def likeness(left: Person, right: Person) -> Likeness:
    """Compare two as merging does, each read in its language; DIFFERENT where one is no named person."""
    parties = Parties()
    numbers = [
        parties.number(Participant(name=one.name, title=one.title, country=one.country, role=None), one.language)
        for one in (left, right)
    ]
    named = all(parties.sort(number) is Sort.NAMED for number in numbers)
    return parties.likeness(*numbers) if named else Likeness.DIFFERENT


def test_those_of_the_table_who_are_one_share_a_trait() -> None:
    one = [(a, b) for a, b, same in pairs() if same]
    sided = [
        tuple(Person(each.name, each.title, a.country or b.country or code, each.language) for each in (a, b))
        for a, b in one
        for code in ("USA", "ESP", "CHN")
    ]
    assert [pair for pair in sided if apart(*pair) and likeness(*pair) is not Likeness.DIFFERENT] == []


def slipped(name: str, rng: random.Random) -> Iterator[str]:
    """Yield a name as others may write it: a letter less, more, changed or swapped, words out, cut, turned, joined."""
    at = rng.randrange(1, max(2, len(name) - 1))
    letter, words = rng.choice(LETTERS), name.split()
    yield name[:at] + name[at + 1 :]
    yield name[:at] + letter + name[at:]
    yield name[:at] + letter + name[at + 1 :]
    yield name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
    yield " ".join(words[1:]) or name
    yield " ".join((words[0][:1] + ".", *words[1:]))
    yield " ".join((*words[:-1], words[-1][:1]))
    yield " ".join(words[::-1])
    yield "-".join(words)
    yield "".join(words).capitalize()


@pytest.mark.parametrize("seed", range(2))
def test_a_name_with_a_slip_shares_a_trait_with_whom_it_may_be(seed: int) -> None:
    rng = random.Random(seed)
    wrong, tried = [], 0
    for country, names in PEOPLE.items():
        written = [other for name in rng.sample(names, min(6, len(names))) for other in (name, *slipped(name, rng))]
        for left, right in itertools.combinations([Person(name, "Menlu", country) for name in written], 2):
            if rng.random() < 0.06 and apart(left, right):
                tried += 1
                wrong += [(left, right)] if likeness(left, right) is not Likeness.DIFFERENT else []
    assert wrong == []
    assert tried > 500


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [
        ("J. M. Quiroga", "Jean-Marc", "COL"),  # where there are two family names, initials alone may agree
        ("Xi Jinping", "Си Цзиньпин", "CHN"),
        ("Владимиром Путиным", "Putin", "RUS"),
        ("Moreau", "Моро", "FRA"),
        ("Li Keqiang", "Ли Кэцяном", "CHN"),
        ("Yi Seong-gye", "Lee Songgye", "KOR"),
        ("Amir-Abdollahian", "Hossein Amirabdollahian", "IRN"),
        ("Janukowitsch", "Yanukovych", "UKR"),
        ("Abdul Karim bin Salleh", "Salleh", "MYS"),
        ("Soeharto", "Suharto", "IDN"),
        ("岸田", "岸田文雄", "JPN"),
    ],
)
def test_names_that_are_written_in_other_ways_share_a_trait(left: str, right: str, country: str) -> None:
    assert not apart(Person(left, None, country), Person(right, None, country))


def test_strangers_share_none() -> None:
    strangers = [
        ("Lloyd Austin", "Antony Blinken", "USA"),
        ("Sergei Lavrov", "Дмитрий Песков", "RUS"),
        ("Retno Marsudi", "Prabowo Subianto", "IDN"),
        ("Moreau", "Дюпон", "FRA"),
    ]
    assert all(apart(Person(a, None, code), Person(b, None, code)) for a, b, code in strangers)


@pytest.mark.parametrize(
    "person",
    [
        Person("Anna Berg"),
        Person("A" * (LONGEST + 1), None, "NOR"),
        Person("", None, "NOR"),
        Person("J. K.", None, "USA"),
    ],
)
def test_a_name_that_may_be_anybodys_has_no_traits(person: Person) -> None:
    assert traits_of(person) is None


def test_a_long_name_has_not_many_traits() -> None:
    found = traits_of(Person("Ab" * (LONGEST // 2), None, "NOR"))
    assert isinstance(found, Traits)
    assert len(found.words) < LONGEST**2
