"""When a run began and how long it took, as its `run.json` tells, held against what can have been.

Nothing is asked of the clock of this machine: what holds today holds on any day.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from memcon.outputs.run_report import RunReport

FIRST: Final = dt.datetime(2022, 10, 24, tzinfo=dt.UTC)
"""When Python 3.11 came out, without which no memcon runs."""
LAST: Final = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)
"""Before which all runs begin, so that they end when a computer can tell."""
LONGEST: Final = 10 * 366 * 86_400
"""Seconds that no run takes, nor all shares of one, of which the last may begin long after the first."""


def time_problems(report: RunReport) -> Iterator[str]:
    """Check when a run began and how long it took: where nothing is wrong, it ends at some time, too."""
    try:
        began = dt.datetime.fromisoformat(report.started)
        if began.tzinfo is None or not FIRST <= began < LAST:
            yield "it cannot have started when it tells"
    except ValueError:
        yield "it tells no time when it started"
    if not 0 <= report.seconds <= LONGEST:
        yield "it cannot have taken so many seconds"
