"""No command writes over an article of a run: where it was read, where it lies now, and from whatever folder."""

import dataclasses
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.reviewable import TEXTS, write_run
from memcon.articles.sources import find_sources
from memcon.outputs.folder import RunFolder
from memcon.pages.report import write as pages
from memcon.records import run_files
from memcon.records.jsonl import dump

COMMANDS = {
    "export": ["--format", "csv"],
    "export brat": ["--format", "brat"],
    "report": [],
    "codebook": [],
    "calibrate": [],
}
"""Those that write a file that the user names, of a run; `import` and `extract` read theirs by name."""


def restate(run: Path, **changes: str) -> None:
    """Write the states of a run anew, each with what `changes` make of its path, by article."""
    folder = RunFolder(run)
    states = [dataclasses.replace(state, path=changes.get(state.article, state.path)) for state in folder.articles()]
    folder.file("articles.jsonl").write_bytes(b"".join(map(dump, states)))


@pytest.fixture
def made(folder: Path) -> Path:
    """A folder with a run that names its articles as they were from there, and another to go to."""
    write_run(folder / "made" / "run")
    (folder / "made" / "run-articles").rename(folder / "made" / "texts")
    restate(folder / "made" / "run", **{name: f"texts/{name}" for name in TEXTS})
    (folder / "other").mkdir()
    return folder / "made"


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


Refuse = Callable[..., None]


@pytest.fixture
def refused(memcon: Command, folder: Path) -> Refuse:
    """How a command refuses to write to a place, and leaves all as it was."""

    def refuse(command: str, run: str | Path, place: str | Path, *more: str) -> None:
        before = contents(folder)
        ran = memcon(command.split(maxsplit=1)[0], *COMMANDS[command], run, "-o", place, *more)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1), ran
        assert "is what the run is made of and would be overwritten: name another" in ran.err
        assert contents(folder) == before

    return refuse


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("where", ["made", "made/texts", "other", "."])
def test_an_article_is_not_written_over_from_whatever_folder(
    refused: Refuse, made: Path, monkeypatch: pytest.MonkeyPatch, command: str, where: str
) -> None:
    monkeypatch.chdir(made.parent / where)
    run, article = (os.path.relpath(made / part) for part in ("run", "texts/a.txt"))
    refused(command, run, article)
    refused(command, made / "run", made / "texts" / "b.txt")


@pytest.mark.parametrize("command", COMMANDS)
def test_nor_is_one_that_lies_elsewhere_now(refused: Refuse, made: Path, command: str) -> None:
    (made / "texts").rename(made.parent / "other" / "moved")
    refused(command, "made/run", "other/moved/a.txt")
    lines = made.parent / "other" / "texts.jsonl"
    lines.write_bytes(b"".join(dump({"id": f"x{name}", "text": text}) for name, text in TEXTS.items()))
    restate(made / "run", **{name: f"texts.jsonl:{n}" for n, name in enumerate(TEXTS, start=1)})
    refused(command, "made/run", "other/texts.jsonl")


@pytest.mark.parametrize("command", ["export brat", "report"])
def test_nor_one_that_the_command_is_told_of(refused: Refuse, made: Path, command: str) -> None:
    (made / "texts").rename(made / "moved")
    for name in TEXTS:
        (made / "moved" / name).rename(made / "moved" / f"new-{name}")
    refused(command, "made/run", "made/moved/new-a.txt", "--articles", "made/moved")


@pytest.mark.parametrize("command", COMMANDS)
def test_nor_one_that_could_not_be_read(refused: Refuse, made: Path, command: str) -> None:
    state = next(RunFolder(made / "run").articles())
    lost = dataclasses.replace(
        state, article="d.txt", path="texts/d.txt", state="failed", reason="empty_file", sha256=None, characters=None,
        mentions=0, rejected=0,
    )  # fmt: skip
    with (made / "run" / "articles.jsonl").open("ab") as file:
        file.write(dump(lost))
    (made / "texts" / "d.txt").write_text("", "utf-8")
    refused(command, "made/run", "made/texts/d.txt")


def test_a_page_of_many_goes_over_no_article_either(
    memcon: Command, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_per_page", lambda _: 1)
    (made / "texts" / "a.txt").rename(made / "texts" / "a-2.html")
    restate(made / "run", **{"a.txt": "texts/a-2.html"})
    before = contents(made)
    ran = memcon("report", "made/run", "-o", "made/texts/a.html")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "'made/texts/a-2.html' is what the run is made of" in ran.err
    assert contents(made) == before
    assert memcon("report", "made/run", "-o", "made/b.html").code == 0
    assert sorted(path.name for path in made.glob("b*.html")) == ["b-2.html", "b-3.html", "b.html"]


def test_what_only_has_the_name_of_an_article_is_written_over(memcon: Command, made: Path) -> None:
    for place in ("other/a.txt", "made/a.txt"):
        Path(place).write_text("Something else.", "utf-8")
        assert memcon("export", "made/run", "--format", "csv", "-o", place).code == 0
        assert memcon("export", "made/run", "--format", "csv", "-o", place).code == 0, "and again"
        assert Path(place).read_bytes().startswith(b"id,")


def test_places_are_looked_up_once_for_all_pages(memcon: Command, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a run of a thousand pages, written again, reads its articles as often as one of three."""
    counts: list[tuple[int, int]] = []
    for per in (3, 1):
        read, walked = Counted(RunFolder.articles), Counted(find_sources)
        monkeypatch.setattr(pages, "_per_page", lambda _, per=per: per)
        monkeypatch.setattr(RunFolder, "articles", lambda run, read=read: read(run))
        monkeypatch.setattr("memcon.outputs.apart.find_sources", walked)
        report = ("report", "made/run", "-o", f"made/{per}.html", "--articles", "made/texts")
        assert memcon(*report).code == 0
        read.calls = walked.calls = 0
        assert memcon(*report).code == 0
        counts.append((read.calls, walked.calls))
        monkeypatch.undo()
        monkeypatch.chdir(made.parent)
    assert len(list(made.glob("1*.html"))) > 2
    assert counts[0] == counts[1]
    assert counts[0][1] == 1


class Counted:
    """A function that counts how often it is called."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.calls = 0
        self._function = function

    def __call__(self, *args: Any) -> Any:
        self.calls += 1
        return self._function(*args)


@pytest.mark.parametrize("where", [".", "made", "made/whole"])
def test_a_file_of_the_run_is_no_article_for_its_name(made: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Articles that were read from `articles.jsonl` in one folder are not what a run lists in another."""
    lines = made.parent / "other" / "articles.jsonl"
    lines.write_bytes(b"".join(dump({"id": name, "text": text}) for name, text in TEXTS.items()))
    restate(made / "run", **{name: f"articles.jsonl:{n}" for n, name in enumerate(TEXTS, start=1)})
    whole = made / "whole"
    whole.mkdir()
    (made / "run").rename(whole / "run")
    for name in run_files.WRITTEN:
        (whole / name).write_bytes((whole / "run" / name).read_bytes())
    monkeypatch.chdir(made.parent / where)
    files = RunFolder(whole / "run").read_from()
    assert not any(files.have(whole / name) for name in run_files.WRITTEN)
    (whole / "articles.jsonl").write_bytes(lines.read_bytes())
    assert RunFolder(whole / "run").read_from().have(whole / "articles.jsonl"), "for what it holds"
