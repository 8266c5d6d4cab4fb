"""Read articles from text files and JSON lines, one at a time, each input to exactly one outcome.

Text is what the bytes say and nothing else: UTF-8 (a byte-order mark stays, as code point 0) or UTF-16 with a
byte-order mark (which Python's `utf-16` takes off). Other encodings are not guessed: they fail with the offset of the
first byte that does not fit. In JSON lines, a lone surrogate escape becomes U+FFFD, one for one. Unknown keys are
passed over. Knows nothing of sentences, models or events.
"""

import dataclasses
import datetime as dt
import itertools
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import BinaryIO, Final

from memcon.articles.article_line import (
    UTF8_BOM,
    article_of,
    check_text,
    id_of,
    object_of,
    repeated,
    too_long,
    where_is,
)
from memcon.articles.published import find_published
from memcon.articles.sources import CutGzip, Source, check_inputs, find_sources, read_chunks
from memcon.errors import InputError, UsageError
from memcon.languages.detect import identify, normal_code
from memcon.records import Article, ArticleState
from memcon.records.jsonl import Line, split_lines

__all__ = ["MAX_CHARS", "check_inputs", "read_articles"]

MAX_CHARS: Final = 1_000_000
_ROOM: Final = 1 << 20  # bytes of a JSON line for all that is not its text
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_UTF32_BOMS: Final = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_NOT_TEXT: Final = {
    b"%PDF-": "a PDF", b"PK\x03\x04": "a ZIP or an Office file", b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"\xd0\xcf\x11\xe0": "an old Office document",
    b"BZh91AY&SY": "compressed with bzip2", b"\xfd7zXZ\0": "compressed with xz", b"\x28\xb5\x2f\xfd": "zstd data",
    b"7z\xbc\xaf": "a 7z archive", b"\x7fELF": "a program", b"SQLite format 3\0": "an SQLite database",
    b"PAR1\x15": "a Parquet table", b"{\\rtf": "a rich-text document",
}  # fmt: skip
_JSON_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[?\s*\{\s*(?:\"|\})")
_ONE_VALUE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{][ \t\r]*\n")
_BLANK: Final = b" \t\r" + UTF8_BOM


@dataclass(frozen=True, slots=True)
class _Defaults:
    """What the caller says of all articles that do not say it themselves."""

    language: str | None
    published: dt.date | None
    max_chars: int


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
) -> Iterator[Article | ArticleState]:
    """Yield an Article or a failed ArticleState for each input, in the order of paths and lines.

    `inputs` are files, folders, globs, and `-` for `stdin`; see `memcon.articles.sources`. `language` and
    `published` hold for articles that do not give their own. The order does not depend on that of `inputs`; a file
    named twice is read once. Memory is bounded by `max_chars`, but for the ids. Raises UsageError, before reading,
    for a path that is not there or a `language` that is no code.
    """
    code = normal_code(language) if language is not None else None
    if language is not None and code is None:
        raise UsageError(f"{language!r} is no language code; write `id`, `en` or another of ISO 639")
    if max_chars < 1:
        raise UsageError(f"an article must have room for one character at least, not {max_chars}")
    return _read_all(find_sources(inputs), _Defaults(code, published, max_chars), stdin)


def _read_all(
    sources: Iterable[Source], defaults: _Defaults, stdin: BinaryIO | None
) -> Iterator[Article | ArticleState]:
    ids = _Ids()
    for source in sources:
        ids.start(source)
        yield from _read_source(source, defaults, ids, stdin)


def _read_source(
    source: Source, defaults: _Defaults, ids: _Ids, stdin: BinaryIO | None
) -> Iterator[Article | ArticleState]:
    try:
        with _opened(source, stdin) as file:
            chunks = read_chunks(file)
            head = _head(chunks)
            _check_head(source, head)
            chunks = itertools.chain([head], chunks)
            if source.lines or (source.lines is None and _JSON_START.match(head)):
                _check_lines(source, head)
                yield from _read_lines(source, chunks, defaults, ids)
            else:
                yield _read_text(source, chunks, defaults, ids)
    except (InputError, CutGzip, OSError) as error:
        yield _failed(ids.label(source, 0), _input_error(source.shown, error))


def _opened(source: Source, stdin: BinaryIO | None) -> AbstractContextManager[BinaryIO]:
    if source.path is not None:
        return source.path.open("rb")
    return nullcontext(stdin if stdin is not None else sys.stdin.buffer)


def _input_error(where: str, error: InputError | CutGzip | OSError) -> InputError:
    if isinstance(error, InputError):
        return error
    if isinstance(error, CutGzip):
        return InputError(where, "cut_gzip", f"{error}; compress or fetch the file again")
    return InputError(where, "unreadable", f"cannot be read: {(error.strerror or type(error).__name__).lower()}")


def _head(chunks: Iterator[bytes]) -> bytes:
    """Return enough of the beginning to tell what it is; all of it where it is short."""
    head = b""
    while len(head) < 4096 and (more := next(chunks, b"")):
        head += more
    return head


def _check_head(source: Source, head: bytes) -> None:
    """Raise InputError for what is no article and no JSON lines from its first bytes on."""
    kind = next((kind for start, kind in _NOT_TEXT.items() if head.startswith(start)), None)
    if not head:
        raise InputError(source.shown, "empty_file", "the file is empty")
    if kind:
        raise InputError(source.shown, "binary", f"this is {kind}, not text; extract its text first")
    if head.startswith(_UTF32_BOMS):
        raise InputError(source.shown, "encoding", _CONVERT.format(what="this is UTF-32", name="UTF-32"))
    if b"\0" in head and not head.startswith(_UTF16_BOMS):
        raise InputError(source.shown, "binary", _NUL.format(at=head.index(0)))


def _check_lines(source: Source, head: bytes) -> None:
    """Raise InputError for JSON that is not in lines, or not in UTF-8: one error, not one a line."""
    if head.startswith(_UTF16_BOMS):
        raise InputError(source.shown, "encoding", _CONVERT.format(what="JSON lines must be UTF-8", name="UTF-16"))
    if _ONE_VALUE.match(head):
        hint = "one JSON value over many lines; write one object a line, as `jq -c '.[]'` does for an array"
        raise InputError(source.shown, "not_lines", hint)


_NUL: Final = "a NUL byte at offset {at}: a binary file, or UTF-16 without a byte-order mark; give text in UTF-8"
_CONVERT: Final = "{what}; convert it, for example `iconv -f {name} -t UTF-8`"


def _read_text(source: Source, chunks: Iterable[bytes], defaults: _Defaults, ids: _Ids) -> Article:
    most = 4 * defaults.max_chars + 4  # no character takes more than four bytes in UTF-8 or UTF-16
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > most:
            raise too_long(source.shown, f"more than {most:,} bytes", defaults.max_chars)
    text = _decode(source.shown, bytes(data))
    if source.lines is None and _JSON_START.match(text[:4096].encode("utf-8", "replace")):
        raise InputError(source.shown, "encoding", _CONVERT.format(what="JSON lines must be UTF-8", name="UTF-16"))
    check_text(source.shown, text, defaults.max_chars, of="the file")
    if first := ids.claim(source.name, 0):
        raise repeated(source.shown, source.name, first)
    return _article(Article(id=source.name, text=text, path=source.shown), defaults)


def _decode(where: str, data: bytes) -> str:
    """Return the text; raise InputError with the first byte that does not fit, and what to do."""
    encoding = "utf-16" if data.startswith(_UTF16_BOMS) else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} at offset {error.start} (line {line}) is not {encoding.upper()}"
        hint = _CONVERT.format(what=what, name="WINDOWS-1252") + " if that is what it is in"
        raise InputError(where, "encoding", hint) from None


def _article(article: Article, defaults: _Defaults) -> Article:
    """Fill in what the input does not say: the language and the day of publication."""
    language = article.language or defaults.language or identify(article.text)
    day, basis = article.published or defaults.published, "given"
    if day is None and (found := find_published(article.text, url=article.url, language=language)):
        day, basis = found.day, found.basis
    return dataclasses.replace(article, language=language, published=day, published_basis=basis if day else None)


# --- JSON lines ---


def _read_lines(
    source: Source, chunks: Iterable[bytes], defaults: _Defaults, ids: _Ids
) -> Iterator[Article | ArticleState]:
    lines = split_lines(chunks, 12 * defaults.max_chars + _ROOM)  # 12: a character as two \uXXXX
    number, none = 0, True
    try:
        for line in lines:
            number = line.number
            if line.data is None or line.data.strip(_BLANK):
                none = False
                yield _read_line(source, line, defaults, ids)
    except (CutGzip, OSError) as error:
        where = where_is(source.shown, number + 1)
        yield _failed(ids.label(source, number + 1), _input_error(where, error))
        return
    if none:
        raise InputError(source.shown, "empty_file", "the file holds no line that is not blank")


def _read_line(source: Source, line: Line, defaults: _Defaults, ids: _Ids) -> Article | ArticleState:
    where, name = where_is(source.shown, line.number), None
    try:
        if line.data is None:
            raise too_long(where, f"a line of more than {12 * defaults.max_chars + _ROOM:,} bytes", defaults.max_chars)
        found = object_of(where, line)
        given = id_of(where, found)
        if first := ids.claim(given, line.number):
            raise repeated(where, given, first)
        name = given
        return _article(article_of(where, name, found, defaults.max_chars), defaults)
    except InputError as error:
        return _failed(name or ids.label(source, line.number), error)


def _failed(name: str, error: InputError) -> ArticleState:
    return ArticleState(
        article=name, state="failed", reason=error.reason, detail=str(error), path=error.where, sha256=None,
        characters=None, title=None, published=None, published_basis=None, language=None, source=None, url=None,
        mentions=0, rejected=0,
    )  # fmt: skip
