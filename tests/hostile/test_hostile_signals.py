"""Ctrl-C and SIGTERM are answered whatever memcon does, and the second one stops it; no traceback, nothing lost.

How long that takes is held to MEMCON_TEST_SECONDS, twenty by default, since tests share their machine: on an idle one
each situation holds with MEMCON_TEST_SECONDS=1. `pytest -s` prints what it took.
"""

import json
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT / "tests" / "hostile"))
from situations import started, until

pytestmark = [
    pytest.mark.hostile,
    pytest.mark.block_network(allowed_hosts=["127.0.0.1", "localhost", "/.*"]),  # sockets of multiprocessing
]
SECONDS = float(os.environ.get("MEMCON_TEST_SECONDS", "20"))
NOTHING = ("extract", "empty.txt", "-o", "out", "--ledger", "ledger.sqlite")
EXTRACT = ("extract", "a.txt", "-o", "out", "--ledger", "ledger.sqlite")
INT, TERM, HUP = signal.SIGINT, signal.SIGTERM, signal.SIGHUP


@dataclass(frozen=True)
class Situation:
    """What memcon does, and what becomes of a first signal: its end, or a line on stderr."""

    doing: str
    arguments: tuple[str, ...]
    ends: bool
    number: signal.Signals = INT
    told: str = "once more stops at once"

    def __str__(self) -> str:
        how = "".join(word for word in self.arguments if word in {"--dry-run", "--explain", "pipe", "-"})
        return f"{self.doing}-{self.arguments[0]}{how}-{self.number.name}"


SITUATIONS = [
    Situation("input", ("extract", "-", "-o", "out"), ends=True),
    Situation("input", ("extract", "-", "-o", "out"), ends=True, number=TERM),
    Situation("input", ("extract", "-", "--dry-run"), ends=True),
    Situation("input", ("extract", "-", "--explain", "a"), ends=True),
    Situation("input", ("extract", "pipe", "-o", "out"), ends=True),
    Situation("input", ("extract", "pipe", "-o", "out"), ends=True, number=TERM),
    Situation("diff", ("diff", "a.txt", "a.txt"), ends=True),
    Situation("verify", ("verify", "run"), ends=True),
    Situation("verify", ("verify", "run"), ends=True, number=TERM),
    Situation("write", NOTHING, ends=True),
    Situation("parse", EXTRACT, ends=False),
    Situation("parse", EXTRACT, ends=False, number=TERM),
    Situation("library", EXTRACT, ends=False),
    Situation("merge", NOTHING, ends=False),
    Situation("merge", NOTHING, ends=False, number=TERM),
    Situation("ledger", EXTRACT, ends=False),
    Situation("endpoint", EXTRACT, ends=False),
    Situation("endpoint", EXTRACT, ends=False, number=TERM),
    Situation("endpoint", EXTRACT, ends=False, number=HUP),
]


@pytest.mark.parametrize("situation", SITUATIONS, ids=str)
def test_a_signal_is_answered_and_the_second_stops(
    situation: Situation, folder: Path, request: pytest.FixtureRequest
) -> None:
    os.mkfifo("pipe")
    Path("a.txt").write_text("Rapat berlangsung di Jakarta pada 5 Mei 2024.\n", "utf-8")
    Path("empty.txt").touch()
    Path("run").mkdir()
    for name in ("events", "articles", "mentions", "rejected"):
        Path("run", f"{name}.jsonl").touch()
    process = started(situation.doing, situation.arguments, folder)
    request.addfinalizer(process.kill)
    said = folder / "stderr.txt"
    os.kill(process.pid or 0, situation.number)
    if situation.ends:
        took = [until(lambda: process.exitcode is not None, SECONDS)]
    else:
        took = [until(lambda: situation.told in said.read_text("utf-8"), SECONDS)]
        assert process.exitcode is None
        os.kill(process.pid or 0, situation.number)  # at once: the same signal, as `timeout` sends it twice
        time.sleep(0.3)
        assert process.exitcode is None
        os.kill(process.pid or 0, situation.number)
        took.append(until(lambda: process.exitcode is not None, SECONDS))
    sys.stdout.write(f"{situation}: {', '.join(f'{each:.2f} s' for each in took)}" + "\n")
    assert process.exitcode == 128 + situation.number
    assert "Traceback" not in said.read_text("utf-8")
    assert not list(folder.glob("**/*.tmp"))


def test_what_a_broken_off_run_had_read_is_written(folder: Path) -> None:
    os.mkfifo("pipe")
    Path("a.txt").write_text("", "utf-8")
    process = started("input", ("extract", "a.txt", "pipe", "-o", "out"), folder)
    os.kill(process.pid or 0, INT)
    until(lambda: process.exitcode is not None, SECONDS)
    assert process.exitcode == 130
    report = json.loads(Path("out/run.json").read_bytes())
    assert (report["stop_reason"], report["unread"], report["failures"]) == ("interrupted", True, {"empty_file": 1})
