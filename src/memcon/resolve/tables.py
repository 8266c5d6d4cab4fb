"""The data tables of `memcon.resolve`, as files in `data/` that a user can read and extend.

Each has a header and a row a line, columns divided by commas; the last column takes the rest of the line, commas and
all, and holds words divided by `|`. A line that begins with `#` is a comment.
Tables are read once a process, when first asked for. This module knows nothing of what the words mean.
"""

from collections.abc import Iterator
from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of `data/<name>.csv` below its header, each as wide as the header."""
    text = resources.files(__package__).joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    columns = lines[0].count(",")
    return tuple(tuple(line.split(",", columns)) for line in lines[1:])


def words(cell: str) -> Iterator[str]:
    """Yield the words of a cell divided by `|`."""
    for word in cell.split("|"):
        if stripped := word.strip():
            yield stripped
