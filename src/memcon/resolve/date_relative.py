"""Rules for days and periods told from publication: weekdays, *kemarin*, *pekan lalu*, *three days ago*, weekends.

Each rule takes the reader and a place, and returns what it recognised there with the place after it, or None. Words that
look like a date and tell none, as *beberapa pekan lalu* or *the following day*, are recognised too, as `Refused`.
"""

from typing import Final, Literal, cast

from memcon.resolve.date_compounds import Around, Eve, Refused, WhenPlanned
from memcon.resolve.date_parts import DivisionAway, Elapsed, Unit, Window
from memcon.resolve.date_reader import Parsed, Reader
from memcon.resolve.date_terms import Month, Shift, Term, Week, Weekday, Weekend, Year
from memcon.resolve.date_words import FEASTS, TITLES

QUANTITIES: Final = frozenset({"number", "amount", "multiple", "vague"})
PERIODS: Final = ("week", "month", "year", "quarter", "half")


def away(unit: str, count: int) -> Term | None:
    """A period or day so many units from publication, by the conventions: weeks in days, months and years whole."""
    match unit:
        case "day" | "week":
            return Shift(count, cast("Literal['day', 'week']", unit))
        case "fortnight":
            return Shift(2 * count, "week")
        case "month":
            return Month(offset=count)
        case "year":
            return Year(offset=count)
        case "decade":
            return Year(offset=10 * count)
        case "quarter":
            return DivisionAway(count, 3)
    return None


def period(unit: str, offset: int) -> Term | None:
    """The last, this or next calendar period."""
    if unit == "week":
        return Week(offset)
    if unit == "half":
        return DivisionAway(offset, 6)
    return away(unit, offset) if unit in PERIODS else None


def deictic(reader: Reader, place: int) -> Parsed | None:
    """`kemarin`, `hari ini`, `tadi malam`, `yesterday`, `the day before yesterday`."""
    if reader.kind(place) != "away":
        return None
    return Parsed(Shift(reader.number(place)), place + 1)


def weekday(reader: Reader, place: int) -> Parsed | None:
    """`Kamis pagi`, `Senin lalu`, `Jumat pekan depan`, `last Friday`, `Monday of last week`, `Kamis dua pekan lalu`."""
    start, turn = place, None
    if reader.kind(place) == "daypart" and reader.value(place) == "eve" and is_weekday(reader, place + 1):
        found = weekday(reader, place + 1)  # malam Minggu is the night before Sunday (KBBI)
        return Parsed(Eve(found.term), found.after) if found else None
    if reader.kind(place) in ("pre", "past") and is_weekday(reader, place + 1):
        turn, place = reader.number(place), place + 1
    elif reader.kind(place) == "pre" and reader.kind(place + 1) == "past" and is_weekday(reader, place + 2):
        turn, place = -1, place + 2
    elif reader.kind(place) == "anaphor" and is_weekday(reader, place + 1):
        return Parsed(Refused("a weekday told from another day"), place + 2)
    if not is_weekday(reader, place) or _is_name(reader, place):
        return None
    number, after = reader.number(place), place + 1
    if reader.kind(place) == "weekday_short" and not _short_weekday(reader, place):
        return None
    if turn is not None or start != place:
        return Parsed(Weekday(number, turn), after)
    return _weekday_turn(reader, number, after)


def _weekday_turn(reader: Reader, number: int, after: int) -> Parsed:
    """What follows a weekday: *lalu*, *pekan depan*, *last week*, *two weeks ago*."""
    skipped = reader.skip(after, "daypart", "zone")
    kind = reader.kind(skipped)
    if kind == "post":
        return Parsed(Weekday(number, reader.number(skipped)), skipped + 1)
    if kind == "anaphor":
        return Parsed(Refused("a weekday told from another day"), skipped + 1)
    if (
        reader.language == "id"
        and kind == "away"
        and reader.at(skipped).text.casefold() in ("kemarin", "besok", "esok")
    ):
        return Parsed(Weekday(number, -1 if reader.number(skipped) < 0 else 1), skipped + 1)
    week = _week(reader, reader.skip(skipped, "at", "of", "the"))
    if week is not None:
        return Parsed(Weekday(number, week=week[0]), week[1])
    return Parsed(Weekday(number), after)


def _week(reader: Reader, place: int) -> tuple[Week, int] | None:
    if reader.is_unit(place, "week") and _is_post(reader, place + 1):
        return Week(_post(reader, place + 1)), place + 2
    if reader.kind(place) == "pre" and reader.is_unit(place + 1, "week"):
        return Week(reader.number(place)), place + 2
    counted = _count(reader, place)
    if counted and counted[1] == "week" and _is_past(reader, counted[2]):
        return Week(-counted[0]), counted[2] + 1
    return None


def is_weekday(reader: Reader, place: int) -> bool:
    """Whether the item is a weekday; *minggu* is Sunday by its case and neighbours, else a week."""
    item = reader.at(place)
    if item.kind != "minggu":
        return item.kind in ("weekday", "weekday_short")
    before, after = reader.at(place - 1), reader.at(place + 1)
    if before.text.casefold() == "hari":
        return True
    if before.kind in (*QUANTITIES, "ordinal", "part", "one", "weekday") or after.kind in ("ordinal", "latest"):
        return before.kind == "weekday" and after.kind not in ("post", "away") and item.capital
    if after.kind in ("post", "away"):
        opens = before.kind in ("break", "dot", "open") or before.text.isupper() or before.capital
        return item.capital and not opens
    beside = after.kind in ("daypart", "open", "comma", "to", "dash") or before.kind in ("to", "dash", "and")
    return item.capital or (beside and before.kind != "unit")


def _is_name(reader: Reader, place: int) -> bool:
    """Whether the weekday is part of a name: *Black Friday*, *Jumat Agung*, *Sunday Times*."""
    before, after = reader.at(place - 1), reader.at(place + 1)
    feast = before.capital and before.text.casefold() in FEASTS
    return feast or (after.capital and after.text.casefold() in TITLES)


def _short_weekday(reader: Reader, place: int) -> bool:
    """Whether a short weekday is one: a date follows, or nothing else is there."""
    after = reader.skip(place + 1, "dot", "comma", "open")
    dated = reader.is_day(after) or reader.kind(after) in ("month", "month_short", "dotted")
    return (dated and after > place) or (reader.whole and reader.at(place).capital)


def weekend(reader: Reader, place: int) -> Parsed | None:
    """`akhir pekan lalu`, `last weekend`, `the weekend`, `the weekend of October 22`."""
    if reader.kind(place) in ("pre", "past") and reader.kind(place + 1) == "weekend":
        return Parsed(Weekend(reader.number(place)), place + 2)
    if reader.kind(place) == "pre" and reader.kind(place + 1) == "past" and reader.kind(place + 2) == "weekend":
        return Parsed(Weekend(-1), place + 3)
    if reader.kind(place) in ("anaphor", "vague") and reader.kind(place + 1) == "weekend":
        return Parsed(Refused("a weekend told from another day"), place + 2)
    if reader.kind(place) != "weekend":
        return None
    if _is_post(reader, place + 1):
        return Parsed(Weekend(_post(reader, place + 1)), place + 2)
    if reader.kind(place + 1) == "anaphor":
        return Parsed(Refused("a weekend told from another day"), place + 2)
    return Parsed(Weekend(), place + 1)


def calendar_period(reader: Reader, place: int) -> Parsed | None:
    """`pekan lalu`, `bulan ini`, `tahun depan`, `last week`, `this year`, `the past month`, `sepekan terakhir`."""
    kind = reader.kind(place)
    if kind in ("pre", "past"):
        return _period_after(reader, place)
    if kind in ("anaphor", "vague") and reader.unit(place + 1):
        after = reader.skip(place + 2, "post", "ago", "latest", "anaphor", "elapsed", "onward", "ahead")
        return Parsed(Refused("no definite time"), after)
    unit = reader.unit(place)
    if unit is None or not _is_post(reader, place + 1):
        anaphor = unit is not None and reader.kind(place + 1) == "anaphor"
        return Parsed(Refused("a time told from another"), place + 2) if anaphor else None
    if reader.kind(place - 1) in QUANTITIES or unit == "day":
        return Parsed(Refused("a length of time"), place + 2)
    found = period(unit, _post(reader, place + 1))
    return Parsed(found, place + 2) if found else None


def _period_after(reader: Reader, place: int) -> Parsed | None:
    """`last week`, `this past month`, `the last two weeks`, `next few days`; `last quarter of 2023` is another rule's."""
    turn, after = reader.number(place), place + 1
    past = reader.kind(place) == "past"
    if not past and reader.kind(after) == "past":
        past, turn, after = True, -1, after + 1
    if reader.kind(after) == "vague":
        return Parsed(Refused("no definite time"), reader.skip(after, "vague", "unit"))
    if reader.kind(after) == "number" and reader.unit(after + 1) in ("day", "week", "month", "year") and turn:
        return Parsed(Window(turn * reader.number(after), _unit(reader, after + 1)), after + 2)
    unit = reader.unit(after)
    if unit is None or reader.at(after).text.casefold().endswith("s"):
        return None
    if unit == "day":
        return Parsed(Refused("a day told from another"), after + 1)
    if past and unit in ("week", "month", "year"):
        return Parsed(Window(-1, _unit(reader, after)), after + 1)
    found = period(unit, turn)
    return Parsed(found, after + 1) if found else None


def _unit(reader: Reader, place: int) -> Literal["day", "week", "month", "year"]:
    return cast("Literal['day', 'week', 'month', 'year']", reader.unit(place))


def _count(reader: Reader, place: int) -> tuple[int, str, int] | None:
    """A number of units: `dua pekan`, `seminggu`, `a week`; count, unit and the place after."""
    if reader.kind(place) == "one":
        return 1, str(reader.value(place)), place + 1
    unit = reader.unit(place + 1)
    if (
        reader.kind(place) == "number"
        and unit
        and reader.kind(place - 1) not in ("amount", "multiple", "dash", "slash")
    ):
        return reader.number(place), unit, place + 2
    return None


def _is_past(reader: Reader, place: int) -> bool:
    return reader.kind(place) == "ago" or (reader.kind(place) == "post" and reader.number(place) < 0)


def _is_post(reader: Reader, place: int) -> bool:
    """Whether it says last, this or next after its word; *kemarin* and *besok* can, in Indonesian."""
    if reader.kind(place) == "post":
        return reader.at(place).text.casefold() != "nanti"
    return reader.kind(place) == "away" and reader.at(place).text.casefold() in ("kemarin", "besok")


def _post(reader: Reader, place: int) -> int:
    return reader.number(place)


def counted(reader: Reader, place: int) -> Parsed | None:
    """`dua hari lalu`, `a week ago`, `tiga pekan lagi`, `dua bulan terakhir`, `in two days`; and lengths, refused."""
    found = _count(reader, place)
    if found is None:
        return None
    count, unit, after = found
    before, kind = reader.kind(reader.back(place, "the")), reader.kind(after)
    if kind in ("vague", "anaphor", "elapsed", "bound", "multiple"):
        return Parsed(Refused("a time told from another"), after + 1)
    if _is_past(reader, after) or kind == "ahead":
        inexact = (
            before in ("exceed", "vague")
            or reader.is_unit(place - 1, "half")
            or (before == "and" and reader.kind(place - 2) == "number")
        )
        term = None if inexact or count == 0 else away(unit, count if kind == "ahead" else -count)
        return Parsed(term or Refused("no definite time"), after + 1)
    window = unit in ("day", "week", "month", "year")
    if kind == "latest" and window:
        return Parsed(Window(-count, cast("Literal['day']", unit)), after + 1)
    if (kind == "onward" or (kind == "post" and reader.number(after) > 0)) and window:
        return Parsed(Window(count, cast("Literal['day']", unit)), after + 1)
    if reader.at(place - 1).text.casefold() == "in" and reader.language == "en" and not (kind == "possessive"):
        term = away(unit, count)
        return Parsed(WhenPlanned(term), after) if term else None
    return None


def elapsed(reader: Reader, place: int) -> Parsed | None:
    """`earlier this month`, `later in the year`; before a day it changes nothing."""
    if reader.kind(place) != "elapsed":
        return None
    unit = reader.skip(place + 1, "at", "the")
    this = reader.kind(unit) == "pre" and reader.number(unit) == 0
    if this or (unit > place + 1 and reader.kind(unit - 1) == "the"):
        unit += this
        if reader.unit(unit) in ("week", "month", "year"):
            return Parsed(Elapsed(later=reader.number(place) == 1, unit=cast("Unit", reader.unit(unit))), unit + 1)
    return None


def around(reader: Reader, place: int, date: Parsed) -> Parsed:
    """`the week of May 6`, `the weekend of October 22`: `date` stands at `place`, after *of*."""
    unit = "weekend" if reader.kind(place - 2) == "weekend" else "week"
    return Parsed(Around(date.term, cast("Literal['week', 'weekend']", unit)), date.after)
