"""Articles that workers read: the run is what it is without them, to the byte, whoever dies on the way.

Workers are in this process here, and everything between them and the run goes through pickle; tests/cluster has Ray's.
"""

import asyncio
import contextlib
import dataclasses
import importlib.util
import json
from collections.abc import Sequence
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
from memcon.errors import Interrupted, ProviderStopped, UsageError
from memcon.extraction import workers
from memcon.extraction.exchange import UNDER_WAY, Asks, Ended, Exchange, Reads, Said, Told, WorkerLost
from memcon.extraction.stop import Stop
from memcon.extraction.workers import LOSSES, ArticleWorker
from memcon.models.forwarded import ForwardedAnswer
from memcon.models.spec import choose_spec
from memcon.models.transport import LedgerTransport
from memcon.records import Article

_PERU = Article(id="a", text="Peru and Chile met in Lima.", language="en")
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

        async def exchange(self, told: Sequence[Told]) -> Sequence[Said]:
            reads.extend(self for one in told if isinstance(one, Reads))
            return await super().exchange(told)

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
    (said,) = await worker.exchange([Reads(reading=7, article=_PERU, again=False)])
    assert isinstance(said, Asks)
    assert said.reading == 7
    assert b"Peru and Chile met in Lima." in said.question.body


async def test_a_worker_that_lives_and_was_taken_for_lost_begins_anew() -> None:
    """Where its machine was out of reach: what waits there to be heard by nobody is not in the way."""
    worker = ArticleWorker(choose_spec("m", "http://127.0.0.1:9/v1", {}), "whole")
    (before,) = await worker.exchange([Reads(reading=1, article=_PERU, again=False)])
    unheard = [asyncio.create_task(worker.exchange([])) for _ in range(UNDER_WAY - 1)]
    await asyncio.sleep(0)
    await worker.warm()
    (after,) = await worker.exchange([Reads(reading=2, article=_PERU, again=False)])
    assert (before.reading, after.reading) == (1, 2)
    assert await asyncio.gather(*unheard) == [[]] * len(unheard)


async def test_what_comes_late_for_a_worker_that_died_answers_nothing_of_the_next() -> None:
    """Its next life counts questions anew, and another article is being read there."""
    made = choose_spec("m", "http://127.0.0.1:9/v1", {})
    worker = PicklingWorker(made, "whole", lambda article, _: article.id == "first")
    exchange = Exchange(worker)
    asked: list[Asks] = []

    async def read(article: Article) -> Said | None:
        with contextlib.suppress(WorkerLost):
            async with contextlib.aclosing(exchange.read(article, again=False)) as saying:
                async for said in saying:
                    if isinstance(said, Ended):
                        return said
                    asked.append(said)
        return None

    assert await read(dataclasses.replace(_PERU, id="first")) is None
    await worker.ready()
    reading = asyncio.create_task(read(_PERU))
    while len(asked) < 2:
        await asyncio.sleep(0.01)
    assert asked[0].number == asked[1].number
    wrong, right = (
        ForwardedAnswer(body=b"", key=None, failed=ProviderStopped(why, why), takes=made.takes)
        for why in ("wrong", "right")
    )
    exchange.answer(asked[0], wrong)
    await asyncio.sleep(0.05)
    exchange.answer(asked[1], right)
    ended = await reading
    assert isinstance(ended, Ended)
    assert str(ended.stopped) == str(right.failed)


async def test_what_waits_goes_at_once() -> None:
    """So that a run and a worker that have much to do exchange less often."""
    carried: list[tuple[int, int]] = []

    class Slow(PicklingWorker):
        async def exchange(self, told: Sequence[Told]) -> Sequence[Said]:
            await asyncio.sleep(0.02)  # on the way
            said = await super().exchange(told)
            carried.append((len(told), len(said)))
            return said

    made = choose_spec("m", "http://127.0.0.1:9/v1", {})
    exchange = Exchange(Slow(made, "whole", lambda _, __: False))
    answer = ForwardedAnswer(body=b"", key=None, failed=ProviderStopped("no", "no"), takes=made.takes)

    async def read(number: int) -> None:
        async with contextlib.aclosing(
            exchange.read(dataclasses.replace(_PERU, id=str(number)), again=False)
        ) as saying:
            async for said in saying:
                if isinstance(said, Ended):
                    return
                exchange.answer(said, answer)

    await asyncio.gather(*map(read, range(40)))
    assert sum(told for told, _ in carried) == sum(said for _, said in carried) == 80
    assert len(carried) < 20
    assert exchange.busy == 0


async def test_a_bug_on_the_way_is_raised_where_articles_are_read() -> None:
    class Broken(PicklingWorker):
        async def exchange(self, told: Sequence[Told]) -> Sequence[Said]:
            raise ZeroDivisionError(f"a bug for this test: {len(told)}")

    made = choose_spec("m", "http://127.0.0.1:9/v1", {})
    exchange = Exchange(Broken(made, "whole", lambda _, __: False))
    with pytest.raises(ZeroDivisionError, match="a bug for this test: 1"):
        await anext(exchange.read(_PERU, again=False))


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
