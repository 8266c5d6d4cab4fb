"""Rules for calendar dates: days, months and years by name or number, and ranges of days within a month.

Each rule takes the reader and a place, and returns what it recognised there with the place after it, or None.
"""

from memcon.resolve.date_compounds import Listing, Range, Refused
from memcon.resolve.date_reader import Parsed, Reader
from memcon.resolve.date_terms import Day, EitherDay, Month, Term, Year
from memcon.resolve.date_words import CASED, NAMES

IDIOMS = frozenset({(24, 7), (9, 11)})
"""Numbers with a slash that are something else unless a weekday or brackets say so: round the clock, an attack."""


def year_reference(reader: Reader, place: int) -> tuple[Year, int] | None:
    """A year after a month: `2022`, `tahun 2022`, `tahun lalu`, `last year`, `dua tahun lalu`, `of this year`."""
    here = reader.skip(place, "of", "comma")
    here = here if here - place <= 2 else place
    if reader.kind(here) in ("dash", "slash", "dot") and reader.at(here + 1).attached and reader.is_year(here + 1):
        here += 1
    if reader.is_year(here):
        return Year(reader.number(here)), here + 1
    if reader.kind(place) == "comma":
        return None
    if reader.is_unit(here, "year"):
        if reader.is_year(here + 1):
            return Year(reader.number(here + 1)), here + 2
        if reader.kind(here + 1) == "post":
            return Year(offset=reader.number(here + 1)), here + 2
    if reader.kind(here) == "pre" and reader.is_unit(here + 1, "year"):
        return Year(offset=reader.number(here)), here + 2
    return _years_ago(reader, here)


def _years_ago(reader: Reader, place: int) -> tuple[Year, int] | None:
    if reader.kind(place) == "number" and reader.is_unit(place + 1, "year"):
        count, after = reader.number(place), place + 2
    elif reader.kind(place) == "one" and reader.value(place) == "year":
        count, after = 1, place + 1
    else:
        return None
    if reader.kind(after) == "ago" or (reader.kind(after) == "post" and reader.number(after) < 0):
        return Year(offset=-count), after + 1
    return None


def month_with_year(reader: Reader, place: int) -> tuple[Month, int] | None:
    """`[bulan] Mei [2022 | lalu | tahun lalu]`, `last May`, `May last year`."""
    turn = None
    if reader.kind(place) == "pre" and reader.kind(place + 1) in ("month", "month_short"):
        turn, place = reader.number(place), place + 1
    if reader.is_unit(place, "month") and reader.kind(place + 1) in ("month", "month_short"):
        place += 1
    if reader.kind(place) not in ("month", "month_short"):
        return None
    number, after = reader.number(place), place + 1
    if reader.kind(place) == "month_short" and reader.kind(after) == "dot":
        after += 1
    return finish_month(reader, number, turn, after)


def finish_month(reader: Reader, number: int, turn: int | None, after: int) -> tuple[Month, int]:
    """What follows a month: its year, or *lalu*, *ini*, *mendatang*."""
    year = year_reference(reader, after)
    if year is not None:
        month, after = Month(number, year[0]), year[1]
        return month, after + 1 if reader.kind(after) == "post" else after
    if reader.kind(after) == "post":
        return Month(number, turn=reader.number(after)), after + 1
    if reader.language == "id" and reader.kind(after) == "away" and reader.at(after).text.casefold() == "kemarin":
        return Month(number, turn=-1), after + 1
    return Month(number, turn=turn), after


def day_first(reader: Reader, place: int) -> Parsed | None:
    """`24 Oktober 2022`, `the 14th of October`, `17-19 Agustus`, `24, 25 dan 26 Oktober`, `24-Okt-2022`."""
    days, after, joint = _day_numbers(reader, place)
    if not days:
        return _no_such_day(reader, place)
    of = reader.kind(after) == "of"
    after = reader.skip(after, "of")
    if reader.kind(after) in ("dash", "slash") and reader.at(after + 1).attached:
        after += 1
    if reader.kind(reader.skip(after, "unit")) not in ("month", "month_short"):
        return None
    spelled = not reader.at(place).text[0].isdigit()
    if spelled and not of and reader.kind(place - 1) != "dateword":
        return None
    found = month_with_year(reader, after)
    return Parsed(days_of(days, found[0], joint), found[1]) if found else None


def _no_such_day(reader: Reader, place: int) -> Parsed | None:
    """*32 Mei 2023*: refused as a whole, so that no month is left over."""
    if (
        reader.kind(place) == "number"
        and reader.at(place).text.isdigit()
        and reader.kind(place + 1) in ("month", "month_short")
    ):
        found = month_with_year(reader, place + 1)
        return Parsed(Refused("no such day"), found[1]) if found else None
    return None


def _day_numbers(reader: Reader, place: int) -> tuple[list[int], int, str]:
    """Days before or after a month name, and how they are joined: `range`, `list`, or `one`."""
    if not (reader.is_day(place) or _is_spelled_day(reader, place)):
        return [], place, "one"
    days, after, joint = [reader.number(place)], place + 1, "one"
    if reader.kind(after) in ("dash", "to", "slash"):
        nxt = reader.skip(after + 1, "the", "dateword")
        if reader.is_day(nxt):
            return [*days, reader.number(nxt)], nxt + 1, "range"
        return days, after, joint
    while reader.kind(after) in ("comma", "and"):
        nxt = reader.skip(after, "comma", "and", "the", "dateword")
        if not reader.is_day(nxt) or nxt - after > 3:
            break
        days, after, joint = [*days, reader.number(nxt)], nxt + 1, "list"
    if joint == "list" and len(days) == 2 and reader.kind(reader.back(place, "dateword", "the")) == "between":
        joint = "range"
    return days, after, joint


def _is_spelled_day(reader: Reader, place: int) -> bool:
    """*tanggal dua puluh empat Oktober*: a number in words is a day only after *tanggal*."""
    return reader.kind(place) == "number" and reader.kind(place - 1) == "dateword" and 1 <= reader.number(place) <= 31


def days_of(days: list[int], month: Month, joint: str) -> Term:
    """One day, a range or a list of days of a month; only the last carries *lalu*."""
    if joint == "one":
        return Day(days[0], month)
    loose = Month(month.number, month.year) if month.number is not None else month
    items = [*(Day(number, loose) for number in days[:-1]), Day(days[-1], month)]
    return Range(items[0], items[-1]) if joint == "range" else Listing(tuple(items))


def month_first(reader: Reader, place: int) -> Parsed | None:
    """`Oct. 14, 2024`, `May 3-5`, `October 23rd and 24th, 2022`; in Indonesian only with the year."""
    turn, start = None, place
    if reader.kind(place) == "pre" and reader.kind(place + 1) in ("month", "month_short"):
        turn, place = reader.number(place), place + 1
    if reader.kind(place) not in ("month", "month_short"):
        return None
    after = place + 1
    if reader.kind(place) == "month_short" and reader.kind(after) == "dot":
        after += 1
    after = reader.skip(after, "the")
    days, after, joint = _day_numbers(reader, after)
    if not days or not _is_month_word(reader, place, start):
        return None
    month, after = finish_month(reader, reader.number(place), turn, after)
    if reader.language == "id" and month.year is None:
        return None
    if reader.is_unit(after, "day", "week", "month", "year", "hour", "minute"):
        return None
    return Parsed(days_of(days, month, joint), after)


def _is_month_word(reader: Reader, place: int, start: int) -> bool:
    """Whether a month before a number is one: not *may 5*, not *Dong Jun 5*."""
    item = reader.at(place)
    word = item.text.casefold()
    if word in CASED and not item.capital and not reader.whole:
        return False
    return not (word in NAMES and start == place and reader.is_name(place - 1) and reader.kind(place + 1) != "dot")


def bare_month(reader: Reader, place: int) -> Parsed | None:
    """`September 2022`, `Desember tahun lalu`, `last May`; a month alone when nothing says that it is a name."""
    found = month_with_year(reader, place)
    if found is None:
        return None
    month, after = found
    if month.year is not None or month.turn is not None:
        return None if month.year is None and _has_name_beside(reader, place) else Parsed(month, after)
    word = reader.skip(place, "unit")
    item = reader.at(word)
    trigger = word > place or _introduces(reader, place)
    if reader.whole:
        trigger = trigger or item.kind == "month" or reader.kind(word + 1) == "dot"
        return Parsed(month, after) if trigger else None
    if item.kind == "month_short" or item.text.casefold() in NAMES:
        safe = trigger and (item.capital or item.text.casefold() not in CASED or word > place)
        return Parsed(month, after) if safe else None
    beside = reader.is_name(after) or (reader.is_name(place - 1) and not reader.at(place - 1).text.isupper())
    return Parsed(month, after) if trigger or not beside else None


def _introduces(reader: Reader, place: int) -> bool:
    """Whether the item before leads to a date: *pada*, *in*, *until*, *between*."""
    before = reader.at(reader.back(place, "the"))
    if before.kind == "at":
        return before.text.casefold() not in ("di", "on", "over", "by", "about", "within", "some", "dalam", "per")
    return before.kind in ("to", "between", "bound", "and", "of", "part")


def _has_name_beside(reader: Reader, place: int) -> bool:
    """*Dong Jun lalu*: a name, and then *lalu*."""
    item = reader.at(place)
    return item.text.casefold() in NAMES and reader.is_name(place - 1)


def bare_year(reader: Reader, place: int) -> Parsed | None:
    """`tahun 2014`, `pada 2014`, `2014 lalu`; a number alone only when it is all there is."""
    if reader.is_unit(place, "year") and reader.is_year(place + 1):
        law = reader.kind(place - 1) == "number" or reader.kind(place - 2) == "lawword"
        after = place + 2
        if law or reader.at(place - 1).text.casefold() in ("fiscal", "school", "academic", "financial", "new"):
            return Parsed(Refused("a year that is part of a name"), after)
        return Parsed(Year(reader.number(place + 1)), after + 1 if reader.kind(after) == "post" else after)
    if not reader.is_year(place):
        return None
    after = place + 1
    if reader.kind(after) in ("slash", "amount", "multiple", "unit") or reader.kind(place - 1) == "slash":
        return None
    if reader.kind(after) == "post" and reader.number(after) <= 0:
        return Parsed(Year(reader.number(place)), after + 1)
    before = reader.at(reader.back(place, "the", "dateword"))
    led = before.kind == "at" and before.value == "year"
    if led or before.kind in ("between", "bound") or reader.whole or _follows_year(reader, place):
        return Parsed(Year(reader.number(place)), after)
    return None


def _follows_year(reader: Reader, place: int) -> bool:
    """Whether it goes on from a year: *dari 2014 hingga 2016*."""
    joint = reader.back(place, "the", "dateword", "at")
    before = reader.back(joint, "the")
    return (
        reader.kind(joint) in ("to", "and", "dash") and reader.is_year(before) and bare_year(reader, before) is not None
    )


def numeric(reader: Reader, place: int) -> Parsed | None:
    """`24/10/2022`, `9/8`, `24-26/10`, `2024-10-14`, `24.10.2022`, and with `whole` also `10/2024` and `2024-10`."""
    if reader.kind(place) == "dotted":
        return _dotted(reader, place)
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
    third = second + 2 if reader.kind(second + 1) == sign and reader.kind(second + 2) == "number" else None
    if third is not None:
        year = _year_number(reader, third)
        found = _day_or_either(reader, reader.number(place), reader.number(second), year) if year else None
        return Parsed(found, third + 1) if found else None
    if sign == "dash":
        return _days_then_slash(reader, place)
    return _day_and_month(reader, place)


def _year_first(reader: Reader, place: int, sign: str) -> Parsed | None:
    year, second = Year(reader.number(place)), place + 2
    if reader.is_year(second) and sign == "dash":
        led = reader.whole or reader.is_unit(place - 1, "year") or reader.at(place - 1).value == "year"
        return Parsed(Range(year, Year(reader.number(second))), second + 1) if led else None
    if reader.kind(second) != "number" or len(reader.at(second).text) > 2 or not reader.at(second).attached:
        return None
    if not 1 <= reader.number(second) <= 12:
        later = year.number is not None and reader.whole and year.number % 100 < reader.number(second)
        century = reader.number(place) // 100 * 100  # 2014-16: no month has that number
        return Parsed(Range(year, Year(century + reader.number(second))), second + 1) if later else None
    month = Month(reader.number(second), year)
    if reader.kind(second + 1) == sign and reader.kind(second + 2) == "number" and len(reader.at(second + 2).text) <= 2:
        return Parsed(Day(reader.number(second + 2), month), second + 3)
    either = reader.number(place) % 100 < reader.number(second)  # 2009-10 may be two years
    return Parsed(month, second + 1) if reader.whole and len(reader.at(second).text) == 2 and not either else None


def _dotted(reader: Reader, place: int) -> Parsed:
    first, second, third = (int(part) for part in reader.at(place).text.replace(" ", "").split("."))
    if first > 31:
        return Parsed(Day(third, Month(second, Year(first))), place + 1)
    return Parsed(Day(first, Month(second, Year(_century(third)))), place + 1)


def _year_number(reader: Reader, place: int) -> Year | None:
    if reader.is_year(place):
        return Year(reader.number(place))
    return Year(_century(reader.number(place))) if len(reader.at(place).text) == 2 else None


def _century(year: int) -> int:
    """Two digits of a year: from 2000 up to 49, from 1900 after (POSIX turns at 69; news seldom dates beyond 2049)."""
    return year if year > 99 else year + (2000 if year < 50 else 1900)


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
    if reader.kind(after) in ("slash", "month", "month_short", "multiple", "unit"):
        return None
    term = _day_or_either(reader, first, second, None)
    before = reader.at(reader.back(place, "comma", "daypart", "zone", "clock", "number", "dash", "to", "and", "slash"))
    marked = before.kind in ("weekday", "minggu", "dateword", "open", "weekday_short", "post", "away")
    if term is None or not (marked or (reader.whole and (first, second) not in IDIOMS)):
        return None
    return Parsed(term, after)


def day_of_month(reader: Reader, place: int) -> Parsed | None:
    """`tanggal 24`, `the 24th of this month`, `24 bulan ini`, and the `(24)` after a weekday."""
    if not reader.is_day(place):
        return None
    before, after = reader.kind(place - 1), reader.skip(place + 1, "of")
    ordinal = reader.kind(place) == "ordinal" and reader.at(place).text[0].isdigit()
    month = None
    if reader.is_unit(after, "month") and reader.kind(after + 1) == "post" and reader.number(after + 1) in (-1, 0, 1):
        plain = before == "dateword" or ordinal or reader.number(after + 1) == 0
        month = Month(offset=reader.number(after + 1)) if plain else None
    elif reader.kind(after) == "pre" and reader.is_unit(after + 1, "month") and ordinal:
        month = Month(offset=reader.number(after))
    if month is not None:
        return Parsed(Day(reader.number(place), month), after + 2)
    bracketed = before == "open" and reader.kind(place + 1) == "close" and reader.kind(place) == "number"
    if bracketed and reader.kind(reader.back(place - 1, "daypart", "zone", "clock", "post")) in ("weekday", "minggu"):
        return Parsed(Day(reader.number(place)), place + 1)
    following = reader.kind(place + 1) in ("word", "unit", "multiple") or reader.is_name(place + 1)
    on_the = (
        ordinal
        and before == "the"
        and reader.at(place - 2).text.casefold() == "on"
        and reader.kind(place + 1) != "word"
    )
    after_weekday = ordinal and before == "the" and reader.kind(reader.back(place - 1, "comma")) == "weekday"
    if (before == "dateword" and not (following and reader.kind(place + 1) != "word")) or on_the or after_weekday:
        return Parsed(Day(reader.number(place)), place + 1)
    return None
