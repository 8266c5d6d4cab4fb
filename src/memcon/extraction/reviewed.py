"""Apply what reviewers decided to a run on disk: its mentions are merged anew, and no model is asked.

The same files as those of a run that answers from its ledger, whatever it would be told this time: nothing of how the
run was made is told anew, it all stands in the run.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from memcon.articles.reread import reread
from memcon.errors import DataError, UsageError
from memcon.events.amend import REVIEWED, ArticleText, Reviewed, apply
from memcon.events.merge import merge
from memcon.outputs.alone import alone
from memcon.outputs.folder import RunFolder
from memcon.outputs.held import applied, seal_problems
from memcon.outputs.left_out import Tell, clash, hearing
from memcon.outputs.run_report import AppliedReview, RunReport
from memcon.records import ArticleState, Event, Rejected, run_files
from memcon.records.decision import Add, Decision, articles_named, clashing, distinct


@dataclasses.dataclass(frozen=True, slots=True)
class Application:
    """What came of it."""

    reviewed: Reviewed
    before: int
    """Events that the run had."""
    written: bool
    """Whether anything changed, and was written."""
    unsigned: bool
    """Whether a signature was removed, which was of the files as they were."""


def applied_review(reviewed: Reviewed | None) -> AppliedReview | None:
    """Return what `run.json` tells of a review; None where there were no decisions."""
    if reviewed is None:
        return None
    return AppliedReview(
        decisions=len(reviewed.outcomes),
        last=reviewed.outcomes[-1].decision.id if reviewed.outcomes else None,
        changed=reviewed.count("changed"),
        held=reviewed.count("held"),
        stale=reviewed.count("stale"),
    )


def apply_review(
    run: RunFolder,
    others: Sequence[Decision] = (),
    *,
    inputs: Sequence[str] | None = None,
    tell: Tell | None = None,
) -> Application:
    """Apply the decisions in a run's folder, and `others`, to its events; write all files of the run or none.

    `inputs` tell where the articles lie now, by default where they were read; one is read only where an event was
    added to it. `tell` is told, in words, which decisions are left out and why (`RunFolder.decisions`).

    Raises:
        UsageError: the folder holds no whole run.
        DataError: a file is damaged, or not what the seal of the run is of.
        LockedError: `memcon review` has the file of decisions, and `others` are to be added to it.
        DiskError: a file cannot be written. All are then as they were.
    """
    with alone(run.path):  # another one that applies them may be writing: then they are applied already
        return _applied(run, others, inputs, tell or hearing())


def _applied(run: RunFolder, others: Sequence[Decision], inputs: Sequence[str] | None, tell: Tell) -> Application:
    report = _whole(run)
    told = (*run.decisions(tell), *others)
    for one in clashing(told):
        tell(clash(one.id))
    decisions = distinct(told)
    before = tuple(run.events())
    if not decisions:
        return Application(Reviewed(before, (), (), ()), len(before), written=False, unsigned=False)
    mentions, states, lines = tuple(run.mentions()), tuple(run.articles()), tuple(run.rejected())
    reviewed = apply(merge(mentions), mentions, decisions, _articles(states, decisions, inputs))
    machine = [line for line in lines if line.reason != REVIEWED]
    rejected = tuple(sorted((*machine, *reviewed.rejected), key=attrgetter("order")))
    new = _told(report, reviewed, rejected)
    if (reviewed.events, rejected, new) == (before, lines, report):
        return Application(reviewed, len(before), written=False, unsigned=False)
    unsigned = run.has(run_files.SIGNATURE)
    run.write(
        events=reviewed.events, mentions=mentions, rejected=rejected, articles=_counted(states, lines, rejected),
        report=new, decisions=decisions,
    )  # fmt: skip
    return Application(reviewed, len(before), written=True, unsigned=unsigned)


def _whole(run: RunFolder) -> RunReport:
    """Return how a run went that is whole, and as it was written."""
    run.check()
    for name in run_files.WRITTEN:
        if not run.has(name):
            raise UsageError(f"{str(run)!r} holds no {name}: decisions are applied to the whole folder of a run")
    report = run.report() or RunReport()
    for problem in seal_problems(run, report, applied(run, report)):
        raise DataError(f"{str(run)!r} is not written anew: {problem}; restore it, or extract again")
    return report


def _articles(
    states: Sequence[ArticleState], decisions: Sequence[Decision], inputs: Sequence[str] | None
) -> Mapping[str, ArticleText]:
    """Return the articles that decisions are about, with the texts of those that an event was added to."""
    named = articles_named(decisions)
    seen = {state.article: state for state in states if state.article in named}
    texts = texts_added_to(seen, decisions, inputs)
    return {name: ArticleText.of(state, texts.get(name)) for name, state in seen.items()}


def texts_added_to(
    seen: Mapping[str, ArticleState], decisions: Sequence[Decision], inputs: Sequence[str] | None
) -> dict[str, str]:
    """Return the texts of those articles of `seen`, by id, that a decision added an event to, whose words they hold.

    Raises as `reread`.
    """
    added = (one.seen.article for one in decisions if isinstance(one, Add) and one.seen.article in seen)
    states = {name: seen[name] for name in added}
    return {name: one.text for name, one in reread(states, inputs, text_only=True).items()} if states else {}


def _counted(
    states: Iterable[ArticleState], before: Sequence[Rejected], after: Sequence[Rejected]
) -> tuple[ArticleState, ...]:
    """Return how articles ended, with as many findings rejected as there are now."""
    more = Counter(line.article for line in after)
    more.subtract(line.article for line in before)
    return tuple(
        dataclasses.replace(state, rejected=state.rejected + more[state.article]) if more[state.article] else state
        for state in states
    )


def _told(report: RunReport, reviewed: Reviewed, rejected: Sequence[Rejected]) -> RunReport:
    """Return how the run went, with what its events are now."""
    events: Sequence[Event] = reviewed.events
    return dataclasses.replace(
        report,
        events=dict(sorted(reviewed.kinds.items())),
        rejected=len(rejected),
        answers=report.answers.of_events(len(events)),
        review=applied_review(reviewed),
    )
