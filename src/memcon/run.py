"""Many articles: read, extract side by side, merge, and tell how each one ended. The one place that survives a bug.

Outputs are values until `Run.write`, which replaces the files of the output folder one by one, each atomically.
"""

import asyncio
import dataclasses
import datetime as dt
import platform
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TypeVar

from memcon import files
from memcon.errors import MemconError
from memcon.merge import merge
from memcon.model import Label, Model, OpenAIModel
from memcon.pipeline import Extraction, extract_article, failed, state_of
from memcon.prompts import Prompt
from memcon.records import Article, ArticleState, Event, Mention, Rejected
from memcon.strategies import STRATEGIES
from memcon.transport import Usage

T = TypeVar("T")

LIBRARIES: Final = ("instructor", "openai", "httpx2", "pydantic", "rapidfuzz", "dateparser", "babel", "pycountry")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is; given to the caller after each article, and before the first."""

    finished: int
    failed: int
    mentions: int
    article: str | None
    """Id of the article that has just ended."""
    seconds: float
    """Since the run began."""
    usage: Usage


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run gave, in the order of its files."""

    events: tuple[Event, ...]
    mentions: tuple[Mention, ...]
    rejected: tuple[Rejected, ...]
    articles: tuple[ArticleState, ...]
    report: dict[str, Any]
    """What `run.json` holds: versions, model, prompts, counts, tokens, timings, and how the run ended."""
    stopped: MemconError | None = None
    """Why the run ended before its last article; None when it did not."""

    @property
    def exit_code(self) -> int:
        """Return the exit code of the command line for this run."""
        if any(state.reason == "bug" for state in self.articles):
            return MemconError.exit_code
        if self.stopped:
            return self.stopped.exit_code
        return 3 if any(state.state == "failed" for state in self.articles) else 0

    def write(self, folder: Path | str) -> None:
        """Write `events`, `mentions`, `rejected` and `articles.jsonl` and `run.json` into `folder`.

        Raises:
            DiskError: a file cannot be written; those before it are whole, those after it are the old ones.
        """
        folder = Path(folder)
        files.make_folder(folder)
        for name in ("events", "mentions", "rejected", "articles"):
            files.write_lines(folder / f"{name}.jsonl", getattr(self, name))
        files.write_json(folder / "run.json", self.report)


class Stop:
    """Asks a run to end. In-flight calls are waited for, so that no paid answer is lost; no new one is sent."""

    def __init__(self) -> None:
        self.reason: MemconError | None = None

    def __call__(self, reason: MemconError) -> None:
        """Ask for the end; the first reason counts."""
        self.reason = self.reason or reason


class _Stoppable:
    """A model that asks nothing more once the run is to stop."""

    def __init__(self, model: Model, stop: Stop) -> None:
        self._model, self._stop = model, stop

    async def fill(self, shape: type[T], prompt: Prompt) -> T:
        return await self._unless_stopped(lambda: self._model.fill(shape, prompt))  # type: ignore[type-var]

    async def label(self, labels: Sequence[str], prompt: Prompt) -> Label:
        return await self._unless_stopped(lambda: self._model.label(labels, prompt))

    async def _unless_stopped(self, ask: Callable[[], Awaitable[T]]) -> T:
        if self._stop.reason:
            raise self._stop.reason
        return await ask()


async def run_articles(
    articles: Iterable[Article | ArticleState],
    model: OpenAIModel,
    *,
    strategy: str | None = None,
    stop: Stop | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Run:
    """Extract every article, merge what they report, and return the run. See `Run`.

    `articles` are drawn one by one, as many ahead as the model's profile allows calls at once. An article's failure is
    a state of that article. `stop` ends the run early: articles not read by then are `pending`.
    """
    stop = stop or Stop()
    chosen = strategy or model.spec.profile.strategy
    started, clock = dt.datetime.now(dt.UTC), time.monotonic()
    done: list[Extraction] = []
    source = iter(articles)

    async def work() -> None:
        for item in source:
            extraction = await _extract(item, _Stoppable(model, stop), chosen, model.spec.model, stop)
            done.append(extraction)
            if on_progress:
                on_progress(_progress(done, extraction.state.article, time.monotonic() - clock, model.usage))

    if on_progress:
        on_progress(_progress(done, None, 0.0, model.usage))
    await asyncio.gather(*(work() for _ in range(model.spec.profile.concurrency)))
    seconds = time.monotonic() - clock
    return _finish(done, model, chosen, started, seconds, stop.reason)


async def _extract(item: Article | ArticleState, model: Model, strategy: str, name: str, stop: Stop) -> Extraction:
    """Extract one article; whatever happens becomes its state."""
    if isinstance(item, ArticleState):
        return Extraction(item)
    if stop.reason:
        return Extraction(state_of(item, "pending"))
    try:
        return await extract_article(item, model, STRATEGIES[strategy], name=name)
    except MemconError as error:  # the run's, not the article's
        stop(error)
        return Extraction(state_of(item, "pending"))
    except Exception as error:  # noqa: BLE001  a bug of ours costs one article, not the run; it exits 70
        return failed(item, "bug", f"{type(error).__name__}: {error}: please report this")


def _progress(done: Sequence[Extraction], article: str | None, seconds: float, usage: Usage) -> Progress:
    return Progress(
        finished=len(done),
        failed=sum(one.state.state == "failed" for one in done),
        mentions=sum(len(one.mentions) for one in done),
        article=article,
        seconds=seconds,
        usage=usage,
    )


def _finish(
    done: Sequence[Extraction],
    model: OpenAIModel,
    strategy: str,
    started: dt.datetime,
    seconds: float,
    reason: MemconError | None,
) -> Run:
    """Sort, merge and report."""
    ordered = sorted(done, key=lambda one: (one.state.article, one.state.path or ""))
    mentions = tuple(sorted(_each(one.mentions for one in ordered), key=lambda m: (m.article, m.quotes[0].start, m.id)))
    rejected = tuple(
        sorted(
            _each(one.rejected for one in ordered), key=lambda r: (r.article, r.kind or "", r.field, r.reason, r.text)
        )
    )
    events = tuple(merge(mentions))
    states = tuple(one.state for one in ordered)
    run = Run(events=events, mentions=mentions, rejected=rejected, articles=states, report={}, stopped=reason)
    report = {
        "schema_version": 1,
        "memcon": version("memcon"),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "model": model.spec.model,
        "endpoint": model.spec.label,
        "strategy": strategy,
        "prompts": sorted({mention.prompt for mention in mentions}),
        "articles": dict(sorted(Counter(state.state for state in states).items())),
        "mentions": len(mentions),
        "rejected": len(rejected),
        "events": dict(sorted(Counter(event.kind for event in events).items())),
        "usage": dataclasses.asdict(model.usage),
        "started": started.isoformat(timespec="seconds"),
        "seconds": round(seconds, 1),
        "exit_code": run.exit_code,
        "stopped": str(reason) if reason else None,
    }
    return dataclasses.replace(run, report=report)


def _each(groups: Iterable[Iterable[T]]) -> Iterator[T]:
    for group in groups:
        yield from group
