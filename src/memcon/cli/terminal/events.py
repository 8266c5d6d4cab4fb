"""A run's events as a table for the eye: one line an event where there is room, two on a narrow terminal."""

import sys
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from memcon.records import Event
from memcon.text.safe import safe_line

PLAIN_WIDTH: Final = 160
"""Columns where standard output is no terminal: in a file or a pipe, a line an event is worth more than a margin."""
NARROW: Final = 110
"""Below so many columns the quote stands on a line of its own."""
MOST: Final = 100
"""Events that are shown: a screen or two can be read, a data set has its file."""


def print_events(events: Sequence[Event]) -> None:
    """Print the first `MOST` events on standard output, and how many more there are."""
    console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False)
    console.print((_narrow if console.width < NARROW else _wide)(events[:MOST]))
    if len(events) > MOST:
        console.print(f"… and {len(events) - MOST:,} more")


def _wide(events: Sequence[Event]) -> Table:
    table = _table("date", "kind", "who", "countries", "quote")
    for column, ratio in ((2, 2), (4, 3)):
        table.columns[column].ratio = ratio
    for event in events:
        table.add_row(*map(_cell, (_date(event), _kind(event), _who(event), " ".join(event.countries), _quote(event))))
    return table


def _narrow(events: Sequence[Event]) -> Table:
    table = _table("date", "kind", "who and quote")
    table.columns[2].ratio = 1
    for event in events:
        who = _cell(f"{' '.join(event.countries)}  {_who(event)}")
        table.add_row(_cell(_date(event)), _cell(_kind(event)), Text("\n").join([who, _cell(f"“{_quote(event)}”")]))
    return table


def _table(*columns: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False, expand=True)
    for column in columns:
        table.add_column(column, no_wrap=True, overflow="ellipsis")
    return table


def _cell(text: str) -> Text:
    return Text(safe_line(text), no_wrap=True, overflow="ellipsis")


def _kind(event: Event) -> str:
    """Return the kind, and the status where the event did not simply occur."""
    return event.kind if event.status == "occurred" else f"{event.kind}, {event.status}"


def _who(event: Event) -> str:
    return ", ".join(" ".join(person.name.split()) for person in event.participants)


def _quote(event: Event) -> str:
    return " ".join(event.mentions[0].quotes[0].text.split())


def _date(event: Event) -> str:
    """Return a date as exact as it is known: a day, a month, a year, or the first day of a longer time with `~`.

    Of an event without one, the day on which it was first reported, and that it is that.
    """
    if event.date is None:
        told = event.reported.first if event.reported else None
        return f"reported {told}" if told else "–"
    start = event.date.start.isoformat()
    match event.date.precision:
        case "day":
            return start
        case "month":
            return start[:7]
        case "year":
            return start[:4]
        case _:
            return f"{start}~"
