"""A ledger in figures: totals by model, failures by kind, and over which time.

Reads only, and needs no lock: it may run beside an extraction. Knows nothing of prices, articles and events.
"""

import dataclasses
from typing import Final

from memcon.models.ledger.batch_tables import KIND
from memcon.models.ledger.lessons import kept_lessons
from memcon.models.ledger.store import Ledger, LedgerStats, moment
from memcon.models.ledger.values import check_values


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ModelStats:
    """What one model at one endpoint was asked, over all runs."""

    endpoint: str
    model: str
    answers: int
    attempts: int
    uncertain: int
    """Sent, and no answer came: these may have been billed."""
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    batch_answers: int
    """Of the answers, those that came in batches; and of the tokens, theirs."""
    batch_prompt_tokens: int
    batch_completion_tokens: int
    batch_cached_tokens: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSummary:
    """What a ledger holds, over all runs."""

    total: LedgerStats
    models: tuple[ModelStats, ...]
    lessons: dict[str, tuple[str, ...]]
    """What was learned, by the model and its endpoint, in words."""
    failures: dict[str, int]
    """Attempts without an answer, by their kind."""
    runs: int
    first: str | None
    """When the first question left, in UTC."""
    last: str | None


_BY_MODEL: Final = (
    "SELECT endpoint, questions.model, count(*) FILTER (WHERE state = 'done'), count(*),"
    " count(*) FILTER (WHERE state IN ('sent', 'lost')), total(prompt_tokens), total(completion_tokens),"
    " total(cached_tokens), total(batched), total(prompt_tokens * batched), total(completion_tokens * batched),"
    " total(cached_tokens * batched) FROM (SELECT *, state = 'done' AND kind IS ? AS batched FROM attempts)"
    " JOIN questions USING (key) GROUP BY 1, 2 ORDER BY 1, 2"
)


def summarize(ledger: Ledger) -> LedgerSummary:
    """Return the figures of `ledger`; reads all of it.

    Raises:
        DataError: it is damaged.
    """
    check_values(ledger)
    models = ledger.read(_BY_MODEL, KIND)
    failures = ledger.read(
        "SELECT kind, count(*) FROM attempts WHERE kind IS NOT NULL AND state <> 'done' GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    [(runs, first, last)] = ledger.read("SELECT count(DISTINCT run), min(sent), max(sent) FROM attempts")
    lessons: dict[str, tuple[str, ...]] = {}
    for kept in kept_lessons(ledger):
        about = f"{kept.model} at {kept.endpoint}"
        lessons[about] = (*lessons.get(about, ()), kept.said)
    names = [field.name for field in dataclasses.fields(ModelStats)]
    return LedgerSummary(
        total=ledger.stats(),
        models=tuple(
            ModelStats(**dict(zip(names, (*row[:2], *map(int, row[2:])), strict=True)))  # `total` gives floats
            for row in models
        ),
        lessons=lessons,
        failures=dict(failures),
        runs=runs,
        first=moment(first),
        last=moment(last),
    )
