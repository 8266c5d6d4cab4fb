"""A run that stands in a folder is not lost in silence: another model, or fewer events, is asked about."""

import itertools
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Command
from helpers.fault_server import Asked, Reply
from helpers.scripted import MODEL, Reader, dispute, serving
from memcon.outputs import atomic, standing
from memcon.outputs.folder import RunFolder

STATES = ("Peru", "Bolivia", "Chile", "Kenya", "Uganda", "Norwegia", "Serbia", "Jepang", "Yordania", "Kuba", "Mali")
OTHER = "scripted-7b"


@pytest.fixture
def extract(memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Extract ten disputes, of which the model finds as many as it is told to, with a ledger of its own each time."""
    lines = [f"{a} mengecam {b} pada 3 Juli 2024." for a, b in itertools.pairwise(STATES)]
    (folder / "all.txt").write_text("\n".join(lines), "utf-8")
    number = iter(range(100))

    def do(
        finds: int, *more: str, model: str = MODEL, stdin: bytes = b"", meanwhile: Callable[[], object] | None = None
    ) -> Any:
        told = [
            dispute(f"{a} mengecam {b}", a, b, "criticise", date_words="3 Juli 2024")
            for a, b in itertools.pairwise(STATES[: finds + 1])
        ]
        reader = Reader(*told)

        def answer(asked: Asked) -> Reply:
            if meanwhile:
                meanwhile()
            return reader(asked)

        with serving(answer) as server:
            monkeypatch.setenv("MEMCON_BASE_URL", server.url)
            ledger = f"{next(number)}.sqlite"
            words = ("all.txt", "-o", "out", "--model", model, "--ledger", ledger, *more)
            return memcon("extract", *words, stdin=stdin)

    return do


def held(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir()}


def folders(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")}


def test_one_event_of_ten_may_go(extract: Any, folder: Path) -> None:
    assert extract(10).code == 0
    assert extract(9).code == 0
    assert len([*RunFolder(folder / "out").events()]) == 9
    assert folders(folder) == {"out"}


def test_two_of_ten_do_not_go_in_silence(extract: Any, folder: Path, memcon: Command) -> None:
    extract(10)
    before = held(folder / "out")
    ran = extract(8)
    assert ran.code == 2
    assert "memcon: 'out' holds 10 events, and this run found 8: --replace puts it there" in ran.err
    assert "left      out/ as it was" in ran.err
    assert held(folder / "out") == before
    ran = extract(8, "--replace")
    assert ran.code == 0
    assert "memcon: the run that stood in out is kept in " in ran.err
    assert folders(folder) == {"out", "out.kept-1"}
    assert held(folder / "out.kept-1") == before
    assert len([*RunFolder(folder / "out").events()]) == 8
    for name in ("out", "out.kept-1"):
        assert memcon("verify", name).code == 0
    assert extract(2, "--replace", "-q").code == 0
    assert folders(folder) == {"out", "out.kept-1", "out.kept-2"}


def test_a_run_that_found_nothing_does_not_replace_300_events(extract: Any, folder: Path) -> None:
    """As a run again without the endpoint that the first one was told of."""
    extract(10)
    before = held(folder / "out")
    assert extract(10, "--offline").code == 2
    assert held(folder / "out") == before


def test_another_model_is_asked_about_before_it_is_paid(extract: Any, folder: Path) -> None:
    extract(10)
    before = held(folder / "out")
    ran = extract(10, model=OTHER)
    assert ran.code == 2
    assert f"'out' holds 10 events of '{MODEL}', and '{OTHER}' would be asked: --replace puts it there" in ran.err
    assert held(folder / "out") == before
    assert not (folder / "1.sqlite").exists()
    assert extract(10, "--replace", model=OTHER).code == 0
    assert json.loads((folder / "out" / "run.json").read_bytes())["model"] == OTHER
    assert held(folder / "out.kept-1") == before


def test_replace_keeps_nothing_where_nothing_is_lost(extract: Any, folder: Path) -> None:
    extract(9)
    assert extract(10, "--replace").code == 0
    assert folders(folder) == {"out"}


def test_where_nothing_was_found_nothing_is_lost(extract: Any, folder: Path) -> None:
    extract(0)
    assert extract(0, model=OTHER).code == 0
    assert folders(folder) == {"out"}


def test_a_stopped_run_leaves_what_is_more(extract: Any, folder: Path) -> None:
    extract(10)
    before = held(folder / "out")
    ran = extract(10, "--max-requests", "1")
    assert ran.code == 4
    assert "before it stopped: what is there is left as it was" in ran.err
    assert held(folder / "out") == before


def test_decisions_are_kept_as_they_were(extract: Any, folder: Path) -> None:
    """The file of decisions is appended to, so it is no second name of one file."""
    extract(10)
    (folder / "out" / "review.jsonl").write_text("")
    assert extract(5, "--replace").code == 0
    (folder / "out" / "review.jsonl").write_text("later\n")
    assert (folder / "out.kept-1" / "review.jsonl").read_text() == ""


def test_what_cannot_be_kept_is_not_replaced(extract: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    extract(10)
    before = held(folder / "out")
    monkeypatch.setattr(standing, "_keep", full)
    assert extract(5, "--replace").code == 74
    assert held(folder / "out") == before
    assert folders(folder) == {"out"}
    assert not [*folder.glob(".out.*")]


def test_no_link_is_needed(extract: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    extract(10)
    before = held(folder / "out")
    monkeypatch.setattr(os, "link", refused)
    assert extract(5, "--replace").code == 0
    assert held(folder / "out.kept-1") == before


@pytest.fixture
def others(extract: Any, folder: Path) -> Callable[[int], Callable[[], None]]:
    """What another process does while a run goes on: it puts a run of so many events into the same folder."""

    def made(finds: int) -> Callable[[], None]:
        extract(finds)
        place = (folder / "out").rename(folder / f"other-{finds}")

        def put() -> None:
            shutil.copytree(place, folder / "out", dirs_exist_ok=True)

        return put

    return made


def test_a_run_that_came_to_stand_there_meanwhile_is_not_lost(extract: Any, others: Any, folder: Path) -> None:
    put = others(9)
    ran = extract(7, meanwhile=put)
    assert ran.code == 2
    assert (
        "'out' holds 9 events of a run that was written while this one ran, and this run found 7: --replace" in ran.err
    )
    assert held(folder / "out") == held(folder / "other-9")
    ran = extract(10, meanwhile=put)
    assert ran.code == 0, "it stood there before this one began, and this one found more"
    ran = extract(10, meanwhile=put)
    assert ran.code == 2, "another one than that which stood there, though this one found more"
    assert held(folder / "out") == held(folder / "other-9")


def test_it_is_kept_beside_or_asked_about(
    extract: Any, others: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = others(9)
    assert extract(7, "--replace", meanwhile=put).code == 0
    assert held(folder / "out.kept-1") == held(folder / "other-9")
    assert len([*RunFolder(folder / "out").events()]) == 7
    monkeypatch.setattr("memcon.cli.standing._terminal", lambda: True)
    for answer, events in ((b"n\n", 9), (b"y\n", 8)):
        ran = extract(8, meanwhile=put, stdin=answer)
        assert ran.err.count("[y/N]") == 1
        assert len([*RunFolder(folder / "out").events()]) == events
    assert folders(folder) == {"out", "out.kept-1", "out.kept-2", "other-9"}


def test_a_run_of_the_same_events_is_no_other(extract: Any, others: Any, folder: Path) -> None:
    assert extract(9, meanwhile=others(9)).code == 0
    assert folders(folder) == {"out", "other-9"}


def test_a_stopped_run_leaves_another_that_was_written_meanwhile(extract: Any, others: Any, folder: Path) -> None:
    ran = extract(10, "--max-requests", "1", meanwhile=others(3))
    assert ran.code == 4
    assert "written while this one ran" in ran.err
    assert held(folder / "out") == held(folder / "other-3")


@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"Yes\n", 0), (b"n\n", 2), (b"\n", 2), (b"", 2)])
def test_on_a_terminal_a_user_is_asked(
    extract: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes, code: int
) -> None:
    extract(10)
    before = held(folder / "out")
    monkeypatch.setattr("memcon.cli.standing._terminal", lambda: True)
    ran = extract(8, stdin=answer)
    assert ran.code == code
    assert ran.err.count("[y/N]") == 1
    assert (held(folder / "out") == before) == (code == 2)


def test_who_agreed_to_another_model_is_not_asked_again(
    extract: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract(10)
    monkeypatch.setattr("memcon.cli.standing._terminal", lambda: True)
    ran = extract(2, model=OTHER, stdin=b"y\n")
    assert (ran.code, ran.err.count("[y/N]")) == (0, 1)
    assert folders(folder) == {"out", "out.kept-1"}


def test_ctrl_c_at_the_question_ends_in_order(extract: Any, folder: Path) -> None:
    """On a terminal of its own, as a user has it."""
    extract(10)
    before = held(folder / "out")
    ours, its = pty.openpty()
    words = ["extract", "all.txt", "-o", "out", "--model", OTHER, "--base-url", "http://127.0.0.1:9/v1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "memcon", *words], stdin=its, stdout=its, stderr=its, cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    os.close(its)
    seen = b""
    while b"[y/N]" not in seen:
        seen += os.read(ours, 4096)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 130
    os.close(ours)
    assert re.search(rb"holds 10 events of", seen)
    assert held(folder / "out") == before


def test_a_signal_waits_until_all_files_have_their_places(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[str] = []

    def point(name: str) -> None:
        reached.append(name)
        if len(reached) == 1:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(atomic, "failpoint", point)
    with pytest.raises(KeyboardInterrupt):
        atomic.write_files({folder / name: (b"new",) for name in "abc"})
    assert reached == ["before_rename", "after_rename"] * 3
    assert [(folder / name).read_bytes() for name in "abc"] == [b"new"] * 3
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
