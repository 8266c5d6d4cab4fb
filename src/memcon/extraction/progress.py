"""How far a run is: counted as it goes, in constant time and memory. Knows nothing of terminals."""

import dataclasses
from collections import Counter

from memcon.models.usage import TrafficState, Usage
from memcon.records import ArticleState


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is; given to the caller before the first article, after each, and once a second between."""

    finished: int
    failed: int
    mentions: int
    article: str | None
    """Id of the article that has just ended; None between articles."""
    seconds: float
    """Since the run began."""
    usage: Usage
    traffic: TrafficState
    """Calls in flight, and why the next one waits."""


class Tally:
    """Counts articles as they end."""

    def __init__(self) -> None:
        self.states: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        """Reasons of articles that failed."""
        self.mentions = 0
        self.rejected = 0
        self.copies = 0
        """Articles that were read with the answers about others."""
        self.prompt_tokens = self.completion_tokens = self.cached_tokens = 0

    def add(self, state: ArticleState) -> None:
        """Count an article that has ended."""
        self.states[state.state] += 1
        if state.state == "failed":
            self.failures[state.reason or ""] += 1
        self.copies += state.copy_of is not None and state.state != "pending"
        self.mentions += state.mentions
        self.rejected += state.rejected
        self.prompt_tokens += state.prompt_tokens
        self.completion_tokens += state.completion_tokens
        self.cached_tokens += state.cached_tokens

    def progress(self, article: str | None, seconds: float, usage: Usage, traffic: TrafficState) -> Progress:
        """Return how far the run is."""
        return Progress(
            finished=self.states.total(),
            failed=self.states["failed"],
            mentions=self.mentions,
            article=article,
            seconds=seconds,
            usage=usage,
            traffic=traffic,
        )
