"""Read articles from files and streams, one at a time, each input to exactly one outcome.

What the bytes say is for a format, see `memcon.articles.formats`. Here is what is the same for all of them: which of
them reads a file, that no id is given twice, and what the input does not say of language and day. Knows nothing of
sentences, models or events.
"""

import dataclasses
import datetime as dt
import itertools
import sys
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import BinaryIO, Final

from memcon.articles import formats
from memcon.articles.budget import Budget, Overrun
from memcon.articles.formats.base import (
    Content,
    Fields,
    checked,
    failed,
    overrun,
    unforeseen,
    until_lost,
    where_is,
)  # fmt: skip
from memcon.articles.marked import without_metadata
from memcon.articles.published import find_published
from memcon.articles.select import Wanted
from memcon.articles.sources import Source, check_inputs, find_sources
from memcon.articles.streams import CutGzip, input_error, read_chunks
from memcon.errors import DiskError, InputError, MissingExtra, UsageError
from memcon.languages.detect import identify, normal_code
from memcon.records import Article, ArticleState, Origin
from memcon.records.given import zone_of

__all__ = ["MAX_CHARS", "check_inputs", "read_articles"]

MAX_CHARS: Final = 1_000_000
_HEAD: Final = 4096
"""Bytes that are enough to tell what a file is."""


@dataclass(frozen=True, slots=True)
class _Defaults:
    """What the caller says of all articles that do not say it themselves."""

    language: str | None
    published: dt.date | None
    max_chars: int
    slow: Container[str]
    timezone: str | None
    fields: Fields
    wanted: Wanted


class _Ids:
    """The ids given so far, and where each was first seen. Lives as long as one reading."""

    def __init__(self) -> None:
        self._sources: list[str] = []
        self._first: dict[str, int] = {}  # index of the source and line in one number: a million ids must fit

    def start(self, source: Source) -> None:
        self._sources.append(source.shown)

    def claim(self, name: str, line: int) -> str | None:
        """Take the id; return where it was seen before, None when it is new."""
        now = (len(self._sources) - 1) << 40 | line
        first = self._first.setdefault(name, now)
        if first == now:
            return None
        return where_is(self._sources[first >> 40], first & (1 << 40) - 1)

    def label(self, source: Source, line: int) -> str:
        """Return an id for an input that has none of its own: readable, stable, not yet taken."""
        short, full = where_is(source.name, line), where_is(source.shown, line)
        names = itertools.chain((short, full), (f"{full}-{number}" for number in itertools.count(2)))
        return next(name for name in names if self.claim(name, line) is None)


def read_articles(
    inputs: Sequence[str],
    *,
    language: str | None = None,
    published: dt.date | None = None,
    max_chars: int = MAX_CHARS,
    stdin: BinaryIO | None = None,
    slow: Container[str] = (),
    timezone: str | None = None,
    fields: Fields | None = None,
    names: Mapping[str, str] | None = None,
    wanted: Wanted | None = None,
) -> Iterator[Article | ArticleState]:
    """Yield an Article or a failed ArticleState for each input, in the order of paths and lines.

    `inputs` are files, folders, globs, and `-` for `stdin`; see `memcon.articles.sources`. `language` and
    `published` hold for articles that do not give their own; an instant of publication is a day of `timezone`, by
    default that of the article's language where all its news has one, else UTC. The order does not depend on that of
    `inputs`; a file named twice is read once. Memory is bounded by `max_chars`, but for the ids. Articles
    whose texts have a hash (`Article.sha256`) in `slow` fail as `too_slow`, as they did before. `fields` are the
    columns or keys where articles tell their parts. `names` are names for files, by their paths as shown. `wanted` says
    which articles are, and counts what is passed over in files: not wanted, or no article; of a share its own come,
    named as they are in a reading of all. Raises UsageError, before reading, for a path that is not there, a
    `language` that is no code, a package of a format that is broken, or a format whose libraries are not installed.
    Raises DiskError where an input must be copied to be read, and temporary files take no more.
    """
    code = normal_code(language) if language is not None else None
    if language is not None and code is None:
        raise UsageError(f"{language!r} is no language code; write `id`, `en` or another of ISO 639")
    try:
        zone_of(None, timezone)
    except ValueError as error:
        raise UsageError(f"{timezone!r}, {error}") from None
    if max_chars < 1:
        raise UsageError(f"an article must have room for one character at least, not {max_chars}")
    known = names or {}
    sources = [dataclasses.replace(each, name=known.get(each.shown, each.name)) for each in find_sources(inputs)]
    told = {source.file_name and formats.by_suffix(source.file_name) for source in sources}
    if None in told:
        formats.others()  # their content will be looked at: a broken package is told before anything is read
    for name in sorted(each for each in told if each):
        formats.check_installed(name)
    defaults = _Defaults(code, published, max_chars, slow, timezone, fields or Fields(), wanted or Wanted())
    return _read_all(sources, defaults, stdin)


def _read_all(
    sources: Iterable[Source], defaults: _Defaults, stdin: BinaryIO | None
) -> Iterator[Article | ArticleState]:
    ids = _Ids()
    for source in sources:
        ids = _Ids() if defaults.wanted.apart else ids
        ids.start(source)
        budget = Budget()
        found = _read_source(source, defaults, ids, stdin, budget)
        while outcome := _next(found, budget, source, defaults, ids):
            if defaults.wanted.has(_name_of(outcome)) and defaults.wanted.takes(outcome):
                yield outcome


def _next(
    found: Iterator[Article | ArticleState], budget: Budget, source: Source, defaults: _Defaults, ids: _Ids
) -> Article | ArticleState | None:
    """Return what is found next in a source, completed, within a budget; None at the end.

    What takes longer to be read ends the source, and what takes longer to be completed costs itself alone.
    """
    item = None
    budget.renew()
    try:
        with budget:
            item = next(found, None)
            if isinstance(item, Article) and defaults.wanted.has(item.id):
                return _completed(item, defaults)
            return item
    except Overrun as over:
        if isinstance(item, Article):
            return _over(item, over, item.path or source.shown)
        if isinstance(over.__context__, MemoryError):  # the machine's: no fault of the file
            raise over.__context__ from None
        return item or failed(overrun(over, source.shown), ids.label(source, 0))


def _read_source(
    source: Source, defaults: _Defaults, ids: _Ids, stdin: BinaryIO | None, budget: Budget
) -> Iterator[Article | ArticleState]:
    try:
        with _opened(source, stdin) as file:
            content = _content(source, file, defaults, budget)
            head, file_name = content.head, source.file_name
            name = formats.format_of(file_name, head) if file_name else formats.by_content(head)
            for item in _read_content(name, content):
                yield _outcome(item, source, name, ids)
    except MissingExtra as error:  # its content alone told the format
        yield failed(InputError(source.shown, "missing_extra", str(error)), ids.label(source, 0))
    except (InputError, CutGzip, OSError) as error:
        told = error if isinstance(error, InputError) else input_error(source.shown, error)
        yield failed(told, ids.label(source, 0))


def _opened(source: Source, stdin: BinaryIO | None) -> AbstractContextManager[BinaryIO]:
    if source.path is not None:
        return source.path.open("rb")
    if source.place is not None:
        return source.place.open()
    return nullcontext(stdin if stdin is not None else sys.stdin.buffer)


def _content(source: Source, file: BinaryIO, defaults: _Defaults, budget: Budget) -> Content:
    """Return what a file holds, its beginning read; all of it where it is short."""
    chunks, head, damaged = _counted(read_chunks(file), budget), b"", False
    try:
        while len(head) < _HEAD and (more := next(chunks, b"")):
            head += more
    except CutGzip:
        if source.file_name is None or formats.by_suffix(source.file_name) not in formats.THROUGH_DAMAGE:
            raise
        damaged = True
    if not head and not damaged:
        raise InputError(source.shown, "empty_file", "the file is empty")
    chunks = itertools.chain([head], chunks)
    return Content(
        source.name, source.shown, head, chunks, defaults.max_chars, defaults.language, defaults.timezone,
        fields=defaults.fields, path=source.path, wanted=defaults.wanted, budget=budget,
    )  # fmt: skip


def _counted(chunks: Iterator[bytes], budget: Budget) -> Iterator[bytes]:
    for chunk in chunks:
        budget.grow(len(chunk))
        yield chunk


def _read_content(name: str, content: Content) -> Iterator[Article | ArticleState]:
    """Read a file in the format of that name. What nobody foresaw of it fails the rest of that file, and no more."""
    if name in formats.FORMATS:
        formats.check_installed(name)
        try:
            yield from until_lost(formats.FORMATS[name].read(content), content.shown)
        except Exception as error:
            raise unforeseen(content.shown, error) from error
        return
    try:
        found = iter(formats.others()[name].read(content))
        while item := _next_of_others(found, content):
            yield item if isinstance(item, ArticleState) else checked(item, content)
    except (InputError, CutGzip, OSError, DiskError):
        raise
    except Exception as error:  # code of others: it may raise anything
        hint = f"the format {name!r} of another package failed: {type(error).__name__}: {error}"
        raise InputError(content.shown, "format_failed", hint) from error


def _next_of_others(found: Iterator[Article | ArticleState], content: Content) -> Article | ArticleState | None:
    with content.budget.resting():  # a package may load a model of its own, or wait for another program
        return next(found, None)


def _outcome(item: Article | ArticleState, source: Source, form: str, ids: _Ids) -> Article | ArticleState:
    """Take an article for what it says that it is called, or fail it where another is called so."""
    where = item.path or source.shown
    _, _, line = where.removeprefix(source.shown).rpartition(":")
    number = int(line) if line.isdecimal() else 0
    name = _name_of(item)
    if isinstance(item, ArticleState) and not name:
        return dataclasses.replace(item, article=ids.label(source, number))
    if first := ids.claim(name, number):
        hint = f"the id {name!r} was read before, from {first}; give every article its own"
        return failed(InputError(where, "repeated_id", hint), ids.label(source, number))
    if isinstance(item, ArticleState):
        return item
    origin = item.origin or Origin(path=source.shown, record=number or None, format=form)
    return dataclasses.replace(item, origin=origin)


def _name_of(item: Article | ArticleState) -> str:
    return item.article if isinstance(item, ArticleState) else item.id


def _completed(item: Article, defaults: _Defaults) -> Article:
    if item.sha256 in defaults.slow:
        raise Overrun("too_slow", "it took too long in an earlier run; --retry-slow tries again")
    return completed(item, language=defaults.language, published=defaults.published)


def completed_in_time(article: Article) -> Article | ArticleState:
    """Complete an article within a budget. It fails where that takes longer."""
    try:
        with Budget():
            return completed(article)
    except Overrun as over:
        return _over(article, over, article.id)


def _over(article: Article, over: Overrun, where: str) -> ArticleState:
    told = failed(overrun(over, where), article.id)
    return dataclasses.replace(told, sha256=article.sha256, characters=len(article.text))


def completed(article: Article, *, language: str | None = None, published: dt.date | None = None) -> Article:
    """Fill in what an article does not say of itself: the language and the day of publication.

    `language` (ISO 639-1) and `published` are what the caller says of all articles that do not say it themselves.
    """
    tag = article.language or language or identify(article.text)
    day, basis = article.published or published, article.published_basis or "given"
    if day is None:
        text = without_metadata(article.text, article.beside)
        if found := find_published(text, url=article.url, language=tag):
            day, basis = found.day, found.basis
    return dataclasses.replace(article, language=tag, published=day, published_basis=basis if day else None)
