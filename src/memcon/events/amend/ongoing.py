"""A review that goes on: each further decision costs what it touches, not what was decided before it.

What has come of the decisions is at any time what `apply` makes of all of them, to the byte; a property test holds the
two together. A decision that is taken back is unwound with those after it, which are then carried out again.
"""

import bisect
import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from memcon.events.amend.added import ArticleText
from memcon.events.amend.drafts import EventDraft, key
from memcon.events.amend.finish import event_of, reviewed_of
from memcon.events.amend.places import Key
from memcon.events.amend.steps import Done, ReviewInProgress
from memcon.events.amend.values import Outcome, Reviewed, State
from memcon.events.merge.events import event_order, label
from memcon.records import Event, Mention
from memcon.records.decision import Decision, Undo, distinct, undone


@dataclasses.dataclass(frozen=True, slots=True)
class Touched:
    """What a decision changed: events that are there no more, or not so, and those that came or are so now."""

    gone: tuple[Event, ...]
    come: tuple[Event, ...]
    undropped: tuple[Event, ...]
    dropped: tuple[Event, ...]
    """Events that are rejected since, and those that were."""
    first: int
    """The place of the first decision of which something else became."""


class OngoingReview:
    """The events of a run and the decisions on them, one more at a time.

    Arguments are those of `apply`; `events` are the machine's (`of_machine`).
    """

    def __init__(
        self,
        events: Iterable[Event],
        mentions: Sequence[Mention],
        decisions: Iterable[Decision],
        articles: Mapping[str, ArticleText],
    ) -> None:
        self._progress = ReviewInProgress(events, mentions, articles)
        self._names = _Names(self._progress.index.drafts)
        self._told: list[Decision] = []
        self._void: frozenset[str] = frozenset()
        self._marks: list[tuple[int, int]] = []
        self.states: Counter[State] = Counter()
        """How many decisions ended so, those that undo left out."""
        self.dropped: list[Event] = []
        """What is rejected, in the order in which it was."""
        told = list(distinct(decisions))
        self._void = undone(told)
        for decision in told:
            self._work(decision)
        self._names.renew({name for name, _ in self._progress.index.journal})
        self.dropped = [_dropped(draft) for draft in self._progress.dropped]

    def __len__(self) -> int:
        """Return how many decisions there are."""
        return len(self._told)

    @property
    def events(self) -> Iterable[Event]:
        """The events as decided, in no order."""
        return self._names.events.values()

    @property
    def reviewed(self) -> Reviewed:
        """All that has come of the decisions. Costs what there is."""
        return reviewed_of(self.events, self._progress, self.outcomes(0))

    def is_undone(self, decision: str) -> bool:
        """Return whether the decision of that id was taken back."""
        return decision in self._void

    def outcomes(self, first: int) -> tuple[Outcome, ...]:
        """Return what became of the decisions from the one at place `first` on."""
        return tuple(map(self._outcome, self._progress.done[first:]))

    def take(self, decision: Decision) -> Touched:
        """Carry out one more decision. Where it is stale, nothing but its outcome is there then."""
        if not isinstance(decision, Undo):
            return self._change(len(self._told), [decision], self._void)
        told = [*self._told, decision]
        return self._settle(told)

    def take_back(self) -> Touched:
        """Be as before the last decision, as if it had never been made."""
        return self._settle(self._told[:-1])

    def _settle(self, told: list[Decision]) -> Touched:
        """Be what `told`, which differs from all that is told in its last, comes to."""
        void = undone(told)
        least = min(len(told), len(self._told))
        turned = void ^ self._void
        first = next((at for at in range(least) if self._told[at].id in turned), least) if turned else least
        return self._change(first, told[first:], void)

    def _change(self, first: int, told: Sequence[Decision], void: frozenset[str]) -> Touched:
        """Unwind the decisions from place `first` on, and carry out `told` in their stead."""
        index, progress = self._progress.index, self._progress
        mark, kept = self._marks[first] if first < len(self._marks) else (len(index.journal), len(progress.dropped))
        touched = {name for name, _ in index.journal[mark:]}
        for done in progress.done[first:]:
            self._count(done, -1)
        index.back(mark)
        undropped = self.dropped[kept:]
        del progress.dropped[kept:], progress.done[first:], self._told[first:], self._marks[first:], self.dropped[kept:]
        self._void = void
        for decision in told:
            self._work(decision)
        touched |= {name for name, _ in index.journal[mark:]}
        dropped = [_dropped(draft) for draft in progress.dropped[kept:]]
        self.dropped += dropped
        gone, come = self._names.renew(touched)
        return Touched(gone, come, tuple(undropped), tuple(dropped), first)

    def _work(self, decision: Decision) -> None:
        progress = self._progress
        self._marks.append((len(progress.index.journal), len(progress.dropped)))
        self._told.append(decision)
        if decision.id in self._void:
            progress.outcome(decision, "undone")
        elif isinstance(decision, Undo):
            progress.outcome(decision, "held")
        else:
            progress.work(decision)
        self._count(progress.done[-1], 1)

    def _count(self, done: Done, by: int) -> None:
        if not isinstance(done.decision, Undo):
            self.states[done.state] += by

    def _outcome(self, done: Done) -> Outcome:
        named = self._names.named
        return Outcome(done.decision, done.state, done.causes, tuple(named[k] for k in done.keys if k in named))


def _dropped(draft: EventDraft) -> Event:
    return dataclasses.replace(draft.event, review=draft.review)


class _Names:
    """The ids of drafts and the events that they make, kept while drafts come and go.

    The id of one depends on those of the same label, and its links on what they lead to (`finish`).
    """

    def __init__(self, drafts: Mapping[Key, EventDraft]) -> None:
        self._drafts = drafts
        self._labels: dict[Key, tuple[str, str]] = {}
        self._groups: dict[str, list[tuple[str, Key]]] = {}
        self.named: dict[Key, str] = {}
        self._aliases: dict[str, Key] = {}
        self._led_by: dict[Key, tuple[str, ...]] = {}
        self._linkers: dict[str, set[Key]] = {}
        self._links: dict[Key, tuple[str, ...]] = {}
        self.events: dict[Key, Event] = {}
        self.renew(drafts)

    def renew(self, touched: Iterable[Key]) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
        """Make anew what depends on the drafts `touched`; return the events that are so no more, and those that are."""
        todo, groups, led = {*touched}, set(), set()
        for at in todo:
            led |= {*self._led_by.get(at, ())}
            groups |= self._forget(at) | self._learn(at)
            led |= {*self._led_by.get(at, ())}
        for group in groups:
            for at, name in self._numbered(group):
                if self.named.get(at) != name:
                    self.named[at] = name
                    todo.add(at)
                    led |= {*self._led_by.get(at, ())}
        for alias in led:
            todo |= self._linkers.get(alias, set())
        gone, come = [], []
        for at in todo:
            was, now = self.events.pop(at, None), self._event(at)
            if now:
                self.events[at] = now
            if was != now:
                gone += [was] if was else []
                come += [now] if now else []
        return tuple(sorted(gone, key=event_order)), tuple(sorted(come, key=event_order))

    def _forget(self, at: Key) -> set[str]:
        known = self._labels.pop(at, None)
        if known is None:
            return set()
        group = self._groups[known[0]]
        del group[bisect.bisect_left(group, (known[1], at))]
        self.named.pop(at, None)
        for alias in self._led_by.pop(at):
            if self._aliases.get(alias) == at:
                del self._aliases[alias]
        for alias in self._links.pop(at):
            self._linkers[alias].discard(at)
        return {known[0]}

    def _learn(self, at: Key) -> set[str]:
        draft = self._drafts.get(at)
        if draft is None:
            return set()
        event = draft.event
        name, order = label(event.kind, event.date, event.countries), key(draft)
        self._labels[at] = name, order
        bisect.insort(self._groups.setdefault(name, []), (order, at))
        self._led_by[at] = draft.aliases
        self._aliases.update(dict.fromkeys(draft.aliases, at))
        self._links[at] = tuple(link.event for link in event.links)
        for alias in self._links[at]:
            self._linkers.setdefault(alias, set()).add(at)
        return {name}

    def _numbered(self, name: str) -> Iterable[tuple[Key, str]]:
        for number, (_, at) in enumerate(self._groups[name], start=1):
            yield at, name if number == 1 else f"{name}-{number}"

    def _event(self, at: Key) -> Event | None:
        draft = self._drafts.get(at)
        if draft is None:
            return None
        others = {link.event: self._aliases[link.event] for link in draft.event.links if link.event in self._aliases}
        led = {alias: self.named[other] for alias, other in others.items()}
        statuses = {self.named[other]: self._drafts[other].event.status for other in others.values()}
        return event_of(draft, self.named[at], led, statuses)
