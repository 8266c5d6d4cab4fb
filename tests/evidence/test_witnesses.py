"""Status, act and roles of sentences that were written by people who had the codebook and had not seen the rules.

`benchmarks/bench_witnesses.py` prints the figures by language.
"""

import json

import pytest

from helpers.witnesses import TABLES, TAGS, Witness, witnesses

LINES = [one for tag in TAGS for one in witnesses(tag)]
STANDING = [one for one in LINES if one.stands]
WORDS = ("ar", "en", "es", "fr", "id", "ru", "vi", "zh")
"""Languages whose words of status and voice are known."""
WITHOUT = ("de", "ja", "pt", "tr")
"""Languages of which they are not: the model's word stands."""
SIDELESS = {
    "zh-19",  # both navies are named by one word, 海军, and taken for one party
    "ru-24",  # the state of a colleague that is told by an adjective is not known: её мексиканский коллега
}
"""Lines whose sides are lost before anything is asked of status and act."""


def _share(lines: list[Witness], **more: object) -> float:
    return sum(not one.lost(one.mention(**more)) for one in lines) / len(lines)  # type: ignore[arg-type]


@pytest.mark.parametrize("tag", TAGS)
def test_the_tables_are_what_they_say(tag: str) -> None:
    for line, one in zip((TABLES / f"{tag}.jsonl").read_text("utf-8").splitlines(), witnesses(tag), strict=True):
        words = [one.answer["quote"], *(party["name"] for party in one.answer["parties"])]
        assert all(each in one.text for each in words), one.id
        assert json.loads(line)["language"] == tag


@pytest.mark.parametrize("tag", TAGS)
def test_a_right_answer_of_a_strong_model_stands_in_every_language(tag: str) -> None:
    lines = [one for one in STANDING if one.language == tag]
    assert [(one.id, lost) for one in lines if (lost := one.lost(one.mention("model")))] == []


@pytest.mark.parametrize("tag", WORDS)
def test_a_right_answer_of_a_weak_model_keeps_status_act_and_roles(tag: str) -> None:
    lines = [one for one in STANDING if one.language == tag and one.id not in SIDELESS]
    assert [(one.id, one.lost(one.mention())) for one in lines if one.lost(one.mention())] == []


@pytest.mark.parametrize("tag", WORDS)
def test_what_is_denied_negated_or_supposed_is_no_event(tag: str) -> None:
    absent = [one for one in LINES if one.language == tag and not one.stands]
    refused = [one for one in absent if one.mention() is None]
    assert len(refused) * 2 >= len(absent), [one.id for one in absent if one not in refused]


@pytest.mark.parametrize("tag", TAGS)
def test_nothing_that_did_not_occur_comes_out_as_occurred(tag: str) -> None:
    for one in STANDING:
        if one.language == tag and one.answer["status"] != "occurred":
            mention = one.mention()
            assert mention is None or mention.status == one.answer["status"], one.id


@pytest.mark.parametrize("tag", WITHOUT)
def test_without_words_no_status_and_no_act_is_changed(tag: str) -> None:
    for one in STANDING:
        if one.language == tag and (mention := one.mention()):
            assert one.lost(mention) <= {"roles"}, one.id


@pytest.mark.parametrize("status", ["occurred", "planned"])
def test_a_weak_status_is_mended_where_words_tell_it(status: str) -> None:
    lines = [one for one in STANDING if one.language in {"id", "en", "ru"}]
    unhelped = sum(one.answer["status"] == status for one in lines) / len(lines)
    assert _share(lines, status=status) > unhelped + 0.2
