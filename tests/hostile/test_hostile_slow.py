"""An article on which our own code would work for ever costs itself: it is told, and remembered; others are done."""

import asyncio
import json
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.fault_server import FaultServer
from helpers.scripted import Reader, meeting, serving
from memcon.articles import budget
from memcon.articles.budget import Budget, Overrun, within

pytestmark = pytest.mark.hostile
VISIT = "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala, Selasa (2/7/2024)."


def loops(_: object = None) -> None:
    while True:
        pass


def loops_in_a_pattern(_: object = None) -> None:
    re.fullmatch(r"(?:a|a)*b", "a" * 60)


def swallows(_: object = None) -> None:
    while True:
        try:
            loops()
        except Exception:  # noqa: BLE001  as code does that survives whatever a library raises
            continue


def fills_memory(_: object = None) -> list[bytearray]:
    kept = []
    while True:
        kept.append(bytearray(b"a" * 100_000))


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "TICK", 0.02)


@pytest.fixture
def server(endpoint: Callable[[str], None]) -> Iterator[FaultServer]:
    with serving(Reader(meeting("bertemu", "William Ruto", "Yoweri Museveni"))) as served:
        endpoint(served.url)
        yield served


def states(out: Path) -> dict[str, tuple[str, str | None]]:
    told = map(json.loads, (out / "articles.jsonl").read_text("utf-8").splitlines())
    return {line["article"]: (line["state"], line["reason"]) for line in told}


@pytest.mark.parametrize("work", [loops, loops_in_a_pattern, swallows])
def test_what_never_ends_is_stopped(work: Callable[[], Any]) -> None:
    with pytest.raises(Overrun) as over, Budget(0.1):
        work()
    assert over.value.reason == "too_slow"
    assert signal.getsignal(signal.SIGPROF) == signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_what_fills_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "BYTES", 30 << 20)
    with pytest.raises(Overrun) as over, Budget(60):
        fills_memory()
    assert over.value.reason == "too_large"


def test_many_short_steps_are_one_work() -> None:
    async def works() -> None:
        while True:
            await asyncio.sleep(0)
            sum(range(10_000))

    with pytest.raises(Overrun):
        asyncio.run(_waited(works()))


async def _waited(work: Any) -> Any:
    return await within(Budget(0.1), work)


def test_waiting_costs_nothing_and_what_is_raised_or_given_passes_through() -> None:
    async def waits() -> int:
        await asyncio.sleep(0.2)
        return 7

    async def breaks() -> None:
        await asyncio.sleep(0)
        raise ValueError("as it is")

    async def cancelled() -> str:
        task = asyncio.create_task(_waited(asyncio.sleep(60)))
        await asyncio.sleep(0)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            return "cancelled"
        return "not"

    assert asyncio.run(_waited(waits())) == 7
    assert asyncio.run(cancelled()) == "cancelled"
    with pytest.raises(ValueError, match="as it is"):
        asyncio.run(_waited(breaks()))


@pytest.mark.parametrize(
    "place",
    ["memcon.extraction.article.segment", "memcon.extraction.article.establish", "memcon.articles.read.identify"],
)
def test_a_slow_article_costs_itself_and_does_not_come_back(
    memcon: Command, folder: Path, server: FaultServer, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    for name in "ab":
        (folder / f"{name}.txt").write_text(f"{VISIT} Nomor {name}.", "utf-8")
    assert memcon("extract", "b.txt", "-o", "warm").code == 0  # libraries are imported, and tables read
    room, _, name = place.rpartition(".")
    real = getattr(__import__(room, fromlist=[name]), name)
    begun = []

    def slow_on_a(*given: Any) -> Any:
        if "Nomor a" in str(given):
            begun.append(given)
            loops_in_a_pattern()
        return real(*given)

    with monkeypatch.context() as patched:
        patched.setattr(budget, "SECONDS", 0.5)
        patched.setattr(place, slow_on_a)
        ran = memcon("extract", "a.txt", "b.txt", "-o", "out")
        assert ran.code == 3, ran.err
        assert states(folder / "out") == {"a.txt": ("failed", "too_slow"), "b.txt": ("ok", None)}
        assert "Traceback" not in ran.err
        assert len(begun) == 1
        assert memcon("extract", "a.txt", "b.txt", "-o", "out").code == 3
        assert states(folder / "out") == {"a.txt": ("failed", "too_slow"), "b.txt": ("ok", None)}
        assert memcon("extract", "a.txt", "b.txt", "-o", "out").code == 3
        assert len(begun) == 1  # remembered, and from a run that remembered
        assert memcon("extract", "a.txt", "b.txt", "-o", "out", "--retry-slow").code == 3
        assert len(begun) == 2
    assert memcon("extract", "a.txt", "b.txt", "-o", "out", "--retry-slow").code == 0
    assert states(folder / "out") == {"a.txt": ("ok", None), "b.txt": ("ok", None)}
