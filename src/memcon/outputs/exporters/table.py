r"""Tables as text: what the exporters of rows share. A row is one line, and no cell is a formula.

UTF-8 without a byte-order mark, commas, quotes where they are needed, `\n` at the end of a line, a header, nothing in a
cell that has no value: as pandas and R read it without being told.
"""

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Final, Generic, TypeVar

from memcon.errors import UsageError

Source = TypeVar("Source")
Cell = str | int | float | None

SEPARATOR: Final = ";"
"""Between the values of one cell."""
FORMULAS: Final[Mapping[str, str]] = {
    "formulas": "'quote' (the default) puts a ' before text that a spreadsheet would take for a formula: that begins"
    " with = + - @; 'keep' leaves it as it is",
}
_FORMULA: Final = re.compile(r"\s*[=+\-@＝＋－＠]")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True)  # no slots: Python then refuses to call Column[…], as typed packages do
class Column(Generic[Source]):
    """A column of a table."""

    name: str
    meaning: str
    of: Callable[[Source], Cell]
    """What stands in its cell."""


def joined(values: Iterable[str | None]) -> str:
    """Return several values as one cell, divided by `;`; one within becomes `,`, and what is empty keeps its place."""
    return SEPARATOR.join((value or "").replace(SEPARATOR, ",") for value in values)


def write_table(
    file: IO[str], columns: Sequence[Column[Source]], rows: Iterable[Source], options: Mapping[str, str]
) -> None:
    """Write a header and a line for each of `rows`.

    Raises:
        UsageError: the option `formulas` has a value that it cannot have.
    """
    formulas = options.get("formulas", "quote")
    if formulas not in {"quote", "keep"}:
        raise UsageError(f"--set formulas={formulas!r}: it is 'quote' or 'keep'")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_cell(column.of(row), quote=formulas == "quote") for column in columns])


def _cell(value: Cell, *, quote: bool) -> Cell:
    if not isinstance(value, str):
        return value
    text = _CONTROLS.sub(" ", value)
    return f"'{text}" if quote and _FORMULA.match(text) else text


def dictionary(columns: Sequence[Column[Source]]) -> str:
    """Return what each column means, one a line."""
    width = max(len(column.name) for column in columns)
    return "\n".join(f"{column.name:{width}}  {column.meaning}" for column in columns)
