"""The command line, run in this process as a user would, with settings of its own and nothing of the machine's."""

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from golden.inside import main

COLUMNS = 100
"""The width of what is printed."""


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it printed to stdout; stderr holds times."""

    code: int
    out: str


def memcon(folder: Path, *arguments: str, **settings: str) -> Ran:
    """Run `memcon` in `folder`; `settings` are the environment variables that it sees besides the system's."""
    written, told = io.BytesIO(), io.BytesIO()
    with (
        mock.patch.dict(os.environ, _environment() | settings, clear=True),
        mock.patch.object(sys, "argv", ["memcon", *arguments]),
        contextlib.chdir(folder),
        contextlib.redirect_stdout(io.TextIOWrapper(written, "utf-8", write_through=True)) as out,
        contextlib.redirect_stderr(io.TextIOWrapper(told, "utf-8", write_through=True)) as err,
    ):
        code: object = None
        try:
            main()
        except SystemExit as ended:
            code = ended.code
        out.flush()
        err.flush()
    if code not in {None, 0, 1, 3}:  # done; the runs differ; some articles failed: of all else a reader is told why
        print(told.getvalue().decode(), file=sys.stderr)  # noqa: T201  pytest shows it where the test fails
    return Ran(code if isinstance(code, int) else 0, written.getvalue().decode())


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MEMCON_", "OPENAI_"))}
    return kept | {"COLUMNS": str(COLUMNS), "LINES": "50", "TERM": "dumb", "NO_COLOR": "1"}


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """Give an empty folder, in memory where the system has such: a ledger need not wait for the disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as made:
        yield Path(made)
