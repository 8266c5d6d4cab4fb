"""Writes to a ledger, those that wait together in one transaction: a commit is forced to disk, and costs the most.

A caller goes on when its own rows are on the disk, as with a transaction of its own. Rows that cannot be written harm
no others. One event loop uses it, and one thread at a time writes.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from memcon.errors import DiskError
from memcon.models.ledger.store import Ledger

R = TypeVar("R")
Write = Callable[[sqlite3.Connection], Any]


class Together:
    """The writes of one event loop to one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._waiting: list[tuple[Write, int | None, asyncio.Future[Any]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, write: Callable[[sqlite3.Connection], R], of: int | None = None) -> R:
        """Return what `write` returns, once its rows are on the disk. A caller that is cancelled leaves them there.

        What is written `of` an attempt is of a call that has been paid: what the file takes no more goes beside it.

        Raises:
            DiskError: they cannot be written.
        """
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((write, of, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                try:
                    results = await asyncio.to_thread(self._carry_out, [(write, of) for write, of, _ in batch])
                except BaseException:  # the loop ends, and with it who waits
                    for *_, done in batch:
                        done.cancel()
                    raise
                for (*_, done), (result, error) in zip(batch, results, strict=True):
                    if done.done():  # cancelled
                        continue
                    if error is None:
                        done.set_result(result)
                    else:
                        done.set_exception(error)
        finally:
            self._writing = None

    def _carry_out(self, writes: Sequence[tuple[Write, int | None]]) -> list[tuple[Any, Exception | None]]:
        """Return what each write returns, or why it cannot be: all of them in one transaction, else each by itself."""
        try:
            with self._ledger.writing() as writer:
                return [(write(writer), None) for write, _ in writes]
        except Exception as error:  # noqa: BLE001  told to whom it concerns
            if len(writes) == 1:
                ((write, of),) = writes
                if isinstance(error, DiskError) and of is not None:
                    self._ledger.place.put_beside(self._ledger.read, of, write, error)
                return [(None, error)]
        return [result for one in writes for result in self._carry_out([one])]
