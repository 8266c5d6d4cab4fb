"""The bytes of an answer: read to their end under a cap, and what they say they took; their meaning is unknown here."""

import contextlib
import json
import re
import zlib
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import httpx2

from memcon._data import MOST_VALUES, is_crowded
from memcon.models.failure import CallFailed, Failure, safe
from memcon.models.said import THOUGHTS
from memcon.models.tokens import TokenCounts, sound

LONGEST_NAME: Final = 200
"""Characters of a model's name that are kept, as an answer gives it: one may be as long as an answer."""
MAX_BODY: Final = 32 * 1024 * 1024
"""Bytes of an answer, as it comes and decompressed. The longest answers of today's models are under one."""

LEAST_CONTEXT: Final = 512
"""Tokens of the smallest context that a server is run with."""
MOST_BYTES: Final = 5
"""Of a question, for a token: where there are fewer, nothing need be counted."""
_TOKEN: Final = re.compile(r"[^\w\s]?[^\W\d_]+|\d+|[^\w\s]+|_+")


async def read_body(response: httpx2.Response) -> bytes:
    """Read a body to its end, decompressed, up to `MAX_BODY`. What follows the end of what is compressed is left out.

    Raises:
        CallFailed: it is larger, or in an encoding that was not asked for.
    """
    encoding = response.headers.get("content-encoding", "identity").lower()
    if encoding not in {"identity", "", "gzip", "deflate"}:
        raise CallFailed(_unusable("encoding", f"content-encoding {encoding!r} was not asked for"))
    inflate = zlib.decompressobj(47) if encoding in {"gzip", "deflate"} else None
    body, received = bytearray(), 0
    async for chunk in _stream(response):
        received += len(chunk)
        try:
            if inflate is None:
                body += chunk
            elif not inflate.eof:  # it would keep all that follows, and copy it with each chunk
                body += inflate.decompress(chunk, MAX_BODY + 1)
        except zlib.error as error:
            raise CallFailed(_unusable("encoding", f"a damaged {encoding} body: {error}")) from None
        if max(received, len(body)) > MAX_BODY:
            raise CallFailed(_unusable("too_large", f"an answer of more than {MAX_BODY:,} bytes"))
    return bytes(body)


async def _stream(response: httpx2.Response) -> AsyncIterator[bytes]:
    assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101  of an asynchronous transport
    async for chunk in response.stream:
        yield chunk


def _unusable(kind: str, detail: str) -> Failure:
    return Failure(family="article", kind=kind, detail=detail, status=200)


def crowded(body: bytes) -> Failure | None:
    """Return the failure of an answer with more values than are read into memory; None where it has fewer.

    It is kept as it came, and looked at by nobody: the longest answers of today's models have a tenth as many.
    """
    if not is_crowded(body):
        return None
    return _unusable("too_large", f"an answer of more than {MOST_VALUES:,} values in JSON")


def read_tokens(body: bytes) -> TokenCounts:
    """Return what an answer says it took. Never raises: a body may be anything."""
    with contextlib.suppress(ValueError, RecursionError, AttributeError):
        document = json.loads(body)
        usage = document.get("usage") or {}
        details = usage.get("prompt_tokens_details") or {}
        model, prompt = document.get("model"), read_count(usage.get("prompt_tokens"))
        cached = read_count(details.get("cached_tokens"))
        return TokenCounts(
            prompt=prompt,
            completion=read_count(usage.get("completion_tokens")),
            cached=None if cached is None or prompt is None else min(cached, prompt),
            model=sound(model[:LONGEST_NAME]) if isinstance(model, str) else None,
            thought=_thought(document, usage),
        )
    return TokenCounts()


def beginning(body: bytes, most: int = 120) -> str:
    """Return how the text of an answer begins, safe to print; empty where it has none. Never raises."""
    with contextlib.suppress(ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return safe(json.loads(body)["choices"][0]["message"]["content"], most)
    return ""


def _thought(document: Mapping[str, Any], usage: Mapping[str, Any]) -> bool:
    """Tell whether a model thought before it answered: by the tokens that it counts, or by a thought that it shows."""
    if read_count((usage.get("completion_tokens_details") or {}).get("reasoning_tokens")):
        return True
    with contextlib.suppress(LookupError, TypeError, AttributeError):
        message = document["choices"][0]["message"]
        shown = any(isinstance(message.get(name), str) and message[name].strip() for name in THOUGHTS)
        return shown or "<think" in (message.get("content") or "")[:200]
    return False


def cut_prompt(tokens: TokenCounts, asked: bytes) -> Failure | None:
    """Return the failure of a server that read a part of the prompt alone; None where it read all, or does not tell.

    A prompt has at least a token for each word, number and run of signs, in every tokenizer that ends tokens where
    these end; a sign may be one with the word behind it. A server that counts fewer than any context holds tells of
    what was not in its cache.
    """
    if tokens.prompt is None or tokens.prompt < LEAST_CONTEXT or tokens.prompt * MOST_BYTES > len(asked):
        return None
    messages = json.loads(asked).get("messages", ())
    least = sum(1 for turn in messages for _ in _TOKEN.finditer(str(turn.get("content", ""))))
    if tokens.prompt >= least:
        return None
    return Failure(
        family="article",
        kind="prompt_cut",
        detail=f"the server read {tokens.prompt} tokens of a prompt of {least} at least: give it a longer context"
        " (Ollama's OLLAMA_CONTEXT_LENGTH, llama.cpp's -c, vLLM's --max-model-len, LM Studio's context length), of"
        f" {-(-(2 * least) // 4096) * 4096} tokens, or use --strategy cascade, whose prompts are short",
        status=200,
    )


def read_count(value: object) -> int | None:
    """Return a number that an endpoint tells, None where it is no count that a ledger can hold."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else None
