"""What answers took and cost, article by article and in all, held against the prices that `run.json` tells."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from memcon.models.prices import Price, cost_of
from memcon.outputs.run_report import RunReport
from memcon.records import ArticleState, run_files

ROUNDED: Final = 1e-6
"""US dollars by which a cost that is written may differ from what was paid."""
MOST: Final = 2**53
"""Tokens of an article that nobody counts: no answer tells as many."""
DEAREST: Final = 1_000_000
"""US dollars for a million tokens that no price reaches."""
AMOUNTS: Final = ("input", "cached", "output")


def cost_problems(report: RunReport, states: Sequence[ArticleState]) -> Iterator[str]:
    """Check what each article took and cost, and all of them; of joined shares, each at the price of its own."""
    try:
        prices = _prices(report.settings)
    except ValueError:
        yield f"{run_files.REPORT}: its usage cannot have cost so much at its price, which is none"
        return
    for state in states:
        if not 0 <= state.cached_tokens <= state.prompt_tokens <= MOST or state.completion_tokens > MOST:
            yield f"article {state.article!r}: it cannot have taken so many tokens"
        elif not any(_costs(state, price) for price in prices):
            yield f"article {state.article!r}: it cannot have cost so much at the price of the run"
    answers, usage = report.answers, report.usage
    if max(answers.cached_tokens - answers.prompt_tokens, usage.cached_tokens - usage.prompt_tokens) > 0:
        yield f"{run_files.REPORT}: more tokens were cached than there were"
    if (answers.cost is None) != (None in prices):
        yield f"{run_files.REPORT}: its answers have a cost and no price, or the other way round"
    if len(prices) == 1 and not can_cost(prices[0], usage.cost, usage.prompt_tokens, usage.completion_tokens):
        yield f"{run_files.REPORT}: its usage cannot have cost so much at its price"
    costs = [state.cost for state in states if state.cost is not None]
    if answers.cost is not None and not abs(answers.cost - sum(costs)) <= ROUNDED * (len(costs) + 1):
        yield f"{run_files.REPORT}: its cost is not that of its articles"


def _prices(settings: Mapping[str, Any]) -> list[Price | None]:
    """Return the price of a run, or those of the shares that were joined. Raises ValueError for one that is none."""
    shares = settings.get("shares")
    if "price" in settings or not isinstance(shares, list):
        return [_price(settings.get("price"))]
    return [_price(share.get("price") if isinstance(share, Mapping) else None) for share in shares] or [None]


def _price(told: object) -> Price | None:
    if told is None:
        return None
    amounts = [told.get(name) for name in AMOUNTS] if isinstance(told, Mapping) else []
    known = [float(each) for each in amounts if isinstance(each, int | float) and 0 <= each < DEAREST]
    if len(known) != len(AMOUNTS):
        raise ValueError(told)
    return Price(host="", model="", as_of=dt.date.min, **dict(zip(AMOUNTS, known, strict=True)))


def _costs(state: ArticleState, price: Price | None) -> bool:
    """Say whether an article can have cost what it tells; nothing is told of one that nothing was asked about."""
    cost = cost_of(price, state.prompt_tokens, state.completion_tokens, state.cached_tokens)
    if state.cost is None:
        return cost is None or not (state.prompt_tokens or state.completion_tokens)
    return cost is not None and abs(state.cost - cost) <= ROUNDED


def can_cost(price: Price | None, cost: float | None, prompt: int, completion: int) -> bool:
    """Say whether tokens can cost so much, however many of the prompts a cache served; without a price, nothing is."""
    if price is None or cost is None:
        return price is None and cost is None
    least, most = sorted(cost_of(price, prompt, completion, cached) or 0.0 for cached in (0, prompt))
    spare = ROUNDED * 2 + most * 1e-9
    return least - spare <= cost <= most + spare
