"""One article through the stages, in order: segment, extract, screen, ground and resolve. Merging comes after.

`read` comes before it and `merge` and `write` after, in `run`. Everything but the model's answers is a pure function.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Final

from memcon.articles.budget import Budget, Overrun, within
from memcon.articles.sentences import body_of, segment
from memcon.errors import ModelError
from memcon.evidence.establish import Established, establish
from memcon.evidence.passage import Passage
from memcon.extraction.strategies import ArticleReading, Strategy
from memcon.models.base import Model
from memcon.records import Article, ArticleState, Candidate, Mention, Rejected, Sentence, State, Triaged, Trust
from memcon.text.ground import Folded

AGAIN: Final = "; --retry-failed asks again"
"""What is said of an answer without use: the ledger gives it back until then."""


@dataclasses.dataclass(frozen=True, slots=True)
class Extraction:
    """What one article gave."""

    state: ArticleState
    mentions: tuple[Mention, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    events: tuple[Established, ...] = ()
    """What became of each candidate, and which rules spoke on it."""
    candidates: tuple[Candidate, ...] | None = None
    """What the model pointed at; None where it could not be read."""
    triaged: tuple[Triaged, ...] = ()
    """What became of each sentence before it was asked about, of a strategy that sorts them out."""


async def extract_article(
    article: Article,
    model: Model,
    strategy: Strategy,
    *,
    name: str,
    trust: Trust,
    without: frozenset[str] = frozenset(),
) -> Extraction:
    """Read `article` with `model`, and return what holds of what the model pointed at.

    `name` is the model's name for the record, and `trust` whose word holds where its choices and the rules differ; the
    rules `without` are not asked (`evidence.rules.left_out`). What goes wrong with this article alone is a state of it.

    Raises:
        ProviderStopped: no article can be read any more.
    """
    sentences = segment(article)
    try:
        reading = await strategy.read(article, sentences, model, name)
    except ModelError as error:
        return failed(article, error.reason, f"{error}{AGAIN if error.no_use else ''}")
    return established(article, sentences, reading, trust=trust, without=without)


def established(
    article: Article,
    sentences: Sequence[Sentence],
    reading: ArticleReading,
    *,
    trust: Trust,
    without: frozenset[str] = frozenset(),
) -> Extraction:
    """Return what holds in `article` of what a model pointed at; arguments as of `extract_article`."""
    passage = Passage.of(article, Folded(body_of(article.text, sentences)), without=without, trust=trust)
    events = tuple(event for candidate in reading.candidates for event in establish(candidate, passage))
    mentions = distinct(event.mention for event in events if event.mention)
    rejected = (*reading.rejected, *(refusal for event in events for refusal in event.rejected))
    state = state_of(article, "ok" if mentions else "empty", mentions=len(mentions), rejected=len(rejected))
    return Extraction(state, mentions, rejected, events, reading.candidates, reading.triaged)


async def extract_in_time(article: Article, model: Model, strategy: Strategy, *, name: str, trust: Trust) -> Extraction:
    """Do `extract_article` within the article's budget: what runs over is a failure of this article."""
    try:
        return await within(Budget(), extract_article(article, model, strategy, name=name, trust=trust))
    except Overrun as over:
        return failed(article, over.reason, str(over))


def failed(article: Article, reason: str, detail: str) -> Extraction:
    """Return an article that failed: one line about why, and nothing else of it."""
    return Extraction(state_of(article, "failed", reason=reason, detail=detail))


def distinct(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Drop mentions that say the very same; number those that share kind and first quote, so that ids are unique."""
    kept: dict[str, Mention] = {}
    for mention in mentions:
        number, name = 1, mention.id
        while name in kept and dataclasses.replace(kept[name], id=mention.id) != mention:
            number += 1
            name = f"{mention.id}-{number}"
        kept.setdefault(name, dataclasses.replace(mention, id=name))
    return tuple(kept.values())


def state_of(
    article: Article,
    state: State,
    *,
    reason: str | None = None,
    detail: str | None = None,
    mentions: int = 0,
    rejected: int = 0,
) -> ArticleState:
    """Return the line of `articles.jsonl` for an article that could be read."""
    return ArticleState(
        article=article.id,
        state=state,
        reason=reason,
        detail=detail,
        path=article.path,
        sha256=article.sha256,
        characters=len(article.text),
        title=article.title,
        published=article.published,
        published_basis=article.published_basis,
        language=article.language,
        source=article.source,
        url=article.url,
        mentions=mentions,
        rejected=rejected,
        copy_of=article.copy_of,
    )
