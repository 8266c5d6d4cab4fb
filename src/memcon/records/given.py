"""Read what a caller gives of an article, in the types that scripts, notebooks and data frames hold.

Each function raises TypeError or ValueError for what it cannot read, and says what it should be.
"""

import datetime as dt
import operator
import re
from contextlib import suppress
from typing import Final

from memcon.languages.detect import normal_code

YEARS: Final = range(1800, 2101)
"""Of the news: a "date" of another year is a misread number."""
_DAY: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}[0-9:.,]*\s?(?:Z|UTC|GMT|[+-][0-9:]+)?)?"
)
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


def read_day(given: object) -> dt.date | None:
    """Return the day of a date, of a date with a time, or of either in ISO 8601, as it is: no zone is converted.

    A time of another library is taken for its `.date()`.
    """
    if _is_missing(given):
        return None
    day: object = None
    if isinstance(given, str):
        if found := _DAY.fullmatch(given.strip()):
            with suppress(ValueError):
                day = dt.date.fromisoformat(found[1])
    elif isinstance(given, dt.date) and not isinstance(given, dt.datetime):
        day = given
    elif callable(date := getattr(given, "date", None)):
        day = date()
    if not isinstance(day, dt.date) or day.year not in YEARS:
        raise ValueError("which is no date; write it as 2024-12-31")
    return day


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
