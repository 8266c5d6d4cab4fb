r"""Coefficients of agreement, of what several coders said of the same units: alpha, kappa, and the share that agrees.

Krippendorff's alpha (Content Analysis, 3rd ed. 2013, chapter 12): 1 - observed / expected disagreement, for any number
of coders, any distance, and with values missing: a unit that one coder alone values is left out, and each pair of
values of a unit counts 1 / (values - 1). Cohen's kappa (1960) is of two coders and of values that are the same or not.
Where all values are one there is nothing to agree on: both are None, while others give 1.

Sets have the distance MASI (Passonneau 2006): 1 - Jaccard's index times 1 for equal sets, 2/3 where one holds the
other, 1/3 where they overlap, 0 where nothing is shared. Two empty sets are equal, of which Jaccard's index says
nothing.
"""

import dataclasses
import itertools
import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Final, TypeVar

from memcon.compare.evaluate.chance import ROUNDS, Interval

Value = Hashable
Alike = Callable[[Any, Any], float]
"""`same`, or of sets `masi`: how alike two values are, from 0 to 1, which is 1 less their distance."""
Part = TypeVar("Part")
FEWEST: Final = 200
"""Drawings without which an interval is none worth telling."""
DRAWN: Final = 2_000_000
"""Articles that are drawn for one interval at the most: of more than 1,000 articles, there are fewer drawings."""


def same(one: Value, other: Value) -> float:
    """Return 1 for equal values, else 0: the distance of names."""
    return float(one == other)


def masi(one: frozenset[Any], other: frozenset[Any]) -> float:
    """Return how alike two sets are: 1 less the distance MASI."""
    if one == other:
        return 1.0
    shared = len(one & other)
    if not shared:
        return 0.0
    held = shared == min(len(one), len(other))
    return shared / len(one | other) * (2 if held else 1) / 3


@dataclasses.dataclass(frozen=True, slots=True)
class Tally:
    """What the units of one article add to a coefficient; those that one coder alone values are left out."""

    values: Counter[Value]
    differ: float
    """Sum of the distances of all ordered pairs of values of a unit, each divided by the unit's values less one."""
    equal: int
    """Pairs of values of a unit, each taken once, that are the same."""
    pairs: int
    units: int


def tally(units: Iterable[Sequence[Value]], alike: Alike = same) -> Tally:
    """Count units, each the values that coders gave it."""
    values: Counter[Value] = Counter()
    differ, equal, pairs, count = 0.0, 0, 0, 0
    for unit in units:
        if len(unit) < 2:
            continue
        count += 1
        values.update(unit)
        for one, other in itertools.combinations(unit, 2):
            pairs += 1
            equal += one == other
            differ += 0.0 if one == other else 2 * (1 - alike(one, other)) / (len(unit) - 1)
    return Tally(values, differ, equal, pairs, count)


def alpha(units: Iterable[Sequence[Value]], alike: Alike = same) -> float | None:
    """Return Krippendorff's alpha of units, each the values that coders gave it; None where all values are the same."""
    return alpha_of([tally(units, alike)], alike)


def alpha_of(tallies: Sequence[Tally], alike: Alike = same) -> float | None:
    """Return the alpha of units that were counted."""
    return Expected(tallies, alike).alpha(tallies)


class Expected:
    """Alpha again and again of drawings of the same tallies: which of their values are alike is asked once."""

    def __init__(self, tallies: Iterable[Tally], alike: Alike = same) -> None:
        """Take all tallies that will be drawn from."""
        self._near: dict[Value, list[tuple[Value, float]]] | None = None
        if alike is not same:
            self._near = _near({value for one in tallies for value in one.values}, alike)

    def alpha(self, tallies: Iterable[Tally]) -> float | None:
        """Return the alpha of tallies; None where all values are the same."""
        counts: Counter[Value] = Counter()
        differ = 0.0
        for one in tallies:
            counts.update(one.values)
            differ += one.differ
        total = counts.total()
        if len(counts) < 2:
            return None
        expected = total * total - sum(count * self._alike(value, counts) for value, count in counts.items())
        return 1 - (total - 1) * differ / expected

    def _alike(self, value: Value, counts: Counter[Value]) -> float:
        """Return how many of `counts` are as `value`, those that are alike in part counted so."""
        if self._near is None:
            return counts[value]
        return sum(counts[other] * part for other, part in self._near[value] if other in counts)


def _near(values: Iterable[Value], alike: Alike) -> dict[Value, list[tuple[Value, float]]]:
    """Return which sets are alike, and how much: itself, and those with which it shares something."""
    known = list(values)
    holding: dict[Value, list[int]] = {}
    for at, value in enumerate(known):
        for each in value if isinstance(value, frozenset) else ():
            holding.setdefault(each, []).append(at)
    found = {}
    for at, value in enumerate(known):
        near = {at, *(other for each in (value if isinstance(value, frozenset) else ()) for other in holding[each])}
        found[value] = [(known[other], alike(value, known[other])) for other in sorted(near)]
    return found


def kappa(pairs: Iterable[tuple[Value, Value]]) -> float | None:
    """Return Cohen's kappa; None where there are no pairs, or both coders give one and the same value to all."""
    return kappa_of([Counter(pairs)])


def kappa_of(tables: Iterable[Counter[tuple[Value, Value]]]) -> float | None:
    """Return the kappa of tables of what two coders said, added up."""
    table: Counter[tuple[Value, Value]] = Counter()
    for one in tables:
        table.update(one)
    mine: Counter[Value] = Counter()
    theirs: Counter[Value] = Counter()
    equal = 0
    for (one_said, other_said), count in table.items():
        mine[one_said] += count
        theirs[other_said] += count
        equal += count if one_said == other_said else 0
    total = table.total()
    chance = sum(count * theirs[value] for value, count in mine.items())
    return None if chance == total**2 else (equal * total - chance) / (total**2 - chance)


def share_of(tallies: Iterable[Tally]) -> float | None:
    """Return the share of pairs of values that are the same; None without pairs."""
    equal = pairs = 0
    for one in tallies:
        equal, pairs = equal + one.equal, pairs + one.pairs
    return equal / pairs if pairs else None


def interval(
    figure: Callable[[Sequence[Part]], float | None], parts: Sequence[Part], *, seed: int = 0, rounds: int = ROUNDS
) -> Interval | None:
    """Return where a figure lies in 95 of 100 drawings, with replacement, of as many articles; `parts` are of one each.

    None where a drawing seldom has a figure. The same seed gives the same interval.
    """
    chosen = random.Random(seed)  # noqa: S311  no secret
    rounds = min(rounds, max(FEWEST, DRAWN // max(1, len(parts))))
    drawn = (chosen.choices(parts, k=len(parts)) for _ in range(rounds if parts else 0))
    values = sorted(value for some in drawn if (value := figure(some)) is not None)
    if not values or 2 * len(values) < rounds:
        return None
    outside = int(len(values) * 0.025)
    return Interval(values[outside], values[-1 - outside])
