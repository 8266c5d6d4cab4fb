"""Workers in this process, to which and from which everything goes through pickle, as between processes."""

import asyncio
import contextlib
import pickle
from collections.abc import AsyncGenerator, Callable, Iterator
from typing import TypeVar, cast

from memcon.extraction.ray import RayEngine
from memcon.extraction.workers import ArticleWorker, Asks, Ended, Said, WorkerLost
from memcon.models.forwarded import ForwardedAnswer
from memcon.models.spec import ModelSpec
from memcon.records import Article

T = TypeVar("T")
Dies = Callable[[Article, Said], bool]


def travelled(value: T) -> T:
    return cast("T", pickle.loads(pickle.dumps(value)))


class PicklingWorker:
    """A worker that is lost when `dies` says so, with all that it reads, and comes back without what it had."""

    def __init__(self, spec: ModelSpec, strategy: str, dies: Dies) -> None:
        self._made = (spec, strategy)
        self._dies = dies
        self._start()

    def _start(self) -> None:
        self._worker = ArticleWorker(*travelled(self._made))
        self._lost = asyncio.Event()

    async def read(self, article: Article, *, again: bool) -> AsyncGenerator[Said, None]:
        lost = asyncio.create_task(self._lost.wait())
        try:
            async with contextlib.aclosing(self._worker.read(travelled(article), again=again)) as saying:
                while True:
                    coming = asyncio.ensure_future(anext(saying))
                    await asyncio.wait([lost, coming], return_when=asyncio.FIRST_COMPLETED)
                    if lost.done():
                        coming.cancel()
                        await asyncio.gather(coming, return_exceptions=True)
                        raise WorkerLost
                    said = coming.result()
                    dies = self._dies(article, said)
                    if isinstance(said, Asks) or not dies:
                        yield travelled(said)
                    if dies:
                        self._lost.set()
                        self._start()
                    elif isinstance(said, Ended):
                        return
        finally:
            lost.cancel()

    def answer(self, number: int, answer: ForwardedAnswer) -> None:
        self._worker.answer(number, travelled(answer))

    async def ready(self) -> None:
        await self._worker.warm()


Started = Callable[..., contextlib.AbstractContextManager[list[PicklingWorker]]]


def pickling(dies: Dies = lambda _, __: False) -> Started:
    """Return what starts such workers in place of `ray_workers`."""

    @contextlib.contextmanager
    def workers(engine: RayEngine | None, spec: ModelSpec, strategy: str) -> Iterator[list[PicklingWorker]]:
        yield [PicklingWorker(spec, strategy, dies) for _ in range(engine.workers or 2)] if engine else []

    return workers
