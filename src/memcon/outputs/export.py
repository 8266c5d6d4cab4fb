"""A run as a file: a table of it, written in a format. Which table and which format know nothing of each other."""

import importlib.metadata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Protocol

from memcon.errors import UsageError
from memcon.outputs import atomic, exporters
from memcon.outputs.exporters import Exporter
from memcon.outputs.folder import RunFolder
from memcon.outputs.tables import find_table
from memcon.outputs.tables.column import Row, Table
from memcon.outputs.tables.filters import Filters
from memcon.outputs.tables.reading import Reading
from memcon.outputs.writers import WRITERS, Writer, find_writer
from memcon.outputs.writers.sheet import Sheet
from memcon.records import run_files

_PACKAGES: Final = frozenset({"pyarrow", "duckdb", "xlsxwriter"})
"""What writers import, of the extra `tables`."""


class Plan(Protocol):
    """What is to be made of a run: a table in a format, or what an exporter of another package makes."""

    @property
    def text(self) -> bool:
        """Whether it is text."""

    @property
    def options(self) -> Mapping[str, str]:
        """What may be set, by name, and what that does."""

    def describe(self) -> str:
        """Return what it is, in words."""

    def write(self, run: RunFolder, file: IO[bytes], filters: Filters, options: Mapping[str, str]) -> list[str]:
        """Write it to a file of bytes that can be sought in, and stays open; return what people must know of it.

        Raises:
            DataError: the run is damaged.
            UsageError: a package is missing, or the format cannot hold the table.
        """


def plan(table: str, format_: str | None, path: Path | None) -> Plan:
    """Return what is to be made: `table` in `format_`, or in that which the suffix of `path` tells; without, CSV.

    Raises:
        UsageError: there is no such table or format, or none has such a suffix.
    """
    if format_ and (exporter := exporters.find_exporter(format_, WRITERS)):
        return WholePlan(exporter)
    return TablePlan(find_table(table), find_writer(format_ or _by_suffix(path)))


def _by_suffix(path: Path | None) -> str:
    """Return the format that a file's suffix tells, in capitals or not; CSV where there is none."""
    suffix = path.suffix.lower() if path else ""
    found = next((name for name, writer in WRITERS.items() if writer.suffix == suffix), None)
    if suffix and not found:
        known = ", ".join(writer.suffix for writer in WRITERS.values())
        raise UsageError(f"{str(path)!r}: no format has the suffix {suffix!r}: name it as one of {known}, or --format")
    return found or "csv"


def read_options(known: Mapping[str, str], given: Sequence[str]) -> dict[str, str]:
    """Return options given as `NAME=VALUE`.

    Raises:
        UsageError: one is not of that form, or none of the `known` has that name.
    """
    options = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or name not in known:
            told = ", ".join(map(repr, known)) or "no option"
            raise UsageError(f"--set {one!r}: write NAME=VALUE; this table and format know {told}")
        options[name] = value
    return options


def export(run: RunFolder, what: Plan, path: Path, filters: Filters, options: Mapping[str, str]) -> list[str]:
    """Write what is planned to `path`, all or none; return what people must know of it.

    Raises:
        DataError: the run is damaged.
        DiskError: the file cannot be written.
        UsageError: a package is missing, or the format cannot hold the table.
    """
    with atomic.new_file(path) as file:
        return what.write(run, file, filters, options)


@dataclass(frozen=True)
class TablePlan:
    """A table in a format."""

    table: Table[Any]
    writer: Writer

    @property
    def text(self) -> bool:
        """Return whether it is text."""
        return self.writer.text

    @property
    def options(self) -> Mapping[str, str]:
        """Return those of the table and of the format."""
        return {**self.table.options, **self.writer.options}

    def describe(self) -> str:
        """Return what a row is, and what each column means."""
        return self.table.describe()

    def write(self, run: RunFolder, file: IO[bytes], filters: Filters, options: Mapping[str, str]) -> list[str]:
        """Write it; see `Plan`."""
        reading = Reading(run, filters)
        sheet = Sheet(self.table, self.rows(reading, options), about(run, self.table, filters, options))
        try:
            self.writer.write(file, sheet, options)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] not in _PACKAGES:
                raise
            raise UsageError(f"this format needs {error.name!r}: pip install 'memcon[tables]'") from error
        return [*reading.told(), *sheet.notes]

    def rows(self, reading: Reading, options: Mapping[str, str]) -> Iterator[Row]:
        """Yield the rows that are written."""
        return self.table.rows(reading, options)


@dataclass(frozen=True)
class WholePlan:
    """What an exporter of another package makes of a run as a whole."""

    exporter: Exporter

    @property
    def text(self) -> bool:
        """Return whether it is text."""
        return self.exporter.text

    @property
    def options(self) -> Mapping[str, str]:
        """Return those of the exporter."""
        return self.exporter.options

    def describe(self) -> str:
        """Return what it writes."""
        return self.exporter.describe()

    def write(self, run: RunFolder, file: IO[bytes], filters: Filters, options: Mapping[str, str]) -> list[str]:
        """Write it; see `Plan`."""
        if given := filters.told():
            raise UsageError(f"--{next(iter(given))} is for tables: this format writes a run as a whole")
        exporters.write_to(run, self.exporter, file, options)
        return []


def about(run: RunFolder, table: Table[Any], filters: Filters, options: Mapping[str, str]) -> dict[str, str]:
    """Return how a file is made, so that it can be made again: no time and no place, so that it has the same bytes."""
    report = run.report()
    told = {"table": table.name, **{f"--{name}": value for name, value in filters.told().items()}}
    told |= {f"--set {name}": value for name, value in sorted(options.items())}
    told["memcon"] = importlib.metadata.version("memcon")
    if report and report.seal:
        told["run"] = report.seal.files.get(run_files.EVENTS, "")
    return told
