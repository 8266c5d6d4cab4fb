"""Find the dates of a line that name day, month and year, in any language. Knows nothing of articles.

Languages of whose dates the grammar knows all that stamps hold (`stamps` in language.toml) are read by it. For others
the names of months and the order of numbers come from Unicode CLDR through babel, which has no relative words.
"""

import datetime as dt
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from memcon import languages
from memcon.resolve import find_dates, resolve_date
from memcon.resolve.dates.url import FIRST_YEAR, LAST_YEAR
from memcon.resolve.dates.words import dates_of

_YEAR: Final = re.compile(r"\d{4}")
_ISO: Final = re.compile(r"(?<![\d.])(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)")
_EAST: Final = re.compile(r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일号]")
_YEAR_FIRST: Final = re.compile(
    r"(?<![\d./])(?P<y>\d{4})(?P<sep>[./])\s?(?P<m>\d{1,2})(?P=sep)\s?(?P<d>\d{1,2})(?![\d/])"
)
_DOTTED: Final = re.compile(r"(?<![\d./])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)")
_SLASHED: Final = re.compile(r"(?<![\d./-])(?P<d>\d{1,2})(?P<sep>[/-])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4})(?!\d)")
_DAY_SLASHED: Final = re.compile(_SLASHED.pattern.replace(r"(?P<d>\d{1,2})", "(?P<d>1[3-9]|2\\d|3[01])"))
"""Where the month may stand first: only what no month can be is a day."""


@dataclass(frozen=True, slots=True)
class FullDate:
    """A date in a line: `line[start:end]` are its words."""

    start: int
    end: int
    day: dt.date


@functools.lru_cache(maxsize=256)  # the rules of `memcon.articles.published` ask for the same few lines in turn
def full_dates(line: str, language: str | None = None) -> tuple[FullDate, ...]:
    """Return the dates of a line that name day, month and year, in order.

    5/4/2024 is none in English, where nobody knows which is the month. Years before 1990 are none: this serves to
    find when an article was published.
    """
    lang = languages.language(language)
    if not (lang.numbered_dates or _YEAR.search(line)):  # the first: 民國113年
        return ()
    own = [tag for tag in lang.reads if dates_of(tag).stamps]
    found = _by_grammar(line, own) if own[:1] == list(lang.reads[:1]) and own else _by_tables(line, lang)
    return tuple(sorted((one for one in found if FIRST_YEAR <= one.day.year <= LAST_YEAR), key=lambda one: one.start))


def _by_grammar(line: str, tags: Sequence[str]) -> list[FullDate]:
    found: list[FullDate] = []
    for language in tags:
        for start, end in find_dates(line, None, language):
            resolved = resolve_date(line[start:end], None, language)
            if resolved and resolved.precision == "day" and not _overlaps((start, end), found):
                found.append(FullDate(start, end, resolved.start))
    return found


def _by_tables(line: str, lang: languages.Language) -> list[FullDate]:
    months, day_first = _tables(lang.tag)
    patterns = [_ISO, _EAST, _YEAR_FIRST, _DOTTED, _SLASHED if day_first else _DAY_SLASHED]
    found = _by_grammar(line, [lang.tag]) if lang.numbered_dates else []
    for pattern in patterns:
        for match in pattern.finditer(line):
            found += () if _overlaps(match.span(), found) else _date(match, int(match["m"]))
    if months:
        for match in _words(tuple(months), _of(lang)).finditer(line):
            found += _date(match, months.get(match["m"].casefold(), 0))
    return found


def _overlaps(span: tuple[int, int], found: Sequence[FullDate]) -> bool:
    return any(span[0] < one.end and one.start < span[1] for one in found)


def _date(match: re.Match[str], month: int) -> list[FullDate]:
    try:
        return [FullDate(*match.span(), dt.date(int(match["y"]), month, int(match["d"])))]
    except ValueError:
        return []


@functools.cache
def _words(months: tuple[str, ...], of: str) -> re.Pattern[str]:
    """Compile the pattern of dates as "5 декабря 2024", "5. Dezember 2024", "5 de diciembre de 2024"."""
    names = "|".join(sorted(map(re.escape, months), key=lambda name: (-len(name), name)))
    day, year = rf"(?<!\d)(?P<d>\d{{1,2}})\.?\s+(?:(?:{of})\s+)?", rf"\.?,?\s+(?:(?:{of})\s+)?(?P<y>\d{{4}})(?!\d)"
    return re.compile(f"{day}(?P<m>{names}){year}", re.IGNORECASE)


@functools.cache
def _of(lang: languages.Language) -> str:
    """Return a pattern for the words between the parts of a date: *de*, *del*."""
    return "|".join(map(re.escape, lang.listed("dates.of"))) or "(?!)"


@functools.cache
def _tables(language: str) -> tuple[dict[str, int], bool]:
    """Return the months by their folded names in a language, and whether 5/12/2024 is a day of December in it."""
    import babel  # noqa: PLC0415 (seldom needed, and slow to import)

    try:
        locale = babel.Locale(language)
    except (babel.UnknownLocaleError, ValueError):
        return {}, False
    names = {
        name.rstrip(".").casefold(): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in locale.months[context][width].items()
        if not name[:1].isdigit()
    }
    return names, locale.date_formats["short"].pattern.startswith("d")
