"""What a ledger holds, told: totals by model, failures by kind, every answer as a line, and whether each row is sound.

Reads only, and needs no lock: it may run beside an extraction. Knows nothing of prices, articles and events.
"""

import dataclasses
import datetime as dt
import json
import zlib
from collections.abc import Iterator
from typing import Any, Final

from memcon.models.ledger.store import Ledger, LedgerStats, question_key

_PAGE: Final = 1000
"""Rows read at once, so that a ledger of any size is told in little memory."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ModelStats:
    """What one model at one endpoint was asked, over all runs."""

    endpoint: str
    model: str
    answers: int
    attempts: int
    uncertain: int
    """Sent, and no answer came: these may have been billed."""
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """A ledger in figures."""

    total: LedgerStats
    models: tuple[ModelStats, ...]
    failures: dict[str, int]
    """Attempts without an answer, by their kind."""
    runs: int
    first: str | None
    """When the first question left, in UTC."""
    last: str | None


def accounts(ledger: Ledger) -> Accounts:
    """Return the figures of `ledger`; reads all of it.

    Raises:
        DataError: it is damaged.
    """
    models = ledger.read(
        "SELECT endpoint, questions.model, count(*) FILTER (WHERE state = 'done'), count(*),"
        " count(*) FILTER (WHERE state IN ('sent', 'lost')), total(prompt_tokens), total(completion_tokens),"
        " total(cached_tokens) FROM attempts JOIN questions USING (key) GROUP BY 1, 2 ORDER BY 1, 2"
    )
    failures = ledger.read("SELECT kind, count(*) FROM attempts WHERE kind IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1")
    [(runs, first, last)] = ledger.read("SELECT count(DISTINCT run), min(sent), max(sent) FROM attempts")
    names = [field.name for field in dataclasses.fields(ModelStats)]
    return Accounts(
        total=ledger.stats(),
        models=tuple(
            ModelStats(**dict(zip(names, (*row[:2], *map(int, row[2:])), strict=True)))  # `total` gives floats
            for row in models
        ),
        failures=dict(failures),
        runs=runs,
        first=_moment(first),
        last=_moment(last),
    )


def problems(ledger: Ledger) -> Iterator[str]:
    """Yield what is wrong with `ledger`, a line each: damaged pages, answers that cannot be read, keys that do not fit.

    A key is the hash of what was asked, so a question that was changed on the disk is found.

    Raises:
        DataError: it is so damaged that it cannot be walked.
    """
    for (told,) in ledger.read("PRAGMA integrity_check(20)"):
        if told != "ok":
            yield f"database: {told}"
    for row, key, label, body in _pages(ledger, "SELECT rowid, key, endpoint, body FROM questions"):
        asked = inflated(body)
        if asked is None or question_key(label, asked) != key:
            yield f"question {row}: its text is damaged, or is not what {key[:12]}… was asked"
    for attempt, state, body in _pages(ledger, "SELECT id AS rowid, state, body FROM attempts"):
        answer = inflated(body) if body is not None else b""
        if answer is None or (state == "done" and not _is_answer(answer)):
            yield f"attempt {attempt}: its answer is damaged"
    for attempt, key in ledger.read("SELECT id, key FROM attempts WHERE key NOT IN (SELECT key FROM questions)"):
        yield f"attempt {attempt}: its question {key[:12]}… is missing"


def lines(ledger: Ledger, *, failed: bool = False) -> Iterator[dict[str, Any]]:
    """Yield every answer with its question, as JSON, in the order they were asked; with `failed`, all attempts.

    Raises:
        DataError: a row is damaged.
    """
    sql = (
        "SELECT id AS rowid, key, endpoint, questions.model, state, sent, finished, status, kind, detail,"
        " prompt_tokens, completion_tokens, cached_tokens, questions.body, attempts.body"
        " FROM attempts JOIN questions USING (key)"
    )
    for row in _pages(ledger, sql if failed else f"{sql} WHERE state = 'done'"):
        _, key, endpoint, model, state, sent, finished, status, kind, detail, prompt, completion, cached, *bodies = row
        asked, answer = (None if body is None else _document(ledger.inflate(body)) for body in bodies)
        yield {
            "key": key, "endpoint": endpoint, "model": model, "state": state, "sent": _moment(sent),
            "finished": _moment(finished), "status": status, "kind": kind, "detail": detail, "prompt_tokens": prompt,
            "completion_tokens": completion, "cached_tokens": cached, "question": asked, "answer": answer,
        }  # fmt: skip


def _pages(ledger: Ledger, sql: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `sql`, whose first column is `rowid`, some at a time: a run beside it is not held up."""
    last = 0
    paged = f"SELECT * FROM ({sql}) WHERE rowid > ? ORDER BY rowid LIMIT {_PAGE}"  # noqa: S608  every word is ours
    while rows := ledger.read(paged, last):
        yield from rows
        last = rows[-1][0]


def inflated(body: bytes) -> bytes | None:
    """Return a stored body as it was received, None when its bytes are damaged."""
    try:
        return zlib.decompress(body)
    except (zlib.error, TypeError):
        return None


def _is_answer(body: bytes) -> bool:
    document = _document(body)
    return isinstance(document, dict) and bool(document.get("choices"))


def _document(body: bytes) -> Any:  # noqa: ANN401  whatever stands there
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode("utf-8", "replace")


def _moment(seconds: float | None) -> str | None:
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")
