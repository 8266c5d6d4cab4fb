"""Rules for days counted from another day: *two days after 7 June*, *a week from tomorrow*, *the eve of 4 June*.

They know no dates of their own: the grammar gives the function that reads the day which is counted from.
"""

from collections.abc import Callable
from typing import Final, cast

from memcon.resolve.dates.compounds import Offset, Refused
from memcon.resolve.dates.reader import FILLERS, Parsed, Reader
from memcon.resolve.dates.rules.counted import QUANTITIES, Count, count_of
from memcon.resolve.dates.terms import Shift, Term, Weekday
from memcon.resolve.dates.words import Kind, Unit

Told = Callable[[Reader, int], Parsed | None]
"""Reads a date at a place."""
NOUN: Final = 6
"""Words at most of what a day is counted from: *two days after the attack of 7 June*."""
BEFORE_DATE: Final[tuple[Kind, ...]] = (*FILLERS, "of", "unit")


def offset(reader: Reader, place: int, told: Told) -> Parsed | None:
    """`two days after 7 June`, `sehari sebelum 4 Juni`, `a week from tomorrow`, `the eve of 4 June`."""
    if reader.kind(place) == "eve":
        found = _from(reader, place + 1, told, nouns=False)
        return Parsed(Offset(found.term, reader.number(place), "day"), found.after) if found else None
    first = _counted_first(reader, place, told) if reader.dates.bound_counts else None
    if first is not None:
        return first
    led = reader.kind(place) == "ahead" and reader.value(place) == 2
    count = _length(reader, place + led)
    if count is None or reader.kind(place - 1) in QUANTITIES:
        return None
    sign, start = _direction(reader, count)
    if not sign:
        return None
    bound = reader.kind(count.after) != "at"
    found = _from(reader, start, told, nouns=bound)
    if found is None:
        until = reader.kind(count.after) == "to" and reader.word(count.after) in reader.dates.before
        told_from = reader.kind(count.after) == "bound" or until
        return Parsed(Refused("a time told from another"), start) if told_from else None
    ahead = not bound
    return Parsed(Offset(found.term, sign * count.number, count.unit, ahead), found.after)


def _counted_first(reader: Reader, place: int, told: Told) -> Parsed | None:
    """`بعد يومين من 7 يونيو`, `قبل يوم من هجوم 7 يونيو`: which way is told before the length."""
    back = reader.kind(place) == "ago" and reader.value(place) == 2
    sign = -1 if back else int(reader.value(place)) if reader.kind(place) == "bound" else 0
    count = count_of(reader, place + 1) if sign else None
    if count is None and sign and reader.unit(place + 1) and reader.kind(place + 2) == "of":
        count = Count(1, cast("Unit", reader.unit(place + 1)), place + 2)
    if count is None or reader.kind(count.after) != "of":
        return None
    found = _from(reader, count.after + 1, told, nouns=True)
    return Parsed(Offset(found.term, sign * count.number, count.unit), found.after) if found else None


def _length(reader: Reader, place: int) -> Count | None:
    """A number of units, or the day alone in *the day before*."""
    count = count_of(reader, place)
    if count is not None:
        return count
    counts = reader.kind(place + 1) == "bound" or (reader.kind(place + 1) == "ago" and reader.value(place + 1) == 2)
    alone = reader.kind(place) == "unit" and reader.value(place) == "day" and counts
    return Count(1, "day", place + 1) if alone and reader.kind(place - 1) not in ("ordinal", "pre", "number") else None


def _direction(reader: Reader, count: Count) -> tuple[int, int]:  # noqa: PLR0911 - alternatives
    """Whether days are counted back (-1) or on (1) from what follows, 0 where they are not, and its place."""
    after = count.after
    if reader.kind(after) == "bound":
        return int(reader.value(after)), after + 1
    if reader.kind(after) == "ago" and reader.value(after) == 2:
        return -1, after + 1  # zwei Tage vor Freitag
    if reader.word(after) in reader.dates.from_after:
        return 1, after + 1
    if reader.word(after) in reader.dates.before:
        return -1, after + 1
    if reader.whole and reader.dates.week_behind and reader.kind(after) == "at" and _opens(reader, after):
        return 1, after + 1  # a week on Tuesday
    if reader.dates.week_behind and reader.kind(after) in ("weekday", "away"):
        return 1, after  # two weeks tomorrow
    return 0, after


def _opens(reader: Reader, place: int) -> bool:
    """Whether the words begin with a length of time that ends at a place."""
    return reader.back(place, "unit", "one", "number") < 0


def _from(reader: Reader, place: int, told: Told, *, nouns: bool) -> Parsed | None:
    """The date that is counted from: beside it only small words, and the noun whose date it is."""
    for at in range(place, place + (NOUN if nouns else 1)):
        start = reader.skip(at, *BEFORE_DATE)
        found = told(reader, start) or (told(reader, at) if start > at else None)
        if found is not None:
            return found
        if reader.kind(start) not in ("word", "beside"):
            return None
    return None


def behind(reader: Reader, place: int, term: Term) -> Parsed | None:
    """What counts on from a day before it: `Tuesday week`, `7 Haziran'dan iki gün sonra`."""
    if isinstance(term, Weekday | Shift) and reader.word(place) in reader.dates.ahead_surely:
        count = count_of(reader, place + 1)  # Freitag in einer Woche
        loose = Weekday(term.number, 1) if isinstance(term, Weekday) and term.turn is None else term
        return Parsed(Offset(loose, count.number, count.unit), count.after) if count else None
    if reader.word(place) in reader.dates.week_behind and isinstance(term, Weekday | Shift):
        loose = Weekday(term.number, 1) if isinstance(term, Weekday) and term.turn is None else term
        unit = reader.unit(place)
        turned = reader.kind(place + 1) in ("post", "pre", "ago", "bound", "at", "of")
        return Parsed(Offset(loose, 1, unit), place + 1) if unit and not turned else None
    if not reader.dates.length_behind:
        return None
    count = count_of(reader, reader.skip(place, "possessive"))
    if count is None or not (reader.kind(count.after) in ("ago", "bound", "ahead") and reader.number(count.after)):
        return None
    return Parsed(Offset(term, reader.number(count.after) * count.number, count.unit), count.after + 1)
