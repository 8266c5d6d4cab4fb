"""The time and memory that our own code may take for one article: what runs over costs that article, and no other.

Everything that reads a text is made to take time in proportion to it (docs/adr/0009); this is for what nobody thought
of, in our code or in the libraries that read files. What is counted is the processor's time, so that waiting for a
model, a disk or another program costs nothing. A timer interrupts Python and its regular expressions alike. Its signals
come to the main thread alone: in another, as that in which a server answers, Python is interrupted between two
steps, and no pattern (`memcon.articles.threads`).
"""

import contextlib
import resource
import signal
import sys
import threading
import time
import types
from collections.abc import Callable, Coroutine, Generator, Iterator
from typing import Any, Final, Literal, Self, TypeVar

from memcon.articles import threads

T = TypeVar("T")

SECONDS: Final = 60.0
"""Of the processor. A long article takes one or two: a hundred times less than what would be told of as too slow."""
BYTES: Final = 1 << 30
"""By which an article may raise the most that the process has ever taken."""
PORTION: Final = 1 << 20
"""Bytes of a file for which all this is set aside once more. Office files unpack to ten times as many."""
TICK: Final = 0.25
"""Seconds between two looks; what ends sooner is never looked at."""
_UNIT: Final = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system tells that most."""


class Overrun(BaseException):
    """An article has used up its budget. No `Exception`: code that takes any failure for its own lets it pass."""

    def __init__(self, reason: Literal["too_slow", "too_large"] = "too_slow", detail: str | None = None) -> None:
        super().__init__(reason, detail)
        limit = f"{SECONDS:g} s" if reason == "too_slow" else f"{BYTES >> 20:,} MiB"
        self.reason = reason
        more = f"memcon took more than {limit} for it, and as much for each MB that it read: please report this"
        self.detail = detail or more

    def __str__(self) -> str:
        return self.detail


class _TooLarge(Overrun):
    """It is memory that is used up."""

    def __init__(self) -> None:
        super().__init__("too_large")


class Budget:
    """What is left of the time and memory of one article. `with budget:` spends of it, as often as need be."""

    def __init__(self, seconds: float | None = None) -> None:
        """Set aside `seconds` of the processor's time, by default `SECONDS`."""
        self._seconds = SECONDS if seconds is None else seconds
        self._spent, self._began = 0.0, 0.0
        self._most = _most()
        self._times, self._lasting = 1.0, 0.0
        """How often all this is set aside: for what is read now, and besides for each article of its file."""
        self._resting = False
        self._before: Any = None
        self._armed = False

    def __enter__(self) -> Self:
        if over := self._over(0.0):
            raise over
        self._began = time.thread_time()
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGPROF, self._tick)
            self._armed = True
            signal.setitimer(signal.ITIMER_PROF, TICK, TICK)
        elif threads.CAN:
            threads.begin(self, TICK)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self._disarm()
        except Overrun:  # on the last step
            self._disarm()
            raise
        self._spent += time.thread_time() - self._began
        if kind is MemoryError:
            raise Overrun("too_large", "there is not enough memory for what memcon makes of it")

    def grow(self, size: int, *, lasting: bool = False) -> None:
        """Set aside what so many bytes of a file may take, which are read now, or at any time (`lasting`)."""
        if lasting:
            self._lasting += size / PORTION
        else:
            self._times += size / PORTION

    @contextlib.contextmanager
    def resting(self) -> Iterator[None]:
        """Let code of others take what it takes: nothing is spent here."""
        began, self._resting = time.thread_time(), True
        try:
            yield
        finally:
            self._began += time.thread_time() - began
            self._most = max(self._most, _most())
            self._resting = False

    def renew(self) -> None:
        """Set aside as much as at first: what is read now is another article."""
        self._spent, self._began = 0.0, time.thread_time()
        self._most, self._times = _most(), 1.0

    def look(self, seconds: float) -> type[Overrun] | None:
        """Return what to raise in a thread that has taken so many seconds in its life; see `threads.Watched`."""
        return self._over(seconds - self._began)

    def _disarm(self) -> None:
        if self._armed:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self._armed = False
            signal.signal(signal.SIGPROF, self._before)
        else:
            threads.end()

    def _tick(self, *_: object) -> None:
        """Raise where the budget is used up; again at each tick, for code that lets nothing pass."""
        if self._armed and (over := self._over(time.thread_time() - self._began)):
            raise over

    def _over(self, more: float) -> type[Overrun] | None:
        """Return what is to be raised, where with `more` seconds the budget is used up."""
        if self._resting:
            return None
        times = self._times + self._lasting
        if self._spent + more > self._seconds * times:
            return Overrun
        return _TooLarge if _most() - self._most > BYTES * times else None


def _most() -> int:
    """Return the most bytes of memory that this process has ever taken."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT


@types.coroutine
def within(budget: Budget, work: Coroutine[Any, Any, T]) -> Generator[Any, Any, T]:
    """Await `work`, and spend of `budget` what its own steps take; what it waits for costs nothing.

    Raises:
        Overrun: the budget is used up; `work` has ended, its resources freed as when it is cancelled.
    """
    step: Callable[[Any], Any] = work.send
    given: Any = None
    try:
        while True:
            with budget:
                waits_for = step(given)
            try:
                given, step = (yield waits_for), work.send
            except GeneratorExit:
                raise
            except BaseException as error:  # noqa: BLE001  a cancellation among others, which is the work's to answer
                given, step = error, work.throw
    except StopIteration as done:
        ended: T = done.value
        return ended
    finally:
        work.close()
