"""The resolved date, and the calendar it is built from. Knows days, weeks, months and years, and no language.

Weeks run from Monday to Sunday (ISO 8601). Dates outside `FIRST_YEAR`–`LAST_YEAR` do not exist here: in the news a
"date" of the year 1023 or 3019 is a misread number.
"""

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from memcon.records import Precision

FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2100
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FARTHEST: Final = 9
"""How many periods `nearest` looks back or ahead: 29 February may be eight years away (1896 to 1904)."""


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """The days that a date expression speaks of."""

    start: dt.date
    """The first day."""
    end: dt.date
    """The last day, inclusive: the same as `start` for a single day."""
    precision: Precision
    """`day`; `days` for a range, a weekend or a part of a month; `week` (Monday to Sunday); `month`; `months` for a
    part of a year; `year`, also for a range of whole years."""
    basis: str
    """How the words became the dates, in words."""

    def because(self, basis: str) -> "ResolvedDate":
        """The same days with another basis."""
        return replace(self, basis=basis)

    def contains(self, other: "ResolvedDate") -> bool:
        """Whether every day of `other` is a day of this."""
        return self.start <= other.start and other.end <= self.end

    def same_days(self, other: "ResolvedDate") -> bool:
        """Whether both are exactly the same days."""
        return (self.start, self.end) == (other.start, other.end)


@dataclass(frozen=True, slots=True)
class NoDate:
    """Why words give no date."""

    reason: str
    """In words."""
    unread: tuple[str, ...] = ()
    """The words beside a date that were not understood; empty where the reason is another."""


@dataclass(frozen=True, slots=True)
class Base:
    """What relative words are relative to."""

    published: dt.date | None
    planned: bool = False


def days(start: dt.date | None, end: dt.date | None, precision: Precision, basis: str) -> ResolvedDate | None:
    """The days from `start` to `end`; None when either is missing, out of range, or they are the wrong way round."""
    if start is None or end is None or start > end or start.year < FIRST_YEAR or end.year > LAST_YEAR:
        return None
    return ResolvedDate(start, end, "day" if start == end else precision, basis)


def day(when: dt.date | None, basis: str) -> ResolvedDate | None:
    """A single day."""
    return days(when, when, "day", basis)


def date_of(year: int, month: int, number: int) -> dt.date | None:
    """The calendar day, or None when there is no such day, as 31 February."""
    if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= number <= calendar.monthrange(year, month)[1]:
        return dt.date(year, month, number)
    return None


def century(year: int) -> int:
    """Two digits of a year: from 2000 up to 49, from 1900 after (POSIX turns at 69; news seldom dates beyond 2049)."""
    return year if year > 99 else year + (2000 if year < 50 else 1900)


def shift(when: dt.date, number: int) -> dt.date | None:
    """The day `number` days after `when`, or None beyond the range of years."""
    try:
        moved = when + dt.timedelta(days=number)
    except OverflowError:
        return None
    return moved if FIRST_YEAR <= moved.year <= LAST_YEAR else None


def month_of(year: int, month: int, basis: str) -> ResolvedDate | None:
    """A month; `month` may run below 1 or above 12 into another year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    first = date_of(year, month, 1)
    return days(first, first.replace(day=calendar.monthrange(year, month)[1]), "month", basis) if first else None


def year_of(year: int, basis: str) -> ResolvedDate | None:
    """A year."""
    return days(date_of(year, 1, 1), date_of(year, 12, 31), "year", basis)


def week_of(when: dt.date, offset: int, basis: str) -> ResolvedDate | None:
    """The week, Monday to Sunday, `offset` weeks after that of `when`."""
    monday = shift(when, 7 * offset - when.weekday())
    return days(monday, shift(monday, 6), "week", basis) if monday else None


def nearest(base: Base, turn: int | None, at: Callable[[int], ResolvedDate | None]) -> ResolvedDate | None:
    """The occurrence of something that recurs which the words mean; None without a publication date.

    `at(k)` is the occurrence in the k-th period after the one of publication, None where there is none. `turn` is -1
    for *last*, 0 for *this*, 1 for *next*, 2 and -2 for the one beyond, None when the words do not say: then it is the
    latest occurrence that has begun by publication, or for what is planned the earliest that has not ended before it.
    """
    published = base.published
    if published is None:
        return None
    if turn == 0:
        return at(0)
    ahead = base.planned if turn is None else turn > 0
    beyond = abs(turn or 1) - 1
    for k in range(-1, FARTHEST) if ahead else range(1, -FARTHEST, -1):
        found = at(k)
        if found is None:
            continue
        if turn is None:
            fits = found.end >= published if ahead else found.start <= published
        else:
            fits = found.start > published if ahead else found.end < published
        if fits and not beyond:
            return found
        beyond -= fits
    return None
