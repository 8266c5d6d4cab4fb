"""Several endpoints of one model: they share the work by what each takes, and one that fails costs nothing."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from typing import Any

import pytest

from helpers.fault_server import Asked, FaultServer, Reply, Writer, fails
from helpers.harness import ARTICLES, KEY, World, clean_events, fast, good, number_in, world
from helpers.scripted import serving

__all__ = ["fast", "world"]


def well(asked: Asked) -> Reply:
    return good(number_in(asked))


def after(seconds: float) -> Any:
    """Answer after so many seconds of the run's clock, which goes fifty times as fast."""

    def script(asked: Asked) -> Reply:
        async def reply(writer: Writer) -> None:
            await asyncio.sleep(seconds / 50)
            await good(number_in(asked))(writer)

        return reply

    return script


def behind(others: list[FaultServer], calls: int) -> Any:
    """Answer when the first of `others` has been asked so many times more, or nobody is asked any more."""

    def script(asked: Asked) -> Reply:
        async def reply(writer: Writer) -> None:
            until = others[0].calls + calls
            while others[0].calls < until and sum(each.calls for each in others) < ARTICLES:
                await asyncio.sleep(0.01)
            await good(number_in(asked))(writer)

        return reply

    return script


@contextlib.contextmanager
def endpoints(*scripts: Any) -> Iterator[list[FaultServer]]:
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(serving(script)) for script in scripts]


def extract(world: World, urls: list[str], *options: str) -> Any:
    world.articles()
    world.settled = True
    named = [word for url in urls for word in ("--base-url", url)]
    ran = world.memcon("extract", "news.jsonl", "-o", "out", "--ledger", "ledger.sqlite", *named, *options)
    world.i5_no_key_anywhere(ran)
    return ran


def test_two_share_the_work_and_the_ledger_is_one(world: World) -> None:
    servers: list[FaultServer] = []
    with endpoints(well, behind(servers, 3)) as (quick, slow):
        servers += [quick, slow]
        ran = extract(world, [quick.url, slow.url], "--concurrency", "2")
        assert ran.code == 0, ran.err
        assert quick.calls + slow.calls == ARTICLES
        assert quick.calls > slow.calls >= 3
        assert max(quick.most_in_flight, slow.most_in_flight) <= 2
    assert world.events == clean_events()
    assert world.report["settings"]["other_urls"] == [slow.url]
    with endpoints(well) as (alone,):  # the answers are those of the first one's name
        assert extract(world, [alone.url]).code == 0
        assert alone.calls == 0


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("status", [401, 404, 402])
def test_one_that_will_not_serve_is_left_out_and_the_others_go_on(world: World, number: int, status: int) -> None:
    scripts: list[Any] = [well, well]
    scripts[number] = lambda _: fails(status, {"error": {"message": "not you"}})
    with endpoints(*scripts) as servers:
        ran = extract(world, [server.url for server in servers])
        assert ran.code == 0, ran.err
    assert f"endpoint {number + 1} (localhost) is left out" in ran.err
    assert world.events == clean_events()


def test_when_none_is_left_the_run_stops_as_with_one(world: World) -> None:
    wrong = fails(401, {"error": {"message": "not you"}})
    with endpoints(lambda _: wrong, lambda _: wrong) as servers:
        ran = extract(world, [server.url for server in servers])
    assert ran.code == 4
    assert world.report["stop_reason"] == "auth"


def test_one_that_is_out_does_not_hold_the_others_up(world: World) -> None:
    with endpoints(well) as (up,):
        ran = extract(world, ["http://127.0.0.1:9/v1", up.url], "--max-wait", "5")
        assert ran.code == 0, ran.err
        assert up.calls == ARTICLES
    assert world.events == clean_events()


def test_a_rate_limit_at_one_is_no_reason_to_wait_for_the_other(world: World) -> None:
    limited = fails(429, {"error": {"message": "slow down"}}, {"retry-after": "3000"})
    with endpoints(lambda _: limited, well) as (full, free):
        ran = extract(world, [full.url, free.url])
        assert ran.code == 0, ran.err
        assert free.calls == ARTICLES
    assert world.events == clean_events()


def test_three_keys_at_one_address(world: World) -> None:
    keys = [f"{KEY}{number}" for number in range(3)]
    world.monkeypatch.setenv("MEMCON_API_KEY", ",".join(keys))
    with endpoints(after(5)) as (server,):
        ran = extract(world, [server.url] * 3, "--concurrency", "2")
        assert ran.code == 0, ran.err
        assert {asked.headers["authorization"] for asked in server.asked} == {f"Bearer {key}" for key in keys}
        assert server.most_in_flight > 2
    assert world.events == clean_events()


def test_as_many_keys_as_endpoints_or_one(world: World) -> None:
    world.monkeypatch.setenv("MEMCON_API_KEY", "one,two")
    with endpoints(well) as (server,):
        ran = extract(world, [server.url] * 3)
        assert ran.code == 2
        assert "2 API keys in the environment for 3 endpoints" in ran.err
        assert extract(world, [server.url] * 3, "--batch").code == 2
        assert server.calls == 0


def test_a_budget_is_one_for_all(world: World) -> None:
    with endpoints(after(2), after(2)) as servers:
        ran = extract(world, [server.url for server in servers], "--max-requests", "7")
        assert ran.code == 4
        assert sum(server.calls for server in servers) == 7
    assert json.loads((world.out / "run.json").read_text("utf-8"))["stop_reason"] == "budget"
