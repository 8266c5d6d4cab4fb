"""What no run can use is refused before it is paid for, or written so that it can be read: names, proxies, places."""

import contextlib
import functools
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Command
from helpers.diff_records import event
from helpers.fault_server import FaultServer, fails
from helpers.scripted import MODEL, Reader, meeting, serving
from memcon.errors import DiskError, UsageError
from memcon.models.batch.files import written_form
from memcon.models.network import authorities, proxy_for
from memcon.records.jsonl import dump

pytestmark = [
    pytest.mark.hostile,
    pytest.mark.block_network(allowed_hosts=["127.0.0.1", "localhost", "/.*"]),
]
VISIT = "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala, Selasa (2/7/2024).\n"
FAR = "https://llm.example.invalid/v1"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[FaultServer]:
    with serving(Reader(meeting("bertemu", "William Ruto", "Yoweri Museveni", place_words="Kampala"))) as server:
        monkeypatch.setenv("MEMCON_BASE_URL", server.url)
        monkeypatch.setenv("MEMCON_MODEL", MODEL)
        (folder / "a.txt").write_text(VISIT, "utf-8")
        yield server


def test_names_that_are_not_utf_8_are_written_as_their_bytes(
    memcon: Command, folder: Path, server: FaultServer
) -> None:
    article, ledger = os.fsdecode(b"art\xedculo.txt"), os.fsdecode(b"l\xff.sqlite")
    (folder / article).write_text(VISIT, "utf-8")
    ran = memcon("extract", article, "-o", "out", "--ledger", ledger)
    assert ran.code == 0, ran.err
    settings = json.loads((folder / "out" / "run.json").read_bytes())["settings"]
    assert r"art\xedculo.txt" in settings["inputs"]
    assert settings["ledger"].endswith(r"l\xff.sqlite")
    assert memcon("verify", "out").code == 0


@pytest.mark.parametrize("name", ["MEMCON_MODEL", "MEMCON_ENDPOINT", "MEMCON_BASE_URL"])
def test_models_and_endpoints_that_are_not_utf_8_are_refused_before_anything_is_asked(
    memcon: Command, server: FaultServer, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, os.environ.get(name, "x") + os.fsdecode(b"\xff"))
    ran = memcon("extract", "a.txt", "-o", "out")
    assert ran.code == 2, ran.err
    assert "not UTF-8" in ran.err
    assert not server.calls


LEDGER = ".memcon/ledger.sqlite"


@pytest.mark.parametrize(
    ("command", "made"),
    [
        ("ledger export --out", LEDGER), ("ledger export --out", f"{LEDGER}.lock"), ("export out -o", LEDGER),
        ("report out -o", LEDGER), ("ledger export --out", "out/events.jsonl"),
    ],
)  # fmt: skip
def test_no_page_or_table_takes_the_place_of_paid_answers(
    memcon: Command, folder: Path, server: FaultServer, command: str, made: str
) -> None:
    assert memcon("extract", "a.txt", "-o", "out").code == 0
    before = (folder / made).read_bytes()
    ran = memcon(*command.split(), made)
    assert ran.code == 2, ran.err
    assert "name another" in ran.err
    assert (folder / made).read_bytes() == before
    assert [memcon(*command.split(), "made").code for _ in range(2)] == [0, 0]


PROXIES = ["127.0.0.1:3128", "socks://127.0.0.1:1", "::::", "http://127.0.0.1:99999", "http://", "http://u:hush@h:x"]


@pytest.mark.parametrize("proxy", PROXIES)
@pytest.mark.parametrize("name", ["https_proxy", "ALL_PROXY"])
def test_a_proxy_that_cannot_be_used_is_named_without_its_words(
    monkeypatch: pytest.MonkeyPatch, name: str, proxy: str
) -> None:
    monkeypatch.setenv(name, proxy)
    with pytest.raises(UsageError, match=name) as told:
        proxy_for(FAR)
    assert "hush" not in str(told.value)


@pytest.mark.parametrize("more", [(), ("--dry-run",), ("--batch",), ("doctor",)], ids=str)
@pytest.mark.parametrize(
    ("name", "value"),
    [("https_proxy", "socks://127.0.0.1:1"), *(("SSL_CERT_FILE", value) for value in ("none", "a.txt", "pipe", "."))],
)
def test_what_the_environment_says_of_the_way_is_told_before_anything_is_asked(
    memcon: Command, server: FaultServer, monkeypatch: pytest.MonkeyPatch, name: str, value: str, more: tuple[str, ...]
) -> None:
    authorities.cache_clear()
    os.mkfifo("pipe")
    monkeypatch.setenv(name, value)
    monkeypatch.setenv("MEMCON_BASE_URL", FAR)
    monkeypatch.setenv("MEMCON_API_KEY", "hush")
    ran = memcon(*(more if "doctor" in more else ("extract", "a.txt", "-o", "out", *more)))
    assert ran.code == 2, ran.err
    assert name in ran.out + ran.err
    assert "Traceback" not in ran.err


LONG = {
    "MEMCON_MODEL_PATH": "/" + "a" * 100_000, "XDG_CACHE_HOME": "/" + "a" * 100_000, "HOME": "/" + "a" * 100_000,
    "HF_ENDPOINT": "http://127.0.0.1:9/" + "a" * 100_000, "HF_TOKEN": "a" * 100_000, "SSL_CERT_FILE": "a" * 100_000,
    "SSL_CERT_DIR": "a" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_a_variable_that_is_longer_than_any_path_is_told_by_its_name(
    memcon: Command, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    authorities.cache_clear()
    for other in LONG:
        if other not in {"HOME", "XDG_CACHE_HOME"}:
            monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("XDG_CACHE_HOME", "" if name == "HOME" else os.path.realpath("cache"))
    monkeypatch.setenv(name, LONG[name])
    ran = memcon("model", "pull")
    assert ran.code == 2, ran.err
    assert f"{name} has 100,0" in ran.err
    assert len(ran.err) < 400


@pytest.mark.parametrize("value", ["none", "a.txt", "pipe"])
def test_weights_are_fetched_with_certificates_that_can_be_used(
    memcon: Command, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    authorities.cache_clear()
    os.mkfifo("pipe")
    monkeypatch.delenv("MEMCON_MODEL_PATH", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", os.path.realpath("cache"))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("SSL_CERT_FILE", value)
    ran = memcon("model", "pull")
    assert ran.code == 2, ran.err
    assert "SSL_CERT_FILE" in ran.err


@pytest.mark.parametrize("columns", ["9" * 100_000, "0", "-1", "²"])
def test_a_width_that_is_none_is_no_width(
    memcon: Command, server: FaultServer, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    assert memcon("extract", "a.txt", "-o", "out").code == 0
    monkeypatch.setenv("COLUMNS", columns)
    ran = memcon("diff", "out", "out")
    assert (ran.code, ran.err) == (0, "")


def test_nothing_is_said_into_a_pipe_that_nobody_reads() -> None:
    script = (
        "import os; from memcon.cli import interrupts\n"
        "os.set_blocking(2, False)\n"
        "try:\n  while True: os.write(2, b'x' * 4096)\n"
        "except BlockingIOError: os.set_blocking(2, True)\n"
        "interrupts._say('x'); os._exit(7)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE) as process:
        try:
            assert process.wait(20) == 7
        finally:
            process.kill()


def full_pipe() -> tuple[int, int]:
    """Return the ends of a pipe that takes nothing more until it is read."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(write, b"x" * 4096)
    os.set_blocking(write, True)
    return read, write


def test_the_second_signal_ends_a_command_whose_stderr_nobody_reads(folder: Path, server: FaultServer) -> None:
    read, write = full_pipe()
    os.mkfifo("pipe")
    command = [sys.executable, "-m", "memcon", "extract", "pipe", "-o", "out", "--json-progress"]
    process = subprocess.Popen(command, stderr=write, stdout=subprocess.DEVNULL)
    try:
        time.sleep(4)
        for _ in range(2):
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                time.sleep(1.5)
        assert process.wait(20) in {130, -signal.SIGINT}
    finally:
        process.kill()
        process.wait()
        os.close(read)
        os.close(write)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_ends_a_run_whose_stderr_nobody_reads(folder: Path, number: signal.Signals) -> None:
    """A run that waits out a rate limit has told so, and could tell no more: what it tells goes to nobody by then."""
    read, write = os.pipe()
    (folder / "a.txt").write_text(VISIT, "utf-8")
    with serving(lambda _: fails(429, headers={"retry-after": "300"})) as server:
        command = [sys.executable, "-m", "memcon", "extract", "a.txt", "-o", "out", "--model", MODEL]
        process = subprocess.Popen([*command, "--base-url", server.url], stderr=write, stdout=subprocess.DEVNULL)
        try:
            while not server.calls:
                time.sleep(0.1)
            time.sleep(1)  # for the answer to be read
            os.set_blocking(write, False)
            with contextlib.suppress(BlockingIOError):
                while True:
                    os.write(write, b"x" * 4096)
            os.set_blocking(write, True)
            process.send_signal(number)
            assert process.wait(20) == 128 + number
        finally:
            process.kill()
            process.wait()
            os.close(read)
            os.close(write)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(
    "told", [("schema", "event"), ("diff", "a.jsonl", "b.jsonl", "--full")], ids=lambda told: told[0]
)
def test_one_signal_ends_a_command_whose_stdout_nobody_reads(
    folder: Path, told: tuple[str, ...], number: signal.Signals
) -> None:
    """What it still holds for its reader, as the end of a comparison of thousands of events, goes to nobody."""
    for name, events in (("a.jsonl", [event()]), ("b.jsonl", [])):
        (folder / name).write_bytes(b"".join(map(dump, events)))
    read, write = full_pipe()
    command = [sys.executable, "-m", "memcon", *told]
    process = subprocess.Popen(command, stdout=write, stderr=subprocess.PIPE)
    try:
        time.sleep(4)
        assert process.poll() is None
        process.send_signal(number)
        assert process.wait(20) == 128 + number
        assert process.stderr is not None
        assert process.stderr.read().splitlines()[-1].startswith(b"memcon: stopped by ")
    finally:
        process.kill()
        process.communicate()
        os.close(read)
        os.close(write)


def test_a_full_folder_for_temporary_files_is_no_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", functools.partial(open, "/dev/full", "wb"))
    with pytest.raises(DiskError, match="TMPDIR"), written_form("a.jsonl", [b"{}" * 9999]):
        pass


@pytest.mark.parametrize("files", [12, 16, 20, 24])
def test_too_few_files_that_may_be_open_are_no_bug(folder: Path, server: FaultServer, files: int) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "memcon", "extract", "a.txt", "-o", "out", "-q", "--max-wait", "3"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files)),
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode in {0, 3, 4, 74}, ran.stderr
    assert "Traceback" not in ran.stderr
