"""JSON lines: an object a row, with every column of the table in each, null or an empty list where nothing is known."""

from collections.abc import Mapping
from typing import IO, Final

from pydantic_core import to_json

from memcon.outputs.writers.sheet import Sheet

suffix: Final = ".jsonl"
text: Final = True
options: Final[Mapping[str, str]] = {}


def write(file: IO[bytes], sheet: Sheet, _: Mapping[str, str]) -> None:
    """Write a line a row."""
    names = [column.name for column in sheet.columns]
    for batch in sheet.batches():
        file.write(b"".join(to_json(dict(zip(names, row, strict=True))) + b"\n" for row in batch))
