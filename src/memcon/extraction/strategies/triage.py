"""Decide from a label's probabilities, and from the words of the sentence, whether and about what to ask further.

Alone, the model must be sure. Where the sentence names two parties and has a word of contact or of dispute, it may
be less so; and where one state acts on another in so many words, what it says does not matter. Call and meeting are
one to begin with: a small model is surer that there was contact than of its kind.
"""

import dataclasses
import re
from collections.abc import Mapping
from typing import Final, Self

from memcon.evidence import cues
from memcon.evidence.acts import acts_outright
from memcon.evidence.passage import Text
from memcon.models.base import Label
from memcon.records import Kind, PassedBy
from memcon.text.capitals import LETTER, LOWER, UPPER

SURE: Final[Mapping[str, float]] = {"contact": 0.8, "dispute": 0.8}
"""Least probability of contact, or of a dispute, on the model's word alone."""
BACKED: Final[Mapping[str, float]] = {"contact": 0.5, "dispute": 0.35}
"""The same where the words say so too. Both chosen out of a grid, on hand-read articles of which only the seeds are
kept: `benchmarks/quality.md`, docs/adr/0006-thresholds.md."""
NAME: Final = re.compile(rf"(?<=[^\W\d_{UPPER},(] )[{UPPER}][{LETTER}’'-]+")
"""A capitalised word within a sentence."""
CASED: Final = re.compile(f"[{LOWER}]")


@dataclasses.dataclass(frozen=True, slots=True)
class NamedParties:
    """Whom a sentence names."""

    countries: int
    """Different countries and organisations."""
    names: int
    """Capitalised words within the sentence; 2 in scripts without capitals."""
    outright: bool = False
    """Whether one acts on another in so many words: `Kenya menuduh Peru …`."""

    @classmethod
    def named_in(cls, sentence: Text) -> Self:
        """Count the parties that a sentence names."""
        names = len(NAME.findall(sentence.text)) if CASED.search(sentence.text) else 2
        countries = len({country.code for country in sentence.countries(sentence.whole)})
        return cls(countries, names, countries > 0 and acts_outright(sentence))

    @property
    def any(self) -> bool:
        """Whether anyone is named who could take part; a sentence about nobody reports no event of its own."""
        return self.countries > 0 or self.names > 1

    @property
    def two(self) -> bool:
        """Whether two could be: two countries, or one and two names."""
        return self.countries > 1 or (self.countries == 1 and self.names > 1)


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """What a sentence is taken to report, and how likely it is."""

    kind: Kind
    confidence: float | None
    """Probability of contact or of dispute; None where the endpoint tells none."""
    by: PassedBy = "label"


def judge(label: Label, sentence: Text, parties: NamedParties) -> Verdict | None:
    """Return what `sentence` is to be asked about, None when it reports nothing."""
    if label.probabilities is None:
        return None if label.value == "none" else Verdict(label.value, None)  # type: ignore[arg-type]  # a TriageLabel
    words, speech = sentence.text, sentence.speech
    call, meeting, dispute = (label.probabilities[kind] for kind in ("call", "meeting", "dispute"))
    if parties.any and cues.summons(words, speech) and call + meeting + dispute >= SURE["dispute"]:
        return Verdict("dispute", call + meeting + dispute, _by(dispute, "dispute"))
    kind: Kind = "call" if call > meeting else "meeting"
    if cues.calls_on(words, speech):
        sure = call + meeting + dispute >= SURE["dispute"]
        told = Verdict("dispute", call + meeting + dispute, _by(dispute, "dispute"))
        return told if sure and parties.countries else None
    backed = parties.two and cues.tells(kind, words, speech)
    contact = call + meeting >= (BACKED if backed else SURE)["contact"]
    backed = parties.countries > 1 and cues.tells("dispute", words, speech)
    against = dispute >= (BACKED if backed else SURE)["dispute"]
    if contact and not (against and dispute > call + meeting):
        return Verdict(kind, call + meeting, _by(call + meeting, "contact"))
    if not against and not parties.outright:
        return None
    return Verdict("dispute", dispute, _by(dispute, "dispute") if against else "words")


def _by(probability: float, family: str) -> PassedBy:
    """Say whether the label was sure by itself."""
    return "label" if probability >= SURE[family] else "backed"
