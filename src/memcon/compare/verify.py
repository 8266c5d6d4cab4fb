"""Hold a run's files against its articles and against each other. Knows nothing of models; corrects nothing."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from memcon.articles.reread import reread, sha256
from memcon.errors import DataError
from memcon.events.amend import ArticleText, Reviewed, apply
from memcon.events.merge import merge
from memcon.evidence.affiliation import country_around, leader_named
from memcon.evidence.passage import Passage
from memcon.evidence.report_day import date_from
from memcon.outputs.folder import RunFolder
from memcon.records import (
    Article,
    ArticleState,
    DateEvidence,
    Event,
    Evidence,
    Mention,
    Quote,
    Rejected,
    publisher,
    run_files,
)
from memcon.records.decision import Decision
from memcon.text.ground import Folded


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
    run = RunFolder(out)
    run.check()
    events, mentions = run.canonical("events"), run.canonical("mentions")
    rejected, ended = run.canonical("rejected"), run.canonical("articles")
    states = {state.article: state for state in ended}
    texts = reread(states, inputs)
    reviewed = apply(merge(mentions), mentions, _applied(run), _seen(states, texts))
    problems = [
        *_repeated("article", [state.article for state in ended]),
        *_repeated("mention", [mention.id for mention in mentions]),
        *_repeated("event", [event.id for event in events]),
        *_article_problems(states, texts, mentions, rejected),
        *(problem for mention in mentions for problem in _mention_problems(mention, states, texts)),
        *_doubt_problems(mentions, rejected),
        *(
            problem
            for refusal in rejected
            if refusal.near
            for problem in _span_problems(f"rejected {refusal.field}", refusal.article, [refusal.near], texts)
        ),
        *_event_problems(events, reviewed.events),
        *_review_problems(events, rejected, reviewed, {mention.id for mention in mentions}, texts),
    ]
    spans = sum(len(_spans(mention)) for mention in mentions)
    return Report(len(texts), len(events), len(mentions), spans, tuple(problems))


def _repeated(what: str, ids: Sequence[str]) -> Iterator[str]:
    yield from (f"{what} {name!r}: stands {count} times" for name, count in Counter(ids).items() if count > 1)


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
            yield f"article {name!r}: its counts in {run_files.ARTICLES} are not those of the files"
        if not state.sha256:
            continue
        if name not in texts:
            yield f"article {name!r}: not found where it was read, {state.path!r}"
        elif sha256(texts[name].text) != state.sha256:
            yield f"article {name!r}: its text has changed since the run"
    yield from (f"article {name!r}: not in {run_files.ARTICLES}" for name in sorted({*given, *refused} - states.keys()))


def _spans(mention: Mention) -> list[Quote | Evidence | DateEvidence]:
    single = (mention.date_evidence, mention.place_evidence)
    return [*mention.quotes, *mention.names, *(one for one in single if one)]


def _mention_problems(mention: Mention, states: dict[str, ArticleState], texts: dict[str, Article]) -> Iterator[str]:
    """Check that a mention's words stand at its offsets, and that its date, countries and id follow from them."""
    yield from _span_problems(mention.id, mention.article, _spans(mention), texts)
    state, article = states.get(mention.article), texts.get(mention.article)
    if state and mention.published != state.published:
        yield f"mention {mention.id!r}: its day of publication is not that of its article"
    if state and mention.source != publisher(state.source, state.url):
        yield f"mention {mention.id!r}: its source is not that of its article"
    if state and mention.language != state.language:
        yield f"mention {mention.id!r}: its language is not that of its article"
    if state and not _is_dated(mention, state.language):
        yield f"mention {mention.id!r}: its date does not follow from its words"
    if article and (unknown := _unfounded(mention, article)):
        yield f"mention {mention.id!r}: no words of its article stand for {', '.join(unknown)}"
    named = [evidence.text for evidence in mention.names]
    if named != [participant.name for participant in mention.participants]:
        yield f"mention {mention.id!r}: its participants are not the names that were found"
    if (mention.place.name if mention.place else None) != (mention.place_evidence and mention.place_evidence.text):
        yield f"mention {mention.id!r}: its place is not the words that were found"
    first = mention.quotes[0]
    if not mention.id.startswith(f"{mention.article}#{mention.kind}-{first.start}-{first.end}"):
        yield f"mention {mention.id!r}: its id does not name its article, kind and first quote"


def _doubt_problems(mentions: Sequence[Mention], rejected: Sequence[Rejected]) -> Iterator[str]:
    """Check that each doubt is told among what was refused, too."""
    told = {(line.article, line.field, line.text, line.rule) for line in rejected}
    for mention in mentions:
        for doubt in mention.doubts:
            if (mention.article, doubt.field, doubt.said, doubt.rule) not in told:
                yield f"mention {mention.id!r}: its doubt of the {doubt.field} is not told in {run_files.REJECTED}"


def _is_dated(mention: Mention, language: str | None) -> bool:
    """Say whether a mention's date follows from its words; a plan may have been told on a day that was past."""
    words = mention.date_evidence
    if words is None:
        return mention.date is None
    return any(
        date_from(words, mention.published, language, planned=planned) == mention.date for planned in (False, True)
    )


def _unfounded(mention: Mention, article: Article) -> list[str]:
    """List the countries of a mention that no words of its article, by the tables, stand for."""
    told = {mention.initiator, mention.place and mention.place.country, *mention.countries}
    told |= {participant.country for participant in mention.participants}
    named = [words for one in mention.participants for words in (one.name, one.title) if words]
    words = [*named, *([mention.place.name] if mention.place else [])]
    passage = Passage.of(article, Folded(article.text))
    stand = {state.code for state in passage.countries(passage.whole)}
    stand |= {code for each in words if (code := passage.country(each))}
    for name in mention.names:
        span = name.start, name.end
        stand |= {code for code in (country_around(passage, span), leader_named(passage, span)) if code}
    return sorted(code for code in told - stand if code)


def _span_problems(
    owner: str, name: str, spans: Iterable[Quote | Evidence | DateEvidence], texts: dict[str, Article]
) -> Iterator[str]:
    article = texts.get(name)
    for span in spans:
        if article and article.text[span.start : span.end] != span.text:
            yield f"{owner!r}: {span.text[:60]!r} does not stand at {span.start}-{span.end}"


def _event_problems(events: Sequence[Event], merged: Sequence[Event]) -> Iterator[str]:
    """Check that the events are what merging the mentions gives, as reviewers decided: ids, codes, links, order."""
    again = {event.id: event for event in merged}
    for event in events:
        if event.id not in again:
            yield f"event {event.id!r}: merging the mentions does not give it"
        elif again[event.id] != event:
            yield f"event {event.id!r}: not what merging the mentions gives"
    missing = again.keys() - {event.id for event in events}
    yield from (f"event {name!r}: missing, though the mentions give it" for name in sorted(missing))
    if not missing and [event.id for event in merged] != [event.id for event in events]:
        yield f"{run_files.EVENTS} is not in the order of date, kind and id"


def _applied(run: RunFolder) -> tuple[Decision, ...]:
    """Return the decisions that the run applied: those up to the last one that `run.json` names."""
    report = run.report()
    if report is None or report.review is None:
        return ()
    decisions, count = run.decisions(), report.review.decisions
    if count and (count > len(decisions) or decisions[count - 1].id != report.review.last):
        path = str(run.file(run_files.DECISIONS))
        raise DataError(f"{path!r} lacks decisions that the run applied: restore it, or run again")
    return decisions[:count]


def _seen(states: dict[str, ArticleState], texts: dict[str, Article]) -> dict[str, ArticleText]:
    return {
        name: ArticleText(state.sha256, texts[name].text if name in texts else None) for name, state in states.items()
    }


def _review_problems(
    events: Sequence[Event],
    rejected: Sequence[Rejected],
    reviewed: Reviewed,
    known: set[str],
    texts: dict[str, Article],
) -> Iterator[str]:
    """Check what reviewers added against its article, and that what they rejected is told."""
    for event in events:
        for proof in event.mentions:
            if proof.mention not in known:
                yield from _span_problems(event.id, proof.article, [*proof.quotes, *proof.names], texts)
    told, due = (
        Counter(line for line in lines if line.reason == "reviewed") for lines in (rejected, reviewed.rejected)
    )
    if told != due:
        yield f"{run_files.REJECTED} does not tell what reviewers rejected"
