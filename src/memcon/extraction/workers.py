"""Articles that other processes read. They have no ledger, no key and no quota: what they ask is answered here.

Answers, retries, pace and budgets stay with the one process that a run has without workers, and so do its promises:
nothing is paid twice, and a worker that dies costs no answer. What travels is in `memcon.extraction.exchange`.
"""

import asyncio
import contextlib
import dataclasses
import itertools
from collections import Counter
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Final

from memcon.errors import MemconError, ModelError, ProviderStopped
from memcon.extraction.article import Extraction, failed
from memcon.extraction.asking import Took
from memcon.extraction.exchange import Asks, Ended, Exchange, Reads, Said, Saying, Told, Worker, WorkerLost
from memcon.extraction.reader import LocalReader
from memcon.extraction.stop import Stop
from memcon.extraction.strategies import find_strategy
from memcon.models.client import ModelClient, OpenAIModel, open_forwarding
from memcon.models.failure import CallFailed
from memcon.models.failures import to_error
from memcon.models.forwarded import ForwardedAnswer, ForwardedQuestion
from memcon.models.spec import ModelSpec
from memcon.records import Article

LOSSES: Final = 3
"""Workers that an article may lose: then it is the article that ends them."""
ARRIVAL: Final = 60.0
"""Seconds in which the first worker is awaited at the least: `ready` takes as long as libraries take to load."""
_TRIAL: Final = Article(id="trial", text="The presidents of Peru and Chile met in Lima on 4 July 2024.", language="en")


class ArticleWorker:
    """A worker, in its own process. All its methods are called in one event loop."""

    def __init__(self, spec: ModelSpec, strategy: str) -> None:
        self._spec, self._strategy = spec, find_strategy(strategy)
        self._saying = Saying()
        self._reading: ContextVar[int] = ContextVar("reading")
        self._readings: set[asyncio.Task[None]] = set()
        self._asked: dict[tuple[int, int], asyncio.Future[ForwardedAnswer]] = {}
        self._numbers = itertools.count()
        self._open = contextlib.AsyncExitStack()
        self._model: ModelClient | None = None

    async def exchange(self, told: Sequence[Told]) -> Sequence[Said]:
        """Begin to read what is told, take in answers, and return what is said, once there is any."""
        model = await self._opened()
        for one in told:
            if isinstance(one, Reads):
                reading = asyncio.create_task(self._read(model, one))
                self._readings.add(reading)
                reading.add_done_callback(self._readings.discard)
            elif (asked := self._asked.get((one.reading, one.question))) and not asked.done():
                asked.set_result(one.answer)
        return await self._saying.said()

    async def warm(self) -> None:
        """Read a sentence as far as to its first question: libraries and tables take seconds, once, in each process.

        A run that awaits a worker hears nothing more of what it was told before, and that is let go.
        """
        for reading in self._readings:
            reading.cancel()
        self._saying.end()
        self._saying = Saying()
        refused = ProviderStopped("a trial asks nothing", "trial")

        async def refusing(_: ForwardedQuestion) -> ForwardedAnswer:
            return ForwardedAnswer(body=b"", key=None, failed=refused, takes=self._spec.takes)

        async with open_forwarding(self._spec, refusing) as model:
            with contextlib.suppress(ProviderStopped):
                await LocalReader(model, self._strategy, Stop()).read(_TRIAL, Took(), again=False)

    async def _opened(self) -> ModelClient:
        if self._model is None:
            self._model = await self._open.enter_async_context(open_forwarding(self._spec, self._forward))
        return self._model

    async def _read(self, model: ModelClient, told: Reads) -> None:
        self._reading.set(told.reading)
        took, extraction, stopped = Took(), None, None
        try:
            extraction = await LocalReader(model, self._strategy, Stop()).read(told.article, took, again=told.again)
            extraction = dataclasses.replace(extraction, events=())  # which rules spoke: nobody asks in a run
        except MemconError as error:
            stopped = error
        except Exception as error:  # noqa: BLE001  as in a run without workers, a bug costs the article
            extraction = failed(told.article, "bug", f"{type(error).__name__}: {error}: please report this")
        repairs, re_asked = model.repairs, model.re_asked
        model.repairs, model.re_asked = Counter(), 0
        self._saying.say(
            Ended(
                reading=told.reading, extraction=extraction, stopped=stopped, took=took, repairs=repairs,
                re_asked=re_asked,
            )
        )  # fmt: skip

    async def _forward(self, question: ForwardedQuestion) -> ForwardedAnswer:
        reading, number = self._reading.get(), next(self._numbers)
        asked: asyncio.Future[ForwardedAnswer] = asyncio.get_running_loop().create_future()
        self._asked[reading, number] = asked
        self._saying.say(Asks(reading=reading, number=number, question=question))
        try:
            return await asked
        finally:
            del self._asked[reading, number]


class RemoteReader:
    """Has workers read the articles of a run, and answers what they ask. Made in the event loop of the run."""

    def __init__(self, model: OpenAIModel, workers: Sequence[Worker], stop: Stop) -> None:
        self._model, self._stop = model, stop
        self._there: list[Exchange] = []
        """With the workers that are there."""
        self._came, self._began = asyncio.Event(), False
        self._awaited: set[asyncio.Task[None]] = set()
        self._again = asyncio.Lock()
        """Held by an article that has lost a worker: two of them never share one, so that none pays for another."""
        for worker in workers:
            self._await(Exchange(worker))

    @property
    def at_once(self) -> int:
        """As many as calls may be in flight."""
        return self._model.spec.calls

    async def read(self, article: Article, took: Took, *, again: bool) -> Extraction:
        """Have a worker read the article, and another where it is lost; see `ArticleReader`."""
        for lost in range(LOSSES):
            async with self._again if lost else contextlib.nullcontext():
                exchange = await self._least_busy()
                with contextlib.suppress(WorkerLost):
                    return await self._through(exchange, article, took, again=again)
        detail = f"{LOSSES} workers ended while they read it: is there enough memory? If there is, please report this"
        return failed(article, "bug", detail)

    async def _least_busy(self) -> Exchange:
        """Return the worker that reads the fewest articles; wait for one where none is there, as long as for an outage.

        Raises:
            ProviderStopped: none has come. Or the reason for which the run is to stop.
        """
        patience = self._model.spec.profile.patience
        patience = patience if self._began else max(patience, ARRIVAL)
        while not self._there:
            self._came.clear()
            waits = [asyncio.create_task(event.wait()) for event in (self._came, self._stop.asked)]
            came, late = await asyncio.wait(waits, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            for wait in late:
                wait.cancel()
            if self._stop.reason:
                raise self._stop.reason
            if not came:
                what = "all workers are lost, and none has come back" if self._began else "no worker has come"
                raise ProviderStopped(f"{what} for {patience:g} s", "workers")
        return min(self._there, key=lambda exchange: exchange.busy)

    def _await(self, exchange: Exchange) -> None:
        coming = asyncio.create_task(self._come(exchange))
        self._awaited.add(coming)
        coming.add_done_callback(self._awaited.discard)

    async def _come(self, exchange: Exchange) -> None:
        await exchange.worker.ready()
        self._there.append(exchange)
        self._began = True
        self._came.set()

    def _lost(self, exchange: Exchange) -> None:
        """Give a worker nothing until it is back."""
        if exchange in self._there:
            self._there.remove(exchange)
            self._await(exchange)

    async def _through(self, exchange: Exchange, article: Article, took: Took, *, again: bool) -> Extraction:
        answering: set[asyncio.Task[None]] = set()
        bugs: list[Exception] = []
        try:
            async with contextlib.aclosing(exchange.read(article, again=again)) as saying:
                async for said in saying:
                    if isinstance(said, Ended):
                        return self._ended(said, took, bugs)
                    answering.add(asyncio.create_task(self._answer(exchange, said, bugs)))
        except WorkerLost:
            self._lost(exchange)
            await asyncio.gather(*answering)  # what was asked is paid for, and the next worker asks the same
            raise
        finally:
            for task in answering:
                task.cancel()
            await asyncio.gather(*answering, return_exceptions=True)
        raise WorkerLost

    def _ended(self, ended: Ended, took: Took, bugs: Sequence[Exception]) -> Extraction:
        took.add(ended.took)
        self._model.repairs.update(ended.repairs)
        self._model.re_asked += ended.re_asked
        if bugs:
            raise bugs[0]
        if ended.extraction is None:
            raise ended.stopped or AssertionError("a worker neither read nor stopped")
        return ended.extraction

    async def _answer(self, exchange: Exchange, asks: Asks, bugs: list[Exception]) -> None:
        answer = ForwardedAnswer(body=b"", key=None, failed=self._stop.reason, takes=self._model.takes)
        if not self._stop.reason:
            try:
                answer = await self._model.answer(asks.question)
                self._stop_for(answer)
            except Exception as error:  # noqa: BLE001  raised where the article ends
                bugs.append(error)
                answer = dataclasses.replace(answer, failed=MemconError(str(error)))
        exchange.answer(asks, answer)

    def _stop_for(self, answer: ForwardedAnswer) -> None:
        """Stop the run where no other question is to leave, before the worker hears of it."""
        if answer.failed:
            failed = answer.failed
            told = to_error(failed.failure, self._model.spec) if isinstance(failed, CallFailed) else failed
            if not isinstance(told, ModelError):
                self._stop(told)
