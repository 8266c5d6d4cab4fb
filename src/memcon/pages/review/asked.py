"""What a page or a file of annotations asks for, as it is told. Everything in it is checked: it comes from outside."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError
from pydantic import Field as Constraint

from memcon.records import Act, Channel, Form, Kind, Status
from memcon.records.vocabulary import Id, Note

Names = Annotated[tuple[Annotated[str, StringConstraints(max_length=4000)], ...], Constraint(min_length=1)]
"""The ids of the mentions of an event: what names it for certain while a run is reviewed."""
Values = Annotated[list[dict[str, Any]], Constraint(max_length=20)]
MOST_QUOTES: Final = 20
"""Of an added event."""
MOST_EVENTS: Final = 100
"""That are merged at once, or that one is split into."""
Span = tuple[Annotated[int, Constraint(ge=0)], Annotated[int, Constraint(gt=0)]]


class ReviewRequest(BaseModel):
    """What every request says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    note: Note = ""
    when: AwareDatetime | None = None
    """When it was decided, which may be long before it could be sent."""


class VerdictRequest(ReviewRequest):
    """Accept an event, or reject it."""

    action: Literal["accept", "reject"]
    event: Names


class EditRequest(ReviewRequest):
    """Give fields of an event other values."""

    action: Literal["edit"]
    event: Names
    edits: Values


class MergeRequest(ReviewRequest):
    """Make one event of several."""

    action: Literal["merge"]
    events: Annotated[tuple[Names, ...], Constraint(min_length=2, max_length=MOST_EVENTS)]


class SplitRequest(ReviewRequest):
    """Make several events of one."""

    action: Literal["split"]
    event: Names
    parts: Annotated[tuple[Names, ...], Constraint(min_length=2, max_length=MOST_EVENTS)]


class AddRequest(ReviewRequest):
    """Add an event that was missed."""

    action: Literal["add"]
    article: str
    spans: Annotated[tuple[Span, ...], Constraint(min_length=1, max_length=MOST_QUOTES)]
    kind: Kind
    status: Status
    variant: Channel | Form | Act
    values: Values = []
    """What else is known of it, as edits give it."""


class ReadRequest(ReviewRequest):
    """Say that an article was read whole, and nothing is missing."""

    action: Literal["read"]
    article: str


class SettleRequest(ReviewRequest):
    """Settle a case by what a coder says; without a case, all on which coders agree."""

    action: Literal["settle"]
    case: str | None = None
    take: str | None = None
    """Whose opinion."""


class UndoRequest(ReviewRequest):
    """Take a decision back."""

    action: Literal["undo"]
    undoes: Id


AnyRequest = Annotated[
    VerdictRequest | EditRequest | MergeRequest | SplitRequest | AddRequest | ReadRequest | SettleRequest | UndoRequest,
    Constraint(discriminator="action"),
]
REQUEST: Final[TypeAdapter[AnyRequest]] = TypeAdapter(AnyRequest)


class RequestRefused(Exception):
    """A request that cannot become a decision; `status` is HTTP's, the text is for the reviewer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, message)
        self.status, self.message = status, message

    def __str__(self) -> str:
        return self.message


def parsed(body: bytes) -> AnyRequest:
    """Return what a body asks for. Raises RequestRefused, 422, naming the first field that is wrong."""
    try:
        return REQUEST.validate_json(body)
    except ValidationError as error:
        raise RequestRefused(422, first_wrong(error)) from None


def checked(told: Mapping[str, Any]) -> AnyRequest:
    """Return a request that is told in Python. Raises RequestRefused, 422, naming the first field that is wrong."""
    try:
        return REQUEST.validate_python(told)
    except ValidationError as error:
        raise RequestRefused(422, first_wrong(error)) from None


def first_wrong(error: ValidationError) -> str:
    """Return in words the first field that is wrong."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'the request'}: {first['msg'].lower()}"
