"""What a run has asked so far, and how its calls stand: plain values, shown to who watches and kept in `run.json`."""

from dataclasses import dataclass, replace
from typing import Final

from pydantic import ConfigDict, with_config

_WRITTEN: Final = ConfigDict(
    extra="forbid",
    use_attribute_docstrings=True,
    json_schema_serialization_defaults_required=True,  # every field is written, so the schema promises it
)


@with_config(_WRITTEN)
@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a run has asked, and what it took. Tokens are of this run's calls, repeated ones included."""

    calls: int = 0
    """Requests that left for the endpoint."""
    replayed: int = 0
    """Answers given back from the ledger without a call."""
    re_asked: int = 0
    """Questions asked a second time since the first answer was of the wrong shape."""
    failed: int = 0
    """Calls without an answer."""
    rate_limited: int = 0
    """Of these, 429s."""
    uncertain: int = 0
    """Of these, calls that may have been billed."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    untold: int = 0
    """Answers that do not say how many tokens they took."""
    cost: float | None = None
    """US dollars for these tokens; None for a model without a price."""


_ADDED: Final = (
    "calls", "re_asked", "failed", "rate_limited", "uncertain", "prompt_tokens", "completion_tokens", "cached_tokens",
    "untold",
)  # fmt: skip


def total(one: Usage, other: Usage) -> Usage:
    """Return both together; what is replayed is the first's alone."""
    sums = {name: getattr(one, name) + getattr(other, name) for name in _ADDED}
    cost = None if one.cost is None or other.cost is None else one.cost + other.cost
    return replace(one, **sums, cost=cost)


@with_config(_WRITTEN)
@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Questions that the ledger cannot answer, where nothing may be sent."""

    questions: int = 0
    prompt_tokens: int = 0
    """As estimated from the length of the prompts."""
    completion_tokens: int = 0
    """At most: the limits of the answers."""


@with_config(_WRITTEN)
@dataclass(frozen=True, slots=True)
class LimitChange:
    """The limit of calls in flight was changed."""

    seconds: float
    """Since the run began."""
    limit: int
    why: str


@dataclass(frozen=True, slots=True)
class TrafficState:
    """How the calls of a run stand now."""

    in_flight: int
    limit: int
    """So many may be in flight at once now."""
    why: str
    """Why the next call waits; empty when it does not."""
    wait: float
    """For how many seconds more, as far as that is known; 0 when it is not."""
