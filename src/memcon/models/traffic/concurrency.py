"""How many calls may be in flight: grows while all goes well, and falls when the endpoint says that it is too much.

Slow start, additive growth, multiplicative cut, as in TCP and in UK AISI's inspect_ai, whose rules these are: only a
429 cuts, once an episode; growth pauses in the cool-down after it and after stumbles; only a limit that is used up
grows.
"""

from typing import Final

from memcon.models.usage import LimitChange

START: Final = 20
"""Calls at once to begin with, where more are allowed: what new accounts bear; three quarters of a higher ceiling."""
CUT: Final = 0.8
COOL_DOWN: Final = 15.0
"""Seconds after a cut in which nothing grows and nothing is cut again: calls in flight then still tell of before."""
STUMBLE_PAUSE: Final = 5.0
"""Seconds without growth after a server error: it may be overloaded, but it has not said so."""
_HISTORY: Final = 200


class Adaptive:
    """The limit of calls in flight, between 1 and `ceiling`. Times are seconds of one monotonic clock."""

    def __init__(self, ceiling: int, now: float) -> None:
        self.ceiling = ceiling
        self._limit = float(min(ceiling, max(START, ceiling * 3 // 4)))
        self._began, self._paused_until = now, now
        self._episode_ends = now
        self._starting = True
        self.history: list[LimitChange] = [LimitChange(0.0, int(self._limit), "start")]
        """Cuts, and what growth had reached before them; the first 200."""

    @property
    def limit(self) -> int:
        """Return how many calls may be in flight now."""
        return int(self._limit)

    def answered(self, now: float, *, used_up: bool) -> None:
        """Note an answer: the limit may grow where it was `used_up`, and held another call back, meanwhile."""
        if now < self._paused_until or not used_up or self._limit >= self.ceiling:
            return
        self._limit = min(float(self.ceiling), self._limit + (1.0 if self._starting else 1.0 / self._limit))

    def limited(self, now: float, until: float) -> None:
        """Note a 429 that asks to wait until `until`: the first of an episode cuts, the others are of the same."""
        if now >= self._episode_ends:
            self._note(now, "before a 429")
            self._limit = max(1.0, self._limit * CUT)
            self._starting = False
            self._note(now, "429")
            self._episode_ends = max(now + COOL_DOWN, until)
        self._paused_until = max(self._paused_until, now + COOL_DOWN, until)

    def stumbled(self, now: float) -> None:
        """Note a server error or a broken connection: growth pauses, nothing is cut."""
        self._paused_until = max(self._paused_until, now + STUMBLE_PAUSE)

    def _note(self, now: float, why: str) -> None:
        if len(self.history) < _HISTORY and self.history[-1].limit != self.limit:
            self.history.append(LimitChange(round(now - self._began, 1), self.limit, why))
