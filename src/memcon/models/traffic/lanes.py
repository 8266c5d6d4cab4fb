"""The lines before several endpoints of one model: a call leaves for the one that takes it first.

Each has its own pace (calls in flight, 429s, ceilings, hints, outages), and all one budget. One that will not serve the
run is left out, and the others go on; the last one's word ends the run, as a single one's does. The same to its callers
as `Traffic`. Knows nothing of HTTP and of what is asked.
"""

import contextlib
import dataclasses
import math
from collections.abc import AsyncIterator, Mapping, Sequence

from memcon.errors import ProviderStopped
from memcon.models.failure import CallFailed, Failure
from memcon.models.settings import CallSettings
from memcon.models.spec import ModelSpec, host_of
from memcon.models.tokens import TokenCounts
from memcon.models.traffic.admission import AdmittedCall, Place, Traffic
from memcon.models.traffic.budget import Budget, Need
from memcon.models.traffic.line import Line
from memcon.models.usage import LimitChange, TrafficState


class Lanes(Line):
    """One line, and several places to leave for."""

    def __init__(self, spec: ModelSpec, settings: CallSettings, places: Sequence[Place]) -> None:
        """Begin with every place open.

        Raises:
            UsageError: a budget in dollars for a model without a price.
        """
        super().__init__(settings.clock)
        budget = Budget(settings.limits, settings.price, repr(spec.model))
        self._lanes = [(place, Traffic(spec, settings, budget)) for place in places]
        self._open = dict(enumerate(self._lanes))
        self._tell = settings.tell

    @property
    def state(self) -> TrafficState:
        """Return what the traffic looks like now, all places together; it waits when all of them do."""
        states = [traffic.state for _, traffic in self._open.values()]
        waiting = min(states, key=lambda state: (bool(state.why), state.wait))
        return TrafficState(
            sum(state.in_flight for state in states), sum(state.limit for state in states), waiting.why, waiting.wait
        )

    @property
    def history(self) -> list[LimitChange]:
        """Return how the limits of calls in flight have moved, each by itself, in the order of time."""
        return sorted((change for _, traffic in self._lanes for change in traffic.history), key=lambda one: one.seconds)

    @contextlib.asynccontextmanager
    async def call(self, need: Need) -> AsyncIterator[AdmittedCall]:
        """Wait until a call may leave for one of the places, and hold its place there until the block ends.

        Raises:
            ProviderStopped: the budget does not cover it; or the reason of `halt`.
            CallFailed: every endpoint has been out for longer than the profile's patience.
        """
        async with self._head:
            number = await self._turn(need)
            place, traffic = self._lanes[number]
            call = traffic.leave(need)
            call.place = place
        try:
            yield call
        finally:
            traffic.ended(call)
            self._changed.set()

    def answered(self, call: AdmittedCall, tokens: TokenCounts, headers: Mapping[str, str]) -> None:
        """Note a complete answer; see `Traffic.answered`."""
        self._of(call)[1].answered(call, tokens, headers)

    def failed(self, call: AdmittedCall, failure: Failure, tokens: TokenCounts) -> Failure:
        """Note a call without an answer, and return its failure: where another place may answer, one to try again."""
        number, traffic = self._of(call)
        failure = traffic.failed(call, failure, tokens)
        if failure.family == "fatal" and self._left_out(number, failure):
            return dataclasses.replace(failure, family="transient", outage=True, retry_after=0.0)
        if failure.family == "rate" and len(self._open) > 1:
            return dataclasses.replace(failure, retry_after=0.0)  # that place is held back, and another need not be
        return failure

    def _of(self, call: AdmittedCall) -> tuple[int, Traffic]:
        return next((number, traffic) for number, (place, traffic) in enumerate(self._lanes) if place is call.place)

    def _left_out(self, number: int, failure: Failure) -> bool:
        """Leave a place out from now on, unless it is the last; return whether another goes on."""
        if self._open.keys() <= {number}:
            return False
        if self._open.pop(number, None) and self._tell:
            place = self._lanes[number][0]
            self._tell(f"endpoint {number + 1} ({host_of(place.url)}) is left out: {failure.detail}; the others go on")
        return True

    async def _turn(self, need: Need) -> int:
        """Wait, at the head of the line, until a call may leave; return for which place."""
        while True:
            self._stop_if_halted()
            waits = []
            for number in sorted(self._open, key=self._load):
                try:
                    why, wait = self._lanes[number][1].obstacle(need)
                except CallFailed as out:
                    if not self._left_out(number, out.failure):
                        raise
                    continue
                except ProviderStopped:  # the budget of all, of which one in flight may take less than it reserved
                    if not any(traffic.state.in_flight for _, traffic in self._lanes):
                        raise
                    why, wait = "budget", math.inf
                if not why:
                    return number
                waits.append(wait)
            await self._change(min(waits, default=0.0))

    def _load(self, number: int) -> float:
        state = self._lanes[number][1].state
        return state.in_flight / state.limit
