"""One row an edge of a network of states: a pair of countries, a kind, a subtype and a status, with how many events."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from memcon.outputs.tables import codes, words
from memcon.outputs.tables.column import Column, Table
from memcon.outputs.tables.dyads import SYMMETRIC, wants_both
from memcon.outputs.tables.events import subtype
from memcon.outputs.tables.reading import Reading
from memcon.outputs.tables.sides import pairs


class _Key(NamedTuple):
    source: str
    target: str
    directed: bool
    kind: str
    subtype: str
    status: str


@dataclass(slots=True)
class Edge:
    """A row: a pair of countries and what they have with each other, and what was counted."""

    key: _Key
    events: int = 0
    undated: int = 0
    weight: float = 0.0
    first: str | None = None
    last: str | None = None


def subjects(reading: Reading, options: Mapping[str, str]) -> Iterator[Edge]:
    """Yield the edges, sorted; tells how many events have none."""
    both, none = wants_both(options), 0
    found: dict[_Key, Edge] = {}
    for event in reading.events():
        directed, ends = pairs(event, both=both)
        none += not ends
        date = event["date"]
        for source, target in ends:
            key = _Key(source, target, directed, event["kind"], subtype(event), event["status"])
            edge = found.get(key) or found.setdefault(key, Edge(key))
            edge.events += 1
            edge.weight += 1 / len(ends)
            if date:
                edge.first = min(edge.first or date["start"], date["start"])
                edge.last = max(edge.last or date["end"], date["end"])
            else:
                edge.undated += 1
    if none:
        reading.notes.append(f"{none} events have fewer than two countries, and no edge")
    yield from sorted(found.values(), key=lambda edge: edge.key)


COLUMNS: Final = (
    Column[Edge](
        "source", "text", "country that acts", lambda edge: edge.key.source,
        "ISO 3166-1 alpha-3, or UNO, EUU, NATO, ASEAN, XKX; where directed is 0 the first in the alphabet",
        required=True,
    ),
    Column[Edge]("target", "text", "country that is acted upon", lambda edge: edge.key.target, required=True),
    codes.type_of("source", lambda edge: edge.key.source),
    codes.type_of("target", lambda edge: edge.key.target),
    Column[Edge](
        "directed", "boolean", "whether source acts upon target", lambda edge: edge.key.directed,
        "no contact is; GraphML is of a directed graph as soon as one edge is", required=True,
    ),
    Column[Edge]("kind", "text", "kind of event", lambda edge: edge.key.kind, "", words.KINDS, required=True),
    Column[Edge](
        "subtype", "text", "channel of a call, form of a meeting, act of a dispute", lambda edge: edge.key.subtype, "",
        words.SUBTYPES, required=True,
    ),
    Column[Edge](
        "status", "text", "whether it happened", lambda edge: edge.key.status, "", words.STATUSES, required=True
    ),
    Column[Edge]("events", "integer", "how many events", lambda edge: edge.events, required=True),
    Column[Edge](
        "weight", "number", "the same, each event weighing 1 / its pairs", lambda edge: round(edge.weight, 6),
        required=True,
    ),
    Column[Edge](
        "undated", "integer", "how many of them have no date", lambda edge: edge.undated,
        "first_day and last_day are of the others", required=True,
    ),
    Column[Edge]("first_day", "day", "first day of their dates", lambda edge: edge.first),
    Column[Edge]("last_day", "day", "last day of their dates", lambda edge: edge.last),
)  # fmt: skip
TABLE: Final = Table(
    "edges", "One row a pair of countries, kind, subtype and status: an edge of a network.", COLUMNS,
    ("source", "target", "directed", "kind", "subtype", "status"), subjects, options=SYMMETRIC,
)  # fmt: skip
