"""A run held against its seal: whether its files are those that it wrote, and the decisions those that it applied."""

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Sequence

from memcon.errors import DataError
from memcon.outputs import seal
from memcon.outputs.folder import RunFolder
from memcon.outputs.run_report import RunReport, Seal
from memcon.records import run_files
from memcon.records.decision import Decision
from memcon.records.jsonl import parse_object
from memcon.records.versions import HEAD, version_of


def applied(run: RunFolder, report: RunReport) -> tuple[Decision, ...]:
    """Return the decisions that the run applied: those up to the last one that `run.json` names."""
    if report.review is None:
        return ()
    decisions, count = run.decisions(), report.review.decisions
    last = decisions[count - 1].id if 0 < count <= len(decisions) else None
    if not 0 <= count <= len(decisions) or last != report.review.last:
        path = str(run.file(run_files.DECISIONS))
        raise DataError(f"{path!r} lacks decisions that the run applied: restore it, or run again")
    return decisions[:count]


def seal_problems(run: RunFolder, report: RunReport, decisions: Sequence[Decision]) -> Iterator[str]:
    """Check that every file is as the run wrote it. Every memcon seals its runs: one without a seal lost it."""
    if not run.has(run_files.REPORT):
        yield f"{run_files.REPORT}: missing, or no regular file: what the run wrote cannot be known"
        return
    if report.seal is None:
        yield f"{run_files.REPORT}: it has no seal, which every run has: what was changed or left out cannot be known"
        return
    yield from _changes(run, report.seal, decisions, run_files.LINES)


def changes_of_part(run: RunFolder, report: RunReport) -> Iterator[str]:
    """Check a run of which a part may be left out, as a deposit's data: what neither its folder nor its seal has.

    Of one without a seal, as an older memcon left it, nothing can be told.
    """
    if report.seal:
        held = report.seal.files
        wanted = [what for what in run_files.LINES if (name := run_files.file_of(what)) in held or run.has(name)]
        yield from _changes(run, report.seal, applied(run, report), wanted)


def _changes(
    run: RunFolder, sealed: Seal, decisions: Sequence[Decision], wanted: Iterable[run_files.Lines]
) -> Iterator[str]:
    """Check what of a run is wanted against its seal."""
    data = run.file(run_files.REPORT).read_bytes()
    held, version = sealed.files, version_of(data)
    for what in wanted:
        name = run_files.file_of(what)
        if not run.has(name):
            yield f"{name}: missing, or no regular file"
        elif _hash(run, what, version) != held.get(name):
            yield f"{name}: changed since the run: it is not what the seal in {run_files.REPORT} is of"
    if seal.of_decisions(decisions, version) != sealed.decisions:
        yield f"{run_files.DECISIONS}: what the run applied of it has changed since"
    told = parse_object(data)
    if held.keys() - set(run_files.WRITTEN) or told[seal.SEAL].keys() - dataclasses.asdict(sealed).keys():
        yield f"{run_files.REPORT}: its seal names what no run writes"
    if seal.of_report(told) != sealed.report:
        yield f"{run_files.REPORT}: changed since the run: it is not what its seal is of"


def _hash(run: RunFolder, what: run_files.Lines, version: int) -> str:
    """Return the hash of a file as the run's version has it: a migration that a power cut ended leaves newer ones."""
    with run.file(run_files.file_of(what)).open("rb") as file:
        if version_of(file.readline(HEAD)) <= version:
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()
    found = hashlib.sha256()
    for line in run.lines(what, version):
        found.update(line)
    return found.hexdigest()
