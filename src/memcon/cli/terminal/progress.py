"""What a run shows while it works, on a terminal, in a log, or to a program; all of it safe to print."""

import contextlib
import json
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from memcon.articles.sources import count_articles
from memcon.cli import interrupts
from memcon.cli.terminal.meter import Meter
from memcon.cli.terminal.unreadable import Unreadable
from memcon.errors import MemconError
from memcon.extraction.progress import Progress
from memcon.models.embedded.download import DownloadProgress
from memcon.models.failure import Failure
from memcon.records import Article, ArticleState
from memcon.text.safe import safe_line

EVERY: Final = 30.0
"""Seconds between two lines of progress where stderr is no terminal."""
LIVE: Final = 0.25
"""Seconds between two pictures on a terminal."""
JSON: Final = 1.0
"""Seconds between two states for a program."""
NOTICE: Final = 5.0
"""Seconds that a wait must take to be told in a log, and between two tellings."""


class ProgressDisplay:
    """Shows a run's progress on stderr: a live view on a terminal, a line every 30 seconds elsewhere, or JSON lines."""

    def __init__(self, *, quiet: bool, as_json: bool = False) -> None:
        self._quiet, self._json = quiet, as_json
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        live = self._console.is_terminal and not quiet and not as_json
        self._live = Live(console=self._console, auto_refresh=False, transient=True) if live else None
        self._meter = Meter()
        self._pulling = DownloadDisplay()
        self._unreadable = Unreadable()
        self._latest: Progress | None = None
        self._last = self._noticed = time.monotonic()

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()
        for line in self._unreadable.rest():
            self.say(line)
        if self._json and self._latest and not self._quiet:
            print(json.dumps(self._meter.read(self._latest).json()), file=sys.stderr, flush=True)

    def expect(self, inputs: Sequence[str], *, shares: int = 1) -> None:
        """Begin to count the articles of `inputs` beside the run, so that the time left can be told.

        Of so many `shares` the run reads one, which holds about as many as the others.
        """
        if not self._quiet and "-" not in inputs:
            threading.Thread(target=self._count, args=(inputs, shares), daemon=True).start()

    def _count(self, inputs: Sequence[str], shares: int) -> None:
        with contextlib.suppress(OSError, ValueError, MemconError):  # what cannot be read is told by the run
            self._meter.total = round(count_articles(inputs) / shares)

    def told(self, articles: Iterable[Article | ArticleState]) -> Iterator[Article | ArticleState]:
        """Pass the articles on, telling of the first that cannot be read for a reason; the end tells of the others."""
        said: set[str | None] = set()
        for article in articles:
            if isinstance(article, ArticleState):
                for line in self._unreadable.lines(article):
                    self.say(line)
            elif (article.published_basis or "").startswith("given as `") and article.published_basis not in said:
                said.add(article.published_basis)
                self.say(f"memcon: {article.path}: no `published`; the day of publication is {article.published_basis}")
            yield article

    def progress(self, progress: Progress) -> None:
        """Tell how far the run is, when it is time to."""
        self._latest = progress
        every = LIVE if self._live else JSON if self._json else EVERY
        if self._quiet:
            return
        figures = self._meter.read(progress)
        if time.monotonic() - self._last < every:
            return
        if self._live:
            lines = map(safe_line, figures.lines(self._console.width - 1))  # in the last column some terminals wrap
            self._live.update(Text("\n".join(lines), no_wrap=True, overflow="ellipsis"), refresh=True)
        elif self._json:
            print(json.dumps(figures.json()), file=sys.stderr, flush=True)
        else:
            self.say(figures.line())
        self._last = time.monotonic()

    def watch(self, progress: DownloadProgress) -> None:
        """Show how far the weights have come."""
        if not self._quiet:
            self._pulling.watch(progress)

    def notice(self, failure: Failure, seconds: float) -> None:
        """Tell why the run waits, where no live view does."""
        if not self._live and not self._json and seconds >= NOTICE and time.monotonic() - self._noticed >= NOTICE:
            self._noticed = time.monotonic()
            self.say(f"memcon: waiting {seconds:.0f} s: {failure.detail}")

    def tell(self, line: str) -> None:
        """Tell something of the run as a whole, as that it stops."""
        interrupts.answered()
        self.say(f"memcon: {line}")

    def say(self, line: str) -> None:
        """Print one line on stderr, above the live view."""
        if self._live:
            self._live.console.print(Text(safe_line(line)))
        elif self._json:
            print(json.dumps({"message": line}), file=sys.stderr, flush=True)
        else:
            print(safe_line(line), file=sys.stderr, flush=True)


class DownloadDisplay:
    """Shows how far the embedded model's weights have come, on stderr."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._last = -EVERY

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def watch(self, progress: DownloadProgress) -> None:
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
