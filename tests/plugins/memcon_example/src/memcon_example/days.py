"""How many events each day has, for a first plot."""

from collections import Counter
from collections.abc import Mapping
from typing import IO

from memcon.outputs.exporters.table import Column, dictionary, write_table
from memcon.outputs.folder import RunFolder

text = True
options = {"kind": "only events of this kind"}
COLUMNS = (
    Column[tuple[str, int]]("day", "as 2024-12-31; only of events whose day is known", lambda row: row[0]),
    Column[tuple[str, int]]("events", "how many", lambda row: row[1]),
)


def describe() -> str:
    """Return what a row is, and what each column means."""
    return f"One row a day.\n\n{dictionary(COLUMNS)}"


def write(run: RunFolder, file: IO[str], options: Mapping[str, str]) -> None:
    """Count the events of a run by their day."""
    days = Counter(
        event.date.start.isoformat()
        for event in run.events()
        if event.date and event.date.precision == "day" and options.get("kind") in {None, event.kind}
    )
    write_table(file, COLUMNS, sorted(days.items()), {})
