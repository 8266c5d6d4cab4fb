"""What a run may still spend: requests, tokens, dollars. A call reserves the most it can take before it leaves.

What is reserved counts as spent until the answer tells, so the budget is never overrun, however many calls are in
flight. A call that was sent and never answered may have been billed: its reservation stays spent.
"""

import dataclasses
from typing import Final

from memcon.errors import ProviderStopped, UsageError
from memcon.models.limits import Limits
from memcon.models.prices import Price, cost_of

TOLERANCE: Final = 1e-9  # what rounding may take


@dataclasses.dataclass(frozen=True, slots=True)
class Need:
    """What a call takes at most: tokens of its prompt, as estimated, and of its answer, as limited."""

    prompt: int
    completion: int

    @property
    def tokens(self) -> int:
        """Return both."""
        return self.prompt + self.completion


class Budget:
    """Three sums against their limits."""

    def __init__(self, limits: Limits, price: Price | None, model: str = "this model") -> None:
        """Begin with nothing spent.

        Raises:
            UsageError: a limit in dollars, and no price to hold it with.
        """
        if limits.max_cost is not None and price is None:
            raise UsageError(
                f"--max-cost: no price of {model} is known: give one with --prices FILE, or use --max-tokens"
            )
        self._limits, self._price = limits, price
        self._requests, self._tokens, self._cost = 0, 0, 0.0

    def lacks(self, need: Need) -> str | None:
        """Return which limit `need` would overrun, in words; None when it fits."""
        limits, cost = self._limits, self._cost_of(need.prompt, need.completion)
        if limits.max_requests is not None and self._requests + 1 > limits.max_requests:
            return f"--max-requests {limits.max_requests} is reached"
        if limits.max_tokens is not None and self._tokens + need.tokens > limits.max_tokens:
            left = limits.max_tokens - self._tokens
            return f"--max-tokens {limits.max_tokens} leaves {left}, and a call may take {need.tokens}"
        if limits.max_cost is not None and self._cost + cost > limits.max_cost + TOLERANCE:
            room = max(0.0, limits.max_cost - self._cost)
            return f"--max-cost {limits.max_cost:g} leaves ${room:.4f}, and a call may take ${cost:.4f}"
        return None

    def reserve(self, need: Need) -> None:
        """Take what a call needs at most."""
        self._requests += 1
        self._tokens += need.tokens
        self._cost += self._cost_of(need.prompt, need.completion)

    def settle(self, need: Need, prompt: int, completion: int, cached: int) -> None:
        """Put what a call took in place of what was reserved for it."""
        self._tokens += prompt + completion - need.tokens
        self._cost += self._cost_of(prompt, completion, cached) - self._cost_of(need.prompt, need.completion)

    def _cost_of(self, prompt: int, completion: int, cached: int = 0) -> float:
        return cost_of(self._price, prompt, completion, cached) or 0.0


def spent(lack: str) -> ProviderStopped:
    """Return the error that ends a run whose budget is spent."""
    return ProviderStopped(f"the budget is spent: {lack}; raise it and run the same command to go on", "budget")
