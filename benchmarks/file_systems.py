"""Folders on file systems of all kinds: of a path, or of an overlay that is mounted for the time of a script."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

OVERLAY: Final = "overlay"
_INSIDE: Final = "MEMCON_BENCH_NAMESPACE"
"""Environment variable: what keeps this process from a name space of its own for mounts; empty where it has one."""
_MEMORY: Final = Path("/dev/shm")


def enter_namespace() -> None:
    """Start this script anew in a name space of mounts, once: what is mounted there is gone with the script."""
    if _INSIDE in os.environ:
        return
    command = ["unshare", "--mount", *(["--map-root-user"] if os.geteuid() else [])]
    os.environ[_INSIDE] = reason = _failure([*command, "true"])
    if not reason:
        sys.stdout.flush()
        os.execvp(command[0], [*command, sys.executable, *sys.argv])


@contextlib.contextmanager
def folder_on(place: str | None) -> Iterator[tuple[Path | None, str]]:
    """Give a new folder in `place`, and the name of its file system; or None and why there is none."""
    with contextlib.ExitStack() as stack:
        if place == OVERLAY and (reason := os.environ.get(_INSIDE)):
            yield None, f"{place}: not here: {reason}"
            return
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=None if place == OVERLAY else place)))
        if place == OVERLAY and (reason := _mount(folder, stack)):
            yield None, f"{place}: not here: {reason}"
            return
        yield folder, file_system(folder)


def _mount(folder: Path, stack: contextlib.ExitStack) -> str:
    """Mount an overlay over `folder`, its layers where temporary files are or in memory; return why that cannot be."""
    reason = ""
    for parent in (folder.parent, _MEMORY):
        layers = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=parent, ignore_cleanup_errors=True)))
        below, above, work = (layers / name for name in ("below", "above", "work"))
        for made in (below, above, work):
            made.mkdir()
        options = f"lowerdir={below},upperdir={above},workdir={work}"
        if not (reason := _failure(["mount", "-t", OVERLAY, OVERLAY, "-o", options, str(folder)])):
            stack.callback(subprocess.run, ["umount", str(folder)], check=False)
            return ""
    return reason


def _failure(command: list[str]) -> str:
    """Return what a command says when it fails, in one line."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        return f"{command[0]}: {error.strerror}"
    return " ".join(done.stderr.split()) or f"{command[0]} fails" if done.returncode else ""


def file_system(folder: Path) -> str:
    """Return what file system a folder lies on, as `ext4`."""
    found, longest = "unknown", -1
    for line in Path("/proc/self/mounts").read_text("utf-8").splitlines():
        _, at, kind, *_ = line.split()
        if folder.resolve().is_relative_to(at) and len(at) >= longest:
            found, longest = kind, len(at)
    return found
