"""The events that a page of a review shows, each by its mentions: those that hold, and those that were rejected."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pydantic import TypeAdapter

from memcon.events.amend import OngoingReview, Touched
from memcon.events.merge.events import event_order
from memcon.pages.review.asked import Names
from memcon.pages.review.requests import names
from memcon.records import Event

EVENT: Final[TypeAdapter[Event]] = TypeAdapter(Event)


class ShownEvents:
    """What a page shows of a review; follows it decision by decision."""

    def __init__(self, review: OngoingReview) -> None:
        self._events: dict[frozenset[str], Event] = {}
        self._in: defaultdict[str, dict[frozenset[str], Event]] = defaultdict(dict)
        self.reviewed = 0
        """How many were looked at."""
        self._put((*review.events, *map(_set_apart, review.dropped)))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._events)

    @property
    def events(self) -> tuple[Event, ...]:
        """All, in the order of their file; what was rejected, under an id of its own, at the end."""
        return tuple(sorted(self._events.values(), key=lambda event: (is_rejected(event), *event_order(event))))

    def find(self, mentions: Names) -> Event | None:
        """Return the event of these mentions."""
        return self._events.get(frozenset(mentions))

    def is_alone(self, event: Event) -> bool:
        """Return whether no other event that holds stands on words of its quotes."""
        spans = [(proof.article, quote.start, quote.end) for proof in event.mentions for quote in proof.quotes]
        articles = dict.fromkeys(proof.article for proof in event.mentions)
        others = {key: other for article in articles for key, other in self._in[article].items()}
        return not any(
            _touches(other, spans) for other in others.values() if other is not event and not is_rejected(other)
        )

    def follow(self, touched: Touched) -> list[dict[str, Any]]:
        """Change what is shown; return what a page has to change.

        Each is an event to drop, by its id, or one to put, with the id that it had.
        """
        before = {names(event): event for event in (*touched.gone, *map(_set_apart, touched.undropped))}
        after = {names(event): event for event in (*touched.come, *map(_set_apart, touched.dropped))}
        for key, event in before.items():
            del self._events[key]
            self.reviewed -= event.review is not None
            for article in {proof.article for proof in event.mentions}:
                del self._in[article][key]
        self._put(after.values())
        drops = [{"drop": event.id} for key, event in before.items() if key not in after]
        return drops + [
            {"put": EVENT.dump_python(event, mode="json"), "was": before[key].id if key in before else None}
            for key, event in after.items()
            if before.get(key) != event
        ]

    def held(self) -> dict[frozenset[str], Event]:
        """Return what is shown now, for `since`."""
        return dict(self._events)

    def since(self, before: Mapping[frozenset[str], Event]) -> list[dict[str, Any]]:
        """Return what a page that shows `before` has to change, whatever came between; as `follow` has it."""
        return [{"drop": event.id} for key, event in before.items() if key not in self._events] + [
            {"put": EVENT.dump_python(event, mode="json"), "was": before[key].id if key in before else None}
            for key, event in self._events.items()
            if before.get(key) is not event and before.get(key) != event
        ]

    def _put(self, events: Iterable[Event]) -> None:
        for event in events:
            key = names(event)
            self._events[key] = event
            self.reviewed += event.review is not None
            for article in {proof.article for proof in event.mentions}:
                self._in[article][key] = event


def is_rejected(event: Event) -> bool:
    """Return whether a reviewer rejected it."""
    return event.review is not None and event.review.decisions[-1].action == "reject"


def _set_apart(event: Event) -> Event:
    """Return what was rejected under an id that no other event has."""
    last = event.review.decisions[-1] if event.review else None
    return dataclasses.replace(event, id=f"{event.id}~{last.decision[:8] if last else ''}")


def _touches(event: Event, spans: Sequence[tuple[str, int, int]]) -> bool:
    """Return whether a quote of `event` overlaps one of `spans`."""
    return any(
        proof.article == article and quote.start < end and start < quote.end
        for proof in event.mentions
        for article, start, end in spans
        for quote in proof.quotes
    )
