"""Write an evaluation as one JSON value, for scripts. Rates have three decimals, null where there is nothing."""

from dataclasses import asdict
from typing import Any

from memcon.compare.evaluate.against import Against
from memcon.compare.evaluate.calibrate import BINS, Calibration
from memcon.compare.evaluate.confuse import confuse_kinds, confuse_statuses
from memcon.compare.evaluate.count import RATES, Part
from memcon.compare.evaluate.evaluation import Evaluation
from memcon.compare.evaluate.gate import DIGITS
from memcon.compare.evaluate.values import Found, Gold, Pair

_COUNTS = ("articles", "required", "matched", "wrong", "duplicate", "neutral", "bad_offsets")


def as_json(evaluation: Evaluation, *, unknown: int, show: bool, calibration: bool) -> dict[str, Any]:
    """Return the figures; `show` adds confusion and the events, `calibration` the table and the curve.

    `by_kind` gives the counts that are not 0; `parts` gives counts and rates by kind, language and status.
    `unknown` is how many mentions are of articles that are not there.
    """
    told: dict[str, Any] = {**_counts(evaluation.whole, *_COUNTS), **_rates(evaluation.whole)}
    told["by_kind"] = {
        name: {key: count for key, count in _counts(part, "matched", "required", "wrong", "duplicate").items() if count}
        for name, part in evaluation.parts["kind"].items()
        if part.tally.required or part.tally.wrong or part.tally.duplicate
    }
    told["mentions_of_unknown_articles"] = unknown
    told["gold_of_unknown_articles"] = evaluation.unknown_gold
    spans = evaluation.intervals
    told["intervals"] = spans and {name: [_round(end) for end in span] for name, span in spans._asdict().items()}
    told["parts"] = {
        by: {name: {**_counts(part, *_COUNTS[:-1]), **_rates(part)} for name, part in named.items()}
        for by, named in evaluation.parts.items()
    }
    told["ece"] = _round(evaluation.calibration.error)
    if calibration:
        told["calibration"] = _calibration(evaluation.calibration)
        told["curve"] = [
            {"threshold": point.threshold, "predictions": point.found}
            | {name: _round(getattr(point.rates, name)) for name in RATES[:3]}
            for point in evaluation.curve
        ]
    if show:
        told |= _events(evaluation)
    if evaluation.against:
        told["compare"] = _compared(evaluation.whole, evaluation.against)
    return told


def _counts(part: Part, *names: str) -> dict[str, int]:
    return {name: getattr(part.tally, name) for name in names}


def _rates(part: Part) -> dict[str, float | None]:
    return {name: _round(getattr(part.rates, name)) for name in RATES}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _calibration(found: Calibration) -> dict[str, Any]:
    bins = [
        asdict(one) | {"confidence": _round(one.confidence), "accuracy": _round(one.accuracy)} for one in found.bins
    ]
    return {"bins": bins, "width": 1 / BINS, "without_confidence": found.without}


def _events(evaluation: Evaluation) -> dict[str, Any]:
    judged = evaluation.judged
    return {
        "confusion": {"kind": confuse_kinds(judged).cells, "status": confuse_statuses(judged).cells},
        "matched_events": [_pair(pair) for one in judged for pair in one.matched],
        "neutral_events": [_pair(pair) for one in judged for pair in one.neutral],
        "missed_events": [_gold(gold) for one in judged for gold in one.missed],
        "wrong_events": [_found(found) for one in judged for found in one.wrong],
        "duplicate_events": [_found(found) for one in judged for found in one.duplicate],
        "another_kind": [_pair(pair) for one in judged for pair in one.confused],
    }


def _compared(whole: Part, found: Against) -> dict[str, Any]:
    return {
        "other": {**_counts(found.other, *_COUNTS), **_rates(found.other)},
        "differences": {
            name: _round(getattr(whole.rates, name) - getattr(found.other.rates, name)) for name in RATES[:3]
        },
        "p": {name: round(value, 4) for name, value in found.chances._asdict().items()},
        "gained": [_pair(pair) for pair in found.gained],
        "lost": [_pair(pair) for pair in found.lost],
        "errors_gained": [_found(one) for one in found.new_wrong],
        "errors_lost": [_found(one) for one in found.gone_wrong],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {"article": pair.gold.article, "gold": _gold(pair.gold), "found": _found(pair.found)}


def _gold(gold: Gold) -> dict[str, Any]:
    told = {"article": gold.article, "id": gold.id, "kind": gold.kind, "status": gold.status}
    return told | {
        "countries": sorted(gold.countries), "participants": gold.people, "date": gold.date, "place": gold.place,
        "variants": sorted(gold.variants), "quotes": gold.quotes,
    }  # fmt: skip


def _found(found: Found) -> dict[str, Any]:
    told: dict[str, Any] = {"article": found.article, "id": found.id, "kind": found.kind, "status": found.status}
    return told | {
        "countries": sorted(found.countries), "participants": found.people, "date": found.date, "place": found.place,
        "variant": found.variant, "confidence": found.confidence, "quotes": [quote._asdict() for quote in found.quotes],
    }  # fmt: skip
