"""The library's front door: synchronous, for scripts and notebooks. The command line calls nothing else."""

import asyncio
import contextlib
import datetime as dt
import functools
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from memcon import files
from memcon.endpoint import ModelSpec, choose_spec
from memcon.errors import Interrupted, UsageError
from memcon.fetch import Watch
from memcon.ledger import DEFAULT_PATH, Ledger, open_ledger
from memcon.local import labelled, serving
from memcon.model import open_model
from memcon.patience import Notice
from memcon.read import MAX_CHARS
from memcon.read import read_articles as read_inputs
from memcon.records import Article, ArticleState, Event
from memcon.run import Progress, Run, Stop, run_articles
from memcon.served import Serve
from memcon.strategies import STRATEGIES
from memcon.weights import unwatched

Input = str | Path | Article | ArticleState


def read_articles(
    *inputs: str | Path, language: str | None = None, published: dt.date | None = None, max_chars: int = MAX_CHARS
) -> Iterator[Article | ArticleState]:
    """Yield the articles of files, folders and globs; a failed `ArticleState` in place of what cannot be read.

    `language` (ISO 639-1) and `published` hold for articles that do not tell their own.

    Raises:
        UsageError: a path does not exist; before anything is read.
    """
    return read_inputs([str(path) for path in inputs], language=language, published=published, max_chars=max_chars)


def load(path: str | Path) -> list[Event]:
    """Read the events of an `events.jsonl`, or of the output folder that holds it.

    Raises:
        DataError: a line is damaged; names file and line.
    """
    path = Path(path)
    return list(files.read_lines(path / "events.jsonl" if path.is_dir() else path, TypeAdapter(Event)))


def extract(
    articles: Input | Iterable[Input],
    *,
    model: str | None = None,
    base_url: str | None = None,
    strategy: Literal["whole", "cascade"] | None = None,
    ledger: str | Path = DEFAULT_PATH,
    offline: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    notice: Notice | None = None,
    watch: Watch | None = None,
) -> Run:
    """Extract events from articles, and return the run; `run.write("out")` saves it.

    Args:
        articles: a path, an `Article`, or any number of them; `memcon.read_articles` tells more about inputs.
        model: name of the model at `base_url`, `embedded`, or a path of a GGUF file; by default `MEMCON_MODEL`, else
            the embedded model, which needs no key and no network.
        base_url: of an OpenAI-compatible endpoint; by default `MEMCON_BASE_URL`. Its key is read from the environment.
        strategy: `whole` or `cascade`; by default that of the model's profile.
        ledger: where paid answers are kept, so that none is paid twice.
        offline: answer from the ledger alone; articles with questions that it does not hold fail.
        on_progress: called after each article.
        notice: called before each wait for the endpoint with its cause and its seconds.
        watch: called while the embedded model's weights are fetched or checked.

    Raises:
        UsageError: a setting is wrong, or a path does not exist.
        LockedError: another run holds the ledger.
        DataError: the ledger is damaged.
    """
    if strategy is not None and strategy not in STRATEGIES:
        raise UsageError(f"strategy {strategy!r} is none of {', '.join(map(repr, STRATEGIES))}")
    items = _articles(articles)
    seen = watch or unwatched
    spec = labelled(choose_spec(model, base_url, os.environ), watch=seen)
    serve = functools.partial(serving, watch=seen)

    def work() -> Run:
        with open_ledger(Path(ledger), offline=offline) as opened:
            return asyncio.run(_run(items, spec, opened, strategy, on_progress, notice, serve))

    return _outside_loop(work)


def _articles(given: Input | Iterable[Input]) -> Iterator[Article | ArticleState]:
    """Turn what the caller gives into articles; paths are checked at once, and read as they are needed."""
    inputs = [given] if isinstance(given, Input) else given
    if isinstance(inputs, Sequence) and all(isinstance(one, str | Path) for one in inputs):
        return read_articles(*inputs)
    return _mixed(inputs)


def _mixed(inputs: Iterable[Input]) -> Iterator[Article | ArticleState]:
    for one in inputs:
        if isinstance(one, str | Path):
            yield from read_articles(one)
        else:
            yield one


async def _run(
    items: Iterable[Article | ArticleState],
    spec: ModelSpec,
    ledger: Ledger,
    strategy: str | None,
    on_progress: Callable[[Progress], None] | None,
    notice: Notice | None,
    serve: Serve,
) -> Run:
    stop = Stop()
    async with _signals(stop), open_model(spec, ledger, serve=serve, notice=notice) as model:
        return await run_articles(items, model, strategy=strategy, stop=stop, on_progress=on_progress)


@contextlib.asynccontextmanager
async def _signals(stop: Stop) -> AsyncIterator[None]:
    """Stop the run at the first Ctrl-C or SIGTERM, waiting for calls in flight; at the second, at once."""
    if threading.current_thread() is not threading.main_thread():
        yield  # a notebook's thread: signals are not ours
        return
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()

    def received(number: signal.Signals) -> None:
        if stop.reason and task:
            task.cancel()
        hint = "what is paid is in the ledger, and the same command resumes"
        stop(Interrupted(f"stopped by {number.name}: {hint}", 128 + number))

    caught = (signal.SIGINT, signal.SIGTERM)
    for number in caught:
        loop.add_signal_handler(number, received, number)
    try:
        yield
    finally:
        for number in caught:
            loop.remove_signal_handler(number)


def _outside_loop(work: Callable[[], Run]) -> Run:
    """Call `work` here, or in a thread of its own where an event loop runs already, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()
