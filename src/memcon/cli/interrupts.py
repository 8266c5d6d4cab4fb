"""The last resort of Ctrl-C and SIGTERM: what hangs where no handler of Python's can run is told of, and ended.

A handler waits for the main thread, which a slow disk or a library may hold. The system writes the number of each
signal to a pipe all the same, and a thread that waits for nothing else reads it: at the first one that has come to
nothing it says so, at the second it ends the process, of which all that is paid is on disk.
"""

import contextlib
import os
import select
import signal
import threading
import time
from collections.abc import Iterator
from typing import Final

HEARD: Final = 0.6
"""Seconds after a first signal in which the command is to answer it itself."""
LAST: Final = 0.8
"""Seconds after a second one in which it is to end."""
_STOPS: Final = frozenset({signal.SIGINT, signal.SIGTERM})
_answers = [0.0]
_elsewhere = threading.Event()


def answered() -> None:
    """Note that the command tells the user something itself."""
    _answers[0] = time.monotonic()


def left_to_others() -> None:
    """Leave signals to what runs now, as to a server that has its own way with them."""
    _elsewhere.set()


@contextlib.contextmanager
def watched() -> Iterator[None]:
    """Watch over the signals of this process while a command runs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _elsewhere.clear()
    read, write = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    os.set_blocking(read, True)
    before = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    watching = threading.Thread(target=_watch, args=(read,), daemon=True)
    watching.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        os.close(write)
        watching.join()


def _watch(pipe: int) -> None:
    """Read the numbers of signals until the other end of the pipe is closed."""
    stops: list[int] = []
    due, first = None, 0.0
    while True:
        wait = None if due is None else max(0.0, due - time.monotonic())
        if select.select([pipe], [], [], wait)[0]:
            numbers = os.read(pipe, 64)
            if not numbers:
                break
            heard = [number for number in numbers if number in _STOPS and not _elsewhere.is_set()]
            if heard and len(stops) < 2:
                first = first or time.monotonic()
                stops += heard
                due = time.monotonic() + (HEARD if len(stops) == 1 else LAST)
        elif len(stops) == 1:
            due = None
            if _answers[0] < first:
                _say("stopping when what is being done now is done; once more stops at once")
        else:
            _say("stopped at once; what is paid is in the ledger, and the same command goes on where it was")
            os._exit(128 + stops[-1])
    os.close(pipe)


def _say(line: str) -> None:
    with contextlib.suppress(OSError):
        os.write(2, f"memcon: {line}\n".encode())  # no lock of Python's, which the main thread may hold
