"""Find the event that a decision was made on among those of another run: by its words, and by what it claims.

Recognising by words is that of `memcon.events.matching`. What is added here is when not to believe it: one sentence
tells several events, and where the decided one is gone, its neighbour must not suffer for it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from memcon.events.amend.drafts import EventDraft, machine_value, spans, value
from memcon.events.amend.places import Key, Places, sayings, stretches
from memcon.events.amend.values import Cause
from memcon.events.matching.likeness import contradictory, same_family, traits_of
from memcon.events.matching.match import match
from memcon.events.matching.shared_words import overlapping, side, ties
from memcon.events.matching.wording import say
from memcon.records import Event, Field, is_contact
from memcon.records.decision import Target

CLAIM: Final[tuple[Field, ...]] = ("kind", "status", "variant")
Bar = Literal["claim", "family"]
"""How like the event must be: of the same claim, or where it was alone on its words, of contact or of dispute alike."""


class DraftIndex:
    """The drafts of a review, by key and by where their words stand."""

    def __init__(self, drafts: Iterable[EventDraft]) -> None:
        self._next = 0
        self.drafts: dict[Key, EventDraft] = {}
        self._places = Places()
        self.journal: list[tuple[Key, EventDraft | None]] = []
        """What stood at a key before each change, None where nothing did."""
        for draft in drafts:
            self.add(draft)
        self.journal.clear()

    def add(self, draft: EventDraft) -> Key:
        """Take a draft in, and return its key."""
        key, self._next = self._next, self._next + 1
        self.journal.append((key, None))
        self.drafts[key] = draft
        self._places.add(key, draft.event)
        return key

    def put(self, key: Key, draft: EventDraft) -> None:
        """Put another draft of the same mentions in the place of one."""
        self.journal.append((key, self.drafts[key]))
        self._places.take(key, self.drafts[key].event)
        self.drafts[key] = draft
        self._places.add(key, draft.event)

    def take(self, key: Key) -> EventDraft:
        """Take a draft out."""
        draft = self.drafts.pop(key)
        self.journal.append((key, draft))
        self._places.take(key, draft.event)
        return draft

    def back(self, mark: int) -> None:
        """Take back every change since the journal was `mark` long."""
        while len(self.journal) > mark:
            key, before = self.journal.pop()
            now = self.drafts.pop(key, None)
            if now:
                self._places.take(key, now.event)
            if before:
                self.drafts[key] = before
                self._places.add(key, before.event)
            else:
                self._next = key

    def tied(self, event: Event) -> list[Key]:
        """Return the drafts that rest on words of `event`, where none does on those that say the same elsewhere."""
        mine = side([event], [0])
        for places, shared in ((stretches(event), overlapping), (sayings(event), ties)):
            keys = self._places.near(event, places)
            found = shared(mine, side([self.drafts[key].event for key in keys], range(len(keys))))
            if found:
                return sorted(keys[tie.new] for tie in found)
        return []

    def find(self, target: Target, *, bar: Bar, edited: Iterable[Field] = ()) -> Key | Cause:
        """Return the draft that is the event of `target` today, or why there is none.

        `edited` are fields in which it may differ, since the decision is about them.
        """
        said = target.event
        keys = self.tied(said)
        events = [self.drafts[key].event for key in keys]
        matching = match([said], events)
        found = [j for _, j in matching.same] + [pair.new for pair in matching.pairs if pair.by == "evidence"]
        if not found:
            return Cause("event_gone")
        key, now = keys[found[0]], events[found[0]]
        alone = target.alone and keys == [key]
        if bar == "family" and alone and same_family(traits_of(said), traits_of(now)):
            return key
        against = _against(said, now, {*edited}, alone=alone)
        return Cause("other_event", "; ".join(against)) if against else key


def _against(said: Event, now: Event, edited: set[Field], *, alone: bool) -> list[str]:
    """Return in words what speaks against `now` being what was decided about in `said`."""
    a, b = traits_of(said), traits_of(now)
    found = [_told(name, said, now) for name in CLAIM if name not in edited and not _claims(name, said, now)]
    if "countries" not in edited and a.countries and b.countries and not a.countries & b.countries:
        found.append(_told("countries", said, now))
    if not alone and "date" not in edited and contradictory(a, b):
        found.append(_told("date", said, now))
    if not alone and "participants" not in edited and a.people and b.people and not set(a.people) & set(b.people):
        found.append(_told("participants", said, now))
    return found


def _claims(name: Field, said: Event, now: Event) -> bool:
    """Return whether both claim the same; a contact is one whatever its form or its channel."""
    if name == "variant" and is_contact(said.kind) and is_contact(now.kind):
        return True
    return bool(value(said, name) == value(now, name))


def _told(name: Field, said: Event, now: Event) -> str:
    return f"{name} {say_value(value(said, name))} → {say_value(value(now, name))}"


def say_value(value: object) -> str:
    """Return a value in words."""
    if isinstance(value, tuple):
        return ", ".join(map(say, value)) or "none"
    return say(value)  # type: ignore[arg-type]


def since(
    target: Target, draft: EventDraft, seen: Mapping[str, str | None], decided: Mapping[Field, Any]
) -> tuple[Cause, ...]:
    """Return what has changed in the evidence of a decision, and in what the machine says of the fields `decided`."""
    causes = []
    changed = [one.article for one in target.articles if seen.get(one.article, one.sha256) != one.sha256]
    if changed:
        causes.append(Cause("article_changed", ", ".join(changed)))
    if not spans(target.event.mentions) <= spans(draft.event.mentions):
        causes.append(Cause("quote_moved"))
    for name, given in decided.items():
        was, now = machine_value(target.event, name), value(draft.machine or draft.event, name)
        if was != now:
            agreed = ", as decided" if now == given else ""
            causes.append(Cause("machine_changed", f"{name} {say_value(was)} → {say_value(now)}{agreed}"))
    return tuple(causes)
