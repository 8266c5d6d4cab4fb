"""Excel (.xlsx, .xlsm): a row an article, of each sheet with a column of text; values as last computed."""

import itertools
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

from memcon.articles.formats.base import Content
from memcon.articles.formats.tables.columns import Columns
from memcon.errors import InputError
from memcon.records import Article, ArticleState

suffixes: Final = (".xlsx", ".xlsm")
_LARGEST: Final = 2 << 30
"""Bytes that a workbook may unpack to: all its words are kept in memory while it is read."""
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, SyntaxError, EOFError, LookupError, ValueError, TypeError, AttributeError,
    NotImplementedError, RuntimeError, OSError,
)  # fmt: skip
"""What openpyxl and the parsers below it raise for a damaged file: of XML that is none a SyntaxError."""
_ABOVE: Final = 10
"""Rows among which the header stands: exports have a title and a line or two above it."""


def recognises(head: bytes) -> bool:
    """Return whether a file begins as a ZIP that names a part of a workbook."""
    return head.startswith(b"PK\x03\x04") and b"xl/" in head


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield an article, or a failed state, for each row below a header; rows are counted over all sheets."""
    import openpyxl

    with content.file() as file:
        try:
            with zipfile.ZipFile(file) as packed:
                size = sum(part.file_size for part in packed.infolist())
            if size > _LARGEST:
                raise InputError(content.shown, "too_large", f"it unpacks to {size:,} bytes; save it as CSV")
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except _DAMAGE as error:
            raise _damaged(error, content) from None
        try:
            yield from _sheets(book.worksheets, content)
        finally:
            book.close()


def _sheets(sheets: Sequence[Any], content: Content) -> Iterator[Article | ArticleState]:
    numbers, without = itertools.count(1), None
    found = False
    for sheet in sheets:
        rows = _rows(sheet, content)
        try:
            header, columns = _header(rows, content)
        except InputError as error:
            without = without or error
            continue
        found = True
        for row in rows:
            if any(cell not in {None, ""} for cell in row):
                yield from columns.articles(dict(zip(header, row, strict=False)), content, next(numbers))
    if not found:
        raise without or InputError(content.shown, "empty_file", "the workbook has no sheet with rows")


def _rows(sheet: Any, content: Content) -> Iterator[Sequence[Any]]:  # noqa: ANN401  of openpyxl
    """Yield the rows of a sheet, which is read as they are asked for; InputError where it is damaged."""
    try:
        yield from sheet.iter_rows(values_only=True)
    except _DAMAGE as error:
        raise _damaged(error, content) from None


def _damaged(error: Exception, content: Content) -> InputError:
    hint = f"no workbook that can be read: {str(error)[:200]}; save it again, or as CSV"
    return InputError(content.shown, "damaged", hint)


def _header(rows: Iterator[Sequence[Any]], content: Content) -> tuple[list[str], Columns]:
    """Return the names of the columns: the first row that has one of text. InputError of the first row with words."""
    error: InputError | None = None
    for row in itertools.islice(rows, _ABOVE):
        header = ["" if cell is None else str(cell).strip() for cell in row]
        try:
            return header, Columns.of(header, content)
        except InputError as none:
            error = none if error is None and any(header) else error
    raise error or InputError(content.shown, "empty_file", "a sheet without rows")
