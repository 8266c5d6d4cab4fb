"""The word lists: what denies, counts, dates, names a country or tells an act, and which words are small.

They stand in `words/*.txt`, one file a category, sections by language; lines that begin with `#` are remarks. All
languages are read together: a list only has to tell what kind of word differs, and what may not be left out.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from memcon.ground.folding import fold
from memcon.ground.tokens import tokenize

Category = Literal["negations", "suspends", "numbers", "months", "weekdays", "countries", "verbs", "abbreviations"]
Size = Literal["light", "lost", "preposition"]

_LONGEST: Final = 4
"""Tokens of the longest phrase that is looked for; longer names of states are known by their parts."""


def covered(words: Sequence[str], category: Category) -> frozenset[int]:
    """Return the positions in `words` of the words and phrases of `category`."""
    phrases = _phrases(category)
    found: set[int] = set()
    for at in range(len(words)):
        for length in range(1, _LONGEST + 1):
            if tuple(words[at : at + length]) in phrases:
                found.update(range(at, min(at + length, len(words))))
    return frozenset(found)


def is_negation(word: str) -> bool:
    """Return whether a single token denies."""
    return (word,) in _phrases("negations") or word.endswith("n't")


@cache
def small_words() -> frozenset[str]:
    """Return all small words."""
    return small("light") | small("lost") | small("preposition")


@cache
def small(size: Size) -> frozenset[str]:
    """Return the small words of one section of `words/small.txt`."""
    return frozenset(word for section, word in _entries("small") if section == size)


@cache
def _phrases(category: Category) -> frozenset[tuple[str, ...]]:
    tokenized = (tuple(token.word for token in tokenize(entry)) for _, entry in _entries(category))
    return frozenset(phrase for phrase in tokenized if len(phrase) <= _LONGEST)


def _entries(name: str) -> Iterator[tuple[str, str]]:
    """Yield the section and the folded words of each entry of a list."""
    section = ""
    for line in files("memcon.ground").joinpath("words", f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
        elif not line.startswith("#"):
            yield from ((section, fold(entry).strip()) for entry in line.split(",") if entry.strip())
