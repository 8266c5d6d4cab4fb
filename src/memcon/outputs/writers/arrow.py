"""Rows as Arrow's columns, of types that are fixed by the table: an empty column has the type of a full one."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from memcon.outputs.tables.column import Cell, Row, Type
from memcon.outputs.writers.sheet import Sheet

if TYPE_CHECKING:
    import pyarrow as pa

ABOUT: Final = b"memcon"
"""The key of the schema's metadata under which a file says how it was made, as a JSON object."""


def schema(sheet: Sheet) -> "pa.Schema":
    """Return the schema of a table: label and description of each column go along as its metadata."""
    import pyarrow as pa

    types: dict[Type, pa.DataType] = {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "integer": pa.int64(),
        "integers": pa.list_(pa.int64()),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "day": pa.date32(),
    }
    fields = [
        pa.field(
            column.head, types[column.type], nullable=not column.required,
            metadata={"label": column.label, "description": column.description},
        )
        for column in sheet.columns
    ]  # fmt: skip
    return pa.schema(fields, metadata={ABOUT: json.dumps(dict(sheet.about), ensure_ascii=False)})


def batches(sheet: Sheet, shape: "pa.Schema") -> Iterator["pa.RecordBatch"]:
    """Yield the rows as batches of that schema."""
    import pyarrow as pa

    for batch in sheet.batches():
        arrays = [_array(values, field.type) for values, field in zip(_turned(batch), shape, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=shape)


def _turned(batch: Sequence[Row]) -> Iterator[Sequence[Cell]]:
    return zip(*batch, strict=True)


def _array(values: Sequence[Cell], type_: Any) -> Any:  # noqa: ANN401  pyarrow has no types of its own
    import pyarrow as pa

    if type_ == pa.date32():
        return pa.array(values, pa.string()).cast(type_)
    return pa.array(values, type_)
