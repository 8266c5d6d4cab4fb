"""The other value that a reviewer gives a field of an event: one class a field, since they are the schema.

A test holds them to the table of fields (`memcon.records.fields`): whatever of it can be edited has a class here.
"""

from typing import Annotated, Literal

from pydantic import Field as Constraint

from memcon.records.mention import EventDate, Participant, Place
from memcon.records.vocabulary import Code, Kind, SortedCodes, Status, Text, Variant, Word, record


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
    value: Variant


@record
class DateIs:
    """The date is this, or not told."""

    field: Literal["date"] = "date"
    value: EventDate | None


@record
class PlaceIs:
    """The place is this, or not told."""

    field: Literal["place"] = "place"
    value: Place | None


@record
class CountriesAre:
    """The countries of all sides are these."""

    field: Literal["countries"] = "countries"
    value: Annotated[SortedCodes, Constraint(max_length=300)]


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
    value: Text


Edited = Annotated[
    KindIs | StatusIs | VariantIs | DateIs | PlaceIs | CountriesAre | ParticipantsAre | InitiatorIs | TopicsAre
    | SummaryIs,
    Constraint(discriminator="field"),
]  # fmt: skip
