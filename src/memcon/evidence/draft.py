"""An event on its way: what holds of a candidate so far. Each rule makes a new draft of the one before it."""

import dataclasses
from typing import Literal

from memcon.evidence.passage import Passage
from memcon.records import (
    Act,
    Candidate,
    Channel,
    DateEvidence,
    Doubt,
    EventDate,
    Evidence,
    Form,
    Kind,
    Participant,
    Place,
    Quote,
    Rejected,
    Role,
    Status,
    is_contact,
)
from memcon.text.ground import Span

WhoseDay = Literal["event", "telling", "bound", "other"]
Refused = Literal["event", "quote", "name", "date", "place", "status", "variant", "role"]


@dataclasses.dataclass(frozen=True, slots=True)
class Named:
    """A party whose name stands in the article."""

    name: Span
    """Without title."""
    whole: Span
    """The words that the model copied, title and all."""
    title: str | None
    country: str | None
    """Code of the state or organisation for which the article says that the party acts."""
    role: Role | None
    inside: bool
    """Whether it stands within the quotes."""
    words: str
    """As the model gives them, or the article."""
    by: str | None = None
    """The rule that tells the country."""

    def participant(self, passage: Passage) -> Participant:
        """Return the party as the records have it."""
        return Participant(name=passage.words(self.name), title=self.title, country=self.country, role=self.role)


@dataclasses.dataclass(frozen=True, slots=True)
class Day:
    """Words for a date within the quotes."""

    span: Span
    quote: Span
    of: WhoseDay = "event"
    """Whose day it may be: the event's; that on which it was told; one that bounds the time of something; or neither
    the event's nor one that speaks against the model's choice of it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """What holds of a candidate so far."""

    candidate: Candidate
    status: Status
    variant: Channel | Form | Act
    refusals: tuple[Rejected, ...] = ()
    is_refused: bool = False
    """Whether the event as a whole is."""
    quotes: tuple[Quote, ...] = ()
    parties: tuple[Named, ...] = ()
    tellers: tuple[Named, ...] = ()
    """Parties set aside since they only tell of the event."""
    heard: frozenset[str] = frozenset()
    """Countries of those who are only spoken to."""
    alone: bool = False
    """Whether those who are left without the people of no state make no event of states."""
    members: bool = False
    """Whether the parties are an organisation's own, who need no other side to meet: the ministers of ASEAN."""
    countries: tuple[str, ...] = ()
    """Of all sides, sorted."""
    picked: Span | None = None
    """Where the model's words for the date stand."""
    days: tuple[Day, ...] = ()
    date: EventDate | None = None
    date_evidence: DateEvidence | None = None
    place: Place | None = None
    place_evidence: Evidence | None = None
    initiator: str | None = None
    doubts: tuple[Doubt, ...] = ()
    """Typed choices on which the model and a rule differ."""

    @classmethod
    def of(cls, candidate: Candidate) -> "Draft":
        """Return the draft of a candidate of which nothing is known to hold."""
        return cls(candidate, candidate.status, candidate.variant)

    @property
    def kind(self) -> Kind:
        """The kind that the model gives it."""
        return self.candidate.kind

    @property
    def is_dispute(self) -> bool:
        """Whether it is no contact."""
        return not is_contact(self.candidate.kind)

    @property
    def states(self) -> set[str]:
        """The countries of its parties."""
        return {party.country for party in self.parties if party.country}

    def refuse(
        self,
        field: Refused,
        reason: str,
        detail: str,
        text: str,
        *,
        rule: str,
        passage: Passage,
        near: Span | None = None,
    ) -> "Draft":
        """Return the draft with a refusal: `text`, the model's words for `field`, does not hold, by `rule`.

        `near` is the closest place. The refusal of an `event` ends it.
        """
        refusal = Rejected(
            article=passage.article.id,
            kind=self.kind,
            field=field,
            reason=reason,
            rule=rule,
            detail=detail,
            text=text,
            near=passage.shown(near) if near else None,
            model=self.candidate.model,
            prompt=self.candidate.prompt,
        )
        refused = self.is_refused or field == "event"
        return dataclasses.replace(self, refusals=(*self.refusals, refusal), is_refused=refused)

    def told(self, passage: Passage) -> dict[str, str]:
        """Return what holds so far in words, by field."""
        date = self.date
        return {
            "quotes": " | ".join(f"{quote.text} ({quote.match})" for quote in self.quotes),
            "parties": ", ".join(_told(party, passage) for party in self.parties),
            "only tell": ", ".join(_told(party, passage) for party in self.tellers),
            "only heard": " ".join(sorted(self.heard)),
            "countries": " ".join(self.countries),
            "status": self.status,
            "variant": self.variant,
            "days": ", ".join(f"{passage.words(day.span)} ({day.of})" for day in self.days),
            "date": f"{date.start}..{date.end} ({date.precision})" if date else "",
            "place": self.place.name if self.place else "",
            "initiator": self.initiator or "",
        }


def _told(party: Named, passage: Passage) -> str:
    side = f"{party.country} by {party.by}" if party.country and party.by else party.country
    known = ", ".join(filter(None, (side, party.role)))
    return f"{passage.words(party.name)} ({known})" if known else passage.words(party.name)
