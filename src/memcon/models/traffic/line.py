"""A line in which calls wait: woken by what changes, ended by a halt. Knows nothing of why they wait."""

import asyncio
import math

from memcon.errors import MemconError
from memcon.models.settings import Clock


class Line:
    """What the line before one endpoint and that before several have in common."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._head = asyncio.Lock()
        self._changed, self._halt = asyncio.Event(), asyncio.Event()
        self._halted: MemconError | None = None

    def halt(self, reason: MemconError) -> None:
        """Let no call through any more: those that wait, and those to come, end with `reason`."""
        self._halted = self._halted or reason
        self._halt.set()
        self._changed.set()

    async def sleep(self, seconds: float) -> None:
        """Wait between two attempts; ends early, with its reason, when the line is halted."""
        if not self._halted:
            await self._either(self._halt, seconds)
        self._stop_if_halted()

    def _stop_if_halted(self) -> None:
        if self._halted:
            raise self._halted

    async def _change(self, seconds: float) -> None:
        """Wait until something changes, at most so many seconds of the clock: infinite for as long as it takes."""
        self._changed.clear()
        await self._either(self._changed, seconds)

    async def _either(self, event: asyncio.Event, seconds: float) -> None:
        if seconds == math.inf:
            await event.wait()
            return
        waits = [asyncio.ensure_future(self._clock.sleep(seconds)), asyncio.ensure_future(event.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()
