"""A run whose questions go out by the file: read what the ledger answers, send what it lacks, until nothing is lacking.

A round goes through all articles with the ledger alone, takes what it lacks for an empty answer, and collects what was
asked. `whole` takes a round, `cascade` two: labels, then what they lead to; each answer that must be asked for again
takes one more. The last way through is that of any run, and gives its bytes.
"""

import asyncio
import contextlib
import dataclasses
import os
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Protocol, TypeVar

from pydantic import TypeAdapter

from memcon.articles.sentences import segment
from memcon.errors import AnswerMissing, Interrupted, MemconError, ModelError, ProviderStopped, UsageError
from memcon.extraction.forecast import blank
from memcon.extraction.manifest import reason_of
from memcon.extraction.run import Run
from memcon.extraction.signals import stopping
from memcon.extraction.stop import ReadingStopped, Stop
from memcon.extraction.strategies import find_strategy
from memcon.models.base import Label, ModelAnswer, Prompt
from memcon.models.batch.desk import Desk
from memcon.models.batch.office import Office
from memcon.models.batch.wire import Left, open_wire
from memcon.models.client import OpenAIModel, open_model
from memcon.models.ledger.batches import Batches
from memcon.models.ledger.store import Ledger, open_ledger
from memcon.models.settings import CallSettings
from memcon.models.spec import ModelSpec, api_key
from memcon.models.usage import total
from memcon.outputs.spool import Spool
from memcon.records import Article, ArticleState

T = TypeVar("T", bound=ModelAnswer)
Items = Iterable[Article | ArticleState]


class LastWay(Protocol):
    """The way through with which a run ends."""

    async def __call__(self, articles: Items, model: OpenAIModel, *, reparse: bool = ...) -> Run:
        """Read `articles` with `model`, whose ledger lacks nothing, or else with `reparse`."""


_ITEM: Final[TypeAdapter[Any]] = TypeAdapter(Article | ArticleState)
_TOO_MUCH: Final = "token_limit_exceeded"
"""Why a provider does not take a batch: too many tokens wait there already."""


class _Asking:
    """A model for one article: what the ledger lacks is answered with nothing, and was taken in by the desk.

    Where a label is missing, what the labels would lead to is not asked: it may turn out otherwise.
    """

    def __init__(self, model: OpenAIModel) -> None:
        self._model, self._unlabelled = model, False

    async def fill(self, shape: type[T], prompt: Prompt) -> T:
        if self._unlabelled:
            return blank(shape)
        try:
            return await self._model.fill(shape, prompt)
        except AnswerMissing:
            return blank(shape)

    async def label(self, labels: Sequence[str], prompt: Prompt) -> Label:
        try:
            return await self._model.label(labels, prompt)
        except AnswerMissing:
            self._unlabelled = True
            return Label("none" if "none" in labels else labels[0], None)


async def run_in_batches(
    articles: Items,
    spec: ModelSpec,
    ledger: Ledger,
    settings: CallSettings,
    *,
    strategy: str,
    stop: Stop,
    tell: Callable[[str], None] | None,
    last_way: LastWay,
) -> Run:
    """Send what `articles` ask of the model of `spec` in batches, and return the run over their answers.

    What an earlier run has left under way, by Ctrl-C or by dying, is waited for first.

    Raises:
        UsageError: the model is the embedded one, or a budget is in dollars and there is no price.
        Interrupted: `stop` was asked for. What is under way goes on at the provider.
    """
    if spec.base_url is None:
        raise UsageError("--batch sends files to an endpoint with a Batch API: name one; the embedded model has none")
    if spec.others:
        raise UsageError("--batch sends files to one endpoint: give one --base-url")
    began = time.monotonic()
    batches = Batches(ledger)
    batches.make_tables()
    batches.drop_unfinished()
    desk = Desk(spec, batches, settings)
    told = dataclasses.replace(settings, unanswered=desk.unanswered)
    say = tell or (lambda _: None)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(stopping(stop, settings.limits.grace, tell))
        wire = await stack.enter_async_context(open_wire(spec, settings, api_key(spec, os.environ), stop.asked))
        office = Office(spec, batches, wire, settings, say)
        office.spending.settle = desk.settle
        rounds = _Rounds(spec, ledger, told, desk, office, find_strategy(strategy), stop)
        try:
            items = _spooled(articles, stop)
            stopped = await rounds.all(items, say)
        except Left:
            raise _interrupted(stop, office) from None
        reader = stack.enter_context(open_ledger(ledger.path, offline=True))
        model = await stack.enter_async_context(open_model(spec, reader, told))
        run = await last_way(items, model, reparse=stopped is not None)
    return _told(run, office, stopped, time.monotonic() - began)


async def run_at_once(
    articles: Items,
    spec: ModelSpec,
    ledger: Ledger,
    settings: CallSettings,
    *,
    strategy: str,  # noqa: ARG001  as the last way knows it
    stop: Stop,
    tell: Callable[[str], None] | None,
    last_way: LastWay,
) -> Run:
    """Return the run over `articles`, each question of which is asked by itself; arguments as of `run_in_batches`."""
    waiting = Batches(ledger).under_way if ledger.writable and tell else 0
    if waiting and tell:
        tell(
            f"{waiting} questions are under way in batches, and what of them this run asks is paid for twice:"
            " `memcon batch collect` fetches their answers, --batch waits for them"
        )
    async with stopping(stop, settings.limits.grace, tell), open_model(spec, ledger, settings) as model:
        return await last_way(articles, model)


class _Rounds:
    """The rounds of a run."""

    def __init__(
        self, spec: ModelSpec, ledger: Ledger, settings: CallSettings, desk: Desk, office: Office, strategy: Any,  # noqa: ANN401
        stop: Stop,
    ) -> None:  # fmt: skip
        self._spec, self._ledger, self._settings = spec, ledger, settings
        self._desk, self._office, self._strategy, self._stop = desk, office, strategy, stop

    async def all(self, items: Items, tell: Callable[[str], None]) -> MemconError | None:
        """Go round until nothing is missing; return why that cannot be, where it cannot."""
        try:
            while True:
                await self._office.send()
                await self._office.wait()
                if why := self._office.fatal or self._no_use():
                    return why
                taken = await self._gathered(items)
                if self._desk.lack and not taken:
                    return self._desk.lack
                if not taken:
                    return None
                tell(f"{taken} questions go to {self._spec} in batches; Ctrl-C leaves them there")
        except ProviderStopped as why:
            return why

    async def _gathered(self, items: Items) -> int:
        """Go through all articles, and have the desk take in what is missing; return how many questions that is."""
        desk = self._desk
        desk.taking, desk.taken = True, 0
        try:
            with open_ledger(self._ledger.path, offline=True) as reader:
                spec = self._office.taught.laid_over(self._spec)
                async with open_model(spec, reader, self._settings) as model:
                    lost: set[str] = set()
                    for item in items:
                        await asyncio.sleep(0)  # signals are told when the loop turns
                        if self._stop.reason:
                            raise Left
                        if isinstance(item, Article) and (item.copy_of is None or item.copy_of in lost):
                            try:
                                await self._strategy.read(item, segment(item), _Asking(model), self._spec.model)
                            except ModelError:  # it fails, and asks nothing more
                                lost.add(item.id)
            desk.close()
        finally:
            desk.taking = False
        return desk.taken

    def _no_use(self) -> MemconError | None:
        """Return why no other round would be of use, after what became of the batches of this one."""
        ended, taught = self._office.ended, self._office.taught.lately
        self._office.ended, self._office.taught.lately = [], False
        for batch in ended:
            if batch.status == "cancelled":
                kept = "what it answered is kept, and the same command asks for the rest"
                return ProviderStopped(f"batch {batch.number} was cancelled; {kept}", "cancelled")
            too_much = batch.status == "failed" and _TOO_MUCH in (batch.detail or "")
            if too_much and (size := self._office.size(batch)) > 1:
                self._desk.most = max(1, min(self._desk.most, size // 2))
                return None
        if ended and not taught and not any(self._office.settled(batch) for batch in ended):
            last = ended[-1]
            return ProviderStopped(
                f"batch {last.number} at {self._spec.host} ended without an answer, {last.status}"
                + (f" ({last.detail})" if last.detail else "") + ": nothing is lost, the same command sends it again",
                f"batch_{last.status}",
            )  # fmt: skip
        return None


def _spooled(articles: Items, stop: Stop) -> Spool[Any]:
    """Read all articles once, onto disk, in their order: each round goes through them."""
    spool: Spool[Any] = Spool(_ITEM)
    source, count = iter(articles), 0
    while True:
        try:
            stop.reading = time.monotonic()
            item = next(source)
        except StopIteration:
            return spool
        except ReadingStopped:
            raise Left from None
        finally:
            stop.reading = None
        spool.add(item, count)
        count += 1


def _interrupted(stop: Stop, office: Office) -> Interrupted:
    """Return what the user is told who leaves."""
    code = getattr(stop.reason, "exit_code", Interrupted.exit_code)
    going = office.open
    if not going:
        return Interrupted("stopped: nothing is under way, and nothing was written", code)
    return Interrupted(
        f"left: {len(going)} batches are under way and go on without memcon. The same command waits for them and goes"
        " on; `memcon batch status` tells how far they are, `collect` fetches what is there, `cancel` ends them",
        code,
    )


def _told(run: Run, office: Office, stopped: MemconError | None, seconds: float) -> Run:
    """Return `run` with what its batches took, and why it ended before its last round."""
    spending, summary = office.spending, run.summary
    usage = total(summary.usage, spending.usage)
    usage = dataclasses.replace(usage, replayed=max(0, usage.replayed - spending.answers))
    changed: dict[str, Any] = {"usage": usage, "seconds": round(seconds, 1)}
    changed["served_models"] = tuple(sorted({*summary.served_models, *spending.served}))
    if stopped and not run.stopped:
        code = stopped.exit_code if summary.exit_code in {0, 3} else summary.exit_code
        changed |= {"stopped": str(stopped), "stop_reason": reason_of(stopped), "exit_code": code}
        run = dataclasses.replace(run, stopped=stopped)
    return dataclasses.replace(run, summary=dataclasses.replace(summary, **changed))
