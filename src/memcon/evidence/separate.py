"""Tell apart the contacts of one sentence: `A menelepon B pada Senin dan C pada Selasa` is two calls.

Only where each other party is followed by a day of its own: everything less clear stays one event, which a reader can
split.
"""

import dataclasses
from typing import Final

from memcon.records import Article, Candidate, Party
from memcon.resolve.dates import find_dates, resolve_date
from memcon.text.ground import Folded, Span, ground_within

NEXT: Final = 40
"""Code points between a party and its day."""


def apart(candidate: Candidate, article: Article, text: Folded) -> tuple[Candidate, ...]:
    """Return one candidate for each contact of which a candidate's first quote tells, mostly itself alone."""
    found = ground_within(candidate.quotes[0], text, [candidate.near], within=0) if candidate.quotes else None
    if candidate.kind == "dispute" or len(candidate.quotes) != 1 or found is None:
        return (candidate,)
    quote = found.start, found.end
    days = _days(article, quote)
    parties = _placed(candidate, text, quote)
    if len(days) < 2 or len(parties) != len(days) + 1:
        return (candidate,)
    (_, first), *others = parties
    starts = [at for at, _ in others]
    for at, (day, following) in enumerate(zip(days, [*starts[1:], (quote[1], quote[1])], strict=True)):
        if not starts[at][1] <= day[0] <= starts[at][1] + NEXT or day[1] > following[0]:
            return (candidate,)
    return tuple(
        dataclasses.replace(candidate, parties=(first, other), date_words=article.text[slice(*day)])
        for (_, other), day in zip(others, days, strict=True)
    )


def _days(article: Article, quote: Span) -> list[Span]:
    """Return where different days stand in the quote."""
    words, language = article.text[slice(*quote)], article.language or "id"
    found: dict[object, Span] = {}
    for start, end in find_dates(words, article.published, language):
        day = resolve_date(words[start:end], published=article.published, language=language)
        if day is None or day.precision != "day":
            return []
        found.setdefault(day.start, (quote[0] + start, quote[0] + end))
    return list(found.values())


def _placed(candidate: Candidate, text: Folded, quote: Span) -> list[tuple[Span, Party]]:
    """Return where the parties stand in the quote, in its order; none where one does not."""
    placed = []
    for party in candidate.parties:
        found = ground_within(party.name, text, [quote], within=0)
        if found is None:
            return []
        placed.append(((found.start, found.end), party))
    return sorted(placed, key=lambda one: one[0])
