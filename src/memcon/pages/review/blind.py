"""A run as a blind coder sees it: what the machine said, and nothing that shows what anybody decided."""

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from memcon.events.amend import REVIEWED, of_machine
from memcon.outputs.run_report import RunReport
from memcon.pages.report import ShownRun
from memcon.records import Mention

TELLING: Final = frozenset({"review", "seal", "settings"})
"""Keys of `run.json` that tell of decisions: what was applied, a hash that it changes, files that `--review` named."""


def of_machine_alone(run: ShownRun, mentions: Sequence[Mention], report: RunReport | None) -> ShownRun:
    """Return a run as it was before reviewers decided: events, what was rejected, and every count of them.

    `report` is what its `run.json` tells. What the page does not need of it, and may tell of a review, is left out.
    """
    events = tuple(of_machine(run.events, mentions))
    decided = Counter(line.article for line in run.rejected if line.reason == REVIEWED)
    rejected = tuple(line for line in run.rejected if line.reason != REVIEWED)
    articles = tuple(
        dataclasses.replace(state, rejected=state.rejected - decided[state.article])
        if decided[state.article]
        else state
        for state in run.articles
    )
    told: Mapping[str, Any] = {}
    if report:
        kinds: dict[str, int] = dict(sorted(Counter(event.kind for event in events).items()))
        before = dataclasses.replace(
            report, events=kinds, rejected=len(rejected), answers=report.answers.of_events(len(events)), review=None
        )
        told = {name: value for name, value in before.as_json().items() if name not in TELLING}
    return dataclasses.replace(run, events=events, rejected=rejected, articles=articles, manifest=told)
