"""A sheet to code in a spreadsheet: a row an event and article, as CSV or for Excel. Each coder gets a copy.

`decision` is accept or reject, or empty where nobody looked; cells that are changed are edits; a new row is an event
that was missed: its article, words copied from it, kind, variant and countries. Rows may be sorted, and left out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any, Final

from memcon.errors import UsageError, check_extra
from memcon.outputs.tables.column import Column, Table
from memcon.outputs.writers import csv, excel
from memcon.outputs.writers.sheet import Sheet
from memcon.pages.annotation.cells import cells_of
from memcon.pages.annotation.formats.base import Holds
from memcon.pages.annotation.formats.coding_rows import documents
from memcon.pages.annotation.formats.coding_table import HEADS, table_of
from memcon.pages.annotation.model import EVENT_KINDS, STATUSES, Annotation, Document, Piece, Refused

suffix: Final = ".csv"
text: Final = False
holds: Final = Holds(relations=False, complete=False, text=False)
lost: Final = (
    "ties between events, so that none are merged or split; the article, and where in it names, dates and places stand;"
    " line breaks in values that are changed"
)
parts: Final[Mapping[str, str]] = {"excel": "a workbook of Excel (.xlsx) instead of CSV"}
Subject = tuple[Document, Annotation, Mapping[str, str]]
"""An event in an article, and its cells."""


def write(written: Iterable[Document], file: IO[bytes], part: str) -> Iterator[Piece]:
    """Write the rows, as CSV or as a workbook."""
    rows = (
        tuple(column.of(subject) for column in _TABLE.columns)
        for document in written
        for one in document.annotations
        for subject in [(document, one, cells_of(one, document))]
    )
    sheet = Sheet(_TABLE, rows, {})
    if part == "excel":
        check_extra("tables", "Excel", "xlsxwriter", "openpyxl")
        excel.write(file, sheet, {})
    else:
        file.write("\ufeff".encode())  # without it Excel takes UTF-8 for the code page of its machine
        csv.write(file, sheet, {})
    yield from (Refused("sheet", note) for note in sheet.notes)


def read(files: Mapping[str, bytes]) -> Iterator[Piece]:
    """Yield the documents of sheets: of each coder of an article one."""
    for name in sorted(files):
        yield from documents(name, table_of(name, files[name]))


def _cell(name: str) -> Callable[[Subject], str]:
    return lambda subject: subject[2]["others" if name == "participants" else name]


def _words(subject: Subject) -> str:
    document, one, _ = subject
    return document.text[one.start : one.end]


_OF: Final[Mapping[str, Callable[[Subject], Any]]] = {
    "article": lambda subject: subject[0].article, "quote": _words, "kind": lambda subject: subject[1].kind,
    "start": lambda subject: subject[1].start, "end": lambda subject: subject[1].end,
    "mention": lambda subject: subject[1].mention,
    "decision": lambda _: None, "coder": lambda _: None, "note": lambda _: None,
}  # fmt: skip
_SAYS: Final[Mapping[str, str]] = {
    "decision": "accept or reject; empty where you did not look", "coder": "your name, where one sheet has several",
    "kind": ", ".join(EVENT_KINDS), "status": ", ".join(STATUSES), "quote": "words of the article that tell the event",
    "participants": "NAME | TITLE | COUNTRY | ROLE, divided by ;", "mention": "what the row is of: leave it as it is",
}  # fmt: skip


def _no_rows(*_: object) -> Iterable[Subject]:
    raise UsageError("a sheet to code in is made by memcon export --format coding-sheet")


_TABLE: Final = Table(
    name="coding",
    row="One row an event and article.",
    columns=tuple(
        Column[Subject](
            name, "integer" if name in {"start", "end"} else "text", _SAYS.get(name, name), _OF.get(name, _cell(name)),
            free=name not in {"start", "end"},
        )
        for name in HEADS
    ),
    key=("article", "mention"),
    subjects=_no_rows,
)  # fmt: skip
