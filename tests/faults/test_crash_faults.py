"""Cases 36 to 40: the process is killed, stopped, out of disk, or not alone. Real processes, signals and kills."""

import asyncio
import json
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from runner import start

from conftest import Ran
from helpers.fault_server import Asked, FaultServer, Reply
from helpers.harness import ARTICLES, KEY, Script, World, clean_events, fast, good, number_in, text_of, world
from helpers.scripted import serving

__all__ = ["fast", "world"]

pytestmark = pytest.mark.block_network(allowed_hosts=["127.0.0.1", "localhost", "/.*"])  # sockets of multiprocessing
CONCURRENCY = 4


class Killable:
    """A world whose runs are processes of their own, at one server."""

    def __init__(self, world: World, server: FaultServer, script: Script) -> None:
        self.world, self.server, self.script = world, server, script
        world.server = server
        world.articles()

    def start(self, *options: object, failpoint: str = "", limit: int | None = None) -> ForkServerProcess:
        environment = {
            "MEMCON_BASE_URL": self.server.url, "MEMCON_MODEL": "scripted", "MEMCON_API_KEY": KEY,
            "MEMCON_FAILPOINT": failpoint,
        }  # fmt: skip
        arguments = ["extract", "news.jsonl", "-o", "out", "--ledger", "ledger.sqlite", "--concurrency", CONCURRENCY]
        self.world.server, self.world.seen = self.server, self.server.calls
        return start([*arguments, *options], self.world.folder, environment, limit=limit)

    def run(self, *options: object, failpoint: str = "", limit: int | None = None) -> int:
        process = self.start(*options, failpoint=failpoint, limit=limit)
        process.join()
        return self.ended(process)

    def ended(self, process: ForkServerProcess) -> int:
        """Return how a run has ended, after a look at what holds after each: of a killed one, what can."""
        assert process.exitcode is not None
        said = Ran(process.exitcode, self.read("stdout.txt"), self.stderr)
        if process.exitcode in {0, 3, 4, 130, 143}:
            self.world.invariants(said)
        elif process.exitcode != 5:  # else the ledger is damaged, and cannot be looked into
            self.world.i2_lines_are_whole()
            self.world.i5_no_key_anywhere(said)
        return process.exitcode

    @property
    def stderr(self) -> str:
        return self.read("stderr.txt")

    def read(self, name: str) -> str:
        path = self.world.folder / name
        return path.read_text("utf-8") if path.exists() else ""

    def until(self, true: Callable[[], bool]) -> None:
        ends = time.monotonic() + 60
        while not true():
            assert time.monotonic() < ends
            time.sleep(0.002)

    def sound(self) -> None:
        with sqlite3.connect(self.world.ledger) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        raw.close()


@pytest.fixture
def killable(world: World) -> Iterator[Killable]:
    async def slowly(writer: asyncio.StreamWriter, number: int) -> None:
        await asyncio.sleep(0.03)
        await good(number)(writer)

    script = Script(lambda number, _: lambda writer: slowly(writer, number))
    with serving(script) as server:
        yield Killable(world, server, script)


def test_36_killed_at_any_moment_nothing_is_lost(killable: Killable) -> None:
    seed = 20261122
    chance, kills = random.Random(seed), 0
    for _ in range(5):
        process = killable.start()
        seen = killable.server.calls
        killable.until(lambda: killable.server.calls > seen or process.exitcode is not None)  # noqa: B023
        time.sleep(chance.uniform(0, 0.06))
        if process.exitcode is None:
            os.kill(process.pid or 0, signal.SIGKILL)
            kills += 1
        process.join()
        killable.ended(process)
    assert killable.run() == 0
    assert killable.world.events == clean_events()
    assert killable.server.calls <= ARTICLES + kills * CONCURRENCY, f"seed {seed}"
    killable.sound()
    if killable.server.calls > ARTICLES:
        assert "were in flight when an earlier run ended" in killable.stderr
    assert not list(killable.world.folder.rglob("*.tmp"))


POINTS = {
    "sent:5": CONCURRENCY,
    "received:5": CONCURRENCY,
    "kept:5": CONCURRENCY - 1,
    "before_rename:4": 0,
    "after_rename:4": 0,
}


@pytest.mark.parametrize("point", POINTS)
def test_37_killed_at_the_worst_moments(killable: Killable, point: str) -> None:
    assert killable.run(failpoint=point) == 137
    path = killable.world.out / "events.jsonl"
    assert not path.exists() or path.read_bytes() == clean_events()
    assert killable.run() == 0
    assert killable.world.events == clean_events()
    assert killable.server.calls <= ARTICLES + POINTS[point]
    killable.sound()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_38_a_signal_lets_calls_end_and_says_how_to_go_on(
    killable: Killable, number: signal.Signals, code: int
) -> None:
    process = killable.start()
    killable.until(lambda: killable.server.calls >= 6)
    os.kill(process.pid or 0, number)
    process.join()
    assert killable.ended(process) == code
    asked = killable.server.calls
    assert asked < ARTICLES
    assert killable.world.tally()["ok"] == asked  # what was in flight was waited for
    assert "stopping: calls in flight have 30 s to end" in killable.stderr
    assert "run the same command again" in killable.stderr
    assert killable.world.report["stop_reason"] == "interrupted"
    assert killable.run() == 0
    assert killable.server.calls == ARTICLES
    assert killable.world.events == clean_events()


def test_38b_twice_stops_now_and_grace_ends(world: World) -> None:
    never = asyncio.Event()

    async def hang(writer: asyncio.StreamWriter) -> None:
        await never.wait()

    def script(asked: Asked) -> Reply:
        return hang if number_in(asked) >= 3 else good(number_in(asked))

    with serving(script) as server:
        killable = Killable(world, server, Script())
        for options, times, code in (((), 2, 130), (("--grace", "0.2"), 1, 130)):
            process = killable.start(*options)
            seen = server.calls
            killable.until(lambda: server.calls >= seen + 4)  # noqa: B023
            time.sleep(0.05)
            for _ in range(times):
                os.kill(process.pid or 0, signal.SIGINT)
                time.sleep(0.2)
            process.join()
            assert killable.ended(process) == code
    assert world.tally() == {"ok": 3, "pending": ARTICLES - 3}
    world.healthy_again()


def test_39_a_full_disk_stops_before_more_is_sent(killable: Killable) -> None:
    assert killable.run(limit=150_000) == 74
    asked = killable.server.calls
    assert asked < ARTICLES
    assert "ledger" in killable.stderr
    assert killable.run() == 0
    assert killable.world.events == clean_events()
    assert killable.server.calls <= ARTICLES + CONCURRENCY
    killable.sound()


def test_39b_a_folder_that_cannot_be_written_is_told_before_anything_is_paid(killable: Killable) -> None:
    wrong = killable.world.out / "events.jsonl"
    wrong.mkdir(parents=True)
    assert killable.run() == 74
    assert "'out/events.jsonl' cannot be replaced: it is a folder" in killable.stderr
    wrong.rmdir()
    assert killable.server.calls == 0
    if Path("/proc/self").is_dir():  # where not even root may make a folder
        assert killable.run("-o", "/proc/self/out") == 74
        assert killable.server.calls == 0
    assert killable.run() == 0
    assert killable.server.calls == ARTICLES
    assert killable.world.events == clean_events()


def test_39c_no_room_for_the_outputs_leaves_the_old_ones(killable: Killable) -> None:
    world = killable.world
    world.articles({f"b{number:02d}": f"{text_of(number % ARTICLES)}\nNomor {number}." for number in range(60)})
    world.settled = True
    assert killable.run() == 0
    whole, path = world.events, world.out / "events.jsonl"
    path.write_bytes(whole[: whole.index(b"\n") + 1])  # as of an earlier run over fewer articles
    old = world.events
    assert killable.run("--offline", limit=40_000) == 74  # the index of the ledger's log takes 32,768
    assert world.events == old
    assert "cannot be written" in killable.stderr
    asked = killable.server.calls
    assert killable.run() == 0
    assert killable.server.calls == asked
    assert world.events == whole


def test_40_two_runs_and_a_damaged_ledger(killable: Killable, tmp_path: Path) -> None:
    process = killable.start()
    killable.until(lambda: killable.server.calls >= 1)
    assert killable.run() == 75
    assert f"held by process {process.pid}" in killable.stderr
    process.join()
    assert process.exitcode == 0
    killable.world.seen = 0
    killable.ended(process)
    ledger = killable.world.ledger
    content = bytearray(ledger.read_bytes())
    content[:2000] = random.Random(7).randbytes(2000)
    ledger.write_bytes(content)
    assert killable.run() == 5
    assert killable.world.events == clean_events()  # better old ones than none
    assert "memcon ledger recover" in killable.stderr
    assert ledger.read_bytes() == bytes(content)
    assert killable.world.memcon("ledger", "recover", "ledger.sqlite", "--to", "saved.sqlite").code == 0
    killable.world.ledger = killable.world.folder / "saved.sqlite"
    killable.world.settled = True
    asked = killable.server.calls
    assert killable.run("--ledger", "saved.sqlite") == 0
    assert killable.server.calls - asked <= ARTICLES // 2
    assert killable.world.events == clean_events()
    assert json.loads(killable.world.events.splitlines()[0])["kind"] == "call"
