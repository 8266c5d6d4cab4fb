"""One line of a file of results, as the ledger keeps it. Pure."""

import dataclasses
import datetime as dt
import json
import re
from typing import Any, Final

from memcon.models.batch.told import good_id
from memcon.models.failure import Failure, safe
from memcon.models.failures import read_failure
from memcon.models.ledger.batches import Result
from memcon.models.profile import Conventions
from memcon.models.response import crowded, read_count, read_tokens
from memcon.models.said import has_answer

UNTOUCHED: Final = frozenset({"batch_expired", "batch_cancelled", "request_cancelled"})
"""Codes of errors of a line that was never worked on, and costs nothing."""

_STATUS: Final = re.compile(r"[1-9][0-9]{2}")


@dataclasses.dataclass(slots=True)
class Told:
    """What the lines of a file tell of beside the questions that it is of."""

    questions: frozenset[str]
    others: int = 0
    """Lines of other questions: a file may hold any number of them."""
    none: int = 0
    """Lines that are no results."""

    def __str__(self) -> str:
        return f"{self.others:,} lines of other questions and {self.none:,} that are no results"

    def wants(self, line: bytes) -> bool:
        """Return whether a line is to be read: one of a question, or the first that is no result; count it if not."""
        key = _key_of(line)
        if key is None:
            self.none += 1
            return self.none == 1
        self.others += key not in self.questions
        return key in self.questions


def _key_of(line: bytes) -> str | None:
    """Return of which question a line tells; None where it is no line of results. Never raises."""
    try:
        document = _document(line)
    except (ValueError, RecursionError):
        return None
    return good_id(document.get("custom_id")) if isinstance(document, dict) else None


def read_result(line: bytes, today: dt.datetime, conventions: Conventions) -> Result | None:
    """Return what a line says became of its question; None where it is no line of results. Never raises."""
    try:
        return _read(line, _document(line), today, conventions)
    except (ValueError, RecursionError):
        return None


def _document(line: bytes) -> Any:  # noqa: ANN401  of JSON
    """Return what a line says; of more values than are read into memory, nothing."""
    return None if crowded(line) else json.loads(line)


def _read(line: bytes, document: Any, today: dt.datetime, conventions: Conventions) -> Result | None:  # noqa: ANN401  of JSON
    if not isinstance(document, dict) or (key := good_id(document.get("custom_id"))) is None:
        return None
    response, error = document.get("response"), document.get("error")
    told = error if isinstance(error, dict) else {}
    untouched = str(told.get("code", "")) in UNTOUCHED
    if isinstance(response, dict) and (status := _status_of(response)):
        body = _bytes(response["body"])
        failure = read_failure(status, {}, body, today, conventions)
        if failure is None or not untouched:
            failure = failure and _passing(failure)
            return Result(key=key, body=body, failure=failure, tokens=read_tokens(body), status=status)
    if untouched:
        return Result(key=key, worked_on=False)
    return Result(key=key, body=line, failure=_of_error(told, today, conventions), status=400)


def _status_of(response: dict[str, Any]) -> int | None:
    """Return the status of a response with a body, which may be written as text; None where it tells none.

    An answer of a model that tells none has 200: it is paid for.
    """
    if "body" not in response:
        return None
    told = response.get("status_code")
    if isinstance(told, str) and _STATUS.fullmatch(told):
        told = int(told)
    return read_count(told) or (200 if has_answer(response["body"]) else None)


def _bytes(body: Any) -> bytes:  # noqa: ANN401  whatever stands there
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _passing(failure: Failure) -> Failure:
    """Return a failure of a line: a 429 there is no reason for others to wait."""
    return dataclasses.replace(failure, family="transient") if failure.family == "rate" else failure


def _of_error(error: dict[str, Any], today: dt.datetime, conventions: Conventions) -> Failure:
    """Return the failure of a line without a response: what its code says, or a stumble of the provider."""
    told = read_failure(400, {}, _bytes({"error": error}), today, conventions)
    if told is not None and told.kind != "bad_request":
        return _passing(told)
    words = safe(f"{error.get('code', 'no response')}: {error.get('message', '')}")
    return Failure(family="transient", kind="batch_line", detail=words)
