"""What holds for every call of a run, as one value that travels from its opening to where calls wait."""

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from memcon.models.failure import Failure
from memcon.models.limits import Limits
from memcon.models.prices import Price
from memcon.models.spec import ModelSpec

Notice = Callable[[Failure, float], None]
"""Told before each wait: its cause and its seconds."""
Serve = Callable[[ModelSpec], AbstractAsyncContextManager[str]]
"""Starts a server for a spec, yields its base URL, and ends it."""

Unanswered = Callable[[str, bytes, bytes, int, int], Failure | None]
"""Told of a question that the ledger, open for reading only, cannot answer: its key, its canonical body, the body as it
would be sent, and how many tokens of prompt and of answer it takes at most. Returns why it has no answer, where that is
known."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as calls see it, so that tests need not wait."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    today: Callable[[], dt.datetime] = field(default=lambda: dt.datetime.now(dt.UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSettings:
    """How the calls of a run are made."""

    limits: Limits = field(default_factory=Limits)
    """What the user allows; `limits.laid_over` gives a spec its concurrency and patience."""
    price: Price | None = None
    """Of the model's tokens; None where it is not known."""
    serve: Serve | None = None
    """Starts the server of a spec without a URL, at the first question that the ledger cannot answer."""
    notice: Notice | None = None
    unanswered: Unanswered | None = None
    tell: Callable[[str], None] | None = None
    """Told a line for the user, as about what an endpoint does not take."""
    clock: Clock = field(default_factory=Clock)
    """For tests."""
