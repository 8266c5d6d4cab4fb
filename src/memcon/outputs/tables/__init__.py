"""Tables: each module makes rows of a run for a fixed list of typed columns, and knows no format.

A table is added by its module with a `Table`, and its name here; another package adds one by an entry point of the
group `memcon.tables`, which names a `Table`.
"""

from collections.abc import Mapping
from typing import Any, Final, cast

from memcon import _plugins
from memcon.outputs.tables import (
    articles,
    dyad_time,
    dyads,
    edges,
    events,
    icews,
    links,
    mentions,
    participants,
    polecat,
)
from memcon.outputs.tables.column import Table

GROUP: Final = "memcon.tables"
NEEDS: Final = ("row", "columns", "key", "options", "rows", "describe")
TABLES: Final[Mapping[str, Table[Any]]] = {
    table.name: table
    for table in (
        events.TABLE, dyads.TABLE, dyad_time.MONTH, dyad_time.YEAR, participants.TABLE, mentions.TABLE, links.TABLE,
        articles.TABLE, edges.TABLE, polecat.TABLE, icews.TABLE,
    )
}  # fmt: skip
"""Ours, by name."""


def find_table(name: str) -> Table[Any]:
    """Return the table of that name, ours or another package's.

    Raises:
        UsageError: there is none; says which there are, or what is wrong with the package.
    """
    return cast("Table[Any]", _plugins.choose(GROUP, name, TABLES, NEEDS))
