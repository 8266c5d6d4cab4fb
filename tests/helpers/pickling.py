"""Workers in this process, to which and from which everything goes through pickle, as between processes."""

import asyncio
import contextlib
import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, cast

from memcon.extraction.exchange import Asks, Reads, Said, Told, WorkerLost
from memcon.extraction.ray import RayEngine
from memcon.extraction.workers import ArticleWorker
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
        self._articles: dict[int, Article] = {}

    async def exchange(self, told: Sequence[Told]) -> Sequence[Said]:
        self._articles |= {one.reading: one.article for one in told if isinstance(one, Reads)}
        lost = asyncio.create_task(self._lost.wait())
        coming = asyncio.create_task(self._worker.exchange(travelled(told)))
        try:
            await asyncio.wait([lost, coming], return_when=asyncio.FIRST_COMPLETED)
            if lost.done():
                raise WorkerLost
            said = coming.result()
        finally:
            lost.cancel()
            coming.cancel()
        for number, one in enumerate(said):
            if self._dies(self._articles[one.reading], one):
                self._lost.set()
                return travelled(said[: number + isinstance(one, Asks)])
        return travelled(said)

    async def ready(self) -> None:
        if self._lost.is_set():
            self._start()
        await self._worker.warm()


Started = Callable[..., contextlib.AbstractContextManager[list[PicklingWorker]]]


def pickling(dies: Dies = lambda _, __: False) -> Started:
    """Return what starts such workers in place of `ray_workers`."""

    @contextlib.contextmanager
    def workers(engine: RayEngine | None, spec: ModelSpec, strategy: str) -> Iterator[list[PicklingWorker]]:
        yield [PicklingWorker(spec, strategy, dies) for _ in range(engine.workers or 2)] if engine else []

    return workers
