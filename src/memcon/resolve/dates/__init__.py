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
from functools import lru_cache
from typing import Final

from memcon import languages
from memcon.resolve.dates.apposed import Apposed, narrowest
from memcon.resolve.dates.cjk import date_spans
from memcon.resolve.dates.compounds import Refused
from memcon.resolve.dates.grammar import Recognised, recognise
from memcon.resolve.dates.lexer import lex
from memcon.resolve.dates.reader import FILLERS, Reader
from memcon.resolve.dates.terms import Month
from memcon.resolve.dates.values import Base, ResolvedDate
from memcon.resolve.dates.words import dates_of, grammars

__all__ = ["ResolvedDate", "find_dates", "resolve_date"]

LONGEST: Final = 400
"""Characters beyond which words are not the words of a date."""


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
    if not words or len(words) > LONGEST:
        return None
    base = Base(published.date() if isinstance(published, dt.datetime) else published, planned)
    lang = languages.language(language)
    plain = re.sub(r"\s+", " ", words).strip()
    for tag in grammars(lang):
        found = recognised(plain, tag, lang.order)
        if found:
            return _one(found, base)
    own = lang.reads[0] if lang.reads else ""
    if own and grammars(lang)[:1] and dates_of(own).alone:
        return None
    if own and dates_of(own).grammar == "whole" and (terms := said_wholly(plain, own)):
        return _one(terms, base)
    from memcon.resolve.dates.fallback import resolve_elsewhere  # noqa: PLC0415 - dateparser is slow to import

    return resolve_elsewhere(words, base, lang)


def find_dates(text: str, published: dt.date | None = None, language: str | None = None) -> tuple[tuple[int, int], ...]:
    """Return the spans of the date expressions of running text, in order; each one's words resolve by `resolve_date`.

    Offsets are in code points of `text`: `text[start:end]` are the words of the date. Stricter than `resolve_date`,
    which is told that its words are those of a date: a number alone is no year here. In languages without a grammar of
    our own none are found.
    """
    lang = languages.language(language)
    if lang.numbered_dates:
        return tuple(span for span in date_spans(text) if resolve_date(text[slice(*span)], published, language))
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


@lru_cache(maxsize=4096)
def recognised(words: str, lexicon: str, order: str) -> tuple[Recognised, ...]:
    """What `words` say: first as strictly as in running text, then as words known to be those of a date."""
    items = lex(words, lexicon)
    found = recognise(Reader(items, lexicon, order))
    if found:
        return tuple(found)
    known = recognise(Reader(items, lexicon, order, whole=True))
    covered = {place for one in known for place in range(one.first, one.last + 1)}
    loose = (
        FILLERS | {"of", "comma", "dot", "open", "close"} | ({"unit"} if dates_of(lexicon).loose_unit else set())
    )  # hari Senin
    rest = [item for place, item in enumerate(items) if place not in covered and item.kind not in loose]
    return () if any(item.kind != "and" or item.start for item in rest) else tuple(known)


@lru_cache(maxsize=4096)
def said_wholly(words: str, lexicon: str) -> tuple[Recognised, ...]:
    """What words say, nothing when they hold any lower-case word that is not known."""
    items = lex(words, lexicon)
    found = recognise(Reader(items, lexicon, "dmy", whole=True))
    covered = {place for one in found for place in range(one.first, one.last + 1)}
    loose = FILLERS | {"of", "to", "between", "ago", "comma", "dot", "open", "close"}
    rest = [item for place, item in enumerate(items) if place not in covered and item.kind not in loose]
    named = any(item.kind == "word" for item in rest)
    known = all((item.kind == "word" and item.capital) or (item.kind, item.value) == ("unit", "day") for item in rest)
    month_alone = any(isinstance(one.term, Month) and one.term.year is None for one in found)
    return tuple(found) if known and not (named and month_alone) else ()  # Angela Mai


def _one(found: tuple[Recognised, ...], base: Base) -> ResolvedDate | None:
    """The one date that all say; of several that lie within one another the narrowest."""
    terms = [one.term for one in found if not isinstance(one.term, Refused)]
    if len(terms) == 1:
        return terms[0].resolve(base)
    together = Apposed(tuple(terms)).resolve(base) if len(terms) > 1 else None
    resolved = [term.resolve(base) for term in terms]
    return together if together and narrowest(resolved) == together else narrowest(resolved)
