"""The day of a report: of what its first sentence tells, of what a statement itself does, of *today*.

Such a day stands outside the quotes. News tells first what happened and then when, mostly beside who told it; an
official statement bears the day of what it says.
"""

import dataclasses
import datetime as dt
import functools
import re
from typing import Final
from urllib.parse import urlsplit

from memcon.evidence.draft import Draft
from memcon.evidence.passage import REACH, Passage, kept
from memcon.evidence.rules import rule
from memcon.languages import language as language_of
from memcon.languages import shared_words
from memcon.records import Article, DateEvidence, EventDate, Status
from memcon.resolve.dates import ResolvedDate, resolve_date
from memcon.text.ground import Span

TELLING: Final = "{telling.before_name|telling.after_name|telling.quoting|telling.statement}"
"""Words of telling: a date in their clause may be that of the statement."""
SINCE: Final = r"{words.time.since|words.time.until}(?:{_}{words.time.edges})?\s*$"
"""Before a date that bounds the time of something else."""
CLAUSE: Final = 60
"""How far from a date, in code points, a word of telling may stand to be of its clause."""
BELOW: Final = 1000
"""How far below a lede, in code points, its day may be told: with the first words of somebody, mostly."""
WEEKDAY: Final = "{dates.weekday|dates.away.0|dates.away.-1}"
"""Words of the news for its own day."""
OTHER: Final = "{words.time.aside}"
"""Where a report turns to something else."""
TODAY: Final = "{dates.away.0}(?:[’']s)?"
"""Words for the day on which a statement is made."""
PERFORMS: Final = "{telling.performs}"
"""Words with which a statement does what it says."""
STATED: Final = "; the day of the statement, whose words do what they say"
"""Added to the basis of the date of such an act: `We are taking these actions today`."""
SENTENCE_BEFORE: Final = "; told of the sentence before, by the same speaker"
"""Added to the basis of the date of what a pronoun's bearer goes on to say."""
HE: Final = "{words.pronouns.he}{_}"
"""A pronoun for one who was named before."""
TOLD_BELOW: Final = "; the day of the report, told below"
"""Added to the basis of a date that does not stand in the quotes."""
HEAD: Final = 4000
"""Code points at the beginning of a report in which it says when it was told."""
TOLD_ON: Final = "; told on "
"""Added, with that day, to the basis of *today* in a report that was published later."""
NEWS: Final = dt.timedelta(days=3)
"""How old news is at the most."""
MARGIN: Final = dt.timedelta(days=1)
"""For the time zones."""
LEDE: Final = 100
"""Letters and digits of body before the first sentence of a report: no more than a title."""


@rule
def lede_has_the_day_told_below(draft: Draft, passage: Passage) -> Draft:
    """The first sentence of a report has the day told below it, mostly beside who told it: `…, kata dia, Rabu (28/12)`.

    A ministry's readout bears the day of what it reads out.
    """
    published, (start, end) = passage.published, passage.quotes[0]
    told = draft.picked and passage.quote_of(draft.picked)  # its own words for the day, which nobody understands
    if not _needs_day(draft) or told or published is None or sum(map(str.isalnum, passage.words((0, start)))) > LEDE:
        return draft
    official = _is_official(passage.article)
    for span in passage.days((end, end + BELOW)):
        words = passage.words(span)
        if passage.pattern(SINCE).search(passage.words((end, span[0]))) or not (
            official or passage.pattern(WEEKDAY).search(words)
        ):
            continue
        date = passage.date(words, published)
        first = published if official else published - NEWS
        if date and date.precision == "day" and first <= date.start <= published:
            return _dated(draft, passage, span, dated(date), date.basis + TOLD_BELOW)
    return draft


@rule
def statement_bears_its_own_day(draft: Draft, passage: Passage) -> Draft:
    """An official statement has the day of a dispute that it is itself, or that it calls one of *today*."""
    published, quotes = passage.published, passage.quotes
    if not _needs_day(draft) or not draft.is_dispute or published is None or not _is_official(passage.article):
        return draft
    near = max(0, quotes[0][0] - REACH), min(len(passage.text), quotes[-1][1] + REACH)
    performs = (passage.search(PERFORMS, quote) for quote in quotes)
    words = next(filter(None, performs), None) or passage.search(TODAY, near)
    if not words:
        return draft
    date = EventDate(start=published, end=published, precision="day")
    return _dated(draft, passage, words.span(), date, f"published {published}{STATED}")


@rule
def speaker_goes_on_about_the_same_day(draft: Draft, passage: Passage) -> Draft:
    """What a speaker goes on to say has the day of the sentence before: `… on Thursday. He accused …`."""
    (start, _), quote = passage.near, passage.quotes[0]
    if not _needs_day(draft) or not draft.is_dispute or start >= quote[0] or passage.search(OTHER, quote):
        return draft
    pronoun = passage.search(HE, quote)
    if not pronoun and not passage.search(TELLING, quote):
        return draft
    for span in passage.days((start, quote[0])):
        words, before = passage.words(span), passage.words((start, span[0]))
        date = passage.date(words, passage.published)
        own = pronoun or passage.pattern(TELLING).search(before[-2 * CLAUSE :])
        if (
            date
            and date.precision == "day"
            and possible("occurred", date, passage.published)
            and own
            and passage.pattern(WEEKDAY).search(words)
            and not passage.pattern(SINCE).search(before)
        ):
            return _dated(draft, passage, span, dated(date), date.basis + SENTENCE_BEFORE)
    return draft


def possible(status: Status, date: ResolvedDate | EventDate, published: dt.date | None) -> bool:
    """Say whether an event of this status can have this date: none has occurred after its report, or is planned before.

    A day for the time zones.
    """
    if published is None:
        return True
    if status == "planned":
        return date.end >= published - MARGIN
    return status != "occurred" or date.start <= published + MARGIN


def _needs_day(draft: Draft) -> bool:
    """Say whether what has occurred lacks a date."""
    return draft.date is None and draft.status == "occurred"


def _dated(draft: Draft, passage: Passage, span: Span, date: EventDate, basis: str) -> Draft:
    evidence = DateEvidence(text=passage.words(span), start=span[0], end=span[1], basis=basis)
    return dataclasses.replace(draft, date=date, date_evidence=evidence)


def _is_official(article: Article) -> bool:
    """Say whether an article is a government's own, or that of an organisation of states."""
    return bool(_official().search(f"{article.source or ''} {urlsplit(article.url or '').hostname or ''}"))


@functools.cache
def _official() -> re.Pattern[str]:
    """Return the pattern of hosts and names of governments and of organisations of states."""
    return re.compile("|".join(shared_words("sites", "official")))


@kept
def written_on(passage: Passage) -> dt.date | None:
    """Return the day on which an article says that it was told, for *today*: news is at times published days later."""
    published = passage.published
    if published is None:
        return None
    for start, end in passage.days((0, HEAD)):
        words = passage.words((start, end))
        if not any(letter.isdigit() for letter in words) or not passage.pattern(WEEKDAY).search(words):
            continue
        date = passage.date(words, published)
        if date and date.precision == "day" and published - NEWS <= date.start <= published:
            return (
                date.start
                if passage.pattern(TELLING).search(passage.text, max(0, start - CLAUSE), start)
                else published
            )
    return published


def date_from(
    words: DateEvidence, published: dt.date | None, language: str | None, *, planned: bool
) -> EventDate | None:
    """Return the date that the words of a date and its basis give, for those who check them; None where they do not."""
    return _date_from(words.text, words.basis, published, language, planned=planned)


@functools.lru_cache(maxsize=4096)
def _date_from(
    words: str, basis: str, published: dt.date | None, language: str | None, *, planned: bool
) -> EventDate | None:
    speech = language_of(language)
    if basis.endswith(STATED):
        does = published and (speech.compile(PERFORMS).search(words) or speech.compile(TODAY).search(words))
        is_own = basis == f"published {published}{STATED}"
        return EventDate(start=published, end=published, precision="day") if published and does and is_own else None
    bare, _, told = basis.partition(TOLD_ON)
    for suffix in (TOLD_BELOW, SENTENCE_BEFORE):
        bare = bare.removesuffix(suffix)
    day = _day(told) if told else published
    if told and not (published and day and published - NEWS <= day <= published):
        return None
    date = resolve_date(words, published=day, language=language, planned=planned)
    return dated(date) if date and date.basis == bare else None


def _day(told: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(told)
    except ValueError:
        return None


def dated(date: ResolvedDate) -> EventDate:
    """Return a resolved date as the records have it."""
    return EventDate(start=date.start, end=date.end, precision=date.precision)
