"""A question's request as it leaves, and the response that an answer of the ledger is given back as."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.metadata import version
from typing import Final

import httpx2

_GONE: Final = ".send_request_body.complete"
"""End of what httpx2's `trace` extension calls the moment at which all of a request is with the system."""


def sent_headers(key: str | None) -> dict[str, str]:
    """Return every header that leaves with a question, besides `Host` and `Content-Length`, which HTTP itself needs.

    The client's library would add what it finds in its own variables of the environment (`OPENAI_ORG_ID`,
    `OPENAI_PROJECT_ID`, `OPENAI_CUSTOM_HEADERS` and whatever a later version brings), and tell of this machine.
    """
    return {
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Authorization": f"Bearer {key or 'none'}",  # some servers without a key want one all the same
        "Content-Type": "application/json",
        "User-Agent": f"memcon/{version('memcon')}",
    }


@lru_cache(16)
def address(url: str) -> httpx2.URL:
    """Return where questions go at a base URL."""
    return httpx2.URL(f"{url}/chat/completions")


def sendable(request: httpx2.Request, url: httpx2.URL, content: bytes, headers: Mapping[str, str]) -> httpx2.Request:
    """Return `request` as it leaves, to `url`, with these headers alone."""
    return httpx2.Request(request.method, url, headers=headers, content=content, extensions=request.extensions)


def tell_departure(request: httpx2.Request, left: Callable[[], None]) -> None:
    """Have `left` called when the last byte of `request` is on its way: connecting to the endpoint comes before.

    A transport that knows no such moment calls nothing.
    """

    async def trace(event: str, _: object) -> None:
        if event.endswith(_GONE):
            left()

    request.extensions = {**request.extensions, "trace": trace}


def answered(body: bytes) -> httpx2.Response:
    """Return an answer as a response."""
    return httpx2.Response(200, headers={"content-type": "application/json"}, content=body)
