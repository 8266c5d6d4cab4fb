"""Articles as callers of the library give them: paths, articles, or both in any order."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from memcon.articles.copies import find_copies
from memcon.articles.read import completed_in_time, read_articles
from memcon.records import Article, ArticleState

Input = str | Path | Article | ArticleState
"""A path, or something already read."""


def items_of(given: Input | Iterable[Input], *, copies_once: bool = False) -> Iterator[Article | ArticleState]:
    """Return the articles that a caller gives; paths are checked at once, and read as they are needed.

    With `copies_once`, copies of others are told as such. Raises UsageError as `read_articles`, and MissingExtra as
    `find_copies`.
    """
    inputs = [given] if isinstance(given, Input) else given
    if isinstance(inputs, Sequence) and all(isinstance(item, str | Path) for item in inputs):
        items = read_articles([str(path) for path in inputs])
    else:
        items = _mixed(inputs)
    return find_copies(items) if copies_once else items


def _mixed(inputs: Iterable[Input]) -> Iterator[Article | ArticleState]:
    for item in inputs:
        if isinstance(item, str | Path):
            yield from read_articles([str(item)])
        else:
            yield completed_in_time(item) if isinstance(item, Article) else item
