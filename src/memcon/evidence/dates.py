"""When an event took place: the model's words for it, held against the dates that stand in the quotes themselves.

A model copies a date, but at times that of the sentence before, or that on which it was told. So a date within the
quotes wins over one outside them, and a date that is not of the telling over one that is.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.evidence.refusals import Refusals
from memcon.evidence.report_day import (
    CLAUSE,
    REACH,
    SINCE,
    TELLING,
    TODAY,
    TOLD_ON,
    dated,
    day_of_report,
    written_on,
)
from memcon.records import Article, Candidate, DateEvidence, EventDate, Status
from memcon.resolve.dates import ResolvedDate, find_dates, resolve_date
from memcon.text.ground import Folded, Span, ground_within

RANK: Final = re.compile(
    r"\b(?:pertama|terakhir|ter(?:besar|tinggi|berat|buruk)|first|last|largest|biggest|worst|впервые)"
    r"(?:\s+kali(?:nya)?)?\s+(?:sejak|since|с)(?:\s\w+)?\s*$",
    re.IGNORECASE,
)
"""Before a date since which there was nothing like it; of other disputes `since` tells when they began."""
CAUSE: Final = re.compile(
    r"[\s\"“«]*(?:atas|menyusul|setelah|sesudah|usai|akibat|karena|after|following|in response to|due to|because of"
    r"|после|в ответ на|из-за|вслед за)\s[^,.;:\n]*,",
    re.IGNORECASE,
)
"""A clause, before the comma, of what a dispute answers: its date is that of the cause."""
AHEAD: Final = re.compile(r"\s*\)?\s*(?:nanti|mendatang|yang akan datang|ke depan|from now)\b", re.IGNORECASE)
"""Behind a date that lies ahead: *April nanti*."""
CLOCK: Final = re.compile(r"(?:\s*(?:года|г\.))?[\s,|–-]{1,4}\d{1,2}[:.]\d{2}\b")
"""After a date at the beginning of a sentence: the stamp of a report, run into its text."""
DAY: Final = dt.timedelta(days=1)
THAT: Final = re.compile(r"[^.;]{0,20}?\b(?:bahwa|that|что)\b", re.IGNORECASE)
AND: Final = re.compile(r"\b(?:and|dan|lalu|then|и)\s+$")
"""Before a second verb of one clause: `met on Wednesday and said that`."""


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
        written = written_on(article) if TODAY.fullmatch(words) else article.published
        language = article.language or "id"
        date = resolve_date(words, published=written, language=language, planned=planned)
        if status == "cancelled" and written:  # what was called off lay ahead, or was to have been: the nearer
            forward = resolve_date(words, published=written, language=language, planned=True)
            date = min((one for one in (date, forward) if one), key=lambda one: abs(one.start - written), default=None)
        if date and _possible(date, status, article.published):
            basis = date.basis if written == article.published else f"{date.basis}{TOLD_ON}{written}"
            return dated(date), DateEvidence(text=words, start=start, end=end, basis=basis)
    if status == "occurred" and (told := day_of_report(candidate, article, text.text, quotes)):
        return told
    if picked:
        detail = "no date follows from these words" + ("" if article.published else " without a publication date")
        refusals.add("date", "no_date", detail, article.text[slice(*picked)], near=picked)
    return None, None


def _possible(date: ResolvedDate, status: Status, published: dt.date | None) -> bool:
    """Say whether an event of this status can have this date: none has occurred after its report, or is planned before.

    A day for the time zones.
    """
    if published is None:
        return True
    if status == "planned":
        return date.end >= published - DAY
    return status != "occurred" or date.start <= published + DAY


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
            stamp = at == 0 and CLOCK.match(article.text, start + to)
            bounding = since and (candidate.kind != "dispute" or RANK.search(before))
            if stamp or bounding or (cause and start + to <= cause.end()):
                bounds.append((start + at, start + to))
            elif not since:
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
