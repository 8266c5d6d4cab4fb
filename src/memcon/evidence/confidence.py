"""How likely a mention is right, from the model's probability and from what its words told.

A small model is as sure of what is wrong as of what is right once it has passed triage; whether the words name two
states tells more. The weights of `data/confidence.toml` are those of a logistic regression (`benchmarks/quality.md`).
"""

import functools
import math
from collections.abc import Mapping, Sequence
from typing import Final

from memcon import _data
from memcon.records import Kind, Participant, family

LEAST: Final = 0.3
MOST: Final = 0.98
"""Where the model's probability is cut off: beyond, it means nothing more."""


def confidence_of(
    kind: Kind, probability: float | None, participants: Sequence[Participant], *, dated: bool
) -> float | None:
    """Return the probability that a mention is right; None where the endpoint tells no probability."""
    if probability is None:
        return None
    weights = _weights()[family(kind)]
    bounded = min(MOST, max(LEAST, probability))
    two = len({one.country for one in participants if one.country}) > 1
    score = weights["base"] + weights["probability"] * math.log(bounded / (1 - bounded))
    score += weights["two_states"] * two + weights["dated"] * dated
    return round(1 / (1 + math.exp(-score)), 4)


@functools.cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    return _data.toml("data/confidence.toml")
