"""Copies are read with what a model pointed at in their original, held against their own words.

Nothing is asked about a copy. What it has of its own, its words, its day, its source, is the evidence of its mentions;
what the model pointed at and the copy does not say is no mention of it. See docs/adr/0015.
"""

import asyncio
import dataclasses
from collections.abc import Iterator, Sequence

from memcon.articles.budget import Budget, Overrun
from memcon.articles.sentences import body_of, segment
from memcon.extraction.article import Extraction, established, failed
from memcon.extraction.strategies import ArticleReading
from memcon.records import Article, Candidate, Sentence, Trust
from memcon.text.ground import choose, ground


class Readings:
    """What a model pointed at in each article that is no copy, for the copies to come. Lives as long as one run."""

    def __init__(self) -> None:
        self._waiting: dict[str, asyncio.Future[tuple[Candidate, ...] | None]] = {}
        self._read: dict[str, tuple[Candidate, ...]] = {}

    def expect(self, article: Article) -> None:
        """Take note that an article is being read: copies of it, which come later, wait for it."""
        self._waiting[article.id] = asyncio.get_running_loop().create_future()

    def settle(self, article: Article, candidates: tuple[Candidate, ...] | None) -> None:
        """Keep what was found in an article; None where it could not be read."""
        waiting = self._waiting.pop(article.id, None)
        if candidates is not None:
            self._read[article.id] = candidates
        if waiting is not None and not waiting.done():
            waiting.set_result(candidates)

    async def of(self, article: str) -> tuple[Candidate, ...] | None:
        """Return what was found in the article of that id, once it is read; None where it could not be."""
        waiting = self._waiting.get(article)
        return await asyncio.shield(waiting) if waiting is not None else self._read.get(article)


def read_copy(article: Article, candidates: Sequence[Candidate], *, trust: Trust) -> Extraction:
    """Read a copy with what a model pointed at in its original, within its budget. Asks nothing."""
    try:
        with Budget():
            sentences = segment(article)
            body = body_of(article.text, sentences)
            reading = ArticleReading(tuple(_placed(candidates, body, sentences)))
            return established(article, sentences, reading, trust=trust)
    except Overrun as over:
        return failed(article, over.reason, str(over))


def _placed(candidates: Sequence[Candidate], body: str, sentences: Sequence[Sentence]) -> Iterator[Candidate]:
    """Yield the candidates of which a quote stands in the body, with its sentences as where the model looked."""
    for candidate in candidates:
        places = (choose(ground(words, body), (0, len(body))) for words in candidate.quotes)
        place = next((place for place in places if place is not None), None)
        if place is None:
            continue
        held = [one for one in sentences if one.start < place.end and place.start < one.end]
        near = (held[0].start, held[-1].end) if held else (place.start, place.end)
        yield dataclasses.replace(candidate, near=near)
