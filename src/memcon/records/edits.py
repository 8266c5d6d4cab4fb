"""The other value that a reviewer gives a field of an event: one class a field, since they are the schema.

A test holds them to the table of fields (`memcon.records.fields`): whatever of it can be edited has a class here.
"""

from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator
from pydantic import Field as Constraint

from memcon.records.mention import EventDate, Participant, Place
from memcon.records.vocabulary import MOST_WORD, Code, Kind, SortedCodes, Status, Text, Variant, Word, record

Named = TypeVar("Named")


def bounded_place(place: Place | None) -> Place | None:
    """Return a place that a person names. Raises ValueError where its name is longer than any word that one gives."""
    return place if place is None else _bounded(place, place.name)


def bounded_person(person: Participant) -> Participant:
    """Return who takes part, as a person says. Raises ValueError where name or title is longer than any word."""
    return _bounded(person, person.name, person.title or "")


def _bounded(named: Named, *words: str) -> Named:
    """The machine's may be longer: they are an article's."""
    if any(len(each) > MOST_WORD for each in words):
        raise ValueError(f"a name has at most {MOST_WORD} characters, and so has a title")
    return named


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
    value: Annotated[Place | None, AfterValidator(bounded_place)]


@record
class CountriesAre:
    """The countries of all sides are these."""

    field: Literal["countries"] = "countries"
    value: Annotated[SortedCodes, Constraint(max_length=300)]


@record
class ParticipantsAre:
    """Those who took part are these."""

    field: Literal["participants"] = "participants"
    value: Annotated[tuple[Annotated[Participant, AfterValidator(bounded_person)], ...], Constraint(max_length=300)]


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
