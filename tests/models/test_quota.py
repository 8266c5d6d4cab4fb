"""A quota asked for in full, of a provider that counts by the second: kept, used, and without 429s. No waiting."""

import asyncio
import json
import random
from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.fault_server import Asked, Reply, fault_server, says
from helpers.leaping import LeapingLoop
from memcon.models.ledger.store import open_ledger
from memcon.models.ledger.together import Together
from memcon.models.limits import Limits
from memcon.models.outgoing import tell_departure
from memcon.models.settings import CallSettings, Clock
from memcon.models.spec import choose_spec
from memcon.models.traffic.rates import SlidingWindow
from memcon.models.transport import LedgerTransport

URL = "http://127.0.0.1:9/v1"
ANSWER = {
    "id": "x", "object": "chat.completion", "created": 1, "model": "m",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "{}"}}],
    "usage": {"prompt_tokens": 9000, "completion_tokens": 20},
}  # fmt: skip


class Provider(httpx2.AsyncBaseTransport):
    """Takes so many requests in any second. A request travels for milliseconds, an answer for a tenth of a second.

    Now and then one is connected first, as httpx2 tells it, and takes up to `connects` seconds more.
    """

    def __init__(self, rpm: int, drawn: random.Random, connects: float = 0.0) -> None:
        self.taken: deque[float] = deque(maxlen=rpm // 60)
        self.told: Counter[int] = Counter()
        self._drawn, self._connects = drawn, connects

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        loop = asyncio.get_running_loop()
        if self._drawn.random() < 0.05:
            await asyncio.sleep(self._drawn.uniform(0, self._connects))
        await request.extensions["trace"]("http11.send_request_body.complete", {})
        await asyncio.sleep(self._drawn.uniform(0.001, 0.008))
        full = len(self.taken) == self.taken.maxlen and self.taken[0] > loop.time() - 1
        self.told[429 if full else 200] += 1
        if full:
            return httpx2.Response(429, json={"error": {"message": "slow down"}}, headers={"retry-after": "1"})
        self.taken.append(loop.time())
        await asyncio.sleep(0.1)
        return httpx2.Response(200, json=ANSWER)


@pytest.mark.parametrize(
    ("commit", "connects"),
    [(0.0, 0.0), (0.015, 0.0), (0.09, 0.0), (0.015, 0.2)],
    ids=["disk at once", "slow disk", "disk that others use", "connections made anew"],
)
def test_a_quota_is_used_to_the_last_hundredths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, commit: float, connects: float
) -> None:
    """400 questions at 600 a minute, which are 40 seconds."""
    drawn = random.Random(3)

    async def put(self: Together, write: Callable[..., Any], of: int | None = None) -> Any:
        await asyncio.sleep(drawn.uniform(0, commit))
        return self._carry_out([(write, of)])[0][0]

    async def asked() -> tuple[float, Counter[int]]:
        loop, provider = asyncio.get_running_loop(), Provider(600, drawn, connects)
        limits = Limits(rpm=600, concurrency=32)
        settings = CallSettings(limits=limits, clock=Clock(now=loop.time, sleep=asyncio.sleep))
        with open_ledger(tmp_path / "ledger.sqlite") as ledger:
            transport = LedgerTransport(limits.laid_over(choose_spec("m", URL, {})), ledger, provider, settings)
            async with httpx2.AsyncClient(transport=transport, timeout=None) as client:
                bodies = [{"messages": [{"role": "user", "content": str(number)}]} for number in range(400)]
                answers = await asyncio.gather(*(client.post(f"{URL}/chat/completions", json=body) for body in bodies))
        assert all(json.loads(answer.content) == ANSWER for answer in answers)
        return loop.time(), provider.told

    monkeypatch.setattr(Together, "put", put)
    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        seconds, told = runner.run(asked())
    assert told == {200: 400}
    assert 40 <= seconds <= 40 * 1.03


async def test_a_request_is_told_to_have_left_once_it_is_connected_and_written() -> None:
    """By httpx2's own transport: an event of another name would tell nothing."""
    left: list[int] = []

    def answers(_: Asked) -> Reply:
        left.append(0)
        return says("{}")

    async with fault_server(answers) as server, httpx2.AsyncHTTPTransport() as transport:
        for number in (1, 2):  # on a new connection, and on one that is there
            request = httpx2.Request("POST", f"{server.url}/chat/completions", content=b"{}" * 100_000)
            tell_departure(request, lambda: left.append(1))
            response = await transport.handle_async_request(request)
            await response.aread()
            await response.aclose()
            assert sorted(left) == [0] * number + [1] * number


@given(
    rate=st.floats(0.02, 40), lags=st.lists(st.tuples(st.floats(0, 3), st.floats(0, 0.02)), min_size=2, max_size=150)
)
def test_no_window_holds_more_than_its_count(rate: float, lags: list[tuple[float, float]]) -> None:
    """However requests bunch before the line, and whatever is done between their turn and their leaving."""
    window, now, left = SlidingWindow(rate), 0.0, []
    for idle, late in lags:
        now += idle / rate
        wait = window.wait(now)
        assert wait == 0 or window.wait(now + wait) <= 1e-9
        now += wait
        departure = window.take(now)
        departure.at = max(departure.at, now + late / rate)  # it leaves when it may, and all before it is done
        left.append(departure.at)
    count = max(1, int(rate))
    for first, later in zip(left, left[count:], strict=False):
        assert later - first >= count / rate
