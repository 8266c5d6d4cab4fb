r"""CSV: UTF-8 without a byte-order mark, commas, quotes where needed, `\n`, a header, nothing in an empty cell.

As pandas and R read it without being told, but for one thing: codes are text, and a column of digits alone must be
named as text to keep its zeros. No cell goes over the end of a line, and none is a formula.
"""

import csv
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

from memcon.errors import UsageError
from memcon.outputs import atomic
from memcon.outputs.tables.column import Cell, Column
from memcon.outputs.writers.sheet import FORMULAS, Sheet, flat, no_formula, one_line

suffix: Final = ".csv"
text: Final = True
options: Final = FORMULAS
_QUOTE: Final = '"'


def write(file: IO[bytes], sheet: Sheet, options: Mapping[str, str], *, delimiter: str = ",") -> None:
    """Write a header and a line a row.

    Raises:
        UsageError: the option `formulas` has a value that it cannot have.
    """
    keep = keeps_formulas(options)
    with atomic.as_text(file) as lines:
        csv.writer(lines, lineterminator="\n", delimiter=delimiter).writerow([column.head for column in sheet.columns])
        for batch in sheet.batches():
            columns = zip(sheet.columns, zip(*batch, strict=True), strict=True)
            cells = [_quoted(_cells(column, values, keep=keep), delimiter) for column, values in columns]
            lines.writelines([f"{delimiter.join(row)}\n" for row in zip(*cells, strict=True)])


def _quoted(cells: Sequence[Cell], delimiter: str) -> Sequence[str]:
    """Return cells as the module csv writes them, but faster: a column at a time, which rarely needs quotes.

    Numbers are as `str` has them, which are read again as the same.
    """
    if None not in cells:
        texts = cells if type(cells[0]) is str else [*map(str, cells)]
    else:
        texts = ["" if cell is None else str(cell) for cell in cells]
    if not _special("".join(texts), delimiter):
        return texts
    return [f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if _special(text, delimiter) else text for text in texts]


def _special(text: str, delimiter: str) -> bool:
    """Return whether text must stand in quotes."""
    return delimiter in text or _QUOTE in text or "\n" in text or "\r" in text


def keeps_formulas(options: Mapping[str, str]) -> bool:
    """Return whether text that looks like a formula stays as it is; UsageError for a word that is neither."""
    formulas = options.get("formulas", "quote")
    if formulas not in {"quote", "keep"}:
        raise UsageError(f"--set formulas={formulas!r}: it is 'quote' or 'keep'")
    return formulas == "keep"


def _cells(column: Column[Any], values: Sequence[Cell], *, keep: bool) -> Sequence[Cell]:
    if column.type == "boolean":
        return [None if value is None else int(value) for value in values]
    cells = flat(column, values)
    if not column.free:
        return cells
    clean = [cell if cell is None or cell.isprintable() else one_line(cell) for cell in cells]
    return clean if keep else [no_formula(cell) if cell and not cell[0].isalnum() else cell for cell in clean]
