"""What batches have cost, as their results tell. Knows no ledger and no HTTP."""

from collections.abc import Callable

from memcon.models.ledger.batches import Result
from memcon.models.prices import Price, cost_of
from memcon.models.usage import Usage, total


class Spending:
    """Counts results that are new."""

    def __init__(self, price: Price | None) -> None:
        self._price = price
        self.usage = Usage(cost=None if price is None else 0.0)
        self.answers = 0
        self.served: set[str] = set()
        """The model's names, as answers give them."""
        self.settle: Callable[[str, int, int, int], None] | None = None
        """Told of each answer's key and its tokens: of the prompt, of the answer, and those from a cache."""

    def add(self, result: Result) -> None:
        """Count a line that was worked on."""
        tokens, failure = result.tokens, result.failure
        prompt, completion, cached = tokens.prompt or 0, tokens.completion or 0, tokens.cached or 0
        self.answers += failure is None
        self.served |= {tokens.model} if tokens.model and failure is None else set()
        one = Usage(
            calls=1, failed=failure is not None, uncertain=bool(failure and failure.uncertain),
            rate_limited=bool(failure and failure.kind == "rate_limit"), prompt_tokens=prompt,
            completion_tokens=completion, cached_tokens=cached,
            untold=failure is None and tokens.completion is None, cost=cost_of(self._price, prompt, completion, cached),
        )  # fmt: skip
        self.usage = total(self.usage, one)
        told = tokens.prompt is not None and tokens.completion is not None  # else it stays as reserved, as of a call
        if self.settle and (told if failure is None else not failure.uncertain):
            self.settle(result.key, prompt, completion, cached)
