"""Processes that run `memcon` and can be killed: forked from one that has imported everything, so each starts fast.

For tests and benchmarks of crashes. A process of these has its own folder, environment and standard streams.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path


def context() -> ForkServerContext:
    """Return where processes are forked from: a server that has imported the program, openai and instructor."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(
        [__name__, "memcon.api", "memcon.cli.terminal.progress", "memcon.cli.terminal.summary", "instructor", "openai"]
    )
    return found


def main(arguments: Sequence[str], folder: str, environment: Mapping[str, str], limit: int | None) -> None:
    """Be `memcon` with these arguments, its streams in files of the folder. `limit`: bytes that a file may have."""
    os.chdir(folder)
    os.environ.update(environment)
    if limit is not None:
        import resource  # noqa: PLC0415

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, name in ((1, "stdout.txt"), (2, "stderr.txt")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    failpoint = environment.get("MEMCON_FAILPOINT", "")
    if failpoint:
        from memcon import _failpoints  # noqa: PLC0415  read when it was imported, before this process was forked

        _failpoints.arm(failpoint)
    from memcon.__main__ import main as memcon  # noqa: PLC0415

    sys.argv = ["memcon", *arguments]
    memcon()


def start(
    arguments: Sequence[object], folder: Path, environment: Mapping[str, str], *, limit: int | None = None
) -> ForkServerProcess:
    """Start `memcon` with these arguments in `folder`."""
    process = context().Process(
        target=main, args=([*map(str, arguments)], str(folder), dict(environment), limit), daemon=True
    )
    process.start()
    return process
