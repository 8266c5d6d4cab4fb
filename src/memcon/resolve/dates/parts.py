"""Terms that speak of a part of a period: its beginning, its second week, its last Friday, its third quarter."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from memcon.resolve.dates.terms import WRITTEN, Month, Week, Year, ago, chosen, year_at
from memcon.resolve.dates.values import Base, ResolvedDate, date_of, day, days, month_of, nearest, shift

Third = Literal[0, 1, 2]
"""Beginning, middle and end of a period."""
Unit = Literal["week", "month", "year"]
Period = Year | Month | Week | Unit
"""A period, or the bare unit of *awal tahun*, whose year is then the nearest."""


def within(of: Period, base: Base, cut: Callable[[ResolvedDate], ResolvedDate | None]) -> ResolvedDate | None:
    """The part that `cut` takes of the period; where the period is not told, the nearest such part."""

    def part(whole: ResolvedDate | None) -> ResolvedDate | None:
        return cut(whole) if whole else None

    if isinstance(of, str):
        found = nearest(base, None, lambda k: part(away(of, k).resolve(base)))
        return found and found.because(f"part of a {of}, {chosen(None, base)}")
    if isinstance(of, Month) and of.number is not None and of.year is None:
        number, turn = of.number, of.turn
        basis = f"part of a month, {chosen(turn, base)}"
        return nearest(base, turn, lambda k: part(month_of(year_at(base, k), number, basis)))
    whole = of.resolve(base)
    return whole and part(
        whole if whole.basis == WRITTEN else whole.because(f"part of a {whole.precision}, {whole.basis}")
    )


def away(unit: Unit, offset: int) -> Week | Month | Year:
    """The week, month or year so many after that of publication."""
    if unit == "week":
        return Week(offset)
    return Month(offset=offset) if unit == "month" else Year(offset=offset)


@dataclass(frozen=True, slots=True)
class Part:
    """The beginning, middle or end of a period.

    Of a month days 1-10, 11-20, 21-end; of a year four months each; of a week Monday and Tuesday, Wednesday and
    Thursday, Friday to Sunday (*akhir pekan*, the weekend, is another term). Source: docs/adr/0001-dates.md.
    """

    third: Third
    of: Period

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The days of the part."""
        return within(self.of, base, self._cut)

    def _cut(self, whole: ResolvedDate) -> ResolvedDate | None:
        if whole.precision == "year":
            end = month_of(whole.start.year, 4 * self.third + 4, "")
            return end and days(date_of(whole.start.year, 4 * self.third + 1, 1), end.end, "months", whole.basis)
        if whole.precision == "month":
            start = whole.start.replace(day=10 * self.third + 1)
            end_of_third = whole.end if self.third == 2 else start.replace(day=10 * self.third + 10)
            return days(start, end_of_third, "days", whole.basis)
        last = (1, 3, 6)[self.third]
        return days(shift(whole.start, 2 * self.third), shift(whole.start, last), "days", whole.basis)


@dataclass(frozen=True, slots=True)
class Half:
    """The first (1) or second (2) half of a month, days 1-15 and 16-end, or of a year, six months each."""

    index: int
    of: Period

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The days of the half."""
        return within(self.of, base, self._cut)

    def _cut(self, whole: ResolvedDate) -> ResolvedDate | None:
        if self.index not in (1, 2):
            return None
        first = self.index == 1
        if whole.precision == "year":
            return Division(self.index, 6, Year(whole.start.year)).resolve(Base(None))
        if whole.precision != "month":
            return None
        start, end = whole.start.replace(day=1 if first else 16), whole.start.replace(day=15) if first else whole.end
        return days(start, end, "days", whole.basis)


@dataclass(frozen=True, slots=True)
class Division:
    """One of the equal parts of a year: a quarter (`size` 3 months), a half (6); the year may be missing."""

    index: int
    size: int
    year: Year | None = None

    def resolve(self, base: Base) -> ResolvedDate | None:
        """Its months."""
        return within(self.year or "year", base, self._cut)

    def _cut(self, whole: ResolvedDate) -> ResolvedDate | None:
        if not 1 <= self.index <= 12 // self.size:
            return None
        last = month_of(whole.start.year, self.size * self.index, "")
        first = date_of(whole.start.year, self.size * (self.index - 1) + 1, 1)
        return last and days(first, last.end, "months", whole.basis)


@dataclass(frozen=True, slots=True)
class DivisionAway:
    """The quarter or half year so many before or after that of publication."""

    offset: int
    size: int

    def resolve(self, base: Base) -> ResolvedDate | None:
        """Its months."""
        if base.published is None:
            return None
        per_year = 12 // self.size
        count = base.published.year * per_year + (base.published.month - 1) // self.size + self.offset
        found = Division(count % per_year + 1, self.size, Year(count // per_year)).resolve(base)
        return found and found.because(ago(self.offset, "quarter" if self.size == 3 else "half year", base))


@dataclass(frozen=True, slots=True)
class WeekOfMonth:
    """The n-th seven days of a month, or its last seven (-1): *pekan pertama Mei* is 1 to 7 May."""

    index: int
    month: Month | Unit

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The seven days; of a fifth week, what there is."""
        return within(self.month, base, self._cut)

    def _cut(self, whole: ResolvedDate) -> ResolvedDate | None:
        if whole.precision != "month" or not (self.index == -1 or 1 <= self.index <= 5):
            return None
        length = whole.end.day
        first = length - 6 if self.index == -1 else 7 * self.index - 6
        if first > length:
            return None
        last = min(first + 6, length)
        return days(whole.start.replace(day=first), whole.start.replace(day=last), "days", whole.basis)


@dataclass(frozen=True, slots=True)
class WeekdayOfMonth:
    """The n-th, or last (-1), such weekday of a month: *the first Monday of May*."""

    index: int
    weekday: int
    month: Month | Unit

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The one day."""
        return within(self.month, base, self._cut)

    def _cut(self, whole: ResolvedDate) -> ResolvedDate | None:
        if whole.precision != "month":
            return None
        year, month = whole.start.year, whole.start.month
        all_days = [week[self.weekday] for week in calendar.monthcalendar(year, month) if week[self.weekday]]
        if self.index == -1:
            return day(date_of(year, month, all_days[-1]), whole.basis)
        if not 1 <= self.index <= len(all_days):
            return None
        return day(date_of(year, month, all_days[self.index - 1]), whole.basis)


@dataclass(frozen=True, slots=True)
class EdgeDay:
    """The first or last day of a month or a year."""

    last: bool
    of: Month | Year | Unit

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The one day."""
        return within(self.of, base, lambda whole: day(whole.end if self.last else whole.start, whole.basis))


@dataclass(frozen=True, slots=True)
class Elapsed:
    """*Earlier this month*: from its first day to that of publication; *later*: from then to its last."""

    later: bool
    unit: Unit

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The days: `months` of a year, else `days`."""
        today = base.published
        if today is None:
            return None
        whole = away(self.unit, 0).resolve(base)
        if whole is None:
            return None
        start, end = (today, whole.end) if self.later else (whole.start, today)
        basis = f"{self.unit} of published {today}, {'from' if self.later else 'up to'} that day"
        return days(start, end, "months" if self.unit == "year" else "days", basis)


@dataclass(frozen=True, slots=True)
class Window:
    """The last so many days, weeks or months up to publication (count below 0), or the next from it."""

    count: int
    unit: Literal["day", "week", "month"]

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The days, both ends included."""
        today = base.published
        if today is None:
            return None
        other = shift(today, self.count * (7 if self.unit == "week" else 1)) if self.unit != "month" else None
        month = month_of(today.year, today.month + self.count, "") if self.unit == "month" else None
        if month is not None:
            other = month.start.replace(day=min(today.day, month.end.day))
        basis = ago(self.count, self.unit, base).replace("before", "up to").replace("after", "from")
        start, end = (other, today) if self.count < 0 else (today, other)
        return days(start, end, "days", basis)
