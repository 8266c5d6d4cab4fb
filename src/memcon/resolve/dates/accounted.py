"""Nothing unread next to what is read: which words beside a date were not understood.

A date is only as good as the words beside it: *позапрошлый понедельник* is no *понедельник*, *June 5 or 6* no 5 June.
So every item of the words is accounted for: it is read, it is of a kind that changes nothing (articles, prepositions,
parts of the day, zones), or it stands for itself behind a comma or a preposition. Numbers, units, directions and
unknown words that stand next to what is read and were not read with it are returned: with them, words are no date.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from memcon.resolve.dates.apposed import Apposed
from memcon.resolve.dates.calendars import CalendarDay
from memcon.resolve.dates.compounds import Eve, Listing, Offset, Range, Refused
from memcon.resolve.dates.grammar import Recognised
from memcon.resolve.dates.parts import Window
from memcon.resolve.dates.reader import Reader
from memcon.resolve.dates.terms import Day, Month, Shift, Term, Week, Weekday, Year
from memcon.resolve.dates.words import Kind

TRANSPARENT: Final = frozenset[Kind](
    {"at", "the", "of", "dateword", "zone", "clock", "daypart", "possessive", "dot", "beside"}
)
"""What changes no date that it stands beside."""
EDGES: Final = frozenset[Kind]({"comma", "open", "close", "break"})
"""Between two phrases: what stands in another phrase than a date is none of its words."""
ANYWHERE: Final = frozenset[Kind]({"every", "turns"})
"""What makes words no date wherever it stands in them: *Monday, every week*, *5 May of the lunar calendar*."""
TURNED: Final = frozenset[Kind]({"anaphor", "ago", "ahead"})
"""What still turns a date from behind a word that changes nothing."""
SHIELDED: Final = frozenset[Kind]({"at", "beside", "word"})
"""Behind these on the way to a date stands another noun phrase: *after the talks on Monday*."""
SIGNS: Final = frozenset("|·•«»\"“”„:;…!*—–'’‘「」『』、。،؛।")
"""Signs that stand beside a date and change nothing."""
CALENDAR: Final = ("day", "week", "month", "year")
HOURS: Final = ("hour", "minute", "second")


def unread(reader: Reader, found: Sequence[Recognised]) -> tuple[str, ...]:
    """Return the words beside what was found that were not understood, in order; empty where all were."""
    whole = len(found) == 1 and found[0].last - found[0].first + 1 == len(reader.items)
    if whole and not isinstance(found[0].term, Refused):
        return ()
    covered = {place: one for one in found for place in range(one.first, one.last + 1)}
    cores = [one for one in found if not isinstance(one.term, Refused)]
    left = [place for place, item in enumerate(reader.items) if place not in covered and item.kind in ANYWHERE]
    for core in cores:
        if _is_bare(reader, core):
            left += [place for place in range(len(reader.items)) if place not in covered and _is_spoken(reader, place)]
        left += [place for place in _beside(reader, core, covered, -1) if place not in covered]
        left += [place for place in _beside(reader, core, covered, 1) if place not in covered]
    refused = [one for one in found if isinstance(one.term, Refused) and _counts(reader, one, cores)]
    places = sorted({*left, *(place for one in refused for place in range(one.first, one.last + 1))})
    return tuple(reader.at(place).text for place in places)


def _is_bare(reader: Reader, core: Recognised) -> bool:
    """Whether a month or year stands as one word that no small word leads to, as names do: *April Ryan*."""
    alone = core.first == core.last and reader.kind(core.first) in ("month", "month_short", "weekday_short", "number")
    return alone and reader.kind(reader.back(core.first, "the")) not in ("at", "of", "unit", "part", "to", "between")


def _is_spoken(reader: Reader, place: int) -> bool:
    return reader.kind(place) in ("word", "beside", "lawword") and reader.at(place).text[0].isalnum()


def _counts(reader: Reader, refused: Recognised, cores: Sequence[Recognised]) -> bool:
    """Whether refused words make dates beside them none: what recurs does, and what stands in their phrase."""
    if isinstance(refused.term, Refused) and refused.term.reason == "repeated":
        return True
    return any(
        not any(
            reader.kind(place) in EDGES for place in range(min(one.last, refused.last), max(one.first, refused.first))
        )
        for one in cores
    )


def _beside(reader: Reader, core: Recognised, covered: dict[int, Recognised], step: int) -> Iterator[int]:
    """Yield the places on one side of a date, in its phrase, whose items were not understood."""
    place = core.first - 1 if step < 0 else core.last + 1
    while reader.kind(place) not in EDGES and 0 <= place < len(reader.items) and place not in covered:
        item = reader.at(place)
        if item.kind == "clock" and step < 0 and isinstance(core.term, Month) and item.text[-1].isdigit():
            yield place  # pukul 7 Juni: nobody can tell the hour from the day
            break
        if item.kind in TRANSPARENT:
            if item.kind in SHIELDED:
                if item.kind == "at" and step < 0 and _is_length(reader, place - 1) and place - 1 not in covered:
                    yield place - 1  # a week on Tuesday
                if step < 0 and item.kind == "at" and _leads_up(reader, place - 1) and place - 1 not in covered:
                    yield place - 1  # bis am Freitag
                if step > 0 and reader.kind(place + 1) in TURNED and place + 1 not in covered:
                    yield place + 1  # Jumat Kliwon berikutnya
                break
        elif _is_harmless(reader, core.term, place, step):
            if item.kind in SHIELDED and item.text not in SIGNS:
                break
        else:
            yield place
            break
        place += step


def _is_harmless(  # noqa: PLR0911, PLR0912 - one for each kind
    reader: Reader, term: Term, place: int, step: int
) -> bool:
    """Whether an item beside a date that is of no harmless kind changes nothing there."""
    item = reader.at(place)
    match item.kind:
        case "word":
            return item.text in SIGNS or _is_name(reader, place, step)
        case "unit":
            return _is_clock(reader, place) or (step < 0 and _names_its_unit(reader, term, place))
        case "number":
            days = reader.kind(place + 1) == "dateword" and isinstance(term, Range | Listing)
            return days or _is_clock(reader, place + 1)  # hai ngày 10 và 11/6
        case "part" | "elapsed":
            return _is_of_days(term)
        case "between":
            return isinstance(term, Range | Listing)
        case "weekday_short":
            return reader.kind(place - 1) == "open"
        case "post":
            return step > 0 and _is_dated(term) and abs(item.number) < 2
        case "anaphor":
            return item.text.casefold() in reader.dates.that_day
        case "vague":
            return item.text.casefold() in reader.dates.about
        case "ago":
            return step < 0 and item.text.casefold() in reader.dates.since and not isinstance(term, Shift)
        case "ahead":
            return step < 0 and isinstance(term, Window)
        case "to" if step > 0:
            return reader.kind(place + 1) == "clock"
        case "to":
            return item.text.casefold() in reader.dates.to_leads
        case "and" | "dash":
            return _is_joint(reader, place, step)
    return False


def _is_joint(reader: Reader, place: int, step: int) -> bool:
    """Whether a sign or *and* beside a date goes on to something else than a date: *24 Oktober 2022 - Presiden*."""
    item, beyond = reader.at(place), reader.at(place + step)
    apart = item.kind == "and" or not (item.attached or reader.at(place + 1).attached) or beyond.kind == "break"
    return apart and beyond.kind in ("word", "beside", "at", "the", "break", "zone", "clock", "daypart")


def _is_name(reader: Reader, place: int, step: int) -> bool:
    """Whether an unknown word is a name that stands apart: behind a date, or before it with a preposition."""
    item = reader.at(place)
    joined = reader.at(place + (step < 0)).attached
    if not item.capital or joined or not item.text[0].isalpha():
        return False
    if step > 0:
        return not reader.dates.capital_nouns
    first = place
    while reader.is_name(first - 1):
        first -= 1
    return reader.kind(first - 1) in ("at", "beside", "the", "of", "word")


def _is_clock(reader: Reader, place: int) -> bool:
    """Whether a unit is one of hours behind a number, as a time of day: *в 10 часов*."""
    number = reader.kind(place - 1) == "number"
    after = reader.kind(place + 1)
    return (
        number and reader.is_unit(place, *HOURS) and after not in ("ago", "ahead", "bound", "post", "latest", "onward")
    )


def _leads_up(reader: Reader, place: int) -> bool:
    """Whether a word before a preposition still bounds or measures the date behind it."""
    kind, to = reader.kind(place), reader.word(place) not in reader.dates.to_leads
    return kind in ("bound", "exceed", "or", "eve") or (kind == "to" and to)


def _is_length(reader: Reader, place: int) -> bool:
    """Whether a number of days, weeks, months or years ends here."""
    counted = reader.unit(place) in CALENDAR and reader.kind(place - 1) == "number"
    return counted or (reader.kind(place) in ("one", "two") and reader.value(place) in CALENDAR)


def _names_its_unit(reader: Reader, term: Term, place: int) -> bool:
    """Whether a unit says what stands behind it: *hari Jumat*, *the month of October*, *los días 7 y 8*."""
    if reader.kind(reader.back(place, "the")) in ("number", "ordinal", "one", "two", "vague", "pre", "past", "amount"):
        return False
    match reader.unit(place):
        case "day":
            return _is_of_days(term)
        case "month":
            return isinstance(term, Month)
        case "year":
            return isinstance(term, Year)
        case "week":
            return isinstance(term, Week | Range)
    return False


def _is_of_days(term: Term) -> bool:
    """Whether the term tells days, and no period."""
    return isinstance(term, Weekday | Day | Shift | Range | Listing | Apposed | Offset | Eve | CalendarDay)


def _is_dated(term: Term) -> bool:
    """Whether day and month are written somewhere in the term."""
    members = getattr(term, "members", (term,))
    return any(isinstance(one, Day) and one.dated for one in members)
