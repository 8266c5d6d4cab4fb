"""Write an estimate as one JSON value, for scripts. Shares have three decimals, null where nothing can be told."""

from typing import Any

from memcon.compare.estimate.estimation import Estimate, Scores
from memcon.compare.estimate.share import Share

DIGITS = 3


def as_json(told: Estimate) -> dict[str, Any]:
    """Return the figures: each share with its interval, and how many units more halve it."""
    sample = told.sample
    return {
        "unit": sample.unit,
        "by": list(sample.by),
        "seed": sample.seed,
        "frame": sample.frame,
        "left_out": sample.left_out,
        "drawn": len(sample.units),
        "known": told.known,
        "begun": told.begun,
        "beside": told.beside,
        "unsettled": told.readings.unsettled,
        "stale_decisions": told.readings.stale,
        "filters": told.filters.told(),
        **_scores(told.whole),
        "untouched": _share(told.untouched),
        "fields": {name: _share(one) for name, one in told.fields.items()},
        "parts": {by: {name: _scores(one) for name, one in named.items()} for by, named in told.parts.items()},
    }


def _scores(scores: Scores) -> dict[str, Any]:
    return {"precision": _share(scores.precision), "recall": _share(scores.recall), "f1": _share(scores.f1)}


def _share(one: Share | None) -> dict[str, Any] | None:
    if one is None:
        return None
    low, high = (round(end, DIGITS) for end in one.interval)
    return {"value": round(one.value, DIGITS), "low": low, "high": high, "units": one.units, "halved_by": one.more}
