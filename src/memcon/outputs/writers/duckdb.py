"""DuckDB: a database of one typed table, and two that tell what its columns mean and how it was made."""

from collections.abc import Mapping
from itertools import islice
from typing import IO, TYPE_CHECKING, Final

from memcon.outputs.tables.column import Type
from memcon.outputs.writers import arrow
from memcon.outputs.writers.database import ABOUT, COLUMNS, made_beside, no_room, table_name, told
from memcon.outputs.writers.sheet import BATCH, Sheet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

suffix: Final = ".duckdb"
text: Final = False
options: Final[Mapping[str, str]] = {}
_TYPES: Final[Mapping[Type, str]] = {
    "text": "VARCHAR", "texts": "VARCHAR[]", "integer": "BIGINT", "integers": "BIGINT[]", "number": "DOUBLE",
    "boolean": "BOOLEAN", "day": "DATE",
}  # fmt: skip
_GROUP: Final = 65536


def write(file: IO[bytes], sheet: Sheet, _: Mapping[str, str]) -> None:
    """Write the database.

    Raises:
        DiskError: there is no room for it where temporary files are made.
    """
    import duckdb

    with made_beside(file, "made.duckdb") as path:
        try:
            with duckdb.connect(str(path), config={"memory_limit": "256MB", "threads": 2}) as made:
                _fill(made, sheet)
                made.execute("CHECKPOINT")  # where it is left to the end, what fails is told nobody
        except (
            duckdb.IOException, duckdb.TransactionException, duckdb.FatalException, duckdb.InternalException,
            duckdb.OutOfMemoryException,
        ) as error:  # fmt: skip
            raise no_room(path, error) from error
        if path.with_name(f"{path.name}.wal").exists():
            raise no_room(path, OSError("not all of it has its place"))


def _fill(made: "DuckDBPyConnection", sheet: Sheet) -> None:
    import pyarrow as pa

    of = table_name(sheet)
    columns = ", ".join(
        f'"{column.name}" {_TYPES[column.type]}{" NOT NULL" if column.required else ""}' for column in sheet.columns
    )
    made.execute(f'CREATE TABLE "{of}" ({columns})')
    batches = arrow.batches(sheet, arrow.schema(sheet))
    while group := list(islice(batches, _GROUP // BATCH)):
        made.register("batch", pa.Table.from_batches(group))
        made.execute(f'INSERT INTO "{of}" SELECT * FROM batch')  # noqa: S608  names are ours
        made.unregister("batch")
    for column in sheet.columns:
        meaning = column.meaning.replace("'", "''")
        made.execute(f'COMMENT ON COLUMN "{of}"."{column.name}" IS \'{meaning}\'')
    meanings, about = told(sheet)
    made.execute(
        f'CREATE TABLE {COLUMNS} ("table" VARCHAR, "column" VARCHAR, type VARCHAR, label VARCHAR, description VARCHAR)'
    )
    made.executemany(f"INSERT INTO {COLUMNS} VALUES (?, ?, ?, ?, ?)", meanings)  # noqa: S608
    made.execute(f"CREATE TABLE {ABOUT} (name VARCHAR, value VARCHAR)")
    if about:
        made.executemany(f"INSERT INTO {ABOUT} VALUES (?, ?)", about)  # noqa: S608
