"""What chance could do to a score: a bootstrap interval, and a paired permutation test. Articles are the units drawn.

Events of one article are alike, so articles and not events are drawn (cluster bootstrap; Efron and Tibshirani, An
Introduction to the Bootstrap, 1993; for the test, Noreen, Computer-Intensive Methods for Testing Hypotheses, 1989).
The same seed gives the same figures.
"""

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from memcon.compare.evaluate.count import Counts, harmonic

ROUNDS: Final = 2000
_LEVEL: Final = 0.95
_EXACT: Final = 12
"""Up to so many articles that differ, every way to swap them is tried: 4,096 at most."""
_TINY: Final = 1e-12  # sums that differ by less are equal


class Interval(NamedTuple):
    """In 95 of 100 drawings of as many articles, the figure lies from `low` to `high`."""

    low: float
    high: float


class Scores(NamedTuple):
    """A figure for each of the three scores of events."""

    precision: float
    recall: float
    f1: float


class Intervals(NamedTuple):
    """An interval for each of the three scores of events."""

    precision: Interval
    recall: Interval
    f1: Interval


def intervals(tallies: Sequence[Counts], *, seed: int = 0, rounds: int = ROUNDS) -> Intervals | None:
    """Return the percentile intervals of the scores over articles drawn with replacement; None without articles."""
    if not tallies:
        return None
    chosen = random.Random(seed)  # noqa: S311  no secret
    triples, count = _triples(tallies), len(tallies)
    drawn = [harmonic(*map(sum, zip(*chosen.choices(triples, k=count), strict=True))) for _ in range(rounds)]
    return Intervals(*(_middle(sorted(values)) for values in zip(*drawn, strict=True)))


def chances(ours: Sequence[Counts], theirs: Sequence[Counts], *, seed: int = 0, rounds: int = 5 * ROUNDS) -> Scores:
    """Return, for each score, how likely two equal runs would differ so much or more: the two-sided p-value.

    `ours[i]` and `theirs[i]` are of one article. Every article's two results are swapped or not, at random; where few
    articles differ, in every way there is, which makes the figure exact.
    """
    pairs = list(zip(_triples(ours), _triples(theirs), strict=True))
    different = [(one, other) for one, other in pairs if one != other]
    same = _sums(one for one, other in pairs if one == other)
    seen = _apart(same, different, [False] * len(different))
    exact = len(different) <= _EXACT
    every = itertools.product((False, True), repeat=len(different)) if exact else _swaps(len(different), seed, rounds)
    hits, tried = [0, 0, 0], 0
    for swaps in every:
        tried += 1
        for i, value in enumerate(_apart(same, different, swaps)):
            hits[i] += value >= seen[i] - _TINY
    if exact:
        return Scores(*(hit / tried for hit in hits))
    return Scores(*((hit + 1) / (tried + 1) for hit in hits))


class _Triple(NamedTuple):
    matched: int
    wrong: int
    required: int


def _triples(tallies: Iterable[Counts]) -> list[_Triple]:
    return [_Triple(one.matched, one.wrong + one.duplicate, one.required) for one in tallies]


def _sums(triples: Iterable[_Triple]) -> _Triple:
    return _Triple(*map(sum, zip(_Triple(0, 0, 0), *triples, strict=True)))


def _swaps(count: int, seed: int, rounds: int) -> Iterator[Sequence[bool]]:
    chosen = random.Random(seed)  # noqa: S311  no secret
    for _ in range(rounds):
        bits = chosen.getrandbits(count)
        yield [bool(bits >> i & 1) for i in range(count)]


def _apart(same: _Triple, different: Sequence[tuple[_Triple, _Triple]], swaps: Sequence[bool]) -> Scores:
    """Return how far apart the scores of both sides are once the marked articles have changed sides."""
    left = _sums((same, *(pair[swap] for pair, swap in zip(different, swaps, strict=True))))
    right = _sums((same, *(pair[not swap] for pair, swap in zip(different, swaps, strict=True))))
    return Scores(*(abs(a - b) for a, b in zip(harmonic(*left), harmonic(*right), strict=True)))


def _middle(values: Sequence[float]) -> Interval:
    outside = int(len(values) * (1 - _LEVEL) / 2)
    return Interval(values[outside], values[-1 - outside])
