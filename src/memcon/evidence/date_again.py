"""Whether a mention's date is what the rules give: they are asked again of its words and its article, for checks.

What the model pointed at is not known any more: where it looked may have been any sentence, and its words those of any
date that stands near enough.
"""

import dataclasses
from collections.abc import Callable, Collection, Iterator
from typing import Final

from memcon.evidence.dates import with_date_of
from memcon.evidence.draft import Draft
from memcon.evidence.passage import REACH, Passage
from memcon.evidence.report_day import (
    SENTENCE_BEFORE,
    STATED,
    TODAY,
    TOLD_BELOW,
    date_from,
    lede_has_the_day_told_below,
    speaker_goes_on_about_the_same_day,
    statement_bears_its_own_day,
)
from memcon.evidence.rules import Step
from memcon.evidence.trusted import what_lies_ahead_has_not_occurred
from memcon.records import Candidate, Mention, Status, Trust
from memcon.text.ground import Span

RULES: Final[dict[str, Step]] = {
    TOLD_BELOW: lede_has_the_day_told_below,
    STATED: statement_bears_its_own_day,
    SENTENCE_BEFORE: speaker_goes_on_about_the_same_day,
}
"""The rules for a day outside the quotes, by what they add to its basis. Only a weak model's mentions have such."""


def is_given(
    mention: Mention,
    passage: Passage,
    trusts: Collection[Trust],
    body: Callable[[], Passage],
    starts: Callable[[], Collection[int]],
) -> bool:
    """Say whether a mention with a date can have been given it, its words and its basis, by one of these words.

    `passage` is the article, `body` makes that of its body, and `starts` are where its sentences start: most dates are
    told without them.
    """
    words, quotes = mention.date_evidence, [(quote.start, quote.end) for quote in mention.quotes]
    if words is None or mention.date is None:
        return True
    span = words.start, words.end
    near = [trust for trust in trusts if trust == "model" or _is_near(span, quotes)]
    rule = next((RULES[suffix] for suffix in RULES if words.basis.endswith(suffix)), None)
    if not rule and near and _is_plain(mention, passage):
        return True
    if rule:
        looked = [(0, 0), *((start, quotes[-1][1]) for start in starts() if start <= span[0])]
        drafts: Iterator[Draft] = (
            rule(_draft(mention, "occurred"), dataclasses.replace(body().at(quotes, each), trust="code"))
            for each in (looked if "code" in trusts else ())
        )
    else:
        drafts = _by_words(mention, span, [dataclasses.replace(body().at(quotes, (0, 0)), trust=each) for each in near])
    told = mention.status, mention.date, words
    return any((draft.status, draft.date, draft.date_evidence) == told for draft in drafts)


def _is_plain(mention: Mention, passage: Passage) -> bool:
    """Say whether the words of a date have one reading, on whichever side of its report they may lie, and it is that.

    From which day *today* is counted is told elsewhere in an article.
    """
    words = mention.date_evidence
    if words is None or passage.pattern(TODAY).fullmatch(words.text):
        return False
    read = (date_from(words, passage.published, passage.language, planned=planned) for planned in (False, True))
    return all(date == mention.date for date in read)


def _is_near(span: Span, quotes: Collection[Span]) -> bool:
    return any(start - REACH <= span[1] and span[0] <= end + REACH for start, end in quotes)


def _by_words(mention: Mention, span: Span, passages: Collection[Passage]) -> Iterator[Draft]:
    """Yield what the words of a date give a mention: as it is, and where they alone made a plan of it."""
    for passage in passages:
        yield with_date_of(_draft(mention, mention.status), passage, span)
        yield what_lies_ahead_has_not_occurred(dataclasses.replace(_draft(mention, "occurred"), picked=span), passage)


def _draft(mention: Mention, status: Status) -> Draft:
    """Return the draft of a mention before its date was looked for."""
    quotes = tuple(quote.text for quote in mention.quotes)
    candidate = Candidate(
        kind=mention.kind, status=status, variant=mention.variant, quotes=quotes, near=(0, 0), parties=(),
        model=mention.model, prompt=mention.prompt,
    )  # fmt: skip
    return Draft.of(candidate)
