"""One row a pair of countries and month, or year: how many events of each kind and status fall into it.

An event falls into a month when its whole date does. One without a date, or whose date goes over the end of a month,
falls into none: it is counted in a row of its pair whose month is empty, so that no count is short of it in silence.
"""

import calendar
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Final, NamedTuple

from memcon.errors import UsageError
from memcon.outputs.tables import codes, words
from memcon.outputs.tables.column import Column, Plain, Table
from memcon.outputs.tables.dyads import SYMMETRIC, wants_both
from memcon.outputs.tables.reading import Reading
from memcon.outputs.tables.sides import pairs

_MONTH: Final = 7
_YEAR: Final = 4
_CELLS: Final = {pair: at for at, pair in enumerate(product(words.KINDS, words.STATUSES))}
UNPLACED: Final[Mapping[str, str]] = {
    "undated": "no article dates them",
    "wider": "their dates are known, but go over the end of the span",
}
_OPTIONS: Final[Mapping[str, str]] = {
    **SYMMETRIC,
    "undated": "'apart' (the default) counts undated events in rows without a span, 'reported' in that of their first"
    " report, which is not their own",
}


class _Key(NamedTuple):
    """What a row is of; `span` is empty where `unplaced` says why."""

    source: str
    target: str
    directed: bool
    span: str
    unplaced: str


@dataclass(slots=True)
class Count:
    """A row: a pair of countries in a span of time, and what was counted."""

    key: _Key
    events: int = 0
    weighted: float = 0.0
    cells: list[int] = field(default_factory=lambda: [0] * len(_CELLS))


def _table(name: str, letters: int) -> Table[Count]:
    """Return the table of a span that is the first `letters` letters of a day."""
    span = "month" if letters == _MONTH else "year"
    return Table(
        name,
        f"One row a pair of countries and {span} in which anything is told of it.",
        (
            *_pair(),
            *_time(span),
            *codes.of_sides(lambda row: row.key.source, lambda row: row.key.target, lambda row: _days(row.key.span)),
            *_counts(),
        ),
        ("source", "target", "directed", span, "unplaced"),
        lambda reading, options: _count(reading, options, letters),
        __doc__.split("\n\n", 1)[1].strip().replace("month", span),
        _OPTIONS,
    )


def _count(reading: Reading, options: Mapping[str, str], letters: int) -> Iterator[Count]:
    """Yield the rows, sorted, those without a span after the others of their pair."""
    both, undated = wants_both(options), options.get("undated", "apart")
    if undated not in {"apart", "reported"}:
        raise UsageError(f"--set undated={undated!r}: it is 'apart' or 'reported'")
    found: dict[_Key, Count] = {}
    events, no_pair, missed = 0, 0, Counter[str]()
    for event in reading.events():
        span, unplaced = _span(event, letters, by_report=undated == "reported")
        directed, both_sides = pairs(event, both=both)
        events += 1
        no_pair += not both_sides
        missed[unplaced] += bool(both_sides and unplaced)
        cell = _CELLS[event["kind"], event["status"]]
        for source, target in both_sides:
            key = _Key(source, target, directed, span, unplaced)
            row = found.get(key) or found.setdefault(key, Count(key))
            row.events += 1
            row.weighted += 1 / len(both_sides)
            row.cells[cell] += 1
    span_name = "month" if letters == _MONTH else "year"
    if missed.total():
        reading.notes.append(
            f"{missed.total()} of {events} events fall into no {span_name} and stand in rows without one:"
            f" {missed['undated']} undated, {missed['wider']} whose date goes over its end"
        )
    if no_pair:
        reading.notes.append(f"{no_pair} of {events} events have fewer than two countries, and no row")
    yield from sorted(found.values(), key=lambda row: (row.key[:3], row.key.span or "9999-99", row.key.unplaced))


def _span(event: Plain, letters: int, *, by_report: bool) -> tuple[str, str]:
    """Return into which span an event falls, or why into none."""
    if date := event["date"]:
        start: str = date["start"][:letters]
        return (start, "") if start == date["end"][:letters] else ("", "wider")
    told = event["reported"] if by_report else None
    return (told["first"][:letters], "") if told and told["first"] else ("", "undated")


def _days(span: str) -> codes.Days | None:
    """Return the first and the last day of a month or year; None of a row without one."""
    if not span:
        return None
    year, month = int(span[:_YEAR]), int(span[_YEAR + 1 :] or 12)
    return f"{span}-01-01"[:10], f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]}"


def _pair() -> tuple[Column[Count], ...]:
    return (
        Column(
            "source", "text", "country that acts", lambda row: row.key.source,
            "ISO 3166-1 alpha-3, or UNO, EUU, NATO, ASEAN, XKX; where directed is 0 the first in the alphabet",
            required=True,
        ),
        Column("target", "text", "country that is acted upon", lambda row: row.key.target, required=True),
        Column(
            "directed", "boolean", "whether source acts upon target", lambda row: row.key.directed,
            "no contact is directed, so a pair may have a row of each", required=True,
        ),
    )  # fmt: skip


def _time(span: str) -> tuple[Column[Count], ...]:
    year = Column[Count](
        "year", "integer", "year of the events", lambda row: int(row.key.span[:4]) if row.key.span else None,
        "empty where unplaced says why",
    )  # fmt: skip
    month = Column[Count](
        "month", "text", "month of the events, as 2024-05", lambda row: row.key.span or None,
        "empty where unplaced says why",
    )  # fmt: skip
    first = Column[Count](
        "first_day", "day", f"first day of that {span}",
        lambda row: f"{row.key.span}-01-01"[:10] if row.key.span else None,
    )  # fmt: skip
    unplaced = Column[Count](
        "unplaced", "text", f"why these events fall into no {span}", lambda row: row.key.unplaced or None,
        "empty where they do", UNPLACED,
    )  # fmt: skip
    return (*((month,) if span == "month" else ()), year, first, unplaced)


def _counts() -> tuple[Column[Count], ...]:
    def of(at: int) -> Callable[[Count], int]:
        return lambda row: row.cells[at]

    return (
        Column("events", "integer", "events of the pair", lambda row: row.events, required=True),
        Column(
            "weighted", "number", "the same, each event weighing 1 / its pairs", lambda row: round(row.weighted, 6),
            "a meeting of three states counts a third in each of its three pairs", required=True,
        ),
        *(
            Column[Count](f"{kind}_{status}", "integer", f"{kind}s that were {status}", of(at), required=True)
            for (kind, status), at in _CELLS.items()
        ),
    )  # fmt: skip


MONTH: Final = _table("dyad-month", _MONTH)
YEAR: Final = _table("dyad-year", _YEAR)
