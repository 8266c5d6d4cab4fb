"""The batches of one model: sent, asked after, and their results fetched, as often as it takes; each is kept once.

Knows nothing of articles, and nothing of what is asked.
"""

import asyncio
import contextlib
import dataclasses
import functools
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Final
from urllib.parse import quote

from memcon._failpoints import failpoint
from memcon.errors import MemconError, ProviderStopped
from memcon.models.batch.place import spec_of
from memcon.models.batch.results import Told, read_result
from memcon.models.batch.sender import Sender
from memcon.models.batch.spending import Spending
from memcon.models.batch.taught import Taught
from memcon.models.batch.told import file_of, read_word, why_of
from memcon.models.batch.wire import NO_LIST, Wire, open_wire
from memcon.models.failure import CallFailed, Failure, safe
from memcon.models.failures import to_error
from memcon.models.ledger.batch_tables import UNDER_WAY
from memcon.models.ledger.batches import Batch, Batches, Result
from memcon.models.prices import load_prices
from memcon.models.response import LEAST_CONTEXT, cut_prompt, read_count
from memcon.models.settings import CallSettings, Clock
from memcon.models.spec import ModelSpec, api_key
from memcon.models.transport import BAD_REQUESTS

OVER: Final = frozenset({"completed", "failed", "expired", "cancelled"})
"""What a batch is once nothing more is done about it."""
CHUNK: Final = 100
"""Results that are kept at once."""
SOONEST, LATEST = 1.0, 60.0
"""Seconds between two questions how far a batch is."""

Tell = Callable[[str], None]


class Office:
    """The batches of one model at one endpoint, sent and fetched."""

    def __init__(self, spec: ModelSpec, batches: Batches, wire: Wire, settings: CallSettings, tell: Tell) -> None:
        self._spec, self._batches, self._wire, self._settings, self._tell = spec, batches, wire, settings, tell
        self._sender = Sender(batches, wire)
        self.taught = Taught(spec, batches, settings)
        self._said: dict[int, str] = {}
        self._held = 0  # bytes of the longest question that was read whole
        self._torn: Counter[str] = Counter()
        self.spending = Spending(settings.price)
        self.fatal: MemconError | None = None
        """Why no further batch is of use, from what became of a line."""
        self.ended: list[Batch] = []
        """Batches that have ended since the office was opened."""

    @property
    def open(self) -> list[Batch]:
        """Return the batches that are not over, or whose results are not all here."""
        mine = (self._spec.label, self._spec.model)
        return [batch for batch in self._batches.all(*UNDER_WAY) if (batch.endpoint, batch.model) == mine]

    def size(self, batch: Batch) -> int:
        """Return how many questions a batch holds."""
        return batch.requests or 0

    def settled(self, batch: Batch) -> int:
        """Return how many questions of a batch have a result, good or bad."""
        counts = self._batches.counts(batch.number)
        return counts["answered"] + counts["failed"] + counts["refused"]

    async def send(self) -> None:
        """Send what is ready, and what an earlier process did not come to send.

        Raises:
            ProviderStopped: the endpoint does not take it. Nothing is lost.
            Left: the user goes.
        """
        for batch in self.open:
            self.taught.leaves(batch)
            try:
                await self._sender.send(batch)
            except CallFailed as failed:
                raise self._stopped(failed.failure, f"batch {batch.number} could not be sent") from None

    # --- results ---

    async def wait(self) -> None:
        """Wait until nothing is under way, and keep results as they come.

        Raises:
            ProviderStopped: results cannot be fetched. They stay where they are.
            Left: the user goes.
        """
        pause = SOONEST
        while True:
            trouble = await self.look()
            if not any(batch.state == "running" and batch.number not in trouble for batch in self.open):
                for why in trouble.values():
                    raise why
                return
            await self._wire.pause(pause)
            pause = min(LATEST, pause * 1.5)

    async def look(self) -> dict[int, MemconError]:
        """Ask once how far each batch is, and fetch what is over; return, by number, what kept one from it."""
        trouble: dict[int, MemconError] = {}
        for batch in self.open:
            try:
                if batch.state == "running":
                    batch = await self._asked_after(batch)  # noqa: PLW2901  what is known of it now
                if batch.state == "ended":
                    await self._fetch(batch)
            except CallFailed as failed:
                trouble[batch.number] = self._stopped(failed.failure, f"batch {batch.number} ({batch.remote})")
        return trouble

    async def _asked_after(self, batch: Batch) -> Batch:
        told = await self._wire.patiently(lambda: self._wire.call("GET", _path(batch)))
        status, counts = read_word(told.get("status")), told.get("request_counts")
        done = read_count(counts.get("completed")) if isinstance(counts, dict) else None
        asked = self.size(batch)
        said = f"batch {batch.number} of {asked} questions: {status}, {done or 0} answered"
        if said != self._said.get(batch.number):
            self._said[batch.number] = said
            self._tell(said)
        if status not in OVER:
            return self._batches.move(batch.number, "running", status=status, completed=done)
        files = {"output": file_of(told, "output_file_id"), "errors": file_of(told, "error_file_id")}
        return self._batches.move(
            batch.number, "ended", status=status, completed=done, detail=why_of(told.get("errors")), **files
        )

    async def _fetch(self, batch: Batch) -> None:
        """Read the files of a batch that is over, and settle every line of it."""
        read = 0
        for file, least in ((batch.output, batch.completed or 0), (batch.errors, 0)):
            if file is not None:
                found = await self._wire.patiently(functools.partial(self._read, batch, file, least))
                read += found if file == batch.output else 0
        lost = (batch.completed or 0) > read or (batch.completed is None and batch.status == "completed")
        if lost and (left := self._batches.left(batch.number)):
            why = f"the provider says that it answered {batch.completed or 'all'}, and its file holds {read}"
            gone = Failure(family="article", kind="no_line", detail=why, uncertain=True)
            self._keep(batch, [Result(key=key, failure=gone) for key in left])
        self._batches.take_back(batch.number)
        self._is_wrong_throughout(batch)
        done = self._batches.move(batch.number, "done")
        self.ended.append(done)
        counts = self._batches.counts(batch.number)
        told = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
        self._tell(f"batch {batch.number}: {batch.status}: {told}" + (f" ({batch.detail})" if batch.detail else ""))

    async def _read(self, batch: Batch, file: str, least: int) -> int:
        """Read a file once, keeping what it holds as it comes; return how many results of the batch stand there.

        Raises:
            CallFailed: it broke off, or holds fewer results than there are, not for ever; or it holds none but others.
        """
        seen: set[str] = set()
        answered: set[str] = set()
        told = Told(self._batches.keys(batch.number))
        other, chunk = b"", []
        try:
            async for line in self._wire.lines(file, len(told.questions), told.wants):
                result = read_result(line, self._settings.clock.today(), self._spec.conventions)
                if result is None:
                    other = line[:60]
                elif result.key not in (known := answered if result.state == "answered" else seen):
                    known.add(result.key)
                    chunk.append(result)
                if len(chunk) >= CHUNK:
                    await asyncio.to_thread(self._keep, batch, chunk)
                    chunk = []
        finally:
            self._keep(batch, chunk)
            failpoint("fetched")
        seen |= answered
        if len(seen) < least or told.none:
            self._torn[file] += 1
            if self._torn[file] < self._spec.profile.attempts:
                detail = f"a file of {len(seen)} results where {least} are told of, and {told} besides"
                raise CallFailed(Failure(family="transient", kind="torn", detail=detail))
        if not seen and (told.none or told.others):  # some page in its place: what was paid may come yet
            begins = f"none, and begins with {safe(other.decode('utf-8', 'replace'))!r}" if other else f"only {told}"
            raise CallFailed(Failure(family="fatal", kind="no_results", detail=f"its file of results holds {begins}"))
        if told.others:
            self._tell(f"batch {batch.number}: its file holds {told} besides, which count as none")
        return len(seen)

    def _keep(self, batch: Batch, results: list[Result]) -> None:
        """Keep results in the ledger, and count those that are new."""
        judged = [self.taught.judged(batch, self._judged(one)) for one in results]
        for one in self._batches.settle(batch, judged) if judged else ():
            if one.failure is not None and one.failure.family == "fatal":
                self.fatal = self.fatal or to_error(one.failure, self._spec)
            if one.worked_on:
                self.spending.add(one)
            if one.state == "answered":
                self.taught.answered(batch, one)

    def _judged(self, result: Result) -> Result:
        """Return a result, as a failure where the answer is to a part of the prompt alone."""
        asked = self._batches.question(result.key) if result.state == "answered" else None
        if asked is None or len(asked) <= self._held:
            return result
        if cut := cut_prompt(result.tokens, asked):
            return dataclasses.replace(result, failure=cut)
        self._held = max(self._held, len(asked) if (result.tokens.prompt or 0) >= LEAST_CONTEXT else 0)
        return result

    def _is_wrong_throughout(self, batch: Batch) -> None:
        """Take every request for well-formed where each one was called wrong: it is the setting that is wrong."""
        counts = self._batches.counts(batch.number)
        if counts["refused"] >= BAD_REQUESTS and counts["refused"] == sum(counts.values()):
            kinds = self._batches.kinds(batch.number)
            if kinds.keys() <= {"bad_request", "prompt_cut"}:
                self._batches.take_back(batch.number, "refused")
                kind, detail = next(iter(kinds.items()))
                told = Failure(family="fatal", kind=kind, detail=detail)
                self.fatal = self.fatal or to_error(told, self._spec)

    # --- what the user wants of one ---

    async def cancel(self, batch: Batch) -> str:
        """End a batch; what is answered by then is fetched as ever. Return what became of it, in words.

        Raises:
            ProviderStopped: the endpoint does not do it.
        """
        try:
            if batch.state == "creating" and (found := await self._sender.find(batch)):
                batch = self._batches.move(batch.number, "running", remote=found["id"])
            if batch.state == "running":
                told = await self._wire.patiently(lambda: self._wire.call("POST", f"{_path(batch)}/cancel"))
                status = read_word(told.get("status"))
                self._batches.move(batch.number, "running", status=status)
                return str(status)
        except CallFailed as failed:
            raise self._stopped(failed.failure, f"batch {batch.number} could not be cancelled") from None
        if batch.state == "ended":
            return f"over: {batch.status}"
        return forget(self._batches, batch)

    def _stopped(self, failure: Failure, what: str) -> MemconError:
        """Return the error that ends a command, for now: nothing is lost."""
        if failure.kind in {"auth", "quota", "outage", "forbidden"} or failure.family == "rate":
            return to_error(failure, self._spec)
        hint = "the same command tries again; results stay with the provider for weeks"
        if failure.kind == "not_found":
            hint = "it may have no Batch API, or it does not know this id: `memcon batch status` tells the ids"
        if failure.kind == NO_LIST:
            hint = (
                "it may have been made, and is not made again until that is known: the same command asks again, and"
                " `memcon batch forget` gives it up, where the provider has none"
            )
        return ProviderStopped(f"{what}: {failure.detail}: {hint}", "batch")


def forget(batches: Batches, batch: Batch) -> str:
    """Give up a batch: its questions without a result may be asked again, and what it answered is lost."""
    batches.take_back(batch.number)
    batches.forget_file(batch.number)
    batches.move(batch.number, "done", status="forgotten" if batch.remote else "never sent")
    return "forgotten" if batch.remote else "never sent"


@contextlib.asynccontextmanager
async def open_office(
    kept: Batch, batches: Batches, leave: asyncio.Event, clock: Clock, tell: Tell
) -> AsyncIterator[Office]:
    """Open the office of the model and the endpoint to which the batch `kept` went.

    Raises:
        UsageError: the environment names another endpoint, see `place`.
    """
    spec = spec_of(kept, os.environ)
    price = load_prices().find(spec.host, spec.model)
    settings = CallSettings(price=price.in_batch() if price else None, clock=clock, tell=tell)
    async with open_wire(spec, settings, api_key(spec, os.environ), leave) as wire:
        yield Office(spec, batches, wire, settings, tell)


def _path(batch: Batch) -> str:
    return f"/batches/{quote(batch.remote or '')}"
