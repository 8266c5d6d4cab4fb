"""Lay two judged runs side by side: what one found that the other did not, and whether that is more than chance."""

from collections.abc import Sequence
from dataclasses import dataclass

from memcon.compare.evaluate.chance import Scores, chances
from memcon.compare.evaluate.count import PartScores, part, tally_article
from memcon.compare.evaluate.judge import proven
from memcon.compare.evaluate.values import GoldPair, Judged, Prediction

_SAME = 0.5
"""Of the shorter evidence; so much shared makes two predictions of one kind the same mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What one run gained and lost against another, on the same articles and gold."""

    other: PartScores
    gained: tuple[GoldPair, ...]
    """Required events that this run alone found."""
    lost: tuple[GoldPair, ...]
    """Required events that the other alone found, with what it found."""
    new_wrong: tuple[Prediction, ...]
    """Wrong or duplicate here, and not there."""
    gone_wrong: tuple[Prediction, ...]
    """Wrong or duplicate there, and not here."""
    chances: Scores
    """p-values of the differences of precision, recall and F1."""


def against(ours: Sequence[Judged], theirs: Sequence[Judged], *, seed: int = 0) -> Against:
    """Compare two runs that were judged on the same articles and gold."""
    both = list(zip(ours, theirs, strict=True))
    return Against(
        other=part(theirs),
        gained=tuple(pair for one, other in both for pair in _only(one, other)),
        lost=tuple(pair for one, other in both for pair in _only(other, one)),
        new_wrong=tuple(prediction for one, other in both for prediction in _errors_only(one, other)),
        gone_wrong=tuple(prediction for one, other in both for prediction in _errors_only(other, one)),
        chances=chances([tally_article(one) for one in ours], [tally_article(one) for one in theirs], seed=seed),
    )


def _only(ours: Judged, theirs: Judged) -> list[GoldPair]:
    known = {pair.gold.id for pair in theirs.matched}
    return [pair for pair in ours.matched if pair.gold.id not in known]


def _errors_only(ours: Judged, theirs: Judged) -> list[Prediction]:
    """Return the errors of `one` that `other` does not make, each error of `other` standing for one."""
    text = ours.article.text
    left = [(prediction.kind, proven(prediction, text)) for prediction in (*theirs.wrong, *theirs.duplicate)]
    only = []
    for prediction in (*ours.wrong, *ours.duplicate):
        here = proven(prediction, text)
        same = next((x for x in left if x[0] == prediction.kind and _shared(here, x[1]) >= _SAME), None)
        if same is None:
            only.append(prediction)
        else:
            left.remove(same)
    return only


def _shared(left: frozenset[int], right: frozenset[int]) -> float:
    if not left or not right:
        return 1.0 if left == right else 0.0
    return len(left & right) / min(len(left), len(right))
