"""A coding sheet of a run on disk: made, filled in, and taken back."""

import csv
import io
from pathlib import Path

from helpers.annotating import written
from memcon.outputs.folder import RunFolder
from memcon.pages.annotation import find_format, of_run
from memcon.pages.annotation.formats.coding_table import HEADS
from memcon.pages.annotation.model import Document
from memcon.pages.annotation.taking import Taken, take
from memcon.pages.review import open_session

Rows = list[dict[str, str]]


def sheet(out: Path, part: str = "documents") -> bytes:
    return written("coding-sheet", [one for one in of_run.documents(RunFolder(out)) if isinstance(one, Document)], part)


def rows_of(data: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def saved(rows: Rows, separator: str = ",", encoding: str = "utf-8") -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, HEADS, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode(encoding)


def taken(
    out: Path, data: bytes, *, who: str = "ana", annotator: str | None = None, suffix: str = ".csv",
    read_whole: bool = False, accept: bool = False,
) -> Taken:  # fmt: skip
    path = out.parent / f"sheet{suffix}"
    path.write_bytes(data)
    with open_session(out, who=who) as session:
        return take(
            session, RunFolder(out), find_format("coding-sheet"), path, name="coding-sheet", annotator=annotator,
            read_whole=read_whole, accept=accept,
        )  # fmt: skip
