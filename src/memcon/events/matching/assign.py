"""Give each at most one partner so that the sum of weights is greatest. Knows nothing of what is paired.

Maximum-weight bipartite matching by successive shortest augmenting paths (the Hungarian method on sparse graphs) inside
each connected component: exact, and near-linear where components are small, as those of evidence are. scipy's and
lap's solvers are faster on one large component, but take tables of floats: weights here are integers of some 90 bits,
so that ties are broken by content. scipy is a large dependency besides, for a hundred lines.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final, NamedTuple

MOST_STEPS: Final = 2_000_000
"""Nodes of the smaller side times edges up to which a component is solved exactly; beyond it the heaviest pairs go
first, which gives at least half of the greatest sum."""
Weigh = Callable[[int, int], int]


class Pair(NamedTuple):
    """Positions in two sequences: of old and new records, or of gold events and predictions."""

    old: int
    new: int


class _Edge(NamedTuple):
    old: int
    new: int
    weight: int


def weighed(score: int, old: str, new: str) -> int:
    """Return a weight that no pair of other content has: ties are broken by content, the same way from both sides."""
    one, other = sorted((old, new))
    tie = blake2b(f"{len(one)} {one}{other}".encode("utf-8", "surrogatepass"), digest_size=5).digest()
    return (score << 64) + int.from_bytes(tie)


def assign(pairs: Iterable[Pair], weigh: Weigh) -> list[Pair]:
    """Return those of the possible `pairs`, of which no two share an end, that have the greatest sum of weights.

    Weights are not negative; where all sums are different, there is one answer, whatever the order. `weigh` is asked
    only where there is a choice. Of a square table of all pairs, equal sums are decided as by the Hungarian method row
    by row: by the lowest column. The same pairs give the same answer in the same order, which means nothing.
    """
    found: list[Pair] = []
    for part in _components(pairs):
        if len(part) == 1:
            found.extend(part)
            continue
        edges = [_Edge(i, j, weigh(i, j)) for i, j in part]
        olds, news = {e.old for e in edges}, {e.new for e in edges}
        exact = min(len(olds), len(news)) * len(edges) <= MOST_STEPS
        found.extend(_exact(edges, turned=len(olds) > len(news)) if exact else _greedy(edges))
    return found


def _components(pairs: Iterable[Pair]) -> Iterable[list[Pair]]:
    parent: dict[int, int] = {}

    def root(node: int) -> int:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    every = sorted({*pairs})
    for old, new in every:
        a, b = root(old), root(~new)  # new ends are told from old ones by their sign
        if a != b:
            parent[b] = a
    parts: dict[int, list[Pair]] = defaultdict(list)
    for pair in every:
        parts[root(pair.old)].append(pair)
    return parts.values()


def _greedy(edges: list[_Edge]) -> Iterator[Pair]:
    olds: set[int] = set()
    news: set[int] = set()
    for old, new, _ in sorted(edges, key=lambda e: (-e.weight, e.old, e.new)):
        if old not in olds and new not in news:
            olds.add(old)
            news.add(new)
            yield Pair(old, new)


def _exact(edges: list[_Edge], *, turned: bool) -> list[Pair]:
    ends = max(max(edge.old, edge.new) for edge in edges) + 1
    solver = _Solver(max(edge.weight for edge in edges), ends)
    for old, new, weight in edges:
        left, right = (new, old) if turned else (old, new)
        solver.weights.setdefault(left, {})[right] = weight
    for left in solver.weights:
        solver.place(left)
    pairs = [(left, right) for right, left in solver.match.items() if right < ends]
    return [Pair(right, left) if turned else Pair(left, right) for left, right in pairs]


@dataclass(slots=True)
class _Solver:
    """One component, its left nodes placed one at a time; what is placed is always the best for what is placed.

    Each left node also has a way out of weight 0, a right node of its own after all others, which leaves it without a
    partner.
    """

    highest: int
    ways_out: int
    """Where the right nodes end and the ways out begin."""
    weights: dict[int, dict[int, int]] = field(default_factory=dict)
    match: dict[int, int] = field(default_factory=dict)
    """The left node that each right node has."""
    _left_price: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    _right_price: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def place(self, start: int) -> None:
        """Give `start` a partner, moving others where the sum gains by it: Dijkstra over reduced costs."""
        reached, settled = {start: 0}, {}
        distance: dict[int, int] = {}
        back: dict[int, int] = {}
        heap: list[tuple[int, int]] = []
        left, so_far = start, 0
        while True:
            for right, weight in (*self.weights[left].items(), (self.ways_out + left, 0)):
                far = so_far + self.highest - weight - self._left_price[left] - self._right_price[right]
                if right not in settled and (right not in distance or far < distance[right]):
                    distance[right], back[right] = far, left
                    heapq.heappush(heap, (far, right))
            so_far, right = heapq.heappop(heap)
            while right in settled:
                so_far, right = heapq.heappop(heap)
            if right not in self.match:
                break
            settled[right] = so_far
            left = self.match[right]
            reached[left] = so_far
        self._reprice(so_far, reached, settled)
        self._turn(start, right, back)

    def _reprice(self, whole: int, reached: dict[int, int], settled: dict[int, int]) -> None:
        for left, far in reached.items():
            self._left_price[left] += whole - far
        for right, far in settled.items():
            self._right_price[right] -= whole - far

    def _turn(self, start: int, right: int, back: dict[int, int]) -> None:
        """Match along the path found, from its free end back to `start`."""
        held = {left: r for r, left in self.match.items() if r in back or r == right}
        while True:
            left = back[right]
            previous = held.get(left)
            self.match[right] = left
            if left == start:
                return
            assert previous is not None  # noqa: S101 - every left node on the path but the first has a partner
            right = previous
