"""A file as memcon reads it, held against what was put in."""

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Self

from helpers.inputs.wanted import Input
from helpers.pages.made import Made
from helpers.pages.score import score, unmarked
from memcon.articles import select
from memcon.articles.read import read_articles
from memcon.records import Article


@dataclass
class Reading:
    """What was read, in characters of words where it is text."""

    files: int = 0
    articles: int = 0
    failed: tuple[str, ...] = ()
    passed: int = 0
    formats: set[str] = field(default_factory=set)
    kept: int = 0
    body: int = 0
    beside: int = 0
    given: int = 0
    dated: int = 0
    right: int = 0
    false: int = 0

    def add(self, other: Self) -> None:
        """Add what was read of another file."""
        for each in fields(self):
            if each.name != "formats":
                setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def line(self, name: str) -> str:
        """Return a line of a table."""
        text = (
            f"{self.kept / self.body:.3f} kept, {self.beside / self.given:.3f} furniture" if self.given else "no text"
        )
        told = f"{self.right} of {self.dated} days right, {self.false} false"
        failed = f"; failed: {', '.join(sorted(set(self.failed)))}" if self.failed else ""
        passed = f"; {self.passed} passed over" if self.passed else ""
        files = f"{self.files:3} files " if self.files > 1 else ""
        return f"  {name:22} {files}{self.articles:4} articles, {text}, {told}{passed}{failed}"


def reading(one: Input, folder: Path) -> Reading:
    """Write a file into a folder, read it, and hold it against what was put in."""
    path = folder / one.name
    path.write_bytes(one.data)
    wanted = select.Wanted()
    found = list(read_articles([str(path)], wanted=wanted))
    articles = [item for item in found if isinstance(item, Article)]
    failed = tuple(str(item.reason) for item in found if not isinstance(item, Article))
    got = Reading(1, len(articles), failed, sum(wanted.passed.values()))
    got.formats = {item.origin.format for item in articles if item.origin}
    for article, put in zip(articles, one.articles, strict=False):
        made = Made(one.name, b"", one.language, put.title, put.body, put.published, put.neutral)
        figures = score(made, unmarked(article))
        got.kept, got.body = got.kept + figures.kept, got.body + figures.body
        got.beside, got.given = got.beside + figures.beside, got.given + figures.given
        got.dated += put.published is not None
        got.right += put.published is not None and article.published == put.published
        got.false += article.published is not None and article.published != put.published
    return got
