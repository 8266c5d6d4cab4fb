"""Several sayings about one day, as *Kamis (21/12)*, *hari ini, Senin*, *pekan lalu, 17 Oktober*: which one holds.

Where two disagree, the calendar date wins over the weekday and over *kemarin*, and the basis says so. A weekday wins
over *kemarin* when they are a day apart: *kemarin* counts from the day a site published, which may lag behind the day
of writing. Source: docs/adr/0001-dates.md.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from memcon.resolve.dates.compounds import Listing, Range, Refused, is_loose, with_year
from memcon.resolve.dates.terms import Day, EitherDay, Month, Shift, Term, Week, Weekday, Year
from memcon.resolve.dates.values import WEEKDAYS, Base, ResolvedDate, day, shift

NEAR: Final = 31
"""A weekday may move a date without a year across publication by this many days at most: a plan, or a time zone."""
RIDDLES: Final = 6
"""So many dates that may be day/month or month/day are read against each other, in every way; more are no one day."""


@dataclass(frozen=True, slots=True)
class Apposed:
    """Several sayings beside each other about the same days."""

    members: tuple[Term, ...]

    def resolve(self, base: Base) -> ResolvedDate | None:
        """The days on which they agree, by the rules on top of this module; None when nothing decides."""
        members = tuple(member for member in self.members if not isinstance(member, Refused))
        if sum(isinstance(member, EitherDay) for member in members) > RIDDLES:
            return None
        for place, member in enumerate(members):
            if isinstance(member, EitherDay):
                return _unriddled(member, members[:place] + members[place + 1 :], base)
        years = [member for member in members if isinstance(member, Year)]
        dated = [member for member in members if is_dated(member)]
        if dated:
            return _dated(dated, [member for member in members if not is_dated(member)], years, base)
        if years:
            rest = [with_year(member, years[0]) for member in members if not isinstance(member, Year)]
            return narrowest([member.resolve(base) for member in (*rest, *years)])
        weekdays = [member for member in members if isinstance(member, Weekday)]
        others = [member for member in members if not isinstance(member, Weekday)]
        if weekdays and others:
            return _weekday_within(weekdays, others, base)
        return narrowest([member.resolve(base) for member in members])


@is_loose.register
def _(term: Apposed) -> bool:
    return all(is_loose(member) for member in term.members)


def is_dated(term: Term) -> bool:
    """Whether the term names a day and a month: a calendar date."""
    match term:
        case Day():
            return term.dated
        case Range(first, last):
            return is_dated(last) or is_dated(first)
        case Listing(items):
            return is_dated(items[-1])
    return False


def narrowest(found: Sequence[ResolvedDate | None]) -> ResolvedDate | None:
    """The one that lies within all others; None when there is none, or any is unknown."""
    known = [one for one in found if one is not None]
    if not known or len(known) != len(found):
        return None
    inner = min(known, key=lambda one: one.end - one.start)
    return inner if all(other.contains(inner) for other in known) else None


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
    return other.because(f"day without year, in the year when it is {WEEKDAYS[named[0]]}, published {base.published}")


def _disagreement(member: Term, found: ResolvedDate, base: Base) -> str | None:
    """Say how another saying contradicts the date, if it does."""
    if isinstance(member, Weekday):
        named, real = WEEKDAYS[member.number], WEEKDAYS[found.start.weekday()]
        return None if named == real else f"the words also say {named}, but that day was a {real}"
    other = member.resolve(Base(found.end) if isinstance(member, Range | Listing) else base)
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
    """The weekday of a week or a weekend, or beside *kemarin*."""
    number = weekdays[0].number
    if any(weekday.number != number for weekday in weekdays):
        return None
    for other in others:
        if isinstance(other, Week) or (isinstance(other, Shift) and other.unit == "week"):
            week = other if isinstance(other, Week) else Week(other.count)
            return Weekday(number, week=week).resolve(base)
    whole = narrowest([other.resolve(base) for other in others])
    if whole is None:
        return None
    if isinstance(others[0], Shift) and whole.start.weekday() != number:
        return _beside_shift(number, whole)
    if (whole.end - whole.start).days > 6:
        return None
    fitting = [
        when for k in range(7) if (when := whole.start + dt.timedelta(k)) <= whole.end and when.weekday() == number
    ]
    return day(fitting[0], f"{WEEKDAYS[number]} of the {whole.basis}") if fitting else None


def _beside_shift(number: int, shifted: ResolvedDate) -> ResolvedDate | None:
    """The weekday next to *kemarin* or *today*, where publication lags behind the words by one day."""
    for lag in (-1, 1):
        when = shift(shifted.start, lag)
        if when is not None and when.weekday() == number:
            return day(when, f"{WEEKDAYS[number]}; the words also say {shifted.start} ({shifted.basis})")
    return None


def kin(term: Term) -> str:
    """What a term is for joining: only like joins with like."""
    match term:
        case Day() | EitherDay():
            return "day"
        case Weekday():
            return "weekday"
        case Apposed(members):
            return kin(members[-1])
        case Year() | Month() | Week() | Shift() | Refused():
            return type(term).__name__
    return "part"
