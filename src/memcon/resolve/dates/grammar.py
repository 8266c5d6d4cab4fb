"""The grammar of dates: single sayings, several about one day, ranges, lists, and what refuses a date.

`recognise` reads the items of a text from left to right and returns everything that speaks of days, refused words too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from memcon.resolve.dates.apposed import Apposed, kin
from memcon.resolve.dates.compounds import Around, Listing, OneDayTwice, Range, Refused
from memcon.resolve.dates.reader import FILLERS, Parsed, Reader
from memcon.resolve.dates.rules import calendar, eras, offsets, periods, relative, years
from memcon.resolve.dates.rules import counted as counts
from memcon.resolve.dates.rules import numeric as numbers
from memcon.resolve.dates.terms import Day, Month, Shift, Term, Week, Weekday, Year
from memcon.resolve.dates.words import Kind

Rule = Callable[[Reader, int], Parsed | None]

TURNS: Final[tuple[Kind, ...]] = ("pre", "past", "post")
"""Kinds that say last, this or next before their word, as `Reader.leads` has it."""
UNITS: Final[tuple[Kind, ...]] = ("unit", "minggu")
LENGTHS: Final[tuple[Kind, ...]] = ("number", "one", "two", "ago", "ahead", "bound", *UNITS)
DAYS: Final[tuple[Kind, ...]] = ("number", "ordinal")
RULES: Final[tuple[tuple[Rule, tuple[Kind, ...]], ...]] = (
    (eras.other_calendar, (*DAYS, *UNITS, "hijri", "jalali")),
    (numbers.numeric, ("number", "dotted", "amount")),
    (periods.months_of_year, (*DAYS, *TURNS)),
    (periods.week_around, ("weekend", *UNITS)),
    (periods.week_of_month, ("ordinal", *TURNS, *UNITS)),
    (periods.weekday_of_month, ("ordinal", "weekday", "weekday_short", "minggu", *TURNS)),
    (periods.edge_day, ("ordinal", *TURNS, *UNITS)),
    (periods.division, ("quarter", "half", *DAYS, *TURNS, *UNITS)),
    (periods.part, ("part",)),
    (calendar.day_first, (*DAYS, *TURNS)),
    (calendar.month_first, ("month", "month_short", *TURNS)),
    (calendar.day_of_month, DAYS),
    (calendar.turned_day, TURNS),
    (relative.elapsed, ("elapsed",)),
    (counts.counted, LENGTHS),
    (relative.weekday, ("weekday", "weekday_short", "minggu", "daypart", "anaphor", *TURNS)),
    (relative.weekend, ("weekend", "anaphor", "vague", *TURNS)),
    (relative.deictic, ("away", "period")),
    (calendar.bare_month, ("month", "month_short", *TURNS, *UNITS)),
    (years.bare_year, ("number", *UNITS)),
    (relative.calendar_period, ("anaphor", "vague", *TURNS, *UNITS)),
)
"""In the order tried, what needs more context to be recognised first; and the kinds that each may begin with."""
RULES_OF: Final[Mapping[Kind, tuple[Rule, ...]]] = {
    kind: tuple(rule for rule, kinds in RULES if kind in kinds) for _, kinds in RULES for kind in kinds
}

OFFSETS: Final = frozenset[Kind]({"eve", *LENGTHS})
"""What a day that is counted from another may begin with."""
BETWEEN_SAYINGS: Final = frozenset[Kind]({*FILLERS, "comma", "open", "close", "part", "elapsed", "between"})
"""What may stand between two sayings about one day; *late* and *earlier* in the sense of part of the day."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A term, its items (`last` included), and where its parts stand when there are several."""

    term: Term
    first: int
    last: int
    parts: tuple["Recognised", ...] = ()


def recognise(reader: Reader) -> list[Recognised]:
    """Everything in the text that speaks of days, left to right, not overlapping."""
    found: list[Recognised] = []
    place = 0
    while place < len(reader.items):
        one = _expression(reader, place)
        if one is None:
            place += 1
        else:
            found.append(one)
            place = one.last + 1
    return found


def _single(reader: Reader, place: int) -> Recognised | None:
    kind = reader.kind(place)
    parsed = offsets.offset(reader, place, _told) if kind in OFFSETS else None
    if parsed is not None:
        return Recognised(parsed.term, place, parsed.after - 1)
    if kind not in RULES_OF:
        return None
    found = _plain(reader, place)
    after = offsets.behind(reader, found.last + 1, found.term) if found else None
    return Recognised(after.term, place, after.after - 1) if after else found


def _plain(reader: Reader, place: int) -> Recognised | None:
    parsed = None
    for rule in RULES_OF[reader.kind(place)]:
        parsed = rule(reader, place)
        if parsed is not None:
            break
    if reader.dates.behind_period:
        period, after = (parsed.term, parsed.after) if parsed else (reader.unit(place), place + 1)
        if isinstance(period, Year | Month | Week) or period in ("week", "month", "year"):
            parsed = periods.behind_period(reader, after, period) or parsed
    return None if parsed is None else Recognised(parsed.term, place, parsed.after - 1)


def _told(reader: Reader, place: int) -> Parsed | None:
    """A date with what stands beside it, as one that others are counted from; None where it is refused.

    Days that are counted from others are none here: a text of nothing but *two days after* is not read to its end.
    """
    first = None if _refuses(reader, place) or reader.kind(place) not in RULES_OF else _plain(reader, place)
    if first is None or isinstance(first.term, Refused):
        return None
    found = _with_apposition(reader, first, _dated)
    return Parsed(found.term, found.last + 1)


def _dated(reader: Reader, place: int) -> Recognised | None:
    return _plain(reader, place) if reader.kind(place) in RULES_OF else None


def _expression(reader: Reader, place: int) -> Recognised | None:
    """A saying with what makes more of it: a range, a list, the other clock's day; or what refuses it."""
    if _refuses(reader, place):
        return _refused(reader, place)
    first = _group(reader, place)
    if first is None:
        return None
    until = _until_behind(reader, first)
    if until:
        return until
    between = reader.kind(reader.back(place, *FILLERS, "unit")) == "between"
    parts = [first]
    joint = "one"
    while True:
        after = reader.skip(parts[-1].last + 1, "close", "possessive", "clock", "zone", "daypart")
        if reader.kind(after) == "comma" and reader.kind(after + 1) in ("to", "or", "and"):
            after += 1
        sign = reader.kind(after)
        if sign not in ("to", "dash", "and", "or", "comma") or (joint not in ("one", sign) and sign != "and"):
            break
        start = reader.skip(after + 1, *FILLERS, "and", "of", "elapsed")
        start += reader.kind(start) == "part" and reader.kind(start + 1) == "weekday"  # and early Sunday
        following = _group(reader, start)
        if following is not None and any(isinstance(part.term, Range | Listing) for part in following.parts[1:]):
            following = following.parts[0]  # Senin-Rabu (24-26/10): the brackets are about both
        if following is None or not _joins(first.term, following.term, sign):
            break
        if sign == "comma" and not _list_goes_on(reader, following):
            break
        parts.append(following)
        joint = sign
        if sign in ("to", "dash", "or"):
            break
    return _joined(reader, parts, joint, between=between)


def _until_behind(reader: Reader, first: Recognised) -> Recognised | None:
    """`5 Haziran'dan 7 Haziran'a kadar`: a range whose sign stands behind it."""
    if not reader.dates.until_behind:
        return None
    last = _group(reader, reader.skip(first.last + 1, "possessive", "clock"))
    after = reader.skip(last.last + 1, "possessive") if last else 0
    if last is None or reader.word(after) not in reader.dates.until_behind or kin(first.term) != kin(last.term):
        return None
    return Recognised(Range(first.term, last.term), first.first, after, (first, last))


def _list_goes_on(reader: Reader, one: Recognised) -> bool:
    after = reader.skip(one.last + 1, "close", "comma", "daypart")
    return reader.kind(after) == "and" or reader.kind(one.last + 1) == "comma"


def _joined(reader: Reader, parts: list[Recognised], joint: str, *, between: bool) -> Recognised:
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return first
    term: Term
    if joint in ("to", "dash") or (joint == "and" and between and len(parts) == 2):
        term = Range(first.term, last.term)
    elif joint == "or":
        clocks = any(reader.kind(place) == "zone" for place in range(first.first, reader.skip(last.last + 1, *FILLERS)))
        term = OneDayTwice(first.term, last.term) if clocks else Refused("one of two days")
    else:
        term = Listing(tuple(part.term for part in parts))
    behind = joint == "and" and len(parts) == 2 and reader.kind(last.last + 1) == "between"
    if behind:
        term = Range(first.term, last.term)
    whole = Recognised(term, first.first, last.last + behind, tuple(parts))
    return _with_apposition(reader, whole)


def _joins(one: Term, two: Term, sign: str) -> bool:
    kinds = {kin(one), kin(two)}
    if sign == "dash":
        return len(kinds) == 1 and not _complete(one, two)
    if sign == "to":
        return len(kinds) == 1 or "Refused" not in kinds
    if "Refused" in kinds or (sign == "comma" and isinstance(one, Apposed)):
        return False
    return len(kinds) == 1 or kinds <= {"day", "weekday", "Shift"}


def _complete(one: Term, two: Term) -> bool:
    """Whether a dash stands between a dateline and the text: *24 Oktober 2022 - Kemarin*."""
    return isinstance(one, Day) and one.absolute and isinstance(two, Shift)


def _refuses(reader: Reader, place: int) -> bool:
    kind = reader.kind(place)
    if (kind == "ago" and reader.value(place) == 2) or (kind == "bound" and reader.dates.bound_counts):
        counted = counts.counted(reader, place) or offsets.offset(reader, place, _told)
        return counted is None  # vor Freitag is before Friday, vor zwei Tagen two days ago
    return kind in ("every", "bound", "season") or reader.value(place) == "bound"


def _refused(reader: Reader, place: int) -> Recognised | None:
    """*setiap Senin*, *hingga Jumat*, *before May 5*: consumed with the date, unless that belongs to another noun."""
    kind = reader.kind(place)
    start = reader.skip(place + 1, *FILLERS, "elapsed", "of")
    inner = None if _refuses(reader, start) else _expression(reader, start)
    if inner is None:
        return None
    measured = reader.unit(place - 1) is not None or reader.kind(place - 1) == "one"  # a day after Monday's talks
    if kind == "bound" and reader.kind(inner.last + 1) == "possessive" and not measured:
        return Recognised(inner.term, place, inner.last, (inner,))  # after Monday's meeting: it was on Monday
    return Recognised(Refused({"every": "repeated", "season": "season"}.get(kind, "a bound")), place, inner.last)


def _group(reader: Reader, place: int) -> Recognised | None:
    """A single saying, and others about the same day beside it."""
    first = _single(reader, place)
    return _with_apposition(reader, first) if first else None


def _with_apposition(
    reader: Reader, first: Recognised, single: Callable[[Reader, int], Recognised | None] | None = None
) -> Recognised:
    """A saying with others about the same day beside it, which `single` reads."""
    single = single or _single
    parts = [first]
    while True:
        start = parts[-1].last + 1
        after = start
        while (reader.kind(after) in BETWEEN_SAYINGS or _names_a_weekday(reader, after)) and after - start < 8:
            following = single(reader, after)
            if following is not None and not isinstance(following.term, Refused):
                break
            after += 1
        else:
            following = single(reader, after)
        if following is None or not _apposes(reader, parts[-1], following, start):
            break
        parts.append(_widened(reader, following, single))
    last = _tail(reader, parts[-1].last)
    opened = any(reader.kind(place) == "open" for place in range(first.first, last + 1))
    if opened and reader.kind(last + 1) == "close":
        last = _tail(reader, last + 1)
    if len(parts) == 1:
        return Recognised(first.term, first.first, last, first.parts)
    weekdays = [one for one in parts if isinstance(one.term, Weekday)]
    if len(parts) == 2 and len(weekdays) == 2:
        return Recognised(OneDayTwice(parts[0].term, parts[1].term), first.first, last, tuple(parts))
    return Recognised(Apposed(tuple(one.term for one in parts)), first.first, last, tuple(parts))


def _names_a_weekday(reader: Reader, place: int) -> bool:
    """Whether a unit says that a weekday follows: *15 Desember, hari Senin*."""
    return reader.is_unit(place, "day") and reader.kind(place + 1) in ("weekday", "weekday_short")


def _widened(reader: Reader, one: Recognised, single: Callable[[Reader, int], Recognised | None]) -> Recognised:
    """A month or date as the range that begins with it: *tahun lalu, antara Mei dan Juli*."""
    sign = reader.kind(one.last + 1)
    if sign not in ("to", "dash", "and"):
        return one
    two = single(reader, reader.skip(one.last + 2, *FILLERS))
    if two is None or type(one.term) is not type(two.term) or not isinstance(one.term, Month | Day):
        return one
    between = reader.kind(reader.back(one.first, *FILLERS, "unit")) == "between"
    term = Listing((one.term, two.term)) if sign == "and" and not between else Range(one.term, two.term)
    return Recognised(term, one.first, two.last)


def _tail(reader: Reader, last: int) -> int:
    """The last item of a saying with the time of day and the clock that go with it."""
    return reader.skip(last + 1, "daypart", "zone", "clock") - 1


def _apposes(reader: Reader, one: Recognised, two: Recognised, start: int) -> bool:
    """Whether two neighbours speak of the same day: of two weekdays or two dates only when one is in brackets."""
    if isinstance(one.term, Refused) or isinstance(two.term, Refused | Around):
        return False
    if kin(one.term) != kin(two.term) or kin(one.term) == "part":
        return True
    return any(reader.kind(place) == "open" for place in range(start, two.first))
