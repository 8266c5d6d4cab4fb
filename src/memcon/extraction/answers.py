"""What a model is asked to fill: flat shapes, every field required, null where the article does not say.

Words are copied from the article, never translated; labels come from closed lists. Nothing here is resolved: countries,
dates and identities are decided by code. Attribute docstrings become the schema's text, so that the model reads them.
"""

from typing import Literal

from memcon.models.base import ModelAnswer
from memcon.records import Act, Channel, Form, Role, Status

TriageLabel = Literal["none", "call", "meeting", "dispute"]


# --- whole: one answer for an article ---


class PartyAnswer(ModelAnswer):
    """One who took part."""

    name: str
    """The name of the person, office, state or organisation, as written."""
    title: str | None
    """Rank and office as written, without the name."""
    side: str | None
    """The words for the country or organisation that the party acts for, as written."""
    role: Role | None


class ContactAnswer(ModelAnswer):
    """Fields that a meeting and a call share."""

    sentence: int
    """Number of the sentence that reports it best."""
    quote: str
    """The words of that sentence that report it, copied exactly."""
    status: Status
    participants: list[PartyAnswer]
    initiator: str | None
    """Name or country of who asked for the contact, as written."""
    date_words: str | None
    """The words that say when it took place, as written."""
    place_words: str | None
    """The words that say where it took place, as written."""
    topics: list[str]
    """What was talked about, each in at most four English words."""
    summary: str
    """One English sentence."""


class MeetingAnswer(ContactAnswer):
    """Officials of two or more states, or of a state and an international organisation, met in person."""

    form: Form


class CallAnswer(ContactAnswer):
    """Such officials spoke by telephone, video or another remote medium."""

    channel: Channel


class DisputeAnswer(ModelAnswer):
    """One state or international organisation acts against another by word or deed."""

    sentence: int
    """Number of the sentence that reports it best."""
    quote: str
    """The words of that sentence that report it, copied exactly."""
    status: Status
    act: Act
    participants: list[PartyAnswer]
    """With role `actor` or `target`."""
    date_words: str | None
    """The words that say when it took place, as written."""
    place_words: str | None
    """The words that say where it took place, as written."""
    topics: list[str]
    """What it is about, each in at most four English words."""
    summary: str
    """One English sentence."""


class Findings(ModelAnswer):
    """Every contact and dispute between states that an article reports, each once."""

    meetings: list[MeetingAnswer]
    calls: list[CallAnswer]
    disputes: list[DisputeAnswer]


# --- cascade: one small answer for each question ---


class TriageFill(ModelAnswer):
    """What one sentence reports between states."""

    label: TriageLabel


class ContactFill(ModelAnswer):
    """Who met or spoke, when and where: names alone, since code finds their countries better than a small model."""

    participants: list[str]
    date_words: str | None
    place_words: str | None
    status: Status


class DisputeFill(ModelAnswer):
    """Who acted against whom, how and when."""

    actor: str | None
    target: str | None
    act: Act
    date_words: str | None
    status: Status
