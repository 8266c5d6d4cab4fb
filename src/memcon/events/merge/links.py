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

Blocks = dict[Hashable, tuple[list[int], list[tuple[int, int, int]]]]
Rank = tuple[int, int, int]
"""Points for people turned round, days between, and the day."""
Tie = tuple[Link, int]
"""A link, and the position of the event that it leads to."""


def event_links(nodes: Sequence[Node], casting: Casting) -> dict[int, set[Tie]]:
    """Return the links of each event that has any, by positions."""
    best: dict[tuple[int, Link], tuple[Rank, int]] = {}
    for early, late in _candidates(nodes, casting):
        fate = FATES.get((nodes[early].status, nodes[late].status))
        rank = _rank(nodes[early], nodes[late], casting) if fate else None
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


def _candidates(nodes: Sequence[Node], casting: Casting) -> Iterator[tuple[int, int]]:
    """Yield each open event with those that have its people, or its countries in its week, and are near in time."""
    blocks: Blocks = {}
    opened = {early for early, _ in FATES}
    for i, node in enumerate(nodes):
        if node.status in opened and _time(node) is not None:
            for key in _keys(node, casting):
                blocks.setdefault(key, ([], []))[0].append(i)
    for i, node in enumerate(nodes):
        when = _time(node)
        if node.status not in opened and when is not None:
            for key in _keys(node, casting):
                if key in blocks:
                    blocks[key][1].append((*when, i))
    for early, late in blocks.values():
        late.sort()
        longest = max((hi - lo for lo, hi, _ in late), default=0)
        windows: dict[tuple[int, int], list[int]] = {}
        for i in early:
            windows.setdefault(_window(nodes[i]), []).append(i)
        for (lo, hi), own in windows.items():
            near = islice(late, bisect_left(late, (lo - longest,)), bisect_right(late, (hi + 1,)))
            ends = [*islice((j for _, last, j in near if last >= lo), MOST_ENDS)]
            yield from ((i, j) for j, i in pairs_beside(nodes, ends, own, casting))


def _keys(node: Node, casting: Casting) -> set[Hashable]:
    """Return people with countries, and for what is known to the week also the countries alone, of a kind of act."""
    family = bool(node.kinds & DISPUTE)
    found: set[Hashable] = set()
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
