"""Apply what reviewers decided to the events of a run, old decisions to new events. Pure; loses no decision.

Each decision, in the order in which they were made, finds its event by the words and the claim it was made on
(`find`). What it was made on may have changed since: then it holds with a remark, or not at all, and says why.
"""

from collections.abc import Iterable, Mapping, Sequence

from memcon.events.amend.added import ArticleText
from memcon.events.amend.finish import finished
from memcon.events.amend.ongoing import OngoingReview, Touched
from memcon.events.amend.steps import ReviewInProgress
from memcon.events.amend.values import REASONS, REVIEWED, Cause, Outcome, Reviewed, State, tell
from memcon.events.merge import merge
from memcon.records import Event, Mention
from memcon.records.decision import Decision, Undo, distinct, undone

__all__ = [
    "REASONS", "REVIEWED", "ArticleText", "Cause", "OngoingReview", "Outcome", "Reviewed", "State", "Touched",
    "apply", "of_machine", "tell",
]  # fmt: skip


def apply(
    events: Sequence[Event],
    mentions: Iterable[Mention],
    decisions: Iterable[Decision],
    articles: Mapping[str, ArticleText],
) -> Reviewed:
    """Return the events of a run as decided, and what became of each decision.

    `events` is what merging `mentions` gives; where it was reviewed already, it is merged anew, so that applying twice
    is the same as once. A decision told twice counts once. `articles` are those of the run, by id; their texts are
    asked for only where a reviewer added an event to an article that has changed.
    """
    known = tuple(mentions)
    machine = of_machine(events, known)
    told = distinct(decisions)
    if not told:
        return Reviewed(tuple(machine), (), (), ())
    void = undone(told)
    progress = ReviewInProgress(machine, known, articles)
    for decision in told:
        if decision.id in void:
            progress.outcome(decision, "undone")
        elif isinstance(decision, Undo):
            progress.outcome(decision, "held")
        else:
            progress.work(decision)
    return finished(progress)


def of_machine(events: Sequence[Event], mentions: Sequence[Mention]) -> Sequence[Event]:
    """Return the events as no reviewer has changed them: themselves, or where one was, the mentions merged anew."""
    proofs = {proof.mention for event in events for proof in event.mentions}
    untouched = not any(event.review for event in events) and proofs == {mention.id for mention in mentions}
    return events if untouched else merge(mentions)
