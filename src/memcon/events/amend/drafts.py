"""An event on its way through a review: what it says now, what the machine says, and who decided what of it."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from memcon.events.amend.values import SIDELESS
from memcon.events.bounds import bounds_of
from memcon.events.codes import codes_of
from memcon.events.merge.events import event, merged_fields
from memcon.events.merge.parties import Parties
from memcon.records import (
    KINDS,
    Decided,
    Event,
    Field,
    Kind,
    Mention,
    Merge,
    Participant,
    Proof,
    Review,
    correction,
    fields,
    is_contact,
    variant_of,
)


@dataclasses.dataclass(frozen=True, slots=True)
class EventDraft:
    """One event of a review. Its id and its links are the machine's until the end."""

    event: Event
    machine: Event | None
    """What the machine says of the same mentions; None of an event that a reviewer added."""
    mentions: tuple[Mention, ...]
    aliases: tuple[str, ...]
    """The machine's ids that lead to it."""
    decided: tuple[Decided, ...] = ()
    setters: tuple[tuple[Field, str], ...] = ()
    """Which decision set which field, the last one."""

    def shaped(self, by: Decided, values: Mapping[Field, Any] | None = None) -> "EventDraft":
        """Return the draft with `values` and what follows from them.

        Raises ValueError when the values make no event together.
        """
        found = following(self.event, values) if values else {}
        if found.get("countries") == ():
            raise ValueError(SIDELESS)
        setters = {**dict(self.setters), **dict.fromkeys(found, by.decision)}
        return dataclasses.replace(
            self,
            event=rewritten(self.event, found) if found else self.event,
            decided=(*self.decided, by),
            setters=tuple(setters.items()),
        )

    @property
    def review(self) -> Review | None:
        """What the event tells of its review."""
        if not self.decided:
            return None
        setters, last = dict(self.setters), self.decided[-1].decision
        machine = self.machine
        corrections = (
            correction(name, value(machine, name), setters.get(name, last))
            for name in edited_fields()
            if machine and value(machine, name) != value(self.event, name)
        )
        return Review(decisions=self.decided, corrections=tuple(corrections))


def edited_fields() -> list[Field]:
    """Return the fields that reviewers may edit."""
    return [cast("Field", row.name) for row in fields.editable()]


def core(event: Event) -> dict[Field, Any]:
    """Return what an accepted event is accepted for."""
    return {cast("Field", row.name): row.of(event) for row in fields.editable() if row.accepted}


def value(event: Event, field: Field) -> Any:  # noqa: ANN401  as the field's
    """Return the value of a field that can be edited."""
    return fields.FIELDS[field].of(event)


def machine_value(event: Event, field: Field) -> Any:  # noqa: ANN401  as the field's
    """Return what the machine said of a field, of an event as it stands in a review."""
    for corrected in event.review.corrections if event.review else ():
        if corrected.field == field:
            return corrected.said
    return value(event, field)


def following(event: Event, values: Mapping[Field, Any]) -> dict[Field, Any]:
    """Return `values` with those that follow from them and are not given.

    Another kind leaves a contact unspecified; the countries follow those of the participants who came or went; who
    asked for a contact is one of its sides.
    """
    found = dict(values)
    kind = found.get("kind", event.kind)
    if kind != event.kind and "variant" not in found and is_contact(kind):
        found["variant"] = "unspecified"
    if "participants" in found and "countries" not in found:
        gone, come = _sides(event.participants), _sides(found["participants"])
        found["countries"] = tuple(sorted({*event.countries} - (gone - come) | come))
    if "countries" in found and "initiator" not in found and event.initiator not in {None, *found["countries"]}:
        found["initiator"] = None
    return {name: new for name, new in found.items() if new != value(event, name)}


def _sides(participants: Iterable[Participant]) -> set[str]:
    return {participant.country for participant in participants if participant.country}


def rewritten(event: Event, values: Mapping[Field, Any]) -> Event:
    """Return `event` with other values; type, bounds and codes follow. Raises ValueError where they do not fit."""
    said = {each.name: getattr(event, each.name) for each in dataclasses.fields(event)}
    for row in KINDS.values():
        del said[row.variant]
    said |= dict(values.items())
    nature = said.pop("variant", variant_of(event))
    kind: Kind = said["kind"]
    said[KINDS[kind].variant] = nature
    said["codes"] = codes_of(kind, said["status"], nature)
    said |= bounds_of(said["status"], said["date"], said["reported"])
    return KINDS[kind].shape(**said)


def drafted(mentions: Sequence[Mention], *, name: str, merges: Iterable[Merge] = ()) -> Event:
    """Return the event of these mentions, as merging would have it."""
    known = sorted(mentions, key=lambda mention: mention.id)
    return event(merged_fields(known, Parties()), name, (), merges)


def key(draft: EventDraft) -> str:
    """Return what orders drafts of one label: the first of their mentions."""
    return min(proof.mention for proof in draft.event.mentions)


def spans(proofs: Iterable[Proof]) -> set[tuple[str, int, int]]:
    """Return where the quotes of `proofs` stand."""
    return {(proof.article, quote.start, quote.end) for proof in proofs for quote in proof.quotes}
