"""Standard output: how wide it is, whether it shows colour, and lines written to it that its encoding can hold."""

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from typing import Final

from memcon.errors import DiskError

PIPE_WIDTH: Final = 100
"""Columns where standard output is no terminal and COLUMNS does not say."""
_DIGITS: Final = 5
"""Of COLUMNS, at most: more is no width."""


def screen(colour: str = "auto") -> tuple[int | None, bool]:
    """Return the width to set text in and whether to colour it, from standard output and the environment.

    A pipe is no screen: its lines are 100 columns wide, or as wide as COLUMNS says, and plain unless `colour` is
    `always`. NO_COLOR and FORCE_COLOR are honoured (no-color.org, force-color.org).
    """
    tty = sys.stdout.isatty()
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() and len(columns) <= _DIGITS else 0
    width = width or (os.get_terminal_size(sys.stdout.fileno()).columns if tty else 0) or PIPE_WIDTH
    if colour != "auto":
        return width, colour == "always"
    if os.environ.get("NO_COLOR"):
        return width, False
    return width, bool(os.environ.get("FORCE_COLOR")) or (tty and os.environ.get("TERM", "") not in {"", "dumb"})


def write_lines(lines: Iterable[str]) -> None:
    """Write lines to standard output; what its encoding lacks is escaped. Raises DiskError where there is no room."""
    encoding = sys.stdout.encoding or "utf-8"
    with writing():
        for line in lines:
            sys.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")


@contextlib.contextmanager
def writing() -> Iterator[None]:
    """Flush what the block writes to standard output. Raises DiskError where there is no room for it."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has seen enough
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python writes what is left at its end
        reason = (error.strerror or "no reason given").lower()
        raise DiskError(f"standard output cannot be written: {reason}") from error
