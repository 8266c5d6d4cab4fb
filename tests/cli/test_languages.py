"""`memcon languages`: a line each, and of one what is silent."""

import json

import pytest

from conftest import Command
from memcon.languages import tags
from memcon.languages.coverage import FILES_OF_WORDS, coverage, meaning
from memcon.languages.load import classes
from memcon.languages.shape import FILES


def test_each_language_has_a_line_of_a_screen(memcon: Command) -> None:
    ran = memcon("languages")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert [line.split()[0] for line in lines] == ["language", *tags()]
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 160
    (indonesian,) = (line for line in lines if line.startswith("id "))
    assert indonesian.split()[-1] == "en"
    assert "running" in indonesian


def test_of_one_language_the_silent_classes_are_told_with_their_meaning(memcon: Command) -> None:
    told = memcon("languages", "de").out
    assert "German" in told
    assert "  telling.before_name              Before who tells" in told
    assert memcon("languages", "en-GB").out.startswith("en  English")


def test_as_json_it_is_the_same(memcon: Command) -> None:
    every = json.loads(memcon("languages", "--json").out)
    assert [one["tag"] for one in every] == list(tags())
    assert json.loads(memcon("languages", "ru", "--json").out) == every[list(tags()).index("ru")]


def test_a_language_without_a_folder_is_told(memcon: Command) -> None:
    ran = memcon("languages", "xx")
    assert ran.code == 2
    assert "no folder for the language 'xx'" in ran.err


def test_what_falls_back_has_what_it_falls_back_to() -> None:
    assert coverage("ms").filled["telling"] == coverage("id").filled["telling"]
    assert coverage("ms").dates == "running"
    assert {tag: coverage(tag).dates for tag in ("zh", "ja", "de", "pl", "th")} == {
        "zh": "characters",
        "ja": "characters",
        "de": "running",
        "pl": "running",
        "th": "dateparser",
    }


@pytest.mark.parametrize("file", FILES_OF_WORDS)
def test_every_class_says_what_it_means(file: str) -> None:
    assert [name for name, _ in classes(FILES[file], file) if not meaning(name)] == []
