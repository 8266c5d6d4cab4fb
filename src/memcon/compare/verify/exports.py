"""Hold a file that `memcon export` wrote against its run: every cell of every row, and every row of the run.

How the file was made, with which filters and options, it tells itself. CSV and JSON lines tell nothing: they may have
fewer rows than the run gives, in its order: how many are not in them is counted.
"""

import dataclasses
import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final

from memcon.errors import DataError
from memcon.outputs.export import TablePlan, about, read_options
from memcon.outputs.folder import RunFolder
from memcon.outputs.opened import Opened, open_export
from memcon.outputs.tables import TABLES, find_table
from memcon.outputs.tables.column import Table
from memcon.outputs.tables.filters import Filters, filters_of
from memcon.outputs.tables.reading import Reading
from memcon.outputs.writers import WRITERS, find_writer

_MOST: Final = 100
"""Problems that are told."""
_BLOCK: Final = 1 << 20


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """What was checked of a file, and what does not hold."""

    table: str
    rows: int
    """Rows of the file; of a format that is not read, all that the run gives."""
    lacks: int
    """Rows that the run gives and the file has not, where it does not tell which it should have."""
    problems: tuple[str, ...]


def hold_export(run: RunFolder, path: Path, given: Sequence[str] = ()) -> Held:
    """Check the file at `path` against the run that it was made of; `given` are its options, where it does not tell.

    Raises:
        DataError: the file is damaged, is none that memcon writes, or the run is damaged.
        UsageError: a package that reads it is missing.
    """
    with open_export(path) as opened:
        return _hold(run, path, opened, given)


def _hold(run: RunFolder, path: Path, opened: Opened, given: Sequence[str]) -> Held:
    if path.suffix == WRITERS["jsonl"].suffix and not path.stat().st_size:  # so is any table of no rows
        return Held("any table", 0, 0, ())
    table = _table(opened, path)
    told = {name.removeprefix("--"): value for name, value in opened.about.items() if name.startswith("--")}
    try:
        filters = filters_of(told)
    except ValueError as error:
        raise DataError(f"{str(path)!r} tells of filters that memcon has not: {error}") from None
    options = {name.removeprefix("set "): value for name, value in told.items() if name.startswith("set ")}
    options |= read_options(TablePlan(table, find_writer(opened.form)).options, given)
    now = about(run, table, filters, options)
    problems = []
    if opened.about and opened.about.get("run") != now.get("run"):
        problems.append("it was made of other events: the seal of this run is another")
    if opened.rows is None:
        return _by_bytes(run, path, opened, TablePlan(table, find_writer(opened.form)), filters, options, problems)
    made = table.rows(Reading(run, filters), options)
    comparing = _Comparing(table, opened, complete=bool(opened.about))
    for problem in comparing.problems(opened.rows, made):
        problems.append(problem)
        if len(problems) == _MOST:
            problems.append(f"and perhaps more: these are the first {_MOST}")
            break
    return Held(table.name, comparing.rows, comparing.lacks, tuple(problems))


def _table(opened: Opened, path: Path) -> Table[Any]:
    """Return the table that the file says it holds, or whose columns it has."""
    if name := opened.about.get("table"):
        return find_table(name)
    for table in TABLES.values():
        heads = [column.head for column in table.columns]
        if list(opened.names) in (heads, [column.name for column in table.columns]):
            return table
    raise DataError(f"{str(path)!r} has the columns of no table of memcon")


class _Comparing:
    """Goes through the rows of a file and those of the run, side by side."""

    def __init__(self, table: Table[Any], opened: Opened, *, complete: bool) -> None:
        self._columns, self._stored, self._complete = table.columns, opened.stored, complete
        self._key = [at for at, column in enumerate(table.columns) if column.name in table.key]
        self._expected = [column.head for column in table.columns]
        self._names = list(opened.names)
        self.rows = self.lacks = 0

    def problems(self, kept: Iterator[Sequence[Any]], made: Iterator[Sequence[Any]]) -> Iterator[str]:
        """Yield what does not hold."""
        if self._names not in (self._expected, [column.name for column in self._columns]):
            yield f"its columns are {self._names}, and not those of the table"
            return
        for self.rows, row in enumerate(kept, 1):
            found = self._next(row, made)
            if found is None:
                yield f"row {self.rows} ({self._label(row)}): the run gives no such row, or not in this place"
                return
            yield from self._unlike(row, found)
        left = sum(1 for _ in made)
        self.lacks += left
        if self._complete and left:
            yield f"{left} rows that the run gives are not in it"

    def _next(self, row: Sequence[Any], made: Iterator[Sequence[Any]]) -> Sequence[Any] | None:
        """Return the row of the run with the key of `row`: the next one, or a later one where some may be left out."""
        for each in made:
            cells = [self._stored(column, value) for column, value in zip(self._columns, each, strict=True)]
            if len(row) != len(cells) or all(row[at] == cells[at] for at in self._key):
                return cells
            if self._complete:
                return None
            self.lacks += 1
        return None

    def _unlike(self, row: Sequence[Any], made: Sequence[Any]) -> Iterator[str]:
        if len(row) != len(made):
            yield f"row {self.rows} has {len(row)} cells, and not {len(made)}"
            return
        for column, kept, wanted in zip(self._columns, row, made, strict=True):
            if kept != wanted:
                yield (
                    f"row {self.rows} ({self._label(made)}): {column.head} is {_short(kept)}, and the run gives"
                    f" {_short(wanted)}"
                )

    def _label(self, row: Sequence[Any]) -> str:
        return " ".join(_short(row[at]) for at in self._key if at < len(row))


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _by_bytes(
    run: RunFolder,
    path: Path,
    opened: Opened,
    plan: TablePlan,
    filters: Filters,
    options: dict[str, str],
    problems: list[str],
) -> Held:
    """Hold a file of a format that memcon writes itself against one that is made now."""
    rows = 0
    with tempfile.TemporaryFile(prefix="memcon-verify-") as made, path.open("rb") as file:
        reading = Reading(run, filters)
        plan.write(run, made, filters, options)
        made.seek(0)
        if _sha256(made) != _sha256(file):
            problems.append(f"it is not, byte for byte, the {opened.form} file that this memcon writes of the run")
        rows = sum(1 for _ in plan.rows(reading, options))
    return Held(plan.table.name, rows, 0, tuple(problems))


def _sha256(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
