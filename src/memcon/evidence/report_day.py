"""The day of a report: of what its first sentence tells, of what a statement itself does, of *today*.

Such a day stands outside the quotes. News tells first what happened and then when, mostly beside who told it; an
official statement bears the day of what it says.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from memcon.records import Article, Candidate, DateEvidence, EventDate
from memcon.resolve.dates import ResolvedDate, find_dates, resolve_date
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
REACH: Final = 600
"""How far from its quotes, in code points, a name, date or place of an event may stand: about three sentences."""
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


def day_of_report(
    candidate: Candidate, article: Article, body: str, quotes: Sequence[Span]
) -> tuple[EventDate, DateEvidence] | None:
    """Return the day that a report gives outside the quotes for what they say has occurred; None without one."""
    return (
        _lede_day(article, body, quotes)
        or _stated_day(candidate, article, quotes)
        or _goes_on(candidate, article, quotes)
    )


def _lede_day(article: Article, body: str, quotes: Sequence[Span]) -> tuple[EventDate, DateEvidence] | None:
    """Return the day that a report gives below its first sentence, for what that sentence reports.

    News tells first what happened and then when, mostly beside who told it: `…, kata juru bicara itu, Rabu (28/12)`. A
    ministry's readout bears the day of what it reads out.
    """
    published, start, end = article.published, *quotes[0]
    if published is None or sum(map(str.isalnum, body[:start])) > LEDE:
        return None
    official = _is_official(article)
    for at, to in find_dates(body[end : end + BELOW], published, article.language or "id"):
        words = body[end + at : end + to]
        if SINCE.search(body[end : end + at]) or not (official or WEEKDAY.search(words)):
            continue
        date = resolve_date(words, published=published, language=article.language or "id")
        first = published if official else published - NEWS
        if date and date.precision == "day" and first <= date.start <= published:
            evidence = DateEvidence(text=words, start=end + at, end=end + to, basis=date.basis + TOLD_BELOW)
            return dated(date), evidence
    return None


def _stated_day(
    candidate: Candidate, article: Article, quotes: Sequence[Span]
) -> tuple[EventDate, DateEvidence] | None:
    """Return the day of an official statement for a dispute that it is itself, or that it calls one of *today*."""
    published = article.published
    if candidate.kind != "dispute" or published is None or not _is_official(article):
        return None
    near = max(0, quotes[0][0] - REACH), min(len(article.text), quotes[-1][1] + REACH)
    performs = (PERFORMS.search(article.text, *quote) for quote in quotes)
    found = next((one for one in performs if one), None) or TODAY.search(article.text, *near)
    if not found:
        return None
    evidence = DateEvidence(text=found[0], start=found.start(), end=found.end(), basis=f"published {published}{STATED}")
    return EventDate(start=published, end=published, precision="day"), evidence


def _goes_on(candidate: Candidate, article: Article, quotes: Sequence[Span]) -> tuple[EventDate, DateEvidence] | None:
    """Return the day of the sentence before, for what its speaker goes on to say: `… on Thursday. He accused …`."""
    start, end = candidate.near[0], quotes[0][0]
    pronoun, tells = HE.search(article.text, *quotes[0]), TELLING.search(article.text, *quotes[0])
    goes_on = (pronoun or tells) and not OTHER.search(article.text, *quotes[0])
    if candidate.kind != "dispute" or start >= end or not goes_on:
        return None
    for at, to in find_dates(article.text[start:end], article.published, article.language or "id"):
        words = article.text[start + at : start + to]
        date = resolve_date(words, published=article.published, language=article.language or "id")
        before = article.text[start : start + at]
        own = pronoun or TELLING.search(before[-2 * CLAUSE :])
        if date and date.precision == "day" and own and WEEKDAY.search(words) and not SINCE.search(before):
            basis = date.basis + SENTENCE_BEFORE
            return dated(date), DateEvidence(text=words, start=start + at, end=start + to, basis=basis)
    return None


def _is_official(article: Article) -> bool:
    """Say whether an article is a government's own, or that of an organisation of states."""
    return bool(OFFICIAL.search(f"{article.source or ''} {urlsplit(article.url or '').hostname or ''}"))


def written_on(article: Article) -> dt.date | None:
    """Return the day on which an article says that it was told, for *today*: news is at times published days later."""
    published, language = article.published, article.language or "id"
    if published is None:
        return None
    for at, to in find_dates(article.text[:HEAD], published, language):
        words = article.text[at:to]
        if not any(letter.isdigit() for letter in words) or not WEEKDAY.search(words):
            continue
        date = resolve_date(words, published=published, language=language)
        if date and date.precision == "day" and published - NEWS <= date.start <= published:
            told = TELLING.search(article.text, max(0, at - CLAUSE), at)
            return date.start if told else published
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
