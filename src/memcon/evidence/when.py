"""When an event took place: the model's words for it, held against the dates that stand in the quotes themselves.

A model copies a date, but at times that of the sentence before, or that on which it was told. So a date within the
quotes wins over one outside them, and a date that is not of the telling over one that is.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

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
THAT: Final = re.compile(r"[^.;]{0,20}?\b(?:bahwa|that|что)\b", re.IGNORECASE)
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
    planned = status == "planned"
    for start, end in _in_order(candidate, picked, article, quotes):
        words = article.text[start:end]
        date = resolve_date(words, published=article.published, language=article.language or "id", planned=planned)
        if date:
            return _dated(date), DateEvidence(text=words, start=start, end=end, basis=date.basis)
    if picked:
        detail = "no date follows from these words" + ("" if article.published else " without a publication date")
        refusals.add("date", "no_date", detail, article.text[slice(*picked)], near=picked)
    return None, None


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
    return bool(TELLING.search(before)) or bool(follows and THAT.match(after, follows.end()))


def _overlap(left: Span, right: Span) -> bool:
    return left[0] < right[1] and right[0] < left[1]
