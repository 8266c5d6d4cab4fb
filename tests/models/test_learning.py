"""What an endpoint does not take is learned once, proven, told and kept, whatever the number of calls in flight."""

import asyncio
import dataclasses
import json
from pathlib import Path
from typing import Any, Literal

import pytest

from helpers.fault_server import Asked, Reply, completion, fault_server, says, sends
from helpers.refusing import SCHEMA, SEED, SYSTEM, TEMPERATURE, error, formats, no_system, refusing
from memcon.errors import AnswerTruncated, DataError, PromptCut, ProviderStopped, RequestRejected
from memcon.models.base import Message, ModelAnswer, Prompt
from memcon.models.client import open_model
from memcon.models.ledger.check import problems
from memcon.models.ledger.exchange import Given, export_answers, import_answers
from memcon.models.ledger.lessons import kept_lessons
from memcon.models.ledger.recover import recover
from memcon.models.ledger.store import Ledger, canonical, open_ledger, question_key
from memcon.models.ledger.summary import summarize
from memcon.models.lessons import lesson_of, read_refusal
from memcon.models.settings import CallSettings
from memcon.models.spec import ModelSpec, choose_spec
from memcon.models.takes import ALL, Takes, put


class Contact(ModelAnswer):
    """A contact between two officials."""

    kind: Literal["call", "meeting"]
    names: list[str]


JSON_OBJECT = formats("json_object", reply=SCHEMA)
GOOD = '{"kind":"call","names":["A","B"]}'


def ask(text: str, max_tokens: int = 50) -> Prompt:
    turns = (Message("system", "Find contacts."), Message("user", text))
    return Prompt(version="t@0", messages=turns, max_tokens=max_tokens)


def answering(*refuses: Any) -> Any:
    answer = refusing(*refuses, then=lambda _body: says(GOOD))
    return lambda asked: answer(asked, 1)


def spec_for(url: str, profile: Path | None = None, **changed: Any) -> ModelSpec:
    spec = choose_spec("some-model", url, {}, profile)
    return dataclasses.replace(spec, profile=dataclasses.replace(spec.profile, **changed))


async def test_a_lesson_is_kept_and_told_once_and_paid_for_once(tmp_path: Path) -> None:
    told: list[str] = []
    settings = CallSettings(tell=told.append)
    async with fault_server(answering(TEMPERATURE, SEED)) as server:
        with open_ledger(tmp_path / "l.sqlite") as ledger:
            async with open_model(spec_for(server.url), ledger, settings, env={}) as model:
                assert (await model.fill(Contact, ask("one"))).kind == "call"
                assert (server.calls, len(told)) == (3, 2)
                await model.fill(Contact, ask("two"))
                assert server.calls == 4
                assert model.takes.told() == {"without": ["temperature", "seed"]}
            assert [(kept.field, kept.value) for kept in kept_lessons(ledger)] == [
                ("without", "temperature"), ("without", "seed"),
            ]  # fmt: skip
        with open_ledger(tmp_path / "l.sqlite") as ledger:
            async with open_model(spec_for(server.url), ledger, settings, env={}) as model:
                await model.fill(Contact, ask("one"))  # from the ledger: a lesson moves no key
                assert server.calls == 4
                await model.fill(Contact, ask("three"))
                assert (server.calls, len(told)) == (5, 2)
    assert told[0].startswith("some-model (at localhost): asked without temperature")


async def test_with_64_calls_in_flight_nothing_is_paid_twice(ledger: Ledger) -> None:
    answered: list[str] = []
    told: list[str] = []
    plain = answering(TEMPERATURE, SEED, SYSTEM)

    def script(asked: Asked) -> Reply:
        reply: Reply = plain(asked)
        if "temperature" not in asked.body and "seed" not in asked.body and len(asked.body["messages"]) == 1:
            answered.append(asked.body["messages"][0]["content"])
        return reply

    async with fault_server(script) as server:
        spec = spec_for(server.url, concurrency=64)
        async with open_model(spec, ledger, CallSettings(tell=told.append), env={}) as model:
            await asyncio.gather(*(model.fill(Contact, ask(f"text {number}")) for number in range(64)))
    assert sorted(answered) == sorted(f"Find contacts.\n\ntext {number}" for number in range(64))
    assert len(told) == 3
    assert len(kept_lessons(ledger)) == 3
    assert ledger.stats().answers == 64


async def test_what_did_not_help_is_taken_back(ledger: Ledger) -> None:
    """An endpoint that names the temperature whatever is asked: the next question is asked as before."""
    whatever = error("temperature is not supported", param="temperature")

    def script(asked: Asked) -> Reply:
        return whatever if "bad" in asked.body["messages"][1]["content"] else says(GOOD)

    async with fault_server(script) as server, open_model(spec_for(server.url), ledger, env={}) as model:
        with pytest.raises(RequestRejected):
            await model.fill(Contact, ask("bad"))
        assert server.calls == 2
        assert model.takes == ALL
        await model.fill(Contact, ask("good"))
        assert "temperature" in server.asked[-1].body
    assert not kept_lessons(ledger)


async def test_logprobs_are_left_out_with_what_belongs_to_them(ledger: Ledger) -> None:
    def script(asked: Asked) -> Reply:
        if "logprobs" in asked.body:
            return error("logprobs is not supported with this model", param="logprobs")
        assert "top_logprobs" not in asked.body
        return says('{"label":"call"}')

    async with fault_server(script) as server, open_model(spec_for(server.url, logprobs=True), ledger, env={}) as model:
        label = await model.label(["none", "call"], ask("x"))
    assert (label.value, label.probability) == ("call", None)


async def test_strict_is_left_out(ledger: Ledger) -> None:
    def script(asked: Asked) -> Reply:
        strict = "strict" in asked.body["response_format"]["json_schema"]
        return error("json_schema.strict: Extra inputs are not permitted") if strict else says(GOOD)

    async with fault_server(script) as server, open_model(spec_for(server.url, strict=True), ledger, env={}) as model:
        await model.fill(Contact, ask("x"))
        assert model.takes.told() == {"strict": False}


async def test_a_model_that_thinks_is_given_room_from_its_first_answer_on(ledger: Ledger) -> None:
    """A label has 16 tokens: thought takes more, and only the first question pays for finding that out."""

    def script(asked: Asked) -> Reply:
        enough = asked.body["max_tokens"] > 500
        told = completion('{"label":"call"}' if enough else "", "stop" if enough else "length")
        message = told["choices"][0]["message"]
        message["reasoning_content"] = "Who called whom?"
        return sends(told)

    async with fault_server(script) as server, open_model(spec_for(server.url), ledger, env={}) as model:
        for number in range(3):
            assert (await model.label(["none", "call"], ask(f"text {number}", 16))).value == "call"
        assert model.takes.reasons
        assert [asked.body["max_tokens"] for asked in server.asked] == [16, 8192, 8192, 8192]


async def test_no_second_try_where_the_limit_cannot_grow(ledger: Ledger) -> None:
    spent = completion("", "length")
    spent["usage"]["completion_tokens"] = 8192
    async with fault_server([sends(spent)]) as server, open_model(spec_for(server.url), ledger, env={}) as model:
        with pytest.raises(AnswerTruncated, match="raise --output-tokens"):
            await model.fill(Contact, ask("x", 4096))


async def test_a_cut_prompt_fails_its_article_and_a_third_one_the_run(ledger: Ledger) -> None:
    text = "Menteri Luar Negeri Jepang menelepon Menteri Luar Negeri Peru. " * 400
    short = completion(GOOD)
    short["usage"]["prompt_tokens"] = 2048

    def script(asked: Asked) -> Reply:
        return sends(short)

    async with fault_server(script) as server, open_model(spec_for(server.url), ledger, env={}) as model:
        await model.fill(Contact, ask("short enough"))
        for number in range(2):
            with pytest.raises(PromptCut, match=r"read 2048 tokens of a prompt of 40.* OLLAMA_CONTEXT_LENGTH"):
                await model.fill(Contact, ask(f"{number} {text}"))
        with pytest.raises(ProviderStopped, match="it cuts every prompt"):
            await model.fill(Contact, ask(f"3 {text}"))
    assert ledger.stats().answers == 1  # the others are asked again, once the server has a longer context


@pytest.mark.parametrize("counted", [None, 100, 4000])
async def test_a_prompt_that_is_in_the_cache_or_not_counted_is_whole(counted: int | None, ledger: Ledger) -> None:
    told = completion(GOOD)
    told["usage"]["prompt_tokens"] = counted
    async with fault_server([sends(told)]) as server, open_model(spec_for(server.url), ledger, env={}) as model:
        await model.fill(Contact, ask("Presiden Peru menelepon. " * 900))


async def test_a_users_own_profile_lies_over_what_was_learned(tmp_path: Path, ledger: Ledger) -> None:
    async with (
        fault_server(answering(formats("json_object", reply=SCHEMA))) as server,
        open_model(spec_for(server.url), ledger, env={}) as model,
    ):
        await model.fill(Contact, ask("one"))
        assert model.takes.format == "json_object"
    mine = tmp_path / "mine.toml"
    mine.write_text('[takes]\nformat = "json_schema"\nwithout = ["seed"]\n', "utf-8")
    async with fault_server(answering()) as server:
        async with open_model(spec_for(server.url, mine), ledger, env={}) as model:
            await model.fill(Contact, ask("two"))
        assert "seed" not in server.asked[0].body
        assert server.asked[0].body["response_format"]["type"] == "json_schema"
    async with (
        fault_server(answering(formats("json_object", reply=SCHEMA))) as server,
        open_model(spec_for(server.url, mine), ledger, env={}) as model,
    ):
        with pytest.raises(RequestRejected):
            await model.fill(Contact, ask("three"))
        assert server.calls == 1


def test_what_is_put_is_what_is_asked() -> None:
    party = {"type": "object", "properties": {"title": {"type": "string", "title": "Title"}}}
    lists = {"list": {"type": "array", "maxItems": 3, "items": {"$ref": "#/$defs/P"}}}
    schema: dict[str, Any] = {"$defs": {"P": party}, "properties": lists}
    body: dict[str, Any] = {
        "messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "U"}],
        "max_tokens": 16, "temperature": 0.0,
        "response_format": {"type": "json_schema", "json_schema": {"name": "X", "schema": schema, "strict": True}},
    }  # fmt: skip
    assert put(body, ALL, 4096) == body
    bare = put(body, Takes(schema_without=("$ref", "maxItems", "title"), strict=False), 4096)
    assert bare["response_format"]["json_schema"] == {
        "name": "X",
        "schema": {"properties": {"list": {"type": "array", "items": {
            "type": "object", "properties": {"title": {"type": "string"}}}}}},
    }  # fmt: skip
    words = put(body, Takes(format="prompt", system=False, reasons=True, tokens_field="max_completion_tokens"), 4096)
    assert words["max_completion_tokens"] == 4096
    assert "response_format" not in words
    (turn,) = words["messages"]
    assert turn["role"] == "user"
    assert turn["content"].startswith("S\n\nAnswer with one JSON object")
    assert turn["content"].endswith("\n\nU")
    assert json.dumps(schema) in turn["content"]
    assert body["messages"][0]["content"] == "S"


@pytest.mark.parametrize(
    "error_body",
    [b"", b"null", b"[]", b"\xff", b'{"error": "temperature"', b'{"error":' * 5000, b'"' * 100_000, b"{" * 100_000,
     b'{"error": {"message": ' + b'"x' * 50_000 + b'"}}',
     b'{"error": {"message": "max_tokens (' + b"9" * 5000 + b" > 8 - " + b"9" * 5000 + b')"}}'],
)  # fmt: skip
def test_a_refusal_of_any_form_is_read(error_body: bytes) -> None:
    lesson_of(read_refusal(error_body), {"messages": [], "temperature": 0, "max_tokens": 16}, ALL)


def test_what_a_server_repeats_of_a_request_teaches_nothing() -> None:
    refusal = read_refusal(json.dumps({"detail": [
        {"loc": ["body", "model"], "msg": "unknown model", "input": {"temperature": 0, "seed": "not supported"}},
    ]}).encode())  # fmt: skip
    assert lesson_of(refusal, {"messages": [], "temperature": 0, "seed": 0}, ALL) is None


def test_a_system_role_is_named_in_many_words() -> None:
    for words in ("System role not supported", "Only user and assistant roles are supported!"):
        reply = no_system(words)({"messages": [{"role": "system", "content": ""}]})
        assert reply is not None
        lesson = lesson_of(read_refusal(json.dumps({"error": {"message": words}}).encode()),
                           {"messages": [{"role": "system", "content": ""}]}, ALL)  # fmt: skip
        assert lesson is not None
        assert lesson.field == "system"


async def test_lessons_are_checked_exported_imported_and_saved(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    async with fault_server(answering(TEMPERATURE, JSON_OBJECT)) as server:
        with open_ledger(path) as ledger:
            async with open_model(spec_for(server.url), ledger, env={}) as model:
                await model.fill(Contact, ask("one"))
            kept = kept_lessons(ledger)
            assert not list(problems(ledger))
            lines = [json.loads(json.dumps(line)) for line in export_answers(ledger)]
            assert summarize(ledger).lessons == {"some-model at localhost": tuple(each.said for each in kept)}
    assert [line["state"] for line in lines] == ["lesson", "lesson", "done"]
    with open_ledger(tmp_path / "other.sqlite") as other:
        given = [Given(f"line {number}", line) for number, line in enumerate(lines)]
        assert dataclasses.astuple(import_answers(other, given)) == (1, 0, 2, 0)
        assert dataclasses.astuple(import_answers(other, given)) == (0, 1, 0, 0)
        assert kept_lessons(other) == kept
        with pytest.raises(DataError, match="line 0: no lesson"):
            import_answers(other, [Given("line 0", lines[0] | {"field": "price"})])
    saved = recover(path, tmp_path / "saved.sqlite")
    assert (saved.lessons, saved.refused) == (2, 0)
    with open_ledger(tmp_path / "saved.sqlite", offline=True) as again:
        assert kept_lessons(again) == kept
    with open_ledger(path) as ledger, ledger.writing() as writer:
        writer.execute("UPDATE lessons SET value = '[' WHERE field = 'format'")
    with open_ledger(path, offline=True) as ledger:
        assert [each.field for each in kept_lessons(ledger)] == ["without"]
        assert list(problems(ledger)) == ["lesson 2: damaged, or of something that this memcon does not know"]


async def test_what_is_learned_leaves_the_order_of_the_shape(ledger: Ledger) -> None:
    """A model answers in the order of the schema: it must not become that of the alphabet, as in the ledger."""

    class Ordered(ModelAnswer):
        """An answer whose fields stand in no order of the alphabet."""

        zebra: str
        apple: str

    def reply(asked: Any) -> Any:
        return refusing(TEMPERATURE, then=lambda _body: says('{"zebra":"z","apple":"a"}'))(asked, 1)

    async with fault_server(reply) as server, open_model(spec_for(server.url), ledger, CallSettings(), env={}) as model:
        await model.fill(Ordered, ask("one"))
    first, second = (asked.body["response_format"]["json_schema"]["schema"] for asked in server.asked)
    assert list(first["properties"]) == list(second["properties"]) == ["zebra", "apple"]
    assert first == second
    [(key, body)] = ledger.read("SELECT key, body FROM questions")
    assert key == question_key(spec_for(server.url).label, ledger.inflate(body))
    assert ledger.inflate(body) == canonical(server.asked[0].raw)
