"""The folder of a run at a URL: a run is written into a folder of this machine first, and then copied there.

Object storage replaces one file at a time. So `run.json`, which holds the seal of all others, is taken away first and
put there last: a folder without it holds no whole run. The same command then finds all answers in its ledger, and
writes it.
"""

import contextlib
import glob
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from memcon.articles.remote import Place
from memcon.articles.sources import Source
from memcon.errors import DiskError, UsageError
from memcon.outputs.standing import KEPT
from memcon.records import run_files

_FIRST: Final = (run_files.DECISIONS, *run_files.WRITTEN)
"""What is put there, in this order: `run.json` is the last."""


class RemoteRun:
    """The folder of a run at a URL, and the folder of this machine that takes its place meanwhile."""

    def __init__(self, url: str, beside: Path) -> None:
        """Name it; its folder here will be made in `beside`, an empty folder. Raises UsageError as `Place` does."""
        self._place = Place(url)
        if "/" not in self._place.url.partition("://")[2].strip("/"):
            raise UsageError(f"{url!r} is all of its storage: name a folder in it, as {url.rstrip('/') + '/out'!r}")
        self.path = beside / self._place.name
        self._kept: set[str] = set()

    def fetch(self) -> None:
        """Copy what stands there to this machine. Raises UsageError where it cannot be read."""
        self.path.mkdir()
        try:
            for name in filter(run_files.is_own, self._place.names()):
                self._place.below(name).fetch(self.path / name)
            for name in self._place.below(run_files.CODING).names():
                (self.path / run_files.CODING).mkdir(exist_ok=True)
                self._place.below(f"{run_files.CODING}/{name}").fetch(self.path / run_files.CODING / name)
            self._kept = {
                name for name in self._place.sibling("").names() if name.startswith(f"{self.path.name}{KEPT}")
            }
        except OSError as error:
            raise UsageError(f"{str(self._place)!r} cannot be read: {_reason(error)}") from error
        for name in self._kept:
            (self.path.parent / name).mkdir(exist_ok=True)  # a name that is taken there is not given here

    def refresh(self) -> None:
        """Copy what stands there now, where another run has been put there since. Raises UsageError as `fetch`."""
        own, there = self.path / run_files.REPORT, self.path.parent / ".there"
        try:
            if run_files.REPORT in self._place.names():
                self._place.below(run_files.REPORT).fetch(there)
                same = own.is_file() and own.read_bytes() == there.read_bytes()
            else:
                same = not own.is_file()
        except OSError as error:
            raise UsageError(f"{str(self._place)!r} cannot be read: {_reason(error)}") from error
        if not same:
            shutil.rmtree(self.path)
            self.fetch()

    def check_apart(self, sources: Iterable[Source]) -> None:
        """Raise UsageError where a file that is to be written is among the articles."""
        written = {self._place.below(name).url for name in run_files.WRITTEN}
        for source in sources:
            if source.place and source.place.url in written:
                raise UsageError(
                    f"{source.shown!r} is one of the articles and would be overwritten: choose another place"
                )

    def check_place(self) -> None:
        """Raise DiskError where nothing could be written there now, or nothing removed."""
        probe = self._place.below(f".{secrets.token_hex(6)}.tmp")
        empty = self.path.parent / ".probe"
        empty.touch()
        with _written(self._place):
            probe.put(empty)
            probe.remove()

    def put(self) -> None:
        """Copy the run that was written here to its place. Raises DiskError where that fails."""
        with _written(self._place):
            for kept in sorted(self.path.parent.glob(f"{glob.escape(self.path.name)}{KEPT}*")):
                for file in sorted(kept.rglob("*")) if kept.name not in self._kept else ():
                    if file.is_file():
                        self._place.sibling(kept.name).below(file.relative_to(kept).as_posix()).put(file)
            self._place.below(run_files.REPORT).remove()
            self._place.below(run_files.SIGNATURE).remove()
            torn = (file.name for file in self.path.glob(f"{run_files.DECISIONS}{run_files.TORN}*"))
            for name in (*sorted(torn), *_FIRST):
                if (self.path / name).exists():
                    self._place.below(name).put(self.path / name)

    def shown(self, path: Path) -> str:
        """Return where a folder of this machine will be found: at its URL."""
        return str(self._place if path == self.path else self._place.sibling(path.name))


@contextlib.contextmanager
def remote_run(url: str) -> Iterator[RemoteRun]:
    """Give the folder of a run at a URL, with what stands there copied to this machine, where it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="memcon-") as beside:
        run = RemoteRun(url, Path(os.path.realpath(beside)))
        run.fetch()
        yield run


@contextlib.contextmanager
def _written(place: Place) -> Iterator[None]:
    """Raise DiskError, with what to do, for what storage refuses."""
    try:
        yield
    except OSError as error:
        raise DiskError(
            f"{str(place)!r} cannot be written: {_reason(error)}; the same command writes it again, and what is paid is"
            " kept"
        ) from error


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
