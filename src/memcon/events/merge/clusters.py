"""Nodes grouped under rules that some must never be together: union-find whose every root knows its whole cluster.

Pairs are taken strongest first, ties by position, so the outcome does not depend on the order in which they were found.
A pair joins only if the whole clusters are compatible: what two mentions cannot be, a third cannot make them. Where a
mention could be of several clusters, it goes to the one that more mentions tell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from memcon.events.merge.casts import Casting
from memcon.events.merge.nodes import Node, joint
from memcon.events.merge.rules import compatible

_BITS: Final = 27  # of a position: 134 million nodes
_MASK: Final = (1 << _BITS) - 1
_MOST: Final = 1023  # points that fit into the rest of 64 bits


def packed(points: int, left: int, right: int) -> int:
    """Return a pair as one number that sorts strongest first, then by position."""
    low, high = (left, right) if left < right else (right, left)
    return (max(0, _MOST - points) << 2 * _BITS) | (low << _BITS) | high


def unpacked(pair: int) -> tuple[int, int]:
    """Return the two positions of a packed pair, the lower first."""
    return (pair >> _BITS) & _MASK, pair & _MASK


@dataclass(slots=True)
class Clusters:
    """Which nodes are one event so far."""

    nodes: Sequence[Node]
    casting: Casting
    _parent: list[int] = field(init=False)
    _whole: dict[int, Node] = field(init=False, default_factory=dict)
    _members: dict[int, list[int]] = field(init=False, default_factory=dict)
    _weights: dict[int, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._parent = list(range(len(self.nodes)))

    def join(self, pairs: Iterable[int]) -> list[tuple[int, int]]:
        """Join every packed pair that can be joined, in the order given; return those that were."""
        done = []
        previous = -1
        for pair in pairs:
            if pair != previous:
                previous = pair
                ends = unpacked(pair)
                if self._join(*ends):
                    done.append(ends)
        return done

    def told_most_first(self, pairs: Iterable[int], *, by_points: bool = True) -> list[int]:
        """Return packed pairs strongest first, of equal ones those whose clusters have more mentions by now.

        Without `by_points` the mentions decide first, and then the points.
        """

        def rank(pair: int) -> tuple[int, int, int]:
            left, right = unpacked(pair)
            return (pair >> 2 * _BITS) * by_points, -self._told(left) - self._told(right), pair

        return sorted(pairs, key=rank)

    def _told(self, position: int) -> int:
        root = self._root(position)
        return self._weights.get(root, len(self.nodes[root].mentions))

    def groups(self) -> list[list[int]]:
        """Return the clusters as sorted lists of positions, in order of their first."""
        return sorted(
            sorted(self._members.get(root, [root])) for root in range(len(self.nodes)) if self._parent[root] == root
        )

    def whole(self, position: int) -> Node:
        """Return the cluster that a node is in, as one node."""
        root = self._root(position)
        return self._whole.get(root, self.nodes[root])

    def _root(self, position: int) -> int:
        parent = self._parent
        while parent[position] != position:
            parent[position] = parent[parent[position]]
            position = parent[position]
        return position

    def _join(self, left: int, right: int) -> bool:
        a, b = self._root(left), self._root(right)
        if a == b:
            return False
        one, other = self.whole(a), self.whole(b)
        if not compatible(one, other, self.casting):
            return False
        self._unite(a, b, joint(one, other, self.casting))
        return True

    def _unite(self, a: int, b: int, whole: Node) -> None:
        weight = self._told(a) + self._told(b)
        mine, theirs = self._members.pop(a, [a]), self._members.pop(b, [b])
        if len(mine) < len(theirs):
            a, b, mine, theirs = b, a, theirs, mine
        mine.extend(theirs)
        self._members[a] = mine
        self._parent[b] = a
        self._whole.pop(b, None)
        self._whole[a] = whole
        self._weights.pop(b, None)
        self._weights[a] = weight
