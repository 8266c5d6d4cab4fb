"""What a run shows on a terminal: progress while it works, then a table and a summary, all of it safe to print."""

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from rich.console import Console

from memcon import fetch
from memcon.cli.table import print_events
from memcon.failures import Failure
from memcon.records import Article, ArticleState
from memcon.run import Progress, Run
from memcon.safe import safe_line

EVERY: Final = 30.0
"""Seconds between two lines of progress where stderr is no terminal."""


class Shown:
    """Shows a run's progress on stderr: one live line on a terminal, a line every 30 seconds elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._live = self._console.is_terminal and not quiet
        self._pulling = Pulling()
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    def counted(self, articles: Iterable[Article | ArticleState]) -> Iterator[Article | ArticleState]:
        """Pass the articles on, telling of each that cannot be read."""
        for article in articles:
            if isinstance(article, ArticleState):
                self.say(f"memcon: {article.detail}")
            elif self._live:
                self._status(f"reading {article.id}")
            yield article

    def progress(self, progress: Progress) -> None:
        """Tell how far the run is, when it is time to."""
        usage = progress.usage
        line = (
            f"{progress.finished} articles, {progress.mentions} mentions, {progress.failed} failed, "
            f"{usage.calls} calls, {usage.replayed} from the ledger, {progress.seconds:.0f} s"
        )
        if self._live:
            self._status(line + (f"   last: {progress.article}" if progress.article else ""))
        elif not self._quiet and time.monotonic() - self._last >= EVERY:
            self._last = time.monotonic()
            self.say(line)

    def watch(self, progress: fetch.Progress) -> None:
        """Show how far the weights have come."""
        if not self._quiet:
            self._pulling.watch(progress)

    def notice(self, failure: Failure, seconds: float) -> None:
        """Tell why the run waits."""
        self.say(f"memcon: waiting {seconds:.0f} s: {failure.detail}")

    def say(self, line: str) -> None:
        """Print one line on stderr, above the live one."""
        self._clear()
        print(safe_line(line), file=sys.stderr, flush=True)

    def _status(self, line: str) -> None:
        width = self._console.width - 1
        print("\r\x1b[2K" + safe_line(line)[:width], end="", file=sys.stderr, flush=True)

    def _clear(self) -> None:
        if self._live:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)


class Pulling:
    """Shows how far the embedded model's weights have come, on stderr."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._last = -EVERY

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def watch(self, progress: fetch.Progress) -> None:
        """Show one state: redrawn on a terminal, a line every 30 seconds elsewhere; notes always."""
        if progress.note:
            self._clear()
            print(safe_line(f"memcon: {progress.note}"), file=sys.stderr, flush=True)
            return
        doing = f"fetching the model from {progress.source}" if progress.doing == "fetch" else "checking the model"
        speed = f", {progress.speed / 1e6:.1f} MB/s" if progress.speed else ""
        share = progress.done / max(1, progress.total)
        line = f"{doing}: {progress.done / 1e6:.0f} of {progress.total / 1e6:.0f} MB ({share:.0%}{speed})"
        now = time.monotonic()
        if self._live:
            print("\r\x1b[2K" + safe_line(line), end="", file=sys.stderr, flush=True)
        elif progress.doing == "fetch" and now - self._last >= EVERY:
            self._last = now
            print(safe_line(f"memcon: {line}"), file=sys.stderr, flush=True)

    def _clear(self) -> None:
        if self._live:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)


def print_run(run: Run, out: Path, *, quiet: bool) -> None:
    """Print the events as a table on stdout, and a summary on stderr."""
    if not quiet:
        if run.events:
            print_events(run.events)
        usage = run.report["usage"]
        states = ", ".join(f"{count} {state}" for state, count in run.report["articles"].items()) or "none"
        kinds = ", ".join(f"{count} {kind}s" for kind, count in run.report["events"].items()) or "none"
        replayed = f"{usage['replayed']} answers from the ledger"
        took = f"{usage['prompt_tokens']} + {usage['completion_tokens']} tokens, {run.report['seconds']} s"
        lines = [
            f"articles  {states}",
            f"events    {kinds} from {len(run.mentions)} mentions; {len(run.rejected)} findings rejected, with reasons",
            f"model     {run.report['model']}, {run.report['strategy']}: {usage['calls']} calls, {replayed}, {took}",
            f"written   {out}/: events, mentions, rejected and articles.jsonl, run.json",
        ]
        print("\n".join(map(safe_line, lines)), file=sys.stderr)
    for state in run.articles:
        if state.state == "failed" and state.sha256:  # those that could not be read are told while reading
            print(safe_line(f"memcon: {state.article}: {state.reason}: {state.detail}"), file=sys.stderr)
    if run.stopped:
        print(safe_line(f"memcon: {run.stopped}"), file=sys.stderr)
