"""One call: sent once, and its answer read whole within the deadline, without the key. Knows no ledger."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import httpx2

from memcon.models.failure import CallFailed
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
    try:
        async with asyncio.timeout(deadline):
            response = await inner.handle_async_request(request)
            try:
                body = await read_body(response)
            finally:
                await response.aclose()
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as error:
        raise CallFailed(of_transport(error, secret.blotted_text)) from error
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Received(response.status_code, headers, secret.blotted(body))
