"""Resolve the words of a date over the day of publication. Knows nothing of events, files or models.

Indonesian (with Malay), English and Russian have a grammar of their own: `lexer` cuts the words into items by the
dates.csv of the language, `grammar` recognises what they say, and the terms of `terms`, `parts`, `compounds` and
`apposed` know which days that is. German, French, Spanish, Portuguese and Arabic are read so,
too, where nothing unknown stands beside. Other languages, and these where the words do not reach, go through
`dates_fallback`. What is not surely a date gives None: never the publication date.

The conventions (docs/adr/0001-dates.md; each stands again at the class that carries it):

- A bare weekday is the last such day up to and including publication; planned, the next one from it. *lalu*, *last* is
  before publication, *depan*, *next* after it, *ini*, *this* in its week.
- Weeks run from Monday to Sunday; a weekend is Saturday and Sunday.
- A day or month without a year is the nearest one that has begun by publication; planned, that has not ended before it.
- *dua tahun lalu* is that year, *dua bulan lalu* that month, *dua pekan lalu* fourteen days before.
- Numbers are day/month in Indonesian. In English they are whatever only they can be, or the order in which the weekday
  beside them fits; `en-US` is month/day, other regions day/month; otherwise 5/4/2024 is no date.
- A date outweighs a weekday or *kemarin* beside it, and the basis says so.
- *sejak 2014*, *mulai Senin* name the day or year they begin with; *hingga Jumat*, *before May 5* only bound: None.
- Two dates that are no range and of which neither holds the other give None: nobody can tell which one is meant.
- *seminggu lagi* is seven days ahead; *sepekan terakhir*, *the past week* run up to publication; years so are lengths.
"""

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from memcon import languages
from memcon.resolve.dates.accounted import unread
from memcon.resolve.dates.apposed import Apposed, narrowest
from memcon.resolve.dates.cjk import date_spans, said_in_characters
from memcon.resolve.dates.compounds import Refused
from memcon.resolve.dates.grammar import Recognised, recognise
from memcon.resolve.dates.lexer import lex
from memcon.resolve.dates.reader import Reader
from memcon.resolve.dates.values import Base, NoDate, ResolvedDate, century
from memcon.resolve.dates.words import dates_of, grammars

__all__ = ["NoDate", "ResolvedDate", "find_dates", "read_date", "resolve_date", "unread_beside"]

LONGEST: Final = 400
"""Characters beyond which words are not the words of a date."""
NUMBERED: Final = re.compile(r"'?[\d\s./-]+(?:\s\d{1,2}:\d{2}(?::\d{2})?)?")
"""A date in numbers alone, with the time of day."""
YEAR_FIRST: Final = re.compile(r"(?:(\d{4})|'(\d{2}))\.\s?(\d{1,2})\.\s?(\d{1,2})\.?(?=\s|$)")
"""A date as Korean and Japanese write it: 2024. 2. 29., '96.9.18."""
UNRESOLVED: Final = "no such day, or one that the day of publication or more words would have to tell"
"""Why words that are understood give no date."""


def resolve_date(
    words: str,
    published: dt.date | None = None,
    language: str | None = None,
    planned: bool = False,  # noqa: FBT001, FBT002 - a word of the caller's, as in `resolve_date(words, day, "id", True)`
) -> ResolvedDate | None:
    """Return the days that `words` speak of, or None when they name none, or cannot be resolved.

    `words` are the words of an article, with whatever stands around the date. `published` is the day of publication:
    without it everything relative gives None. `language` is an ISO 639-1 code, with a region where it is known
    (`en-US`). `planned` says that the event lies ahead, so that *Kamis* is the Thursday to come.
    """
    found = read_date(words, published, language, planned=planned)
    return found if isinstance(found, ResolvedDate) else None


def read_date(
    words: str, published: dt.date | None = None, language: str | None = None, *, planned: bool = False
) -> ResolvedDate | NoDate:
    """Return the days that `words` speak of, or why they speak of none. See `resolve_date`."""
    if not words or len(words) > LONGEST:
        return NoDate("no words" if not words else f"longer than {LONGEST} characters")
    base = Base(published.date() if isinstance(published, dt.datetime) else published, planned)
    lang = languages.language(language)
    plain = re.sub(r"\s+", " ", words).strip()
    if lang.numbered_dates:
        return _read_characters(words, base, lang)
    left: tuple[str, ...] = ()
    for tag in grammars(lang):
        said = recognised(plain, tag, lang.order)
        if said.found and not said.unread:
            return _one(said.found, base)
        left = left or said.unread
    if left:
        return NoDate("words beside the date are not understood", left)
    if grammars(lang) and dates_of(grammars(lang)[0]).alone:
        return NoDate("no words of a date")
    from memcon.resolve.dates.fallback import resolve_elsewhere  # noqa: PLC0415 - dateparser is slow to import

    return resolve_elsewhere(words, base, lang) or NoDate("no words of a date that is read")


def _read_characters(words: str, base: Base, lang: languages.Language) -> ResolvedDate | NoDate:
    """The days that words in Chinese, Japanese or Korean speak of; dates in numbers are read as elsewhere."""
    plain = unicodedata.normalize("NFKC", words).strip()
    if NUMBERED.fullmatch(plain):
        plain = YEAR_FIRST.sub(lambda found: f"{found[1] or century(int(found[2]))}-{found[3]}-{found[4]}", plain)
        said = recognised(plain, "en", "dmy")
        return _one(said.found, base) if said.found and not said.unread else NoDate("no words of a date")
    told = said_in_characters(plain, lang.tag)
    if told.unread:
        return NoDate("words beside the date are not understood", told.unread)
    if not told.terms:
        return NoDate("no words of a date")
    found = told.terms[0].resolve(base) if len(told.terms) == 1 else Apposed(told.terms).resolve(base)
    return found or NoDate(UNRESOLVED)


def unread_beside(words: str, language: str | None = None) -> tuple[str, ...]:
    """Return the words beside a date that were not understood, so that it is none; empty where all were."""
    found = read_date(words, None, language)
    return found.unread if isinstance(found, NoDate) else ()


def find_dates(text: str, published: dt.date | None = None, language: str | None = None) -> tuple[tuple[int, int], ...]:
    """Return the spans of the date expressions of running text, in order; each one's words resolve by `resolve_date`.

    Offsets are in code points of `text`: `text[start:end]` are the words of the date. Stricter than `resolve_date`,
    which is told that its words are those of a date: a number alone is no year here. In languages without a grammar of
    our own none are found.
    """
    lang = languages.language(language)
    if lang.numbered_dates:
        return tuple(
            span for span in date_spans(text, lang.tag) if resolve_date(text[slice(*span)], published, language)
        )
    tags = grammars(lang)
    if not tags:
        return ()
    spans: list[tuple[int, int]] = []
    items = lex(text, tags[0])
    reader = Reader(items, tags[0], lang.order)
    for one in recognise(reader):
        for part in (one, *one.parts):
            span = (items[part.first].start, items[part.last].end)
            if not isinstance(part.term, Refused) and resolve_date(text[span[0] : span[1]], published, language):
                spans.append(span)
                if part is one:
                    break
    return tuple(spans)


class Said(NamedTuple):
    """What words say, and which of them beside it were not understood."""

    found: tuple[Recognised, ...]
    unread: tuple[str, ...] = ()


@lru_cache(maxsize=16384)
def recognised(words: str, lexicon: str, order: str) -> Said:
    """What `words` say: first as strictly as in running text, then as words known to be those of a date."""
    items = lex(words, lexicon)
    first = Said(())
    for whole in (False, True):
        reader = Reader(items, lexicon, order, whole=whole)
        found = recognise(reader)
        if not found:
            continue
        said = Said(tuple(found), unread(reader, found))
        if not said.unread and any(not isinstance(one.term, Refused) for one in found):
            return said
        first = first if first.found else said
    return first


def _one(found: tuple[Recognised, ...], base: Base) -> ResolvedDate | NoDate:
    """The one date that all say; of several that lie within one another the narrowest."""
    terms = [one.term for one in found if not isinstance(one.term, Refused)]
    if not terms:
        return NoDate(next(one.term.reason for one in found if isinstance(one.term, Refused)))
    if len(terms) == 1:
        return terms[0].resolve(base) or NoDate(UNRESOLVED)
    together = Apposed(tuple(terms)).resolve(base)
    resolved = [term.resolve(base) for term in terms]
    both = together if together and narrowest(resolved) == together else narrowest(resolved)
    return both or NoDate("dates that do not agree")
