"""What a strategy made of each sentence before it asked about it: for who wonders about an event."""

import dataclasses
from collections.abc import Mapping
from typing import Final, Literal

from memcon.records.article import Sentence
from memcon.records.vocabulary import Kind

Outcome = Literal["nobody", "unlikely", "no_label", "none", "asked", "joined", "no_answer"]
"""`nobody`: nobody is named who could take part, and nothing was asked. `unlikely`: nor was it, since its words are
unlike those of a report. `no_label`, `no_answer`: the answer was of no use. `none`: label and words together did not
let it pass. `joined`: it goes on about a sentence before it."""
PassedBy = Literal["label", "backed", "words"]
"""The label alone was sure enough; it was less sure, and the words say so too; or the words alone decided."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Triaged:
    """What became of one sentence of the body in triage."""

    sentence: Sentence
    words: str
    """The sentence, on one line."""
    outcome: Outcome
    label: str | None = None
    """The model's; None where it was not asked, since the words told enough, or gave none."""
    probabilities: Mapping[str, float] | None = None
    """Of each label; None where the endpoint tells none."""
    kind: Kind | None = None
    """What it was taken to report."""
    by: PassedBy | None = None
    """What let it pass."""
    joined_to: int | None = None
    """The number of the sentence whose event it was taken to go on about."""

    @property
    def shares(self) -> str:
        """The label in words, with the probability of each where they are told; empty without one."""
        if self.probabilities:
            likely = sorted(self.probabilities.items(), key=lambda one: -one[1])
            return ", ".join(f"{label} {share:.2f}" for label, share in likely)
        return self.label or ""

    @property
    def told(self) -> str:
        """What became of it, in words."""
        label = f"the label: {self.shares}; " if self.shares else ""
        match self.outcome:
            case "nobody" | "unlikely" | "no_label":
                return _UNLABELLED[self.outcome]
            case "none":
                return label.removesuffix("; ")
            case "joined":
                return f"{label}goes on about sentence {self.joined_to}"
            case "no_answer":
                return f"{label}asked about as a {self.kind}, without an answer of use"
            case "asked":
                return f"{label}{_PASSED[self.by or 'label']}asked about as a {self.kind}"


_UNLABELLED: Final = {
    "nobody": "names nobody who could take part: not asked about",
    "unlikely": "its words are unlike those of a report: not asked about",
    "no_label": "the label got no answer of use",
}
_PASSED: Final[Mapping[PassedBy, str]] = {
    "label": "", "backed": "its words say so too: ", "words": "its words alone decide: "
}  # fmt: skip
