"""Terms made of terms: ranges, lists, and several sayings about one day, as *Kamis (21/12)* or *hari ini, Senin*.

Where two sayings about one day disagree, the calendar date wins over the weekday and over *kemarin*, and the basis
says so: a printed date is checked by an editor, a weekday is not (issue 3: "a weekday that contradicts its date keeps the
date"). A weekday wins over *kemarin*, which depends on the day a site published and not on the day it was written.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from memcon.resolve.date_parts import Division, Half, Part, WeekdayOfMonth, WeekOfMonth
from memcon.resolve.date_terms import Day, EitherDay, Month, Shift, Term, Week, Weekday, Weekend, Year
from memcon.resolve.date_values import WEEKDAYS, Base, ResolvedDate, days, shift

NEAR: Final = 31
"""A weekday may move a date without a year across publication by this many days at most: a plan, or a time zone."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Words that look like a date and name none: *setiap Senin*, *beberapa pekan lalu*, *hingga Jumat*."""

    reason: str

    def resolve(self, base: Base) -> ResolvedDate | None:
        """None."""
        del base


@dataclass(frozen=True, slots=True)
class Range:
    """From one to another, both included. What the one leaves out, year or week, it takes from the other."""

    first: Term
    last: Term

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The days from the first of the one to the last of the other."""
        ends = ends_of((self.first, self.last), base)
        return joined(ends[0], ends[1]) if ends else None


@dataclass(frozen=True, slots=True)
class Listing:
    """Several named one after the other, as *24 dan 25 Oktober*: a range when each follows on the one before, else nothing."""

    items: tuple[Term, ...]

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The range, or None: *3 dan 7 Mei* are two dates, and 5 May is neither."""
        found = ends_of(self.items, base)
        if not found or any(shift(one.end, 1) != two.start for one, two in zip(found, found[1:], strict=False)):
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
        if one is None or two is None or one.precision != "day" or abs((one.start - two.start).days) > 1:
            return one if one is not None and two is not None and one.same_days(two) else None
        return one.because(f"{one.basis}; the other day named is the same moment elsewhere") if one != two else one


@dataclass(frozen=True, slots=True)
class Eve:
    """The night before a day: *malam Minggu* is Saturday night."""

    of: Term

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The day before."""
        found = self.of.resolve(base)
        return found and days(shift(found.start, -1), shift(found.start, -1), "day", f"eve of the {found.basis}")


@dataclass(frozen=True, slots=True)
class Around:
    """The week, or the weekend, of a day: *the week of May 6*."""

    of: Term
    unit: Literal["week", "weekend"]

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The days, of a range within them the range itself."""
        found = self.of.resolve(base)
        if found is None or found.precision not in ("day", "days"):
            return None
        monday = shift(found.start, -found.start.weekday())
        if monday is None or found.precision == "days":
            return found
        basis = f"{self.unit} of the day, {found.basis}"
        start = monday if self.unit == "week" else shift(monday, 5)
        return days(start, shift(monday, 6), "week" if self.unit == "week" else "days", basis)


@dataclass(frozen=True, slots=True)
class WhenPlanned:
    """*In two weeks*: ahead when the event is planned; else it may be a length, as in *the first visit in two years*."""

    of: Term

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The days, for what is planned."""
        return self.of.resolve(base) if base.planned else None


@dataclass(frozen=True, slots=True)
class Apposed:
    """Several sayings beside each other about the same days."""

    members: tuple[Term, ...]

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The days on which they agree, by the rules on top of this module; None when nothing decides."""
        members = tuple(member for member in self.members if not isinstance(member, Refused))
        for place, member in enumerate(members):
            if isinstance(member, EitherDay):
                return _unriddled(member, members[:place] + members[place + 1 :], base)
        years = [member for member in members if isinstance(member, Year)]
        dated = [member for member in members if is_dated(member)]
        if dated:
            return _dated(dated, [member for member in members if not is_dated(member)], years, base)
        if years:
            rest = [with_year(member, years[0]) for member in members if not isinstance(member, Year)]
            return _narrowest([*rest, *years], base)
        weekdays = [member for member in members if isinstance(member, Weekday)]
        others = [member for member in members if not isinstance(member, Weekday)]
        if weekdays and others:
            return _weekday_within(weekdays, others, base)
        return _narrowest(members, base)


def is_dated(term: Term) -> bool:
    """Whether the term names a day and a month."""
    match term:
        case Day():
            return term.dated
        case Range(first, last):
            return is_dated(last) or is_dated(first)
        case Listing(items):
            return is_dated(items[-1])
    return False


def is_loose(term: Term) -> bool:
    """Whether the term's year or week is left to its surroundings."""
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
        case Apposed(members):
            return all(is_loose(member) for member in members)
    return False


def with_year(term: Term, year: Year) -> Term:
    """The same term in `year`, where it has no year of its own."""
    if not is_loose(term) and not isinstance(term, Range | Listing):
        return term
    match term:
        case Day(_, Month() as month):
            return replace(term, month=with_year(month, year))
        case Month():
            return replace(term, year=year)
        case Part(_, Month() as month) | Half(_, Month() as month):
            return replace(term, of=with_year(month, year))
        case WeekOfMonth(_, Month() as month) | WeekdayOfMonth(_, _, Month() as month):
            return replace(term, month=with_year(month, year))
        case Part(_, "year") | Half(_, "year"):
            return replace(term, of=year)
        case Division():
            return replace(term, year=year)
        case Range(first, last):
            return Range(with_year(first, year), with_year(last, year))
        case Listing(items):
            return Listing(tuple(with_year(item, year) for item in items))
    return term


def joined(first: ResolvedDate, last: ResolvedDate) -> ResolvedDate | None:
    """The days from the first to the last; as coarse as the coarser where both are whole months or years."""
    whole = {first.precision, last.precision}
    if whole == {"year"}:
        return days(first.start, last.end, "year", f"range, {last.basis}")
    coarse = whole <= {"month", "months", "year"}
    return days(first.start, last.end, "months" if coarse else "days", f"range, {last.basis}")


def ends_of(items: Sequence[Term], base: Base) -> list[ResolvedDate] | None:
    """Resolve items that follow on each other in time; each takes from its neighbours what it leaves out."""
    loose = [is_loose(item) for item in items]
    found: list[ResolvedDate | None] = [
        None if is_one else item.resolve(base) for item, is_one in zip(items, loose, strict=True)
    ]
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


def _dated(dated: Sequence[Term], rest: Sequence[Term], years: Sequence[Year], base: Base) -> ResolvedDate | None:
    """The calendar date among several sayings, checked against the others."""
    written = [item.month.year for item in dated if isinstance(item, Day) and item.month and item.month.year]
    year = next(iter(written), None) or next(iter(years), None)
    resolved = [_near_weekday(with_year(item, year) if year else item, rest, base) for item in dated]
    found = resolved[0]
    if found is None or any(other is None or not found.same_days(other) for other in resolved):
        return None
    remarks = [remark for member in rest if (remark := _disagreement(member, found, base))]
    return found.because("; ".join([found.basis, *remarks]))


def _near_weekday(term: Term, rest: Sequence[Term], base: Base) -> ResolvedDate | None:
    """Resolve a date; its weekday chooses between the two nearest years, when publication falls between them."""
    found = term.resolve(base)
    named = [member.number for member in rest if isinstance(member, Weekday)]
    if not isinstance(term, Day) or not is_loose(term) or not named or base.published is None:
        return found
    if found is not None and found.start.weekday() == named[0]:
        return found
    other = term.resolve(replace(base, planned=not base.planned))
    if other is None or other.start.weekday() != named[0] or abs((other.start - base.published).days) > NEAR:
        return found
    return other.because(
        f"day without year, the year in which it is a {WEEKDAYS[named[0]]}, published {base.published}"
    )


def _disagreement(member: Term, found: ResolvedDate, base: Base) -> str | None:
    """Say how another saying contradicts the date, if it does."""
    match member:
        case Weekday(number):
            if number != found.start.weekday():
                return f"the words also say {WEEKDAYS[number]}, but that day was a {WEEKDAYS[found.start.weekday()]}"
            return None
        case Range(Weekday(first), Weekday(last)):
            if (first, last) != (found.start.weekday(), found.end.weekday()):
                return f"the words also say {WEEKDAYS[first]} to {WEEKDAYS[last]}, but the date is on other weekdays"
            return None
    other = member.resolve(base)
    if other is None or other.contains(found) or found.contains(other):
        return None
    return f"the words also say {other.start} ({other.basis})"


def _unriddled(riddle: EitherDay, rest: Sequence[Term], base: Base) -> ResolvedDate | None:
    """The one reading of a riddle, day/month or month/day, that everything beside it agrees with."""
    if not rest:
        return None
    found = [Apposed((reading, *rest)).resolve(base) for reading in riddle.readings]
    agreeing = [one for one in found if one is not None and "the words also say" not in one.basis]
    return agreeing[0] if len(agreeing) == 1 else None


def _weekday_within(weekdays: Sequence[Weekday], others: Sequence[Term], base: Base) -> ResolvedDate | None:
    """The weekday of a week, of a weekend, or beside *kemarin*."""
    number = weekdays[0].number
    if any(weekday.number != number for weekday in weekdays):
        return None
    for other in others:
        if isinstance(other, Week) or (isinstance(other, Shift) and other.unit == "week"):
            week = other if isinstance(other, Week) else Week(other.count)
            return Weekday(number, week=week).resolve(base)
    whole = _narrowest(others, base)
    if whole is None:
        return None
    if isinstance(others[0], Shift) and whole.start.weekday() != number:
        return _beside_shift(number, whole)
    fitting = [whole.start + dt.timedelta(k) for k in range(min((whole.end - whole.start).days + 1, 8))]
    fitting = [one for one in fitting if one.weekday() == number]
    if len(fitting) != 1 or (whole.end - whole.start).days > 6:
        return None
    return days(fitting[0], fitting[0], "day", f"{WEEKDAYS[number]} of {whole.basis}")


def _beside_shift(number: int, shifted: ResolvedDate) -> ResolvedDate | None:
    """The weekday next to *kemarin* or *today*, where publication lags behind the words by one day."""
    for lag in (-1, 1):
        when = shift(shifted.start, lag)
        if when is not None and when.weekday() == number:
            basis = f"{WEEKDAYS[number]}; the words also say {shifted.start} ({shifted.basis})"
            return days(when, when, "day", basis)
    return None


def _narrowest(members: Sequence[Term], base: Base) -> ResolvedDate | None:
    """The narrowest of several sayings that lie within one another; None when they do not."""
    return narrowest([member.resolve(base) for member in members])


def narrowest(found: Sequence[ResolvedDate | None]) -> ResolvedDate | None:
    """The one that lies within all others; None when there is none, or any is unknown."""
    known = [one for one in found if one is not None]
    if not known or len(known) != len(found):
        return None
    inner = min(known, key=lambda one: one.end - one.start)
    return inner if all(other.contains(inner) for other in known) else None
