"""Rules for dates in numbers: 24/10/2022, 9/8, 24-26/10, 2024-10-14, 14.10.2024, 2014-2016.

Each rule takes the reader and a place, and returns what it recognised there with the place after it, or None.
"""

from typing import Final

from memcon.resolve.dates.compounds import Range
from memcon.resolve.dates.reader import Parsed, Reader
from memcon.resolve.dates.rules.years import year_reference
from memcon.resolve.dates.terms import Day, EitherDay, Month, Term, Year
from memcon.resolve.dates.values import FIRST_YEAR, LAST_YEAR, century

IDIOMS: Final = frozenset({(24, 7), (9, 11)})
"""Numbers with a slash that are something else unless a weekday or brackets say so: round the clock, an attack."""


def numeric(reader: Reader, place: int) -> Parsed | None:  # noqa: PLR0911 - alternatives
    """`24/10/2022`, `9/8`, `24-26/10`, `2024-10-14`, `24.10.2022`, and with `whole` also `10/2024` and `2024-10`."""
    if reader.kind(place) == "dotted":
        return _dotted(reader, place)
    if reader.dates.day_dot and reader.kind(place + 1) == "dot" and reader.at(place + 1).attached:
        day, dot, month = reader.at(place).text.partition(".")
        if dot and day.isdigit() and month.isdigit() and len(day) < 3 and len(month) < 3:
            return Parsed(Day(int(day), Month(int(month))), place + 2)  # am 24.2.
    if reader.whole and reader.kind(place) == "amount":
        return _compact(reader, place)
    if reader.kind(place) != "number" or reader.kind(place + 1) not in ("slash", "dash"):
        return None
    sign = reader.kind(place + 1)
    second = place + 2
    if reader.is_year(place):
        return _year_first(reader, place, sign)
    if reader.kind(second) != "number" or len(reader.at(place).text) > 2:
        return None
    if len(reader.at(second).text) > 2:
        month_year = reader.whole and reader.is_year(second) and 1 <= reader.number(place) <= 12
        return Parsed(Month(reader.number(place), Year(reader.number(second))), second + 1) if month_year else None
    mixed = reader.kind(second + 1) in ("slash", "dash") and reader.is_year(second + 2)  # 25/10-2022
    same = reader.kind(second + 1) == sign and reader.kind(second + 2) == "number"
    third = second + 2 if same or mixed else None
    if third is not None:
        year = _year_number(reader, third)
        found = _day_or_either(reader, reader.number(place), reader.number(second), year) if year else None
        return Parsed(found, third + 1) if found else None
    if sign == "dash":
        dashed = reader.dates.dashed and _day_and_month(reader, place)
        return _days_then_slash(reader, place) or dashed or None
    return _day_and_month(reader, place)


def _year_first(reader: Reader, place: int, sign: str) -> Parsed | None:
    year, second = Year(reader.number(place)), place + 2
    if reader.is_year(second) and sign == "dash":
        led = reader.whole or reader.is_unit(place - 1, "year") or reader.at(place - 1).value == "year"
        led = led or reader.year_end(second) > second + 1
        return Parsed(Range(year, Year(reader.number(second))), reader.year_end(second)) if led else None
    if reader.kind(second) != "number" or len(reader.at(second).text) > 2 or not reader.at(second).attached:
        return None
    if not 1 <= reader.number(second) <= 12:
        later = year.number is not None and reader.whole and year.number % 100 < reader.number(second)
        turn = reader.number(place) // 100 * 100  # 2014-16: no month has that number
        return Parsed(Range(year, Year(turn + reader.number(second))), second + 1) if later else None
    month = Month(reader.number(second), year)
    if reader.kind(second + 1) == sign and reader.kind(second + 2) == "number" and len(reader.at(second + 2).text) <= 2:
        return Parsed(Day(reader.number(second + 2), month), second + 3)
    either = reader.number(place) % 100 < reader.number(second)  # 2009-10 may be two years
    return Parsed(month, second + 1) if reader.whole and len(reader.at(second).text) == 2 and not either else None


def _compact(reader: Reader, place: int) -> Parsed | None:
    """`20240605`, where the words are known to be a date's."""
    text = reader.at(place).text
    if len(text) != 8 or not text.isdigit() or not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        return None
    return Parsed(Day(int(text[6:]), Month(int(text[4:6]), Year(int(text[:4])))), place + 1)


def _dotted(reader: Reader, place: int) -> Parsed:
    first, second, third = (int(part) for part in reader.at(place).text.replace(" ", "").split("."))
    if first > 31:
        return Parsed(Day(third, Month(second, Year(first))), reader.year_end(place))
    return Parsed(Day(first, Month(second, Year(century(third)))), reader.year_end(place))


def _year_number(reader: Reader, place: int) -> Year | None:
    if reader.is_year(place):
        return Year(reader.number(place))
    return Year(century(reader.number(place))) if len(reader.at(place).text) == 2 else None


def _day_or_either(reader: Reader, first: int, second: int, year: Year | None) -> Term | None:
    """Two numbers as day and month: by the order of the language, by size where only one order can be."""
    day_month = Day(first, Month(second, year)) if first <= 31 and 1 <= second <= 12 else None
    month_day = Day(second, Month(first, year)) if second <= 31 and 1 <= first <= 12 else None
    if day_month is None or month_day is None or day_month == month_day:
        return day_month or month_day
    return {"dmy": day_month, "mdy": month_day}.get(reader.order) or EitherDay((day_month, month_day))


def _days_then_slash(reader: Reader, place: int) -> Parsed | None:
    """`24-26/10[/2022]`."""
    if reader.kind(place + 3) != "slash" or not reader.is_day(place) or not reader.is_day(place + 2):
        return None
    last = numeric(reader, place + 2)
    if last is None or not isinstance(last.term, Day) or last.term.month is None:
        return None
    month = last.term.month
    return Parsed(Range(Day(reader.number(place), month), last.term), last.after)


def _day_and_month(reader: Reader, place: int) -> Parsed | None:
    """`9/8` without a year: in brackets, after a weekday or *tanggal*, or when it is all there is."""
    first, second, after = reader.number(place), reader.number(place + 2), place + 3
    if reader.kind(after) in ("slash", "month", "month_short", "multiple"):
        return None
    if reader.kind(after) == "unit" and not reader.is_unit(after, "year"):
        return None
    year = year_reference(reader, after) if reader.is_unit(after, "year") or reader.kind(after) == "pre" else None
    term = _day_or_either(reader, first, second, year[0] if year else None)
    after = year[1] if year else after
    before = reader.at(reader.back(place, "comma", "zone", "clock", "number", "dash", "to", "and", "slash"))
    marked = before.kind in ("weekday", "minggu", "dateword", "open", "weekday_short", "post", "away", "daypart")
    if term is None or not (marked or (reader.whole and (first, second) not in IDIOMS)):
        return None
    return Parsed(term, after)
