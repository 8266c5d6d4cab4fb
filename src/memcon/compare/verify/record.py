"""What `run.json` says of a run, held against its files: the seal, the counts, the model and its prompts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import get_args

from memcon.compare.verify.ending import ending_problems
from memcon.compare.verify.told import share_problems
from memcon.errors import DataError
from memcon.events.amend import REVIEWED
from memcon.outputs import signature
from memcon.outputs.folder import RunFolder
from memcon.outputs.run_costs import cost_problems
from memcon.outputs.run_report import RunReport
from memcon.records import ArticleState, Event, Mention, Rejected, Trust, run_files


def signed(run: RunFolder, report: RunReport, signers: Path | None) -> tuple[str | None, list[str]]:
    """Return who signed the run, and what is wrong with it: a signature that is there, or must be, is over a seal."""
    if signers is None and not run.has(run_files.SIGNATURE):
        return None, []
    try:
        name = signature.signer(run, signers)
    except DataError as error:
        return None, [str(error)]
    return name, [] if report.seal else [f"{run_files.REPORT}: it is signed, and seals nothing"]


def record_problems(
    report: RunReport,
    events: Iterable[Event],
    mentions: Sequence[Mention],
    rejected: Sequence[Rejected],
    states: Sequence[ArticleState],
) -> Iterator[str]:
    """Check that counts, model and prompts are those of the files; of a run without its record, nothing is known."""
    if not report.memcon and not report.seal:
        return
    if not report.memcon:
        yield f"{run_files.REPORT}: it tells no version of memcon"
    if report.seal and report.profile.get("trust") not in get_args(Trust):
        yield f"{run_files.REPORT}: its profile tells not whose word holds"
    kinds = Counter(event.kind for event in events)
    failed = Counter(state.reason or "" for state in states if state.state == "failed")
    counts = (
        ("articles", report.articles, Counter(state.state for state in states)),
        ("failures", report.failures, failed),
        ("mentions", report.mentions, len(mentions)),
        ("rejected", report.rejected, len(rejected)),
        ("events", report.events, kinds),
    )
    tokens = ("prompt_tokens", "completion_tokens", "cached_tokens")
    taken = {name: sum(getattr(state, name) for state in states) for name in tokens}
    told = {name: getattr(report.answers, name) for name in tokens}
    answers = report.answers.of_events(sum(kinds.values()))
    took = (
        ("copies", report.copies, sum(state.copy_of is not None and state.state != "pending" for state in states)),
        ("tokens", told, taken),
        ("tokens an event", report.answers.tokens_an_event, answers.tokens_an_event),
        ("cost an event", report.answers.cost_an_event, answers.cost_an_event),
    )
    for name, said, found in (*counts, *took):
        if said != found:
            yield f"{run_files.REPORT}: its count of {name} is not that of the files"
    yield from cost_problems(report, states)
    unread = {state.article for state in states if state.state in {"failed", "pending"}}
    for name in sorted({line.article for line in rejected if line.reason != REVIEWED} & unread):
        yield f"article {name!r}: it was not read to its end, and has refusals"
    yield from ending_problems(report, states)
    yield from share_problems(report, states)
    asked: set[tuple[str | None, str | None]] = {(report.model, prompt) for prompt in report.prompts}
    for owner, line in _asked(mentions, rejected):
        if line not in asked:
            yield f"{owner}: its model or prompt is not one that {run_files.REPORT} names"


def order_problems(
    mentions: Sequence[Mention], rejected: Sequence[Rejected], states: Sequence[ArticleState]
) -> Iterator[str]:
    """Check that the lines of each file are in its order; which of two equal ones came first is not known."""
    files: dict[str, Sequence[Mention | Rejected | ArticleState]]
    files = {run_files.MENTIONS: mentions, run_files.REJECTED: rejected, run_files.ARTICLES: states}
    for name, lines in files.items():
        if any(before.order > line.order for before, line in pairwise(lines)):
            yield f"{name} is not in the order in which a run writes it"


def _asked(
    mentions: Iterable[Mention], rejected: Iterable[Rejected]
) -> Iterator[tuple[str, tuple[str | None, str | None]]]:
    """Yield who answered what, as each line tells it; what a reviewer rejected was the model's."""
    for mention in mentions:
        yield f"mention {mention.id!r}", (mention.model, mention.prompt)
    for refusal in rejected:
        yield f"rejected {refusal.field} of {refusal.article!r}", (refusal.model, refusal.prompt)


def trusts_of(report: RunReport) -> tuple[Trust, ...]:
    """Return by whose word the run's choices may hold: as its profile tells, and any where no seal holds it."""
    known = get_args(Trust)
    said = report.profile.get("trust") if report.seal else None
    return tuple(trust for trust in known if trust == said) or known
