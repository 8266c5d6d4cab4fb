"""One connection a call in flight, the last used first: what a pool of one transport each does."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest

from memcon.models.origins import PerOrigin


class One(httpx2.AsyncBaseTransport):
    """Counts what it is asked; refuses a second request at a time, as a single connection would."""

    def __init__(self, url: str) -> None:
        self.url, self.asked, self.busy, self.closed = url, 0, False, False
        self.broken = False

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        assert not self.busy
        self.asked += 1
        if self.broken:
            raise httpx2.ReadError("cut")
        self.busy = True
        return httpx2.Response(200, stream=_Body(self))

    async def aclose(self) -> None:
        self.closed = True


class _Body(httpx2.AsyncByteStream):
    def __init__(self, one: One) -> None:
        self.one = one

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"{}"

    async def aclose(self) -> None:
        self.one.busy = False


@pytest.fixture
def made() -> list[One]:
    return []


@pytest.fixture
def pool(made: list[One]) -> PerOrigin:
    def make(url: str) -> One:
        made.append(One(url))
        return made[-1]

    return PerOrigin(make)


def request(url: str = "http://a.test/v1") -> httpx2.Request:
    return httpx2.Request("POST", url, content=b"{}")


async def whole(pool: PerOrigin, url: str = "http://a.test/v1") -> bytes:
    response = await pool.handle_async_request(request(url))
    body = await response.aread()
    await response.aclose()
    return body


async def test_a_connection_is_used_again_once_its_response_is_closed(pool: PerOrigin, made: list[One]) -> None:
    assert [await whole(pool) for _ in range(3)] == [b"{}"] * 3
    assert [one.asked for one in made] == [3]


async def test_responses_that_are_open_have_a_connection_each(pool: PerOrigin, made: list[One]) -> None:
    first, second = [await pool.handle_async_request(request()) for _ in range(2)]
    await first.aclose()
    await first.aclose()  # twice gives one connection back
    assert [one.busy for one in made] == [False, True]
    third, fourth = [await pool.handle_async_request(request()) for _ in range(2)]
    assert [one.asked for one in made] == [2, 1, 1]
    for response in (second, third, fourth):
        await response.aclose()


async def test_each_host_has_connections_of_its_own(pool: PerOrigin, made: list[One]) -> None:
    await asyncio.gather(whole(pool), whole(pool, "http://b.test/v1"), whole(pool, "https://a.test/v1"))
    assert {one.url for one in made} == {"http://a.test/v1", "http://b.test/v1", "https://a.test/v1"}


async def test_a_connection_that_broke_is_given_back(pool: PerOrigin, made: list[One]) -> None:
    await whole(pool)
    made[0].broken = True
    with pytest.raises(httpx2.ReadError):
        await whole(pool)
    made[0].broken = False
    await whole(pool)
    assert [one.asked for one in made] == [3]


async def test_closing_closes_all(pool: PerOrigin, made: list[One]) -> None:
    left = await pool.handle_async_request(request())
    await whole(pool)
    await pool.aclose()
    assert [one.closed for one in made] == [True, True]
    await left.aclose()
