"""Terms made of terms: ranges, lists, one moment by two clocks, the eve of a day, the week of a day.

What one end of a range leaves out, year or week, it takes from the other. Several sayings about one day are the matter
of `date_apposed`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from itertools import pairwise
from typing import Final, Literal

from memcon.resolve.dates.parts import Division, Half, Part, WeekdayOfMonth, WeekOfMonth
from memcon.resolve.dates.terms import Day, Month, Term, Weekday, Weekend, Year
from memcon.resolve.dates.values import Base, ResolvedDate, date_of, day, days, shift


@dataclass(frozen=True, slots=True)
class Refused:
    """Words that look like a date and name none: *setiap Senin*, *beberapa pekan lalu*, *hingga Jumat*."""

    reason: str

    def resolve(self, base: Base) -> ResolvedDate | None:  # noqa: ARG002 - every term has this method
        """None."""
        return None


@dataclass(frozen=True, slots=True)
class Range:
    """From one to another, both included."""

    first: Term
    last: Term

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The days from the first of the one to the last of the other."""
        ends = ends_of((self.first, self.last), base)
        return joined(ends[0], ends[1]) if ends else None


@dataclass(frozen=True, slots=True)
class Listing:
    """Several named in turn, as *24 dan 25 Oktober*: a range when each follows on the one before, else nothing."""

    items: tuple[Term, ...]

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The range, or None: *3 dan 7 Mei* are two dates, and 5 May is neither."""
        found = ends_of(self.items, base)
        if not found or any(shift(one.end, 1) != two.start for one, two in pairwise(found)):
            return None
        return joined(found[0], found[-1])


@dataclass(frozen=True, slots=True)
class OneDayTwice:
    """One moment by two clocks, as *Senin malam waktu setempat atau Selasa WIB*: the first, when they adjoin."""

    here: Term
    there: Term

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The first of the two days, None when they are not one moment."""
        one, two = self.here.resolve(base), self.there.resolve(base)
        if one is None or two is None or {one.precision, two.precision} != {"day"}:
            return None
        if abs((one.start - two.start).days) > 1:
            return None
        return one.because(f"{one.basis}; the other day named is the same moment elsewhere")


@dataclass(frozen=True, slots=True)
class Eve:
    """The night before a day: *malam Minggu* is Saturday night."""

    of: Term

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The day before."""
        found = self.of.resolve(base)
        return day(shift(found.start, -1), f"eve of the {found.basis}") if found else None


@dataclass(frozen=True, slots=True)
class Offset:
    """So many days, weeks, months or years from a day that is told: *two days after 7 June*, *a week from tomorrow*.

    `ahead`: the day itself lies ahead where the words do not say, as in *two weeks from Friday*.
    """

    of: Term
    count: int
    unit: str
    ahead: bool = False

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The one day; None where the words tell no day, or a unit that no days are counted in."""
        found = self.of.resolve(replace(base, planned=True) if self.ahead else base)
        if found is None or found.precision != "day":
            return None
        basis = f"{abs(self.count)} {self.unit}{'s' if abs(self.count) != 1 else ''}"
        basis = f"{basis} {'before' if self.count < 0 else 'after'} the day, {found.basis}"
        if self.unit in DAYS_OF:
            return day(shift(found.start, self.count * DAYS_OF[self.unit]), basis)
        if self.unit not in MONTHS_OF:
            return None
        months = found.start.year * 12 + found.start.month - 1 + self.count * MONTHS_OF[self.unit]
        return day(date_of(months // 12, months % 12 + 1, found.start.day), basis)


DAYS_OF: Final = {"day": 1, "week": 7, "fortnight": 14}
"""Units that are so many days."""
MONTHS_OF: Final = {"month": 1, "year": 12}
"""Units that are so many months: the same day of another."""


@dataclass(frozen=True, slots=True)
class Around:
    """The week, or the weekend, of a day: *the week of May 6*."""

    of: Term
    unit: Literal["week", "weekend"]

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The days; of a range of days the range itself."""
        found = self.of.resolve(base)
        if found is None or found.precision != "day":
            return found
        monday = shift(found.start, -found.start.weekday())
        sunday = shift(found.start, 6 - found.start.weekday())
        basis = f"{self.unit} of the day, {found.basis}"
        if self.unit == "week":
            return days(monday, sunday, "week", basis)
        return days(monday and shift(monday, 5), sunday, "days", basis)


@dataclass(frozen=True, slots=True)
class WhenPlanned:
    """*In two weeks*: ahead when the event is planned; else maybe a length, as in *the first talks in two years*."""

    of: Term

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The days, for what is planned."""
        return self.of.resolve(base) if base.planned else None


@singledispatch
def is_loose(term: Term) -> bool:  # noqa: PLR0911 - one for each term
    """Whether the term's year, month or week is left to its surroundings."""
    match term:
        case Day(_, month):
            return month is None or is_loose(month)
        case Month(number, year, turn, _):
            return number is not None and year is None and turn is None
        case Weekday(_, turn, week):
            return turn is None and week is None
        case Weekend(offset):
            return offset is None
        case Part(_, of) | Half(_, of) | WeekOfMonth(_, of) | WeekdayOfMonth(_, _, of):
            return isinstance(of, str) or is_loose(of)
        case Division(_, _, year):
            return year is None
    return False


def with_year(term: Term, year: Year) -> Term:
    """The same term in `year`, where it has no year of its own."""
    match term:
        case Range(first, last):
            return Range(with_year(first, year), with_year(last, year))
        case Listing(items):
            return Listing(tuple(with_year(item, year) for item in items))
    return _in_year(term, year) if is_loose(term) else term


def _in_year(term: Term, year: Year) -> Term:
    match term:
        case Month():
            return replace(term, year=year)
        case Day(_, Month() as month) | WeekOfMonth(_, Month() as month) | WeekdayOfMonth(_, _, Month() as month):
            return replace(term, month=replace(month, year=year))
        case Part(_, Month() as month) | Half(_, Month() as month):
            return replace(term, of=replace(month, year=year))
        case Part(_, "year") | Half(_, "year"):
            return replace(term, of=year)
        case Division():
            return replace(term, year=year)
    return term


def joined(first: ResolvedDate, last: ResolvedDate) -> ResolvedDate | None:
    """The days from the first to the last; as coarse as both are: whole months or whole years."""
    kinds = {first.precision, last.precision}
    basis = f"range, {last.basis}" if first.basis == last.basis else f"range, {first.basis}, to {last.basis}"
    if kinds == {"year"}:
        return days(first.start, last.end, "year", basis)
    return days(first.start, last.end, "months" if kinds <= {"month", "months", "year"} else "days", basis)


def ends_of(items: Sequence[Term], base: Base) -> list[ResolvedDate] | None:
    """Resolve items that follow on each other in time; each takes from its neighbours what it leaves out."""
    loose = [is_loose(item) for item in items]
    found = [None if free else item.resolve(base) for item, free in zip(items, loose, strict=True)]
    if all(loose):
        start = len(items) - 1 if base.planned else 0
        found[start] = items[start].resolve(base)
    for place in range(len(items) - 2, -1, -1):
        after = found[place + 1]
        if loose[place] and found[place] is None and after is not None:
            one = items[place].resolve(Base(after.end))
            found[place] = one and one.because(after.basis)
    for place in range(1, len(items)):
        before = found[place - 1]
        if loose[place] and found[place] is None and before is not None:
            one = items[place].resolve(Base(before.start, planned=True))
            found[place] = one and one.because(before.basis)
    known = [one for one in found if one is not None]
    return known if len(known) == len(items) else None
