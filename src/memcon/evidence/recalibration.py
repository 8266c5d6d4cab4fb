"""Confidence as it was fitted anew on reviewed events: a logistic of what the weights of `confidence` give.

Of a family, intercept and slope in log-odds (Platt, Probabilistic Outputs for Support Vector Machines, 1999): two
numbers can be fitted on some dozens of reviewed events, where the weights of all facts could not.
"""

import dataclasses
import math
from typing import Final

from memcon.records import Kind, Mention, family
from memcon.records.calibration import ConfidenceFit, FamilyFit

_EDGE: Final = 1e-4
"""As near to 0 and 1 as confidence is told; beyond it log-odds have no end."""


def log_odds(confidence: float) -> float:
    """Return the log-odds of a confidence."""
    bounded = min(1 - _EDGE, max(_EDGE, confidence))
    return math.log(bounded / (1 - bounded))


def recalibrated(confidence: float, kind: Kind, fit: ConfidenceFit | None) -> float:
    """Return the confidence of an event of that kind, fitted anew; as it is where its family was not fitted."""
    own = fit.of(family(kind)) if fit else None
    return confidence if own is None else told_by(log_odds(confidence), own)


def told_by(odds: float, fit: FamilyFit) -> float:
    """Return the confidence that a fit gives to log-odds."""
    score = fit.intercept + fit.slope * odds
    return round(1 / (1 + math.exp(-max(-500.0, min(500.0, score)))), 4)


def before(confidence: float, kind: Kind, fit: ConfidenceFit | None) -> float:
    """Return the log-odds from which `recalibrated` made a confidence."""
    own = fit.of(family(kind)) if fit else None
    odds = log_odds(confidence)
    return odds if own is None else (odds - own.intercept) / own.slope


def with_fit(mention: Mention, fit: ConfidenceFit | None) -> Mention:
    """Return a mention with its confidence fitted anew."""
    if fit is None or mention.confidence is None or fit.of(family(mention.kind)) is None:
        return mention
    return dataclasses.replace(mention, confidence=recalibrated(mention.confidence, mention.kind, fit))
