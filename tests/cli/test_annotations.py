"""`memcon export --format label-studio` and `memcon annotations`: out, back, and what is told of it."""

import json
import zipfile
from pathlib import Path

import pytest

from conftest import Command
from helpers.reviewable import write_run


@pytest.fixture
def out(folder: Path) -> str:
    write_run(folder / "out")
    return "out"


def test_a_run_goes_out_and_comes_back(memcon: Command, folder: Path, out: str) -> None:
    ran = memcon("export", out, "--format", "brat", "-o", "all.zip")
    assert (ran.code, ran.err) == (0, "memcon: it cannot hold: whether somebody looked at an article\n")
    ran = memcon("annotations", out, "all.zip", "--from", "brat", "--who", "ana", "--unchanged", "accept", "--json")
    told = json.loads(ran.out)
    assert (ran.code, told["made"], told["articles"], told["refused"], told["who"]) == (0, {"accept": 3}, 3, [], "ana")
    again = memcon("annotations", out, "all.zip", "--from", "brat", "--who", "ana", "--unchanged", "accept")
    assert "no new decision of ana, 3 known before" in again.out


def test_a_folder_is_read_as_its_zip_is(memcon: Command, folder: Path, out: str) -> None:
    memcon("export", out, "--format", "brat", "-o", "all.zip")
    zipfile.ZipFile(folder / "all.zip").extractall(folder / "data")
    ran = memcon("annotations", out, "data", "--from", "brat", "--who", "ana", "--unchanged", "accept", "--read-whole")
    assert "3 accept" in ran.out
    assert "3 read" in ran.out


def test_what_cannot_be_written_is_told_and_all_else_is(memcon: Command, folder: Path, out: str) -> None:
    (folder / "out-articles" / "b.txt").write_text("other", "utf-8")
    ran = memcon("export", out, "--format", "label-studio", "-o", "t.json")
    assert ran.code == 3
    assert ran.err.startswith("memcon: b.txt: the article has changed since the run")
    assert len(json.loads((folder / "t.json").read_text())) == 2
    back = memcon("annotations", out, "t.json", "--from", "label-studio")
    assert (back.code, "2 at which nobody looked" in back.out) == (0, True)


def test_what_cannot_be_taken_is_told_with_its_place(memcon: Command, folder: Path, out: str) -> None:
    (folder / "a.json").write_text('[{"data": {"text": "none"}, "annotations": []}, 3]')
    ran = memcon("annotations", out, "a.json", "--from", "label-studio")
    assert ran.code == 3
    assert ran.err.splitlines() == [
        "memcon: a.json, task 1: its text is that of no article of the run",
        "memcon: a.json, task 2: it is int, and no object",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "out", "--format", "brat", "--kind", "call", "-o", "x.zip"], "--kind is for tables"),
        (["export", "out", "--format", "brat"], "this format is no text"),
        (["export", "out", "--articles", "a", "-o", "x.csv"], "--articles is for the formats of annotation tools"),
        (["export", "out", "--format", "brat", "--set", "write=all", "-o", "x.zip"], "--set write='all': it is 'doc"),
        (["annotations", "out", "x", "--from", "brat"], "'x' cannot be read: no such file"),
        (["annotations", "out", "x"], "say with --from which tool"),
        (["annotations", "out", "x", "--from", "csv"], "'csv' is no format of an annotation tool: brat"),
    ],
)
def test_wrong_use_is_told(memcon: Command, folder: Path, out: str, words: list[str], said: str) -> None:
    ran = memcon(*words)
    assert ran.code == 2
    assert ran.err.startswith(f"memcon: {said}")


def test_the_configuration_is_written_and_what_is_lost_described(memcon: Command, folder: Path, out: str) -> None:
    assert memcon("export", out, "--format", "label-studio", "--set", "write=config").out.startswith("<View>")
    described = memcon("export", "--format", "brat", "--describe").out
    assert "It cannot hold: whether somebody looked" in described
    assert "--set write=…  'documents' (the default), or 'config': annotation.conf alone" in described


def test_a_second_coder_has_a_file_of_his_own(memcon: Command, folder: Path, out: str) -> None:
    memcon("export", out, "--format", "brat", "-o", "all.zip")
    memcon("annotations", out, "all.zip", "--from", "brat", "--who", "ana", "--unchanged", "accept")
    first = (folder / out / "review.jsonl").read_bytes()
    ran = memcon("annotations", out, "all.zip", "--from", "brat", "--who", "omar", "--unchanged", "accept")
    assert "3 accept of omar" in ran.out
    assert (folder / out / "review.jsonl").read_bytes() == first
    assert (folder / out / "coding" / "omar.jsonl").read_bytes().count(b"\n") == 3
