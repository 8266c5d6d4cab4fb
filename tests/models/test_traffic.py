"""The line before the endpoint: what it lets through, and when. No network and no waiting; the clock is ours."""

import asyncio
import contextlib
import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.errors import Interrupted, ProviderStopped, UsageError
from memcon.models.failure import CallFailed, Failure
from memcon.models.limits import Limits
from memcon.models.prices import Price, cost_of, load_prices
from memcon.models.settings import CallSettings, Clock
from memcon.models.spec import ModelSpec, choose_spec
from memcon.models.tokens import TokenCounts
from memcon.models.traffic.admission import Traffic
from memcon.models.traffic.breaker import OPENS_AFTER, Breaker
from memcon.models.traffic.budget import Budget, Need
from memcon.models.traffic.concurrency import COOL_DOWN, Adaptive
from memcon.models.traffic.rates import LONGEST_HINT, SPREAD, Bucket, Hint

PRICE = Price(host="", model="", input=1.0, cached=0.5, output=10.0, as_of=dt.date(2026, 1, 1))
NEED = Need(1000, 100)
CONVENTIONS = choose_spec("m", "http://x.org/v1", {}).conventions


# --- buckets and hints ---


@settings(max_examples=80, deadline=None)
@given(rate=st.floats(0.05, 50), amounts=st.lists(st.floats(0, 30), min_size=1, max_size=40), burst=st.floats(1, 20))
def test_no_window_lets_more_through_than_rate_and_burst(rate: float, amounts: list[float], burst: float) -> None:
    bucket, now, left = Bucket(rate, burst, 0.0), 0.0, []
    for amount in amounts:
        wait = bucket.wait(amount, now)
        assert 0 <= wait < float("inf")
        now += wait
        assert bucket.wait(amount, now) <= 1e-6
        bucket.take(amount, now)
        left.append((now, amount))
    for first in range(len(left)):
        taken = 0.0
        for when, amount in left[first:]:
            assert taken <= burst + rate * (when - left[first][0]) + 1e-3  # before this one: it may go into debt
            taken += amount


def test_what_was_not_used_comes_back() -> None:
    bucket = Bucket(10.0, 100.0, 0.0)
    bucket.take(100, 0.0)
    assert bucket.wait(50, 0.0) == pytest.approx(5)
    bucket.give_back(60)
    assert bucket.wait(50, 0.0) == 0
    bucket.give_back(1000)
    bucket.take(100, 0.0)
    assert bucket.wait(10, 0.0) == pytest.approx(1)


HINTS: dict[str, tuple[dict[str, str], float]] = {
    "none": ({}, 0),
    "plenty": ({"limit": "60", "remaining": "30", "reset": "30s"}, 0),
    "used up": ({"limit": "60", "remaining": "0", "reset": "60s"}, 1),
    "used up, no limit told": ({"remaining": "0", "reset": "1s"}, 1),
    "go duration": ({"limit": "10", "remaining": "0", "reset": "1m40s"}, 10),
    "for a day": ({"limit": "1", "remaining": "0", "reset": "7h"}, LONGEST_HINT),
    "minus one": ({"remaining": "-1", "reset": "1s"}, 0),
    "no number": ({"remaining": "many", "reset": "1s"}, 0),
    "no reset": ({"remaining": "0"}, 0),
    "reset zero": ({"remaining": "0", "reset": "0s"}, 0),
}


@pytest.mark.parametrize("case", HINTS)
def test_a_hint_holds_back_for_as_long_as_it_says(case: str) -> None:
    told, wait = HINTS[case]
    hint = Hint(CONVENTIONS.requests)
    hint.learn({f"x-ratelimit-{name}-requests": value for name, value in told.items()}, 0, 5.0)
    assert hint.wait(1, 5.0) == pytest.approx(wait)


def test_a_hint_counts_what_left_since_its_request() -> None:
    hint = Hint(CONVENTIONS.requests)
    headers = {"x-ratelimit-remaining-requests": "2", "x-ratelimit-reset-requests": "1s"}
    hint.learn(headers, 2, 0.0)
    assert hint.wait(1, 0.0) > 0
    hint.learn(headers, 1, 0.0)
    assert hint.wait(1, 0.0) == 0
    hint.take(1, 0.0)
    assert hint.wait(1, 0.0) > 0


# --- how many at once ---


def test_slow_start_doubles_a_round_up_to_the_ceiling() -> None:
    adaptive = Adaptive(100, 0.0)
    assert adaptive.limit == 75
    for _ in range(80):
        adaptive.answered(1.0, used_up=True)
    assert adaptive.limit == 100
    assert Adaptive(8, 0.0).limit == 8


def test_what_is_not_used_up_does_not_grow() -> None:
    adaptive = Adaptive(100, 0.0)
    for _ in range(100):
        adaptive.answered(1.0, used_up=False)
    assert adaptive.limit == 75


def test_one_episode_is_one_cut_and_then_it_grows_by_one_a_round() -> None:
    adaptive = Adaptive(100, 0.0)
    for second in range(10):
        adaptive.limited(second, second + 1)
        adaptive.answered(second, used_up=True)
    assert adaptive.limit == 60
    adaptive.limited(COOL_DOWN + 10, COOL_DOWN + 11)
    assert adaptive.limit == 48
    now = 2 * COOL_DOWN + 20
    for _ in range(48):
        adaptive.answered(now, used_up=True)
    assert adaptive.limit in {48, 49}
    assert [(change.limit, change.why) for change in adaptive.history] == [(75, "start"), (60, "429"), (48, "429")]


def test_a_server_error_pauses_growth_and_cuts_nothing() -> None:
    adaptive = Adaptive(100, 0.0)
    adaptive.stumbled(0.0)
    adaptive.answered(1.0, used_up=True)
    assert adaptive.limit == 75
    adaptive.answered(6.0, used_up=True)
    assert adaptive.limit == 76


def test_a_server_that_takes_six_is_asked_five_or_six_at_once() -> None:
    """Rounds of a second; the server answers six of each, and says 429 to the rest."""
    adaptive, refused, sent, limits = Adaptive(16, 0.0), 0, 0, []
    for second in range(600):
        limit = adaptive.limit
        over = max(0, limit - 6)
        for _ in range(over):
            adaptive.limited(float(second), second + 1.0)
        for _ in range(limit - over):
            adaptive.answered(float(second), used_up=True)
        if second > 100:
            refused, sent = refused + over, sent + limit
            limits.append(limit)
    assert refused / sent < 0.05
    assert {5, 6} <= set(limits) <= {5, 6, 7}


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 80), st.lists(st.tuples(st.sampled_from("als"), st.floats(0, 20)), max_size=60))
def test_the_limit_stays_between_one_and_the_ceiling(ceiling: int, events: list[tuple[str, float]]) -> None:
    adaptive, now = Adaptive(ceiling, 0.0), 0.0
    for kind, wait in events:
        now += wait
        if kind == "a":
            adaptive.answered(now, used_up=True)
        elif kind == "l":
            adaptive.limited(now, now + wait)
        else:
            adaptive.stumbled(now)
        assert 1 <= adaptive.limit <= ceiling


# --- the breaker ---


def test_the_breaker_opens_probes_and_closes() -> None:
    breaker = Breaker()
    for _ in range(OPENS_AFTER - 1):
        breaker.failed(10.0)
    assert not breaker.open
    breaker.failed(10.0)
    assert breaker.open
    assert breaker.wait(12.0) == 3.0
    assert breaker.wait(15.0) == 0.0
    breaker.leaves()
    assert breaker.wait(15.0) == float("inf")  # one probe at a time
    breaker.failed(16.0)
    assert breaker.wait(16.0) == 5.0
    assert breaker.out_for(20.0) == 10.0
    breaker.leaves()
    breaker.abandoned()
    assert breaker.wait(21.0) == 0.0
    breaker.answered()
    assert not breaker.open
    assert breaker.wait(21.0) == breaker.out_for(21.0) == 0.0


# --- money ---


def test_prices_are_dated_and_the_last_match_wins(tmp_path: Path) -> None:
    table = load_prices()
    mini = table.find("api.openai.com", "gpt-4.1-mini-2025-04-14")
    assert mini
    assert (mini.input, mini.cached, mini.output) == (0.40, 0.10, 1.60)
    assert table.find("api.openai.com", "gpt-4.1-mini-distilled") is None
    assert table.find("elsewhere.example", "gpt-4.1-mini") is None
    embedded = table.find("embedded", "anything")
    assert cost_of(embedded, 10**6, 10**6, 0) == 0
    mine = tmp_path / "mine.toml"
    mine.write_text('[[price]]\nmodel = "^gpt-4.1-mini"\ninput = 1\noutput = 2\nas_of = 2026-02-03\n')
    found = load_prices(mine).find("elsewhere.example", "gpt-4.1-mini")
    assert found
    assert (found.input, found.cached, found.output, str(found.as_of)) == (1, 1, 2, "2026-02-03")


def test_cached_tokens_cost_less() -> None:
    assert cost_of(PRICE, 1_000_000, 100_000, 400_000) == pytest.approx(0.6 + 0.2 + 1.0)
    assert cost_of(None, 1, 1, 0) is None


WRONG = {
    "no file": None,
    "no toml": "price",
    "no entries": "x = 1",
    "lacks": '[[price]]\nmodel = "x"\n',
    "unknown": '[[price]]\nmodel = "x"\ninput = 1\noutput = 1\nas_of = 2026-01-01\nper = 1\n',
    "no dollars": '[[price]]\nmodel = "x"\ninput = -1\noutput = 1\nas_of = 2026-01-01\n',
    "no date": '[[price]]\nmodel = "x"\ninput = 1\noutput = 1\nas_of = "soon"\n',
    "no pattern": '[[price]]\nmodel = "("\ninput = 1\noutput = 1\nas_of = 2026-01-01\n',
}


VALUES = ["1", "-1", "1.5", "inf", "true", '"x"', "2026-01-01", "10:15:00", "[]", "[[1]]", '["x"]', "{a = 1}", "[{}]"]
"""One of each type that TOML has, and lists of them."""
ENTRY = {
    "model": '"x"',
    "host": '"h"',
    "input": "1",
    "cached": "1",
    "output": "1",
    "batch": "0.5",
    "as_of": "2026-01-01",
}


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("field", ["price", "price of a list", *ENTRY])
def test_any_type_of_toml_in_any_place_of_a_table_of_prices(field: str, value: str, tmp_path: Path) -> None:
    """It is a price, or wrong use that says where."""
    entry = "".join(f"{name} = {text}\n" for name, text in (ENTRY | {field: value}).items())
    whole = {"price": f"price = {value}", "price of a list": f"price = [{value}]"}
    (tmp_path / "prices.toml").write_text(whole.get(field, f"[[price]]\n{entry}"), "utf-8")
    told = ""
    try:
        load_prices(tmp_path / "prices.toml")
    except UsageError as error:
        told = str(error)
    assert "prices.toml" in told or (field in ENTRY and not told)
    assert "has no len" not in told


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_table_of_prices_says_where(case: str, tmp_path: Path) -> None:
    path, text = tmp_path / "prices.toml", WRONG[case]
    if text is not None:
        path.write_text(text)
    with pytest.raises(UsageError, match=r"prices\.toml"):
        load_prices(path)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 500), st.floats(0, 1)), max_size=40),
    st.integers(0, 60_000),
)
def test_a_budget_is_never_overrun(calls: list[tuple[int, int, float]], most: int) -> None:
    budget, spent, flying = Budget(Limits(max_tokens=most, max_cost=most / 1e6 * 2), PRICE), 0, []
    cost = 0.0
    for prompt, completion, share in calls:
        need = Need(prompt, completion)
        if budget.lacks(need) is None:
            budget.reserve(need)
            flying.append((need, share))
        elif flying:
            taken, part = flying.pop()
            used = int(taken.prompt * part), int(taken.completion * part)
            budget.settle(taken, *used, 0)
            spent += sum(used)
            cost += cost_of(PRICE, *used, 0) or 0.0
        held = sum(one.tokens for one, _ in flying)
        assert spent + held <= most
        assert cost <= most / 1e6 * 2 + 1e-6


def test_dollars_need_a_price() -> None:
    with pytest.raises(UsageError, match="--prices FILE"):
        Budget(Limits(max_cost=1.0), None, "'m'")
    assert Budget(Limits(max_requests=0), None).lacks(NEED) == "--max-requests 0 is reached"


# --- the line ---


class Time:
    """A clock that moves when everybody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        self.now = max(self.now, until)

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.now, sleep=self.sleep)


def spec(**profile: Any) -> ModelSpec:
    chosen = choose_spec("m", "http://localhost/v1", {})
    return dataclasses.replace(chosen, profile=dataclasses.replace(chosen.profile, **profile))


def line(time: Time, limits: Limits | None = None, **profile: Any) -> Traffic:
    return Traffic(
        spec(**({"concurrency": 4} | profile)),
        CallSettings(limits=limits or Limits(), price=PRICE, clock=time.clock),
    )


ANSWER = TokenCounts(prompt=500, completion=50)
RATE = Failure(family="rate", kind="rate_limit", detail="429: slow down", retry_after=7.0)
STUMBLE = Failure(family="transient", kind="server_error", detail="503")


async def test_the_first_call_goes_alone_for_a_moment() -> None:
    time = Time()
    traffic = line(time)
    async with traffic.call(NEED), traffic.call(NEED):
        assert time.now == pytest.approx(0.5)
    assert traffic.state.in_flight == 0


async def test_after_a_first_answer_all_go() -> None:
    time = Time()
    traffic = line(time)
    async with traffic.call(NEED) as call:
        traffic.answered(call, ANSWER, {})
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(4):
            await stack.enter_async_context(traffic.call(NEED))
        assert time.now == 0
        assert traffic.state.in_flight == 4
        waiting = asyncio.create_task(stack.enter_async_context(traffic.call(NEED)))
        await asyncio.sleep(0.01)
        assert not waiting.done()
        assert traffic.state.why == "in flight"
        waiting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await waiting


async def test_a_429_holds_all_back_and_says_why() -> None:
    time = Time()
    traffic = line(time)
    async with traffic.call(NEED) as call:
        assert traffic.failed(call, RATE, TokenCounts()) == RATE
    waiting = asyncio.create_task(_pass(traffic))
    await asyncio.sleep(0)
    assert traffic.state.why == "rate limit (429: slow down)"
    await waiting
    assert time.now == pytest.approx(7)
    assert traffic.state.limit == 3
    assert traffic.state.why == ""


async def _pass(traffic: Traffic, tokens: TokenCounts = ANSWER) -> None:
    async with traffic.call(NEED) as call:
        traffic.answered(call, tokens, {})


async def test_ceilings_a_minute_are_held() -> None:
    time = Time()
    traffic = line(time, Limits(rpm=60))
    for _ in range(31):
        async with traffic.call(NEED) as call:
            await time.sleep(call.held(time.now))
            call.sent(time.now)
            traffic.answered(call, ANSWER, {})
    assert time.now == pytest.approx(30 * (1 + SPREAD))
    time = Time()
    traffic = line(time, Limits(tpm=6000))  # 550 a call: 5.5 s each, the first on credit
    for _ in range(11):
        await _pass(traffic)
    assert time.now == pytest.approx(55, rel=0.15)


async def test_a_number_of_tokens_beyond_sense_holds_back_for_a_minute_and_no_longer() -> None:
    time = Time()
    traffic = line(time, Limits(tpm=6000))
    await _pass(traffic, TokenCounts(prompt=10**10, completion=10**12))
    await _pass(traffic)
    assert 55 < time.now < 70
    await _pass(traffic)
    assert 60 < time.now < 80


async def test_an_outage_is_marked_and_ends_the_run_in_time() -> None:
    time = Time()
    traffic = line(time, patience=30)
    marked: list[bool] = []

    async def stumble_on() -> None:
        while True:
            async with traffic.call(NEED) as call:
                marked.append(traffic.failed(call, STUMBLE, TokenCounts()).outage)

    with pytest.raises(CallFailed) as ended:
        await stumble_on()
    assert ended.value.failure.family == "fatal"
    assert marked[:8] == [False] * 7 + [True]
    assert len(marked) == 8 + 30 // 5
    assert time.now > 30


async def test_a_budget_waits_for_calls_in_flight_before_it_ends_the_run() -> None:
    time = Time()
    traffic = line(time, Limits(max_tokens=1700))
    async with traffic.call(NEED) as call:  # 1,100 reserved
        second = asyncio.create_task(_pass(traffic))
        await asyncio.sleep(0.01)
        assert not second.done()
        traffic.answered(call, ANSWER, {})  # 550 taken
    await second  # 550 + 1,100 fit
    with pytest.raises(ProviderStopped, match="--max-tokens 1700 leaves 600") as stopped:
        await _pass(traffic)
    assert stopped.value.reason == "budget"
    assert stopped.value.exit_code == 4


async def test_an_uncertain_call_stays_reserved_and_a_refused_one_does_not() -> None:
    traffic = line(Time(), Limits(max_tokens=2200), concurrency=1)
    async with traffic.call(NEED) as call:
        traffic.failed(call, dataclasses.replace(STUMBLE, uncertain=True), TokenCounts())
    async with traffic.call(NEED) as call:
        traffic.failed(call, STUMBLE, TokenCounts())
    async with traffic.call(NEED) as call:  # 1,100 of 2,200 are left
        traffic.answered(call, TokenCounts(), {})  # says nothing: stays as reserved
    with pytest.raises(ProviderStopped, match="leaves 0"):
        await _pass(traffic)


async def test_a_halted_line_lets_nothing_through_and_wakes_those_who_wait() -> None:
    time = Time()
    traffic = line(time, concurrency=1)
    reason = Interrupted("stopped")
    async with traffic.call(NEED):
        waiting = asyncio.create_task(_pass(traffic))
        sleeping = asyncio.create_task(traffic.sleep(1e9))
        await asyncio.sleep(0)
        traffic.halt(reason)
        results = await asyncio.gather(waiting, sleeping, return_exceptions=True)
        assert list(results) == [reason, reason]
    with pytest.raises(Interrupted):
        await _pass(traffic)


def test_limits_lie_over_a_profile_but_not_over_the_embedded_model() -> None:
    limits = Limits(concurrency=32, max_wait=10)
    assert (limits.laid_over(spec()).profile.concurrency, limits.laid_over(spec()).profile.patience) == (32, 10)
    embedded = choose_spec(None, None, {})
    assert limits.laid_over(embedded).profile.concurrency == 1
