"""What memcon writes and prints is, byte for byte, what is held in `golden.json` and `texts/`.

A difference is told by name. `record.py --outputs FOLDER`, run at both commits, makes the files to compare.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from golden import held
from golden.running import Ran, folder

HELD: dict[str, Any] = json.loads(held.GOLDEN.read_text("utf-8"))
CASSETTES = held.ROOT / "cassettes"
Made = Callable[[str], tuple[Path, Ran]]


@pytest.fixture(scope="module")
def made() -> Iterator[Made]:
    """Runs by the name of their case, each made once, in a folder of its own beside the others."""
    with folder() as root:
        ran: dict[str, Ran] = {}

        def make(name: str) -> tuple[Path, Ran]:
            if name not in ran:
                (root / name).mkdir()
                ran[name] = held.extract(held.CASES[name], root / name)
            return root / name, ran[name]

        yield make


@pytest.mark.parametrize("name", held.CASES)
def test_the_same_answers_give_the_same_bytes(made: Made, name: str) -> None:
    assert held.run(*made(name)) == HELD[name]


@pytest.mark.parametrize("name", held.REPLAYED)
def test_the_ledger_alone_gives_the_same_bytes(made: Made, name: str) -> None:
    where, ran = made(name)
    assert held.replay(held.CASES[name], where).code == ran.code
    assert held.outputs(where, "offline") == {file: HELD[name][file] for file in held.WRITTEN}


def test_every_reason_is_given(made: Made) -> None:
    """Inputs are worth what they make memcon say."""
    assert held.reasons(made("rules")[0] / "out") == HELD["reasons"]


def test_prompts_and_questions_keep_their_names() -> None:
    assert held.asking() == HELD["asking"]


def test_the_cassettes_are_asked_under_these_keys(made: Made) -> None:
    """What the ledger of a run holds is what `asking` computes of the cassettes."""
    where, _ = made("cascade")
    assert set(held.asked(where)) == {key for name in held.CASSETTES for key in held.keys(CASSETTES / name)}


def test_the_schemas_stand() -> None:
    assert held.schemas() == HELD["schemas"]


@pytest.mark.parametrize("name", ["public", "help"])
def test_what_is_told_of_it_stands(name: str) -> None:
    assert {"public": held.public, "help": held.helps}[name]() == (held.TEXTS / f"{name}.txt").read_text("utf-8")


def test_the_report_is_the_same_page(made: Made) -> None:
    assert held.report(made("rules")[0]) == HELD["report"]


def test_the_diff_is_the_same_in_every_form(made: Made) -> None:
    where = made("old")[0].parent
    made("new")
    notes = held.notes(where)
    assert notes["text"] == (held.TEXTS / "diff.txt").read_text("utf-8")
    assert notes["markdown"] == (held.TEXTS / "diff.md").read_text("utf-8")
    assert {form: held.sha256(note) for form, note in notes.items()} == HELD["diff"]


def test_the_wheel_holds_the_same_data(tmp_path: Path) -> None:
    assert held.wheel(tmp_path) == HELD["wheel"]
