"""One writer at a time in the folder of a run: what stands there is looked at and replaced by one, and others wait."""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from memcon.errors import LockedError

PATIENCE: Final = 60.0
"""Seconds for which another one is waited for: who writes a run is done in one, unless it asks its user something."""
_LOOK: Final = 0.02
"""Seconds between two looks whether the other one is done: a wait for the lock itself could not be interrupted."""
_held: ContextVar[frozenset[tuple[int, int]]] = ContextVar("_held", default=frozenset())


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other processes and threads from writing the run in `folder` meanwhile, and wait for one that does.

    The lock is on the folder itself: no file is left of it, and the kernel lets go of it however its holder ends. Who
    holds it may take it again. Where there is no such folder, or locks are not to be had, nothing is kept from anyone.

    Raises:
        LockedError: another one holds it for longer than `PATIENCE`.
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        yield
        return
    try:
        found = os.fstat(handle)
        which = (found.st_dev, found.st_ino)
        held = _held.get()
        if which not in held:
            _wait(handle, folder)
        token = _held.set(held | {which})
        try:
            yield
        finally:
            _held.reset(token)
    finally:
        os.close(handle)


def _wait(handle: int, folder: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > ends:
                raise LockedError(
                    f"{folder}: another process keeps it locked, and this run is not written there: end that one or,"
                    " where `flock` started this one, lock another file; then the same command pays for nothing anew"
                ) from None
            time.sleep(_LOOK)
        except OSError:  # this file system has none
            return
        else:
            return
