"""Pairs of a block of nodes that are not sure of one day, or whose days differ in the year alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice
from typing import Final

from memcon.events.merge.beside import MOST_COMPARED, Known, Nodes, Pair, places
from memcon.events.merge.casts import Casting
from memcon.events.merge.rules import YEAR_SLIP_DAYS

MANY: Final = 4
"""Pairs of a block for each of its nodes beyond which it is worth while to work out first which names may be one."""


def slip_pairs(group: Iterable[Sequence[int]]) -> Iterator[Pair]:
    """Yield days that differ in the year, told by texts that were published together.

    Of each node: the day, the first and last day of publication, and the position.
    """
    years: dict[int, list[tuple[int, int, int]]] = {}
    for day, first, last, i in group:
        years.setdefault(day, []).append((first, i, last))
    for one, other in combinations(years, 2):
        fewer, more = sorted((sorted(years[one]), sorted(years[other])), key=len)
        for first, i, last in fewer:
            start = bisect_left(more, (first - YEAR_SLIP_DAYS,))
            end = bisect_right(more, (last + YEAR_SLIP_DAYS + 1,))
            yield from ((i, j) for _, j, _ in islice(more, start, min(end, start + MOST_COMPARED)))


def loose_pairs(loose: list[tuple[int, int, int]], days: list[tuple[int, int]]) -> Iterator[Pair]:
    """Yield each loosely dated node with the days that it allows, and with those that allow the same days."""
    for at, (lo, hi, i) in enumerate(loose):
        start, end = bisect_left(days, (lo,)), bisect_left(days, (hi + 1,))
        yield from ((i, j) for _, j in islice(days, start, end))
        for other_lo, _, j in islice(loose, at + 1, at + 1 + MOST_COMPARED):
            if other_lo > hi:
                break
            yield i, j


def count_pairs(loose: Sequence[tuple[int, int, int]], days: Sequence[tuple[int, int]]) -> int:
    """Return how many pairs `loose_pairs` yields."""
    begins = [lo for lo, _, _ in loose]
    return sum(
        bisect_left(days, (hi + 1,)) - bisect_left(days, (lo,)) + min(MOST_COMPARED, bisect_right(begins, hi) - at)
        for at, (lo, hi, _) in enumerate(loose, 1)
    )


def crowded_pairs(
    nodes: Nodes, loose: list[tuple[int, int, int]], days: list[tuple[int, int]], casting: Casting
) -> Iterator[Pair]:
    """Yield what `loose_pairs` does of many nodes, but for those that their people and sides tell apart.

    Some at a time, with the days that these allow, so that no more is held of a block that spans years.
    """
    for first in range(0, len(loose), MOST_COMPARED):
        ahead = loose[first : first + 2 * MOST_COMPARED]
        own = ahead[:MOST_COMPARED]
        allowed = days[bisect_left(days, (own[0][0],)) : bisect_left(days, (max(hi for _, hi, _ in own) + 1,))]
        sure = Known([nodes[i] for _, i in allowed], casting)
        sieve = Known([nodes[i] for *_, i in ahead], casting)
        for at, (lo, hi, i) in enumerate(own, 1):
            node = nodes[i]
            start, end = bisect_left(allowed, (lo,)), bisect_left(allowed, (hi + 1,))
            if start < end:
                fit = sure.beside(node) >> start & (1 << end - start) - 1
                yield from ((i, allowed[start + place][1]) for place in places(fit))
            for place in places(sieve.beside(node) >> at & (1 << MOST_COMPARED) - 1):
                other_lo, _, j = ahead[at + place]
                if other_lo > hi:
                    break
                yield i, j
