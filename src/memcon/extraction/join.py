"""Put the runs over all shares of a corpus together: what one run over all of it would have written, to the byte.

Records are sorted on disk as those of a run are (`collected`), and merged, reviewed and written as it would. Only what
`run.json` tells of time, machines and traffic is that of several runs.
"""

import contextlib
import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from memcon.errors import DataError, MemconError
from memcon.events.amend import REVIEWED
from memcon.extraction.arguments import checked
from memcon.extraction.collected import Collected
from memcon.extraction.merging import merge_spooled
from memcon.extraction.reviewed import applied_review, texts_added_to
from memcon.extraction.run import Run
from memcon.extraction.shares import Share, open_shares
from memcon.models.prices import Price, cost_of
from memcon.models.usage import Missing, Usage
from memcon.outputs.folder import decisions_in
from memcon.outputs.left_out import Tell, clash, hearing
from memcon.outputs.run_report import Answers, RunReport
from memcon.records import ArticleState, Mention, Rejected, run_files
from memcon.records.decision import articles_named, clashing, distinct

OWN: Final = frozenset({"shard", "ledger", "ledger_run", "passed", "uncertain_before"})
"""Settings that each share has for itself; what all have alike is told once."""
_PRICE: Final = TypeAdapter(Price)
Line = TypeVar("Line", Mention, Rejected)


@checked
def join(
    folders: Sequence[str | Path],
    *,
    partial: bool = False,
    review: Sequence[str | Path] = (),
    articles: Sequence[str] | None = None,
    tell: Tell | None = None,
) -> Run:
    """Return the run over a whole of which `folders` hold the runs over the shares; `run.write("out")` saves it.

    With `partial`, of those that are there. What was decided of shares, and then what `review` names, files or folders,
    is applied to the whole. `articles` tell where they lie now, by default where they were read: one is read only
    where an event was added to it. `tell` is told, in words, which decisions are left out and why.

    Raises:
        UsageError: a share is missing, is there twice, or is of another version, model or setting; or no share.
        DataError: a file is damaged, or not what the seal of its run is of.
    """
    shares, missing = open_shares(folders, partial=partial)
    tell = tell or hearing()
    told = (*(one for share in shares for one in share.run.decisions(tell)), *decisions_in(review, tell))
    for one in clashing(told):
        tell(clash(one.id))
    decisions = distinct(told)
    collected = Collected(decisions)
    for share in shares:
        collected.take(*_of_machine(share))
    merged = merge_spooled(collected.mentions)
    named = articles_named(decisions)
    seen = {state.article: state for state in collected.states if state.article in named} if named else {}
    reviewed = collected.reviewed(merged.events, texts_added_to(seen, decisions, articles))
    events = reviewed.events if reviewed else merged.events
    tally = collected.tally
    summary = dataclasses.replace(
        _joined([share.report for share in shares], shares),
        prompts=tuple(sorted({name for share in shares for name in share.report.prompts} | collected.prompts)),
        articles=dict(sorted(tally.states.items())),
        unread=bool(missing) or any(share.report.unread for share in shares),
        failures=dict(sorted(tally.failures.items())),
        copies=tally.copies,
        mentions=tally.mentions,
        rejected=tally.rejected,
        events=dict(sorted((reviewed.kinds if reviewed else merged.kinds).items())),
        review=applied_review(reviewed),
        answers=_answers(shares, len(events)),
        exit_code=_exit_code(shares, failed=bool(tally.states["failed"] or missing)),
    )
    return Run(
        events=events, mentions=collected.mentions, rejected=collected.rejected, articles=collected.states,
        summary=summary, review=reviewed,
    )  # fmt: skip


def _of_machine(share: Share) -> tuple[Iterator[Mention], Iterator[Rejected], Iterator[ArticleState]]:
    """Return mentions, what was rejected, and how articles ended, before reviewers decided: the whole is decided on."""
    run = share.run
    decided = Counter(line.article for line in run.rejected() if line.reason == REVIEWED)
    mentions = _counted(run.mentions(), ((state.article, state.mentions) for state in run.articles()), share)
    rejected = _counted(run.rejected(), ((state.article, state.rejected) for state in run.articles()), share)
    lines = (line for line in rejected if line.reason != REVIEWED)
    return mentions, lines, (_undecided(state, decided[state.article], share) for state in run.articles())


def _counted(lines: Iterator[Line], told: Iterable[tuple[str, int]], share: Share) -> Iterator[Line]:
    """Yield lines, which are sorted by their article as articles are, while they are of the articles, and as many."""
    counts = ((article, count) for article, count in told if count)
    for article, group in groupby(lines, attrgetter("article")):
        held = 0
        for line in group:
            held += 1
            yield line
        if next(counts, None) != (article, held):
            raise _miscounted(article, share)
    for article, _ in counts:
        raise _miscounted(article, share)


def _miscounted(article: str, share: Share) -> DataError:
    return DataError(
        f"{str(share.run)!r} is not joined: what it holds of the article {article!r} is not what its "
        f"{run_files.ARTICLES} counts; extract its share again"
    )


def _undecided(state: ArticleState, decided: int, share: Share) -> ArticleState:
    if not share.shard.holds(state.article):
        raise DataError(f"{str(share.run)!r} holds the article {state.article!r}, which is not of {share.shard}")
    return dataclasses.replace(state, rejected=state.rejected - decided) if decided else state


def _joined(reports: Sequence[RunReport], shares: Sequence[Share]) -> RunReport:
    """Return what all shares tell alike, and the sums of their figures."""
    first = reports[0]
    stopped = [f"{share.shard}: {share.report.stopped}" for share in shares if share.report.stopped]
    began = [dt.datetime.fromisoformat(report.started) for report in reports]
    ended = [start + dt.timedelta(seconds=one.seconds) for start, one in zip(began, reports, strict=True)]
    return dataclasses.replace(
        first,
        python=", ".join(sorted({report.python for report in reports})),
        platform=", ".join(sorted({report.platform for report in reports})),
        takes=first.takes if all(report.takes == first.takes for report in reports) else {},
        served_models=tuple(sorted({name for report in reports for name in report.served_models})),
        settings=_settings(shares),
        usage=_sum(Usage(), [report.usage for report in reports]),
        repairs=dict(sorted(sum((Counter(report.repairs) for report in reports), Counter()).items())),
        missing=_sum(Missing(), [report.missing for report in reports]),
        concurrency=(),
        started=min(began).isoformat(timespec="seconds"),
        seconds=round((max(ended) - min(began)).total_seconds(), 1),
        stopped="; ".join(stopped) or None,
        stop_reason=next((report.stop_reason for report in reports if report.stop_reason), None),
        seal=None,
    )


def _settings(shares: Sequence[Share]) -> dict[str, Any]:
    """Return the settings that are alike, and under `shares` what each has for itself, with the seal of its report."""
    told: list[Mapping[str, Any]] = [share.report.settings for share in shares]
    alike = {name: value for name, value in told[0].items() if all(each.get(name) == value for each in told)}
    own = [
        {"shard": str(share.shard), "folder": str(share.run), "sealed": share.report.seal and share.report.seal.report}
        | {name: value for name, value in share.report.settings.items() if name in OWN - {"shard"}}
        | {name: value for name, value in share.report.settings.items() if name not in alike and name not in OWN}
        for share in shares
    ]
    return {name: value for name, value in alike.items() if name not in OWN} | {"shares": own}


def _sum(zero: Any, parts: Sequence[Any]) -> Any:  # noqa: ANN401  of one type of figures each
    """Return figures added up; one that some do not tell is None."""
    names = [each.name for each in dataclasses.fields(zero)]
    columns = {name: [getattr(part, name) for part in parts] for name in names}
    return dataclasses.replace(
        zero, **{name: None if None in column else round(sum(column), 6) for name, column in columns.items()}
    )


def _answers(shares: Sequence[Share], events: int) -> Answers:
    """Return what the answers took, at the price of the shares: a sum of what each rounded would be another.

    Where they have several prices, it is that sum.
    """
    parts = [dataclasses.replace(share.report.answers, tokens_an_event=None, cost_an_event=None) for share in shares]
    total: Answers = _sum(Answers(), parts)
    first, *others = (share.report.settings.get("price") for share in shares)
    if any(other != first for other in others):
        return total.of_events(events)
    with contextlib.suppress(ValidationError):  # they have none
        price = _PRICE.validate_python(first)
        cost = cost_of(price, total.prompt_tokens, total.completion_tokens, total.cached_tokens)
        total = dataclasses.replace(total, cost=None if cost is None else round(cost, 6))
    return total.of_events(events)


def _exit_code(shares: Sequence[Share], *, failed: bool) -> int:
    """Return the code of a bug where a share had one, else of the first that was stopped, else whether all is read."""
    codes = [share.report.exit_code for share in shares if share.report.exit_code not in {0, 3}]
    return min(codes, key=lambda code: code != MemconError.exit_code, default=3 if failed else 0)
