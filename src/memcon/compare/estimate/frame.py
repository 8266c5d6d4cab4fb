"""What can be drawn of a run: its articles, or its events in their articles, and the strata that they are sorted into.

What is counted is an event as one article reports it, as `memcon evaluate` counts: an event of three articles is three.
An article stands in the stratum of its least sure event; one without events in a stratum of its own, since only there
can be seen what was missed where the machine found nothing. Which strata these are changes how narrow an interval is,
and never whether it holds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from memcon.compare.estimate.draw import OTHER, Drawn, allocated, draw, joined
from memcon.errors import UsageError
from memcon.records import ArticleState, Event, Kind
from memcon.records.sample import Axis, SampledStratum, SampleUnit

BANDS: Final = (0.5, 0.7, 0.85)
"""Where confidence is cut into bands: about a quarter of the events of a run each, as ours are spread."""
NO_EVENT: Final = "no event"


@dataclass(frozen=True, slots=True)
class FrameEvent:
    """An event of the machine as one article reports it."""

    article: str
    event: str
    mentions: tuple[str, ...]
    """Its mentions in that article, sorted."""
    kind: Kind
    countries: tuple[str, ...]
    confidence: float | None
    """Of the event."""

    @property
    def name(self) -> str:
        """What it is drawn by: ids of events are labels, and those of mentions are where their words stand."""
        return self.mentions[0]


@dataclass(frozen=True, slots=True)
class FrameArticle:
    """An article that the run read, with what it found there."""

    article: str
    sha256: str
    language: str | None
    events: tuple[FrameEvent, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What was drawn: the strata, and the units in the order in which they are to be read."""

    strata: tuple[SampledStratum, ...]
    drawn: tuple[Drawn, ...]


def frame_of(events: Iterable[Event], states: Iterable[ArticleState]) -> tuple[FrameArticle, ...]:
    """Return the articles that were read, by id, with the machine's events in them: `ok` and `empty` ones."""
    found: dict[str, list[FrameEvent]] = {}
    for event in events:
        for article, mentions in mentions_by_article(event).items():
            one = FrameEvent(article, event.id, mentions, event.kind, event.countries, event.confidence)
            found.setdefault(article, []).append(one)
    return tuple(
        FrameArticle(one.article, one.sha256, one.language, tuple(sorted(found.get(one.article, ()), key=_name)))
        for one in sorted(states, key=lambda state: state.article)
        if one.state in {"ok", "empty"} and one.sha256
    )


def mentions_by_article(event: Event) -> dict[str, tuple[str, ...]]:
    """Return the mentions of an event in each of its articles, sorted."""
    found: dict[str, list[str]] = {}
    for proof in event.mentions:
        found.setdefault(proof.article, []).append(proof.mention)
    return {article: tuple(sorted(mentions)) for article, mentions in found.items()}


def units_of(frame: Sequence[FrameArticle], unit: SampleUnit, axes: Sequence[Axis]) -> list[Drawn]:
    """Return all that can be drawn, each with the stratum that it would be in if every stratum were large enough."""
    common = Counter(code for one in frame for event in one.events for code in event.countries)
    if unit == "event":
        return [
            Drawn(event.name, _stratum([event], one.language, axes, common)) for one in frame for event in one.events
        ]
    return [Drawn(one.article, _stratum(one.events, one.language, axes, common)) for one in frame]


def planned(units: Sequence[Drawn], size: int, seed: int, before: Sequence[SampledStratum] = ()) -> Plan:
    """Return a sample of `size` units, or of all there are; `before` are the strata of one that it is to hold.

    Raises UsageError where `before` are not the strata of these units.
    """
    sizes = Counter(unit.stratum for unit in units)
    size = min(size, len(units))
    if before:
        kept = {one.name for one in before}
        into = {name: name if name in kept else OTHER for name in sizes}
    else:
        into = joined(sizes, size, halved=_halved(sizes))
    placed = [Drawn(unit.name, into[unit.stratum]) for unit in units]
    sizes = Counter(unit.stratum for unit in placed)
    held = {one.name: one.drawn for one in before}
    if before and sizes != {one.name: one.size for one in before}:
        raise UsageError("the strata of the sample are not those of the run: draw anew with --replace")
    counts = allocated(sizes, size, halved=_halved(sizes))
    counts = {name: max(count, held.get(name, 0)) for name, count in counts.items()}
    strata = (
        SampledStratum(
            name=name, size=sizes[name], drawn=counts[name], probability=round(counts[name] / sizes[name], 6)
        )
        for name in sorted(sizes)
    )
    return Plan(tuple(strata), tuple(draw(placed, counts, seed)))


def _halved(strata: Iterable[str]) -> set[str]:
    """Return the strata of articles without events, of which half as many are read."""
    return {name for name in strata if name.startswith(NO_EVENT)}


def _name(event: FrameEvent) -> str:
    return event.name


def _stratum(
    events: Sequence[FrameEvent], language: str | None, axes: Sequence[Axis], common: Mapping[str, int]
) -> str:
    if not axes:
        return "all"
    told: dict[Axis, str] = {"language": language or "unknown"} if "language" in axes else {}
    if not events:
        return " ".join((NO_EVENT, *(f"{axis} {value}" for axis, value in told.items())))
    least = min(events, key=lambda one: (-1.0 if one.confidence is None else one.confidence, one.name))
    told["kind"] = least.kind
    told["confidence"] = _band(least.confidence)
    told["country"] = min(least.countries, key=lambda code: (-common[code], code), default="unknown")
    return ", ".join(f"{axis} {told[axis]}" for axis in axes)


def _band(confidence: float | None) -> str:
    if confidence is None:
        return "unknown"
    above = [edge for edge in BANDS if confidence >= edge]
    below = [edge for edge in BANDS if confidence < edge]
    return f"from {above[-1] if above else 0.0} to {below[0] if below else 1.0}"
