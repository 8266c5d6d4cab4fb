"""What is written of a call, in a transaction that its caller has begun: that it leaves, and what became of it."""

import sqlite3
import time
import zlib
from typing import Final

from memcon.models.failure import Failure
from memcon.models.tokens import TokenCounts, sound

_LEVEL: Final = 3
"""Of compressing questions: half the time of zlib's own choice for one about a whole article, 7 % more bytes."""


def sent(writer: sqlite3.Connection, run: str, key: str, label: str, model: str, body: bytes) -> int:
    """Note that a question is about to leave, and return the attempt's number."""
    question = zlib.compress(body, _LEVEL)
    writer.execute("INSERT INTO questions VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (key, label, model, question))
    number = writer.execute(
        "INSERT INTO attempts(key, run, state, sent) VALUES (?, ?, 'sent', ?)", (key, run, time.time())
    ).lastrowid
    assert number is not None  # noqa: S101  an INSERT has one; tells the type checker
    return number


def kept(writer: sqlite3.Connection, attempt: int, body: bytes, tokens: TokenCounts) -> None:
    """Keep a complete answer. A second one to a question is a failed attempt."""
    values = (time.time(), 200, tokens.model, tokens.prompt, tokens.completion, tokens.cached, zlib.compress(body))
    writer.execute(
        "UPDATE attempts SET finished = ?, status = ?, model = ?, prompt_tokens = ?, completion_tokens = ?,"
        " cached_tokens = ?, body = ?, (state, kind) ="
        " (SELECT iif(count(*), 'failed', 'done'), iif(count(*), 'repeated', NULL)"
        "  FROM attempts other WHERE other.key = attempts.key AND other.state = 'done')"
        " WHERE id = ?",
        (*values, attempt),
    )


def failed(writer: sqlite3.Connection, attempt: int, failure: Failure, body: bytes, tokens: TokenCounts) -> None:
    """Keep why an attempt has no answer, with what the endpoint said instead."""
    values = (
        "lost" if failure.uncertain else "failed", time.time(), failure.status, failure.kind, sound(failure.detail),
        failure.retry_after, tokens.model, tokens.prompt, tokens.completion, tokens.cached,
        zlib.compress(body) if body else None,
    )  # fmt: skip
    writer.execute(
        "UPDATE attempts SET state = ?, finished = ?, status = ?, kind = ?, detail = ?, retry_after = ?,"
        " model = ?, prompt_tokens = ?, completion_tokens = ?, cached_tokens = ?, body = ? WHERE id = ?",
        (*values, attempt),
    )


def set_aside(writer: sqlite3.Connection, key: str) -> None:
    """Give the answer to `key` back no more; it stays among the attempts."""
    sql = "UPDATE attempts SET state = 'failed', kind = 'set_aside' WHERE key = ? AND state = 'done'"
    writer.execute(sql, (key,))
