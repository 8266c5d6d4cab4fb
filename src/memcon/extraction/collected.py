"""What a run has collected: mentions, what was rejected, how each article ended; on disk, in the order of their files.

What reviewers decided of earlier runs is applied to it. Without decisions nothing is read back into memory.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from pydantic import TypeAdapter

from memcon.events.amend import ArticleText, Reviewed, apply
from memcon.evidence.recalibration import with_fit
from memcon.extraction.article import Extraction
from memcon.extraction.progress import Tally
from memcon.outputs.spool import Spool
from memcon.records import Article, ArticleState, Event, Mention, Rejected
from memcon.records.calibration import ConfidenceFit
from memcon.records.decision import Add, Decision, articles_named

_MENTION: Final = TypeAdapter(Mention)
_REJECTED: Final = TypeAdapter(Rejected)
_STATE: Final = TypeAdapter(ArticleState)


class Collected:
    """What a run has collected so far, and the decisions that wait for its end."""

    def __init__(self, review: Sequence[Decision] = (), fit: ConfidenceFit | None = None) -> None:
        """Collect what comes; `fit` is how confidence was fitted anew, which holds of what articles give."""
        self._review, self._fit = review, fit
        self._kept = frozenset(decision.seen.article for decision in review if isinstance(decision, Add))
        self._texts: dict[str, str] = {}
        self.mentions = Spool(_MENTION)
        self.rejected = Spool(_REJECTED)
        self.states = Spool(_STATE)
        self.tally = Tally()
        self.prompts: set[str] = set()
        """Name and version of each that something was told by, also where a package's strategy asks no model."""

    def keep(self, article: Article) -> None:
        """Keep the text of an article where a decision may ask for it: a reviewer added an event to it."""
        if article.id in self._kept:
            self._texts[article.id] = article.text

    def add(self, extraction: Extraction) -> None:
        """Take in what an article gave, and how it ended."""
        mentions = (with_fit(mention, self._fit) for mention in extraction.mentions)
        self.take(mentions, extraction.rejected, (extraction.state,))

    def take(self, mentions: Iterable[Mention], rejected: Iterable[Rejected], states: Iterable[ArticleState]) -> None:
        """Take in what articles gave, in the order of each, and how they ended."""
        for mention in mentions:
            self.prompts.add(mention.prompt)
            self.mentions.add(mention, *mention.order)
        self._reject(rejected)
        for state in states:
            self._end(self.states, state)
            self.tally.add(state)

    def reviewed(self, events: Sequence[Event], texts: Mapping[str, str] = MappingProxyType({})) -> Reviewed | None:
        """Apply the decisions to `events`, the mentions merged; None where there are no decisions.

        What reviewers rejected is told among what was rejected, and counted with its article. `texts` are those of
        articles that were not kept, by id.
        """
        if not self._review:
            return None
        named = articles_named(self._review)
        ended = {state.article: state for state in self.states if state.article in named}
        held = {**texts, **self._texts}
        seen = {name: ArticleText.of(state, held.get(name)) for name, state in ended.items()}
        reviewed = apply(tuple(events), self.mentions, self._review, seen)
        self._reject(reviewed.rejected)
        self._count(Counter(line.article for line in reviewed.rejected))
        return reviewed

    def _reject(self, lines: Iterable[Rejected]) -> None:
        for one in lines:
            self.prompts.update({one.prompt} if one.prompt else ())
            self.rejected.add(one, *one.order)

    def _count(self, more: Counter[str]) -> None:
        """Count `more` findings rejected, by article."""
        if not more:
            return
        self.tally.rejected += more.total()
        states = Spool(_STATE)
        for state in self.states:
            self._end(states, dataclasses.replace(state, rejected=state.rejected + more[state.article]))
        self.states = states

    @staticmethod
    def _end(states: Spool[ArticleState], state: ArticleState) -> None:
        states.add(state, *state.order)
