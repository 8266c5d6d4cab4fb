"""Rules for calendar dates in words: days, months and years, and ranges of days within a month.

Each rule takes the reader and a place, and returns what it recognised there with the place after it, or None.
"""

from dataclasses import replace

from memcon.resolve.dates.compounds import Listing, Range, Refused
from memcon.resolve.dates.reader import Parsed, Reader
from memcon.resolve.dates.rules.years import year_reference
from memcon.resolve.dates.terms import Day, Month, Term, Year
from memcon.resolve.dates.words import CASED, NAMES, PLURALS


def month_with_year(reader: Reader, place: int) -> tuple[Month, int] | None:
    """`[bulan] Mei [2022 | lalu | tahun lalu]`, `last May`, `May last year`."""
    turn, place = reader.turn_before(place)
    if reader.is_unit(place, "month"):
        named = reader.skip(place + 1, "of")
        place = named if reader.kind(named) in ("month", "month_short") else place
    if reader.kind(place) not in ("month", "month_short"):
        return None
    number, after = reader.number(place), place + 1
    if reader.kind(place) == "month_short" and reader.kind(after) == "dot":
        after += 1
    after += reader.dates.behind_period and reader.is_unit(after, "month")  # mayıs ayında
    return finish_month(reader, number, turn, after)


def finish_month(reader: Reader, number: int, turn: int | None, after: int) -> tuple[Month, int]:
    """What follows a month: its year, or *lalu*, *ini*, *mendatang*."""
    year = year_reference(reader, after)
    if year is not None:
        month, after = Month(number, year[0]), year[1]
        return month, after + 1 if reader.kind(after) == "post" else after
    if reader.kind(after) == "post":
        return Month(number, turn=reader.number(after)), after + 1
    if reader.kind(after) == "away" and reader.word(after) in reader.dates.away_turns and reader.number(after) < 0:
        return Month(number, turn=-1), after + 1
    return Month(number, turn=turn), after


def day_first(reader: Reader, place: int) -> Parsed | None:  # noqa: PLR0911 - alternatives
    """`24 Oktober 2022`, `the 14th of October`, `17-19 Agustus`, `24, 25 dan 26 Oktober`, `24-Okt-2022`."""
    turn, place = reader.turn_before(place) if reader.leads(place) else (None, place)
    days, after, joint = _day_numbers(reader, place)
    if not days:
        return _no_such_day(reader, place)
    if joint != "one" and reader.kind(after) == "slash" and reader.at(after + 1).attached:
        return _slashed(reader, days, after + 1, joint)
    of = reader.kind(after) == "of"
    after = reader.skip(after, "of")
    if reader.kind(after) in ("dash", "slash") and reader.at(after + 1).attached:
        after += 1
    if reader.kind(reader.skip(after, "unit")) not in ("month", "month_short"):
        return None
    spelled = not reader.at(place).text[0].isdigit() and not reader.dates.spelled_days
    if spelled and not of and reader.kind(place - 1) != "dateword":
        return None
    found = month_with_year(reader, after)
    if found is None:
        return None
    turned = turn is not None and found[0].year is None and found[0].turn is None
    month = replace(found[0], turn=turn) if turned else found[0]  # el próximo 3 de septiembre
    if joint == "list" and len(days) == 2 and reader.kind(reader.skip(found[1], "at")) == "between":
        return Parsed(days_of(days, month, "range"), reader.skip(found[1], "at") + 1)
    return Parsed(days_of(days, month, joint), found[1])


def _slashed(reader: Reader, days: list[int], place: int, joint: str) -> Parsed | None:
    """The month in digits after several days: `từ ngày 3 đến 5/6`, `10 và 11/6/2024`."""
    if reader.kind(place) != "number" or not 1 <= reader.number(place) <= 12:
        return None
    year = place + 2 if reader.kind(place + 1) == "slash" and reader.is_year(place + 2) else None
    month = Month(reader.number(place), Year(reader.number(year)) if year else None)
    return Parsed(days_of(days, month, joint), (year or place) + 1)


def _no_such_day(reader: Reader, place: int) -> Parsed | None:
    """*32 Mei 2023*: refused as a whole, so that no month is left over."""
    if (
        reader.kind(place) == "number"
        and reader.at(place).text.isdigit()
        and not (reader.is_year(place) and reader.dates.behind_period)
        and reader.kind(place + 1) in ("month", "month_short")
    ):
        found = month_with_year(reader, place + 1)
        return Parsed(Refused("no such day"), found[1]) if found else None
    return None


def _day_numbers(reader: Reader, place: int) -> tuple[list[int], int, str]:
    """Days before or after a month name, and how they are joined: `range`, `list`, or `one`."""
    if not (reader.is_day(place) or _is_spelled_day(reader, place)):
        return [], place, "one"
    days, after, joint = [reader.number(place)], reader.day_end(place), "one"
    if reader.kind(after) in ("dash", "to", "slash"):
        nxt = reader.skip(after + 1, "the", "dateword")
        if reader.is_day(nxt):
            return [*days, reader.number(nxt)], reader.day_end(nxt), "range"
        return days, after, joint
    while reader.kind(after) in ("comma", "and") and len(days) < 7:
        nxt = reader.skip(after, "comma", "and", "the", "dateword")
        if not reader.is_day(nxt) or nxt - after > 3:
            break
        days, after, joint = [*days, reader.number(nxt)], reader.day_end(nxt), "list"
    if joint == "list" and len(days) == 2 and reader.kind(reader.back(place, "dateword", "the", "at")) == "between":
        joint = "range"
    return days, after, joint


def _is_spelled_day(reader: Reader, place: int) -> bool:
    """*tanggal dua puluh empat Oktober*: a number in words is a day only after *tanggal*."""
    led = reader.kind(place - 1) == "dateword" or reader.dates.spelled_days
    return reader.kind(place) == "number" and led and 1 <= reader.number(place) <= 31


def days_of(days: list[int], month: Month | None, joint: str) -> Term:
    """One day, a range or a list of days of a month; only the last carries *lalu*."""
    if joint == "one":
        return Day(days[0], month)
    loose = Month(month.number, month.year) if month is not None and month.number is not None else month
    items = [*(Day(number, loose) for number in days[:-1]), Day(days[-1], month)]
    return Range(items[0], items[-1]) if joint == "range" else Listing(tuple(items))


def month_first(reader: Reader, place: int) -> Parsed | None:
    """`Oct. 14, 2024`, `May 3-5`, `October 23rd and 24th, 2022`; in Indonesian only with the year."""
    start = place
    turn, place = reader.turn_before(place)
    if reader.kind(place) not in ("month", "month_short"):
        return None
    after = place + 1
    if reader.kind(place) == "month_short" and reader.kind(after) == "dot":
        after += 1
    after = reader.skip(after, "the")
    days, after, joint = _day_numbers(reader, after)
    if not days or not _is_month_word(reader, place, start):
        return None
    if joint == "list" and len(days) == 2 and reader.kind(reader.back(start, "dateword", "the")) == "between":
        joint = "range"
    month, after = finish_month(reader, reader.number(place), turn, after)
    if not reader.dates.month_first and month.year is None:
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
    if reader.is_unit(after, "day") or reader.is_name(after - 1):
        return None  # May Day
    goes_on = reader.kind(after) in ("to", "and", "dash") and _is_month(reader, reader.skip(after + 1, "at", "the"))
    trigger = word > place or goes_on or _introduces(reader, place)
    if reader.whole:
        verb = item.text in reader.dates.plain_months  # may, march
        trigger = trigger or (item.kind == "month" and not verb) or reader.kind(word + 1) == "dot"
        return Parsed(month, after) if trigger else None
    if item.kind == "month_short" or item.text.casefold() in NAMES:
        safe = trigger and (item.capital or item.text.casefold() not in CASED or word > place)
        return Parsed(month, after) if safe else None
    beside = reader.is_name(after) or (reader.is_name(place - 1) and not reader.at(place - 1).text.isupper())
    return Parsed(month, after) if trigger or not beside else None


def _is_month(reader: Reader, place: int) -> bool:
    return reader.kind(reader.skip(place, "part")) in ("month", "month_short")


def _introduces(reader: Reader, place: int) -> bool:
    """Whether the item before leads to a date: *pada*, *in*, *until*, *between*."""
    before = reader.at(reader.back(place, "the"))
    if before.kind == "at":
        return before.text.casefold() not in ("di", "on", "over", "by", "about", "within", "some", "dalam", "per")
    if before.kind in ("to", "and"):
        return before.value == "bound" or reader.kind(reader.back(place, "the") - 1) in ("month", "number", "ordinal")
    return before.kind in ("between", "bound", "of", "part")


def _has_name_beside(reader: Reader, place: int) -> bool:
    """*Dong Jun lalu*: a name, and then *lalu*."""
    item = reader.at(place)
    return item.text.casefold() in NAMES and reader.is_name(place - 1)


def day_of_month(reader: Reader, place: int) -> Parsed | None:
    """`tanggal 24`, `tanggal 24-26`, `the 24th of this month`, `24 bulan ini`, and the `(24)` after a weekday."""
    days, after, joint = _day_numbers(reader, place)
    if not days:
        return None
    said = _said_month(reader, place, after, joint)
    if said is not None:
        return Parsed(days_of(days, said[0], joint), said[1])
    if joint == "one" and (marked := _marked_day(reader, place, after)):
        return marked
    if joint == "list":
        days, after, joint = days[:1], place + 1, "one"
    return Parsed(days_of(days, None, joint), after) if _stands_alone(reader, place, after) else None


def turned_day(reader: Reader, place: int) -> Parsed | None:
    """`no próximo dia 12`, `el pasado día 15`: a day without a month, of which one is told by what stands before."""
    if not (reader.dates.turn_before and reader.whole and reader.leads(place)):
        return None
    turn, day = reader.turn_before(place)
    if not turn or not (reader.kind(day) == "dateword" or reader.is_unit(day, "day")) or not reader.is_day(day + 1):
        return None
    ends = reader.kind(day + 2) in ("break", "close", "comma")
    return Parsed(Day(reader.number(day + 1), turn=turn), day + 2) if ends else None


def _said_month(reader: Reader, place: int, after: int, joint: str) -> tuple[Month | None, int] | None:
    """`bulan ini`, `of last month`, `of the month` (None: the nearest) after days; *3 bulan lalu* is a time ago."""
    behind = _is_behind(reader, after)
    after += behind
    ordinal = reader.kind(place) == "ordinal"
    led = reader.word(place - 1) in reader.dates.day_leads or (reader.whole and reader.kind(after) == "of")
    marked = ordinal or behind or led or joint != "one" or reader.kind(place - 1) == "dateword"
    unit = reader.skip(after, "of", "the")
    if reader.is_unit(unit, "month") and reader.kind(unit + 1) == "post" and (marked or reader.number(unit + 1) == 0):
        return Month(offset=reader.number(unit + 1)), unit + 2
    told = reader.leads(unit) and reader.is_unit(unit + 1, "month") and reader.word(unit + 1) not in PLURALS
    if told and (marked or (reader.dates.day_dot and after > place + 1)):
        return Month(offset=reader.number(unit)), unit + 2
    if marked and reader.kind(unit) == "period" and str(reader.value(unit)).startswith("month:"):
        return Month(offset=int(str(reader.value(unit)).removeprefix("month:"))), unit + 1
    if ordinal and unit == after + 2 and reader.is_unit(unit, "month") and reader.kind(unit + 1) != "ordinal":
        return None, unit + 1
    return None


def _is_behind(reader: Reader, place: int) -> bool:
    """Whether a word stands here that makes a day of the number before it: 15-го *числа*."""
    return reader.kind(place) == "dateword" and reader.value(place) == 1


def _marked_day(reader: Reader, place: int, after: int) -> Parsed | None:
    """`am 20.`, `le 15 courant`, `el día 15`, `17-го числа`, `tanggal 20 mendatang`."""
    number, before = reader.number(place), place - 1
    if _is_behind(reader, after) and reader.kind(after + 1) not in ("month", "month_short", "number"):
        return Parsed(Day(number), after + 1)
    lead = reader.word(before) in reader.dates.day_leads
    if not (lead or reader.kind(before) == "dateword"):
        return None
    if reader.kind(after) == "post":
        turn = reader.number(after)
        return Parsed(Day(number, turn=turn) if turn else Day(number, Month(offset=0)), after + 1)
    ends = reader.whole and reader.kind(after) in ("break", "close", "comma")
    return Parsed(Day(number, turn=reader.turn_before(before - 1)[0]), after) if lead and ends else None


def _stands_alone(reader: Reader, place: int, after: int) -> bool:
    """Whether days without a month are some: after *tanggal*, in brackets after a weekday, *on the 24th*."""
    before, following = reader.kind(place - 1), reader.kind(after)
    if before == "dateword":
        return following not in ("unit", "multiple")
    if before == "open" and following == "close":
        weekday = reader.kind(reader.back(place - 1, "daypart", "zone", "clock", "post"))
        return weekday in ("weekday", "minggu") and reader.kind(place) == "number"
    if before == "weekday" and reader.kind(place) == "number":
        return following in ("break", "comma", "close", "to", "and", "daypart", "clock")  # el miércoles 5
    if before == "comma" and reader.kind(place) == "ordinal" and reader.at(place).text[0].isdigit():
        named = reader.kind(reader.back(place, "comma", "daypart")) == "weekday"
        return named and following in ("break", "comma", "close")  # в пятницу, 23-го
    if before != "the" or reader.kind(place) != "ordinal" or not reader.at(place).text[0].isdigit():
        return False
    on_the = reader.word(place - 2) == "on" and following != "word"
    return on_the or reader.kind(reader.back(place - 1, "comma")) == "weekday"
