"""Make events of the drafts of a review: ids, links, order, and what is told of those that were rejected."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from memcon.events.amend.drafts import EventDraft, key
from memcon.events.amend.steps import ReviewInProgress
from memcon.events.amend.values import REVIEWED, Outcome, Reviewed
from memcon.events.merge.events import event_order, label, labelled
from memcon.events.merge.links import FATES
from memcon.records import Event, EventLink, Evidence, Link, Rejected, Status


def finished(progress: ReviewInProgress) -> Reviewed:
    """Return what came of a review."""
    drafts = progress.index.drafts
    keys = [*drafts]
    names = labelled(
        [(label(d.event.kind, d.event.date, d.event.countries), key(d)) for d in (drafts[k] for k in keys)]
    )
    named = dict(zip(keys, names, strict=True))
    by_alias = {alias: k for k, draft in drafts.items() for alias in draft.aliases}
    statuses = {named[k]: draft.event.status for k, draft in drafts.items()}
    led = {alias: named[k] for alias, k in by_alias.items()}
    events = [event_of(draft, named[k], led, statuses) for k, draft in drafts.items()]
    outcomes = tuple(
        Outcome(done.decision, done.state, done.causes, tuple(named[k] for k in done.keys if k in named))
        for done in progress.done
    )
    return reviewed_of(events, progress, outcomes)


def reviewed_of(events: Iterable[Event], progress: ReviewInProgress, outcomes: tuple[Outcome, ...]) -> Reviewed:
    """Return what came of a review whose events and outcomes have their ids."""
    dropped = tuple(sorted((dataclasses.replace(d.event, review=d.review) for d in progress.dropped), key=event_order))
    rejected = tuple(line for draft in progress.dropped for line in _rejected(draft))
    return Reviewed(tuple(sorted(events, key=event_order)), dropped, rejected, outcomes)


def event_of(draft: EventDraft, name: str, led: Mapping[str, str], statuses: Mapping[str, Status]) -> Event:
    """Return the event of a draft. `led` tells the id to which each of the machine's leads, `statuses` that event's."""
    links = _links(draft, name, led, statuses) if draft.event.links else ()
    review = draft.review
    if (name, links, review) == (draft.event.id, draft.event.links, draft.event.review):
        return draft.event
    return dataclasses.replace(draft.event, id=name, links=links, review=review)


_TIES: Final[Mapping[Link, frozenset[tuple[Status, Status]]]] = {
    link: frozenset(early_late for early_late, ends in FATES.items() if link in ends)
    for ends in FATES.values()
    for link in ends
}
"""The statuses, of the earlier and of the later event, that each link can tie."""
_LATER: Final = frozenset(later for later, _ in FATES.values())
"""Links of the later of two events."""


def _links(
    draft: EventDraft, name: str, led: Mapping[str, str], statuses: Mapping[str, Status]
) -> tuple[EventLink, ...]:
    """Return the links that still lead somewhere, to another event, and of statuses that can be so tied."""
    found = set()
    for link in draft.event.links:
        other = led.get(link.event)
        if other is not None and other != name:
            pair = (statuses[other], draft.event.status)
            pair = pair if link.type in _LATER else pair[::-1]
            if pair in _TIES[link.type]:
                found.add((link.type, other))
    return tuple(EventLink(type=kind, event=other) for kind, other in sorted(found))


def _rejected(draft: EventDraft) -> Iterator[Rejected]:
    """Yield a line for each of the machine's mentions of an event that a reviewer rejected."""
    last = draft.decided[-1]
    detail = f"rejected by {last.who} on {last.when:%Y-%m-%d}" + (f": {last.note}" if last.note else "")
    for proof in draft.event.mentions if draft.machine else ():
        first = proof.quotes[0]
        yield Rejected(
            article=proof.article,
            kind=draft.event.kind,
            field="event",
            reason=REVIEWED,
            detail=detail,
            text=first.text,
            near=Evidence(text=first.text, start=first.start, end=first.end),
            model=proof.model,
            prompt=proof.prompt,
        )
