"""Whether a database is a ledger: of our version, and with our tables and indexes alone, made as we make them.

A file of somebody else may have a view without an end, a trigger, a column that is worked out from others, an index or
a check that takes hours: what is in the way of reading it would be run by whoever opens it.
"""

import contextlib
import functools
import re
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from memcon.errors import DataError
from memcon.models.ledger.batch_tables import TABLES
from memcon.models.ledger.file import APPLICATION_ID, SCHEMA, SCHEMA_VERSION

LESSONS: Final = """CREATE TABLE IF NOT EXISTS lessons(
    endpoint TEXT NOT NULL,
    model TEXT NOT NULL,
    field TEXT NOT NULL,       -- of `takes.Takes`
    value TEXT NOT NULL,       -- JSON
    said TEXT NOT NULL,        -- in words
    run TEXT NOT NULL,
    learned REAL NOT NULL      -- seconds since the epoch
)"""
_KINDS: Final = {"view": "a view, as", "trigger": "a trigger, as", "index": "an index such as"}
_NO_WORDS: Final = re.compile(r"--[^\n]*+|\s++")
_OF_SQLITE: Final = {"sqlite_stat1": "CREATETABLEsqlite_stat1(tbl,idx,stat)"}
"""Its own table, where somebody has had it `ANALYZE`."""


def check_version(connection: sqlite3.Connection, path: Path) -> None:
    """Raise DataError unless this is a ledger, and of a version that we read."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise DataError(f"{path}: an SQLite file, but not a ledger of memcon: give another --ledger")
    if version < 1:
        raise DataError(f"{path}: it says version {version} of the ledger, which there is none of: it is damaged")
    if version > SCHEMA_VERSION:
        raise DataError(f"{path}: written by a newer memcon (version {version} of the ledger): update memcon")
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type DESC"):
        if sql is not None and _plain(sql) != _ours().get(name):  # the index of a key has none
            told = f"{_KINDS.get(kind, 'a table such as')} {name!r}"
            raise DataError(
                f"{path}: no ledger of memcon has {told}: give another --ledger, or save what is sound in this one with"
                f" `memcon ledger recover {path} --to NEW`"
            )


@functools.cache
def _ours() -> Mapping[str, str]:
    """Return how every table and index that a ledger may have is made, by its name."""
    found = _of_a_new_one("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {name: _plain(sql) for name, sql in found} | _OF_SQLITE


@functools.cache
def columns_of(table: str) -> tuple[tuple[str, bool], ...]:
    """Return the type of each column of a table of ours, and whether it may be null."""
    return tuple(_of_a_new_one('SELECT type, NOT "notnull" AND NOT pk FROM pragma_table_info(?)', table))


def _of_a_new_one(sql: str, *values: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(":memory:")) as made:
        made.executescript(f"{SCHEMA}; {'; '.join(TABLES)}; {LESSONS}")
        return made.execute(sql, values).fetchall()


def _plain(sql: object) -> str:
    """Return a statement without comments and white space."""
    return _NO_WORDS.sub("", str(sql))
