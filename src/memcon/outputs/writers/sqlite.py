"""SQLite: a database of one table, and two that tell what its columns mean and how it was made.

It knows no lists and no days: several values stand in one cell, divided by `;`, and days are text as `2024-12-31`,
which its date functions take.
"""

import contextlib
import sqlite3
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

from memcon.outputs.tables.column import Cell, Column, Type
from memcon.outputs.writers.database import ABOUT, COLUMNS, made_beside, no_room, table_name, told
from memcon.outputs.writers.sheet import Sheet, flat

suffix: Final = ".sqlite"
text: Final = False
options: Final[Mapping[str, str]] = {}
_TYPES: Final[Mapping[Type, str]] = {
    "text": "TEXT", "texts": "TEXT", "integers": "TEXT", "day": "TEXT", "integer": "INTEGER", "boolean": "INTEGER",
    "number": "REAL",
}  # fmt: skip


def write(file: IO[bytes], sheet: Sheet, _: Mapping[str, str]) -> None:
    """Write the database.

    Raises:
        DiskError: there is no room for it where temporary files are made.
    """
    with made_beside(file, "made.sqlite") as path:
        try:
            with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as made:
                _fill(made, sheet)
        except sqlite3.OperationalError as error:
            raise no_room(path, error) from error


def _fill(made: sqlite3.Connection, sheet: Sheet) -> None:
    made.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN")
    columns = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in sheet.columns)
    made.execute(f'CREATE TABLE "{table_name(sheet)}" ({columns}) STRICT')
    put = f'INSERT INTO "{table_name(sheet)}" VALUES ({", ".join("?" * len(sheet.columns))})'  # noqa: S608  ours
    for batch in sheet.batches():
        turned = zip(sheet.columns, zip(*batch, strict=True), strict=True)
        made.executemany(put, zip(*(_cells(column, values) for column, values in turned), strict=True))
    meanings, about = told(sheet)
    made.execute(
        f'CREATE TABLE {COLUMNS} ("table" TEXT, "column" TEXT, type TEXT, label TEXT, description TEXT) STRICT'
    )
    made.executemany(f"INSERT INTO {COLUMNS} VALUES (?, ?, ?, ?, ?)", meanings)  # noqa: S608
    made.execute(f"CREATE TABLE {ABOUT} (name TEXT, value TEXT) STRICT")
    made.executemany(f"INSERT INTO {ABOUT} VALUES (?, ?)", about)  # noqa: S608
    made.execute("COMMIT")


def _cells(column: Column[Any], values: Sequence[Cell]) -> Sequence[Cell]:
    return flat(column, values)
