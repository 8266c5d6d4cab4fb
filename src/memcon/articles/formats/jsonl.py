"""JSON lines: an article each, with `id` and `text`, and maybe `title`, `published`, `language`, `url`, `source`.

What `memcon import` wrote is read back whole: `published_basis`, `beside`, `notes` and `origin` (`ImportedArticle`).
Strict where a mistake would lose or mix up articles (id, text, date, language), silent about keys that are not ours:
data sets carry many. A lone surrogate escape, which no file in UTF-8 can hold, becomes U+FFFD, one for one.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from memcon.articles.formats import base, cells
from memcon.articles.formats.base import UTF8_BOM, UTF16_BOMS, Content, Fields
from memcon.articles.formats.listed import URL, Pages, row_of
from memcon.articles.streams import CutGzip, input_error
from memcon.errors import InputError
from memcon.records import Article, ArticleState, Beside, Origin
from memcon.records.given import read_language
from memcon.records.jsonl import BadLine, Line, parse_object, split_lines

suffixes: Final = (".jsonl", ".ndjson", ".json")
KEYS: Final = Fields(text="text", id="id", title="title")
PUBLISHED: Final = ("published", "date", "published_at", "date_published", "publish_date", "pubDate", "datePublished")
"""Where data sets tell when an article was published: the first that is there; another than `published` is told."""
_ROOM: Final = 1 << 20  # bytes of a line for all that is not its text
_JSON_START: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*+\{\s*+[\"}]")
_ONE_VALUE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*+[\[{][ \t\r]*+\n")
_BLANK: Final = b" \t\r" + UTF8_BOM
_BESIDE: Final = TypeAdapter(tuple[Beside, ...])
_NOTES: Final = TypeAdapter(tuple[str, ...])
_ORIGIN: Final = TypeAdapter(Origin)
Shape = TypeVar("Shape")


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
    number, none, pages, blanks = 0, True, Pages(content), base.Blanks()
    try:
        for line in split_lines(content.chunks, _most_bytes(content)):
            number = line.number
            blank = line.data is not None and not line.data.strip(_BLANK)
            if blanks.are_too_many(blank, not blank):
                yield base.all_blank(content.where(number))
                return
            if not blank:
                none = False
                item = base.alone(content.where(number), _read_line, content, line, pages)
                if item is not None:
                    yield item
    except (CutGzip, OSError) as error:  # what could be read is kept
        yield base.failed(input_error(content.where(number + 1), error))
        return
    if none:
        raise InputError(content.shown, "empty_file", "the file holds no line that is not blank")


def _most_bytes(content: Content) -> int:
    return 12 * content.max_chars + _ROOM  # 12: a character as two \uXXXX


def _read_line(content: Content, line: Line, pages: Pages) -> Article | ArticleState | None:
    where = content.where(line.number)
    try:
        if line.data is None:
            raise base.too_long(where, f"a line of more than {_most_bytes(content):,} bytes", content.max_chars)
        found = {key: cells.unwrapped(value) for key, value in _object_of(where, line).items()}
    except InputError as error:
        return base.failed(error)
    url = next((found[key] for key in URL if isinstance(found.get(key), str)), None)
    if url and found.get(str(content.fields.over(KEYS).text)) is None and (listed := pages.listed):
        row = row_of(found, cells.clean(str(url)))
        return listed.article(
            row, content, where, given=cells.plain(found.get("id")), unnamed=content.record_id(line.number)
        )
    return read_object(content, where, found)


def read_object(
    content: Content, where: str, found: dict[str, Any], *, unnamed: str | None = None, strict_date: bool | None = None
) -> Article | ArticleState:
    """Return the article of a JSON object, or of a row of a table by its columns, or why it is none.

    `unnamed` is its id where it has none; without it an id must be there. `strict_date` tells whether a date that
    cannot be read fails the article, by default where the user named its key, or the key is `published`.
    """
    name = ""
    try:
        key = str(content.fields.over(KEYS).id)
        name = unnamed if unnamed and cells.is_blank(found.get(key)) else cells.id_of(where, key, found.get(key))
        return _article_of(where, name, found, content, strict_date=strict_date)
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


def _article_of(where: str, name: str, found: dict[str, Any], content: Content, *, strict_date: bool | None) -> Article:
    """Return the article of a JSON object, with what it says of itself; InputError for a key that cannot be used.

    Null and the empty string say nothing.
    """
    named = content.fields.over(KEYS)
    key = str(named.text)
    text = found.get(key)
    if not isinstance(text, str):
        what = f"no `{key}`" if text is None else f"`{key}` is {base.short(text)}"
        raise InputError(where, "missing_text", f"{what}; it must be a string")
    text = cells.clean(text)
    base.check_text(where, text, content.max_chars, of=f"`{key}`")
    language = _language(where, _string(where, found, "language"))
    keys = [named.date] if named.date else PUBLISHED
    key = next((key for key in keys if not cells.is_blank(found.get(key))), keys[0])
    strict = key in {"published", content.fields.date} if strict_date is None else strict_date
    published = _day(where, key, found.get(key), language, text, content, strict=strict)
    told = _string(where, found, "published_basis") if published else None
    return Article(
        id=name,
        text=text,
        title=_string(where, found, str(named.title)),
        published=published,
        published_basis=told or (None if published is None or key == "published" else f"given as `{key}`"),
        language=language,
        source=_string(where, found, "source"),
        url=_string(where, found, "url"),
        path=where,
        beside=_beside(where, found, text),
        notes=_if_ours(_NOTES, found.get("notes")) or (),
        origin=_if_ours(_ORIGIN, found.get("origin")),
    )


def _string(where: str, found: dict[str, Any], key: str) -> str | None:
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(where, "bad_field", f"`{key}` is {base.short(value)}; it must be a string or null")
    return cells.clean(value) if value else None


def _day(
    where: str, key: str, value: object, language: str | None, text: str, content: Content, *, strict: bool
) -> dt.date | None:
    """Return the day of publication; what a key says that nobody named for it may be none."""
    try:
        return base.day(where, key, value, content, language=language, text=text) if value else None
    except InputError:
        if strict:
            raise
        return None  # data sets carry many keys


def _beside(where: str, found: dict[str, Any], text: str) -> tuple[Beside, ...]:
    """Return what is not the article's own words, as a file of ours tells it."""
    try:
        spans = _BESIDE.validate_python(found.get("beside") or ())
    except ValidationError as error:
        hint = f"`beside` is none that memcon import writes: {error.errors()[0]['msg'].lower()}; import again"
        raise InputError(where, "bad_field", hint) from None
    if any(not 0 <= span.start < span.end <= len(text) for span in spans):
        raise InputError(where, "bad_field", "`beside` has a span outside the text, which was changed; import again")
    return spans


def _if_ours(shape: TypeAdapter[Shape], value: object) -> Shape | None:
    """Return what a key of ours holds; data sets may have one of the same name."""
    try:
        return shape.validate_python(value)
    except ValidationError:
        return None


def _language(where: str, given: str | None) -> str | None:
    try:
        return read_language(given)
    except ValueError:
        hint = f"`language` is {base.short(given)}; write its code, as `id` or `en`"
        raise InputError(where, "bad_language", hint) from None
