"""The word lists: what denies, counts, dates, names a country or tells an act, and which words are small.

They stand in `words/*.txt`, one file a category, sections by language; lines that begin with `#` are remarks. All
languages are read together: a list only has to tell what kind of word differs, and what may not be left out. Only
small words count by language, since one language's small word is another's "if" or "or".
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from memcon import _data
from memcon.text.folding import fold
from memcon.text.tokens import tokenize_folded

Category = Literal["negations", "suspends", "numbers", "months", "weekdays", "countries", "verbs", "abbreviations"]

_LONGEST: Final = 4
"""Tokens of the longest phrase that is looked for; longer names of states are known by their parts."""

_TELLING: Final = 50
"""Of so many tokens, one is a telling word of the language that a text is written in; in news it is one of ten."""


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


@dataclass(frozen=True, slots=True)
class SmallWords:
    """Words that a quote may lose or stutter, of the languages of one text; see `words/small.txt`."""

    light: frozenset[str]
    lost: frozenset[str]
    preposition: frozenset[str]
    stutter: frozenset[str]

    def __contains__(self, word: object) -> bool:
        """Return whether a quote may lack the word."""
        return word in self.light or word in self.lost or word in self.preposition

    def may_be_said_twice(self, word: str) -> bool:
        """Return whether a word may stand twice in a row in a quote, where the text has it once."""
        return word in self or word in self.stutter


def small_words(words: Sequence[str]) -> SmallWords:
    """Return the small words of the languages that a text with these `words` is written in."""
    lists = _small()
    counts = Counter(words)
    languages = [
        name.partition(".")[0]
        for name, telling in lists.items()
        if name.endswith(".telling") and sum(counts[word] for word in telling) * _TELLING >= len(words) > 0
    ]
    return SmallWords(
        *(
            frozenset[str]().union(*(lists.get(f"{language}.{size}", ()) for language in languages))
            for size in ("light", "lost", "preposition", "stutter")
        )
    )


@cache
def _small() -> dict[str, frozenset[str]]:
    """Return the sections of the list of small words."""
    sections: defaultdict[str, set[str]] = defaultdict(set)
    for section, word in _entries("small"):
        sections[section].add(word)
    return {section: frozenset(entries) for section, entries in sections.items()}


@cache
def _phrases(category: Category) -> frozenset[tuple[str, ...]]:
    tokenized = (tuple(token.word for token in tokenize_folded(entry)) for _, entry in _entries(category))
    return frozenset(phrase for phrase in tokenized if len(phrase) <= _LONGEST)


def _entries(name: str) -> Iterator[tuple[str, str]]:
    """Yield the section and the folded words of each entry of a list."""
    section = ""
    for line in _data.text(f"data/words/{name}.txt").splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
        elif not line.startswith("#"):
            yield from ((section, fold(entry).strip()) for entry in line.split(",") if entry.strip())
