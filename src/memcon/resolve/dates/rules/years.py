"""Rules for years: the year of a month, a year alone, two digits of one, *dua tahun lalu* behind a month.

Each rule takes the reader and a place, and returns what it recognised there with the place after it, or None.
"""

from memcon.resolve.dates.compounds import Refused
from memcon.resolve.dates.reader import Parsed, Reader
from memcon.resolve.dates.terms import Year
from memcon.resolve.dates.values import century
from memcon.resolve.dates.words import PLURALS


def year_reference(reader: Reader, place: int) -> tuple[Year, int] | None:  # noqa: PLR0911 - alternatives
    """A year after a month: `2022`, `tahun 2022`, `tahun lalu`, `last year`, `dua tahun lalu`, `of this year`."""
    here = reader.skip(place, "of", "comma")
    here = here if here - place <= 2 else place
    if reader.kind(here) in ("dash", "slash", "dot") and reader.at(here + 1).attached and reader.is_year(here + 1):
        here += 1
    if reader.is_year(here):
        return Year(reader.number(here)), reader.year_end(here)
    if reader.kind(place) == "comma":
        return None
    short = _short_year(reader, place, here)
    if short:
        return short
    if reader.kind(here) == "number" and len(reader.at(here).text) == 4:
        return Year(reader.number(here)), here + 1  # a year that cannot be, and the date with it
    same = reader.skip(here, "the")
    if {reader.kind(same), reader.kind(same + 1)} == {"unit", "anaphor"} and "year" in (
        reader.unit(same),
        reader.unit(same + 1),
    ):
        return Year(), same + 2  # tahun yang sama: a year that nobody can tell from these words
    if reader.kind(here) == "period" and str(reader.value(here)).startswith("year:"):
        return Year(offset=int(str(reader.value(here)).removeprefix("year:"))), here + 1
    if reader.is_unit(here, "year"):
        if reader.is_year(here + 1):
            return Year(reader.number(here + 1)), reader.year_end(here + 1)
        if reader.kind(here + 1) == "post":
            return Year(offset=reader.number(here + 1)), here + 2
    if reader.leads(here) and reader.is_unit(here + 1, "year"):
        return Year(offset=reader.number(here)), here + 2
    return _years_ago(reader, here)


def _short_year(reader: Reader, place: int, here: int) -> tuple[Year, int] | None:
    """Two digits of a year: `4-Jan-98`, `12 мая 98 года`, and where the words are a date's `12 Mei 98`."""
    dashed = reader.kind(place) == "dash" and reader.kind(place - 2) == "dash" and reader.at(place + 1).attached
    at = place + 1 if dashed else here
    item, after = reader.at(at), at + 1
    if item.kind != "number" or len(item.text) != 2 or not item.text.isdigit():
        return None
    if reader.word(after) in reader.dates.short_years and reader.kind(after + 1) != "ago":
        dot = reader.kind(after + 1) == "dot" and len(reader.word(after)) == 1
        return Year(century(item.number)), after + 1 + dot
    alone = reader.whole and item.number > 31 and reader.kind(after) in ("break", "comma", "close", "daypart", "open")
    return (Year(century(item.number)), after) if dashed or alone else None


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


def bare_year(reader: Reader, place: int) -> Parsed | None:  # noqa: PLR0911 - alternatives
    """`tahun 2014`, `pada 2014`, `2014 lalu`; a number alone only when it is all there is."""
    if reader.is_unit(place, "year") and reader.is_year(place + 1):
        law = reader.kind(place - 1) == "number" or reader.kind(place - 2) == "lawword"
        after = reader.year_end(place + 1)
        if reader.word(place) in PLURALS and reader.number(place + 1) % 10 == 0:
            return Parsed(Refused("a decade"), after)  # les années 1990
        if law or reader.at(place - 1).text.casefold() in ("fiscal", "school", "academic", "financial", "new"):
            return Parsed(Refused("a year that is part of a name"), after)
        return Parsed(Year(reader.number(place + 1)), after + 1 if reader.kind(after) == "post" else after)
    short = _short_year(reader, place, place) if reader.word(place + 1) in reader.dates.short_years else None
    if short:
        return Parsed(*short)
    if not reader.is_year(place):
        return None
    after = reader.year_end(place)
    if after > place + 1:
        return Parsed(Year(reader.number(place)), after)  # 2014 год
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
    if reader.kind(joint) not in ("to", "and", "dash") or not reader.is_year(before):
        return False
    led = reader.at(reader.back(before, "the", "dateword"))
    return reader.whole or reader.is_unit(before - 1, "year") or led.value == "year" or led.kind == "between"
