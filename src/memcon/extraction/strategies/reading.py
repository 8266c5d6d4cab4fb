"""What a strategy is: its arguments and its result."""

import dataclasses
from collections.abc import Sequence
from typing import Protocol

from memcon.models.base import Model
from memcon.records import Article, Candidate, Rejected, Sentence


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What a model pointed at in one article, and the answers that were of no use."""

    candidates: tuple[Candidate, ...]
    rejected: tuple[Rejected, ...] = ()


class Strategy(Protocol):
    """Reads one article with a model."""

    async def __call__(self, article: Article, sentences: Sequence[Sentence], model: Model, name: str) -> Reading:
        """Return what `model` points at; `name` is the model's name, for the record.

        Raises:
            ModelError: the article could not be read.
            ProviderStopped: no article can be read any more.
        """
