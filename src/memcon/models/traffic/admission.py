"""Which call may leave, and when: slots, gate, rates, budget and breaker in one line, first come, first served.

A call waits here, and nowhere else, until there is a slot for it, no 429 holds all back, the user's ceilings and the
provider's hints leave room, the budget covers the most it can take, and the endpoint is not taken to be out. The first
call of a run goes alone for a moment, so that a wrong key costs one call. Knows nothing of HTTP and of what is asked.
"""

import contextlib
import dataclasses
import math
from collections.abc import AsyncIterator, Mapping
from typing import Final

from memcon.models.failure import CallFailed, Failure
from memcon.models.settings import CallSettings
from memcon.models.spec import ModelSpec
from memcon.models.tokens import TokenCounts
from memcon.models.traffic.breaker import Breaker
from memcon.models.traffic.budget import Budget, Need, spent
from memcon.models.traffic.concurrency import Adaptive
from memcon.models.traffic.line import Line
from memcon.models.traffic.rates import Bucket, Departure, Hint, SlidingWindow
from memcon.models.usage import LimitChange, TrafficState

ALONE: Final = 0.5
"""Seconds that the first call goes alone: a refused key is told in less."""
GATE: Final = 1.0
"""Seconds that a 429 holds all calls back when it names no time: limits count by the second or more.

Also where it names less, and a call that heeded it got another.
"""
_FOREVER: Final = math.inf


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """One of several endpoints of a model: its base URL, without a final slash, and the headers that it is sent."""

    url: str
    headers: Mapping[str, str] = dataclasses.field(repr=False)


class AdmittedCall:
    """A call that was let through: told what became of it, once."""

    place: "Place | None" = None
    """Where it goes, where there are several places."""

    def __init__(
        self, need: Need, left: float, sent_before: int, tokens_before: int, counted: Departure | None
    ) -> None:
        self.need, self.left = need, left
        self.sent_before, self.tokens_before = sent_before, tokens_before
        self.settled = False
        self._counted = counted

    @property
    def counted(self) -> bool:
        """Tell whether it matters to others when it leaves."""
        return self._counted is not None

    def held(self, now: float) -> float:
        """Return the seconds until it may leave, when all else is done: it is let through a little early."""
        return max(0.0, self._counted.at - now) if self._counted else 0.0

    def sent(self, now: float) -> None:
        """Note that it leaves now, since what was to be done between cost time; the last word stands."""
        if self._counted:
            self._counted.at = now


class Traffic(Line):
    """The line before the endpoint."""

    def __init__(self, spec: ModelSpec, settings: CallSettings, budget: Budget | None = None) -> None:
        """Begin with an open line; `budget` is shared with the lines before other endpoints, where there are some.

        Raises:
            UsageError: a budget in dollars for a model without a price.
        """
        super().__init__(settings.clock)
        self._profile = spec.profile
        self._budget = budget or Budget(settings.limits, settings.price, repr(spec.model))
        now = self._clock.now()
        self._adaptive = Adaptive(spec.profile.concurrency, now)
        self._breaker = Breaker()
        self._rates: list[tuple[Bucket, str]] = []
        for amount, what in ((settings.limits.rpm, "requests"), (settings.limits.tpm, "tokens")):
            if amount is not None:  # at once 0.15 s worth of requests, a second's of tokens: what is not taken in that
                burst = max(1.0, amount / 60 * (0.15 if what == "requests" else 1.0))  # time is lost, more is refused
                self._rates.append((Bucket(amount / 60, burst, now), what))
        self._window = SlidingWindow(settings.limits.rpm / 60) if settings.limits.rpm is not None else None
        self._hints = [(Hint(spec.conventions.requests), "requests"), (Hint(spec.conventions.tokens), "tokens")]
        self._gate = now  # no call leaves before
        self._gate_why = ""
        self._limited_at = _FOREVER  # when the last 429 came, if no answer has come since
        self._first_left: float | None = None
        self._proven = spec.profile.concurrency == 1
        self._in_flight = 0
        self._used_up = -_FOREVER  # when the limit last held a call back
        self._sent, self._sent_tokens = 0, 0
        self._waiting: tuple[str, float] = ("", now)

    @property
    def state(self) -> TrafficState:
        """Return what the traffic looks like now."""
        why, until = self._waiting
        left = until - self._clock.now()
        return TrafficState(self._in_flight, self._adaptive.limit, why, left if 0 < left < _FOREVER else 0.0)

    @property
    def history(self) -> list[LimitChange]:
        """Return how the limit of calls in flight has moved."""
        return self._adaptive.history

    @contextlib.asynccontextmanager
    async def call(self, need: Need) -> AsyncIterator[AdmittedCall]:
        """Wait until a call may leave, and hold its place until the block ends.

        Raises:
            ProviderStopped: the budget does not cover it; or the reason of `halt`.
            CallFailed: the endpoint has been out for longer than the profile's patience.
        """
        async with self._head:
            await self._turn(need)
            call = self.leave(need)
        try:
            yield call
        finally:
            self.ended(call)

    def ended(self, call: AdmittedCall) -> None:
        """Give a call's place to the next, whatever became of it."""
        if not call.settled:  # cancelled, or a bug: it may have been billed
            self._breaker.abandoned()
        self._in_flight -= 1
        self._changed.set()

    def answered(self, call: AdmittedCall, tokens: TokenCounts, headers: Mapping[str, str]) -> None:
        """Note a complete answer of the endpoint that is no 429 and no server error, and what it says is left."""
        now = self._clock.now()
        if tokens.prompt is not None and tokens.completion is not None:  # else it stays as reserved
            self._settle(call, tokens)
        call.settled = True
        self._proven = True
        self._limited_at = _FOREVER
        self._breaker.answered()
        self._adaptive.answered(now, used_up=self._used_up >= call.left)
        since = {"requests": self._sent - call.sent_before, "tokens": self._sent_tokens - call.tokens_before}
        for hint, what in self._hints:
            hint.learn(headers, since[what], now)

    def failed(self, call: AdmittedCall, failure: Failure, tokens: TokenCounts) -> Failure:
        """Note a call without an answer, and return its failure, marked when the endpoint is taken to be out."""
        now = self._clock.now()
        if not failure.uncertain:  # else it may have been billed, and what was reserved stays spent
            self._settle(call, tokens)
        call.settled = True
        if failure.family == "rate":
            wait, again = failure.retry_after, call.left >= self._limited_at
            if wait is None or (again and wait < GATE):
                wait = GATE
            self._limited_at = now
            if now + wait > self._gate:
                self._gate, self._gate_why = now + wait, failure.detail
            self._adaptive.limited(now, now + wait)
            self._breaker.answered()
            return failure
        if failure.family == "transient":
            self._adaptive.stumbled(now)
            self._breaker.failed(now)
            return dataclasses.replace(failure, outage=self._breaker.open)
        self._breaker.answered()
        return failure

    # --- the line ---

    async def _turn(self, need: Need) -> None:
        """Wait, at the head of the line, until `need` may leave."""
        while True:
            self._stop_if_halted()
            why, wait = self.obstacle(need)
            if not why:
                self._waiting = ("", self._clock.now())
                return
            self._waiting = (why, self._clock.now() + wait)
            await self._change(wait)

    def obstacle(self, need: Need) -> tuple[str, float]:
        """Return what keeps the next call, and for how many seconds: infinite when until another has ended.

        Raises:
            ProviderStopped: the budget does not cover it.
            CallFailed: the endpoint has been out for longer than the profile's patience.
        """
        now = self._clock.now()
        if self._breaker.out_for(now) > self._profile.patience:
            raise CallFailed(Failure(family="fatal", kind="outage", detail="no call has been answered for too long"))
        if self._in_flight >= self._adaptive.limit:
            self._used_up = now
            return "in flight", _FOREVER
        if not self._proven and self._first_left is not None and now - self._first_left < ALONE and self._in_flight:
            return "first call", self._first_left + ALONE - now
        if lack := self._budget.lacks(need):
            if self._in_flight:  # one of these may take less than it reserved
                return "budget", _FOREVER
            raise spent(lack)
        waits = [
            ("the endpoint does not answer", self._breaker.wait(now)),
            (f"rate limit ({self._gate_why})", self._gate - now),
            *((f"ceiling of {what} a minute", bucket.wait(_amount(what, need), now)) for bucket, what in self._rates),
            ("ceiling of requests a minute", self._window.wait(now) if self._window else 0.0),
            *((f"few {what} left", hint.wait(_amount(what, need), now)) for hint, what in self._hints),
        ]
        why, wait = max(waits, key=lambda one: one[1])
        return (why, wait) if wait > 0 else ("", 0.0)

    def leave(self, need: Need) -> AdmittedCall:
        """Book a call that leaves now, since nothing keeps it: see `obstacle`."""
        now = self._clock.now()
        self._budget.reserve(need)
        self._breaker.leaves()
        for bucket, what in self._rates:
            bucket.take(_amount(what, need), now)
        for hint, what in self._hints:
            hint.take(_amount(what, need), now)
        self._first_left = now if self._first_left is None else self._first_left
        self._in_flight += 1
        self._sent += 1
        self._sent_tokens += need.tokens
        counted = self._window.take(now) if self._window else None
        return AdmittedCall(need, now, self._sent, self._sent_tokens, counted)

    def _settle(self, call: AdmittedCall, tokens: TokenCounts) -> None:
        """Put what a call took in place of what it reserved."""
        prompt, completion = tokens.prompt or 0, tokens.completion or 0
        self._budget.settle(call.need, prompt, completion, tokens.cached or 0)
        for bucket, what in self._rates:
            if what == "tokens":
                bucket.give_back(call.need.tokens - prompt - completion)


def _amount(what: str, need: Need) -> int:
    return 1 if what == "requests" else need.tokens
