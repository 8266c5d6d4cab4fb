"""Join ledgers: their questions, attempts and lessons, in one transaction. Of equal questions the first answer stays.

Every attempt comes along, so that what was paid is told by the whole as by its parts. An attempt is known by its
question, its run and its moment: joining a ledger twice adds nothing. An answer that one of them has set aside, for
another to be asked for, stands in none, whichever comes first.
"""

import dataclasses
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from memcon.errors import UsageError
from memcon.models.ledger.batches import Batches
from memcon.models.ledger.check import check_sound
from memcon.models.ledger.lessons import kept_lessons, write
from memcon.models.ledger.store import Ledger, open_ledger

_QUESTIONS: Final = "SELECT rowid, key, endpoint, model, body FROM questions"
_COLUMNS: Final = (
    "key, run, state, sent, finished, status, kind, detail, retry_after, model, prompt_tokens, completion_tokens,"
    " cached_tokens, body"
)
_ATTEMPTS: Final = f"SELECT id AS rowid, {_COLUMNS} FROM attempts"  # noqa: S608  every word is ours
_OPEN: Final = frozenset({"sent", "lost"})
"""States of attempts of which nobody knows what became of them."""
_PUT: Final = f"INSERT INTO attempts({_COLUMNS}) VALUES ({', '.join('?' * 14)})"  # noqa: S608  likewise

_NEXT: Final = (
    "UPDATE attempts SET state = 'done', kind = NULL WHERE id ="
    " (SELECT min(id) FROM attempts WHERE key = ? AND state = 'failed' AND kind = 'repeated')"
)
"""Let the next answer to a question stand, in place of one that was set aside."""


@dataclasses.dataclass(slots=True)
class Merged:
    """What came into a ledger."""

    answers: int = 0
    """To questions that had none."""
    repeated: int = 0
    """To questions that had one, which stands; these are kept as attempts."""
    attempts: int = 0
    """All of them, answers included."""
    known: int = 0
    """Attempts that were there already."""
    lessons: int = 0
    """About endpoints."""


def merge_ledgers(ledger: Ledger, paths: Iterable[Path]) -> Merged:
    """Add all that the ledgers at `paths` hold to `ledger`, in that order; all of it or, on an error, nothing.

    Raises:
        UsageError: one has questions under way in batches, whose answers could not be fetched any more.
        DataError: one is damaged, or `ledger` is.
        DiskError: it cannot be written.
    """
    done = Merged()
    check_sound(ledger)
    with ledger.writing() as writer:
        for path in paths:
            with open_ledger(path, offline=True) as source:
                _take(writer, source, done)
    return done


def _take(writer: sqlite3.Connection, source: Ledger, done: Merged) -> None:
    check_sound(source)  # else a damaged answer would stand, and a sound one to its question be told as repeated
    if waiting := Batches(source).under_way:
        told = f"{waiting} questions are under way in batches: `memcon batch collect` first"
        raise UsageError(f"{source.path}: {told}")
    for _, *question in source.pages(_QUESTIONS):
        writer.execute("INSERT INTO questions VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", question)
    for _, *attempt in source.pages(_ATTEMPTS):
        _attempt(writer, attempt, done)
    lessons = kept_lessons(source)
    done.lessons += write(writer, lessons) if lessons else 0


def _attempt(writer: sqlite3.Connection, row: list[Any], done: Merged) -> None:
    key, run, state, sent, *_ = row
    there = writer.execute(
        "SELECT id, state, kind FROM attempts WHERE (key, run, sent) = (?, ?, ?)", (key, run, sent)
    ).fetchone()
    number, was, kind = there or (None, None, None)
    if there and (was not in _OPEN or state in _OPEN):
        if row[6] == "set_aside" and kind != "set_aside":
            writer.execute("UPDATE attempts SET state = 'failed', kind = 'set_aside' WHERE id = ?", (number,))
            if was == "done":
                writer.execute(_NEXT, (key,))
        done.known += 1
        return
    if there:  # what became of it was saved beside its ledger, which was full
        writer.execute("DELETE FROM attempts WHERE id = ?", (number,))
    if state == "sent":  # its run has died, or is on its way: what comes of it is not known here
        row[2], row[6] = "lost", "crash"
    elif state == "done":
        if writer.execute("SELECT 1 FROM attempts WHERE key = ? AND state = 'done'", (key,)).fetchone():
            row[2], row[6] = "failed", "repeated"
            done.repeated += 1
        else:
            done.answers += 1
    writer.execute(_PUT, row)
    done.attempts += not there
