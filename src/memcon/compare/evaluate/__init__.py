"""Measure what a run found against events read by hand: `memcon evaluate`.

One article mention at a time: an event that merges mentions of three articles is three predictions. Everything here
is pure but `source`, which reads files.
"""

from memcon.compare.evaluate.against import Against
from memcon.compare.evaluate.calibrate import Calibration
from memcon.compare.evaluate.count import Counts, PartScores, Rates
from memcon.compare.evaluate.evaluation import Evaluation, evaluate
from memcon.compare.evaluate.values import Days, Gold, GoldPair, Judged, Prediction, Quoted

__all__ = [
    "Against",
    "Calibration",
    "Counts",
    "Days",
    "Evaluation",
    "Gold",
    "GoldPair",
    "Judged",
    "PartScores",
    "Prediction",
    "Quoted",
    "Rates",
    "evaluate",
]
