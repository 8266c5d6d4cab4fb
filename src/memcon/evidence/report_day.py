"""The day of a report: of what its first sentence tells, of what a statement itself does, of *today*.

Such a day stands outside the quotes. News tells first what happened and then when, mostly beside who told it; an
official statement bears the day of what it says.
"""

import dataclasses
import datetime as dt
import re
from typing import Final
from urllib.parse import urlsplit

from memcon.evidence.draft import Draft
from memcon.evidence.passage import REACH, Passage, kept
from memcon.evidence.rules import rule
from memcon.records import Article, DateEvidence, EventDate
from memcon.resolve.dates import ResolvedDate, resolve_date
from memcon.text.ground import Span

TELLING: Final = re.compile(
    r"\b(?:kata|ujar|ucap|tutur|tegas(?:nya)?|ungkap|jelas|sebut|imbuh|tambah|lapor|melaporkan|dilaporkan|dikutip|dilansir|"
    r"mengutip|melansir|mengumumkan|diumumkan|mengatakan|menyatakan|pernyataan|said|says|told|announced|reported|"
    r"according to|statement|сообщил\w*|заявил\w*|сказал\w*)\b",
    re.IGNORECASE,
)
"""Words of telling: a date in their clause may be that of the statement."""
SINCE: Final = re.compile(
    r"\b(?:sejak|semenjak|hingga|sampai|sebelum|since|until|before|ahead of|prior to|с|до|перед)"
    r"(?:\s+(?:awal|akhir|pertengahan|the|early|late|hari|tanggal|начала|конца))?\s*$",
    re.IGNORECASE,
)
"""Before a date that bounds the time of something else."""
CLAUSE: Final = 60
"""How far from a date, in code points, a word of telling may stand to be of its clause."""
BELOW: Final = 1000
"""How far below a lede, in code points, its day may be told: with the first words of somebody, mostly."""
WEEKDAY: Final = re.compile(
    r"\b(?:senin|selasa|rabu|kamis|jum[’']?at|sabtu|minggu|ahad|hari ini|kemarin|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday|today|yesterday|понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|сегодня"
    r"|вчера)\b",
    re.IGNORECASE,
)
"""Words of the news for its own day."""
OFFICIAL: Final = re.compile(
    r"\.gov\b|\bgov\.|\.go\.[a-z]{2}\b|\.gob\.|\.gouv\.|\.mil\b|\bmil\.|\b(?:kremlin|mid|government)\.ru\b|europa\.eu\b"
    r"|\b(?:nato|who|asean)\.int\b|\bun\.org\b|\b(?:mofa|mfa|fmprc|president|presiden|kemlu|kemhan)\."
    r"|\b(?:State Department|Department of|Ministry|Kementerian|МИД)\b"
)
"""Hosts and names of governments and of organisations of states."""
OTHER: Final = re.compile(
    r"\b(?:sebelumnya|terpisah|lainnya|earlier|previously|separately|in a separate|ранее|отдельно)\b", re.IGNORECASE
)
"""Where a report turns to something else."""
TODAY: Final = re.compile(r"\b(?:hari ini|today|сегодня)(?:[’']s)?\b", re.IGNORECASE)
"""Words for the day on which a statement is made."""
PERFORMS: Final = re.compile(
    r"\b(?:condemn|denounce|deplore|reject|urge|demand|protest|call(?=s (?:on|upon)))s\b"
    r"|\b(?:is|are) (?:also |today |hereby )?(?:imposing|sanctioning|designating|announcing|expelling|suspending"
    r"|revoking|recalling|taking (?:these|this|the following))\b"
    r"|\b(?:осуждает|требует|призывает|отвергает|выражает протест)\b",
    re.IGNORECASE,
)
"""Words with which a statement does what it says."""
STATED: Final = "; the day of the statement, whose words do what they say"
"""Added to the basis of the date of such an act: `We are taking these actions today`."""
SENTENCE_BEFORE: Final = "; told of the sentence before, by the same speaker"
"""Added to the basis of the date of what a pronoun's bearer goes on to say."""
HE: Final = re.compile(r"(?:^|[\s,(\"“])(?:ia|dia|beliau|he|she|он|она)\s", re.IGNORECASE)
"""A pronoun for one who was named before."""
TOLD_BELOW: Final = "; the day of the report, told below"
"""Added to the basis of a date that does not stand in the quotes."""
HEAD: Final = 4000
"""Code points at the beginning of a report in which it says when it was told."""
TOLD_ON: Final = "; told on "
"""Added, with that day, to the basis of *today* in a report that was published later."""
NEWS: Final = dt.timedelta(days=3)
"""How old news is at the most."""
LEDE: Final = 100
"""Letters and digits of body before the first sentence of a report: no more than a title."""


@rule
def lede_has_the_day_told_below(draft: Draft, passage: Passage) -> Draft:
    """The first sentence of a report has the day told below it, mostly beside who told it: `…, kata dia, Rabu (28/12)`.

    A ministry's readout bears the day of what it reads out.
    """
    published, (start, end) = passage.published, passage.quotes[0]
    if not _needs_day(draft) or published is None or sum(map(str.isalnum, passage.words((0, start)))) > LEDE:
        return draft
    official = _is_official(passage.article)
    for span in passage.days((end, end + BELOW)):
        words = passage.words(span)
        if SINCE.search(passage.words((end, span[0]))) or not (official or WEEKDAY.search(words)):
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
    performs = (PERFORMS.search(passage.text, *quote) for quote in quotes)
    words = next(filter(None, performs), None) or TODAY.search(passage.text, *near)
    if not words:
        return draft
    date = EventDate(start=published, end=published, precision="day")
    return _dated(draft, passage, words.span(), date, f"published {published}{STATED}")


@rule
def speaker_goes_on_about_the_same_day(draft: Draft, passage: Passage) -> Draft:
    """What a speaker goes on to say has the day of the sentence before: `… on Thursday. He accused …`."""
    (start, _), quote = passage.near, passage.quotes[0]
    if not _needs_day(draft) or not draft.is_dispute or start >= quote[0] or OTHER.search(passage.text, *quote):
        return draft
    pronoun = HE.search(passage.text, *quote)
    if not pronoun and not TELLING.search(passage.text, *quote):
        return draft
    for span in passage.days((start, quote[0])):
        words, before = passage.words(span), passage.words((start, span[0]))
        date = passage.date(words, passage.published)
        own = pronoun or TELLING.search(before[-2 * CLAUSE :])
        if date and date.precision == "day" and own and WEEKDAY.search(words) and not SINCE.search(before):
            return _dated(draft, passage, span, dated(date), date.basis + SENTENCE_BEFORE)
    return draft


def _needs_day(draft: Draft) -> bool:
    """Say whether what has occurred lacks a date."""
    return draft.date is None and draft.status == "occurred"


def _dated(draft: Draft, passage: Passage, span: Span, date: EventDate, basis: str) -> Draft:
    evidence = DateEvidence(text=passage.words(span), start=span[0], end=span[1], basis=basis)
    return dataclasses.replace(draft, date=date, date_evidence=evidence)


def _is_official(article: Article) -> bool:
    """Say whether an article is a government's own, or that of an organisation of states."""
    return bool(OFFICIAL.search(f"{article.source or ''} {urlsplit(article.url or '').hostname or ''}"))


@kept
def written_on(passage: Passage) -> dt.date | None:
    """Return the day on which an article says that it was told, for *today*: news is at times published days later."""
    published = passage.published
    if published is None:
        return None
    for start, end in passage.days((0, HEAD)):
        words = passage.words((start, end))
        if not any(letter.isdigit() for letter in words) or not WEEKDAY.search(words):
            continue
        date = passage.date(words, published)
        if date and date.precision == "day" and published - NEWS <= date.start <= published:
            return date.start if TELLING.search(passage.text, max(0, start - CLAUSE), start) else published
    return published


def date_from(words: DateEvidence, published: dt.date | None, language: str, *, planned: bool) -> EventDate | None:
    """Return the date that the words of a date and its basis give, for those who check them; None where they do not."""
    if words.basis.endswith(STATED):
        does = published and (PERFORMS.search(words.text) or TODAY.search(words.text))
        is_own = words.basis == f"published {published}{STATED}"
        return EventDate(start=published, end=published, precision="day") if published and does and is_own else None
    bare, _, told = words.basis.partition(TOLD_ON)
    for suffix in (TOLD_BELOW, SENTENCE_BEFORE):
        bare = bare.removesuffix(suffix)
    if told and not (published and published - NEWS <= dt.date.fromisoformat(told) <= published):
        return None
    day = dt.date.fromisoformat(told) if told else published
    date = resolve_date(words.text, published=day, language=language, planned=planned)
    return dated(date) if date and date.basis == bare else None


def dated(date: ResolvedDate) -> EventDate:
    """Return a resolved date as the records have it."""
    return EventDate(start=date.start, end=date.end, precision=date.precision)
