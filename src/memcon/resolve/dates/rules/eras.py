"""Rules for days of other calendars: `10 Ramadan 1445 H`, `۱۰ دی ۱۴۰۲`, `1402/10/01` in Persian.

What is told by such a calendar and cannot be brought to common days is refused, never read as a common date.
"""

from typing import Final

from memcon.resolve.dates.calendars import Calendar, CalendarDay
from memcon.resolve.dates.compounds import Refused
from memcon.resolve.dates.reader import Parsed, Reader

YEARS: Final = range(1200, 1501)
"""Years of both calendars in which news was written."""


def other_calendar(reader: Reader, place: int) -> Parsed | None:
    """A date that names a month, or has a year, of another calendar."""
    return _named(reader, place) or _numeric(reader, place) or _year(reader, place)


def _named(reader: Reader, place: int) -> Parsed | None:
    """`10 Ramadan 1445 H`, `bulan Ramadan 1445 H`, `۱۰ دی`, `دی ۱۴۰۲`."""
    dated = reader.is_day(place) or (reader.kind(place) in ("number", "ordinal") and 0 < reader.number(place) < 31)
    month = reader.skip(place + dated, "of", "the", "unit") if dated or reader.is_unit(place, "month") else place
    kind = reader.kind(month)
    if kind not in ("hijri", "jalali"):
        return None
    calendar: Calendar = "hijri" if kind == "hijri" else "jalali"
    number, after = reader.number(place) if dated else 0, reader.skip(month + 1, "unit", "of", "comma")
    if reader.kind(after) == "number" and reader.number(after) in YEARS:
        return Parsed(CalendarDay(calendar, number, reader.number(month), reader.number(after)), _end(reader, after))
    if reader.kind(after) == "number" and len(reader.at(after).text) == 4:
        return Parsed(Refused("a month of another calendar in a common year"), after + 1)
    if kind == "jalali" and not _turned(reader, month + 1):
        return Parsed(CalendarDay(calendar, number, reader.number(month)), month + 1)
    return Parsed(Refused("a day of another calendar without its year"), month + 1)


def _turned(reader: Reader, place: int) -> bool:
    return reader.kind(reader.skip(place, "unit")) in ("post", "anaphor", "number")


def _numeric(reader: Reader, place: int) -> Parsed | None:
    """`1402/10/01`, `1445-09-10 H`, `10/9/1445 AH`."""
    numbers = [reader.at(place + at) for at in (0, 2, 4)]
    signs = {reader.kind(place + 1), reader.kind(place + 3)}
    if any(item.kind != "number" for item in numbers) or len(signs) > 1 or not signs <= {"slash", "dash", "dot"}:
        return None
    first, month, last = (item.number for item in numbers)
    year, number = (first, last) if len(numbers[0].text) == 4 else (last, first)
    calendar = _calendar(reader, place + 5) if year in YEARS else None
    if calendar is None:
        return None
    after = _end(reader, place + 4)
    known = 1 <= month <= 12 and 1 <= number <= 31
    return Parsed(CalendarDay(calendar, number, month, year) if known else Refused("no such day"), after)


def _year(reader: Reader, place: int) -> Parsed | None:
    """`سال ۱۴۰۲`, `1445 H`: a year of the Jalali calendar is one, of the Hijri refused where no month is told."""
    start = place + reader.is_unit(place, "year")
    if reader.kind(start) != "number" or len(reader.at(start).text) != 4 or reader.number(start) not in YEARS:
        return None
    calendar = _calendar(reader, start + 1)
    if calendar == "hijri":
        return Parsed(Refused("a year of another calendar"), _end(reader, start))
    if calendar is None or (start == place and not reader.whole and reader.kind(start + 1) != "era"):
        return None
    return Parsed(CalendarDay(calendar, 0, 0, reader.number(start)), _end(reader, start))


def _calendar(reader: Reader, place: int) -> Calendar | None:
    """The calendar that the word behind a year names, or the one by which the language tells its years."""
    at = reader.skip(place, "open")
    if reader.kind(at) == "era":
        told = reader.value(at)
        return "hijri" if told == "hijri" else "jalali" if told == "jalali" else None
    return reader.dates.calendar or None


def _end(reader: Reader, year: int) -> int:
    after = year + 1
    while reader.kind(after) == "era":
        after += 1 + (reader.kind(after + 1) == "dot" and len(reader.at(after).text) == 1)
    return after
