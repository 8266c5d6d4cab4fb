"""`memcon model`: what is here, where it lies, whether it is right; and serving it."""

import functools
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from conftest import Command
from helpers.stand_in import stand_in  # noqa: F401  a fixture: llama.cpp is stood in for
from memcon.models.embedded.bench import SETTINGS, measure
from memcon.models.embedded.engine import WAITING
from memcon.models.embedded.hashes import write_stamp
from memcon.models.embedded.weights import EMBEDDED


@pytest.fixture
def given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user says that the weights lie; nothing is there yet."""
    path = folder / "given.gguf"
    monkeypatch.setenv("MEMCON_MODEL_PATH", str(path))
    return path


def test_what_is_not_here_is_listed_and_has_no_path(memcon: Command, given: Path) -> None:
    ran = memcon("model", "list")
    lines = ran.out.splitlines()
    assert (ran.code, lines[1]) == (0, f"{'embedded':<18}     1.5 B  1.12 GB   2.1 GB  absent    Apache-2.0")
    assert lines[3].startswith("  quality    event F1 0.")
    assert lines[4].split() == ["qwen3-1.7b", "1.7", "B", "1.11", "GB", "2.8", "GB", "absent", "Apache-2.0"]
    assert set(lines[6::3]) == {"  quality    not measured"}
    assert json.loads(memcon("model", "list", "--json").out)[0]["path"] == str(given)
    ran = memcon("model", "path")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"memcon: {str(given)!r} is not there yet: 'memcon model pull' gets it\n"


def test_what_was_checked_once_is_ready(memcon: Command, given: Path) -> None:
    with given.open("wb") as file:
        file.truncate(EMBEDDED.size)
    write_stamp(given, EMBEDDED.sha256, given.stat())  # as if its hash had been taken
    assert memcon("model", "list").out.splitlines()[1].split()[7] == "ready"


@pytest.mark.parametrize("command", ["path", "pull"])
def test_wrong_weights_are_damaged_data(memcon: Command, given: Path, command: str) -> None:
    given.write_bytes(b"GGUF")
    assert memcon("model", "list").out.splitlines()[1].split()[7] == "unchecked"
    ran = memcon("model", command)
    assert (ran.code, ran.out) == (5, "")
    assert str(given) in ran.err


def test_a_place_that_is_not_there_is_told(memcon: Command, given: Path) -> None:
    ran = memcon("model", "pull")
    assert ran.code == 2
    assert "MEMCON_MODEL_PATH" in ran.err


def test_the_cache_is_the_user_s(memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    where = json.loads(memcon("model", "list", "--json").out)[0]["path"]
    assert where == str(folder / "cache" / "memcon" / EMBEDDED.name)


def test_a_model_is_served_until_ctrl_c(folder: Path) -> None:
    (folder / "own.gguf").write_text("GGUF")
    command = [sys.executable, "-m", "memcon", "model", "serve", "--weights", "own.gguf", "--port", "0", "--slots", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ) as served:
        assert served.stdout
        assert served.stderr
        while not (line := served.stdout.readline()).startswith("serving"):
            assert line  # noise of the library
        url = line.split()[1]
        with urllib.request.urlopen(url, timeout=20) as answer:
            asked = json.load(answer)
        served.send_signal(2)
        assert served.wait(30) == 0
    assert (asked["n_parallel"], asked["n_ctx"], asked["hostnames"]) == (2, 2 * 8192, ["127.0.0.1"])


def test_bench_sets_ways_of_serving_side_by_side(
    memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memcon.models.embedded.bench.measure", functools.partial(measure, settings=SETTINGS[:2]))
    monkeypatch.setattr("memcon.models.embedded.cores.crowded", lambda: "it is crowded")
    for name in WAITING:
        monkeypatch.delenv(name, raising=False)
    (folder / "own.gguf").write_text("GGUF")
    ran = memcon("model", "bench", "--weights", "own.gguf", "--busy", "2")
    assert (ran.code, ran.err) == (0, "memcon: it is crowded\n")
    assert [line.split()[-5:] for line in ran.out.splitlines()[1:]] == [
        ["100.0", "24.0", "100.0", "24.0", "1.00"],
        ["50.0", "12.0", "50.0", "12.0", "1.00"],
    ]
    assert "beside 2" in ran.out.splitlines()[0]
    ran = memcon("model", "bench", "--weights", "own.gguf", "--json")
    assert [json.loads(line)["busy"] for line in ran.out.splitlines()] == [0, 1, 0, 1]


def test_serving_needs_weights_that_are_right(memcon: Command, given: Path) -> None:
    given.write_bytes(b"GGUF")
    assert memcon("model", "serve", "--port", "0").code == 5
