"""What coders said, laid side by side: events that several looked at, and articles that several read whole."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from memcon.compare.agreement.coefficients import Alike, masi, same
from memcon.records import Event, variant_of


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder made of a run."""

    who: str
    holds: Mapping[str, Event]
    """By the ids of their mentions: the events that hold for him, as he has them, whether he looked at them or not."""
    rejected: Mapping[str, Event]
    """Likewise those that he rejected."""
    read: frozenset[str]
    """Articles that he read whole, and that have not changed since."""
    stale: int = 0
    """Decisions that do not hold any more, and count for nothing."""


@dataclass(frozen=True, slots=True)
class Item:
    """An event that a coder looked at, with what each of them says of it who did."""

    id: str
    article: str
    """Where its first words are: articles are what drawings draw."""
    kind: str
    """As the machine has it; of one that coders added, as the first of them does."""
    language: str
    """Of that article, empty where nobody knows."""
    said: Mapping[str, Event | None]
    """By coder: the event as he has it, None where he says that it is none."""


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article that several coders read whole, and of which each decided every event."""

    article: str
    language: str
    said: Mapping[str, tuple[frozenset[str], ...]]
    """By coder: of each sentence, the kinds of the events that he has in it."""


class CodedField(NamedTuple):
    """A question that coders answer about an event."""

    name: str
    of: Callable[[Event], Hashable]
    alike: Alike = same


def _names(event: Event) -> frozenset[str]:
    return frozenset(" ".join(one.name.casefold().split()) for one in event.participants)


def _place(event: Event) -> Any:  # noqa: ANN401  a code, a name, or none
    return (event.place.country or event.place.name.casefold()) if event.place else None


EVENT: Final = "event"
"""Whether it is one at all."""
KINDS_TOLD: Final = "kinds told"
"""Of a sentence: the set of kinds of the events in it."""
CODED: Final = (
    CodedField("kind", lambda event: event.kind),
    CodedField("status", lambda event: event.status),
    CodedField("variant", variant_of),
    CodedField("date", lambda event: (event.date.start, event.date.end) if event.date else None),
    CodedField("place", _place),
    CodedField("countries", lambda event: frozenset(event.countries), masi),
    CodedField("participants", _names, masi),
    CodedField("initiator", lambda event: event.initiator),
    CodedField("topics", lambda event: frozenset(" ".join(one.casefold().split()) for one in event.topics), masi),
)
"""The fields that coders set, of events that hold for two of them. A summary is nobody's code; of a form, a channel and
an act, events that all have as of one kind."""


def answers(item: Item, field: CodedField) -> dict[str, Hashable]:
    """Return what each coder says of a field of an event that holds for him."""
    held = {who: event for who, event in item.said.items() if event is not None}
    if field.name == "variant" and len({event.kind for event in held.values()}) > 1:
        return {}
    return {who: field.of(event) for who, event in held.items()}


def verdicts(item: Item) -> dict[str, Hashable]:
    """Return whether each coder takes it for an event."""
    return {who: event is not None for who, event in item.said.items()}
