"""Hold a run's files against its articles and against each other. Knows nothing of models; corrects nothing."""

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from memcon import files
from memcon.errors import DataError, UsageError
from memcon.merge import merge
from memcon.read import read_articles
from memcon.records import Article, ArticleState, DateEvidence, Event, Evidence, Mention, Quote, Rejected
from memcon.resolve import resolve_date


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """What was checked, and what does not hold."""

    articles: int
    events: int
    mentions: int
    spans: int
    problems: tuple[str, ...]


def verify(out: Path, inputs: Sequence[str] | None = None) -> Report:
    """Check the run in `out`; `inputs` tell where the articles lie now, by default where they were read.

    Raises:
        UsageError: `out` is no run, or the articles' paths do not exist.
        DataError: a line is damaged; names file and line.
    """
    if not (out / "events.jsonl").is_file():
        raise UsageError(f"{str(out)!r} holds no run: events.jsonl is missing")
    events = _lines(out / "events.jsonl", TypeAdapter(Event))
    mentions = _lines(out / "mentions.jsonl", TypeAdapter(Mention))
    rejected = _lines(out / "rejected.jsonl", TypeAdapter(Rejected))
    states = {state.article: state for state in _lines(out / "articles.jsonl", TypeAdapter(ArticleState))}
    texts = _texts(states, inputs)
    problems = [
        *_article_problems(states, texts, mentions, rejected),
        *(problem for mention in mentions for problem in _mention_problems(mention, texts)),
        *(
            problem
            for refusal in rejected
            if refusal.near
            for problem in _span_problems(f"rejected {refusal.field}", refusal.article, [refusal.near], texts)
        ),
        *_event_problems(events, mentions),
    ]
    spans = sum(len(_spans(mention)) for mention in mentions)
    return Report(len(texts), len(events), len(mentions), spans, tuple(problems))


def _lines(path: Path, shape: TypeAdapter[Any]) -> list[Any]:
    """Read a file, and hold its bytes to the canonical form of what they say."""
    records = list(files.read_lines(path, shape))
    if b"".join(map(files.dump, records)) != path.read_bytes():
        raise DataError(f"{path}: not as memcon writes it: it was edited, or written by another version")
    return records


def _texts(states: dict[str, ArticleState], inputs: Sequence[str] | None) -> dict[str, Article]:
    """Read the articles again; those that failed then are not looked for."""
    wanted = {name for name, state in states.items() if state.sha256}
    paths = inputs or sorted({_file(state.path) for state in states.values() if state.sha256 and state.path})
    if wanted and not paths:
        raise UsageError("the articles came from standard input: say with --articles where they lie")
    found = read_articles(paths, max_chars=2**40)
    return {item.id: item for item in found if isinstance(item, Article) and item.id in wanted}


def _file(path: str) -> str:
    """Return the file of a path with a line: `a.jsonl:12` is line 12 of `a.jsonl`."""
    name, colon, line = path.rpartition(":")
    return name if colon and line.isdigit() else path


def _article_problems(
    states: dict[str, ArticleState],
    texts: dict[str, Article],
    mentions: Sequence[Mention],
    rejected: Sequence[Rejected],
) -> Iterator[str]:
    """Check each article's text and counts."""
    given, refused = Counter(m.article for m in mentions), Counter(r.article for r in rejected)
    for name, state in states.items():
        if (state.mentions, state.rejected) != (given[name], refused[name]):
            yield f"article {name!r}: its counts in articles.jsonl are not those of the files"
        if not state.sha256:
            continue
        if name not in texts:
            yield f"article {name!r}: not found where it was read, {state.path!r}"
        elif hashlib.sha256(texts[name].text.encode()).hexdigest() != state.sha256:
            yield f"article {name!r}: its text has changed since the run"
    yield from (f"article {name!r}: not in articles.jsonl" for name in sorted({*given, *refused} - states.keys()))


def _spans(mention: Mention) -> list[Quote | Evidence | DateEvidence]:
    single = (mention.date_evidence, mention.place_evidence)
    return [*mention.quotes, *mention.names, *(one for one in single if one)]


def _mention_problems(mention: Mention, texts: dict[str, Article]) -> Iterator[str]:
    """Check that a mention's words stand at its offsets, and that its date and id follow from them."""
    yield from _span_problems(mention.id, mention.article, _spans(mention), texts)
    words, article = mention.date_evidence, texts.get(mention.article)
    if (words is None) != (mention.date is None):
        yield f"mention {mention.id!r}: a date and its words come together"
    elif words and mention.date and article:
        planned = mention.status == "planned"
        date = resolve_date(words.text, published=mention.published, language=article.language, planned=planned)
        if date is None or (date.start, date.end) != (mention.date.start, mention.date.end):
            yield f"mention {mention.id!r}: its date does not follow from {words.text!r}"
    first = mention.quotes[0]
    if not mention.id.startswith(f"{mention.article}#{mention.kind}-{first.start}-{first.end}"):
        yield f"mention {mention.id!r}: its id does not name its article, kind and first quote"


def _span_problems(
    owner: str, name: str, spans: Iterable[Quote | Evidence | DateEvidence], texts: dict[str, Article]
) -> Iterator[str]:
    article = texts.get(name)
    for span in spans:
        if article and article.text[span.start : span.end] != span.text:
            yield f"{owner!r}: {span.text[:60]!r} does not stand at {span.start}-{span.end}"


def _event_problems(events: Sequence[Event], mentions: Sequence[Mention]) -> Iterator[str]:
    """Check that the events are what merging the mentions gives: ids, codes, links and all."""
    again = {event.id: event for event in merge(mentions)}
    for event in events:
        if event.id not in again:
            yield f"event {event.id!r}: merging the mentions does not give it"
        elif again.pop(event.id) != event:
            yield f"event {event.id!r}: not what merging the mentions gives"
    yield from (f"event {name!r}: missing, though the mentions give it" for name in again)
