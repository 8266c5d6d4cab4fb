"""A gazetteer of cities and of the first divisions of states (provinces, states of a federation), by GeoNames.

It knows names, and where what bears them lies; not what a text means by them. The tables are made by
`benchmarks/make_cities.py` (docs/adr/0011-gazetteer.md); names of divisions in other languages are those of ISO 3166-2
in pycountry. Each table is read when first asked for; of the cities only the rows that are.
"""

import gettext
import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final
from zlib import crc32

from memcon import _data
from memcon._data import rows, words
from memcon.languages import Language, read_for_names
from memcon.text.folding import fold_word, without_accents
from memcon.text.tokens import Token

_MOST_WORDS: Final = 4
"""Words of the longest name of a division that is looked for."""
_APART: Final = re.compile(r"[\s\-.'’‘`\u2010-\u2013]+")
Where = tuple[str, str]
"""A country, ISO 3166-1 alpha-3, and its division, by GeoNames' code; empty where that is unknown."""
_NOWHERE: Final[frozenset[Where]] = frozenset()


@dataclass(frozen=True, slots=True)
class City:
    """A city of GeoNames."""

    geonames: int
    """Its number there."""
    name: str
    country: str
    """ISO 3166-1 alpha-3, or XKX."""
    division: str
    latitude: float
    longitude: float
    people: int


@lru_cache(maxsize=4096)
def cities(name: str) -> tuple[City, ...]:
    """Return the cities that bear a name, in any language or script of the table, the largest first."""
    key = _key(name)
    found = [_city(row) for row in _rows(key) if key in map(_key, words(row[-1]))]
    return tuple(sorted(found, key=lambda city: (-city.people, city.geonames)))


def city(geonames: int) -> City | None:
    """Return the city of a number of GeoNames; None where the table has it not."""
    at = _by_number().get(geonames)
    return None if at is None else _city(rows("data/cities.csv")[at])


def division_name(country: str, division: str) -> str | None:
    """Return what GeoNames calls a first division of a state in English, by its code; None where it has none."""
    return _division_names().get((country, division))


@lru_cache(maxsize=16384)
def divisions(name: str, lang: Language) -> frozenset[Where]:
    """Return the first divisions of states that bear a name in a language, or in English."""
    key = _key(name)
    found = [where for table in _tables(lang) if (where := table.get(key))]
    return found[0] if len(found) == 1 else frozenset().union(*found)


@cache
def namesakes(code: str) -> frozenset[Where]:
    """Return the divisions of other states that are called in English as the state of a code is: Georgia, Niger."""
    import pycountry  # noqa: PLC0415  as below

    state = pycountry.countries.get(alpha_3=code)
    names = {_key(name) for name in (state.name, getattr(state, "common_name", state.name))} if state else set()
    return frozenset(where for name in names for where in _in_english().get(name, _NOWHERE) if where[0] != code)


def division_at(text: str, tokens: list[Token], at: int, lang: Language) -> tuple[int, frozenset[Where]]:
    """Return how many tokens at `at` are the longest name of a division there, and of which; 0 for none."""
    if tokens[at].surface[:1].islower():
        return 0, frozenset()
    for size in range(min(_MOST_WORDS, len(tokens) - at), 0, -1):
        if not tokens[at + size - 1].is_word:
            continue
        if found := divisions(text[tokens[at].start : tokens[at + size - 1].end], lang):
            return size, found
    return 0, frozenset()


def _city(row: tuple[str, ...]) -> City:
    key, country, division, latitude, longitude, people, names = row
    name = next(words(names))
    return City(int(key), name, country, division, float(latitude), float(longitude), int(people))


def _key(name: str) -> str:
    folded = name.lower() if name.isascii() else without_accents(fold_word(name))
    return _APART.sub(" ", folded).strip() if _APART.search(folded) else folded


@cache
def _by_number() -> dict[int, int]:
    return {int(row[0]): at for at, row in enumerate(rows("data/cities.csv"))}


@cache
def _division_names() -> dict[Where, str]:
    return {(country, code): next(words(names)) for country, code, names in rows("data/divisions.csv")}


def places_of(table: bytes) -> "array[int]":
    """Return the index of `cities.csv`: for each name of each row its CRC-32 and the byte at which the row begins.

    Both are in one number of 64 bits, the CRC above; sorted, so that a name is looked up without reading the table.
    """
    found: set[int] = set()
    start = table.index(b"\n", table.index(b"\n") + 1) + 1  # below its source and its header
    for row in table[start:].decode().splitlines(keepends=True):
        names = words(row.rstrip("\n").split(",", 6)[-1])
        found.update(_hash(_key(name)) | start for name in names)
        start += len(row.encode())
    return array("Q", sorted(found))


def _rows(key: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table whose index has a name, as `_key`."""
    table, index = _data.raw("data/cities.csv"), _index()
    for entry in index[bisect_left(index, _hash(key)) : bisect_left(index, _hash(key) + (1 << 32))]:
        start = entry & 0xFFFFFFFF
        yield tuple(table[start : table.index(b"\n", start)].decode().split(",", 6))


def _hash(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass")) << 32


@cache
def _index() -> "array[int]":
    found = array("Q", _data.raw("data/cities.index"))
    if sys.byteorder == "big":
        found.byteswap()
    return found


@cache
def _in_english() -> dict[str, frozenset[Where]]:
    """Return the divisions that bear a name in GeoNames, by its `_key`."""
    return _by_key(
        (name, (country, code)) for country, code, names in rows("data/divisions.csv") for name in words(names)
    )


@cache
def _tables(lang: Language) -> tuple[dict[str, frozenset[Where]], ...]:
    """Return the tables of divisions by the `_key` of their names that count in a language."""
    told = (_translated(of) for of in dict.fromkeys((*lang.reads, *read_for_names())))
    return (_in_english(), _in_iso(), *filter(None, told))


@cache
def _in_iso() -> dict[str, frozenset[Where]]:
    """Return the divisions by the `_key` of their names in ISO 3166-2."""
    return _by_key((name, where) for name, where in _of_iso())


@cache
def _translated(tag: str) -> dict[str, frozenset[Where]]:
    """Return the divisions by the `_key` of their names in a language where those of ISO 3166-2 are translated."""
    import pycountry  # noqa: PLC0415  0.04 s, only when a country is first looked for

    told = gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=[tag], fallback=True)
    if type(told) is gettext.NullTranslations:
        return {}
    return _by_key((own, where) for name, where in _of_iso() if (own := told.gettext(name)) != name)


def _by_key(named: Iterable[tuple[str, Where]]) -> dict[str, frozenset[Where]]:
    found: dict[str, frozenset[Where]] = {}
    for name, where in named:
        key = _key(name)
        known = found.get(key)
        found[key] = frozenset((where,)) if known is None else known | {where}
    return found


@cache
def _of_iso() -> tuple[tuple[str, Where], ...]:
    """Return the names of first divisions in ISO 3166-2, and which they are."""
    import pycountry  # noqa: PLC0415  as above

    codes = {
        (country, _key(name)): code for country, code, names in rows("data/divisions.csv") for name in words(names)
    }
    alpha_3 = {str(country.alpha_2): str(country.alpha_3) for country in pycountry.countries}
    return tuple(
        (row.name, (country, codes.get((country, _key(row.name)), "")))
        for row in pycountry.subdivisions
        if row.parent_code is None and (country := alpha_3[row.country_code])
    )
