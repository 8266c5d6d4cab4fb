"""Whether a ledger lies where a run opened it: what is paid into a file that somebody takes away is saved beside it."""

import contextlib
import os
import sqlite3
from pathlib import Path

from memcon.errors import DiskError


class Place:
    """The file of a ledger that is open for writing."""

    def __init__(self, path: Path, run: str) -> None:
        self._path, self._file = path, path.stat()
        self.saved = path.with_name(f"{path.name}.saved-{run}")
        """Where answers go that have no other place."""

    def is_lost(self) -> bool:
        """Return whether another program has removed the file, or put another in its place."""
        with contextlib.suppress(OSError):
            return not os.path.samestat(self._path.stat(), self._file)
        return True

    def check(self) -> None:
        """Raise DiskError where what would be paid for now has no place."""
        if self.is_lost():
            raise DiskError(
                f"{self._path}: another program has removed or replaced it since it was opened: nothing more is asked,"
                f" and what was paid lies in {self.saved}: move it to its place, and the same command goes on"
            )

    def save(self, writer: sqlite3.Connection) -> None:
        """Save what an open connection holds where its file is lost, and raise DiskError then."""
        if self.is_lost():
            os.close(os.open(self.saved, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
            with contextlib.closing(sqlite3.connect(self.saved)) as kept:
                writer.backup(kept)
            self.check()
