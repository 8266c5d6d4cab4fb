"""Events on their way to their lines: what was joined, what each says; then ids, links and order from sorted rows."""

import marshal
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, Generic, Protocol, TypeVar

from memcon.events.merge.events import LAST, event, label, merged_fields
from memcon.events.merge.links import Tie
from memcon.events.merge.nodes import Node
from memcon.events.merge.parties import Parties
from memcon.events.merge.room import Known, Room, Shelf
from memcon.events.merge.within import Join
from memcon.records import Event, Kind, Link, Merge

E_co = TypeVar("E_co", covariant=True)
_UNDATED = (str(LAST), str(LAST))
_NO_MORE: tuple[int, Iterator[Any]] = (-1, iter(()))


class Written(Protocol[E_co]):
    """How events wait until their ids are known, and what becomes of them then."""

    def put(self, said: dict[str, Any], merges: list[Merge]) -> None:
        """Keep what the next event says, and why its mentions are one."""

    def event(self, at: int, name: str, links: list[tuple[Link, str]]) -> E_co:
        """Return the event that was put there, by its id and its links, sorted."""


class AsEvents:
    """Events in memory."""

    def __init__(self) -> None:
        self._drafts: list[tuple[dict[str, Any], list[Merge]]] = []

    def put(self, said: dict[str, Any], merges: list[Merge]) -> None:
        """Keep the fields as they are."""
        self._drafts.append((said, merges))

    def event(self, at: int, name: str, links: list[tuple[Link, str]]) -> Event:
        """Return the event."""
        said, merges = self._drafts[at]
        return event(said, name, links, merges)


class Drafts(Generic[E_co]):
    """The events of one merge, by number."""

    def __init__(self, known: Known, room: Room, parties: Parties, written: Written[E_co]) -> None:
        self._known, self._room, self._parties, self._written = known, room, parties, written
        self._joins: Shelf[Join] = room.shelf(marshal.dumps, _join)
        self._lefts = array("I")
        """The first mention of each."""
        self._labels = room.rows(6)
        self._owner = array("I")
        """The event of each mention, once one is known."""

    def joined(self, joins: Iterable[Join]) -> None:
        """Take in what was joined, by positions, and why."""
        for join in joins:
            self._joins.put(join)
            self._lefts.append(join[0])

    def own(self, at: int, mentions: Iterable[int]) -> None:
        """Note of which event mentions are, by positions."""
        self._owner = self._owner or array("I", bytes(4 * len(self._known)))
        for position in mentions:
            self._owner[position] = at

    def draft(self, nodes: Shelf[Node], meet: Callable[[int, Node], object]) -> None:
        """Say of each event what its mentions say, and why they are one; let `meet` see its node on the way."""
        joins = self._room.rows(2)
        for number, left in enumerate(self._lefts):
            joins.add(self._owner[left], number)
        told = groupby(joins, key=itemgetter(0))
        of, numbers = next(told, _NO_MORE)
        for at in range(len(nodes)):
            mine: list[Join] = []
            if of == at:
                mine = [self._joins[number] for _, number in numbers]
                of, numbers = next(told, _NO_MORE)
            node = nodes[at]
            meet(at, node)
            self._draft(at, node, mine)

    def _draft(self, at: int, node: Node, joins: list[Join]) -> None:
        mentions = {position: self._known[position] for position in node.mentions}
        names = {position: mention.id for position, mention in mentions.items()}
        said = merged_fields([*mentions.values()], self._parties)
        merges = [Merge(left=names[left], right=names[right], reason=why) for left, right, why in joins]
        self._written.put(said, sorted(merges, key=attrgetter("left", "right")))
        kind, date = said["kind"], said["date"]
        ends = (str(date.start), str(date.end)) if date else _UNDATED
        first = names[node.mentions[0]].encode("utf-8", "surrogatepass")  # sorts as the text does
        self._labels.add(label(kind, date, said["countries"]), first, at, *ends, kind)

    def finished(self, ties: Mapping[int, Iterable[Tie]]) -> Iterator[tuple[Kind, E_co]]:
        """Yield kinds and events in their order: `-2`, `-3` where labels collide, in the order of first ids."""
        tied = {other for links in ties.values() for _, other in links}
        names: dict[int, str] = {}
        order = self._room.rows(5)
        for name, own in groupby(self._labels, key=itemgetter(0)):
            for number, (_, _, at, start, end, kind) in enumerate(own, 1):
                called = name if number == 1 else f"{name}-{number}"
                order.add(start, end, kind, called, at)
                if at in tied:
                    names[at] = called
        for _, _, kind, called, at in order:
            yield (
                kind,
                self._written.event(at, called, sorted((link, names[other]) for link, other in ties.get(at, ()))),
            )


def _join(data: bytes) -> Join:
    left, right, why = marshal.loads(data)  # noqa: S302  its own writing, in a file that nobody else has
    return left, right, why
