"""JSON lines: an article each, with `id` and `text`, and maybe `title`, `published`, `language`, `url`, `source`.

Strict where a mistake would lose or mix up articles (id, text, date, language), silent about keys that are not ours:
data sets carry many. A lone surrogate escape, which no file in UTF-8 can hold, becomes U+FFFD, one for one.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, Final

from memcon.articles.formats import base
from memcon.articles.formats.base import UTF8_BOM, UTF16_BOMS, Content
from memcon.articles.streams import CutGzip, input_error
from memcon.errors import InputError
from memcon.languages.detect import identify
from memcon.records import Article, ArticleState
from memcon.records.given import read_day, read_language, zone_of
from memcon.records.jsonl import BadLine, Line, parse_object, split_lines

suffixes: Final = (".jsonl", ".ndjson", ".json")
PUBLISHED: Final = ("published", "date", "published_at", "date_published", "publish_date", "pubDate", "datePublished")
"""Where data sets tell when an article was published: the first that is there; another than `published` is told."""
_DATE: Final = re.compile(r"\d{4}-?\d{2}-?\d{2}")
_ROOM: Final = 1 << 20  # bytes of a line for all that is not its text
_JSON_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*+(?:\[\s*+)?\{\s*+[\"}]")
_ONE_VALUE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*+[\[{][ \t\r]*+\n")
_BLANK: Final = b" \t\r" + UTF8_BOM
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def recognises(head: bytes) -> bool:
    """Return whether a file begins as JSON lines do, or as JSON or an encoding that `read` says how to convert."""
    if head.startswith(UTF16_BOMS):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    return _JSON_START.match(head) is not None


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield an article, or a failed state, for each line that is not blank."""
    base.check_head(content)
    if content.head.startswith(UTF16_BOMS):
        raise InputError(content.shown, "encoding", base.convert("JSON lines must be UTF-8", "UTF-16"))
    if _ONE_VALUE.match(content.head):
        hint = "one JSON value over many lines; write one object a line, as `jq -c '.[]'` does for an array"
        raise InputError(content.shown, "not_lines", hint)
    number, none = 0, True
    try:
        for line in split_lines(content.chunks, _most_bytes(content)):
            number = line.number
            if line.data is None or line.data.strip(_BLANK):
                none = False
                yield _read_line(content, line)
    except (CutGzip, OSError) as error:  # what could be read is kept
        yield base.failed(input_error(content.where(number + 1), error))
        return
    if none:
        raise InputError(content.shown, "empty_file", "the file holds no line that is not blank")


def _most_bytes(content: Content) -> int:
    return 12 * content.max_chars + _ROOM  # 12: a character as two \uXXXX


def _read_line(content: Content, line: Line) -> Article | ArticleState:
    where, name = content.where(line.number), ""
    try:
        if line.data is None:
            raise base.too_long(where, f"a line of more than {_most_bytes(content):,} bytes", content.max_chars)
        value = _object_of(where, line)
        name = _id_of(where, value)
        return _article_of(where, name, value, content)
    except InputError as error:
        return base.failed(error, name)


def _object_of(where: str, line: Line) -> dict[str, Any]:
    """Return the JSON object of a line; InputError says which byte is wrong and what to do."""
    data = line.data or b""
    mark = len(UTF8_BOM) if line.number == 1 and data.startswith(UTF8_BOM) else 0
    try:
        return parse_object(data[mark:])
    except BadLine as error:
        byte = "" if error.offset is None else f" at byte {mark + error.offset} of the line"
        todo = {"cut_line": "write the line again in full", "encoding": "convert the file to UTF-8"}
        hint = f"{error}{byte}; {todo.get(error.reason, 'write one JSON object a line')}"
        raise InputError(where, error.reason, hint) from None


def _id_of(where: str, found: dict[str, Any]) -> str:
    """Return the article's id: a string of at most 512 bytes that prints on one line; a whole number becomes one."""
    given = found.get("id")
    if given is None or given == "":
        raise InputError(where, "missing_id", "no `id`; give every article its own")
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)  # many data sets number their articles
    if not isinstance(given, str):
        raise InputError(where, "bad_id", f"`id` is {base.short(given)}; it must be a string or a whole number")
    base.check_id(where, given)
    return given


def _article_of(where: str, name: str, found: dict[str, Any], content: Content) -> Article:
    """Return the article of a JSON object, with what it says of itself; InputError for a key that cannot be used.

    Null and the empty string say nothing.
    """
    text = found.get("text")
    if not isinstance(text, str):
        what = "no `text`" if text is None else f"`text` is {base.short(text)}"
        raise InputError(where, "missing_text", f"{what}; it must be a string")
    text = _SURROGATE.sub("\ufffd", text)
    base.check_text(where, text, content.max_chars, of="`text`")
    language = _language(where, _string(where, found, "language"))
    key = next((key for key in PUBLISHED if found.get(key) not in (None, "")), "published")
    published = _day(where, key, found.get(key), language or content.language or _identified(found, text), content)
    return Article(
        id=name,
        text=text,
        title=_string(where, found, "title"),
        published=published,
        published_basis=None if published is None or key == "published" else f"given as `{key}`",
        language=language,
        source=_string(where, found, "source"),
        url=_string(where, found, "url"),
        path=where,
    )


def _string(where: str, found: dict[str, Any], key: str) -> str | None:
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(where, "bad_field", f"`{key}` is {base.short(value)}; it must be a string or null")
    return _SURROGATE.sub("\ufffd", value) if value else None


def _day(where: str, key: str, value: object, language: str | None, content: Content) -> dt.date | None:
    """Return the day of publication; an instant is a day of the zone that was told, or of its language, or of UTC."""
    try:
        return read_day(value, zone_of(language, content.timezone))
    except ValueError as error:
        if key != "published":
            return None  # data sets carry many keys
        raise InputError(where, "bad_date", f"`published` is {base.short(value)}, {error}") from None


def _identified(found: dict[str, Any], text: str) -> str | None:
    """Return the language that a text is in, where an instant of publication has to know it."""
    told = (str(found.get(key) or "") for key in PUBLISHED)
    return identify(text) if any(words and not _DATE.fullmatch(words) for words in told) else None


def _language(where: str, given: str | None) -> str | None:
    try:
        return read_language(given)
    except ValueError:
        hint = f"`language` is {base.short(given)}; write its code, as `id` or `en`"
        raise InputError(where, "bad_language", hint) from None
