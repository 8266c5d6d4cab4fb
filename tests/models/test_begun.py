"""An answer that is begun for the model: a label takes one token, names are written alone, a whole answer is kept."""

import dataclasses
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from helpers.fault_server import Asked, Reply, completion, fails, fault_server, says
from memcon.models.base import Message, ModelAnswer, Prompt
from memcon.models.begun import Begun, begun, completed
from memcon.models.client import open_model
from memcon.models.ledger.exchange import export_answers
from memcon.models.ledger.store import open_ledger
from memcon.models.settings import CallSettings
from memcon.models.spec import ModelSpec, choose_spec
from memcon.models.takes import Takes

LABELS = ("call", "meeting", "dispute", "none")
BEGUN = Begun("label", LABELS)
PROMPT = Prompt(version="t@0", messages=(Message("user", "Ruto phoned Museveni."),), max_tokens=16)


def spec_for(url: str, *, on: bool = True) -> ModelSpec:
    spec = choose_spec("some-model", url, {})
    return dataclasses.replace(
        spec, takes=Takes(begun=on), profile=dataclasses.replace(spec.profile, logprobs=True, top_logprobs=5)
    )


def token(text: str, logprob: float, *others: tuple[str, float]) -> dict[str, Any]:
    top = [{"token": word, "bytes": list(word.encode()), "logprob": value} for word, value in others]
    return {"token": text, "bytes": list(text.encode()), "logprob": logprob, "top_logprobs": top}


def goes_on(asked: Asked) -> Reply:
    """As llama.cpp does: only what is new comes back, cut at the limit."""
    assert asked.body["messages"][-1] == {"role": "assistant", "content": '{"label":"'}
    assert asked.body["max_tokens"] == 1
    first = token("dis", -0.5, ("dis", -0.5), ("call", -1.2), ("none", -3.0))
    return says("dis", "length", logprobs={"content": [first]})


async def test_one_token_tells_the_label_and_a_whole_answer_is_kept(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l.sqlite") as ledger:
        async with fault_server(goes_on) as server, open_model(spec_for(server.url), ledger, env={}) as model:
            label = await model.label(LABELS, PROMPT)
            assert server.calls == 1
        assert label.value == "dispute"
        assert label.probabilities
        assert label.probabilities["dispute"] == pytest.approx(1 / (1 + math.exp(-0.7) + math.exp(-2.5)))
        (kept,) = export_answers(ledger)
        assert kept["answer"]["choices"][0]["message"]["content"] == '{"label":"dispute"}'
    with open_ledger(tmp_path / "l.sqlite", offline=True) as ledger:
        async with open_model(spec_for(server.url, on=False), ledger, env={}) as model:
            assert (await model.label(LABELS, PROMPT)).probabilities == label.probabilities


async def test_a_server_that_takes_no_beginning_is_asked_for_the_whole(tmp_path: Path) -> None:
    told: list[str] = []

    def script(asked: Asked) -> Reply:
        if asked.body["messages"][-1]["role"] == "assistant":
            return fails(
                400, {"error": {"message": "Assistant response prefill is incompatible with enable_thinking."}}
            )
        return says('{"label":"call"}')

    with open_ledger(tmp_path / "l.sqlite") as ledger:
        settings = CallSettings(tell=told.append)
        async with fault_server(script) as server, open_model(spec_for(server.url), ledger, settings, env={}) as model:
            assert (await model.label(LABELS, PROMPT)).value == "call"
            assert model.takes == Takes()
            assert len(told) == 1
            assert "not begun" in told[0]


def shape(values: Sequence[Any], *more: str) -> dict[str, Any]:
    fields = {"label": {"enum": list(values)}, **{name: {"type": "string"} for name in more}}
    return {"response_format": {"json_schema": {"schema": {"properties": fields}}}}


def test_only_a_choice_that_its_first_letter_tells_is_begun() -> None:
    assert begun(shape(LABELS)) == BEGUN
    assert begun(shape(("call", "contact"))) is None
    assert begun(shape(LABELS, "why")) is None
    assert begun(shape((1, 2))) is None
    assert begun(shape(())) is None
    assert begun({"messages": []}) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("call", "call"), ('call"}', "call"), ("d", "dispute"), (" meeting", "meeting"), ('{"label":"none"}', "none"),
        ('dis"}', None), ("", None), ("x", None), ("calling", None), ('"', None),
    ],
)  # fmt: skip
def test_what_comes_back_is_one_of_the_words_or_is_left_as_it_is(said: str, value: str | None) -> None:
    body = json.dumps(completion(said, "length")).encode()
    whole = completed(body, BEGUN)
    if value is None:
        assert whole == body
    else:
        choice = json.loads(whole)["choices"][0]
        assert (choice["message"]["content"], choice["finish_reason"]) == (f'{{"label":"{value}"}}', "stop")


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"choices":[]}', b'{"choices":[{"message":{"content":null}}]}', b'{"choices":[7]}']
)
def test_what_is_no_completion_is_left_as_it_is(body: bytes) -> None:
    assert completed(body, BEGUN) == body


class Names(ModelAnswer):
    """A list of words, and nothing beside it."""

    participants: list[str]


async def test_a_list_of_names_is_begun_and_kept_whole(tmp_path: Path) -> None:
    def goes_on_with_names(asked: Asked) -> Reply:
        assert asked.body["messages"][-1] == {"role": "assistant", "content": '{"participants":["'}
        assert asked.body["max_tokens"] == 16
        return says('Ruto","Museveni"]}')

    with open_ledger(tmp_path / "l.sqlite") as ledger:
        async with (
            fault_server(goes_on_with_names) as server,
            open_model(spec_for(server.url), ledger, env={}) as model,
        ):
            assert (await model.fill(Names, PROMPT)).participants == ["Ruto", "Museveni"]
            assert server.calls == 1
        (kept,) = export_answers(ledger)
    assert kept["answer"]["choices"][0]["message"]["content"] == '{"participants":["Ruto","Museveni"]}'


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ('A"]}', '{"participants":["A"]}'), ('A","B', '{"participants":["A","B'), ('{"participants":["A"]}',) * 2,
        ('{"participants": []}',) * 2,
    ],
)  # fmt: skip
def test_a_list_is_as_it_was_written_also_where_it_was_cut_or_begun_anew(said: str, whole: str) -> None:
    made = json.loads(completed(json.dumps(completion(said, "length")).encode(), Begun("participants")))
    assert (made["choices"][0]["message"]["content"], made["choices"][0]["finish_reason"]) == (whole, "length")


def test_of_two_lists_and_of_numbers_nothing_is_begun() -> None:
    names = {"type": "array", "items": {"type": "string"}}
    for fields, known in (
        ({"participants": names}, Begun("participants")),
        ({"participants": names, "topics": names}, None),
        ({"participants": {"type": "array", "items": {"type": "integer"}}}, None),
    ):
        assert begun({"response_format": {"json_schema": {"schema": {"properties": fields}}}}) == known


def test_a_completion_without_probabilities_has_none_afterwards() -> None:
    told = json.loads(completed(json.dumps(completion("call", "length", logprobs=None)).encode(), BEGUN))
    assert told["choices"][0]["logprobs"] is None
