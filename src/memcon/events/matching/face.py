"""One look at what events and mentions have in common, so that both are matched and compared by the same code."""

import datetime as dt
from dataclasses import dataclass

from memcon.events.matching.unknown import Unknown, others
from memcon.records import (
    Codes,
    Conflict,
    Decided,
    EventDate,
    EventLink,
    Kind,
    Mention,
    Merge,
    Participant,
    Place,
    Proof,
    Record,
    Status,
    Variant,
    proofs_of,
    variant_of,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Face:
    """An event or a mention, with the same names for the same things."""

    schema_version: int
    id: str
    kind: Kind
    status: Status
    variant: Variant
    date: EventDate | None
    place: Place | None
    countries: tuple[str, ...]
    participants: tuple[Participant, ...]
    initiator: str | None
    topics: tuple[str, ...]
    summary: str
    confidence: float | None
    proofs: tuple[Proof, ...]
    codes: Codes | None = None
    links: tuple[EventLink, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    merges: tuple[Merge, ...] = ()
    review: tuple[Decided, ...] = ()
    published: dt.date | None = None
    others: Unknown = ()
    """What has no name here, as JSON."""


def face(record: Record) -> Face:
    """Return how `record` looks."""
    mention = record if isinstance(record, Mention) else None
    event = record if not isinstance(record, Mention) else None
    return Face(
        schema_version=record.schema_version,
        id=record.id,
        kind=record.kind,
        status=record.status,
        variant=variant_of(record),
        date=record.date,
        place=record.place,
        countries=record.countries,
        participants=record.participants,
        initiator=record.initiator,
        topics=record.topics,
        summary=record.summary,
        confidence=record.confidence,
        proofs=proofs_of(record),
        codes=event.codes if event else None,
        links=event.links if event else (),
        conflicts=event.conflicts if event else (),
        merges=event.merges if event else (),
        review=event.review.decisions if event and event.review else (),
        published=mention.published if mention else None,
        others=others(record),
    )
