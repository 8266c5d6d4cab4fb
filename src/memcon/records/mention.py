"""One event as one article reports it: its values, and the words that each was read from."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self

from pydantic import Field as Constraint
from pydantic import model_validator

from memcon.records.vocabulary import (
    ORGANISATIONS,
    SCHEMA_VERSION,
    ActorType,
    Code,
    End,
    Kind,
    Match,
    Precision,
    Role,
    Start,
    Status,
    Trust,
    Variant,
    record,
)


@record
class Quote:
    """Words of the article that prove an event."""

    text: str
    """Exactly `article.text[start:end]`."""
    start: Start
    """Offset of the first character, in code points of the article."""
    end: End
    """Offset after the last character."""
    match: Match
    """How the model's quote was found: `exact`, `folded` (case, quotes, spaces differ), `near` (harmless change)."""


@record
class Evidence:
    """A span of the article that a fact was read from."""

    text: str
    start: Start
    end: End


@record
class DateEvidence:
    """The words that a date was read from, and how they were understood."""

    text: str
    start: Start
    end: End
    basis: str
    """How the words became the date, as `weekday before published 2023-12-22`."""


MOST_DAYS: Final[Mapping[Precision, int]] = {"day": 1, "week": 7, "month": 31}
"""That a date of a precision spans, whoever gives it."""


@record
class EventDate:
    """When an event took place: an inclusive range of days, and how exactly it is known."""

    start: dt.date
    end: dt.date
    precision: Precision

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError("a date ends before it starts")
        if (spans := (self.end - self.start).days + 1) > (most := MOST_DAYS.get(self.precision, spans)):
            raise ValueError(
                f"a {self.precision} has {most} day{'s' * (most > 1)} at most, and this date spans {spans:,}"
            )
        return self


@record
class Place:
    """Where an event took place."""

    name: str
    """The words of the article."""
    country: Code | None
    """ISO 3166-1 alpha-3, when the words name or imply one."""
    geonames: Annotated[int, Constraint(gt=0, le=2**31 - 1)] | None = dataclasses.field(default=None, compare=False)
    """The number of its city at GeoNames; null unless every word beside the city is understood and one is meant."""
    latitude: Annotated[float, Constraint(ge=-90, le=90)] | None = dataclasses.field(default=None, compare=False)
    """Of that city, in degrees north (WGS 84)."""
    longitude: Annotated[float, Constraint(ge=-180, le=180)] | None = dataclasses.field(default=None, compare=False)
    """In degrees east."""


@record
class Participant:
    """A person, office, state or organisation that took part."""

    name: str
    """As written in the article."""
    title: str | None
    country: Code | None
    """ISO 3166-1 alpha-3, or UNO, EUU, NATO, ASEAN, XKX."""
    role: Role | None
    actor_type: ActorType | None = dataclasses.field(default=None, compare=False)
    """Whether that code is a state's or an organisation's; null without one. It follows from the code."""

    def __post_init__(self) -> None:
        """Tell the type of actor by the code."""
        told = ("organisation" if self.country in ORGANISATIONS else "state") if self.country else None
        object.__setattr__(self, "actor_type", told)


@record
class Doubt:
    """A typed choice on which the model and the rules of evidence differ."""

    field: Literal["status", "variant", "role"]
    said: str
    """The model's choice; of a role, whose it is: `Peru: actor`."""
    told: str
    """What a rule read in the words."""
    holds: Trust
    """Whose word the record has."""
    rule: str
    """As `memcon extract --explain` tells it."""


@record
class Mention:
    """One event as one article reports it, grounded and resolved, before merging. A line of `mentions.jsonl`."""

    schema_version: Literal[2] = SCHEMA_VERSION
    id: str
    """Readable and unique in a run: `article#kind-start-end` of the first quote."""
    article: str
    """Id of the article."""
    published: dt.date | None
    """When the article was published, when known."""
    source: str | None = None
    """Who published the article: its `source`, else the site of its `url`; null where it tells neither."""
    language: str | None = None
    """The language of the article, ISO 639-1; null when unknown."""
    kind: Kind
    status: Status
    variant: Variant
    """The channel of a call, the form of a meeting, the act of a dispute."""
    date: EventDate | None
    place: Place | None
    countries: tuple[Code, ...]
    """Sorted codes of all sides."""
    participants: tuple[Participant, ...]
    initiator: Code | None
    """Country code of the side that asked for the contact."""
    topics: tuple[str, ...]
    summary: str
    confidence: float | None
    """Probability that the mention is right, as estimated; null where a weak model's endpoint tells none."""
    quotes: Annotated[tuple[Quote, ...], Constraint(min_length=1)]
    """In the order of the article."""
    date_evidence: DateEvidence | None
    place_evidence: Evidence | None
    names: tuple[Evidence, ...]
    """The spans of the participants' names."""
    model: str
    prompt: str
    """Name and version of the prompt: the version is a hash of template, examples and schema."""
    doubts: tuple[Doubt, ...] = ()
    """Where the model and the rules of evidence differ."""

    @property
    def order(self) -> tuple[str, int, str]:
        """What its file is sorted by."""
        return self.article, self.quotes[0].start, self.id


Cited = Quote | Evidence | DateEvidence
"""Words of an article, and where they stand."""


def spans_of(mention: Mention) -> list[Cited]:
    """Return every span of an article that a mention cites."""
    single = (mention.date_evidence, mention.place_evidence)
    return [*mention.quotes, *mention.names, *(one for one in single if one)]
