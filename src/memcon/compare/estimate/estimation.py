"""Precision, recall and F1 of a run, or of what filters leave of it, from what readers say of a sample. Pure.

What filters ask of the world (kind, status, day, country) is asked of what the machine found as the machine has it, and
of what there is as the readers have it: a call that a reader made a meeting is wrong among the calls and missed among
the meetings. What is asked of the machine (`--min-confidence`) leaves out what it found, and what it so leaves out is
missed.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import TypeAdapter

from memcon.compare.estimate.frame import FrameArticle, mentions_by_article
from memcon.compare.estimate.outcome import Outcome, Readings, Right
from memcon.compare.estimate.share import Share, Stratum, Tally, share
from memcon.errors import UsageError
from memcon.outputs.tables.filters import Filters
from memcon.records import Event
from memcon.records.fields import editable
from memcon.records.sample import Sample

FEWEST: Final = 10
"""Units that hold something of a part, below which nothing is told of it; and units without which of nothing."""
By = Literal["kind", "language"]
_EVENT: Final[TypeAdapter[Event]] = TypeAdapter(Event)


@dataclass(frozen=True, slots=True)
class Scores:
    """The three figures of a run or a part of it; None of what the design does not tell, or was not seen."""

    precision: Share | None
    recall: Share | None
    f1: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a sample tells of a run."""

    sample: Sample
    known: int
    """Units that were drawn and are known: articles read whole, or events decided on."""
    begun: int
    """Units that were drawn and of which something is known, and not all."""
    beside: int
    """Articles read whole that were not drawn: they count for nothing."""
    readings: Readings
    filters: Filters
    whole: Scores
    untouched: Share | None
    """Of what was found, how much is right in every field."""
    fields: Mapping[str, Share]
    """Of what is right, in how much each field is as the machine has it."""
    parts: Mapping[By, Mapping[str, Scores]]
    """Those of which enough was seen."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A unit that is known, as each of its readers has it."""

    stratum: str
    language: str
    outcomes: tuple[Outcome, ...]


Count = Callable[[Outcome], Tally]


def estimate(sample: Sample, frame: Sequence[FrameArticle], readings: Readings, filters: Filters) -> Estimate:
    """Return what the sample tells of what `filters` leave of the run.

    Raises UsageError where too little of the sample is read for anything to be told.
    """
    languages = {one.article: one.language or "unknown" for one in frame}
    known, begun = _known(sample, readings, languages)
    _check(sample, known)
    drawn = {unit.article for unit in sample.units}
    tallies = _Tallies(sample, known)
    kinds = sorted({event.kind for one in readings.told.values() for each in one for event in _events(each)})
    named = sorted({one.language for one in known})
    return Estimate(
        sample=sample, known=len(known), begun=begun, beside=len(readings.whole.keys() - drawn), readings=readings,
        filters=filters, whole=tallies.scores(filters),
        untouched=tallies.share(_Counted(filters).untouched), fields=_fields(tallies, filters),
        parts={
            "kind": _enough((kind, tallies.scores(_of_kind(filters, kind))) for kind in kinds),
            "language": _enough((name, tallies.scores(filters, name)) for name in named),
        },
    )  # fmt: skip


def _known(sample: Sample, readings: Readings, languages: Mapping[str, str]) -> tuple[list[_Known], int]:
    """Return the units that are known, and how many are begun."""
    known, begun = [], 0
    by_event: dict[str, dict[str, tuple[Outcome, ...]]] = {}
    for unit in sample.units:
        told = readings.told.get(unit.article, ())
        if unit.mentions is None:
            found = readings.whole.get(unit.article, ())
        else:
            if unit.article not in by_event:
                by_event[unit.article] = _by_event(told)
            found = by_event[unit.article].get(unit.mentions[0], ())
        if found:
            known.append(_Known(unit.stratum, languages.get(unit.article, "unknown"), found))
        else:
            begun += bool(told)
    return known, begun


def _by_event(told: Sequence[Outcome]) -> dict[str, tuple[Outcome, ...]]:
    """Return what was said of each event of an article, by its first mention: as it is settled, or as each has it."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for one in told:
        alone = dataclasses.replace(one, right=(), wrong=(), missed=(), undecided=())
        for right in one.right:
            found[_first(right.found, one.article)].append(dataclasses.replace(alone, right=(right,)))
        for wrong in one.wrong:
            found[_first(wrong, one.article)].append(dataclasses.replace(alone, wrong=(wrong,)))
    return {name: tuple([one for one in own if one.settled] or own) for name, own in found.items()}


def _first(event: Event, article: str) -> str:
    return mentions_by_article(event)[article][0]


def _check(sample: Sample, known: Sequence[_Known]) -> None:
    what = "articles" if sample.unit == "article" else "events"
    if not known:
        raise UsageError(
            f"nobody has looked at what was drawn: `memcon review OUT --who NAME`, and mark {what} as "
            + ("read whole" if sample.unit == "article" else "right or wrong")
        )
    if len(known) < min(FEWEST, sample.frame):
        raise UsageError(f"too few: {len(known)} {what} of the sample are known, and at least {FEWEST} are needed")
    unseen = sorted({one.name for one in sample.strata} - {one.stratum for one in known})
    if unseen:
        raise UsageError(
            f"nothing is known yet of {len(unseen)} of {len(sample.strata)} strata, as {unseen[0]!r}: read on in the "
            "order of the queue, which goes through all of them"
        )


class _Tallies:
    """The known units of a sample, to be counted in one way or another."""

    def __init__(self, sample: Sample, known: Sequence[_Known]) -> None:
        self._articles = sample.unit == "article"
        self._sizes = {one.name: one.size for one in sample.strata}
        self._known: dict[str, list[_Known]] = defaultdict(list)
        for one in known:
            self._known[one.stratum].append(one)

    def scores(self, filters: Filters, language: str | None = None) -> Scores:
        """Return the figures of what filters leave, of articles of a language where one is given."""
        counted = _Counted(filters)
        return Scores(
            self.share(counted.precision, language),
            self.share(counted.recall, language) if self._articles else None,
            self.share(counted.f1, language) if self._articles else None,
        )

    def share(self, count: Count, language: str | None = None) -> Share | None:
        """Return a share of what is counted; where several read a unit, each counts in part."""
        strata = [
            Stratum(self._sizes[name], tuple(_mean(one, count, language) for one in units))
            for name, units in self._known.items()
        ]
        return share(strata)


def _mean(unit: _Known, count: Count, language: str | None) -> Tally:
    if language is not None and unit.language != language:
        return Tally(0, 0)
    tallies = [count(one) for one in unit.outcomes]
    return Tally(*(sum(values) / len(tallies) for values in zip(*tallies, strict=True)))


class _Counted:
    """How an outcome is counted for what filters leave."""

    def __init__(self, filters: Filters) -> None:
        self._found = _kept(filters)
        self._true = _kept(dataclasses.replace(filters, min_confidence=None))

    def precision(self, one: Outcome) -> Tally:
        """Count the right and the wrong of what was found."""
        right = sum(self._found(each.found) and self._true(each.true) for each in one.right)
        return Tally(right, sum(map(self._found, (*(each.found for each in one.right), *one.wrong))) - right)

    def recall(self, one: Outcome) -> Tally:
        """Count the found and the missed of what there is."""
        right = sum(self._found(each.found) and self._true(each.true) for each in one.right)
        return Tally(right, sum(map(self._true, (*(each.true for each in one.right), *one.missed))) - right)

    def f1(self, one: Outcome) -> Tally:
        """Count twice the right, and the wrong and the missed: F1 is a share of their sum."""
        right, wrong = self.precision(one)
        return Tally(2 * right, wrong + self.recall(one).bad)

    def untouched(self, one: Outcome) -> Tally:
        """Count of what was found what is right in every field that can be edited."""
        good, bad = self.precision(one)
        edited = sum(_edited(each) for each in one.right if self._found(each.found) and self._true(each.true))
        return Tally(good - edited, bad + edited)

    def field(self, name: str) -> Count:
        """Return how a field is counted: of what is right, as the machine has it, or not."""
        row = next(row for row in _ROWS if row.name == name)

        def count(one: Outcome) -> Tally:
            right = [each for each in one.right if self._found(each.found) and self._true(each.true)]
            same = sum(row.of(each.found) == row.of(each.true) for each in right)
            return Tally(same, len(right) - same)

        return count


_ROWS: Final = tuple(editable())


def _edited(one: Right) -> bool:
    return any(row.of(one.found) != row.of(one.true) for row in _ROWS)


def _kept(filters: Filters) -> Callable[[Event], bool]:
    """Return whether filters keep an event."""
    why_not, known = filters.why_not(), dict[int, tuple[Event, bool]]()

    def kept(event: Event) -> bool:
        told = known.get(id(event))
        if told is None:
            plain: dict[str, Any] = _EVENT.dump_python(event, mode="json")
            told = known[id(event)] = (event, why_not(plain) is None)  # held, so that its place is not taken
        return told[1]

    return kept if filters.told() else lambda _: True


def _fields(tallies: _Tallies, filters: Filters) -> dict[str, Share]:
    counted = _Counted(filters)
    found = {row.name: tallies.share(counted.field(row.name)) for row in _ROWS}
    return {name: one for name, one in found.items() if one is not None}


def _events(outcome: Outcome) -> Iterable[Event]:
    yield from (each.found for each in outcome.right)
    yield from (each.true for each in outcome.right)
    yield from (*outcome.wrong, *outcome.missed)


def _of_kind(filters: Filters, kind: str) -> Filters:
    """Return the filters for one kind of what they leave; of a kind that they leave out nothing is seen."""
    return dataclasses.replace(filters, kind=frozenset({kind}) if not filters.kind or kind in filters.kind else _NONE)


_NONE: Final = frozenset({"none"})


def _enough(parts: Iterable[tuple[str, Scores]]) -> dict[str, Scores]:
    """Return the parts of which enough was seen, and of each the figures of which enough was."""

    def told(one: Share | None) -> Share | None:
        return one if one is not None and one.units >= FEWEST else None

    found = {name: Scores(told(one.precision), told(one.recall), told(one.f1)) for name, one in parts}
    return {name: one for name, one in found.items() if one != Scores(None, None, None)}
