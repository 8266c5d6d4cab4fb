"""What grounding answers with: where a quote stands, or why it does not."""

from dataclasses import dataclass
from typing import Final, Literal

from memcon.records import Match

LONGEST: Final = 10_000
"""Characters of a quote: a sentence has at most a thousand, and a quote is one or a few."""
Span = tuple[int, int]
"""Start and end in code points of the text as stored."""

Reason = Literal[
    "empty", "too_short", "too_long", "inside_word", "absent",
    "changed_negation", "changed_number", "changed_month", "changed_weekday", "changed_country", "changed_name",
    "changed_verb", "changed_question", "changed_word", "added_words", "lost_words",
    "elided_meaning", "elided_sentence",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordChange:
    """One difference between a quote and the text: `quote` stands in the one where `text` stands in the other."""

    quote: str
    """Words of the quote, as the model wrote them; empty where the quote leaves something out."""
    text: str
    """Words of the text, as stored; empty where the quote adds something."""

    def __str__(self) -> str:
        if not self.text:
            return f"+{self.quote!r}"
        return f"{self.text!r} → {self.quote!r}" if self.quote else f"-{self.text!r}"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a quote stands: `text[start:end]` is the evidence."""

    start: int
    end: int
    match: Match
    """`exact`: the same characters; `folded`: but for case, spacing, quotation marks and what cannot be seen;
    `near`: but for punctuation, small words or an ellipsis, see `diff`."""
    diff: tuple[WordChange, ...] = ()
    """For `near`: what the quote has otherwise than the text."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a quote does not stand in a text."""

    reason: Reason
    detail: str
    """The reason in words."""
    diff: tuple[WordChange, ...] = ()
    """The differences from the nearest place, where there is one."""
    near: Span | None = None
    """The place in the text that comes nearest to the quote."""
