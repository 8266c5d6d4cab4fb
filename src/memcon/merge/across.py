"""Find which events of different articles are one. Compares only what shares a day, a person or a quote.

Blocks: the day and two countries; the day of the year and two countries, for slips of the year; a person or an actor
and the day; a person and the country of another side, by time; an act and two countries, by week; the words of a quote.
Whatever passes a bar of `rules` stands in one.
"""

import dataclasses
import datetime as dt
import hashlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, MutableSequence, Sequence
from itertools import combinations, pairwise
from typing import Final

from memcon.merge.casts import Casting
from memcon.merge.clusters import Clusters, packed
from memcon.merge.nodes import DISPUTE, Node, folded, joint
from memcon.merge.rules import RARE_ACTS, SAME_WORDS, TOLD_DAYS, YEAR_SLIP_DAYS, points, reason
from memcon.merge.within import Join
from memcon.records import Mention

LEAST_QUOTE: Final = 40
"""Characters below which the same words in two articles prove nothing."""
MOST_PAIRED: Final = 6
"""Countries beyond which a roll of participants is blocked by neighbours in the alphabet, not by every two."""

Blocks = dict[Hashable, list[int]]
Pair = tuple[int, int]


def across_articles(
    nodes: Sequence[Node], mentions: Sequence[Mention], casting: Casting
) -> tuple[list[Node], list[Join]]:
    """Return one node for each event, and what was joined."""
    groups, joins = _equals(nodes, casting)
    merged = [_fold(nodes, group, casting) for group in groups]
    clusters = Clusters(merged, casting)
    copies = set(_copies(merged, mentions))
    firm, loose = _scored(merged, casting, copies)
    done = clusters.join(sorted(firm))
    done += clusters.join(clusters.told_most_first(loose))
    for i, j in done:
        words = reason(merged[i], merged[j], casting, "same words" if (i, j) in copies else "")
        joins.append((merged[i].mentions[0], merged[j].mentions[0], words))
    return [_whole(merged, group, clusters) for group in clusters.groups()], joins


def _equals(nodes: Sequence[Node], casting: Casting) -> tuple[list[list[int]], list[Join]]:
    """Group nodes that say exactly the same, so that a story printed a thousand times is compared once."""
    groups: dict[Hashable, list[int]] = {}
    for i, node in enumerate(nodes):
        same = node.lo and node.lo == node.hi
        key: Hashable = i
        if same:
            key = (node.kinds, node.status, node.lo, node.cast.number, node.acts, node.place, node.place_country)
        groups.setdefault(key, []).append(i)
    found: list[list[int]] = []
    joins: list[Join] = []
    for group in groups.values():
        first = nodes[group[0]]
        if len(group) == 1 or points(first, first, casting) is None:
            found.extend([i] for i in group)
            continue
        found.append(group)
        words = reason(first, first, casting)
        joins.extend((first.mentions[0], nodes[i].mentions[0], words) for i in group[1:])
    found.sort()
    return found, joins


def _fold(nodes: Sequence[Node], group: list[int], casting: Casting) -> Node:
    node = nodes[group[0]]
    if len(group) == 1:
        return node
    for i in group[1:]:
        node = joint(node, nodes[i], casting)
    return dataclasses.replace(node, mentions=tuple(sorted(m for i in group for m in nodes[i].mentions)))


def _whole(merged: Sequence[Node], group: list[int], clusters: Clusters) -> Node:
    if len(group) == 1:
        return merged[group[0]]
    positions = tuple(sorted(m for i in group for m in merged[i].mentions))
    return dataclasses.replace(clusters.whole(group[0]), mentions=positions)


def _scored(
    nodes: Sequence[Node], casting: Casting, copies: set[Pair]
) -> tuple[MutableSequence[int], MutableSequence[int]]:
    """Return every pair that passes its bar, packed, those of one sure day first and then all others.

    A pair that stands in several blocks comes several times.
    """
    firm, loose = array("Q"), array("Q")
    for i, j in copies:
        found = points(nodes[i], nodes[j], casting, extra=SAME_WORDS, lenient=True)
        if found is not None:
            loose.append(packed(found, i, j))
    for i, j in _candidates(nodes, casting):
        left, right = nodes[i], nodes[j]
        found = points(left, right, casting)
        if found is not None:
            sure = left.lo == left.hi == right.lo == right.hi
            (firm if sure else loose).append(packed(found, i, j))
    return firm, loose


def _candidates(nodes: Sequence[Node], casting: Casting) -> Iterator[Pair]:
    for group in _by_day(nodes).values():
        yield from combinations(group, 2)
    yield from _slips(nodes)
    yield from _few_sides(nodes, casting)
    yield from _by_time(nodes, casting)


def _family(node: Node) -> tuple[bool, str]:
    return bool(node.kinds & DISPUTE), node.status


def _dyads(node: Node) -> list[tuple[str, ...]]:
    countries = sorted(node.cast.countries)
    if len(countries) < 2:
        return [tuple(countries)]
    return list(combinations(countries, 2) if len(countries) <= MOST_PAIRED else pairwise(countries))


def _by_day(nodes: Sequence[Node]) -> Blocks:
    blocks: Blocks = {}
    for i, node in enumerate(nodes):
        if node.lo and node.lo == node.hi:
            for dyad in _dyads(node):
                blocks.setdefault((*_family(node), node.lo, dyad), []).append(i)
    return blocks


def _slips(nodes: Sequence[Node]) -> Iterator[Pair]:
    """Yield days that differ in the year, told by texts that were published together."""
    blocks: Blocks = {}
    for i, node in enumerate(nodes):
        if node.lo and node.lo == node.hi and node.published and node.cast.sides:
            day = dt.date.fromordinal(node.lo)
            for dyad in _dyads(node):
                blocks.setdefault((*_family(node), day.month, day.day, dyad), []).append(i)
    for group in blocks.values():
        if len({nodes[i].lo for i in group}) < 2:
            continue
        group.sort(key=lambda i: (nodes[i].published, i))
        for at, i in enumerate(group):
            for j in group[at + 1 :]:
                if nodes[j].published > nodes[i].last_published + YEAR_SLIP_DAYS:
                    break
                if nodes[i].lo != nodes[j].lo:
                    yield i, j


def _few_sides(nodes: Sequence[Node], casting: Casting) -> Iterator[Pair]:
    """Yield what names fewer than two countries, with all of that day that has one of its people or direction."""
    blocks: Blocks = {}
    few = {i for i, node in enumerate(nodes) if node.lo and node.lo == node.hi and len(node.cast.countries) < 2}
    for i in sorted(few):
        for key in _doers(nodes[i], casting):
            blocks.setdefault((*_family(nodes[i]), nodes[i].lo, key), []).append(i)
    if not few:
        return
    for i, node in enumerate(nodes):
        if node.lo and node.lo == node.hi and i not in few:
            for key in _doers(node, casting):
                group = blocks.get((*_family(node), node.lo, key))
                if group is not None:
                    group.append(i)
    for group in blocks.values():
        yield from ((i, j) for i, j in combinations(group, 2) if i in few or j in few)


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
            for dyad in _dyads(node) if _is_close(node) else ():
                blocks.setdefault((*_family(node), node.acts, dyad), []).append(i)
    for group in blocks.values():
        loose = sorted((*_when(nodes[i]), i) for i in group if not nodes[i].lo or nodes[i].lo != nodes[i].hi)
        if not loose:
            continue
        days = sorted((nodes[i].lo, i) for i in group if nodes[i].lo and nodes[i].lo == nodes[i].hi)
        for at, (lo, hi, i) in enumerate(loose):
            yield from ((i, j) for _, j in days[bisect_left(days, (lo, -1)) : bisect_right(days, (hi, len(nodes)))])
            for other_lo, _, j in loose[at + 1 :]:
                if other_lo > hi:
                    break
                yield i, j


def _is_close(node: Node) -> bool:
    """Say whether a node can be one with another for its countries alone, of a day of which it is not sure."""
    return (node.hi - node.lo <= 7 and node.lo > 0) or any(act in RARE_ACTS for act in node.acts)


def _ties(node: Node, casting: Casting) -> set[tuple[str, str]]:
    """Return each named person of a node with each country of another side, or with none where there is none."""
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


def _copies(nodes: Sequence[Node], mentions: Sequence[Mention]) -> Iterator[Pair]:
    """Yield pairs of nodes that prove themselves by the same words, each with the next that has them."""
    found: Blocks = {}
    for i, node in enumerate(nodes):
        for position in node.mentions:
            for quote in mentions[position].quotes:
                if len(quote.text) >= LEAST_QUOTE:
                    key = (*_family(node), node.acts, _digest(quote.text))
                    group = found.setdefault(key, [])
                    if not group or group[-1] != i:
                        group.append(i)
    for group in found.values():
        yield from pairwise(group)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(folded(text).encode(), digest_size=8).digest()
