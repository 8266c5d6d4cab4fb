"""Rows of batches that were found in a damaged ledger: which prove themselves, and what of them is saved."""

import re
import sqlite3
from collections.abc import Container, Sequence
from typing import Any, Final

from memcon.models.ledger.batch_tables import LINES, STATES, TABLES
from memcon.models.ledger.values import fits

BATCH, LINE = 16, 6
"""Columns of a row of each table: they differ from those of all others, so that a page tells whose it is."""
_STATE, _KEY, _LINE_STATE = 5, 2, 3
_NONCE: Final = re.compile(r"[0-9a-f]{32}")


class BatchRows:
    """What was found of batches. An old copy of a row may lie on a freed page: the later state is kept."""

    def __init__(self) -> None:
        self._batches: dict[int, tuple[Any, ...]] = {}
        self._lines: dict[int, tuple[Any, ...]] = {}

    def take(self, number: int, row: Sequence[Any]) -> bool:
        """Take in a row of either table, if it proves itself; return whether it does."""
        if len(row) == BATCH:
            state = row[_STATE]
            sound = fits("batches", (number, *row[1:])) and _NONCE.fullmatch(row[1]) and state in STATES
            found, at = self._batches, _STATE
            order: tuple[str, ...] = STATES
        else:
            state = row[_LINE_STATE]
            sound = fits("batch_lines", (number, *row[1:])) and state in LINES
            found, order, at = self._lines, LINES, _LINE_STATE
        if not sound:
            return False
        kept = found.get(number)
        if kept is None or order.index(state) >= order.index(kept[at]):
            found[number] = (number, *row[1:])
        return True

    def fill(self, writer: sqlite3.Connection, questions: Container[str]) -> int:
        """Write what was found into a new ledger that holds `questions`; return how many batches there are."""
        if not self._batches:
            return 0
        for statement in TABLES:
            writer.execute(statement)
        unsent = {number for number, row in self._batches.items() if row[_STATE] in {"filling", "ready"}}
        for number in unsent:  # what they were to send is not looked for: it can be asked again
            del self._batches[number]
        lines = [row for row in self._lines.values() if row[_KEY] in questions and row[1] in self._batches]
        for table, rows, columns in (("batches", self._batches.values(), BATCH), ("batch_lines", lines, LINE)):
            writer.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", rows)  # noqa: S608  ours
        return len(self._batches)
