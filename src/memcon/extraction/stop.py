"""How a run is asked to end, from an error of its own or a signal."""

import asyncio
from collections.abc import Callable

from memcon.errors import MemconError


class ReadingStopped(BaseException):
    """Breaks off the reading of input that does not come; nothing that reads may take it for a fault of the input."""


class Stop:
    """Asks a run to end. Calls in flight are waited for, so that no paid answer is lost; no new one is sent."""

    def __init__(self) -> None:
        self.reason: MemconError | None = None
        self.reading: float | None = None
        """Since when the next article is waited for, by `time.monotonic`; None while none is."""
        self.asked = asyncio.Event()
        self._listeners: list[Callable[[MemconError], None]] = []

    def __call__(self, reason: MemconError) -> None:
        """Ask for the end; the first reason counts."""
        if self.reason is None:
            self.reason = reason
            self._announce(reason)

    def soon(self, reason: MemconError, loop: asyncio.AbstractEventLoop) -> None:
        """Ask for the end from a handler of signals: the reason stands at once, and is told when the loop turns."""
        if self.reason is None:
            self.reason = reason
            loop.call_soon_threadsafe(self._announce, reason)

    def _announce(self, reason: MemconError) -> None:
        self.asked.set()
        for listener in self._listeners:
            listener(reason)

    def tell(self, listener: Callable[[MemconError], None]) -> None:
        """Call `listener` with the reason, once there is one."""
        self._listeners.append(listener)
