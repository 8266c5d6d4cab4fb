"""Prompts are files that a human reads; their examples are held to what is asked of a model before any call."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from conftest import ROOT
from memcon.errors import UsageError
from memcon.extraction import prompts
from memcon.extraction.answers import Findings
from memcon.extraction.prompts import Example, Template, load
from memcon.extraction.strategies import cascade, whole
from memcon.languages.detect import identify
from memcon.models.base import Message, ModelAnswer

SHIPPED = {
    "whole": whole.template,
    "cascade-triage": cascade.triage_template,
    "cascade-contact": cascade.contact_template,
    "cascade-dispute": cascade.dispute_template,
}


class Heard(ModelAnswer):
    """Who was named."""

    name: str | None
    kind: str


SHAPE: TypeAdapter[Any] = TypeAdapter(Heard)
GOOD = """# heard

For tests.

## system
Say who.

## example
### user
Kari Lund spoke.
### assistant
{"name":"Kari Lund","kind":"any"}

## user
Sentence: {{sentence}} ({{day}})
"""


def wrote(folder: Path, text: str) -> Path:
    (folder / "heard.md").write_text(text, "utf-8")
    return folder


def test_a_file_becomes_turns_with_the_static_part_first(tmp_path: Path) -> None:
    prompt = load("heard", SHAPE, max_tokens=9, where=wrote(tmp_path, GOOD)).render(sentence="A b.", day="Monday")
    assert prompt.messages == (
        Message("system", "Say who."),
        Message("user", "Kari Lund spoke."),
        Message("assistant", '{"name":"Kari Lund","kind":"any"}'),
        Message("user", "Sentence: A b. (Monday)"),
    )
    assert prompt.max_tokens == 9


@given(st.text(), st.text())
def test_braces_in_an_article_are_text_like_any_other(sentence: str, day: str) -> None:
    template = Template(name="t", version="t@0", system="s", examples=(), user="{{sentence}}|{{day}}", max_tokens=1)
    assert template.render(sentence=sentence, day=day).messages[-1].content == f"{sentence}|{day}"


def test_a_slot_without_a_value_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="day"):
        load("heard", SHAPE, max_tokens=9, where=wrote(tmp_path, GOOD)).render(sentence="A b.")


def test_the_version_changes_with_every_part_of_the_question(tmp_path: Path) -> None:
    class Other(ModelAnswer):
        """Who was heard."""

        name: str | None
        kind: str

    def version(text: str, shape: Any = SHAPE) -> str:
        return load("heard", shape, max_tokens=9, where=wrote(tmp_path, text)).version

    texts = [GOOD, GOOD.replace("Say", "Tell"), GOOD.replace("any", "one"), GOOD.replace("Sentence", "Words")]
    versions = {version(text) for text in texts} | {version(GOOD, TypeAdapter(Other))}
    assert len(versions) == 5
    assert all(re.fullmatch(r"heard@[0-9a-f]{8}", each) for each in versions)
    assert version(GOOD) == version(GOOD)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('"kind":"any"', '"sort":"any"', "example 1: the answer is not of the shape"),
        ('{"name":"Kari Lund","kind":"any"}', "Kari Lund", "example 1: the answer is not of the shape"),
        ('"name":"Kari Lund"', '"name":"Kari Lundt"', "example 1: name 'Kari Lundt' does not stand in"),
        ("### assistant", "### model", "needs '### user' and '### assistant'"),
        ("## system", "## sistem", "unknown section 'sistem'"),
        ("{{sentence}} ({{day}})", "sentence", "at least one {{slot}}"),
        ("Say who.", "", "needs a '## system'"),
    ],
)
def test_a_damaged_file_is_told_with_its_name(tmp_path: Path, was: str, now: str, said: str) -> None:
    assert was in GOOD
    with pytest.raises(UsageError, match=re.escape(said)) as told:
        load("heard", SHAPE, max_tokens=9, where=wrote(tmp_path, GOOD.replace(was, now)))
    assert str(tmp_path / "heard.md") in str(told.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.md: cannot be read: No such file"):
        load("none", SHAPE, max_tokens=9, where=tmp_path)


def test_line_ends_of_windows_say_nothing(tmp_path: Path) -> None:
    unix = load("heard", SHAPE, max_tokens=9, where=wrote(tmp_path, GOOD))
    (tmp_path / "heard.md").write_bytes(GOOD.replace("\n", "\r\n").encode())
    assert load("heard", SHAPE, max_tokens=9, where=tmp_path).examples == unix.examples


@pytest.mark.parametrize(
    "answer", ['{"calls":[{"quote":"K"}],"meetings":[]}', '{"meetings":[],"calls":[]}', '{"disputes":null}']
)
def test_what_an_answer_may_get_wrong_an_example_may_not(answer: str) -> None:
    with pytest.raises(UsageError, match="here: the answer is not"):
        prompts.check(Example("Kari Lund spoke.", answer), TypeAdapter(Findings), "here")


def test_a_null_need_not_stand_in_the_text() -> None:
    prompts.check(Example("Nobody.", '{"name":null,"kind":"any"}'), SHAPE, "here")


# --- the prompts that are shipped ---


def test_every_file_is_loaded_by_a_strategy() -> None:
    assert {path.stem for path in (ROOT / "prompts").iterdir()} == set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_prompt_has_sound_examples_in_indonesian_and_english(name: str) -> None:
    template = SHIPPED[name]()
    assert template.name == name
    assert re.fullmatch(rf"{name}@[0-9a-f]{{8}}", template.version)
    spoken = {identify(example.user) for example in template.examples}
    assert {"id", "en"} <= spoken


@pytest.mark.parametrize("name", SHIPPED)
def test_no_example_is_taken_from_the_seeds_or_from_gold(name: str) -> None:
    """Seven words in a row that an article also has would be no accident."""

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return set(zip(*(words[at:] for at in range(7)), strict=False))

    articles = [path.read_text("utf-8") for path in (ROOT / "seeds").iterdir()]
    gold = (ROOT / "benchmarks" / "gold" / "articles.jsonl").read_text("utf-8")
    articles += [json.loads(line)["text"] for line in gold.splitlines()]
    seeds = set().union(*map(runs, articles))
    for example in SHIPPED[name]().examples:
        assert not runs(example.user) & seeds
