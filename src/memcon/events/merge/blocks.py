"""Find the pairs of nodes of different articles that are worth comparing: near-linear in their number.

Blocks: the day and two countries; the day of the year and two countries, for slips of the year; a person or a direction
and the day; a person and the country of another side, by time; an act and two countries, by time; the words of a quote.
Whatever passes a bar of `rules` stands in one. In a crowded block, all are compared with those that know most.
"""

import datetime as dt
from array import array
from collections.abc import Hashable, Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import combinations, groupby, pairwise
from operator import itemgetter
from typing import Final

from memcon.events.merge import acts
from memcon.events.merge.beside import MOST_COMPARED, Nodes, Pair, pairs_beside
from memcon.events.merge.casts import Casting
from memcon.events.merge.clusters import packed, unpacked
from memcon.events.merge.loose import MANY, count_pairs, crowded_pairs, loose_pairs, slip_pairs
from memcon.events.merge.nodes import DISPUTE, Node
from memcon.events.merge.room import Groups, Room, Seen
from memcon.events.merge.rules import TOLD_DAYS, may_be_one

MOST_PAIRED: Final = 6
"""Countries beyond which a roll of participants is blocked by neighbours in the alphabet, not by every two."""
LEAST_COMPARED: Final = 20
MOST_PAIRS: Final = 300_000
"""Pairs of a crowded block: beyond two thousand nodes each is compared with fewer than `MOST_COMPARED`."""

ALL, KNOWN, FEW = range(3)
"""In a block of a day: a node of a block of two countries; one that names them, and one that does not, of a block of
people or a direction."""
PLACES: Final = 524_287
"""For pairs that were met lately, eight bytes each: a prime number, over which they are spread evenly."""
POSITION: Final = 27
"""Bits of a position."""


class Blocks:
    """The blocks of nodes: all are announced, and then met."""

    def __init__(self, most: int, casting: Casting, room: Room) -> None:
        """Begin the blocks of about so many nodes, in `room`."""
        self._casting, self._room = casting, room
        self._copies = Groups(room)
        self._slips = Groups(room, 4)
        """The day, the days of publication, and the position."""
        self._days = Groups(room, 2)
        """`ALL`, `KNOWN` or `FEW`, and the position."""
        self._times = Groups(room, 4)
        """Whether it is a sure day, the days, and the position."""
        self._announced, self._quoted = Seen(most), Seen(most)
        self._knows = array("I")
        """Of each node how much it knows: its sides, and then its mentions."""

    def announce(self, node: Node) -> None:
        """Note what a node quotes, and what one that names few sides, or no sure day, will be held beside."""
        for words in node.quotes:
            self._quoted.add(words)
        if not is_day(node):
            for block in _time_blocks(node, self._casting):
                self._announced.add(block)
        elif _is_few(node):
            for block in _few_blocks(node, self._casting):
                self._announced.add(block)

    def meet(self, i: int, node: Node) -> None:
        """Take in a node, which has the position `i`, once all have been announced."""
        family, day = _family(node), is_day(node)
        self._knows.extend(0 for _ in range(len(self._knows), i))
        self._knows.append(min(len(node.cast.sides), 255) << 24 | min(len(node.mentions), (1 << 24) - 1))
        for words in node.quotes:
            if self._quoted.twice(words):
                self._copies.add((*family, node.acts, words), i)
        for block in _time_blocks(node, self._casting):
            if block in self._announced:
                self._times.add(block, int(day), *_when(node), i)
        if not day:
            return
        date = dt.date.fromordinal(node.lo)
        for dyad in dyads(node):
            self._days.add((*family, node.lo, dyad), ALL, i, near=node.lo)
            if node.published and node.cast.sides:
                told = node.lo, node.published, node.last_published
                self._slips.add((*family, date.month, date.day, dyad), *told, i)
        kind = FEW if _is_few(node) else KNOWN
        for block in _few_blocks(node, self._casting):
            if block in self._announced:
                self._days.add(block, kind, i, near=node.lo)

    def copies(self) -> Iterator[Pair]:
        """Yield pairs of nodes that prove themselves by the same words, each with the next that has them."""
        for group in self._copies:
            yield from pairwise(group)

    def days(self, nodes: Nodes) -> Iterator[Iterator[Pair]]:
        """Yield for each day, in order, the pairs of nodes that are sure of it, seldom twice."""
        lately = _Lately()
        for groups in self._days.near():
            yield lately.new(self._day_pairs(nodes, groups))

    def loose(self, nodes: Nodes) -> Iterator[Pair]:
        """Yield the pairs of nodes that are not sure of one day, each once, in order."""
        pairs = self._room.rows(1)
        for i, j in _Lately().new(self._time_pairs(nodes)):
            pairs.add(packed(0, i, j))
        # Only then, so that nodes are met in their order, and not in that of blocks
        yield from _seen_at_a_glance(nodes, (unpacked(pair) for (pair,) in pairs), self._casting)

    def _day_pairs(self, nodes: Nodes, groups: Iterable[list[tuple[int, ...]]]) -> Iterator[Pair]:
        for rows in groups:
            if len(rows) > 1:
                group = [i for *_, i in rows]
                if rows[0][2] == ALL:
                    yield from pairs_beside(nodes, known_of(group, self._knows), group, self._casting)
                elif few := [i for _, _, kind, i in rows if kind == FEW]:
                    yield from self._few_pairs(nodes, few, sorted(group))

    def _time_pairs(self, nodes: Nodes) -> Iterator[Pair]:
        for rows in self._slips.rows():
            if rows[0][2] != rows[-1][2]:
                yield from slip_pairs([told for _, _, *told in rows])
        for rows in self._times.rows():
            if len(rows) > 1 and not rows[0][2]:
                loose = [(lo, hi, i) for _, _, sure, lo, hi, i in rows if not sure]
                days = [(lo, i) for _, _, sure, lo, _, i in rows if sure]
                if len(days) > MOST_COMPARED:
                    days = self._by_day(days)
                if count_pairs(loose, days) > MANY * len(rows):
                    yield from crowded_pairs(nodes, loose, days, self._casting)
                else:
                    yield from loose_pairs(loose, days)

    def _by_day(self, days: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return a few nodes for each day, those that know most."""
        most = MOST_COMPARED // 10
        found: list[tuple[int, int]] = []
        for day, rows in groupby(days, key=itemgetter(0)):
            own = [i for _, i in rows]
            found += ((day, i) for i in (own if len(own) <= most else _knowing(own, most, self._knows)))
        return found

    def _few_pairs(self, nodes: Nodes, own: list[int], members: list[int]) -> Iterator[Pair]:
        """Yield what names few sides with all of its day that has one of its people, or its direction."""
        few = set(own)
        group = [*own, *(i for i in members if i not in few)]
        known = known_of(group, self._knows)
        yield from pairs_beside(nodes, [i for i in known if i in few], group, self._casting)
        yield from pairs_beside(nodes, [i for i in known if i not in few], sorted(few.difference(known)), self._casting)


class _Lately:
    """Pairs met lately, since blocks share most of theirs. Each has a place, which the next one there takes."""

    def __init__(self) -> None:
        self._places = array("q", bytes(8 * PLACES))

    def new(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        """Yield the pairs that were not met lately, and note them."""
        places = self._places
        for i, j in pairs:
            pair = i << POSITION | j if i < j else j << POSITION | i
            at = pair % PLACES
            if places[at] != pair:
                places[at] = pair
                yield i, j


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


def known_of(group: Sequence[int], knows: Sequence[int]) -> Sequence[int]:
    """Return those of a block with which its others are compared: the more crowded it is, the fewer.

    Of each node `knows` tells how much it knows.
    """
    if len(group) <= MOST_COMPARED:
        return group
    return _knowing(group, min(MOST_COMPARED, max(LEAST_COMPARED, MOST_PAIRS // len(group))), knows)


def _knowing(group: Iterable[int], most: int, knows: Sequence[int]) -> list[int]:
    """Return those of a block that name most sides and stand for most mentions."""
    return sorted(nsmallest(most, group, key=lambda i: (-knows[i], i)))


def _is_few(node: Node) -> bool:
    return len(node.cast.countries) < 2


def _few_blocks(node: Node, casting: Casting) -> Iterator[tuple[Hashable, ...]]:
    """Yield blocks of a day: of the people of a node, of the sides that act and of those acted against."""
    people = {key for _, numbers in node.cast.sides for number in numbers for key in casting.parties.keys(number)}
    sides = {f"actor {country}" for country in node.cast.actors}
    family = _family(node)
    for key in people | sides | {f"target {country}" for country in node.cast.targets}:
        yield (*family, node.lo, key)


def _time_blocks(node: Node, casting: Casting) -> Iterator[tuple[Hashable, ...]]:
    """Yield blocks of all times: of people with another side, and of sides for which a day is not needed."""
    if not node.lo and not node.published:
        return
    for key in _ties(node, casting):
        yield (*_family(node), *key)
    for dyad in dyads(node) if _is_close(node) else ():
        yield (*_family(node), node.acts, dyad)


def _seen_at_a_glance(nodes: Nodes, pairs: Iterable[Pair], casting: Casting) -> Iterator[Pair]:
    """Yield the pairs that may be one, as far as that is seen at a glance."""
    for i, own in groupby(pairs, key=itemgetter(0)):
        one = nodes[i]
        yield from (pair for pair in own if may_be_one(one, nodes[pair[1]], casting))


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
