"""What stands in a folder that a run is to be written into, and keeping it beside: nothing is lost in silence."""

import contextlib
import hashlib
import itertools
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from memcon.errors import DataError
from memcon.outputs import atomic
from memcon.outputs.folder import RunFolder
from memcon.records import run_files

SHRINKS: Final = 0.1
"""The share of its events by which a folder may shrink without a question: articles and rules change a little."""

KEPT: Final = ".kept-"
"""Between the name of a folder and a number, in the name of the folder where its run is kept."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The run that stands in a folder."""

    events: int
    model: str | None
    """Whom it asked; None where it does not say."""
    written: str = ""
    """A hash of its `run.json`, by which another run is known; empty where there is none."""

    def shrinks_to(self, events: int) -> bool:
        """Return whether so many events in its place are fewer by more than a tenth."""
        return events < self.events * (1 - SHRINKS)


def standing(run: RunFolder) -> Standing | None:
    """Return the run that stands in a folder; None where there is no event to lose."""
    try:
        with run.file(run_files.EVENTS).open("rb") as lines:
            events = sum(1 for line in lines if line.strip())
    except OSError:
        return None
    model, written = None, ""
    with contextlib.suppress(OSError):
        written = hashlib.sha256(run.file(run_files.REPORT).read_bytes()).hexdigest()
    with contextlib.suppress(DataError):  # damaged, it tells nothing
        report = run.report()
        model = report.model or None if report else None
    return Standing(events, model, written) if events else None


def kept(run: RunFolder) -> Path:
    """Return where the files of a run would be kept: beside its folder, by the first name that is free."""
    place = Path(os.path.realpath(run.path))
    names = (place.with_name(f"{place.name}{KEPT}{number}") for number in itertools.count(1))
    return next(name for name in names if not os.path.lexists(name))


def keep(run: RunFolder) -> Path:
    """Keep the files of a run in a folder beside its own, whole or not at all; return that folder.

    Raises DiskError where it cannot be made. The run itself is left as it is.
    """
    place = Path(os.path.realpath(run.path))
    making = place.with_name(f".{place.name[:200]}.{secrets.token_hex(6)}.tmp")
    with atomic.disk(making):
        making.mkdir(mode=0o700)
        try:
            for name in sorted(run_files.ALL):
                if run.has(name):
                    _keep(run.file(name), making / name, linked=name != run_files.DECISIONS)  # which is appended to
            if (coding := run.file(run_files.CODING)).is_dir():
                shutil.copytree(coding, making / run_files.CODING, symlinks=True)
            shutil.copystat(place, making)
            atomic.sync_folder(making)
            while True:
                there = kept(run)
                with contextlib.suppress(FileExistsError):
                    making.rename(there)
                    break
        except BaseException:  # a signal among others
            shutil.rmtree(making, ignore_errors=True)
            raise
        atomic.sync_folder(place.parent)
    return there


def _keep(path: Path, there: Path, *, linked: bool) -> None:
    """Put a file at a second place: by another name where it is only ever replaced, and where links are to be had."""
    if linked:
        with contextlib.suppress(OSError):
            os.link(path, there, follow_symlinks=False)
            return
    shutil.copy2(path, there)
