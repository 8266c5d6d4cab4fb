"""When an event took place: the model's words for it, held against the dates that stand in the quotes themselves.

A model copies a date, but at times that of the sentence before, or that on which it was told. So a date within the
quotes wins over one outside them, and a date that is not of the telling over one that is.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from memcon.evidence.refusals import Refusals
from memcon.ground import Folded, Span, ground_within
from memcon.records import Article, Candidate, DateEvidence, EventDate, Status
from memcon.resolve.dates import ResolvedDate, find_dates, resolve_date

REACH: Final = 600
"""How far from its quotes, in code points, a name, date or place of an event may stand: about three sentences."""

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
WEEKDAY: Final = re.compile(
    r"\b(?:senin|selasa|rabu|kamis|jum[’']?at|sabtu|minggu|ahad|hari ini|kemarin|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday|today|yesterday|понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|сегодня"
    r"|вчера)\b",
    re.IGNORECASE,
)
"""Words of the news for its own day."""
CLOCK: Final = re.compile(r"(?:\s*(?:года|г\.))?[\s,|–-]{1,4}\d{1,2}[:.]\d{2}\b")
"""After a date at the beginning of a sentence: the stamp of a report, run into its text."""
OFFICIAL: Final = re.compile(
    r"\.gov\b|\bgov\.|\.go\.[a-z]{2}\b|\.gob\.|\.gouv\.|\.mil\b|\bmil\.|\b(?:kremlin|mid|government)\.ru\b|europa\.eu\b"
    r"|\b(?:nato|who|asean)\.int\b|\bun\.org\b|\b(?:mofa|mfa|fmprc|president|presiden|kemlu|kemhan)\."
    r"|\b(?:State Department|Department of|Ministry|Kementerian|МИД)\b"
)
"""Hosts and names of governments and of organisations of states."""
NEWS: Final = dt.timedelta(days=3)
"""How old news is at the most."""
LEDE: Final = 100
"""Letters and digits of body before the first sentence of a report: no more than a title."""
DAY: Final = dt.timedelta(days=1)
THAT: Final = re.compile(r"[^.;]{0,20}?\b(?:bahwa|that|что)\b", re.IGNORECASE)
AND: Final = re.compile(r"\b(?:and|dan|lalu|then|и)\s+$")
"""Before a second verb of one clause: `met on Wednesday and said that`."""
CLAUSE: Final = 60
"""How far from a date, in code points, a word of telling may stand to be of its clause."""


def when_of(
    candidate: Candidate,
    status: Status,
    article: Article,
    text: Folded,
    quotes: Sequence[Span],
    refusals: Refusals,
) -> tuple[EventDate | None, DateEvidence | None]:
    """Return the date of the event and its words, None where the article does not say."""
    picked = _picked(candidate, text, quotes, refusals)
    for start, end in _in_order(candidate, picked, article, quotes):
        words = article.text[start:end]
        planned = status == "planned" and not _is_of_telling(article.text, (start, end))
        date = resolve_date(words, published=article.published, language=article.language or "id", planned=planned)
        if date and _possible(date, status, article.published):
            return _dated(date), DateEvidence(text=words, start=start, end=end, basis=date.basis)
    if status == "occurred" and (told := _news_day(article, text.text, quotes)):
        return told
    if picked:
        detail = "no date follows from these words" + ("" if article.published else " without a publication date")
        refusals.add("date", "no_date", detail, article.text[slice(*picked)], near=picked)
    return None, None


def _news_day(article: Article, body: str, quotes: Sequence[Span]) -> tuple[EventDate, DateEvidence] | None:
    """Return the day that a report gives below its first sentence, for what that sentence reports.

    News tells first what happened and then when, mostly beside who told it: `…, kata juru bicara itu, Rabu (28/12)`. A
    ministry's readout bears the day of what it reads out.
    """
    published, start, end = article.published, *quotes[0]
    if published is None or sum(map(str.isalnum, body[:start])) > LEDE:
        return None
    official = bool(OFFICIAL.search(f"{article.source or ''} {urlsplit(article.url or '').hostname or ''}"))
    for at, to in find_dates(body[end : end + REACH], published, article.language or "id"):
        words = body[end + at : end + to]
        if SINCE.search(body[end : end + at]) or not (official or WEEKDAY.search(words)):
            continue
        date = resolve_date(words, published=published, language=article.language or "id")
        first = published if official else published - NEWS
        if date and date.precision == "day" and first <= date.start <= published:
            basis = f"{date.basis}; the day of the report, told below"
            return _dated(date), DateEvidence(text=words, start=end + at, end=end + to, basis=basis)
    return None


def _possible(date: ResolvedDate, status: Status, published: dt.date | None) -> bool:
    """Say whether an event of this status can have this date: none has occurred after its report, or is planned before.

    A day for the time zones.
    """
    if published is None:
        return True
    if status == "planned":
        return date.end >= published - DAY
    return status != "occurred" or date.start <= published + DAY


def _dated(date: ResolvedDate) -> EventDate:
    return EventDate(start=date.start, end=date.end, precision=date.precision)


def _picked(candidate: Candidate, text: Folded, quotes: Sequence[Span], refusals: Refusals) -> Span | None:
    """Return where the model's words for the date stand."""
    if not candidate.date_words:
        return None
    found = ground_within(candidate.date_words, text, quotes, within=REACH)
    if found is None:
        refusals.add("date", "absent", "the words do not stand in or near the quotes", candidate.date_words)
        return None
    return found.start, found.end


def _in_order(candidate: Candidate, picked: Span | None, article: Article, quotes: Sequence[Span]) -> Iterator[Span]:
    """Yield the spans that may hold the date, the likeliest first.

    Of words of accusation, the day of the telling is the day of the deed. Of a contact it is not: `X met Y, he said on
    Friday` does not say when they met, and no date is better than that one.
    """
    own = [
        (start + at, start + to)
        for start, end in quotes
        for at, to in find_dates(article.text[start:end], article.published, article.language or "id")
        if not SINCE.search(article.text[start : start + at])
        and not (at == 0 and CLOCK.match(article.text, start + to))
    ]
    told = [] if candidate.kind == "dispute" else [span for span in own if _is_of_telling(article.text, span)]
    free = [span for span in own if span not in told]
    if picked and any(_overlap(picked, span) for span in free):
        yield picked
    yield from free
    if picked and not any(_overlap(picked, span) for span in told):
        yield picked


def _is_of_telling(text: str, span: Span) -> bool:
    """Say whether a word of telling leads up to the date, or follows it at once and tells *that* something happened."""
    before, after = text[max(0, span[0] - CLAUSE) : span[0]], text[span[1] : span[1] + CLAUSE]
    follows = TELLING.search(after)
    that = follows and not AND.search(after, 0, follows.start()) and THAT.match(after, follows.end())
    return bool(TELLING.search(before) or that)


def _overlap(left: Span, right: Span) -> bool:
    return left[0] < right[1] and right[0] < left[1]
