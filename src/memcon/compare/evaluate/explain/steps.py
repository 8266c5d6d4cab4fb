"""The steps of an extraction at which an event is lost, kept or told twice, in the order of its way."""

from collections.abc import Mapping
from typing import Final

STEPS: Final[Mapping[str, str]] = {
    # missed
    "gold": "the gold's words stand nowhere in the article",
    "not_read": "the run does not tell of the article",
    "failed": "the article could not be read",
    "not_body": "its words are no part of the body",
    "unlikely": "its sentence has words unlike those of a report, and was not asked about",
    "nobody": "its sentence names nobody who could take part, and was not asked about",
    "none": "the label of its sentence let nothing pass",
    "not_pointed_at": "the model pointed at nothing there",
    "no_answer": "the question got no answer of use",
    "refused": "a rule refused it",
    "kind": "it was taken for another kind",
    "shared": "one event was drawn from its sentence, and is another of the gold",
    "joined": "its sentence was taken to go on about one before it",
    "merged": "it went into another event of the article by merging",
    "elsewhere": "an event quotes more of other sentences than of its own",
    "confidence": "its confidence is below --min-confidence",
    "reviewer": "a reviewer's decision",
    "gone": "read again it is there: the run was made by other rules",
    # wrong
    "no_proof": "its quotes do not stand at their offsets",
    "label": "the label alone was sure, and no rule refused it",
    "backed": "the label was less sure, its words said so too, and no rule refused it",
    "words": "the words alone let it pass, whatever the label said",
    "pointed_at": "the model pointed at it, and no rule refused it",
    # double
    "status": "merging: another status",
    "days": "merging: other days",
    "acts": "merging: other acts",
    "sides": "merging: other sides or people",
    "deeds": "merging: two deeds, told in different words",
    "points": "merging: too little speaks for one event",
    "others": "merging: other mentions are against it",
    # all
    "unknown": "the outputs tell no more",
}
"""What each is called, in a table."""
