"""What the other files of a run tell of a review: what was rejected, and how much of it in which article."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence

from memcon.amend.values import Reviewed
from memcon.records import ArticleState, Rejected


def rejected_order(line: Rejected) -> tuple[str, str, str, str, str]:
    """Return the key by which lines of `rejected.jsonl` are sorted."""
    return line.article, line.kind or "", line.field, line.reason, line.text


def told_rejected(
    reviewed: Reviewed, rejected: Iterable[Rejected], states: Sequence[ArticleState]
) -> tuple[tuple[Rejected, ...], tuple[ArticleState, ...]]:
    """Return the lines of `rejected` and `articles.jsonl` with what reviewers rejected among what did not hold."""
    more = Counter(line.article for line in reviewed.rejected)
    lines = tuple(sorted((*rejected, *reviewed.rejected), key=rejected_order))
    return lines, tuple(
        dataclasses.replace(state, rejected=state.rejected + more[state.article]) if more[state.article] else state
        for state in states
    )
