"""The comparison that the page about the diff shows is what `memcon diff` prints."""

import dataclasses
from pathlib import Path

import pytest
from typer.testing import CliRunner

from helpers.diff_records import day, event, person, proof
from memcon.cli import app
from memcon.outputs.atomic import write_lines
from memcon.records import DateEvidence

PAGE = (Path(__file__).parents[2] / "docs" / "diff.md").read_text("utf-8")


def test_the_example_is_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monday = DateEvidence(text="Monday", start=37, end=43, basis="next weekday")
    called = proof("a.txt", "General Ito called General Haddad on Monday.")
    generals = (person("General Ito", "NOR", role="caller"), person("General Haddad", "SDN"))
    call = event("call", dataclasses.replace(called, date=monday), on="2024-05-06", people=generals)
    again = dataclasses.replace(monday, basis="weekday before 2024-05-02")
    meet = event("meeting", proof("a.txt", "Both ministers, Anna Berg and Omar Haddad, will meet in Geneva on 4 May"))
    meet = dataclasses.replace(meet, id="meeting-2024-05-04-NOR-SDN", date=day("2024-05-04"))
    states = (person("Norland", "NOR", role="actor"), person("Sudland", "SDN", role="target"))
    gone = event("dispute", proof("a.txt", "Norland then accused Sudland of shelling a border post."), people=states)
    same = event("meeting", proof("c.txt", "the envoys of Norland and Sudland met in Oslo"), on="2024-05-01")
    new_call = dataclasses.replace(
        call, id="call-2024-04-29-NOR-SDN", date=day("2024-04-29"),
        mentions=(dataclasses.replace(called, date=again, prompt="fill@2"),),
    )  # fmt: skip
    write_lines(tmp_path / "old.jsonl", [dataclasses.replace(call, id="call-2024-05-06-NOR-SDN"), meet, gone, same])
    write_lines(tmp_path / "new.jsonl", [new_call, dataclasses.replace(meet, status="planned"), same])
    monkeypatch.setenv("COLUMNS", "100")
    result = CliRunner().invoke(app, ["diff", str(tmp_path / "old.jsonl"), str(tmp_path / "new.jsonl")])
    assert result.exit_code == 1
    assert f"```\n{result.stdout}```\n" in PAGE, result.stdout
