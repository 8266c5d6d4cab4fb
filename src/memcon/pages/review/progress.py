"""How a person gets on with a review: what he read whole, and how much he decided when."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Final

from memcon.events.amend import Outcome
from memcon.records.decision import Decision, Read, Undo

QUARTER: Final = 900
"""Seconds in which decisions are counted together: every time zone begins its days on such a quarter of an hour."""
TOLD: Final = dt.timedelta(days=2)
"""What a page is told of: wherever it is, its day has begun since."""


class Progress:
    """What one person did; follows a review."""

    def __init__(self, who: str) -> None:
        self._who = who
        self._made: Counter[int] = Counter()
        self.read: dict[str, str] = {}
        """By article that was read whole, the decision that says so."""

    def learn(self, decisions: Iterable[Decision]) -> None:
        """Count decisions that were made."""
        for decision in decisions:
            if decision.who == self._who and not isinstance(decision, Undo):
                self._made[int(decision.when.timestamp()) // QUARTER * QUARTER] += 1

    def look(self, outcomes: Iterable[Outcome]) -> None:
        """Learn from all that has become of decisions which articles are read whole, as they are now."""
        held = [outcome for outcome in outcomes if outcome.state == "held" and outcome.decision.who == self._who]
        self.read = {one.seen.article: one.id for one in (o.decision for o in held) if isinstance(one, Read)}

    def told(self, now: dt.datetime) -> list[tuple[int, int]]:
        """Return how many decisions were made in each quarter of an hour, by its start in seconds of Unix time."""
        since = (now - TOLD).timestamp()
        return sorted((start, made) for start, made in self._made.items() if start >= since)
