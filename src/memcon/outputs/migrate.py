"""Write the files of a run as the newest version has them: all or none, and the seal anew.

What an older memcon wrote is read by every command as it is (`records.versions`); this is for other programs, which
read the newest form. Nothing is lost by it: a seal over old bytes is held against them before they are replaced.
"""

import contextlib
import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from memcon.errors import DataError, UsageError
from memcon.outputs import atomic
from memcon.outputs.alone import alone
from memcon.outputs.coding import coder_files
from memcon.outputs.decisions import opened, read_decisions
from memcon.outputs.deposit.papers import PACKAGE, SUMS
from memcon.outputs.folder import RunFolder
from memcon.outputs.held import applied, seal_problems
from memcon.outputs.left_out import unheard
from memcon.outputs.run_report import RunReport
from memcon.outputs.seal import sealed
from memcon.records import SCHEMA_VERSION, run_files
from memcon.records.decision import Decision
from memcon.records.jsonl import dump, parse_object
from memcon.records.versions import version_of


@dataclasses.dataclass(frozen=True, slots=True)
class Migration:
    """What came of it."""

    was: int
    """The oldest version that a file was of."""
    files: tuple[str, ...]
    """Those that were written anew; none where all were of the newest version."""
    sealed: bool
    """Whether the run is sealed: what had no seal gets none, and files of coders need none."""
    unsigned: bool
    """Whether a signature was removed, which was of the files as they were."""


def migrate(run: RunFolder) -> Migration:
    """Write the files of a run as the newest version has them, where one is older; else nothing.

    Raises:
        UsageError: it is no folder of a run, or an older deposit, whose checksums are of these very files.
        DataError: a file is damaged, of a newer memcon, or not what the seal of the run is of.
        LockedError: `memcon review` has the file of decisions.
        DiskError: a file cannot be written. All are then as they were.
    """
    _check_whole(run.path)
    run.check()
    names = (*(run_files.file_of(what) for what in run_files.LINES), run_files.DECISIONS, run_files.REPORT)
    known = {name: _oldest(run.file(name)) for name in names if run.has(name)}
    coders = {path: version for path in coder_files(run) if (version := _oldest(path)) < SCHEMA_VERSION}
    was = min((*known.values(), *coders.values()))
    report = run.report()
    if was == SCHEMA_VERSION:
        return Migration(was, (), sealed=bool(report and report.seal), unsigned=False)
    _check_whole(run.path.absolute().parent)
    with contextlib.ExitStack() as stack:
        stack.enter_context(alone(run.path))
        if run_files.DECISIONS in known:
            stack.enter_context(opened(run.file(run_files.DECISIONS)))
        for path in coders:
            stack.enter_context(opened(path))
        files = _files(run, report) if min(known.values()) < SCHEMA_VERSION else {}
        unsigned = bool(files) and run.has(run_files.SIGNATURE)
        written = {path: map(dump, read_decisions(path, unheard).lines) for path in coders}
        atomic.write_files(written | {run.file(name): files[name] for name in names if name in files})
        if files:
            atomic.remove(run.file(run_files.SIGNATURE))
    told = (*files, *(f"{run_files.CODING}/{path.name}" for path in coders))
    return Migration(was, tuple(sorted(told)), sealed=bool(report and report.seal), unsigned=unsigned)


def _check_whole(folder: Path) -> None:
    """Raise UsageError where `folder` is a deposit."""
    if all((folder / name).is_file() for name in (SUMS, PACKAGE)):
        raise UsageError(
            f"{str(folder)!r} is a deposit, whose {SUMS} are of its files; every command reads them; for one"
            " of the newest version: memcon deposit, of the run that it was made of, or of its folder data, -o NEW"
        )


def _oldest(path: Path) -> int:
    """Return the oldest version of the lines of a file; of `run.json` its own."""
    with path.open("rb") as file:
        if path.name == run_files.REPORT:
            return version_of(file.read())
        return min((version_of(line) for line in file if line.strip()), default=SCHEMA_VERSION)


def _files(run: RunFolder, report: RunReport | None) -> dict[str, Iterable[bytes]]:
    """Return the pieces of each file that is there, in the newest version."""
    decisions = read_decisions(run.file(run_files.DECISIONS)).lines  # also those that do not count
    lines: dict[str, Iterable[bytes]] = {
        run_files.file_of(what): run.lines(what) for what in run_files.LINES if run.has(run_files.file_of(what))
    }
    if report and report.seal:
        own = applied(run, report)
        _check(run, report, own)
        files = sealed(lines, report, own)
    else:
        files = lines | ({run_files.REPORT: (report.dump(),)} if report else {})
    return files | ({run_files.DECISIONS: map(dump, decisions)} if run.has(run_files.DECISIONS) else {})


def _check(run: RunFolder, report: RunReport, decisions: tuple[Decision, ...]) -> None:
    """Raise DataError for a run that is not what its seal is of, or whose `run.json` says what would be lost."""
    for problem in seal_problems(run, report, decisions):
        raise DataError(f"{str(run)!r} is not sealed anew: {problem}; restore it, or run again")
    told: dict[str, Any] = parse_object(run.file(run_files.REPORT).read_bytes())
    lost = told.keys() - report.as_json().keys()
    if lost:
        names = ", ".join(map(repr, sorted(lost)))
        raise DataError(f"{str(run)!r}: {run_files.REPORT} holds {names}, which would be lost: upgrade memcon")
