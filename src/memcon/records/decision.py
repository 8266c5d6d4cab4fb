"""What a reviewer decides, as lines of `review.jsonl`. They say what was decided on which evidence, and change nothing.

A decision holds the event as it stood when it was made: quotes with their spans, and in its corrections what the
machine said. By these the next run finds the event again, whatever its id and its date are by then.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, AwareDatetime, StringConstraints, TypeAdapter, model_validator
from pydantic import Field as Constraint

from memcon.records import (
    SCHEMA_VERSION,
    Act,
    Channel,
    Event,
    EventDate,
    Form,
    Kind,
    Mention,
    Participant,
    Place,
    Status,
    record,
)

REVIEWER: Final = "reviewer"
"""Stands for the model, and for the prompt, of a mention that a person added."""


def _utc(when: dt.datetime) -> dt.datetime:
    return when.astimezone(dt.UTC).replace(microsecond=0)


def _in_order(date: EventDate | None) -> EventDate | None:
    if date is not None and date.end < date.start:
        raise ValueError("a date ends before it starts")
    return date


def _codes(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(codes)))


Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3,5}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Note = Annotated[str, StringConstraints(max_length=4000)]
When = Annotated[AwareDatetime, AfterValidator(_utc)]


@record
class KindIs:
    """The kind is this."""

    field: Literal["kind"] = "kind"
    value: Kind


@record
class StatusIs:
    """The status is this."""

    field: Literal["status"] = "status"
    value: Status


@record
class VariantIs:
    """The channel, form or act is this."""

    field: Literal["variant"] = "variant"
    value: Channel | Form | Act


@record
class DateIs:
    """The date is this, or not told."""

    field: Literal["date"] = "date"
    value: Annotated[EventDate | None, AfterValidator(_in_order)]


@record
class PlaceIs:
    """The place is this, or not told."""

    field: Literal["place"] = "place"
    value: Place | None


@record
class CountriesAre:
    """The countries of all sides are these."""

    field: Literal["countries"] = "countries"
    value: Annotated[tuple[Code, ...], AfterValidator(_codes), Constraint(max_length=300)]


@record
class ParticipantsAre:
    """Those who took part are these."""

    field: Literal["participants"] = "participants"
    value: Annotated[tuple[Participant, ...], Constraint(max_length=300)]


@record
class InitiatorIs:
    """Who asked for the contact is this country, or not told."""

    field: Literal["initiator"] = "initiator"
    value: Code | None


@record
class TopicsAre:
    """The topics are these."""

    field: Literal["topics"] = "topics"
    value: Annotated[tuple[Word, ...], Constraint(max_length=100)]


@record
class SummaryIs:
    """The summary is this."""

    field: Literal["summary"] = "summary"
    value: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]


Edited = Annotated[
    KindIs | StatusIs | VariantIs | DateIs | PlaceIs | CountriesAre | ParticipantsAre | InitiatorIs | TopicsAre
    | SummaryIs,
    Constraint(discriminator="field"),
]  # fmt: skip


@record
class Seen:
    """An article as it stood when a decision was made on it."""

    article: str
    sha256: str | None
    """Of its text, as `articles.jsonl` tells it."""


@record
class Target:
    """The event that a decision is about, as it stood then."""

    event: Event
    articles: tuple[Seen, ...]
    alone: bool
    """Whether no other event stood on words of its quotes."""


@record
class DecisionBase:
    """Fields that every decision has."""

    schema_version: Literal[1] = SCHEMA_VERSION
    id: Id
    """A UUID, given by the client, so that one decision sent twice is one."""
    who: Word
    when: When
    """In UTC."""
    note: Note


@record
class Accept(DecisionBase):
    """The event holds as it stands; its values stay when the machine says others."""

    action: Literal["accept"] = "accept"
    target: Target


@record
class Reject(DecisionBase):
    """There is no such event in these words."""

    action: Literal["reject"] = "reject"
    target: Target


@record
class Edit(DecisionBase):
    """The event holds, with other values."""

    action: Literal["edit"] = "edit"
    target: Target
    edits: Annotated[tuple[Edited, ...], Constraint(min_length=1)]


@record
class MergeEvents(DecisionBase):
    """These are one event."""

    action: Literal["merge"] = "merge"
    targets: Annotated[tuple[Target, ...], Constraint(min_length=2)]
    """The first gives the values that reviewers had edited."""


@record
class Split(DecisionBase):
    """This is more than one event."""

    action: Literal["split"] = "split"
    target: Target
    parts: Annotated[tuple[Annotated[tuple[str, ...], Constraint(min_length=1)], ...], Constraint(min_length=2)]
    """The ids, in `target.event.mentions`, of the mentions of each event."""

    @model_validator(mode="after")
    def _of_its_mentions(self) -> Self:
        named = [name for part in self.parts for name in part]
        if sorted(named) != sorted(proof.mention for proof in self.target.event.mentions):
            raise ValueError("the parts must hold each mention of the event once")
        return self


@record
class Add(DecisionBase):
    """An event that the machine missed."""

    action: Literal["add"] = "add"
    mention: Mention
    """The event as the reviewer reads it in one article."""
    seen: Seen


@record
class Undo(DecisionBase):
    """An earlier decision does not count."""

    action: Literal["undo"] = "undo"
    undoes: Id


Decision = Annotated[Accept | Reject | Edit | MergeEvents | Split | Add | Undo, Constraint(discriminator="action")]
DECISION: Final[TypeAdapter[Decision]] = TypeAdapter(Decision)


def targets(decision: Decision) -> tuple[Target, ...]:
    """Return the events that a decision is about; none of one that adds or undoes."""
    if isinstance(decision, Add | Undo):
        return ()
    return decision.targets if isinstance(decision, MergeEvents) else (decision.target,)


def articles_named(decisions: Iterable[Decision]) -> frozenset[str]:
    """Return the articles that decisions are about: all of which a run must tell so that they can be applied."""
    found: set[str] = set()
    for decision in decisions:
        if isinstance(decision, Add):
            found.add(decision.seen.article)
        for target in targets(decision):
            found.update(seen.article for seen in target.articles)
            found.update(proof.article for proof in target.event.mentions)
    return frozenset(found)


def distinct(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return each decision once, by its id, in the order in which they were first told."""
    found: dict[str, Decision] = {}
    for decision in decisions:
        found.setdefault(decision.id, decision)
    return tuple(found.values())


def undone(decisions: Sequence[Decision]) -> frozenset[str]:
    """Return the ids of those of distinct `decisions` that a later one undoes. What undoes can be undone as well."""
    place = {decision.id: at for at, decision in enumerate(decisions)}
    found: set[str] = set()
    for at in reversed(range(len(decisions))):
        decision = decisions[at]
        if isinstance(decision, Undo) and decision.id not in found and place.get(decision.undoes, at) < at:
            found.add(decision.undoes)
    return frozenset(found)
