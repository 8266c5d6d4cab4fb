"""Whether confidence means what it says: reliability, expected calibration error, and what a threshold buys.

The error is that of Naeini, Cooper and Hauskrecht (Obtaining Well Calibrated Probabilities Using Bayesian Binning,
2015): over bins of equal width, how far the mean confidence is from the share that is right, weighted by the bin.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from memcon.compare.evaluate.count import Rates, part
from memcon.compare.evaluate.judge import judge
from memcon.compare.evaluate.values import Found, Gold, Judged
from memcon.records import Article

BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The predictions whose confidence is from `low` to below `high`; the last bin holds 1 too."""

    low: float
    high: float
    count: int
    right: int
    confidence: float | None
    """Their mean confidence, None in an empty bin."""

    @property
    def accuracy(self) -> float | None:
        """The share that is right."""
        return self.right / self.count if self.count else None


class Point(NamedTuple):
    """What is left at a threshold."""

    threshold: float
    found: int
    """Predictions that are kept, neutral ones among them."""
    rates: Rates


@dataclass(frozen=True, slots=True)
class Calibration:
    """How confidence and truth agree."""

    bins: tuple[Bin, ...]
    error: float | None
    """Expected calibration error, None where no prediction has a confidence."""
    without: int
    """Predictions that have no confidence, which stand in no bin."""


def calibrate(judged: Iterable[Judged]) -> Calibration:
    """Return the reliability of the predictions of these articles.

    Right is what matches a required event; wrong is what is wrong or a duplicate; neutral matches are left out.
    """
    every = list(judged)
    right = [pair.found.confidence for one in every for pair in one.matched]
    wrong = [found.confidence for one in every for found in (*one.wrong, *one.duplicate)]
    told = [(value, True) for value in right if value is not None]
    told += [(value, False) for value in wrong if value is not None]
    bins = tuple(_bin(number, [(v, ok) for v, ok in told if _number(v) == number]) for number in range(BINS))
    gaps = [abs(one.right - one.confidence * one.count) for one in bins if one.confidence is not None]
    return Calibration(bins, sum(gaps) / len(told) if told else None, len(right) + len(wrong) - len(told))


def above(found: Iterable[Found], least: float) -> tuple[Found, ...]:
    """Return the predictions of at least this confidence; one that tells none is kept, as nothing speaks against it."""
    return tuple(one for one in found if one.confidence is None or one.confidence >= least)


def curve(articles: Sequence[Article], gold: Sequence[Gold], found: Sequence[Found]) -> tuple[Point, ...]:
    """Return the rates at thresholds from 0 to 0.9, all matched anew: what a threshold takes out frees its gold."""
    points = []
    for number in range(BINS):
        kept = above(found, number / BINS)
        points.append(Point(number / BINS, len(kept), part(judge(articles, gold, kept)).rates))
    return tuple(points)


def _number(confidence: float) -> int:
    return min(BINS - 1, max(0, int(confidence * BINS)))


def _bin(number: int, told: Sequence[tuple[float, bool]]) -> Bin:
    mean = sum(value for value, _ in told) / len(told) if told else None
    return Bin(number / BINS, (number + 1) / BINS, len(told), sum(ok for _, ok in told), mean)
