"""Many articles: read, extract side by side, merge, and tell how each one ended. The one place that survives a bug.

Articles are drawn from their source one by one, and let go; what they gave waits on disk (see `spool`), so that a run
over millions needs little memory until their mentions are merged.
"""

import asyncio
import dataclasses
import datetime as dt
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from memcon.errors import MemconError
from memcon.extraction.article import Extraction, failed, state_of
from memcon.extraction.asking import Took
from memcon.extraction.collected import Collected
from memcon.extraction.copies import Readings, read_copy
from memcon.extraction.manifest import manifest
from memcon.extraction.merging import merge_spooled
from memcon.extraction.progress import Progress, Tally
from memcon.extraction.ran import Run
from memcon.extraction.reader import ArticleReader, LocalReader
from memcon.extraction.stop import ReadingStopped, Stop
from memcon.extraction.strategies import find_strategy
from memcon.extraction.waste import Waste
from memcon.models.account import Account
from memcon.models.client import OpenAIModel
from memcon.records import Article, ArticleState
from memcon.records.calibration import ConfidenceFit
from memcon.records.decision import Decision

__all__ = ["Progress", "Run", "Stop", "run_articles"]

GRACE: Final = 30.0
"""Seconds that calls in flight have to end once a run is to stop."""
READ_ON: Final = 5.0
"""Seconds for which a stopped run reads on, so that what it has not begun is told article by article."""
TICK: Final = 1.0
"""Seconds between two tellings of progress while no article ends."""


class _Work:
    """A run on its way: articles in, what they gave collected."""

    def __init__(
        self,
        source: Iterator[Article | ArticleState],
        model: OpenAIModel,
        reader: ArticleReader,
        stop: Stop,
        on_progress: Callable[[Progress], None] | None,
        *,
        grace: float,
        reparse: bool,
        collected: Collected,
        retry: Container[str],
        max_useless: int | None,
    ) -> None:
        self._source, self._model, self._reader, self._stop = self._drawn(source), model, reader, stop
        self._on_progress, self._grace, self._reparse = on_progress, grace, reparse
        self._began = time.monotonic()
        self._retry, self._waste = retry, Waste(max_useless)
        self.readings: Readings | None = None
        """Where copies are read once: what was found in the articles that are none."""
        self.prompts: set[str] = set()
        self.collected = collected
        self.unread = False
        """Whether the run ended before all its input was read."""

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    async def finish(self) -> None:
        """Extract until the source is empty, or the run is stopped and its grace is over."""
        self._tell(None)
        workers = [asyncio.create_task(self._work()) for _ in range(self._reader.at_once)]
        ticking = asyncio.create_task(self._tick())
        stopping = asyncio.create_task(self._stop.asked.wait())
        working = asyncio.create_task(asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION))
        try:
            await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
            if self._stop.reason:
                await asyncio.wait(workers, timeout=self._grace)
        finally:
            for task in (*workers, ticking, stopping, working):
                task.cancel()
            ended = await asyncio.gather(*workers, return_exceptions=True)
            await asyncio.gather(ticking, stopping, working, return_exceptions=True)
        for error in ended:
            if isinstance(error, Exception):
                raise error
        if self._stop.reason:
            self._read_on()

    def _drawn(self, source: Iterator[Article | ArticleState]) -> Iterator[Article | ArticleState]:
        """Draw one article after the other, until there is none, or a stopped run will not wait for it."""
        while True:
            try:
                self._stop.reading = time.monotonic()
                item = next(source)
            except StopIteration:
                return
            except ReadingStopped:
                self.unread = True
                return
            finally:
                self._stop.reading = None
            if self.readings and isinstance(item, Article) and item.copy_of is None:
                self.readings.expect(item)
            yield item

    async def _work(self) -> None:
        for item in self._source:
            self._add(await self._extract(item))
            if self._stop.reason:
                return

    def _add(self, extraction: Extraction) -> None:
        self.collected.add(extraction)
        self._tell(extraction.state.article)

    def _read_on(self) -> None:
        """Read what is left of the input, as pending, so that each article has its state; not for ever."""
        ends = time.monotonic() + READ_ON
        for item in self._source:
            self._add(Extraction(item if isinstance(item, ArticleState) else state_of(item, "pending")))
            if time.monotonic() > ends:
                self.unread = True
                return

    async def _extract(self, item: Article | ArticleState) -> Extraction:
        """Extract one article; whatever happens becomes its state."""
        if isinstance(item, ArticleState):
            return Extraction(item)
        self.collected.keep(item)
        extraction = await self._copied(item)
        if extraction is None:
            extraction = await self._read(dataclasses.replace(item, copy_of=None))
        if self.readings:
            self.readings.settle(item, extraction.candidates)
        return extraction

    async def _copied(self, item: Article) -> Extraction | None:
        """Read a copy with the answers about its original; None for what is none, or has an original without any."""
        if self.readings is None or item.copy_of is None:
            return None
        try:
            candidates = await self.readings.of(item.copy_of)
            return None if candidates is None else read_copy(item, candidates, trust=self._model.spec.profile.trust)
        except asyncio.CancelledError:  # its grace is over
            self._add(Extraction(state_of(item, "pending")))
            raise
        except Exception as error:  # noqa: BLE001  as of any article
            return failed(item, "bug", f"{type(error).__name__}: {error}: please report this")

    async def _read(self, item: Article) -> Extraction:
        """Extract one article by itself; whatever happens becomes its state."""
        took = Took()
        try:
            extraction = await self._reader.read(item, took, again=item.sha256 in self._retry)
        except MemconError as error:  # the run's, not the article's
            self._stop(error)
            return Extraction(state_of(item, "pending"))
        except asyncio.CancelledError:  # its grace is over
            self._add(Extraction(state_of(item, "pending")))
            raise
        except Exception as error:  # noqa: BLE001  a bug of ours costs one article, not the run; it exits 70
            return failed(item, "bug", f"{type(error).__name__}: {error}: please report this")
        finally:
            self.prompts |= took.prompts
        if self._reparse and extraction.state.reason == "offline":
            return Extraction(state_of(item, "pending", reason="offline", detail=extraction.state.detail))
        if useless := self._waste.after(took, extraction.state):
            self._stop(useless)
        return self._told(extraction, took.account)

    def _told(self, extraction: Extraction, took: Account) -> Extraction:
        """Return what an article gave, with what its answers took."""
        prompt, completion, cached = took.prompt_tokens, took.completion_tokens, took.cached_tokens
        state = dataclasses.replace(
            extraction.state, prompt_tokens=prompt, completion_tokens=completion, cached_tokens=cached,
            cost=self._model.cost(prompt, completion, cached),
        )  # fmt: skip
        return dataclasses.replace(extraction, state=state)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            self._tell(None)

    def _tell(self, article: str | None) -> None:
        if self._on_progress:
            model = self._model
            self._on_progress(self.collected.tally.progress(article, self.seconds, model.usage, model.traffic.state))


async def run_articles(  # noqa: PLR0913  one keyword each of what a user may choose
    articles: Iterable[Article | ArticleState],
    model: OpenAIModel,
    *,
    strategy: str | None = None,
    stop: Stop | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    grace: float = GRACE,
    reparse: bool = False,
    settings: Mapping[str, Any] | None = None,
    review: Sequence[Decision] = (),
    retry: Container[str] = (),
    max_useless: int | None = None,
    copies_once: bool = False,
    fit: ConfidenceFit | None = None,
    reader: ArticleReader | None = None,
) -> Run:
    """Extract every article, merge what they report, apply what reviewers decided, and return the run. See `Run`.

    `articles` are drawn one by one, as many ahead as the model's profile allows calls at once. An article's failure is
    a state of that article. `stop` ends the run early: calls in flight have `grace` seconds to end, and articles not
    read by then are `pending`. With `reparse`, articles whose answers are missing are `pending` too, and not failed.
    `settings` is written into the report as it is. `review` is what reviewers decided of earlier runs. `retry` holds
    hashes of texts about which is asked again what the ledger answers without use. `max_useless` is of `Limits`. With
    `copies_once`, nothing is asked about articles that are copies (`Article.copy_of`) of others that could be read.
    `fit` is how confidence was fitted anew.
    `reader` reads the articles, by default this process.
    """
    stop = stop or Stop()
    chosen = strategy or model.spec.profile.strategy
    stop.tell(model.traffic.halt)
    started = dt.datetime.now(dt.UTC)
    work = _Work(
        iter(articles),
        model,
        reader or LocalReader(model, find_strategy(chosen), stop),
        stop,
        on_progress,
        grace=grace,
        reparse=reparse,
        collected=Collected(review, fit),
        retry=retry,
        max_useless=max_useless,
    )
    work.readings = Readings() if copies_once else None
    await work.finish()
    collected, stopped = work.collected, stop.reason  # a signal from here on finds all that there was to do done
    merged = merge_spooled(collected.mentions)
    reviewed = collected.reviewed(merged.events)
    events = reviewed.events if reviewed else merged.events
    summary = manifest(
        model,
        strategy=chosen,
        prompts=sorted(work.prompts | collected.prompts),
        settings=settings or {},
        tally=collected.tally,
        events=reviewed.kinds if reviewed else merged.kinds,
        started=started,
        seconds=work.seconds,
        stopped=stopped,
        unread=work.unread,
        exit_code=_exit_code(collected.tally, stopped),
        review=reviewed,
    )
    return Run(
        events=events, mentions=collected.mentions, rejected=collected.rejected, articles=collected.states,
        summary=summary, stopped=stopped, review=reviewed,
    )  # fmt: skip


def _exit_code(tally: Tally, stopped: MemconError | None) -> int:
    """Return the exit code of the command line for a run that ended so."""
    if tally.failures["bug"]:
        return MemconError.exit_code
    if stopped:
        return stopped.exit_code
    return 3 if tally.states["failed"] else 0
