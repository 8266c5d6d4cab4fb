"""Rules for numbers of days, weeks, months and years: *dua hari lalu*, *a week ago*, *tiga pekan lagi*.

A number of units without *lalu*, *ago* or the like is a length, and no date. Conventions: days and weeks are counted to
the day (*seminggu yang lalu* is seven days before), months and years are taken whole (*dua tahun lalu* is that year).
"""

from typing import Final, NamedTuple, cast

from memcon.resolve.dates.compounds import Refused, WhenPlanned
from memcon.resolve.dates.parts import DivisionAway, Window
from memcon.resolve.dates.reader import Parsed, Reader
from memcon.resolve.dates.terms import Month, Shift, Term, Week, Year
from memcon.resolve.dates.words import PLURALS, Kind, Unit

QUANTITIES: Final = frozenset[Kind]({"number", "amount", "multiple", "vague"})


class Count(NamedTuple):
    """A number of units, and the place after."""

    number: int
    unit: Unit
    after: int


def count_of(reader: Reader, place: int) -> Count | None:
    """A number of units: `dua pekan`, `seminggu`, `a week`, `يومين`; in Russian `неделю` alone, before `назад`."""
    if reader.kind(place) in ("one", "two"):
        return Count(1 + (reader.kind(place) == "two"), cast("Unit", reader.value(place)), place + 1)
    here, following = reader.unit(place), reader.unit(place + 1)
    if here and reader.word(place) in reader.dates.unit_alone and _counts(reader, place + 1):
        return Count(1, here, place + 1) if reader.kind(place - 1) not in QUANTITIES else None
    broken = reader.kind(place - 1) in ("amount", "multiple", "dash", "slash")
    if reader.kind(place) == "number" and following and not broken:
        return Count(reader.number(place), following, place + 2)
    turned = reader.kind(place) == "number" and reader.leads(place + 1) and reader.number(place + 1)
    unit = reader.unit(place + 2)
    return Count(reader.number(place), unit, place + 3) if turned and unit and not broken else None


def _counts(reader: Reader, place: int) -> bool:
    return reader.kind(place) in ("ago", "bound") or reader.word(place) in reader.dates.before


def is_past(reader: Reader, place: int) -> bool:
    """Whether it is *lalu*, *ago*, *назад*."""
    return reader.kind(place) in ("ago", "post") and reader.number(place) < 0


def counted(reader: Reader, place: int) -> Parsed | None:  # noqa: PLR0911, PLR0912 - alternatives
    """`dua hari lalu`, `a week ago`, `tiga pekan lagi`, `dua bulan terakhir`, `in two days`; others refused."""
    if reader.kind(place) == "ago" and reader.number(place) > 0:
        return _ago_first(reader, place + 1)
    if reader.kind(place) == "ahead" and reader.value(place) == 2:
        return _ahead_first(reader, place + 1)
    if reader.dates.bound_counts and reader.kind(place) == "bound" and reader.value(place) == 1:
        return _after_first(reader, place + 1)
    if reader.dates.number_behind and reader.unit(place) and reader.kind(place + 1) == "number":
        unit, turn = reader.unit(place), reader.number(place + 2) if reader.kind(place + 2) == "post" else 0
        return window(turn * reader.number(place + 1), unit, place + 3) if unit and abs(turn) == 1 else None
    count = count_of(reader, place)
    if count is None:
        return None
    number, unit, after = count
    if reader.leads(place + 1) and after == place + 3:
        return window(number * (1 if reader.number(place + 1) > 0 else -1), unit, after)  # les trois derniers jours
    kind = reader.kind(after)
    if kind in ("bound", "vague", "anaphor", "elapsed", "multiple"):
        return Parsed(Refused("a time told from another"), after if kind == "bound" else after + 1)
    if kind == "post" and reader.word(after) in reader.dates.windows:
        return window(-number, unit, after + 1)
    if kind == "post" and reader.word(after) in reader.dates.ahead_behind:
        if reader.kind(after + 1) in ("beside", "word"):
            return Parsed(Refused("a time told from another"), after + 1)  # hai ngày sau vụ tấn công
        term = None if _is_inexact(reader, place) else away(unit, number)
        return Parsed(term or Refused("no definite time"), after + 1)
    if is_past(reader, after) or kind == "ahead":
        term = None if _is_inexact(reader, place) else away(unit, number if kind == "ahead" else -number)
        return Parsed(term or Refused("no definite time"), after + 1)
    if kind == "latest":
        return window(-number, unit, after + 1)
    if kind in ("onward", "post") and (kind == "onward" or reader.number(after) > 0):
        return window(number, unit, after + 1)
    before = reader.word(reader.back(place, "the"))
    if before in reader.dates.ahead_surely and not _is_inexact(reader, place):
        term = away(unit, number)
        return Parsed(term, after) if term else None
    if reader.word(place - 1) in reader.dates.ahead_before:
        term = away(unit, number)
        return Parsed(WhenPlanned(term), after) if term else None
    return None


def _after_first(reader: Reader, place: int) -> Parsed | None:
    """`بعد يومين`: so long from publication, of what is planned; else it may be counted from what was told before."""
    count, unit = count_of(reader, place), reader.unit(place)
    if count is None and unit and reader.word(place) not in PLURALS and not _is_named(reader, place):
        count = Count(1, unit, place + 1)
    term = away(count.unit, count.number) if count else None
    if count is None or term is None or reader.kind(count.after) in ("number", "anaphor", "latest", "vague", "weekday"):
        return None
    return Parsed(WhenPlanned(term), count.after)


def _is_named(reader: Reader, place: int) -> bool:
    """Whether a unit says what stands behind it: *عام 2014*, *يوم الجمعة*, *شهر مايو*."""
    return reader.is_year(place + 1) or reader.kind(place + 1) in (
        "weekday",
        "month",
        "number",
        "ordinal",
        "away",
        "post",
    )


def _ahead_first(reader: Reader, place: int) -> Parsed | None:
    """`через две недели`, `dentro de dos días`, `через неделю`."""
    count, unit = count_of(reader, place), reader.unit(place)
    if count is None and unit and reader.word(place) not in PLURALS:
        count = Count(1, unit, place + 1)
    if count is None:
        vague = reader.kind(place) in ("vague", "exceed", "multiple", "anaphor")
        return Parsed(Refused("no definite time"), place + 1) if vague else None
    told = away(count.unit, count.number)
    turned = reader.kind(count.after) in ("ago", "latest", "anaphor", "vague")
    return Parsed(Refused("no definite time") if told is None or turned else told, count.after)


def _ago_first(reader: Reader, place: int) -> Parsed | None:
    """`vor zwei Tagen`, `il y a trois ans`, `hace dos días`, `قبل أسبوع`: what follows a word for *ago*."""
    count, unit = count_of(reader, place), reader.unit(place)
    alone = unit and reader.dates.unit_is_one and not _is_named(reader, place)
    if count is None and unit and alone and reader.word(place) not in PLURALS:
        count = Count(1, unit, place + 1)
    if count is None:
        return Parsed(Refused("no definite time"), place + 1) if reader.kind(place) in ("vague", "exceed") else None
    return Parsed(away(count.unit, -count.number) or Refused("no definite time"), count.after)


def _is_inexact(reader: Reader, place: int) -> bool:
    """Whether the number is told to be not quite right: *more than*, *almost*, *half a*, *two and*."""
    before = reader.kind(reader.back(place, "the"))
    joined = before == "and" and (reader.kind(place - 2) == "number" or reader.unit(place - 2) is not None)
    zero = reader.kind(place) == "number" and reader.number(place) == 0
    if reader.word(place - 1) in reader.dates.about and reader.kind(place) == "number":
        return zero  # some three weeks ago: about three
    return zero or joined or before in ("exceed", "vague") or reader.is_unit(place - 1, "half")


def window(number: int, unit: Unit, after: int) -> Parsed | None:
    """The last or next so many days, weeks or months; of years nobody means the very day."""
    if unit == "day" or unit == "week" or unit == "month":  # noqa: PLR1714 - so that the type is known
        return Parsed(Window(number, unit), after)
    return Parsed(Refused("a stretch of years"), after)


def away(unit: Unit, number: int) -> Term | None:  # noqa: PLR0911 - one for each unit
    """A day or period so many units from publication; None for units of no such use, as hours."""
    match unit:
        case "day":
            return Shift(number)
        case "week":
            return Shift(number, "week")
        case "fortnight":
            return Shift(2 * number, "week")
        case "month":
            return Month(offset=number)
        case "year":
            return Year(offset=number)
        case "decade":
            return Year(offset=10 * number)
        case "quarter":
            return DivisionAway(number, 3)
    return None


def period(unit: Unit, offset: int) -> Term | None:
    """The last, this or next calendar period."""
    match unit:
        case "week":
            return Week(offset)
        case "half":
            return DivisionAway(offset, 6)
        case "month" | "year" | "quarter":
            return away(unit, offset)
    return None
