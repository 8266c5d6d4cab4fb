"""What is known of how an article was read, and what is told of an event or a field that is not right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from memcon.articles.marked import Mark
from memcon.compare.evaluate.values import Gold, Prediction
from memcon.evidence.establish import Established
from memcon.records import ArticleState, Event, Mention, Rejected, Triaged

What = Literal["missed", "wrong", "duplicate", "field"]
MODEL: Final = "the model"
MERGING: Final = "merging"
REVIEWER: Final = "a reviewer"
UNKNOWN: Final = "not told"
"""The outputs do not tell it, and the answers are not at hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAgain:
    """What an article gave when it was read again from the answers that its run was read from."""

    triaged: tuple[Triaged, ...]
    """Empty of a strategy that asks about the whole article."""
    events: tuple[Established, ...]

    def of_mention(self, mention: Mention) -> Established | None:
        """Return what became the mention; None where nothing does now."""
        same = (one for one in self.events if one.mention and one.mention.quotes == mention.quotes)
        alike = [one for one in same if one.mention and one.mention.kind == mention.kind]
        return next((one for one in alike if one.mention and one.mention.date == mention.date), next(iter(alike), None))

    def sentences(self, start: int, end: int) -> tuple[Triaged, ...]:
        """Return what became of the sentences within these characters of the article."""
        return tuple(one for one in self.triaged if one.sentence.start < end and start < one.sentence.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of how one article was read: all that the run wrote of it, and what its answers give."""

    state: ArticleState | None = None
    """None where the run does not tell of the article."""
    events: Mapping[str, Event] = field(default_factory=dict)
    """Those to which it contributes, by id."""
    mentions: Mapping[str, Mention] = field(default_factory=dict)
    """By id, its own and those of other articles for the same events."""
    rejected: tuple[Rejected, ...] = ()
    aside: tuple[Mark, ...] = ()
    """What of it is no part of the body."""
    again: ReadAgain | None = None
    """None where the answers are not at hand."""

    def mentions_of(self, found: Prediction) -> tuple[Mention, ...]:
        """Return the mentions of this article that a prediction is made of."""
        event = self.events.get(found.id)
        proofs = [proof for proof in event.mentions if proof.article == found.article] if event else []
        return tuple(self.mentions[proof.mention] for proof in proofs if proof.mention in self.mentions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Why one event, or one field of one, is not right."""

    what: What
    article: str
    step: str
    """The step that lost it, or kept it: a key of `steps.STEPS`. Of a field its name."""
    by: tuple[str, ...] = ()
    """Names of rules, or `the model`, `merging`, `a reviewer`, `not told`: who lost it, kept it or wrote it."""
    because: tuple[str, ...] = ()
    """In words, what decided first."""
    gold: Gold | None = None
    found: Prediction | None = None
    wanted: str = ""
    """Of a field: the value of the gold."""
    given: str = ""
    """Of a field: the value that was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why each event and each field that is not right is not."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()
    """What could not be told, and what to do."""

    def of(self, what: What) -> tuple[Finding, ...]:
        """Return the findings of one sort."""
        return tuple(one for one in self.findings if one.what == what)
