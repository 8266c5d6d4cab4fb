"""What the rows of a table hold: how many cells are filled, between which values, and which values there are."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Final

from memcon.outputs.tables.column import Cell, Column, Row, Table, Type

BATCH: Final = 4096
"""Rows that are held at once."""
LISTS: Final[frozenset[Type]] = frozenset({"texts", "integers"})
_TOLD: Final[Mapping[Type, Callable[[Sequence[Cell]], Iterable[Cell]]]] = {
    "text": lambda cells: filter(None, cells),
    "texts": lambda cells: filter(any, cells),
    "integers": lambda cells: (cell for cell in cells if any(one is not None for one in cell)),
}
"""Which cells say something: of a list one value at least does."""
_RANGED: Final[frozenset[Type]] = frozenset({"integer", "number", "day"})
LISTED: Final[dict[Type, int]] = {"text": 60, "texts": 60, "integer": 12, "integers": 12, "boolean": 2}
"""Of how many values at most each is listed with its count: of codes all, of names of people none."""


class ColumnCounts:
    """What the cells of one column hold."""

    def __init__(self, column: Column[Any], *, key: bool) -> None:
        """Begin with no row. The values of a `key` are no choice among few, however few rows there are."""
        self.column = column
        self.filled = 0
        """Cells that are not empty."""
        self.least: Any = None
        """The least value of numbers and days; None where no cell is filled."""
        self.most: Any = None
        listed = column.type in LISTED and not column.free and not key
        self.values: Counter[Any] | None = Counter() if listed or column.values else None
        """How often each value stands, each of a list; None where they are not listed."""

    def add(self, cells: Sequence[Cell]) -> None:
        """Count more cells."""
        type_ = self.column.type
        there = [*_TOLD[type_](cells)] if type_ in _TOLD else [cell for cell in cells if cell is not None]
        self.filled += len(there)
        if type_ in LISTS:
            there = [one for one in chain.from_iterable(there) if one is not None]
        if there and type_ in _RANGED:
            least, most = min(there), max(there)
            self.least = least if self.least is None else min(self.least, least)
            self.most = most if self.most is None else max(self.most, most)
        if self.values is not None:
            self.values.update(there)
            if len(self.values) > LISTED.get(type_, 0) and not self.column.values:
                self.values = None


class Counts:
    """What the rows of one table hold. Memory does not grow with them."""

    def __init__(self, table: Table[Any]) -> None:
        """Begin with no row."""
        self.table = table
        self.rows = 0
        self.notes: tuple[str, ...] = ()
        """What the table had to say of how these rows were made."""
        self.columns = tuple(ColumnCounts(column, key=column.name in table.key) for column in table.columns)

    def through(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows as they are, counted."""
        coming = iter(rows)
        while batch := list(islice(coming, BATCH)):
            self.rows += len(batch)
            for column, cells in zip(self.columns, zip(*batch, strict=True), strict=True):
                column.add(cells)
            yield from batch
