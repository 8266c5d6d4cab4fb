"""One writer at a time in the folder of a run: its files are always those of one run."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from helpers.reviewable import MENTIONS
from helpers.reviewing import reject
from memcon.errors import LockedError
from memcon.events.merge import merge
from memcon.extraction.reviewed import apply_review
from memcon.outputs import alone as module
from memcon.outputs import atomic, remote
from memcon.outputs.alone import alone
from memcon.outputs.folder import RunFolder
from memcon.outputs.held import seal_problems
from memcon.outputs.migrate import migrate
from memcon.outputs.run_report import RunReport


def write(run: Path, mentions: tuple[Any, ...] = MENTIONS) -> None:
    in_order = tuple(sorted(mentions, key=lambda one: (one.article, one.quotes[0].start)))
    RunFolder(run).write(
        events=merge(mentions), mentions=in_order, rejected=(), articles=(), report=RunReport(memcon="1")
    )


def problems(run: Path) -> list[str]:
    folder = RunFolder(run)
    return [*seal_problems(folder, folder.report() or RunReport(), ())]


def together(*tasks: Callable[[], object]) -> list[BaseException]:
    """Do all at once; return what went wrong."""
    wrong: list[BaseException] = []

    def work(task: Callable[[], object]) -> None:
        try:
            task()
        except BaseException as error:  # noqa: BLE001  told to the test
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return wrong


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files take their places one after another, slowly."""
    monkeypatch.setattr(atomic, "failpoint", lambda _: time.sleep(0.02))


def test_two_who_write_leave_no_mix(tmp_path: Path, slow: None) -> None:
    run = tmp_path / "run"
    for _ in range(3):
        assert not together(*(lambda n=n: write(run, MENTIONS[: n + 1]) for n in range(4)))
        assert not problems(run)


def test_who_applies_decisions_waits_for_another(tmp_path: Path, slow: None) -> None:
    run = RunFolder(tmp_path / "run")
    write(run.path)
    decision = reject(next(run.events()), "none such")
    done: list[bool] = []
    assert not together(*(lambda: done.append(apply_review(run, [decision]).written) for _ in range(3)))
    assert sorted(done) == [False, False, True], "once it is applied nothing is to do"


def test_older_files_are_not_written_anew_beside_another(tmp_path: Path, slow: None) -> None:
    run = tmp_path / "run"
    write(run)
    assert not together(lambda: write(run, MENTIONS[:2]), lambda: migrate(RunFolder(run)), lambda: write(run))
    assert not problems(run)


def test_who_holds_it_takes_it_again_and_a_killed_holder_lets_go(tmp_path: Path) -> None:
    with alone(tmp_path), alone(tmp_path):
        (tmp_path / "x").touch()
    code = (
        "from pathlib import Path; from memcon.outputs.alone import alone; import time\n"
        f"with alone(Path({str(tmp_path)!r})): print('held', flush=True); time.sleep(60)"
    )
    env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=env)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    threading.Timer(0.3, holder.send_signal, (signal.SIGKILL,)).start()
    began = time.monotonic()
    with alone(tmp_path):
        assert 0.2 < time.monotonic() - began < 20
    holder.wait()
    holder.stdout.close()
    assert [path.name for path in tmp_path.iterdir()] == ["x"], "nothing is left of a lock"
    with alone(tmp_path / "none"):
        assert not (tmp_path / "none").exists()


def test_who_never_lets_go_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a shell's `flock OUT memcon …`, which waited for ever."""
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    handle = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(LockedError, match="another process keeps it locked"), alone(tmp_path):
            pass
    finally:
        os.close(handle)


def test_a_wait_can_be_interrupted(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from memcon.outputs.alone import alone\n"
        f"print('waits', flush=True)\nwith alone(Path({str(tmp_path)!r})): pass"
    )
    env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    with alone(tmp_path), subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as waiting:  # fmt: skip
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == b"waits\n"
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(0.2)
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(30) == -signal.SIGINT


class Stored:
    """A place in storage, as a folder of this machine."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(str(path).partition("://")[2] or path)
        self.url, self.name = f"x://{self.path}", self.path.name

    def names(self) -> set[str]:
        return {path.name for path in self.path.iterdir()} if self.path.is_dir() else set()

    def below(self, name: str) -> "Stored":
        return Stored(self.path / name)

    def sibling(self, name: str) -> "Stored":
        return Stored(self.path.with_name(name) if name else self.path.parent)

    def fetch(self, to: Path) -> None:
        shutil.copyfile(self.path, to)


def test_a_run_put_to_a_url_meanwhile_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "Place", Stored)
    write(tmp_path / "there" / "out")
    (tmp_path / "here").mkdir()
    run = remote.RemoteRun(f"x://{tmp_path}/there/out", tmp_path / "here")
    run.fetch()
    before = (run.path / "events.jsonl").read_bytes()
    (run.path / "mine").touch()
    run.refresh()
    assert (run.path / "mine").exists(), "it is the same run still"
    write(tmp_path / "there" / "out", MENTIONS[:1])
    run.refresh()
    assert (
        (run.path / "events.jsonl").read_bytes() == (tmp_path / "there" / "out" / "events.jsonl").read_bytes() != before
    )
    (tmp_path / "there" / "out" / "run.json").unlink()
    run.refresh()
    assert not (run.path / "run.json").exists()
