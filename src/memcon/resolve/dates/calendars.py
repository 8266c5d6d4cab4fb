"""Days of the Hijri and the Jalali calendar as common ones. Knows no words.

Hijri days are those of Umm al-Qura (1343 to 1500, `shared/umm_al_qura.toml`): where months are told by sight, a day may
be another by one. Jalali leap years repeat within 33 years, which gives the same first days of the year as the equinox
at Tehran from 1206 to 1500 (`tests/resolve/test_calendars.py` computes them). Beyond these years there is no day.
"""

import bisect
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from types import MappingProxyType
from typing import Any, Final, Literal

from memcon import _data
from memcon.resolve.dates.values import Base, ResolvedDate, day, days

Calendar = Literal["hijri", "jalali"]
JALALI_FIRST: Final = dt.date(1827, 3, 22)
"""1 Farvardin 1206."""
JALALI_YEARS: Final = range(1206, 1501)


@cache
def _umm_al_qura() -> tuple[int, tuple[dt.date, ...]]:
    """The first year, and the first days of its months and all that follow, with that after the last."""
    table: Mapping[str, Any] = _data.toml("languages/shared/umm_al_qura.toml")
    beyond = "".join(table["months"].split())
    first = dt.date.fromisoformat(table["first_day"])
    return table["first_year"], _following(first, (28 + int(more) for more in beyond))


def _following(first: dt.date, lengths: Iterable[int]) -> tuple[dt.date, ...]:
    """The first day, and those of all that follow on it in so many days each."""
    return tuple(first + dt.timedelta(count) for count in accumulate(lengths, initial=0))


def _hijri_month(year: int, month: int) -> tuple[dt.date, dt.date] | None:
    first_year, starts = _umm_al_qura()
    at = 12 * (year - first_year) + month - 1
    return (starts[at], starts[at + 1]) if 0 <= at < len(starts) - 1 else None


@cache
def _jalali_years() -> tuple[dt.date, ...]:
    """The first days of the years from 1206, with that after the last."""
    return _following(JALALI_FIRST, (365 + ((25 * year + 11) % 33 < 8) for year in JALALI_YEARS))


def _jalali_month(year: int, month: int) -> tuple[dt.date, dt.date] | None:
    if year not in JALALI_YEARS:
        return None
    first, following = _jalali_years()[year - JALALI_YEARS.start :][:2]
    starts = [first + dt.timedelta(31 * at if at < 7 else 30 * at + 6) for at in range(12)]
    return starts[month - 1], [*starts, following][month]


_MONTHS: Final[Mapping[Calendar, Callable[[int, int], tuple[dt.date, dt.date] | None]]] = MappingProxyType(
    {"hijri": _hijri_month, "jalali": _jalali_month}
)


def month_in(calendar: Calendar, year: int, month: int) -> tuple[dt.date, dt.date] | None:
    """Return the first day of a month and that of the next; None where the calendar is not known so far."""
    return _MONTHS[calendar](year, month) if 1 <= month <= 12 else None


def day_in(calendar: Calendar, year: int, month: int, number: int) -> dt.date | None:
    """Return the common day of one of the calendar; None where there is none."""
    found = month_in(calendar, year, month)
    when = found[0] + dt.timedelta(number - 1) if found and number > 0 else None
    return when if found and when and when < found[1] else None


def jalali_year(when: dt.date) -> int:
    """Return the Jalali year of a common day, 0 where it is not known."""
    at = bisect.bisect(_jalali_years(), when)
    return JALALI_YEARS.start + at - 1 if 0 < at <= len(JALALI_YEARS) else 0


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day, a month (`number` 0) or a year (`month` 0) of another calendar; of the Jalali one maybe without a year."""

    calendar: Calendar
    number: int
    month: int
    year: int | None = None

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The common days; without a year the nearest that has begun by publication, or is not over when planned."""
        if self.year is not None:
            return self._of(self.year, f"as written, {self.calendar}")
        today = base.published
        now = jalali_year(today) if today and self.calendar == "jalali" else 0
        if today is None or not now:
            return None
        basis = (
            f"{self.calendar} day without year, nearest not {'before' if base.planned else 'after'} published {today}"
        )
        near = [self._of(year, basis) for year in (now - 1, now, now + 1)]
        known = [one for one in near if one is not None]
        if base.planned:
            return next((one for one in known if one.end >= today), None)
        return next((one for one in reversed(known) if one.start <= today), None)

    def _of(self, year: int, basis: str) -> ResolvedDate | None:
        if self.number:
            return day(day_in(self.calendar, year, self.month, self.number), basis)
        first, last = month_in(self.calendar, year, self.month or 1), month_in(self.calendar, year, self.month or 12)
        return days(first[0], last[1] - dt.timedelta(1), "days", basis) if first and last else None
