"""What a writer is given: the rows of one table, a batch at a time, and how they came about; and cells as text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from memcon.outputs.tables.column import Cell, Column, Row, Table

BATCH: Final = 4096
"""Rows that are held at once."""
SEPARATOR: Final = ";"
"""Between the values of one cell, where a format has no lists."""
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠]")
FORMULAS: Final[Mapping[str, str]] = {
    "formulas": "'quote' (the default) puts a ' before text that a spreadsheet would take for a formula: that begins"
    " with = + - @; 'keep' leaves it as it is",
}


@dataclass
class Sheet:
    """A table on its way into a file."""

    table: Table[Any]
    rows: Iterable[Row]
    about: Mapping[str, str]
    """How it was made, by name: of which run, by which memcon, with which filters and options; what fits goes along."""
    notes: list[str] = field(default_factory=list)
    """What a writer has to say to people of what it wrote, a sentence each."""

    @property
    def columns(self) -> tuple[Column[Any], ...]:
        """Return the columns of the table."""
        return self.table.columns

    def batches(self) -> Iterator[list[Row]]:
        """Yield the rows, some thousands at a time."""
        rows = iter(self.rows)
        while batch := list(islice(rows, BATCH)):
            yield batch


def lines_of(about: Mapping[str, str]) -> str:
    """Return how a file was made as text for people, a line each; `about_of` reads it again."""
    return "\n".join(f"{name}: {value}" for name, value in about.items())


def about_of(lines: str) -> dict[str, str]:
    """Return what `lines_of` wrote."""
    parts = (line.partition(": ") for line in lines.splitlines())
    return {name: value for name, colon, value in parts if colon}


def joined(values: Iterable[object]) -> str:
    """Return several values as one cell, divided by `;`; one within becomes `,`, and what is empty keeps its place."""
    return SEPARATOR.join(["" if value is None else str(value).replace(SEPARATOR, ",") for value in values])


def one_line(text: str) -> str:
    """Return text with a space for each run of control characters and line breaks."""
    return text if text.isprintable() else _CONTROLS.sub(" ", text)


def no_formula(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def flat(column: Column[Any], values: Sequence[Cell]) -> Sequence[Cell]:
    """Return the cells of a column where a format has no lists: several values in one, divided by `;`."""
    if column.type == "texts":
        return [_texts(each) for each in values] if any(values) else [""] * len(values)
    if column.type == "integers":
        return [joined(each) if None in each else SEPARATOR.join(map(str, each)) for each in values]
    return values


def _texts(values: Sequence[str | None]) -> str:
    """Return the same as `joined`, at a third of the time where no value is empty and none has a `;`."""
    if None in values:
        return joined(values)
    text = SEPARATOR.join(values)  # type: ignore[arg-type]  # none is None
    return text if SEPARATOR not in text or text.count(SEPARATOR) == len(values) - 1 else joined(values)
