"""The bytes of an answer: read to their end under a cap, and what they say they took; their meaning is unknown here."""

import contextlib
import json
import zlib
from collections.abc import AsyncIterator
from typing import Final

import httpx2

from memcon.models.failure import CallFailed, Failure
from memcon.models.tokens import TokenCounts, sound

MAX_BODY: Final = 32 * 1024 * 1024
"""Bytes of an answer, decompressed. The longest answers of today's models are under one."""


async def read_body(response: httpx2.Response) -> bytes:
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


def read_tokens(body: bytes) -> TokenCounts:
    """Return what an answer says it took. Never raises: a body may be anything."""
    with contextlib.suppress(ValueError, RecursionError, AttributeError):
        document = json.loads(body)
        usage = document.get("usage") or {}
        details = usage.get("prompt_tokens_details") or {}
        model = document.get("model")
        return TokenCounts(
            prompt=_count(usage.get("prompt_tokens")),
            completion=_count(usage.get("completion_tokens")),
            cached=_count(details.get("cached_tokens")),
            model=sound(model) if isinstance(model, str) else None,
        )
    return TokenCounts()


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else None
