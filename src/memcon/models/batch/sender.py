"""A batch on its way to the provider: its file, then the batch itself, each once.

Every step is in the ledger before it is taken, and again when it is done: whoever dies in between is taken up there.
A batch that may have been made is looked for in the provider's list, by the name in its metadata, before it is made.
"""

import math
import time
from typing import Any, Final

from memcon._failpoints import failpoint
from memcon.models.batch.told import good_id, read_word
from memcon.models.batch.wire import Wire
from memcon.models.failure import CallFailed, Failure
from memcon.models.ledger.batches import Asked, Batch, Batches

ENDPOINT: Final = "/v1/chat/completions"
WINDOW: Final = "24h"
SETTLE: Final = 10.0
"""Seconds after which a batch that was made stands in the provider's list."""
DAY: Final = 86400.0


class Sender:
    """Sends the batches of a ledger over a wire."""

    def __init__(self, batches: Batches, wire: Wire) -> None:
        self._batches, self._wire = batches, wire

    async def send(self, batch: Batch) -> None:
        """Take the steps that are left until a batch is under way; each is noted before and after.

        Raises:
            CallFailed: the endpoint does not take it.
            Left: the user goes.
        """
        doubt = batch.state == "creating"
        if batch.state == "ready":
            name = f"memcon-{batch.nonce}.jsonl"
            asked = (_line(one) for one in self._batches.questions(batch.number))
            file = await self._wire.upload(name, asked)
            failpoint("uploaded")
            batch = self._batches.move(batch.number, "uploaded", file=file)
        if batch.state == "uploaded":
            batch = self._batches.move(batch.number, "creating")
            failpoint("creating")
        if batch.state == "creating":
            await self._make(batch, doubt=doubt)

    async def _make(self, batch: Batch, *, doubt: bool) -> None:
        """Make a batch at the provider, unless it was made before; `doubt` says that it may have been."""
        left = batch.moved

        async def once() -> dict[str, Any]:
            nonlocal doubt, left
            if doubt:
                await self._wire.pause(max(0.0, SETTLE - (time.time() - left)))
                if found := await self.find(batch):
                    return found
            doubt, left = True, time.time()
            try:
                made = await self._wire.call("POST", "/batches", {
                    "input_file_id": batch.file, "endpoint": ENDPOINT, "completion_window": WINDOW,
                    "metadata": {"memcon": batch.nonce},
                })  # fmt: skip
            except CallFailed as failed:
                doubt = failed.failure.kind != "connect" and failed.failure.family == "transient"
                raise
            if good_id(made.get("id")) is None:
                raise CallFailed(Failure(family="transient", kind="not_json", detail="a batch without an id of use"))
            return made

        try:
            made = await self._wire.patiently(once)
        except CallFailed as failed:
            if failed.failure.family in {"article", "fatal"} and not doubt:  # refused: next time from the beginning
                self._batches.move(batch.number, "ready", file=None)
            raise
        failpoint("made")
        self._batches.move(batch.number, "running", remote=made["id"], status=read_word(made.get("status")))
        self._batches.forget_file(batch.number)

    async def find(self, batch: Batch) -> dict[str, Any] | None:
        """Return the batch at the provider that was made for ours; None where there is none.

        Raises:
            CallFailed: nobody can tell.
        """
        before = -math.inf  # when the one before was made
        async for one in self._wire.listed("/batches"):
            metadata = one.get("metadata")
            named = isinstance(metadata, dict) and metadata.get("memcon") == batch.nonce
            if named or (batch.file and one.get("input_file_id") == batch.file):
                if good_id(one.get("id")) is None:
                    raise CallFailed(
                        Failure(family="article", kind="bad_id", detail="it was made, and has no id of use")
                    )
                return one
            made = one.get("created_at")
            if isinstance(made, int | float):
                if made < before and made < batch.made - DAY:  # the newest come first
                    return None
                before = made
        return None


def _line(asked: Asked) -> bytes:
    """Return a question as a line of a file for a batch: as it would be sent by itself, on one line."""
    head = f'{{"custom_id":"{asked.key}","method":"POST","url":"{ENDPOINT}","body":'
    return head.encode() + asked.sent.replace(b"\n", b" ") + b"}"


def size_of(asked: Asked) -> int:
    """Return the bytes that a question takes in a file."""
    return len(_line(asked)) + 1
