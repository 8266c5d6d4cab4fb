"""Break into what a thread other than the main one does, to which no signals come: between two steps of Python.

Each thread that is watched is looked at every so often, by a thread of our own that ends when there is none left. What
runs inside one pattern or one call of a library is not broken into: nothing else of Python runs meanwhile.
"""

import ctypes
import threading
import time
import weakref
from typing import Final, Protocol

_raise_in: Final = ctypes.pythonapi.PyThreadState_SetAsyncExc


class Watched(Protocol):
    """Who is asked at each look. Nobody watches a thread any more for one that is gone."""

    def look(self, seconds: float) -> type[BaseException] | None:
        """Return what to raise in the thread, which has taken so many `seconds` of the processor's time in its life."""


class _NothingToHear(BaseException):
    """Takes the place of what a thread has not heard of yet."""


def _unhear(ours: int) -> None:
    """Have this thread not hear of what was raised in it.

    Another exception takes its place and is waited for. To raise None, as Python's documentation has it, leaves the
    interpreter looking for an exception that never comes: slow, and without an end where a debugger or coverage traces.
    """
    try:
        _raise_in(ctypes.c_ulong(ours), ctypes.py_object(_NothingToHear))
        while True:
            time.sleep(0)
    except _NothingToHear:
        return


class _Watch:
    """The threads that are watched now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: dict[int, weakref.ref[Watched]] = {}
        self._told: set[int] = set()  # in which something was raised, that they may not have heard of yet
        self._watching = False

    def begin(self, watched: Watched, every: float) -> None:
        with self._lock:
            self._asked[threading.get_ident()] = weakref.ref(watched)
            if not self._watching:
                self._watching = True
                threading.Thread(target=self._watch, args=(every,), daemon=True, name="memcon-budget").start()

    def end(self) -> None:
        ours = threading.get_ident()
        with self._lock:
            self._asked.pop(ours, None)
        if ours in self._told:
            _unhear(ours)
            self._told.discard(ours)

    def _watch(self, every: float) -> None:
        while True:
            time.sleep(every)
            with self._lock:
                for thread, asked in list(self._asked.items()):
                    if (watched := asked()) is None:
                        del self._asked[thread]
                    elif error := watched.look(time.clock_gettime(time.pthread_getcpuclockid(thread))):
                        self._told.add(thread)
                        _raise_in(ctypes.c_ulong(thread), ctypes.py_object(error))
                    del watched
                if not self._asked:
                    self._watching = False
                    return


_WATCH: Final = _Watch()
CAN: Final = hasattr(time, "pthread_getcpuclockid")
"""Whether the system tells how long a thread has computed."""


def begin(watched: Watched, every: float) -> None:
    """Look at this thread `every` so many seconds until `end`."""
    _WATCH.begin(watched, every)


def end() -> None:
    """Watch this thread no more. May itself raise what was to be raised, and is then to be called once more."""
    _WATCH.end()
