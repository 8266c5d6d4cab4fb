"""The ledger's file: its tables and version, and what SQLite and the disk refuse as our errors.

It is local: SQLite's write-ahead log does not work over NFS. What is made here is its owner's alone.
"""

import contextlib
import errno
import os
import sqlite3
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from memcon.errors import DataError, DiskError, LockedError, MemconError, UsageError, reason_of

SCHEMA_VERSION: Final = 1
APPLICATION_ID: Final = 0x6D656D63  # "memc", so that another program's database is not taken for a ledger

MOST_BODY: Final = 1 << 28
"""Bytes of a stored question or answer, unpacked; an answer as it comes may have an eighth of it."""

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


def check_kind(path: Path) -> None:
    """Raise UsageError where something is at `path` that is no file."""
    if path.exists() and not path.is_file():
        raise UsageError(f"{str(path)!r} is no ledger, but a pipe, a device or a socket: name the ledger's file")


def open_own(path: Path) -> BinaryIO:
    """Open a file of ours to write, made where there is none. No link is followed, and nothing but a file is taken."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    except OSError as error:
        if error.errno == errno.ELOOP:
            check_own(path, path.lstat())
        raise
    try:
        check_own(path, os.fstat(handle))
    except DiskError:
        os.close(handle)
        raise
    return os.fdopen(handle, "r+b", buffering=0)  # closing has nothing left to write


def check_own(path: Path, found: os.stat_result) -> None:
    """Raise DiskError for all but a file with one name."""
    if stat.S_ISLNK(found.st_mode):
        raise DiskError(f"{path}: a symbolic link, and so not ours to write: remove it")
    if not stat.S_ISREG(found.st_mode):
        raise DiskError(
            f"{path}: no file that can be written to, but a pipe, a device or a folder: name another ledger"
        )
    if found.st_nlink > 1:
        raise DiskError(
            f"{path}: has {found.st_nlink} names (hard links), and what is written under one of them is lost to the"
            " others: make a copy that is a file of its own"
        )


def check_log(path: Path) -> None:
    """Raise DataError where SQLite would take the file for new, and throw away a log that holds answers."""
    log = path.with_name(path.name + "-wal")
    if not (path.exists() and path.stat().st_size) and log.exists() and log.stat().st_size:
        raise DataError(
            f"{path}: its main file is gone or empty, and {log.name} beside it may hold paid answers:"
            f" `memcon ledger recover {path} --to NEW` saves them"
        )


def _check_beside(path: Path) -> None:
    """Raise unless SQLite may use what lies beside the file: it follows links there, and obeys a journal of anybody.

    Raises:
        DataError: there is a rollback journal, by which it would change the file, and remove others.
        DiskError: its log is no file of its own.
    """
    for end in ("-wal", "-shm"):
        log = path.with_name(path.name + end)
        with contextlib.suppress(FileNotFoundError):
            check_own(log, log.lstat())
    journal = path.with_name(path.name + "-journal")
    if os.path.lexists(journal):
        raise DataError(
            f"{path}: {journal.name} beside it is no file of memcon's, and SQLite would change the ledger by it and"
            f" remove what it names. `memcon ledger recover {path} --to NEW` saves what is sound without it; or move it"
            " away where no other program has the ledger open"
        )


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open the file in a `mode` of SQLite's: `ro`, or `rwc`, which creates it. Any thread may use the connection.

    Raises:
        DataError: there is a rollback journal beside it.
        DiskError: its log is no file of its own.
    """
    _check_beside(path)
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False, timeout=30
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Map what SQLite, zlib and the file system raise to our errors."""
    try:
        yield
    except (MemconError, sqlite3.ProgrammingError):  # the second is a bug of ours, as a query after the end
        raise
    except (sqlite3.DatabaseError, OSError, zlib.error, UnicodeDecodeError) as error:  # the last: a name in it
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_NOTADB:
            raise DataError(
                f"{path}: no ledger, or one whose beginning is damaged: give another --ledger, or save what can be read"
                f" of this one with `memcon ledger recover {path} --to NEW`"
            ) from None
        if not _is_of_the_disk(error):
            raise DataError(
                f"{path}: the ledger is damaged ({error}). `memcon ledger recover {path} --to NEW` saves what can"
                " be read, and leaves this file as it is"
            ) from None
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise LockedError(
                f"{path}: another program has the ledger open and lets nobody in: close it and try again"
            ) from None
        hint = _FULL if _is_full(error) else _why(error, path)
        raise DiskError(f"{path}: the ledger cannot be read or written: {hint}{KEPT}") from None


KEPT: Final = "; what is paid is kept"
_OF_THE_DISK: Final = {
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_NOLFS,
}  # fmt: skip
"""SQLite's codes for what lies outside the file's content."""


def _is_of_the_disk(error: Exception) -> bool:
    """Return whether the file may be sound, and cannot be read or written now. A file cut short is damage."""
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(error, OSError) or code is None:
        return isinstance(error, OSError)
    return code & 0xFF in _OF_THE_DISK and code != sqlite3.SQLITE_IOERR_SHORT_READ


_FULL: Final = "the disk is full: make room, and the same command goes on"
_NO_MORE: Final = (
    "its disk is full, or takes no more of a file than a limit (`ulimit -f`) allows: make room, or raise the limit, and"
    " the same command goes on"
)
_GROWING: Final = {
    sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP,
}  # fmt: skip
"""SQLite's codes for a file that takes no more."""


def _why(error: Exception, path: Path) -> str:
    """Return in words why the system refuses a ledger."""
    if isinstance(error, OSError):
        return reason_of(error)
    code = getattr(error, "sqlite_errorcode", 0)
    if code in _GROWING:
        return _NO_MORE
    if code & 0xFF == sqlite3.SQLITE_CANTOPEN and path.is_file() and not os.access(path.parent, os.W_OK):
        return (
            f"{error}; SQLite makes a file beside it also to read it, and its folder or file system is for reading"
            " only: copy the ledger, with its -wal, to where it may be written"
        )
    return str(error)


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL


def unpacked(body: bytes) -> bytes:
    """Return a stored body as it was received; raises zlib.error where it is damaged, or has no end."""
    opened = zlib.decompressobj()
    data = opened.decompress(body, MOST_BODY)
    if not opened.eof:
        raise zlib.error("a body is cut" if len(data) < MOST_BODY else f"a body of more than {MOST_BODY:,} bytes")
    return data


def inflated(body: bytes) -> bytes | None:
    """Return a stored body as it was received, None when its bytes are damaged."""
    try:
        return unpacked(body)
    except (zlib.error, TypeError):
        return None
