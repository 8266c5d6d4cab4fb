"""Agreement as a note: who coded how much, and tables of alpha and kappa."""

from collections.abc import Iterable, Iterator, Mapping

from memcon.compare.agreement.agree import Agreement, By, Measured, Paired
from memcon.compare.evaluate.chance import Interval
from memcon.compare.render.note import Block, Figures, Lines

ABOUT: Mapping[str, str] = {"event": "events", "sentence": "sentences"}
_HEAD = ("", "units", "agree", "95 %", "alpha", "95 %")


def agreement_note(agreement: Agreement) -> tuple[Block, ...]:
    """Return what is told of agreement."""
    return tuple(_blocks(agreement))


def _blocks(agreement: Agreement) -> Iterator[Block]:
    yield Lines(tuple(_summary(agreement)))
    every = [one for one in agreement.measured if one.group.by == "all"]
    yield Figures("events: alpha", _HEAD, tuple(_row(one.field, one) for one in every if one.about == "event"))
    sentences = [one for one in agreement.measured if one.about == "sentence" and one.group.by in {"all", "kind"}]
    told = tuple(_row(one.field, one) for one in sentences if one.units)
    yield Figures("where events are told: sentences", _HEAD, told)
    for by in ("kind", "language"):
        yield _grouped(agreement, by)
    pairs = [one for one in agreement.pairs if one.group.by == "all" and one.units]
    rows = tuple((f"{one.one}, {one.other}: {one.field}", *_paired(one)) for one in pairs)
    yield Figures("pairs of coders", ("", "units", "agree", "kappa", "95 %"), rows)


def _summary(agreement: Agreement) -> Iterator[str]:
    for one in agreement.coders:
        lost = f", {one.stale:,} decisions hold no more" if one.stale else ""
        yield f"{one.who}: looked at {one.looked:,} events, read {one.read:,} articles whole{lost}"
    yield (
        f"{agreement.shared:,} events that two or more looked at; {agreement.articles:,} articles of "
        f"{agreement.sentences:,} sentences that two or more read whole"
    )
    if agreement.left:
        yield f"{agreement.left:,} articles that two or more read count for nothing: events left undecided, or no text"
    yield f"95 % is of {agreement.rounds:,} drawings of as many articles, seed {agreement.seed}"


def _grouped(agreement: Agreement, by: By) -> Figures:
    """Return a table of alpha with a row a group and a column a field."""
    found = [one for one in agreement.measured if one.about == "event" and one.group.by == by]
    fields = list(dict.fromkeys(one.field for one in agreement.measured if one.about == "event"))
    alphas = {(one.group.name, one.field): one.alpha for one in found}
    units = {one.group.name: one.units for one in found if one.field == fields[0]}
    rows = tuple((name, f"{units[name]:,}", *(figure(alphas.get((name, f))) for f in fields)) for name in units)
    return Figures(f"alpha by {by}", ("", "units", *fields), rows)


def _row(name: str, one: Measured) -> tuple[str, ...]:
    share = figure(one.share), within(one.share_within)
    return name, f"{one.units:,}", *share, figure(one.alpha), within(one.alpha_within)


def _paired(one: Paired) -> Iterable[str]:
    return f"{one.units:,}", figure(one.share), figure(one.kappa), within(one.within)


def figure(value: float | None) -> str:
    """Return a figure with three decimals, a dash for none."""
    return "–" if value is None else f"{value:.3f}"


def within(span: Interval | None) -> str:
    """Return an interval in words, a dash for none."""
    return "–" if span is None else f"{span.low:.3f} to {span.high:.3f}"
