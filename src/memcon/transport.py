"""The ledger as an httpx2 transport: every question asked once, every answer kept before anyone reads it.

For each `POST …/chat/completions`: equal questions in flight wait for one another; a stored answer is given back
without a call; a miss waits for one of the profile's slots and for the gate (closed for all by a 429), is noted as
sent, sent, read to its end under a cap and a deadline, and committed. Stumbles are repeated here and nowhere else.
Other requests pass through. What has no answer is raised as `CallFailed`. Knows nothing of prompts and shapes.
"""

import asyncio
import contextlib
import json
import weakref
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Final

import httpx2

from memcon.endpoint import ModelSpec
from memcon.errors import AnswerMissing
from memcon.failures import CallFailed, Failure, of_transport, read_failure
from memcon.ledger import Ledger, Tokens, canonical, question_key
from memcon.patience import Clock, Notice, Patience
from memcon.served import Serve, Served

MAX_BODY: Final = 32 * 1024 * 1024
"""Bytes of an answer, decompressed. The longest answers of today's models are under one."""
BAD_REQUESTS: Final = 3
"""So many requests called wrong, one after the other and none answered, and it is the setting that is wrong."""
GIVEN_UP: Final = 5
"""So many questions given up after every retry, one after the other and none answered, and the endpoint is out."""

SHORTEST_SECRET: Final = 12
"""A shorter key, as `EMPTY` or `ollama`, is a word that stands in answers, and no secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a run has asked, and what it took. Tokens are of this run's calls, repeated ones included."""

    calls: int = 0
    """Requests that left for the endpoint."""
    replayed: int = 0
    """Answers given back from the ledger without a call."""
    re_asked: int = 0
    """Questions asked a second time since the first answer was of the wrong shape."""
    failed: int = 0
    """Calls without an answer."""
    uncertain: int = 0
    """Of these, calls that may have been billed."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    untold: int = 0
    """Answers that do not say how many tokens they took."""


class LedgerTransport(httpx2.AsyncBaseTransport):
    """Answers from the ledger; sends what it does not hold through `inner`."""

    def __init__(
        self,
        spec: ModelSpec,
        ledger: Ledger,
        inner: httpx2.AsyncBaseTransport,
        *,
        secret: str | None = None,
        serve: Serve | None = None,
        clock: Clock | None = None,
        notice: Notice | None = None,
    ) -> None:
        """Wrap `inner`.

        Args:
            spec: tells label, profile and URL; where it has none, `serve` starts a server at the first miss.
            ledger: where answers are kept; one open for reading only makes a miss an `AnswerMissing`.
            inner: sends.
            secret: blotted out wherever an answer repeats it.
            serve: starts the server of a spec without a URL; it is ended when the transport is closed.
            clock: for tests.
            notice: called before each wait with its cause and its seconds.
        """
        self.usage = Usage()
        self._spec, self._ledger, self._inner = spec, ledger, inner
        self._secret = secret.encode() if secret and len(secret) >= SHORTEST_SECRET else None
        self._served = Served(spec, serve)
        self._clock = clock or Clock()
        self._notice = notice
        self._turns: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()
        self._slots = asyncio.Semaphore(spec.profile.concurrency)
        self._gate = 0.0  # on the clock: no call leaves before
        self._bad_requests = self._given_up = 0  # one after the other

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer `request`, from the ledger where it can."""
        if request.method != "POST" or not request.url.path.endswith("/chat/completions"):
            return await self._inner.handle_async_request(request)
        body = canonical(await request.aread())
        key = question_key(self._spec.label, body)
        async with self._turns.setdefault(key, asyncio.Lock()):
            stored = self._ledger.answer(key)
            if stored is not None:
                self.usage = replace(self.usage, replayed=self.usage.replayed + 1)
                return _response(stored)
            if not self._ledger.writable:
                raise AnswerMissing(f"offline, and {self._ledger.path} holds no answer to this question of this model")
            return _response(await self._ask(request, key, body))

    async def _ask(self, request: httpx2.Request, key: str, body: bytes) -> bytes:
        """Send until there is an answer or patience ends."""
        asking = Patience(self._spec.profile, self._clock, self._notice).retrying()
        try:
            return await asking(self._send, request, key, body)
        except CallFailed as failed:
            if failed.failure.family == "transient":
                self._given_up += 1
                if self._given_up >= GIVEN_UP:
                    raise CallFailed(replace(failed.failure, family="fatal")) from failed
            raise

    async def _send(self, request: httpx2.Request, key: str, body: bytes) -> bytes:
        """Make one call, and keep what became of it."""
        async with self._slots:
            while (wait := self._gate - self._clock.now()) > 0:
                await self._clock.sleep(wait)
            url = await self._served.url()
            model = str(json.loads(body).get("model", ""))
            attempt = await asyncio.to_thread(self._ledger.send, key, self._spec.label, model, body)
            self.usage = replace(self.usage, calls=self.usage.calls + 1)
            try:
                status, headers, answer = await self._receive(_addressed(request, url))
            except CallFailed as failed:
                await asyncio.to_thread(self._ledger.fail, attempt, failed.failure)
                if failed.failure.kind == "connect":
                    await self._served.unreachable(url)
                raise self._failed(failed.failure) from failed.__cause__
            except BaseException as error:  # cancelled, or a bug: at once, since this task may not wait any more
                failure = Failure(family="transient", kind=type(error).__name__, detail="", uncertain=True)
                self._ledger.fail(attempt, failure)
                self._failed(failure)
                raise
            return await self._keep(attempt, status, headers, answer)

    async def _receive(self, request: httpx2.Request) -> tuple[int, dict[str, str], bytes]:
        """Send once and read the whole answer, within the deadline.

        Raises:
            CallFailed: it broke, took too long, or is too large.
        """
        try:
            async with asyncio.timeout(self._spec.profile.deadline):
                response = await self._inner.handle_async_request(request)
                try:
                    body = await _read(response)
                finally:
                    await response.aclose()
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as error:
            raise CallFailed(of_transport(error)) from error
        if self._secret:
            body = body.replace(self._secret, b"[key]")
        return response.status_code, {name.lower(): value for name, value in response.headers.items()}, body

    async def _keep(self, attempt: int, status: int, headers: dict[str, str], body: bytes) -> bytes:
        """Commit a complete answer; raise one that is none."""
        failure = read_failure(status, headers, body, self._clock.today())
        tokens = read_tokens(body)
        self.usage = replace(
            self.usage,
            prompt_tokens=self.usage.prompt_tokens + (tokens.prompt or 0),
            completion_tokens=self.usage.completion_tokens + (tokens.completion or 0),
            cached_tokens=self.usage.cached_tokens + (tokens.cached or 0),
            untold=self.usage.untold + (status == 200 and tokens.completion is None),
        )
        if failure is None:
            await asyncio.to_thread(self._ledger.keep, attempt, body, tokens)
            self._bad_requests = self._given_up = 0
            return body
        await asyncio.to_thread(self._ledger.fail, attempt, failure, body, tokens)
        raise self._failed(failure)

    def _failed(self, failure: Failure) -> CallFailed:
        """Count a failure, and return it as what to raise: bad requests without end are a bad setting."""
        self.usage = replace(
            self.usage, failed=self.usage.failed + 1, uncertain=self.usage.uncertain + failure.uncertain
        )
        if failure.kind == "bad_request":
            self._bad_requests += 1
            if self._bad_requests >= BAD_REQUESTS:
                failure = replace(failure, family="fatal")
        if failure.family == "rate":
            wait = 1.0 if failure.retry_after is None else failure.retry_after  # limits count by the second or more
            self._gate = max(self._gate, self._clock.now() + wait)
        return CallFailed(failure)

    async def aclose(self) -> None:
        """End the server that was started, if any, and close the connections."""
        await self._inner.aclose()
        await self._served.aclose()


def _addressed(request: httpx2.Request, base_url: str) -> httpx2.Request:
    """Return `request` as it must leave, to the endpoint at `base_url`."""
    url = httpx2.URL(f"{base_url}/chat/completions")
    if request.url == url:
        return request
    headers = [(name, value) for name, value in request.headers.multi_items() if name.lower() != "host"]
    return httpx2.Request(request.method, url, headers=headers, content=request.content, extensions=request.extensions)


def _response(body: bytes) -> httpx2.Response:
    return httpx2.Response(200, headers={"content-type": "application/json"}, content=body)


async def _read(response: httpx2.Response) -> bytes:
    """Read a body to its end, decompressed, up to `MAX_BODY`.

    Raises:
        CallFailed: it is larger, or in an encoding that was not asked for.
    """
    encoding = response.headers.get("content-encoding", "identity").lower()
    if encoding not in {"identity", "", "gzip", "deflate"}:
        raise CallFailed(_unusable("encoding", f"content-encoding {encoding!r} was not asked for"))
    inflate = zlib.decompressobj(47) if encoding in {"gzip", "deflate"} else None
    parts, size = [], 0
    async for chunk in _stream(response):
        try:
            part = inflate.decompress(chunk, MAX_BODY + 1) if inflate else chunk
        except zlib.error as error:
            raise CallFailed(_unusable("encoding", f"a damaged {encoding} body: {error}")) from None
        size += len(part)
        if size > MAX_BODY:
            raise CallFailed(_unusable("too_large", f"an answer of more than {MAX_BODY:,} bytes"))
        parts.append(part)
    return b"".join(parts)


async def _stream(response: httpx2.Response) -> AsyncIterator[bytes]:
    assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101  of an asynchronous transport
    async for chunk in response.stream:
        yield chunk


def _unusable(kind: str, detail: str) -> Failure:
    return Failure(family="article", kind=kind, detail=detail, status=200)


def read_tokens(body: bytes) -> Tokens:
    """Return what an answer says it took. Never raises: a body may be anything."""
    with contextlib.suppress(ValueError, RecursionError, AttributeError):
        document = json.loads(body)
        usage = document.get("usage") or {}
        details = usage.get("prompt_tokens_details") or {}
        model = document.get("model")
        return Tokens(
            prompt=_count(usage.get("prompt_tokens")),
            completion=_count(usage.get("completion_tokens")),
            cached=_count(details.get("cached_tokens")),
            model=model if isinstance(model, str) else None,
        )
    return Tokens()


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else None
