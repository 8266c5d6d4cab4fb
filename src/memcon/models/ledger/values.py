"""Values of a ledger that are none of their columns' types: SQLite keeps what it is given. Reads only."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from memcon.errors import DataError
from memcon.models.ledger.own import columns_of
from memcon.models.ledger.store import Ledger

_LAST: Final = 1e11
"""Seconds since the epoch, beyond any moment and any pause that a ledger can hold: the year 5138."""
_WRONG: Final = {
    "TEXT": ("typeof({0}) NOT IN ('text', 'null')", "bytes, and no text"),
    "INTEGER": ("typeof({0}) NOT IN ('integer', 'null')", "no whole number"),
    "REAL": (
        f"typeof({{0}}) NOT IN ('real', 'integer', 'null') OR {{0}} NOT BETWEEN 0 AND {_LAST}",
        "no number that can be",
    ),
}
"""By the type of a column: what none of its values may be, in SQL, and in words."""


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
    """Yield which columns hold values that are not of their type, a line each.

    Raises:
        DataError: the file is damaged where they stand.
    """
    for table, column, kind in _columns(ledger):
        if kind not in _WRONG:
            continue
        wrong, words = _WRONG[kind]
        sql = f"SELECT count(*) FROM {table} WHERE {wrong.format(column)}"  # noqa: S608  quoted
        [(count,)] = ledger.read(sql)
        if count:
            yield f"{table[1:-1]}: {count} rows whose {column[1:-1]} is damaged: {words}"


def no_utf8(ledger: Ledger) -> Iterator[str]:
    """Yield which columns hold texts that are not UTF-8, a line each; reads every text."""
    for table, column, kind in _columns(ledger):
        if kind != "TEXT":
            continue
        texts = f"SELECT DISTINCT CAST({column} AS BLOB) FROM {table} WHERE typeof({column}) = 'text'"  # noqa: S608  quoted
        if not all(_is_utf8(text) for (text,) in ledger.read(texts)):
            yield f"{table[1:-1]}: rows whose {column[1:-1]} is damaged: no UTF-8"


def check_values(ledger: Ledger) -> None:
    """Raise DataError where a column holds values that are not of its type: nothing can be told of such rows."""
    for problem in wrong_values(ledger):
        hint = f"`memcon ledger recover {ledger.path} --to NEW` saves what is sound"
        raise DataError(f"{ledger.path}: {problem}; {hint}")


def _columns(ledger: Ledger) -> Iterator[tuple[str, str, str]]:
    """Yield table, column and type of each column; names are ours, or of whoever made the file, in SQL's quotes."""
    columns = ledger.read(
        "SELECT tables.name, columns.name, columns.type FROM sqlite_master tables"
        " JOIN pragma_table_info(tables.name) columns WHERE tables.type = 'table' ORDER BY 1, 2"
    )
    for table, column, kind in columns:
        named, held = (name.replace('"', '""') for name in (table, column))
        yield f'"{named}"', f'"{held}"', kind


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
