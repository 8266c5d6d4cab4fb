"""An evaluation as a note: tables of figures, and lists of events with their words."""

from collections.abc import Iterable, Iterator, Sequence

from memcon.compare.evaluate.against import Against
from memcon.compare.evaluate.calibrate import Calibration, Point
from memcon.compare.evaluate.confuse import Confusion, confuse_kinds, confuse_statuses
from memcon.compare.evaluate.count import PARTS, PartScores
from memcon.compare.evaluate.differing import differing
from memcon.compare.evaluate.evaluation import Evaluation
from memcon.compare.evaluate.explain import Explanation
from memcon.compare.evaluate.judge import gold_positions
from memcon.compare.evaluate.to_explained import explanation_blocks
from memcon.compare.evaluate.values import Gold, GoldPair, Judged, Prediction
from memcon.compare.render.note import Block, EventList, Figures, Lines, ListedEvent, Piece, Row

_SCORES = ("required", "matched", "wrong", "duplicate", "neutral", "precision", "recall", "f1")
_FIELDS = {
    "kinds": "kind", "countries": "countries", "participants": "people", "dates": "dates",
    "dates_where_given": "where given", "place": "place", "place_where_given": "where given", "status": "status",
    "status_not_occurred": "not occurred", "variant": "variant",
}  # fmt: skip
_LIKELY = 0.05
"""A difference that chance makes less often than this is called more than chance, as is the custom."""


def evaluation_note(
    evaluation: Evaluation, *, show: bool, calibration: bool, explanation: Explanation | None = None
) -> tuple[Block, ...]:
    """Return the figures in sum and by kind, language and status.

    `show` adds confusion and every event that is not right, with its words; `calibration` what confidence means;
    `explanation` which step lost what.
    """
    explained = explanation_blocks(explanation) if explanation else ()
    return (*_blocks(evaluation, show=show, calibration=calibration), *explained)


def _blocks(evaluation: Evaluation, *, show: bool, calibration: bool) -> Iterator[Block]:
    yield Lines(tuple(_summary(evaluation)))
    named = [(name, part) for by in PARTS for name, part in evaluation.parts[by].items()]
    every = [("all", evaluation.whole), *named]
    yield Figures("events", ("", *_SCORES[:-1], "F1"), tuple((name, *_scores(part)) for name, part in every))
    fields = tuple((name, *_fields(part)) for name, part in every if part.tally.matched)
    yield Figures("fields of matched events", ("", *_FIELDS.values()), fields)
    if calibration:
        yield from _calibration(evaluation.calibration, evaluation.curve)
    if show:
        yield from _shown(evaluation.judged)
    if evaluation.against:
        yield from _compared(evaluation.whole, evaluation.against, evaluation.judged)


def figure(value: float | None) -> str:
    """Return a share with three decimals, a dash for none."""
    return "–" if value is None else f"{value:.3f}"


def _summary(evaluation: Evaluation) -> Iterator[str]:
    tally, rates = evaluation.whole.tally, evaluation.whole.rates
    missed = tally.required - tally.matched
    yield (
        f"{tally.articles:,} articles, {tally.required:,} required events: {tally.matched:,} matched, "
        f"{missed:,} missed, {tally.wrong:,} wrong, {tally.duplicate:,} duplicate, {tally.neutral:,} neutral"
    )
    for name, label in (("precision", "precision"), ("recall", "recall"), ("f1", "F1")):
        span = getattr(evaluation.intervals, name) if evaluation.intervals else None
        between = f", 95 % of bootstrapped articles from {span.low:.3f} to {span.high:.3f}" if span else ""
        yield f"{label} {figure(getattr(rates, name))}{between}"
    yield f"expected calibration error {figure(evaluation.calibration.error)}"
    if tally.bad_offsets:
        yield f"{tally.bad_offsets:,} quotes do not stand at their offsets and prove nothing"


def _scores(part: PartScores) -> tuple[str, ...]:
    counts = tuple(f"{getattr(part.tally, name):,}" for name in _SCORES[:5])
    if not part.tally.required:  # nothing could be found: a recall of 0 would mislead
        return (*counts, *(figure(None) for _ in _SCORES[5:]))
    return (*counts, *(figure(getattr(part.rates, name)) for name in _SCORES[5:]))


def _fields(part: PartScores) -> tuple[str, ...]:
    return tuple(figure(getattr(part.rates, name)) for name in _FIELDS)


def _calibration(calibration: Calibration, points: Sequence[Point]) -> Iterator[Block]:
    rows = tuple(
        (f"{one.low:.1f}–{one.high:.1f}", str(one.count), str(one.right), figure(one.confidence), figure(one.accuracy))
        for one in calibration.bins
    )
    remark = (
        f"{calibration.without:,} predictions tell no confidence and stand in no row" if calibration.without else ""
    )
    yield Figures("reliability", ("confidence", "predictions", "right", "mean confidence", "share right"), rows, remark)
    curve = tuple(
        (f"{p.threshold:.1f}", str(p.predictions), *map(figure, (p.rates.precision, p.rates.recall, p.rates.f1)))
        for p in points
    )
    yield Figures("least confidence", ("from", "predictions", "precision", "recall", "F1"), curve)


# --- events with their words ---


def _shown(judged: Sequence[Judged]) -> Iterator[Block]:
    yield _confusion("kind: gold below, found across", confuse_kinds(judged))
    yield _confusion("status: gold below, found across", confuse_statuses(judged))
    yield _listing("another kind", (_confused(one, pair) for one in judged for pair in one.confused))
    yield _listing("missed", (_of_gold(one, gold) for one in judged for gold in one.missed))
    yield _listing("wrong", (_of_prediction(prediction) for one in judged for prediction in one.wrong))
    yield _listing("duplicate", (_of_prediction(prediction) for one in judged for prediction in one.duplicate))
    entries = (_differing(one, pair) for one in judged for pair in one.matched)
    yield _listing("other fields", (entry for entry in entries if len(entry.rows) > 1))


def _confusion(title: str, confusion: Confusion) -> Figures:
    rows = ((gold, *map(str, cells.values())) for gold, cells in confusion.cells.items())
    return Figures(title, ("", *confusion.columns), tuple(rows))


def _listing(title: str, entries: Iterable[ListedEvent]) -> EventList:
    return EventList(title, tuple(entries), appendix=True)


def _entry(title: str, lines: Iterable[str]) -> ListedEvent:
    return ListedEvent((Piece(title),), tuple(Row("", (Piece(line),)) for line in lines))


def _confused(judged: Judged, pair: GoldPair) -> ListedEvent:
    gold, found = pair.gold, pair.prediction
    title = f"{gold.article}: {gold.id}: {gold.kind} taken for {found.kind} ({found.id})"
    return _entry(title, (_sentences(judged, gold), f"found: {_quote(found.words)}"))


def _of_gold(judged: Judged, gold: Gold) -> ListedEvent:
    return _entry(f"{gold.article}: {gold.id} ({gold.kind}, {gold.status})", (_sentences(judged, gold),))


def _of_prediction(prediction: Prediction) -> ListedEvent:
    sure = "" if prediction.confidence is None else f", {prediction.confidence:.2f}"
    quotes = tuple(_quote(quote.text or "") for quote in prediction.quotes)
    nature = f"{prediction.kind}, {prediction.status or 'no status'}{sure}"
    return _entry(f"{prediction.article}: {prediction.id} ({nature})", quotes)


def _differing(judged: Judged, pair: GoldPair) -> ListedEvent:
    lines = (f"{one.field}: {one.wanted}, found {one.given}" for one in differing(pair))
    return _entry(
        f"{pair.gold.article}: {pair.gold.id} ({pair.prediction.id})", (*lines, _sentences(judged, pair.gold))
    )


def _sentences(judged: Judged, gold: Gold) -> str:
    """Return the sentences of the gold's best quote, where the article holds it; else the quote."""
    text = judged.article.text
    touched = sorted(gold_positions(gold.quotes[:1], text))
    return _quote("".join(text[at] for at in touched) or gold.quotes[0])


def _quote(words: str) -> str:
    return f"“{' '.join(words.split())}”"


# --- against another run ---


def _compared(whole: PartScores, against: Against, judged: Sequence[Judged]) -> Iterator[Block]:
    rows = []
    for name, label in (("precision", "precision"), ("recall", "recall"), ("f1", "F1")):
        ours, theirs = getattr(whole.rates, name), getattr(against.other.rates, name)
        p = getattr(against.chances, name)
        verdict = "more than chance" if p < _LIKELY else "may be chance"
        rows.append((label, figure(ours), figure(theirs), f"{ours - theirs:+.3f}", f"{p:.3f}", verdict))
    yield Figures("against the other run", ("", "this", "other", "difference", "p", ""), tuple(rows))
    by_id = {one.article.id: one for one in judged}
    for title, pairs in (("gained", against.gained), ("lost", against.lost)):
        yield _listing(title, (_of_gold(by_id[pair.gold.article], pair.gold) for pair in pairs))
    for title, errors in (("errors gained", against.new_wrong), ("errors lost", against.gone_wrong)):
        yield _listing(title, map(_of_prediction, errors))
