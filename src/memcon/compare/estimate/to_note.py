"""An estimate as a note: what was looked at, the figures with their intervals, and what is still to do."""

from collections.abc import Iterator

from memcon.compare.estimate.estimation import By, Estimate, Scores
from memcon.compare.estimate.share import Share
from memcon.compare.render.note import Block, Figures, Lines

_PARTS: dict[By, str] = {"kind": "by kind", "language": "by language"}
_NAMES = {"precision": "precision", "recall": "recall", "f1": "F1"}


def estimate_note(told: Estimate) -> tuple[Block, ...]:
    """Return the figures of the whole, of its fields, and by kind and language."""
    return tuple(_blocks(told))


def _blocks(told: Estimate) -> Iterator[Block]:
    yield Lines(tuple(_summary(told)))
    plural = "articles" if told.sample.unit == "article" else "events"
    head = ("", "estimate", "95 % interval", f"{plural} seen", f"{plural} more halve it")
    shares = [(label, getattr(told.whole, name)) for name, label in _NAMES.items()]
    rows = tuple(_row(name, one) for name, one in (*shares, ("right in every field", told.untouched)))
    yield Figures("events", head, rows)
    fields = tuple(_row(name, one) for name, one in told.fields.items())
    yield Figures("fields of right events, as the machine has them", head, fields)
    for by, named in told.parts.items():
        yield Figures(_PARTS[by], ("", *_NAMES.values()), tuple((name, *_cells(one)) for name, one in named.items()))
    yield Lines(tuple(_remarks(told)), style="dim")


def _summary(told: Estimate) -> Iterator[str]:
    sample, plural = told.sample, "articles" if told.sample.unit == "article" else "events"
    done = "read whole" if sample.unit == "article" else "decided on"
    strata = f", in {len(sample.strata)} strata by {', '.join(sample.by)}" if sample.by else ""
    yield f"{told.known:,} of {len(sample.units):,} {plural} {done}, drawn of {sample.frame:,}{strata}"
    if filters := told.filters.told():
        yield "what is left by " + " ".join(f"--{name} {value}" for name, value in filters.items())


def _row(name: str, one: Share | None) -> tuple[str, ...]:
    if one is None:
        return (name, "–", "–", "–", "–")
    more = "all are known" if one.more is None else f"{one.more:,}"
    return (name, f"{one.value:.3f}", _between(one), f"{one.units:,}", more)


def _cells(scores: Scores) -> Iterator[str]:
    for name in _NAMES:
        one = getattr(scores, name)
        yield "–" if one is None else f"{one.value:.3f} ({_between(one)})"


def _between(one: Share) -> str:
    return f"{one.interval.low:.3f} to {one.interval.high:.3f}"


def _remarks(told: Estimate) -> Iterator[str]:
    sample = told.sample
    if sample.unit == "event":
        yield "events were drawn, which tell nothing of what was missed: recall needs a sample of articles"
    if told.begun:
        what = "read whole, or not all their events are decided" if sample.unit == "article" else "decided on"
        yield f"{told.begun:,} of what was drawn are begun, and count for nothing: they are not {what}"
    if told.beside:
        yield f"{told.beside:,} articles were read whole that were not drawn, and count for nothing"
    if told.readings.unsettled:
        yield f"{told.readings.unsettled:,} articles were read by several, who each count in part: nobody settled them"
    if told.readings.stale:
        yield f"{told.readings.stale:,} decisions do not hold any more: memcon review OUT --decisions"
    if sample.left_out:
        yield f"{sample.left_out:,} articles could not be read by the run: nothing is told of them"
