"""Resolve the words of a date over the day of publication. Knows nothing of events, files or models.

Indonesian (with Malay), English and Russian have a grammar of their own: `date_lexer` cuts the words into items by the
table `data/dates.csv`, `date_grammar` recognises what they say, and the terms of `date_terms`, `date_parts`,
`date_compounds` and `date_apposed` know which days that is. German, French, Spanish, Portuguese and Arabic are read so,
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

from memcon.resolve.dates.apposed import Apposed, narrowest
from memcon.resolve.dates.compounds import Refused
from memcon.resolve.dates.grammar import Recognised, recognise
from memcon.resolve.dates.lexer import lex
from memcon.resolve.dates.reader import FILLERS, Reader
from memcon.resolve.dates.terms import Month
from memcon.resolve.dates.values import Base, ResolvedDate
from memcon.resolve.dates.words import LANGUAGES

__all__ = ["ResolvedDate", "find_dates", "resolve_date"]

TRIED: Final = {"id": ("id", "en"), "en": ("en", "id"), "ru": ("ru",)}
"""Lexicons in the order tried: Indonesian articles quote English dates, and taggers take the one for the other."""

LEXICONS: Final = frozenset({"ar", "de", "es", "fr", "pt"})
"""Languages whose words the grammar knows well enough for words known to be a date's; dateparser has the rest."""

LONGEST: Final = 400
"""Characters beyond which words are not the words of a date."""


def resolve_date(
    words: str,
    published: dt.date | None = None,
    language: str | None = "id",
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
    main, order = language_of(language)
    plain = re.sub(r"\s+", " ", words).strip()
    for lexicon in TRIED.get(LANGUAGES.get(main, ""), ()):
        found = recognised(plain, lexicon, order)
        if found:
            return _one(found, base)
    if main in LANGUAGES and main != "ru":
        return None
    if main in LEXICONS and (terms := said_wholly(plain, main)):
        return _one(terms, base)
    from memcon.resolve.dates.fallback import resolve_elsewhere  # noqa: PLC0415 - dateparser is slow to import

    return resolve_elsewhere(words, base, main)


def find_dates(text: str, published: dt.date | None = None, language: str | None = "id") -> tuple[tuple[int, int], ...]:
    """Return the spans of the date expressions of running text, in order; each one's words resolve by `resolve_date`.

    Offsets are in code points of `text`: `text[start:end]` are the words of the date. Stricter than `resolve_date`,
    which is told that its words are those of a date: a number alone is no year here. In languages without a grammar of
    our own none are found.
    """
    main, order = language_of(language)
    lexicon = LANGUAGES.get(main)
    if lexicon is None:
        return ()
    spans: list[tuple[int, int]] = []
    items = lex(text, lexicon)
    reader = Reader(items, lexicon, order)
    for one in recognise(reader):
        for part in (one, *one.parts):
            span = (items[part.first].start, items[part.last].end)
            if not isinstance(part.term, Refused) and resolve_date(text[span[0] : span[1]], published, language):
                spans.append(span)
                if part is one:
                    break
    return tuple(spans)


def language_of(tag: str | None) -> tuple[str, str]:
    """The language of a tag, and the order of day and month in its numbers: `dmy`, `mdy` or `either`."""
    main, _, region = (tag or "id").replace("_", "-").partition("-")
    main = main.casefold()
    if main != "en":
        return main, "dmy"
    return main, {"": "either", "US": "mdy"}.get(region.upper(), "dmy")


@lru_cache(maxsize=4096)
def recognised(words: str, lexicon: str, order: str) -> tuple[Recognised, ...]:
    """What `words` say: first as strictly as in running text, then as words known to be those of a date."""
    items = lex(words, lexicon)
    found = recognise(Reader(items, lexicon, order))
    if found:
        return tuple(found)
    known = recognise(Reader(items, lexicon, order, whole=True))
    covered = {place for one in known for place in range(one.first, one.last + 1)}
    loose = FILLERS | {"of", "comma", "dot", "open", "close"} | ({"unit"} if lexicon == "id" else set())  # hari Senin
    rest = [item for place, item in enumerate(items) if place not in covered and item.kind not in loose]
    return () if rest else tuple(known)


@lru_cache(maxsize=4096)
def said_wholly(words: str, lexicon: str) -> tuple[Recognised, ...]:
    """What words in a language of `LEXICONS` say, nothing when they hold any lower-case word that is not known."""
    items = lex(re.sub(r"\bو(?=\d)", "و ", words) if lexicon == "ar" else words, lexicon)
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
