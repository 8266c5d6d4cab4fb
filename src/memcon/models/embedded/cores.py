"""How many threads the embedded model computes with. Reads what Linux tells of processors and containers."""

import contextlib
import math
import os
from pathlib import Path


def cores() -> int:
    """Return how many threads compute fastest: physical cores we may run on, within the container's share of time.

    A thread more than there are cores makes llama.cpp many times slower, as its threads wait for each other.
    """
    usable = physical_cores(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, math.floor(min(usable, container_share())))


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
