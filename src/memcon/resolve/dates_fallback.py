"""Dates in languages without a grammar of our own, through dateparser, under the same guards."""

from memcon.resolve.date_values import Base, ResolvedDate


def resolve_elsewhere(words: str, base: Base, language: str) -> ResolvedDate | None:
    """The days that `words` speak of."""
    del words, base, language
