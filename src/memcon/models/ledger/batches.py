"""Batches in the ledger: which questions are in which, how far each is, and what became of every line.

A batch is written down before its file leaves, and again before it is made at the provider, so that whoever dies in
between is taken up where it was. Its lines are no attempts until their results are here: they outlive the process that
sent them. Knows no HTTP: a batch has ids of a provider, which it does not look into.
"""

import time
import uuid
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from memcon.models.failure import TAUGHT, Failure
from memcon.models.ledger.batch_tables import KIND, LINES, TABLES
from memcon.models.ledger.store import PAGE, Ledger
from memcon.models.tokens import TokenCounts, sound


class Asked(NamedTuple):
    """A question for a batch."""

    key: str
    body: bytes
    """Canonical JSON."""
    sent: bytes
    """JSON as it is sent: the order of its keys tells a model in which order to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch as the ledger knows it."""

    number: int
    nonce: str
    endpoint: str
    model: str
    base_url: str
    state: str
    made: float
    moved: float
    requests: int | None
    """None while it is being filled."""
    file: str | None
    remote: str | None
    output: str | None
    errors: str | None
    status: str | None
    completed: int | None
    detail: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one line of a batch."""

    key: str
    body: bytes = b""
    """The answer, or what stands in its place."""
    failure: Failure | None = None
    tokens: TokenCounts = field(default_factory=TokenCounts)
    status: int | None = None
    """Of the response; None where there is none."""
    worked_on: bool = True
    """False where the provider says that it has not begun it, as when the batch expired."""

    @property
    def state(self) -> str:
        """Return the state of the line that this makes."""
        if not self.worked_on:
            return "returned"
        if self.failure is None:
            return "answered"
        if self.failure.family == "fatal" or self.failure.kind == TAUGHT:  # nobody's fault, or put otherwise next time
            return "returned"
        return "refused" if self.failure.family == "article" else "failed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a question stands among the batches."""

    under_way: bool
    failures: int
    """Lines of it that failed."""
    last: Failure | None
    """Why the last one has no answer; of the family `article` where it was refused."""


class Batches:
    """The batches of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.there = bool(ledger.read("SELECT 1 FROM sqlite_master WHERE name = 'batch_lines'"))

    def all(self, *states: str) -> list[Batch]:
        """Return the batches in these states, or every one, in the order in which they were made."""
        if not self.there:
            return []
        names = Batch.__dataclass_fields__
        rows = self._ledger.read(f"SELECT {', '.join(names)} FROM batches ORDER BY number")  # noqa: S608  ours
        batches = [Batch(**dict(zip(names, row, strict=True))) for row in rows]
        return [batch for batch in batches if not states or batch.state in states]

    @property
    def under_way(self) -> int:
        """Return how many questions have left, or are about to, and have no result yet."""
        if not self.there:
            return 0
        [(waiting,)] = self._ledger.read(
            "SELECT count(*) FROM batch_lines JOIN batches ON batch = number"
            " WHERE batch_lines.state = 'sent' AND batches.state NOT IN ('filling', 'done')"
        )
        return int(waiting)

    def counts(self, number: int) -> dict[str, int]:
        """Return how many lines of a batch are in each state."""
        found = self._ledger.read("SELECT state, count(*) FROM batch_lines WHERE batch = ? GROUP BY 1", number)
        return dict.fromkeys(LINES, 0) | dict(found)

    def kinds(self, number: int) -> dict[str, str]:
        """Return the kinds of failure of a batch's lines, each with the words of one of them."""
        sql = "SELECT kind, max(detail) FROM batch_lines WHERE batch = ? AND kind IS NOT NULL GROUP BY 1"
        return dict(self._ledger.read(sql, number))

    def standing(self, key: str) -> Standing:
        """Return how the question `key` stands; in batches that failed as a whole it does not stand at all."""
        rows = (
            self._ledger.read("SELECT state, kind, detail FROM batch_lines WHERE key = ? ORDER BY id", key)
            if self.there
            else []
        )
        bad = [(state, kind, detail) for state, kind, detail in rows if state in {"failed", "refused"}]
        last = None
        if bad:
            state, kind, detail = bad[-1]
            family = "article" if state == "refused" else "transient"
            last = Failure(family=family, kind=kind or "batch", detail=detail or "")  # type: ignore[arg-type]
        return Standing(any(state == "sent" for state, *_ in rows), len(bad), last)

    def make_tables(self) -> None:
        """Make room for batches in a ledger that had none."""
        with self._ledger.writing() as writer:
            for statement in TABLES:
                writer.execute(statement)
        self.there = True

    def begin(self, endpoint: str, model: str, base_url: str) -> int:
        """Begin a batch, which is thrown away if it is not filled; return its number."""
        now = time.time()
        with self._ledger.writing() as writer:
            number = writer.execute(
                "INSERT INTO batches(nonce, endpoint, model, base_url, state, made, moved)"
                " VALUES (?, ?, ?, ?, 'filling', ?, ?)",
                (uuid.uuid4().hex, endpoint, model, base_url, now, now),
            ).lastrowid
        assert number is not None  # noqa: S101  an INSERT has one
        return number

    def add(self, batch: Batch | int, endpoint: str, model: str, asked: Sequence[Asked]) -> None:
        """Put questions into a batch that is being filled."""
        number = batch if isinstance(batch, int) else batch.number
        with self._ledger.writing() as writer:
            writer.executemany(
                "INSERT INTO questions VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [(one.key, endpoint, model, zlib.compress(one.body)) for one in asked],
            )
            for one in asked:
                sql = "INSERT INTO batch_lines(batch, key, state) VALUES (?, ?, 'sent')"
                line = writer.execute(sql, (number, one.key)).lastrowid
                writer.execute("INSERT INTO batch_bodies VALUES (?, ?)", (line, zlib.compress(one.sent)))

    def drop_unfinished(self) -> None:
        """Throw away batches that were being filled when the process died: nothing of them has left."""
        for batch in self.all("filling"):
            self.forget_file(batch.number)
            with self._ledger.writing() as writer:
                writer.execute("DELETE FROM batch_lines WHERE batch = ?", (batch.number,))
                writer.execute("DELETE FROM batches WHERE number = ?", (batch.number,))

    def forget_file(self, number: int) -> None:
        """Let go of what was sent: the provider has it."""
        with self._ledger.writing() as writer:
            lines = "SELECT id FROM batch_lines WHERE batch = ?"
            writer.execute(f"DELETE FROM batch_bodies WHERE id IN ({lines})", (number,))  # noqa: S608  ours

    def move(self, number: int, state: str, **columns: Any) -> Batch:  # noqa: ANN401  of any column
        """Note how far a batch is, forced to disk on return; `columns` are set besides."""
        named = {"state": state, "moved": time.time(), **columns}
        setting = ", ".join(f"{name} = ?" for name in named)
        with self._ledger.writing() as writer:
            writer.execute(f"UPDATE batches SET {setting} WHERE number = ?", (*named.values(), number))  # noqa: S608  ours
        return next(batch for batch in self.all() if batch.number == number)

    def questions(self, number: int) -> Iterator[Asked]:
        """Yield the questions of a batch, as they stand in its file."""
        last = 0
        sql = (
            "SELECT id, key, questions.body, batch_bodies.body FROM batch_lines JOIN questions USING (key)"
            " JOIN batch_bodies USING (id) WHERE batch = ? AND id > ? ORDER BY id LIMIT ?"
        )
        while rows := self._ledger.read(sql, number, last, PAGE):
            for _, key, body, sent in rows:
                yield Asked(key, self._ledger.inflate(body), self._ledger.inflate(sent))
            last = rows[-1][0]

    def question(self, key: str) -> bytes | None:
        """Return the canonical body of a question; None where the ledger does not hold it."""
        row = self._ledger.read("SELECT body FROM questions WHERE key = ?", key)
        return self._ledger.inflate(row[0][0]) if row else None

    @property
    def ledger(self) -> Ledger:
        """Return the ledger that holds them."""
        return self._ledger

    def settle(self, batch: Batch, results: Sequence[Result]) -> list[Result]:
        """Keep results, each with its answer, all at once and for ever; return those that were new.

        A line that has its result keeps it, unless an answer comes after a failure: it is paid for. A line of another
        batch, or of nobody, is left out.
        """
        new = []
        with self._ledger.writing() as writer:
            for one in results:
                found = writer.execute(
                    "SELECT state, id FROM batch_lines WHERE key = ? AND batch = ? AND"
                    " (state = 'sent' OR (? = 'answered' AND state != 'answered'))",
                    (one.key, batch.number, one.state),
                ).fetchone()
                if found is None:
                    continue
                was, line = found
                now = time.time()
                sent = batch.made if was == "sent" else now  # of two attempts in one batch each has its moment
                new.append(one)
                failure, tokens = one.failure, one.tokens
                kind, detail = (failure.kind, sound(failure.detail)) if failure else (None, None)
                writer.execute(
                    "UPDATE batch_lines SET state = ?, kind = ?, detail = ? WHERE id = ?",
                    (one.state, kind, detail, line),
                )
                if not one.worked_on:
                    continue
                twice = (
                    failure is None
                    and writer.execute("SELECT 1 FROM attempts WHERE key = ? AND state = 'done'", (one.key,)).fetchone()
                )
                state = "failed" if failure or twice else "done"
                if failure and failure.uncertain:
                    state = "lost"
                writer.execute(
                    "INSERT INTO attempts(key, run, state, sent, finished, status, kind, detail, model, prompt_tokens,"
                    " completion_tokens, cached_tokens, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        one.key, self._ledger.run, state, sent, now, failure.status if failure else 200,
                        "repeated" if twice else kind or KIND, detail, tokens.model, tokens.prompt, tokens.completion,
                        tokens.cached, zlib.compress(one.body) if one.body else None,
                    ),
                )  # fmt: skip
        return new

    def keys(self, number: int) -> frozenset[str]:
        """Return the keys of all lines of a batch."""
        return frozenset(key for (key,) in self._ledger.read("SELECT key FROM batch_lines WHERE batch = ?", number))

    def left(self, number: int) -> list[str]:
        """Return the keys of the lines of a batch that have no result yet."""
        return [key for (key,) in self._ledger.read(
            "SELECT key FROM batch_lines WHERE batch = ? AND state = 'sent' ORDER BY id", number
        )]  # fmt: skip

    def take_back(self, number: int, was: str = "sent") -> int:
        """Say of the lines of a batch in a state that they may be put into another; return how many there were."""
        with self._ledger.writing() as writer:
            sql = "UPDATE batch_lines SET state = 'returned' WHERE batch = ? AND state = ?"
            return writer.execute(sql, (number, was)).rowcount
