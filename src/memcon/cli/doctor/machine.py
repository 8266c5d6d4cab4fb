"""What this machine is: Python, processors, memory, disk, terminal."""

import contextlib
import os
import platform
import re
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from memcon.cli.doctor.finding import GIGABYTE, Finding, too_little_room, wrong
from memcon.cli.standing import check_folder
from memcon.errors import DiskError, LocalModelError
from memcon.models.embedded.cores import CROWDED, busy_cores, cores, usable_cpus
from memcon.outputs.folder import RunFolder

LIBRARIES: Final = ("openai", "instructor", "httpx2", "pydantic")
"""Whose versions tell most when something is reported."""
RUN_ROOM: Final = 0.1 * GIGABYTE
"""On the disk of a run; a thousand articles take some 10 MB of ledger and outputs."""


def python() -> Finding:
    """Tell versions."""
    missing, found = [], []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    told = f"{platform.python_version()} on {platform.system()} {platform.machine()}, memcon {version('memcon')}, "
    if missing:
        return wrong("python", told + f"without {', '.join(missing)}", "install memcon anew: pip install memcon")
    return Finding(name="python", state="ok", told=told + ", ".join(found))


def processors() -> Finding:
    """Tell processors, and whether others keep them busy."""
    cpus, threads, busy = len(usable_cpus()), cores(), busy_cores()
    told = f"{cpus} processors, the embedded model computes in {threads} threads"
    told += "" if busy is None else f", other programs keep {busy:.1f} busy now"
    if busy is None or busy < CROWDED * cpus:
        return Finding(name="cores", state="ok", told=told)
    advice = "the embedded model is slower while they run: `memcon model bench` measures it"
    return Finding(name="cores", state="note", told=told, advice=advice)


def memory(needed: float | None) -> Finding:
    """Tell memory, and whether a model that takes `needed` bytes here has room in it; None where it takes none."""
    free = free_memory()
    if free is None:
        return Finding(name="memory", state="ok", told="this system does not tell")
    told = f"{free / GIGABYTE:.1f} GB free"
    if needed and free < needed:
        advice = "end other programs, or name another model with --model and --base-url"
        return wrong("memory", f"{told}; the model takes {needed / GIGABYTE:.1f} GB", advice, LocalModelError)
    return Finding(name="memory", state="ok", told=told)


def free_memory(root: Path = Path("/")) -> float | None:
    """Return the bytes that a new process may take, also within a container's limit; None where Linux does not tell."""
    free = []
    with contextlib.suppress(OSError):
        told = re.search(r"^MemAvailable:\s+(\d+) kB", (root / "proc/meminfo").read_text("ascii"), re.MULTILINE)
        free += [1024.0 * int(told[1])] if told else []
    groups = root / "sys/fs/cgroup"
    for limit, used in (
        ("memory.max", "memory.current"),
        ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
    ):
        with contextlib.suppress(OSError, ValueError):  # "max" is no number
            free.append(float(int((groups / limit).read_text("ascii")) - int((groups / used).read_text("ascii"))))
    return min(free, default=None)


def disk(out: Path) -> Finding:
    """Tell whether the folder of a run could be written, and how much room its disk has.

    Raises UsageError or DiskError, as an extraction would, where something that is no folder is in its place.
    """
    check_folder(out)
    RunFolder(out).check_files()
    folder = existing(out)
    told = f"{str(folder)!r}: {shutil.disk_usage(folder).free / GIGABYTE:.1f} GB free"
    if not os.access(folder, os.W_OK | os.X_OK):
        return wrong("disk", f"{str(folder)!r} cannot be written", "choose another folder with -o", DiskError)
    if shutil.disk_usage(folder).free < RUN_ROOM:
        return too_little_room("disk", told, "-o")
    return Finding(name="disk", state="ok", told=told)


def existing(path: Path) -> Path:
    """Return the folder in which `path` is or would be made. Raises DiskError where a link leads nowhere."""
    path = path.absolute()
    found = next(each for each in (path, *path.parents) if os.path.lexists(each))
    if not found.is_dir():
        raise DiskError(f"{str(path)!r} cannot be written: {str(found)!r} is no folder")
    return found


def terminal() -> Finding:
    """Tell how wide standard output is and what it can show."""
    encoding = (sys.stdout.encoding or "ascii").lower()
    seen = f"{shutil.get_terminal_size().columns} columns" if sys.stdout.isatty() else "no terminal"
    told = f"standard output is {seen}, {encoding}"
    if encoding.replace("-", "") == "utf8":
        return Finding(name="terminal", state="ok", told=told)
    advice = "names in other alphabets are escaped there: set LANG=C.UTF-8 or PYTHONUTF8=1"
    return Finding(name="terminal", state="note", told=told, advice=advice)
