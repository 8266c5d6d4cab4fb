"""Excel (.xlsx, .xlsm): a row an article, of each sheet with a column of text; values as last computed."""

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from memcon.articles.formats.base import Blanks, Content, all_blank, failed
from memcon.articles.formats.cells import is_blank
from memcon.articles.formats.packed import DAMAGE
from memcon.articles.formats.tables.columns import TWICE, Columns
from memcon.articles.formats.tables.unpacking import Unpacking
from memcon.articles.formats.tables.workbook import open_workbook
from memcon.errors import InputError
from memcon.records import Article, ArticleState

suffixes: Final = (".xlsx", ".xlsm")
_WIDEST: Final = 2000
"""Columns of a header: each row is as wide, whatever is in it."""
_NO_SIGNS: Final = re.compile(r'"[^"]{0,99}"|\[[^\]]{0,99}\]|\\.')
"""Of a format of numbers: what stands for itself, or for a language."""
_ABOVE: Final = 10
"""Rows among which the header stands: exports have a title and a line or two above it."""


def recognises(head: bytes) -> bool:
    """Return whether a file begins as a ZIP that names a part of a workbook."""
    return head.startswith(b"PK\x03\x04") and b"xl/" in head


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield an article, or a failed state, for each row below a header; rows are counted over all sheets."""
    with content.file() as file:
        try:
            unpacking = Unpacking(file, content)
            book = open_workbook(file, content.shown, computed=True)
        except DAMAGE as error:
            raise _damaged(error, content) from None
        try:
            yield from _sheets(book.worksheets, content, unpacking)
        finally:
            book.close()


def _sheets(sheets: Sequence[Any], content: Content, unpacking: Unpacking) -> Iterator[Article | ArticleState]:
    numbers, without, blanks = itertools.count(1), None, Blanks()
    found = False
    for sheet in sheets:
        try:
            at, header, columns = _header(sheet, content)
        except InputError as error:
            if error.reason == TWICE:  # it is a table of articles, and no sheet of something else
                found = True
                yield failed(error)
            without = without or error
            continue
        found = True
        for row in _rows(sheet, content, min_row=at + 1, max_col=len(header)):
            blank = all(map(is_blank, row))
            if blanks.are_too_many(blank, not blank):
                yield all_blank(content.shown)
                return
            if not blank:
                unpacking.row(row)
                yield from columns.articles(dict(zip(header, row, strict=False)), content, next(numbers))
    if not found:
        raise without or InputError(content.shown, "empty_file", "the workbook has no sheet with rows")


def _rows(sheet: Any, content: Content, **which: int) -> Iterator[Sequence[Any]]:  # noqa: ANN401  of openpyxl
    """Yield rows of a sheet, which is read as they are asked for; InputError where it is damaged.

    None is wider than its last cell, or than `which` says, whatever the sheet tells of its size.
    """
    try:
        sheet.reset_dimensions()
        for row in sheet.iter_rows(**which):
            yield tuple(map(_value, row))
    except DAMAGE as error:
        raise _damaged(error, content) from None


def _value(cell: Any) -> Any:  # noqa: ANN401  of openpyxl
    """Return the value of a cell; of a month, of which spreadsheets make its first day, the month alone."""
    value = cell.value
    if isinstance(value, dt.date) and value.day == 1 and shows_a_month(cell.number_format):
        return value.isoformat()[:7]
    return value


def shows_a_month(format_: str) -> bool:
    """Return whether a format of numbers shows a day as its month alone, `Apr-24`."""
    signs = _NO_SIGNS.sub("", format_.lower())
    return "m" in signs and "y" in signs and "d" not in signs


def _damaged(error: Exception, content: Content) -> InputError:
    hint = f"no workbook that can be read: {str(error)[:200]}; save it again, or as CSV"
    return InputError(content.shown, "damaged", hint)


def _header(sheet: Any, content: Content) -> tuple[int, list[str], Columns]:  # noqa: ANN401  of openpyxl
    """Return the number and the names of the first row that names a column of text.

    Raises:
        InputError: none of the first rows does, of the first one with words; it has too many columns, or one twice.
    """
    error: InputError | None = None
    for at, row in enumerate(itertools.islice(_rows(sheet, content), _ABOVE), 1):
        header = ["" if cell is None else str(cell).strip() for cell in row]
        while header and not header[-1]:
            header.pop()
        try:
            found = Columns.of(header, content)
        except InputError as none:
            if none.reason == TWICE:
                raise
            error = none if error is None and any(header) else error
            continue
        if len(header) > _WIDEST:
            raise InputError(content.shown, "too_large", f"{len(header):,} columns; save it as CSV")
        return at, header, found
    raise error or InputError(content.shown, "empty_file", "a sheet without rows")
