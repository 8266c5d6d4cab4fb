"""How a ledger is begun, so that it is whole or nothing at any moment, and no rollback journal ever lies beside it.

First one page is written which says whose file it is; all else goes through the write-ahead log. A file that was killed
before its tables were in it is so told from one that lost its log, and with it answers.
"""

import sqlite3
from pathlib import Path
from typing import Final

from memcon.errors import DataError
from memcon.models.ledger.file import APPLICATION_ID, SCHEMA
from memcon.models.ledger.own import check_version

_PAGE: Final = 4096


def begin(writer: sqlite3.Connection, path: Path) -> None:
    """Give a new ledger its tables, or check those of an old one. It is then written through its log, forced to disk.

    Raises:
        DataError: it is none of ours, or lost its tables.
    """
    new = is_begun(writer)
    if new or _is_empty(writer):
        if path.stat().st_size and not new:
            raise DataError(
                f"{path}: holds no table. It is no ledger, or the main file of one without its log ({path.name}-wal):"
                " bring the log beside it, or name another --ledger"
            )
        writer.executescript(f"PRAGMA journal_mode = MEMORY; PRAGMA application_id = {APPLICATION_ID}")
        _use_log(writer)
        writer.executescript(SCHEMA)
    check_version(writer, path)
    _use_log(writer)
    if path.stat().st_size <= _PAGE:  # its tables are still in the log alone
        writer.execute("PRAGMA wal_checkpoint")


def is_begun(connection: sqlite3.Connection) -> bool:
    """Return whether the file was killed before its tables were in it. It never held an answer."""
    (application,), (version,) = (
        connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
    )
    return (application, version) == (APPLICATION_ID, 0) and _is_empty(connection)


def _use_log(writer: sqlite3.Connection) -> None:
    if writer.execute("PRAGMA journal_mode").fetchone() != ("wal",):  # that word goes into one page
        writer.execute("PRAGMA journal_mode = MEMORY")
    writer.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")


def _is_empty(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,))
