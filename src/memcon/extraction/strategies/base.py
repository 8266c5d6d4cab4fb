"""What a strategy is: how it reads an article, and what it foresees of questions that nobody has answered yet."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Protocol

from memcon.extraction.prompts import Template
from memcon.models.base import Model
from memcon.records import Article, Candidate, Rejected, Sentence, Triaged


@dataclasses.dataclass(frozen=True, slots=True)
class ArticleReading:
    """What a model pointed at in one article, and the answers that were of no use."""

    candidates: tuple[Candidate, ...]
    rejected: tuple[Rejected, ...] = ()
    triaged: tuple[Triaged, ...] = ()
    """What became of each sentence before it was asked about, of a strategy that sorts them out."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """How many questions a strategy has asked that the ledger does not answer, all articles together."""

    labels: int
    """Answered with the first label, or `none` where that is one."""
    fills: int
    """Answered with an empty answer."""


class ReadArticle(Protocol):
    """Reads one article with a model."""

    async def __call__(
        self, article: Article, sentences: Sequence[Sentence], model: Model, name: str
    ) -> ArticleReading:
        """Return what `model` points at; `name` is the model's name, for the record.

        Raises:
            ModelError: the article could not be read.
            ProviderStopped: no article can be read any more.
        """


def nothing_more(_: Unanswered) -> int:
    """Foresee no further questions: all are asked at once."""
    return 0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """A way to read articles with a model."""

    read: ReadArticle
    foresee: Callable[[Unanswered], int] = nothing_more
    """How many further questions the missing answers may lead to, for `--dry-run`."""
    prompts: Callable[[], tuple[Template, ...]] = tuple
    """Returns the prompts that it asks, so that they can be handed on with what they led to."""
