"""Take for one what different articles report: first what says the same, then what is sure of a day, then the rest.

Nodes come from shelves one by one, and pairs from sorted rows; what is held at once are some numbers a node.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain, compress, pairwise

from memcon.events.merge.beside import Pair
from memcon.events.merge.blocks import Blocks, is_day
from memcon.events.merge.casts import Casting
from memcon.events.merge.clusters import Clusters, packed, unpacked
from memcon.events.merge.nodes import Node, joint
from memcon.events.merge.room import Groups, Room, Rows, Shelf
from memcon.events.merge.rules import SAME_WORDS, pair_points, reason
from memcon.events.merge.shelves import NodeShelves
from memcon.events.merge.within import Join


class Across:
    """The nodes of articles, which come in the order of their first mentions, on their way to events."""

    def __init__(self, most: int, casting: Casting, room: Room, shelves: NodeShelves) -> None:
        """Begin with none, of about so many nodes."""
        self._casting, self._room, self._shelves = casting, room, shelves
        self._nodes = shelves.new()
        self._first, self._weight = array("I"), array("I")
        """Of each node its first mention, and how many it has: so that it need not be read for that. Where a node
        stands for a whole cluster, `Clusters` makes the second that of the cluster."""
        self._saying = Groups(room)
        self._blocks = Blocks(most, casting, room)

    def meet(self, node: Node) -> None:
        """Take in the next node."""
        self._saying.add(_said(node), self._nodes.put(node))
        self._first.append(node.mentions[0])
        self._weight.append(len(node.mentions))
        self._blocks.announce(node)

    def events(self, put: Callable[[Node], object]) -> Iterator[Join]:
        """Yield what is joined, and `put` away a node for each event, in order, once all is."""
        first = bytearray(b"\1" * len(self._nodes))
        """Which nodes stand for all that say the same."""
        yield from self._equals(first)
        clusters = Clusters(self._nodes, self._weight, self._casting, self._shelves.new())
        copied = _sorted_pairs(self._blocks.copies(), self._room)
        for day in self._blocks.days(self._nodes):
            yield from self._joined(copied, clusters, (pair for (pair,) in self._passing(day)))
        loose = self._passing(self._blocks.loose(self._nodes))
        for i, j in map(unpacked, copied):
            found = pair_points(self._nodes[i], self._nodes[j], self._casting, extra=SAME_WORDS, lenient=True)
            if found is not None:
                loose.add(packed(found, i, j))
        told = self._room.rows(3)
        for (pair,) in loose:
            told.add(*clusters.rank(pair))
        yield from self._joined(copied, clusters, (pair for _, _, pair in told))
        for group in clusters.groups():
            if first[group[0]]:
                whole = clusters.whole(group[0])
                if len(group) > 1:
                    whole = whole._replace(mentions=tuple(sorted(chain.from_iterable(map(self._mentions, group)))))
                put(whole)

    def _mentions(self, at: int) -> Sequence[int]:
        return (self._first[at],) if self._weight[at] == 1 else self._nodes[at].mentions

    def _joined(self, copied: Sequence[int], clusters: Clusters, pairs: Iterable[int]) -> Iterator[Join]:
        for i, j in clusters.join(pairs):
            left, right, pair = self._nodes[i], self._nodes[j], packed(0, i, j)
            at = bisect_left(copied, pair)
            same = "same words" if at < len(copied) and copied[at] == pair else ""
            yield self._first[i], self._first[j], reason(left, right, self._casting, same)

    def _equals(self, first: bytearray) -> Iterator[Join]:
        """Put nodes that say exactly the same as one, so that a story printed a thousand times is compared once."""
        nodes, casting = self._nodes, self._casting
        after = array("I", bytes(4 * len(nodes)))
        """The next of those that say the same, plus one; of the last and of those alone 0."""
        for group in self._saying:
            if len(group) == 1:
                continue
            one = nodes[group[0]]
            if pair_points(one, one, casting) is None:
                continue
            words = reason(one, one, casting)
            for i, j in pairwise(group):
                after[i], first[j] = j + 1, 0
                yield self._first[group[0]], self._first[j], words
        for i in compress(range(len(nodes)), first):
            node = nodes[i]
            if after[i]:
                node = _fold(nodes, i, after, casting)
                nodes.replace(i, node)
                self._weight[i] = len(node.mentions)
            self._blocks.meet(i, node)

    def _passing(self, pairs: Iterable[Pair]) -> Rows:
        """Return the pairs that pass their bar, packed. What is sure of a day is of no other: each may have its own."""
        casting, nodes, passing = self._casting, self._nodes, self._room.rows(1)
        last, right = -1, None
        for i, j in pairs:
            if j != last or right is None:  # blocks yield those of one node one after the other
                last, right = j, nodes[j]
            left = nodes[i]
            if left.article == right.article >= 0:
                continue  # compared within their article, where words and places in the text count
            found = pair_points(left, right, casting)
            if found is not None:
                passing.add(packed(found, i, j))
        return passing


def _sorted_pairs(pairs: Iterable[Pair], room: Room) -> Sequence[int]:
    """Return pairs packed, in order, each once: eight bytes each."""
    rows = room.rows(1)
    for i, j in pairs:
        rows.add(packed(0, i, j))
    return array("q", (pair for (pair,) in rows))


def _said(node: Node) -> tuple[Hashable, ...]:
    """Return what is the same for nodes that say exactly the same."""
    told = 0 if is_day(node) else node.published
    return (
        node.kinds, node.status, node.lo, node.hi, told, node.cast.said, node.acts, node.place, node.place_country,
    )  # fmt: skip


def _fold(nodes: Shelf[Node], first: int, after: Sequence[int], casting: Casting) -> Node:
    """Return one node for those that say the same, of which `first` is the first."""
    node = nodes[first]
    positions, quotes = array("I", node.mentions), dict.fromkeys(node.quotes)
    at = first
    while after[at]:
        at = after[at] - 1
        other = nodes[at]
        node = joint(node, other, casting)
        positions.extend(other.mentions)
        quotes.update(dict.fromkeys(other.quotes))
    return node._replace(mentions=tuple(sorted(positions)), quotes=tuple(quotes))
