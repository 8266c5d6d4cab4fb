"""A room on disk for a merge: values by number, and rows that come back sorted. See `memcon.events.merge.room`.

All of it lies in files without a name, where temporary files do (`TMPDIR`): the system removes them however the process
ends. Knows nothing of what the values mean (docs/adr/0016).
"""

import marshal
import os
import tempfile
import weakref
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, Final, Generic, TypeVar

from memcon.events.merge.room import Cell, Rows, Shelf
from memcon.outputs.spool import on_disk

T = TypeVar("T")
PAGE: Final = 8192
"""Bytes that are read of a file at once: what was written together is often asked for together."""
PAGES: Final = 256
"""Pages of a file that are held."""
LENGTH: Final = 4
"""Bytes that tell how long a value is, before it."""
WRITTEN: Final = 1 << 16
"""Bytes that wait before they are written to a file."""
TOGETHER: Final = 20_000
"""Rows that are sorted in memory, as one run; fewer are never written."""
PART: Final = 500
"""Rows of a run that are read at once."""
RUNS: Final = 64
"""Runs of rows that become one longer run, so that what is held of all while they are merged stays small."""

Row = tuple[Any, ...]


class Disk:
    """A room on disk; see `events.merge.room.Room`."""

    def shelf(self, dump: Callable[[T], bytes], load: Callable[[bytes], T], held: int = 0) -> Shelf[T]:
        """Return an empty shelf, of which so many values that were read last may stay in memory."""
        return _Values(dump, load, held)

    def rows(self, columns: int) -> Rows:
        """Return no rows yet."""
        del columns
        return _Runs()


class _File:
    """Bytes in a file without a name, which grows at its end."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._size = 0
        """Bytes that are in the file."""
        self._pages: dict[int, bytes] = {}
        with on_disk(), tempfile.TemporaryFile(buffering=0) as file:
            self._number = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._number)

    def append(self, data: bytes) -> int:
        """Put bytes at the end, and return where they begin."""
        start = self._size + len(self._waiting)
        self._waiting += data
        if len(self._waiting) >= WRITTEN:
            self._write()
        return start

    def read(self, start: int, length: int) -> bytes:
        """Return so many bytes from a place."""
        if start >= self._size:
            at = start - self._size
            return bytes(self._waiting[at : at + length])
        number, at = divmod(start, PAGE)
        if at + length > PAGE:
            return self._pread(length, start)
        page = self._pages.get(number)
        if page is None:
            if len(self._pages) >= PAGES:
                self._pages.clear()
            page = self._pages[number] = self._pread(PAGE, number * PAGE)
        return page[at : at + length]

    def read_told(self, start: int) -> bytes:
        """Return the bytes from a place whose number stands before them, in `LENGTH` bytes."""
        number, at = divmod(start, PAGE)
        page = self._pages.get(number)
        if page is not None and at + LENGTH <= PAGE and start + PAGE <= self._size:  # most are of one page, at once
            end = at + LENGTH + int.from_bytes(page[at : at + LENGTH], "little")
            if end <= PAGE:
                return page[at + LENGTH : end]
        length = int.from_bytes(self.read(start, LENGTH), "little")
        return self.read(start + LENGTH, length)

    def _write(self) -> None:
        self._pages.pop(self._size // PAGE, None)  # the last page of the file, which grows
        with on_disk():
            view = memoryview(bytes(self._waiting))
            while view:
                written = os.pwrite(self._number, view, self._size)
                self._size += written
                view = view[written:]
        self._waiting.clear()

    def _pread(self, size: int, start: int) -> bytes:
        with on_disk():
            return os.pread(self._number, size, start)


class _Values(Generic[T]):
    """Values by number. Those that are held are written when they are held no more."""

    def __init__(self, dump: Callable[[T], bytes], load: Callable[[bytes], T], held: int) -> None:
        self._dump, self._load, self._most = dump, load, held
        self._held: dict[int, T] = {}
        self._older: dict[int, T] = {}
        """What was met last, and before that: who is met again while it is older is held again."""
        self._unwritten: set[int] = set()
        """Numbers of values that are not in the file as they are held."""
        self._starts = array("Q")
        self._file = _File()

    def put(self, value: T) -> int:
        at = len(self._starts)
        self._starts.append(0)
        self.replace(at, value)
        return at

    def replace(self, at: int, value: T) -> None:
        if self._most:
            self._hold(at, value)
            self._unwritten.add(at)  # now: what was held before may just have been written
        else:
            self._append(at, value)

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, at: int) -> T:
        found = self._held.get(at)
        if found is not None:
            return found
        found = self._older.get(at)
        if found is None:
            found = self._load(self._file.read_told(self._starts[at]))
        if self._most:
            self._hold(at, found)
        return found

    def _hold(self, at: int, value: T) -> None:
        if len(self._held) >= self._most:
            leaving = self._unwritten.intersection(self._older).difference(self._held)
            for other in sorted(leaving):
                self._append(other, self._older[other])
            self._unwritten -= leaving
            self._older, self._held = self._held, {}
        self._held[at] = value

    def _append(self, at: int, value: T) -> None:
        data = self._dump(value)
        self._starts[at] = self._file.append(len(data).to_bytes(LENGTH, "little") + data)


class _Run:
    """Sorted rows in a file, of which a part is held while they are read."""

    def __init__(self, file: _File) -> None:
        self.held: list[Row] = []
        self._file, self._parts = file, list[tuple[int, int]]()

    def write(self, rows: list[Row]) -> None:
        """Put rows at the end, which sort after those before."""
        for at in range(0, len(rows), PART):
            data = marshal.dumps(rows[at : at + PART])
            self._parts.append((self._file.append(data), len(data)))

    def rewind(self) -> None:
        """Read from the first row on."""
        self._parts.reverse()

    def go_on(self) -> bool:
        """Read the next rows where none are held; say whether others come after those that are."""
        if not self.held and self._parts:
            self.held = marshal.loads(self._file.read(*self._parts.pop()))  # noqa: S302  its own writing
        return bool(self._parts)

    def take(self, last: Row) -> list[Row]:
        """Return the held rows up to `last`, which are held no more."""
        at = bisect_right(self.held, last)
        taken, self.held = self.held[:at], self.held[at:]
        return taken


class _Runs:
    """Rows that are sorted when they are read, which they are once: few in memory, else run by run."""

    def __init__(self) -> None:
        self._waiting: list[Row] = []
        self._short: list[_Run] = []
        self._long: list[_Run] = []
        self._file: _File | None = None
        """Where short runs lie."""

    def add(self, *columns: Cell) -> None:
        self._waiting.append(columns)
        if len(self._waiting) >= TOGETHER:
            self._write()

    def __iter__(self) -> Iterator[Row]:
        return map(itemgetter(0), groupby(chain.from_iterable(self._sorted())))

    def _sorted(self) -> Iterable[list[Row]]:
        if self._waiting and self._file:
            self._write()
        rows, self._waiting = self._waiting, []  # read once, and then gone
        rows.sort()
        runs, self._short, self._long, self._file = [*self._long, *self._short], [], [], None
        return _merged(runs) if runs else (rows,)

    def _write(self) -> None:
        self._waiting.sort()
        self._file = self._file or _File()
        run = _Run(self._file)
        run.write(self._waiting)
        self._short.append(run)
        self._waiting.clear()
        if len(self._short) >= RUNS:
            longer = _Run(_File())
            for rows in _merged(self._short):
                longer.write(rows)
            self._long.append(longer)
            self._short, self._file = [], None


def _merged(runs: list[_Run]) -> Iterator[list[Row]]:
    """Yield the rows of all runs in order, some at a time: up to the first row behind which one must be read on."""
    for run in runs:
        run.rewind()
    lasts = [run.held[-1] for run in runs if run.go_on()]
    while lasts:
        last = min(lasts)
        some = list(chain.from_iterable(run.take(last) for run in runs))
        some.sort()
        yield some
        lasts = [run.held[-1] for run in runs if run.go_on()]
    yield sorted(chain.from_iterable(run.held for run in runs))
