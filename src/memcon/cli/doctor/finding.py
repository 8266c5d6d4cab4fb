"""What one look at this machine has found, and how looks that fail are told. Knows nothing of what is looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from memcon.errors import DiskError, MemconError, UsageError
from memcon.text.safe import safe_line

State = Literal["ok", "note", "wrong"]
"""`note`: a run would work, and might be slow, or has something to fetch first; `wrong`: it would not."""
GIGABYTE: Final = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is so, and what to do about it."""

    name: str
    state: State
    told: str
    """What is so."""
    advice: str = ""
    """What to do; empty where there is nothing to do."""
    exit_code: int = 0
    """Of an extraction that meets this; 0 unless it is `wrong`."""

    def lines(self) -> Iterator[str]:
        """Yield it as lines for a terminal: what is so, and below it what to do."""
        yield safe_line(f"{self.state:<6}{self.name:<10}{self.told}")
        if self.advice:
            yield safe_line(f"{'':<16}→ {self.advice}")


def look(name: str, check: Callable[[], Finding]) -> Finding:
    """Return what `check` finds; an error of ours, or of a disk, is a finding, as it would end a run."""
    try:
        return check()
    except MemconError as error:
        return Finding(name=name, state="wrong", told=str(error), exit_code=error.exit_code)
    except OSError as error:
        told = f"{str(error.filename)!r}: {(error.strerror or str(error)).lower()}"
        return Finding(name=name, state="wrong", told=told, exit_code=DiskError.exit_code)


def wrong(name: str, told: str, advice: str, error: type[MemconError] = UsageError) -> Finding:
    """Return that something is wrong, with the exit code of `error`."""
    return Finding(name=name, state="wrong", told=told, advice=advice, exit_code=error.exit_code)


def too_little_room(name: str, told: str, where: str) -> Finding:
    """Return that a disk has too little room."""
    return wrong(name, told, f"free some space, or choose another place with {where}", DiskError)
