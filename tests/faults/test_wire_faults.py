"""Cases 1 to 35 and their extras: what an endpoint, a proxy or a cable can do to a run.

See `harness` for what always holds. The numbers are those of the list of faults that the design was made from.
"""

import asyncio
import contextlib
import datetime as dt
import email.utils
import itertools
import json
import re
import resource
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from helpers.fault_server import (
    Asked,
    Reply,
    closes,
    completion,
    cut,
    endless,
    fails,
    gzipped,
    hangs_up,
    says,
    sends,
    trickles,
    waits,
)
from helpers.harness import (
    ARTICLES,
    COUNTRIES,
    KEY,
    SPEED,
    Fault,
    Script,
    World,
    clean_events,
    fast,
    findings,
    gaps,
    good,
    number_in,
    text_of,
    world,
)
from helpers.scripted import serving
from memcon import api
from memcon.articles.budget import Overrun
from memcon.models import transport
from memcon.models.response import read_tokens
from memcon.models.settings import Clock
from memcon.models.tokens import TokenCounts
from memcon.models.traffic import admission as traffic

__all__ = ["fast", "world"]

OK = {"ok": ARTICLES}
PHASE = 60
"""Articles for which a limit of the server holds."""
LATENCY = 5.0
LAST_ORDERS = 2.0
"""Seconds after which a crowd is answered that stays smaller than it might be, as at the end of a run."""
SERVER_ERROR = {"error": {"message": "no", "type": "server_error"}}
QUOTA = {"error": {"message": "You exceeded your quota", "type": "insufficient_quota", "code": "insufficient_quota"}}


def first(replies: dict[int, Reply] | Reply, times: int = 1) -> Fault:
    """Give a reply to the first question about each article, or of those named; then answer."""

    def fault(number: int, attempt: int) -> Reply | None:
        reply = replies.get(number) if isinstance(replies, dict) else replies
        return reply if attempt <= times else None

    return fault


def always(number: int, reply: Reply) -> Fault:
    return lambda n, _k: reply if n == number else None


class Once:
    """The first so many requests of all get a reply each, in turn."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)

    def __call__(self, _number: int, _attempt: int) -> Reply | None:
        return self.replies.pop(0) if self.replies else None


# --- 1, 2: nothing is wrong ---


def test_01_healthy_and_02_rerun_is_a_no_op(world: World) -> None:
    async def slowly(writer: asyncio.StreamWriter, number: int) -> None:
        await asyncio.sleep(0.002 * (number * 7 % 10))
        await good(number)(writer)

    script = Script(lambda number, _: lambda writer: slowly(writer, number))
    assert world.extract(script).code == 0
    assert world.tally() == OK
    assert world.events == clean_events()
    assert sum(script.asked.values()) == ARTICLES
    idle = Script()
    assert world.extract(idle).code == 0
    assert not idle.order
    assert world.events == clean_events()
    assert world.report["usage"]["replayed"] == ARTICLES


# --- 3 to 8: rates ---


def test_03_retry_after_holds_all_and_uses_up_no_attempts(world: World) -> None:
    world.monkeypatch.setattr(traffic, "ALONE", 1e9)  # one call at a time until the first answer
    script = Script(Once(*[fails(429, headers={"retry-after": "1"})] * 5))
    assert world.extract(script).code == 0
    assert world.report["usage"]["rate_limited"] == 5
    assert world.tally() == OK
    assert world.events == clean_events()
    assert min(gaps(script.at)[:5]) >= 0.9  # of a second of its own time, for whichever article
    assert len(set(script.order[:5])) == 4  # of four workers, each of which was held


def test_03b_an_article_may_meet_any_number_of_429s(world: World) -> None:
    script = Script(first({7: fails(429, headers={"retry-after-ms": "10"})}, times=9))
    assert world.extract(script).code == 0
    assert script.asked[7] == 10  # of four attempts, as a server error would use them up
    assert world.events == clean_events()


def test_04_a_date_to_wait_for_ahead_and_in_the_past(world: World) -> None:
    def dated(_number: int, _attempt: int) -> Reply | None:
        if len(script.order) > 2:
            return None
        when = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2 if len(script.order) == 1 else -99)
        return fails(429, headers={"retry-after": email.utils.format_datetime(when, usegmt=True)})

    script = Script(dated)
    assert world.extract(script, concurrency=1).code == 0
    assert world.report["usage"]["rate_limited"] == 2
    assert gaps(script.at)[0] > 0.8  # dates are whole seconds: two ahead are more than one
    assert world.events == clean_events()


def test_05_milliseconds_and_garbage(world: World) -> None:
    headers = [{"retry-after-ms": "250"}, *({"retry-after": value} for value in ("abc", "-5", "1e400", "nan", ""))]
    script = Script(Once(*(fails(429, headers=one) for one in headers)))
    assert world.extract(script, concurrency=1).code == 0
    assert world.report["usage"]["rate_limited"] == len(headers)
    assert gaps(script.at)[0] >= 0.24
    assert world.events == clean_events()


def test_06_a_wait_beyond_patience_stops_and_says_so(world: World) -> None:
    script = Script(lambda _n, _k: fails(429, headers={"retry-after": "300"}) if len(script.order) > 8 else None)
    ran = world.extract(script, "--max-wait", "10")
    assert ran.code == 4
    assert "asks to wait 300 s" in ran.err
    assert world.report["stop_reason"] == "rate_limit"
    assert world.tally().get("ok", 0) >= 5
    assert world.tally()["pending"] >= 10
    assert len(script.order) <= 8 + 5
    world.healthy_again()


def test_07_headers_slow_down_before_a_429(world: World) -> None:
    headers = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1s"}
    script = Script(lambda number, _: sends(completion(json.dumps(findings(number))), headers=headers))
    assert world.extract(script, concurrency=1).code == 0
    assert world.report["usage"]["rate_limited"] == 0
    assert min(gaps(script.at)) > 0.8  # of a second of its own time


class Crowd:
    """A server that refuses what is more than so many at once, and answers once all have come that may come.

    Its time is the run's: an answer takes `LATENCY`, whatever the machine takes; where nobody is served, time passes.
    """

    def __init__(self, world: World, at_once: Callable[[int], int]) -> None:
        self.at_once = at_once
        self.now = 0.0
        self.here = 0
        self.answered = 0
        self.refused: list[int] = []
        """Of each refusal, how many had been answered."""
        self.crowds: list[int] = []
        """Of each answer, how many were there together."""
        self.lines: list[traffic.Traffic] = []
        world.monkeypatch.setattr(transport, "Traffic", self.seen)
        world.monkeypatch.setattr(api, "CLOCK", Clock(now=lambda: self.now, sleep=self.sleep))

    def seen(self, *arguments: Any) -> traffic.Traffic:
        self.lines.append(traffic.Traffic(*arguments))
        return self.lines[-1]

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        while self.now < until:
            await asyncio.sleep(0.001)
            if not self.lines[-1].state.in_flight:
                self.now = max(self.now, until)

    def all_here(self) -> bool:
        state = self.lines[-1].state
        return self.here == state.in_flight and (state.in_flight >= state.limit or bool(state.why))

    def __call__(self, asked: Asked) -> Reply:
        self.here += 1
        refuse = self.here > self.at_once(self.answered)
        self.refused.extend([self.answered] * refuse)

        async def reply(writer: asyncio.StreamWriter) -> None:
            ends = time.monotonic() + LAST_ORDERS
            while not self.opened and not self.all_here() and time.monotonic() < ends:
                await asyncio.sleep(0.001)
            if not self.opened:
                self.opened, self.now = self.here, self.now + LATENCY
                self.crowds.append(self.here)
            self.opened -= 1
            self.here -= 1
            self.answered += not refuse
            await (fails(429, headers={"retry-after": "1"}) if refuse else good(number_in(asked)))(writer)

        return reply

    opened = 0
    """How many of the crowd that is being answered are still there."""


def test_08_calls_at_once_settle_below_the_limit_and_grow_when_it_is_lifted(world: World) -> None:
    server = Crowd(world, lambda answered: 6 if answered < 2 * PHASE else 1000)
    world.articles({f"b{number:03d}": text_of(number % ARTICLES) + f"\nNomor {number}." for number in range(3 * PHASE)})
    world.settled = True
    assert world.extract(server, concurrency=12).code == 0
    assert world.tally() == {"ok": 3 * PHASE}
    assert sum(PHASE <= done < 2 * PHASE for done in server.refused) <= 0.05 * PHASE
    assert max(server.crowds) == 12  # at the start; after the limit is lifted, more again than it allowed
    assert max(server.crowds[-6:]) > 6
    limits = [change["limit"] for change in world.report["concurrency"]]
    assert limits[0] == 12
    assert min(limits) in {4, 5, 6}


# --- 9 to 12, redirects: it will not serve this run ---


def test_09_no_quota_stops_at_once(world: World) -> None:
    script = Script(lambda _n, _k: fails(429, QUOTA) if len(script.order) > 7 else None)
    ran = world.extract(script)
    assert ran.code == 4
    assert len(script.order) <= 7 + 4
    assert max(script.asked.values()) == 1  # none is retried
    assert world.tally()["ok"] == 7
    assert world.report["stop_reason"] == "quota"
    assert "top it up" in ran.err
    world.healthy_again()


STOPS: dict[str, tuple[Reply, str]] = {
    "10 bad key": (fails(401, {"error": {"message": f"Wrong: {KEY}", "code": "bad_key"}}), "MEMCON_API_KEY"),
    "11 bad model": (fails(404, {"error": {"message": "none", "code": "no_model"}}), "'scripted' at localhost"),
    "12 forbidden": (fails(403, b"<html>\x1b[31m<h1>Forbidden</h1></html>"), "403"),
    "redirect": (fails(307, b"", {"location": "http://127.0.0.1:9/v1/chat/completions"}), "moved"),
    "no content": (fails(204, b""), "answers nothing: check --base-url"),
    "taken for later": (fails(202, {"id": "job-1"}), "(202: "),
    "ansi": (fails(401, {"error": {"message": "\x1b]52;c;aGk=\x07 \u202e no"}}), "401"),
}  # fmt: skip


@pytest.mark.parametrize("case", STOPS)
def test_10_11_12_refused_service_costs_one_call(world: World, case: str) -> None:
    reply, hint = STOPS[case]
    world.monkeypatch.setattr(traffic, "ALONE", 1e9)  # half a second is no measure on a busy machine
    script = Script(lambda _n, _k: reply)
    ran = world.extract(script)
    assert ran.code == 4
    assert len(script.order) == 1  # the first goes alone
    assert hint in ran.err
    assert all(line.isprintable() for line in ran.err.splitlines())
    assert world.tally() == {"pending": ARTICLES}
    world.healthy_again()


# --- 13 to 17: it stumbles ---


def test_13_each_article_stumbles_once(world: World) -> None:
    script = Script(first(fails(500)))
    assert world.extract(script).code == 0
    assert set(script.asked.values()) == {2}
    assert world.events == clean_events()


def test_14_an_overload_of_thirty_seconds_is_waited_out(world: World) -> None:
    began = time.monotonic() * SPEED

    def overloaded(_number: int, attempt: int) -> Reply | None:
        over = time.monotonic() * SPEED - began > 60  # starting up takes some of it
        return None if over else fails(503 if attempt % 2 else 529)

    script = Script(overloaded)
    assert world.extract(script).code == 0
    assert world.tally() == OK
    assert {change["limit"] for change in world.report["concurrency"]} == {4}  # not cut
    assert world.report["usage"]["failed"] <= 12 + 60 / 5
    assert world.events == clean_events()


def test_15_one_article_that_always_fails_fails_alone(world: World) -> None:
    script = Script(always(7, fails(500)))
    ran = world.extract(script)
    assert ran.code == 3
    assert world.states()["a07"] == ("failed", "unavailable")
    assert world.tally() == {"ok": ARTICLES - 1, "failed": 1}
    assert script.asked[7] == 4
    assert "memcon: a07: unavailable: " in ran.err
    assert world.healthy_again().order == [7]


def test_16_an_outage_stops_the_run_in_time(world: World) -> None:
    script = Script(lambda _n, _k: fails(502))
    ran = world.extract(script, "--max-wait", "30")
    assert ran.code == 4
    assert len(script.order) <= 12 + 30 / 5 + 2
    assert world.tally() == {"pending": ARTICLES}
    assert world.report["stop_reason"] == "outage"
    world.healthy_again()


def test_17_a_refused_connection_is_tried_again_until_it_is_accepted(world: World) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    world.articles()
    world.monkeypatch.setenv("MEMCON_BASE_URL", f"http://127.0.0.1:{port}/v1")
    ended = threading.Event()

    def refused() -> int:
        with contextlib.suppress(sqlite3.Error):
            return world.kinds()["connect"]
        return 0

    def comes_up() -> None:
        while refused() < 3 and not ended.wait(0.002):
            pass
        with serving(script, port=port) as world.server:
            ended.wait()

    script = Script()
    up = threading.Thread(target=comes_up)
    up.start()
    ran = world.memcon("extract", "news.jsonl", "-o", "out", "--ledger", "ledger.sqlite", "--concurrency", "4")
    ended.set()
    up.join()
    assert ran.code == 0, ran.err
    world.invariants(ran)
    assert world.report["usage"]["uncertain"] == 0  # what never left cannot be billed
    assert world.report["usage"]["failed"] >= 3
    assert set(script.asked.values()) == {1}
    assert world.events == clean_events()


def test_19_idle_connections_that_are_closed_cost_nothing(world: World) -> None:
    script = Script(lambda number, _: closes(good(number)))
    assert world.extract(script).code == 0
    assert world.tally() == OK
    assert max(script.asked.values()) <= 2
    assert world.events == clean_events()


def test_18_resets_and_hang_ups_may_have_been_billed(world: World) -> None:
    whole = completion(json.dumps(findings(3)))
    script = Script(first({3: cut(whole, 200, reset=True), 4: cut(whole, 200, reset=False), 5: hangs_up()}))
    assert world.extract(script).code == 0
    assert [script.asked[n] for n in (2, 3, 4, 5)] == [1, 2, 2, 2]
    assert world.report["usage"]["uncertain"] == 3
    assert world.kinds()["cut"] == 3
    assert world.events == clean_events()


def test_20_a_server_that_never_answers(world: World) -> None:
    never = waits(asyncio.Event(), good(5))
    ran = world.extract(Script(always(5, never)), "--timeout", "0.5")
    assert ran.code == 3
    assert world.states()["a05"] == ("failed", "unavailable")
    assert world.tally()["ok"] == ARTICLES - 1
    assert world.healthy_again().order == [5]


def test_21_a_trickle_ends_at_the_deadline(world: World) -> None:
    ran = world.extract(Script(always(5, trickles(completion("x" * 5000)))), "--timeout", "3")  # healthy ones take less
    assert ran.code == 3
    assert world.kinds()["deadline"] == 2
    assert world.healthy_again().order == [5]


@pytest.mark.parametrize("reply", [endless(), gzipped(b" " * 60_000_000)], ids=["22 endless", "23 gzip bomb"])
def test_22_23_huge_bodies_are_cut_off(world: World, reply: Reply) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert world.extract(Script(always(5, reply))).code == 3
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 150 * 1024  # kilobytes; the server lives in this process too
    assert world.states()["a05"] == ("failed", "too_large")
    assert world.healthy_again().order == [5]


def test_23b_an_answer_of_millions_of_lists_is_kept_as_it_came_and_read_by_nobody(world: World) -> None:
    whole = json.dumps(completion(json.dumps(findings(5))))
    crowd = f'{whole[:-1]},"x":[{",".join(["[" * 400 + "]" * 400] * 3_000)}]}}'.encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert world.extract(Script(always(5, sends(crowd)))).code == 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024  # kilobytes; read, they take 200 MB
    assert world.states()["a05"] == ("failed", "too_large")
    assert [(state, body) for state, kind, body, _ in world.kept() if kind == "too_large"] == [("failed", crowd)]
    assert world.healthy_again().order == [5]


def test_23c_an_answer_in_hand_is_kept_whatever_ends_its_reading(world: World) -> None:
    """As the memory of one article that is used up there: the attempt stayed `sent`, without its body."""

    def overrun(body: bytes) -> TokenCounts:
        if COUNTRIES[10] in body.decode():
            raise Overrun("too_large")
        return read_tokens(body)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(transport, "read_tokens", overrun)
        assert world.extract(Script()).code == 3
    assert world.states()["a05"] == ("failed", "too_large")
    ((state, body),) = [(state, body) for state, kind, body, _ in world.kept() if kind == "Overrun"]
    assert (state, json.loads(body)["object"]) == ("failed", "chat.completion")
    assert world.healthy_again().order == [5]


def test_24_html_for_all_is_a_portal_and_stops(world: World) -> None:
    script = Script(lambda _n, _k: sends(b"<html>Please log in</html>"))
    ran = world.extract(script, "--max-wait", "20")
    assert ran.code == 4
    assert len(script.order) <= 12 + 20 / 5 + 2
    assert world.tally().get("ok") is None
    world.healthy_again()


def test_25_half_then_empty_then_good(world: World) -> None:
    whole = json.dumps(completion(json.dumps(findings(3)))).encode()
    replies = [sends(whole[: len(whole) // 2]), sends(b"")]
    script = Script(lambda number, attempt: replies[attempt - 1] if number == 3 and attempt <= 2 else None)
    assert world.extract(script).code == 0
    assert script.asked[3] == 3
    assert whole[: len(whole) // 2] in [body for _, _, body, _ in world.kept()]  # the raw bytes
    assert world.events == clean_events()


def test_25_half_and_empty_json_and_26_errors_in_200(world: World) -> None:
    bodies: dict[int, Any] = {
        0: b'{"choices": [{"mess', 1: b"", 2: {"error": {"message": "busy", "type": "server_error"}},
        3: {"choices": None}, 4: {"choices": []}, 5: b"null", 6: {"choices": [{}]},
        7: {"choices": [{"error": {"code": 502, "message": "upstream"}, "message": None}]},
    }  # fmt: skip
    script = Script(first({number: sends(body) for number, body in bodies.items()}))
    assert world.extract(script).code == 0
    assert all(script.asked[number] == 2 for number in bodies)
    assert bodies[0] in [body for _, _, body, _ in world.kept()]  # the raw bytes are kept
    assert world.events == clean_events()


# --- 27 to 35: the answer is whole, and wrong ---


def test_27_a_wrong_shape_is_asked_again_once(world: World) -> None:
    tool = {"id": "t", "type": "function", "function": {"name": "other", "arguments": json.dumps(findings(5))}}
    script = Script(
        first({
            3: says("I would rather talk."), 4: says('{"meetings": "none"}'),
            5: says(None, "tool_calls", message={"tool_calls": [tool]}),  # 33: a tool that nobody has offered holds it
        })
    )  # fmt: skip
    assert world.extract(script).code == 0
    assert (script.asked[3], script.asked[4], script.asked[5]) == (2, 2, 1)
    assert world.report["usage"]["re_asked"] == 2
    assert world.report["repairs"] == {"tool_call": 1}
    assert world.report["usage"]["prompt_tokens"] == 100 * (ARTICLES + 2)  # the wrong answers were paid for too
    assert world.events == clean_events()


def test_28_a_shape_that_never_comes_fails_in_short(world: World) -> None:
    wrong = findings(3, status="x" * 5000)
    shapeless = json.dumps({"calls": "x" * 5000})
    script = Script(lambda n, _k: {3: says(shapeless), 4: says(json.dumps(wrong))}.get(n))
    ran = world.extract(script)
    assert ran.code == 3
    assert (script.asked[3], script.asked[4]) == (2, 2)
    assert world.states()["a03"] == ("failed", "invalid_answer")
    assert world.states()["a04"] == ("empty", None)  # its one event is bad, and costs itself
    (rejected,) = map(json.loads, (world.out / "rejected.jsonl").read_bytes().splitlines())
    assert (rejected["article"], rejected["reason"]) == ("a04", "invalid")
    assert all(len(line) < 2000 for line in ran.err.splitlines())
    assert all(len(line) < 2048 for line in (world.out / "articles.jsonl").read_bytes().splitlines())


def test_29_an_invented_quote_is_rejected_and_never_asked_again(world: World) -> None:
    script = Script(
        always(3, says(json.dumps(findings(3, quote="Presiden Jepang tidak menelepon siapa pun kemarin."))))
    )
    assert world.extract(script).code == 0
    assert script.asked[3] == 1
    assert world.states()["a03"] == ("empty", None)
    (rejected,) = map(json.loads, (world.out / "rejected.jsonl").read_bytes().splitlines())
    assert (rejected["article"], rejected["field"]) == ("a03", "quote")
    before = world.events
    assert not world.healthy_again(before).order  # what was answered is paid for, and stays


def test_30_a_cut_answer_gets_a_larger_limit_then_smaller_windows(world: World) -> None:
    cut_off = says('{"meetings":[', "length")
    script = Script(lambda n, k: cut_off if (n == 3 and k == 1) or n == 4 else None)
    assert world.extract(script).code == 3
    assert script.asked[3] == 2
    assert script.asked[4] > 2  # the article was split, and its first part was cut again
    assert world.states()["a04"] == ("failed", "truncated")
    assert world.tally()["ok"] == ARTICLES - 1
    usage = world.report["usage"]
    assert usage["completion_tokens"] == 20 * usage["calls"]  # those that were cut are counted


def test_30b_a_long_article_is_read_in_halves(world: World) -> None:
    def by_length(asked: Asked) -> Reply:
        said = asked.body["messages"][-1]["content"]
        return says('{"meetings":[', "length") if "[1]" in said and "[5]" in said else inner(asked)

    inner = Script()
    world.articles({"a00": f"Artikel 00.\n{text_of(0)}\nHarga gula turun.\nArtikel 00 selesai ditulis kemarin sore."})
    assert world.extract(by_length).code == 0
    assert world.states()["a00"] == ("ok", None)
    assert world.server is not None
    assert world.server.calls >= 4  # the whole twice, and each half


ENDED: dict[str, tuple[Reply, str]] = {
    "31 filter": (says(json.dumps(findings(3)), "content_filter"), "content_filter"),
    "32 refusal": (says(None, message={"refusal": "I cannot help with that \x1b[2J"}), "refused"),
    "too long": (fails(400, {"error": {"message": "x", "code": "context_length_exceeded"}}), "too_long"),
    "bad request": (fails(400, {"error": {"message": "odd"}}), "bad_request"),
}


@pytest.mark.parametrize("case", ENDED)
def test_31_32_an_answer_that_is_withheld_is_not_asked_again(world: World, case: str) -> None:
    reply, reason = ENDED[case]
    script = Script(always(3, reply))
    assert world.extract(script).code == 3
    assert script.asked[3] == 1 or reason == "too_long"
    assert world.states()["a03"] == ("failed", reason)
    assert world.tally()["ok"] == ARTICLES - 1
    if reason == "refused":
        assert b"I cannot help with that" in (world.out / "articles.jsonl").read_bytes()


def test_33_wrappings_are_taken_off_without_a_call(world: World) -> None:
    answers = {number: json.dumps(findings(number), ensure_ascii=False) for number in range(4)}
    wrapped = {
        0: f"```json\n{answers[0]}\n```", 1: f"\ufeff{answers[1]}", 2: f"<think>{{}}</think>{answers[2]}",
        3: f"\n {answers[3]} \n",
    }  # fmt: skip
    script = Script(first({number: says(text) for number, text in wrapped.items()}))
    assert world.extract(script).code == 0
    assert set(script.asked.values()) == {1}
    assert world.events == clean_events()


def test_34_any_unicode_goes_through(world: World) -> None:
    odd = "\ufeff\u202eMenteri\u2028 😀\u200b\r\nLuar\x07 \U000e0041 é e\u0301 \U0010ffff"
    texts = {f"a0{number}": f"{text_of(number)} {odd}" for number in range(3)} | {"id \u202e\u200b 😀": text_of(3)}
    world.articles(texts)
    script = Script(always(1, says('{"meetings": ["\\ud800"], "calls": [], "disputes": []}')))
    ran = world.extract(script)
    assert ran.code == 3
    assert world.states()["a01"] == ("failed", "invalid_answer")
    assert world.tally() == {"ok": 3, "failed": 1}
    assert all(line.isprintable() for line in (ran.out + ran.err).splitlines())
    before = world.events
    assert world.extract(Script(), "--offline").code == 3
    assert world.events == before


BROKEN = {
    "repeated key": '{"meetings":[],"meetings":[],"calls":[],"disputes":[]}',
    "nan": '{"meetings":[],"calls":[],"disputes":[NaN]}',
    "depth": "[" * 10_000,
}


@pytest.mark.parametrize("case", BROKEN)
def test_35_json_that_lies_is_no_answer(world: World, case: str) -> None:
    script = Script(always(3, says(BROKEN[case])))
    assert world.extract(script).code == 3
    assert script.asked[3] == 2
    assert world.states()["a03"] == ("failed", "invalid_answer")


# --- extras ---


def test_budget_of_requests_tokens_and_dollars(world: World) -> None:
    assert world.extract(Script(), "--max-requests", "7").code == 4
    assert world.report["usage"]["calls"] == 7
    assert world.report["stop_reason"] == "budget"
    (world.folder / "prices.toml").write_text(
        '[[price]]\nmodel = "scripted"\ninput = 1\noutput = 10\nas_of = 2026-01-01\n'
    )
    ran = world.extract(Script(), "--max-cost", "0.01", "--prices", "prices.toml")  # one call may take 4,096 tokens
    assert ran.code == 4
    assert "--max-cost 0.01 leaves $0.0100" in ran.err
    assert world.report["usage"]["cost"] == 0
    ran = world.extract(Script(), "--max-tokens", "1", "--ledger", "other.sqlite")
    assert ran.code == 4
    assert world.report["usage"]["calls"] == 0
    needs = re.search(r"a call may take (\d+)", ran.err)
    assert needs
    options = ("--max-tokens", int(needs[1]) + 300, "--prices", "prices.toml")
    assert world.extract(Script(), *options).code == 4
    assert world.report["usage"]["calls"] == 3  # of 120 tokens each
    assert world.report["usage"]["cost"] == pytest.approx(3 * (100 * 1 + 20 * 10) / 1e6)
    assert world.memcon("extract", "news.jsonl", "-o", "out", "--max-cost", "1").code == 2
    world.healthy_again()


def test_a_dry_run_tells_the_cost_and_sends_nothing(world: World) -> None:
    (world.folder / "prices.toml").write_text(
        '[[price]]\nmodel = "scripted"\ninput = 1\noutput = 10\nas_of = 2026-01-01\n'
    )
    world.extract(Script(), "--max-requests", "5")
    script = Script()
    world.monkeypatch.setenv("MEMCON_MODEL", "scripted")
    for ledger, stored in (("ledger.sqlite", 5), ("new.sqlite", 0)):
        ran = world.memcon(
            "extract", "news.jsonl", "-o", "dry", "--ledger", ledger, "--prices", "prices.toml", "--dry-run"
        )
        assert ran.code == 0
        assert f"{ARTICLES} articles; {stored} answers are in the ledger" in ran.out
        assert f"{ARTICLES - stored} calls to scripted at localhost" in ran.out
        assert "about $" in ran.out
    assert not script.order
    assert not (world.folder / "dry").exists()
    assert not (world.folder / "new.sqlite").exists()
    ran = world.memcon("extract", "news.jsonl", "-o", "dry", "--dry-run")
    assert "no price of scripted is known" in ran.out


def test_usage_may_be_missing_and_the_model_may_change(world: World) -> None:
    def fault(number: int, _: int) -> Reply | None:
        body = completion(json.dumps(findings(number), ensure_ascii=False))
        if number < 3:
            del body["usage"]
        return sends(body | {"model": "served-2" if number > 9 else "served-1"})

    ran = world.extract(Script(fault))
    assert ran.code == 0
    assert world.report["usage"]["untold"] == 3
    assert world.report["served_models"] == ["served-1", "served-2"]
    assert "2 different models" in ran.err
    assert world.events == clean_events()


def test_a_clock_that_jumps_changes_nothing(world: World) -> None:
    jumps = itertools.cycle((0.0, 86400.0, -86400.0, 1e9))
    real = time.time
    world.monkeypatch.setattr(time, "time", lambda: real() + next(jumps))
    script = Script(first(fails(429, headers={"retry-after": "1"})))
    assert world.extract(script, "--rpm", "60000").code == 0
    assert set(script.asked.values()) == {2}
    assert world.events == clean_events()


def test_another_key_pays_nothing_again(world: World) -> None:
    assert world.extract(Script()).code == 0
    world.monkeypatch.setenv("MEMCON_API_KEY", "another-key-0123456789")
    idle = Script()
    assert world.extract(idle).code == 0
    assert not idle.order


def test_an_article_is_no_template(world: World) -> None:
    texts = {"a00": text_of(0) + "\n{{ 7*7 }} {% for x in range(10**9) %}x{% endfor %} {% if %} {{mark}} {{sentences}}"}
    world.articles(texts)
    asked: list[str] = []

    def script(one: Asked) -> Reply:
        asked.append(one.body["messages"][-1]["content"])
        return inner(one)

    inner = Script()
    assert world.extract(script).code == 0
    assert "{{ 7*7 }} {% for x in range(10**9) %}x{% endfor %} {% if %} {{mark}} {{sentences}}" in asked[0]


def test_offline_says_what_is_missing_and_reparse_leaves_it_pending(world: World) -> None:
    world.extract(Script(), "--max-requests", "5")
    idle = Script()
    ran = world.extract(idle, "--offline")
    assert ran.code == 3
    assert world.tally() == {"ok": 5, "failed": 15}
    assert "the ledger lacks 15 answers, for 15 articles" in ran.err
    ran = world.extract(idle, "--reparse")
    assert ran.code == 0
    assert world.tally() == {"ok": 5, "pending": 15}
    assert "lacks 15 answers" in ran.err
    assert not idle.order
    world.healthy_again()


def test_progress_for_programs(world: World) -> None:
    ran = world.extract(Script(), "--json-progress")
    states = [json.loads(line) for line in ran.err.splitlines() if line.startswith("{")]
    assert states[-1]["articles"] == ARTICLES
    assert {"in_flight", "limit", "waiting", "requests_a_minute", "cost", "seconds_left"} <= states[0].keys()
    assert world.extract(Script(), "--quiet").err == ""


def test_the_report_has_all_that_is_needed_to_repeat_the_run(world: World) -> None:
    world.extract(Script(), "--rpm", "6000")
    report = world.report
    assert report["settings"]["inputs"] == ["news.jsonl"]
    assert report["settings"]["limits"]["rpm"] == 6000
    assert report["base_url"].startswith("http://127.0.0.1:")
    assert report["profile"]["deadline"] == 900
    assert report["prompts"][0].startswith("whole@")
    assert report["strategy"] == "whole"
