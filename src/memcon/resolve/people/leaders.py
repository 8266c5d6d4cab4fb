"""For which state or organisation the bearer of a name is known to act: an exact table of office holders.

Names are compared letter for letter once case, accents, hyphens, apostrophes, doubled letters and the spellings of
Mohammed, Abdul and y are folded; nothing is measured or guessed. The table is `data/leaders.csv`. What it decides: a
family name alone stands only for those whom the news knows by it; words between given and family name are let through
where the family name is such a one, initials always; Russian case endings are undone. It does not know which office was
held, and knows when only of those who served two.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Final, NamedTuple

from memcon import languages
from memcon._data import rows
from memcon.resolve.people.cases import nominatives
from memcon.resolve.people.holders import country_of_holder
from memcon.resolve.people.spelling import latin
from memcon.resolve.people.titles import strip

# Where the family name stands first, or may in print (Hungary, and Slavic names in lists).
_FAMILY_FIRST: Final = frozenset(
    {"CHN", "TWN", "KOR", "PRK", "JPN", "VNM", "SGP", "KHM", "HUN", "RUS", "UKR", "BLR", "KAZ", "MNG"}
)
# Where a second family name may follow: Gabriel Boric Font.
_TWO_FAMILIES: Final = frozenset(
    {
        "ARG", "BOL", "CHL", "COL", "CRI", "CUB", "DOM", "ECU", "ESP", "GTM", "HND", "MEX", "NIC", "PAN", "PER", "PRY",
        "SLV", "URY", "VEN",
    }
)  # fmt: skip
_SIGNS: Final = re.compile(r"(?:[^\w\n]|_)+")
_POSSESSIVE: Final = re.compile(r"['’]s$")
_ARTICLE: Final = re.compile(r" (?:al|el)(?:[- ]|$)", re.MULTILINE)
_MOHAMMED: Final = re.compile(r"m[ou]k?h?am+[ae]d")
_ABDUL: Final = re.compile(r"abd[aeou]l")
_DOUBLED: Final = re.compile(r"([^\n])\1+")
_PATRONYMIC: Final = re.compile(r"(?:vich|ich|vna|ichna)$")
# A name of more words with a capital than this is not declined word by word; particles never are.
_MOST_DECLINED: Final = 3


@dataclass(frozen=True, slots=True)
class _Leader:
    """What a row of the table says of a person."""

    country: str
    first_year: int
    last_year: int


class _Table(NamedTuple):
    """The rows by folded name."""

    full: dict[str, tuple[_Leader, ...]]
    """By the whole name, of two words or more."""
    known: dict[str, tuple[_Leader, ...]]
    """By given and family name, of those whom the news knows by the family name alone."""
    alone: dict[str, tuple[_Leader, ...]]
    """By words that name a person without any other, as `_plain`."""


def country_of_leader(
    name: str, language: str | None = None, *, year: int | None = None, day: dt.date | None = None
) -> str | None:
    """Return the code of the state or organisation for which the bearer of `name` is known to act, or None.

    None also when two candidates of different countries fit. `language` is the article's ISO 639-1 code: case endings
    of Cyrillic words are undone in Russian and where it is unknown. `year` tells apart what a few served in turn (Rutte
    is NLD in 2020, NATO in 2025); without it they are None. Of whom that leaves in the dark, `day` tells for whom he
    held an office then (`holders`), and nothing where he held none.
    """
    declining = _declining(languages.language(language))
    found = _holders(name, declining)
    codes = {holder.country for holder in found if year is None or holder.first_year <= year <= holder.last_year}
    if len(codes) == 1:
        return codes.pop()
    return country_of_holder(name, day, declining) if day else None


@cache
def _declining(lang: languages.Language) -> tuple[str, ...]:
    """Return the language by which Cyrillic names are declined; where it is unknown all that decline names."""
    return tuple(
        tag for tag in ((lang.tag,) if lang.tag else languages.tags()) if tag in languages.tags() and _declines(tag)
    )


def _declines(tag: str) -> bool:
    facts = languages.facts_of(tag)
    return facts.script == "Cyrl" and bool(facts.declension.paradigms)


@lru_cache(maxsize=16384)
def _holders(name: str, declining: tuple[str, ...]) -> tuple[_Leader, ...]:
    """Return the rows that a name fits, as written first, then without titles."""
    written = tuple(_POSSESSIVE.sub("", word) for word in name.replace(",", " ").split())
    if found := _fitting(written, declining):
        return found
    bare = strip(name)
    stripped = tuple(_POSSESSIVE.sub("", word) for word in bare.words) + tuple(sorted(bare.suffixes - {"sr"}))
    return _fitting(stripped, declining) if stripped != written else ()


def _fitting(name: tuple[str, ...], declining: tuple[str, ...]) -> tuple[_Leader, ...]:
    """Return the rows that the words of a name fit, in the nominative or declined."""
    if not any("\u0400" <= letter <= "\u04ff" for word in name for letter in word):
        return _found(name)
    for words_of_name in dict.fromkeys((name, _without_offices(name))):
        if found := _found(words_of_name) or _declined(words_of_name, declining):
            return found
    return ()


def _declined(name: tuple[str, ...], declining: tuple[str, ...]) -> tuple[_Leader, ...]:
    """Return the rows that a Russian name fits once its case endings are undone."""
    if not declining or sum(not word.islower() for word in name) > _MOST_DECLINED:
        return ()
    least = 3 if len(name) == 1 else 2
    forms = ((word,) if word.islower() and len(name) > 1 else _nominatives(word, least, declining) for word in name)
    return next(filter(None, map(_found, product(*forms))), ())


def _found(name: tuple[str, ...]) -> tuple[_Leader, ...]:
    """Return the rows that the words of a name fit as they stand."""
    table = _table()
    name = tuple(map(_letters, name))
    if found := table.alone.get(_plain("".join(name))):
        return found
    if len(name) < 2:
        return ()
    if found := table.full.get(_key(" ".join(name))):
        return found
    return _between(name, table) if len(name) > 2 else ()


def _between(name: tuple[str, ...], table: _Table) -> tuple[_Leader, ...]:
    """Return the rows whose given and family name are among three words or more."""
    first, *middle, last = name
    ends, front = _key(f"{first} {last}"), _key(" ".join(name[:-1]))
    if all(len(_plain(word)) == 1 for word in middle) and (found := table.full.get(ends)):
        return found
    if found := table.known.get(ends):
        return found
    if _PATRONYMIC.search(last) and (found := table.known.get(front)):
        return found
    return tuple(holder for holder in table.known.get(front, ()) if holder.country in _TWO_FAMILIES)


def _without_offices(name: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out Cyrillic words in lower case and abbreviations that stand before a name: "глава МИД РФ Лавров"."""
    first = 0
    while first + 1 < len(name) and (name[first].islower() or (name[first].isupper() and len(name[first]) > 1)):
        first += 1
    return name[first:]


def _nominatives(word: str, least: int, declining: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a Cyrillic word may be in the nominative, itself first; a stem has `least` letters or more."""
    return tuple(dict.fromkeys(form for tag in declining for form in nominatives(word, tag, least)))


def _letters(name: str) -> str:
    """Return a name in lower-case letters without accents, in Latin ones where the script is Cyrillic."""
    return name.lower() if name.isascii() else latin(name)


def _plain(lines: str) -> str:
    """Return the lines of what `_letters` gives without signs and spaces."""
    return _SIGNS.sub("", lines)


def _key(lines: str) -> str:
    """Return what the spellings of a name of several words have in common, for names a line, as from `_letters`."""
    joined = _plain(_ARTICLE.sub(" ", lines)).replace("y", "i").replace("ph", "f")
    return _DOUBLED.sub(r"\1", _ABDUL.sub("abdul", _MOHAMMED.sub("mohamed", joined)))


@cache
def _table() -> _Table:
    """Return the table by folded names; read when first asked for, and folded in one go, which is far quicker."""
    full, known, alone = _Lines(), _Lines(), _Lines()
    for country, years, alone_cell, _, cell in rows("data/leaders.csv"):
        leader = _leader(country, years)
        families = [_letters(family) for family in alone_cell.split("|")] if alone_cell else []
        alone.add(families, leader)
        for name in map(_letters, cell.split("|")):
            given, _, rest = name.partition(" ")
            if not rest:
                alone.add([name], leader)
                continue
            full.add(_orders(given, rest, country), leader)
            for family in families:
                if name.endswith(" " + family):
                    known.add(_orders(given, family, country), leader)
    return _Table(full.index(_key), known.index(_key), alone.index(_plain))


@cache
def _leader(country: str, years: str) -> _Leader:
    first, _, last = years.partition("-")
    return _Leader(country, int(first or 0), int(last or 9999))


def _orders(given: str, family: str, country: str) -> list[str]:
    """Return a name, and with the family name at its other end where both are written."""
    return [f"{given} {family}", f"{family} {given}"] if country in _FAMILY_FIRST else [f"{given} {family}"]


class _Lines:
    """Names and whose they are, to be folded together."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._leaders: list[_Leader] = []

    def add(self, names: list[str], leader: _Leader) -> None:
        self._names += names
        self._leaders += [leader] * len(names)

    def index(self, fold: Callable[[str], str]) -> dict[str, tuple[_Leader, ...]]:
        """Return whose each name is, by what `fold` makes of it."""
        found: dict[str, tuple[_Leader, ...]] = {}
        for key, leader in zip(fold("\n".join(self._names)).split("\n"), self._leaders, strict=True):
            before = found.setdefault(key, (leader,))
            if leader not in before:
                found[key] = (*before, leader)
        return found
