"""Which records of two runs are worth comparing when no words tie them: a near-linear choice."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from memcon.events.matching.assign import Pair
from memcon.events.matching.likeness import FAR_DAYS, Traits, month_and_day
from memcon.records import family

MOST_ALIKE: Final = 400
"""Pairs compared in one block; in a larger one, only neighbours in time."""
WINDOW: Final = 8
"""How many neighbours in time are compared, where an article is not shared."""
MOST_SIDES: Final = 6
"""Countries of one event that are paired to look it up; a roll of forty would give 780 pairs."""

TraitsByNode = Mapping[int, Traits]
Nodes = Sequence[int]


def candidates(old: TraitsByNode, new: TraitsByNode) -> Iterator[Pair]:
    """Yield pairs that share an article, or two countries at about one time, or a name then; some of them twice.

    Of one family and one status, since likeness alone changes neither.
    """
    for mine, theirs in _blocks(old, new, lambda seen: seen.articles):
        if len(mine) * len(theirs) <= MOST_ALIKE:
            yield from _each(mine, theirs)
        else:
            yield from _about_one_time(old, new, mine, theirs)
    for mine, theirs in _blocks(old, new, _dyads):
        yield from _about_one_time(old, new, mine, theirs)
    sought = {name for seen in (*old.values(), *new.values()) if len(seen.countries) < 2 for name in seen.names}
    for mine, theirs in _blocks(old, new, lambda seen: sought.intersection(seen.names)):
        yield from _about_one_time(old, new, mine, theirs)


def _dyads(seen: Traits) -> Iterable[Hashable]:
    return combinations(sorted(seen.countries)[:MOST_SIDES], 2)


def _blocks(
    old: TraitsByNode, new: TraitsByNode, keys: Callable[[Traits], Iterable[Hashable]]
) -> Iterator[tuple[Nodes, Nodes]]:
    """Yield old and new records that share a key."""
    blocks: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for which, traits in enumerate((old, new)):
        for node, each in traits.items():
            for key in keys(each):
                blocks[key, family(each.kind), each.status][which].append(node)
    yield from (block for block in blocks.values() if block[0] and block[1])


def _about_one_time(old: TraitsByNode, new: TraitsByNode, mine: Nodes, theirs: Nodes) -> Iterator[Pair]:
    """Yield pairs that are near by date and, among those of one date, by id; or on one day of different years.

    Records without a date are near those next to them by id, and where they are few, near all.
    """
    ranks: dict[tuple[int, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    years: dict[tuple[int, int], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    undated: tuple[list[int], list[int]] = ([], [])
    for which, (traits, nodes) in enumerate(((old, mine), (new, theirs))):
        for node in nodes:
            lo = traits[node].lo
            ranks[lo, traits[node].id][which].append(node)
            (years[month_and_day(lo)] if lo else undated)[which].append(node)
    order = sorted(ranks)
    for at, (lo, name) in enumerate(order):
        here = ranks[lo, name]
        yield from _each(*here)
        for day, other in order[at + 1 : at + WINDOW]:
            if lo and day - lo > FAR_DAYS:
                break
            yield from _each(here[0], ranks[day, other][1])
            yield from _each(ranks[day, other][0], here[1])
    for one, another in (*years.values(), (undated[0], theirs), (mine, undated[1])):
        yield from _each(one, another)


def _each(old: Nodes, new: Nodes) -> Iterator[Pair]:
    """Yield every pair, unless they are so many that they say nothing."""
    if old and new and len(old) * len(new) <= MOST_ALIKE:
        yield from (Pair(i, j) for i in old for j in new)
