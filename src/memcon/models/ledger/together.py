"""Writes to a ledger, those that wait together in one transaction: a commit is forced to disk, and costs the most.

A caller goes on when its own rows are on the disk, as with a transaction of its own. Rows that cannot be written harm
no others. One event loop uses it, and one thread at a time writes.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from memcon.models.ledger.store import Ledger

R = TypeVar("R")
Write = Callable[[sqlite3.Connection], Any]


class Together:
    """The writes of one event loop to one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._waiting: list[tuple[Write, asyncio.Future[Any]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, write: Callable[[sqlite3.Connection], R]) -> R:
        """Return what `write` returns, once its rows are on the disk. A caller that is cancelled leaves them there.

        Raises:
            DiskError: they cannot be written.
        """
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((write, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                try:
                    results = await asyncio.to_thread(self._carry_out, [write for write, _ in batch])
                except BaseException:  # the loop ends, and with it who waits
                    for _, done in batch:
                        done.cancel()
                    raise
                for (_, done), (result, error) in zip(batch, results, strict=True):
                    if done.done():  # cancelled
                        continue
                    if error is None:
                        done.set_result(result)
                    else:
                        done.set_exception(error)
        finally:
            self._writing = None

    def _carry_out(self, writes: Sequence[Write]) -> list[tuple[Any, Exception | None]]:
        """Return what each write returns, or why it cannot be: all of them in one transaction, else each by itself."""
        try:
            with self._ledger.writing() as writer:
                return [(write(writer), None) for write in writes]
        except Exception as error:  # noqa: BLE001  told to whom it concerns
            if len(writes) == 1:
                return [(None, error)]
        return [result for write in writes for result in self._carry_out([write])]
