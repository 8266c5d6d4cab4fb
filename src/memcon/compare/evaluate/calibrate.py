"""Whether confidence means what it says: reliability, expected calibration error, and what a threshold buys.

The error is that of Naeini, Cooper and Hauskrecht (Obtaining Well Calibrated Probabilities Using Bayesian Binning,
2015): over bins of equal width, how far the mean confidence is from the share that is right, weighted by the bin.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from memcon.compare.evaluate.count import Rates, part
from memcon.compare.evaluate.judge import judge
from memcon.compare.evaluate.values import Gold, Judged, Prediction
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
    predictions: int
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
    right = [pair.prediction.confidence for one in every for pair in one.matched]
    wrong = [prediction.confidence for one in every for prediction in (*one.wrong, *one.duplicate)]
    outcomes = [(value, True) for value in right if value is not None]
    outcomes += [(value, False) for value in wrong if value is not None]
    bins = tuple(_bin(number, [(v, ok) for v, ok in outcomes if _number(v) == number]) for number in range(BINS))
    gaps = [abs(one.right - one.confidence * one.count) for one in bins if one.confidence is not None]
    return Calibration(bins, sum(gaps) / len(outcomes) if outcomes else None, len(right) + len(wrong) - len(outcomes))


def above(predictions: Iterable[Prediction], least: float) -> tuple[Prediction, ...]:
    """Return the predictions of at least this confidence; one that tells none is kept, as nothing speaks against it."""
    return tuple(
        prediction for prediction in predictions if prediction.confidence is None or prediction.confidence >= least
    )


def curve(articles: Sequence[Article], gold: Sequence[Gold], predictions: Sequence[Prediction]) -> tuple[Point, ...]:
    """Return the rates at thresholds from 0 to 0.9, all matched anew: what a threshold takes out frees its gold."""
    points = []
    for number in range(BINS):
        kept = above(predictions, number / BINS)
        points.append(Point(number / BINS, len(kept), part(judge(articles, gold, kept)).rates))
    return tuple(points)


def _number(confidence: float) -> int:
    return min(BINS - 1, max(0, int(confidence * BINS)))


def _bin(number: int, outcomes: Sequence[tuple[float, bool]]) -> Bin:
    mean = sum(value for value, _ in outcomes) / len(outcomes) if outcomes else None
    return Bin(number / BINS, (number + 1) / BINS, len(outcomes), sum(ok for _, ok in outcomes), mean)
