"""Read an article in one answer: numbered sentences in, `Findings` out. For models that can.

An article longer than a window is read in overlapping windows of sentences; what two windows report is merged later.
"""

import functools
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pydantic import TypeAdapter

from memcon.errors import AnswerTruncated, PromptTooLong
from memcon.extraction import prompts
from memcon.extraction.answers import (
    EVENTS,
    TOPICS,
    CallAnswer,
    DisputeAnswer,
    Findings,
    MeetingAnswer,
    Unusable,
)
from memcon.extraction.strategies.base import ArticleReading, Strategy
from memcon.models.base import Model, ModelAnswer, Prompt
from memcon.records import KINDS, Article, Candidate, Kind, Party, Rejected, Sentence

WINDOW: Final = 12_000
"""Characters of a window: about 4,000 tokens of Indonesian, which leaves room for the answer in a small context."""
SPLITS: Final = 2
"""How often a window is halved when its answer is cut at its limit: into four at most."""
OVERLAP: Final = 3
"""Sentences that a window repeats of the one before, so that no event is cut in two."""


@functools.cache
def template() -> prompts.Template:
    """Return the prompt, read and checked once."""
    return prompts.load("whole", TypeAdapter(Findings), max_tokens=4096)


async def read_article(article: Article, sentences: Sequence[Sentence], model: Model, name: str) -> ArticleReading:
    """Ask for everything at once, window by window. See `ReadArticle`."""
    candidates: list[Candidate] = []
    rejected: list[Rejected] = []
    for window in windows([sentence for sentence in sentences if sentence.body]):
        for part, findings in await _findings(article, window, model, SPLITS):
            rejected += [_refused(article, answer, name) for answer in findings.set_aside]
            lists: tuple[Sequence[MeetingAnswer | CallAnswer | DisputeAnswer], ...] = (
                findings.meetings,
                findings.calls,
                findings.disputes,
            )
            for found in lists:
                candidates += [_candidate(answer, part, name) for answer in found[:EVENTS]]
                rejected += [_refused(article, _beyond(answer, len(found)), name) for answer in found[EVENTS:]]
    return ArticleReading(tuple(candidates), tuple(rejected))


async def _findings(
    article: Article, window: Sequence[Sentence], model: Model, splits: int
) -> list[tuple[Sequence[Sentence], Findings]]:
    """Ask about a window; where it or its answer is too long, about its two halves, and so on `splits` times."""
    try:
        return [(window, await model.fill(Findings, _prompt(article, window)))]
    except (AnswerTruncated, PromptTooLong) as error:
        unsaid = isinstance(error, AnswerTruncated) and not error.text  # half as much to read is as much to think about
        if splits == 0 or len(window) < 2 or unsaid:
            raise
    middle = len(window) // 2
    overlap = min(OVERLAP, middle - 1)
    first = await _findings(article, window[:middle], model, splits - 1)
    return first + await _findings(article, window[middle - overlap :], model, splits - 1)


def _beyond(answer: MeetingAnswer | CallAnswer | DisputeAnswer, count: int) -> Unusable:
    """Set aside an event beyond the most that a list can hold: an answer that has run away, or was told to."""
    problem = f"one of {count} events in one list, beyond the first {EVENTS}"
    return Unusable(kind=_KINDS[type(answer)], reason="too_many", problem=problem, quote=answer.quote)


def _refused(article: Article, answer: Unusable, name: str) -> Rejected:
    """Tell of a part of an answer that was set aside."""
    return Rejected(
        article=article.id,
        kind=answer.kind,
        field="event",
        reason=answer.reason,
        detail=answer.problem,
        text=answer.quote,
        near=None,
        model=name,
        prompt=template().version,
    )


def windows(sentences: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    """Cut the sentences into runs of at most `WINDOW` characters, each repeating the end of the one before."""
    first = 0
    while first < len(sentences):
        last, size = first, 0
        while last < len(sentences) and (size == 0 or size + _size(sentences[last]) <= WINDOW):
            size += _size(sentences[last])
            last += 1
        yield sentences[first:last]
        if last == len(sentences):
            return
        first = max(first + 1, last - OVERLAP)
        while first < last and sum(map(_size, sentences[first : last + 1])) > WINDOW:
            first += 1  # a window that reached no further would ask the same again


def _size(sentence: Sentence) -> int:
    return sentence.end - sentence.start


def mark_of(text: str) -> str:
    """Return a mark that stands nowhere in `text`, which nobody can know before the text is written.

    It is a hash of the text, so that the same article is asked the same question; taken again where it does occur.
    """
    seed = text.encode("utf-8", "replace")
    while (mark := hashlib.sha256(seed).hexdigest()[:12]) in text:
        seed = mark.encode() + seed
    return mark


def _prompt(article: Article, window: Sequence[Sentence]) -> Prompt:
    """Number the sentences and fence them with a mark that the article's author could not know."""
    lines = "\n".join(f"[{s.number}] {' '.join(article.text[s.start : s.end].split())}" for s in window)
    return template().render(
        mark=mark_of(article.text),
        published=article.published.isoformat() if article.published else "unknown",
        sentences=lines,
    )


_KINDS: Final[Mapping[type[ModelAnswer], Kind]] = {
    MeetingAnswer: "meeting",
    CallAnswer: "call",
    DisputeAnswer: "dispute",
}


def _candidate(answer: MeetingAnswer | CallAnswer | DisputeAnswer, window: Sequence[Sentence], name: str) -> Candidate:
    """Return the candidate of one answer; evidence is looked for near the best of the sentences that it cites."""
    shown = {sentence.number: sentence for sentence in window}
    cited = next((shown[number] for number in answer.sentences if number in shown), None)
    kind = _KINDS[type(answer)]
    return Candidate(
        kind=kind,
        status=answer.status,
        variant=getattr(answer, KINDS[kind].variant),
        quotes=(answer.quote,),
        near=(cited.start, cited.end) if cited else (window[0].start, window[-1].end),
        parties=tuple(Party(name=p.name, title=p.title, side=p.side, role=p.role) for p in answer.participants),
        initiator=None if isinstance(answer, DisputeAnswer) else answer.initiator,
        date_words=answer.date_words,
        place_words=answer.place_words,
        topics=tuple(answer.topics[:TOPICS]),
        summary=answer.summary,
        model=name,
        prompt=template().version,
    )


STRATEGY: Final = Strategy(read=read_article, prompts=lambda: (template(),))
