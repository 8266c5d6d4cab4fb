"""When a run began, how it ended and what it asked, as `run.json` tells it, held against what can have been."""

import signal
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from typing import Final

from memcon.errors import Interrupted, MemconError, ProviderStopped
from memcon.outputs.run_report import RunReport
from memcon.outputs.run_time import time_problems
from memcon.records import ArticleState, run_files

ENDS: Final = frozenset(128 + number for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
"""Exit codes of runs that a signal ended."""
READ_ALL: Final = frozenset({Interrupted.__name__.lower(), "useless"})
"""Why a run may be stopped just as its last article ends; of all else that stops one, an article was in need."""
OF_BATCHES: Final = ("batch", "cancelled")
"""How the reasons begin for which no other round of batches was begun."""


def ending_problems(report: RunReport, states: Sequence[ArticleState]) -> Iterator[str]:
    """Check what `run.json` says of a run's time, end and calls; of a joined run, of those of all its shares."""
    for problem in (*time_problems(report), *_of_end(report, states), *_of_usage(report)):
        yield f"{run_files.REPORT}: {problem}"


def _of_end(report: RunReport, states: Sequence[ArticleState]) -> Iterator[str]:
    """Check the exit code against what stopped the run and what failed, and that against how articles ended."""
    if (report.stopped is None) != (report.stop_reason is None):
        yield "it tells that it was stopped, and not why, or the other way round"
    pending = [state for state in states if state.state == "pending"]
    reason = report.stop_reason
    if reason is None and report.stopped is None and any(state.reason is None for state in pending):
        yield "it tells of nothing that stopped it, and articles are pending"
    elif reason and not (pending or report.unread or reason in READ_ALL or reason.startswith(OF_BATCHES)):
        yield f"it tells that it was stopped as {reason[:60]!r}, and no article is pending"
    if report.exit_code not in _codes(report, {state.reason for state in states if state.state == "failed"}):
        yield f"its exit code {report.exit_code} is not that of how it ended"


def _codes(report: RunReport, failed: set[str | None]) -> frozenset[int]:
    """Return the exit codes that a run can have which ended so; of a joined run a share is missing, or has a bug."""
    bug = {MemconError.exit_code} if "bug" in failed else set()
    if report.stop_reason is not None:
        return frozenset(bug) | _of_reason(report.stop_reason)
    return frozenset(bug or {3 if failed or report.unread else 0})


def _of_reason(reason: str) -> frozenset[int]:
    """Return the exit codes of a run that was stopped for a reason, as a machine word; a provider has many."""
    codes = {each.__name__.lower(): each.exit_code for each in MemconError.__subclasses__() if each != ProviderStopped}
    if reason == Interrupted.__name__.lower():
        return ENDS
    return frozenset({codes.get(reason, ProviderStopped.exit_code)})


def _of_usage(report: RunReport) -> Iterator[str]:
    """Check that the calls make sense, and were no less than what was answered."""
    usage, answers = report.usage, report.answers
    if any(figure is not None and not figure >= 0 for figure in (*astuple(usage), *astuple(report.missing))):
        yield "its usage cannot be: a figure is less than nothing"
    if usage.failed < max(usage.rate_limited, usage.uncertain):
        yield "its usage cannot be: more calls failed for one reason than failed"
    tokens = ("prompt_tokens", "completion_tokens", "cached_tokens")
    if not usage.replayed and any(getattr(usage, name) < getattr(answers, name) for name in tokens):
        yield "its usage is less than its answers took, and none was from the ledger"
