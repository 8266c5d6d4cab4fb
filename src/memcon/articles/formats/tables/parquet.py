"""Parquet: a row an article, read some rows at a time, and of the columns those alone that are needed."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from memcon.articles.formats.base import Content
from memcon.articles.formats.tables.columns import Columns
from memcon.articles.formats.tables.unpacking import Unpacking
from memcon.errors import InputError
from memcon.records import Article, ArticleState

if TYPE_CHECKING:
    import pyarrow as pa

suffixes: Final = (".parquet", ".pq")
_ROWS: Final = 64
"""Rows that are read at once: articles of a million characters in all of them still fit in memory."""
_NO_TIME: Final = (ArithmeticError, ValueError, LookupError, OSError)
"""What is raised for a time that Python has none for, or of a zone that nobody knows."""
_NANOSECONDS: Final = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}
"""In each unit of a time."""


def recognises(head: bytes) -> bool:
    """Return whether a file begins as Parquet does."""
    return head.startswith(b"PAR1")


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield an article, or a failed state, for each row."""
    import pyarrow as pa
    from pyarrow import parquet

    number = 0
    with content.file() as file:
        try:
            unpacking = Unpacking(file, content)
            table = parquet.ParquetFile(file)
            columns = Columns.of(table.schema_arrow.names, content)
            for batch in table.iter_batches(batch_size=_ROWS, columns=columns.named()):
                for row in _rows(batch):
                    number += 1
                    unpacking.row(row.values())
                    yield from columns.articles(row, content, number)
        except (pa.ArrowException, *_NO_TIME) as error:
            hint = f"after row {number}: {str(error).splitlines()[0][:200]}; write or fetch the file again"
            raise InputError(content.shown, "damaged", hint) from None
    if not number:
        raise InputError(content.shown, "empty_file", "the table has no row")


def _rows(batch: "pa.RecordBatch") -> list[dict[str, Any]]:
    """Return rows by name. A time that Python has none for is told in UTC without nanoseconds, or in words."""
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
    except _NO_TIME:
        columns = [[_value(cell) for cell in column] for column in batch.columns]
        rows = [dict(zip(batch.schema.names, cells, strict=True)) for cells in zip(*columns, strict=True)]
    return rows


def _value(cell: "pa.Scalar[Any]") -> Any:  # noqa: ANN401  whatever the column holds
    import pyarrow as pa

    try:
        return cell.as_py()
    except _NO_TIME:
        kind = cell.type
    if pa.types.is_timestamp(kind):
        begin = dt.datetime(1970, 1, 1, tzinfo=dt.UTC if kind.tz else None)
        with contextlib.suppress(OverflowError):
            since = dt.timedelta(microseconds=cell.value * _NANOSECONDS[kind.unit] // 1000)
            return (begin + since).isoformat()
    return f"a {kind} that no calendar has"
