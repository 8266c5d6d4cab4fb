"""Excel: one sheet of rows, and one of what its columns mean; days are dates, and no text is a formula or a link.

A sheet of Excel holds 1,048,576 rows and 32,767 characters a cell: more rows are refused, and what is cut is told.
"""

import contextlib
import datetime as dt
import io
import re
import tempfile
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

from memcon.errors import UsageError
from memcon.outputs.tables.column import Cell, Column
from memcon.outputs.writers.sheet import Sheet, flat, lines_of, one_line

suffix: Final = ".xlsx"
text: Final = False
options: Final[Mapping[str, str]] = {}
_ROWS: Final = 1_048_576
CHARACTERS: Final = 32_767
"""Of a cell; what is longer is cut."""
_ESCAPED: Final = re.compile(r"_x(005F|FFFE|FFFF)_")
"""What a text of a cell has for `_`, where it would be read as such a sign, and for what no XML holds."""
_NUMBERS: Final = frozenset({"integer", "number", "boolean"})
_NO_DAY: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""When the file is said to be made, so that the same run gives the same bytes."""
_FIRST: Final = "1900-03-01"
"""Earlier days have no date in Excel, which believes that 1900 was a leap year: they are text."""


def sheets(table: str) -> tuple[str, str]:
    """Return the names of the sheets of a workbook: the rows of a table, and what its columns mean."""
    return table[:31], "columns"


def write(file: IO[bytes], sheet: Sheet, _: Mapping[str, str]) -> None:
    """Write the workbook, a row at a time.

    Raises:
        UsageError: there are more rows than a sheet holds.
    """
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_urls": False, "use_zip64": True}
    with (
        _of_the_disk(),
        _lent(file) as lent,
        tempfile.TemporaryDirectory(prefix="memcon-export-") as folder,
        xlsxwriter.Workbook(lent, options | {"tmpdir": folder}) as book,
    ):
        book.set_properties({"comments": lines_of(sheet.about), "created": _NO_DAY})
        _write_rows(book, sheet)
        _write_columns(book, sheet)


class _Lent:
    """A file that can be taken back: an archive that could not be written is ended once more when it is collected."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever a file has
        return getattr(self.file, name)


@contextlib.contextmanager
def _lent(file: IO[bytes]) -> Iterator[_Lent]:
    lent = _Lent(file)
    try:
        yield lent
    finally:
        lent.file = io.BytesIO()


@contextlib.contextmanager
def _of_the_disk() -> Iterator[None]:
    """Tell what the disk refused, of which xlsxwriter makes another error where it closes what it could not write."""
    try:
        yield
    except Exception as error:  # noqa: BLE001  whatever it makes of it; all are raised
        first: BaseException | None = error
        while first is not None and not isinstance(first, OSError):
            first = first.__context__
        raise first or error from None


def _write_rows(book: Any, sheet: Sheet) -> None:  # noqa: ANN401  xlsxwriter has no types
    page = book.add_worksheet(sheets(sheet.table.name)[0])
    page.freeze_panes(1, 0)
    put = _Putting(page, book.add_format({"num_format": "yyyy-mm-dd"}))
    for at, column in enumerate(sheet.columns):
        page.write_string(0, at, column.head)
    row = 0
    for batch in sheet.batches():
        turned = zip(sheet.columns, zip(*batch, strict=True), strict=True)
        for cells in zip(*(flat(column, values) for column, values in turned), strict=True):
            row += 1
            if row >= _ROWS:
                raise UsageError(
                    f"more than {_ROWS - 1:,} rows, which is all that a sheet of Excel holds under its header: filter"
                    " them (--since, --status, --country …), or choose --format parquet or csv"
                )
            for at, (column, cell) in enumerate(zip(sheet.columns, cells, strict=True)):
                put.cell(row, at, column, cell)
    if put.cut:
        sheet.notes.append(f"{put.cut} cells of more than {CHARACTERS:,} characters are cut, as Excel holds no more")


class _Putting:
    """Puts cells of one sheet, each as what its column is."""

    def __init__(self, page: Any, day: Any) -> None:  # noqa: ANN401
        self._page, self._day = page, day
        self.cut = 0

    def cell(self, row: int, at: int, column: Column[Any], value: Cell) -> None:
        kept = stored(column, value)
        if column.type in _NUMBERS and kept is not None:
            self._page.write_number(row, at, kept)
        elif isinstance(kept, dt.datetime):
            self._page.write_datetime(row, at, kept, self._day)
        elif kept is not None:
            self.cut += len(kept) == CHARACTERS < len(one_line(str(value)))
            self._page.write_string(row, at, kept)


def stored(column: Column[Any], value: Cell) -> Cell:
    """Return what stands in a cell: a number, a time for a day, one line of text; None for what is empty."""
    if value is None or value == "":
        return None
    if column.type in _NUMBERS:
        return int(value) if column.type == "boolean" else value
    if column.type == "day" and str(value) >= _FIRST:
        return dt.datetime.fromisoformat(str(value))
    return one_line(str(value))[:CHARACTERS]


def read_text(cell: str) -> str:
    """Return the text of a cell as openpyxl reads it, without the signs that XML needs (`_x005F_` for `_`)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell) if "_x" in cell else cell


def _write_columns(book: Any, sheet: Sheet) -> None:  # noqa: ANN401
    page = book.add_worksheet(sheets("")[1])
    page.freeze_panes(1, 0)
    lines = [
        ("column", "type", "label", "description", "values"),
        *(
            (c.head, c.type, c.label, c.description, "; ".join(f"{word}: {of}" for word, of in c.values.items()))
            for c in sheet.columns
        ),
    ]
    for row, line in enumerate(lines):
        for at, text in enumerate(line):
            if text:
                page.write_string(row, at, text[:CHARACTERS])
