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

BELOW: Final = 1000
"""How far below a lede, in code points, its day may be told: with the first words of somebody, mostly."""
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
RANK: Final = re.compile(
    r"\b(?:pertama|terakhir|ter(?:besar|tinggi|berat|buruk)|first|last|largest|biggest|worst|впервые)"
    r"(?:\s+kali(?:nya)?)?\s+(?:sejak|since|с)(?:\s\w+)?\s*$",
    re.IGNORECASE,
)
"""Before a date since which there was nothing like it; of other disputes `since` tells when they began."""
CAUSE: Final = re.compile(
    r"[\s\"“«]*(?:atas|menyusul|setelah|sesudah|usai|akibat|karena|after|following|in response to|due to|because of|после"
    r"|в ответ на|из-за|вслед за)\s[^,.;:\n]*,",
    re.IGNORECASE,
)
"""A clause, before the comma, of what a dispute answers: its date is that of the cause."""
AHEAD: Final = re.compile(r"\s*\)?\s*(?:nanti|mendatang|yang akan datang|ke depan|from now)\b", re.IGNORECASE)
"""Behind a date that lies ahead: *April nanti*."""
TODAY: Final = re.compile(r"\b(?:hari ini|today|сегодня)(?:[’']s)?\b", re.IGNORECASE)
"""Words for the day on which a statement is made."""
PERFORMS: Final = re.compile(
    r"\b(?:condemn|denounce|deplore|reject|urge|demand|protest|call(?=s (?:on|upon)))s\b"
    r"|\b(?:is|are) (?:also |today |hereby )?(?:imposing|sanctioning|designating|announcing|expelling|suspending|revoking"
    r"|recalling|taking (?:these|this|the following))\b|\b(?:осуждает|требует|призывает|отвергает|выражает протест)\b",
    re.IGNORECASE,
)
"""Words with which a statement does what it says."""
STATED: Final = "; the day of the statement, whose words do what they say"
"""Added to the basis of the date of such an act: `We are taking these actions today`."""
SENTENCE_BEFORE: Final = "; told of the sentence before, by the same speaker"
"""Added to the basis of the date of what a pronoun's bearer goes on to say."""
HE: Final = re.compile(r"(?:^|[\s,(\"“])(?:ia|dia|beliau|he|she|он|она)\s", re.IGNORECASE)
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
TOLD_BELOW: Final = "; the day of the report, told below"
"""Added to the basis of a date that does not stand in the quotes."""
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
        ahead = bool(AHEAD.match(article.text, end))
        planned = ahead or (status == "planned" and not _is_of_telling(article.text, (start, end)))
        written = _written(article) if TODAY.fullmatch(words) else article.published
        date = resolve_date(words, published=written, language=article.language or "id", planned=planned)
        if date and _possible(date, status, article.published):
            return _dated(date), DateEvidence(text=words, start=start, end=end, basis=date.basis)
    if status == "occurred":
        told = (
            _news_day(article, text.text, quotes)
            or _stated_day(candidate, article, quotes)
            or _goes_on(candidate, article, quotes)
        )
        if told:
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
    official = _is_official(article)
    for at, to in find_dates(body[end : end + BELOW], published, article.language or "id"):
        words = body[end + at : end + to]
        if SINCE.search(body[end : end + at]) or not (official or WEEKDAY.search(words)):
            continue
        date = resolve_date(words, published=published, language=article.language or "id")
        first = published if official else published - NEWS
        if date and date.precision == "day" and first <= date.start <= published:
            evidence = DateEvidence(text=words, start=end + at, end=end + to, basis=date.basis + TOLD_BELOW)
            return _dated(date), evidence
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
    """Return the day of the sentence before, for what its speaker goes on to say: `…, Kamis (21/12). Ia menganggap …`."""
    start, end = candidate.near[0], quotes[0][0]
    if candidate.kind != "dispute" or start >= end or not HE.search(article.text, *quotes[0]):
        return None
    for at, to in find_dates(article.text[start:end], article.published, article.language or "id"):
        words = article.text[start + at : start + to]
        date = resolve_date(words, published=article.published, language=article.language or "id")
        if (
            date
            and date.precision == "day"
            and WEEKDAY.search(words)
            and not SINCE.search(article.text[start : start + at])
        ):
            basis = date.basis + SENTENCE_BEFORE
            return _dated(date), DateEvidence(text=words, start=start + at, end=start + to, basis=basis)
    return None


def _is_official(article: Article) -> bool:
    """Say whether an article is a government's own, or that of an organisation of states."""
    return bool(OFFICIAL.search(f"{article.source or ''} {urlsplit(article.url or '').hostname or ''}"))


def _written(article: Article) -> dt.date | None:
    """Return the day on which an article says that it was told, for *today*: news is at times published days later."""
    published, language = article.published, article.language or "id"
    if published is None:
        return None
    for at, to in find_dates(article.text, published, language):
        words = article.text[at:to]
        if not any(letter.isdigit() for letter in words) or not WEEKDAY.search(words):
            continue
        date = resolve_date(words, published=published, language=language)
        if date and date.precision == "day" and published - NEWS <= date.start <= published:
            told = TELLING.search(article.text, max(0, at - CLAUSE), at)
            return date.start if told else published
    return published


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
    own, bounds = [], []
    for start, end in quotes:
        cause = CAUSE.match(article.text, start, end) if candidate.kind == "dispute" else None
        for at, to in find_dates(article.text[start:end], article.published, article.language or "id"):
            before = article.text[start : start + at]
            since = SINCE.search(before)
            if (cause and start + to <= cause.end()) or (
                since and (candidate.kind != "dispute" or RANK.search(before))
            ):
                bounds.append((start + at, start + to))
            elif not since and (at or not CLOCK.match(article.text, start + to)):
                own.append((start + at, start + to))
    told = [] if candidate.kind == "dispute" else [span for span in own if _is_of_telling(article.text, span)]
    free = [span for span in own if span not in told]
    if picked and any(_overlap(picked, span) for span in free):
        yield picked
    yield from free
    if picked and not any(_overlap(picked, span) for span in (*told, *bounds)):
        yield picked


def _is_of_telling(text: str, span: Span) -> bool:
    """Say whether a word of telling leads up to the date, or follows it at once and tells *that* something happened."""
    before, after = text[max(0, span[0] - CLAUSE) : span[0]], text[span[1] : span[1] + CLAUSE]
    follows = TELLING.search(after)
    that = follows and not AND.search(after, 0, follows.start()) and THAT.match(after, follows.end())
    return bool(TELLING.search(before) or that)


def _overlap(left: Span, right: Span) -> bool:
    return left[0] < right[1] and right[0] < left[1]
