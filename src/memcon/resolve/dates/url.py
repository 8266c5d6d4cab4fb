"""Read the day of publication out of an article's URL. Knows nothing of texts."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

FIRST_YEAR: Final = 1990
"""The web is no older; an older date is history."""
LAST_YEAR: Final = 2100
_SLASHED: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)([/-])(\d\d?)\2(\d\d?)(?!\d)")
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Published:
    """A day of publication, and where it was read."""

    day: dt.date
    basis: str
    """As `dateline "15 Oktober 2024, 12:18 WIB"`, `url "https://…"`, `attribution "Jumat (22/12/2023)"`."""


def date_in_url(url: str) -> Published | None:
    """Return the day that the path of an article's URL names; None when it names none or two.

    Taken: `/2024/12/05/`, `-2024-12-05-`; a run of exactly 8, 12, 14 or 17 digits that is a date, or a date and a time
    down to minutes, seconds, milliseconds; and 18 digits, three of them the site's and then `yymmddhhmmss` and
    milliseconds, as Vietnamese sites number their articles. Every field must be in range. A month alone is no day.
    """
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    days = set(_url_days(path))
    return Published(days.pop(), f'url "{url}"') if len(days) == 1 else None


def _url_days(path: str) -> Iterator[dt.date]:
    for found in _SLASHED.finditer(path):
        yield from _day(found[1], found[3], found[4])
    for found in _DIGITS.finditer(path):
        run = found[0]
        if len(run) == 18:
            run = "20" + run[3:]
        if len(run) in {8, 12, 14, 17} and _is_clock(run[8:14]):
            yield from _day(run[:4], run[4:6], run[6:8])


def _is_clock(digits: str) -> bool:
    pairs = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    return all(value < limit for value, limit in zip(pairs, (24, 60, 60), strict=False))


def _day(year: str, month: str, day: str) -> Iterator[dt.date]:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return
    if FIRST_YEAR <= found.year <= LAST_YEAR:
        yield found
