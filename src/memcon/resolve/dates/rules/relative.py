"""Rules for weekdays, weekends and days told from publication: *kemarin*, *Senin lalu*, *the weekend*, *pekan lalu*.

Each rule takes the reader and a place, and returns what it recognised there with the place after it, or None. Words
that look like a date and tell none, as *the following Monday*, are recognised too, as `Refused`.
"""

from typing import Final, cast

from memcon.resolve.dates.compounds import Eve, Refused
from memcon.resolve.dates.parts import Elapsed
from memcon.resolve.dates.reader import Parsed, Reader
from memcon.resolve.dates.rules.counted import QUANTITIES, count_of, counted, is_past, period, window
from memcon.resolve.dates.terms import Shift, Week, Weekday, Weekend
from memcon.resolve.dates.words import FEASTS, PLURALS, TITLES, Kind, Unit


def deictic(reader: Reader, place: int) -> Parsed | None:
    """`kemarin`, `hari ini`, `tadi malam`, `yesterday`, `the day before yesterday`."""
    if reader.kind(place) == "period":
        unit, _, offset = str(reader.value(place)).partition(":")
        found = period(cast("Unit", unit), int(offset))
        return Parsed(found, place + 1) if found else None
    return Parsed(Shift(reader.number(place)), place + 1) if reader.kind(place) == "away" else None


def weekday(reader: Reader, place: int) -> Parsed | None:
    """`Kamis pagi`, `Senin lalu`, `Jumat pekan depan`, `last Friday`, `Monday of last week`, `Kamis dua pekan lalu`."""
    start = place
    if reader.kind(place) == "daypart" and reader.value(place) == "eve" and is_weekday(reader, place + 1):
        found = weekday(reader, place + 1)  # malam Minggu is the night before Sunday
        return Parsed(Eve(found.term), found.after) if found else None
    if reader.kind(place) == "anaphor" and is_weekday(reader, place + 1):
        return Parsed(Refused("a weekday told from another day"), place + 2)
    turn, place = reader.turn_before(place)
    if not is_weekday(reader, place) or _is_name(reader, place):
        return None
    if reader.kind(place) == "weekday_short" and not _short_weekday(reader, place):
        return None
    number, after = reader.number(place), place + 1
    return Parsed(Weekday(number, turn), after) if start != place else _weekday_turn(reader, number, after)


def _weekday_turn(reader: Reader, number: int, after: int) -> Parsed:
    """What follows a weekday: *lalu*, *pekan depan*, *last week*, *two weeks ago*."""
    skipped = reader.skip(after, "daypart", "zone")
    kind = reader.kind(skipped)
    if kind == "anaphor" and reader.word(skipped) not in reader.dates.that_day:  # that Monday, just spoken of
        return Parsed(Refused("a weekday told from another day"), skipped + 1)
    if kind == "post":
        return Parsed(Weekday(number, reader.number(skipped)), skipped + 1)
    if kind == "away" and reader.word(skipped) in reader.dates.away_turns:
        return Parsed(Weekday(number, -1 if reader.number(skipped) < 0 else 1), skipped + 1)
    if kind == "pre" and reader.whole and reader.kind(skipped + 1) in ("break", "comma", "close"):
        return Parsed(Weekday(number, reader.number(skipped)), skipped + 1)  # Friday next
    week = _week(reader, reader.skip(skipped, "at", "of", "the"))
    return Parsed(Weekday(number, week=week[0]), week[1]) if week else Parsed(Weekday(number), after)


def _week(reader: Reader, place: int) -> tuple[Week, int] | None:
    if reader.is_unit(place, "week") and is_post(reader, place + 1):
        return Week(reader.number(place + 1)), place + 2
    if reader.leads(place) and reader.is_unit(place + 1, "week"):
        return Week(reader.number(place)), place + 2
    count = count_of(reader, place)
    if count and count.unit == "week" and is_past(reader, count.after):
        return Week(-count.number), count.after + 1
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
        opens = before.kind in ("break", "dot", "open") or before.capital  # there, any word may have a capital
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
    return dated or (reader.whole and reader.at(place).capital and reader.kind(place - 1) != "the")


def weekend(reader: Reader, place: int) -> Parsed | None:
    """`akhir pekan lalu`, `last weekend`, `the weekend`."""
    turn, after = reader.turn_before(place)
    if turn is not None:
        near = turn == 1 and reader.word(place) in reader.dates.nearest  # the coming weekend is no next weekend
        return Parsed(Weekend(0 if near else turn), after + 1) if reader.kind(after) == "weekend" else None
    if reader.kind(place) in ("anaphor", "vague") and reader.kind(place + 1) == "weekend":
        return Parsed(Refused("a weekend told from another day"), place + 2)
    if reader.kind(place) != "weekend":
        return None
    if is_post(reader, place + 1):
        return Parsed(Weekend(reader.number(place + 1)), place + 2)
    if reader.kind(place + 1) == "anaphor":
        return Parsed(Refused("a weekend told from another day"), place + 2)
    return Parsed(Weekend(), place + 1)


def calendar_period(reader: Reader, place: int) -> Parsed | None:  # noqa: PLR0911 - alternatives
    """`pekan lalu`, `bulan ini`, `tahun depan`, `last week`, `this year`, `the past month`."""
    kind, unit = reader.kind(place), reader.unit(place)
    if reader.leads(place):
        return _period_after(reader, place)
    if kind in ("anaphor", "vague"):
        return _untold(reader, place)
    if unit is None:
        return None
    if reader.kind(place + 1) == "anaphor":
        return Parsed(Refused("a time told from another"), place + 2)
    if not is_post(reader, place + 1):
        return None
    if reader.kind(place - 1) in QUANTITIES or unit == "day" or reader.word(place) in PLURALS:
        return Parsed(Refused("a length of time"), place + 2)
    found = period(unit, reader.number(place + 1))
    return Parsed(found, place + 2) if found else None


def _untold(reader: Reader, place: int) -> Parsed | None:
    """`beberapa pekan lalu`, `the same week`, `спустя два дня`."""
    count = count_of(reader, place + 1)
    if (count is None and reader.unit(place + 1) is None) or (count and reader.word(place) == "some"):
        return None
    after = count.after if count else place + 2
    return Parsed(Refused("no definite time"), reader.skip(after, *TAILS))


TAILS: Final[tuple[Kind, ...]] = ("post", "ago", "latest", "anaphor", "elapsed", "onward", "ahead")


def _period_after(reader: Reader, place: int) -> Parsed | None:  # noqa: PLR0911 - alternatives
    """`last week`, `this past month`, `the last two weeks`, `next few days`."""
    turn, after = reader.turn_before(place)
    if turn is None:
        return None
    past = "past" in (reader.kind(place), reader.kind(after - 1))
    if reader.kind(after) == "vague":
        return Parsed(Refused("no definite time"), reader.skip(after, "vague", "unit"))
    count = count_of(reader, after)
    if count and turn:
        return window(turn * count.number, count.unit, count.after)
    if count and turn == 0 and reader.leads(after + 1):
        return counted(reader, after)  # ces deux dernières semaines
    unit = reader.unit(after)
    if unit is None:
        return None
    if unit == "day" or reader.word(after) in PLURALS:
        return Parsed(Refused("a day told from another, or days uncounted"), after + 1)
    if past and unit in ("week", "month", "year"):
        return window(-1, unit, after + 1)
    found = period(unit, turn)
    return Parsed(found, after + 1) if found else None


def is_post(reader: Reader, place: int) -> bool:
    """Whether it says last, this or next after its word; *kemarin* and *besok* can, in Indonesian."""
    if reader.kind(place) == "post":
        return reader.word(place) not in reader.dates.only_day
    return reader.kind(place) == "away" and reader.word(place) in reader.dates.away_turns


def elapsed(reader: Reader, place: int) -> Parsed | None:
    """`earlier this month`, `later in the year`; before a day it changes nothing."""
    if reader.kind(place) != "elapsed":
        return None
    after = reader.skip(place + 1, "at", "the")
    this = reader.kind(after) == "pre" and reader.number(after) == 0
    the = after > place + 1 and reader.kind(after - 1) == "the"
    unit = reader.unit(after + this)
    if (this or the) and (unit == "week" or unit == "month" or unit == "year"):  # noqa: PLR1714 - typed so
        return Parsed(Elapsed(reader.number(place) == 1, unit), after + this + 1)
    return None
