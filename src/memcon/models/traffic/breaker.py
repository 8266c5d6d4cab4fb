"""A circuit breaker: when one call after another fails, the endpoint is out, and one at a time finds out for how long.

Failures of an endpoint that is out are nobody's fault: they do not use up a question's attempts. Knows no failures,
only that there was one. Times are seconds of one monotonic clock.
"""

from typing import Final

OPENS_AFTER: Final = 8
"""Calls that fail one after the other, none answered: more than one question can cause by itself."""
PROBE_EVERY: Final = 5.0
"""Seconds between two probes."""


class Breaker:
    """Closed while calls are answered; open, with a probe now and then, while none is."""

    def __init__(self) -> None:
        self._in_a_row = 0
        self._since: float | None = None
        self._next_probe = 0.0
        self._probing = False

    @property
    def open(self) -> bool:
        """Tell whether the endpoint is taken to be out."""
        return self._since is not None

    def out_for(self, now: float) -> float:
        """Return for how long it has been out, in seconds; 0 when it is not."""
        return 0.0 if self._since is None else now - self._since

    def wait(self, now: float) -> float:
        """Return the seconds until a call may leave; infinite while a probe is under way."""
        if self._since is None:
            return 0.0
        return float("inf") if self._probing else max(0.0, self._next_probe - now)

    def leaves(self) -> None:
        """Note that a call leaves; when open, it is the probe."""
        self._probing = self.open

    def answered(self) -> None:
        """Note an answer of any kind but a server error."""
        self._in_a_row, self._since, self._probing = 0, None, False

    def failed(self, now: float) -> None:
        """Note a server error, a timeout or a broken connection."""
        self._in_a_row += 1
        self._probing = False
        if self._in_a_row >= OPENS_AFTER:
            self._since = now if self._since is None else self._since
            self._next_probe = now + PROBE_EVERY

    def abandoned(self) -> None:
        """Note that a call was given up by us."""
        self._probing = False
