"""Articles that workers read: the run is what it is without them, to the byte, whoever dies on the way.

Workers are in this process here, and everything between them and the run goes through pickle; tests/cluster has Ray's.
"""

import asyncio
import contextlib
import importlib.util
import json
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx2
import pytest

from conftest import Command, Ran
from helpers import pickling as pickling_helper
from helpers.fault_server import Asked, Reply, fails, says
from helpers.harness import World, good, number_in
from helpers.pickling import Dies, PicklingWorker, pickling
from helpers.scripted import MODEL, serving
from helpers.sharding import Counting, corpus, same
from memcon import api
from memcon.errors import Interrupted, UsageError
from memcon.extraction import workers
from memcon.extraction.stop import Stop
from memcon.extraction.workers import LOSSES, ArticleWorker, Asks, Ended, Said
from memcon.models.spec import choose_spec
from memcon.models.transport import LedgerTransport
from memcon.records import Article

ENGINE = ("--engine", "ray", "--workers", "3")


@pytest.fixture
def world(folder: Path, memcon: Command, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(api, "ray_workers", pickling())
    return World(folder, memcon, monkeypatch)


def one_and_by_workers(folder: Path, memcon: Command, monkeypatch: pytest.MonkeyPatch, dies: Dies) -> Counting:
    """Extract a corpus without workers, then with some that die so; return who was asked by those."""
    script = Counting(corpus(folder / "news.jsonl", 60))
    monkeypatch.setattr(api, "ray_workers", pickling(dies))
    with serving(script) as server:
        options = ("--model", MODEL, "--base-url", server.url, "-q")
        assert memcon("extract", "news.jsonl", "-o", "one", "--ledger", "one.sqlite", *options).code == 3
        asked = script.asked.copy()
        script.asked.clear()
        ran = memcon("extract", "news.jsonl", "-o", "all", "--ledger", "all.sqlite", *options, *ENGINE)
    assert ran.code == 3, ran.err
    assert script.asked == asked
    return script


def test_what_workers_read_is_what_one_process_reads(
    folder: Path, memcon: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_and_by_workers(folder, memcon, monkeypatch, lambda _, __: False)
    same(folder)
    report = json.loads((folder / "all" / "run.json").read_bytes())
    assert (report["settings"]["engine"], report["settings"]["workers"]) == ("ray", 3)
    assert memcon("verify", "all").code == 0


def test_a_worker_that_dies_costs_no_answer(folder: Path, memcon: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it had asked, its answer comes all the same, and is in the ledger for the next one."""
    said: list[object] = []

    def dies(_: object, one: object) -> bool:
        said.append(one)
        return len(said) % 23 == 0

    script = one_and_by_workers(folder, memcon, monkeypatch, dies)
    assert len(said) > 100
    assert max(script.asked.values()) <= 4  # what equal sentences ask, answered once each when they come apart
    for name in ("events", "mentions", "rejected", "articles"):
        assert (folder / "all" / f"{name}.jsonl").read_bytes() == (folder / "one" / f"{name}.jsonl").read_bytes()


def test_an_article_that_ends_every_worker_fails_alone(world: World) -> None:
    deaths: list[object] = []

    def dies(article: object, said: object) -> bool:
        if getattr(article, "id", "") == "a03" and isinstance(said, Ended):
            deaths.append(said)
        return bool(deaths) and deaths[-1] is said

    world.monkeypatch.setattr(api, "ray_workers", pickling(dies))
    ran = world.extract(answering, *ENGINE)
    assert ran.code == 70
    assert len(deaths) == LOSSES
    assert world.tally() == {"ok": 19, "failed": 1}
    assert world.states()["a03"] == ("failed", "bug")
    assert "3 workers ended while they read it" in (world.out / "articles.jsonl").read_text("utf-8")


@pytest.mark.parametrize("patience", ["0.2", "900"])
def test_a_run_whose_workers_are_all_lost_waits_and_stops(world: World, patience: str) -> None:
    """As long as for an outage of the endpoint; Ctrl-C, or whatever else ends the run, ends that too."""
    stops: list[Stop] = []

    class Gone(PicklingWorker):
        came = False

        async def ready(self) -> None:
            if not self.came:
                self.came = True
                return
            if patience == "900":
                stops[0](Interrupted("stopped by this test"))
            await asyncio.Event().wait()

    class Listed(Stop):
        def __init__(self) -> None:
            super().__init__()
            stops.append(self)

    world.monkeypatch.setattr(api, "Stop", Listed)
    world.monkeypatch.setattr(pickling_helper, "PicklingWorker", Gone)
    world.monkeypatch.setattr(api, "ray_workers", pickling(lambda _, __: True))
    ran = world.extract(answering, "--max-wait", patience, "--engine", "ray", "--workers", "2")
    assert ran.code == (4 if patience == "0.2" else 130)
    assert set(world.states().values()) == {("pending", None)}
    assert ("all workers are lost, and none has come back for 0.2 s" in ran.err) == (patience == "0.2")


def test_articles_go_to_workers_that_are_there(world: World) -> None:
    """One that is still loading its libraries holds up none of them; where no worker ever comes the run stops."""
    there: list[PicklingWorker] = []
    reads: list[PicklingWorker] = []

    class Late(PicklingWorker):
        async def ready(self) -> None:
            if there and self is not there[0]:
                await asyncio.Event().wait()
            there[:] = [self]
            await super().ready()

        def read(self, article: Article, *, again: bool) -> AsyncGenerator[Said, None]:
            reads.append(self)
            return super().read(article, again=again)

    class Never(PicklingWorker):
        async def ready(self) -> None:
            await asyncio.Event().wait()

    world.monkeypatch.setattr(pickling_helper, "PicklingWorker", Late)
    assert world.extract(answering, *ENGINE).code == 0
    assert reads == [there[0]] * 20
    world.monkeypatch.setattr(pickling_helper, "PicklingWorker", Never)
    world.monkeypatch.setattr(workers, "ARRIVAL", 0.3)
    ran = world.extract(answering, "--max-wait", "0.1", *ENGINE)
    assert ran.code == 4
    assert "no worker has come for 0.3 s" in ran.err


async def test_a_trial_asks_nothing_and_leaves_a_worker_as_it_was() -> None:
    worker = ArticleWorker(choose_spec("m", "http://127.0.0.1:9/v1", {}), "whole")
    await worker.warm()
    article = Article(id="a", text="Peru and Chile met in Lima.", language="en")
    said = [one async for one in _first(worker.read(article, again=False))]
    assert isinstance(said[0], Asks)
    assert b"Peru and Chile met in Lima." in said[0].question.body
    assert said[0].number == 2  # the trial's was the first, and was answered there


async def _first(saying: AsyncGenerator[Said, None]) -> AsyncGenerator[Said, None]:
    async with contextlib.aclosing(saying):
        yield await anext(saying)


def answering(asked: Asked) -> Reply:
    """Answer as a good model does."""
    return good(number_in(asked))


@pytest.mark.parametrize("status", [401, 404])
def test_a_run_that_is_refused_stops_at_the_first_question(world: World, status: int) -> None:
    world.monkeypatch.setattr("memcon.models.traffic.admission.ALONE", 1e9)
    asked: list[Asked] = []

    def refusing(one: Asked) -> Reply:
        asked.append(one)
        return fails(status)

    alone, by_workers = [world.extract(refusing, *options) for options in ((), ENGINE)]
    assert (alone.code, by_workers.code, len(asked)) == (4, 4, 2)
    assert world.tally() == {"pending": 20}
    assert last_line(alone) == last_line(by_workers)


def last_line(ran: Ran) -> str:
    return next(line for line in ran.err.splitlines() if "will not serve this run" in line)


def test_what_had_no_answer_of_use_is_asked_again(world: World) -> None:
    """The ledger's bad answers are named by the worker, and set aside by the run."""
    calls: list[int] = []

    def prose(asked: Asked) -> Reply:
        number = number_in(asked)
        calls.append(number)
        return says("I am sorry, but I see no JSON here.") if number < 3 else good(number)

    assert world.extract(prose, *ENGINE).code == 3
    assert len(calls) == 23  # each of the three was asked for once more, with what was wrong
    assert world.report["usage"]["re_asked"] == 3
    calls.clear()
    assert world.extract(answering, "--retry-failed", *ENGINE).code == 0
    assert world.tally() == {"ok": 20}


def test_what_workers_ask_leaves_as_what_one_process_asks(world: World) -> None:
    """To the same address, within the same times: it goes round what a client of HTTP makes of a request."""
    left: list[tuple[str, str, object, bytes]] = []
    handle = LedgerTransport.handle_async_request

    async def kept(self: LedgerTransport, request: httpx2.Request) -> httpx2.Response:
        left.append((request.method, str(request.url), request.extensions["timeout"], await request.aread()))
        return await handle(self, request)

    world.monkeypatch.setattr(LedgerTransport, "handle_async_request", kept)
    runs = []
    for options in ((), ENGINE):
        assert world.extract(answering, *options).code == 0
        runs.append(sorted((method, url.partition("/v1")[2], str(waits), body) for method, url, waits, body in left))
        left.clear()
    assert len(runs[0]) == 20
    assert runs[0] == runs[1]


def test_a_bug_below_the_question_costs_its_article(world: World) -> None:
    async def broken(*_: object) -> bytes:
        raise ZeroDivisionError("a bug for this test")

    world.monkeypatch.setattr(LedgerTransport, "_ask", broken)
    ran = world.extract(answering, *ENGINE)
    assert ran.code == 70
    assert set(world.states().values()) == {("failed", "bug")}
    assert "ZeroDivisionError: a bug for this test" in (world.out / "articles.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--workers", "2"), "--address and --workers are of --engine ray"),
        (("--address", "auto"), "--address and --workers are of --engine ray"),
        (("--engine", "ray", "--batch"), "leave one out"),
    ],
)
def test_options_that_do_not_go_together(world: World, options: tuple[str, ...], told: str) -> None:
    world.articles()
    ran = world.memcon("extract", "news.jsonl", "-o", "out", "--base-url", "http://127.0.0.1:9/v1", *options)
    assert ran.code == 2
    assert told in ran.err


def test_without_ray_the_extra_is_named(folder: Path, memcon: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.txt").write_text("Peru.", "utf-8")
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "ray" else found(name, *rest))
    ran = memcon(
        "extract", "a.txt", "-o", "out", "--engine", "ray", "--model", "m", "--base-url", "http://127.0.0.1:9/v1"
    )
    assert ran.code == UsageError.exit_code
    assert "pip install 'memcon[ray]'" in ran.err
