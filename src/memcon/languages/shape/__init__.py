"""What a language's folder may hold: one model a file, each class of words with its meaning.

A class that a folder leaves out is empty, and the rule that asks for it is silent. Lists are either *words*, in the
syntax of `memcon.languages.lexicon`, or *phrases*, which are compared as they stand but for letter case.
"""

from typing import Final

from memcon.languages.shape.base import Table
from memcon.languages.shape.events import EventsFile
from memcon.languages.shape.facts import Facts
from memcon.languages.shape.page import PageFile
from memcon.languages.shape.rest import NumbersFile, QuotesFile, SentencesFile
from memcon.languages.shape.telling import TellingFile
from memcon.languages.shape.words import WordsFile

__all__ = ["COLUMNS", "FILES", "Facts"]

FILES: Final[dict[str, type[Table]]] = {
    "words": WordsFile,
    "telling": TellingFile,
    "events": EventsFile,
    "page": PageFile,
    "sentences": SentencesFile,
    "quotes": QuotesFile,
    "numbers": NumbersFile,
}
"""The TOML files of a folder beside `language.toml`, and their shapes."""

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "dates": ("kind", "value", "words"),
    "countries": ("code", "kind", "rule", "words"),
    "cities": ("code", "kind", "rule", "words"),
    "offices": ("kind", "words"),
    "turns": ("kind", "words"),
    "titles": ("kind", "words"),
    "surnames": ("order", "words"),
    "chinese": ("pinyin", "words"),
    "given_names": ("words",),
}
"""The tables of a folder, and their columns; words are divided by `|`."""
