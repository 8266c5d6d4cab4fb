"""A comparison as a note to a colleague: what to read, in order, before it is set for a screen or a page.

Plain words in styles; knows nothing of events. Text of articles stands in it as it is: whoever sets it must escape.
"""

from dataclasses import dataclass
from typing import Literal

Style = Literal["plain", "title", "dim", "old", "new", "cut", "put", "words", "ref"]
Sign = Literal["~", "-", "+", ">", "<", "="]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words in one style. `cut` and `put` are what an edit took from and put into a text."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Row:
    """One line under an event: what it is about, and what became of it."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the note."""

    sign: Sign
    """`~` changed, `-` removed, `+` added, `>` merged, `<` split, `=` regrouped."""
    title: tuple[Piece, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The events of one fate."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A whole comparison in words."""

    summary: str
    sections: tuple[Section, ...]
    also: tuple[str, ...]
    """What is told in sum."""
