"""What the other rooms know of a model: a prompt goes in, an answer of a shape or a label comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict


class ModelAnswer(BaseModel):
    """Base of every shape that a model fills."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


T = TypeVar("T", bound=ModelAnswer)


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What is sent to a model: messages ready to send, and the version that made them."""

    version: str
    """Name and hash, as `cascade-fill@3f2a9c1e`."""
    messages: tuple[Message, ...]
    max_tokens: int
    """Most tokens the answer may have."""


@dataclass(frozen=True, slots=True)
class Label:
    """One of a few labels, and how sure the model is."""

    value: str
    probability: float | None
    """Of `value`, renormalised over the labels; None where the endpoint tells none."""
    probabilities: Mapping[str, float] | None = None
    """Of each label."""


class Model(Protocol):
    """What the stages know of a model."""

    async def fill(self, shape: type[T], prompt: Prompt) -> T:
        """Return an answer of `shape`, or raise a ModelError or ProviderStopped."""

    async def label(self, labels: Sequence[str], prompt: Prompt) -> Label:
        """Return the chosen one of `labels` and its probability, or raise a ModelError or ProviderStopped.

        The prompt's examples must answer `{"label":"…"}`.
        """
