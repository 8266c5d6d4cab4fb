"""When a question is asked again, and after how long. Knows failures and time, and nothing of HTTP."""

from collections.abc import Awaitable, Callable
from typing import Final

import tenacity

from memcon.models.failure import CallFailed, Failure
from memcon.models.profile import Profile
from memcon.models.settings import CallSettings
from memcon.models.traffic.admission import GATE

FEW: Final = frozenset({"deadline", "timeout", "not_json", "no_list"})
"""Failures that take long or repeat themselves: two of them are enough."""


class Patience:
    """How long one question is asked again. Waiting out 429s uses up seconds, other failures use up attempts.

    Failures while the endpoint is out, and refused connections, use up neither: the line before it ends them, see
    `traffic`.
    """

    def __init__(self, profile: Profile, settings: CallSettings, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._profile, self._clock, self._notice = profile, settings.clock, settings.notice
        self._sleep = sleep
        self._stumbles = 0
        self._long_stumbles = 0
        self._limited_since: float | None = None
        self._back_off = tenacity.wait_random_exponential(multiplier=0.5, max=30)

    def retrying(self) -> tenacity.AsyncRetrying:
        """Return the loop that asks until there is an answer, or raises the last `CallFailed`."""
        return tenacity.AsyncRetrying(
            sleep=self._sleep,
            retry=tenacity.retry_if_exception(is_passing),
            wait=self._wait,
            stop=self._is_over,
            reraise=True,
        )

    def _wait(self, state: tenacity.RetryCallState) -> float:
        """Return the seconds to wait: what the endpoint asks, else a random back-off whose bound doubles.

        So it is, too, where it asks for no pause worth the name, and the question that heeds it is refused again.
        """
        failure = _failure_of(state)
        told, again = failure.retry_after, self._limited_since is not None
        if failure.family == "rate":
            if self._limited_since is None:
                self._limited_since = self._clock.now()
        elif not failure.outage and failure.kind != "connect":  # what never left is no question's fault
            self._stumbles += 1
            self._long_stumbles += failure.kind in FEW
        if told is None or (failure.family == "rate" and again and told < GATE):
            return max(told or 0.0, self._back_off(state))
        return told

    def _is_over(self, state: tenacity.RetryCallState) -> bool:
        """Return whether to give up. Tenacity calls it after `_wait`, with the wait in `upcoming_sleep`."""
        failure, wait = _failure_of(state), state.upcoming_sleep
        if failure.family == "rate":
            waited = self._clock.now() - (self._limited_since or 0.0)
            over = waited + wait > self._profile.patience
        else:
            out_of_attempts = self._stumbles >= self._profile.attempts or self._long_stumbles >= 2
            mine = not failure.outage and failure.kind != "connect"
            over = (out_of_attempts and mine) or wait > self._profile.patience
        if self._notice and not over:
            self._notice(failure, wait)
        return over


def is_passing(error: BaseException) -> bool:
    """Return whether another attempt may succeed."""
    return isinstance(error, CallFailed) and error.failure.family in {"rate", "transient"}


def _failure_of(state: tenacity.RetryCallState) -> Failure:
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, CallFailed)  # noqa: S101  nothing else is retried
    return error.failure
