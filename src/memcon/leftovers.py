"""Temporary files that a killed process left beside what it was writing: told from those in use by a lock, and removed.

The kernel lets go of a lock however its holder ends. Where locks are not to be had nothing is removed.
"""

import contextlib
import fcntl
import os
import re
from pathlib import Path
from typing import Final

_OURS: Final = re.compile(r"\.[0-9a-f]{12}\.tmp\Z")


def hold(file: int) -> None:
    """Mark an open temporary file as in use until it is closed."""
    with contextlib.suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sweep(path: Path) -> None:
    """Remove what killed processes have left of writing `path`: files of its name that no process holds."""
    start = f".{path.name[:200]}."
    with contextlib.suppress(OSError):
        for name in os.listdir(path.parent):  # noqa: PTH208  names alone, of a folder that may hold many
            if name.startswith(start) and _OURS.fullmatch(name[len(start) - 1 :]):
                _remove(path.with_name(name))


def _remove(leftover: Path) -> None:
    with contextlib.suppress(OSError):  # in use, gone, or not ours to remove
        file = os.open(leftover, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            leftover.unlink()
        finally:
            os.close(file)
