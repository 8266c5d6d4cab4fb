"""Values of a ledger that are none of their columns': of another type, or missing. Reads only.

SQLite keeps what it is given, and on a damaged page what must be there may be missing.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from memcon.errors import DataError
from memcon.models.ledger.batch_tables import LINES, STATES
from memcon.models.ledger.own import columns_of
from memcon.models.ledger.store import Ledger

_LAST: Final = 1e11
"""Seconds since the epoch, beyond any moment and any pause that a ledger can hold: the year 5138."""
_WRONG: Final = {
    "TEXT": (("typeof({0}) NOT IN ('text', 'null')", "bytes, and no text"),),
    "INTEGER": (("typeof({0}) NOT IN ('integer', 'null')", "no whole number"),),
    "REAL": (
        (
            f"typeof({{0}}) NOT IN ('real', 'integer', 'null') OR {{0}} NOT BETWEEN 0 AND {_LAST}",
            "no number that can be",
        ),
    ),
}
"""By the type of a column: what none of its values may be, in SQL, and in words."""
_MISSING: Final = (("typeof({0}) = 'null'", "it is missing"),)
"""Of a column that may have no nulls. SQLite would answer `IS NULL` without a look, or from an index without it."""
_STATES: Final = {"attempts": ("sent", "done", "failed", "lost"), "batches": STATES, "batch_lines": LINES}
"""By its table: the words that a column of states may hold. SQLite checks them on no connection for reading."""


def is_seconds(value: object) -> bool:
    """Return whether a column of moments or pauses may hold a value."""
    return isinstance(value, float | int) and 0 <= value <= _LAST


def fits(table: str, row: Sequence[Any]) -> bool:
    """Return whether each value of a row of a table is one that its column may hold."""
    return all(
        may_be_null if value is None else _is_of(kind, value)
        for (kind, may_be_null), value in zip(columns_of(table), row, strict=True)
    )


def _is_of(kind: str, value: object) -> bool:
    if kind == "REAL":
        return is_seconds(value)
    if kind == "INTEGER":
        return isinstance(value, int) and -(2**63) <= value < 2**63
    return isinstance(value, str if kind == "TEXT" else bytes)


def wrong_values(ledger: Ledger) -> Iterator[str]:
    """Yield which columns hold values that are not of their type, or lack one that must be there, a line each.

    Raises:
        DataError: the file is damaged where they stand.
    """
    for table, column, kind, may_be_null in _columns(ledger):
        tests = [*(() if may_be_null else _MISSING), *_WRONG.get(kind, ())]
        if column == '"state"' and (states := _STATES.get(table[1:-1])):
            tests.append((f"typeof({{0}}) = 'text' AND {{0}} NOT IN {states}", "no state that there is"))
        for wrong, words in tests:
            sql = f"SELECT count(*) FROM {table} WHERE {wrong.format(column)}"  # noqa: S608  quoted
            [(count,)] = ledger.read(sql)
            if count:
                yield f"{table[1:-1]}: {count} rows whose {column[1:-1]} is damaged: {words}"


def no_utf8(ledger: Ledger) -> Iterator[str]:
    """Yield which columns hold texts that are not UTF-8, a line each; reads every text."""
    for table, column, kind, _ in _columns(ledger):
        if kind != "TEXT":
            continue
        texts = f"SELECT DISTINCT CAST({column} AS BLOB) FROM {table} WHERE typeof({column}) = 'text'"  # noqa: S608  quoted
        if not all(_is_utf8(text) for (text,) in ledger.read(texts)):
            yield f"{table[1:-1]}: rows whose {column[1:-1]} is damaged: no UTF-8"


def check_values(ledger: Ledger) -> None:
    """Raise DataError where a column holds values that it may not: nothing can be told of such rows."""
    refuse(ledger, wrong_values(ledger))


def refuse(ledger: Ledger, problems: Iterable[str]) -> None:
    """Raise DataError with the first of the `problems` of a ledger; nothing where there is none."""
    for problem in problems:
        hint = f"`memcon ledger recover {ledger.path} --to NEW` saves what is sound"
        raise DataError(f"{ledger.path}: {problem}; {hint}")


def _columns(ledger: Ledger) -> Iterator[tuple[str, str, str, bool]]:
    """Yield table, column and type of each column, and whether it may be null; names are in SQL's quotes.

    They are ours, or of whoever made the file.
    """
    columns = ledger.read(
        'SELECT tables.name, columns.name, columns.type, NOT "notnull" AND NOT pk FROM sqlite_master tables'
        " JOIN pragma_table_info(tables.name) columns WHERE tables.type = 'table' ORDER BY 1, 2"
    )
    for table, column, kind, may_be_null in columns:
        named, held = (name.replace('"', '""') for name in (table, column))
        yield f'"{named}"', f'"{held}"', kind, bool(may_be_null)


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
