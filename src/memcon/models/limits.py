"""What the user allows a run: plain data that travels from the command line to where calls are admitted."""

import dataclasses
import numbers
from typing import Final

from memcon._data import MOST, MOST_CALLS, is_countable
from memcon.errors import UsageError
from memcon.models.spec import ModelSpec

__all__ = ["LEAST", "MOST", "MOST_CALLS", "Limits", "is_countable"]

LEAST: Final = {
    "concurrency": 1, "rpm": 0.01, "tpm": 1, "max_wait": 0, "timeout": 0.01, "max_cost": 0, "max_tokens": 0,
    "max_requests": 0, "max_useless": 0, "output_tokens": 16, "grace": 0,
}  # fmt: skip
"""What each limit is at least; at most it is `MOST`, and calls in flight `MOST_CALLS`."""
_WHOLE: Final = frozenset({"concurrency", "max_tokens", "max_requests", "max_useless", "output_tokens"})


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Ceilings of a run. None leaves it to the model's profile, or sets no bound.

    Raises:
        UsageError: a limit is no number, less than it may be, or beyond 10¹²; names it.
    """

    concurrency: int | None = None
    """Calls in flight at once, at most. The embedded model answers one at a time whatever this says."""
    rpm: float | None = None
    """Requests a minute."""
    tpm: float | None = None
    """Tokens a minute, of prompts and answers."""
    max_wait: float | None = None
    """Seconds that the run waits out a rate limit or an outage before it stops, resumable."""
    timeout: float | None = None
    """Seconds that one call may take from sending to its last byte."""
    max_cost: float | None = None
    """US dollars."""
    max_tokens: int | None = None
    """Tokens of prompts and answers."""
    max_requests: int | None = None
    max_useless: int | None = None
    """Paid articles in a row without an answer of use that stop the run, 10 by default; with 0 neither that does
    nor a share of them that chance does not explain."""
    output_tokens: int | None = None
    """Tokens that an answer may take when it is asked for again since it was cut, or all went into thought."""
    grace: float = 30.0
    """Seconds that calls in flight have to end once the run is to stop."""

    def __post_init__(self) -> None:
        for name, least in LEAST.items():
            value, sort = getattr(self, name), numbers.Integral if name in _WHOLE else numbers.Real
            if value is None and name != "grace":
                continue
            most = MOST_CALLS if name == "concurrency" else MOST
            if not isinstance(value, sort) or isinstance(value, bool) or not least <= value <= most:  # type: ignore[operator]
                what = "a whole number" if name in _WHOLE else "a number"
                raise UsageError(f"limits: {name} must be {what} from {least} to {most:,}")

    @property
    def has_budget(self) -> bool:
        """Tell whether the run may not spend without end."""
        return any(bound is not None for bound in (self.max_cost, self.max_tokens, self.max_requests))

    def laid_over(self, spec: ModelSpec) -> ModelSpec:
        """Return `spec` with this concurrency, deadline, patience and room for answers, in a context of twice that.

        The embedded model keeps its own concurrency.
        """
        changed: dict[str, float] = {}
        if self.concurrency is not None and spec.base_url is not None:
            changed["concurrency"] = self.concurrency
        if self.timeout is not None:
            changed["deadline"] = self.timeout
        if self.max_wait is not None:
            changed["patience"] = self.max_wait
        if self.output_tokens is not None:
            changed["output_tokens"] = self.output_tokens
            changed["context_tokens"] = max(spec.profile.context_tokens, 2 * self.output_tokens)
        return dataclasses.replace(spec, profile=dataclasses.replace(spec.profile, **changed))  # type: ignore[arg-type]
