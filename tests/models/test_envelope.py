"""An object is found in whatever it is wrapped, as it stands; where two stand, or a broken one, none is."""

import json
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from memcon.models.base import ModelAnswer
from memcon.models.fit import fitted
from memcon.models.parse import parse, read


class Contact(ModelAnswer):
    """A contact between two officials."""

    kind: Literal["call", "meeting"]
    names: list[str]
    where: Literal["Geneva", "GENEVA", "Oslo"] | None = None
    topics: list[str] = Field(default_factory=list)


contacts = st.builds(
    Contact, kind=st.sampled_from(["call", "meeting"]), names=st.lists(st.text(max_size=9), max_size=3)
)
prose = st.text(st.characters(exclude_characters='{}[]`<>|◁▷"', exclude_categories=["Cs"]), max_size=30)
wrappings = st.sampled_from(
    [
        "%s",
        "```json\n%s\n```",
        "```JSON %s```",
        "<think>{}</think>%s",
        "x</think>%s",
        "[%s]",
        '{"Contact": %s}',
        "So: %s",
    ]
)


@given(contacts, st.lists(wrappings, max_size=3), prose, prose)
def test_an_answer_is_what_was_wrapped(contact: Contact, layers: list[str], before: str, behind: str) -> None:
    text = contact.model_dump_json()
    for layer in layers:
        if layer[:1] in {"[", "{"} and not text.startswith(("{", "[")):
            continue  # no model puts prose into JSON
        text = layer.replace("%s", text)
    assert parse(Contact, f"{before}{text}{behind}") == (contact, "")


@given(contacts, contacts, prose)
def test_of_two_answers_none_is_read(one: Contact, other: Contact, between: str) -> None:
    reading = read(Contact, f"{one.model_dump_json()}{between}{other.model_dump_json()}")
    assert reading.answer is None
    assert reading.instead == "2 objects of the shape, and nothing tells which of them is meant"


@given(contacts, st.integers(1, 60))
def test_of_a_broken_answer_no_part_is_read(contact: Contact, cut: int) -> None:
    text = f'So: {{"result": {contact.model_dump_json()}, "more": [1, 2]}}'
    assert read(Contact, text).answer is None  # an object of two keys is no wrapping
    assert read(Contact, text[: -min(cut, 22)]).answer is None


@given(st.text(max_size=200))
def test_any_text_is_an_answer_or_has_a_reason(text: str) -> None:
    reading = read(Contact, text)
    assert (reading.answer is None) == bool(reading.problem)


@pytest.mark.parametrize(
    ("given_value", "fits", "repairs"),
    [
        ({"kind": "CALL", "names": ["a"], "topics": []}, {"kind": "call", "names": ["a"], "topics": []}, ("case",)),
        ({"kind": "call", "names": None, "topics": []}, {"kind": "call", "names": [], "topics": []}, ("null_list",)),
        ({"kind": "call", "names": []}, {"kind": "call", "names": []}, ("missing_list",)),
        ({"kind": "call", "where": "geneva", "topics": []}, {"kind": "call", "where": "geneva", "topics": []}, ()),
        ({"kind": "call", "where": " oslo ", "topics": []}, {"kind": "call", "where": "Oslo", "topics": []}, ("case",)),
        ({"kind": 7, "where": None, "topics": "x"}, {"kind": 7, "where": None, "topics": "x"}, ()),
        ([1], [1], ()),
        (None, None, ()),
    ],
)
def test_what_differs_in_writing_alone_is_fitted(given_value: Any, fits: Any, repairs: tuple[str, ...]) -> None:
    before = json.dumps(given_value)
    assert fitted(given_value, Contact) == (fits, repairs)
    assert json.dumps(given_value) == before
