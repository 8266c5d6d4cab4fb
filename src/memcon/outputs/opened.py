"""Files that `memcon export` wrote, opened again: which table they hold, how they were made, and their rows as stored.

Read a row at a time, by what they hold and not by their names. Files of Stata and GraphML, which are memcon's own
writing to the last byte, give no rows: whoever holds them against a run makes them again.
"""

import csv
import datetime as dt
import os
import re
import sqlite3
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, Final

from memcon.articles.formats.tables.workbook import open_workbook
from memcon.errors import DataError, UsageError
from memcon.outputs.tables.column import Cell, Column
from memcon.outputs.writers import excel
from memcon.outputs.writers.arrow import ABOUT as ARROW_ABOUT
from memcon.outputs.writers.database import ABOUT, COLUMNS, in_database
from memcon.outputs.writers.sheet import about_of, flat, no_formula, one_line
from memcon.records.jsonl import open_file, parse_object

Cells = Sequence[Cell]
_HEAD: Final = 1 << 16
_BATCH: Final = 4096
_IN_DUCKDB: Final = """SELECT 'table', table_name, sql FROM system.main.duckdb_tables()
UNION ALL SELECT 'view', view_name, sql FROM system.main.duckdb_views() WHERE NOT internal"""
"""Asked of its own catalog: a file may have a macro of that name."""
_COLUMN: Final = r'"?\w++"? [A-Z]++(?:\[\])?(?: NOT NULL)?'
_PLAIN: Final = re.compile(rf'CREATE TABLE "?\w++"? ?\({_COLUMN}(?:, {_COLUMN})*\)(?: STRICT|;)')
"""A table as memcon makes it: none of its columns is worked out, which may take hours."""


@dataclass(frozen=True)
class Opened:
    """A file that was exported."""

    form: str
    """Its format, as `--format` names it."""
    about: Mapping[str, str] = field(default_factory=dict)
    """How it was made, as far as it tells: CSV and JSON lines tell nothing."""
    names: Sequence[str] = ()
    """What stands over its columns."""
    rows: Iterator[Cells] | None = None
    """Cells as they are stored; None where the format is not read."""
    stored: Callable[[Column[Any], Cell], Cell] = lambda _, value: value
    """Returns what the cell of a table is in this format."""


@contextmanager
def open_export(path: Path) -> Iterator[Opened]:
    """Open a file, for as long as its rows are read.

    Raises:
        DataError: it cannot be read, or is none that memcon writes.
        UsageError: a package that reads it is missing.
    """
    with ExitStack() as stack:
        try:
            with open_file(path) as file:
                head = file.read(_HEAD)
            opened = next(opener for mark, opener in _OPENERS if re.match(mark, head, re.DOTALL))(path, head, stack)
        except OSError as error:
            raise DataError(f"{str(path)!r} cannot be read: {(error.strerror or str(error)).lower()}") from error
        except ModuleNotFoundError as error:
            raise UsageError(f"to read this file takes {error.name!r}: pip install 'memcon[tables]'") from error
        except MemoryError:
            raise
        except Exception as error:  # of five libraries, each with its own words for a damaged file
            raise DataError(f"{str(path)!r} is damaged: {error}") from error
        yield opened


def _read(path: Path, rows: Iterable[Cells]) -> Iterator[Cells]:
    """Yield rows; what a library says of a damaged file is a DataError."""
    try:
        yield from rows
    except MemoryError:
        raise
    except Exception as error:
        raise DataError(f"{str(path)!r} is damaged: {error}") from error


# --- text ---


def _csv(path: Path, head: bytes, stack: ExitStack) -> Opened:
    file = stack.enter_context(path.open(encoding="utf-8", errors="surrogateescape", newline=""))
    tabs = b"\t" in head.partition(b"\n")[0]
    lines = csv.reader(file, strict=True, delimiter="\t" if tabs else ",")
    names = next(lines, [])
    return Opened("tsv" if tabs else "csv", {}, names, _read(path, lines), _in_csv)


def _in_csv(column: Column[Any], value: Cell) -> Cell:
    if column.type == "boolean" and value is not None:
        return str(int(value))
    cell = _flat(column, value)
    text = "" if cell is None else str(cell)
    return no_formula(one_line(text)) if column.free else text


def _jsonl(path: Path, _: bytes, stack: ExitStack) -> Opened:
    file = stack.enter_context(path.open("rb"))
    names = list(parse_object(file.readline()))
    file.seek(0)
    return Opened("jsonl", {}, names, _read(path, (_cells(line, names) for line in file)))


def _cells(line: bytes, names: Sequence[str]) -> Cells:
    """Return the cells of a line in the order of the columns, which it has by name, each once."""
    row = parse_object(line)
    if row.keys() != set(names):
        raise ValueError(f"a line has other keys than the first: {line[:60].decode(errors='replace')!r}…")
    return tuple(row[name] for name in names)


def _flat(column: Column[Any], value: Cell) -> Cell:
    (cell,) = flat(column, [value])
    return cell


# --- typed ---


def _day(value: Cell) -> Cell:
    return value.isoformat() if isinstance(value, dt.date) else value


def _parquet(path: Path, _: bytes, stack: ExitStack) -> Opened:
    from pyarrow import parquet

    file = stack.enter_context(parquet.ParquetFile(path))
    metadata, names = file.schema_arrow.metadata or {}, file.schema_arrow.names
    batches = file.iter_batches(_BATCH)
    rows = (row for batch in batches for row in zip(*(column.to_pylist() for column in batch.columns), strict=True))
    days = (tuple(map(_day, row)) for row in rows)
    return Opened("parquet", parse_object(metadata.get(ARROW_ABOUT, b"{}")), names, _read(path, days))


def _about(base: Any, found: Iterable[tuple[str, str, str | None]]) -> tuple[dict[str, str], str]:  # noqa: ANN401
    """Return how a database was made and the name of its table of rows, the only one beside memcon's two.

    Raises ValueError where a reader may take something else for it, before anything of it is read: what is no plain
    table may have no end.
    """
    there = sorted(found, key=lambda one: one[:2])
    rows = [name for _, name, _ in there if name not in {ABOUT, COLUMNS}]
    plain = all(_PLAIN.fullmatch(sql or "") for _, _, sql in there)
    wanted = sorted(("table", name) for name in (*rows, ABOUT, COLUMNS))
    if not plain or len(rows) != 1 or [one[:2] for one in there] != wanted:
        told = ", ".join(f"the {kind} {name!r}" for kind, name, _ in there)
        raise ValueError(
            f"it holds {told}, and of memcon's writing are {ABOUT}, {COLUMNS} and one table of rows alone, of which no"
            " column is worked out"
        )
    about = dict(base.execute(f"SELECT name, value FROM {ABOUT}").fetchall())  # noqa: S608  a constant
    if in_database(about["table"]) != rows[0]:
        raise ValueError(f"its table is {rows[0]!r}, and of memcon's writing it is named {about['table']!r}")
    return about, rows[0]


def _check_alone(path: Path, *ends: str) -> None:
    """Raise ValueError where a log lies beside a database: a reader would find in it what the file does not hold."""
    for log in (path.with_name(path.name + end) for end in ends):
        if os.path.lexists(log):
            raise ValueError(f"beside it is {log.name!r}, by which a reader may find something else in it")


def _sqlite(path: Path, _: bytes, stack: ExitStack) -> Opened:
    real = Path(os.path.realpath(path))
    _check_alone(real, "-wal", "-journal")
    base = stack.enter_context(closing(sqlite3.connect(f"{real.as_uri()}?immutable=1", uri=True)))
    about, table = _about(base, base.execute("SELECT type, name, sql FROM sqlite_schema"))
    found = base.execute(f'SELECT * FROM "{table}"')  # noqa: S608  its own table
    names = [one[0] for one in found.description]
    return Opened("sqlite", about, names, _read(path, found), _flat)


def _duckdb(path: Path, _: bytes, stack: ExitStack) -> Opened:
    import duckdb

    _check_alone(path, ".wal")
    base = stack.enter_context(duckdb.connect(str(path), read_only=True))
    about, table = _about(base, base.execute(_IN_DUCKDB).fetchall())
    found = base.execute(f'SELECT * FROM "{table}"')  # noqa: S608  its own table
    names = [one[0] for one in found.description]
    batches = iter(lambda: found.fetchmany(_BATCH), [])
    rows = (tuple(map(_day, row)) for batch in batches for row in batch)
    return Opened("duckdb", about, names, _read(path, rows))


def _excel(path: Path, _: bytes, stack: ExitStack) -> Opened:
    file = stack.enter_context(path.open("rb"))  # openpyxl believes in suffixes, where it is given a path
    book = open_workbook(file, "the workbook", computed=False)
    about = about_of(book.properties.description or "")
    there = [(sheet.title, sheet.sheet_state) for sheet in book.worksheets]
    if there != [(name, "visible") for name in excel.sheets(about["table"])]:
        raise ValueError(f"it has the sheets {there}, and not those that memcon writes")
    rows = (tuple(map(_text, row)) for row in book.worksheets[0].iter_rows(values_only=True))
    names = list(next(rows, ()))
    return Opened("excel", about, names, _read(path, rows), _in_excel)


def _text(value: Cell) -> Cell:
    return excel.read_text(value) if isinstance(value, str) else value


def _in_excel(column: Column[Any], value: Cell) -> Cell:
    return excel.stored(column, _flat(column, value))


# --- of our own writing ---


def _stata(path: Path, head: bytes, __: ExitStack) -> Opened:
    at = head.index(b"<map>") + len(b"<map>")
    *_, first, last = struct.unpack("<10Q", head[at : at + 80])
    with path.open("rb") as file:
        file.seek(first)
        notes = file.read(last - first)
    found = re.findall(rb"<ch>.{4}_dta\0+note[1-9]\d*\0+([^\0]+)\0</ch>", notes, re.DOTALL)
    return Opened("stata", about_of(b"\n".join(found).decode()))


def _graphml(_: Path, head: bytes, __: ExitStack) -> Opened:
    found = re.search(r"<graph [^>]*>\s*<desc>(.*?)</desc>", head.decode(errors="replace"), re.DOTALL)
    return Opened("graphml", about_of(unescape(found[1])) if found else {})


_OPENERS: Final[tuple[tuple[bytes, Callable[[Path, bytes, ExitStack], Opened]], ...]] = (
    (rb"PAR1", _parquet),
    (rb"SQLite format 3\0", _sqlite),
    (rb".{8}DUCK", _duckdb),
    (rb"PK\x03\x04", _excel),
    (rb"<stata_dta>", _stata),
    (rb"<\?xml", _graphml),
    (rb"\{", _jsonl),
    (rb"", _csv),
)
"""By what a file begins with."""
