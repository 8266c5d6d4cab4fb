"""Limits on connections, so that who is slow, or opens many, keeps nobody else from being answered."""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST: Final = 256
"""Connections at once. Of more, the one that has been waited for longest gives way."""
PATIENCE: Final = 30.0
"""Seconds that a request may take to come whole, and an answer to be taken further."""


class LimitedProtocol(H11Protocol):
    """HTTP over one connection, which is cut where its client keeps the server waiting."""

    since = 0.0
    """Since when it is waited for, by the clock of the loop."""
    _left = 0
    _watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection; where there are too many, another one that waits gives way, or else this one."""
        super().connection_made(transport)
        self.since = self.loop.time()
        self._watch = self.loop.call_later(PATIENCE, self._look)
        if len(self.connections) > MOST:
            others = [one for one in self.connections if isinstance(one, LimitedProtocol) and not one.is_at_work()]
            min(others, key=lambda one: one.since, default=self).transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        if self._watch:
            self._watch.cancel()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP. Who was answering the request that it came in is heard no more."""
        super().send_400_response(msg)
        if self.cycle:
            self.cycle.disconnected = True

    def on_response_complete(self) -> None:
        """Wait for the next request from now on."""
        self.since = self.loop.time()
        super().on_response_complete()

    def is_at_work(self) -> bool:
        """Return whether a request has come whole and is being answered."""
        cycle: Any = self.cycle
        return cycle is not None and not cycle.more_body and not cycle.response_complete

    def has_untaken(self) -> bool:
        """Return whether words of an answer wait for the client to take those before them."""
        return self.transport.get_write_buffer_size() > 0

    def _look(self) -> None:
        left = self.transport.get_write_buffer_size()
        taken = left and (left < self._left or not self._left)
        late = self.loop.time() - self.since >= PATIENCE
        stuck = left and left == self._left
        self._left = left
        if stuck or (late and not taken and not self.is_at_work()):
            self.transport.abort()
            return
        self._watch = self.loop.call_later(PATIENCE / 2, self._look)
