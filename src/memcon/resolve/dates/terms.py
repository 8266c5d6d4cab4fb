"""What a single date expression says, whatever its language, and which days that is. Each class is one kind of saying.

The conventions are those of docs/adr/0001-dates.md; where it is silent, they are documented at the class. All terms
answer `resolve(base)` with None when they are relative and there is no publication date, or name no day there is.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from memcon.resolve.dates.values import (
    WEEKDAYS,
    Base,
    ResolvedDate,
    date_of,
    day,
    days,
    month_of,
    nearest,
    shift,
    week_of,
    year_of,
)

WRITTEN: Final = "as written"


class Term(Protocol):
    """Anything that speaks of days."""

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The days, or None."""


def chosen(turn: int | None, base: Base) -> str:
    """Say which of the recurring days was taken."""
    if turn == 0:
        return f"in the year of published {base.published}"
    if turn is not None:
        return f"{'before' if turn < 0 else 'after'} published {base.published}"
    return f"nearest not {'before' if base.planned else 'after'} published {base.published}"


def ago(count: int, unit: str, base: Base) -> str:
    """Say how far from publication: `3 days before published 2024-01-31`."""
    if count == 0:
        return f"{unit} of published {base.published}"
    plural = "s" if abs(count) > 1 else ""
    return f"{abs(count)} {unit}{plural} {'before' if count < 0 else 'after'} published {base.published}"


@dataclass(frozen=True, slots=True)
class Year:
    """A year by number, or by its distance from that of publication: *tahun lalu*, *dua tahun lalu* are whole years."""

    number: int | None = None
    offset: int | None = None

    def value(self, base: Base) -> int | None:
        """The number of the year."""
        if self.number is not None:
            return self.number
        return None if base.published is None or self.offset is None else base.published.year + self.offset

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The whole year."""
        number = self.value(base)
        basis = WRITTEN if self.offset is None else ago(self.offset, "year", base)
        return None if number is None else year_of(number, basis)


@dataclass(frozen=True, slots=True)
class Month:
    """A month by name, with or without its year, or by its distance from that of publication (`number` None)."""

    number: int | None = None
    year: Year | None = None
    turn: int | None = None
    offset: int = 0

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The whole month; without a year, the nearest not after publication (not before, when planned)."""
        if self.number is None:
            return self._away(base)
        number = self.number
        if not 1 <= number <= 12:
            return None
        if self.year is None:
            basis = f"month {chosen(self.turn, base)}"
            return nearest(base, self.turn, lambda k: month_of(year_at(base, k), number, basis))
        year = self.year.value(base)
        basis = WRITTEN if self.year.offset is None else f"month of a year, {ago(self.year.offset, 'year', base)}"
        return None if year is None else month_of(year, number, basis)

    def _away(self, base: Base) -> ResolvedDate | None:
        today = base.published
        return month_of(today.year, today.month + self.offset, ago(self.offset, "month", base)) if today else None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month; without a year, or without a month (`month` None), the nearest such day."""

    number: int
    month: Month | None = None
    turn: int | None = None
    """Of a day without a month: the one before (-1) or after publication."""

    @property
    def dated(self) -> bool:
        """Whether day and month are written: a calendar date, which no weekday or *kemarin* beside it outweighs."""
        return self.month is not None and self.month.number is not None

    @property
    def absolute(self) -> bool:
        """Whether day, month and year are all written."""
        return self.month is not None and self.month.year is not None and self.month.year.number is not None

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The one day."""
        if self.month is not None and (self.month.number is None or self.month.year is not None):
            month = self.month.resolve(base)
            when = date_of(month.start.year, month.start.month, self.number) if month else None
            basis = "day of a month, " if self.month.number is None else ""
            return day(when, basis + month.basis.replace("month of", "day and month of")) if month else None
        turn = self.month.turn if self.month is not None else self.turn
        basis = f"day without {'year' if self.month is not None else 'month'}, {chosen(turn, base)}"
        return nearest(base, turn, lambda k: day(self._occurrence(base, k), basis))

    def _occurrence(self, base: Base, k: int) -> dt.date | None:
        """This day in the k-th year, or where no month is told the k-th month, after that of publication."""
        if self.month is not None and self.month.number is not None:
            return date_of(year_at(base, k), self.month.number, self.number)
        month = Month(offset=k).resolve(base)
        return date_of(month.start.year, month.start.month, self.number) if month else None


@dataclass(frozen=True, slots=True)
class EitherDay:
    """Day and month in an order nobody knows, as 5/4/2024 in English: no day, unless something beside them tells."""

    readings: tuple[Day, Day]

    def resolve(self, base: Base) -> ResolvedDate | None:  # noqa: ARG002 - every term has this method
        """None: a guess between two days is no date."""
        return None


@dataclass(frozen=True, slots=True)
class Week:
    """A week by its distance from that of publication, Monday to Sunday."""

    offset: int

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The whole week."""
        return week_of(base.published, self.offset, ago(self.offset, "week", base)) if base.published else None


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, bare (`turn` None), *last*, *this*, *next*, or in a week that is named."""

    number: int
    turn: int | None = None
    week: Week | None = None

    def resolve(self, base: Base) -> ResolvedDate | None:
        """Bare: the last one up to and including publication; planned: the next one from it. *lalu*: before it."""
        offset = self.week.offset if self.week is not None else 0
        turn = 0 if self.week is not None else self.turn
        basis = f"{WEEKDAYS[self.number]} of the week {ago(offset, 'week', base)}" if turn == 0 else self._chosen(base)
        found = nearest(base, turn, lambda k: day(weekday_at(base, self.number, offset + k), basis))
        if self.week is None and turn == 0 and base.planned and found and base.published and found.end < base.published:
            return Weekday(self.number, 1).resolve(base)  # this Monday, said on a Thursday of what is to come
        return found

    def _chosen(self, base: Base) -> str:
        if self.turn is not None:
            return f"weekday {'before' if self.turn < 0 else 'after'} published {base.published}"
        return f"weekday on or {'after' if base.planned else 'before'} published {base.published}"


@dataclass(frozen=True, slots=True)
class Weekend:
    """Saturday and Sunday: of a week (`offset`), or the nearest."""

    offset: int | None = None

    def resolve(self, base: Base) -> ResolvedDate | None:
        """Both days."""
        if base.published is None:
            return None
        offset = self.offset or 0
        turn = None if self.offset is None else 0
        basis = f"weekend {chosen(None, base)}" if turn is None else f"weekend of the week {ago(offset, 'week', base)}"
        return nearest(
            base,
            turn,
            lambda k: days(weekday_at(base, 5, offset + k), weekday_at(base, 6, offset + k), "days", basis),
        )


@dataclass(frozen=True, slots=True)
class Shift:
    """So many days from publication: *kemarin*, *three days ago*; a week is seven days (*seminggu yang lalu*)."""

    count: int
    unit: Literal["day", "week"] = "day"

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The one day."""
        number = self.count * (7 if self.unit == "week" else 1)
        return day(shift(base.published, number), ago(self.count, self.unit, base)) if base.published else None


def year_at(base: Base, k: int) -> int:
    """The k-th year after that of publication."""
    return (base.published.year if base.published else 0) + k


def weekday_at(base: Base, number: int, weeks: int) -> dt.date | None:
    """The day `number` (Monday is 0) of the week so many weeks after that of publication."""
    return shift(base.published, 7 * weeks + number - base.published.weekday()) if base.published else None
