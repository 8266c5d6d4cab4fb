"""Texts of a ledger that are none: SQLite keeps bytes in a column of texts as they are. Reads only."""

from collections.abc import Iterator

from memcon.errors import DataError
from memcon.models.ledger.store import Ledger


def no_texts(ledger: Ledger) -> Iterator[str]:
    """Yield which columns of texts hold bytes, a line each.

    Raises:
        DataError: the file is damaged where they stand.
    """
    columns = ledger.read(
        "SELECT tables.name, columns.name FROM sqlite_master tables JOIN pragma_table_info(tables.name) columns"
        " WHERE tables.type = 'table' AND columns.type = 'TEXT' ORDER BY 1, 2"
    )
    for table, column in columns:
        # names of our own tables, or of whoever made the file, in SQL's quotes
        named, held = (name.replace('"', '""') for name in (table, column))
        sql = f'SELECT count(*) FROM "{named}" WHERE typeof("{held}") = \'blob\''  # noqa: S608  quoted above
        [(count,)] = ledger.read(sql)
        if count:
            yield f"{table}: {count} rows whose {column} is damaged: bytes, and no text"


def check_texts(ledger: Ledger) -> None:
    """Raise DataError where a column of texts holds bytes: nothing can be told of such rows."""
    for problem in no_texts(ledger):
        hint = f"`memcon ledger recover {ledger.path} --to NEW` saves what is sound"
        raise DataError(f"{ledger.path}: {problem}; {hint}")
