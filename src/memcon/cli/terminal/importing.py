"""What `memcon import` shows: how far it is, what could not be read, and what was read in the end."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from memcon.articles.skipped import Skipped
from memcon.cli.reading import told_passed, told_skipped
from memcon.cli.terminal.progress import EVERY, LIVE
from memcon.cli.terminal.unreadable import Unreadable
from memcon.records import Article, ArticleState, ImportedArticle
from memcon.text.safe import safe_line


class ImportDisplay:
    """Counts articles as they pass, and tells of them on stderr: one line on a terminal, one now and then else."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet, self._live = quiet, sys.stderr.isatty() and not quiet
        self._last = time.monotonic()
        self._drawn = False
        self.read = 0
        self._unreadable = Unreadable()
        self._formats: Counter[str] = Counter()
        self._languages: Counter[str] = Counter()
        self._dated: Counter[str] = Counter()
        self._noted = self._marked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._say(*self._unreadable.rest())

    @property
    def failed(self) -> Counter[str]:
        """Return the reasons of what could not be read."""
        return self._unreadable.reasons

    def lines(self, articles: Iterable[Article | ArticleState]) -> Iterator[ImportedArticle]:
        """Yield the line of each article that could be read; tell of each that could not."""
        for article in articles:
            if isinstance(article, ArticleState):
                self._say(*self._unreadable.lines(article))
            else:
                self._count(article)
                yield ImportedArticle.of(article)
            self._tell()

    def _count(self, article: Article) -> None:
        self.read += 1
        self._formats[article.origin.format if article.origin else "unknown"] += 1
        self._languages["unknown" if article.language is None else article.language] += 1
        self._dated["dated" if article.published else "undated"] += 1
        self._noted += bool(article.notes)
        self._marked += bool(article.beside)

    def summary(self, skipped: Skipped, passed: Counter[str]) -> dict[str, Any]:
        """Return what was read, as JSON has it."""
        return {
            "articles": self.read, "failed": dict(self.failed.most_common()),
            "formats": dict(self._formats.most_common()), "languages": dict(self._languages.most_common()),
            "dated": self._dated["dated"], "undated": self._dated["undated"], "with_notes": self._noted,
            "with_marks": self._marked, "skipped": skipped.counts, "passed_over": dict(passed.most_common()),
        }  # fmt: skip

    def print_summary(self, to: Path, skipped: Skipped, passed: Counter[str]) -> None:
        """Print on stderr what was read."""
        failed = f", {self.failed.total():,} could not be read ({_counts(self.failed)})" if self.failed else ""
        self._say(f"{to}: {self.read:,} articles{failed}")
        if self.read:
            self._say(f"  formats: {_counts(self._formats)}", f"  languages: {_counts(self._languages)}")
            self._say(f"  published: {_counts(self._dated)}")
        if self._noted:
            self._say(f"  {self._noted:,} have notes on how they were read")
        if passed:
            self._say(f"  {told_passed(passed)}")
        self._say(*(f"  {line}" for line in told_skipped(skipped)))

    def _tell(self) -> None:
        now = time.monotonic()
        if self._quiet or now - self._last < (LIVE if self._live else EVERY):
            return
        self._last = now
        line = f"{self.read:,} articles read" + (f", {self.failed.total():,} could not be" if self.failed else "")
        if self._live:
            self._drawn = True
            print("\r\x1b[2K" + safe_line(line), end="", file=sys.stderr, flush=True)
        else:
            print(f"memcon: {line}", file=sys.stderr, flush=True)

    def _say(self, *lines: str) -> None:
        self._clear()
        for line in lines:
            print(safe_line(line), file=sys.stderr, flush=True)

    def _clear(self) -> None:
        if self._drawn:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
            self._drawn = False


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counter.most_common())
