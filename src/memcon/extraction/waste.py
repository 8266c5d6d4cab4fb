"""When a run pays for nothing: one article after the other ends without an answer of use, or too many of them do.

Counts only articles that this run has paid for; what the ledger answers costs nothing, and stops nothing.
"""

import math
from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

from memcon.errors import NO_USE, ProviderStopped
from memcon.extraction.article import AGAIN
from memcon.extraction.asking import Took
from memcon.models.response import beginning
from memcon.records import ArticleState

SHARE: Final = 0.2
"""Of articles, that a model may leave without an answer of use and still be worth its price."""
IN_A_ROW: Final = 10
"""Articles without an answer of use, one after the other, that stop the run."""
ROWS: Final = 2
"""Times as many as in a row are too few for a share."""
CHANCE: Final = 1e-7
"""A larger share stops the run once it is less probable than this for a model that leaves `SHARE`."""
LOOKED_AT: Final = 100
"""Answers without use, the last ones, that are told where they did not come in a row."""
KINDS: Final = 3
"""Kinds of answers that are told, the most frequent first."""

ADVICE: Final[Mapping[str, str]] = {
    "invalid_answer": "take a model that keeps to a JSON Schema, or --strategy cascade, whose answers are short",
    "truncated": "raise --output-tokens, or take --strategy cascade, whose answers are short",
    "too_large": "take another model, or --strategy cascade, whose answers are short",
    "refused": "take a model that answers about news of politics",
    "content_filter": "take a provider, or a setting of its filter, that lets news of politics pass",
}
"""What to do, by the reason that is most frequent."""


class _Answer(NamedTuple):
    """Why an answer was of no use."""

    reason: str
    words: str


class Waste:
    """Takes in how articles end, and tells when the run is to stop."""

    def __init__(self, in_a_row: int | None) -> None:
        """Begin with nothing paid; `in_a_row` is `IN_A_ROW` where it is None, and 0 never stops."""
        self._most = IN_A_ROW if in_a_row is None else in_a_row
        self._row: list[_Answer] = []
        self._all: list[_Answer] = []
        self._useless = self._paid = 0

    def after(self, took: Took, state: ArticleState) -> ProviderStopped | None:
        """Take in how an article ended; return why the run is to stop, where it is."""
        if not self._most or not took.account.paid:
            return None
        self._paid += 1
        answer = _useless(took, state)
        if answer is None:
            self._row.clear()
            return None
        self._useless += 1
        self._row.append(answer)
        self._all = [*self._all[-LOOKED_AT:], answer]
        if len(self._row) >= self._most:
            return self._reason(f"{len(self._row)} articles in a row", self._row, took)
        if self._useless >= ROWS * self._most and improbable(self._useless, self._paid):
            return self._reason(f"{self._useless} of {self._paid} articles", self._all, took)
        return None

    @staticmethod
    def _reason(who: str, answers: list[_Answer], last: Took) -> ProviderStopped:
        said = Counter(f"{each.reason}: {each.words}" for each in answers).most_common()
        told = "; ".join(f"{count} × {words}" for words, count in said[:KINDS])
        more = f"; and {len(said) - KINDS} other kinds" if len(said) > KINDS else ""
        begins = beginning(last.account.last)
        shown = f"; the last one begins “{begins}”" if begins else ""
        [(reason, _)] = Counter(each.reason for each in answers).most_common(1)
        return ProviderStopped(
            f"{who} were paid for and ended without an answer of use: stopped, before more is. The answers:"
            f" {told}{more}{shown}. What to do: {ADVICE[reason]}. The same command goes on with the next articles,"
            " --retry-failed asks again about these, and --max-useless 0 never stops so",
            "useless",
        )


def _useless(took: Took, state: ArticleState) -> _Answer | None:
    """Return why an article had no answer of use: it failed, or no question about an event of it was answered."""
    if state.state == "failed":
        return _Answer(state.reason or "", (state.detail or "").removesuffix(AGAIN)) if state.reason in NO_USE else None
    if state.mentions or took.filled or not took.lost:
        return None
    return _Answer(took.lost[-1].reason, str(took.lost[-1]))


def improbable(useless: int, paid: int) -> bool:
    """Tell whether so many of so many articles are more than `SHARE`, and chance does not explain it.

    By Chernoff's bound on the tail of a binomial distribution, which is never too small.
    """
    share = useless / paid
    if share <= SHARE:
        return False
    rest = (1 - share) * math.log((1 - share) / (1 - SHARE)) if share < 1 else 0.0
    return paid * (share * math.log(share / SHARE) + rest) > -math.log(CHANCE)
