"""What came of a review: the events as decided, and what became of each decision."""

import dataclasses
from collections import Counter
from collections.abc import Mapping
from typing import Final, Literal

from memcon.records import Event, Rejected
from memcon.records.decision import Add, Decision, Read, targets

SIDELESS: Final = "an event has sides: it names no country and no organisation"
"""Why an event is none that nobody is a side of."""
State = Literal["held", "changed", "stale", "undone"]
"""`held`: applied, and all is as it was. `changed`: applied, though what it was made on has changed since. `stale`: not
applied, for want of what it was made on; it is kept, and holds again when that comes back. `undone`: by a later one."""

REVIEWED: Final = "reviewed"
"""The reason of a line of `rejected.jsonl` that a reviewer's decision put there."""
REASONS: Final[Mapping[str, str]] = {
    "article_absent": "its article is not in this run",
    "article_changed": "its article has changed",
    "event_gone": "no event stands on its words any more",
    "quote_moved": "the quotes are others",
    "machine_changed": "the machine says something else",
    "other_event": "the event on its words is another",
    "agreed": "the machine says so by itself now",
    "found_since": "the machine finds it by itself now",
    "words_absent": "its words are not those of its article",
    "invalid": "its values make no event together",
}
"""Machine words for why a decision did not hold, or holds with a difference; and what they mean."""


@dataclasses.dataclass(frozen=True, slots=True)
class Cause:
    """One thing that has changed since a decision was made."""

    reason: str
    """A key of REASONS."""
    detail: str = ""
    """In words: which field, from what to what."""

    def __str__(self) -> str:
        words = REASONS[self.reason]
        return f"{words}: {self.detail}" if self.detail else words


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one decision."""

    decision: Decision
    state: State
    causes: tuple[Cause, ...] = ()
    events: tuple[str, ...] = ()
    """Ids, as they are now, of the events that it shaped."""


@dataclasses.dataclass(frozen=True, slots=True)
class Reviewed:
    """The events of a run as reviewers decided."""

    events: tuple[Event, ...]
    """In the order of their file."""
    dropped: tuple[Event, ...]
    """What reviewers rejected, as the machine has it, its `review` telling who."""
    rejected: tuple[Rejected, ...]
    """The same as lines of `rejected.jsonl`, one for each mention."""
    outcomes: tuple[Outcome, ...]
    """One for each decision, in the order in which they were made."""

    @property
    def kinds(self) -> Counter[str]:
        """Return how many events there are of each kind."""
        return Counter(event.kind for event in self.events)

    def count(self, state: State) -> int:
        """Return how many decisions ended so; what undoes another is none of its own."""
        return sum(outcome.state == state for outcome in self.outcomes if outcome.decision.action != "undo")


def tell(outcome: Outcome) -> str:
    """Return in a line what became of a decision, and why."""
    decision = outcome.decision
    about = ", ".join(target.event.id for target in targets(decision))
    if isinstance(decision, Add):
        about = f"{decision.mention.kind} in {decision.mention.article}"
    if isinstance(decision, Read):
        about = decision.seen.article
    head = f"{decision.action} {about or decision.id} by {decision.who}"
    became = {"held": "holds", "changed": "holds, but", "stale": "does not hold:", "undone": "undone"}[outcome.state]
    return " ".join((head, became, "; ".join(map(str, outcome.causes)))).rstrip()
