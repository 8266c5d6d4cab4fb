"""A name, a path or an address that a variable of the environment gives. Knows nothing of what it is for."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from memcon.errors import UsageError

MOST_NAME: Final = 4_096
"""Characters of it, at most: as many as a path of Linux."""


def setting(name: str, env: Mapping[str, str] = os.environ) -> str | None:
    """Return what the variable `name` says; None where it is absent or empty.

    Raises:
        UsageError: it is longer than any name or path; tells how long, and not what it is.
    """
    return checked_length(name, env.get(name) or None)


def checked_length(told: str, value: str | None) -> str | None:
    """Return `value`, which the user knows as `told`. Raises UsageError where it is longer than any name or path."""
    if value and len(value) > MOST_NAME:
        raise UsageError(f"{told} has {len(value):,} characters, more than any name or path: set it anew")
    return value


def expanded(path: str | Path) -> Path:
    """Return a path with the home that `~` or `~name` stands for; as it is where there is no such home."""
    return Path(os.path.expanduser(path))  # noqa: PTH111  pathlib's raises there
