"""Read foreign failures, and translate them: HTTP statuses, error bodies and exceptions into `Failure` and our errors.

What codes and headers mean is the endpoint's, see `Conventions`. Sources of the rest: the measured table in instructor
1.17 and openai 3.3 against a fault server; OpenRouter's moderation, a 403 with reasons among its metadata.
"""

import contextlib
import datetime as dt
import email.utils
import json
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import httpx2
from pydantic import ValidationError

from memcon.errors import (
    AnswerFiltered,
    AnswerInvalid,
    AnswerTooLarge,
    MemconError,
    ModelUnavailable,
    PromptCut,
    PromptTooLong,
    ProviderStopped,
    RequestRejected,
)
from memcon.models.failure import CallFailed, Failure, Family, duration, safe
from memcon.models.profile import Conventions
from memcon.models.said import has_answer
from memcon.models.spec import ModelSpec

_LONGEST_WAIT: Final = 7 * 86400.0
"""A server that names a longer wait than a week is not believed."""


def read_failure(
    status: int, headers: Mapping[str, str], body: bytes, now: dt.datetime, conventions: Conventions
) -> Failure | None:
    """Return why a complete HTTP answer is no answer of a model, or None when it is one.

    `headers` has lower-case names; `now` is for a `Retry-After` that names a date; `conventions` are the endpoint's.
    Never raises.
    """
    document = _document(body)
    wait = retry_after(headers, now, conventions)
    if status == 200 or (is_success(status) and has_answer(document)):
        return _read_success(document, body, wait, conventions)
    error = _error_of(document)
    words = _words(error) or _excerpt(body)
    family, kind = _class_of(status, words, error, conventions)
    return Failure(family=family, kind=kind, detail=f"{status}: {words}", status=status, retry_after=wait)


def is_success(status: int) -> bool:
    """Return whether an endpoint says that it did what was asked: a gateway may call an answer 201 or 202."""
    return 200 <= status < 300


def _class_of(status: int, words: str, error: Mapping[str, Any], conventions: Conventions) -> tuple[Family, str]:  # noqa: PLR0911
    signs = _codes(error) | {status}
    if signs & conventions.quota:
        return "fatal", "quota"
    if signs & conventions.rate:
        return "rate", "rate_limit"
    if status >= 500 or status in {408, 409, 425}:
        return "transient", "server_error"
    if signs & conventions.filtered or (isinstance(error.get("metadata"), dict) and "reasons" in error["metadata"]):
        return "article", "content_filter"
    if signs & conventions.too_long or (status in {400, 422} and conventions.says_too_long(words)):
        return "article", "too_long"
    known: dict[int, str] = {401: "auth", 403: "forbidden", 404: "not_found", 405: "not_found"}
    if status in known:
        return "fatal", known[status]
    if status < 400:
        return "fatal", "no_answer" if is_success(status) else "redirect"
    return "article", "bad_request"


def _read_success(document: object, body: bytes, wait: float | None, conventions: Conventions) -> Failure | None:
    if not isinstance(document, dict):
        torn = body[:1] in {b"", b"{"}  # of an answer; anything else is a page of a portal or a proxy
        kind = "torn" if torn else "not_json"
        return Failure(family="transient", kind=kind, detail=f"200, but no JSON: {_excerpt(body)}", status=200)
    if has_answer(document):
        return None
    choices = document.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    holder = first if isinstance(first, dict) and first.get("error") else document
    if holder.get("error"):
        error = _error_of(holder)
        family, kind = _class_of(500, "", error, conventions)  # no status tells, so only a known code is fatal
        kind = "error_body" if family == "transient" else kind
        return Failure(family=family, kind=kind, detail=f"200, but {_words(error)}", status=200, retry_after=wait)
    return Failure(family="transient", kind="no_choices", detail="200, but without a choice", status=200)


def of_transport(error: BaseException, blot: Callable[[str], str] = str) -> Failure:
    """Return what a broken connection or a timeout means; `error` is of httpx2, or a `TimeoutError` of our deadline.

    `blot` takes a key out of the words, which may quote what the server sent.
    """
    name = type(error).__name__
    detail = safe(blot(f"{name}: {error}" if str(error) else name))
    if isinstance(error, TimeoutError):
        return Failure(family="transient", kind="deadline", detail="no complete answer in time", uncertain=True)
    if isinstance(error, (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)):
        return Failure(family="transient", kind="connect", detail=detail)
    if isinstance(error, httpx2.TimeoutException):
        return Failure(family="transient", kind="timeout", detail=detail, uncertain=True)
    if isinstance(error, (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError, httpx2.InvalidURL)):
        return Failure(family="fatal", kind="request", detail=detail)
    return Failure(family="transient", kind="cut", detail=detail, uncertain=True)


def translate(error: Exception, spec: ModelSpec, problem: str = "") -> Exception:
    """Return the error of ours that lies in `error`; a failure that no endpoint causes comes out as it is.

    `problem` is what kept the last answer from being of the shape asked for.
    """
    chain = list(causes(error))
    for cause in chain:
        if isinstance(cause, MemconError):
            return cause
        if isinstance(cause, CallFailed):
            return to_error(cause.failure, spec)
    root = chain[-1]
    where = f"{spec.model!r} at {spec.host}"
    if problem and isinstance(root, ValidationError):
        return AnswerInvalid(f"{where}: {problem}")
    if type(root).__module__.partition(".")[0] in {"openai", "instructor", "httpx2"}:
        return ModelUnavailable(f"{where}: {safe(f'{type(root).__name__}: {root}')}")
    return root if isinstance(root, Exception) else error


def to_error(failure: Failure, spec: ModelSpec) -> MemconError:
    """Return the error of ours that `failure` is, once it has been retried as far as it may be."""
    where = f"{spec.model!r} at {spec.host}"
    if failure.family == "fatal":
        hint = {
            "auth": "check MEMCON_API_KEY or OPENAI_API_KEY",
            "forbidden": "this key may not use it: check the key's rights, --model and --base-url",
            "not_found": "check --model and --base-url (mostly it ends in /v1)",
            "redirect": "the endpoint has moved: check --base-url",
            "no_answer": "it takes the question and answers nothing: check --base-url (mostly it ends in /v1)",
            "quota": "the account has no credit left: top it up",
            "bad_request": "it calls every request wrong: check --model and --base-url",
            "prompt_cut": "it cuts every prompt",
        }.get(failure.kind, "it does not answer: check the network, --model and --base-url")
        return ProviderStopped(
            f"{where} will not serve this run: {hint}; what is paid is kept ({failure.detail})", failure.kind
        )
    if failure.family == "rate":
        wait = f"; it asks to wait {failure.retry_after:.0f} s" if failure.retry_after else ""
        return ProviderStopped(
            f"{where} is rate limited beyond our patience{wait}: run again later, nothing is lost", failure.kind
        )
    kinds: dict[str, type[MemconError]] = {
        "too_long": PromptTooLong,
        "prompt_cut": PromptCut,
        "content_filter": AnswerFiltered,
        "bad_request": RequestRejected,
        "too_large": AnswerTooLarge,
    }
    return kinds.get(failure.kind, ModelUnavailable)(f"{where}: {failure.kind}: {failure.detail}")


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield `error` and what it was raised from, outermost first."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__


def retry_after(headers: Mapping[str, str], now: dt.datetime, conventions: Conventions) -> float | None:
    """Return the seconds that an answer's headers ask to wait, 0 to a week; None when they say nothing usable.

    Forms: `retry-after-ms`, `Retry-After` in seconds or as an HTTP date, and the endpoint's own header of when a limit
    that has none remaining is reset, as `1.5s` or `6m0s`.
    """
    candidates = [
        _number(headers.get("retry-after-ms"), 0.001),
        _number(headers.get("retry-after"), 1.0),
        _date(headers.get("retry-after"), now),
        *(
            duration(headers.get(limit.reset))
            for limit in (conventions.requests, conventions.tokens)
            if headers.get(limit.remaining) == "0"
        ),
    ]
    return next((wait for wait in candidates if wait is not None and 0 <= wait <= _LONGEST_WAIT), None)


def _number(value: str | None, unit: float) -> float | None:
    try:
        seconds = float(value or "") * unit
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) else None


def _date(value: str | None, now: dt.datetime) -> float | None:
    try:
        when = email.utils.parsedate_to_datetime(value or "")
        return (when.replace(tzinfo=when.tzinfo or dt.UTC) - now).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _document(body: bytes) -> object:
    document: object = None
    with contextlib.suppress(ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        document = json.loads(body)
    return document


def _error_of(document: object) -> Mapping[str, Any]:
    """Return the error object of a body, in the shapes that servers give it; empty when there is none."""
    if isinstance(document, list) and document:
        document = document[0]
    if not isinstance(document, dict):
        return {}
    error = document.get("error", document)
    return error if isinstance(error, dict) else {"message": str(error)}


def _codes(error: Mapping[str, Any]) -> frozenset[str | int]:
    return frozenset(str(error[key]) for key in ("code", "type") if isinstance(error.get(key), str))


def _words(error: Mapping[str, Any]) -> str:
    words = error.get("message") or error.get("detail") or error.get("code") or ""
    return safe(words if isinstance(words, str) else json.dumps(words))


def _excerpt(body: bytes) -> str:
    return safe(body[:800].decode("utf-8", "replace"), 200) or "an empty body"
