"""When an event took place: the model's words for it, held against the dates that stand in the quotes themselves.

A model copies a date, but at times that of the sentence before, or that on which it was told. So a date within the
quotes wins over one outside them, and a date that is not of the telling over one that is.
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from memcon.evidence.draft import Day, Draft, WhoseDay
from memcon.evidence.passage import Passage
from memcon.evidence.report_day import CLAUSE, SINCE, TELLING, TODAY, TOLD_ON, dated, possible, written_on
from memcon.evidence.rules import needed, rule
from memcon.records import DateEvidence
from memcon.resolve.dates import ResolvedDate
from memcon.text.capitals import UPPER
from memcon.text.ground import Span

RANK: Final = r"{words.time.rank}{_}{words.time.since}(?:\s\w+)?\s*$"
"""Before a date since which there was nothing like it; of other disputes `since` tells when they began."""
CAUSE: Final = r"[\s\"“«]*{words.time.after}{_}(?:[^\s,.;:，。；][^,.;:\n，。；]*)?[,，]"
"""A clause, before the comma, of what a dispute answers: its date is that of the cause."""
UNSPACED_STOP: Final = re.compile("[，：；。！？\n]")
"""Where a clause ends in a script without spaces, in which as many code points as CLAUSE hold several."""
STOP: Final = re.compile(rf"(?<=\w{{4}})[.!?][\"”»]?\s+(?=[{UPPER}])|\n")
"""Where a sentence ends in another: behind a word that is no abbreviation, before a capital."""
AHEAD: Final = r"\s*(?:\)\s*)?{words.time.ahead}"
"""Behind a date that lies ahead: *April nanti*."""
CLOCK: Final = re.compile(r"(?:\s*[^\W\d_]{1,4}\.?)?[\s,|–-]{1,4}\d{1,2}[:.]\d{2}\b")
"""After a date at the beginning of a sentence: the stamp of a report, run into its text."""
NEAR: Final = dt.timedelta(days=2)
"""Within which a weekday is the next or the last one, whatever else it could be."""
SOON: Final = dt.timedelta(days=60)
MOST_OF_A_YEAR: Final = dt.timedelta(days=300)
THAT: Final = "[^.;]{0,20}?{words.conjunctions.that}"
AND: Final = r"{words.conjunctions.and}\s+$"
"""Before a second verb of one clause: `met on Wednesday and said that`."""


@needed
def date_words_stand(draft: Draft, passage: Passage) -> Draft:
    """The model's words for the date must stand in or near the quotes."""
    words = draft.candidate.date_words
    if not words:
        return draft
    picked = passage.ground(words)
    if picked is None:
        detail = "the words do not stand in or near the quotes"
        return draft.refuse("date", "absent", detail, words, rule="date_words_stand", passage=passage)
    return dataclasses.replace(draft, picked=picked)


@rule
def days_of_the_quotes_count_first(draft: Draft, passage: Passage) -> Draft:
    """A date within the quotes wins over one outside them: a model copies that of the sentence before."""
    days = tuple(Day(span, quote) for quote in passage.quotes for span in passage.days(quote))
    return dataclasses.replace(draft, days=days)


@rule
def since_tells_no_day(draft: Draft, passage: Passage) -> Draft:
    """A date after *since* or *until* is not the event's; of a contact, or of a record, it bounds the time of it."""
    for day in draft.days:
        before = passage.words((day.quote[0], day.span[0]))
        if passage.pattern(SINCE).search(before):
            bounds = not draft.is_dispute or passage.pattern(RANK).search(before)
            draft = _marked(draft, day, "bound" if bounds else "other")
    return draft


@rule
def stamp_tells_no_day(draft: Draft, passage: Passage) -> Draft:
    """A date with a clock at the beginning of a quote is the stamp of a report, run into its text."""
    for day in draft.days:
        if day.span[0] == day.quote[0] and CLOCK.match(passage.text, day.span[1]):
            draft = _marked(draft, day, "bound")
    return draft


@rule
def cause_has_its_own_day(draft: Draft, passage: Passage) -> Draft:
    """A date in a clause of what a dispute answers is that of the cause: `Menyusul serangan pada Senin, …`."""
    for day in draft.days if draft.is_dispute else ():
        cause = passage.match(CAUSE, day.quote)
        if cause and day.span[1] <= cause.end():
            draft = _marked(draft, day, "bound")
    return draft


@rule
def day_of_telling_is_not_of_contact(draft: Draft, passage: Passage) -> Draft:
    """The day on which a contact was told is not its own, as it is of words of accusation: no date is better."""
    for day in () if draft.is_dispute else draft.days:
        if day.of == "event" and _is_of_telling(passage, day.span):
            draft = _marked(draft, day, "telling")
    return draft


@needed
def date_follows_from_its_words(draft: Draft, passage: Passage) -> Draft:
    """The date is that of the first words that give one which an event of this status can have."""
    found = (with_date_of(draft, passage, span) for span in _in_order(draft))
    return next((dated for dated in found if dated is not draft), draft)


def with_date_of(draft: Draft, passage: Passage, span: Span) -> Draft:
    """Return the draft with the date that the words at `span` give; itself where they give none that it can have."""
    date, written = _resolved(draft, passage, span)
    if date is None or not possible(draft.status, date, passage.published):
        return draft
    basis = date.basis if written == passage.published else f"{date.basis}{TOLD_ON}{written}"
    evidence = DateEvidence(text=passage.words(span), start=span[0], end=span[1], basis=basis)
    return dataclasses.replace(draft, date=dated(date), date_evidence=evidence)


@needed
def date_words_give_a_date(draft: Draft, passage: Passage) -> Draft:
    """The model's words for the date, where they stand, must give one."""
    if draft.date or not draft.picked:
        return draft
    words, rule = passage.words(draft.picked), "date_words_give_a_date"
    unread = ", ".join(map(repr, passage.unread(words)))
    detail = "no date follows from these words" + (f": not understood: {unread}" if unread else "")
    detail += "" if passage.published else " without a publication date"
    return draft.refuse("date", "no_date", detail, words, rule=rule, passage=passage, near=draft.picked)


def _resolved(draft: Draft, passage: Passage, span: Span) -> tuple[ResolvedDate | None, dt.date | None]:
    """Return the date that words give, and the day from which they were counted."""
    words = passage.words(span)
    ahead = bool(passage.pattern(AHEAD).match(passage.text, span[1]))
    told = passage.trust == "code" and _is_of_telling(passage, span)
    planned = ahead or (draft.status == "planned" and not told)
    written = written_on(passage) if passage.pattern(TODAY).fullmatch(words) else passage.published
    date = passage.date(words, written, planned=planned)
    if date and written and draft.status != "planned":
        date = _meant(draft, date, passage.date(words, written, planned=True) or date, written)
    return date, written


def _meant(draft: Draft, behind: ResolvedDate, ahead: ResolvedDate, written: dt.date) -> ResolvedDate | None:
    """Return which of two days is meant where words without a year, or of a week, allow one on either side.

    What is cancelled lay ahead; a request and a refusal were told. The other side counts where it is much nearer.
    What has occurred lies behind, and has no date where that is most of a year, and the same day is soon to come.
    """
    if draft.status == "occurred":
        soon = written < ahead.start < written + SOON
        return None if soon and written - behind.start > MOST_OF_A_YEAR else behind
    first, other = (ahead, behind) if draft.status == "cancelled" else (behind, ahead)
    near, far = abs(other.start - written), abs(first.start - written)
    return other if near <= NEAR < far or near < SOON < far else first


def _in_order(draft: Draft) -> Iterator[Span]:
    """Yield the spans that may hold the date, the likeliest first: what the model picked in the quotes comes first."""
    own = [day.span for day in draft.days if day.of == "event"]
    others = [day.span for day in draft.days if day.of in {"telling", "bound"}]
    if draft.picked and any(_overlap(draft.picked, span) for span in own):
        yield draft.picked
    yield from own
    if draft.picked and not any(_overlap(draft.picked, span) for span in others):
        yield draft.picked


def _marked(draft: Draft, day: Day, of: WhoseDay) -> Draft:
    """Return the draft with `day` known to be of something."""
    marked = dataclasses.replace(day, of=of)
    return dataclasses.replace(draft, days=tuple(marked if each is day else each for each in draft.days))


def _is_of_telling(passage: Passage, span: Span) -> bool:
    """Say whether a word of telling leads up to the date, or follows it at once and tells *that* something happened."""
    ends = STOP if passage.speech.spaced else UNSPACED_STOP
    before, after = passage.before(span[0], CLAUSE), passage.words((span[1], span[1] + CLAUSE))
    before, stop = ends.split(before)[-1], ends.search(after)
    after = after[: stop.end()] if stop else after
    follows = passage.pattern(TELLING).search(after)
    that = (
        follows
        and not passage.pattern(AND).search(after, 0, follows.start())
        and passage.pattern(THAT).match(after, follows.end())
    )
    return bool(passage.pattern(TELLING).search(before) or that)


def _overlap(left: Span, right: Span) -> bool:
    return left[0] < right[1] and right[0] < left[1]
