"""Between which days an event took place, or is to: the one place where that is derived.

An event with a date is bound by it. One without is bound by when it was first told, as rule D4 of the codebook
(docs/codebook.md) has it: what happened was over when it was told, and a plan lay ahead. Where a contact was requested,
refused or cancelled and no words tell for when it was meant, the day of the request, refusal or cancellation is that of
the event, and it was over too.
"""

import datetime as dt
from typing import TypedDict

from memcon.records import EventDate, Reported, Status


class Bounds(TypedDict):
    """The first and the last day, None where nothing bounds it: fields of an event."""

    earliest: dt.date | None
    latest: dt.date | None


def bounds_of(status: Status, date: EventDate | None, reported: Reported | None) -> Bounds:
    """Return the bounds of an event of that status and date, told so; of an event of old files nobody knows when."""
    if date is not None:
        return Bounds(earliest=date.start, latest=date.end)
    told = reported.first if reported else None
    return Bounds(earliest=told, latest=None) if status == "planned" else Bounds(earliest=None, latest=told)
