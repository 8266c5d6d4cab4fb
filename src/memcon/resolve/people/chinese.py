"""How the syllables of a Chinese name are written: in characters, in Pinyin, by Vietnamese and by Russian.

王毅, Wang Yi, Vương Nghị and Ван И are one name where each syllable may be one and the same. Tones are not told apart.
The tables are `data/han.csv` and `chinese.csv` of the languages that say or write Chinese names in their own way.
"""

import itertools
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from memcon import languages
from memcon._data import rows, words
from memcon.resolve.people.spelling import latin

if TYPE_CHECKING:
    from memcon.resolve.people import Name

CHINESE: Final = frozenset({"CHN", "TWN", "HKG", "MAC", "SGP", None})
"""Whose names are read so; None is of anybody."""
CYRILLIC: Final = "ru"
"""The language by whose table Chinese names in Cyrillic letters are read."""
Syllable = frozenset[str]
"""What a syllable may be in Pinyin, without tone."""
_LONGEST: Final = 7
"""Letters of the longest syllable, however it is written: chzhuan."""
_MOST: Final = 4
"""Syllables of a Chinese name."""


def same_syllables(left: "Name", right: "Name") -> bool | None:
    """Tell whether two Chinese names have the same syllables; None where one of them is not written in syllables."""
    mine, theirs = _syllables(left), _syllables(right)
    if not mine or not theirs:
        return None
    return any(
        len(one) == len(other) and all(a & b for a, b in zip(one, other, strict=True))
        for one in mine
        for other in theirs
    )


def syllable_ends(name: "Name") -> Iterator[str]:
    """Yield what two names of `same_syllables` share: how many they have, and which may be the first and the last."""
    for found in _syllables(name) if name.country in CHINESE else ():
        yield from (f"{len(found)} {first} {last}" for first in found[0] for last in found[-1])


def says_its_own(name: "Name") -> bool:
    """Tell whether a name in Latin letters is of a language that says the syllables of Chinese names in its own way."""
    return name.script == "Latn" and name.language in _saying()


@cache
def _saying() -> frozenset[str]:
    return frozenset(tag for tag in languages.tags() if languages.rows_of(tag, "chinese")) - {CYRILLIC}


def _syllables(name: "Name") -> list[tuple[Syllable, ...]]:
    """Return the ways in which a name may be cut into syllables; empty where it is not written in them."""
    if name.script == "Hani":
        characters = "".join(name.words)
        found = tuple(map(_reading, characters)) if len(characters) <= _MOST else ()
        return [found] if found and all(found) else []
    if name.script == "Cyrl":
        ways = [
            (word, *sorted({form.letters for form in forms}))
            for word, forms in zip(name.words, name.forms, strict=True)
        ]
        return [found for joined in _joined(ways) for found in _cut(joined, CYRILLIC)]
    if says_its_own(name) and name.language:
        own = _own(name.language)
        found = tuple(own.get(word, frozenset()) for word in name.words)
        return [found] if found and all(found) else []
    return list(_cut("".join(name.words), ""))


def _joined(ways: list[tuple[str, ...]]) -> Iterator[str]:
    """Yield a name in one word, as it stands and with the last word, or all, in the nominative."""
    yield "".join(way[0] for way in ways)
    before = "".join(way[0] for way in ways[:-1])
    yield from (before + last for last in ways[-1][1:])


def in_pinyin(name: "Name") -> Iterator[str]:
    """Yield the family and the given name in Pinyin of a name that is written otherwise, in the ways they may be."""
    if name.script == "Latn" and not says_its_own(name):
        return
    for found in _syllables(name) if name.country in CHINESE else ():
        for way in itertools.islice(itertools.product(*map(sorted, found)), _MOST):
            yield from filter(None, ("".join(way[:1]), "".join(way[1:]), "".join(way[-1:])))


@lru_cache(maxsize=16384)
def _cut(letters: str, language: str) -> tuple[tuple[Syllable, ...], ...]:
    """Return all ways to cut letters into syllables; none for a name of more than a Chinese one has."""
    if len(letters) > _MOST * _LONGEST:
        return ()
    table = _own(language) if language else _pinyin()
    ways: list[list[tuple[Syllable, ...]]] = [[] for _ in range(len(letters) + 1)]
    ways[0].append(())
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST), end):
            syllable = table.get(letters[start:end])
            if syllable:
                ways[end] += [(*way, syllable) for way in ways[start] if len(way) < _MOST]
    return tuple(ways[-1])


@lru_cache(maxsize=16384)
def _reading(character: str) -> Syllable:
    return frozenset(pinyin for pinyin, characters in _read() if character in characters)


@cache
def _read() -> tuple[tuple[str, str], ...]:
    return tuple((pinyin, characters) for kind, pinyin, characters in rows("data/han.csv") if kind == "read")


@cache
def _pinyin() -> dict[str, Syllable]:
    return {pinyin: frozenset({pinyin}) for pinyin, _ in _read()}


@cache
def _own(language: str) -> dict[str, Syllable]:
    """Return what the syllables of a language may be, by its letters as from `latin`."""
    found: dict[str, set[str]] = {}
    for pinyin, cell in languages.rows_of(language, "chinese"):
        for word in words(cell):
            found.setdefault(latin(word), set()).add(pinyin)
    return {word: frozenset(each) for word, each in found.items()}
