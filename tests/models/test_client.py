"""The door against a real server on loopback that misbehaves by script. No mocks; only the clock is ours."""

import asyncio
import contextlib
import dataclasses
import gzip
import itertools
import json
import pickle
import random
import zlib
from collections.abc import AsyncIterator
from typing import Any, Literal

import httpx2
import pytest
from openai import OpenAIError

from helpers.fault_server import (
    Asked,
    Reply,
    completion,
    cut,
    endless,
    fails,
    fault_server,
    gzipped,
    hangs_up,
    says,
    sends,
    trickles,
    waits,
)
from memcon.errors import (
    AnswerFiltered,
    AnswerInvalid,
    AnswerMissing,
    AnswerRefused,
    AnswerTooLarge,
    AnswerTruncated,
    DiskError,
    MemconError,
    ModelUnavailable,
    PromptTooLong,
    ProviderStopped,
    RequestRejected,
)
from memcon.models.base import Message, ModelAnswer, Prompt
from memcon.models.client import OpenAIModel, open_model
from memcon.models.failure import Failure
from memcon.models.failures import translate
from memcon.models.ledger.store import Ledger, open_ledger
from memcon.models.parse import clean, goes_in_circles, whole_items
from memcon.models.settings import CallSettings, Clock
from memcon.models.spec import ModelSpec, choose_spec
from memcon.models.traffic.breaker import PROBE_EVERY, Breaker
from memcon.models.transport import LedgerTransport

KEY = "sk-test-0123456789abcdef"
GOOD = '{"kind":"call","names":["A","B"]}'


class Contact(ModelAnswer):
    """A contact between two officials."""

    kind: Literal["call", "meeting"]
    names: list[str]


class FakeTime:
    """A clock whose sleeps take no time, and are remembered."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        until = self.now + seconds  # those who sleep at the same time wake together
        await asyncio.sleep(0)
        self.now = max(self.now, until)

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.now, sleep=self.sleep)


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


def spec_for(url: str, **profile: Any) -> ModelSpec:
    spec = choose_spec("some-model", url, {})
    return dataclasses.replace(spec, profile=dataclasses.replace(spec.profile, **profile))


@contextlib.asynccontextmanager
async def door(url: str, ledger: Ledger, time: FakeTime, **profile: Any) -> AsyncIterator[OpenAIModel]:
    spec = spec_for(url, **profile)
    async with open_model(spec, ledger, CallSettings(clock=time.clock), env={"MEMCON_API_KEY": KEY}) as model:
        yield model


def ask(text: str = "Biden phoned Xi.", max_tokens: int = 50) -> Prompt:
    return Prompt(
        version="t@0", messages=(Message("system", "Find contacts."), Message("user", text)), max_tokens=max_tokens
    )


async def outcome(model: OpenAIModel, prompt: Prompt | None = None) -> Any:
    try:
        return await model.fill(Contact, prompt or ask())
    except MemconError as error:
        return error


# --- what is asked, and what comes back ---


async def test_the_question_carries_shape_key_and_limits(ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([says(GOOD)]) as server, door(server.url, ledger, time, seed=7) as model:
        assert await model.fill(Contact, ask()) == Contact(kind="call", names=["A", "B"])
        asked = server.asked[0]
        assert asked.path == "/v1/chat/completions"
        assert asked.headers["authorization"] == f"Bearer {KEY}"
        assert asked.headers["accept-encoding"] == "identity"
        assert asked.body["response_format"]["json_schema"]["schema"]["additionalProperties"] is False
        assert "strict" not in asked.body["response_format"]["json_schema"]
        assert asked.body | {"response_format": 0} == {
            "model": "some-model",
            "messages": [
                {"role": "system", "content": "Find contacts."},
                {"role": "user", "content": "Biden phoned Xi."},
            ],
            "max_tokens": 50,
            "temperature": 0.0,
            "seed": 7,
            "response_format": 0,
        }
        usage = model.usage
        assert (usage.calls, usage.replayed, usage.failed) == (1, 0, 0)
        assert (usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens) == (100, 20, 60)


async def test_a_profile_says_what_is_sent(ledger: Ledger, time: FakeTime) -> None:
    profile = {"strict": True, "temperature": None, "seed": None, "tokens_field": "max_completion_tokens"}
    async with fault_server([says(GOOD)]) as server, door(server.url, ledger, time, **profile) as model:
        await model.fill(Contact, ask())
        body = server.asked[0].body
        assert body["response_format"]["json_schema"]["strict"] is True
        assert body["max_completion_tokens"] == 50
        assert not {"temperature", "seed", "max_tokens", "logprobs"} & body.keys()


async def test_an_article_is_no_template(ledger: Ledger, time: FakeTime) -> None:
    article = "{{ 7*7 }} {% for x in range(10**9) %}x{% endfor %} {% if %}\n\n   indented {{ secret }}"
    async with fault_server([says(GOOD)]) as server, door(server.url, ledger, time) as model:
        await model.fill(Contact, ask(article))
        assert server.asked[0].body["messages"][1]["content"] == article


async def test_a_lone_surrogate_is_sent_as_a_question_mark(ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([says(GOOD)]) as server, door(server.url, ledger, time) as model:
        await model.fill(Contact, ask("bad \ud800 good \U0001f600"))
        assert server.asked[0].body["messages"][1]["content"] == "bad ? good \U0001f600"


async def test_an_answer_is_replayed_whatever_port_and_key(ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([says(GOOD)]) as server, door(server.url, ledger, time) as model:
        first = await model.fill(Contact, ask())
    async with fault_server([]) as server:
        spec = spec_for(server.url.replace("127.0.0.1", "localhost"))
        async with open_model(spec, ledger, env={"OPENAI_API_KEY": "another"}) as model:
            assert await model.fill(Contact, ask()) == first
            assert (model.usage.calls, model.usage.replayed) == (0, 1)


async def test_another_endpoint_model_or_limit_is_another_question(ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([says(GOOD)] * 4) as server:
        spec = spec_for(server.url)
        others = [spec, dataclasses.replace(spec, label="elsewhere"), dataclasses.replace(spec, model="other")]
        for other in others:
            async with open_model(other, ledger, env={}) as model:
                await model.fill(Contact, ask())
        async with open_model(spec, ledger, env={}) as model:
            await model.fill(Contact, ask(max_tokens=51))


async def test_equal_questions_in_flight_are_one_call(ledger: Ledger, time: FakeTime) -> None:
    go = asyncio.Event()
    async with fault_server([waits(go, says(GOOD))]) as server, door(server.url, ledger, time) as model:
        asking = [asyncio.create_task(model.fill(Contact, ask())) for _ in range(5)]
        while not server.asked:
            await asyncio.sleep(0.001)
        go.set()
        assert len(set(map(repr, await asyncio.gather(*asking)))) == 1
        assert (model.usage.calls, model.usage.replayed) == (1, 4)


async def test_when_the_first_of_equal_questions_is_cancelled_the_next_asks(ledger: Ledger, time: FakeTime) -> None:
    never = asyncio.Event()
    async with fault_server([waits(never, says(GOOD)), says(GOOD)]) as server, door(server.url, ledger, time) as model:
        first = asyncio.create_task(model.fill(Contact, ask()))
        while not server.asked:
            await asyncio.sleep(0.001)
        second = asyncio.create_task(model.fill(Contact, ask()))
        await asyncio.sleep(0.01)
        first.cancel()
        assert (await second).kind == "call"
        assert (model.usage.calls, model.usage.uncertain) == (2, 1)
    assert ledger.stats().uncertain == 1


async def test_no_more_calls_in_flight_than_the_profile_allows(ledger: Ledger, time: FakeTime) -> None:
    async def slowly(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.01)
        await says(GOOD)(writer)

    async with fault_server(lambda _: slowly) as server, door(server.url, ledger, time, concurrency=3) as model:
        await asyncio.gather(*(model.fill(Contact, ask(f"text {n}")) for n in range(12)))
        assert (server.calls, server.most_in_flight) == (12, 3)


# --- the endpoint says wait ---


async def test_a_429_closes_the_gate_for_all(ledger: Ledger, time: FakeTime) -> None:
    script = [fails(429, headers={"retry-after": "41"}), says(GOOD), says(GOOD)]
    async with fault_server(script) as server, door(server.url, ledger, time, concurrency=1) as model:
        await asyncio.gather(model.fill(Contact, ask("one")), model.fill(Contact, ask("two")))
        assert time.now == pytest.approx(41)
        assert [json.loads(a.raw)["messages"][1]["content"] for a in server.asked].count("one") == 2
        assert (model.usage.calls, model.usage.failed) == (3, 1)


async def test_429s_use_up_no_attempts(ledger: Ledger, time: FakeTime) -> None:
    script = [fails(429, headers={"retry-after": "1"})] * 9 + [says(GOOD)]
    async with fault_server(script) as server, door(server.url, ledger, time, attempts=2) as model:
        assert (await model.fill(Contact, ask())).kind == "call"
    assert time.slept.count(1.0) == 9


@pytest.mark.parametrize("headers", [
    {"retry-after": "0"}, {"retry-after-ms": "0"}, {"retry-after": "0.001"}, {"retry-after-ms": "1"},
    {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1ms"},
])  # fmt: skip
@pytest.mark.parametrize("questions", [1, 4])
async def test_a_pause_of_nothing_is_heeded_once(
    ledger: Ledger, time: FakeTime, headers: dict[str, str], questions: int
) -> None:
    """Where the next call meets a 429 as well: a run of 20 articles sent 3,399 requests in 16 seconds."""
    script = [fails(429, headers=headers)] * 40 + [says(GOOD)] * questions
    async with fault_server(script) as server, door(server.url, ledger, time, patience=1e6) as model:
        await asyncio.gather(*(model.fill(Contact, ask(f"{number}")) for number in range(questions)))
        assert server.calls == 40 + questions
    assert time.now >= 40 / 4 - 2  # as many as may be in flight leave at once
    assert time.now < 40 * 31


async def test_a_pause_of_nothing_before_an_answer_costs_nothing(ledger: Ledger, time: FakeTime) -> None:
    script = [reply for _ in range(9) for reply in (fails(429, headers={"retry-after": "0"}), says(GOOD))]
    async with fault_server(script) as server, door(server.url, ledger, time, concurrency=1) as model:
        for number in range(9):
            await model.fill(Contact, ask(f"{number}"))
    assert time.now < 1


async def test_beyond_patience_the_run_stops_and_says_when_to_return(ledger: Ledger, time: FakeTime) -> None:
    script = [fails(429, headers={"retry-after": "300"})]
    async with fault_server(script) as server, door(server.url, ledger, time, patience=10) as model:
        with pytest.raises(ProviderStopped, match="asks to wait 300 s"):
            await model.fill(Contact, ask())
    assert time.slept == []


async def test_each_wait_is_told(ledger: Ledger, time: FakeTime) -> None:
    told: list[tuple[Failure, float]] = []
    async with fault_server([fails(429, headers={"retry-after-ms": "250"}), says(GOOD)]) as server:
        spec = spec_for(server.url)
        notice = lambda failure, wait: told.append((failure, wait))  # noqa: E731
        async with open_model(spec, ledger, CallSettings(clock=time.clock, notice=notice), env={}) as model:
            await model.fill(Contact, ask())
    assert [(failure.kind, wait) for failure, wait in told] == [("rate_limit", 0.25)]


# --- the endpoint will not ---

FATAL = {
    "key": (
        401,
        {"error": {"message": f"Incorrect API key provided: {KEY}", "code": "invalid_api_key"}},
        "MEMCON_API_KEY",
    ),
    "forbidden": (403, b"<html><h1>Forbidden</h1>\x1b[31m</html>", "key's rights"),
    "model": (
        404,
        {"error": {"message": "The model does not exist", "code": "model_not_found"}},
        "'some-model' at localhost",
    ),
    "path": (405, b"", "mostly it ends in /v1"),
    "credit": (402, {"error": {"message": "Insufficient credits"}}, "no credit"),
    "quota": (
        429,
        {"error": {"message": "exceeded", "type": "insufficient_quota", "code": "insufficient_quota"}},
        "no credit",
    ),
    "quota in 200": (200, {"error": {"message": "exceeded", "code": "insufficient_quota"}}, "no credit"),
    "redirect": (307, b"", "moved"),
    "no content": (204, b"", "answers nothing: .*204: an empty body"),
}


@pytest.mark.parametrize("name", FATAL)
async def test_a_refusal_of_service_is_not_asked_again(name: str, ledger: Ledger, time: FakeTime) -> None:
    status, body, hint = FATAL[name]
    headers = {"location": "http://127.0.0.1:9/elsewhere", "retry-after": "1"}
    async with fault_server([fails(status, body, headers)]) as server, door(server.url, ledger, time) as model:
        with pytest.raises(ProviderStopped, match=hint) as stopped:
            await model.fill(Contact, ask())
    assert str(stopped.value).isprintable()
    assert KEY not in str(stopped.value)
    assert time.slept == []


async def test_an_answer_that_is_called_accepted_is_paid_for_once(ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([sends(completion(GOOD), 202)]) as server:
        for _ in range(2):
            async with door(server.url, ledger, time) as model:
                assert (await model.fill(Contact, ask())).names == ["A", "B"]
    assert server.calls == 1
    assert ledger.read("SELECT state, completion_tokens FROM attempts") == [("done", 20)]


async def test_a_key_stands_in_no_file_and_no_message(
    ledger: Ledger, time: FakeTime, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = "plain-key-without-prefix"
    script = [
        fails(401, {"error": {"message": f"wrong: {secret}"}}),
        says(json.dumps({"kind": "call", "names": [secret]})),
    ]
    async with fault_server(script) as server:
        spec = spec_for(server.url)
        async with open_model(spec, ledger, CallSettings(clock=time.clock), env={"MEMCON_API_KEY": secret}) as model:
            with pytest.raises(ProviderStopped) as stopped:
                await model.fill(Contact, ask())
            assert (await model.fill(Contact, ask())).names == ["[key]"]
    assert secret not in str(stopped.value)
    rows = ledger.read("SELECT * FROM attempts, questions USING (key)")
    assert len(rows) == 2
    for row in rows:
        assert not any(secret.encode() in inflated(value) for value in row)
    assert secret not in "".join(capfd.readouterr())


def inflated(value: object) -> bytes:
    with contextlib.suppress(zlib.error):
        return zlib.decompress(value) if isinstance(value, bytes) else str(value).encode()
    return b""


async def test_a_failed_call_says_nothing_on_stderr(
    ledger: Ledger, time: FakeTime, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    async with fault_server([fails(401)]) as server, door(server.url, ledger, time) as model:
        await outcome(model)
    assert capfd.readouterr() == ("", "")
    assert not [record for record in caplog.records if record.name.startswith("instructor")]


async def test_bad_requests_in_a_row_are_a_bad_setting(ledger: Ledger, time: FakeTime) -> None:
    bad = fails(400, {"error": {"message": "logprobs is not supported"}})
    script = [bad, bad, says(GOOD), bad, bad, bad]
    async with fault_server(script) as server, door(server.url, ledger, time) as model:
        got = [await outcome(model, ask(f"text {n}")) for n in range(6)]
    kinds = [RequestRejected, RequestRejected, Contact, RequestRejected, RequestRejected, ProviderStopped]
    assert [type(one) for one in got] == kinds
    assert "logprobs is not supported" in str(got[-1])


ARTICLE: dict[str, tuple[int, Any, type[MemconError]]] = {
    "openai context": (400, {"error": {"message": "no", "code": "context_length_exceeded"}}, PromptTooLong),
    "llama.cpp context": (400, {"error": {"code": 400, "type": "exceed_context_size_error"}}, PromptTooLong),
    "vllm context": (400, {"object": "error", "message": "This model's maximum context length is 8"}, PromptTooLong),
    "entity": (413, b"too large", PromptTooLong),
    "filter": (400, {"error": {"message": "no", "code": "content_filter"}}, AnswerFiltered),
    "moderation": (403, {"error": {"code": 403, "metadata": {"reasons": ["violence"]}}}, AnswerFiltered),
    "unprocessable": (422, {"detail": [{"msg": "extra fields"}]}, RequestRejected),
}


@pytest.mark.parametrize("name", ARTICLE)
async def test_a_failure_of_one_article_is_not_asked_again(name: str, ledger: Ledger, time: FakeTime) -> None:
    status, body, error = ARTICLE[name]
    async with fault_server([fails(status, body)]) as server, door(server.url, ledger, time) as model:
        got = await outcome(model)
    assert type(got) is error
    assert pickle.loads(pickle.dumps(got)).args == got.args


# --- the endpoint stumbles ---

HALF = len(json.dumps(completion(GOOD))) // 2
STUMBLES: dict[str, tuple[Reply, str, int]] = {
    "500": (fails(500), "server_error", 0),
    "529 html": (fails(529, b"<html>overloaded</html>"), "server_error", 0),
    "503 retry-after": (fails(503, headers={"retry-after": "2"}), "server_error", 0),
    "408": (fails(408, b""), "server_error", 0),
    "reset mid body": (cut(completion(GOOD), HALF, reset=True), "cut", 1),
    "closed mid body": (cut(completion(GOOD), HALF, reset=False), "cut", 1),
    "closed before headers": (hangs_up(), "cut", 1),
    "html 200": (sends(b"<html>please log in</html>"), "not_json", 0),
    "half json 200": (sends(b'{"choices": [{"mess'), "torn", 0),
    "empty 200": (sends(b""), "torn", 0),
    "null 200": (sends(b"null"), "not_json", 0),
    "deep 200": (sends(b"[" * 100_000), "not_json", 0),
    "error in 200": (sends({"error": {"message": "overloaded", "type": "server_error"}}), "error_body", 0),
    "error in choice": (sends({"choices": [{"error": {"code": 502}, "message": {}}]}), "error_body", 0),
    "choices null": (sends({"choices": None}), "no_choices", 0),
    "choices empty": (sends({"choices": []}), "no_choices", 0),
    "choice without message": (sends({"choices": [{}]}), "no_choices", 0),
}


@pytest.mark.parametrize("name", STUMBLES)
async def test_a_stumble_is_asked_again(name: str, ledger: Ledger, time: FakeTime) -> None:
    reply, kind, uncertain = STUMBLES[name]
    async with fault_server([reply, says(GOOD)]) as server, door(server.url, ledger, time) as model:
        assert (await model.fill(Contact, ask())).kind == "call"
        assert (model.usage.calls, model.usage.failed, model.usage.uncertain) == (2, 1, uncertain)
    kept = ledger.read("SELECT kind FROM attempts ORDER BY id")
    assert kept == [(kind,), (None,)]
    assert len(time.slept) == 1


@pytest.mark.parametrize(("name", "calls"), [("500", 4), ("html 200", 2), ("choices empty", 4)])
async def test_stumbles_without_end_fail_the_article(name: str, calls: int, ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([STUMBLES[name][0]] * calls) as server, door(server.url, ledger, time) as model:
        with pytest.raises(ModelUnavailable, match=STUMBLES[name][1]):
            await model.fill(Contact, ask())


async def test_an_outage_is_waited_out_by_one_probe_at_a_time(
    ledger: Ledger, time: FakeTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve questions meet a server that is out for a minute: none fails, and it is not stormed.

    Probes are timed where they leave: until one arrives over its real socket, the fake clock may have moved on.
    """
    probes: list[float] = []
    leaves = Breaker.leaves

    def noted(breaker: Breaker) -> None:
        if breaker.open:
            probes.append(time.now)
        leaves(breaker)

    monkeypatch.setattr(Breaker, "leaves", noted)

    def script(asked: Asked) -> Reply:
        return says(GOOD) if time.now >= 60 else fails(503)

    async with fault_server(script) as server, door(server.url, ledger, time, concurrency=4, attempts=2) as model:
        got = await asyncio.gather(*(outcome(model, ask(f"text {n}")) for n in range(12)))
        assert [type(one) for one in got] == [Contact] * 12
        assert model.traffic.state.limit == 4  # a server error cuts nothing
        assert server.calls <= 12 + 60 / 5 + 12
    assert len(probes) > 5
    assert all(later - earlier >= PROBE_EVERY - 1e-6 for earlier, later in itertools.pairwise(probes))  # sums of floats


async def test_an_outage_beyond_patience_stops_the_run(ledger: Ledger, time: FakeTime) -> None:
    profile = {"concurrency": 4, "patience": 100}
    async with fault_server(lambda _: fails(502)) as server, door(server.url, ledger, time, **profile) as model:
        got = await asyncio.gather(*(outcome(model, ask(f"text {n}")) for n in range(20)))
        assert [type(one) for one in got] == [ProviderStopped] * 20
        assert "check the network" in str(got[-1])
        assert server.calls <= 12 + 100 / 5 + 1


async def test_one_bad_article_is_no_outage(ledger: Ledger, time: FakeTime) -> None:
    def script(asked: Asked) -> Reply:
        return fails(502) if "bad" in asked.body["messages"][1]["content"] else says(GOOD)

    async with fault_server(script) as server, door(server.url, ledger, time) as model:
        got = [await outcome(model, ask(text)) for text in ("bad 1", "good 1", "bad 2", "good 2", "bad 3")]
        assert [type(one) for one in got] == [ModelUnavailable, Contact, ModelUnavailable, Contact, ModelUnavailable]
        assert server.calls == 4 + 1 + 4 + 1 + 4


async def test_through_chaos_every_question_gets_its_own_answer(ledger: Ledger, time: FakeTime) -> None:
    """Half of all calls stumble, in every way there is; no answer is lost, mixed up or paid for twice."""
    chance = random.Random(20261122)
    stumbles = [reply for reply, _, _ in STUMBLES.values()] + [fails(429, headers={"retry-after": "1"})]
    sent: list[str] = []

    def script(asked: Asked) -> Reply:
        text = asked.body["messages"][1]["content"]
        if chance.random() < 0.5:
            return chance.choice(stumbles)
        sent.append(text)
        return says(json.dumps({"kind": "call", "names": [text]}))

    texts = [f"question {number}" for number in range(60)]
    async with fault_server(script) as server:
        async with door(server.url, ledger, time, attempts=40) as model:
            for _ in range(4):  # "html 200" and its like are tried twice only: ask again what was given up
                got = await asyncio.gather(*(outcome(model, ask(text)) for text in texts))
            assert [one.names for one in got] == [[text] for text in texts]
            assert sorted(sent) == sorted(texts)
            usage, stats, calls = model.usage, ledger.stats(), server.calls
        assert usage.calls == calls == stats.attempts
        assert (usage.prompt_tokens, usage.uncertain) == (stats.prompt_tokens, stats.uncertain)
        assert (stats.answers, stats.failed + stats.uncertain) == (60, usage.failed)
        async with door(server.url, ledger, time) as model:
            await asyncio.gather(*(model.fill(Contact, ask(text)) for text in texts))
            assert (model.usage.calls, model.usage.replayed) == (0, 60)


async def test_a_refused_connection_is_no_uncertain_call(ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([]) as server:
        pass
    async with door(server.url, ledger, time, attempts=2, patience=60.0) as model:
        with pytest.raises(ProviderStopped, match="does not answer"):  # nor is it this question's fault
            await model.fill(Contact, ask())
        assert model.usage.calls > 8
        assert model.usage.uncertain == 0


async def test_a_trickle_ends_at_the_deadline(ledger: Ledger, time: FakeTime) -> None:
    script = [trickles(completion(GOOD))] * 2
    async with fault_server(script) as server, door(server.url, ledger, time, deadline=0.1) as model:
        with pytest.raises(ModelUnavailable, match="deadline"):
            await model.fill(Contact, ask())
        assert model.usage.uncertain == 2


async def test_a_silent_server_ends_at_the_deadline(ledger: Ledger, time: FakeTime) -> None:
    silent = waits(asyncio.Event(), says(GOOD))
    async with fault_server([silent, says(GOOD)]) as server, door(server.url, ledger, time, deadline=0.1) as model:
        assert (await model.fill(Contact, ask())).kind == "call"
        assert model.usage.uncertain == 1


AFTER_ITS_END = endless(gzip.compress(b"{}"), "gzip")
"""It was kept, and copied again with each piece that came."""


@pytest.mark.parametrize(
    "reply", [endless(), gzipped(b" " * 40_000_000), AFTER_ITS_END], ids=["endless", "bomb", "after its end"]
)
async def test_a_huge_answer_is_cut_off(reply: Reply, ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([reply]) as server, door(server.url, ledger, time) as model:
        with pytest.raises(AnswerTooLarge, match="more than 33,554,432 bytes"):
            await model.fill(Contact, ask())


@pytest.mark.parametrize("more", [b"", b"\0" * 100_000], ids=["alone", "padded"])
async def test_a_compressed_answer_is_read(more: bytes, ledger: Ledger, time: FakeTime) -> None:
    body = gzip.compress(json.dumps(completion(GOOD)).encode()) + more
    reply = sends(body, headers={"content-encoding": "gzip"})
    async with fault_server([reply]) as server, door(server.url, ledger, time) as model:
        assert (await model.fill(Contact, ask())).kind == "call"


@pytest.mark.parametrize("encoding", ["gzip", "br"])
async def test_an_unreadable_encoding_fails(encoding: str, ledger: Ledger, time: FakeTime) -> None:
    reply = sends(b"no gzip", headers={"content-encoding": encoding})
    async with fault_server([reply]) as server, door(server.url, ledger, time) as model:
        with pytest.raises(ModelUnavailable, match="encoding"):
            await model.fill(Contact, ask())


# --- the answer is whole, and wrong ---

WRONG = {
    "enum": '{"kind":"war","names":[]}',
    "extra field": '{"kind":"call","names":[],"more":1}',
    "missing field": '{"kind":"call"}',
    "no json": "I would rather talk.",
    "empty": "",
    "null": None,
    "lone surrogate escape": '{"kind":"call","names":["\\ud800"]}',
    "raw newline": '{"kind":"call","names":["a\nb"]}',
    "repeated key": '{"kind":"call","names":["A"],"names":[]}',
    "nan": '{"kind":"call","names":[NaN]}',
    "too deep": "[" * 20_000,
}


@pytest.mark.parametrize("name", WRONG)
async def test_a_wrong_shape_is_asked_again_once(name: str, ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([says(WRONG[name]), says(GOOD)]) as server, door(server.url, ledger, time) as model:
        assert (await model.fill(Contact, ask())).names == ["A", "B"]
        again = server.asked[1].body
        assert again["messages"][:2] == server.asked[0].body["messages"]
        assert [message["role"] for message in again["messages"][2:]] == ["assistant", "user"]
        assert "not an answer of the shape" in again["messages"][3]["content"]
        assert len(again["messages"][3]["content"]) < 1000
        assert "pydantic" not in again["messages"][3]["content"]
        assert (model.usage.calls, model.usage.completion_tokens, model.usage.re_asked) == (2, 40, 1)
        await model.fill(Contact, ask())
        assert (model.usage.calls, model.usage.replayed) == (2, 2)


@pytest.mark.parametrize("name", WRONG)
async def test_a_shape_wrong_twice_is_invalid(name: str, ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([says(WRONG[name])] * 2) as server, door(server.url, ledger, time) as model:
        with pytest.raises(AnswerInvalid) as invalid:
            await model.fill(Contact, ask())
        assert len(str(invalid.value)) < 1000
        assert pickle.loads(pickle.dumps(invalid.value)).args == invalid.value.args


@pytest.mark.parametrize(
    "content", [f"```json\n{GOOD}\n```", f"\ufeff{GOOD}", f"<think>call? {{}}</think>\n{GOOD}", f"\n {GOOD} \n"]
)
async def test_wrappings_are_taken_off_without_a_call(content: str, ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([says(content)]) as server, door(server.url, ledger, time) as model:
        assert (await model.fill(Contact, ask())).kind == "call"


ENDED = {
    "length": (says('{"kind":"call","na', "length"), AnswerTruncated),
    "content filter, whole json": (says(GOOD, "content_filter"), AnswerFiltered),
    "content filter, empty": (says(None, "content_filter"), AnswerFiltered),
    "refusal": (says(None, message={"refusal": "I will not \x1b[31m help."}), AnswerRefused),
}


@pytest.mark.parametrize("name", ENDED)
async def test_an_answer_that_ended_badly_is_not_asked_again(name: str, ledger: Ledger, time: FakeTime) -> None:
    reply, error = ENDED[name]
    calls = 2 if error is AnswerTruncated else 1  # with a larger limit
    async with fault_server([reply] * calls) as server, door(server.url, ledger, time) as model:
        first, second = await outcome(model), await outcome(model)
        assert type(first) is type(second) is error
        assert str(first).isprintable()
        assert (model.usage.calls, model.usage.replayed) == (calls, calls)


async def test_a_cut_answer_is_asked_for_once_more_with_a_larger_limit(ledger: Ledger, time: FakeTime) -> None:
    script = [says('{"kind":"call","na', "length"), says(GOOD)]
    async with fault_server(script) as server, door(server.url, ledger, time) as model:
        assert (await model.fill(Contact, ask(max_tokens=3000))).kind == "call"
        assert [asked.body["max_tokens"] for asked in server.asked] == [3000, 6000]
        assert model.usage.completion_tokens == 40  # the cut answer is counted


async def test_a_cut_answer_that_goes_in_circles_is_not_asked_for_again(ledger: Ledger, time: FakeTime) -> None:
    endless = '{"kind":"call","names":[' + '"Yoko Kamikawa","Enrique Manalo",' * 20 + '"Yoko'
    async with fault_server([says(endless, "length")]) as server, door(server.url, ledger, time) as model:
        with pytest.raises(AnswerTruncated) as cut:
            await model.fill(Contact, ask(max_tokens=3000))
        assert cut.value.text == endless
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("text", "circles", "items"),
    [
        ('{"names":["A. Bee","C. Dee"],"x":1', False, ["A. Bee", "C. Dee"]),
        ('{"names":["A. Bee","A. Bee","A. Bee","A. Bee","A.', True, ["A. Bee"]),
        ('{"names":["A. Bee","C \\"D\\" E","F', False, ["A. Bee", 'C "D" E']),
        ('{"names":[', False, []),
        ("", False, []),
        ('{"summary":"' + "They met and they met. " * 9, True, []),
    ],
)
def test_what_stands_in_an_answer_that_was_cut_off(text: str, circles: bool, items: list[str]) -> None:  # noqa: FBT001
    assert (goes_in_circles(text), whole_items(text)) == (circles, items)


async def test_no_answer_may_take_more_than_half_the_context(ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([says("{", "length")]) as server, door(server.url, ledger, time) as model:
        with pytest.raises(AnswerTruncated):
            await model.fill(Contact, ask(max_tokens=16384 // 2))


async def test_an_answer_without_usage_is_counted_as_untold(ledger: Ledger, time: FakeTime) -> None:
    bare = {"choices": completion(GOOD)["choices"], "usage": {"prompt_tokens": "many", "completion_tokens": True}}
    async with fault_server([sends(bare)]) as server, door(server.url, ledger, time) as model:
        await model.fill(Contact, ask())
        assert (model.usage.untold, model.usage.prompt_tokens) == (1, 0)


ODD: dict[str, dict[str, Any]] = {
    "usage is a list": completion(GOOD) | {"usage": [1]},
    "usage is a word": completion(GOOD) | {"usage": "much"},
    "usage details are a word": completion(GOOD) | {"usage": {"prompt_tokens": 1, "prompt_tokens_details": "x"}},
    "tokens below zero": completion(GOOD) | {"usage": {"prompt_tokens": -1, "completion_tokens": 1e99}},
    "no model, no id": completion(GOOD) | {"model": None, "id": None},
    "two choices": completion(GOOD) | {"choices": completion(GOOD)["choices"] * 2},
    "logprobs are a list": completion(GOOD, logprobs=[1]),
    "finish reason is a number": completion(GOOD, 7),  # type: ignore[arg-type]
    "finish reason is unknown": completion(GOOD, "eos"),
    "no finish reason": completion(GOOD, None),
}


@pytest.mark.parametrize("name", ODD)
async def test_odd_but_whole_answers_are_read(name: str, ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([sends(ODD[name])]) as server, door(server.url, ledger, time) as model:
        assert (await model.fill(Contact, ask())).kind == "call"


async def test_a_content_in_parts_is_read_and_one_that_is_no_text_is_a_wrong_shape(
    ledger: Ledger, time: FakeTime
) -> None:
    parts = completion(GOOD, message={"content": [{"type": "text", "text": GOOD}, 7]})
    async with fault_server([sends(parts)]) as server, door(server.url, ledger, time) as model:
        assert (await model.fill(Contact, ask("parts"))).kind == "call"
    script = [sends(completion(GOOD, message={"content": {"text": GOOD}})), says(GOOD)]
    async with fault_server(script) as server, door(server.url, ledger, time) as model:
        assert (await model.fill(Contact, ask())).kind == "call"


ODD_TOKENS: list[Any] = [
    "text", {"content": "text"}, {"content": [None, 1, "x", {}]}, {"content": [{"token": None, "logprob": "x"}]},
    {"content": [{"token": "call", "bytes": [300], "logprob": -1}]},
    {"content": [{"token": "call", "bytes": "call", "logprob": -1, "top_logprobs": 7}]},
    {"content": [{"token": '{"label":"', "logprob": 0}, {"token": "call", "logprob": 5000, "top_logprobs": [{}]}]},
]  # fmt: skip


@pytest.mark.parametrize("logprobs", ODD_TOKENS, ids=range(len(ODD_TOKENS)))
async def test_odd_probabilities_are_none_or_probabilities(logprobs: Any, ledger: Ledger) -> None:
    async with fault_server([says('{"label":"call"}', logprobs=logprobs)]) as server:
        spec = spec_for(server.url, logprobs=True)
        async with open_model(spec, ledger, env={}) as model:
            label = await model.label(["none", "call"], ask())
    assert label.value == "call"
    assert label.probability in {None, 1.0}


def test_clean_leaves_an_answer_alone() -> None:
    assert clean('{"a": "```"}') == '{"a": "```"}'


# --- labels ---


async def test_a_label_without_probabilities(ledger: Ledger) -> None:
    async with fault_server([says('{"label":"call"}')]) as server:
        spec = spec_for(server.url, logprobs=False)
        async with open_model(spec, ledger, env={}) as model:
            label = await model.label(["none", "call"], ask())
            assert (label.value, label.probability, label.probabilities) == ("call", None, None)
            assert "logprobs" not in server.asked[0].body
            enum = server.asked[0].body["response_format"]["json_schema"]["schema"]["properties"]["label"]["enum"]
            assert enum == ["none", "call"]


async def test_a_label_that_is_none_is_asked_again(ledger: Ledger) -> None:
    async with fault_server([says('{"label":"war"}'), says('{"label":"none"}')]) as server:
        spec = spec_for(server.url, logprobs=True, top_logprobs=3)
        async with open_model(spec, ledger, env={}) as model:
            assert (await model.label(["none", "call"], ask())).value == "none"
            assert server.asked[1].body["top_logprobs"] == 3


# --- without a call, and without a server ---


async def test_offline_answers_from_the_ledger_alone(ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([says(GOOD)]) as server, door(server.url, ledger, time) as model:
        await model.fill(Contact, ask())
        with open_ledger(ledger.path, offline=True) as stored:  # a reader needs no lock
            async with door(server.url, stored, time) as offline:
                assert (await offline.fill(Contact, ask())).kind == "call"
                with pytest.raises(AnswerMissing, match="offline"):
                    await offline.fill(Contact, ask("something else"))
                assert offline.usage.calls == 0


async def test_a_served_model_starts_at_the_first_miss_and_ends_with_the_door(ledger: Ledger, time: FakeTime) -> None:
    events: list[str] = []
    embedded = choose_spec(None, None, {})
    async with fault_server([says(GOOD), says(GOOD)]) as server:

        @contextlib.asynccontextmanager
        async def serve(spec: ModelSpec) -> AsyncIterator[str]:
            events.append(f"start {spec.model}")
            yield server.url
            events.append("end")

        async with open_model(embedded, ledger, CallSettings(serve=serve), env={"OPENAI_API_KEY": KEY}) as model:
            assert events == []
            await asyncio.gather(model.fill(Contact, ask("one")), model.fill(Contact, ask("two")))
        assert events == [f"start {embedded.model}", "end"]
        assert {asked.headers["host"] for asked in server.asked} == {server.url.split("/")[2]}
        assert not any(KEY in str(asked.headers) for asked in server.asked)
        async with open_model(embedded, ledger, CallSettings(serve=serve), env={}) as model:
            await model.fill(Contact, ask("one"))
        assert len(events) == 2


async def test_a_server_that_died_is_started_again(ledger: Ledger, time: FakeTime) -> None:
    """The first server dies over its first question; the second answers it."""
    started = 0

    async def die(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        mortal.close()
        writer.transport.abort()

    mortal = await asyncio.start_server(die, "127.0.0.1", 0)

    @contextlib.asynccontextmanager
    async def serve(_: ModelSpec) -> AsyncIterator[str]:
        nonlocal started
        started += 1
        if started == 1:
            yield f"http://127.0.0.1:{mortal.sockets[0].getsockname()[1]}/v1"
        else:
            async with fault_server([says(GOOD)]) as server:
                yield server.url

    async with open_model(
        choose_spec(None, None, {}), ledger, CallSettings(clock=time.clock, serve=serve), env={}
    ) as model:
        assert (await model.fill(Contact, ask())).kind == "call"
        assert (started, model.usage.failed) == (2, 2)
    kinds = ledger.read("SELECT kind FROM attempts ORDER BY id")
    assert kinds == [("cut",), ("connect",), (None,)]


async def test_a_model_that_nothing_serves_is_a_bug_of_the_caller(ledger: Ledger) -> None:
    async with open_model(choose_spec(None, None, {}), ledger, env={}) as model:
        with pytest.raises(ValueError, match="pass `serve`"):
            await model.fill(Contact, ask())


async def test_when_the_ledger_cannot_be_written_nothing_is_sent(ledger: Ledger, time: FakeTime) -> None:
    async with fault_server([]) as server, door(server.url, ledger, time) as model:
        with ledger.writing() as writer:
            writer.execute("PRAGMA max_page_count = 1")  # a full disk, as SQLite sees it
        with pytest.raises(DiskError, match="full"):
            await model.fill(Contact, ask("x" * 200_000 + str(list(range(20_000)))))


async def test_other_requests_pass_through(ledger: Ledger) -> None:
    models = sends({"data": [{"id": "some-model"}]})
    async with fault_server([models]) as server:
        transport = LedgerTransport(spec_for(server.url), ledger, httpx2.AsyncHTTPTransport(), CallSettings())
        async with httpx2.AsyncClient(transport=transport) as client:
            assert (await client.get(f"{server.url}/models")).json() == {"data": [{"id": "some-model"}]}
    assert ledger.stats().attempts == 0


def test_a_foreign_error_becomes_ours_and_a_bug_stays_a_bug() -> None:
    spec = spec_for("http://127.0.0.1:9/v1")
    assert str(translate(OpenAIError("something new"), spec)) == "'some-model' at localhost: OpenAIError: something new"
    bug = KeyError("ours")
    assert translate(bug, spec) is bug
