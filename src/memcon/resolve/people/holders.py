"""Who held which office of which state on a day: the table `data/holders.csv`, each row with its period and its source.

A name counts only where it is that of a holder on that day, whole or in words that name its bearer alone; of words that
name holders of two states nothing is said. An office without a last day is known to be held until the day on which its
row was read, and no longer. It knows no spellings but those of `spelling.sound`.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from memcon._data import rows, words
from memcon.resolve.people.cases import nominatives
from memcon.resolve.people.spelling import latin, sound


@dataclass(frozen=True, slots=True)
class Holding:
    """An office of a state that one person held."""

    country: str
    """ISO 3166-1 alpha-3, or UNO, EUU, NATO."""
    office: str
    name: str
    since: dt.date
    until: dt.date | None
    """The last day; None where it was held still when the row was read."""
    source: str
    """Where the row is from: `authored`, `wikidata`."""
    read: dt.date
    """When it was read there."""
    alone: tuple[str, ...]
    """Words that name the bearer without any other."""

    def covers(self, day: dt.date) -> bool:
        """Tell whether the office was held on a day."""
        return self.since <= day <= (self.until or self.read)


def holders(country: str, office: str, day: dt.date) -> tuple[str, ...]:
    """Return who held an office on a day; nobody where the table does not tell, two on a day of change."""
    return tuple(
        held.name for held in _table() if (held.country, held.office) == (country, office) and held.covers(day)
    )


def country_of_holder(name: str, day: dt.date, declining: tuple[str, ...] = ()) -> str | None:
    """Return for which state the bearer of a name held an office on a day, or None.

    `name` is as written, in any case of the languages (ISO 639-1) of `declining`.
    """
    found = {held.country for held in _named(name, declining) if held.covers(day)}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=16384)
def _named(name: str, declining: tuple[str, ...]) -> tuple[Holding, ...]:
    """Return the holdings of all whose name it may be."""
    keys = {_key(words) for words in _ways(name.split(), declining)}
    return tuple(dict.fromkeys(held for key in sorted(keys) for held in _by_name().get(key, ())))


def _ways(words: list[str], declining: tuple[str, ...]) -> Iterator[list[str]]:
    """Yield a name as it stands, and a family name alone in the nominative."""
    yield words
    if len(words) == 1:
        yield from ([form] for tag in declining for form in nominatives(words[0], tag))


def _key(words: list[str]) -> str:
    return " ".join(sound(latin(word)) for word in words)


@cache
def _by_name() -> dict[str, tuple[Holding, ...]]:
    """Return holdings by whole names, and by what names their bearers alone."""
    found: dict[str, list[Holding]] = {}
    for held in _table():
        for key in {_key(name.split()) for name in (held.name, *held.alone)}:
            found.setdefault(key, []).append(held)
    return {key: tuple(each) for key, each in found.items()}


@cache
def _table() -> tuple[Holding, ...]:
    return tuple(
        Holding(
            country=country,
            office=office,
            name=name,
            since=dt.date.fromisoformat(since),
            until=_day(until),
            source=source,
            read=dt.date.fromisoformat(on),
            alone=tuple(words(alone)),
        )
        for country, office, since, until, source, on, _, alone, name in rows("data/holders.csv")
    )


def _day(words: str) -> dt.date | None:
    return dt.date.fromisoformat(words) if words else None
