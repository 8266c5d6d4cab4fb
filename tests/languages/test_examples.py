"""What each language's `examples.tsv` says must be read, is read. Those of a draft are counted, not required."""

import pytest

from languages.checks import CHECKS, answer, examples, path_of
from memcon.languages import language, tags

READY = [tag for tag in tags() if not language(tag).facts.draft]


@pytest.mark.parametrize("tag", READY)
def test_a_language_has_examples(tag: str) -> None:
    """One without them is refused; a folder that is not finished says so: `draft = true`."""
    assert path_of(tag).is_file()
    number = len(list(examples(tag)))
    assert number >= 100, f"{tag}/examples.tsv: {number} examples, of 100: write more, or keep `draft = true`"


@pytest.mark.parametrize("tag", [tag for tag in tags() if path_of(tag).is_file()])
def test_examples_are_well_formed_and_stand_once(tag: str) -> None:
    asked = [(one.check, tuple(one.given.items()), one.text) for one in examples(tag)]
    assert len(asked) == len(set(asked))
    assert all(answer(one, tag) for one in examples(tag))


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("tag", READY)
def test_examples_are_read(tag: str, check: str) -> None:
    failed = [
        f"{tag}/examples.tsv:{one.line}: {one.text!r}: expected {one.expected!r}, got {said!r}"
        for one in examples(tag)
        if one.check == check and (said := answer(one, tag)) != one.expected
    ]
    assert not failed


@pytest.mark.parametrize("tag", [tag for tag in tags() if path_of(tag).is_file() and language(tag).facts.draft])
def test_sentences_end_right_in_a_draft_too(tag: str) -> None:
    """Every article is cut, whether its language is finished or not."""
    asked = [one for one in examples(tag) if one.check == "sentences"]
    assert asked
    assert [(one.line, said) for one in asked if (said := answer(one, tag)) != one.expected] == []
