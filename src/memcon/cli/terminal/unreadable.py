"""Which of the articles that cannot be read are told one by one: of each reason the first, and how many more."""

from collections import Counter
from typing import Final

from memcon.records import ArticleState

MOST_TOLD: Final = 20
"""Failed articles of a kind that are told one by one; a file may hold as many as it has lines."""


class Unreadable:
    """Articles that could not be read, by reason."""

    def __init__(self) -> None:
        self.reasons: Counter[str] = Counter()

    def lines(self, state: ArticleState) -> list[str]:
        """Take one in, and return what to say of it: nothing where enough of its reason were told."""
        reason = state.reason or "failed"
        self.reasons[reason] += 1
        return [f"memcon: {state.detail}"] if self.reasons[reason] <= MOST_TOLD else []

    def rest(self) -> list[str]:
        """Return what to say in the end of those that were not told."""
        more = {reason: count - MOST_TOLD for reason, count in self.reasons.most_common() if count > MOST_TOLD}
        if not more:
            return []
        told = ", ".join(f"{reason} {count:,}" for reason, count in more.items())
        return [f"memcon: … and {sum(more.values()):,} more that cannot be read: {told}"]
