"""A sample of a run, as `coding/sample.json` tells it: what was drawn, how, and who is to look at what."""

from typing import Annotated, Literal

from pydantic import Field as Constraint

from memcon.records.vocabulary import SCHEMA_VERSION, Word, record

SampleUnit = Literal["article", "event"]
"""What is drawn: articles, which are read whole; or events as one article reports them, which tell precision alone."""
Axis = Literal["kind", "country", "language", "confidence"]
"""What strata differ in."""


@record
class SampledRun:
    """The run that the sample is of, as the machine left it: decisions of reviewers change neither hash."""

    articles: str
    """SHA-256 of the ids and texts of the articles that could be drawn, in hexadecimal."""
    mentions: str
    """SHA-256 of `mentions.jsonl`."""


@record
class SampledStratum:
    """A part of the frame, of which units were drawn at random without replacement."""

    name: str
    size: Annotated[int, Constraint(ge=1)]
    """Units in the run."""
    drawn: Annotated[int, Constraint(ge=0)]
    probability: Annotated[float, Constraint(ge=0, le=1)]
    """With which each of them was drawn: drawn / size, to six decimals."""


@record
class SampledUnit:
    """A unit that was drawn."""

    article: str
    stratum: str
    mentions: tuple[str, ...] | None
    """Of an event, the ids of its mentions in the article; null of an article, which is read whole."""
    event: str | None
    """The id that the event had; null of an article."""


@record
class Queue:
    """The articles that a coder is to look at, in order."""

    coder: Word
    articles: tuple[str, ...]


@record
class Sample:
    """A sample of a run, drawn by `memcon sample`: the content of `coding/sample.json`."""

    schema_version: Literal[2] = SCHEMA_VERSION
    run: SampledRun
    seed: int
    unit: SampleUnit
    by: tuple[Axis, ...]
    """What the strata differ in; nothing where all was drawn from at once."""
    frame: Annotated[int, Constraint(ge=1)]
    """Units that could be drawn."""
    left_out: Annotated[int, Constraint(ge=0)]
    """Articles of the run that could not be read, of which the sample says nothing."""
    overlap: Annotated[float, Constraint(ge=0, le=1)]
    """The share of the units that every coder looks at."""
    strata: Annotated[tuple[SampledStratum, ...], Constraint(min_length=1)]
    units: Annotated[tuple[SampledUnit, ...], Constraint(min_length=1)]
    """In the order in which they are to be looked at: those of each later drawing behind those before."""
    queues: tuple[Queue, ...]
