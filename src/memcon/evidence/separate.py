"""Tell apart the contacts of one sentence: `A menelepon B pada Senin dan C pada Selasa` is two calls.

Only where each other party is followed by a day of its own: everything less clear stays one event, which a reader can
split.
"""

import dataclasses
from typing import Final

from memcon.evidence.draft import Draft
from memcon.evidence.passage import Passage
from memcon.evidence.rules import rule
from memcon.records import Candidate, Party, is_contact
from memcon.text.ground import Span

NEXT: Final = 40
"""Code points between a party and its day."""


@rule
def two_days_are_two_contacts(draft: Draft, passage: Passage) -> tuple[Draft, ...]:
    """A sentence that gives each other party a day of its own tells of as many contacts: *B pada Senin dan C …*.

    Returns nothing where the draft is of one.
    """
    return tuple(dataclasses.replace(draft, candidate=each) for each in _contacts(draft.candidate, passage))


def _contacts(candidate: Candidate, passage: Passage) -> tuple[Candidate, ...]:
    """Return one candidate for each contact of which the only quote tells; none where they cannot be told apart."""
    if not is_contact(candidate.kind) or len(candidate.quotes) != 1:
        return ()
    quote = passage.ground(candidate.quotes[0], candidate.near, within=0)
    days = _days(passage, quote) if quote else []
    parties = _placed(candidate, passage, quote) if quote and len(days) > 1 else []
    if quote is None or not parties or len(parties) != len(days) + 1:
        return ()
    (_, first), *others = parties
    starts = [at for at, _ in others]
    for at, (day, following) in enumerate(zip(days, [*starts[1:], (quote[1], quote[1])], strict=True)):
        if not starts[at][1] <= day[0] <= starts[at][1] + NEXT or day[1] > following[0]:
            return ()
    return tuple(
        dataclasses.replace(candidate, parties=(first, other), date_words=passage.words(day))
        for (_, other), day in zip(others, days, strict=True)
    )


def _days(passage: Passage, quote: Span) -> list[Span]:
    """Return where different days stand in the quote."""
    days: dict[object, Span] = {}
    for span in passage.days(quote):
        day = passage.date(passage.words(span), passage.published)
        if day is None or day.precision != "day":
            return []
        days.setdefault(day.start, span)
    return list(days.values())


def _placed(candidate: Candidate, passage: Passage, quote: Span) -> list[tuple[Span, Party]]:
    """Return where the parties stand in the quote, in its order; none where one does not."""
    placed = []
    for party in candidate.parties:
        span = passage.ground(party.name, [quote], within=0)
        if span is None:
            return []
        placed.append((span, party))
    return sorted(placed, key=lambda each: each[0])
