"""Write an evaluation as one JSON value, for scripts. Rates have three decimals, null where there is nothing."""

from dataclasses import asdict
from typing import Any

from memcon.compare.evaluate.against import Against
from memcon.compare.evaluate.calibrate import BINS, Calibration
from memcon.compare.evaluate.confuse import confuse_kinds, confuse_statuses
from memcon.compare.evaluate.count import RATES, PartScores
from memcon.compare.evaluate.evaluation import Evaluation
from memcon.compare.evaluate.explain import Explanation
from memcon.compare.evaluate.gate import DIGITS
from memcon.compare.evaluate.to_explained import explanation_json
from memcon.compare.evaluate.values import Gold, GoldPair, Prediction

_COUNTS = ("articles", "required", "matched", "wrong", "duplicate", "neutral", "bad_offsets")


def as_json(
    evaluation: Evaluation, *, unknown: int, show: bool, calibration: bool, explanation: Explanation | None = None
) -> dict[str, Any]:
    """Return the figures; `show` adds confusion and the events, `calibration` the table and the curve.

    `explanation` adds which step lost what, as `explained`.

    `by_kind` gives the counts that are not 0; `parts` gives counts and rates by kind, language and status.
    `unknown` is how many mentions are of articles that are not there.
    """
    value: dict[str, Any] = {**_counts(evaluation.whole, *_COUNTS), **_rates(evaluation.whole)}
    value["by_kind"] = {
        name: {key: count for key, count in _counts(part, "matched", "required", "wrong", "duplicate").items() if count}
        for name, part in evaluation.parts["kind"].items()
        if part.tally.required or part.tally.wrong or part.tally.duplicate
    }
    value["mentions_of_unknown_articles"] = unknown
    value["gold_of_unknown_articles"] = evaluation.unknown_gold
    spans = evaluation.intervals
    value["intervals"] = spans and {name: [_round(end) for end in span] for name, span in spans._asdict().items()}
    value["parts"] = {
        by: {name: {**_counts(part, *_COUNTS[:-1]), **_rates(part)} for name, part in named.items()}
        for by, named in evaluation.parts.items()
    }
    value["ece"] = _round(evaluation.calibration.error)
    if calibration:
        value["calibration"] = _calibration(evaluation.calibration)
        value["curve"] = [
            {"threshold": point.threshold, "predictions": point.predictions}
            | {name: _round(getattr(point.rates, name)) for name in RATES[:3]}
            for point in evaluation.curve
        ]
    if show:
        value |= _events(evaluation)
    if explanation:
        value["explained"] = explanation_json(explanation)
    if evaluation.against:
        value["compare"] = _compared(evaluation.whole, evaluation.against)
    return value


def _counts(part: PartScores, *names: str) -> dict[str, int]:
    return {name: getattr(part.tally, name) for name in names}


def _rates(part: PartScores) -> dict[str, float | None]:
    return {name: _round(getattr(part.rates, name)) for name in RATES}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _calibration(calibration: Calibration) -> dict[str, Any]:
    bins = [
        asdict(one) | {"confidence": _round(one.confidence), "accuracy": _round(one.accuracy)}
        for one in calibration.bins
    ]
    return {"bins": bins, "width": 1 / BINS, "without_confidence": calibration.without}


def _events(evaluation: Evaluation) -> dict[str, Any]:
    judged = evaluation.judged
    return {
        "confusion": {"kind": confuse_kinds(judged).cells, "status": confuse_statuses(judged).cells},
        "matched_events": [_pair(pair) for one in judged for pair in one.matched],
        "neutral_events": [_pair(pair) for one in judged for pair in one.neutral],
        "missed_events": [_gold(gold) for one in judged for gold in one.missed],
        "wrong_events": [_prediction(prediction) for one in judged for prediction in one.wrong],
        "duplicate_events": [_prediction(prediction) for one in judged for prediction in one.duplicate],
        "another_kind": [_pair(pair) for one in judged for pair in one.confused],
    }


def _compared(whole: PartScores, against: Against) -> dict[str, Any]:
    return {
        "other": {**_counts(against.other, *_COUNTS), **_rates(against.other)},
        "differences": {
            name: _round(getattr(whole.rates, name) - getattr(against.other.rates, name)) for name in RATES[:3]
        },
        "p": {name: round(value, 4) for name, value in against.chances._asdict().items()},
        "gained": [_pair(pair) for pair in against.gained],
        "lost": [_pair(pair) for pair in against.lost],
        "errors_gained": [_prediction(one) for one in against.new_wrong],
        "errors_lost": [_prediction(one) for one in against.gone_wrong],
    }


def _pair(pair: GoldPair) -> dict[str, Any]:
    return {"article": pair.gold.article, "gold": _gold(pair.gold), "found": _prediction(pair.prediction)}


def _gold(gold: Gold) -> dict[str, Any]:
    value = {"article": gold.article, "id": gold.id, "kind": gold.kind, "status": gold.status}
    return value | {
        "countries": sorted(gold.countries), "participants": gold.people, "date": gold.date, "place": gold.place,
        "variants": sorted(gold.variants), "quotes": gold.quotes,
    }  # fmt: skip


def _prediction(prediction: Prediction) -> dict[str, Any]:
    return {
        "article": prediction.article,
        "id": prediction.id,
        "kind": prediction.kind,
        "status": prediction.status,
        "countries": sorted(prediction.countries),
        "participants": prediction.people,
        "date": prediction.date,
        "place": prediction.place,
        "variant": prediction.variant,
        "confidence": prediction.confidence,
        "quotes": [quote._asdict() for quote in prediction.quotes],
    }
