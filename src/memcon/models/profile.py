"""How an endpoint is spoken to, and how its answers are understood: values alone.

They are read from files, see `memcon.models.endpoints`, where every field is explained in `default.toml`.
"""

import dataclasses
from typing import Literal

from memcon.models.patterns import found

Trust = Literal["model", "code"]
"""Whose word holds where a model and the rules of evidence differ, as `memcon.records.Trust` has it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How to speak to a model."""

    name: str
    strategy: str
    trust: Trust
    strict: bool
    logprobs: bool
    top_logprobs: int
    context_tokens: int
    output_tokens: int
    tokens_field: Literal["max_tokens", "max_completion_tokens"]
    temperature: float | None
    seed: int | None
    concurrency: int
    deadline: float
    attempts: int
    patience: float


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LimitHeaders:
    """Names, in lower case, of the headers that tell what is left of one limit: `reset` as a Go duration."""

    limit: str
    remaining: str
    reset: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """What is meant by what an endpoint says besides its answers: codes and HTTP statuses of errors, and headers."""

    quota: frozenset[str | int]
    rate: frozenset[str | int]
    filtered: frozenset[str | int]
    too_long: frozenset[str | int]
    too_long_words: tuple[str, ...]
    """Regular expressions, searched for in an error's message without regard to case."""
    requests: LimitHeaders
    tokens: LimitHeaders

    def says_too_long(self, message: str) -> bool:
        """Tell whether an error's message says that the prompt does not fit."""
        return any(found(words, message, any_case=True) for words in self.too_long_words)
