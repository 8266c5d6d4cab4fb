"""Hold a large run against its articles in a process beside this one, which merges its mentions meanwhile.

Either takes about half of a check. The process reads the run and its articles for itself, and sends back what does not
hold. Where there is none, or it comes to nothing, its caller does the same: what is found, and what is told of what
cannot be read, is the same, word for word. It ends with its caller, however that ends.
"""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.compare.verify.against import Against
from memcon.outputs.folder import RunFolder
from memcon.records import run_files

LEAST: Final = 4 << 20
"""Bytes of mentions below which a process takes longer to start than it saves: some 4,000 of them."""


class Beside:
    """A process that does what `against` does. See `worker`."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def found(self) -> Against | None:
        """Return what it found, once it has; None where it has failed, and is to be done without."""
        assert self._process.stdout  # noqa: S101  asked for below
        try:
            return Against(**json.loads(self._process.stdout.read()))
        except (ValueError, TypeError):
            return None


@contextlib.contextmanager
def checking(run: RunFolder, inputs: Sequence[str] | None) -> Iterator[Beside | None]:
    """Start a process for a run with many mentions, where a second processor is; end it at the end.

    None where there is to be none: also where an input may be read once only, as a pipe.
    """
    path = run.file(run_files.MENTIONS)
    large = path.is_file() and path.stat().st_size >= LEAST
    again = inputs is None or all(os.path.isfile(each) or os.path.isdir(each) for each in inputs)  # noqa: PTH112, PTH113
    process = _started(run, inputs or ()) if large and again and _processors() > 1 else None
    try:
        yield Beside(process) if process else None
    finally:
        if process:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                pipe.close()  # type: ignore[union-attr]


def _started(run: RunFolder, inputs: Sequence[str]) -> "subprocess.Popen[bytes] | None":
    command = [sys.executable, "-P", "-m", "memcon.compare.verify.worker", str(run.path), *map(str, inputs)]
    with contextlib.suppress(OSError, ValueError):
        # a session of its own, so that Ctrl-C of the terminal reaches only us
        return subprocess.Popen(  # noqa: S603  every word is ours, or a path that is given as such
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
    return None


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
