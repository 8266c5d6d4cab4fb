"""A share and its 95 % interval from a sample that was drawn by a known design. Knows nothing of events.

The share is good / (good + bad), both summed over all units of the frame: of precision the right and the wrong, of
recall the right and the missed. Units are what is drawn, as articles: events of one article are alike, and a unit is
counted as a whole.

* The estimate is the combined ratio estimator, each unit weighed by the inverse of its chance to be drawn (Horvitz and
  Thompson; Cochran, Sampling Techniques, 3rd edition 1977, 6.11).
* Its variance is that of the jackknife which leaves out one unit after another, stratum by stratum, without replacement
  (Wolter, Introduction to Variance Estimation, 2nd edition 2007, 4.5 and 4.6): that of the linearised ratio (Särndal,
  Swensson and Wretman, Model Assisted Survey Sampling, 1992, 5.6), and less often too small where few units hold
  something. A stratum of which one unit is known has the pooled variance of the others.
* The interval is Jeffreys' with the effective size of the sample: as many independent answers as would give that
  variance (Franco, Little, Louis and Slud, Comparative Study of Confidence Intervals for Proportions in Complex Sample
  Surveys, Journal of Survey Statistics and Methodology 7, 2019, 334-364), made smaller for few degrees of freedom as
  Korn and Graubard do (Survey Methodology 24, 1998, 193-201), whose own interval holds too often where units are many.
  Degrees of freedom are Satterthwaite's (Cochran 5.4), since what is missed may all lie in one stratum. SAS/STAT,
  PROC SURVEYFREQ, has the same as CL(TYPE=JEFFREYS).
* Where all that was seen is good, or all bad, no variance can be told. There are then as many answers as units with
  something in them, or, where that is less, as if one answer had the greatest weight of all.

`benchmarks/bench_estimate.py` shows how often such intervals hold.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from memcon.compare.estimate.quantile import beta_quantile, t_quantile

LEVEL: Final = 0.95
_TAIL: Final = (1 - LEVEL) / 2
_NORMAL: Final = 1.959964
"""What a normal variable passes with that chance."""
_PRIOR: Final = 0.5
"""Jeffreys' shapes, of which each side of an answer has as many before anything is seen."""
_NO_VARIANCE: Final = 1e-18
"""Below it a variance is a sum of rounding errors."""
_HALVINGS: Final = 50


class Tally(NamedTuple):
    """What a unit holds. Where several people read it, each of them counts in part."""

    good: float
    bad: float


class Stratum(NamedTuple):
    """A part of the frame, of which units are drawn at random without replacement."""

    size: int
    """Units in it."""
    known: tuple[Tally, ...]
    """Those that were drawn and read; at least one."""


class Interval(NamedTuple):
    """Where the share lies, with 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a whole run, as a sample tells it."""

    value: float
    interval: Interval
    total: float
    """Good and bad of the whole frame, as estimated."""
    units: int
    """Units read that hold anything of it."""
    more: int | None
    """How many units more, drawn as these, make the interval half as wide, about; None where all are known."""


class _Spread(NamedTuple):
    """How much the units of a stratum move the share."""

    size: int
    known: int
    squared: float
    """The variance, s², of what a unit adds to it."""

    def variance(self, times: float = 1.0) -> float:
        """Return the variance of the stratum's total, were `times` as many units known."""
        known = min(self.known * times, self.size)
        return self.size * self.size * self.squared * (1 / known - 1 / self.size)


def share(strata: Sequence[Stratum]) -> Share | None:
    """Return the share of the frame that these strata make up; None where nothing was seen of it, good or bad.

    Every stratum needs a known unit: what stands nowhere in the sample cannot be estimated.
    """
    good, bad = (sum(_weight(one) * sum(unit[at] for unit in one.known) for one in strata) for at in (0, 1))
    total = good + bad
    if total <= 0:
        return None
    value = good / total
    spreads = _spreads(strata, good, bad)
    units = sum(unit.good + unit.bad > 0 for one in strata for unit in one.known)
    if all(len(one.known) == one.size for one in strata):
        return Share(value, Interval(value, value), total, units, None)
    variance = sum(one.variance() for one in spreads)
    size = _effective(value, variance, strata, total) * _shrunk(spreads, variance)
    return Share(value, _jeffreys(value, size), total, units, _more(spreads, variance))


def _weight(stratum: Stratum) -> float:
    return stratum.size / len(stratum.known)


def _spreads(strata: Sequence[Stratum], good: float, bad: float) -> list[_Spread]:
    """Return how much a unit of each stratum moves the share, seen by leaving out each."""
    squares = [_moved(one, good, bad) for one in strata]
    several = sum(len(one.known) - 1 for one in strata)
    known = zip(strata, squares, strict=True)
    pooled = sum(s * (len(one.known) - 1) for one, s in known) / several if several else _unlike(strata, good, bad)
    return [
        _Spread(one.size, len(one.known), squared if len(one.known) > 1 else pooled)
        for one, squared in zip(strata, squares, strict=True)
    ]


def _moved(stratum: Stratum, good: float, bad: float) -> float:
    """Return the variance of what a unit adds to the share, by the jackknife; 0 of a stratum of one known unit."""
    count = len(stratum.known)
    if count < 2:  # none would be left
        return 0.0
    value, weight = good / (good + bad), stratum.size / (count - 1)
    own_good, own_bad = (sum(unit[at] for unit in stratum.known) / count for at in (0, 1))
    moves = []
    for unit in stratum.known:
        new_good, new_bad = good + weight * (own_good - unit.good), bad + weight * (own_bad - unit.bad)
        left = new_good + new_bad
        moves.append(new_good / left - value if left > _NO_VARIANCE else 0.0)
    return math.fsum(move * move for move in moves) * (count - 1) / stratum.size**2


def _unlike(strata: Sequence[Stratum], good: float, bad: float) -> float:
    """Return the variance of the linearised share over all units, for strata of which one unit each is known."""
    total = good + bad
    values = [(bad * unit.good - good * unit.bad) / total**2 for one in strata for unit in one.known]
    mean = math.fsum(values) / len(values)
    return math.fsum((value - mean) ** 2 for value in values) / max(1, len(values) - 1)


def _effective(value: float, variance: float, strata: Sequence[Stratum], total: float) -> float:
    """Return how many independent answers tell as much as the sample."""
    if variance > _NO_VARIANCE and 0 < value < 1:
        return value * (1 - value) / variance
    left = 1 - sum(len(one.known) for one in strata) / sum(one.size for one in strata)
    weighed = [(_weight(one), unit.good + unit.bad) for one in strata for unit in one.known]
    units = total**2 / math.fsum((weight * holds) ** 2 for weight, holds in weighed)
    return min(units, total / max(weight for weight, _ in weighed)) / left


def _shrunk(spreads: Iterable[_Spread], variance: float) -> float:
    """Return the factor that few degrees of freedom take off the effective size: 1 where there are many."""
    known = [(one.variance(), one.known - 1) for one in spreads]
    if variance > _NO_VARIANCE:
        parts = math.fsum(part * part / max(1, freedom) for part, freedom in known)
        freedom = variance * variance / parts
    else:
        freedom = sum(freedom for _, freedom in known)
    return (_NORMAL / t_quantile(1 - _TAIL, max(1.0, freedom))) ** 2


def _jeffreys(value: float, size: float) -> Interval:
    good, bad = value * size + _PRIOR, (1 - value) * size + _PRIOR
    low = beta_quantile(_TAIL, good, bad) if value > 0 else 0.0
    high = beta_quantile(1 - _TAIL, good, bad) if value < 1 else 1.0
    return Interval(low, high)


def _more(spreads: Sequence[_Spread], variance: float) -> int:
    """Return how many units more bring the standard error to half, all strata growing alike."""
    known = sum(one.known for one in spreads)
    if variance <= _NO_VARIANCE:
        return min(3 * known, sum(one.size for one in spreads) - known)
    low, high = 1.0, max(one.size / one.known for one in spreads)
    for _ in range(_HALVINGS):
        times = (low + high) / 2
        low, high = (times, high) if sum(one.variance(times) for one in spreads) > variance / 4 else (low, times)
    return math.ceil(sum(min(one.known * high, one.size) for one in spreads) - known - 1e-6)
