"""Merge mentions that wait on disk, in little memory: of many, nodes, pairs and drafts of events wait there too.

The algorithm is that of `memcon.events.merge`, to the byte, in a room on disk (docs/adr/0016).
"""

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from pydantic import TypeAdapter

from memcon.events.merge import merged
from memcon.events.merge.events import event
from memcon.events.merge.room import Groups, Known, Memory, Room, Shelf, distinct_of, known_in_memory
from memcon.extraction.disk import Disk
from memcon.outputs.spool import Spool, on_disk
from memcon.records import Event, EventLink, Link, Mention, Merge
from memcon.records.jsonl import dump

_EVENT: Final = TypeAdapter(Event)
IN_MEMORY: Final = 25_000
"""Mentions up to which a merge is made in memory: there it takes half the time, and no more memory than on disk."""
_NO_ID: Final = b',"id":""'
_NO_LINKS: Final = b',"links":[]'
_BY_ID: Final = (
    "SELECT own.c, own.a, records.line"
    " FROM (SELECT c, a, rowid AS number FROM records ORDER BY c, rowid LIMIT -1) AS own"
    " CROSS JOIN records ON records.rowid = own.number"
)
"""Mentions by their ids. Lines are not sorted, which would fill the disk twice; a limit keeps the order."""


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
