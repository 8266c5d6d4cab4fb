"""Nodes grouped under rules that some must never be together: union-find whose every root knows its whole cluster.

Pairs are taken strongest first, ties by position, so the outcome does not depend on the order in which they were found.
A pair joins only if the whole clusters are compatible: what two mentions cannot be, a third cannot make them. Where a
mention could be of several clusters, it goes to the one that more mentions tell.
"""

from array import array
from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from typing import Final

from memcon.events.merge.casts import Casting
from memcon.events.merge.nodes import Node, joint
from memcon.events.merge.room import Shelf, listed
from memcon.events.merge.rules import compatible

_BITS: Final = 27  # of a position: 134 million nodes
_MASK: Final = (1 << _BITS) - 1
_MOST: Final = 1023  # points that fit into the rest of 64 bits
_SIGN: Final = 1 << 63  # so that numbers fit where the sign has a bit


def packed(points: int, left: int, right: int) -> int:
    """Return a pair as one number of 64 bits, with its sign, that sorts strongest first, then by position."""
    low, high = (left, right) if left < right else (right, left)
    weakness = _MOST - points if points < _MOST else 0
    return ((weakness << 2 * _BITS) | (low << _BITS) | high) - _SIGN


def unpacked(pair: int) -> tuple[int, int]:
    """Return the two positions of a packed pair, the lower first."""
    return (pair >> _BITS) & _MASK, pair & _MASK


class Clusters:
    """Which nodes are one event so far. Of each node it holds some numbers; whole clusters lie on a shelf."""

    def __init__(
        self,
        nodes: Shelf[Node] | Sequence[Node],
        weights: MutableSequence[int],
        casting: Casting,
        wholes: Shelf[Node] | None = None,
    ) -> None:
        """Begin with each of `nodes` by itself, with so many mentions: `weights`, which become those of clusters."""
        self._nodes, self._casting = nodes, casting
        self._wholes: Shelf[Node] = listed() if wholes is None else wholes
        self._parent = array("I", range(len(nodes)))
        self._next = array("I", range(len(nodes)))
        """The members of a cluster in a ring."""
        self._weight = weights
        """Of a root: how many mentions it has."""
        self._whole = array("I", bytes(4 * len(nodes)))
        """Of a root: where its whole lies, plus one; 0 for a node by itself."""

    def join(self, pairs: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Join every packed pair that can be joined, in the order given; yield those that were."""
        previous = None
        for pair in pairs:
            if pair != previous:
                previous = pair
                ends = unpacked(pair)
                if self._join(*ends):
                    yield ends

    def rank(self, pair: int, *, by_points: bool = True) -> tuple[int, int, int]:
        """Return by what packed pairs come strongest first, of equal ones those whose clusters have more mentions now.

        Without `by_points` the mentions decide first, and then the points.
        """
        left, right = unpacked(pair)
        told = self._weight[self.root(left)] + self._weight[self.root(right)]
        return (pair >> 2 * _BITS) * by_points, -told, pair

    def groups(self) -> Iterator[list[int]]:
        """Yield the clusters as sorted lists of positions, in order of their first."""
        done = bytearray(len(self._parent))
        for position in range(len(self._parent)):
            if self._next[position] == position:
                yield [position]
            elif not done[position]:
                group = sorted(self._ring(position))
                for member in group:
                    done[member] = 1
                yield group

    def whole(self, position: int) -> Node:
        """Return the cluster that a node is in, as one node."""
        root = self.root(position)
        at = self._whole[root]
        return self._wholes[at - 1] if at else self._nodes[root]

    def root(self, position: int) -> int:
        """Return the one position that stands for the cluster of a node now."""
        parent = self._parent
        while parent[position] != position:
            parent[position] = parent[parent[position]]
            position = parent[position]
        return position

    def _ring(self, position: int) -> Iterator[int]:
        yield position
        other = self._next[position]
        while other != position:
            yield other
            other = self._next[other]

    def _join(self, left: int, right: int) -> bool:
        a, b = self.root(left), self.root(right)
        if a == b:
            return False
        one, other = self.whole(a), self.whole(b)
        if not compatible(one, other, self._casting):
            return False
        self._unite(a, b, joint(one, other, self._casting))
        return True

    def _unite(self, a: int, b: int, whole: Node) -> None:
        if self._weight[a] < self._weight[b]:
            a, b = b, a
        self._next[a], self._next[b] = self._next[b], self._next[a]
        self._parent[b] = a
        at = self._whole[a] or self._whole[b]
        if at:
            self._wholes.replace(at - 1, whole)
        self._whole[a] = at or self._wholes.put(whole) + 1
        self._weight[a] += self._weight[b]
