"""Dates in languages without a grammar of our own, through dateparser, under our conventions.

dateparser is not asked which day the words are, for it answers by rules of its own (a month becomes a day of it, *75
ans* becomes 1947, the year follows the base). It is asked four times, over two bases and both preferences, and how its
answers move tells what the words say: a fixed day, a day without a year, a weekday, so many days from publication.
That becomes a term, and the term is resolved like any other. What moves in no such way is no date.

Vague or long words, parts of periods (*в начале октября*) and most ranges are not known, and give None.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from dateparser.date import DateDataParser

from memcon.languages import Language, shared_words
from memcon.resolve.dates.apposed import Apposed
from memcon.resolve.dates.compounds import Range
from memcon.resolve.dates.grammar import recognise
from memcon.resolve.dates.lexer import lex
from memcon.resolve.dates.reader import Reader
from memcon.resolve.dates.terms import Day, Month, Shift, Term, Week, Weekday, Year
from memcon.resolve.dates.values import FIRST_YEAR, LAST_YEAR, Base, ResolvedDate
from memcon.resolve.dates.words import words_of

BASES: Final = (dt.datetime(2022, 10, 26), dt.datetime(2023, 3, 14))  # noqa: DTZ001 - a Wednesday, a Tuesday, and no hour
PREFERENCES: Final = ("past", "future")

CLOCK: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
NUMBERED: Final = re.compile(r"[\d\s./-]+")
SPAN: Final = re.compile(
    rf"(?:(?:{'|'.join(shared_words('dates_elsewhere', 'span_from'))})\s+)?(\d{{1,2}})\.?"
    rf"\s*(?:[-–—]|{'|'.join(shared_words('dates_elsewhere', 'span_to'))})\s*(\d{{1,2}})\.?\s+(\D.*)"
)
YEAR: Final = re.compile(r"(\d{4})\.?")
FOUR_DIGITS: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")

EDGES: Final = words_of("edges")
"""Prepositions, articles and words for *day* and *year* at either end, of any language; they do not say which day."""

LENGTH: Final = re.compile(rf"(?:{'|'.join(shared_words('dates_elsewhere', 'length'))})\b")
"""Words before a length of time, which dateparser takes for a time ago."""

AGO: Final = re.compile("|".join(shared_words("dates_elsewhere", "ago")))
"""With these, a week told without a number is seven days before, and not the week before."""


class Answer(NamedTuple):
    """One answer of dateparser."""

    day: dt.date
    period: str
    parts: tuple[str, ...]


def resolve_elsewhere(words: str, base: Base, lang: Language) -> ResolvedDate | None:
    """The days that `words` speak of, in a language that dateparser knows; None when it does not know it."""
    terms = terms_of(unicodedata.normalize("NFKC", words), lang)
    if not terms:
        return None
    return terms[0].resolve(base) if len(terms) == 1 else Apposed(terms).resolve(base)


@lru_cache(maxsize=4096)
def terms_of(words: str, lang: Language) -> tuple[Term, ...]:
    """What the words say: one term for each part between commas and brackets that is a date."""
    plain = CLOCK.sub(" ", "".join(_digit(char) for char in words))
    language, era = lang.tag, lang.facts.dates.era
    if era:
        plain = FOUR_DIGITS.sub(lambda year: _common(int(year[0]), era), plain)
    terms: list[Term] = []
    for part in re.split(r"[,،、，()（）\[\];]", plain):
        term = _segment(part.strip(" .:"), language)
        if isinstance(term, Day):  # dateparser leaves out the weekday of *jeudi 20 octobre*
            weekdays = (_read(token, language) for token in part.split() if token.isalpha())
            terms += [weekday for weekday in weekdays if isinstance(weekday, Weekday)]
        if term is not None:
            terms.append(term)
    return tuple(terms)


def _common(year: int, era: int) -> str:
    """A year of another era in the common one, where that is a year of news."""
    return str(year - era) if FIRST_YEAR <= year - era <= LAST_YEAR else str(year)


def _digit(char: str) -> str:
    """Digits of every script as 0 to 9."""
    value = unicodedata.digit(char, None)
    return char if value is None else str(value)


def _segment(words: str, language: str) -> Term | None:
    """The term of a stretch without commas; prepositions at its ends are tried with and without."""
    if not any(char.isalnum() for char in words) or LENGTH.match(words.casefold()):
        return None
    if NUMBERED.fullmatch(words):
        found = recognise(Reader(lex(words, "en"), "en", "dmy", whole=True))
        return found[0].term if len(found) == 1 else None
    span = SPAN.fullmatch(words)
    if span:
        first, last, rest = span.groups()
        ends = _segment(f"{first} {rest}", language), _segment(f"{last} {rest}", language)
        return Range(ends[0], ends[1]) if isinstance(ends[0], Day) and isinstance(ends[1], Day) else None
    tokens = words.split()
    inner = list(tokens)
    while inner and inner[-1].casefold() in EDGES:
        inner.pop()
    for start in range(len(inner) + 1):
        if start and inner[start - 1].casefold() not in EDGES:
            break
        for candidate in (inner[start:], tokens[start:]):
            term = _read(" ".join(candidate), language) if candidate else None
            if term is not None:
                return term
    return None


def _read(words: str, language: str) -> Term | None:
    year = YEAR.fullmatch(words)
    if year:
        return Year(int(year[1])) if FIRST_YEAR <= int(year[1]) <= LAST_YEAR else None
    if words.isdigit():
        return None
    answers = [_ask(words, language, base, preference) for preference in PREFERENCES for base in BASES]
    known = [answer for answer in answers if answer is not None]
    return _meaning(words, known) if len(known) == len(answers) else None


def _ask(words: str, language: str, base: dt.datetime, preference: str) -> Answer | None:
    parser = _parser(language, base, preference, "UTC")
    if parser is None:
        return None
    try:
        found = parser.get_date_data(words)
        if found.date_obj is not None and found.date_obj.tzinfo is not None:  # they name a zone, and mean the day there
            found = _parser(language, base, preference, "local").get_date_data(words)  # type: ignore[union-attr]
    except (ValueError, OverflowError, ArithmeticError, LookupError, TypeError, AttributeError, re.error):
        return None  # words of the wide world reach corners of dateparser that were never meant to be
    if found.date_obj is None:
        return None
    parts: tuple[str, ...] = found.parts  # type: ignore[attr-defined]  # the stubs are of an older version
    return Answer(found.date_obj.date(), str(found.period), tuple(part for part in parts if part != "time"))


@cache
def _parser(language: str, base: dt.datetime, preference: str, zone: str) -> DateDataParser | None:
    """A parser of a language's words. With `local` it asks the machine for its zone where the words name none."""
    settings: Mapping[str, object] = {
        "RELATIVE_BASE": base, "PREFER_DATES_FROM": preference, "NORMALIZE": True, "TIMEZONE": zone,
    }  # fmt: skip
    try:
        return DateDataParser(languages=[language], settings=dict(settings))
    except (ValueError, TypeError):
        return None  # a language that dateparser does not know


def _meaning(words: str, answers: Sequence[Answer]) -> Term | None:  # noqa: PLR0911 - one for each kind
    """What the words say, from how the answers move with base and preference."""
    one = answers[0]
    if any(answer.parts != one.parts or answer.period != one.period for answer in answers):
        return None
    days = [answer.day for answer in answers]
    match one.parts:
        case ("month", "day"):
            return Day(one.day.day, Month(one.day.month)) if len({(day.month, day.day) for day in days}) == 1 else None
        case ("month",):
            return Month(one.day.month) if len({day.month for day in days}) == 1 else None
    months, years = [day.year * 12 + day.month for day in days], [day.year for day in days]
    moved = [months[place] - (base.year * 12 + base.month) for place, base in enumerate(BASES)]
    if days[:2] != days[2:]:
        return _weekday(days) if one.parts == ("year", "month", "day") else None
    match one.parts:
        case ("year", "month", "day"):
            return _day(words, days, one.period)
        case ("year", "month"):
            if months[0] == months[1]:
                return Month(one.day.month, Year(one.day.year))
            return Month(offset=moved[0]) if moved[0] == moved[1] else None
        case ("year",):
            if years[0] == years[1]:
                return Year(years[0])
            offset = years[0] - BASES[0].year
            return Year(offset=offset) if offset == years[1] - BASES[1].year else None
    return None


def _weekday(days: Sequence[dt.date]) -> Term | None:
    """A weekday: the same in all answers, in the week before each base or after it."""
    near = all(abs((day - base.date()).days) <= 7 for day, base in zip(days, BASES * 2, strict=True))
    return Weekday(days[0].weekday()) if near and len({day.weekday() for day in days}) == 1 else None


def _day(words: str, days: Sequence[dt.date], period: str) -> Term | None:
    """A fixed day, so many days or weeks from publication, or a whole week."""
    if days[0] == days[1]:
        return Day(days[0].day, Month(days[0].month, Year(days[0].year)))
    offsets = {(day - base.date()).days for day, base in zip(days, BASES * 2, strict=True)}
    if len(offsets) > 1:
        return _weekday(days)
    offset = offsets.pop()
    if period == "week" and offset % 7 == 0:
        counted = any(char.isdigit() for char in words) or abs(offset) > 7 or AGO.search(words)
        return Shift(offset // 7, "week") if counted else Week(offset // 7)
    return Shift(offset) if period == "day" else None
