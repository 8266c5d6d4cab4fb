"""How many tokens a question and its answer took."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCounts:
    """What an answer says it took; None where it does not say."""

    prompt: int | None = None
    completion: int | None = None
    cached: int | None = None
    """Of the prompt, served from the endpoint's cache."""
    model: str | None = None
    """The model as the answer names it."""
