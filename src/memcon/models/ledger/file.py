"""The ledger's file: its tables and version, the lock beside it, and what SQLite and the disk refuse as our errors.

It is local: SQLite's write-ahead log does not work over NFS. One writer at a time holds the lock; readers need none.
"""

import contextlib
import errno
import fcntl
import os
import socket
import sqlite3
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from memcon.errors import DataError, DiskError, LockedError, MemconError

SCHEMA_VERSION: Final = 1
APPLICATION_ID: Final = 0x6D656D63  # "memc", so that another program's database is not taken for a ledger

SCHEMA: Final = f"""
BEGIN IMMEDIATE;
CREATE TABLE questions(
    key TEXT PRIMARY KEY,      -- SHA-256 of endpoint label and canonical body
    endpoint TEXT NOT NULL,
    model TEXT NOT NULL,
    body BLOB NOT NULL         -- canonical JSON, zlib
);
CREATE TABLE attempts(
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL REFERENCES questions(key),
    run TEXT NOT NULL,         -- one for each time the ledger was opened for writing
    state TEXT NOT NULL CHECK (state IN ('sent', 'done', 'failed', 'lost')),  -- lost: sent, and no answer came
    sent REAL NOT NULL,        -- seconds since the epoch
    finished REAL,
    status INTEGER,            -- HTTP
    kind TEXT,                 -- of the failure
    detail TEXT,
    retry_after REAL,
    model TEXT,                -- as the answer names it
    prompt_tokens INTEGER, completion_tokens INTEGER, cached_tokens INTEGER,  -- null: the answer does not say
    body BLOB                  -- of the answer, as received, zlib
);
CREATE INDEX attempts_by_key ON attempts(key);
CREATE UNIQUE INDEX one_answer ON attempts(key) WHERE state = 'done';
CREATE INDEX attempts_open ON attempts(id) WHERE state = 'sent';
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""


def is_new(path: Path) -> bool:
    """Return whether there is no ledger at `path` yet, or one that was killed before it held anything."""
    log = path.with_name(path.name + "-wal")
    return not any(file.exists() and file.stat().st_size for file in (path, log))


def make_folder(folder: Path) -> None:
    """Create `folder`; in a new one, a `.gitignore` keeps articles and answers out of the user's repository."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="ascii")


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock beside `path`. The kernel lets go of it however the process ends; the file itself stays."""
    with translated(path):
        lock = path.with_name(path.name + ".lock").open("a+b", buffering=0)  # closing has nothing left to write
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().decode("utf-8", "replace").strip() or "another process"
            raise LockedError(f"{path}: held by {holder}: wait for it, or give this run its own --ledger") from None
        holder = f"process {os.getpid()} on {socket.gethostname()} since {time.strftime('%Y-%m-%d %H:%M:%S')}\n"
        with translated(path):
            lock.truncate(0)
            lock.write(holder.encode())
        yield


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open the file in a `mode` of SQLite's: `ro`, or `rwc`, which creates it. Any thread may use the connection."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False, timeout=30
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def check_version(connection: sqlite3.Connection, path: Path) -> None:
    """Raise DataError unless this is a ledger, and of a version that we read."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise DataError(f"{path}: an SQLite file, but not a ledger of memcon: give another --ledger")
    if version > SCHEMA_VERSION:
        raise DataError(f"{path}: written by a newer memcon (version {version} of the ledger): update memcon")


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Map what SQLite, zlib and the file system raise to our errors."""
    try:
        yield
    except (MemconError, sqlite3.ProgrammingError):  # the second is a bug of ours, as a query after the end
        raise
    except (sqlite3.OperationalError, OSError) as error:
        full = "full" in str(error) or (isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT})
        hint = "the disk is full: make room, and the same command goes on" if full else str(error)
        raise DiskError(f"{path}: the ledger cannot be read or written: {hint}; what is paid is kept") from None
    except (sqlite3.DatabaseError, zlib.error) as error:
        raise DataError(
            f"{path}: the ledger is damaged ({error}). `memcon ledger recover {path} --to NEW` saves what can"
            " be read, and leaves this file as it is"
        ) from None


def inflated(body: bytes) -> bytes | None:
    """Return a stored body as it was received, None when its bytes are damaged."""
    try:
        return zlib.decompress(body)
    except (zlib.error, TypeError):
        return None
