"""Read what a caller gives of an article, in the types that scripts, notebooks and data frames hold.

Each function raises TypeError or ValueError for what it cannot read, and says what it should be.
"""

import datetime as dt
import email.utils
import operator
import re
import zoneinfo
from contextlib import suppress
from typing import Final

from memcon.languages import facts_of, tags
from memcon.languages.detect import normal_code

YEARS: Final = range(1800, 2101)
"""Of the news: a "date" of another year is a misread number."""
_DAY: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)[0-9:.,]*\s?(Z|UTC|GMT|[+-][0-9:]+)?)?"
)
_COMPACT: Final = re.compile(r"((?:18|19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:T?([0-9]{2})([0-9]{2})([0-9]{2})?(Z)?)?")
"""`20240612`, `20240612T063000Z`."""
_EPOCH: Final = re.compile(r"-?[0-9]{9,10}(?:\.[0-9]+)?|-?[0-9]{12,13}(?:\.[0-9]+)?")
"""Seconds or milliseconds since 1970."""
_OFFSET: Final = re.compile(r"([+-])([0-9]{1,2}):?([0-9]{2})?")
_ZONE: Final = re.compile(r"[A-Za-z0-9_+-]{1,32}(?:/[A-Za-z0-9_+-]{1,32}){0,3}")
"""Names of zones have three parts at most; others are not looked for among files and modules."""
_UNKNOWN: Final = frozenset({"und", "unknown"})


def read_id(given: object) -> str:
    """Return an id: a string, or a whole number of any integer type."""
    if isinstance(given, str):
        return given
    if not isinstance(given, bool):
        with suppress(TypeError):
            return str(operator.index(given))  # type: ignore[arg-type]
    raise TypeError("which must be a string or a whole number")


def read_text(given: object) -> str:
    """Return a text."""
    if not isinstance(given, str):
        raise TypeError("which must be a string")
    return given


def read_words(given: object) -> str | None:
    """Return a string, None for what a data frame holds where there is none."""
    if _is_missing(given):
        return None
    if not isinstance(given, str):
        raise TypeError("which must be a string or None")
    return given


def read_zone(given: str) -> dt.tzinfo:
    """Return a time zone by its name (`Asia/Jakarta`, `UTC`) or its offset (`+07:00`)."""
    if found := _OFFSET.fullmatch(given.strip()):
        ahead = dt.timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if ahead < dt.timedelta(days=1):
            return dt.timezone(-ahead if found[1] == "-" else ahead)
    with suppress(zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        if given.strip().upper() in {"UTC", "Z", "GMT"}:
            return dt.UTC
        if _ZONE.fullmatch(given.strip()):
            return zoneinfo.ZoneInfo(given.strip())
    raise ValueError("which is no time zone; write it as Asia/Jakarta or +07:00")


def zone_of(language: str | None, told: str | None = None) -> dt.tzinfo:
    """Return the zone in which instants of an article are days: the one told, its language's one zone, or UTC."""
    if told:
        return read_zone(told)
    zone = facts_of(language).timezone if language in tags() else ""
    return read_zone(zone) if zone else dt.UTC


def read_day(given: object, zone: dt.tzinfo | None = None) -> dt.date | None:
    """Return the day of a date, or of an instant in `zone`, by default in UTC: one instant is one day however written.

    Read are dates of Python and of other libraries (by their `.date()`), ISO 8601, `20240612`, RFC 822 (`Wed, 12 Jun
    2024 06:30:00 +0700`), and seconds or milliseconds since 1970. A time without a zone is of the day that it names.
    """
    if _is_missing(given):
        return None
    moment: object = None
    with suppress(ValueError, OverflowError, TypeError, OSError):
        moment = _moment(given)
    if isinstance(moment, dt.datetime):
        with suppress(OverflowError):  # the first and the last hours of the calendar stay what they are
            moment = moment.astimezone(zone or dt.UTC) if moment.tzinfo else moment
        moment = moment.date()
    if not isinstance(moment, dt.date) or moment.year not in YEARS:
        raise ValueError("which is no date; write it as 2024-12-31")
    return moment


def _moment(given: object) -> object:
    """Return the date or the time that a value tells, with its zone where it has one."""
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        given = str(given)
    if isinstance(given, str):
        return _written(given.strip())
    if isinstance(given, dt.date):
        return given
    date = getattr(given, "date", None)
    return date() if callable(date) else None


def _written(words: str) -> dt.date | None:
    if found := _DAY.fullmatch(words):
        day = dt.date.fromisoformat(found[1])
        if not found[3]:
            return day
        zone = dt.UTC if found[3].isalpha() else read_zone(found[3])
        return dt.datetime.combine(day, dt.time.fromisoformat(found[2]), zone)
    if found := _COMPACT.fullmatch(words):
        day = dt.date(int(found[1]), int(found[2]), int(found[3]))
        if not found[7]:
            return day
        return dt.datetime.combine(day, dt.time(int(found[4]), int(found[5]), int(found[6] or 0)), dt.UTC)
    if _EPOCH.fullmatch(words):
        seconds = float(words)
        return dt.datetime.fromtimestamp(seconds / 1000 if abs(seconds) >= 1e11 else seconds, dt.UTC)
    return email.utils.parsedate_to_datetime(words) if "," in words or words[-1:].isalnum() else None


def read_language(given: object) -> str | None:
    """Return the code of a language as ISO 639-1 has it: `IND`, `in` and `id-ID` are `id`."""
    words = read_words(given)
    if words is None or words.strip().lower() in _UNKNOWN:
        return None
    code = normal_code(words)
    if code is None:
        raise ValueError("which is no code of a language, as id or en")
    return code


def _is_missing(given: object) -> bool:
    """Say whether a value is None, the empty string, or what stands for none in a data frame: NaN, NaT, NA."""
    if given is None or isinstance(given, str):
        return not given
    try:
        return bool(given != given)  # noqa: PLR0124  what is not itself is not there
    except TypeError:  # pandas.NA says neither
        return True
    except ValueError:  # an array
        return False
