"""Make an article of one JSON line, or say what is wrong with it. Knows nothing of files beyond the line's place.

Strict where a mistake would lose or mix up articles (id, text, date, language), silent about keys that are not ours:
data sets carry many. A lone surrogate escape, which no file in UTF-8 can hold, becomes U+FFFD, one for one.
"""

import datetime as dt
import re
from contextlib import suppress
from typing import Any, Final

from memcon.errors import InputError
from memcon.languages.detect import normal_code
from memcon.records import Article
from memcon.records.jsonl import BadLine, Line, parse_object

_BAD_IN_ID: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters, line ends and lone surrogates: an id must print on one line."""
UTF8_BOM: Final = b"\xef\xbb\xbf"
_ID_BYTES: Final = 512
_YEARS: Final = range(1800, 2101)
_DAY: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}[0-9:.,]*\s?(?:Z|UTC|GMT|[+-][0-9:]+)?)?"
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def object_of(where: str, line: Line) -> dict[str, Any]:
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


def id_of(where: str, found: dict[str, Any]) -> str:
    """Return the article's id: a string of at most 512 bytes that prints on one line; a whole number becomes one."""
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


def article_of(where: str, name: str, found: dict[str, Any], most: int) -> Article:
    """Return the article of a JSON object, with what it says of itself; InputError for a key that cannot be used.

    `most` is the greatest length of the text in characters. Null and the empty string say nothing.
    """
    text = found.get("text")
    if not isinstance(text, str):
        what = "no `text`" if text is None else f"`text` is {_short(text)}"
        raise InputError(where, "missing_text", f"{what}; it must be a string")
    text = _SURROGATE.sub("\ufffd", text)
    check_text(where, text, most, of="`text`")
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
    day, found = None, _DAY.fullmatch(value) if isinstance(value, str) else None
    if found:
        with suppress(ValueError):
            day = dt.date.fromisoformat(found[1])
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


# --- what texts and files have in common ---


def check_text(where: str, text: str, most: int, of: str) -> None:
    """Raise InputError for a text that is longer than `most` characters, blank, or binary."""
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


def repeated(where: str, name: str, first: str) -> InputError:
    """Return the error of an id that was read before, at `first`."""
    return InputError(
        where, "repeated_id", f"the id {name!r} was read before, from {first}; give every article its own"
    )


def where_is(shown: str, line: int) -> str:
    """Return a place as people write it: `folder/file.jsonl:12`; line 0 is the whole file."""
    return f"{shown}:{line}" if line else shown
