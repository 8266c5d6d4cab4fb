"""Answers that a model gives unasked, or because an article told it to: each is read, or refused, in a moment."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memcon._data import MOST_KEYS, strict
from memcon.extraction.answers import Findings
from memcon.models.failure import duration, safe
from memcon.models.parse import clean, goes_in_circles, parse, whole_items

pytestmark = pytest.mark.hostile
MANY = 1_000_000


@pytest.mark.parametrize(
    "content",
    [
        "```json" + "\n" * MANY, "```" + " \n" * MANY + "x", "\n" * MANY + "```", "```\n" * MANY, "`" * MANY,
        "<think>" * MANY, "<think>" + "\n" * MANY, "</think>" * MANY, " " * MANY + "<think>", "\ufeff" * MANY,
        "```json\n{" + "\n" * MANY + "}", "```" + "json" * MANY, "<think></think>" * (MANY // 10),
    ],
)  # fmt: skip
def test_fences_and_thoughts_without_an_end_are_read_at_once(content: str) -> None:
    answer, problem = parse(Findings, clean(content))
    assert answer is None
    assert problem


_THOUGHT = re.compile(r"\s*<think>.*?</think>\s*", re.DOTALL)
_FENCED = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*", re.DOTALL)


@given(
    st.lists(st.sampled_from(["```", "json", "\n", " ", "`", "{", "}", "<think>", "</think>", "\ufeff", "x", "\u3000"]))
)
def test_what_stands_in_fences_and_behind_thoughts_is_what_the_patterns_say(parts: list[str]) -> None:
    """The patterns that say it in a line each are cubic; the reader that takes their place says the same."""
    content = "".join(parts)
    bare = _THOUGHT.sub("", content.lstrip("\ufeff"), count=1)
    fenced = _FENCED.fullmatch(bare)
    assert clean(content) == (fenced[1] if fenced else bare).strip()


def test_a_key_repeated_among_many_is_named() -> None:
    keys = ",".join(f'"{number}":0' for number in range(MOST_KEYS - 1))
    assert parse(Findings, f'{{{keys},"99":0}}') == (None, "it is no JSON: the key '99' stands twice")


@pytest.mark.parametrize(
    "form",
    [
        "{{{}}}", "[{{{}}}]", '{{"meetings": [], "calls": [{{{}}}]}}', "Here: {{{}}}", "```json\n{{{}}}\n```", "{{{}",
        "<think>{{{}}}</think>{{{}}}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ['"{}" :0', '"{}\\\\":0', '"\\"{}":{{}}', '"{}":":"', '"{}"\n\t:[]'])
def test_more_keys_than_any_answer_has_are_no_answer(form: str, key: str) -> None:
    keys = ",".join(key.format(number) for number in range(MANY // 10))
    answer, problem = parse(Findings, form.format(keys, keys))
    assert answer is None
    assert problem == f"it is no JSON: it has more than {MOST_KEYS:,} different keys"


def test_the_same_few_keys_may_stand_in_as_many_objects_as_there_are() -> None:
    each = '{"a": ":", "b": [{"c: \\": ": 1}]}'
    assert len(strict(f"[{','.join([each] * MOST_KEYS)}]")) == MOST_KEYS


@pytest.mark.parametrize(
    "content",
    [
        "[" * MANY, '{"a":' * MANY, '"' * MANY, "\\" * MANY, "1" * MANY, "-" * MANY, "1e" + "9" * MANY,
        '{"meetings": [' * 9_999,
        '{"meetings": [' + "{}," * 99_999 + "{}]}", '{"meetings": "' + "a" * MANY + '"}',
        "\0" * MANY, "\ud800" * MANY,
        '{"calls": null, "' + "a" * MANY + '": 1}', '{"' + '\\"' * MANY + "\\",
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_in_few_words(content: str) -> None:
    answer, problem = parse(Findings, clean(content))
    assert answer is None
    assert 0 < len(problem) <= 600


@pytest.mark.parametrize("unit", ["a", " ", '"', '"a', '"a",', "\\", "\\\\", "[", '"a": [', "ab" * 70])
def test_the_names_of_a_cut_answer_are_read_once(unit: str) -> None:
    cut = '{"participants": [' + unit * (MANY // len(unit))
    assert len(whole_items(cut)) <= 1
    assert goes_in_circles(cut)


def test_a_list_of_the_same_name_is_one_name() -> None:
    cut = json.dumps({"participants": ["Ann"] * 100_000})[:-5]
    assert whole_items(cut) == ["Ann"]


def test_a_wait_of_a_million_digits_is_none() -> None:
    assert duration("1" * MANY) is None
    assert duration("1" * MANY + "s") is None
    assert duration("1h2m3.5s") == 3723.5


def test_a_message_of_others_is_cut() -> None:
    assert len(safe("sk-" * MANY)) <= 300
    assert len(safe("bearer " * MANY)) <= 300
