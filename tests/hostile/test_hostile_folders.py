"""Folders and globs whose links lead round in circles, and what is in them that is no file."""

import glob
import json
import os
import socket
from pathlib import Path

import pytest

from conftest import Command
from fuzz.targets import limited
from helpers.scripted import MODEL, Reader, serving
from memcon.articles.globs import expand
from memcon.articles.sources import find_sources

pytestmark = pytest.mark.hostile


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders with files, a hidden one, and links to folders that lead nowhere above."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "one/b.txt", "one/two/c.txt", "one/.hidden/d.txt", "three/one/e.txt", "three/f.md", ".g.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Words.", "utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "h.txt").write_text("Words.", "utf-8")
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in" / "broken").symlink_to("nothing")
    return tmp_path


def real(paths: list[str]) -> list[str]:
    return sorted({os.path.realpath(path) for path in paths})


PATTERNS = [
    "in/*", "in/*.txt", "in/**", "in/**/*.txt", "**/*.txt", "**", "in/**/one/*", "in/*/*.txt", "in/.*",
    "in/**/.hidden/*",
    "in/**/", "in/*/", "*/**/**/c.txt", "in/[ot]*/*", "in/none/*", "in/one/../*.txt", "in//one/*", "in/a.t?t",
    "./in/**/b.txt",
    "in/broke*", "in/**/two",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_glob_names_what_python_names(tree: Path, pattern: str) -> None:
    for given in (pattern, f"{tree}/{pattern}"):
        assert real(expand(given)) == real(glob.glob(given, recursive=True))  # noqa: PTH207  what is meant


LOOPS = ["in/**", "in/**/*.txt", "in/**/**/**/*.txt", "in/**/a.txt", "**", "in" + "/*" * 39 + "/a.txt", "in"]


@pytest.mark.parametrize("given", LOOPS)
def test_links_in_a_loop_end_and_lose_no_file(tree: Path, given: str) -> None:
    for name in ("in/up", "in/one/up", "in/one/two/up", "in/three/up", "in/three/one/up"):
        for number in range(5):
            (tree / f"{name}{number}").symlink_to(tree / "in")
    with limited():
        found = find_sources([given])
    names = {source.file_name for source in found}
    assert "a.txt" in names
    if given in {"in/**", "in/**/*.txt", "in/**/**/**/*.txt"}:
        assert names >= {"a.txt", "b.txt", "c.txt", "e.txt", "h.txt"}


@pytest.mark.parametrize("given", ["in", "in/**", "in/**/", "in/**/deep", "in/**/*.txt"])
def test_folders_in_folders_are_read_once(tree: Path, given: str) -> None:
    deep = tree / "in"
    for _ in range(300):
        deep /= "deep"
        deep.mkdir()
        (deep / "i.txt").write_text("Words.", "utf-8")
    with limited():
        found = find_sources([given])
    assert sum(source.file_name == "i.txt" for source in found) == 300


@pytest.mark.parametrize("given", ["in", "in/*", "in/**"])
@pytest.mark.parametrize("many", [1, 40])
def test_what_is_no_file_is_told_once_by_name(
    memcon: Command, folder: Path, given: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text("Words.", "utf-8")
    for number in range(many):
        os.mkfifo(folder / "in" / f"p{number:02}.txt")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("in/z\x1b.txt" if many == 1 else "in/z.txt")
    with serving(Reader()) as server:
        monkeypatch.setenv("MEMCON_BASE_URL", server.url)
        monkeypatch.setenv("MEMCON_MODEL", MODEL)
        ran = memcon("extract", given, "-o", "out")
    assert ran.code == 0
    (line,) = [line for line in ran.err.splitlines() if "no files but pipes, sockets or devices" in line]
    assert line.count("'in/p00.txt'") == 1
    assert (" and 36 more" in line) if many == 40 else ("in/z\\\\x1b.txt" in line)
    assert len(line) < 300
    assert json.loads((folder / "out" / "run.json").read_bytes())["settings"]["skipped"] == {
        "pipe, socket or device": many + 1
    }
    ran = memcon("import", given, "-o", "made.jsonl", "--json")
    assert json.loads(ran.out)["skipped"] == {"pipe, socket or device": many + 1}


def test_a_pipe_that_is_named_is_still_read(folder: Path) -> None:
    os.mkfifo(folder / "p.txt")
    assert [source.name for source in find_sources(["p.txt"])] == ["p.txt"]
