"""What the words of a quote say of an event's status and variant, against what the model says of them.

Words that are not known say nothing: then the model's choice stands. A small model calls half of all contacts planned
or requested, and is corrected where words say by themselves that it took place, or how else it stands.
"""

import dataclasses
from typing import Final

from memcon.evidence import cues, modality
from memcon.evidence.draft import Draft
from memcon.evidence.passage import Passage
from memcon.evidence.report_day import TELLING
from memcon.evidence.rules import Step, rule

_ABSENT: Final = {
    "negated": "its words say that there was none",
    "denied": "its words tell of a report that somebody denies",
    "hypothetical": "its words only suppose it",
}


LAST: Final = frozenset({"refused", "cancelled"})
"""What comes after a request or a plan, whose words stand beside it (codebook S4, S5)."""
CONDITIONAL: Final = frozenset({"threaten", "warn"})
"""Acts of words that say what happens if (codebook A7, A8)."""
FAR: Final = 60
"""Days from which on a reading of a day without a year is far: the other one is meant."""


@rule
def what_did_not_happen_is_no_event(draft: Draft, passage: Passage) -> Draft:
    """A contact that words negate, deny or only suppose is none; what was refused or called off is an event."""
    if draft.status not in ("occurred", "planned"):
        return draft
    reason = modality.absent(draft.kind, passage)
    if reason is None or (reason == "hypothetical" and _is_condition(draft, passage)):
        return draft
    rule = "what_did_not_happen_is_no_event"
    return draft.refuse("event", reason, _ABSENT[reason], passage.told, rule=rule, passage=passage)


def _is_condition(draft: Draft, passage: Passage) -> bool:
    """Say whether somebody tells the other side what follows if: a condition is what a threat is made of (A7, A8)."""
    return draft.variant in CONDITIONAL and any(
        passage.search(TELLING, quote) and passage.search(modality.SUPPOSED[0], quote) for quote in passage.quotes
    )


@rule
def status_needs_its_words(draft: Draft, passage: Passage) -> Draft:
    """What words tell as done occurred, where none says otherwise; a dispute is never requested or refused."""
    speech, told = passage.speech, passage.told
    if draft.status == "occurred" or cues.status_told(draft.kind, told, speech):
        return draft
    if draft.is_dispute and draft.status != "planned":
        return dataclasses.replace(draft, status="occurred") if speech.knows("events.dispute.accuse") else draft
    if draft.is_dispute and speech.compile(cues.SAID).search(told):
        return dataclasses.replace(draft, status="occurred")
    ahead, behind = _days(passage)
    held = not draft.is_dispute and draft.status not in LAST and modality.held(told, speech)
    if not held and (ahead or _goes_with(draft, passage)):
        return draft
    done = modality.took_place(draft.kind, told, speech) or modality.is_told(told, speech, behind=behind)
    return dataclasses.replace(draft, status="occurred") if done else draft


def _days(passage: Passage) -> tuple[bool, bool]:
    """Say whether a day of the quotes lies ahead of publication, and whether one lies behind it.

    A day that may be read as either counts as what is nearer, where the other reading is far.
    """
    told_on, ahead, behind = passage.published, False, False
    for quote in passage.quotes:
        for day in passage.days(quote) if told_on else ():
            last, following = (passage.date(passage.words(day), told_on, planned=planned) for planned in (False, True))
            if told_on is None or last is None or following is None:
                continue
            back, on = (told_on - last.end).days, (following.start - told_on).days
            ahead |= back < 0 or (on > 0 and on < FAR <= back)
            behind |= on <= 0 <= back or (back < FAR <= on and back >= 0)
    return ahead, behind


@rule
def words_tell_a_plan_or_its_end(draft: Draft, passage: Passage) -> Draft:
    """A contact that the words call off is cancelled, and what they tell as to come is planned: *akan bertemu*."""
    told = cues.status_told(draft.kind, passage.told, passage.speech)
    if told is None or told == draft.status or draft.status in LAST or _is_condition(draft, passage):
        return draft
    if draft.status == "occurred":
        ended = told in LAST
        kind, words, speech = draft.kind, passage.told, passage.speech
        if modality.held(words, speech) if ended else modality.took_place(kind, words, speech):
            return draft
    elif _goes_with(draft, passage):
        return draft
    return dataclasses.replace(draft, status=told)


def _goes_with(draft: Draft, passage: Passage) -> bool:
    """Say whether words that go with the status stand in the sentences of the quotes."""
    sentences = (passage.words(modality.sentence_of(passage, quote)) for quote in passage.quotes)
    return any(cues.has_status(draft.status, words, passage.speech) for words in sentences)


@rule
def words_tell_the_variant(draft: Draft, passage: Passage) -> Draft:
    """The first channel, form or act of which the words have a cue counts, but where they have one of the model's."""
    variants = cues.variants_told(draft.kind, passage.told, passage.speech)
    if not variants or draft.variant in variants or (draft.variant, variants[0]) == ("threaten", "warn"):
        return draft  # what is warned of may be what the other is threatened with: codebook A7, A8
    if _is_condition(draft, passage):
        return draft  # a deed that it names is what it is about
    return dataclasses.replace(draft, variant=variants[0])


STATUS: Final[tuple[Step, ...]] = (
    what_did_not_happen_is_no_event,
    status_needs_its_words,
    words_tell_a_plan_or_its_end,
)
VARIANT: Final[tuple[Step, ...]] = (words_tell_the_variant,)
