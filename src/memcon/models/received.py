"""One call: sent once, and its answer read whole within the deadline, without the key. Knows no ledger."""

import asyncio
import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import httpx2

from memcon.models.failure import CallFailed, safe
from memcon.models.failures import of_transport
from memcon.models.response import read_body
from memcon.models.secrets import Secret


@dataclass(frozen=True, slots=True)
class Received:
    """A whole HTTP answer."""

    status: int
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes


async def receive(
    inner: httpx2.AsyncBaseTransport, request: httpx2.Request, deadline: float, secret: Secret
) -> Received:
    """Send `request` once, and return its answer.

    Raises:
        CallFailed: it broke, took too long, or is too large.
    """
    with failing_without(secret):
        async with asyncio.timeout(deadline):
            response = await inner.handle_async_request(request)
            try:
                body = await read_body(response)
            finally:
                await response.aclose()
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Received(response.status_code, headers, secret.blotted(body))


@contextlib.contextmanager
def failing_without(secret: Secret) -> Iterator[None]:
    """Have what fails within be a `CallFailed` that holds no key and is no longer than a message.

    Bodies, headers and errors of the connection are the endpoint's words: it may have put the key into any of them.
    """
    try:
        yield
    except CallFailed as failed:
        clean = replace(failed.failure, detail=safe(secret.blotted_text(failed.failure.detail)))
        raise CallFailed(clean) from failed.__cause__
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as error:
        raise CallFailed(of_transport(error, secret.blotted_text)) from error
