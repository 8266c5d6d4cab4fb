"""One row a tie between two events: a plan and what came of it."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from memcon.outputs.tables import events, words
from memcon.outputs.tables.column import Column, Plain, Table, within
from memcon.outputs.tables.reading import Reading


class Tie(NamedTuple):
    """A row: an event, and one of its links."""

    event: Plain
    link: Plain


def subjects(reading: Reading, _: Mapping[str, str]) -> Iterator[Tie]:
    """Yield the links of each event, in the order of `events.jsonl`."""
    for event in reading.events():
        for link in event["links"]:
            yield Tie(event, link)


COLUMNS: Final[tuple[Column[Tie], ...]] = (
    within(events.EVENT, lambda row: row.event),
    Column[Tie](
        "type", "text", "how it is tied to the other", lambda row: row.link["type"], "", words.LINKS, required=True
    ),
    Column[Tie](
        "other", "text", "id of the other event", lambda row: row.link["event"],
        "which stands in the table events unless a filter left it out", required=True,
    ),
    *(within(column, lambda row: row.event) for column in events.WHAT),
)  # fmt: skip
TABLE: Final = Table(
    "links", "One row an event and another that it is tied to.", COLUMNS, ("event", "type", "other"), subjects
)
