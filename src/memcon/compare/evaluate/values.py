"""The values of an evaluation: what a reader found by hand, what a run found, and how the two were laid together."""

from dataclasses import dataclass
from typing import NamedTuple

from memcon.records import Article


class Days(NamedTuple):
    """An inclusive range of days, as ISO dates are written."""

    start: str
    end: str | None
    """None where a prediction gives no end, which equals no gold."""


class Quoted(NamedTuple):
    """A quote of a prediction as its line gives it, checked against nothing yet."""

    start: int | None
    """None where the line holds nothing that could be an offset."""
    end: int | None
    text: str | None
    """None where the line gives offsets alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """One event that an article reports, as read by hand."""

    id: str
    article: str
    kind: str
    kinds: frozenset[str]
    """`kind`, and the others that a careful reader could choose."""
    status: str
    required: bool
    """False: borderline; finding it is neither gain nor loss."""
    quotes: tuple[str, ...]
    """Exact words of the article, the best first."""
    countries: frozenset[str]
    people: tuple[str, ...]
    """Names of the participants, as written."""
    date: Days | None
    date_may_be_null: bool
    place: str | None
    """Country code."""
    variants: frozenset[str] = frozenset()
    """The form, channel or act, and others that a careful reader could choose; empty where gold gives none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A prediction: what one event of a run says of one article."""

    id: str
    """Of the event; an event with mentions in two articles is two predictions."""
    article: str
    kind: str
    status: str | None
    countries: frozenset[str]
    people: tuple[str, ...]
    date: Days | None
    place: str | None
    """Country code."""
    confidence: float | None
    quotes: tuple[Quoted, ...]
    variant: str | None = None
    """The form of a meeting, the channel of a call, the act of a dispute."""

    @property
    def words(self) -> str:
        """The words of the first quote, empty where there are none."""
        return (self.quotes[0].text or "") if self.quotes else ""


@dataclass(frozen=True, slots=True)
class GoldPair:
    """A gold event and the prediction that was laid to it."""

    gold: Gold
    prediction: Prediction


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What became of the gold events and the predictions of one article: each stands in one place."""

    article: Article
    matched: tuple[GoldPair, ...] = ()
    """Required gold events that were found."""
    neutral: tuple[GoldPair, ...] = ()
    """Borderline gold events that were found."""
    missed: tuple[Gold, ...] = ()
    """Required gold events that were not found."""
    wrong: tuple[Prediction, ...] = ()
    """Predictions that match no gold event."""
    duplicate: tuple[Prediction, ...] = ()
    """Predictions that could match only gold events that others match better."""
    confused: tuple[GoldPair, ...] = ()
    """Of `missed` and `wrong`, those whose words are the same and only the kind is not."""
    bad_offsets: int = 0
    """Quotes that do not stand at their offsets."""
