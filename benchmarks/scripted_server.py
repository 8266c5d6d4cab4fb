"""A model by script in a process of its own: answers at once, after a while, or badly, and tells what it was asked.

Speaks the OpenAI protocol on loopback. Written on asyncio's protocols rather than streams: a server that shares two
cores with what it measures must be cheap. Started by `Served`; ends with its parent.
"""

import asyncio
import dataclasses
import hashlib
import json
import multiprocessing
import random
from collections import Counter, deque
from multiprocessing.connection import Connection
from typing import Any, Self

EMPTY = '{"meetings":[],"calls":[],"disputes":[]}'


@dataclasses.dataclass(frozen=True)
class Habits:
    """How the server behaves."""

    latency: float = 0.0
    slow_share: float = 0.0
    """Of all requests, by the hash of the question, that take `slow` seconds instead."""
    slow: float = 0.0
    limited_share: float = 0.0
    """Of all requests that get a 429."""
    rpm: float | None = None
    """Requests a minute that it takes before it says 429, counted by the second."""
    chaos: float = 0.0
    """Of all requests, the share of each of five faults: 500, reset, a stall, bad JSON, half an answer."""
    stall: float = 1.0
    fail_call: int | None = None
    """The number of the call that fails with 400, and every later one about the same article."""
    drop_every: int = 0
    """Closes a connection after so many answers."""
    content: str = EMPTY
    seed: int = 0


@dataclasses.dataclass
class Told:
    """What the server was asked."""

    calls: int
    questions: int
    """Different ones."""
    most_asked: int
    in_flight: int
    second: list[int]
    """Requests by the second, for the last ten minutes."""
    delays: list[float]
    """Seconds of each whole answer, in the order of the requests."""


class _Server:
    def __init__(self, habits: Habits) -> None:
        self.habits, self.chance = habits, random.Random(habits.seed)
        self.calls, self.in_flight = 0, 0
        self.asked: Counter[bytes] = Counter()
        self.at: deque[float] = deque(maxlen=200_000)
        self.delays: list[float] = []
        self.poison: bytes | None = None

    def told(self) -> Told:
        began = self.at[0] if self.at else 0.0
        seconds = Counter(int(at - began) for at in self.at)
        most = max(self.asked.values(), default=0)
        rate = [seconds[second] for second in range(max(seconds, default=-1) + 1)]
        return Told(self.calls, len(self.asked), most, self.in_flight, rate, self.delays)

    def reply(self, body: bytes) -> tuple[float, bytes | None]:
        """Return after how long, and with what; None breaks the connection."""
        habits, loop = self.habits, asyncio.get_running_loop()
        self.calls += 1
        digest = hashlib.blake2b(body, digest_size=12).digest()
        self.asked[digest] += 1
        now = loop.time()
        if habits.rpm is not None and sum(at > now - 1 for at in self._last(60)) >= habits.rpm / 60:
            return 0.0, _head(429, b'{"error":{"message":"slow down"}}', {"retry-after": "1"})
        self.at.append(now)
        if self.calls == habits.fail_call:
            self.poison = digest
        if digest == self.poison:
            return 0.0, _head(400, b'{"error":{"message":"this one I will not read"}}')
        draw = self.chance.random()
        if draw < habits.limited_share:
            return 0.0, _head(429, b'{"error":{"message":"slow down"}}', {"retry-after-ms": "50"})
        fault = int(draw / habits.chaos) if habits.chaos else 5
        if fault == 0:
            return habits.latency, _head(500, b'{"error":{"message":"oops"}}')
        if fault == 1:
            return habits.latency, None
        delay = habits.stall if fault == 2 else habits.latency
        if habits.slow_share and digest[0] < 256 * habits.slow_share:
            delay = habits.slow
        self.delays.append(delay)
        talks = fault == 3 and b"not an answer of the shape" not in body  # wrong twice would be wrong for ever
        answer = _completion("I would rather talk." if talks else habits.content)
        return delay, _head(200, answer[: len(answer) // 2] if fault == 4 else answer)

    def _last(self, count: int) -> list[float]:
        return list(self.at)[-count:]


class _Connection(asyncio.Protocol):
    def __init__(self, server: _Server) -> None:
        self.server, self.data, self.served = server, bytearray(), 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self.data += data
        while (end := self.data.find(b"\r\n\r\n")) >= 0:
            head = bytes(self.data[:end]).lower()
            start = head.find(b"content-length:")
            size = int(head[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
            if len(self.data) < end + 4 + size:
                return
            body = bytes(self.data[end + 4 : end + 4 + size])
            del self.data[: end + 4 + size]
            self.server.in_flight += 1
            delay, answer = self.server.reply(body)
            asyncio.get_running_loop().call_later(delay, self._send, answer)

    def _send(self, answer: bytes | None) -> None:
        self.server.in_flight -= 1
        if self.transport.is_closing():
            return
        if answer is None:
            self.transport.abort()
            return
        self.transport.write(answer)
        self.served += 1
        every = self.server.habits.drop_every
        if every and self.served % every == 0:
            self.transport.close()


def _completion(content: str) -> bytes:
    return json.dumps(
        {
            "id": "x", "object": "chat.completion", "created": 1, "model": "served-1",
            "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}],
            "usage": {"prompt_tokens": 9000, "completion_tokens": 20},
        }
    ).encode()  # fmt: skip


def _head(status: int, body: bytes, headers: dict[str, str] | None = None) -> bytes:
    lines = {"content-type": "application/json", "content-length": str(len(body)), **(headers or {})}
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} X\r\n{text}\r\n".encode() + body


def _serve(habits: Habits, pipe: Connection) -> None:
    async def forever() -> None:
        server = _Server(habits)
        listening = await asyncio.get_running_loop().create_server(lambda: _Connection(server), "127.0.0.1", 0)
        pipe.send(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v1")
        while (wish := await asyncio.to_thread(pipe.recv)) != "end":
            pipe.send(server.calls if wish == "calls" else server.told())

    asyncio.run(forever())


class Served:
    """A running server: `with Served(Habits()) as server`."""

    def __init__(self, habits: Habits) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(habits, theirs), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self.url: str = self._pipe.recv()
        return self

    def told(self) -> Told:
        """Return what it was asked until now."""
        self._pipe.send("tell")
        told: Told = self._pipe.recv()
        return told

    def calls(self) -> int:
        """Return how often it was asked until now."""
        self._pipe.send("calls")
        calls: int = self._pipe.recv()
        return calls

    def __exit__(self, *_: object) -> None:
        self._pipe.send("end")
        self._process.join(5)
        if self._process.is_alive():
            self._process.kill()
