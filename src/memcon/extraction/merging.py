"""Merge mentions that wait on disk, in little memory: of many, nodes, pairs and drafts of events wait there too.

The algorithm is that of `memcon.events.merge`, to the byte. Values lie in files without a name, rows in a private
database of SQLite, which sorts them; the system removes all of it however the process ends (docs/adr/0016).
"""

import gc
import os
import sqlite3
import tempfile
import weakref
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, Generic, TypeVar

from pydantic import TypeAdapter

from memcon.events.merge import merged
from memcon.events.merge.events import event
from memcon.events.merge.room import Cell, Groups, Known, Memory, Room, Rows, Shelf, distinct_of, known_in_memory
from memcon.outputs.spool import Spool, on_disk
from memcon.records import Event, EventLink, Link, Mention, Merge
from memcon.records.jsonl import dump

T = TypeVar("T")
_EVENT: Final = TypeAdapter(Event)
IN_MEMORY: Final = 25_000
"""Mentions up to which a merge is made in memory: there it takes half the time, and no more memory than on disk."""
PAGE: Final = 8192
"""Bytes that are read of a file at once: what was written together is often asked for together."""
PAGES: Final = 256
"""Pages of a file that are held."""
WRITTEN: Final = 1 << 16
"""Bytes that wait before they are written to a file."""
_NO_ID: Final = b',"id":""'
_NO_LINKS: Final = b',"links":[]'
_BY_ID: Final = (
    "SELECT own.c, own.a, records.line"
    " FROM (SELECT c, a, rowid AS number FROM records ORDER BY c, rowid LIMIT -1) AS own"
    " CROSS JOIN records ON records.rowid = own.number"
)
"""Mentions by their ids. Lines are not sorted, which would fill the disk twice; a limit keeps the order."""
TOGETHER: Final = 20_000
"""Rows that wait before they are put into the database; fewer never are."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge gave."""

    events: Spool[Event]
    """In the order of their file."""
    kinds: Counter[str]
    """How many there are of each kind."""


def merge_spooled(mentions: Spool[Mention], in_memory: int = IN_MEMORY) -> Merged:
    """Return the events that `mentions` report, as `events.merge.merge` does; merged on disk where there are more.

    `mentions` were added with their article, a number and their id as keys.

    Raises:
        DiskError: the disk is full.
    """
    done = Merged(Spool(_EVENT), Counter())
    room: Room = Memory() if len(mentions) <= in_memory else Disk()
    with _without_search_for_cycles():
        known: Known = known_in_memory(mentions) if len(mentions) <= in_memory else SpooledMentions(mentions, room)
        for at, (kind, line) in enumerate(merged(known, room, AsLines(room))):
            done.events.add_line(line, at)
            done.kinds[kind] += 1
    return done


@contextmanager
def _without_search_for_cycles() -> Iterator[None]:
    """Keep Python from looking for cycles among the values of a merge, which has none: a twelfth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class AsLines:
    """Events as their lines, in a room: each is written once, without its id and its links, which come in at last."""

    def __init__(self, room: Room) -> None:
        self._lines: Shelf[bytes] = room.shelf(bytes, bytes)

    def put(self, said: dict[str, Any], merges: list[Merge]) -> None:
        """Keep the line of an event without a name that nothing is tied to."""
        self._lines.put(dump(event(said, "", (), merges)))

    def event(self, at: int, name: str, links: list[tuple[Link, str]]) -> bytes:
        """Return the line of an event; what a text says stands in it with its quotes escaped, and is no key."""
        before, named, after = self._lines[at].partition(_NO_ID)
        line = b"".join((before, named[:-2], dump(name)[:-1], after))
        if links:
            before, tied, after = line.partition(_NO_LINKS)
            told = b",".join(dump(EventLink(type=link, event=other))[:-1] for link, other in links)
            line = b"".join((before, tied[:-1], told, tied[-1:], after))
        return line


class SpooledMentions:
    """The mentions of a spool by position: sorted by id, equal ones once. See `events.merge.room.Known`."""

    def __init__(self, spool: Spool[Mention], room: Room) -> None:
        self._load, self._db = spool.load, spool.database
        self._lines: Shelf[bytes] = room.shelf(bytes, bytes)
        articles = Groups(room)
        with on_disk():
            for article, line in self._sorted():
                articles.add((article, 0), self._lines.put(line))
        self._last = bytearray(len(self._lines))
        for positions in articles:
            self._last[positions[-1]] = 1

    def _sorted(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield the articles and lines of the records to keep, by their ids."""
        for _, rows in groupby(self._db.execute(_BY_ID), key=itemgetter(0)):
            told = [(article, bytes(line)) for _, article, line in rows]
            if len(told) > 1:
                read = {self._load(line): (article, line) for article, line in told}
                told = [read[mention] for mention in distinct_of([*read])]
            yield from told

    def told(self) -> Iterator[tuple[Mention, bool]]:
        """Yield each mention, in order, and whether it is the last one of its article."""
        for position, last in enumerate(self._last):
            yield self._load(self._lines[position]), bool(last)

    def __getitem__(self, position: int) -> Mention:
        return self._load(self._lines[position])

    def __len__(self) -> int:
        return len(self._lines)


class Disk:
    """A room on disk; see `events.merge.room.Room`."""

    def __init__(self) -> None:
        self._made = 0
        with on_disk():
            self._db = sqlite3.connect("", isolation_level=None)
            self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA cache_size = -8000; BEGIN")

    def shelf(self, dump: Callable[[T], bytes], load: Callable[[bytes], T], held: int = 0) -> Shelf[T]:
        """Return an empty shelf, of which so many values that were read last may stay in memory."""
        return _File(dump, load, held)

    def rows(self, columns: int) -> Rows:
        """Return no rows yet, of so many columns."""
        self._made += 1
        return _Table(self._db, f"rows_{self._made}", columns)


class _File(Generic[T]):
    """Values in a file without a name. Those that are held are written when they are held no more."""

    def __init__(self, dump: Callable[[T], bytes], load: Callable[[bytes], T], held: int) -> None:
        self._dump, self._load, self._most = dump, load, held
        self._held: dict[int, T] = {}
        self._older: dict[int, T] = {}
        """What was met last, and before that: who is met again while it is older is held again."""
        self._unwritten: set[int] = set()
        """Numbers of values that are not in the file as they are held."""
        self._starts, self._lengths = array("Q"), array("I")
        self._waiting = bytearray()
        self._size = 0
        """Bytes that are in the file."""
        self._pages: dict[int, bytes] = {}
        with on_disk(), tempfile.TemporaryFile(buffering=0) as file:
            self._number = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._number)

    def put(self, value: T) -> int:
        at = len(self._starts)
        self._starts.append(0)
        self._lengths.append(0)
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
        if found is None:
            found = self._older.get(at)
            if found is None:
                found = self._load(self._read(self._starts[at], self._lengths[at]))
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
        self._starts[at], self._lengths[at] = self._size + len(self._waiting), len(data)
        self._waiting += data
        if len(self._waiting) >= WRITTEN:
            self._write()

    def _write(self) -> None:
        self._pages.pop(self._size // PAGE, None)  # the last page of the file, which grows
        with on_disk():
            view = memoryview(bytes(self._waiting))
            while view:
                written = os.pwrite(self._number, view, self._size)
                self._size += written
                view = view[written:]
        self._waiting.clear()

    def _read(self, start: int, length: int) -> bytes:
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

    def _pread(self, size: int, start: int) -> bytes:
        with on_disk():
            return os.pread(self._number, size, start)


class _Table:
    """Rows that are sorted when they are read, which they are once: by the database, but few in memory."""

    def __init__(self, db: sqlite3.Connection, name: str, columns: int) -> None:
        self._db, self._name, self._columns = db, name, [f"c{at}" for at in range(columns)]
        self._waiting = list[tuple[Cell, ...]]()
        self._is_made = False

    def add(self, *columns: Cell) -> None:
        self._waiting.append(columns)
        if len(self._waiting) >= TOGETHER:
            self._write()

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        previous = None
        for row in self._stored() if self._is_made else self._few():
            if row != previous:
                previous = row
                yield row

    def _few(self) -> list[tuple[Cell, ...]]:
        rows, self._waiting = self._waiting, []  # read once, and then gone
        rows.sort()
        return rows

    def _stored(self) -> Iterator[tuple[Cell, ...]]:
        names = ", ".join(self._columns)
        self._write()
        with on_disk():
            yield from self._db.execute(f"SELECT {names} FROM {self._name} ORDER BY {names}")  # noqa: S608  our words
        with suppress(sqlite3.OperationalError):
            self._db.execute(f"DROP TABLE {self._name}")

    def _write(self) -> None:
        places = ", ".join("?" * len(self._columns))
        with on_disk():
            if not self._is_made:
                self._db.execute(f"CREATE TABLE {self._name}({', '.join(self._columns)})")
                self._is_made = True
            self._db.executemany(f"INSERT INTO {self._name} VALUES ({places})", self._waiting)  # noqa: S608  likewise
        self._waiting.clear()
