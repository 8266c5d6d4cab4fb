"""What a run says at its end: the events on stdout, and on stderr what a tired person needs to know, safe to print."""

import itertools
import json
import shutil
import sys
import textwrap
from collections import Counter
from pathlib import Path
from typing import Final

from memcon.cli.reading import told_passed
from memcon.cli.terminal.events import print_events
from memcon.cli.terminal.unreadable import MOST_TOLD
from memcon.events.amend import Reviewed, State, tell
from memcon.extraction import explanation
from memcon.extraction.article import Extraction
from memcon.extraction.forecast import Forecast
from memcon.extraction.run import Run
from memcon.models.usage import Usage
from memcon.outputs.run_report import Answers
from memcon.records import run_files
from memcon.text.safe import safe_line

INDENT: Final = 10
"""Columns of the names at the left of a summary."""
CHANGES: Final = 20
"""Decisions on changed evidence that are told one by one."""
SHOWN: Final = 5
"""Names of models that are told one by one."""
_WRITTEN: Final = "events, mentions, rejected and articles.jsonl, run.json"
_BECAME: Final[dict[State, str]] = {
    "held": "hold", "changed": "hold on changed evidence", "stale": "do not hold any more, and are kept",
}  # fmt: skip


def print_run(run: Run, out: Path | str, *, quiet: bool, left: str = "") -> None:
    """Print the events as a table on stdout, and a summary on stderr; `left` says why nothing was written to `out`."""
    if not quiet:
        if run.events:
            print_events(run.events)
        say(*_summary(run, out, left), *since_lines(run.review, out))
    if run.summary.articles.get("failed"):
        _tell_failures(run, out)
    if run.stopped:
        say(f"memcon: {run.stopped}")
    if not quiet:
        say(*(f"memcon: {line}" for line in _ending(run)))


def print_forecast(forecast: Forecast, passed: Counter[str]) -> None:
    """Print what a run would ask and cost, on stdout; `passed` is what it would pass over in files."""
    unreadable = f", of which {forecast.unreadable} cannot be read" if forecast.unreadable else ""
    lines = [
        f"{forecast.articles} articles{unreadable}; {forecast.answered} answers are in the ledger and cost nothing",
        f"{forecast.calls} calls to {forecast.model} at {forecast.host}",
    ]
    if forecast.copies:
        lines.append(f"{forecast.copies:,} articles are copies of others: {forecast.spared:,} calls are spared")
    if passed:
        lines.insert(1, told_passed(passed))
    if forecast.follow_ups:
        lines.append(f"about {forecast.follow_ups} more that follow from the answers")
    if forecast.calls:
        tokens = f"about {forecast.prompt_tokens:,} tokens of prompts and {forecast.completion_tokens:,} of answers"
        lines.append(f"{tokens} (at most {forecast.most_completion_tokens:,})")
    if forecast.cost is None:
        lines.append(f"no price of {forecast.model} is known: give one with --prices FILE")
    elif forecast.calls:
        lines.append(
            f"about ${forecast.cost:.4f}, at most ${forecast.most_cost:.4f}, at the prices of {forecast.price_as_of}"
        )
    print("\n".join(map(safe_line, lines)))


def _summary(run: Run, out: Path | str, left: str) -> list[str]:
    report = run.summary
    states = ", ".join(f"{count} {state}" for state, count in report.articles.items()) or "none"
    states += f"; {report.copies:,} of them copies, about which nothing was asked" if report.copies else ""
    kinds = ", ".join(f"{count} {kind}s" for kind, count in report.events.items()) or "none"
    return [
        f"articles  {states}",
        f"events    {kinds} from {len(run.mentions)} mentions; {len(run.rejected)} findings rejected or doubted",
        f"model     {report.model}, {report.strategy}: {_asked(report.usage)}, {report.seconds} s",
        *_per_event(report.answers),
        *review_lines(run.review),
        f"left      {out}/ as it was" if left else f"written   {out}/: {_WRITTEN}",
    ]


def _per_event(answers: Answers) -> list[str]:
    """Say what an event took, with the answers that were paid for before."""
    tokens = answers.prompt_tokens + answers.completion_tokens
    if not tokens:
        return []
    cost = "" if answers.cost is None else f", ${answers.cost:.4f}"
    if answers.tokens_an_event is None:
        return [f"an event  none was found, for answers of {tokens:,} tokens{cost}"]
    each = "" if answers.cost_an_event is None else f", ${answers.cost_an_event:.6f}"
    return [f"an event  {answers.tokens_an_event:,.0f} tokens{each}; {tokens:,}{cost} for all, the ledger's too"]


def review_lines(review: Reviewed | None) -> list[str]:
    """Say how many decisions held, and of the others what has changed since."""
    if review is None:
        return []
    counts = [(review.count(state), words) for state, words in _BECAME.items()]
    told = ", ".join(f"{count} {words}" for count, words in counts if count) or "none"
    return [f"review    decisions of {run_files.DECISIONS}: {told}"]


def since_lines(review: Reviewed | None, out: Path | str) -> list[str]:
    """Say of each decision on changed evidence what has changed."""
    outcomes = review.outcomes if review else ()
    told = [outcome for outcome in outcomes if outcome.state in {"changed", "stale"}]
    lines = [f"memcon: review: {tell(outcome)}" for outcome in told[:CHANGES]]
    if len(told) > CHANGES:
        lines.append(f"memcon: … and {len(told) - CHANGES} more: memcon review {out} --decisions")
    return lines


def _asked(usage: Usage) -> str:
    """Say what was asked, what it took, and what is strange about it."""
    cached = f" ({usage.cached_tokens} cached)" if usage.cached_tokens else ""
    parts = [
        f"{usage.calls} calls",
        f"{usage.replayed} answers from the ledger",
        f"{usage.prompt_tokens}{cached} + {usage.completion_tokens} tokens",
    ]
    if usage.cost:
        parts.append(f"${usage.cost:.4f}")
    odd = (
        (usage.failed, "calls without an answer"), (usage.re_asked, "asked again"),
        (usage.untold, "answers do not tell their tokens"),
    )  # fmt: skip
    parts += [f"{count} {words}" for count, words in odd if count]
    return ", ".join(parts)


def _tell_failures(run: Run, out: Path | str) -> None:
    """Say which articles failed, and why; those that could not be read were told while reading."""
    failed = (state for state in run.articles if state.state == "failed" and state.sha256)
    for state in itertools.islice(failed, MOST_TOLD):
        say(f"memcon: {state.article}: {state.reason}: {state.detail}")
    if more := sum(1 for _ in failed):
        say(f"memcon: … and {more} more failed articles: see {out}/{run_files.ARTICLES}")


def _ending(run: Run) -> list[str]:
    """Say why the run is not whole, and what to do."""
    lines = []
    missing = run.summary.missing.questions
    if missing:
        waiting = sum(state.reason == "offline" for state in run.articles)
        lines.append(
            f"offline: the ledger lacks {missing} answers, for {waiting} articles; the same command without --offline"
            " or --reparse asks for them"
        )
    if run.summary.usage.uncertain:
        lines.append(f"{run.summary.usage.uncertain} calls were sent and never answered: they may be billed")
    served = run.summary.served_models
    if len(served) > 1:
        more = f" and {len(served) - SHOWN} more" if len(served) > SHOWN else ""
        lines.append(f"the endpoint answered with {len(served)} different models: {', '.join(served[:SHOWN])}{more}")
    if run.stopped:
        pending = run.summary.articles.get("pending", 0)
        rest = "; not all of the input was read" if run.summary.unread else ""
        if pending:
            lines.append(f"{pending} articles are pending{rest}: run the same command again to go on")
    return lines


def say(*lines: str) -> None:
    """Print lines on stderr; on a terminal, broken between words where they are longer than it is wide."""
    for line in map(safe_line, lines):
        if sys.stderr.isatty():
            width = max(20, shutil.get_terminal_size().columns)
            line = textwrap.fill(line, width, subsequent_indent=" " * INDENT, break_on_hyphens=False)  # noqa: PLW2901
        print(line, file=sys.stderr)


def print_explanation(extraction: Extraction, *, as_json: bool) -> None:
    """Print what became of each candidate of an article."""
    if as_json:
        print(json.dumps(explanation.as_json(extraction), ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(safe_line, explanation.lines(extraction))))
