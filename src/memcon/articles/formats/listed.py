"""Lists of addresses beside the pages that were fetched for them, as Media Cloud and GDELT's DOC give them.

A row that has an address and no text stands for a page that lies in the folder of the list, or below it: found by the
name in a column `file`, by the address as programs that fetch name their files (`news.example/1/index.html`,
`https_news_example_1.html`), by its hash, by the row's id, or by the last part of the address where one page alone is
called so. The page is read as any other. What it tells of itself counts before what the list tells; when GDELT saw it
is no day of publication.
"""

import dataclasses
import functools
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from memcon.articles.formats import base, cells
from memcon.articles.formats.base import Content
from memcon.articles.formats.html import suffixes as of_pages
from memcon.articles.formats.html.encoding import decoded
from memcon.articles.formats.html.page import article_of
from memcon.errors import InputError, check_extra
from memcon.records import Article, ArticleState
from memcon.records.jsonl import open_file

URL: Final = ("url", "link", "article_url")
_FILES: Final = ("file", "filename", "path", "html_path", "html_file", "page", "local_path")
"""What lists call the column that names the page's file."""
_SEEN: Final = frozenset({"seendate", "mobileurl", "url_mobile", "urlmobile"})
"""Columns by which GDELT's lists are known: their dates tell when it saw a page."""
_MOST: Final = 64 << 20
_NO_WORD: Final = re.compile(r"\W+")
_SCHEME: Final = re.compile(r"\A[a-z]+://(?:www\.)?", re.IGNORECASE)
PASSED: Final = "without a fetched page beside the list"


@dataclass(frozen=True, slots=True)
class Row:
    """What a list tells of a page; None for what it does not tell."""

    url: str | None
    id: str | None = None
    file: object = None
    """What it tells as the name of the page's file."""
    title: str | None = None
    source: str | None = None
    language: str | None = None
    published: object = None
    published_key: str = "published"


@dataclass(frozen=True, slots=True)
class Listed:
    """The pages that lie beside a list, by what they are called."""

    folder: Path
    whole: Mapping[str, Path] = field(default_factory=dict)
    """By their path below the folder, folded."""
    last: Mapping[str, Path | None] = field(default_factory=dict)
    """By their name alone; None where several are called so."""

    @classmethod
    def beside(cls, content: Content) -> Self | None:
        """Return the pages beside a list; None where there are none, or it is no file."""
        if content.path is None:
            return None
        folder = content.path.parent
        whole: dict[str, Path] = {}
        last: dict[str, Path | None] = {}
        for path in _pages(folder):
            below = path.relative_to(folder).with_suffix("")
            whole[_folded(os.fspath(below))] = path
            last[_folded(below.name)] = None if _folded(below.name) in last else path
        return cls(folder, whole, last) if whole else None

    def page(self, row: Row) -> Path | None:
        """Return the page of a row, as a path below the list's folder; None where none of its names is there.

        Raises:
            ValueError: what it tells as the name of a file can be none.
            OSError: the system says so of that name, as of one that is too long, or lets nobody look.
        """
        if not cells.is_blank(row.file):
            if not isinstance(row.file, (str, int)):
                raise ValueError("no name of a file")
            folder, named = os.path.realpath(self.folder), self.folder / str(row.file)
            real = Path(os.path.realpath(named))
            if not real.is_relative_to(folder) or not real.exists() or real.is_dir():
                return None
            plain = Path(os.path.normpath(named))  # a link below the folder keeps its name
            return plain if plain.is_relative_to(self.folder) else self.folder / real.relative_to(folder)
        for name in _names(row):
            if found := self.whole.get(name) or self.last.get(name):
                return found
        return None

    def article(
        self, row: Row, content: Content, where: str, *, given: object, unnamed: str
    ) -> Article | ArticleState | None:
        """Return the article of a row's page, or why there is none; None where the page is not there.

        It is called by the id that is `given`, and `unnamed` where none is.
        """
        try:
            path = self.page(row)
        except (OSError, ValueError):
            hint = f"{base.short(row.file)} cannot be the name of the page's file"
            return base.failed(InputError(where, "bad_field", hint))
        if path is None:
            content.pass_over(PASSED)
            return None
        check_extra("html", "a list of pages", "trafilatura", "resiliparse", "lxml")
        name = ""
        try:
            name = unnamed if cells.is_blank(given) else cells.id_of(where, "id", given)
            with open_file(path) as file:
                data = file.read(_MOST + 1)
            if len(data) > _MOST:
                raise base.too_long(where, f"{path.name!r} has more than {_MOST:,} bytes", content.max_chars)
            found = article_of(decoded(data), content, name=name, where=where, address=row.url)
        except InputError as error:
            return base.failed(error, name)
        except OSError as error:
            return base.failed(InputError(where, "unreadable", f"{path.name!r} cannot be read: {error.strerror}"), name)
        return _with_row(found, row, content, path.relative_to(self.folder))


class Pages:
    """The pages beside the rows of one list, looked for when the first row asks for them."""

    def __init__(self, content: Content) -> None:
        self._content = content

    @functools.cached_property
    def listed(self) -> Listed | None:
        """Return the pages; None where there are none."""
        return Listed.beside(self._content)


def row_of(found: Mapping[str, object], url: str) -> Row:
    """Return what a line in JSON tells of a page, under the keys that Media Cloud gives."""

    def told(*keys: str) -> str | None:
        return next((words for key in keys if (words := cells.words_of(cells.plain(found.get(key))))), None)

    def file() -> object:
        return next((cells.plain(found[key]) for key in _FILES if not cells.is_blank(found.get(key))), None)

    key = "publish_date" if "publish_date" in found else "published"
    return Row(
        url, id=told("id", "stories_id"), file=file(), title=told("title"), source=told("media_name", "source"),
        language=told("language"), published=None if is_seen(list(found)) else found.get(key), published_key=key,
    )  # fmt: skip


def is_seen(header: Iterable[str]) -> bool:
    """Return whether a list's dates tell when its pages were seen, and not when they were published."""
    return not _SEEN.isdisjoint(column.strip().lower() for column in header)


def file_of(header: Iterable[str]) -> str | None:
    """Return the column that names the pages' files."""
    return next((column for column in header if column.strip().lower() in _FILES), None)


def _pages(folder: Path) -> Iterator[Path]:
    for inside, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(inside, name) for name in sorted(files) if name.lower().endswith(of_pages))


def _folded(name: str) -> str:
    return _NO_WORD.sub("_", name.lower()).strip("_")


def _names(row: Row) -> Iterator[str]:
    """Yield what the page of a row may be called, the surest first."""
    if row.url:
        plain = _SCHEME.sub("", row.url)
        for url in (plain, f"www.{plain}", row.url):
            yield _folded(url)
            yield _folded(f"{url}/index")
            yield _folded(re.sub(r"\.[a-z]{3,5}\Z", "", url))
        for digest in (hashlib.sha256, hashlib.sha1, hashlib.md5):
            yield digest(row.url.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
    if row.id:
        yield _folded(row.id)
    if row.url and (last := row.url.partition("?")[0].rstrip("/").rpartition("/")[2]):
        yield _folded(re.sub(r"\.[a-z]{3,5}\Z", "", last))


def _with_row(article: Article, row: Row, content: Content, page: Path) -> Article:
    """Return an article with what its list tells where the page tells nothing."""
    notes = [*article.notes, f"page: {page.as_posix()}"]
    day, basis = article.published, article.published_basis
    if day is None and not cells.is_blank(row.published):
        try:
            day = base.day("", row.published_key, row.published, content, language=article.language, text=article.text)
            basis = f"given as `{row.published_key}` in the list"
        except InputError:
            notes.append(f"{row.published_key!r} is {base.short(row.published)}, which is no date that can be read")
    language = article.language or cells.language_of(row.language)
    return dataclasses.replace(
        article, title=article.title or row.title, source=article.source or row.source, language=language,
        published=day, published_basis=basis if day else None, notes=tuple(notes),
    )  # fmt: skip
