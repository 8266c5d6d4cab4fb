"""One row a pair of countries and event, as in dyadic data sets like ICEWS and PLOVER's.

A dispute is directed: a row for each country of an actor and each of a target. Where only one side is told, the
countries without a role are the other side; where none is, or both sides are the same, each pair of its countries is a
row that is not directed. A contact has no direction: a row for each pair of its countries, `source` being the first in
the alphabet, or with `--set symmetric=both` each pair twice, once in each direction, as ICEWS has it. An event of fewer
than two countries has no row. `pairs` is the number of an event's rows: weigh by 1 / `pairs` to count events.

`placed` sets every event in time: by the first day of its date, or where it has none by the day on which it was first
reported, which is not its own. `placed_by` tells which of both, so that the one can be kept from the other.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Final

from memcon.errors import UsageError
from memcon.outputs.exporters import csv
from memcon.outputs.exporters.table import FORMULAS, Column, dictionary, write_table
from memcon.outputs.folder import RunFolder
from memcon.records import Event
from memcon.records.kinds import is_contact

text: Final = True
options: Final[Mapping[str, str]] = {
    "symmetric": "'once' (the default) writes a pair without direction in one row, 'both' in two, one a direction",
    **FORMULAS,
}
OF_EVENT: Final = frozenset({
    "kind", "status", "variant", "date_start", "date_end", "date_precision", "earliest", "latest", "codes_plover",
    "codes_cameo", "mentions", "reported_first", "reported_last", "articles", "sources", "languages", "confidence",
})  # fmt: skip
"""Columns of `csv` that stand in each row of the event."""


@dataclass(frozen=True, slots=True)
class Dyad:
    """A row: an event, and two countries of it."""

    event: Event
    source: str
    target: str
    directed: bool
    pairs: int


def columns() -> list[Column[Dyad]]:
    """Return all columns: those of the pair, then those of its event."""
    return [
        Column("event", "id of the event", lambda row: row.event.id),
        Column("source", "country that acts, ISO 3166-1 alpha-3; see directed", lambda row: row.source),
        Column("target", "country that is acted upon", lambda row: row.target),
        Column("directed", "1 where source acts upon target, 0 where neither does", lambda row: int(row.directed)),
        Column("pairs", "rows of this event", lambda row: row.pairs),
        Column("placed", "date_start, or of an event without a date reported_first", lambda row: _placed(row.event)[0]),
        Column(
            "placed_by",
            "which of both: date or reported; empty where neither is known",
            lambda row: _placed(row.event)[1],
        ),
        *(_of_event(column) for column in csv.columns() if column.name in OF_EVENT),
    ]


def _placed(event: Event) -> tuple[str | None, str | None]:
    """Return the day by which an event is set in time, and what it is of."""
    if event.date:
        return event.date.start.isoformat(), "date"
    told = event.reported.first if event.reported else None
    return (told.isoformat(), "reported") if told else (None, None)


def _of_event(column: Column[Event]) -> Column[Dyad]:
    return Column(column.name, column.meaning, lambda row: column.of(row.event))


def describe() -> str:
    """Return what a row is, and what each column means."""
    first = "One row a pair of countries and event: disputes by role, contacts without direction."
    return f"{first}\n\n{dictionary(columns())}"


def write(run: RunFolder, file: IO[str], options: Mapping[str, str]) -> None:
    """Write the pairs of each event, in the order of `events.jsonl`."""
    symmetric = options.get("symmetric", "once")
    if symmetric not in {"once", "both"}:
        raise UsageError(f"--set symmetric={symmetric!r}: it is 'once' or 'both'")
    rows = (row for event in run.events() for row in dyads(event, both=symmetric == "both"))
    write_table(file, columns(), rows, options)


def dyads(event: Event, *, both: bool = False) -> Iterator[Dyad]:
    """Yield the rows of an event, sorted; with `both`, pairs without direction in each direction."""
    pairs = _directed(event)
    directed = bool(pairs)
    if not directed:
        pairs = set(itertools.combinations(sorted(set(event.countries)), 2))
        pairs |= {(target, source) for source, target in pairs} if both else set()
    for source, target in sorted(pairs):
        yield Dyad(event, source, target, directed, len(pairs))


def _directed(event: Event) -> set[tuple[str, str]]:
    """Return who acts upon whom, by the roles of the participants of a dispute; nothing where they do not tell."""
    if is_contact(event.kind):
        return set()
    actors, targets = (_of_role(event, role) for role in ("actor", "target"))
    rest = set(event.countries) - actors - targets
    if not actors or not targets:
        actors, targets = (actors or rest, targets or rest) if actors or targets else (set(), set())
    return {(actor, target) for actor, target in itertools.product(actors, targets) if actor != target}


def _of_role(event: Event, role: str) -> set[str]:
    return {person.country for person in event.participants if person.role == role and person.country}
