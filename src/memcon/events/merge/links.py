"""Tie what was planned, asked for, refused or called off to what came of it. Events are linked, never merged, by this.

An occurred event `fulfils` a plan or a request, a cancelled one `cancels` a plan or a request, a refused one `denies` a
request; the other carries the counterpart. Of several that could have ended a plan in one way, only the likeliest did.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Sequence
from itertools import islice
from typing import Final

from memcon.events.merge import acts
from memcon.events.merge.beside import pairs_beside
from memcon.events.merge.blocks import dyads
from memcon.events.merge.casts import Casting
from memcon.events.merge.nodes import DISPUTE, Node
from memcon.events.merge.room import Groups, Room, Seen, Shelf
from memcon.events.merge.rules import kinds_agree
from memcon.records import Link, Status

# What ended an open event, by the status of both: the link of the later, and of the earlier
FATES: Final[dict[tuple[Status, Status], tuple[Link, Link]]] = {
    ("planned", "occurred"): ("fulfils", "fulfilled_by"),
    ("requested", "occurred"): ("fulfils", "fulfilled_by"),
    ("planned", "cancelled"): ("cancels", "cancelled_by"),
    ("requested", "cancelled"): ("cancels", "cancelled_by"),
    ("requested", "refused"): ("denies", "denied_by"),
}
LATEST: Final = 120
"""Days after which what happens is no longer taken for what an undated plan meant."""
SLIPPED: Final = 3
"""Days by which a plan with a date may have been brought forward or put off."""
BOTH_SIDES: Final = 10
"""Points for countries that only two sides in common give."""
MOST_ENDS: Final = 300
"""Events, the first first, of which one can be the end of an open one: those of the busiest are many."""
WEEK: Final = 7
"""Days to which both must be known for the countries alone to tie them."""

Rank = tuple[int, int, int]
"""Points for people turned round, days between, and the day."""
Tie = tuple[Link, int]
"""A link, and the position of the event that it leads to."""


class Linking:
    """The events that may end one another, which come in order. Their nodes lie on a shelf."""

    def __init__(self, most: int, casting: Casting, room: Room) -> None:
        """Begin with none, of at most so many."""
        self._casting = casting
        self._blocks, self._met, self._ending = Groups(room), Seen(most), bytearray()
        self._open = {early for early, _ in FATES}

    def meet(self, i: int, node: Node) -> None:
        """Take in the next event, which has the position `i`."""
        timed = _time(node) is not None
        self._ending.append(timed and node.status not in self._open)
        if timed and node.status in self._open:
            for key in _keys(node, self._casting):
                self._met.add(key)
                self._blocks.add(key, i)

    def meet_again(self, i: int, node: Node) -> None:
        """Take in an event beside the open ones, once all of these are known."""
        if self._ending[i]:
            for key in _keys(node, self._casting):
                if key in self._met:
                    self._blocks.add(key, i)

    def ties(self, nodes: Shelf[Node]) -> dict[int, set[Tie]]:
        """Return the links of each event that has any, by positions."""
        best: dict[tuple[int, Link], tuple[Rank, int]] = {}
        for early, late in _candidates(nodes, self._blocks, self._ending, self._casting):
            fate = FATES.get((nodes[early].status, nodes[late].status))
            rank = _rank(nodes[early], nodes[late], self._casting) if fate else None
            if fate and rank:
                held = best.get((early, fate[0]))
                if held is None or (rank, late) < held:
                    best[early, fate[0]] = (rank, late)
        tied: dict[int, set[Tie]] = {}
        for (early, _), (_, late) in best.items():
            forward, back = FATES[nodes[early].status, nodes[late].status]
            tied.setdefault(late, set()).add((forward, early))
            tied.setdefault(early, set()).add((back, late))
        return tied


def _candidates(
    nodes: Shelf[Node], blocks: Groups, ending: Sequence[int], casting: Casting
) -> Iterator[tuple[int, int]]:
    """Yield each open event with those that have its people, or its countries in its week, and are near in time."""
    for group in blocks:
        early = [i for i in group if not ending[i]]
        if not early or len(early) == len(group):
            continue
        late = sorted((*when, i) for i in group if ending[i] and (when := _time(nodes[i])))
        longest = max((hi - lo for lo, hi, _ in late), default=0)
        windows: dict[tuple[int, int], list[int]] = {}
        for i in early:
            windows.setdefault(_window(nodes[i]), []).append(i)
        for (lo, hi), own in windows.items():
            near = islice(late, bisect_left(late, (lo - longest,)), bisect_right(late, (hi + 1,)))
            ends = [*islice((j for _, last, j in near if last >= lo), MOST_ENDS)]
            yield from ((i, j) for j, i in pairs_beside(nodes, ends, own, casting))


def _keys(node: Node, casting: Casting) -> set[tuple[Hashable, ...]]:
    """Return people with countries, and for what is known to the week also the countries alone, of a kind of act."""
    family = bool(node.kinds & DISPUTE)
    found: set[tuple[Hashable, ...]] = set()
    for country, numbers in node.cast.sides:
        others = node.cast.countries - {country} or {""}
        keys = {key for number in numbers for key in casting.parties.keys(number)}
        found.update((family, key, other) for key in keys for other in others)
    if node.lo and node.hi - node.lo <= WEEK:
        week = range(node.lo // WEEK, node.hi // WEEK + 1)
        found.update((family, dyad, number) for dyad in dyads(node) for number in week)
    return found


def _time(node: Node) -> tuple[int, int] | None:
    """Return the days in which it took place, or in which it was told, where no text dates it."""
    if node.lo:
        return node.lo, node.hi
    return (node.published, node.last_published) if node.published else None


def _window(node: Node) -> tuple[int, int]:
    """Return the days in which an open event can have ended."""
    if not node.lo:
        return node.published - 1, node.last_published + LATEST
    told = node.published or node.lo
    return min(told, node.lo) - SLIPPED, node.hi + SLIPPED


def _rank(early: Node, late: Node, casting: Casting) -> Rank | None:
    """Return how likely one ended the other, the likeliest least; None where nothing ties them."""
    cast = casting.relation(early.cast, late.cast)
    if not cast.compatible or not kinds_agree(early, late) or not acts.near(early.acts, late.acts):
        return None
    if early.published and late.last_published and early.published > late.last_published + 1:
        return None  # first heard of after its end was told
    if late.status == "occurred" and late.lo and early.published > late.hi + 1:
        return None  # a plan for what had happened
    if early.lo and late.lo:
        gap = max(0, late.lo - early.hi, early.lo - late.hi)
        sure = gap == 0 and max(early.hi - early.lo, late.hi - late.lo) <= WEEK and cast.countries >= BOTH_SIDES
        if late.status == "occurred" and gap > SLIPPED:
            return None
    else:
        gap, sure = _told_gap(early, late), False
    return (-cast.people, gap, late.lo or late.published) if sure or cast.people else None


def _told_gap(early: Node, late: Node) -> int:
    told = late.lo or late.published
    return abs(told - (early.hi or early.last_published))
