"""memcon with workers of Ray on this machine: `make test-ray`, which installs it.

What is the same whoever carries what workers say is in tests/extraction/test_workers.py.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from conftest import Command
from helpers.scripted import MODEL, serving
from helpers.sharding import Counting, corpus, same
from memcon.models.ledger.store import open_ledger

pytestmark = pytest.mark.skipif(
    not os.environ.get("MEMCON_TEST_RAY"), reason="`make test-ray` installs Ray, and runs these"
)

ARTICLES = int(os.environ.get("MEMCON_TEST_ARTICLES") or 120)
KILLS = int(os.environ.get("MEMCON_TEST_KILLS") or 6)
ENGINE = ("--engine", "ray", "--workers", "2", "-q")
PATIENCE = 600 + 2 * ARTICLES
"""Seconds after which a command is taken to hang, also where others have most of the processors."""
IN_FLIGHT = 2
"""Calls at once, of the profile of `MODEL`."""


def started(folder: Path, *command: object) -> "subprocess.Popen[str]":
    """Start the command line in a process of its own, in a session of its own."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    words = [sys.executable, "-m", "memcon", *map(str, command)]
    return subprocess.Popen(words, cwd=folder, env=env, stderr=subprocess.PIPE, text=True, start_new_session=True)


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Wait for a command; return its exit code and what it told."""
    _, told = process.communicate(timeout=PATIENCE)
    return process.returncode, told


def below(process: int, *, named: str) -> list[int]:
    """Return the processes below one whose titles hold `named`."""
    parents: dict[int, list[int]] = {}
    titles: dict[int, str] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                stat = (place / "stat").read_text("utf-8", "replace")
                titles[int(place.name)] = (place / "cmdline").read_bytes().decode("utf-8", "replace")
            except OSError:
                continue
            parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(place.name))
    found, todo = [], [process]
    while todo:
        children = parents.get(todo.pop(), [])
        todo += children
        found += [child for child in children if named in titles.get(child, "")]
    return found


def left() -> list[int]:
    """Return what of Ray still runs on this machine."""
    names = ("raylet", "gcs_server", "ray::")
    return [number for name in names for number in below(1, named=name)]


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """Whatever becomes of a run, its Ray ends with it."""
    yield
    ends = time.monotonic() + 120  # Ray looks now and then whether a run that was killed is still there
    while left() and time.monotonic() < ends:
        time.sleep(0.5)
    assert not left()


def test_two_workers_write_what_one_process_writes(folder: Path, memcon: Command) -> None:
    script = Counting(corpus(folder / "news.jsonl", ARTICLES))
    with serving(script) as server:
        options = ("--model", MODEL, "--base-url", server.url)
        memcon("extract", "news.jsonl", "-o", "one", "--ledger", "one.sqlite", *options, "-q")
        asked = script.asked.copy()
        script.asked.clear()
        code, told = ended(
            started(folder, "extract", "news.jsonl", "-o", "all", "--ledger", "all.sqlite", *options, *ENGINE)
        )
    assert code == 3, told
    assert "Traceback" not in told
    assert script.asked == asked
    same(folder)


def test_workers_and_the_run_itself_are_killed(folder: Path, memcon: Command) -> None:
    """Nothing is lost, and nothing asked again but what was in flight when the run itself was killed."""
    drawn = random.Random(7)
    script = Counting(corpus(folder / "news.jsonl", ARTICLES))
    command: Sequence[object] = ()
    with serving(script) as server:
        options = ("--model", MODEL, "--base-url", server.url)
        memcon("extract", "news.jsonl", "-o", "one", "--ledger", "one.sqlite", *options, "-q")
        script.asked.clear()
        command = ("extract", "news.jsonl", "-o", "all", "--ledger", "all.sqlite", *options, *ENGINE)
        killed = {"workers": 0, "runs": 0}
        running = started(folder, *command)
        while killed["workers"] + killed["runs"] < KILLS and running.poll() is None:
            before = script.asked.total()
            while running.poll() is None and script.asked.total() < before + 8:  # it reads: workers are there
                time.sleep(0.02)
            workers = below(running.pid, named="ray::_Actor")
            if drawn.random() < 0.3:
                running.kill()
                running.communicate()
                killed["runs"] += 1
                running = started(folder, *command)
            elif workers:
                os.kill(drawn.choice(workers), signal.SIGKILL)
                killed["workers"] += 1
        code, told = ended(running)
    assert code == 3, told
    assert min(killed.values()) > 0
    with open_ledger(folder / "all.sqlite", offline=True) as opened:
        held = opened.stats().answers
    assert held <= script.asked.total() <= held + IN_FLIGHT * killed["runs"]
    for name in ("events", "mentions", "rejected", "articles"):
        assert (folder / "all" / f"{name}.jsonl").read_bytes() == (folder / "one" / f"{name}.jsonl").read_bytes(), name


def test_ctrl_c_ends_it_in_order_and_the_same_command_goes_on(folder: Path) -> None:
    script = Counting(corpus(folder / "news.jsonl", ARTICLES))
    with serving(script) as server:
        options = ("--model", MODEL, "--base-url", server.url)
        command = ("extract", "news.jsonl", "-o", "all", "--ledger", "all.sqlite", *options, *ENGINE)
        running = started(folder, *command)
        while running.poll() is None and script.asked.total() < 10:
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        code, told = ended(running)
        assert code == 130, told
        report = json.loads((folder / "all" / "run.json").read_bytes())
        assert report["articles"]["pending"] > 0
        assert report["usage"]["uncertain"] == 0
        assert ended(started(folder, *command))[0] == 3
    assert script.asked.total() == len(script.asked)  # equal questions have one answer


def test_a_cluster_that_is_not_there(folder: Path) -> None:
    (folder / "a.txt").write_text("Peru.", "utf-8")
    command = ("extract", "a.txt", "-o", "out", "--engine", "ray", "--address", "127.0.0.1:9", "--model", "m")
    code, told = ended(started(folder, *command, "--base-url", "http://127.0.0.1:9/v1"))
    assert code == 2, told
    assert "the cluster at '127.0.0.1:9' cannot be reached" in told
    assert "Traceback" not in told
