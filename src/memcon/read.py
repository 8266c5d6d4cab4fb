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
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from memcon.errors import InputError
from memcon.files import BadLine, Line, parse_object, split_lines
from memcon.language import identify, normal_code
from memcon.published import find_published
from memcon.records import Article, ArticleState
from memcon.sources import CutGzip, Source, check_inputs, find_sources, read_chunks

__all__ = ["MAX_CHARS", "check_inputs", "read_articles"]

MAX_CHARS: Final = 1_000_000
_ID_BYTES: Final = 512
_ROOM: Final = 1 << 20  # bytes of a JSON line for all that is not its text
_YEARS: Final = range(1600, 2200)
_UTF8_BOM: Final = b"\xef\xbb\xbf"
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_UTF32_BOMS: Final = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_NOT_TEXT: Final = {
    b"%PDF-": "a PDF", b"PK\x03\x04": "a ZIP or an Office file", b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"\xd0\xcf\x11\xe0": "an old Office document",
    b"BZh91AY&SY": "compressed with bzip2", b"\xfd7zXZ\0": "compressed with xz", b"\x28\xb5\x2f\xfd": "zstd data",
    b"7z\xbc\xaf": "a 7z archive", b"\x7fELF": "a program", b"SQLite format 3\0": "an SQLite database",
    b"PAR1\x15": "a Parquet table", b"{\\rtf": "a rich-text document",
}  # fmt: skip
_JSON_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*(?:\"|\})")
_ONE_VALUE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{][ \t\r]*\n")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_BAD_IN_ID: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BLANK: Final = b" \t\r" + _UTF8_BOM
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


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
        return _where(self._sources[first >> 40], first & (1 << 40) - 1)

    def label(self, source: Source, line: int) -> str:
        """Return an id for an input that has none of its own: readable, stable, not yet taken."""
        short, full = _where(_BAD_IN_ID.sub("?", source.name), line), _where(_BAD_IN_ID.sub("?", source.shown), line)
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

    `inputs` are files, folders, globs, and `-` for `stdin`; see `memcon.sources`. `language` and `published` hold for
    articles that do not give their own. The order does not depend on that of `inputs`; a file named twice is read once.
    Memory is bounded by `max_chars`, but for the ids. Raises UsageError, before reading, for a path that is not there.
    """
    sources = find_sources(inputs)
    return _read_all(sources, _Defaults(language, published, max_chars), stdin)


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
    if head.startswith(_UTF16_BOMS) and source.lines:
        raise InputError(source.shown, "encoding", _CONVERT.format(what="JSON lines must be UTF-8", name="UTF-16"))
    if source.lines and _ONE_VALUE.match(head):
        hint = "one JSON value over many lines; write one object a line, as `jq -c '.[]'` does for an array"
        raise InputError(source.shown, "not_lines", hint)


_CONVERT: Final = "{what}; convert it, for example `iconv -f {name} -t UTF-8`"


def _read_text(source: Source, chunks: Iterable[bytes], defaults: _Defaults, ids: _Ids) -> Article:
    most = 4 * defaults.max_chars + 4  # no character takes more than four bytes in UTF-8 or UTF-16
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > most:
            raise _too_long(source.shown, f"more than {most:,} bytes", defaults.max_chars)
    text = _decode(source.shown, bytes(data))
    if source.lines is None and _JSON_START.match(text[:4096].encode("utf-8", "replace")):
        raise InputError(source.shown, "encoding", _CONVERT.format(what="JSON lines must be UTF-8", name="UTF-16"))
    _check_text(source.shown, text, defaults.max_chars, of="the file")
    if _BAD_IN_ID.search(source.name):
        raise InputError(source.shown, "bad_id", f"the file's name {source.name!r} holds control characters; rename it")
    if first := ids.claim(source.name, 0):
        raise _repeated(source.shown, source.name, first)
    return _article(Article(id=source.name, text=text, path=source.shown), defaults)


def _decode(where: str, data: bytes) -> str:
    """Return the text; raise InputError with the first byte that does not fit, and what to do."""
    encoding = "utf-16" if data.startswith(_UTF16_BOMS) else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} at offset {error.start} (line {line}) is not {encoding.upper()}"
        hint = _CONVERT.format(what=what, name="WINDOWS-1252") + " if that is what it is in"
        raise InputError(where, "encoding", hint) from None
    if "\0" in text:
        offset = data.index(b"\0")
        hint = f"a NUL byte at offset {offset}: a binary file, or UTF-16 without a byte-order mark; give text in UTF-8"
        raise InputError(where, "binary", hint)
    return text


def _check_text(where: str, text: str, most: int, of: str) -> None:
    if len(text) > most:
        raise _too_long(where, f"{len(text):,} characters", most)
    if not text.strip().strip("\ufeff"):
        raise InputError(where, "empty_text", f"{of} holds nothing but white space")


def _too_long(where: str, length: str, most: int) -> InputError:
    return InputError(where, "too_long", f"{length}, the limit is {most:,}; raise --max-chars or split it")


def _repeated(where: str, name: str, first: str) -> InputError:
    return InputError(
        where, "repeated_id", f"the id {name!r} was read before, from {first}; give every article its own"
    )


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
        where = _where(source.shown, number + 1)
        yield _failed(ids.label(source, number + 1), _input_error(where, error))
        return
    if none:
        raise InputError(source.shown, "empty_file", "the file holds no line that is not blank")


def _read_line(source: Source, line: Line, defaults: _Defaults, ids: _Ids) -> Article | ArticleState:
    where, name = _where(source.shown, line.number), None
    try:
        if line.data is None:
            raise _too_long(where, f"a line of more than {12 * defaults.max_chars + _ROOM:,} bytes", defaults.max_chars)
        found = _object(where, line)
        given = _id(where, found)
        if first := ids.claim(given, line.number):
            raise _repeated(where, given, first)
        name = given
        return _article(_fields(where, name, found, defaults.max_chars), defaults)
    except InputError as error:
        return _failed(name or ids.label(source, line.number), error)


def _object(where: str, line: Line) -> dict[str, Any]:
    data = line.data or b""
    mark = len(_UTF8_BOM) if line.number == 1 and data.startswith(_UTF8_BOM) else 0
    try:
        return parse_object(data[mark:])
    except BadLine as error:
        byte = "" if error.offset is None else f" at byte {mark + error.offset} of the line"
        todo = {"cut_line": "write the line again in full", "encoding": "convert the file to UTF-8"}
        hint = f"{error}{byte}; {todo.get(error.reason, 'write one JSON object a line')}"
        raise InputError(where, error.reason, hint) from None


def _id(where: str, found: dict[str, Any]) -> str:
    given = found.get("id")
    if given is None or given == "":
        raise InputError(where, "missing_id", "no `id`; give every article its own")
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)  # many data sets number their articles
    if not isinstance(given, str):
        raise InputError(where, "bad_id", f"`id` is {_short(given)}; it must be a string or a whole number")
    if _BAD_IN_ID.search(given) or not given.strip():
        raise InputError(where, "bad_id", f"`id` is {_short(given)}; it must hold no control character")
    if len(given.encode("utf-8")) > _ID_BYTES:
        raise InputError(where, "bad_id", f"`id` is {_short(given)}; it must not be longer than {_ID_BYTES} bytes")
    return given


def _fields(where: str, name: str, found: dict[str, Any], most: int) -> Article:
    text = found.get("text")
    if not isinstance(text, str):
        what = "no `text`" if text is None else f"`text` is {_short(text)}"
        raise InputError(where, "missing_text", f"{what}; it must be a string")
    text = _SURROGATE.sub("\ufffd", text)
    _check_text(where, text, most, of="`text`")
    return Article(
        id=name,
        text=text,
        title=_string(where, found, "title"),
        published=_day(where, found.get("published")),
        language=_language(where, _string(where, found, "language")),
        source=_string(where, found, "source"),
        url=_string(where, found, "url"),
        path=where,
    )


def _string(where: str, found: dict[str, Any], key: str) -> str | None:
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(where, "bad_field", f"`{key}` is {_short(value)}; it must be a string or null")
    return _SURROGATE.sub("\ufffd", value) if value else None


def _day(where: str, value: object) -> dt.date | None:
    """Return the day of an ISO date or an ISO date with a time, as written: no time zone is converted."""
    if value is None or value == "":
        return None
    day = None
    if isinstance(value, str) and _DAY.match(value):
        with suppress(ValueError):
            day = dt.datetime.fromisoformat(value).date()
    if day is None or day.year not in _YEARS:
        raise InputError(where, "bad_date", f"`published` is {_short(value)}, which is no date; write it as 2024-12-31")
    return day


def _language(where: str, given: str | None) -> str | None:
    if given is None or given.lower() in {"und", "unknown"}:
        return None
    code = normal_code(given)
    if code is None:
        raise InputError(where, "bad_language", f"`language` is {_short(given)}; write its code, as `id` or `en`")
    return code


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"


def _where(shown: str, line: int) -> str:
    return f"{shown}:{line}" if line else shown


def _failed(name: str, error: InputError) -> ArticleState:
    return ArticleState(
        article=name, state="failed", reason=error.reason, detail=str(error), path=error.where, sha256=None,
        characters=None, title=None, published=None, published_basis=None, language=None, source=None, url=None,
        mentions=0, rejected=0,
    )  # fmt: skip
