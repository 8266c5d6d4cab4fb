"""What the name tables say: given names that stand for one another, family names, short forms."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from memcon import languages
from memcon._data import rows, words
from memcon.resolve.people.spelling import bones, latin, sound

Pair = frozenset[str]
_CONSONANTS: Final = re.compile("[^aeiouy]")


@cache
def _groups() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, (_, cell) in enumerate(rows("data/given_names.csv")):
        for word in words(cell):
            groups.setdefault(sound(latin(word)), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in groups.items()}


def is_one_given_name(left: str, right: str) -> bool:
    """Tell whether two words are forms of one given name: Joe, Joseph; Vladimir, Volodymyr."""
    return not given_names(left).isdisjoint(given_names(right))


def given_names(word: str) -> frozenset[int]:
    """Return the numbers of the given names of which a word is a form."""
    return _groups().get(sound(word), frozenset())


@lru_cache(maxsize=16384)
def is_other_form(left: str, right: str) -> bool:
    """Tell whether two forms of one given name are of two languages, by their vowels alone: Anna, Anne; Marie, Maria.

    The spellings of Muhammad and Ahmad are of no language.
    """
    if sound(left) == sound(right) or bones(sound(left)) != bones(sound(right)):
        return False
    short, long = sorted((left, right), key=len)
    if len(short) != len(long) and long not in {short + "e", short + "a", short + "o"}:
        return False
    arabic = any(is_one_given_name(left, name) for name in ("muhammad", "ahmad"))
    return not arabic and _CONSONANTS.sub("", left) != _CONSONANTS.sub("", right)


@cache
def _common() -> frozenset[str]:
    cells = [cell for kind, cell in rows("data/given_names.csv") if kind == "common"]
    cells += [cell for (cell,) in rows("data/other_given_names.csv")]
    return frozenset(sound(latin(word)) for cell in cells for word in words(cell))


def is_common(word: str) -> bool:
    """Tell whether a word is a given name that many bear, or an initial: not enough to know a person by."""
    return len(word) == 1 or sound(word) in _common()


def _surname_rows() -> Iterator[tuple[str, ...]]:
    """Yield the rows of surnames.csv of all languages."""
    for tag in (*languages.tags(), languages.SHARED):
        yield from languages.rows_of(tag, "surnames")


@cache
def _surnames(order: str) -> frozenset[str]:
    return frozenset(latin(word) for kind, cell in _surname_rows() if kind == order for word in words(cell))


def is_eastern(word: str) -> bool:
    """Tell whether a word is a family name of China, Korea or Viet Nam."""
    return word in _surnames("east")


def is_shared(word: str) -> bool:
    """Tell whether a family name is borne by many, or by several people in the news."""
    return word in _surnames("shared")


@cache
def _korean_families() -> dict[str, str]:
    groups = [tuple(words(cell)) for kind, cell in _surname_rows() if kind == "same"]
    return {word: group[0] for group in groups for word in group}


def korean_family(word: str) -> str:
    """Return one spelling of a Korean family name: Lee for Yi, Ri, Rhee."""
    return _korean_families().get(word, word)


@cache
def _short_forms() -> dict[str, tuple[str, str]]:
    return {_plain(name): (country, full) for name, country, full in rows("data/short_forms.csv")}


def stands_for(name: str, country: str | None) -> str | None:
    """Return the full name that a short form like SBY or MBS stands for; None when it is none of that country."""
    of, full = _short_forms().get(_plain(name), ("", None))
    return full if not country or not of or country == of else None


@cache
def distinct_people() -> frozenset[frozenset[str]]:
    """Return pairs of full names, as `latin` with single spaces, of different people."""
    return frozenset(frozenset(map(_plain, pair)) for pair in rows("data/distinct_people.csv"))


def _plain(name: str) -> str:
    return " ".join(latin(name).replace("-", " ").replace(".", "").split())
