"""`memcon verify` of a large run checks its mentions in a process beside, which finds the same and ends with it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.forging import read, resealed, write
from helpers.scripted import MODEL, Reader, meeting, serving
from memcon.api import extract
from memcon.compare import verify as room
from memcon.compare.verify import verify
from memcon.errors import UsageError

TEXT = "Norwegian Prime Minister Jonas Store met Jordan's King Abdullah in Oslo on 3 July 2024.\n"
SECONDS = float(os.environ.get("MEMCON_TEST_SECONDS", "20"))
BUSY = """
import pathlib, sys
import memcon.compare.verify as room
from memcon.__main__ import main
from memcon.compare.verify import beside

def busy(*_):
    pathlib.Path("reached").touch()
    while True:
        pass

beside.LEAST, beside._processors, room.merge = 0, lambda: 2, busy
sys.argv = ["memcon", "verify", "out"]
sys.exit(main())
"""


@pytest.fixture
def out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run whose one article does not bear out what its mention says of a span and a country."""
    monkeypatch.setattr("memcon.compare.verify.beside._processors", lambda: 2)
    line = {"id": "visit", "text": TEXT, "published": "2024-07-04", "language": "en"}
    (folder / "articles.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    told = meeting("met", "Jonas Store", "King Abdullah", date_words="3 July 2024", place_words="Oslo")
    with serving(Reader(told)) as server:
        extract("articles.jsonl", model=MODEL, base_url=server.url).write("out")
    mentions = read(folder / "out" / "mentions.jsonl")
    mentions[0]["quotes"][0]["text"] = mentions[0]["quotes"][0]["text"].replace("met", "mét")
    mentions[0]["countries"] = sorted([*mentions[0]["countries"], "PER"])
    write(folder / "out" / "mentions.jsonl", mentions)
    resealed(folder / "out")
    return folder / "out"


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any run is a large one."""
    monkeypatch.setattr("memcon.compare.verify.beside.LEAST", 0)


def test_a_process_beside_finds_the_same_in_the_same_order(
    out: Path, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("memcon.compare.verify.beside.LEAST", 1 << 40)
        alone = verify(out)
    assert len(alone.problems) >= 4
    assert any("PER" in problem for problem in alone.problems)
    monkeypatch.setattr(room, "against", None)  # not to be done here
    assert verify(out) == alone


@pytest.mark.parametrize("fails", ["is no program", "ends at once", "says nonsense"])
def test_a_process_that_fails_is_done_without(
    out: Path, large: None, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("memcon.compare.verify.beside._processors", lambda: 1)
        alone = verify(out)
    program = out.parent / "python"
    if fails != "is no program":
        program.write_text("#!/bin/sh\n" + ("exit 3\n" if fails == "ends at once" else "cat > /dev/null & echo '['\n"))
        program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    assert verify(out) == alone


def test_articles_that_can_be_read_only_once_are_read_here(out: Path, large: None) -> None:
    alone = verify(out, ["articles.jsonl"])
    given = Path("articles.jsonl").read_bytes()
    os.mkfifo("pipe")
    with subprocess.Popen([sys.executable, "-c", "open('pipe', 'wb').write(open('articles.jsonl', 'rb').read())"]):
        assert (verify(out, ["pipe"]), given) == (alone, Path("articles.jsonl").read_bytes())


def test_articles_that_are_not_there_are_told_as_of_a_small_run(out: Path, large: None) -> None:
    Path("articles.jsonl").unlink()
    with pytest.raises(UsageError, match=r"the articles were read from 'articles.jsonl', which is not there"):
        verify(out)


def test_an_event_that_no_mention_gives_is_told_as_of_a_small_run(
    out: Path, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = read(out / "events.jsonl")
    events[0]["mentions"][0].update(
        mention="another#meeting-0-9", quotes=[{"text": "Oslo", "start": 0, "end": 4, "match": "exact"}]
    )
    write(out / "events.jsonl", events)
    found = verify(out)
    assert any("'Oslo' does not stand at 0-4" in problem for problem in found.problems)
    monkeypatch.setattr("memcon.compare.verify.beside._processors", lambda: 1)
    assert verify(out) == found


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_it_ends_with_us_however_we_end(out: Path, number: signal.Signals, code: int) -> None:
    command = [sys.executable, "-c", BUSY]
    with subprocess.Popen(command, cwd=out.parent, stderr=subprocess.PIPE) as process:
        try:
            until((out.parent / "reached").exists)
            (child,) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            began = time.monotonic()
            process.send_signal(number)
            assert process.wait(SECONDS) == code
            until(lambda: not Path(f"/proc/{child}").exists())
            sys.stdout.write(f"{number.name}: {time.monotonic() - began:.2f} s\n")
            assert process.stderr
            assert b"Traceback" not in process.stderr.read()
        finally:
            process.kill()


def until(true: Callable[[], bool]) -> None:
    """Wait until something holds."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < SECONDS
        time.sleep(0.01)
