"""An event that a reviewer added: where its words stand in the article as it is now."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final, Self

from memcon.events.amend.values import SIDELESS, Cause
from memcon.records import ArticleState, Evidence, Mention, Quote, publisher, spans_of
from memcon.records.article import sha256
from memcon.records.decision import REVIEWER, Add

SHOWN: Final = 60
"""Characters of words that do not stand in their article, as far as they are told."""


@dataclasses.dataclass(frozen=True, slots=True)
class ArticleText:
    """What a review must know of an article of the run."""

    sha256: str | None
    text: str | None = None
    """Where it is at hand; by it the words of an added event are held, and found again where it has changed."""
    state: ArticleState | None = None
    """How it ended in the run, where it was read: what is known of an article is no reviewer's to say."""

    @classmethod
    def of(cls, state: ArticleState, text: str | None = None) -> Self:
        """Return what a review must know of an article that ended so."""
        return cls(state.sha256, text, state if state.sha256 else None)


def placed(add: Add, articles: Mapping[str, ArticleText]) -> Mention | Cause:
    """Return the mention with its words where they stand now, or why they do not stand."""
    article = articles.get(add.seen.article)
    if article is None:
        return Cause("article_absent")
    if wrong := _wrong(add):
        return Cause("invalid", wrong)
    mention = _as_reviewed(add, article.state)
    if article.sha256 is None or article.sha256 == add.seen.sha256:
        return _absent(mention, article) or mention
    if article.text is None:
        return Cause("article_changed")
    quotes = _moved(mention.quotes, article.text)
    if quotes is None:
        return Cause("article_changed", "the words of the event do not stand in it any more")
    first = quotes[0]
    return dataclasses.replace(
        mention,
        id=f"{mention.article}#{mention.kind}-{first.start}-{first.end}@{add.id}",
        quotes=quotes,
        names=tuple(
            Evidence(text=name.text, start=at, end=at + len(name.text))
            for name in mention.names
            if (at := _nearest(name.text, article.text, first.start + name.start - mention.quotes[0].start)) is not None
        ),
        date_evidence=None,
        place_evidence=None,
    )


def _as_reviewed(add: Add, state: ArticleState | None) -> Mention:
    """Return the mention as one by a reviewer, of an article of which the run knows the source, language and day."""
    mention = dataclasses.replace(
        add.mention, id=f"{add.mention.id}@{add.id}", confidence=None, model=REVIEWER, prompt=REVIEWER, doubts=()
    )
    if state is None:
        return mention
    return dataclasses.replace(
        mention, source=publisher(state.source, state.url), language=state.language, published=state.published
    )


def _wrong(add: Add) -> str | None:
    """Say what of an added event does not fit together, whatever its article says."""
    mention, first = add.mention, add.mention.quotes[0]
    if mention.article != add.seen.article:
        return f"it was read in {add.seen.article!r}, and says that it is of {mention.article!r}"
    if mention.id != f"{mention.article}#{mention.kind}-{first.start}-{first.end}":
        return f"its id {mention.id!r} does not name its article, kind and first quote"
    return None if mention.countries else SIDELESS


def _absent(mention: Mention, article: ArticleText) -> Cause | None:
    """Tell words of a mention that do not stand where it says, as far as the text of the run is at hand."""
    text = article.text
    if text is None or sha256(text) != article.sha256:
        return None
    gone = next((span for span in spans_of(mention) if text[span.start : span.end] != span.text), None)
    if gone is None:
        return None
    return Cause("words_absent", f"{gone.text[:SHOWN]!r} does not stand at {gone.start}-{gone.end}")


def _moved(quotes: Sequence[Quote], text: str) -> tuple[Quote, ...] | None:
    """Return the quotes where their words stand now, each nearest to where it stood; None where one is gone."""
    found = [(quote, _nearest(quote.text, text, quote.start)) for quote in quotes]
    moved = [
        dataclasses.replace(quote, start=at, end=at + len(quote.text), match="exact")
        for quote, at in found
        if at is not None
    ]
    return tuple(sorted(moved, key=lambda quote: quote.start)) if len(moved) == len(quotes) else None


def _nearest(words: str, text: str, start: int) -> int | None:
    """Return where `words` stand in `text`, at the place nearest to `start`."""
    before, after = text.rfind(words, 0, max(0, start) + len(words)), text.find(words, max(0, start))
    places = [at for at in (before, after) if at >= 0]
    return min(places, key=lambda at: (abs(at - start), at)) if places else None
