"""The kinds of events, a row each: which are contacts, and by what each is told apart.

A kind is added by its name and its variants in `vocabulary`, its class in `event`, and its row here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

from memcon.records.event import Call, Dispute, Event, Meeting, Record
from memcon.records.mention import Mention
from memcon.records.vocabulary import Act, Channel, Form, Kind, Variant

Family = Literal["contact", "dispute"]
"""States in contact with each other, or one acting against another. The two are never one event."""


@dataclass(frozen=True, slots=True)
class KindRow:
    """What a kind of event is."""

    family: Family
    variant: str
    """The field of the event in which its variant stands."""
    variants: tuple[Variant, ...]
    shape: type[Event]


KINDS: Final[Mapping[Kind, KindRow]] = MappingProxyType(
    {
        "meeting": KindRow("contact", "form", get_args(Form), Meeting),
        "call": KindRow("contact", "channel", get_args(Channel), Call),
        "dispute": KindRow("dispute", "act", get_args(Act), Dispute),
    }
)


def family(kind: Kind) -> Family:
    """Return whether a kind is a contact or a dispute."""
    return KINDS[kind].family


def is_contact(kind: Kind) -> bool:
    """Say whether a kind is a contact, in which states meet or talk, and no dispute."""
    return KINDS[kind].family == "contact"


def variant_of(record: Record) -> Variant:
    """Return the channel of a call, the form of a meeting, the act of a dispute."""
    if isinstance(record, Mention):
        return record.variant
    variant: Variant = getattr(record, KINDS[record.kind].variant)
    return variant
