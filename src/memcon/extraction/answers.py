"""What a model is asked to fill: flat shapes, null where the article does not say.

Words are copied from the article, never translated; labels come from closed lists. Nothing here is resolved: countries,
dates and identities are decided by code. Attribute docstrings become the schema's text, so that the model reads them.

A model is asked for every key (`models.question`), and not all do as they are asked: in `whole`, where one answer tells
of a whole article, a missing key or a field that does not fit costs that field, and a bad event that event alone.

No list is without an end, since models run in circles. The longest lists in the articles that were read by hand are 7
participants, 10 events an article and 5 topics; the limits leave room for a conference.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Self

from pydantic import (
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from memcon.models.base import ModelAnswer
from memcon.models.parse import told
from memcon.records import KINDS, Act, Channel, Form, Kind, Role, Status

TriageLabel = Literal["none", "call", "meeting", "dispute"]

EVENTS: Final = 30
"""Most events of one list; what lists more has run away."""
PARTICIPANTS: Final = 32
"""Most participants of an event: every member of a large organisation."""
NAMES: Final = 16
"""The same where a small model is asked about one sentence."""
TOPICS: Final = 6
SENTENCES: Final = 8


def wished(most: int) -> Any:  # noqa: ANN401  as pydantic's own: what stands for a default is no value of the field
    """Return the default of a list that need not be there, and is asked to be no longer than `most`.

    A longer one is an answer all the same, for not every server holds a model to the schema: who reads the list cuts
    what is beyond, or refuses it.
    """
    return Field(default_factory=list, json_schema_extra={"maxItems": most})


# --- whole: one answer for an article ---


class WholeAnswer(ModelAnswer):
    """Base of what stands in an answer about a whole article: a field that need not be there costs only itself."""

    @field_validator("*", mode="wrap")
    @classmethod
    def _what_does_not_fit_is_not_told(
        cls, given: object, read: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> Any:  # noqa: ANN401  the value of any field
        """Take the default for a value that does not fit its field, as a role that nobody knows, where there is one."""
        try:
            return read(given)
        except ValidationError:
            field = cls.model_fields[info.field_name or ""]
            if field.is_required():
                raise
            return field.get_default(call_default_factory=True)


class PartyAnswer(WholeAnswer):
    """One who took part."""

    name: str
    """The name of the person, office, state or organisation, as written."""
    title: str | None = None
    """Rank and office as written, without the name."""
    side: str | None = None
    """The words for the country or organisation that the party acts for, as written."""
    role: Role | None = None


class EventAnswer(WholeAnswer):
    """Fields that all events share."""

    sentences: list[int] = wished(SENTENCES)
    """Numbers of the sentences that report it, the best first."""
    quote: str
    """The words of the best sentence that report it, copied exactly."""
    status: Status
    participants: list[PartyAnswer] = Field(max_length=PARTICIPANTS)


class ContactAnswer(EventAnswer):
    """Fields that a meeting and a call share."""

    initiator: str | None = None
    """Name or country of who asked for the contact, as written."""
    date_words: str | None = None
    """The words that say when it took place, or is to, as written."""
    place_words: str | None = None
    """The words that say where it took place, or is to, as written."""
    topics: list[str] = wished(TOPICS)
    """What was talked about, each in at most four English words."""
    summary: str = ""
    """One English sentence."""


class MeetingAnswer(ContactAnswer):
    """Officials of two or more states, or of a state and an international organisation, met in person."""

    form: Form = "unspecified"


class CallAnswer(ContactAnswer):
    """Such officials spoke by telephone, video or another remote medium."""

    channel: Channel = "unspecified"


class DisputeAnswer(EventAnswer):
    """One state or international organisation acts against another by word or deed."""

    act: Act
    date_words: str | None = None
    """The words that say when it was done, or is to be, as written."""
    place_words: str | None = None
    """The words that say where it was done, as written."""
    topics: list[str] = wished(TOPICS)
    """What it is about, each in at most four English words."""
    summary: str = ""
    """One English sentence."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A part of an answer that is not of its shape, mostly one event."""

    kind: Kind | None
    """Of the event; None where it is no part of a list of events."""
    reason: Literal["invalid", "too_many"]
    problem: str
    """What is wrong with it, in words."""
    quote: str
    """The model's words for it; empty where there are none."""


class Findings(ModelAnswer):
    """Every contact and dispute between states that an article reports, each once."""

    meetings: list[MeetingAnswer] = wished(EVENTS)
    calls: list[CallAnswer] = wished(EVENTS)
    disputes: list[DisputeAnswer] = wished(EVENTS)
    _set_aside: tuple[Unusable, ...] = PrivateAttr(default=())

    @property
    def set_aside(self) -> tuple[Unusable, ...]:
        """Return what of the answer is not of its shape, in the order of the answer."""
        return self._set_aside

    @model_validator(mode="wrap")
    @classmethod
    def _a_bad_event_costs_itself(
        cls, given: object, read: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        """Set aside what does not fit; where nothing is left the answer as a whole is none of this shape.

        Null in the place of a list is an empty one. Of an answer that is the `last` to be asked for, bad events cost
        themselves though none is left.
        """
        if isinstance(given, Mapping):
            given = {key: value for key, value in given.items() if value is not None}
        try:
            return read(given)
        except ValidationError as error:
            bad: dict[_At, list[ErrorDetails]] = {}
            for part in error.errors(include_url=False, include_context=False):
                bad.setdefault(part["loc"][:2], []).append(part)
            if not isinstance(given, Mapping) or () in bad:
                raise
            rest = {key: _without(value, key, bad) for key, value in given.items() if (key,) not in bad}
            events = all(len(at) > 1 for at in bad) and bool(info.context and info.context.get("last"))
            if not any(rest.values()) and not events:
                raise
            answer = read(rest)
            answer._set_aside = tuple(_unusable(given, at, parts) for at, parts in bad.items())  # noqa: SLF001  its own
            return answer


_At = tuple[Any, ...]
"""A key of an answer, or that of a list and the number of an event in it."""
_LISTS: Final[Mapping[str, Kind]] = {f"{kind}s": kind for kind in KINDS}


def _without(value: object, key: str, bad: Container[_At]) -> object:
    """Return the list of a key without its bad events."""
    return [event for at, event in enumerate(value) if (key, at) not in bad] if isinstance(value, list) else value


def _unusable(given: Mapping[str, Any], at: _At, parts: Sequence[ErrorDetails]) -> Unusable:
    """Tell what is wrong with one part of an answer."""
    key, *number = at
    part: Any = given[key][number[0]] if number else given[key]
    quote = part.get("quote") if isinstance(part, Mapping) else None
    return Unusable(
        kind=_LISTS.get(key),
        reason="too_many" if any(part["type"] == "too_long" for part in parts) else "invalid",
        problem=told(parts, below=2 if number else 0, given=True),
        quote=quote if isinstance(quote, str) else "",
    )


# --- cascade: one small answer for each question ---


class TriageFill(ModelAnswer):
    """What one sentence reports between states."""

    label: TriageLabel


class ContactFill(ModelAnswer):
    """Who met or spoke: names alone, since rules read countries, day, place and status as well as a small model."""

    participants: list[str] = Field(json_schema_extra={"maxItems": NAMES})


class DisputeFill(ModelAnswer):
    """Who acted against whom, and how: rules read when, and whether it happened, as well without a small model."""

    actor: str | None
    target: str | None
    act: Act
