"""Whose data stand in the tables beside what articles say, and what their licences ask: `data/sources.toml`."""

from dataclasses import dataclass
from functools import cache

from memcon import _data


@dataclass(frozen=True, slots=True)
class Source:
    """A table of others from which columns are filled."""

    title: str
    url: str
    licence: str
    """The identifier of SPDX, or in words what holds where there is no licence."""
    asks: str
    """What whoever passes such columns on has to do, in a sentence or two."""
    columns: tuple[str, ...]
    """Columns of memcon's tables that come from it."""


@cache
def sources() -> tuple[Source, ...]:
    """Return the sources, in the order of the file."""
    return tuple(
        Source(**{**one, "columns": tuple(one["columns"])}) for one in _data.toml("data/sources.toml")["source"]
    )
