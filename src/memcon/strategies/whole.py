"""Read an article in one answer: numbered sentences in, `Findings` out. For models that can.

An article longer than a window is read in overlapping windows of sentences; what two windows report is merged later.
"""

import functools
import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

from pydantic import TypeAdapter

from memcon import prompts
from memcon.answers import CallAnswer, DisputeAnswer, Findings, MeetingAnswer
from memcon.model import Model
from memcon.records import Act, Article, Candidate, Channel, Form, Kind, Party, Sentence
from memcon.strategies.reading import Reading

WINDOW: Final = 12_000
"""Characters of a window: about 4,000 tokens of Indonesian, which leaves room for the answer in a small context."""
OVERLAP: Final = 3
"""Sentences that a window repeats of the one before, so that no event is cut in two."""


@functools.cache
def template() -> prompts.Template:
    """Return the prompt, read and checked once."""
    return prompts.load("whole", TypeAdapter(Findings), max_tokens=4096)


async def read_article(article: Article, sentences: Sequence[Sentence], model: Model, name: str) -> Reading:
    """Ask for everything at once, window by window. See `Strategy`."""
    candidates: list[Candidate] = []
    for window in windows([sentence for sentence in sentences if sentence.body]):
        findings = await model.fill(Findings, _prompt(article, window))
        found: list[MeetingAnswer | CallAnswer | DisputeAnswer] = [
            *findings.meetings,
            *findings.calls,
            *findings.disputes,
        ]
        candidates += [_candidate(answer, window, name) for answer in found]
    return Reading(tuple(candidates))


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


def _size(sentence: Sentence) -> int:
    return sentence.end - sentence.start


def _prompt(article: Article, window: Sequence[Sentence]) -> prompts.Prompt:
    """Number the sentences and fence them with a mark that the article's author could not know."""
    lines = "\n".join(f"[{s.number}] {' '.join(article.text[s.start : s.end].split())}" for s in window)
    return template().render(
        mark=hashlib.sha256(article.text.encode("utf-8", "replace")).hexdigest()[:12],
        published=article.published.isoformat() if article.published else "unknown",
        sentences=lines,
    )


def _candidate(answer: MeetingAnswer | CallAnswer | DisputeAnswer, window: Sequence[Sentence], name: str) -> Candidate:
    """Return the candidate of one answer; evidence is looked for near the sentence that it cites."""
    cited = next((s for s in window if s.number == answer.sentence), None)
    kind, variant = _kind(answer)
    return Candidate(
        kind=kind,
        status=answer.status,
        variant=variant,
        quotes=(answer.quote,),
        near=(cited.start, cited.end) if cited else (window[0].start, window[-1].end),
        parties=tuple(Party(name=p.name, title=p.title, side=p.side, role=p.role) for p in answer.participants),
        initiator=None if isinstance(answer, DisputeAnswer) else answer.initiator,
        date_words=answer.date_words,
        place_words=answer.place_words,
        topics=tuple(answer.topics),
        summary=answer.summary,
        model=name,
        prompt=template().version,
    )


def _kind(answer: MeetingAnswer | CallAnswer | DisputeAnswer) -> tuple[Kind, Channel | Form | Act]:
    match answer:
        case MeetingAnswer():
            return "meeting", answer.form
        case CallAnswer():
            return "call", answer.channel
        case DisputeAnswer():
            return "dispute", answer.act
