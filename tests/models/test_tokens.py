"""What an answer says that it took, however it says so."""

import json

import pytest

from memcon.models.response import read_tokens


@pytest.mark.parametrize(("told", "kept"), [(0, 0), (7, 7), (35, 7), (-1, None), ("5", None)])
def test_no_more_of_a_prompt_was_cached_than_there_is(told: object, kept: int | None) -> None:
    usage = {"prompt_tokens": 7, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": told}}
    assert read_tokens(json.dumps({"usage": usage}).encode()).cached == kept


def test_of_a_prompt_that_is_not_told_nothing_was_cached() -> None:
    usage = {"completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 5}}
    assert read_tokens(json.dumps({"usage": usage}).encode()).cached is None
