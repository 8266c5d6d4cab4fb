"""What a value of JSON or a cell of a table says: nothing, words, an id, a language. Any type may stand in any place.

MongoDB writes ids, times and numbers as objects (`{"$oid": "5f…"}`, `{"$date": "2024-01-01T00:00:00Z"}`): they are read
as what they hold.
"""

import datetime as dt
import re
from typing import Final

from memcon.articles.formats import base
from memcon.errors import InputError
from memcon.records.given import read_language

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_WRAPPED: Final = frozenset({"$oid", "$date", "$uuid", "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal"})
"""Keys of MongoDB's Extended JSON (version 2, both forms) around an id, a time or a number."""
_WHOLE: Final = re.compile(r"-?[0-9]{1,20}")


def is_blank(value: object) -> bool:
    """Return whether a value says nothing: null, or the empty string."""
    return value is None or (isinstance(value, str) and not value)


def unwrapped(value: object) -> object:
    """Return what MongoDB has put into an object of one key; any other value as it is."""
    while isinstance(value, dict) and len(value) == 1 and not _WRAPPED.isdisjoint(value):
        ((key, value),) = value.items()
        if key in {"$numberLong", "$numberInt"} and isinstance(value, str) and _WHOLE.fullmatch(value):
            return int(value)
    return value


def plain(cell: object) -> object:
    """Return a cell as JSON would hold it: days and instants in ISO 8601, whole numbers as such, blank as nothing.

    Bytes that are UTF-8 are words, since many writers of Parquet do not say so.
    """
    if isinstance(cell, dt.datetime) and cell.tzinfo is None and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, (dt.date, dt.datetime)):
        return cell.isoformat()
    if isinstance(cell, float):
        return None if cell != cell else int(cell) if cell.is_integer() else cell  # noqa: PLR0124  NaN says nothing
    if isinstance(cell, bytes):
        try:
            return cell.decode("utf-8")
        except UnicodeDecodeError:
            return cell
    return unwrapped(cell)


def words_of(cell: object) -> str | None:
    """Return a cell as words: numbers too, since a spreadsheet makes a number of what looks like one.

    None for what says nothing, and for a list, an object, or bytes, which are no words.
    """
    if isinstance(cell, str):
        return clean(cell) or None
    return None if cell is None or isinstance(cell, (bytes, list, tuple, set, dict)) else str(cell)


def clean(words: str) -> str:
    """Return words without lone surrogates, which no file in UTF-8 can hold: they become U+FFFD, one for one."""
    return _SURROGATE.sub("\ufffd", words)


def language_of(cell: object) -> str | None:
    """Return a language as its code; what a place of that name holds may be something else, and is passed by."""
    try:
        return read_language(cell)
    except (TypeError, ValueError):
        return None


def id_of(where: str, key: str, given: object) -> str:
    """Return an article's id: a string of at most 512 bytes that prints on one line; a whole number becomes one."""
    if is_blank(given):
        raise InputError(where, "missing_id", f"no `{key}`; give every article its own")
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)  # many data sets number their articles
    if not isinstance(given, str):
        raise InputError(where, "bad_id", f"`{key}` is {base.short(given)}; it must be a string or a whole number")
    base.check_id(where, given)
    return given
