"""A codebook for programs: the Data Package of Frictionless Data, a description of CSV files column by column.

Fields, types and constraints are those of Table Schema 1 (specs.frictionlessdata.io), which Data Package 2 reads too;
`categories`, the values of a field with what they mean, are of version 2, and others pass them by. Lists are text here,
since version 1 knows no cell with several values.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from memcon.outputs.codebook.counts import ColumnCounts, Counts
from memcon.outputs.tables.column import Type
from memcon.outputs.writers.sheet import SEPARATOR

TYPES: Final[Mapping[Type, Mapping[str, Any]]] = {
    "text": {"type": "string"},
    "texts": {"type": "string"},
    "integer": {"type": "integer"},
    "integers": {"type": "string"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]},
    "day": {"type": "date", "format": "default"},
}
"""What Table Schema calls each type of a column, as CSV has it."""
_LISTS: Final = f"several values divided by {SEPARATOR}"
POINTS: Final = {"event": ("events", "id"), "article": ("articles", "article")}
"""Columns that name a row of another table: which table, and which of its columns."""


def resource(counts: Counts, path: str, tables: Sequence[str]) -> dict[str, Any]:
    """Return the description of the CSV file of a table, at `path` below the package, beside files of `tables`."""
    table = counts.table
    schema: dict[str, Any] = {
        "fields": [_field(each, counts.rows) for each in counts.columns],
        "missingValues": [""],
    }
    if all(each.filled == counts.rows for each in counts.columns if each.column.name in table.key):
        schema["primaryKey"] = [table[name].head for name in table.key]
    points = [
        {"fields": name, "reference": {"resource": to, "fields": field}}
        for name, (to, field) in POINTS.items()
        if any(column.head == name for column in table.columns) and to in tables and to != table.name
    ]
    if points:
        schema["foreignKeys"] = points
    return {
        "name": table.name,
        "profile": "tabular-data-resource",
        "title": table.row,
        "description": f"{counts.rows} rows. {table.description}".strip(),
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(counts: ColumnCounts, rows: int) -> dict[str, Any]:
    column = counts.column
    several = column.type in {"texts", "integers"}
    meaning = f"{column.meaning}; {_LISTS}" if several else column.meaning
    field: dict[str, Any] = {
        "name": column.head, "title": column.label, "description": meaning, **TYPES[column.type],
    }  # fmt: skip
    constraints: dict[str, Any] = {}
    if column.required and counts.filled == rows:
        constraints["required"] = True
    if column.values and column.type == "text":
        constraints["enum"] = [*column.values]
    if constraints:
        field["constraints"] = constraints
    if column.values:
        field["categories"] = [{"value": value, "label": label} for value, label in column.values.items()]
    return field


def package(resources: Sequence[Mapping[str, Any]], about: Mapping[str, Any]) -> dict[str, Any]:
    """Return the package of these resources; `about` is what it tells of itself beside them, as `title`."""
    return {"profile": "data-package", **about, "resources": [*resources]}
