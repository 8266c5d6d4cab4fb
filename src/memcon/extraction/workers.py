"""Articles that other processes read. They have no ledger, no key and no quota: what they ask is answered here.

A worker is given an article, and says what it asks, question by question, until it has read it. Answers, retries, pace
and budgets stay with the one process that a run has without workers, and so do its promises: nothing is paid twice,
and a worker that dies costs no answer. How what is said travels is not known here; see `memcon.extraction.ray`.
"""

import asyncio
import contextlib
import dataclasses
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextvars import ContextVar
from typing import Final, Protocol

from memcon.errors import MemconError, ModelError, ProviderStopped
from memcon.extraction.article import Extraction, failed
from memcon.extraction.asking import Took
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


class WorkerLost(Exception):
    """A worker has died, or its machine; it may come back."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """A question of a worker, by a number that its answer repeats."""

    number: int
    question: ForwardedQuestion


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What a worker has read in an article, and what it took."""

    extraction: Extraction | None
    """None where the run is to stop."""
    stopped: MemconError | None
    took: Took
    repairs: Counter[str]
    re_asked: int


Said = Asks | Ended


class Worker(Protocol):
    """A worker, as the process of the run sees it."""

    def read(self, article: Article, *, again: bool) -> AsyncGenerator[Said, None]:
        """Yield what the worker asks about the article, and its end. Raises WorkerLost."""

    def answer(self, number: int, answer: ForwardedAnswer) -> None:
        """Answer a question."""

    async def ready(self) -> None:
        """Wait until the worker is there and can read: at first, and again where it was lost."""


class ArticleWorker:
    """A worker, in its own process. All its methods are called in one event loop."""

    def __init__(self, spec: ModelSpec, strategy: str) -> None:
        self._spec, self._strategy = spec, find_strategy(strategy)
        self._asked: dict[int, asyncio.Future[ForwardedAnswer]] = {}
        self._number = 0
        self._open = contextlib.AsyncExitStack()
        self._model: ModelClient | None = None
        self._said: ContextVar[asyncio.Queue[Said]] = ContextVar("said")

    async def read(self, article: Article, *, again: bool) -> AsyncGenerator[Said, None]:
        """Yield what is asked about the article, and its end."""
        said: asyncio.Queue[Said] = asyncio.Queue()
        model = await self._opened()
        working = asyncio.create_task(self._read(model, article, said, again=again))
        try:
            while not isinstance(one := await said.get(), Ended):
                yield one
            yield one
        finally:
            working.cancel()

    def answer(self, number: int, answer: ForwardedAnswer) -> None:
        """Take in the answer to a question; one that nobody waits for any more is let go."""
        asked = self._asked.get(number)
        if asked and not asked.done():
            asked.set_result(answer)

    async def warm(self) -> None:
        """Read a sentence as far as to its first question: libraries and tables take seconds, once, in each process."""
        refused = ProviderStopped("a trial asks nothing", "trial")
        async with contextlib.aclosing(self.read(_TRIAL, again=False)) as saying:
            async for said in saying:
                if isinstance(said, Asks):
                    answer = ForwardedAnswer(body=b"", key=None, failed=refused, takes=self._spec.takes)
                    self.answer(said.number, answer)

    async def _opened(self) -> ModelClient:
        if self._model is None:
            self._model = await self._open.enter_async_context(open_forwarding(self._spec, self._forward))
        return self._model

    async def _read(
        self, model: ModelClient, article: Article, said: asyncio.Queue[Said], *, again: bool
    ) -> None:  # fmt: skip
        self._said.set(said)
        took, extraction, stopped = Took(), None, None
        try:
            extraction = await LocalReader(model, self._strategy, Stop()).read(article, took, again=again)
            extraction = dataclasses.replace(extraction, events=())  # which rules spoke: nobody asks in a run
        except MemconError as error:
            stopped = error
        except Exception as error:  # noqa: BLE001  as in a run without workers, a bug costs the article
            extraction = failed(article, "bug", f"{type(error).__name__}: {error}: please report this")
        repairs, re_asked = model.repairs, model.re_asked
        model.repairs, model.re_asked = Counter(), 0
        said.put_nowait(Ended(extraction=extraction, stopped=stopped, took=took, repairs=repairs, re_asked=re_asked))

    async def _forward(self, question: ForwardedQuestion) -> ForwardedAnswer:
        self._number += 1
        number = self._number
        asked: asyncio.Future[ForwardedAnswer] = asyncio.get_running_loop().create_future()
        self._asked[number] = asked
        self._said.get().put_nowait(Asks(number=number, question=question))
        try:
            return await asked
        finally:
            del self._asked[number]


class RemoteReader:
    """Has workers read the articles of a run, and answers what they ask. Made in the event loop of the run."""

    def __init__(self, model: OpenAIModel, workers: Sequence[Worker], stop: Stop) -> None:
        self._model, self._stop = model, stop
        self._busy: dict[Worker, int] = {}
        """Workers that are there, and how many articles each reads."""
        self._there, self._began = asyncio.Event(), False
        self._awaited: set[asyncio.Task[None]] = set()
        self._again = asyncio.Lock()
        """Held by an article that has lost a worker: two of them never share one, so that none pays for another."""
        for worker in workers:
            self._await(worker)

    @property
    def at_once(self) -> int:
        """As many as calls may be in flight."""
        return self._model.spec.calls

    async def read(self, article: Article, took: Took, *, again: bool) -> Extraction:
        """Have a worker read the article, and another where it is lost; see `ArticleReader`."""
        for lost in range(LOSSES):
            async with self._again if lost else contextlib.nullcontext():
                worker = await self._least_busy()
                self._busy[worker] += 1
                try:
                    return await self._through(worker, article, took, again=again)
                except WorkerLost:
                    self._lost(worker)
                finally:
                    if worker in self._busy:
                        self._busy[worker] -= 1
        detail = f"{LOSSES} workers ended while they read it: is there enough memory? If there is, please report this"
        return failed(article, "bug", detail)

    async def _least_busy(self) -> Worker:
        """Return the worker that reads the fewest articles; wait for one where none is there, as long as for an outage.

        Raises:
            ProviderStopped: none has come. Or the reason for which the run is to stop.
        """
        patience = self._model.spec.profile.patience
        patience = patience if self._began else max(patience, ARRIVAL)
        while not self._busy:
            self._there.clear()
            waits = [asyncio.create_task(event.wait()) for event in (self._there, self._stop.asked)]
            came, late = await asyncio.wait(waits, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            for wait in late:
                wait.cancel()
            if self._stop.reason:
                raise self._stop.reason
            if not came:
                what = "all workers are lost, and none has come back" if self._began else "no worker has come"
                raise ProviderStopped(f"{what} for {patience:g} s", "workers")
        return min(self._busy, key=self._busy.__getitem__)

    def _lost(self, worker: Worker) -> None:
        """Give a worker nothing until it is back."""
        if self._busy.pop(worker, None) is not None:
            self._await(worker)

    def _await(self, worker: Worker) -> None:
        coming = asyncio.create_task(self._come(worker))
        self._awaited.add(coming)
        coming.add_done_callback(self._awaited.discard)

    async def _come(self, worker: Worker) -> None:
        await worker.ready()
        self._busy[worker] = 0
        self._began = True
        self._there.set()

    async def _through(self, worker: Worker, article: Article, took: Took, *, again: bool) -> Extraction:
        answering: set[asyncio.Task[None]] = set()
        bugs: list[Exception] = []
        try:
            async with contextlib.aclosing(worker.read(article, again=again)) as saying:
                async for said in saying:
                    if isinstance(said, Ended):
                        return self._ended(said, took, bugs)
                    answering.add(asyncio.create_task(self._answer(worker, said, bugs)))
        except WorkerLost:
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

    async def _answer(self, worker: Worker, asks: Asks, bugs: list[Exception]) -> None:
        answer = ForwardedAnswer(body=b"", key=None, failed=self._stop.reason, takes=self._model.takes)
        if not self._stop.reason:
            try:
                answer = await self._model.answer(asks.question)
                self._stop_for(answer)
            except Exception as error:  # noqa: BLE001  raised where the article ends
                bugs.append(error)
                answer = dataclasses.replace(answer, failed=MemconError(str(error)))
        worker.answer(asks.number, answer)

    def _stop_for(self, answer: ForwardedAnswer) -> None:
        """Stop the run where no other question is to leave, before the worker hears of it."""
        if answer.failed:
            failed = answer.failed
            told = to_error(failed.failure, self._model.spec) if isinstance(failed, CallFailed) else failed
            if not isinstance(told, ModelError):
                self._stop(told)
