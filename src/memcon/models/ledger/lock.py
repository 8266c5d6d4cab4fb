"""The lock beside a ledger: one writer at a time holds it, and the file itself, by whatever name it was reached.

Readers need none.
"""

import contextlib
import errno
import fcntl
import os
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from memcon.errors import DataError, DiskError, LockedError, UsageError
from memcon.models.ledger.file import check_log, check_own, open_own, translated

_LONGEST_LOCK: Final = 1000
_OF_A_LOCK: Final = re.compile(r"process \d+ on [^\n]* since [\d :-]*\n?|process \d*(?: [^\n]*)?")
"""Its line, or the beginning that a crash left of it."""


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock beside `path`, and `path`. The kernel lets go of both however the process ends; the files stay.

    Raises:
        LockedError: another process holds it.
        UsageError: what has the lock's name is something else.
        DataError: its main file is gone, and its log is not.
        DiskError: a file cannot be made, or is not ours to write.
    """
    with translated(path), contextlib.ExitStack() as stack:
        lock = stack.enter_context(open_own(path.with_name(path.name + ".lock")))
        there = _line_of(lock, path)
        file = stack.enter_context(open_own(path))  # closed once SQLite has closed it, which would let go of its locks
        held = stack.pop_all()
    with held:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = there.strip() or "another process"
            raise LockedError(f"{path}: held by {holder}: wait for it, or give this run its own --ledger") from None
        holder = f"process {os.getpid()} on {socket.gethostname()} since {time.strftime('%Y-%m-%d %H:%M:%S')}\n"
        with translated(path):
            lock.truncate(0)
            lock.seek(0)
            lock.write(holder.encode())
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockedError(f"{path}: another process holds this very file under another name") from None
        check_log(path)
        yield


@contextlib.contextmanager
def without_new_lock(path: Path) -> Iterator[None]:
    """Remove the lock beside `path` where it was made within, for what turned out to be no ledger that can be written.

    Who opened the lock meanwhile has it under no name; that file and ledger are one another's is held by `path` too.
    """
    lock = path.with_name(path.name + ".lock")
    there = os.path.lexists(lock)
    try:
        yield
    except (DataError, DiskError):
        if not there:
            with contextlib.suppress(OSError):
                lock.unlink()
        raise


def check_writable(path: Path) -> None:
    """Raise DiskError or UsageError where a run could not write a ledger at `path`. Nothing is made."""
    path = Path(os.path.realpath(path))
    with translated(path):
        for own in (path, path.with_name(path.name + ".lock")):
            with contextlib.suppress(FileNotFoundError):
                check_own(own, own.lstat())
                _check_access(own, os.W_OK)
        with contextlib.suppress(FileNotFoundError, PermissionError), own.open("rb") as lock:
            _line_of(lock, path)
        _check_access(next(above for above in path.parents if above.exists()), os.W_OK | os.X_OK)


def _check_access(path: Path, mode: int) -> None:
    if not os.access(path, mode):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _line_of(lock: BinaryIO, path: Path) -> str:
    """Return what the lock beside `path` says of who holds it; empty where nobody wrote it yet.

    Raises:
        UsageError: it is another file, as a ledger of that name or `uv.lock`, which a line of ours would take away.
    """
    line = lock.read(_LONGEST_LOCK + 1).decode("utf-8", "replace").strip("\0")  # a power cut may leave such
    is_ours = "process ".startswith(line) or (len(line) <= _LONGEST_LOCK and _OF_A_LOCK.fullmatch(line))
    if not is_ours:
        name = path.name + ".lock"
        raise UsageError(
            f"{path}: its lock would be {name!r}, and that is another file: name another --ledger, or remove it"
        )
    return line
