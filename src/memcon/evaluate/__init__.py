"""Measure what a run found against events read by hand: `memcon evaluate`.

One article mention at a time: an event that merges mentions of three articles is three predictions. Everything here
is pure but `source`, which reads files.
"""

from memcon.evaluate.against import Against
from memcon.evaluate.calibrate import Calibration
from memcon.evaluate.count import Part, Rates, Tally
from memcon.evaluate.report import Evaluation, evaluate
from memcon.evaluate.values import Days, Found, Gold, Judged, Pair, Quoted

__all__ = [
    "Against",
    "Calibration",
    "Days",
    "Evaluation",
    "Found",
    "Gold",
    "Judged",
    "Pair",
    "Part",
    "Quoted",
    "Rates",
    "Tally",
    "evaluate",
]
