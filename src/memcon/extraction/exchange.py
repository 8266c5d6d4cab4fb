"""What a run and a worker tell each other, and how: all that waits on either side goes at once.

A worker is given articles, and says what it asks about each, question by question, until it has read it. Both sides
speak in exchanges: the run gives what there is to tell, and gets what the worker has said since, as soon as there is
any. Few are under way at a time, so that under load what waits grows, and a message carries more. What carries them is
not known here; see `memcon.extraction.ray`.
"""

import asyncio
import itertools
from collections import Counter, deque
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from memcon.errors import MemconError
from memcon.extraction.article import Extraction
from memcon.extraction.asking import Took
from memcon.models.forwarded import ForwardedAnswer, ForwardedQuestion
from memcon.records import Article

UNDER_WAY: Final = 4
"""Exchanges with a worker at a time. It keeps all but one until it has something to say, so that one can come."""


class WorkerLost(Exception):
    """A worker has died, or its machine; it may come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """An article that a worker is to read. What is said of it, and answered, repeats the number."""

    reading: int
    article: Article
    again: bool
    """Whether a question whose answers in the ledger are of no use is asked anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answer to a question."""

    reading: int
    question: int
    answer: ForwardedAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """A question about the article that a worker reads."""

    reading: int
    number: int
    """Of the question, which its answer repeats."""
    question: ForwardedQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What a worker has read in an article, and what it took."""

    reading: int
    extraction: Extraction | None
    """None where the run is to stop."""
    stopped: MemconError | None
    took: Took
    repairs: Counter[str]
    re_asked: int


Told = Reads | Answers
Said = Asks | Ended


class Worker(Protocol):
    """A worker, as the process of the run sees it."""

    async def exchange(self, told: Sequence[Told]) -> Sequence[Said]:
        """Tell the worker, and return what it has said, once there is any; see `Saying`. Raises WorkerLost."""

    async def ready(self) -> None:
        """Wait until the worker is there and can read: at first, and again where it was lost."""


class Saying:
    """The worker's side: what it has said, and the exchanges that wait for it."""

    def __init__(self) -> None:
        self._said: list[Said] = []
        self._waiting: deque[asyncio.Event] = deque()

    def say(self, said: Said) -> None:
        """Have the exchange that has waited longest return it, with all that is said until it does."""
        self._said.append(said)
        if self._waiting:
            self._waiting[0].set()

    async def said(self) -> Sequence[Said]:
        """Return what was said, once there is any; nothing where others wait for it too, and one is to be free."""
        if not self._said:
            self._waiting.append(turn := asyncio.Event())
            if len(self._waiting) == UNDER_WAY:
                self._waiting[0].set()
            try:
                await turn.wait()
            finally:
                self._waiting.remove(turn)
        said, self._said = self._said, []
        return said

    def end(self) -> None:
        """Have all exchanges that wait return."""
        for turn in self._waiting:
            turn.set()


Readings = dict[int, asyncio.Queue[Said | Exception]]
"""What is said of each article that is read; an error where no more will be."""


class Exchange:
    """The side of the run: several readings of one worker. Made in the event loop of the run."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self._numbers = itertools.count()
        self._readings: Readings = {}
        self._told: list[Told] = []
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def busy(self) -> int:
        """How many articles the worker reads."""
        return len(self._readings)

    async def read(self, article: Article, *, again: bool) -> AsyncGenerator[Said, None]:
        """Yield what the worker asks about the article, and its end. Raises WorkerLost."""
        number, readings = next(self._numbers), self._readings
        said: asyncio.Queue[Said | Exception] = asyncio.Queue()
        readings[number] = said
        self._tell(Reads(reading=number, article=article, again=again))
        try:
            while not isinstance(one := await said.get(), Exception):
                yield one
            raise one
        finally:
            readings.pop(number, None)

    def answer(self, asks: Asks, answer: ForwardedAnswer) -> None:
        """Answer a question, where its article is still read: a worker that has come back asks again."""
        if asks.reading in self._readings:
            self._tell(Answers(reading=asks.reading, question=asks.number, answer=answer))

    def _tell(self, told: Told) -> None:
        if not self._told:
            asyncio.get_running_loop().call_soon(self._send)
        self._told.append(told)

    def _send(self) -> None:
        """Begin an exchange with what is told; with nothing, where the worker reads and has none to say it in."""
        if (self._told and len(self._under_way) < UNDER_WAY) or (self._readings and not self._under_way):
            told, self._told = self._told, []
            exchanging = asyncio.create_task(self._exchange(told, self._readings))
            self._under_way.add(exchanging)
            exchanging.add_done_callback(self._exchanged)

    def _exchanged(self, exchanging: asyncio.Task[None]) -> None:
        self._under_way.discard(exchanging)
        self._send()

    async def _exchange(self, told: Sequence[Told], readings: Readings) -> None:
        try:
            for one in await self.worker.exchange(told):
                if said := readings.get(one.reading):
                    said.put_nowait(one)
        except Exception as error:  # noqa: BLE001  WorkerLost, or a bug: raised where articles are read
            if readings is self._readings:  # the first of those that were under way
                self._readings, self._told = {}, []
            for said in readings.values():
                said.put_nowait(error)
