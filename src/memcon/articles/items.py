"""Articles as callers of the library give them: paths, articles, or both in any order."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from memcon.articles.copies import find_copies
from memcon.articles.read import completed_in_time, read_articles
from memcon.errors import UsageError
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
    elif isinstance(inputs, Sequence):
        items = itertools.chain.from_iterable([_read(item) for item in inputs])
    else:
        items = itertools.chain.from_iterable(map(_read, inputs))
    return find_copies(items) if copies_once else items


def is_input(given: object) -> bool:
    """Say whether something is one that `items_of` takes."""
    return isinstance(given, Input)


def id_of(item: Article | ArticleState) -> str:
    """Return the id of an article, whether it could be read or not."""
    return item.article if isinstance(item, ArticleState) else item.id


def _read(item: Input) -> Iterable[Article | ArticleState]:
    if isinstance(item, str | Path):
        return read_articles([str(item)])
    if isinstance(item, Article):
        return map(completed_in_time, [item])
    if isinstance(item, ArticleState):
        return [item]
    raise UsageError(f"an article is a path, a memcon.Article or a memcon.ArticleState, and no {type(item).__name__!r}")
