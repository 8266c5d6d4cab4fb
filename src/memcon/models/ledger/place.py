"""What is paid and has no place in a ledger is saved beside it: its file was taken away, or takes no more.

Where its folder takes no more either, the temporary folder has it.
"""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from memcon.errors import DiskError, MemconError
from memcon.models.ledger.begin import begin
from memcon.models.ledger.file import KEPT, connect

Rows = Sequence[tuple[Any, ...]]
_QUESTION: Final = "SELECT questions.* FROM questions JOIN attempts USING (key) WHERE id = ?"
_ATTEMPT: Final = "SELECT * FROM attempts WHERE id = ?"


class Place:
    """The file of a ledger that is open for writing."""

    def __init__(self, path: Path, run: str) -> None:
        self._path, self._file = path, path.stat()
        self.saved = path.with_name(f"{path.name}.saved-{run}")
        """Where answers go that have no other place."""
        self._full = ""  # why the file takes no more, in words
        self._files: list[Path] = []  # where answers lie that it did not take: one may be as full as itself
        self._beside = self._dropped = 0

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
        if self._full:
            raise DiskError(self._full + self._outcome())

    def save(self, writer: sqlite3.Connection) -> None:
        """Save what an open connection holds where its file is lost, and raise DiskError then."""
        if self.is_lost():
            _make(self.saved)
            with contextlib.closing(connect(self.saved, "rwc")) as kept:
                kept.execute("PRAGMA journal_mode = MEMORY")  # whoever is killed leaves no journal beside it
                writer.backup(kept)
        self.check()

    def put_beside(
        self, read: Callable[..., Rows], attempt: int, write: Callable[[sqlite3.Connection], Any], error: DiskError
    ) -> None:
        """Save an answer that the file does not take for `error`: what it holds of the attempt, and `write` on it.

        Nothing that is not paid yet has a place in the file from then on.
        """
        self._full = self._full or str(error).removesuffix(KEPT)
        for path in (*self._files[-1:], *self._new_files()):
            known = path in self._files
            try:
                _copy(path, read, attempt, write)
            except (sqlite3.Error, OSError, MemconError):
                if not known:
                    with contextlib.suppress(OSError):
                        path.unlink(missing_ok=True)
            else:
                self._files += [] if known else [path]
                self._beside += 1
                return
        self._dropped += 1

    def _new_files(self) -> list[Path]:
        """Return where another file for answers may be made: in the ledger's folder, then in the temporary one."""
        made = len(self._files)
        name = f"{self.saved.name}.{made + 1}" if made else self.saved.name
        folders = [self.saved.parent]
        with contextlib.suppress(OSError):  # there is none
            folders.append(Path(tempfile.gettempdir()))
        return [folder / name for folder in dict.fromkeys(folders)]

    def _outcome(self) -> str:
        """Return in words what became of the answers that came when the file took no more."""
        parts = ["; nothing more is asked, and what it holds is kept"]
        if self._beside:
            files = " ".join(map(str, self._files))
            way = f"`memcon ledger merge {files} --to {self._path}` brings them in"
            parts.append(f"; {self._beside} answers that came since lie in {files}: {way}")
        if self._dropped:
            parts.append(f"; {self._dropped} answers that came since could be written nowhere, and are lost")
        return "".join(parts)


def _make(path: Path) -> None:
    """Make an empty file for what is saved, its owner's alone."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))


def _copy(path: Path, read: Callable[..., Rows], attempt: int, write: Callable[[sqlite3.Connection], Any]) -> None:
    """Copy what is read of an attempt to the ledger at `path`, made where there is none, and do `write` there."""
    if not path.exists():
        _make(path)
    with contextlib.closing(connect(path, "rwc")) as kept:
        begin(kept, path)
        kept.execute("BEGIN")
        for table, sql in (("questions", _QUESTION), ("attempts", _ATTEMPT)):
            for row in read(sql, attempt):
                values = f"VALUES ({', '.join('?' * len(row))})"
                kept.execute(f"INSERT INTO {table} {values} ON CONFLICT DO NOTHING", row)
        write(kept)
        kept.execute("COMMIT")
