"""Complaints without end: the first of each reason are told, the others counted."""

import json
from pathlib import Path

import pytest

from conftest import Command
from helpers.scripted import MODEL, Reader, serving
from memcon.cli.terminal.unreadable import MOST_TOLD

pytestmark = pytest.mark.hostile
MANY = 5 * MOST_TOLD


@pytest.fixture
def given(folder: Path) -> str:
    lines = [json.dumps({"id": "same", "text": f"Words {number}."}) for number in range(MANY + 1)]
    (folder / "a.jsonl").write_text("\n".join([*lines, '{"id": "cut', *("{}" for _ in range(MOST_TOLD))]), "utf-8")
    return "a.jsonl"


@pytest.mark.parametrize(
    "command", ["extract {} -o out", "extract {} -o out -q", "extract {} --dry-run", "import {} -o made.jsonl"]
)
def test_one_id_for_many_articles_takes_few_lines(
    memcon: Command, given: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Reader()) as server:
        monkeypatch.setenv("MEMCON_BASE_URL", server.url)
        monkeypatch.setenv("MEMCON_MODEL", MODEL)
        ran = memcon(*command.format(given).split())
    lines = ran.err.splitlines()
    assert sum("was read before" in line for line in lines) == MOST_TOLD
    assert sum("cut off" in line for line in lines) == 1, "another reason is not hidden behind the many"
    more = MANY - MOST_TOLD
    assert f"memcon: … and {more} more that cannot be read: repeated_id {more}" in lines
    assert len(lines) <= 3 * MOST_TOLD


def test_few_are_told_each_and_nothing_more(memcon: Command, folder: Path) -> None:
    lines = [json.dumps({"id": "same", "text": f"Words {number}."}) for number in range(MOST_TOLD + 1)]
    (folder / "a.jsonl").write_text("\n".join(lines), "utf-8")
    ran = memcon("import", "a.jsonl", "-o", "made.jsonl")
    assert ran.code == 3
    assert sum("was read before" in line for line in ran.err.splitlines()) == MOST_TOLD
    assert "more that cannot be read" not in ran.err
