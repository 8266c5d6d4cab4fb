"""Where events of a review stand: which rest on the same stretch of an article, and which quote the same words."""

import bisect
import itertools
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Final

from memcon.events.matching.shared_words import LEAST_WORDS
from memcon.records import Event

Key = int
STRETCH: Final = 256
"""Characters of an article, about a sentence, in which events are looked for together."""
MOST_TOGETHER: Final = 20
"""Events at one place of which each is looked at; of more, those that claim the most alike."""


def stretches(event: Event) -> Iterator[Hashable]:
    """Yield the stretches of articles in which quotes of an event lie."""
    for proof in event.mentions:
        for quote in proof.quotes:
            for number in range(quote.start // STRETCH, (quote.start + len(quote.text) - 1) // STRETCH + 1):
                yield proof.article, number


def sayings(event: Event) -> Iterator[Hashable]:
    """Yield the quotes of an event that are long enough to be recognised in another article."""
    for proof in event.mentions:
        yield from (quote.text for quote in proof.quotes if len(quote.text) >= LEAST_WORDS)


class Places:
    """Events by where they stand, each with the key it was put there with."""

    def __init__(self) -> None:
        self._groups: dict[Hashable, _Group] = {}

    def add(self, key: Key, event: Event) -> None:
        """Put an event at its places."""
        for place in (*stretches(event), *sayings(event)):
            self._groups.setdefault(place, _Group()).add(key, event)

    def take(self, key: Key, event: Event) -> None:
        """Take an event from its places."""
        for place in (*stretches(event), *sayings(event)):
            self._groups[place].take(key)

    def near(self, event: Event, places: Iterable[Hashable]) -> list[Key]:
        """Return who stands at `places`, in the order of keys; of a crowd those that claim what `event` does."""
        groups = (self._groups[place] for place in {*places} if place in self._groups)
        return sorted({key for group in groups for key in group.near(event)})


class _Group:
    """The events at one place; once they are many, by what they claim as well.

    Keys are kept in their order, so that what is near does not depend on which came, went and came back.
    """

    __slots__ = ("_all", "_keys", "_like")

    def __init__(self) -> None:
        self._all: dict[Key, Event] = {}
        self._keys: list[Key] = []
        self._like: dict[Hashable, list[Key]] = {}

    def add(self, key: Key, event: Event) -> None:
        if key in self._all:
            self.take(key)
        self._all[key] = event
        bisect.insort(self._keys, key)
        come = {key: event} if self._like else self._all if len(self._all) > MOST_TOGETHER else {}
        for each, known in come.items():
            for claim in {*_claims(known)}:
                bisect.insort(self._like.setdefault(claim, []), each)

    def take(self, key: Key) -> None:
        event = self._all.pop(key, None)
        if event is None:
            return
        for keys in (self._keys, *(self._like[claim] for claim in {*_claims(event)} if self._like)):
            del keys[bisect.bisect_left(keys, key)]

    def near(self, event: Event) -> Iterable[Key]:
        if len(self._all) <= MOST_TOGETHER:
            return self._keys
        wider: list[Iterable[Key]] = [*(self._like.get(claim, ()) for claim in _claims(event)), self._keys]
        few = itertools.chain.from_iterable(itertools.islice(keys, MOST_TOGETHER) for keys in wider)
        return itertools.islice(dict.fromkeys(few), MOST_TOGETHER)


def _claims(event: Event) -> Sequence[Hashable]:
    """Return what an event claims, the narrowest first."""
    day = event.date.start if event.date else None
    return (
        ("id", event.id),
        (event.kind, event.status, event.countries, day),
        (event.countries, day),
        (event.kind, event.status, event.countries),
        event.countries,
    )
