"""Tell why each event and each field that is not right is not: `memcon evaluate --explain`.

The step that lost a missed event, that let a wrong one through, or that left one told twice; and who wrote a wrong
field. What a run wrote tells much of it, the answers that it was read from the rest. Pure but for `source`.
"""

from collections.abc import Iterator, Mapping, Sequence

from memcon.compare.evaluate.calibrate import above
from memcon.compare.evaluate.explain.fields import fields
from memcon.compare.evaluate.explain.found import duplicate, wrong
from memcon.compare.evaluate.explain.missed import missed
from memcon.compare.evaluate.explain.values import Explanation, Finding, Known, ReadAgain
from memcon.compare.evaluate.values import Judged, Prediction

__all__ = ["Explanation", "Finding", "Known", "ReadAgain", "explain"]


def explain(
    judged: Sequence[Judged],
    known: Mapping[str, Known],
    *,
    predictions: Sequence[Prediction] = (),
    least: float = 0.0,
) -> Explanation:
    """Return why what is not right in judged articles is not; `known` is what is known of each, by id.

    `predictions` are all of the run: those below the confidence `least` were left out before it was judged.
    """
    kept = set(map(id, above(predictions, least)))
    dropped: dict[str, list[Prediction]] = {}
    for left in predictions:
        if id(left) not in kept:
            dropped.setdefault(left.article, []).append(left)
    findings: list[Finding] = []
    for one in judged:
        about = known.get(one.article.id) or Known()
        findings += missed(one, about, dropped.get(one.article.id, ()))
        findings += wrong(one, about)
        findings += duplicate(one, about)
        findings += fields(one, about)
    return Explanation(
        findings=tuple(findings),
        notes=tuple(_notes([known[one.article.id] for one in judged if one.article.id in known])),
    )


def _notes(known: Sequence[Known]) -> Iterator[str]:
    """Yield what of an explanation does not hold of the run as it stands, and what to do."""
    otherwise = sum(_differs(one, one.again) for one in known if one.again)
    if otherwise:
        yield (
            f"{otherwise:,} articles are read otherwise by this memcon than in the run: `memcon extract --reparse` "
            "into its folder makes it anew from the same answers, at no cost"
        )
    unread = sum(one.again is None for one in known)
    if unread and unread < len(known):
        yield f"of {unread:,} articles the ledger holds not all answers, or they are copies: what they were is not told"


def _differs(known: Known, again: ReadAgain) -> bool:
    wrote = {
        (one.kind, one.quotes)
        for one in known.mentions.values()
        if known.state and one.article == known.state.article and "@" not in one.id  # those that a reviewer added
    }
    return bool(wrote - {(event.mention.kind, event.mention.quotes) for event in again.events if event.mention})
