"""What an event tells of the reviewers who looked at it."""

from typing import Annotated

from pydantic import AwareDatetime
from pydantic import Field as Constraint

from memcon.records.mention import EventDate, Participant, Place
from memcon.records.vocabulary import Action, Field, record


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
