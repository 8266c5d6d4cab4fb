"""Rules for parts of periods: *awal bulan ini*, *mid-July*, *kuartal III 2023*, *the first week of May*.

Each rule takes the reader and a place, and returns what it recognised there with the place after it, or None.
"""

from typing import Literal, cast

from memcon.resolve.dates.compounds import Around, Range
from memcon.resolve.dates.parts import Division, EdgeDay, Half, Part, Period, Third, WeekdayOfMonth, WeekOfMonth, away
from memcon.resolve.dates.reader import Parsed, Reader
from memcon.resolve.dates.rules.calendar import day_first, month_first, month_with_year
from memcon.resolve.dates.rules.numeric import numeric
from memcon.resolve.dates.rules.relative import is_post, is_weekday
from memcon.resolve.dates.terms import Day, Month, Week, Year


def period_reference(  # noqa: PLR0911 - alternatives
    reader: Reader, place: int, *, bare: bool
) -> tuple[Period, int] | None:
    """The period that a part is of: a month, a year, a week, `bulan ini`, `last year`; `bare` allows *tahun* alone."""
    the = reader.skip(place, "the")
    month = month_with_year(reader, the)
    if month is not None:
        return month
    if reader.is_year(the):
        after = reader.year_end(the)
        return Year(reader.number(the)), after + (reader.kind(after) == "post")
    if reader.kind(the) == "period":
        name, _, offset = str(reader.value(the)).partition(":")
        return away(cast('Literal["week", "month", "year"]', name), int(offset)), the + 1
    turned = reader.leads(the)
    unit = reader.unit(the + turned)
    if unit != "week" and unit != "month" and unit != "year":  # noqa: PLR1714 - so that the type is known
        return None
    if turned:
        return away(unit, reader.number(the)), the + 2
    if unit == "year" and reader.is_year(the + 1):
        return Year(reader.number(the + 1)), the + 2 + (reader.kind(the + 2) == "post")
    if is_post(reader, the + 1):
        return away(unit, reader.number(the + 1)), the + 2
    return (unit, the + 1) if bare and reader.kind(the + 1) not in ("anaphor", "number", "amount") else None


def _of(reader: Reader, place: int) -> int:
    """Past *of*, *in*, *the*, *di*, *pada*, a dash of *mid-July*; *dari bulan*."""
    after = reader.skip(place, "of", "the")
    if reader.kind(after) == "at" and reader.at(after).text.casefold() in ("in", "pada", "di", "dari"):
        after += 1
    if reader.kind(after) == "dash" and reader.at(after).attached:
        after += 1
    return reader.skip(after, "the")


def part(reader: Reader, place: int) -> Parsed | None:
    """`awal pekan ini`, `akhir 2019`, `mid-July`, `the end of last month`, `mid- to late July`."""
    if reader.kind(place) != "part":
        return None
    third = cast("Third", reader.number(place))
    joint = reader.skip(place + 1, "dash")
    if reader.kind(joint) == "to":
        joint += 1
    double = joint > place + 1 and reader.kind(joint) == "part"
    after = _of(reader, (joint if double else place) + 1)
    article = any(reader.kind(between) == "the" for between in range(place + 1, after))
    found = period_reference(reader, after, bare=not reader.dates.needs_of or article)
    if found is None:
        return None
    first, last = Part(third, found[0]), Part(cast("Third", reader.number(joint)) if double else third, found[0])
    return Parsed(Range(first, last) if double else first, found[1])


def division(reader: Reader, place: int) -> Parsed | None:
    """`kuartal pertama 2024`, `triwulan III`, `Q3 2023`, `the first quarter of last year`, `semester I 2023`."""
    index, unit, after = 0, "", place
    if reader.kind(place) in ("quarter", "half"):
        index, unit, after = reader.number(place), str(reader.kind(place)), place + 1
    elif reader.kind(place) == "ordinal" and reader.unit(place + 1) in ("quarter", "half"):
        index, unit, after = reader.number(place), str(reader.unit(place + 1)), place + 2
    elif reader.unit(place) in ("quarter", "half") and reader.kind(place + 1) in ("ordinal", "number"):
        index, unit, after = reader.number(place + 1), str(reader.unit(place)), place + 2
    elif reader.kind(place) == "number" and reader.unit(reader.day_end(place)) in ("quarter", "half"):
        unit_at = reader.day_end(place)  # im 4. Quartal
        index, unit, after = (
            (reader.number(place) if unit_at > place + 1 else 9),
            str(reader.unit(unit_at)),
            unit_at + 1,
        )
    elif reader.leads(place) and reader.number(place) < 0 and reader.unit(place + 1) in ("quarter", "half"):
        index, unit, after = -1, str(reader.unit(place + 1)), place + 2
    if not unit or index > 4:
        return None
    joint = reader.skip(_of(reader, after), "slash", "comma")
    found = period_reference(reader, joint, bare=joint > after and reader.kind(joint - 1) == "the")
    if index == -1:
        index = {"quarter": 4, "half": 2}[unit]
        if found is None:
            return None
    if unit == "half":
        return Parsed(Half(index, found[0]), found[1]) if found and not isinstance(found[0], Week) else None
    if found is None:
        return Parsed(Division(index, 3), after)
    year = found[0] if isinstance(found[0], Year) else None
    return Parsed(Division(index, 3, year), found[1]) if year or found[0] == "year" else None


def months_of_year(reader: Reader, place: int) -> Parsed | None:
    """`the first six months of 2024`, `6 tháng đầu năm 2024`, `les six premiers mois de 2024`."""
    first = _ranks(reader, place) and reader.number(place) in (1, -1)
    number = place + first
    if reader.kind(number) != "number" or not 1 < reader.number(number) < 12:
        return None
    inner = not first and _ranks(reader, number + 1) and reader.number(number + 1) in (1, -1)
    unit = number + 1 + inner
    if not reader.is_unit(unit, "month"):
        return None
    after = unit + 1
    if first or inner:
        last = reader.number(place if first else number + 1) < 0
    else:
        behind = reader.kind(after)
        part = behind == "part" and reader.dates.part_ranks and reader.number(after) in (0, 2)
        if not part and not (behind == "ordinal" and reader.number(after) == 1):
            return None
        last, after = part and reader.number(after) == 2, after + 1
    found = period_reference(reader, _of(reader, after), bare=False)
    if found is None or not isinstance(found[0], Year):
        return None
    year, count = found[0], reader.number(number)
    ends = (Month(13 - count, year), Month(12, year)) if last else (Month(1, year), Month(count, year))
    return Parsed(Range(*ends), found[1])


def week_around(reader: Reader, place: int) -> Parsed | None:
    """`the week of May 6`, `the weekend of October 22-23`."""
    weekend = reader.kind(place) == "weekend"
    if not (weekend or reader.is_unit(place, "week")) or reader.kind(place + 1) != "of":
        return None
    start = reader.skip(place + 2, "the", "at")
    for rule in (numeric, day_first, month_first):
        found = rule(reader, start)
        if found is not None:
            return Parsed(Around(found.term, "weekend" if weekend else "week"), found.after)
    return None


def week_of_month(reader: Reader, place: int) -> Parsed | None:
    """`pekan pertama Mei 2023`, `minggu kedua bulan ini`, `the last week of October`."""
    kind = reader.kind(place)
    if _ranks(reader, place) and reader.is_unit(place + 1, "week"):
        index, after = reader.number(place), place + 2
        if kind != "ordinal" and index != -1:
            return None
    elif reader.is_unit(place, "week") and reader.kind(place + 1) in ("ordinal", "latest"):
        index, after = reader.number(place + 1), place + 2
    elif reader.dates.part_ranks and reader.is_unit(place, "week") and reader.kind(place + 1) == "part":
        index, after = {0: 1, 2: -1}.get(reader.number(place + 1), 0), place + 2
    else:
        return None
    month = _month_after(reader, after, needs_of=_ranks(reader, place))
    return Parsed(WeekOfMonth(index, month[0]), month[1]) if month else None


def weekday_of_month(reader: Reader, place: int) -> Parsed | None:
    """`the first Monday of May`, `the last Friday in October`, `Senin pertama bulan Mei`."""
    kind = reader.kind(place)
    if _ranks(reader, place) and is_weekday(reader, place + 1):
        index, number, after = reader.number(place), reader.number(place + 1), place + 2
        if kind != "ordinal" and index != -1:
            return None
    elif is_weekday(reader, place) and _is_rank(reader, place + 1):
        index, number, after = reader.number(place + 1), reader.number(place), place + 2
    else:
        return None
    month = _month_after(reader, after, needs_of=_ranks(reader, place))
    return Parsed(WeekdayOfMonth(index, number, month[0]), month[1]) if month else None


def _ranks(reader: Reader, place: int) -> bool:
    """Whether it ranks the word after it: *first*, *last*; a number in digits is no rank."""
    return reader.kind(place) == "ordinal" or reader.leads(place)


def _is_rank(reader: Reader, place: int) -> bool:
    """*pertama*, *ke-3*, *terakhir*; a number is the day itself, as in *Monday 3rd October*."""
    return reader.kind(place) == "latest" or (
        reader.kind(place) == "ordinal" and not reader.at(place).text[0].isdigit()
    )


def _month_after(reader: Reader, place: int, *, needs_of: bool) -> tuple[Month, int] | None:
    after = _of(reader, place)
    if needs_of and after == place and reader.dates.needs_of:
        return None
    found = period_reference(reader, after, bare=False)
    return (found[0], found[1]) if found and isinstance(found[0], Month) else None


def edge_day(reader: Reader, place: int) -> Parsed | None:
    """`hari pertama Mei`, `the last day of 2022`, `hari terakhir bulan lalu`."""
    if _ranks(reader, place) and reader.is_unit(place + 1, "day"):
        index, after = reader.number(place), place + 2
    elif reader.is_unit(place, "day") and reader.kind(place + 1) in ("ordinal", "latest"):
        index, after = reader.number(place + 1), place + 2
    else:
        return None
    found = period_reference(reader, _of(reader, after), bare=False)
    if found is None or index not in (1, -1) or isinstance(found[0], Week):
        return None
    return Parsed(EdgeDay(index == -1, found[0]), found[1]) if not isinstance(found[0], str) else None


def behind_period(reader: Reader, place: int, period: Period) -> Parsed | None:  # noqa: PLR0911 - alternatives
    """What of a period is meant, where that stands behind it: `Mayıs sonunda`, `2023 yılının ilk çeyreğinde`."""
    here = reader.skip(place, "of", "the", "possessive")
    if reader.kind(here) == "part":
        return Parsed(Part(cast("Third", reader.number(here)), period), here + 1)
    if (
        reader.kind(here + 1) == "possessive"
        and reader.is_day(here)
        and (isinstance(period, Month) or period == "month")
    ):
        return Parsed(Day(reader.number(here), period if isinstance(period, Month) else None), here + 2)  # ayın 4'ünde
    if reader.kind(here) not in ("ordinal", "past"):
        return None
    index, unit = reader.number(here), reader.unit(here + 1)
    year = period if isinstance(period, Year) else None
    if unit == "half":
        return Parsed(Half(index, period), here + 2) if not isinstance(period, Week) else None
    if unit == "quarter" and (year or period == "year"):
        return Parsed(Division(index, 3, year), here + 2)
    month = period if isinstance(period, Month) or period == "month" else None
    if month is not None and unit == "week":
        return Parsed(WeekOfMonth(index, month), here + 2)
    if month is not None and is_weekday(reader, here + 1):
        return Parsed(WeekdayOfMonth(index, reader.number(here + 1), month), here + 2)
    if month is not None and unit == "day" and index in (1, -1):
        return Parsed(EdgeDay(index == -1, month), here + 2)
    return None
