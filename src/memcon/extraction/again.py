"""Read articles again from the answers that a run was read from, as its `run.json` says.

Sends nothing and writes nothing.
"""

import asyncio
import dataclasses
import os
from collections.abc import Iterable
from pathlib import Path

from memcon.errors import UsageError
from memcon.extraction.article import Extraction, extract_in_time
from memcon.extraction.signals import breakable, outside_loop
from memcon.extraction.strategies import find_strategy
from memcon.models.catalogue import EMBEDDED
from memcon.models.client import open_model
from memcon.models.ledger.store import Ledger, open_ledger
from memcon.models.settings import CallSettings
from memcon.models.spec import ModelSpec, choose_spec
from memcon.outputs.run_report import RunReport
from memcon.records import Article, run_files


def read_again(
    articles: Iterable[Article], report: RunReport, ledger: str | Path | None = None
) -> tuple[Extraction, ...]:
    """Return what each of `articles` gives now, with the model, the profile and the strategy of the run of `report`.

    `ledger` holds its answers; by default that which the run was made with. What it does not answer of an article is a
    failure of it.

    Raises:
        UsageError: there is no such ledger, or the run does not tell of one.
        DataError: it is damaged.
    """
    path = ledger or report.settings.get("ledger")
    if not report.model:
        raise UsageError(f"no {run_files.REPORT} tells how the answers of the run were asked for")
    if not isinstance(path, str | Path):
        raise UsageError("the run tells no ledger of its own, as one that was joined does not")
    spec, strategy = spec_of(report), find_strategy(report.strategy)

    async def read(opened: Ledger) -> tuple[Extraction, ...]:
        async with open_model(spec, opened, CallSettings()) as model:
            return tuple(
                [
                    await extract_in_time(one, model, strategy, name=spec.model, trust=spec.profile.trust)
                    for one in articles
                ]
            )  # fmt: skip

    def work() -> tuple[Extraction, ...]:
        with breakable(), open_ledger(Path(path), offline=True) as opened:
            return asyncio.run(read(opened))

    return outside_loop(work)


def spec_of(report: RunReport) -> ModelSpec:
    """Return the model that a run asked, and how; what an older memcon did not tell is as it is today."""
    embedded = report.base_url is None
    spec = choose_spec(EMBEDDED if embedded else report.model, report.base_url, os.environ, sends=False)
    names = {field.name for field in dataclasses.fields(spec.profile)}
    profile = dataclasses.replace(
        spec.profile, **{name: value for name, value in report.profile.items() if name in names}
    )
    return dataclasses.replace(spec, model=report.model, label=report.endpoint, profile=profile)
