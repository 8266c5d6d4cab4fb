"""Find the pairs of nodes of different articles that are worth comparing: near-linear in their number.

Blocks: the day and two countries; the day of the year and two countries, for slips of the year; a person or a direction
and the day; a person and the country of another side, by time; an act and two countries, by time; the words of a quote.
Whatever passes a bar of `rules` stands in one. In a crowded block, all are compared with those that know most.
"""

import datetime as dt
import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations, islice, pairwise
from typing import Final

from memcon.events.merge import acts
from memcon.events.merge.beside import pairs_beside
from memcon.events.merge.casts import Casting
from memcon.events.merge.nodes import DISPUTE, Node, plain_words
from memcon.events.merge.rules import TOLD_DAYS, YEAR_SLIP_DAYS
from memcon.records import Mention

LEAST_QUOTE: Final = 40
"""Characters below which the same words in two articles prove nothing."""
MOST_PAIRED: Final = 6
"""Countries beyond which a roll of participants is blocked by neighbours in the alphabet, not by every two."""
MOST_COMPARED: Final = 150
"""Nodes of a block with which each other of that block is compared, so that no day in the news takes for ever."""
LEAST_COMPARED: Final = 20
MOST_PAIRS: Final = 300_000
"""Pairs of a crowded block: beyond two thousand nodes each is compared with fewer than `MOST_COMPARED`."""

Blocks = dict[Hashable, list[int]]
Pair = tuple[int, int]


def block_pairs(nodes: Sequence[Node], casting: Casting) -> Iterator[Pair]:
    """Yield pairs of positions, the same pair perhaps several times."""
    yield from _same_day(nodes, casting)
    yield from _slips(nodes)
    yield from _few_sides(nodes, casting)
    yield from _by_time(nodes, casting)


def copies(nodes: Sequence[Node], mentions: Sequence[Mention]) -> Iterator[Pair]:
    """Yield pairs of nodes that prove themselves by the same words, each with the next that has them."""
    found: Blocks = {}
    for i, node in enumerate(nodes):
        for position in node.mentions:
            for quote in mentions[position].quotes:
                if len(quote.text) >= LEAST_QUOTE:
                    words = hashlib.blake2b(plain_words(quote.text).encode(), digest_size=8).digest()
                    group = found.setdefault((*_family(node), node.acts, words), [])
                    if not group or group[-1] != i:
                        group.append(i)
    for group in found.values():
        yield from pairwise(group)


def is_day(node: Node) -> bool:
    """Say whether a node is known to the day."""
    return node.lo == node.hi != 0


def _family(node: Node) -> tuple[bool, str]:
    return bool(node.kinds & DISPUTE), node.status


def dyads(node: Node) -> list[tuple[str, ...]]:
    """Return every two countries of a node; of a long roll neighbours in the alphabet, of one country that one."""
    countries = sorted(node.cast.countries)
    if len(countries) < 2:
        return [tuple(countries)]
    return list(combinations(countries, 2) if len(countries) <= MOST_PAIRED else pairwise(countries))


def _pairs(nodes: Sequence[Node], group: Sequence[int], casting: Casting) -> Iterator[Pair]:
    """Yield the pairs of a block of one day that may be one, of a crowded one those with what knows most."""
    yield from pairs_beside(nodes, _known(nodes, group), group, casting)


def _known(nodes: Sequence[Node], group: Sequence[int]) -> Sequence[int]:
    """Return those of a block with which its others are compared: the more crowded it is, the fewer."""
    if len(group) <= MOST_COMPARED:
        return group
    return _knowing(nodes, group, min(MOST_COMPARED, max(LEAST_COMPARED, MOST_PAIRS // len(group))))


def _knowing(nodes: Sequence[Node], group: Iterable[int], most: int) -> list[int]:
    """Return those of a block that name most sides and stand for most mentions."""

    def rank(i: int) -> tuple[int, int, int]:
        return -len(nodes[i].cast.sides), -len(nodes[i].mentions), i

    return sorted(sorted(group, key=rank)[:most])


def _same_day(nodes: Sequence[Node], casting: Casting) -> Iterator[Pair]:
    blocks: Blocks = {}
    for i, node in enumerate(nodes):
        if is_day(node):
            for dyad in dyads(node):
                blocks.setdefault((*_family(node), node.lo, dyad), []).append(i)
    for group in blocks.values():
        yield from _pairs(nodes, group, casting)


def _slips(nodes: Sequence[Node]) -> Iterator[Pair]:
    """Yield days that differ in the year, told by texts that were published together."""
    blocks: dict[Hashable, dict[int, list[tuple[int, int]]]] = {}
    for i, node in enumerate(nodes):
        if is_day(node) and node.published and node.cast.sides:
            day = dt.date.fromordinal(node.lo)
            for dyad in dyads(node):
                years = blocks.setdefault((*_family(node), day.month, day.day, dyad), {})
                years.setdefault(day.year, []).append((node.published, i))
    for years in blocks.values():
        for one, other in combinations(sorted(years), 2):
            fewer, more = sorted((sorted(years[one]), sorted(years[other])), key=len)
            for published, i in fewer:
                start = bisect_left(more, (published - YEAR_SLIP_DAYS,))
                end = bisect_right(more, (nodes[i].last_published + YEAR_SLIP_DAYS + 1,))
                yield from ((i, j) for _, j in islice(more, start, min(end, start + MOST_COMPARED)))


def _few_sides(nodes: Sequence[Node], casting: Casting) -> Iterator[Pair]:
    """Yield what names fewer than two countries, with all of that day that has one of its people or its direction."""
    blocks: Blocks = {}
    few = {i for i, node in enumerate(nodes) if is_day(node) and len(node.cast.countries) < 2}
    for i in sorted(few):
        for key in _doers(nodes[i], casting):
            blocks.setdefault((*_family(nodes[i]), nodes[i].lo, key), []).append(i)
    for i, node in enumerate(nodes) if few else ():
        if is_day(node) and i not in few:
            for key in _doers(node, casting):
                group = blocks.get((*_family(node), node.lo, key))
                if group is not None:
                    group.append(i)
    for group in blocks.values():
        known = _known(nodes, group)
        yield from pairs_beside(nodes, [i for i in known if i in few], group, casting)
        rest = few.intersection(group).difference(known)
        yield from pairs_beside(nodes, [i for i in known if i not in few], sorted(rest), casting)


def _doers(node: Node, casting: Casting) -> set[str]:
    """Return keys of the people of a node, of the sides that act and of those acted against."""
    people = {key for _, numbers in node.cast.sides for number in numbers for key in casting.parties.keys(number)}
    sides = {f"actor {country}" for country in node.cast.actors}
    return people | sides | {f"target {country}" for country in node.cast.targets}


def _by_time(nodes: Sequence[Node], casting: Casting) -> Iterator[Pair]:
    """Yield what a text dates loosely or not at all, with all that its people, or its sides, can have done then."""
    blocks: Blocks = {}
    for i, node in enumerate(nodes):
        if node.lo or node.published:
            for key in _ties(node, casting):
                blocks.setdefault((*_family(node), *key), []).append(i)
            for dyad in dyads(node) if _is_close(node) else ():
                blocks.setdefault((*_family(node), node.acts, dyad), []).append(i)
    for group in blocks.values():
        loose = sorted((*_when(nodes[i]), i) for i in group if not is_day(nodes[i]))
        if loose:
            yield from _loose_pairs(nodes, loose, [i for i in group if is_day(nodes[i])])


def _loose_pairs(nodes: Sequence[Node], loose: list[tuple[int, int, int]], sure: list[int]) -> Iterator[Pair]:
    """Yield each loosely dated node with the days that it allows, and with those that allow the same days."""
    if len(sure) > MOST_COMPARED:
        sure = _by_day(nodes, sure)
    days = sorted((nodes[i].lo, i) for i in sure)
    for at, (lo, hi, i) in enumerate(loose):
        start, end = bisect_left(days, (lo,)), bisect_left(days, (hi + 1,))
        yield from ((i, j) for _, j in islice(days, start, end))
        for other_lo, _, j in islice(loose, at + 1, at + 1 + MOST_COMPARED):
            if other_lo > hi:
                break
            yield i, j


def _by_day(nodes: Sequence[Node], group: list[int]) -> list[int]:
    """Return a few nodes for each day, those that know most."""
    days: dict[int, list[int]] = {}
    for i in group:
        days.setdefault(nodes[i].lo, []).append(i)
    return [i for own in days.values() for i in _knowing(nodes, own, MOST_COMPARED // 10)]


def _is_close(node: Node) -> bool:
    """Say whether a node can be one with another for its countries alone, of a day of which it is not sure."""
    return (node.hi - node.lo <= 7 and node.lo > 0) or any(act in acts.RARE for act in node.acts)


def _ties(node: Node, casting: Casting) -> set[tuple[str, str]]:
    """Return each person of a node with each country of another side, or with none where there is none."""
    found: set[tuple[str, str]] = set()
    for country, numbers in node.cast.sides:
        others = node.cast.countries - {country} or {""}
        for number in numbers:
            found.update((key, other) for key in casting.parties.keys(number) for other in others)
    return found


def _when(node: Node) -> tuple[int, int]:
    """Return the days in which a node can have taken place, guessed round its publication where it is undated."""
    if node.lo:
        return node.lo, node.hi
    before = 1 if node.status == "planned" else TOLD_DAYS
    after = 1 if node.status == "occurred" else TOLD_DAYS
    return node.published - before, node.last_published + after
