"""Events on their way to their lines: what was joined, what each says; then ids, links and order from sorted rows."""

import marshal
import pickle
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from memcon.events.merge.events import LAST, event, label, merged_fields
from memcon.events.merge.links import Tie
from memcon.events.merge.nodes import Node
from memcon.events.merge.parties import Parties
from memcon.events.merge.room import Known, Room, Shelf
from memcon.events.merge.within import Join
from memcon.records import Event, Merge

Draft = tuple[dict[str, Any], list[Merge]]
"""What an event says, and why its mentions are one."""


_UNDATED = (str(LAST), str(LAST))


_NO_MORE: tuple[int, Iterator[Any]] = (-1, iter(()))


class Drafts:
    """The events of one merge, by number."""

    def __init__(self, known: Known, room: Room, parties: Parties) -> None:
        self._known, self._room, self._parties = known, room, parties
        self._joins: Shelf[Join] = room.shelf(marshal.dumps, _join)
        self._drafts: Shelf[Draft] = room.shelf(pickle.dumps, _draft)
        self._labels = room.rows(6)
        self.mentions = 0
        """How many have been met."""

    def joined(self, joins: Iterable[Join]) -> None:
        """Take in what was joined, by positions, and why."""
        for join in joins:
            self._joins.put(join)

    def met(self, mentions: Iterable[int]) -> None:
        """Count mentions that have been met, by positions."""
        self.mentions = max(self.mentions, 1 + max(mentions))

    def draft(self, nodes: Shelf[Node], meet: Callable[[int, Node], object]) -> None:
        """Say of each event what its mentions say, and why they are one; let `meet` see its node on the way."""
        owner = array("I", bytes(4 * self.mentions))
        for at in range(len(nodes)):
            for position in nodes[at].mentions:
                owner[position] = at
        joins = self._room.rows(2)
        for number in range(len(self._joins)):
            joins.add(owner[self._joins[number][0]], number)
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
        self._drafts.put((said, sorted(merges, key=attrgetter("left", "right"))))
        kind, date = said["kind"], said["date"]
        ends = (str(date.start), str(date.end)) if date else _UNDATED
        first = names[node.mentions[0]].encode("utf-8", "surrogatepass")  # sorts as the text does
        self._labels.add(label(kind, date, said["countries"]), first, at, *ends, kind)

    def finished(self, ties: Mapping[int, Iterable[Tie]]) -> Iterator[Event]:
        """Yield the events in the order of their file: `-2`, `-3` where labels collide, in the order of first ids."""
        tied = {other for links in ties.values() for _, other in links}
        names: dict[int, str] = {}
        order = self._room.rows(5)
        for name, own in groupby(self._labels, key=itemgetter(0)):
            for number, (_, _, at, start, end, kind) in enumerate(own, 1):
                called = name if number == 1 else f"{name}-{number}"
                order.add(start, end, kind, called, at)
                if at in tied:
                    names[at] = called
        for _, _, _, called, at in order:
            said, merges = self._drafts[at]
            links = sorted((link, names[other]) for link, other in ties.get(at, ()))
            yield event(said, called, links, merges)


def _join(data: bytes) -> Join:
    left, right, why = marshal.loads(data)  # noqa: S302  its own writing, in a file that nobody else has
    return left, right, why


def _draft(data: bytes) -> Draft:
    said, merges = pickle.loads(data)  # noqa: S301  likewise
    return said, merges
