"""Set the fields that a reader filters by in columns, so that ten thousand events are filtered at once.

Values that repeat stand once in a table, and columns hold their place in it. Knows nothing of HTML.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from memcon.pages.report.names import country_names
from memcon.records import KINDS, ArticleState, Event, Rejected
from memcon.records.fields import FIELDS, FieldRow

_EPOCH: Final = dt.date(1970, 1, 1)
_ROLES: Final = {"actor": 1, "target": 2}


class ValueTable:
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


def event_columns(events: Sequence[Event], articles: ValueTable) -> dict[str, Any]:
    """Return the columns of events, the tables that they point into, and what the page must know of fields and kinds.

    Days count from 1970-01-01. `countries` holds four times the country's place, plus 1 for the actor of a dispute,
    2 for its target, 3 for both. `confidence` is in thousandths, -1 where none is told; `conflicts` and `doubts` are
    counted.
    """
    tables = {"kind": ValueTable(KINDS), "status": ValueTable(("occurred",)), "precision": ValueTable(("day",))}
    tables["mentions"] = articles
    filtered = [row for row in FIELDS.values() if row.filtered]
    for row in filtered:
        if row.sort in {"choice", "people", "codes"}:
            tables.setdefault(row.name, ValueTable())
    rows: dict[str, list[Any]] = {name: [] for row in filtered for name in _names(row)}
    for event in events:
        for row in filtered:
            for name, cell in zip(_names(row), _cells(row, event, tables), strict=True):
                rows[name].append(cell)
    names = country_names(tables["countries"].values())
    return {
        "fields": page_fields(),
        "kinds": {kind: {"family": row.family, "variant": row.variant} for kind, row in KINDS.items()},
        "countries": [[code, names[code]] for code in tables["countries"].values()],
        "tables": {name: table.values() for name, table in tables.items() if name not in {"countries", "mentions"}},
        "rows": rows,
    }


def page_fields() -> list[dict[str, Any]]:
    """Return what the page must know of the fields of an event, of which its columns, facts and forms are made."""
    return [
        {
            "name": row.name, "sort": row.sort, "label": row.words, "editable": row.editable,
            "filtered": row.filtered,
        }
        for row in FIELDS.values() if not row.part
    ]  # fmt: skip


def _names(row: FieldRow) -> tuple[str, ...]:
    """Return the names of the columns of a field; `setColumns` of data.js writes the same."""
    return ("start", "end", "precision") if row.sort == "date" else (row.name,)


def _cells(row: FieldRow, event: Event, tables: Mapping[str, ValueTable]) -> tuple[Any, ...]:  # noqa: PLR0911  one a sort
    """Return the cells of an event in the columns of a field, by what sort of value it has."""
    value = row.of(event)
    match row.sort:
        case "choice":
            return (tables[row.name].place(value),)
        case "date":
            if value is None:
                return None, None, -1
            return _days(value.start), _days(value.end), tables["precision"].place(value.precision)
        case "number":
            return (-1 if value is None else round(value * 1000),)
        case "codes":
            roles = _roles(event)
            return ([4 * tables[row.name].place(code) + roles.get(code, 0) for code in value],)
        case "people":
            return (_unique(tables[row.name].place(_folded(person.name)) for person in value),)
        case "proofs":
            return (_unique(tables[row.name].place(proof.article) for proof in value),)
        case _:
            return (len(value) if row.many else value,)


def rejected_columns(rejected: Sequence[Rejected], articles: ValueTable) -> dict[str, Any]:
    """Return the columns of rejected answers and the tables that they point into."""
    reasons, fields, kinds = ValueTable(), ValueTable(), ValueTable(KINDS)
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
    kinds = ValueTable(("ok", "empty", "failed", "pending", "unknown"))
    texts = ValueTable(("whole", "parts", "gone", "changed"))
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


def _days(day: dt.date) -> int:
    return (day - _EPOCH).days


def _folded(name: str) -> str:
    return " ".join(name.split())


def _unique(places: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(places))
