"""SIGKILL among calls, with the ledger's write-ahead log on each file system at hand: nothing is lost or paid twice.

`make chaos ARGS="--on /tmp --on /dev/shm --on overlay"` does it with more kills, and with faults of the endpoint.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

pytestmark = pytest.mark.hostile
SEED = os.environ.get("MEMCON_TEST_SEED", "1")


@pytest.mark.parametrize("place", ["disk", "/dev/shm", "overlay"])
def test_kills_cost_what_was_in_flight_and_no_more(place: str, tmp_path: Path) -> None:
    on = str(tmp_path) if place == "disk" else place
    if place.startswith("/") and not os.access(place, os.W_OK):
        pytest.skip(f"{place} is not here")
    few = ["--kills", "3", "--articles", "60", "--every", "15", "--faults", "0", "--seed", SEED]
    command = [sys.executable, str(ROOT / "benchmarks" / "chaos.py"), "--on", on, *few]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=tmp_path)
    if "not here: " in done.stdout:
        pytest.skip(next(line for line in done.stdout.splitlines() if "not here: " in line))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "all holds"), done.stdout + done.stderr
    assert "the events are those of a calm run" in done.stdout
    assert "0 repeated" in done.stdout
