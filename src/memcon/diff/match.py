"""Find which records of two runs are one event: identical first, then on the same words, then alike.

Everything is decided by content, never by position, and by rules that are the same both ways; so the order of lines
does not matter, and comparing the other way round gives the mirror image.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import combinations
from typing import Final, NamedTuple

from memcon.diff.assign import Edge, assign, weighed
from memcon.diff.evidence import Side, Tie, side, ties
from memcon.diff.face import proofs
from memcon.diff.likeness import (
    LEAST_ELSEWHERE,
    Look,
    contradictory,
    enough,
    folded,
    look,
    month_and_day,
    plausible,
    points,
    same_family,
)  # fmt: skip
from memcon.diff.values import By, Record

MOST_ALIKE: Final = 400
"""Pairs compared in one block; in a larger one, only those of dates next to one another."""
WINDOW: Final = 8
"""How many neighbours of the other run are compared in a large block."""
ABSORBED: Final = 1 / 2
"""Share of a record's evidence that another must hold for the one to have been merged into it."""


class Pair(NamedTuple):
    """Positions of one event in the old and in the new run."""

    old: int
    new: int
    by: By


@dataclass(frozen=True, slots=True)
class Matching:
    """Which records belong together, by position."""

    same: tuple[tuple[int, int], ...]
    """Identical in every field."""
    pairs: tuple[Pair, ...]
    merged: Mapping[int, int]
    """Old records without a partner whose words a new one holds, that one having another partner."""
    split: Mapping[int, int]
    """New records without a partner whose words an old one held: new to old."""


@dataclass(slots=True)
class _Runs:
    """Both runs, with what was looked at so far."""

    old: Sequence[Record]
    new: Sequence[Record]
    _looks: tuple[dict[int, Look], dict[int, Look]] = field(default_factory=lambda: ({}, {}))
    _prints: tuple[dict[int, str], dict[int, str]] = field(default_factory=lambda: ({}, {}))

    def look(self, which: int, node: int) -> Look:
        found = self._looks[which].get(node)
        if found is None:
            found = self._looks[which][node] = look((self.old, self.new)[which][node])
        return found

    def looks(self, old: int, new: int) -> tuple[Look, Look]:
        return self.look(0, old), self.look(1, new)

    def edge(self, old: int, new: int, score: float) -> Edge:
        """Return the pair with a weight that no other pair of other content has.

        Cubed, so that an excellent pair is not given up for two middling ones.
        """
        return Edge(old, new, weighed(max(1, round(score)) ** 3, self._print(0, old), self._print(1, new)))

    def _print(self, which: int, node: int) -> str:
        found = self._prints[which].get(node)
        if found is None:
            content = repr((self.old, self.new)[which][node]).encode("utf-8", "surrogatepass")
            found = self._prints[which][node] = blake2b(content, digest_size=16).hexdigest()
        return found


def match(old: Sequence[Record], new: Sequence[Record]) -> Matching:
    """Return which records of `old` and `new` are one event; each stands in one pair at most."""
    runs = _Runs(old, new)
    same = _identical(old, new)
    left_old, left_new = set(range(len(old))) - {i for i, _ in same}, set(range(len(new))) - {j for _, j in same}
    strong, weak = _evidence(runs, left_old, left_new)
    pairs = _settle(runs, strong)
    left_old -= {p.old for p in pairs}
    left_new -= {p.new for p in pairs}
    merged, split = _absorbed(runs, left_old, left_new, same, pairs)
    left_old -= merged.keys()
    left_new -= split.keys()
    pairs += _alike(runs, left_old, left_new, weak)
    return Matching(tuple(same), tuple(pairs), merged, split)


def _identical(old: Sequence[Record], new: Sequence[Record]) -> list[tuple[int, int]]:
    where: dict[Record, list[int]] = defaultdict(list)
    for i, record in enumerate(old):
        where[record].append(i)
    return [(where[record].pop(), j) for j, record in enumerate(new) if where.get(record)]


def _evidence(runs: _Runs, old: set[int], new: set[int]) -> tuple[list[Tie], list[Tie]]:
    """Return ties that make one event of two records, and those that only speak for it."""
    strong: list[Tie] = []
    weak: list[Tie] = []
    for tie in ties(side(runs.old, old), side(runs.new, new)):
        a, b = runs.looks(tie.old, tie.new)
        if plausible(a, b):
            (strong if same_family(a, b) else weak).append(tie)
    return strong, weak


def _settle(runs: _Runs, found: Sequence[Tie]) -> list[Pair]:
    edges = []
    olds, news = _degrees(found)
    for tie in found:
        alone = olds[tie.old] == 1 == news[tie.new]
        weight = Edge(tie.old, tie.new, 1) if alone else None
        score = 0.0 if alone else 100 * tie.share + points(*runs.looks(tie.old, tie.new))
        edges.append(weight or runs.edge(tie.old, tie.new, score))
    return [Pair(e.old, e.new, "evidence") for e in assign(edges)]


def _degrees(found: Iterable[Tie]) -> tuple[dict[int, int], dict[int, int]]:
    olds: dict[int, int] = defaultdict(int)
    news: dict[int, int] = defaultdict(int)
    for tie in found:
        olds[tie.old] += 1
        news[tie.new] += 1
    return olds, news


def _absorbed(
    runs: _Runs, old: set[int], new: set[int], same: Sequence[tuple[int, int]], pairs: Sequence[Pair]
) -> tuple[dict[int, int], dict[int, int]]:
    """Return which old records went into a new one that has a partner, and which new ones came out of an old one."""
    if not old and not new:
        return {}, {}
    partner_old = {**dict(same), **{p.old: p.new for p in pairs}}
    partner_new = {j: i for i, j in partner_old.items()}
    articles = frozenset(
        proof.article for which, nodes in ((runs.old, old), (runs.new, new)) for i in nodes
        for proof in proofs(which[i])
    )  # fmt: skip
    merged = _into(runs, side(runs.old, old), side(runs.new, partner_new, articles), turned=False)
    split = _into(runs, side(runs.new, new), side(runs.old, partner_old, articles), turned=True)
    return merged, split


def _into(runs: _Runs, lone: Side, wholes: Side, *, turned: bool) -> dict[int, int]:
    best: dict[int, Edge] = {}
    for tie in ties(lone, wholes):
        node, whole = tie.old, tie.new
        a, b = runs.looks(whole, node) if turned else runs.looks(node, whole)
        if tie.part_of_old < ABSORBED or a.kind != b.kind or a.status != b.status or contradictory(a, b):
            continue
        if not plausible(a, b) or (a.kind == "dispute" and a.variant != b.variant):
            continue
        score = 100 * tie.part_of_old + points(a, b)
        edge = runs.edge(whole, node, score) if turned else runs.edge(node, whole, score)
        if node not in best or edge.weight > best[node].weight:
            best[node] = edge
    return {node: edge.old if turned else edge.new for node, edge in best.items()}


def _alike(runs: _Runs, old: set[int], new: set[int], weak: Sequence[Tie]) -> list[Pair]:
    edges = {}
    for tie in weak:
        if tie.old in old and tie.new in new:
            a, b = runs.looks(tie.old, tie.new)
            score = 40 * tie.share + points(a, b)
            if score >= LEAST_ELSEWHERE:
                edges[tie.old, tie.new] = runs.edge(tie.old, tie.new, score)
    spoken = set(edges)
    for i, j in _candidates(runs, old, new):
        if (i, j) not in edges:
            a, b = runs.looks(i, j)
            if enough(a, b):
                edges[i, j] = runs.edge(i, j, points(a, b))
    return [
        Pair(e.old, e.new, "evidence" if (e.old, e.new) in spoken else "likeness") for e in assign([*edges.values()])
    ]


def _candidates(runs: _Runs, old: set[int], new: set[int]) -> Iterator[tuple[int, int]]:
    """Yield pairs that share an article, an id, or two countries or a name at about one time, some twice."""
    blocks: dict[tuple[object, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for which, nodes in enumerate((old, new)):
        for node in nodes:
            for key in _keys(runs, which, node):
                blocks[key][which].append(node)
    for mine, theirs in blocks.values():
        if len(mine) * len(theirs) <= MOST_ALIKE:
            yield from ((i, j) for i in mine for j in theirs)
        elif mine and theirs:
            yield from _neighbours(runs, mine, theirs)


def _keys(runs: _Runs, which: int, node: int) -> Iterator[tuple[object, ...]]:
    seen = runs.look(which, node)
    family = seen.kind == "dispute"
    for article in seen.articles:
        yield "article", article, family
    countries = sorted(seen.countries)
    dyads = [tuple(countries)] if len(countries) < 2 else combinations(countries[:6], 2)
    for dyad in dyads:
        yield "dyad", family, seen.status, dyad
    record = (runs.old, runs.new)[which][node]
    for name in {folded(p.name) for p in record.participants}:
        yield "name", family, name


def _neighbours(runs: _Runs, old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield pairs of a large block that stand next to one another by date and id, or on one day of different years."""
    ranks: dict[tuple[int, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    years: dict[tuple[int, int], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for which, nodes in enumerate((old, new)):
        for node in nodes:
            lo = runs.look(which, node).lo
            ranks[lo, (runs.old, runs.new)[which][node].id][which].append(node)
            if lo:
                years[month_and_day(lo)][which].append(node)
    blocks = [ranks[key] for key in sorted(ranks)]
    for at, here in enumerate(blocks):
        for there in blocks[at : at + WINDOW]:
            for mine, theirs in ((here[0], there[1]), (there[0], here[1]))[: 1 + (here is not there)]:
                yield from _all(mine, theirs)
    for mine, theirs in years.values():
        yield from _all(mine, theirs)


def _all(old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(old) * len(new) <= MOST_ALIKE:
        yield from ((i, j) for i in old for j in new)
