"""Hold a run's files against its articles and against each other. Knows nothing of models; corrects nothing.

What a check can hold stands beside it, by what it looks at: the seal and the counts (`record`), the articles, the
mentions, the events. `docs/trust.md` tells what none of them can hold.
"""

import dataclasses
import functools
from collections.abc import Iterator, Sequence
from pathlib import Path

from memcon.compare.verify.against import against, read_texts
from memcon.compare.verify.beside import Beside, checking
from memcon.compare.verify.doubts import doubt_problems
from memcon.compare.verify.events import event_problems, repeated, review_problems, seen
from memcon.compare.verify.mentions import id_problems, variant_problems
from memcon.compare.verify.record import order_problems, record_problems, signed
from memcon.events.amend import apply
from memcon.events.merge import merge
from memcon.outputs.folder import RunFolder
from memcon.outputs.held import applied, seal_problems
from memcon.outputs.run_report import RunReport
from memcon.records import run_files, spans_of


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """What was checked, and what does not hold."""

    articles: int
    events: int
    mentions: int
    spans: int
    problems: tuple[str, ...]
    signer: str | None
    """Who signed the run: a name of the given signers, or without them the key; null where it is not signed."""


def verify(out: Path, inputs: Sequence[str] | None = None, *, signers: Path | None = None) -> Report:
    """Check the run in `out`; `inputs` tell where the articles lie now, by default where they were read.

    With `signers`, a file of OpenSSH's allowed signers, one of them must have signed it. A signature that is there must
    be of this run in any case.

    Raises:
        UsageError: `out` is no run, or the articles' paths do not exist; a signature cannot be checked on this machine.
        DataError: a line is damaged; names file and line.
    """
    run = RunFolder(out)
    run.check()
    with checking(run, inputs) as worker:
        return _verified(run, inputs, signers, worker)


def _verified(run: RunFolder, inputs: Sequence[str] | None, signers: Path | None, worker: Beside | None) -> Report:
    report = run.report() or RunReport()
    decisions = applied(run, report)
    mentions = run.canonical("mentions")
    rejected, ended = run.canonical("rejected"), run.canonical("articles")
    states = {state.article: state for state in ended}
    read = functools.cache(lambda: read_texts(report, states, inputs))
    texts = read().texts if decisions or worker is None else {}
    unmerged = list(variant_problems(mentions))
    reviewed = None if unmerged else apply(merge(mentions), mentions, decisions, seen(states, texts))
    as_merged = reviewed is not None and run.is_of("events", reviewed.events)
    events = reviewed.events if reviewed and as_merged else run.canonical("events")
    held = worker.found() if worker else None
    held = held or against(read(), report, states, mentions, rejected, inputs)

    def problems() -> Iterator[str]:
        yield from seal_problems(run, report, decisions)
        yield from record_problems(report, events, mentions, rejected, ended)
        yield from order_problems(mentions, rejected, ended)
        yield from repeated("article", [state.article for state in ended])
        yield from repeated("mention", [mention.id for mention in mentions])
        yield from id_problems(mentions)
        yield from repeated("event", [event.id for event in events])
        yield from (*held.articles, *held.mentions)
        yield from doubt_problems(mentions, rejected)
        yield from (*held.rejected, *unmerged)
        if reviewed:
            known = {mention.id for mention in mentions}
            yield from event_problems(events, reviewed.events)
            yield from review_problems(events, rejected, reviewed, known, texts if as_merged else read().texts)
            told = report.review
            if told and any(getattr(told, name) != reviewed.count(name) for name in ("changed", "held", "stale")):
                yield f"{run_files.REPORT}: what it tells of the review is not what the decisions came to"

    spans = sum(len(spans_of(mention)) for mention in mentions)
    signer, unsigned = signed(run, report, signers)
    found = (*unsigned, *problems())
    return Report(held.found, len(events), len(mentions), spans, found, signer=signer)
