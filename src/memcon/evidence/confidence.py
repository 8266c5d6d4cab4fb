"""How likely a mention is right, from what is known of it: the model's probability, what its words tell, and doubts.

A small model is as sure of what is wrong as of what is right once it has passed triage; whether the words name two
states tells more. A trusted model tells no probability of an event: what is known is whether a rule, the second
witness, reads another choice in its words, and what they tell. The weights of `data/confidence.toml` are those of
logistic regressions (docs/adr/0005-confidence.md, `benchmarks/fit_confidence.py`).
"""

import functools
import math
from collections.abc import Mapping
from typing import Final

from memcon import _data
from memcon.evidence.draft import Draft
from memcon.evidence.recalibration import recalibrated
from memcon.records import Kind, Mention, Trust, family
from memcon.records.calibration import ConfidenceFit

LEAST: Final = 0.3
MOST: Final = 0.98
"""Where the model's probability is cut off: beyond, it means nothing more."""
WEIGHED: Final = ("doubted", "two_states", "dated")
"""What is known of a trusted model's mention: a rule reads another choice; its parties are of two states; a date."""


def confidence_of(draft: Draft, trust: Trust) -> float | None:
    """Return the probability that a mention is right; None where a weak model's endpoint tells no probability."""
    told = draft.candidate.confidence
    if trust == "code" and told is None:
        return None
    facts = _facts(draft, draft.states)
    return _estimate(draft.kind, trust, facts, told)


def is_possible(mention: Mention, trust: Trust, fit: ConfidenceFit | None = None) -> bool:
    """Say whether a mention's confidence can be an estimate of it, whatever probability the model told.

    `fit` is how confidence was fitted anew for its run.
    """
    if mention.confidence is None:
        return trust == "code"
    states = {participant.country for participant in mention.participants if participant.country}
    bounds = _bounds(mention.kind, trust, tuple(_facts(mention, states).items()))
    low, high, untold = (recalibrated(each, mention.kind, fit) for each in bounds)
    return low <= mention.confidence <= high or mention.confidence == untold


@functools.cache
def _bounds(kind: Kind, trust: Trust, facts: tuple[tuple[str, bool], ...]) -> tuple[float, float, float]:
    """Return the least and the most that is estimated by these facts, and what is where no probability was told."""
    low, high = (_estimate(kind, trust, dict(facts), told) for told in (LEAST, MOST))
    return low, high, _estimate(kind, trust, dict(facts), None) if trust == "model" else low


def _facts(one: Draft | Mention, states: set[str]) -> Mapping[str, bool]:
    """Return what is known of an event whose parties are of these states, by the names of its weights."""
    return {"doubted": bool(one.doubts), "two_states": len(states) > 1, "dated": one.date is not None}


def _estimate(kind: Kind, trust: Trust, facts: Mapping[str, bool], told: float | None) -> float:
    weights = _weights()["trusted" if trust == "model" else "weak"][family(kind)]
    score = weights["base"] + sum(weights.get(name, 0.0) * known for name, known in facts.items())
    if told is not None:
        bounded = min(MOST, max(LEAST, told))
        score += weights.get("probability", 0.0) * math.log(bounded / (1 - bounded))
    return round(1 / (1 + math.exp(-score)), 4)


@functools.cache
def _weights() -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    return _data.toml("data/confidence.toml")
