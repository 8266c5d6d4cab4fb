"""What a run shows while it works: figures, a live view on a terminal, lines in a log, and how it ends."""

import os
import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.fault_server import FaultServer
from helpers.scripted import Reader, call, serving
from memcon.cli.terminal import progress as shown
from memcon.cli.terminal.meter import Meter
from memcon.extraction.progress import Progress
from memcon.models.usage import TrafficState, Usage

TEXT = "Menteri Luar Negeri Jepang menelepon Menteri Luar Negeri Filipina pada Rabu."


def at(seconds: float, finished: int, **more: Any) -> Progress:
    tokens = {"prompt_tokens": finished * 1000, "completion_tokens": finished * 10}
    usage = Usage(calls=finished * 3, cost=more.pop("cost", None), **tokens)
    given: dict[str, Any] = {
        "failed": 0,
        "mentions": 2 * finished,
        "article": "a.txt",
        "traffic": TrafficState(2, 4, "", 0.0),
    }
    return Progress(finished=finished, seconds=seconds, usage=usage, **(given | more))


def test_speeds_are_those_of_the_last_minute() -> None:
    meter = Meter()
    meter.total = 100
    meter.read(at(0, 0))
    assert meter.read(at(30, 10)).requests_a_minute == pytest.approx(60)
    for second in range(31, 121):
        figures = meter.read(at(second, 10))
    assert figures.requests_a_minute == 0  # nothing has happened for more than a minute
    assert figures.seconds_left is None  # and so nobody knows
    meter.read(at(121, 10))
    assert meter.read(at(150, 55)).seconds_left == pytest.approx(60, rel=0.05)


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_the_live_view_fits_its_terminal(columns: int) -> None:
    meter = Meter()
    meter.total = 1_234_567
    state = TrafficState(64, 128, "rate limit (429: Rate limit reached for requests in organization)", 41.0)
    meter.read(at(0, 0))
    figures = meter.read(at(86_000, 654_321, failed=1234, cost=1234.5, article="x" * 200, traffic=state))
    lines = figures.lines(columns)
    assert max(map(len, lines)) <= columns
    said = "\n".join(lines)
    assert "654,321 of 1,234,567" in said
    assert "1,234 failed" in said
    assert "$1,234.50" in said
    assert "41 s" in said


def test_why_it_waits_is_told_and_its_turn_is_no_reason() -> None:
    for why, told in (("", ""), ("in flight", ""), ("first call", ""), ("budget", "budget")):
        assert Meter().read(at(1, 1, traffic=TrafficState(1, 1, why, 0.0))).waiting == told
    figures = Meter().read(at(1, 1, traffic=TrafficState(1, 1, "rate limit (429: slow down)", 41.2)))
    assert figures.waiting == "rate limit (429: slow down), 41 s"
    assert "waiting: rate limit (429: slow down), 41 s" in figures.line()


class Terminal:
    """A pseudo terminal as standard error, and what was written to it."""

    def __init__(self, columns: int) -> None:
        import fcntl  # noqa: PLC0415
        import struct  # noqa: PLC0415
        import termios  # noqa: PLC0415

        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.stderr = os.fdopen(slave, "w", buffering=1)
        self.parts: list[bytes] = []
        self.reading = threading.Thread(target=self.read)
        self.reading.start()

    def read(self) -> None:
        try:
            while part := os.read(self.master, 65536):
                self.parts.append(part)
        except OSError:  # closed
            return

    def close(self) -> str:
        self.stderr.close()
        self.reading.join()
        os.close(self.master)
        return b"".join(self.parts).decode()


@pytest.fixture
def news(folder: Path) -> Iterator[FaultServer]:
    for number in range(3):
        (folder / f"a{number}.txt").write_text(f"{TEXT} Nomor {number}.", "utf-8")
    with serving(Reader(call("menelepon", "Jepang", "Filipina"))) as server:
        yield server


def command(server: FaultServer, *more: str) -> list[str]:
    return ["extract", "a*.txt", "-o", "out", "--model", "scripted-1b", "--base-url", server.url, *more]


@pytest.mark.parametrize("columns", [40, 100])
def test_a_terminal_gets_a_live_view_that_is_gone_at_the_end(
    memcon: Command, news: FaultServer, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setattr(shown, "LIVE", 0.0)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", str(columns))
    terminal = Terminal(columns)
    monkeypatch.setattr(sys, "stderr", terminal.stderr)
    assert memcon(*command(news)).code == 0
    seen = terminal.close()
    assert "articles  3 of 3" in seen
    assert re.search(r"\x1b\[\?25l.*\x1b\[\?25h", seen, re.DOTALL)  # the cursor is hidden, and comes back
    assert "\x1b[2K" in seen  # each picture is wiped
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen)
    pictures = [line for line in re.split(r"[\r\n]+", plain) if line.startswith(("calls  ", "time  "))]
    assert max(map(len, pictures)) < columns
    assert "written   out/" in seen


def test_a_log_gets_a_line_now_and_then(memcon: Command, news: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "in flight" not in memcon(*command(news)).err  # it took less than thirty seconds
    monkeypatch.setattr(shown, "EVERY", 0.0)
    ran = memcon(*command(news, "--ledger", "other.sqlite"))
    assert re.search(r"^3 of 3 articles, 3 mentions, 0 failed, \d+ calls", ran.err, re.MULTILINE)
    assert all(line.isprintable() for line in ran.err.splitlines())
