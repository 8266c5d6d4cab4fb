"""A comparison or a measurement as a note to a colleague: what to read, in order, before a form is chosen.

Plain words in styles; knows nothing of events. Text of articles stands in it as it is: whoever renders it must escape.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Style = Literal["plain", "title", "dim", "old", "new", "cut", "put", "words", "ref"]
Sign = Literal["~", "-", "+", ">", "<", "="]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words in one style. `cut` and `put` are what an edit took from and put into a text."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Row:
    """One line under an entry: what it is about, and what is said of it."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """One event of a listing."""

    title: tuple[Piece, ...]
    rows: tuple[Row, ...]
    sign: Sign | None = None
    """`~` changed, `-` removed, `+` added, `>` merged, `<` split, `=` regrouped; None where nothing became of it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The whole in one line."""

    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences of ours, one a line."""

    lines: tuple[str, ...]
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures: the first column names the rows. Without rows it is not shown."""

    title: str
    """Empty where the table needs none."""
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remark: str = ""
    """A sentence right below it."""


@dataclass(frozen=True, slots=True)
class EventList:
    """Events of one fate."""

    title: str
    entries: tuple[ListedEvent, ...]
    appendix: bool = False
    """Whether it is looked up and not read through: told with its count even where it is empty, and folded away."""


Block: TypeAlias = Heading | Lines | Figures | EventList
Note: TypeAlias = Sequence[Block]


def shown(note: Note) -> Iterator[Block]:
    """Yield the blocks that are shown: a table without rows and lines without a line are not."""
    for block in note:
        match block:
            case Figures(rows=()) | Lines(lines=()):
                continue
            case _:
                yield block
