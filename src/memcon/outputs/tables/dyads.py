"""One row a pair of countries and event, as in dyadic data sets like ICEWS and PLOVER's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from memcon.errors import UsageError
from memcon.outputs.tables import codes, events
from memcon.outputs.tables.column import Column, Plain, Table, within
from memcon.outputs.tables.reading import Reading
from memcon.outputs.tables.sides import pairs

SYMMETRIC: Final[Mapping[str, str]] = {
    "symmetric": "'once' (the default) writes a pair without direction in one row, 'both' in two, one a direction",
}


@dataclass(frozen=True, slots=True)
class Dyad:
    """A row: an event, and two countries of it."""

    event: Plain
    source: str
    target: str
    directed: bool
    pairs: int


def dyads(event: Plain, *, both: bool = False) -> Iterator[Dyad]:
    """Yield the rows of an event, sorted; with `both`, pairs without direction in each direction."""
    directed, found = pairs(event, both=both)
    for source, target in found:
        yield Dyad(event, source, target, directed, len(found))


def subjects(reading: Reading, options: Mapping[str, str]) -> Iterator[Dyad]:
    """Yield the pairs of each event, in the order of `events.jsonl`; tells how many events have none."""
    both, none = wants_both(options), 0
    for event in reading.events():
        found = list(dyads(event, both=both))
        none += not found
        yield from found
    if none:
        reading.notes.append(f"{none} events have fewer than two countries, and no row")


def wants_both(options: Mapping[str, str]) -> bool:
    """Return whether pairs without direction are wanted in each direction; UsageError for a word that is neither."""
    symmetric = options.get("symmetric", "once")
    if symmetric not in {"once", "both"}:
        raise UsageError(f"--set symmetric={symmetric!r}: it is 'once' or 'both'")
    return symmetric == "both"


PAIR: Final = (
    Column[Dyad](
        "source", "text", "country that acts", lambda row: row.source,
        "ISO 3166-1 alpha-3, or UNO, EUU, NATO, ASEAN, XKX; see directed", required=True,
    ),
    Column[Dyad]("target", "text", "country that is acted upon", lambda row: row.target, required=True),
    Column[Dyad](
        "directed", "boolean", "whether source acts upon target", lambda row: row.directed,
        "where neither does, source is the first in the alphabet", required=True,
    ),
)  # fmt: skip
COLUMNS: Final[tuple[Column[Dyad], ...]] = (
    within(events.EVENT, lambda row: row.event),
    *PAIR,
    *codes.of_sides(lambda row: row.source, lambda row: row.target, lambda row: codes.days(row.event)),
    Column[Dyad](
        "pairs", "integer", "rows of this event", lambda row: row.pairs, "weigh by 1 / pairs to count events",
        required=True,
    ),
    *(within(column, lambda row: row.event) for column in (*events.WHAT, *events.WHEN, *events.CODES, *events.WEIGHT)),
)  # fmt: skip
DIRECTION: Final = """\
A dispute is directed: a row for each country of an actor and each of a target. Where only one side is told, the
countries without a role are the other side; where none is, or both sides are the same, each pair of its countries is a
row that is not directed. A contact has no direction: a row for each pair of its countries, source being the first in
the alphabet, or with --set symmetric=both each pair twice, once in each direction, as ICEWS has it. An event of fewer
than two countries has no row."""
TABLE: Final = Table(
    "dyads", "One row a pair of countries and event: disputes by role, contacts without direction.", COLUMNS,
    ("event", "source", "target"), subjects, DIRECTION, SYMMETRIC,
)  # fmt: skip
