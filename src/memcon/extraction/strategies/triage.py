"""Decide from a label's probabilities, and from the words of the sentence, whether and about what to ask further.

Two witnesses are heard, the label of a small model and what the words alone make likely (`evidence.reporting`): their
log-odds are added, with weights taught on composed articles. Where one state acts on another in so many words, what
the model says does not matter. Call and meeting are one to begin with: a small model is surer that there was contact
than of its kind.
"""

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from memcon import _data
from memcon.evidence import cues
from memcon.evidence.passage import Text
from memcon.evidence.reporting import NamedParties, Odds
from memcon.models.base import Label
from memcon.records import Family, Kind, PassedBy

LEAST: Final = 0.4
"""Least probability of contact, or of a dispute, by both witnesses, at which a sentence is asked about."""
UNLIKELY: Final = -1.75
"""Log-odds by the words below which the model is not asked for a label: of 72 such sentences of the composed articles a
label let one pass."""
LIKELY: Final = 1.0
"""Log-odds by the words from which the model is not asked either: of 146 such sentences a label let all pass, and took
some for the other family."""
APART: Final = 1.0
"""How much more likely than the other family its own must then be by the words."""
SURE: Final = 0.8
"""Least probability at which a label counts by itself: where words that mislead a model tell of a dispute."""
EDGE: Final = 1e-3
"""As near to 0 and 1 as a probability of a label counts."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sentence is taken to report, and how likely it is."""

    kind: Kind
    confidence: float | None
    """Probability of contact or of dispute; None where the endpoint tells none."""
    by: PassedBy = "label"


def is_unlikely(parties: NamedParties, by_words: Odds) -> bool:
    """Say whether the words of a sentence are so unlike those of a report that no label could let it pass."""
    return by_words.most < UNLIKELY and not parties.outright


def judge_by_words(sentence: Text, by_words: Odds) -> Verdict | None:
    """Return what the words of a sentence tell so plainly that a label would change nothing; None to ask for one."""
    words, speech = sentence.text, sentence.speech
    if by_words.most < LIKELY or abs(by_words.contact - by_words.dispute) < APART:
        return None
    if cues.summons(words, speech) or cues.calls_on(words, speech):
        return None
    likely = 1 / (1 + math.exp(-by_words.most))
    if by_words.dispute > by_words.contact:
        return Verdict("dispute", probability("dispute", likely, by_words.dispute), "words")
    call, meeting = cues.only("call", words, speech), cues.only("meeting", words, speech)
    if call == meeting:
        return None
    return Verdict("call" if call else "meeting", probability("contact", likely, by_words.contact), "words")


def judge(label: Label, sentence: Text, parties: NamedParties, by_words: Odds) -> Verdict | None:
    """Return what `sentence` is to be asked about, None when it reports nothing."""
    if label.probabilities is None:
        return None if label.value == "none" else Verdict(label.value, None)  # type: ignore[arg-type]  # a TriageLabel
    words, speech = sentence.text, sentence.speech
    call, meeting, dispute = (label.probabilities[kind] for kind in ("call", "meeting", "dispute"))
    any_event = call + meeting + dispute
    if parties.any and cues.summons(words, speech) and any_event >= SURE:
        return Verdict("dispute", any_event, _by(dispute))
    if cues.calls_on(words, speech):
        return Verdict("dispute", any_event, _by(dispute)) if any_event >= SURE and parties.countries else None
    contact = probability("contact", call + meeting, by_words.contact)
    against = probability("dispute", dispute, by_words.dispute)
    if contact >= max(LEAST, against):
        return Verdict("call" if call > meeting else "meeting", contact, _by(call + meeting))
    if against >= LEAST:
        return Verdict("dispute", against, _by(dispute))
    return Verdict("dispute", against, "words") if parties.outright else None


def probability(family: Family, of_label: float, by_words: float) -> float:
    """Return the probability that a sentence reports contact, or a dispute: of what the label and the words say."""
    weights = _weights()[family]
    bounded = min(1 - EDGE, max(EDGE, of_label))
    score = weights["intercept"] + weights["label"] * math.log(bounded / (1 - bounded)) + weights["words"] * by_words
    return 1 / (1 + math.exp(-score))


def _by(probability: float) -> PassedBy:
    """Say whether the label would have let it pass by itself."""
    return "label" if probability >= SURE else "backed"


@functools.cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    return _data.toml("data/triage.toml")
