"""Set the fields that a reader filters by in columns, so that ten thousand events are filtered at once.

Values that repeat stand once in a table, and columns hold their place in it. Knows nothing of HTML.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from memcon.pages.report.names import country_names
from memcon.records import KINDS, ArticleState, Event, Rejected, variant_of

_EPOCH: Final = dt.date(1970, 1, 1)
_ROLES: Final = {"actor": 1, "target": 2}
_KINDS: Final = tuple(KINDS)


class Table:
    """Values in the order in which they were first met, and the place of each."""

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._at: dict[str, int] = {}
        for value in values:
            self.place(value)

    def place(self, value: str) -> int:
        """Return the place of a value, new or not."""
        return self._at.setdefault(value, len(self._at))

    def values(self) -> list[str]:
        """Return all values by place."""
        return list(self._at)


def event_columns(events: Sequence[Event], articles: Table) -> dict[str, Any]:
    """Return the columns of events and the tables that they point into.

    Days count from 1970-01-01. `countries` holds four times the country's place, plus 1 for the actor of a dispute,
    2 for its target, 3 for both. `confidence` is in thousandths, -1 where none is told.
    """
    kinds, statuses, variants = Table(_KINDS), Table(("occurred",)), Table()
    precisions, countries, people = Table(("day",)), Table(), Table()
    rows: dict[str, list[Any]] = {
        name: [] for name in (
            "id", "kind", "status", "variant", "start", "end", "precision", "confidence", "countries", "people",
            "articles", "conflicts",
        )
    }  # fmt: skip
    for event in events:
        rows["id"].append(event.id)
        rows["kind"].append(kinds.place(event.kind))
        rows["status"].append(statuses.place(event.status))
        rows["variant"].append(variants.place(variant_of(event)))
        rows["start"].append(_days(event.date.start if event.date else None))
        rows["end"].append(_days(event.date.end if event.date else None))
        rows["precision"].append(precisions.place(event.date.precision) if event.date else -1)
        rows["confidence"].append(-1 if event.confidence is None else round(event.confidence * 1000))
        roles = _roles(event)
        rows["countries"].append([4 * countries.place(code) + roles.get(code, 0) for code in event.countries])
        rows["people"].append(_unique(people.place(_folded(person.name)) for person in event.participants))
        rows["articles"].append(_unique(articles.place(proof.article) for proof in event.mentions))
        rows["conflicts"].append(len(event.conflicts))
    names = country_names(countries.values())
    return {
        "kinds": kinds.values(), "statuses": statuses.values(), "variants": variants.values(),
        "precisions": precisions.values(), "people": people.values(),
        "countries": [[code, names[code]] for code in countries.values()],
        "rows": rows,
    }  # fmt: skip


def rejected_columns(rejected: Sequence[Rejected], articles: Table) -> dict[str, Any]:
    """Return the columns of rejected answers and the tables that they point into."""
    reasons, fields, kinds = Table(), Table(), Table(_KINDS)
    rows: dict[str, list[int]] = {"article": [], "reason": [], "field": [], "kind": []}
    for one in rejected:
        rows["article"].append(articles.place(one.article))
        rows["reason"].append(reasons.place(one.reason))
        rows["field"].append(fields.place(one.field))
        rows["kind"].append(-1 if one.kind is None else kinds.place(one.kind))
    return {"reasons": reasons.values(), "fields": fields.values(), "kinds": kinds.values(), "rows": rows}


def article_columns(
    names: Sequence[str], states: Mapping[str, ArticleState], found: Mapping[str, str]
) -> dict[str, Any]:
    """Return the columns of articles: ids, how each ended, and how much of its text the page holds."""
    kinds, texts = Table(("ok", "empty", "failed", "pending", "unknown")), Table(("whole", "parts", "gone", "changed"))
    ended = [kinds.place(states[name].state if name in states else "unknown") for name in names]
    return {
        "states": kinds.values(), "texts": texts.values(),
        "rows": {"id": list(names), "state": ended, "text": [texts.place(found.get(name, "gone")) for name in names]},
    }  # fmt: skip


def _roles(event: Event) -> dict[str, int]:
    """Return, for the countries of a dispute's actors and targets, which of both they are."""
    roles: dict[str, int] = {}
    for person in event.participants:
        if person.country and person.role in _ROLES:
            roles[person.country] = roles.get(person.country, 0) | _ROLES[person.role]
    return roles


def _days(day: dt.date | None) -> int | None:
    return (day - _EPOCH).days if day else None


def _folded(name: str) -> str:
    return " ".join(name.split())


def _unique(places: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(places))
