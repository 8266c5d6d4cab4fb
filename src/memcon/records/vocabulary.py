"""The words and the types of values that records share, and how a record is made.

Knows no record: what a kind is, and what an event's fields are, stand in `kinds` and `fields`.
"""

import datetime as dt
from typing import Annotated, Final, Literal, TypeAlias, TypeVar, dataclass_transform

from pydantic import AfterValidator, AwareDatetime, ConfigDict, StringConstraints
from pydantic import Field as Constraint
from pydantic.dataclasses import dataclass as pydantic_dataclass

SCHEMA_VERSION: Final = 2
"""Of every file of a run. Older ones are read as the newest (`versions`)."""

Kind = Literal["meeting", "call", "dispute"]
Status = Literal["occurred", "planned", "requested", "refused", "cancelled"]
Channel = Literal["phone", "video", "unspecified"]
Form = Literal["visit", "talks", "third_country", "multilateral", "mediation", "unspecified"]
Act = Literal[
    "accuse", "criticise", "protest", "summon", "reject", "demand", "warn", "threaten", "sanction", "suspend",
    "cut_ties", "expel", "bar", "show_force", "violate_border", "obstruct", "seize", "attack",
]  # fmt: skip
Variant: TypeAlias = Channel | Form | Act
"""What a kind is told apart by: the channel of a call, the form of a meeting, the act of a dispute."""
Role = Literal["caller", "called", "visitor", "host", "mediator", "actor", "target"]
ActorType = Literal["state", "organisation"]
"""Whose side somebody stands on: a state's, or that of an organisation of states."""
Trust = Literal["model", "code"]
"""Whose word holds on a typed choice (status, variant, roles, sides): the model's, or that of the rules of evidence."""
Match = Literal["exact", "folded", "near"]
Precision = Literal["day", "days", "week", "month", "months", "year"]
State = Literal["ok", "empty", "failed", "pending"]
Link = Literal["fulfils", "fulfilled_by", "cancels", "cancelled_by", "denies", "denied_by"]
Aside = Literal[
    "advertisement", "byline", "caption", "comment", "copyright", "credit", "dateline", "embed", "hidden", "image",
    "link", "metadata", "navigation", "ornament", "page", "repeat", "section", "stamp", "tag", "url", "widget",
]  # fmt: skip
"""Why words of a text are not the article's own. `page` is what a printed page has beside its column, as its number and
a running head, `metadata` a line about the article (*Length: 512 words*), `embed` somebody's post shown in it."""
Action = Literal["accept", "reject", "edit", "merge", "split", "add", "undo"]
Field = Literal[
    "kind", "status", "variant", "date", "place", "countries", "participants", "initiator", "topics", "summary"
]
"""What a reviewer can edit; `variant` is the channel of a call, the form of a meeting, the act of a dispute."""


ORGANISATIONS: Final = frozenset({"UNO", "EUU", "NATO", "ASEAN"})
"""The codes that are no state's."""


def _utc(when: dt.datetime) -> dt.datetime:
    try:
        return when.astimezone(dt.UTC).replace(microsecond=0)
    except OverflowError:
        raise ValueError("in UTC it lies beyond the calendar") from None


def _sorted(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(codes)))


# Of any event, whoever gives it: no run of memcon has written others, so old files stay readable
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3,5}$")]
"""ISO 3166-1 alpha-3, or UNO, EUU, NATO, ASEAN, XKX."""

# Of what a person gives only: the machine's words are an article's, which are never cut or trimmed
MOST_WORD: Final = 500
"""Characters of a word, as a name is, that a person gives."""
MOST_TEXT: Final = 4000
"""Characters of a text that a person gives."""
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_WORD)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_TEXT)]
Note = Annotated[str, StringConstraints(max_length=4000)]
SortedCodes = Annotated[tuple[Code, ...], AfterValidator(_sorted)]
Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
"""A UUID."""
When = Annotated[AwareDatetime, AfterValidator(_utc)]
"""To the second, in UTC."""

LONGEST: Final = 2**31 - 1
"""Characters that an article can have, where the memory of a machine is what bounds it."""
Start = Annotated[int, Constraint(ge=0, le=LONGEST)]
"""Offset of the first character of a span, in code points of the article."""
End = Annotated[int, Constraint(gt=0, le=LONGEST)]
"""Offset after its last character."""

Shape = TypeVar("Shape")


@dataclass_transform(kw_only_default=True, frozen_default=True)
def record(cls: type[Shape]) -> type[Shape]:
    """Make `cls` a frozen, slotted, validated dataclass whose attribute docstrings become its schema's text."""
    config = ConfigDict(
        extra="forbid",
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,  # every field is written, so its schema promises it
    )
    return pydantic_dataclass(frozen=True, slots=True, kw_only=True, config=config)(cls)  # type: ignore[return-value]
