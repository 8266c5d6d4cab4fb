"""The library's front door: synchronous, for scripts and notebooks. The command line calls nothing else."""

import asyncio
import dataclasses
import datetime as dt
import functools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from memcon.articles.formats.base import Fields
from memcon.articles.items import Input, id_of, items_of
from memcon.articles.read import MAX_CHARS
from memcon.articles.read import read_articles as read_inputs
from memcon.articles.select import Wanted
from memcon.errors import MemconError, UsageError
from memcon.extraction.arguments import checked
from memcon.extraction.article import Extraction, extract_in_time
from memcon.extraction.batch import Items, run_at_once, run_in_batches
from memcon.extraction.forecast import Forecast, forecast_articles
from memcon.extraction.ray import RayEngine, ray_workers
from memcon.extraction.run import Progress, Run, run_articles
from memcon.extraction.signals import breakable, outside_loop
from memcon.extraction.stop import Stop
from memcon.extraction.strategies import find_strategy
from memcon.extraction.workers import RemoteReader
from memcon.models.client import OpenAIModel, open_model
from memcon.models.embedded.download import Watch, unwatched
from memcon.models.embedded.process import embedded_server, labelled
from memcon.models.ledger.store import DEFAULT_PATH, Ledger, open_ledger, open_to_look
from memcon.models.limits import Limits
from memcon.models.prices import load_prices
from memcon.models.settings import CallSettings, Clock, Notice
from memcon.models.spec import ModelSpec, checked_url, choose_spec
from memcon.outputs.confidence import SETTING, read_fit
from memcon.outputs.folder import SHAPES, RunFolder, decisions_in, file_in
from memcon.outputs.left_out import unheard
from memcon.records import Article, ArticleState, Event, jsonl, run_files

CLOCK: Final = Clock()
"""The clock of every run; fault tests put a faster one in its place."""


@checked
def read_articles(
    *inputs: str | Path,
    language: str | None = None,
    published: dt.date | None = None,
    max_chars: int = MAX_CHARS,
    timezone: str | None = None,
    text_field: str | None = None,
    id_field: str | None = None,
    date_field: str | None = None,
    title_field: str | None = None,
    select: Sequence[str] = (),
    shard: str | None = None,
) -> Iterator[Article | ArticleState]:
    """Yield the articles of files, folders and globs; a failed `ArticleState` in place of what cannot be read.

    `language` (ISO 639-1) and `published` hold for articles that do not tell their own. An instant of publication is a
    day of `timezone` (`Asia/Jakarta`, `+07:00`), by default of the article's language or UTC. The fields are columns of
    a table, or keys, that hold an article's text, id, publication date and title. `select` says which articles are
    wanted, as `--select` does: `site=kompas.com`, `language=id`, `from=2023-01-01`, `word=Jakarta`, `country=JPN+PHL`;
    `shard` which share of them, as `3/16`.

    Raises:
        UsageError: a path does not exist, `select` says nothing, or libraries are missing; before anything is read.
    """
    return read_inputs(
        [str(path) for path in inputs], language=language, published=published, max_chars=max_chars, timezone=timezone,
        fields=Fields(text_field, id_field, date_field, title_field), wanted=Wanted.of(select, shard),
    )  # fmt: skip


@checked
def load(path: str | Path) -> list[Event]:
    """Read the events of an `events.jsonl`, or of the output folder that holds it.

    Raises:
        DataError: a line is damaged; names file and line.
    """
    return list(jsonl.read_lines(file_in(Path(path), run_files.EVENTS), SHAPES["events"]))


@checked
def extract(  # noqa: PLR0913  one keyword each of what a user may choose
    articles: Input | Iterable[Input],
    *,
    model: str | None = None,
    base_url: str | Sequence[str] | None = None,
    profile: str | Path | None = None,
    strategy: str | None = None,
    ledger: str | Path = DEFAULT_PATH,
    offline: bool = False,
    reparse: bool = False,
    batch: bool = False,
    limits: Limits | None = None,
    prices: str | Path | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    notice: Notice | None = None,
    tell: Callable[[str], None] | None = None,
    watch: Watch | None = None,
    settings: dict[str, Any] | None = None,
    review: str | Path | Sequence[str | Path] = (),
    retry_failed: str | Path | None = None,
    copies_once: bool = False,
    confidence: str | Path | None = None,
    engine: RayEngine | None = None,
) -> Run:
    """Extract events from articles, and return the run; `run.write("out")` saves it.

    Args:
        articles: a path, an `Article`, or any number of them; `memcon.read_articles` tells more about inputs.
        model: name of the model at `base_url`, `embedded`, or a path of a GGUF file; by default `MEMCON_MODEL`, else
            the embedded model, which needs no key and no network.
        base_url: of an OpenAI-compatible endpoint, or of several that share the work; by default `MEMCON_BASE_URL`.
            Keys are read from the environment.
        profile: a file about the endpoint, over all that is known of it; by default `MEMCON_PROFILE`.
        strategy: `whole`, `cascade`, `words-first`, or one of another package; by default that of the model's profile.
        ledger: where paid answers are kept, so that none is paid twice.
        offline: answer from the ledger alone; articles with questions that it does not hold fail.
        reparse: read the ledger's answers anew, as after an update of memcon: offline, and articles whose answers are
            missing are pending instead of failed.
        batch: send the questions as files to the endpoint's Batch API, round by round, and wait for them.
        limits: ceilings and budgets; see `memcon.Limits`.
        prices: a TOML file whose prices lie over the built-in ones.
        on_progress: called after each article, and once a second.
        notice: called before each wait for the endpoint with its cause and its seconds.
        tell: called with a line for the user, as about calls that an earlier run may have paid for nothing, or
            decisions that are left out.
        watch: called while the embedded model's weights are fetched or checked.
        settings: written into the run's report as it is.
        review: decisions to apply: a `review.jsonl`, or a folder with one, or several; `run.review` tells what became
            of them.
        retry_failed: folder of a run: what it could not read since the model's answers were of no use is asked again.
        copies_once: ask nothing about an article that says only what one before it says, as an agency's report in
            another paper: it is read with the answers about that one, and counts as a source of the same events.
        confidence: a file of `memcon calibrate`: how confidence was fitted anew on reviewed events.
        engine: has articles read by workers of Ray, on this machine or a cluster. Ledger, pace and outputs stay here.

    Raises:
        UsageError: a setting is wrong, a path does not exist, a library is missing, or the cluster cannot be reached.
        LockedError: another run holds the ledger.
        DataError: the ledger or a file of decisions is damaged.
    """
    decisions = decisions_in([review] if isinstance(review, str | Path) else review, tell or unheard)
    if batch and (offline or reparse):
        raise UsageError("--batch sends questions, and --offline and --reparse send none: leave one out")
    if batch and engine:
        raise UsageError("--batch sends questions as files, and --engine ray one by one: leave one out")
    if retry_failed and (offline or reparse or batch):
        raise UsageError("--retry-failed asks again, one by one: leave out --offline, --reparse and --batch")
    chosen = _choose(
        model, base_url, strategy, limits, prices, notice, watch, profile=profile, tell=tell, batch=batch,
        sends=not (offline or reparse),
    )  # fmt: skip
    retry = RunFolder(retry_failed).useless_articles() if retry_failed else frozenset()
    fit, fitted = read_fit(Path(confidence)) if confidence else (None, None)
    items = items_of(articles, copies_once=copies_once)

    def work() -> Run:
        with (
            open_ledger(Path(ledger), offline=offline or reparse) as opened,
            ray_workers(engine, chosen.spec, chosen.strategy) as workers,
        ):
            if opened.uncertain and tell:
                what = "calls were in flight when an earlier run ended, and may have been billed"
                tell(f"{opened.uncertain} {what}; they are asked again where they are needed")
            recorded = {
                "ledger": str(opened.path), "ledger_run": opened.run, "uncertain_before": opened.uncertain,
                "offline": offline, "reparse": reparse, "limits": dataclasses.asdict(chosen.settings.limits),
                "price": dataclasses.asdict(chosen.settings.price) if chosen.settings.price else None,
            } | ({"other_urls": chosen.spec.others} if chosen.spec.others else {}) | (settings or {})  # fmt: skip
            recorded |= {"copies_once": True} if copies_once else {}
            recorded |= {SETTING: fitted} if fitted else {}
            recorded |= {"engine": "ray", "workers": len(workers)} if engine else {}
            stop, limits = Stop(), chosen.settings.limits

            async def last_way(articles: Items, model: OpenAIModel, *, reparse: bool = reparse) -> Run:
                return await run_articles(
                    articles, model, strategy=chosen.strategy, stop=stop, on_progress=on_progress, grace=limits.grace,
                    reparse=reparse, settings=recorded, review=decisions, retry=retry, max_useless=limits.max_useless,
                    copies_once=copies_once, fit=fit, reader=RemoteReader(model, workers, stop) if workers else None,
                )  # fmt: skip

            running = (run_in_batches if batch else run_at_once)(
                items, chosen.spec, opened, chosen.settings, strategy=chosen.strategy, stop=stop, tell=tell,
                last_way=last_way,
            )  # fmt: skip
            try:
                return asyncio.run(running)
            except (asyncio.CancelledError, KeyboardInterrupt):
                if isinstance(stop.reason, MemconError):  # the second signal: at once
                    raise stop.reason from None
                raise

    return outside_loop(work)


@checked
def forecast(  # noqa: PLR0913  one keyword each of what a user may choose
    articles: Input | Iterable[Input],
    *,
    model: str | None = None,
    base_url: str | Sequence[str] | None = None,
    profile: str | Path | None = None,
    strategy: str | None = None,
    ledger: str | Path = DEFAULT_PATH,
    batch: bool = False,
    limits: Limits | None = None,
    prices: str | Path | None = None,
    watch: Watch | None = None,
    retry_failed: str | Path | None = None,
    copies_once: bool = False,
) -> Forecast:
    """Return what `extract` would ask and cost with these arguments; needs no key, sends nothing, writes nothing."""
    chosen = _choose(model, base_url, strategy, limits, prices, None, watch, profile=profile, batch=batch, sends=False)
    retry = RunFolder(retry_failed).useless_articles() if retry_failed else frozenset()
    items = items_of(articles, copies_once=copies_once)

    async def look(opened: Ledger) -> Forecast:
        async with open_model(chosen.spec, opened, chosen.settings) as asked:
            price = chosen.settings.price
            return await forecast_articles(items, asked, opened, strategy=chosen.strategy, price=price, retry=retry)

    def work() -> Forecast:
        with open_to_look(Path(ledger)) as opened, breakable():
            return asyncio.run(look(opened))

    return outside_loop(work)


@checked
def explain(  # noqa: PLR0913  one keyword each of what a user may choose
    articles: Input | Iterable[Input],
    article: str,
    *,
    model: str | None = None,
    base_url: str | Sequence[str] | None = None,
    profile: str | Path | None = None,
    strategy: str | None = None,
    ledger: str | Path = DEFAULT_PATH,
    offline: bool = False,
    limits: Limits | None = None,
    notice: Notice | None = None,
    watch: Watch | None = None,
) -> Extraction:
    """Read the one of `articles` whose id is `article` as `extract` does, and return what became of each candidate.

    Nothing is written but answers into the ledger. `extraction.explanation` puts it into words.

    Raises:
        UsageError: no article has this id.
    """
    chosen = _choose(model, base_url, strategy, limits, None, notice, watch, profile=profile, sends=not offline)
    item = next((item for item in items_of(articles) if id_of(item) == article), None)
    if item is None:
        listed = f"{run_files.ARTICLES} of a run lists them"
        raise UsageError(f"no article of these inputs has the id {article!r}: {listed}")

    async def read(opened: Ledger) -> Extraction:
        if isinstance(item, ArticleState):
            return Extraction(item)
        async with open_model(chosen.spec, opened, chosen.settings) as asked:
            spec, strategy = asked.spec, find_strategy(chosen.strategy)
            return await extract_in_time(item, asked, strategy, name=spec.model, trust=spec.profile.trust)

    def work() -> Extraction:
        with breakable(), open_ledger(Path(ledger), offline=offline) as opened:
            return asyncio.run(read(opened))

    return outside_loop(work)


@dataclasses.dataclass(frozen=True)
class _Choice:
    """What the caller's settings come to."""

    spec: ModelSpec
    strategy: str
    settings: CallSettings


def _choose(  # noqa: PLR0913  see above
    model: str | None, base_url: str | Sequence[str] | None, strategy: str | None, limits: Limits | None,
    prices: str | Path | None, notice: Notice | None, watch: Watch | None, *, profile: str | Path | None,
    tell: Callable[[str], None] | None = None, batch: bool = False, sends: bool = True,
) -> _Choice:  # fmt: skip
    limits, watch = limits or Limits(), watch or unwatched
    urls = [base_url] if isinstance(base_url, str) else list(base_url or ())
    spec = choose_spec(model, urls[0] if urls else None, os.environ, profile, sends=sends)
    spec = dataclasses.replace(spec, others=tuple(map(checked_url, urls[1:])))
    strategy = strategy or spec.profile.strategy
    find_strategy(strategy)  # a wrong name is told before anything is read or asked
    price = load_prices(None if prices is None else Path(prices)).find(spec.host, spec.model)
    price = price.in_batch() if price and batch else price
    serve = functools.partial(embedded_server, watch=watch)
    settings = CallSettings(limits=limits, price=price, serve=serve, notice=notice, tell=tell, clock=CLOCK)
    return _Choice(limits.laid_over(labelled(spec, watch=watch)), strategy, settings)
