"""Records that wait on disk until all have come, and are then read in order, so that a run of any size fits in memory.

A private temporary database of SQLite, which the system removes however the process ends; it lies where temporary
files do (`TMPDIR`). Knows nothing of what the records mean.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, Generic, TypeVar, overload

from pydantic import TypeAdapter

from memcon.errors import DiskError, reason_of
from memcon.records.jsonl import dump

T = TypeVar("T")

_KEYS: Final = ("a", "b", "c", "d", "e")
"""Columns to sort by."""
_ORDERED: Final = f"SELECT line FROM records ORDER BY {', '.join(_KEYS)}, rowid"  # noqa: S608  every word is ours


class Spool(Sequence[T], Generic[T]):
    """A sequence of records on disk, sorted by the keys they were added with; equal keys in order of arrival.

    Reading gives each record anew. Pickled, it becomes a tuple.
    """

    def __init__(self, shape: TypeAdapter[T]) -> None:
        self.load: Callable[[bytes], T] = shape.validate_json
        """Returns the record of a line."""
        self._count = 0
        with on_disk():
            self.database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            self.database.execute("PRAGMA journal_mode = OFF")
            self.database.execute(f"CREATE TABLE records({', '.join(_KEYS)}, line)")
            self.database.execute("BEGIN")  # never committed: it is nobody else's

    def add(self, record: T, *keys: str | int) -> None:
        """Take in a record, to be sorted by `keys`: at most five, texts by their code points.

        Raises:
            DiskError: the disk is full.
        """
        self.add_line(dump(record), *keys)

    def add_line(self, line: bytes, *keys: str | int) -> None:
        """Take in a record by its canonical line, as `add` does."""
        columns: list[Any] = [key.encode("utf-8", "surrogatepass") if isinstance(key, str) else key for key in keys]
        columns += [None] * (len(_KEYS) - len(columns))
        with on_disk():
            self.database.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?)", (*columns, line))
        self._count += 1

    def lines(self) -> Iterator[bytes]:
        """Yield each record as its canonical line, in order."""
        with on_disk():
            for (line,) in self.database.execute(_ORDERED):
                yield line

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        return map(self.load, self.lines())

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            start, stop, step = at.indices(self._count)
            return tuple(islice(self, start, stop, step)) if step > 0 else tuple(self)[at]
        with on_disk():
            row = self.database.execute(f"{_ORDERED} LIMIT 1 OFFSET ?", (range(self._count)[at],)).fetchone()
        return self.load(row[0])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spool | tuple | list):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # it may grow

    def __reduce__(self) -> tuple[type[tuple[T, ...]], tuple[list[T]]]:
        return tuple, (list(self),)


class on_disk:  # noqa: N801  a context manager, entered for each row: a generator takes four times as long
    """Raise DiskError where temporary files cannot be written."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if isinstance(error, sqlite3.OperationalError | OSError):
            why = reason_of(error) if isinstance(error, OSError) else error
            raise DiskError(f"temporary files cannot be written ({why}): make room, or set TMPDIR") from None
