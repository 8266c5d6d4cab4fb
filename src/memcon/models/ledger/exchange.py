"""Take the answers out of a ledger, and bring what was taken out into another, as one that was made elsewhere.

A line proves itself: its key is the hash of its question. An answer that the ledger holds is never replaced. Knows
nothing of files: whoever reads them says where a line stands.
"""

import contextlib
import dataclasses
import datetime as dt
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from memcon.errors import DataError
from memcon.models.ledger.batch_tables import KIND
from memcon.models.ledger.lessons import STATE, as_line, kept_lessons, of_line, write
from memcon.models.ledger.store import Ledger, canonical, moment, question_key
from memcon.models.ledger.values import check_values, is_seconds
from memcon.models.said import is_answer
from memcon.models.tokens import sound

DEEPEST: Final = 100
"""Levels of brackets in an answer that an export holds as JSON; a deeper one is its text there."""
_COUNTS: Final = ("prompt_tokens", "completion_tokens", "cached_tokens")


def export_answers(ledger: Ledger, *, failed: bool = False) -> Iterator[dict[str, Any]]:
    """Yield what was learned of endpoints, and every answer with its question, as JSON, in the order they were asked.

    With `failed`, all attempts.

    Raises:
        DataError: a row is damaged.
    """
    check_values(ledger)
    yield from map(as_line, kept_lessons(ledger))
    sql = (
        "SELECT id AS rowid, key, endpoint, questions.model, state, sent, finished, status, kind, detail,"
        " prompt_tokens, completion_tokens, cached_tokens, questions.body, attempts.body"
        " FROM attempts JOIN questions USING (key)"
    )
    for row in ledger.pages(sql if failed else f"{sql} WHERE state = 'done'"):
        _, key, endpoint, model, state, sent, finished, status, kind, detail, prompt, completion, cached, *bodies = row
        asked, answer = (None if body is None else _document(ledger.inflate(body)) for body in bodies)
        yield {
            "key": key, "endpoint": endpoint, "model": model, "state": state, "sent": moment(sent),
            "finished": moment(finished), "status": status, "kind": kind, "detail": detail, "prompt_tokens": prompt,
            "completion_tokens": completion, "cached_tokens": cached, "question": asked, "answer": answer,
        }  # fmt: skip


def _document(body: bytes) -> Any:  # noqa: ANN401  whatever stands there
    """Return a body as JSON, or as its text where it is none, or is nested deeper than a line may be."""
    with contextlib.suppress(ValueError, RecursionError):
        if not _is_deep(document := json.loads(body)):
            return document
    return body.decode("utf-8", "replace")


def _is_deep(document: Any) -> bool:  # noqa: ANN401  whatever JSON holds
    level = [document]
    for _ in range(DEEPEST):
        level = [
            inner
            for part in level
            for inner in (part.values() if isinstance(part, dict) else part if isinstance(part, list) else ())
        ]
        if not level:
            return False
    return True


class Given(NamedTuple):
    """A line of an export, and where it stands."""

    where: str
    """For messages: a file and the number of the line."""
    value: Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Imported:
    """What became of the lines."""

    answers: int
    """That the ledger did not hold."""
    known: int
    """To questions that it had an answer to, which stands."""
    lessons: int
    """About endpoints, that the ledger did not hold."""
    without: int
    """Attempts that got no answer, as an export with failed ones holds; they are passed over."""


def import_answers(ledger: Ledger, lines: Iterable[Given]) -> Imported:
    """Add the answers of `lines` to `ledger`, all of them or, on an error, none.

    An answer is kept as JSON that equals what was received; the bytes between its values may differ. One that an
    export holds as text is kept byte for byte.

    Raises:
        DataError: a line is no answer of an export, or its question is not what its key says.
        UsageError: `ledger` is open for reading only.
    """
    answers = known = without = lessons = 0
    with ledger.writing() as writer:
        for line in lines:
            if _text(line, "state") == STATE:
                lesson = of_line(line.value)
                if lesson is None:
                    raise DataError(f"{line.where}: no lesson about an endpoint that this memcon knows")
                lessons += write(writer, (lesson,))
                continue
            if line.value["state"] != "done":
                without += 1
                continue
            row = _Row.read(line)
            asked = (row.key,)
            if writer.execute("SELECT 1 FROM attempts WHERE key = ? AND state = 'done'", asked).fetchone():
                known += 1
                continue
            writer.execute(
                "INSERT INTO questions VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (row.key, row.endpoint, row.model, zlib.compress(row.question)),
            )
            writer.execute(
                "INSERT INTO attempts(key, run, state, sent, finished, status, kind, model, prompt_tokens,"
                " completion_tokens, cached_tokens, body) VALUES (?, ?, 'done', ?, ?, 200, ?, ?, ?, ?, ?, ?)",
                (
                    row.key,
                    ledger.run,
                    row.sent,
                    row.finished,
                    row.kind,
                    row.named,
                    *row.tokens,
                    zlib.compress(row.answer),
                ),
            )
            answers += 1
    return Imported(answers, known, lessons, without)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """An answer with its question, checked, as the ledger's columns hold it."""

    key: str
    endpoint: str
    model: str
    question: bytes
    answer: bytes
    sent: float
    finished: float
    kind: str | None
    """How it was asked, where that is not by itself."""
    named: str | None
    tokens: tuple[int | None, ...]

    @classmethod
    def read(cls, line: Given) -> "_Row":
        value = line.value
        key, endpoint, model = (_text(line, name) for name in ("key", "endpoint", "model"))
        question, answer = value.get("question"), value.get("answer")
        if not isinstance(question, dict):
            raise DataError(f"{line.where}: 'question' must be an object")
        received = _received(answer)
        if not is_answer(received):
            raise DataError(f"{line.where}: 'answer' holds no choices: it is no answer of a model")
        try:
            asked = canonical(_json(question))
        except ValueError:
            raise DataError(f"{line.where}: the question holds characters that UTF-8 cannot") from None
        if question_key(endpoint, asked) != key:
            raise DataError(f"{line.where}: the question is not what its key {key[:12]}… was asked")
        sent, finished = (_seconds(line, name) for name in ("sent", "finished"))
        kind = KIND if value.get("kind") == KIND else None
        named, tokens = json.loads(received).get("model"), tuple(value.get(name) for name in _COUNTS)
        if not all(each is None or (type(each) is int and 0 <= each < 2**53) for each in tokens):
            raise DataError(f"{line.where}: tokens must be whole numbers or null")
        return cls(
            key=key, endpoint=endpoint, model=model, question=asked, answer=received, sent=sent,
            finished=finished, kind=kind, named=sound(named) if isinstance(named, str) else None, tokens=tokens,
        )  # fmt: skip


def _received(answer: object) -> bytes:
    """Return an answer of an export as it was received: one that is nested deep stands there as its text."""
    try:
        return answer.encode("utf-8", "surrogatepass") if isinstance(answer, str) else _json(answer)
    except RecursionError:
        return b""


def _text(line: Given, name: str) -> str:
    value = line.value.get(name)
    if not isinstance(value, str):
        raise DataError(f"{line.where}: {name!r} must be a string: it is no line of `memcon ledger export`")
    if sound(value) != value:
        raise DataError(f"{line.where}: {name!r} holds characters that UTF-8 cannot")
    return value


def _seconds(line: Given, name: str) -> float:
    with contextlib.suppress(ValueError, OverflowError, OSError):
        if is_seconds(seconds := dt.datetime.fromisoformat(_text(line, name)).timestamp()):
            return seconds
    raise DataError(f"{line.where}: {name!r} is no moment since 1970, as 2026-05-01T12:00:00+00:00")


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
