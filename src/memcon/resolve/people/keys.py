"""Words by which a name is looked up: two names of one person usually share one, in whatever scripts they are.

A name in another script than Latin is looked up by what it may be in Latin letters, in a handful of ways. It says
nothing of whether two names are one.
"""

import itertools
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from memcon.resolve.people import Name
from memcon.resolve.people.chinese import in_pinyin
from memcon.resolve.people.crossing import CROSSED
from memcon.resolve.people.east import romanised
from memcon.resolve.people.said import said_family
from memcon.resolve.people.spelling import bones, sound

MOST_WAYS: Final = 16
"""Ways to write one word in Latin letters by which it is looked up."""
LEAST_OF_BONES: Final = 5
"""Letters of a word of which only the consonants are kept."""
# What a letter of another script may be in Latin ones, where its consonant is another.
_ARABIC: Final = {
    "ب": "bp", "پ": "p", "ت": "t", "ث": "t", "ج": "jg", "چ": "c", "ح": "h", "خ": "h", "د": "d", "ذ": "d", "ر": "r",
    "ز": "z", "ژ": "j", "س": "s", "ش": "s", "ص": "s", "ض": "dz", "ط": "t", "ظ": "z", "غ": "g", "ف": "fv", "ق": "k",
    "ک": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h",
}  # fmt: skip
_VOWELS: Final = frozenset("اعأإآ")
"""Letters of which the first is written as a vowel."""
_SOUNDS: Final = {"r": "rl", "l": "lr", "b": "bv", "p": "pf", "h": "hf", "c": "ct", "j": "jz"}
"""The same for what kana and Hangul are in Latin letters."""


def keys_of(name: Name) -> frozenset[str]:
    """Return the keys of a name that has words."""
    keys = set(name.keys)
    for word, inflected in zip(name.words, name.forms, strict=True):
        if inflected and word in keys:
            keys |= {form.letters for form in inflected}
    if name.script != "Latn" or name.language:
        keys.update(_in_latin(name))
    keys.add(said_family(name))
    found = set(map(_heard, keys))
    if name.script in CROSSED:
        words = {name.words[0], name.words[-1], "".join(name.words[-2:])}
        found |= {bones(sound(way)) for word in words for way in _ways(word, name.script)}
    return frozenset(found - {""})


def _in_latin(name: Name) -> Iterator[str]:
    """Yield words that the name may be in Latin letters."""
    yield from in_pinyin(name)
    if name.script == "Hang" and name.east:
        yield from romanised(name).keys


@lru_cache(maxsize=16384)
def _ways(word: str, script: str) -> tuple[str, ...]:
    """Return how the consonants of a word may be written in Latin letters."""
    if script == "Arab":
        bare = word.removeprefix("ال") if len(word) > LEAST_OF_BONES else word
        letters = [_ARABIC.get(letter, "") for letter in bare if letter in _ARABIC]
        letters = ["a", *letters] if bare[:1] in _VOWELS else letters
    else:
        letters = [_SOUNDS.get(letter, letter) for letter in word]
    ways = itertools.islice(itertools.product(*filter(None, letters)), MOST_WAYS)
    return tuple("".join(way) for way in ways)


@lru_cache(maxsize=16384)
def _heard(word: str) -> str:
    """Return what even careless spellings of a long word keep; Janukowitsch is Yanukovych."""
    word = sound(word)
    if len(word) < LEAST_OF_BONES:
        return word
    return "a" + bones(word)[1:] if word.startswith("j") else bones(word)
