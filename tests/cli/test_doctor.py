"""`memcon doctor`: what is here, what is wrong and what to do; its exit code is that of an extraction."""

import asyncio
import json
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.fault_server import Reply, Writer, endless, fails, sends
from helpers.gguf_file import FAMILIES, write, write_model
from helpers.scripted import serving
from helpers.stand_in import stand_in  # noqa: F401  a fixture: llama.cpp is stood in for
from memcon.cli.doctor import machine
from memcon.cli.doctor import model as of_model
from memcon.models.embedded.weights import EMBEDDED
from memcon.models.ledger.store import open_ledger

KEY = "sk-test-0123456789abcdef"
free_memory = machine.free_memory
Findings = dict[str, dict[str, Any]]


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A machine with room, where nothing else runs, and no weights are in the cache."""
    monkeypatch.setattr(machine, "busy_cores", lambda: 0.1)
    monkeypatch.setattr(machine, "free_memory", lambda: 8e9)
    monkeypatch.setattr(of_model, "unused_graphics", list)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))


def findings(memcon: Command, *arguments: str) -> tuple[int, Findings]:
    ran = memcon("doctor", "--json", *arguments)
    assert ran.err == ""
    return ran.code, {found["name"]: found for found in json.loads(ran.out)}


def test_where_all_is_well_it_says_so_on_one_screen(memcon: Command, folder: Path) -> None:
    write_model(folder / "own.gguf", FAMILIES["qwen3"])
    ran = memcon("doctor", "--model", "own.gguf")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["ok", name]
        for name in ("python", "cores", "memory", "disk", "terminal", "model", "engine", "weights", "ledger")
    ]
    assert len(lines) <= 24
    assert lines[7].endswith("own.gguf', 0.00 GB, qwen3 Qwen3 4B")
    assert not list(folder.glob("out")) + list(folder.glob(".memcon"))


def test_weights_that_are_not_here_yet_are_worth_a_note(memcon: Command) -> None:
    code, found = findings(memcon)
    assert (code, found["weights"]["state"]) == (0, "note")
    assert "memcon model pull" in found["weights"]["advice"]


def test_a_model_of_the_catalogue_is_looked_for_by_its_name(
    memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "free_memory", lambda: 3e9)
    code, found = findings(memcon, "--model", "qwen3-4b")
    assert (code, found["memory"]["told"]) == (4, "3.0 GB free; the model takes 5.2 GB")
    assert found["weights"]["told"].startswith("not here yet (0.00 of 2.50 GB)")
    assert "`memcon model pull qwen3-4b` fetches them" in found["weights"]["advice"]
    (folder / "cache" / "memcon").mkdir(parents=True)
    (folder / "cache" / "memcon" / "Qwen3-4B-Q4_K_M.gguf").write_bytes(b"GGUF")
    _, found = findings(memcon, "--model", "qwen3-4b")
    assert (found["weights"]["state"], found["weights"]["exit_code"]) == ("wrong", 5)
    write_model(folder / "own.gguf", FAMILIES["qwen3"])
    monkeypatch.setattr(machine, "free_memory", lambda: 1e8)
    _, found = findings(memcon, "--model", "own.gguf")
    assert found["memory"]["told"] == "0.1 GB free; the model takes 0.2 GB"  # what all take, and 2 MB of context


def test_what_is_wrong_is_told_with_what_to_do(memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "bad.gguf").write_text("GGUF")
    monkeypatch.setenv("MEMCON_MODEL_PATH", str(folder / "bad.gguf"))
    monkeypatch.setattr(machine, "free_memory", lambda: 1e9)
    monkeypatch.setattr(machine, "busy_cores", lambda: 64.0)
    ran = memcon("doctor")
    assert ran.code == 4  # of the first that is wrong: the model would not start
    assert "wrong memory    1.0 GB free; the model takes 2.1 GB\n                → end other" in ran.out
    assert f"is not {EMBEDDED.name}" in ran.out
    assert "note  cores" in ran.out
    (folder / "text.gguf").write_text("text")
    assert findings(memcon, "--model", "text.gguf")[1]["weights"]["told"].endswith("is no GGUF file")
    write(folder / "base.gguf", {"general.architecture": "qwen3", "general.name": "Qwen3 4B Base"})
    _, found = findings(memcon, "--model", "base.gguf")
    assert found["weights"]["told"].endswith("qwen3 Qwen3 4B Base: it has no chat template")
    monkeypatch.delenv("MEMCON_MODEL_PATH")
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 10**6}))
    _, found = findings(memcon)
    assert (found["disk"]["exit_code"], found["weights"]["exit_code"]) == (74, 74)


def test_an_engine_that_cannot_be_loaded_is_told(
    memcon: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOMP_SPINCOUNT", "1000")
    (tmp_path / "stand-in" / "xllamacpp.py").write_text("raise ImportError('libgomp.so.1: no such file')")
    code, found = findings(memcon)
    assert (code, found["engine"]["state"]) == (2, "wrong")
    assert "apt-get install libgomp1" in found["engine"]["told"]


def test_a_graphics_processor_is_told_whether_it_is_used_or_not(
    memcon: Command, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_model(folder / "own.gguf", FAMILIES["qwen3"])
    monkeypatch.setattr(of_model, "unused_graphics", lambda: ["NVIDIA"])
    code, found = findings(memcon, "--model", "own.gguf")
    assert (code, found["engine"]["state"]) == (0, "note")
    assert found["engine"]["told"].endswith("computes on the processors, and not on NVIDIA")
    assert "CUDA" in found["engine"]["advice"]
    monkeypatch.setattr(of_model, "graphics", lambda _: ("RTX 3090 (24.0 GB)",))
    code, found = findings(memcon, "--model", "own.gguf")
    assert (code, found["engine"]["state"]) == (0, "ok")
    assert found["engine"]["told"].endswith("computes on RTX 3090 (24.0 GB): never measured")


def test_settings_that_cannot_be_are_told_and_the_rest_is_looked_at(memcon: Command) -> None:
    code, found = findings(memcon, "--base-url", "http://127.0.0.1:9/v1")
    assert (code, found["model"]["state"]) == (2, "wrong")
    assert "no model" in found["model"]["told"]
    assert {"engine", "endpoint"}.isdisjoint(found)
    assert found["ledger"]["state"] == "ok"


@pytest.mark.parametrize(
    ("reply", "code", "state", "told"),
    [
        (sends({"data": [{"id": "some-model"}]}), 0, "ok", "it answers, and has 'some-model'"),
        (sends({"data": [{"id": "other"}]}), 0, "note", "does not list 'some-model'"),
        (sends([]), 0, "note", "lists no models (200)"),
        (fails(404), 0, "note", "lists no models (404)"),
        (fails(401, {"error": {"message": KEY}}), 4, "wrong", "401, refused"),
        (fails(503), 4, "wrong", "it answers with 503"),
        (fails(302, headers={"location": "http://127.0.0.1:9/"}), 4, "wrong", "it answers with 302"),
    ],
)
def test_an_endpoint_is_asked_for_its_models(
    memcon: Command, monkeypatch: pytest.MonkeyPatch, reply: Reply, code: int, state: str, told: str
) -> None:
    monkeypatch.setenv("MEMCON_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_ORG_ID", "org-private")
    with serving(lambda _: reply) as server:
        ended, found = findings(memcon, "--model", "some-model", "--base-url", server.url)
        (asked,) = server.asked
    assert (ended, found["endpoint"]["state"]) == (code, state)
    assert told in found["endpoint"]["told"]
    assert (asked.method, asked.path, asked.headers["authorization"]) == ("GET", "/v1/models", f"Bearer {KEY}")
    assert "private" not in str(asked.headers)
    assert KEY not in json.dumps(found)
    assert {"engine", "weights"}.isdisjoint(found)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n"])
def test_an_endpoint_that_drips_is_waited_for_no_longer_than_any(
    memcon: Command, monkeypatch: pytest.MonkeyPatch, head: bytes
) -> None:
    """Nothing comes, or headers one by one, or a body byte by byte: each wait for the next is short."""

    async def drip(writer: Writer) -> None:
        writer.write(head)
        while head:
            writer.write(b"a: b\r\n")
            await writer.drain()
            await asyncio.sleep(0.05)
        await asyncio.Event().wait()

    monkeypatch.setattr(of_model, "SECONDS", 0.5)
    with serving(lambda _: drip) as server:
        began = time.monotonic()
        code, found = findings(memcon, "--model", "some-model", "--base-url", server.url)
    assert time.monotonic() - began < 20
    assert code == 4
    assert "did not come whole within 0.5 seconds" in found["endpoint"]["told"]


def test_a_list_of_models_without_an_end_is_read_no_further(memcon: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_model, "MOST_BYTES", 1 << 20)
    with serving(lambda _: endless()) as server:
        code, found = findings(memcon, "--model", "some-model", "--base-url", server.url)
    assert code == 4
    assert "it is longer than 1 MiB" in found["endpoint"]["told"]


def test_an_endpoint_that_cannot_be_reached_is_told(memcon: Command) -> None:
    code, found = findings(memcon, "--model", "some-model", "--base-url", "http://127.0.0.1:9/v1")
    assert code == 4
    assert "with no key cannot be reached (ConnectError" in found["endpoint"]["told"]


def test_a_ledger_is_read_row_by_row(memcon: Command, folder: Path) -> None:
    path = folder / "ledger.sqlite"
    with open_ledger(path):
        pass
    assert "0 answers, each sound" in findings(memcon, "--ledger", "ledger.sqlite")[1]["ledger"]["told"]
    with sqlite3.connect(path) as database:
        database.execute("INSERT INTO questions VALUES ('key', 'host', 'model', x'00')")
    code, found = findings(memcon, "--ledger", "ledger.sqlite")
    assert code == 5
    assert "question 1: its text is damaged" in found["ledger"]["told"]
    assert "memcon ledger recover" in found["ledger"]["advice"]
    path.write_bytes(b"no ledger at all, and longer than nothing" * 100)
    assert findings(memcon, "--ledger", "ledger.sqlite")[0] == 5
    assert findings(memcon, "--ledger", ".")[0] == 2


def test_memory_is_what_system_and_container_leave(tmp_path: Path) -> None:
    assert free_memory(tmp_path) is None
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc" / "meminfo").write_text("MemTotal: 9 kB\nMemAvailable:   4000000 kB\n")
    assert free_memory(tmp_path) == 4_096_000_000
    groups = tmp_path / "sys" / "fs" / "cgroup"
    groups.mkdir(parents=True)
    (groups / "memory.current").write_text("1000\n")
    (groups / "memory.max").write_text("max\n")
    assert free_memory(tmp_path) == 4_096_000_000
    (groups / "memory.max").write_text("3000\n")
    assert free_memory(tmp_path) == 2000


def test_what_a_terminal_cannot_show_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", type("Out", (), {"encoding": "latin-1", "isatty": lambda self: False})())
    assert (machine.terminal().state, machine.terminal().exit_code) == ("note", 0)


def test_without_a_library_memcon_is_to_be_installed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LIBRARIES", ("pydantic", "no-such-library"))
    assert "without no-such-library" in machine.python().told
    assert machine.python().exit_code == 2
