"""Where an event took place, and who asked for the contact: the words, grounded, and the country that they name."""

import dataclasses
from typing import Final

from memcon.evidence.draft import Draft
from memcon.evidence.passage import Passage
from memcon.evidence.rules import needed, rule
from memcon.evidence.sides import VISIT
from memcon.text.capitals import LOWER


def _behind(words: str) -> str:
    """Return the template of words at the end of a text, behind which a place is named: *di kota* Bandung."""
    return rf"{words}{{_}}(?:{{words.names.articles}}{{_}})?(?:[{LOWER}]+\s+){{0,2}}$"


PLACED: Final = _behind("{words.prepositions.at}")
"""Before the name of a place at which something is."""
VISITED: Final = _behind("{words.prepositions.at|words.prepositions.to|events.meets.visit}")
"""The same of a visit: where it goes to, too."""


@needed
def place_stands(draft: Draft, passage: Passage) -> Draft:
    """The model's words for the place must stand in or near the quotes."""
    words = draft.candidate.place_words
    if not words:
        return draft
    span = passage.ground(words)
    if span is None:
        detail = "the words do not stand in or near the quotes"
        return draft.refuse("place", "absent", detail, words, rule="place_stands", passage=passage)
    evidence = passage.evidence(span)
    return dataclasses.replace(draft, place=passage.place_of(evidence.text), place_evidence=evidence)


@rule
def meeting_is_at_the_place_told(draft: Draft, passage: Passage) -> Draft:
    """A meeting of which the model tells no place is where the quotes name one behind a word for it: *in Geneva*."""
    if draft.place or draft.kind != "meeting" or draft.candidate.place_words:
        return draft
    for quote in passage.quotes:
        before = passage.pattern(VISITED if passage.search(VISIT, quote) else PLACED)
        for span in passage.places(quote):
            if before.search(passage.before(span[0], 60)):
                evidence = passage.evidence(span)
                return dataclasses.replace(draft, place=passage.place_of(evidence.text), place_evidence=evidence)
    return draft


@needed
def who_asked_stands(draft: Draft, passage: Passage) -> Draft:
    """Who asked for a contact must stand in or near the quotes, and be of one of its sides."""
    words = draft.candidate.initiator
    if not words:
        return draft
    span = passage.ground(words)
    if span is None:
        detail = "who asked for it does not stand in or near the quotes"
        return draft.refuse("name", "absent", detail, words, rule="who_asked_stands", passage=passage)
    stored = passage.words(span)
    code = passage.country(stored)
    names = ((passage.words(party.name), party.country) for party in draft.parties)
    named = (country for name, country in names if name in stored or stored in name)
    return dataclasses.replace(draft, initiator=code if code in draft.countries else next(named, None))
