"""Collects what of a candidate did not hold, as the lines of `rejected.jsonl`."""

from typing import Literal

from memcon.records import Article, Candidate, Evidence, Rejected
from memcon.text.ground import Span


class Refusals:
    """What was refused of one candidate."""

    def __init__(self, candidate: Candidate, article: Article) -> None:
        self._candidate, self._article = candidate, article
        self._all: list[Rejected] = []

    @property
    def all(self) -> tuple[Rejected, ...]:
        """Return the refusals, in the order in which they were found."""
        return tuple(self._all)

    def add(
        self,
        field: Literal["event", "quote", "name", "date", "place"],
        reason: str,
        detail: str,
        text: str,
        near: Span | None = None,
    ) -> None:
        """Note that `text`, the model's words for `field`, does not hold; `near` is the closest place."""
        self._all.append(
            Rejected(
                article=self._article.id,
                kind=self._candidate.kind,
                field=field,
                reason=reason,
                detail=detail,
                text=text,
                near=span_of(self._article, near) if near else None,
                model=self._candidate.model,
                prompt=self._candidate.prompt,
            )
        )


def span_of(article: Article, span: Span) -> Evidence:
    """Return the words of `article` at `span`."""
    return Evidence(text=article.text[slice(*span)], start=span[0], end=span[1])
