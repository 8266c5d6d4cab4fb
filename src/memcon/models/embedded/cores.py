"""How many threads the embedded model computes with, and who else computes. Reads what Linux tells of processors."""

import contextlib
import math
import os
import time
from pathlib import Path
from typing import Final

CROWDED: Final = 0.4
"""Share of the cores that others keep busy from which on it is worth a word: the model is then half as fast or less."""

PRESSED: Final = 0.5
"""Share of a minute in which some program waited for a processor, from which on it is worth a word."""


def cores() -> int:
    """Return how many threads compute fastest: physical cores we may run on, within the container's share of time.

    A thread more than there are cores makes llama.cpp many times slower, as its threads wait for each other.
    """
    return max(1, math.floor(min(physical_cores(usable_cpus()), container_share())))


def physical_cores(cpus: set[int]) -> int:
    """Return on how many cores these processors lie: two that share one compute hardly faster than one."""
    siblings = set()
    for cpu in cpus:
        path = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        try:
            siblings.add(path.read_text("ascii").strip())
        except OSError:
            siblings.add(str(cpu))
    return len(siblings)


def container_share(root: Path = Path("/sys/fs/cgroup")) -> float:
    """Return how many processors' time the container may use, as control groups of version 2 or 1 say it."""
    with contextlib.suppress(OSError, ValueError):
        quota, period = (root / "cpu.max").read_text("ascii").split()
        return math.inf if quota == "max" else max(1.0, int(quota) / int(period))
    with contextlib.suppress(OSError, ValueError):
        quota, period = ((root / "cpu" / f"cpu.cfs_{word}_us").read_text("ascii") for word in ("quota", "period"))
        return math.inf if int(quota) < 0 else max(1.0, int(quota) / int(period))
    return math.inf


def usable_cpus() -> set[int]:
    """Return the processors that this process may run on."""
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))


def busy_cores(seconds: float = 0.25, stat: Path = Path("/proc/stat")) -> float | None:
    """Watch for `seconds`, and return how many of our processors were busy; None where Linux does not tell."""
    before = _times(stat)
    time.sleep(seconds)
    after = _times(stat)
    passed = [(after[cpu][0] - before[cpu][0], after[cpu][1] - before[cpu][1]) for cpu in before.keys() & after.keys()]
    return sum(busy / (busy + idle) for busy, idle in passed if busy + idle > 0) if passed else None


def _times(stat: Path) -> dict[int, tuple[int, int]]:
    """Return the ticks that each of our processors was busy and idle, waiting for disks included."""
    found = {}
    with contextlib.suppress(OSError, ValueError):
        for line in stat.read_text("ascii").splitlines():
            name, *words = line.split()
            if name.removeprefix("cpu").isdecimal() and int(name[3:]) in usable_cpus():
                ticks = [int(word) for word in words[:8]]  # what follows are guests, which are counted before
                idle = ticks[3] + ticks[4]
                found[int(name[3:])] = (sum(ticks) - idle, idle)
    return found


def crowded() -> str | None:
    """Return a hint for the user where other programs take so much of the machine that the model is slow."""
    cpus, busy = len(usable_cpus()), busy_cores()
    if busy is None or busy < CROWDED * cpus:
        return None
    return (
        f"other programs keep {busy:.1f} of {cpus} processors busy: the embedded model will be slower while they do"
        " (`memcon model bench` measures it)"
    )


def pressed(pressure: Path = Path("/proc/pressure/cpu")) -> str | None:
    """Return a hint where, most of the last minute, some program waited for a processor; None where nobody tells.

    The model alone, with a thread for each core, has nobody wait.
    """
    with contextlib.suppress(OSError, ValueError, IndexError):
        minute = pressure.read_text("ascii").split()[2]
        if float(minute.removeprefix("avg60=")) / 100 >= PRESSED:
            return (
                "other programs compete with the embedded model for the processors: it is slower while they do"
                " (`memcon model bench` measures it)"
            )
    return None
