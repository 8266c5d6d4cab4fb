"""What a forger does who knows how memcon writes: merge again, count again, seal again."""

import dataclasses
import hashlib
import json
from collections import Counter
from operator import attrgetter
from pathlib import Path
from typing import Any

from memcon.events.merge import merge
from memcon.outputs import atomic, seal
from memcon.outputs.folder import RunFolder
from memcon.outputs.run_report import RunReport, Seal
from memcon.records import run_files

Lines = list[dict[str, Any]]
COUNTED = ("mentions", "rejected")


def read(path: Path) -> Lines:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def write(path: Path, lines: Lines) -> None:
    """Write as memcon does, so that nothing but the value tells."""
    compact = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    path.write_text("".join(compact), "utf-8")


def merged(out: Path) -> None:
    """Make the events anew of the mentions, in a run that nobody reviewed."""
    atomic.write_lines(out / run_files.EVENTS, merge(RunFolder(out).mentions()))


def recounted(out: Path) -> None:
    """Put the lines of the files in order, and make the counts of `articles.jsonl` and `run.json` those of them."""
    for what in ("mentions", "rejected", "articles"):
        ordered = sorted(getattr(RunFolder(out), what)(), key=attrgetter("order"))
        atomic.write_lines(out / f"{what}.jsonl", ordered)
    given = {what: Counter(line["article"] for line in read(out / f"{what}.jsonl")) for what in COUNTED}
    states = read(out / run_files.ARTICLES)
    for state in states:
        state.update({what: given[what][state["article"]] for what in COUNTED})
    write(out / run_files.ARTICLES, states)
    run = RunFolder(out)
    report = _report(run)
    events: dict[str, int] = dict(sorted(Counter(str(event.kind) for event in run.events()).items()))
    if events != report.events:
        report = dataclasses.replace(report, answers=report.answers.of_events(sum(events.values())))
    report = dataclasses.replace(
        report,
        articles=dict(sorted(Counter(state["state"] for state in states).items())),
        failures=dict(sorted(Counter(state["reason"] for state in states if state["state"] == "failed").items())),
        mentions=given["mentions"].total(),
        rejected=given["rejected"].total(),
        events=events,
    )
    run.file(run_files.REPORT).write_bytes(report.dump())


def resealed(out: Path) -> None:
    """Make the seal of `run.json` that of the files."""
    run = RunFolder(out)
    report = _report(run)
    count = report.review.decisions if report.review else 0
    names = sorted(name for name in run_files.WRITTEN if name != run_files.REPORT)
    made = Seal(
        files={name: hashlib.sha256(run.file(name).read_bytes()).hexdigest() for name in names},
        decisions=seal.of_decisions(run.decisions()[:count]),
        report=seal.of_report(json.loads(report.dump())),
    )
    run.file(run_files.REPORT).write_bytes(dataclasses.replace(report, seal=made).dump())


def _report(run: RunFolder) -> RunReport:
    report = run.report()
    assert report is not None
    return report
