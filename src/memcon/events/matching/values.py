"""What is matched and compared: records, the words that they were read from, and the values of their fields."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from memcon.records import (
    Conflict,
    DateEvidence,
    Decided,
    Doubt,
    EventDate,
    EventLink,
    Evidence,
    Merge,
    Participant,
    Place,
    Proof,
    Quote,
    Reported,
)

By = Literal["evidence", "likeness"]
Value: TypeAlias = (
    str | int | float | dt.date | EventDate | Place | Participant | EventLink | Conflict | Merge | Proof | Quote
    | Evidence | DateEvidence | Decided | Doubt | Reported | None
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """Words of an article that a value was read from."""

    article: str
    text: str
    start: int
    end: int
    basis: str | None = None
    """For a date: how the words were understood."""
