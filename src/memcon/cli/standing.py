"""Where OUT is, and what stands in it before `memcon extract` writes there: it is not lost in silence."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from memcon.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typer

    from memcon.extraction.run import Run
    from memcon.outputs.remote import RemoteRun

YES: Final = frozenset({"y", "yes"})


def check_folder(out: Path) -> None:
    """Raise UsageError where something is at `out` that is no folder, as a file or a device."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"-o {str(out)!r} is a file: name a folder")


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """OUT: a folder of this machine, or one that is copied to a URL."""

    path: Path
    """Where it is written here."""
    remote: "RemoteRun | None" = None

    @classmethod
    def of(cls, out: str, ctx: "typer.Context") -> "OutputFolder":
        """Return the folder that a user named, with what stands there; one for a URL is gone when `ctx` ends."""
        from memcon.articles.remote import is_url

        if not is_url(out):
            return cls(Path(out))
        from memcon.outputs.remote import remote_run

        remote = ctx.with_resource(remote_run(out))
        return cls(remote.path, remote)

    def shown(self, path: Path | None = None) -> str:
        """Return where it is, or `path` beside it, as the user named it."""
        path = path or self.path
        return self.remote.shown(path) if self.remote else str(path)


class StandingRun:
    """The run in an output folder, of which a user is asked, once, whether another may take its place."""

    def __init__(
        self, folder: OutputFolder | Path, inputs: "Sequence[str]", ledger: Path | None, *, replace: bool
    ) -> None:
        """Make the folder, so that what keeps it from being written is told before anything is paid."""
        from memcon.articles.remote import check_local
        from memcon.articles.sources import check_apart, find_sources
        from memcon.outputs.folder import RunFolder, check_name, check_no_part
        from memcon.outputs.standing import standing
        from memcon.records import run_files

        self._folder = folder = folder if isinstance(folder, OutputFolder) else OutputFolder(folder)
        out = folder.path
        check_name(out)
        check_folder(out)
        self._run = RunFolder(out)
        if ledger:
            check_local(ledger, "a ledger lies on a disk of this machine")
        own = {os.path.realpath(self._run.file(name)) for name in run_files.ALL}
        coding = os.path.realpath(self._run.file(run_files.CODING))
        if ledger and (os.path.realpath(ledger) in own or Path(os.path.realpath(ledger)).is_relative_to(coding)):
            raise UsageError(f"--ledger {str(ledger)!r} is where a file of the run goes: choose another")
        if ledger:
            check_no_part(ledger)
        if inputs:
            check_apart(map(self._run.file, run_files.WRITTEN), inputs)
        self._run.check_place()
        if folder.remote:
            folder.remote.check_apart(find_sources(inputs))
            folder.remote.check_place()
        self._old = standing(self._run)
        self._replace = replace
        self._agreed = False
        self._kept: Path | None = None
        self._refused: UsageError | None = None

    def check_model(self, model: str | None, base_url: "Sequence[str] | None", profile: Path | None) -> None:
        """Ask, before anything is paid, whether events of another model may take the place of those that are there.

        Raises:
            UsageError: they may not, or nobody can be asked.
        """
        from memcon.models.spec import choose_spec

        if self._old and self._old.model:
            name = choose_spec(model, base_url[0] if base_url else None, os.environ, profile, sends=False).model
            if name != self._old.model:
                self._ask(f"{self._holds()} of {self._old.model!r}, and {name!r} would be asked")

    def check_articles(self, shares: "Sequence[Path]", articles: "Sequence[str] | None") -> None:
        """Raise UsageError where a file that would be replaced is an article of one of the `shares`."""
        from memcon.outputs.folder import RunFolder
        from memcon.records import run_files

        there = [path for name in run_files.WRITTEN if (path := self._run.file(name)).exists()]
        for share in shares if there else ():
            read = RunFolder(share).read_from(articles)
            for path in filter(read.have, there):
                raise UsageError(f"{str(path)!r} is one of the articles and would be overwritten: choose another place")

    def replaced_by(self, run: "Run") -> str:
        """Write a run into the folder; return why nothing was written, where what is there is more, or is another run.

        What stands there is looked at anew, alone: others may have written there since this one began.

        Raises:
            LockedError, DiskError: as `Run.write`. What is there is then as it was.
        """
        from memcon.outputs.alone import alone

        while True:
            with alone(self._run.path):
                found = self._lost_by(run)
                if not found:
                    self._write(run)
                    return ""
            if run.stopped and not self._replace:
                return f"{found} before it stopped: what is there is left as it was"
            try:
                self._ask(found)
            except UsageError as refused:
                self._refused = refused
                return str(refused)

    def _lost_by(self, run: "Run") -> str:
        """Return what would be lost, in words, that nobody agreed to; empty where it is nothing."""
        from memcon.outputs.standing import standing

        if self._folder.remote:
            self._folder.remote.refresh()
        before, self._old = self._old, standing(self._run)
        if self._old is None:
            return ""
        if before != self._old and not self._run.is_of("events", run.events):
            return f"{self._holds()} of a run that was written while this one ran, and this run found {len(run.events)}"
        if self._old.shrinks_to(len(run.events)) and not self._agreed:
            return f"{self._holds()}, and this run found {len(run.events)}"
        return ""

    def _write(self, run: "Run") -> None:
        from memcon.outputs.standing import keep

        if self._agreed:
            self._kept = keep(self._run)
        run.write(self._run.path)
        if self._folder.remote:
            self._folder.remote.put()

    def tell(self, left: str) -> None:
        """Say where the old run is kept, or that it was left. Raises UsageError where a whole run was not written."""
        from memcon.cli.terminal.summary import say

        if self._refused:
            raise self._refused
        if self._kept:
            say(f"memcon: the run that stood in {self._folder.shown()} is kept in {self._folder.shown(self._kept)}")
        if left:
            say(f"memcon: {left}")

    def _holds(self) -> str:
        events = self._old.events if self._old else 0
        return f"{self._folder.shown()!r} holds {events} event{'s' * (events != 1)}"

    def _ask(self, why: str) -> None:
        from memcon.outputs.standing import kept
        from memcon.text.safe import safe_line

        there = self._folder.shown(kept(self._run))
        if not self._replace:
            if not _terminal():
                raise UsageError(f"{why}: --replace puts it there, and keeps what is there in {there!r}")
            question = f"memcon: {why}. Replace them? They are kept in {there!r}. [y/N] "
            print(safe_line(question), end=" ", file=sys.stderr, flush=True)
            if sys.stdin.readline().strip().lower() not in YES:
                raise UsageError(f"{why}: what is there is left as it was")
        self._agreed = True


def _terminal() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def slow_before(out: Path | None, *, retry: bool) -> frozenset[str]:
    """Return the hashes of the texts that took this memcon too long in the run that lies in `out`."""
    from importlib.metadata import version

    from memcon.outputs.folder import RunFolder

    return frozenset() if out is None or retry else RunFolder(out).slow_articles(version("memcon"))


def reviews_of(out: Path, other: Path | None) -> list[Path]:
    """Return where decisions to apply stand."""
    from memcon.outputs.folder import RunFolder
    from memcon.records.run_files import DECISIONS

    own = RunFolder(out).file(DECISIONS)
    return ([own] if own.exists() else []) + ([other] if other else [])
