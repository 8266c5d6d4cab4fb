"""What the words of a quote say of an event's status and variant, against what the model says of them.

A status other than `occurred` needs words that say so, as every fact does: a small model calls half of all contacts
planned or requested. Where the quote has cues of other variants only, the first of them wins over the model's choice.
"""

import dataclasses
from typing import Final

from memcon.evidence import cues
from memcon.evidence.draft import Draft
from memcon.evidence.passage import Passage
from memcon.evidence.rules import Step, rule


@rule
def status_needs_its_words(draft: Draft, passage: Passage) -> Draft:
    """A status other than `occurred` needs words that say so; a demand and a refusal are disputes that occurred.

    Where nothing is known of how the language tells it, the model's word stands.
    """
    speech, told = passage.speech, passage.told
    if draft.status == "occurred" or cues.status_told(draft.kind, told, speech):
        return draft
    has = cues.has_status(draft.status, told, speech)
    stands = has is None or (has and not draft.is_dispute)
    return draft if stands else dataclasses.replace(draft, status="occurred")


@rule
def words_tell_a_plan_or_its_end(draft: Draft, passage: Passage) -> Draft:
    """A contact that the words call off is cancelled, and what they tell as to come is planned: *akan bertemu*."""
    told = cues.status_told(draft.kind, passage.told, passage.speech)
    return dataclasses.replace(draft, status=told) if told else draft


@rule
def words_tell_the_variant(draft: Draft, passage: Passage) -> Draft:
    """The first channel, form or act of which the words have a cue counts, but where they have one of the model's."""
    variants = cues.variants_told(draft.kind, passage.told, passage.speech)
    if not variants or draft.variant in variants:
        return draft
    return dataclasses.replace(draft, variant=variants[0])


@rule
def deed_needs_its_words(draft: Draft, passage: Passage) -> Draft:
    """A dispute whose words tell no act is no more than criticism: a deed needs words that tell it."""
    known = passage.speech.knows("events.dispute.criticise")
    if not draft.is_dispute or not known or draft.variant in cues.WORDS:
        return draft
    told = cues.variants_told(draft.kind, passage.told, passage.speech)
    return draft if told else dataclasses.replace(draft, variant="criticise")


STATUS: Final[tuple[Step, ...]] = (status_needs_its_words, words_tell_a_plan_or_its_end)
VARIANT: Final[tuple[Step, ...]] = (words_tell_the_variant, deed_needs_its_words)
