"""How many tokens a question and its answer took."""

from dataclasses import dataclass


def sound(text: str) -> str:
    """Return a text of an endpoint as UTF-8 can hold it: a lone surrogate becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCounts:
    """What an answer says it took; None where it does not say."""

    prompt: int | None = None
    completion: int | None = None
    cached: int | None = None
    """Of the prompt, served from the endpoint's cache."""
    model: str | None = None
    """The model as the answer names it."""
    thought: bool = False
    """Whether the model thought before it answered."""
