"""A token bucket that may go into debt, and whose level and rate a provider may tell; and a window that slides.

Pure but for what they have let through.
"""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from memcon.models.failure import duration
from memcon.models.profile import LimitHeaders

LONGEST_HINT: Final = 60.0
"""Seconds that a hint alone may hold calls back: beyond it one is tried, and a 429 decides."""
SPREAD: Final = 0.01
"""By such a part a window is longer than the quota's: requests travel at unequal speed."""
LEAD: Final = 0.1
"""Seconds by which a request is let through before it may leave: noting it in the ledger takes a part of them."""
_MINUTE: Final = 60.0
_SLACK: Final = 1e-6  # what rounding may lack


class Bucket:
    """So many units a second, and at most `capacity` of them at once. Times are seconds of one monotonic clock."""

    def __init__(self, rate: float, capacity: float, now: float, level: float | None = None) -> None:
        self._rate, self._capacity = rate, capacity
        self._level, self._at = capacity if level is None else level, now

    def wait(self, amount: float, now: float) -> float:
        """Return the seconds until `amount` may be taken; what is more than the bucket holds waits until it is full."""
        lacking = min(amount, self._capacity) - self._filled(now)
        return lacking / self._rate if lacking > _SLACK else 0.0

    def take(self, amount: float, now: float) -> None:
        """Take `amount`; the level may fall below zero, and those that come next wait for it."""
        self._level, self._at = self._filled(now) - amount, now

    def give_back(self, amount: float) -> None:
        """Return what was taken and not used; a negative amount takes what was used beyond it.

        No one amount takes more than a minute's: ceilings are of a minute, and numbers that others tell may be any.
        """
        least = min(self._level, -_MINUTE * self._rate)
        self._level = min(self._capacity, max(least, self._level + amount))

    def _filled(self, now: float) -> float:
        return min(self._capacity, self._level + self._rate * max(0.0, now - self._at))


@dataclass(slots=True)
class Departure:
    """When a request may leave, and once it has left, when it did."""

    at: float


class SlidingWindow:
    """As many requests as a second of the rate has, and no more in any second; at a slower rate, one in its time.

    A bucket cannot hold that: what it saved while nothing left, a moment's worth, comes on top, and where a provider
    counts by the second, one too many is a 429, and that another second lost.
    """

    def __init__(self, rate: float) -> None:
        count = max(1, int(rate))
        self._span = count / rate * (1 + SPREAD)
        self._left: deque[Departure] = deque(maxlen=count)

    def wait(self, now: float) -> float:
        """Return the seconds until another request may be let through, which is `LEAD` before it may leave."""
        return max(0.0, self._free - LEAD - now)

    def take(self, now: float) -> Departure:
        """Let a request through, and return when it may leave; that it left later is told to what is returned."""
        left = Departure(max(now, self._free))
        self._left.append(left)
        return left

    @property
    def _free(self) -> float:
        """Return when another request may leave."""
        return self._left[0].at + self._span if len(self._left) == self._left.maxlen else -math.inf


class Hint:
    """What a provider's headers say is left of one limit.

    A hint holds calls back before a 429 does; it never lets more through than the user allows.
    """

    def __init__(self, names: LimitHeaders) -> None:
        self._names = names
        self._bucket: Bucket | None = None

    def learn(self, headers: Mapping[str, str], since: float, now: float) -> None:
        """Take in the headers of an answer; `since` is what has been taken since its request left.

        Values may be missing, `-1` or no numbers: what cannot be understood is no hint.
        """
        remaining = _count(headers.get(self._names.remaining))
        reset = duration(headers.get(self._names.reset))
        if remaining is None or not reset:
            return
        limit = _count(headers.get(self._names.limit)) or 0
        spent = max(1, limit - remaining)  # refills over `reset` seconds
        self._bucket = Bucket(spent / reset, max(limit, remaining, 1), now, remaining - since)

    def wait(self, amount: float, now: float) -> float:
        """Return the seconds until `amount` fits, at most `LONGEST_HINT`; 0 without a hint."""
        return min(LONGEST_HINT, self._bucket.wait(amount, now)) if self._bucket else 0.0

    def take(self, amount: float, now: float) -> None:
        """Note that `amount` leaves."""
        if self._bucket:
            self._bucket.take(amount, now)


def _count(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 16 else None
