"""An event: what the mentions taken for one say together, and what each article contributes."""

import datetime as dt
from typing import Annotated, Literal, TypeAlias

from pydantic import Field as Constraint

from memcon.records.mention import DateEvidence, Doubt, EventDate, Evidence, Mention, Participant, Place, Quote
from memcon.records.review import Review
from memcon.records.vocabulary import SCHEMA_VERSION, Act, Channel, Code, Form, Kind, Link, Status, record


@record
class Codes:
    """The event in the field's coding schemes, from one table (`codes.csv` of the package)."""

    plover: str | None
    plover_mode: str | None
    cameo: str | None
    ace: str | None


@record
class Proof:
    """What one article contributes to an event: the mention's evidence."""

    mention: str
    """Id of the mention, a line of `mentions.jsonl`; of an added one, `article#kind-start-end@decision`."""
    article: str
    quotes: tuple[Quote, ...]
    date: DateEvidence | None
    place: Evidence | None
    names: tuple[Evidence, ...]
    model: str
    prompt: str


def proof_of(mention: Mention) -> Proof:
    """Return what a mention contributes to the event that it is of."""
    return Proof(
        mention=mention.id,
        article=mention.article,
        quotes=mention.quotes,
        date=mention.date_evidence,
        place=mention.place_evidence,
        names=mention.names,
        model=mention.model,
        prompt=mention.prompt,
    )


@record
class EventLink:
    """A tie to another event that is not the same event: a plan and what came of it."""

    type: Link
    event: str


@record
class Conflict:
    """A field on which the mentions of an event disagree; the event carries the first value."""

    field: str
    values: tuple[str, ...]
    """Each value that a mention gave, the chosen one first."""
    mentions: tuple[tuple[str, ...], ...]
    """For each value, the ids of the mentions that gave it."""


@record
class Merge:
    """Why two mentions were taken for one event."""

    left: str
    right: str
    reason: str


@record
class Agreement:
    """How many of the articles of an event give one of its values as the event has it."""

    field: str
    articles: Annotated[int, Constraint(ge=1)]
    """Articles that give it, however often each does."""
    sources: Annotated[int, Constraint(ge=1)]
    """Who published those, counted as in `reported`."""


@record
class Reported:
    """When, how often and by whom an event was told: of its articles, not of itself."""

    first: dt.date | None
    """The first day on which an article that tells of it was published; null where no such day is known."""
    last: dt.date | None
    """The last such day."""
    articles: Annotated[int, Constraint(ge=1)]
    """Articles that tell of it, however often each does."""
    sources: Annotated[int, Constraint(ge=1)]
    """Who published them, each once whatever its capitals: the `source` of an article, else the site of its url.

    Articles that tell neither count as one where no article does, and else not at all: it is a least number.
    """
    languages: tuple[str, ...]
    """ISO 639-1 codes of the articles' languages, sorted; those of unknown language add none."""
    agreed: tuple[Agreement, ...] = ()
    """Of an event of several articles, how many give each of its values, before reviewers.

    What says otherwise is in `conflicts`. An article that says nothing of a field, or less (a month for a day), counts
    in neither.
    """


@record
class EventBase:
    """Fields that every event has."""

    schema_version: Literal[2] = SCHEMA_VERSION
    id: str
    """A readable label: kind, first day (or month, year, `undated`), countries, and `-2`, `-3` on collision."""
    kind: Kind
    status: Status
    form: Form | None = None
    """Of a meeting; null of other kinds."""
    channel: Channel | None = None
    """Of a call; null of other kinds."""
    act: Act | None = None
    """Of a dispute; null of other kinds."""
    date: EventDate | None
    earliest: dt.date | None = None
    """The first day on which it can have taken place, or is to.

    The first day of its date; of a plan without a date the first publication; else null.
    """
    latest: dt.date | None = None
    """The last day on which it can have taken place, or is to.

    The last day of its date. Without a date it is the first publication, by when it was done, or by when the contact
    was requested, refused or cancelled; of a plan null.
    """
    place: Place | None
    countries: tuple[Code, ...]
    participants: tuple[Participant, ...]
    initiator: Code | None
    topics: tuple[str, ...]
    summary: str
    confidence: float | None
    codes: Codes
    links: tuple[EventLink, ...]
    conflicts: tuple[Conflict, ...]
    merges: tuple[Merge, ...]
    mentions: Annotated[tuple[Proof, ...], Constraint(min_length=1)]
    doubts: tuple[Doubt, ...] = ()
    """On what the model and the rules of evidence differ in its mentions, each doubt once, sorted."""
    reported: Reported | None = None
    """Who told of it, and when; null in files that an older memcon wrote."""
    review: Review | None = None
    """What reviewers decided of it; null where none has looked at it."""


@record
class Meeting(EventBase):
    """Officials of two or more states, or of a state and an international organisation, in one place."""

    kind: Literal["meeting"] = "meeting"
    form: Form
    channel: None = None
    act: None = None


@record
class Call(EventBase):
    """Officials of two or more states in contact by telephone, video or another remote medium."""

    kind: Literal["call"] = "call"
    form: None = None
    channel: Channel
    act: None = None


@record
class Dispute(EventBase):
    """One state or international organisation acts against another by word or deed."""

    kind: Literal["dispute"] = "dispute"
    form: None = None
    channel: None = None
    act: Act


Record: TypeAlias = Meeting | Call | Dispute | Mention
"""An event, or one as one article reports it: what is matched and compared."""
Event = Annotated[Meeting | Call | Dispute, Constraint(discriminator="kind")]


def proofs_of(record: Record) -> tuple[Proof, ...]:
    """Return what each article contributes; a mention is the proof of itself."""
    return (proof_of(record),) if isinstance(record, Mention) else record.mentions
