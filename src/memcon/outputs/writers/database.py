"""What the files of SQLite and DuckDB share: they are made beside, and hold two tables of what they hold."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from memcon.errors import DiskError
from memcon.outputs.writers.sheet import Sheet

COLUMNS: Final = "memcon_columns"
"""The table of what each column means: table, column, type, label, description."""
ABOUT: Final = "memcon_about"
"""The table of how the file was made: name, value."""


@contextlib.contextmanager
def made_beside(file: IO[bytes], name: str) -> Iterator[Path]:
    """Give a path for a database to be made at, whose bytes go into `file` when the block ends."""
    with tempfile.TemporaryDirectory(prefix="memcon-export-") as folder:
        path = Path(folder) / name
        yield path
        with path.open("rb") as made:
            shutil.copyfileobj(made, file, 1 << 20)


def no_room(path: Path, error: Exception) -> DiskError:
    """Return the error of a database that cannot be written at `path`."""
    told = str(error).replace("\n", " ")
    return DiskError(
        f"{str(path)!r} cannot be written: {told}; its disk is full, or takes no more of a file than a limit allows"
        " (`ulimit -f`); TMPDIR names another folder"
    )


def in_database(table: str) -> str:
    """Return the name of a table in a database: no dash, which would need quotes in every query."""
    return table.replace("-", "_")


def table_name(sheet: Sheet) -> str:
    """Return the name of the table of rows."""
    return in_database(sheet.table.name)


def told(sheet: Sheet) -> tuple[list[tuple[str, ...]], list[tuple[str, str]]]:
    """Return the rows of `COLUMNS` and of `ABOUT`."""
    of = table_name(sheet)
    columns: list[tuple[str, ...]] = [
        (of, column.name, column.type, column.label, column.description) for column in sheet.columns
    ]
    return columns, list(sheet.about.items())
