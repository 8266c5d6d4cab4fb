"""The rows of a coding sheet as spreadsheets save it: CSV with any of their separators, or a workbook of Excel."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from memcon.pages.annotation.cells import read_cell, without_shown
from memcon.pages.annotation.formats.coding_book import rows_of
from memcon.pages.annotation.model import EVENT_VALUES, Refused

HEADS: Final = (
    "article", "decision", "quote", "kind",
    *("participants" if name == "others" else name for name in EVENT_VALUES),
    "note", "coder", "start", "end", "mention",
)  # fmt: skip
FREE: Final = frozenset({"note", "coder", "start", "end"})
"""Heads of columns that a sheet may do without."""
_NEEDED: Final = frozenset({"article", "decision", "quote", "kind"})
"""Those of which no row lacks the cells. Of others Excel leaves out the last of a row, empty in a block of rows."""
Row = tuple[str, Mapping[str, str]]
"""Where a row stands, and its cells by the head of their column: empty ones too, of columns that there are.

One that ends before `mention` has no such cell.
"""


class Unread(Refused):
    """A row of which nothing can be told, and so not of which article it is."""


def table_of(name: str, data: bytes) -> Iterator[Row | Refused]:
    """Yield the rows of a sheet; what is none is refused."""
    rows = rows_of(data) if data.startswith(b"PK") else _csv(data)
    heads: list[str] | None = None
    for number, row in rows:
        where = f"{name}:{number}"
        if isinstance(row, str):
            yield Unread(where, row)
        elif heads is None:
            heads = _heads(row)
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
            cells = {head: read_cell(cell) for head, cell in zip(heads, row, strict=False) if cell.strip()}
            filled = {head: cell if head == "date" else without_shown(cell) for head, cell in cells.items()}
            ended = {"mention"}.intersection(heads[len(row) :])
            yield where, {head: "" for head in heads if head not in ended} | filled


def _heads(row: Sequence[str]) -> list[str]:
    return [cell.strip().lower() for cell in row]


class _Lines:
    """The lines of a text, which tell how they ended."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.last = ""
        self.ended = False
        """Whether a line was asked for behind the last one."""

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines, "")
        if not line:
            self.ended = True
            raise StopIteration
        self.last = line
        return line


def _csv(data: bytes) -> Iterator[tuple[int, list[str] | str]]:
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        yield 1, f"it is no UTF-8 (byte {error.start}): save it as CSV UTF-8, or as a workbook"
        return
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    csv.field_size_limit(2**31 - 1)
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator)
    heads: list[str] = []
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield reader.line_num, f"it is no row: {error}"
            continue
        if row is None:
            return
        yield reader.line_num, _wrong(row, heads, lines) or row
        heads = heads or _heads(row)


def _wrong(row: Sequence[str], heads: Sequence[str], lines: _Lines) -> str:
    """Return why a row has more cells than the first one, lacks some, or has no end; empty where it is whole.

    What stands behind the last column, in a row with a mention in its place, is of no column and is left out.
    """
    if lines.ended:
        return "a quotation mark is opened in it and never closed: the file may have been cut"
    if not heads or not any(row):
        return ""
    told = f"it has {len(row)} cells, and the first row {len(heads)}"
    if any(cell.strip() for cell in row[len(heads) :]) and not _in_place(row, heads):
        return f"{told}: a cell with the separator in it has quotation marks around it"
    cut = not lines.last.endswith(("\n", "\r"))
    if not frozenset(HEADS if cut else _NEEDED).isdisjoint(heads[len(row) :]):
        return f"{told}: the file may have been cut; where a cell is empty, its separator stands all the same"
    return ""


def _in_place(row: Sequence[str], heads: Sequence[str]) -> bool:
    """Return whether a row has a mention of its article where it belongs: no cell before it is one too many."""
    cells = dict(zip(heads, map(read_cell, row), strict=False))
    article, mention = cells.get("article"), cells.get("mention", "")
    return bool(article) and mention.startswith(f"{article}#")
