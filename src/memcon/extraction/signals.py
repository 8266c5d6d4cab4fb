"""Ctrl-C and SIGTERM end a run in order; and a run is started from where an event loop runs already."""

import asyncio
import contextlib
import signal
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from memcon.errors import Interrupted
from memcon.extraction.run import Stop

Result = TypeVar("Result")


@contextlib.asynccontextmanager
async def stopping(stop: Stop, grace: float, tell: Callable[[str], None] | None) -> AsyncIterator[None]:
    """Stop the run at the first Ctrl-C or SIGTERM, waiting for calls in flight; at the second, at once."""
    if threading.current_thread() is not threading.main_thread():
        yield  # a notebook's thread: signals are not ours
        return
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()

    def received(number: signal.Signals) -> None:
        if isinstance(stop.reason, Interrupted) and task:
            task.cancel()
        elif stop.reason is None and tell:
            tell(f"stopping: calls in flight have {grace:g} s to end, since they are paid for; once more stops at once")
        hint = "what is paid is in the ledger, and the same command goes on where it was"
        what = "Ctrl-C" if number == signal.SIGINT else number.name
        stop(Interrupted(f"stopped by {what}: {hint}", 128 + number))

    caught = (signal.SIGINT, signal.SIGTERM)
    for number in caught:
        loop.add_signal_handler(number, received, number)
    try:
        yield
    finally:
        for number in caught:
            loop.remove_signal_handler(number)


def outside_loop(work: Callable[[], Result]) -> Result:
    """Call `work` here, or in a thread of its own where an event loop runs already, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()
