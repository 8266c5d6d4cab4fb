"""Take the first sentence of each article for a call: a strategy that asks no model."""

from collections.abc import Sequence

from memcon.extraction.strategies import ArticleReading, Strategy
from memcon.models.base import Model
from memcon.records import Article, Candidate, Party, Sentence


async def read(article: Article, sentences: Sequence[Sentence], model: Model, name: str) -> ArticleReading:
    """Point at the first sentence; what does not hold of that is refused like any model's words."""
    first = next((sentence for sentence in sentences if sentence.body), None)
    if first is None:
        return ArticleReading(())
    words = article.text[first.start : first.end]
    candidate = Candidate(
        kind="call",
        status="occurred",
        variant="phone",
        quotes=(words,),
        near=(first.start, first.end),
        parties=(Party(name="Yoko Kamikawa", side="Jepang"), Party(name="Enrique Manalo", side="Filipina")),
        date_words="3 Mei 2024",
        model=name,
        prompt="opening@1",
    )
    return ArticleReading((candidate,))


STRATEGY = Strategy(read=read)
