"""Long commands end at SIGTERM and SIGHUP as at Ctrl-C: one line, an exit code, and nothing half done is left."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Command
from helpers.scripted import Reader, meeting, serving

sys.path.insert(0, str(ROOT / "tests" / "hostile"))
from situations import started, until

pytestmark = [
    pytest.mark.hostile,
    pytest.mark.block_network(allowed_hosts=["127.0.0.1", "localhost", "/.*"]),  # sockets of multiprocessing
]
SECONDS = float(os.environ.get("MEMCON_TEST_SECONDS", "20"))
VISIT = "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala, Selasa (2/7/2024)."
HOW = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM", signal.SIGHUP: "SIGHUP"}
LEDGER = ("--ledger", "ledger.sqlite")
LONG = {
    "report": ("report", "report", "out"),
    "report page": ("write", "report", "out", "-o", "page.html"),
    "export": ("write", "export", "out", "-o", "table.csv"),
    "ledger export": ("write", "ledger", "export", "-o", "all.jsonl", *LEDGER),
    "ledger export to nobody": ("answers", "ledger", "export", *LEDGER),
    "ledger verify": ("check", "ledger", "verify", *LEDGER),
    "ledger recover": ("recover", "ledger", "recover", "ledger.sqlite", "--to", "new.sqlite"),
    "ledger import": ("import", "ledger", "import", "answers.jsonl", "--ledger", "other.sqlite"),
    "evaluate": ("evaluate", "evaluate", "out/mentions.jsonl", "out", "--articles", "a.txt"),
    "diff": ("diff", "diff", "out", "out"),
    "verify": ("verify", "verify", "out"),
    "model bench": ("bench", "model", "bench", "--weights", "a.txt"),
    "model pull": ("pull", "model", "pull"),
    "extract --dry-run": ("foresee", "extract", "a.txt", "--dry-run", *LEDGER),
    "extract --explain": ("parse", "extract", "a.txt", "--explain", "a.txt", "--offline", *LEDGER),
}
"""What the process is doing, and the command."""
BY_DESIGN = {"model pull": {"memcon"}, "ledger import": {"other.sqlite", "other.sqlite.lock"}}
"""What stays: bytes of weights that a next time goes on from, and a new ledger, which is empty."""


@pytest.fixture
def run(memcon: Command, folder: Path, endpoint: Callable[[str], None]) -> Path:
    """A run with its ledger, and an export of that."""
    (folder / "a.txt").write_text(VISIT, "utf-8")
    os.mkfifo("pipe")
    with serving(Reader(meeting("bertemu", "William Ruto", "Yoweri Museveni"))) as served:
        endpoint(served.url)
        assert memcon("extract", "a.txt", "-o", "out", *LEDGER).code == 0
    assert memcon("ledger", "export", "-o", "answers.jsonl", *LEDGER).code == 0
    return folder


def held(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    own = {"reached", "stderr.txt", "stdout.txt"}
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {str(name): path.read_bytes() for name, path in files.items() if name.name not in own}


@pytest.mark.parametrize("number", HOW, ids=HOW.get)
@pytest.mark.parametrize("command", LONG)
def test_it_ends_in_order(command: str, number: signal.Signals, run: Path, request: pytest.FixtureRequest) -> None:
    doing, *arguments = LONG[command]
    before = held(run)
    process = started(doing, arguments, run)
    request.addfinalizer(process.kill)
    os.kill(process.pid or 0, number)
    os.kill(process.pid or 0, number)  # as `timeout` does, to a process and to its group

    until(lambda: process.exitcode is not None, SECONDS)
    assert process.exitcode == 128 + number
    assert (run / "stderr.txt").read_text("utf-8").splitlines()[-1] == f"memcon: stopped by {HOW[number]}"
    assert "Traceback" not in (run / "stderr.txt").read_text("utf-8")
    after = held(run)
    new = {name for name in after.keys() - before.keys() if name.split("/")[0] not in BY_DESIGN.get(command, ())}
    assert not new
    assert {name: after[name] for name in before} == before


def test_a_command_that_a_library_holds_is_ended_by_the_second_signal(
    run: Path, request: pytest.FixtureRequest
) -> None:
    before = held(run)
    process = started("held", ("ledger", "verify", *LEDGER), run)
    request.addfinalizer(process.kill)
    os.kill(process.pid or 0, signal.SIGTERM)
    until(lambda: "once more stops at once" in (run / "stderr.txt").read_text("utf-8"), SECONDS)
    os.kill(process.pid or 0, signal.SIGTERM)
    until(lambda: process.exitcode is not None, SECONDS)
    assert process.exitcode == 128 + signal.SIGTERM
    assert held(run) == before


def test_a_broken_off_merge_of_git_leaves_ours(run: Path) -> None:
    ours = run / "out" / "events.jsonl"
    before = ours.read_bytes()
    command = [sys.executable, "-m", "memcon.cli.git_driver", "merge", "pipe", str(ours), str(ours), "events.jsonl"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment) as process:
        until(lambda: reads("pipe") or process.poll() is not None, SECONDS)
        process.terminate()
        _, said = process.communicate()
    assert (process.returncode, said.decode()) == (143, "memcon: stopped by SIGTERM\n")
    assert ours.read_bytes() == before


def reads(pipe: str) -> bool:
    """Open a pipe for writing, for good, where somebody reads it."""
    try:
        os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return False
    return True
