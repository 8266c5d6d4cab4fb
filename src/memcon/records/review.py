"""What an event tells of the reviewers who looked at it."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Self

import pydantic_core
from pydantic import AwareDatetime, TypeAdapter, ValidationError, model_validator
from pydantic import Field as Constraint

from memcon.records.mention import EventDate, Participant, Place
from memcon.records.vocabulary import Action, Code, Field, record

_IN_JSON: Final[Mapping[Field, TypeAdapter[Any]]] = {
    "date": TypeAdapter(EventDate),
    "place": TypeAdapter(Place),
    "countries": TypeAdapter(tuple[Code, ...]),
    "participants": TypeAdapter(tuple[Participant, ...]),
    "topics": TypeAdapter(tuple[str, ...]),
}
"""The fields whose values are no words, and what each is."""


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
    machine: str | None
    """What the machine says: a word or a text as it is; a date, a place, countries, participants and topics in JSON.

    Null where it says nothing. It is of one type whatever the field, since most loaders give a column one.
    """
    decision: str
    """Id of the decision that gave the event its value."""

    @model_validator(mode="after")
    def _of_its_field(self) -> Self:
        try:
            _ = self.said
        except ValidationError:
            raise ValueError(f"what the machine says is no {self.field} in JSON") from None
        return self

    @property
    def said(self) -> Any:  # noqa: ANN401  as the field's
        """What the machine says, as an event has it."""
        shape = _IN_JSON.get(self.field)
        return self.machine if shape is None or self.machine is None else shape.validate_json(self.machine)


def correction(field: Field, said: object, decision: str) -> Correction:
    """Return the correction of a field of which the machine says `said`."""
    machine = pydantic_core.to_json(said).decode() if field in _IN_JSON and said is not None else said
    return Correction(field=field, machine=machine, decision=decision)  # type: ignore[arg-type]  # of words it is one


@record
class Review:
    """What reviewers decided of an event."""

    decisions: Annotated[tuple[Decided, ...], Constraint(min_length=1)]
    """In the order in which they were made."""
    corrections: tuple[Correction, ...]
