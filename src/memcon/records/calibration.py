"""How confidence was fitted anew on reviewed events, as `memcon calibrate` writes it and `memcon extract` takes it."""

from typing import Annotated, Literal

from pydantic import Field as Constraint

from memcon.records.kinds import Family
from memcon.records.vocabulary import SCHEMA_VERSION, record


@record
class FamilyFit:
    """What the log-odds of a family's confidence become: intercept + slope * log-odds."""

    intercept: Annotated[float, Constraint(ge=-50, le=50)]
    slope: Annotated[float, Constraint(gt=0, le=50)]
    mentions: Annotated[int, Constraint(ge=0)]
    """Mentions of reviewed events on which it was fitted."""
    right: Annotated[int, Constraint(ge=0)]
    """How many of them were right."""


@record
class ConfidenceFit:
    """Confidence, fitted anew: the content of the file that `memcon calibrate` writes."""

    schema_version: Literal[2] = SCHEMA_VERSION
    mentions: str
    """SHA-256 of the `mentions.jsonl` that it was fitted on, in hexadecimal."""
    model: str
    """The model of that run."""
    contact: FamilyFit | None
    """Of meetings and calls; null where too few were reviewed, and confidence stays as it is."""
    dispute: FamilyFit | None
    error_before: float
    """Expected calibration error of these mentions as the run has them."""
    error_after: float
    """The same where each fifth of the articles is told by a fit on the others."""

    def of(self, family: Family) -> FamilyFit | None:
        """Return the fit of a family."""
        return self.contact if family == "contact" else self.dispute
