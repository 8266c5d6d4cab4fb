"""An article as it is read, and the line that tells how it ended."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from typing import Final, Literal
from urllib.parse import urlsplit

from memcon.errors import UsageError
from memcon.records import given
from memcon.records.vocabulary import SCHEMA_VERSION, Aside, State, record


@record
class Beside:
    """A span of an article's text that is not its own words, and why: the format that it was read from tells so."""

    start: int
    end: int
    reason: Aside


@record
class Origin:
    """What an article was read from, before it was written to a file of imported articles."""

    path: str
    """The file, as it was given; `-` for standard input."""
    record: int | None
    """Which record of the file it was, from 1, or its line; null where the file is one article."""
    format: str
    """The name of the input format."""
    record_id: str | None = None
    """The id that an archive gives the record."""
    url: str | None = None
    """The address that an archive tells it was fetched from."""
    fetched: dt.datetime | None = None
    """When an archive tells that it was fetched: no day of publication."""


def sha256(text: str) -> str:
    """Return the hash of an article's text as `articles.jsonl` keeps it."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as read. `text` is the file as decoded and is never rewritten.

    An id may be given as a whole number, `published` as whatever `given.read_day` reads, and `language` as any code of
    ISO 639; a missing value of a data frame is none. What cannot be read is a UsageError.
    """

    id: str
    """The file's name, or the `id` of its JSON line; names the article in every output, and never becomes a path."""
    text: str
    title: str | None = None
    published: dt.date | None = None
    published_basis: str | None = None
    """In words, where `published` was read: `given`, `dateline "…"`, `url "…"`; None when `published` is."""
    language: str | None = None
    """ISO 639-1 code, given or identified; None when unknown."""
    source: str | None = None
    url: str | None = None
    path: str | None = None
    """Where it was read, with the line for JSON lines: `folder/file.jsonl:12`."""
    beside: tuple[Beside, ...] = ()
    """What in `text` its format marks as not the article's own: captions, links, what is not shown. In order."""
    notes: tuple[str, ...] = ()
    """What whoever uses the article should know of how it was read."""
    origin: Origin | None = dataclasses.field(default=None, compare=False)
    """Where it came from, once it is read from a file: no part of what it says."""
    copy_of: str | None = dataclasses.field(default=None, compare=False)
    """Id of an article read before that says all that this one says; None where none does, or none was looked for."""

    @property
    def sha256(self) -> str:
        """Return the hash of the text in UTF-8, in hexadecimal, as `articles.jsonl` keeps it."""
        return sha256(self.text)

    def __post_init__(self) -> None:
        """Bring what was given into the types of the fields."""
        for name, read in _READ.items():
            value = getattr(self, name)
            try:
                told = given.read_day(value, given.zone_of(self.language)) if name == "published" else read(value)
                object.__setattr__(self, name, told)
            except (TypeError, ValueError) as error:
                raise UsageError(f"article {self.id!r}: {name!r} is {_short(value)}, {error}") from None
        spans = tuple(sorted(self.beside, key=lambda span: (span.start, span.end)))
        object.__setattr__(self, "beside", spans)
        if wrong := next((span for span in spans if not 0 <= span.start < span.end <= len(self.text)), None):
            raise UsageError(f"article {self.id!r}: 'beside' is {_short(wrong)}, which is no span of its text")


_READ: Final[Mapping[str, Callable[[object], object]]] = {
    "id": given.read_id, "text": given.read_text, "title": given.read_words, "language": given.read_language,
    "published": given.read_day, "published_basis": given.read_words, "source": given.read_words,
    "url": given.read_words, "path": given.read_words,
}  # fmt: skip


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"


def publisher(source: str | None, url: str | None) -> str | None:
    """Return who published an article: its source as given, else the site of its url without `www.`, else None."""
    if source and source.strip():
        return source
    try:
        site = urlsplit(url if "//" in url else f"//{url}").hostname if url else None
    except ValueError:  # brackets that hold no address
        return None
    return site.removeprefix("www.") if site else None


@record
class ImportedArticle:
    """An article as `memcon import` writes it: a line of its file, which `memcon extract` reads as JSON lines.

    Spans rest on `text`, which is kept as it was read.
    """

    schema_version: Literal[2] = SCHEMA_VERSION
    id: str
    title: str | None
    published: dt.date | None
    published_basis: str | None
    """In words, where `published` was read; null when `published` is."""
    language: str | None
    source: str | None
    url: str | None
    text: str
    beside: tuple[Beside, ...]
    """What in `text` is not the article's own words. Offsets count characters (Unicode code points)."""
    notes: tuple[str, ...]
    """What whoever uses the article should know of how it was read."""
    origin: Origin | None

    @classmethod
    def of(cls, article: Article) -> "ImportedArticle":
        """Return the line of an article."""
        return cls(
            id=article.id, title=article.title, published=article.published, published_basis=article.published_basis,
            language=article.language, source=article.source, url=article.url, text=article.text,
            beside=article.beside, notes=article.notes, origin=article.origin,
        )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an article. `number` counts from 1 and is what a model cites."""

    number: int
    start: int
    end: int
    body: bool
    """False for what clean-up marked as not the article's own text: links, captions, repeats, tags."""


@record
class ArticleState:
    """How one input ended. A line of `articles.jsonl`: exactly one for each input."""

    schema_version: Literal[2] = SCHEMA_VERSION
    article: str
    state: State
    """`ok` gave mentions, `empty` gave none, `failed` could not be read, `pending` waits for the run to be resumed."""
    reason: str | None
    """For `failed`: a short machine word, as `empty_file`, `encoding`, `cut_line`, `truncated`, `too_slow`."""
    detail: str | None
    """For `failed`: what happened, in words."""
    path: str | None
    """Where it was read, with the line for JSON lines."""
    sha256: str | None
    """Of the text in UTF-8, so that offsets can be checked against the article they were made on."""
    characters: int | None
    """Length of the text in code points."""
    title: str | None
    published: dt.date | None
    published_basis: str | None
    language: str | None
    source: str | None
    url: str | None
    mentions: int
    rejected: int
    prompt_tokens: int = 0
    """Of the questions whose answers it was read from, whenever they were paid for, as the answers say."""
    completion_tokens: int = 0
    """Of these answers, wrong ones that were asked again included."""
    cached_tokens: int = 0
    """Of the prompts, served from the endpoint's cache."""
    cost: float | None = None
    """US dollars for all this at the prices of the run; null for a model without a price."""
    copy_of: str | None = None
    """Id of the article of which it is a copy: nothing was asked about it, it was read with the answers about that one.

    Null for what was read by itself."""

    @property
    def order(self) -> tuple[str, str]:
        """What its file is sorted by."""
        return self.article, self.path or ""
