"""The rows of a coding sheet as spreadsheets save it: CSV with any of their separators, or a workbook of Excel."""

import csv
import datetime as dt
import io
import itertools
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

from memcon.errors import check_extra
from memcon.outputs.writers.excel import read_text
from memcon.pages.annotation.cells import read_cell
from memcon.pages.annotation.model import EVENT_VALUES, Refused

HEADS: Final = (
    "article", "decision", "quote", "kind",
    *("participants" if name == "others" else name for name in EVENT_VALUES),
    "note", "coder", "start", "end", "mention",
)  # fmt: skip
FREE: Final = frozenset({"note", "coder", "start", "end"})
"""Heads of columns that a sheet may do without."""
MOST: Final = 2**28
"""Bytes of a workbook, unpacked."""
Row = tuple[str, Mapping[str, str]]
"""Where a row stands, and its cells by the head of their column: empty ones too, of columns that there are."""


def table_of(name: str, data: bytes) -> Iterator[Row | Refused]:
    """Yield the rows of a sheet; what is none is refused."""
    rows = _workbook(data) if data.startswith(b"PK") else _csv(data)
    heads: list[str] | None = None
    for number, row in rows:
        where = f"{name}:{number}"
        if isinstance(row, str):
            yield Refused(where, row)
        elif heads is None:
            heads = [cell.strip().lower() for cell in row]
            missing = [head for head in ("article", "quote", "mention", "decision") if head not in heads]
            if missing:
                yield Refused(
                    where, f"it has no column {', '.join(map(repr, missing))}: the first row names the columns"
                )
                return
            if gone := [head for head in HEADS if head not in FREE and head not in heads]:
                told = ", ".join(map(repr, gone))
                yield Refused(where, f"it has no column {told} any more: what the run says there stays as it is")
        elif any(row):
            filled = {head: read_cell(cell) for head, cell in zip(heads, row, strict=False) if cell.strip()}
            yield where, dict.fromkeys(heads, "") | filled


def _csv(data: bytes) -> Iterator[tuple[int, list[str] | str]]:
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        yield 1, f"it is no UTF-8 (byte {error.start}): save it as CSV UTF-8, or as a workbook"
        return
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    csv.field_size_limit(2**31 - 1)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield reader.line_num, f"it is no row: {error}"
            continue
        if row is None:
            return
        yield reader.line_num, row


def _workbook(data: bytes) -> Iterator[tuple[int, list[str] | str]]:
    check_extra("tables", "Excel", "openpyxl")
    import openpyxl  # noqa: PLC0415  an extra

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            large = sum(one.file_size for one in archive.infolist()) > MOST
        if large:
            yield 1, f"it holds more than {MOST >> 20} MiB"
            return
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        page = book.worksheets[0]
        rows = [list(map(_cell, row)) for row in itertools.islice(page.iter_rows(values_only=True), 1_048_576)]
    except Exception as error:  # noqa: BLE001  of a library, for bytes of others: they have no common ancestor
        yield 1, f"it is no workbook that can be read: {type(error).__name__}: {str(error)[:200]}"
        return
    yield from enumerate(rows, start=1)


def _cell(value: object) -> str:
    """Return a cell as text: a day as `2024-04-29`, a whole number without a point."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else read_text(str(value))
