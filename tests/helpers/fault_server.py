"""A real HTTP server on loopback that answers as it is told, well or badly, and keeps what it was asked.

A script is a list of replies, used one a request in order of arrival and to its end, or a function from a request to
its reply. A reply writes bytes: it can say anything that a provider, a proxy or a cut cable would.
"""

import asyncio
import contextlib
import gzip
import json
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Writer = asyncio.StreamWriter
Reply = Callable[[Writer], Awaitable[None]]


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw)


Script = Callable[[Asked], Reply]


@dataclass
class FaultServer:
    """What a test sees of the running server."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0
    unexpected: int = 0
    """Requests that came after the end of the script."""

    @property
    def calls(self) -> int:
        return len(self.asked)


@contextlib.asynccontextmanager
async def fault_server(script: Sequence[Reply] | Script, *, port: int = 0) -> AsyncIterator[FaultServer]:
    """Serve `script` on loopback. A list must be played to its end, and no further."""
    replies = None if callable(script) else list(script)
    server = FaultServer("")

    def reply_to(asked: Asked) -> Reply:
        if replies is None:
            assert callable(script)
            return script(asked)
        if not replies:
            server.unexpected += 1
            return fails(418, {"error": {"message": "the script is over"}})
        return replies.pop(0)

    async def serve(reader: asyncio.StreamReader, writer: Writer) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while asked := await _read(reader):
                server.asked.append(asked)
                server.in_flight += 1
                server.most_in_flight = max(server.most_in_flight, server.in_flight)
                try:
                    await reply_to(asked)(writer)
                    await writer.drain()
                finally:
                    server.in_flight -= 1
                if writer.is_closing():
                    break
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", port)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v1"
    try:
        yield server
    finally:
        listening.close()
        tasks = [
            task for task in asyncio.all_tasks() if getattr(task.get_coro(), "__qualname__", "").endswith(".serve")
        ]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert not server.unexpected, f"{server.unexpected} requests after the end of the script"
    assert not replies, f"{len(replies)} replies of the script were not asked for"


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    raw = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, path, headers, raw)


def completion(content: str | None, finish: str | None = "stop", **more: Any) -> dict[str, Any]:
    """A chat completion as an OpenAI-compatible server writes it; `more` lies over the choice."""
    message = {"role": "assistant", "content": content} | more.pop("message", {})
    return {
        "id": "x", "object": "chat.completion", "created": 1, "model": "served-1",
        "choices": [{"index": 0, "finish_reason": finish, "message": message} | more],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "prompt_tokens_details": {"cached_tokens": 60}},
    }  # fmt: skip


def says(content: str | None, finish: str | None = "stop", **more: Any) -> Reply:
    """A whole and well-formed answer of the model."""
    return sends(completion(content, finish, **more))


def fails(status: int, body: Any = None, headers: Mapping[str, str] | None = None) -> Reply:
    """An error status with a JSON body, or with bytes as they are."""
    return sends({"error": {"message": "no", "type": "server_error"}} if body is None else body, status, headers)


def sends(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """Any complete answer: bytes as they are, everything else as JSON."""
    payload = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "text/html" if payload[:1] == b"<" else "application/json"

    async def reply(writer: Writer) -> None:
        writer.write(_head(status, {"content-type": kind, "content-length": str(len(payload))} | dict(headers or {})))
        writer.write(payload)

    return reply


def gzipped(body: bytes) -> Reply:
    """An answer compressed although nobody asked for it."""
    return sends(gzip.compress(body, 1), headers={"content-encoding": "gzip", "content-type": "application/json"})


def endless(begin: bytes = b'{"a":"', encoding: str = "identity") -> Reply:
    """A body without length and without end."""

    async def reply(writer: Writer) -> None:
        head = {"content-type": "application/json", "connection": "close", "content-encoding": encoding}
        writer.write(_head(200, head) + begin)
        while True:
            writer.write(b"x" * 262144)
            await writer.drain()

    return reply


def cut(body: Any, after: int, *, reset: bool) -> Reply:
    """Half an answer, then the connection breaks: with a reset, or closed as if all were well."""
    payload = json.dumps(body).encode()

    async def reply(writer: Writer) -> None:
        writer.write(_head(200, {"content-type": "application/json", "content-length": str(len(payload))}))
        writer.write(payload[:after])
        await writer.drain()
        _break(writer, reset=reset)

    return reply


def hangs_up() -> Reply:
    """The connection is closed before a byte of the answer."""

    async def reply(writer: Writer) -> None:
        _break(writer, reset=False)

    return reply


def trickles(body: Any, pause: float = 0.02) -> Reply:
    """One byte at a time: each read succeeds, and the answer never ends in time."""
    payload = json.dumps(body).encode()

    async def reply(writer: Writer) -> None:
        writer.write(_head(200, {"content-type": "application/json", "content-length": str(len(payload))}))
        for byte in payload:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(pause)

    return reply


def closes(then: Reply) -> Reply:
    """An answer, after which an idle connection is closed without a word, as proxies do."""

    async def reply(writer: Writer) -> None:
        await then(writer)
        await writer.drain()
        writer.close()

    return reply


def waits(event: asyncio.Event, then: Reply) -> Reply:
    """An answer that comes once `event` is set."""

    async def reply(writer: Writer) -> None:
        await event.wait()
        await then(writer)

    return reply


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Some Reason", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _break(writer: Writer, *, reset: bool) -> None:
    if reset:
        raw: socket.socket = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
    writer.close()
