"""The values that flow through memcon: what is read, what the model pointed at, and what is written.

Everything here is frozen and slotted: a million mentions fit in memory, and no stage can change another's values.
Records are pydantic dataclasses rather than models for that reason; they validate alike. Offsets are Unicode code
points of `Article.text` as decoded, `start` inclusive and `end` exclusive: `article.text[start:end]` is the evidence.
"""

import dataclasses
import datetime as dt
from typing import Annotated, Final, Literal, TypeVar, dataclass_transform

from pydantic import AwareDatetime, ConfigDict
from pydantic import Field as Constraint
from pydantic.dataclasses import dataclass as pydantic_dataclass

SCHEMA_VERSION: Final = 1

Kind = Literal["meeting", "call", "dispute"]
Status = Literal["occurred", "planned", "requested", "refused", "cancelled"]
Channel = Literal["phone", "video", "unspecified"]
Form = Literal["visit", "talks", "third_country", "multilateral", "mediation", "unspecified"]
Act = Literal[
    "accuse", "criticise", "protest", "summon", "reject", "demand", "warn", "threaten", "sanction", "suspend",
    "cut_ties", "expel", "bar", "show_force", "violate_border", "obstruct", "seize", "attack",
]  # fmt: skip
Role = Literal["caller", "called", "visitor", "host", "mediator", "actor", "target"]
Match = Literal["exact", "folded", "near"]
Precision = Literal["day", "days", "week", "month", "months", "year"]
State = Literal["ok", "empty", "failed", "pending"]
Link = Literal["fulfils", "fulfilled_by", "cancels", "cancelled_by", "denies", "denied_by"]
Action = Literal["accept", "reject", "edit", "merge", "split", "add", "undo"]
Field = Literal[
    "kind", "status", "variant", "date", "place", "countries", "participants", "initiator", "topics", "summary"
]
"""What a reviewer can edit; `variant` is the channel of a call, the form of a meeting, the act of a dispute."""

Record = TypeVar("Record")


@dataclass_transform(kw_only_default=True, frozen_default=True)
def record(cls: type[Record]) -> type[Record]:
    """Make `cls` a frozen, slotted, validated dataclass whose attribute docstrings become its schema's text."""
    config = ConfigDict(
        extra="forbid",
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,  # every field is written, so its schema promises it
    )
    return pydantic_dataclass(frozen=True, slots=True, kw_only=True, config=config)(cls)  # type: ignore[return-value]


# --- what is read: internal values, not written ---


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as read. `text` is the file as decoded and is never rewritten."""

    id: str
    """The file's name, or the `id` of its JSON line; names the article in every output, and never becomes a path."""
    text: str
    title: str | None = None
    published: dt.date | None = None
    published_basis: str | None = None
    """In words, where `published` was read: `given`, `dateline "…"`, `url "…"`; None when `published` is."""
    language: str | None = None
    """ISO 639-1 code, given or identified; None when unknown."""
    source: str | None = None
    url: str | None = None
    path: str | None = None
    """Where it was read, with the line for JSON lines: `folder/file.jsonl:12`."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an article. `number` counts from 1 and is what a model cites."""

    number: int
    start: int
    end: int
    body: bool
    """False for what clean-up marked as not the article's own text: links, captions, repeats, tags."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A participant as the model pointed at it: words of the article, nothing resolved."""

    name: str
    title: str | None = None
    side: str | None = None
    """The words for the country or organisation that this participant acts for, as written."""
    role: Role | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What a strategy draws from a model's answers: labels and copied words, before grounding and resolving."""

    kind: Kind
    status: Status
    variant: Channel | Form | Act
    """The channel of a call, the form of a meeting, the act of a dispute."""
    quotes: tuple[str, ...]
    """Words of the article that report the event, the best first."""
    near: tuple[int, int]
    """The span of the sentences that the model was looking at: where to look first for everything else."""
    parties: tuple[Party, ...] = ()
    initiator: str | None = None
    """The name or country words of who asked for the contact."""
    date_words: str | None = None
    place_words: str | None = None
    topics: tuple[str, ...] = ()
    summary: str = ""
    confidence: float | None = None
    model: str
    prompt: str
    """Name and version of the prompt, as `cascade-fill@3f2a9c1e`."""


# --- what is written ---


@record
class Quote:
    """Words of the article that prove an event."""

    text: str
    """Exactly `article.text[start:end]`."""
    start: Annotated[int, Constraint(ge=0)]
    """Offset of the first character, in code points of the article."""
    end: Annotated[int, Constraint(gt=0)]
    """Offset after the last character."""
    match: Match
    """How the model's quote was found: `exact`, `folded` (case, quotes, spaces differ), `near` (harmless change)."""


@record
class Evidence:
    """A span of the article that a fact was read from."""

    text: str
    start: Annotated[int, Constraint(ge=0)]
    end: Annotated[int, Constraint(gt=0)]


@record
class DateEvidence:
    """The words that a date was read from, and how they were understood."""

    text: str
    start: Annotated[int, Constraint(ge=0)]
    end: Annotated[int, Constraint(gt=0)]
    basis: str
    """How the words became the date, as `weekday before published 2023-12-22`."""


@record
class EventDate:
    """When an event took place: an inclusive range of days, and how exactly it is known."""

    start: dt.date
    end: dt.date
    precision: Precision


@record
class Place:
    """Where an event took place."""

    name: str
    """The words of the article."""
    country: str | None
    """ISO 3166-1 alpha-3, when the words name or imply one."""


@record
class Participant:
    """A person, office, state or organisation that took part."""

    name: str
    """As written in the article."""
    title: str | None
    country: str | None
    """ISO 3166-1 alpha-3, or UNO, EUU, NATO, ASEAN, XKX."""
    role: Role | None


@record
class Codes:
    """The event in the field's coding schemes, from one table (`memcon.codes`)."""

    plover: str | None
    plover_mode: str | None
    cameo: str | None
    ace: str | None


@record
class Mention:
    """One event as one article reports it, grounded and resolved, before merging. A line of `mentions.jsonl`."""

    schema_version: Literal[1] = SCHEMA_VERSION
    id: str
    """Readable and unique in a run: `article#kind-start-end` of the first quote."""
    article: str
    """Id of the article."""
    published: dt.date | None
    """When the article was published, when known."""
    kind: Kind
    status: Status
    variant: Channel | Form | Act
    """The channel of a call, the form of a meeting, the act of a dispute."""
    date: EventDate | None
    place: Place | None
    countries: tuple[str, ...]
    """Sorted codes of all sides."""
    participants: tuple[Participant, ...]
    initiator: str | None
    """Country code of the side that asked for the contact."""
    topics: tuple[str, ...]
    summary: str
    confidence: float | None
    """Probability that the mention is right, as estimated from the model; null where the endpoint tells none."""
    quotes: Annotated[tuple[Quote, ...], Constraint(min_length=1)]
    """In the order of the article."""
    date_evidence: DateEvidence | None
    place_evidence: Evidence | None
    names: tuple[Evidence, ...]
    """The spans of the participants' names."""
    model: str
    prompt: str
    """Name and version of the prompt: the version is a hash of template, examples and schema."""


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
class Decided:
    """A decision of a reviewer that shaped an event. It stands whole in `review.jsonl`."""

    decision: str
    """Id of the decision."""
    action: Action
    who: str
    when: AwareDatetime
    note: str
    changed: tuple[str, ...]
    """In words, what has changed since in the evidence that it was made on, or in what the machine says of it."""


@record
class Correction:
    """A field whose value is a reviewer's, with the machine's value beside it."""

    field: Field
    machine: EventDate | Place | tuple[Participant, ...] | tuple[str, ...] | str | None
    """What the machine says."""
    decision: str
    """Id of the decision that gave the event its value."""


@record
class Review:
    """What reviewers decided of an event."""

    decisions: Annotated[tuple[Decided, ...], Constraint(min_length=1)]
    """In the order in which they were made."""
    corrections: tuple[Correction, ...]


@record
class EventBase:
    """Fields that every event has."""

    schema_version: Literal[1] = SCHEMA_VERSION
    id: str
    """A readable label: kind, first day (or month, year, `undated`), countries, and `-2`, `-3` on collision."""
    kind: Kind
    status: Status
    date: EventDate | None
    place: Place | None
    countries: tuple[str, ...]
    participants: tuple[Participant, ...]
    initiator: str | None
    topics: tuple[str, ...]
    summary: str
    confidence: float | None
    codes: Codes
    links: tuple[EventLink, ...]
    conflicts: tuple[Conflict, ...]
    merges: tuple[Merge, ...]
    mentions: Annotated[tuple[Proof, ...], Constraint(min_length=1)]
    review: Review | None = None
    """What reviewers decided of it; null where none has looked at it."""


@record
class Meeting(EventBase):
    """Officials of two or more states, or of a state and an international organisation, in one place."""

    kind: Literal["meeting"] = "meeting"
    form: Form


@record
class Call(EventBase):
    """Officials of two or more states in contact by telephone, video or another remote medium."""

    kind: Literal["call"] = "call"
    channel: Channel


@record
class Dispute(EventBase):
    """One state or international organisation acts against another by word or deed."""

    kind: Literal["dispute"] = "dispute"
    act: Act


Event = Annotated[Meeting | Call | Dispute, Constraint(discriminator="kind")]


@record
class Rejected:
    """What a model pointed at and did not hold, or a reviewer rejected. A line of `rejected.jsonl`."""

    schema_version: Literal[1] = SCHEMA_VERSION
    article: str
    kind: Kind | None
    field: Literal["event", "quote", "name", "date", "place", "article"]
    """What was refused: a whole event for want of a quote that stands, or one field of it."""
    reason: str
    """A short machine word, as `absent`, `changed_number`, `changed_negation`, `no_date`; `reviewed` by a reviewer."""
    detail: str
    """The reason in words, with the difference between the model's words and the article's."""
    text: str
    """The model's words."""
    near: Evidence | None
    """The closest place in the article, where there is one."""
    model: str | None
    prompt: str | None


@record
class ArticleState:
    """How one input ended. A line of `articles.jsonl`: exactly one for each input."""

    schema_version: Literal[1] = SCHEMA_VERSION
    article: str
    state: State
    """`ok` gave mentions, `empty` gave none, `failed` could not be read, `pending` waits for the run to be resumed."""
    reason: str | None
    """For `failed`: a short machine word, as `empty_file`, `encoding`, `cut_line`, `repeated_id`, `truncated`."""
    detail: str | None
    """For `failed`: what happened, in words."""
    path: str | None
    """Where it was read, with the line for JSON lines."""
    sha256: str | None
    """Of the text in UTF-8, so that offsets can be checked against the article they were made on."""
    characters: int | None
    """Length of the text in code points."""
    title: str | None
    published: dt.date | None
    published_basis: str | None
    language: str | None
    source: str | None
    url: str | None
    mentions: int
    rejected: int
