"""Cells of CSV are quoted as Python's module csv does, which writes a row at a time and takes longer.

A bare CR, which some versions of it leave bare, stands in quotes here.
"""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memcon.outputs.tables.column import Column, Table
from memcon.outputs.writers import csv as writer
from memcon.outputs.writers.sheet import Sheet, joined

CELLS: dict[str, st.SearchStrategy[Any]] = {
    "text": st.none() | st.text(st.sampled_from("a;,\"\t '=é\n"), max_size=6),
    "number": st.none() | st.floats(allow_nan=False, allow_infinity=False),
    "integer": st.none() | st.integers(),
    "texts": st.lists(st.none() | st.text(st.sampled_from('a;,"'), max_size=3), max_size=3),
    "integers": st.lists(st.none() | st.integers(0, 999), max_size=3),
}
COLUMNS = tuple(Column[Any](name, name, name, lambda row: row) for name in CELLS)  # type: ignore[arg-type]
TABLE = Table[Any]("t", "One row.", COLUMNS, (), lambda _, __: ())


@pytest.mark.parametrize("delimiter", [",", "\t"])
@given(rows=st.lists(st.tuples(*CELLS.values()), max_size=5))
def test_bytes_are_those_of_the_module_csv(delimiter: str, rows: list[tuple[Any, ...]]) -> None:
    ours, theirs = io.BytesIO(), io.StringIO()
    writer.write(ours, Sheet(TABLE, rows, {}), {}, delimiter=delimiter)
    lines = csv.writer(theirs, lineterminator="\n", delimiter=delimiter)
    lines.writerow(CELLS)
    lines.writerows([joined(cell) if isinstance(cell, list) else cell for cell in row] for row in rows)
    assert ours.getvalue().decode() == theirs.getvalue()
