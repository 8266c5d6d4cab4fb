"""Make the sample of a run: strata, units, and the queue of each coder. Pure: the same seed gives the same value."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from memcon.compare.estimate.draw import Drawn, queues
from memcon.compare.estimate.frame import FrameArticle, FrameEvent, Plan, planned, units_of
from memcon.errors import UsageError
from memcon.records.sample import Axis, Queue, Sample, SampledRun, SampledUnit, SampleUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of a sample."""

    size: int
    seed: int = 0
    unit: SampleUnit = "article"
    by: tuple[Axis, ...] = ()
    coders: tuple[str, ...] = ()
    overlap: float = 0.0


def sampled(frame: Sequence[FrameArticle], run: SampledRun, left_out: int, wanted: Wanted) -> Sample:
    """Return a sample of these articles, or of the events in them. Raises UsageError where there is none to draw."""
    units = units_of(frame, wanted.unit, wanted.by)
    if not units:
        raise UsageError("the run holds no event to draw: leave out --draw events, and articles are drawn")
    plan = planned(units, wanted.size, wanted.seed)
    drawn = tuple(_units(frame, plan.drawn, wanted.unit))
    given = queues(_articles(drawn), wanted.coders, wanted.overlap) if wanted.coders else {}
    return Sample(
        run=run, seed=wanted.seed, unit=wanted.unit, by=wanted.by, frame=len(units), left_out=left_out,
        overlap=wanted.overlap, strata=plan.strata, units=drawn,
        queues=tuple(Queue(coder=coder, articles=tuple(names)) for coder, names in given.items()),
    )  # fmt: skip


def extended(sample: Sample, frame: Sequence[FrameArticle], more: int) -> Sample:
    """Return the sample with so many units more; what was drawn stays, and stands first in every queue.

    Raises UsageError where all is drawn already, or the run is not that of the sample.
    """
    units = units_of(frame, sample.unit, sample.by)
    if len(sample.units) >= len(units):
        raise UsageError(f"all {len(units)} that could be drawn are drawn: there are no more")
    plan: Plan = planned(units, len(sample.units) + more, sample.seed, sample.strata)
    held = {_key(unit) for unit in sample.units}
    new = tuple(unit for unit in _units(frame, plan.drawn, sample.unit) if _key(unit) not in held)
    before = _articles(sample.units)
    names = [name for name in _articles(new) if name not in set(before)]
    coders = [queue.coder for queue in sample.queues]
    given = queues(names, coders, sample.overlap, before=len(before)) if coders else {}
    return dataclasses.replace(
        sample, strata=plan.strata, units=(*sample.units, *new),
        queues=tuple(
            dataclasses.replace(queue, articles=(*queue.articles, *given[queue.coder])) for queue in sample.queues
        ),
    )  # fmt: skip


def _units(frame: Sequence[FrameArticle], drawn: Sequence[Drawn], unit: SampleUnit) -> list[SampledUnit]:
    if unit == "article":
        return [SampledUnit(article=one.name, stratum=one.stratum, mentions=None, event=None) for one in drawn]
    events: dict[str, FrameEvent] = {event.name: event for article in frame for event in article.events}
    found = ((events[one.name], one.stratum) for one in drawn)
    return [SampledUnit(article=e.article, stratum=name, mentions=e.mentions, event=e.event) for e, name in found]


def _key(unit: SampledUnit) -> str:
    return unit.mentions[0] if unit.mentions else unit.article


def _articles(units: Sequence[SampledUnit]) -> list[str]:
    """Return the articles of units, each once, in the order of the first one."""
    return list(dict.fromkeys(unit.article for unit in units))
