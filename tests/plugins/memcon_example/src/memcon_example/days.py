"""How many events each day has, for a first plot."""

from collections import Counter
from collections.abc import Iterator, Mapping

from memcon.outputs.tables.column import Column, Table
from memcon.outputs.tables.reading import Reading


def subjects(reading: Reading, options: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Count the events of a run by their day."""
    days = Counter(
        event["date"]["start"]
        for event in reading.events()
        if event["date"] and event["date"]["precision"] == "day" and options.get("kind") in {None, event["kind"]}
    )
    yield from sorted(days.items())


TABLE = Table(
    "days",
    "One row a day.",
    (
        Column[tuple[str, int]]("day", "day", "only of events whose day is known", lambda row: row[0], required=True),
        Column[tuple[str, int]]("events", "integer", "how many", lambda row: row[1], required=True),
    ),
    ("day",),
    subjects,
    options={"kind": "only events of this kind"},
)
