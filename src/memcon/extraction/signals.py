"""Signals end a run in order, whatever it does; and a run is started from where an event loop runs already.

Ctrl-C, SIGTERM and, unless it is ignored as under nohup, SIGHUP: the first is answered at once, also while our own
code reads, parses or merges. Its handler runs between two steps of Python, and a thread of its own tells the user.
What waits for input that does not come is broken off. The second cancels the run, and breaks into code that does not
let the event loop turn.
"""

import asyncio
import contextlib
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from types import FrameType
from typing import Final, TypeVar

from memcon.errors import Interrupted
from memcon.extraction.stop import ReadingStopped, Stop

Result = TypeVar("Result")

PATIENCE: Final = 0.25
"""Seconds after a signal in which code may end in order before it is broken into."""
SAME: Final = 0.1
"""Seconds after a first one in which another is the same: `timeout` sends one to the process and one to its group."""
_TICK: Final = 0.05
_KNOCK: Final = signal.SIGURG
"""Sent to ourselves, to break into what the main thread does; the system ignores it elsewhere."""


@contextlib.asynccontextmanager
async def stopping(stop: Stop, grace: float, tell: Callable[[str], None] | None) -> AsyncIterator[None]:
    """Stop the run at the first signal, waiting for calls in flight; at the second, at once.

    At once is a `KeyboardInterrupt` or a cancelled task, and `stop.reason` is Interrupted.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals come to the main thread, whose they are
        return
    answer = _Answer(stop, grace, tell)
    ends = [signal.SIGINT, signal.SIGTERM]
    ends += [signal.SIGHUP] if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN else []
    handlers = {**dict.fromkeys(ends, answer.asked), _KNOCK: answer.knocked}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        answer.over.set()
        for number, handler in before.items():
            signal.signal(number, handler)


class _Answer:
    """What is done about signals while a run is on its way."""

    def __init__(self, stop: Stop, grace: float, tell: Callable[[str], None] | None) -> None:
        self._stop, self._grace, self._tell = stop, grace, tell
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        self._main = threading.get_ident()
        self._asked: list[float] = []
        self.over = threading.Event()

    def asked(self, number: int, _: FrameType | None) -> None:
        """Take a signal of the user's, or of the system's. Runs in the main thread, between any two steps of it."""
        now = time.monotonic()
        if len(self._asked) == 1 and now - self._asked[0] < SAME:
            return
        self._asked.append(now)
        if len(self._asked) == 1:
            threading.Thread(target=self._attend, args=(self._stop.reason is None,), daemon=True).start()
        elif self._task:
            self._loop.call_soon_threadsafe(self._task.cancel)
        hint = "what is paid is in the ledger, and the same command goes on where it was"
        what = "Ctrl-C" if number == signal.SIGINT else signal.Signals(number).name
        self._stop.soon(Interrupted(f"stopped by {what}: {hint}", 128 + number), self._loop)

    def knocked(self, _: int, __: FrameType | None) -> None:
        """Break into what the main thread does, where it is time to."""
        if len(self._asked) > 1:
            raise KeyboardInterrupt
        if self._stop.reading is not None:
            raise ReadingStopped

    def _attend(self, first: bool) -> None:  # noqa: FBT001  whether nothing else had stopped the run
        """Tell that the signal was heard, and see to it that something comes of it. Runs in a thread of its own."""
        if first and self._tell:
            self._tell(
                f"stopping: calls in flight have {self._grace:g} s to end, since they are paid for; once more stops"
                " at once"
            )
        while not self.over.wait(_TICK):
            waited = [self._asked[1]] if len(self._asked) > 1 else []
            if self._stop.reading is not None:
                waited.append(max(self._stop.reading, self._asked[0]))
            if waited and time.monotonic() - min(waited) > PATIENCE:
                signal.pthread_kill(self._main, _KNOCK)
                self.over.wait(PATIENCE)


@contextlib.contextmanager
def breakable() -> Iterator[None]:
    """Have Ctrl-C break into whatever runs here, as it does outside an event loop: nothing is in flight to wait for."""

    def broken(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(
        signal.SIGINT, broken
    )  # asyncio, which would cancel its task and wait, takes the place of none but Python's
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def outside_loop(work: Callable[[], Result]) -> Result:
    """Call `work`, which runs an event loop of its own, also where one runs already, as in a notebook.

    That one waits for `work`, and it and its task are set aside meanwhile: `work` finds what it finds in a script, this
    very thread and Python's own answer to Ctrl-C, which asyncio puts its own in place of.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return work()
    task = asyncio.current_task()
    if task:
        asyncio.tasks._leave_task(loop, task)  # noqa: SLF001  for who extends asyncio
    asyncio._set_running_loop(None)  # noqa: SLF001
    try:
        with _own_interrupts():
            return work()
    finally:
        asyncio._set_running_loop(loop)  # noqa: SLF001
        asyncio.set_event_loop(loop)
        if task:
            asyncio.tasks._enter_task(loop, task)  # noqa: SLF001


@contextlib.contextmanager
def _own_interrupts() -> Iterator[None]:
    """Let Python answer Ctrl-C here as it does in a script, whoever does so around; where it is ignored it stays so."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
