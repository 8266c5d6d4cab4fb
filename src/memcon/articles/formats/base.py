"""What formats have in common: the content that they are given, and what they say of what cannot be read."""

import contextlib
import dataclasses
import datetime as dt
import functools
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, ParamSpec, TypeVar

from memcon.articles.budget import Budget, Overrun
from memcon.articles.select import Wanted
from memcon.articles.streams import CutGzip, spooled
from memcon.errors import InputError, MemconError
from memcon.languages.detect import identify
from memcon.records import Article, ArticleState
from memcon.records.given import read_day, zone_of

P = ParamSpec("P")
T = TypeVar("T")

UTF8_BOM: Final = b"\xef\xbb\xbf"
UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_UTF32_BOMS: Final = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_NOT_TEXT: Final = {
    b"%PDF-": "a PDF", b"PK\x03\x04": "a ZIP or an Office file", b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"\xd0\xcf\x11\xe0": "an old Office document",
    b"BZh91AY&SY": "compressed with bzip2", b"\xfd7zXZ\0": "compressed with xz", b"\x28\xb5\x2f\xfd": "zstd data",
    b"7z\xbc\xaf": "a 7z archive", b"\x7fELF": "a program", b"SQLite format 3\0": "an SQLite database",
    b"PAR1\x15": "a Parquet table", b"{\\rtf": "a rich-text document",
}  # fmt: skip
_BAD_IN_ID: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters, line ends and lone surrogates: an id must print on one line."""
_ID_BYTES: Final = 512
_SHARED: Final = 300
_DATE: Final = re.compile(r"\d{4}-?\d{2}-?\d{2}")
_GZIP: Final = b"\x1f\x8b"
MOST_BROKEN: Final = 10_000
"""Records one after another that are none, behind which a file is left: it is no such file."""
MOST_BLANK: Final = 2_000_000
"""Blank lines or rows that any file may hold; a sheet that is formatted to its end has half as many."""
_BLANK_EACH: Final = 1000
"""How many more it may for each that is not blank."""
_BROKEN: Final = frozenset({"bad_row", "cut_line", "encoding", "invalid_json", "not_object"})
"""Reasons of records that are none."""
_TOLD: Final = (MemconError, CutGzip, OSError, MemoryError, ImportError)
"""What is raised on purpose, or is the machine's: whoever reads the file sees to it."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Where the user says that articles tell their parts: names of columns or keys; None where nothing was said."""

    text: str | None = None
    id: str | None = None
    date: str | None = None
    title: str | None = None

    def over(self, usual: "Fields") -> "Fields":
        """Return these names, and those of `usual` where nothing was said."""
        return _over(self, usual)


@functools.lru_cache(maxsize=256)
def _over(told: Fields, usual: Fields) -> Fields:
    """Do what `Fields.over` does: each record of a file asks for the same."""
    given = {name: value for name, value in dataclasses.asdict(told).items() if value is not None}
    return dataclasses.replace(usual, **given)


@dataclass(frozen=True, slots=True)
class Content:
    """What one file or stream holds."""

    name: str
    """The file's name, made printable; its path below a folder that was named; `stdin` for standard input."""
    shown: str
    """The path as given, made printable; `-` for standard input."""
    head: bytes
    """The first bytes, 4,096 at least where there are so many."""
    chunks: Iterator[bytes]
    """All bytes, the first ones included, decompressed; to be read once."""
    max_chars: int
    """Articles with longer texts fail."""
    language: str | None = None
    """The language of articles that do not tell theirs."""
    timezone: str | None = None
    """The zone in which their instants of publication are days; None where each language tells its own."""
    fields: Fields = Fields()
    path: Path | None = None
    """The file; None for standard input. For what lies beside it, and to be sought in: see `file`."""
    wanted: Wanted = field(default_factory=Wanted)
    """Which articles are: all are held to it once they are read, and a format may look at it sooner."""
    budget: Budget = field(default_factory=Budget)
    """That of the article which is read now. `chunks` and `file` raise it by what they give."""

    def pass_over(self, why: str) -> None:
        """Count what holds no article, by why; the next one has a budget of its own."""
        self.wanted.passed[why] += 1
        self.budget.renew()

    def whole(self, most: int) -> bytes:
        """Return all bytes; InputError where there are more than `most`."""
        data = bytearray()
        for chunk in self.chunks:
            data += chunk
            if len(data) > most:
                raise too_long(self.shown, f"more than {most:,} bytes", self.max_chars)
        return bytes(data)

    @contextlib.contextmanager
    def file(self) -> Iterator[BinaryIO]:
        """Give all bytes, decompressed, as a file that can be sought, instead of `chunks`: the file itself, or a copy.

        A copy lies in memory up to 8 MB, then where temporary files do: DiskError where they take no more.
        """
        if self.path and self.path.is_file():
            with self.path.open("rb") as file:
                if file.read(len(_GZIP)) != _GZIP:
                    self.budget.grow(file.seek(0, os.SEEK_END), lasting=True)
                    file.seek(0)
                    yield file
                    return
        with spooled(self.chunks, self.shown) as copy:
            yield copy

    def record_id(self, number: int) -> str:
        """Return the id of a record that has none of its own: `news.csv:12`."""
        return where_is(self.name, number)

    def where(self, line: int) -> str:
        """Return the place of a line, or of the article of that number, as `path` of an article and in messages."""
        return where_is(self.shown, line)


def where_is(shown: str, line: int) -> str:
    """Return a place as people write it: `folder/file.jsonl:12`; line 0 is the whole file."""
    return f"{shown}:{line}" if line else shown


def failed(error: InputError, article: str = "") -> ArticleState:
    """Return the state of an article that cannot be read; without an id of its own it is called by its place."""
    return ArticleState(
        article=article, state="failed", reason=error.reason, detail=str(error), path=error.where, sha256=None,
        characters=None, title=None, published=None, published_basis=None, language=None, source=None, url=None,
        mentions=0, rejected=0,
    )  # fmt: skip


def checked(item: Article, content: Content) -> Article | ArticleState:
    """Hold an article of another package's format to what ours see to themselves."""
    where = item.path or content.shown
    try:
        check_id(where, item.id)
        check_text(where, item.text, content.max_chars, of="the article")
    except InputError as error:
        return failed(error)
    return dataclasses.replace(item, path=where)


def overrun(over: Overrun, where: str) -> InputError:
    """Return the error of an input that used up its budget."""
    return InputError(where, over.reason, str(over))


def until_lost(found: Iterable[Article | ArticleState], shown: str) -> Iterator[Article | ArticleState]:
    """Yield what was read of a file, until `MOST_BROKEN` records one after another are none, which is told."""
    broken = 0
    for item in found:
        yield item
        broken = broken + 1 if isinstance(item, ArticleState) and item.reason in _BROKEN else 0
        if broken == MOST_BROKEN:
            hint = f"the last {broken:,} records are all broken, and the rest is left; write or fetch the file again"
            yield failed(InputError(shown, "damaged", hint))
            return


def alone(where: str, read: Callable[P, T], *args: P.args, **more: P.kwargs) -> T | ArticleState:
    """Return what `read` makes of one record of a file; what nobody foresaw of it costs that record alone."""
    try:
        return read(*args, **more)
    except Exception as error:  # noqa: BLE001  what others write makes our code and libraries raise anything
        return failed(unforeseen(where, error))


def unforeseen(where: str, error: Exception) -> InputError:
    """Return what is told of an input that made a format of ours raise `error`; raise that where it is told already."""
    if isinstance(error, _TOLD):
        raise error
    told = " ".join(str(error).split())[:200]
    hint = (
        f"it cannot be read ({type(error).__name__}: {told}): write or fetch it again; if it is sound, please report it"
    )
    return InputError(where, "damaged", hint)


class Blanks:
    """Counts the blank lines or rows of one file: some kilobytes of gzip unpack to hundreds of millions."""

    def __init__(self) -> None:
        self._left = MOST_BLANK

    def are_too_many(self, blank: int, others: int = 0) -> bool:
        """Take in so many that are blank, and so many others; return whether no file of articles has as many."""
        self._left += others * _BLANK_EACH - blank
        return self._left < 0


def all_blank(where: str) -> ArticleState:
    """Return the state of the rest of a file, whose lines or rows are blank."""
    hint = f"more than {MOST_BLANK:,} blank lines; the rest is left: write the file again without them"
    return failed(InputError(where, "too_large", hint))


def day(where: str, key: str, value: object, content: Content, *, language: str | None, text: str) -> dt.date | None:
    """Return the day of publication that `value` of the column or key `key` tells; InputError for what tells none.

    An instant is a day of the zone that the user told, or of the article's language, or of UTC. `text` is looked at
    where it must tell the language.
    """
    instant = not _DATE.fullmatch(str(value or ""))
    tongue = language or content.language or (identify(text) if instant else None)
    try:
        return read_day(value, zone_of(tongue, content.timezone))
    except ValueError as error:
        raise InputError(where, "bad_date", f"`{key}` is {short(value)}, {error}") from None


def shared_name(name: str) -> str | None:
    """Return the name of a feed or a channel as each of its articles tells it: 300 characters of it at most."""
    return (name if len(name) <= _SHARED else f"{name[:_SHARED]}…") or None


# --- checks; each raises InputError, which says what is wrong and what to do ---


def check_head(content: Content) -> None:
    """Refuse what is no text from its first bytes on."""
    head, shown = content.head, content.shown
    kind = next((kind for start, kind in _NOT_TEXT.items() if head.startswith(start)), None)
    if kind:
        raise InputError(shown, "binary", f"this is {kind}, not text; extract its text first")
    if head.startswith(_UTF32_BOMS):
        raise InputError(shown, "encoding", convert("this is UTF-32", "UTF-32"))
    if b"\0" in head and not head.startswith(UTF16_BOMS):
        hint = f"a NUL byte at offset {head.index(0)}: a binary file, or UTF-16 without a byte-order mark"
        raise InputError(shown, "binary", f"{hint}; give text in UTF-8")


def convert(what: str, encoding: str) -> str:
    """Return the hint for a text in another encoding."""
    return f"{what}; convert it, for example `iconv -f {encoding} -t UTF-8`"


def check_id(where: str, given: str) -> None:
    """Refuse an id that does not print on one line, or is longer than 512 bytes."""
    if _BAD_IN_ID.search(given) or not given.strip():
        raise InputError(where, "bad_id", f"`id` is {short(given)}; it must hold no control character")
    if len(given.encode("utf-8")) > _ID_BYTES:
        raise InputError(where, "bad_id", f"`id` is {short(given)}; it must not be longer than {_ID_BYTES} bytes")


def check_text(where: str, text: str, most: int, of: str) -> None:
    """Refuse a text that is longer than `most` characters, blank, or binary; `of` says what holds it."""
    if len(text) > most:
        raise too_long(where, f"{len(text):,} characters", most)
    if not text.strip().strip("\ufeff"):
        raise InputError(where, "empty_text", f"{of} holds nothing but white space")
    if "\0" in text:
        hint = f"{of} holds a NUL character at offset {text.index(chr(0))}: a binary file, or UTF-16 without a mark"
        raise InputError(where, "binary", f"{hint}; give text in UTF-8")


def too_long(where: str, length: str, most: int) -> InputError:
    """Return the error of an article longer than `--max-chars`."""
    return InputError(where, "too_long", f"{length}, the limit is {most:,}; raise --max-chars or split it")


def short(value: object) -> str:
    """Return a value as a message shows it."""
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"
