"""An article on which our own code would work for ever costs itself: it is told, and remembered; others are done."""

import asyncio
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest

import memcon as library
from conftest import ROOT, Command
from helpers.fault_server import FaultServer
from helpers.scripted import Reader, meeting, serving
from memcon.articles import budget, threads
from memcon.articles.budget import Budget, Overrun, within

sys.path.insert(0, str(ROOT / "tests" / "hostile"))
from situations import until

pytestmark = pytest.mark.hostile
T = TypeVar("T")
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


def in_a_thread(work: Callable[[], T]) -> T:
    """Return or raise what `work` does in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def here(work: Callable[[], T]) -> T:
    return work()


@pytest.mark.parametrize("work", [loops, swallows])
def test_what_never_ends_is_stopped_in_a_thread(work: Callable[[], Any]) -> None:
    spent = Budget(0.1)

    def within_budget() -> None:
        with spent:
            work()

    def again() -> None:
        with spent:
            raise AssertionError

    for attempt in (within_budget, again, within_budget):
        with pytest.raises(Overrun) as over:
            in_a_thread(attempt)
        assert over.value.reason == "too_slow"
    assert not threads._WATCH._asked


def test_threads_have_budgets_of_their_own_and_nothing_comes_late() -> None:
    def much() -> int:
        with Budget(60):
            return sum(sum(range(100_000)) for _ in range(100))

    def little() -> str:
        try:
            with Budget(0.05):
                loops()
        except Overrun:
            return "over" * (much() > 0)
        return "not"

    def often() -> int:
        """End just as the look comes, again and again."""
        ended = 0
        for _ in range(200):
            try:
                with Budget(0.001):
                    sum(range(20_000))
            except Overrun:
                ended += 1
        return ended

    with ThreadPoolExecutor(4) as pool:
        one, two, _, other = [pool.submit(work).result for work in (much, little, often, much)]
        assert (two(), one()) == ("over", other())
    until(lambda: not threads._WATCH._watching, 20)


@pytest.mark.parametrize("work", [loops, loops_in_a_pattern, swallows])
def test_what_never_ends_is_stopped(work: Callable[[], Any]) -> None:
    with pytest.raises(Overrun) as over, Budget(0.1):
        work()
    assert over.value.reason == "too_slow"
    assert signal.getsignal(signal.SIGPROF) == signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


@pytest.mark.parametrize("run", [here, in_a_thread])
def test_what_fills_memory_is_stopped(monkeypatch: pytest.MonkeyPatch, run: Callable[..., Any]) -> None:
    monkeypatch.setattr(budget, "BYTES", 30 << 20)

    def fills() -> None:
        with Budget(60):
            fills_memory()

    with pytest.raises(Overrun) as over:
        run(fills)
    assert over.value.reason == "too_large"


@pytest.mark.parametrize("run", [here, in_a_thread])
def test_many_short_steps_are_one_work(run: Callable[..., Any]) -> None:
    async def works() -> None:
        while True:
            await asyncio.sleep(0)
            sum(range(10_000))

    with pytest.raises(Overrun):
        run(lambda: asyncio.run(_waited(works())))


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


PLACES = ["memcon.extraction.article.segment", "memcon.articles.read.identify"]


@pytest.fixture
def slow_on_a(folder: Path, server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Two articles, and a place of our code that never gets through the first."""
    for name in "ab":
        (folder / f"{name}.txt").write_text(f"{VISIT} Nomor {name}.", "utf-8")
    library.extract("b.txt")  # libraries are imported, and tables read

    def make(place: str) -> None:
        room, _, name = place.rpartition(".")
        real = getattr(__import__(room, fromlist=[name]), name)
        monkeypatch.setattr(budget, "SECONDS", 0.5)
        monkeypatch.setattr(place, lambda *given: loops() if "Nomor a" in str(given) else real(*given))

    return make


@pytest.mark.parametrize("place", PLACES)
def test_explain_has_the_budget(memcon: Command, slow_on_a: Callable[[str], None], place: str) -> None:
    slow_on_a(place)
    told = memcon("extract", "a.txt", "b.txt", "--explain", "a.txt")
    assert told.code == 3
    assert "took more than 0.5 s" in told.out
    assert memcon("extract", "a.txt", "b.txt", "--explain", "b.txt").code == 0


@pytest.mark.parametrize("place", ["memcon.extraction.forecast.segment", "memcon.articles.read.identify"])
def test_a_dry_run_has_the_budget(memcon: Command, slow_on_a: Callable[[str], None], place: str) -> None:
    slow_on_a(place)
    told = memcon("extract", "a.txt", "b.txt", "--dry-run")
    assert told.code == 0
    assert "2 articles, of which 1 cannot be read" in told.out + told.err


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("run", [here, in_a_thread])
def test_the_library_has_the_budget_in_any_thread_and_for_articles_of_a_script(
    slow_on_a: Callable[[str], None], place: str, run: Callable[..., Any]
) -> None:
    slow_on_a(place)
    articles = [library.Article(id=name, text=Path(f"{name}.txt").read_text("utf-8")) for name in "ab"]

    def extract() -> library.Run:
        return library.extract(articles)

    async def in_a_notebook() -> library.Run:
        return library.extract(articles)

    for work in (extract, lambda: asyncio.run(in_a_notebook())):
        states = {state.article: (state.state, state.reason) for state in run(work).articles}
        assert states == {"a": ("failed", "too_slow"), "b": ("ok", None)}


TRACED: Final = """
import sys, threading
from memcon.articles.budget import Budget, Overrun

def work(seconds):
    try:
        with Budget(seconds):
            sum(sum(range(100_000)) for _ in range(100))
    except Overrun:
        pass
    sys.settrace(lambda *_: None)
    print(sorted([2, 1], key=lambda one: one))

for seconds in (60, 0.01):
    thread = threading.Thread(target=work, args=(seconds,))
    thread.start()
    thread.join()
"""


def test_a_thread_that_had_a_budget_can_be_traced() -> None:
    """As by coverage and debuggers: what was left in the interpreter made the next traced call last for ever."""
    ran = subprocess.run([sys.executable, "-c", TRACED], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout == "[1, 2]\n[1, 2]\n"
