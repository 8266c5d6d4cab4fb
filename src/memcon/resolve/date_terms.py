"""What a single date expression says, whatever its language, and which days that is. Each class is one kind of saying.

The conventions are those of issue 3 of the project where it names them, else as documented at the class. All terms
answer `resolve(base)` with None when they are relative and there is no publication date, or name no day there is.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final, Literal, Protocol

from memcon.resolve.date_values import (
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
        return f"of the period of published {base.published}"
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
            month = base.published and month_of(
                base.published.year, base.published.month + self.offset, ago(self.offset, "month", base)
            )
            return month or None
        if self.year is not None:
            year = self.year.value(base)
            basis = WRITTEN if self.year.offset is None else f"month of the year {ago(self.year.offset, 'year', base)}"
            return None if year is None else month_of(year, self.number, basis)
        number = self.number
        return nearest(
            base, self.turn, lambda k: month_of(year_at(base, k), number, f"month {chosen(self.turn, base)}")
        )


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month; without a year, or without a month (`month` None), the nearest such day."""

    number: int
    month: Month | None = None

    @property
    def absolute(self) -> bool:
        """Whether day, month and year are all written."""
        return self.month is not None and self.month.year is not None and self.month.year.number is not None

    @property
    def dated(self) -> bool:
        """Whether day and month are written: a calendar date, which a weekday or *kemarin* beside it cannot outweigh."""
        return self.month is not None and self.month.number is not None

    def in_year(self, year: Year) -> "Day":
        """The same day with its year given, when it has none of its own."""
        if self.month is None or self.month.number is None or self.month.year is not None:
            return self
        return replace(self, month=replace(self.month, year=year, turn=None))

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The one day."""
        if self.absolute or (self.month is not None and (self.month.number is None or self.month.year is not None)):
            month = self.month and self.month.resolve(base)
            when = month and date_of(month.start.year, month.start.month, self.number)
            return month and day(when or None, month.basis.replace("month of", "day of"))
        turn = self.month.turn if self.month is not None else None
        basis = f"day without {'year' if self.month is not None else 'month'}, {chosen(turn, base)}"
        return nearest(base, turn, lambda k: day(self._occurrence(base, k), basis))

    def _occurrence(self, base: Base, k: int) -> dt.date | None:
        if self.month is not None and self.month.number is not None:
            return date_of(year_at(base, k), self.month.number, self.number)
        month = base.published and month_of(base.published.year, base.published.month + k, "")
        return date_of(month.start.year, month.start.month, self.number) if month else None


@dataclass(frozen=True, slots=True)
class EitherDay:
    """Numbers that are day and month in an order nobody knows, as 5/4/2024 in English. No day, unless a weekday tells."""

    readings: tuple[Day, Day]

    def resolve(self, base: Base) -> ResolvedDate | None:
        """None: a guess between two days is no date."""
        del base


@dataclass(frozen=True, slots=True)
class Week:
    """A week by its distance from that of publication, Monday to Sunday."""

    offset: int

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The whole week."""
        week = base.published and week_of(base.published, self.offset, ago(self.offset, "week", base))
        return week or None


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
    """So many days from publication: *kemarin*, *three days ago*; weeks count seven days each (*seminggu yang lalu*)."""

    count: int
    unit: Literal["day", "week"] = "day"

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The one day."""
        number = self.count * (7 if self.unit == "week" else 1)
        return base.published and day(shift(base.published, number), ago(self.count, self.unit, base)) or None


def year_at(base: Base, k: int) -> int:
    """The k-th year after that of publication."""
    return (base.published.year if base.published else 0) + k


def weekday_at(base: Base, number: int, weeks: int) -> dt.date | None:
    """The day `number` (Monday is 0) of the week so many weeks after that of publication."""
    return shift(base.published, 7 * weeks + number - base.published.weekday()) if base.published else None
