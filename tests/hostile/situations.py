"""What `memcon` may be doing when a signal comes: each is a patch of a process that `faults.runner` starts.

A situation writes the file `reached` where it begins, and would last for ever.
"""

import asyncio
import contextlib
import os
import pkgutil
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

FAULTS: Final = Path(__file__).parents[1] / "faults"
FOREVER: Final = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"


def reached() -> None:
    Path("reached").touch()


def busy(*_: Any, **__: Any) -> NoReturn:
    """Compute in Python."""
    reached()
    while True:
        pass


def held(*_: Any, **__: Any) -> Any:
    """Compute in a library that hears of no signal."""
    reached()
    return sqlite3.connect(":memory:").execute(FOREVER).fetchall()


def waiting(*_: Any, **__: Any) -> None:
    """Wait for a disk."""
    reached()
    time.sleep(3600)


async def unanswered(*_: Any, **__: Any) -> None:
    """Wait for an endpoint."""
    reached()
    await asyncio.sleep(3600)


def read(*_: Any, **__: Any) -> Any:
    """Wait for input."""
    reached()
    return open("pipe", "rb")  # noqa: PTH123


def silent() -> None:
    """Be given a standard input that stays open and says nothing."""
    os.dup2(os.open("pipe", os.O_RDWR), 0)
    sys.stdin = os.fdopen(0, closefd=False)


def opened(source: Any, stdin: Any) -> Any:
    """Open the next input, which may be silent."""
    if source.name in {"pipe", "stdin"}:
        reached()
    return open(source.path, "rb") if source.path else contextlib.nullcontext(stdin)  # noqa: PTH123


PATCHES: Final[Mapping[str, tuple[str, Callable[..., Any]]]] = {
    "input": ("memcon.articles.read._opened", opened),
    "parse": ("memcon.extraction.article.segment", busy),
    "library": ("memcon.extraction.article.segment", held),
    "merge": ("memcon.extraction.run.merge", busy),
    "write": ("memcon.outputs.atomic._NewFile.seal", waiting),
    "ledger": ("memcon.models.ledger.store.Ledger.send", waiting),
    "endpoint": ("memcon.models.client.OpenAIModel.label", unanswered),
    "verify": ("memcon.outputs.folder.RunFolder.canonical", busy),
    "diff": ("memcon.compare.diff.source._file", read),
}


def main(situation: str, arguments: Sequence[str], folder: str, environment: Mapping[str, str]) -> None:
    """Be `memcon` in this situation."""
    os.chdir(folder)
    silent()
    path, patch = PATCHES[situation]
    place, _, name = path.rpartition(".")
    setattr(pkgutil.resolve_name(place), name, patch)
    sys.path.insert(0, str(FAULTS))
    from runner import main as memcon  # noqa: PLC0415

    memcon(arguments, folder, environment, None)
