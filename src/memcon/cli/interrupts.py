"""How every command ends at a signal: in order, as one that fails; and where it hangs, at the second one all the same.

SIGTERM and SIGHUP, the terminal's end, break into a command as Ctrl-C does, and what it has half done is undone on its
way out. Runs and servers, that have something to finish, take signals over while they last.

A handler waits for the main thread, which a slow disk or a library may hold. The system writes the number of each
signal to a pipe all the same, and a thread that waits for nothing else reads it: at the first one that has come to
nothing it says so, at the second it ends the process, of which all that is paid is on disk. From the first one on,
standard error that takes nothing, as a pipe whose reader sleeps, goes to nobody, and so does standard output of a
command that the signal breaks into: no end waits for its reader.
"""

import contextlib
import os
import select
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import Final

from memcon.errors import Interrupted

HEARD: Final = 0.6
"""Seconds after a first signal in which the command is to answer it itself."""
LAST: Final = 0.8
"""Seconds after a second one in which it is to end."""
SAME: Final = 0.1
"""Seconds after a first one in which another is the same: `timeout` sends one to the process and one to its group."""
STALLED: Final = 0.2
"""Seconds after a signal that standard error has to take a line."""
_TICK: Final = 0.25
"""Seconds between two looks whether it still does."""
_KNOCK: Final = signal.SIGURG
"""Sent to threads of ours, whose writing then begins anew; the system ignores it elsewhere."""
_STOPS: Final = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
_AS_IT_CAME: Final = (signal.SIG_DFL, signal.default_int_handler)
_answers = [0.0]
_ends = [0.0]
_elsewhere = threading.Event()
_ended = threading.Event()


class _Ended(SystemExit):
    """A signal ends the command. Its way out is that of `sys.exit`, which an event loop lets pass."""


def answered() -> None:
    """Note that the command tells the user something itself."""
    _answers[0] = time.monotonic()


def left_to_others() -> None:
    """Leave signals to what runs now, as to a server that has its own way with them."""
    _elsewhere.set()


@contextlib.contextmanager
def watched() -> Iterator[None]:
    """Watch over the signals of this process while a command runs. One that is ignored, as under nohup, stays so.

    Raises:
        Interrupted: Ctrl-C ended it, the system, or the end of its terminal.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _elsewhere.clear()
    _ended.clear()
    taken = {number: signal.signal(number, _end) for number in _STOPS if signal.getsignal(number) in _AS_IT_CAME}
    taken[_KNOCK] = signal.signal(_KNOCK, lambda _, __: None)
    read, write = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    os.set_blocking(read, True)
    before = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    watching = threading.Thread(target=_watch, args=(read,), daemon=True)
    watching.start()
    try:
        yield
    except _Ended as ended:
        number = signal.Signals(int(ended.code or 0) - 128)
        raise Interrupted(f"stopped by {number.name}", 128 + number) from None
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) or isinstance(_cause(error), KeyboardInterrupt):
            raise Interrupted("stopped by Ctrl-C") from None
        raise
    finally:
        if _ended.is_set():
            time.sleep(max(0.0, _ends[0] + SAME - time.monotonic()))  # for one that is the same: now it would kill
        for number, handler in taken.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(before)
        os.close(write)
        watching.join()


def _end(number: int, _: FrameType | None) -> None:
    """Break into the command, once: the way out is not to be broken into, and `_watch` sees to one that has no end."""
    if not _ended.is_set() or _elsewhere.is_set():
        _ends[0] = time.monotonic()
        _ended.set()
        raise KeyboardInterrupt if number == signal.SIGINT else _Ended(128 + number)


def _cause(error: BaseException) -> BaseException | None:
    """Return what typer has made an exit of, which it does not tell of."""
    return error.__context__.__cause__ if error.__context__ else None


def _watch(pipe: int) -> None:
    """Read the numbers of signals until the other end of the pipe is closed."""
    stops: list[int] = []
    due, first = None, 0.0
    stopping = False
    while True:
        left = None if due is None else max(0.0, due - time.monotonic())
        wait = left if not stopping else _TICK if left is None else min(left, _TICK)
        if select.select([pipe], [], [], wait)[0]:
            numbers = os.read(pipe, 64)
            if not numbers:
                break
            heard = [number for number in numbers if number in _STOPS and not _elsewhere.is_set()]
            now = time.monotonic()
            if heard and (not stops or (len(stops) == 1 and now - first > SAME)):
                first = first or now
                stops.append(heard[-1])
                due = now + (HEARD if len(stops) == 1 else LAST)
            stopping = stopping or not _STOPS.isdisjoint(numbers)
        elif due is None or time.monotonic() < due:
            pass
        elif len(stops) == 1:
            due = None
            if _answers[0] < first:
                _say("stopping when what is being done now is done; once more stops at once")
        else:
            _say("stopped at once; of a run what is paid is in the ledger, and the same command goes on where it was")
            os._exit(128 + stops[-1])
        if stopping and not _takes(2, STALLED):
            _to_nobody(2)
        if _ended.is_set() and not _takes(1, STALLED):
            _to_nobody(1)
    os.close(pipe)


def _to_nobody(stream: int) -> None:
    """Let a stream go to nobody, also for threads that wait for its reader: a knock has them write again."""
    nobody = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nobody, stream)
    os.close(nobody)
    for thread in threading.enumerate():
        if thread.ident and thread is not threading.current_thread():
            signal.pthread_kill(thread.ident, _KNOCK)


def _takes(stream: int, seconds: float) -> bool:
    """Return whether a line can be written to `stream` now, or within `seconds`, without waiting for its reader."""
    ready = select.poll()
    ready.register(stream, select.POLLOUT)
    return bool(ready.poll(1000 * seconds))


def _say(line: str) -> None:
    """Tell the user so, where standard error takes it now: a pipe that nobody reads must hold up no end."""
    with contextlib.suppress(OSError, ValueError):
        if _takes(2, 0):
            os.write(2, f"memcon: {line}\n".encode())  # no lock of Python's, which the main thread may hold
