"""What was learned of endpoints, in the ledger beside their answers: a row a lesson. Knows no HTTP.

The table is made when the first lesson is; a ledger of endpoints that take everything has none.
"""

import dataclasses
import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from memcon.models.ledger.own import LESSONS
from memcon.models.ledger.store import Ledger
from memcon.models.ledger.values import is_seconds
from memcon.models.takes import may_be

COLUMNS: Final = 7
"""Of a row: they differ from those of all other tables, so that a page tells whose it is."""
STATE: Final = "lesson"
"""Of a line of an export, where an answer's says `done`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A lesson as the ledger has it."""

    endpoint: str
    model: str
    field: str
    value: Any
    said: str
    run: str
    learned: float


def kept_lessons(ledger: Ledger, endpoint: str | None = None, model: str | None = None) -> tuple[Kept, ...]:
    """Return the lessons about a model at an endpoint, or all, in the order in which they were learned.

    Rows that are no lessons teach nothing.
    """
    kept = (of_row(row) for _, *row in _rows(ledger))
    return tuple(each for each in kept if each and endpoint in {None, each.endpoint} and model in {None, each.model})


def bad_lessons(ledger: Ledger) -> Iterator[str]:
    """Yield which rows are no lessons, a line each; such rows teach nothing."""
    for number, *row in _rows(ledger):
        if of_row(row) is None:
            yield f"lesson {number}: damaged, or of something that this memcon does not know"


def _rows(ledger: Ledger) -> list[tuple[Any, ...]]:
    if not ledger.read("SELECT 1 FROM sqlite_master WHERE name = 'lessons'"):
        return []
    return ledger.read("SELECT rowid, endpoint, model, field, value, said, run, learned FROM lessons ORDER BY rowid")


def of_row(row: Sequence[Any]) -> Kept | None:
    """Return a row as a lesson, None where it is none."""
    endpoint, model, field, value, said, run, learned = row
    texts = all(isinstance(each, str) for each in (endpoint, model, field, value, said, run))
    if not texts or not is_seconds(learned):
        return None
    try:
        meant = json.loads(value)
    except (ValueError, RecursionError):
        return None
    if not may_be(field, meant):
        return None
    return Kept(endpoint=endpoint, model=model, field=field, value=meant, said=said, run=run, learned=float(learned))


def of_line(value: Mapping[str, Any]) -> Kept | None:
    """Return a line of an export as a lesson, None where it is none; see `as_line`."""
    names = ("endpoint", "model", "field", "value", "said", "run", "learned")
    row = [json.dumps(value.get(name)) if name == "value" else value.get(name) for name in names]
    return of_row(row)


def as_line(kept: Kept) -> dict[str, Any]:
    """Return a lesson as a line of an export."""
    return {"state": STATE, **dataclasses.asdict(kept)}


def learn(ledger: Ledger, endpoint: str, model: str, lessons: Iterable[tuple[str, Any, str]]) -> None:
    """Keep lessons, each a field, its value and what is said about it; forced to disk on return."""
    now = time.time()
    with ledger.writing() as writer:
        write(
            writer,
            (
                Kept(endpoint=endpoint, model=model, field=field, value=value, said=said, run=ledger.run, learned=now)
                for field, value, said in lessons
            ),
        )


def is_named(kept: Kept, name: str) -> bool:
    """Tell whether a lesson is one of a field, or that of a field and a value: as `without`, `without=temperature`."""
    return name in {kept.field, f"{kept.field}={kept.value}"}


def forget(ledger: Ledger, wanted: Callable[[Kept], bool]) -> list[Kept]:
    """Forget the lessons that are `wanted` away, and return them; what they said is found out again where it matters.

    Raises:
        UsageError: the ledger is open for reading only.
    """
    found = [(row[0], kept) for row in _rows(ledger) if (kept := of_row(row[1:])) and wanted(kept)]
    if not found:
        return []
    with ledger.writing() as writer:
        writer.executemany("DELETE FROM lessons WHERE rowid = ?", [(number,) for number, _ in found])
    return [kept for _, kept in found]


def write(writer: sqlite3.Connection, lessons: Iterable[Kept]) -> int:
    """Write the lessons that are not there yet, and return how many those are."""
    writer.execute(LESSONS)
    count = 0
    for each in lessons:
        value = json.dumps(each.value)
        same = (each.endpoint, each.model, each.field, value)
        there = "SELECT 1 FROM lessons WHERE (endpoint, model, field, value) = (?, ?, ?, ?)"
        if writer.execute(there, same).fetchone() is None:
            writer.execute(
                "INSERT INTO lessons VALUES (?, ?, ?, ?, ?, ?, ?)", (*same, each.said, each.run, each.learned)
            )
            count += 1
    return count
