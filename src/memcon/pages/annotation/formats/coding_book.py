"""The rows of a coding sheet that was saved as a workbook of Excel, read one after the other in bounded room."""

import datetime as dt
import io
import itertools
from collections.abc import Iterator
from typing import Any, Final

from memcon.articles.formats.tables.excel import shows_a_month
from memcon.articles.formats.tables.workbook import open_workbook
from memcon.errors import InputError, check_extra
from memcon.outputs.writers.excel import read_text
from memcon.pages.annotation.cells import AS_DAY, AS_MONTH

MOST: Final = 2**28
"""Bytes of a workbook, unpacked."""
_WIDEST: Final = 500
"""Columns of the first row: each row is as wide, whatever is in it."""
_ROWS: Final = 1_048_576


def rows_of(data: bytes) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the number and the cells of each row that has any; why there are no more, in words, instead of cells.

    No row is wider than the first one. Lack of memory is the machine's, and is no fault of the file.
    """
    check_extra("tables", "Excel", "openpyxl")
    number = 0
    try:
        page = open_workbook(io.BytesIO(data), "", computed=True, most=MOST).worksheets[0]
        page.reset_dimensions()  # which would make each row as wide as it tells
        heads = [_cell(cell) for row in page.iter_rows(max_row=1) for cell in row]
        while heads and not heads[-1]:
            heads.pop()
        if len(heads) > _WIDEST:
            yield 1, f"its first row has {len(heads):,} columns, and the most that is read is {_WIDEST:,}"
            return
        yield 1, heads
        rows = page.iter_rows(min_row=2, max_col=max(len(heads), 1))
        for number, row in enumerate(itertools.islice(rows, _ROWS), start=2):
            if any(cell.value is not None for cell in row):
                yield number, list(map(_cell, row))
    except MemoryError:
        raise
    except InputError as error:
        yield number + 1, error.hint
    except Exception as error:  # noqa: BLE001  of a library, for bytes of others: they have no common ancestor
        why = f"{type(error).__name__}: {str(error)[:200]}"
        yield number + 1, f"it is no workbook that can be read{' from here on' if number else ''}: {why}"


def _cell(cell: Any) -> str:  # noqa: ANN401  of openpyxl
    """Return a cell as text: a day as `2024-04-29`, with how it is shown; a whole number without a point."""
    value = cell.value
    if isinstance(value, dt.date):
        return value.isoformat()[:10] + (AS_MONTH if shows_a_month(cell.number_format) else AS_DAY)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else read_text(str(value))
