"""The Batch API over HTTP: files up and down, batches made, asked after, listed and cancelled.

One call is one attempt; what may be repeated is repeated by `patiently`. Knows no ledger, and nothing of questions.
"""

import asyncio
import contextlib
import dataclasses
import functools
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import quote, urlencode

import httpx2

from memcon.models.batch.files import chunks_of, split, too_large, written_form
from memcon.models.batch.told import good_id
from memcon.models.failure import CallFailed, Failure, safe
from memcon.models.failures import read_failure
from memcon.models.network import authorities, proxy_for, proxy_secrets
from memcon.models.outgoing import sent_headers
from memcon.models.received import failing_without
from memcon.models.response import MAX_BODY, read_body
from memcon.models.secrets import Secret
from memcon.models.settings import CallSettings
from memcon.models.spec import ModelSpec
from memcon.models.traffic.retries import Patience

T = TypeVar("T")

NO_LIST: Final = "no_list"
"""The kind of a failure: nobody knows what a provider has."""
SLOWEST: Final = 100_000.0
"""Bytes a second that an upload must make at least, beside the time that any call has."""
DRIP: Final = 1_000.0
"""Likewise of a file of results: it is fetched anew when it breaks off, so that a slow line must be waited for."""
PAGES: Final = 200
"""Of a list, that are read: twenty thousand batches at a hundred a page, of one day."""
A_PAGE: Final = 100
"""Of a list, what is asked for at once: the most that OpenAI gives."""
A_RESULT: Final = 1 << 20
"""Bytes that results of a batch may have for each of its questions, beside those of the longest answer there may be."""


class _Page(NamedTuple):
    """What stands on a page of a list, and whether there is another."""

    found: list[dict[str, Any]]
    goes_on: bool


class Left(Exception):
    """The user will not wait any longer. What is under way goes on at the provider."""


class Wire:
    """The Batch API of one endpoint. Open it with `open_wire`."""

    def __init__(
        self,
        spec: ModelSpec,
        settings: CallSettings,
        inner: httpx2.AsyncBaseTransport,
        secret: str | None,
        leave: asyncio.Event,
    ) -> None:
        self._spec, self._settings, self._inner, self._leave = spec, settings, inner, leave
        self._secret = Secret(secret or "", *proxy_secrets([spec.base_url]))
        self._headers = sent_headers(secret)

    async def pause(self, seconds: float) -> None:
        """Wait so long.

        Raises:
            Left: the user will not.
        """
        waits = [asyncio.ensure_future(self._settings.clock.sleep(seconds)), asyncio.ensure_future(self._leave.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()
        if self._leave.is_set():
            raise Left

    async def patiently(self, work: Callable[[], Awaitable[T]]) -> T:
        """Return what `work` does, which is done again while the endpoint stumbles, as long as a question would be.

        Raises:
            CallFailed: it will not, or not any more.
            Left: the user will not wait between two attempts.
        """
        clock, began = self._settings.clock, self._settings.clock.now()

        async def once() -> T:
            try:
                return await work()
            except CallFailed as failed:
                if failed.failure.kind == "connect" and clock.now() - began > self._spec.profile.patience:
                    raise CallFailed(dataclasses.replace(failed.failure, family="fatal", kind="outage")) from failed
                raise

        return await Patience(self._spec.profile, self._settings, self.pause).retrying()(once)

    async def call(self, method: str, path: str, body: Any = None, **query: object) -> dict[str, Any]:  # noqa: ANN401
        """Make one call, and return the object that it answers with.

        Raises:
            CallFailed: there is none.
        """
        content = b"" if body is None else json.dumps(body).encode()
        request = self._request(method, path, content, {}, query)
        return await self._object(request, self._spec.profile.deadline)

    async def upload(self, name: str, lines: Iterable[bytes]) -> str:
        """Send lines as a file for a batch, and return its id; its bytes lie on disk meanwhile.

        Raises:
            CallFailed: it has not arrived, or nothing is known of it.
        """
        with written_form(name, lines) as (file, boundary, size):

            async def sent() -> str:
                file.seek(0)
                told = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Content-Length": str(size)}
                request = self._request("POST", "/files", chunks_of(file), told, {})
                answer = await self._object(request, self._spec.profile.deadline + size / SLOWEST)
                if found := good_id(answer.get("id")):
                    return found
                raise CallFailed(_odd("a file without an id of use"))

            return await self.patiently(sent)

    async def listed(self, path: str) -> AsyncIterator[dict[str, Any]]:
        """Yield what a list holds, page by page. Whoever comes to its end has seen all of it.

        Raises:
            CallFailed: a page cannot be had, is none, or there is no end of them.
        """
        last: str | None = None
        for _ in range(PAGES):
            asking = {"limit": A_PAGE} | ({"after": last} if last else {})
            page = await self.patiently(functools.partial(self._page, path, asking))
            for one in page.found:
                yield one
            if not page.goes_on:
                return
            if last == (last := good_id(page.found[-1].get("id")) if page.found else None) or last is None:
                raise CallFailed(_no_list("a list that says that it goes on, and does not"))
        raise CallFailed(Failure(family="article", kind="endless", detail=f"a list of more than {PAGES} pages"))

    async def _page(self, path: str, query: Mapping[str, object]) -> "_Page":
        told = await self.call("GET", path, **query)
        found, more = told.get("data"), told.get("has_more")
        if found is None and "data" in told and told.get("object") == "list" and not more:
            found = []  # as servers write an empty list that are written in Go
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise CallFailed(_no_list(f"no list: {safe(json.dumps(told), 200)}"))
        if not isinstance(more, bool | None):
            raise CallFailed(_no_list(f"a list that does not say whether it goes on: {safe(json.dumps(more), 60)}"))
        return _Page(found, len(found) >= A_PAGE if more is None else more)

    async def lines(self, file: str, questions: int, wanted: Callable[[bytes], bool]) -> AsyncIterator[bytes]:
        """Yield the `wanted` lines of a file as they come, without their ends and without our key; one attempt.

        Raises:
            CallFailed: it cannot be fetched, broke off, or is larger than results of so many `questions` are.
            Left: the user will not wait for its end.
        """
        request = self._request("GET", f"/files/{quote(file, safe='')}/content", b"", {}, {})
        with failing_without(self._secret):
            async with asyncio.timeout(self._spec.profile.deadline):
                response = await self._inner.handle_async_request(request)
            try:
                if not 200 <= response.status_code < 300:
                    async with asyncio.timeout(self._spec.profile.deadline):
                        body = await read_body(response)
                    raise CallFailed(self._failure(response, body))
                if response.headers.get("content-encoding", "identity").lower() not in {"", "identity"}:
                    raise CallFailed(_odd("a file in an encoding that was not asked for"))
                async for line in split(self._chunks_of(response, MAX_BODY + questions * A_RESULT)):
                    if wanted(line):
                        yield self._secret.blotted(line)
            finally:
                await response.aclose()

    async def _chunks_of(self, response: httpx2.Response, most: int) -> AsyncIterator[bytes]:
        """Yield the bytes of a file as they come, while the user waits, up to `most`, and not slower than `DRIP`.

        What is done with them meanwhile takes nothing of its time.
        """
        assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101  of an asynchronous transport
        size, left, loop = 0, self._spec.profile.deadline, asyncio.get_running_loop()
        chunks = aiter(response.stream)
        while True:
            began = loop.time()
            async with asyncio.timeout(left):
                chunk = await anext(chunks, None)
            if chunk is None:
                return
            left += len(chunk) / DRIP - (loop.time() - began)
            if self._leave.is_set():
                raise Left
            size += len(chunk)
            if size > most:
                raise CallFailed(too_large(f"a file of results of more than {most:,} bytes"))
            yield chunk

    def _request(
        self,
        method: str,
        path: str,
        content: bytes | AsyncIterator[bytes],
        headers: Mapping[str, str],
        query: Mapping[str, object],
    ) -> httpx2.Request:
        asked = f"?{urlencode(query)}" if query else ""
        silence = self._spec.profile.deadline
        timeout = {"connect": 10.0, "read": silence, "write": silence, "pool": None}
        with failing_without(self._secret):  # of an id that an earlier version kept, no URL can be made
            return httpx2.Request(
                method, f"{self._spec.base_url}{path}{asked}", headers={**self._headers, **headers}, content=content,
                extensions={"timeout": timeout},
            )  # fmt: skip

    async def _object(self, request: httpx2.Request, deadline: float) -> dict[str, Any]:
        with failing_without(self._secret):
            async with asyncio.timeout(deadline):
                response = await self._inner.handle_async_request(request)
                try:
                    body = self._secret.blotted(await read_body(response))
                finally:
                    await response.aclose()
            if not 200 <= response.status_code < 300:
                raise CallFailed(self._failure(response, body))
            with contextlib.suppress(ValueError, RecursionError):
                document = json.loads(body)
                if isinstance(document, dict):
                    return document
            raise CallFailed(_odd(f"no JSON object: {safe(body[:200].decode('utf-8', 'replace'))}"))

    def _failure(self, response: httpx2.Response, body: bytes) -> Failure:
        headers = {name.lower(): value for name, value in response.headers.items()}
        today, status = self._settings.clock.today(), response.status_code
        failure = read_failure(status, headers, self._secret.blotted(body), today, self._spec.conventions)
        return failure or _odd("no answer of this API")


@contextlib.asynccontextmanager
async def open_wire(
    spec: ModelSpec, settings: CallSettings, secret: str | None, leave: asyncio.Event
) -> AsyncIterator[Wire]:
    """Open the Batch API of the endpoint of `spec`; `secret` is its key, and `leave` is set when the user goes."""
    limits = httpx2.Limits(max_connections=2)
    async with httpx2.AsyncHTTPTransport(verify=authorities(), limits=limits, proxy=proxy_for(spec.base_url)) as inner:
        yield Wire(spec, settings, inner, secret, leave)


def _odd(detail: str) -> Failure:
    """Return the failure of an answer that is none of this API: what was asked for may have been done."""
    return Failure(family="transient", kind="not_json", detail=detail, uncertain=True)


def _no_list(detail: str) -> Failure:
    """Return the failure of an answer that is no list: what is not in it may be there all the same."""
    return Failure(family="transient", kind=NO_LIST, detail=detail)
