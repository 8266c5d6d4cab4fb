"""Take for one what different articles report: first what says the same, then what is sure of a day, then the rest.

Nodes come from shelves one by one, and pairs from sorted rows; what is held at once are some numbers a node.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain, compress, pairwise

from memcon.events.merge.blocks import Blocks, Pair, is_day
from memcon.events.merge.casts import Casting
from memcon.events.merge.clusters import Clusters, packed, unpacked
from memcon.events.merge.nodes import Node, joint
from memcon.events.merge.room import Groups, Room, Rows, Shelf
from memcon.events.merge.rules import SAME_WORDS, pair_points, reason
from memcon.events.merge.shelves import NodeShelves
from memcon.events.merge.within import Join


class Across:
    """The nodes of articles, which come in the order of their first mentions, on their way to events."""

    def __init__(self, casting: Casting, room: Room, shelves: NodeShelves) -> None:
        self._casting, self._room, self._shelves = casting, room, shelves
        self._nodes = shelves.new()
        self._alone = array("I")
        """Of a node of one mention its position plus one, else 0: so that it need not be read for that."""
        self._saying = Groups(room)

    def meet(self, node: Node) -> None:
        """Take in the next node."""
        self._saying.add(_said(node), self._nodes.put(node))
        self._alone.append(node.mentions[0] + 1 if len(node.mentions) == 1 else 0)

    def events(self, put: Callable[[Node], object]) -> Iterator[Join]:
        """Yield what is joined, and `put` away a node for each event, in order, once all is."""
        nodes, blocks = self._nodes, Blocks(len(self._nodes), self._casting, self._room)
        first = bytearray(b"\1" * len(nodes))
        """Which nodes stand for all that say the same."""
        yield from self._equals(blocks, first)
        clusters = Clusters(nodes, self._casting, self._shelves.new())
        for i in compress(range(len(nodes)), first):
            blocks.meet_again(i, nodes[i])
        firm, loose = self._room.rows(2), self._room.rows(1)
        copied = _sorted_pairs(blocks.copies(), self._room)
        self._score(blocks, copied, firm, loose)
        yield from self._joined(copied, clusters, (pair for _, pair in firm))
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
        alone = self._alone[at]
        return (alone - 1,) if alone else self._nodes[at].mentions

    def _joined(self, copied: Sequence[int], clusters: Clusters, pairs: Iterable[int]) -> Iterator[Join]:
        for i, j in clusters.join(pairs):
            left, right, pair = self._nodes[i], self._nodes[j], packed(0, i, j)
            at = bisect_left(copied, pair)
            same = "same words" if at < len(copied) and copied[at] == pair else ""
            yield left.mentions[0], right.mentions[0], reason(left, right, self._casting, same)

    def _equals(self, blocks: Blocks, first: bytearray) -> Iterator[Join]:
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
                yield one.mentions[0], nodes[j].mentions[0], words
        for i in compress(range(len(nodes)), first):
            node = nodes[i]
            if after[i]:
                node = _fold(nodes, i, after, casting)
                nodes.replace(i, node)
                self._alone[i] = 0
            blocks.meet(i, node)

    def _score(self, blocks: Blocks, copied: Sequence[int], firm: Rows, loose: Rows) -> None:
        """Find every pair that passes its bar, packed: those of one sure day, by the day, and all others.

        What is of one sure day is of no other, so that days may come one after the other, and each in its own order.
        """
        casting, nodes = self._casting, self._nodes
        for i, j in map(unpacked, copied):
            found = pair_points(nodes[i], nodes[j], casting, extra=SAME_WORDS, lenient=True)
            if found is not None:
                loose.add(packed(found, i, j))
        for i, j in blocks.pairs(nodes):
            left, right = nodes[i], nodes[j]
            if left.article == right.article >= 0:
                continue  # compared within their article, where words and places in the text count
            found = pair_points(left, right, casting)
            if found is not None:
                if left.lo == left.hi == right.lo == right.hi != 0:
                    firm.add(left.lo, packed(found, i, j))
                else:
                    loose.add(packed(found, i, j))


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
