"""What readers of decisions leave out, in words, and who is told of it.

Whoever reads a file of decisions tells what of it does not count, without being asked: to the one who calls, or to the
one whom `telling` names for all that is read meanwhile. Knows nothing of files.
"""

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Final

Tell = Callable[[str], object]


def unheard(_: str) -> None:
    """Hear what is told of decisions that are left out, and say nothing."""


_HEARS: Final[ContextVar[Tell]] = ContextVar("hears", default=unheard)


def hearing() -> Tell:
    """Return who is told now of what is left out."""
    return _HEARS.get()


@contextlib.contextmanager
def telling(tell: Tell) -> Iterator[None]:
    """Have `tell` told, once each, of all that is left out of the decisions that are read in this block."""
    heard: set[str] = set()

    def once(words: str) -> None:
        if words not in heard:
            heard.add(words)
            tell(words)

    before = _HEARS.set(once)
    try:
        yield
    finally:
        _HEARS.reset(before)


def clash(name: str) -> str:
    """Say in words that a decision is left out, since an earlier one has its id."""
    return f"two decisions have the id {name}, and say different things: the first one counts"


def torn(size: int) -> str:
    """Say in words that the last line of a file is no decision, since a crash cut it off."""
    return f"its last line, of {size} bytes, is cut off and is no decision: it is passed by"


def kept(size: int, where: str) -> str:
    """Say in words what became of a last line that a crash cut off, before the file is written on."""
    return f"its last line, of {size} bytes, is cut off and is no decision: it is kept in {where!r}"
