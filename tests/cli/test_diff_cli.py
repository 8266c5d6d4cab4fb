"""`memcon diff` from the command line: what it takes, what it prints, how it ends."""

import dataclasses
import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from helpers.diff_records import event, mention, proof
from memcon.cli.diff import diff
from memcon.errors import DataError, MemconError, UsageError
from memcon.outputs.atomic import write_lines
from memcon.records import ArticleState, Rejected
from memcon.records.jsonl import dump

CALLED = "General Ito called General Haddad on Monday."
PHONED = "Anna Berg berbicara lewat telepon dengan Omar Haddad pada Senin malam."
CALL = event("call", proof("a.txt", CALLED))
PLANNED = dataclasses.replace(CALL, status="planned")
app = typer.Typer()
app.command()(diff)


def run(*arguments: object, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(app, [*map(str, arguments)], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit | MemconError):
        raise result.exception
    return result


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    folder.mkdir()
    write_lines(
        folder / "events.jsonl",
        [PLANNED, event("meeting", proof("c.txt", "envoys of Norland and Sudland met in Oslo"))],
    )
    return folder


@pytest.fixture
def new(tmp_path: Path) -> Path:
    folder = tmp_path / "new"
    folder.mkdir()
    write_lines(folder / "events.jsonl", [CALL])
    return folder


def test_runs_that_differ_end_with_1(old: Path, new: Path) -> None:
    result = run(old, new)
    assert result.exit_code == 1
    assert result.stdout.startswith("events 2 → 1: 1 changed, 1 removed\n")
    assert "    status      planned → occurred\n" in result.stdout


def test_runs_that_do_not_differ_end_with_0(old: Path) -> None:
    result = run(old, old / "events.jsonl")
    assert (result.exit_code, result.stdout) == (0, "events 2 → 2: 2 the same\n")


def test_lines_in_another_order_do_not_differ(old: Path, tmp_path: Path) -> None:
    lines = (old / "events.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "turned.jsonl").write_bytes(b"\n".join(lines[::-1]))
    assert run(old, tmp_path / "turned.jsonl").exit_code == 0


def test_counts_alone(old: Path, new: Path) -> None:
    result = run(old, new, "--stat")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0].split() == ["old", "new", "removed", "changed"]
    assert run(old, new, "--stat", "--format", "markdown").stdout.startswith("| | old | new |")


def test_counts_alone_in_every_form(old: Path, new: Path) -> None:
    found = json.loads(run(old, new, "--stat", "--format", "json").stdout)
    assert (found["counts"]["changed"], found["kinds"]["meeting"]["removed"]) == (1, 1)
    assert "changed" not in found
    page = run(old, new, "--stat", "--format", "html").stdout
    assert "<table>" in page
    assert "<article" not in page


def test_what_was_asked_for_is_told_beside_the_whole(old: Path, new: Path) -> None:
    result = run(old, new, "--only", "kind=dispute")
    assert (result.exit_code, result.stdout) == (0, "events 0 → 0 (of 2 → 1: kind=dispute): nothing in either\n")


def test_a_folder_of_mentions_alone_says_how_to_compare_them(tmp_path: Path, new: Path) -> None:
    write_lines(tmp_path / "mentions.jsonl", [mention("a.txt", CALLED)])
    with pytest.raises(UsageError, match="--mentions"):
        raise run(tmp_path, new).exception or AssertionError


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_no_room_for_the_output_is_a_matter_of_the_disk(old: Path, new: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "memcon", "diff", old, new], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (
        74,
        b"memcon: standard output cannot be written: no space left on device\n",
    )


def test_only_and_ignore_decide_the_exit_code(old: Path, new: Path) -> None:
    assert run(old, new, "--only", "kind=dispute").exit_code == 0
    assert run(old, new, "--only", "kind=call", "--ignore", "status").exit_code == 0
    assert run(old, new, "--only", "kind=call,country=NOR", "--only", "status=planned").exit_code == 1
    assert isinstance(run(old, new, "--only", "colour=red").exception, UsageError)
    assert isinstance(run(old, new, "--ignore", "colour").exception, UsageError)


@pytest.mark.parametrize("form", ["markdown", "json", "html"])
def test_forms(old: Path, new: Path, form: str) -> None:
    result = run(old, new, "--format", form)
    assert result.exit_code == 1
    begins = {"markdown": "### events 2 → 1", "json": '{"diff_version":1', "html": "<!doctype html>"}
    assert result.stdout.startswith(begins[form])
    if form == "json":
        assert json.loads(result.stdout)["counts"]["removed"] == 1


def test_folders_may_be_compared_by_mentions(tmp_path: Path) -> None:
    for name, shift in (("old", "call"), ("new", "meeting")):
        (tmp_path / name).mkdir()
        write_lines(tmp_path / name / "mentions.jsonl", [mention("a.txt", CALLED, kind=shift)])
    result = run(tmp_path / "old", tmp_path / "new", "--mentions")
    assert result.stdout.startswith("mentions 1 → 1: 1 changed\n")
    assert "events.jsonl" in str(run(tmp_path / "old", tmp_path / "new").exception)
    assert run(tmp_path / "old" / "mentions.jsonl", tmp_path / "new" / "mentions.jsonl").exit_code == 1


def test_folders_tell_why_an_event_is_gone(old: Path, new: Path) -> None:
    state = ArticleState(
        article="c.txt", state="ok", reason=None, detail=None, path=None, sha256="1", characters=1, title=None,
        published=None, published_basis=None, language=None, source=None, url=None, mentions=1, rejected=0,
    )  # fmt: skip
    refused = Rejected(
        article="c.txt", kind="meeting", field="event", reason="too_short", detail="", text="met in Oslo", near=None,
        model=None, prompt=None,
    )  # fmt: skip
    write_lines(old / "articles.jsonl", [state])
    write_lines(new / "articles.jsonl", [state])
    assert "why" not in run(old, new).stdout
    near = dataclasses.replace(refused, text="the envoys of Norland and Sudland met in Oslo, where")
    write_lines(new / "rejected.jsonl", [near])
    assert "    why         refused in that run: too short\n" in run(old, new).stdout
    write_lines(new / "articles.jsonl", [dataclasses.replace(state, state="failed", reason="cut_line")])
    assert "    why         its article failed in that run: cut line\n" in run(old, new).stdout
    assert "why" not in run(old / "events.jsonl", new / "events.jsonl").stdout
    (new / "articles.jsonl").write_bytes(b'{"art')
    assert isinstance(run(old, new).exception, DataError)


def test_gzipped_files_are_read(old: Path, new: Path, tmp_path: Path) -> None:
    (tmp_path / "e.jsonl.gz").write_bytes(gzip.compress((old / "events.jsonl").read_bytes()))
    assert run(old, tmp_path / "e.jsonl.gz").exit_code == 0
    (tmp_path / "e.jsonl.gz").write_bytes(gzip.compress((old / "events.jsonl").read_bytes())[:-20])
    assert isinstance(run(old, tmp_path / "e.jsonl.gz").exception, DataError)


def test_standard_input_can_be_one_side(new: Path) -> None:
    assert run("-", new, stdin=dump(CALL)).exit_code == 0
    assert "one side only" in str(run("-", "-", stdin=b"").exception)


def test_an_empty_file_is_a_run_without_events(new: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"\n\n")
    assert run(tmp_path / "empty.jsonl", new).stdout.startswith("events 0 → 1: 1 added")
    assert run(tmp_path / "empty.jsonl", tmp_path / "empty.jsonl").exit_code == 0


def test_a_byte_order_mark_and_blank_lines_are_passed_over(new: Path, tmp_path: Path) -> None:
    (tmp_path / "bom.jsonl").write_bytes(b"\xef\xbb\xbf\r\n" + b"\xef\xbb\xbf" + dump(CALL) + b"  \n")
    assert run(tmp_path / "bom.jsonl", new).exit_code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (dump(CALL) + dump(CALL)[:80], "line 2 (byte "),
        (dump(CALL) + b'{"x": NaN}\n', "NaN is no number of JSON"),
        (dump(CALL) + dump(CALL).replace(b'"status":"occurred"', b'"status":"dreamt"'), "line 2"),
        (dump(CALL) + dump(CALL).replace(b'"schema_version":2', b'"schema_version":3'), "newer than this memcon"),
        (b"not json\n", "line 1"),
        (b"\xff\xfe\n", "line 1"),
    ],
)
def test_a_damaged_file_is_named_with_the_line(new: Path, tmp_path: Path, content: bytes, said: str) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(content)
    for pair in ((new, bad), (bad, new)):
        error = run(*pair).exception
        assert isinstance(error, DataError)
        assert said in str(error)
        assert str(bad) in str(error)
        assert error.exit_code == 5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"article": "a", "state": "ok"}\n', "holds neither events nor mentions"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "pointer of Git LFS"),
        (dump(mention("a.txt", CALLED)), "compare like with like"),
    ],
)
def test_what_cannot_be_compared_says_so(new: Path, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "x.jsonl").write_bytes(content)
    error = run(new, tmp_path / "x.jsonl").exception
    assert isinstance(error, UsageError)
    assert said in str(error)
    assert error.exit_code == 2


@pytest.mark.parametrize("arguments", [[], ["one"], ["nowhere", "nowhere"], ["out", "HEAD:out"]])
def test_a_missing_path_is_a_wrong_use(arguments: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "events.jsonl").write_bytes(dump(CALL))
    assert isinstance(run(*arguments).exception, UsageError)


def test_without_git_a_revision_does_not_exist(monkeypatch: pytest.MonkeyPatch, new: Path, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git" in str(run(new, "HEAD:out").exception)


def test_an_unreadable_file_is_damaged_data(monkeypatch: pytest.MonkeyPatch, new: Path, tmp_path: Path) -> None:
    def refuse(*_: object, **__: object) -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "x.jsonl").write_bytes(b"")
    monkeypatch.setattr(Path, "open", refuse)
    error = run(new / "events.jsonl", tmp_path / "x.jsonl").exception
    assert isinstance(error, DataError)
    assert "permission denied" in str(error)


def test_an_encoding_that_lacks_a_character_escapes_it(old: Path, new: Path) -> None:
    program = (
        "import sys, typer; from memcon.cli.diff import diff; a = typer.Typer(); a.command()(diff); a(sys.argv[1:])"
    )
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-c", program, str(old), str(new)], capture_output=True, env=env, check=False
    )
    assert done.returncode == 1
    assert done.stdout.startswith(b"events 2 \\u2192 1: ")


def test_comparing_imports_no_model() -> None:
    program = (
        "import sys, memcon.cli.diff, memcon.compare.render.text;"
        "import memcon.compare.diff.source, memcon.compare.diff.to_note, memcon.compare.diff.stat;"
        "print(sorted({'openai', 'instructor', 'jinja2', 'httpx2', 'babel', 'asyncio'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def both(*records: Any) -> bytes:
    return b"".join(map(dump, records))


def test_one_line_on_both_sides_costs_one_record(tmp_path: Path) -> None:
    from memcon.compare.diff.source import read_sides  # noqa: PLC0415

    for name in ("a", "b"):
        (tmp_path / name).write_bytes(both(CALL, PLANNED))
    first, second = read_sides(str(tmp_path / "a"), str(tmp_path / "b"))
    assert all(x is y for x, y in zip(first.records, second.records, strict=True))


def test_the_exit_codes_of_the_command(old: Path, new: Path, tmp_path: Path) -> None:
    def code(*arguments: object) -> tuple[int, str]:
        command = [sys.executable, "-m", "memcon", "diff", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    (tmp_path / "bad.jsonl").write_bytes(dump(CALL)[:-30])
    assert code(old, old) == (0, "")
    assert code(old, new) == (1, "")
    assert code(old, tmp_path / "nowhere")[0] == 2
    ended, said = code(old, tmp_path / "bad.jsonl")
    assert ended == 5
    assert said.startswith("memcon: ")
    assert said.count("\n") == 1
