"""Take for one what different articles report: first what says the same, then what is sure of a day, then the rest.

Nodes come from shelves one by one, and pairs from sorted rows; what is held at once are some numbers a node.
"""

import dataclasses
from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise

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
        self._told = shelves.new()
        self._saying = Groups(room)

    def meet(self, node: Node) -> None:
        """Take in the next node."""
        self._saying.add(_said(node), self._told.put(node))

    def events(self, put: Callable[[Node], object]) -> Iterator[Join]:
        """Yield what is joined, and `put` away a node for each event, in order, once all is."""
        merged = self._shelves.new()
        blocks = Blocks(len(self._told), self._casting, self._room)
        yield from self._equals(merged, blocks)
        clusters = Clusters(merged, self._casting, self._shelves.new())
        for i in range(len(merged)):
            blocks.meet_again(i, merged[i])
        firm, loose = self._room.rows(1), self._room.rows(1)
        copied = _sorted_pairs(blocks.copies(), self._room)
        self._score(merged, blocks, copied, firm, loose)
        yield from self._joined(merged, copied, clusters, (pair for (pair,) in firm))
        told = self._room.rows(3)
        for (pair,) in loose:
            told.add(*clusters.rank(pair))
        yield from self._joined(merged, copied, clusters, (pair for _, _, pair in told))
        for group in clusters.groups():
            whole = clusters.whole(group[0])
            if len(group) > 1:
                positions = tuple(sorted(m for i in group for m in merged[i].mentions))
                whole = dataclasses.replace(whole, mentions=positions)
            put(whole)

    def _joined(
        self, merged: Shelf[Node], copied: Sequence[int], clusters: Clusters, pairs: Iterable[int]
    ) -> Iterator[Join]:
        for i, j in clusters.join(pairs):
            left, right, pair = merged[i], merged[j], packed(0, i, j)
            at = bisect_left(copied, pair)
            same = "same words" if at < len(copied) and copied[at] == pair else ""
            yield left.mentions[0], right.mentions[0], reason(left, right, self._casting, same)

    def _equals(self, merged: Shelf[Node], blocks: Blocks) -> Iterator[Join]:
        """Put nodes that say exactly the same as one, so that a story printed a thousand times is compared once."""
        nodes, casting = self._told, self._casting
        after = array("I", bytes(4 * len(nodes)))
        """The next of those that say the same, plus one; of the last and of those alone 0."""
        later = bytearray(len(nodes))
        for group in self._saying:
            if len(group) == 1:
                continue
            first = nodes[group[0]]
            if pair_points(first, first, casting) is None:
                continue
            words = reason(first, first, casting)
            for i, j in pairwise(group):
                after[i], later[j] = j + 1, 1
                yield first.mentions[0], nodes[j].mentions[0], words
        for i in range(len(nodes)):
            if not later[i]:
                node = _fold(nodes, i, after, casting)
                blocks.meet(merged.put(node), node)

    def _score(self, nodes: Shelf[Node], blocks: Blocks, copied: Sequence[int], firm: Rows, loose: Rows) -> None:
        """Find every pair that passes its bar, packed, those of one sure day first and then all others."""
        casting = self._casting
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
                sure = left.lo == left.hi == right.lo == right.hi != 0
                (firm if sure else loose).add(packed(found, i, j))


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
    if not after[first]:
        return node
    positions, quotes = array("I", node.mentions), dict.fromkeys(node.quotes)
    at = first
    while after[at]:
        at = after[at] - 1
        other = nodes[at]
        node = joint(node, other, casting)
        positions.extend(other.mentions)
        quotes.update(dict.fromkeys(other.quotes))
    return dataclasses.replace(node, mentions=tuple(sorted(positions)), quotes=tuple(quotes))
