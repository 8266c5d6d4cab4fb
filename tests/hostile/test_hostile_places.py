"""Places that are two things at once: outputs over articles or the ledger, pipes as settings, names without print."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Command
from helpers.fault_server import FaultServer
from helpers.forging import read
from helpers.gguf_file import FAMILIES, write_model
from helpers.scripted import MODEL, Reader, meeting, serving
from memcon.cli.doctor import machine

pytestmark = pytest.mark.hostile
VISIT = "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala, Selasa (2/7/2024).\n"
LINE = json.dumps({"id": "y", "text": VISIT}) + "\n"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[FaultServer]:
    with serving(Reader(meeting("bertemu", "William Ruto", "Yoweri Museveni", place_words="Kampala"))) as server:
        monkeypatch.setenv("MEMCON_BASE_URL", server.url)
        monkeypatch.setenv("MEMCON_MODEL", MODEL)
        yield server


@pytest.mark.parametrize("name", ["events.jsonl", "mentions.jsonl", "articles.jsonl"])
@pytest.mark.parametrize("given", ["art", "art/*.jsonl", "art/{name}", "link.jsonl"])
def test_no_output_takes_the_place_of_an_article(
    memcon: Command, folder: Path, server: FaultServer, name: str, given: str
) -> None:
    (folder / "art").mkdir()
    (folder / "art" / name).write_text(LINE, "utf-8")
    (folder / "link.jsonl").symlink_to(f"art/{name}")
    ran = memcon("extract", given.format(name=name), "-o", "art")
    assert ran.code == 2, ran.err
    assert "is one of the articles" in ran.err
    assert (folder / "art" / name).read_text("utf-8") == LINE
    assert not server.calls


def test_what_an_older_run_wrote_beside_articles_is_no_article(
    memcon: Command, folder: Path, server: FaultServer
) -> None:
    (folder / "a.txt").write_text(VISIT, "utf-8")
    assert [memcon("extract", ".", "-o", ".").code for _ in range(2)] == [0, 0]
    assert len(read(folder / "articles.jsonl")) == 1


@pytest.mark.parametrize("ledger", ["out/events.jsonl", "out/../out/run.json", "link"])
def test_no_output_takes_the_place_of_the_ledger(
    memcon: Command, folder: Path, server: FaultServer, ledger: str
) -> None:
    (folder / "a.txt").write_text(VISIT, "utf-8")
    (folder / "link").symlink_to("out/mentions.jsonl")
    ran = memcon("extract", "a.txt", "-o", "out", "--ledger", ledger)
    assert ran.code == 2, ran.err
    assert "where a file of the run goes" in ran.err
    assert not server.calls


@pytest.mark.parametrize("command", ["export", "report"])
@pytest.mark.parametrize("made", ["out/events.jsonl", "out/run.json", "a.txt", "./out/../a.txt"])
def test_what_is_made_of_a_run_takes_the_place_of_nothing_in_it(
    memcon: Command, folder: Path, server: FaultServer, command: str, made: str
) -> None:
    (folder / "a.txt").write_text(VISIT, "utf-8")
    assert memcon("extract", "a.txt", "-o", "out").code == 0
    before = (folder / made).read_bytes()
    ran = memcon(command, "out", "-o", made)
    assert ran.code == 2, ran.err
    assert (folder / made).read_bytes() == before
    assert [memcon(command, "out", "-o", "made").code for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("prices", ["pipe", "/dev/zero"])
def test_prices_without_an_end_are_refused(memcon: Command, folder: Path, server: FaultServer, prices: str) -> None:
    (folder / "a.txt").write_text(VISIT, "utf-8")
    os.mkfifo(folder / "pipe")
    ran = memcon("extract", "a.txt", "-o", "out", "--prices", prices)
    assert ran.code == 2, ran.err
    assert "and no file" in ran.err


@pytest.mark.parametrize(
    "command", ["evaluate /dev/zero out", "evaluate /dev/null /dev/zero", "verify out --sign pipe"]
)
def test_gold_and_keys_without_an_end_are_refused(
    memcon: Command, folder: Path, server: FaultServer, command: str
) -> None:
    (folder / "a.txt").write_text(VISIT, "utf-8")
    os.mkfifo(folder / "pipe")
    assert memcon("extract", "a.txt", "-o", "out").code == 0
    ran = memcon(*command.split())
    assert ran.code == 2, ran.err
    assert "may have no end" in ran.err or "it is no file" in ran.err


def test_a_run_of_files_whose_names_do_not_print_holds(memcon: Command, folder: Path, server: FaultServer) -> None:
    (folder / "in").mkdir()
    (folder / "in" / os.fsdecode(b"\xe9t\xe9.txt")).write_text(VISIT, "utf-8")
    (folder / "in" / os.fsdecode(b"\xff.jsonl")).write_text(LINE, "utf-8")
    (folder / "in" / "two\nlines\t.txt").write_text(VISIT, "utf-8")
    (folder / "in" / r"\xff.txt").write_text(VISIT, "utf-8")
    assert memcon("extract", "in", "-o", "out").code == 0
    ran = memcon("verify", "out")
    assert ran.code == 0, ran.err
    assert "against 4 articles" in ran.out


@pytest.mark.parametrize("key", ["note", "files"])
def test_a_seal_of_what_no_run_writes_is_noticed(memcon: Command, folder: Path, server: FaultServer, key: str) -> None:
    (folder / "a.txt").write_text(VISIT, "utf-8")
    assert memcon("extract", "a.txt", "-o", "out").code == 0
    report = json.loads((folder / "out" / "run.json").read_bytes())
    (report["seal"]["files"] if key == "files" else report["seal"])["../note"] = "0" * 64
    (folder / "out" / "run.json").write_text(json.dumps(report), "utf-8")
    ran = memcon("verify", "out")
    assert ran.code == 5
    assert "its seal names what no run writes" in ran.out


@pytest.mark.parametrize(
    "command", ["extract a.txt -o {long}", "verify {long}", "report {long}", "extract a.txt -o o --ledger {long}"]
)
def test_a_name_that_no_disk_takes_is_no_bug(memcon: Command, folder: Path, server: FaultServer, command: str) -> None:
    (folder / "a.txt").write_text(VISIT, "utf-8")
    ran = memcon(*command.format(long="n" * 300).split())
    assert ran.code in {2, 74}, ran.err
    assert "Traceback" not in ran.err


def test_permissions_that_cannot_be_are_told_before_anything_is_paid(
    memcon: Command, folder: Path, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text(VISIT, "utf-8")
    monkeypatch.setenv("MEMCON_FILE_MODE", "999")
    assert memcon("extract", "a.txt", "-o", "out").code == 2
    assert not server.calls
    monkeypatch.setenv("MEMCON_FILE_MODE", "000")
    assert memcon("extract", "a.txt", "-o", "out").code == 2
    assert not server.calls


LOOPS = {
    "the folder": "extract a.txt -o loop", "the ledger": "extract a.txt -o out --ledger loop", "a run": "verify loop",
    "a page": "report loop", "the inputs": "extract loop -o out", "a review": "review loop --decisions",
    "an answer": "ledger stats --ledger loop", "gold": "evaluate loop loop", "a change": "diff loop loop",
    "a batch": "batch collect --ledger loop",
}  # fmt: skip


@pytest.mark.parametrize("what", LOOPS)
def test_a_loop_of_links_is_no_bug(memcon: Command, folder: Path, server: FaultServer, what: str) -> None:
    (folder / "a.txt").write_text(VISIT, "utf-8")
    (folder / "loop").symlink_to("loop")
    ran = memcon(*LOOPS[what].split())
    assert ran.code in {2, 5, 74}, ran.err
    assert "a bug of memcon" not in ran.err


@pytest.mark.parametrize("name", ["events.jsonl", "run.json", "review.jsonl"])
def test_a_loop_of_links_in_the_place_of_an_output_is_no_bug(
    memcon: Command, folder: Path, server: FaultServer, name: str
) -> None:
    (folder / "a.txt").write_text(VISIT, "utf-8")
    (folder / "out").mkdir()
    (folder / "out" / name).symlink_to(name)
    ran = memcon("extract", "a.txt", "-o", "out")
    assert ran.code in {0, 2, 5, 74}, ran.err
    assert "a bug of memcon" not in ran.err


ODD = {
    "a pipe as ledger": "--ledger pipe", "a device as ledger": "--ledger /dev/null", "a folder as ledger": "--ledger .",
    "a ledger below a file": "--ledger a.txt/x/y", "a ledger of two names": "--ledger twice",
    "a lock that is a link": "--ledger locked", "a long name as ledger": f"--ledger {'n' * 300}",
    "a loop as ledger": "--ledger loop", "a file as folder": "-o a.txt", "a device as folder": "-o /dev/null",
    "a pipe as folder": "-o pipe", "a folder below a file": "-o a.txt/x", "a link to nothing as folder": "-o nothing",
    "a loop as folder": "-o loop", "a long name as folder": f"-o {'n' * 300}", "a pipe as a file of a run": "-o held",
}  # fmt: skip


@pytest.mark.parametrize("what", ODD)
def test_the_doctor_ends_with_the_code_of_the_extraction(
    memcon: Command, folder: Path, server: FaultServer, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(machine, "free_memory", lambda: 8e9)
    write_model(folder / "own.gguf", FAMILIES["qwen3"])
    (folder / "a.txt").write_text(VISIT, "utf-8")
    (folder / "held").mkdir()
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "held" / "events.jsonl")
    (folder / "loop").symlink_to("loop")
    (folder / "nothing").symlink_to("nowhere")
    (folder / "locked.lock").symlink_to("elsewhere")
    (folder / "once").touch()
    (folder / "twice").hardlink_to(folder / "once")
    option, place = ODD[what].split()
    with monkeypatch.context() as here:
        here.delenv("MEMCON_BASE_URL")
        told = memcon("doctor", "--json", "--model", "own.gguf", option, place)
    ran = memcon("extract", "a.txt", *(("-o", "out") if option == "--ledger" else ()), option, place)
    assert told.code == ran.code != 0, (told.out, ran.err)
    assert told.err == ""
    (found,) = [one for one in json.loads(told.out) if one["state"] == "wrong"]
    assert found["name"] == ("ledger" if option == "--ledger" else "disk")
    assert not server.calls
