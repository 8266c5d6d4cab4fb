"""Every question asked of a model and every answer paid for, in one SQLite file that survives a crash at any moment.

A row says `sent` before a request leaves; the answer's bytes are committed before anyone reads them. Only complete
answers are given back; failures are kept as attempts. Knows nothing of HTTP, models or events: a question is an
endpoint's label and a JSON body.

A commit is forced to disk (`synchronous=FULL`) and takes 0.3 ms on a laptop's SSD, several on a slow disk:
asynchronous callers make it in a thread.
"""

import contextlib
import datetime as dt
import hashlib
import json
import os
import sqlite3
import tempfile
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from memcon.errors import DataError, UsageError
from memcon.models.failure import Failure
from memcon.models.ledger import rows
from memcon.models.ledger.begin import begin, is_begun
from memcon.models.ledger.file import check_kind, check_log, connect, is_new, make_folder, translated, unpacked
from memcon.models.ledger.lock import locked, without_new_lock
from memcon.models.ledger.own import check_version
from memcon.models.ledger.place import Place
from memcon.models.tokens import TokenCounts

DEFAULT_PATH: Final = Path(".memcon/ledger.sqlite")
PAGE: Final = 1000
"""Rows read at once, so that a ledger of any size is told in little memory."""
_EMPTY: Final = "the ledger '{path}' is empty: no run has asked anything yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerStats:
    """Totals over all runs of a ledger."""

    questions: int
    answers: int
    attempts: int
    failed: int
    uncertain: int
    """Sent, and no answer came: these may have been billed."""
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    bytes: int
    """Size of the file and its write-ahead log."""


def canonical(body: bytes) -> bytes:
    """Return a JSON body with keys sorted and no spaces, in UTF-8: equal questions have equal bytes.

    Raises:
        ValueError: it is no JSON.
    """
    return canonical_of(json.loads(body))


def canonical_of(document: object) -> bytes:
    """Return what `canonical` returns of a body that says `document`."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def question_key(label: str, body: bytes) -> str:
    """Return the ledger's key of a canonical body asked of the endpoint `label`: SHA-256 in hexadecimal."""
    return hashlib.sha256(label.encode() + b"\n" + body).hexdigest()


def moment(seconds: float | None) -> str | None:
    """Return a time of the ledger in UTC, as `2026-05-01T12:00:00+00:00`; None for none.

    Raises:
        DataError: it is no time of any calendar.
    """
    try:
        return None if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")
    except (OverflowError, ValueError, OSError, TypeError):
        raise DataError(f"{seconds!r} is no moment: the ledger is damaged") from None


class Ledger:
    """An open ledger. Open it with `open_ledger`; its methods may be called from any thread."""

    def __init__(self, path: Path, *, writable: bool) -> None:
        self.path = path
        self.writable = writable
        self.run = uuid.uuid4().hex[:12]
        self.uncertain = 0
        """Calls of earlier runs that were in flight at a crash and may have been billed without an answer."""
        self._lock = threading.Lock()
        self._reading = threading.Lock()
        with translated(path), contextlib.ExitStack() as undo:
            if writable:
                self._writer = undo.enter_context(contextlib.closing(connect(path, "rwc")))
                self._prepare()
                self.place = Place(path, self.run)
            self._reader = undo.enter_context(contextlib.closing(connect(path, "ro")))
            if not writable and is_begun(self._reader):
                raise UsageError(_EMPTY.format(path=path))
            check_version(self._reader, path)
            undo.pop_all()

    def _prepare(self) -> None:
        """Create the tables, or check them; settle what an earlier run left open."""
        begin(self._writer, self.path)
        open_calls = "UPDATE attempts SET state = 'lost', kind = 'crash' WHERE state = 'sent'"
        self.uncertain = self._writer.execute(open_calls).rowcount

    def answer(self, key: str) -> bytes | None:
        """Return the stored answer to `key`, as received; None when there is none.

        Raises:
            DataError: the stored bytes are damaged.
        """
        with translated(self.path), self._reading:
            row = self._reader.execute("SELECT body FROM attempts WHERE key = ? AND state = 'done'", (key,)).fetchone()
        return None if row is None else self.inflate(row[0])

    def send(self, key: str, label: str, model: str, body: bytes) -> int:
        """Note that the question is about to leave, and return the attempt's number. Forced to disk on return.

        Raises:
            DiskError: it cannot be written; nothing must be sent.
        """
        with self.writing() as writer:
            return rows.sent(writer, self.run, key, label, model, body)

    def keep(self, attempt: int, body: bytes, tokens: TokenCounts) -> None:
        """Keep a complete answer, for ever; forced to disk on return. A second one to a question is not given back."""
        with self.writing() as writer:
            rows.kept(writer, attempt, body, tokens)

    def check_place(self) -> None:
        """Raise DiskError where the file was taken away meanwhile, or is full: what is not paid must not be asked."""
        if self.writable:
            self.place.check()

    def fail(self, attempt: int, failure: Failure, body: bytes = b"", tokens: TokenCounts | None = None) -> None:
        """Keep why an attempt has no answer, with what the endpoint said instead."""
        with self.writing() as writer:
            rows.failed(writer, attempt, failure, body, tokens or TokenCounts())

    def stats(self) -> LedgerStats:
        """Return totals over all runs; reads the whole table of attempts."""
        with translated(self.path), self._reading:
            questions = self._reader.execute("SELECT count(*) FROM questions").fetchone()[0]
            row = self._reader.execute(
                "SELECT count(*) FILTER (WHERE state = 'done'), count(*), count(*) FILTER (WHERE state = 'failed'),"
                " count(*) FILTER (WHERE state IN ('sent', 'lost')), total(prompt_tokens), total(completion_tokens),"
                " total(cached_tokens) FROM attempts"
            ).fetchone()
        answers, attempts, failed, uncertain, prompt, completion, cached = map(int, row)
        files = (self.path, self.path.with_name(self.path.name + "-wal"))
        return LedgerStats(
            questions=questions, answers=answers, attempts=attempts, failed=failed, uncertain=uncertain,
            prompt_tokens=prompt, completion_tokens=completion, cached_tokens=cached,
            bytes=sum(file.stat().st_size for file in files if file.exists()),
        )  # fmt: skip

    def read(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT or a PRAGMA that reads.

        Raises:
            DataError: the file is damaged where they stand.
        """
        with translated(self.path), self._reading:
            return self._reader.execute(sql, values).fetchall()

    def pages(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a SELECT whose first column is `rowid`, some at a time: a run beside it is not held up.

        Raises:
            DataError: the file is damaged where they stand.
        """
        last = -(2**63)  # below any row's number, whatever a damaged page says
        paged = f"SELECT * FROM ({sql}) WHERE rowid > ? ORDER BY rowid LIMIT {PAGE}"  # noqa: S608  every word is ours
        while rows := self.read(paged, last):
            yield from rows
            last = rows[-1][0]

    def inflate(self, body: bytes) -> bytes:
        """Return a stored body as it was received; raises DataError when it is damaged."""
        with translated(self.path):
            return unpacked(body if isinstance(body, bytes) else b"")

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a transaction, that is forced to disk at its end.

        Raises:
            UsageError: the ledger is open for reading only.
            DiskError: it cannot be written.
        """
        with translated(self.path), self._transaction() as writer:
            yield writer

    def close(self) -> None:
        """Fold the write-ahead log into the file and close it; calls still open stay as sent."""
        with translated(self.path):
            self._reader.close()
            if self.writable:
                with contextlib.closing(self._writer), contextlib.ExitStack() as last:
                    last.callback(self.place.save, self._writer)
                    self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        if not self.writable:
            raise UsageError(f"{self.path}: the ledger is open for reading only")
        with self._lock:
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextlib.contextmanager
def open_ledger(path: Path = DEFAULT_PATH, *, offline: bool = False) -> Iterator[Ledger]:
    """Open the ledger at `path` for the time of a run, and create it where there is none.

    `offline` opens it for reading only: no lock is taken, and nothing can be sent.

    Raises:
        UsageError: offline, and there is no ledger; or `path` is a folder.
        LockedError: another run holds it.
        DataError: the file is damaged, no ledger, or of a newer version of memcon.
        DiskError: it cannot be created or written.
    """
    if path.is_symlink():  # its log and its lock lie beside the file itself
        path = Path(os.path.realpath(path))
    if path.is_dir() or str(path) == "-":
        raise UsageError(f"the ledger {str(path)!r} is {'a folder' if path.is_dir() else 'no file'}: name a file")
    if offline:
        check_log(path)
        if not path.is_file():
            check_kind(path)
            raise UsageError(
                f"there is no ledger at {str(path)!r}: offline work needs that of an earlier run (--ledger), or answers"
                " that `memcon ledger import` brings in"
            )
        if is_new(path):
            raise UsageError(_EMPTY.format(path=path))
        with Ledger(path, writable=False) as ledger:
            yield ledger
        return
    with translated(path):
        make_folder(path.parent)
    with contextlib.ExitStack() as stack:
        with without_new_lock(path):
            stack.enter_context(locked(path))
            ledger = stack.enter_context(Ledger(path, writable=True))
        yield ledger


@contextlib.contextmanager
def open_to_look(path: Path) -> Iterator[Ledger]:
    """Open the ledger at `path` for reading only; where nothing is paid yet, an empty one for this time.

    Raises:
        DataError: the file is damaged, no ledger, or of a newer version of memcon.
    """
    with contextlib.ExitStack() as stack:
        if is_new(path):
            path = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "ledger.sqlite"
            with open_ledger(path):
                pass
        yield stack.enter_context(open_ledger(path, offline=True))
