"""Parquet: typed columns, lists among them, by a schema that the table fixes; compressed with zstd."""

from collections.abc import Mapping
from itertools import islice
from typing import IO, Final

from memcon.outputs.writers import arrow
from memcon.outputs.writers.sheet import BATCH, Sheet

suffix: Final = ".parquet"
text: Final = False
options: Final[Mapping[str, str]] = {}
_GROUP: Final = 65536
"""Rows of a row group: a reader takes in one at a time."""


def write(file: IO[bytes], sheet: Sheet, _: Mapping[str, str]) -> None:
    """Write the rows, a row group at a time."""
    import pyarrow as pa
    from pyarrow import parquet

    shape = arrow.schema(sheet)
    batches = arrow.batches(sheet, shape)
    with parquet.ParquetWriter(file, shape, compression="zstd") as writer:
        while group := list(islice(batches, _GROUP // BATCH)):
            writer.write_table(pa.Table.from_batches(group))
