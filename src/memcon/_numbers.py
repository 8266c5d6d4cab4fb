"""How large a number may be that a user gives: in an option, a file or the library. Knows nothing of what it counts."""

from typing import Final

MOST: Final = 10**12
"""Of anything: seconds, tokens, dollars."""
MOST_CALLS: Final = 1_000
"""Calls in flight at once."""


def is_countable(value: float) -> bool:
    """Tell whether `value` is a finite number between `-MOST` and `MOST`."""
    return -MOST <= value <= MOST
