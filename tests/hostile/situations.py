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
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, Final, NoReturn

sys.path.insert(0, str(Path(__file__).parents[1] / "faults"))
from runner import context
from runner import main as memcon

FOREVER: Final = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"


def reached() -> None:
    Path("reached").touch()


def busy_inside(*_: Any, **__: Any) -> Any:
    """Compute in Python, where a row or a line was to come."""
    yield busy()


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


def beside(*_: Any, **__: Any) -> Any:
    """Measure beside processes of our own."""
    from memcon.models.embedded import bench  # noqa: PLC0415

    with bench._busy(2):
        yield busy()


class Trickle:
    """A source of weights that has begun."""

    name = "trickle"

    def bring(self, part: Any) -> None:
        with part.open() as append:
            append(b"GGUF")
            waiting()


def trickle(*_: Any, **__: Any) -> Any:
    return [Trickle()]


PATCHES: Final[Mapping[str, tuple[str, Callable[..., Any]]]] = {
    "input": ("memcon.articles.read._opened", opened),
    "parse": ("memcon.extraction.article.segment", busy),
    "library": ("memcon.extraction.article.segment", held),
    "merge": ("memcon.extraction.run.merge_spooled", busy),
    "write": ("memcon.outputs.atomic._NewFile.seal", waiting),
    "ledger": ("memcon.models.ledger.together.Together._carry_out", waiting),
    "endpoint": ("memcon.models.client.OpenAIModel.label", unanswered),
    "report": ("memcon.pages.report.read_run", busy),
    "evaluate": ("memcon.compare.evaluate.source.read_whole", busy),
    "foresee": ("memcon.extraction.forecast.segment", busy),
    "answers": ("memcon.models.ledger.exchange.export_answers", busy_inside),
    "held": ("memcon.models.ledger.check.problems", held),
    "check": ("memcon.models.ledger.check.problems", busy_inside),
    "recover": ("memcon.models.ledger.recover.BatchRows.fill", busy),
    "import": ("memcon.models.ledger.exchange._Row.read", busy),
    "bench": ("memcon.models.embedded.bench.measure", beside),
    "pull": ("memcon.models.embedded.weights.default_sources", trickle),
    "verify": ("memcon.outputs.folder.RunFolder.canonical", busy),
    "diff": ("memcon.compare.diff.source._file", read),
}


def until(true: Callable[[], bool], seconds: float) -> float:
    """Wait until something holds, and return how long it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.01)
    return time.monotonic() - began


def started(situation: str, arguments: Sequence[str], folder: Path) -> ForkServerProcess:
    """Start `memcon` in `folder`, and return when it is in the situation."""
    environment = {
        "MEMCON_BASE_URL": "http://127.0.0.1:9/v1", "MEMCON_MODEL": "scripted-1b", "XDG_CACHE_HOME": str(folder),
    }  # fmt: skip
    given = (situation, arguments, str(folder), environment)
    process = context().Process(target=main, args=given, daemon=False)
    process.start()
    until(lambda: (folder / "reached").exists() or process.exitcode is not None, seconds=120)
    assert process.exitcode is None, (folder / "stderr.txt").read_text("utf-8")
    time.sleep(0.3)  # for the step from the note to the wait itself
    return process


def main(situation: str, arguments: Sequence[str], folder: str, environment: Mapping[str, str]) -> None:
    """Be `memcon` in this situation."""
    os.chdir(folder)
    silent()
    path, patch = PATCHES[situation]
    place, _, name = path.rpartition(".")
    pkgutil.resolve_name(path)  # what was renamed would be patched in vain
    setattr(pkgutil.resolve_name(place), name, patch)
    memcon(arguments, folder, environment, None)
