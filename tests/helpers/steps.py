"""Count the lines of Python that a work runs, so that a bound is held in steps and not in seconds.

What C does in one line is one step: patterns, `in`, `sorted`. Patterns are read by `unbounded`, and measured by
`benchmarks/bench_growth.py`.
"""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


class TooManySteps(BaseException):
    """A work has run more lines than it may; no `Exception`, so that it passes code that survives any."""


def steps(work: Callable[[], object], most: int) -> int:
    """Return how many lines of Python `work` runs; `TooManySteps` once they are more than `most`."""
    count = 0

    def line(_: FrameType, event: str, __: Any) -> Any:
        nonlocal count
        if event == "line":
            count += 1
            if count > most:
                raise TooManySteps(most)
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
