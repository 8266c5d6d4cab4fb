"""What an answer about a whole article may lack and get wrong, and what each fault costs."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from conftest import ROOT
from memcon.extraction.answers import (
    EVENTS,
    PARTICIPANTS,
    SENTENCES,
    TOPICS,
    CallAnswer,
    ContactFill,
    DisputeAnswer,
    DisputeFill,
    Findings,
    MeetingAnswer,
    PartyAnswer,
    TriageFill,
)
from memcon.models.base import ModelAnswer
from memcon.models.parse import parse
from memcon.models.question import asked_schema

LEAST: dict[str, Any] = {"quote": "Peru accused Kenya.", "status": "occurred", "participants": [{"name": "Peru"}]}
DISPUTE = LEAST | {"act": "accuse"}


def read(**lists: Any) -> Findings:
    answer, problem = parse(Findings, json.dumps(lists))
    assert answer is not None, problem
    return answer


def test_a_missing_key_costs_nothing() -> None:
    found = read(meetings=[LEAST], calls=[LEAST], disputes=[DISPUTE])
    party = PartyAnswer(name="Peru", title=None, side=None, role=None)
    rest = {"sentences": [], "date_words": None, "place_words": None, "topics": [], "summary": "", **LEAST}
    rest["participants"] = [party]
    assert found.meetings == [MeetingAnswer(**rest, initiator=None, form="unspecified")]
    assert found.calls == [CallAnswer(**rest, initiator=None, channel="unspecified")]
    assert found.disputes == [DisputeAnswer(**rest, act="accuse")]
    assert found.set_aside == ()


@pytest.mark.parametrize("answer", [{}, {"meetings": []}, {"meetings": None, "calls": None, "disputes": None}])
def test_a_missing_list_is_an_empty_one(answer: Mapping[str, Any]) -> None:
    assert read(**answer) == Findings(meetings=[], calls=[], disputes=[])


@pytest.mark.parametrize(
    ("field", "given", "stands"),
    [
        ("sentences", None, []),
        ("sentences", "3", []),
        ("topics", None, []),
        ("summary", None, ""),
        ("form", "lunch", "unspecified"),
        ("form", None, "unspecified"),
        ("date_words", 7, None),
        ("initiator", ["Peru"], None),
    ],
)
def test_a_field_that_does_not_fit_costs_itself(field: str, given: object, stands: object) -> None:
    (met,) = read(meetings=[LEAST | {field: given}]).meetings
    assert getattr(met, field) == stands


def test_a_role_that_nobody_knows_is_none() -> None:
    (spoke,) = read(calls=[LEAST | {"participants": [{"name": "Peru", "role": "boss"}]}]).calls
    assert [(party.name, party.role) for party in spoke.participants] == [("Peru", None)]


@pytest.mark.parametrize(
    ("event", "reason", "said", "quote"),
    [
        (DISPUTE | {"act": "bombard"}, "invalid", "act: ", "Peru accused Kenya."),
        (DISPUTE | {"act": "bombard"}, "invalid", ", not 'bombard'", "Peru accused Kenya."),
        (DISPUTE | {"quote": 5}, "invalid", "quote: ", ""),
        (LEAST, "invalid", "act: Field required", "Peru accused Kenya."),
        (DISPUTE | {"participants": "Peru"}, "invalid", "participants: ", "Peru accused Kenya."),
        (DISPUTE | {"mood": "bad"}, "invalid", "mood: ", "Peru accused Kenya."),
        (DISPUTE | {"participants": [{"name": "Peru"}] * (PARTICIPANTS + 1)}, "too_many", "participants: ",
         "Peru accused Kenya."),
        ("Peru", "invalid", "the whole: ", ""),
    ],
)  # fmt: skip
def test_a_bad_event_costs_that_event_alone(event: object, reason: str, said: str, quote: str) -> None:
    found = read(meetings=[LEAST], disputes=[DISPUTE, event, DISPUTE])
    assert (len(found.meetings), len(found.disputes)) == (1, 2)
    (aside,) = found.set_aside
    assert (aside.kind, aside.reason, aside.quote) == ("dispute", reason, quote)
    assert said in aside.problem


def test_a_key_that_nobody_asked_for_is_set_aside() -> None:
    found = read(disputes=[DISPUTE], thoughts="hm", calls="none")
    assert [(aside.kind, aside.problem.split(":")[0]) for aside in found.set_aside] == [
        ("call", "calls"),
        (None, "thoughts"),
    ]


@pytest.mark.parametrize(
    "answer", ['{"disputes":[{"quote":"x"}]}', '{"disputes":"none"}', '{"none":1}', "[]", '{"calls":[],"calls":[]}']
)
def test_an_answer_of_which_nothing_is_left_is_none(answer: str) -> None:
    assert parse(Findings, answer)[0] is None


def test_what_was_set_aside_cannot_be_said_by_a_model() -> None:
    with pytest.raises(ValidationError):
        Findings.model_validate({"_set_aside": [1]})
    assert "set_aside" not in json.dumps(Findings.model_json_schema())


def test_a_list_that_is_longer_than_asked_for_fails_no_answer() -> None:
    long = LEAST | {"topics": ["trade"] * 50, "sentences": [1] * 50}
    assert len(read(meetings=[long] * (EVENTS + 1)).meetings) == EVENTS + 1
    assert len(ContactFill(participants=["A"] * 99).participants)
    assert not read(calls=[long]).set_aside


def test_each_list_says_how_long_it_may_be() -> None:
    def most(shape: type[ModelAnswer], field: str) -> int:
        length: int = shape.model_json_schema()["properties"][field]["maxItems"]
        return length

    assert {most(Findings, each) for each in ("meetings", "calls", "disputes")} == {EVENTS}
    for event in (MeetingAnswer, CallAnswer, DisputeAnswer):
        lists = most(event, "participants"), most(event, "topics"), most(event, "sentences")
        assert lists == (PARTICIPANTS, TOPICS, SENTENCES)
    assert most(ContactFill, "participants") == 16


TAKEN = {
    "type", "properties", "required", "additionalProperties", "items", "enum", "anyOf", "$ref", "$defs", "title",
    "description", "minItems", "maxItems", "pattern", "format", "const", "minimum", "maximum",
}  # fmt: skip
"""Keywords of JSON Schema in OpenAI's guide to structured outputs, "Supported schemas"."""


@pytest.mark.parametrize("shape", [Findings, TriageFill, ContactFill, DisputeFill])
def test_every_schema_is_one_that_openai_takes_with_strict(shape: type[ModelAnswer]) -> None:
    """All keys required, no further keys, no defaults, nothing beside a `$ref`, an object at the root."""
    schema = asked_schema(shape.model_json_schema())

    def walk(part: dict[str, Any], depth: int) -> int:
        assert set(part) <= TAKEN, part
        assert "$ref" not in part or set(part) == {"$ref"}
        if "properties" in part:
            assert part["additionalProperties"] is False
            assert list(part["required"]) == list(part["properties"])
        target = schema["$defs"][part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else None
        below = [*part.get("properties", {}).values(), *part.get("anyOf", [])]
        below += [each for each in (part.get("items"), target) if each]
        return max((walk(each, depth + 1) for each in below), default=depth)

    assert schema["type"] == "object"
    assert "anyOf" not in schema
    assert walk(schema, 1) <= 10


def test_a_schema_is_asked_for_whole_and_read_with_less() -> None:
    schema = asked_schema(Findings.model_json_schema())
    assert schema["required"] == ["meetings", "calls", "disputes"]
    assert "default" not in json.dumps(schema)
    assert read() == Findings()


def test_answers_are_no_longer_than_the_longest_that_was_read() -> None:
    """Gold that lies here: a limit that real articles reach would cut what they tell."""
    events = [json.loads(line) for line in (ROOT / "benchmarks/gold/events.jsonl").read_text("utf-8").splitlines()]
    assert events
    assert max(len(event["participants"]) for event in events) < PARTICIPANTS / 2
