"""The word lists: what denies, counts, dates, names a country or tells an act, and which words are small.

They stand in quotes.toml and dates.csv of the languages. All languages are read together: a list only has to tell what
kind of word differs, and what may not be left out. Only small words count by language, since one language's small word
is another's "if" or "or".
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from memcon.languages import everywhere, tags, words_of
from memcon.text.folding import fold
from memcon.text.tokens import tokenize_folded

Category = Literal["negations", "suspends", "numbers", "months", "weekdays", "countries", "verbs", "abbreviations"]

_CLASSES: Final[Mapping[Category, tuple[str, ...]]] = {
    "months": ("quotes.months", "dates.month", "dates.month_short"),
    "weekdays": ("quotes.days", "dates.weekday", "dates.away"),
    "verbs": ("quotes.verbs", "telling.after_name"),
}
"""The classes of words that a category has where those are not the one of its name."""

_PATTERN: Final = frozenset("*/(|…")
"""Signs of the syntax of words: what has one is a pattern and no word."""

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
    """Words that a quote may lose or stutter, of the languages of one text; see quotes.toml."""

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
    counts = Counter(words)
    told = [tag for tag in tags() if sum(counts[word] for word in _small(tag, "telling")) * _TELLING >= len(words) > 0]
    return SmallWords(
        *(
            frozenset[str]().union(*(_small(tag, size) for tag in told))
            for size in ("light", "lost", "preposition", "stutter")
        )
    )


@cache
def _small(tag: str, size: str) -> frozenset[str]:
    """Return a list of small words of a language."""
    return frozenset(fold(word).strip() for word in words_of(tag, f"quotes.{size}"))


@cache
def _phrases(category: Category) -> frozenset[tuple[str, ...]]:
    names = _CLASSES.get(category, (f"quotes.{category}",))
    listed = (entry for name in names for entry in everywhere(name) if not _PATTERN.intersection(entry))
    entries = (fold(entry).strip() for entry in listed)
    tokenized = (tuple(token.word for token in tokenize_folded(entry)) for entry in entries)
    return frozenset(phrase for phrase in tokenized if 0 < len(phrase) <= _LONGEST)
