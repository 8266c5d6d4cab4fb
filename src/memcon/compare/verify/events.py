"""The events of a run, held against its mentions and against what reviewers decided."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from memcon.compare.verify.mentions import span_problems
from memcon.events.amend import ArticleText, Reviewed
from memcon.records import Article, ArticleState, Event, Rejected, run_files


def repeated(what: str, ids: Sequence[str]) -> Iterator[str]:
    """Check that no id stands twice."""
    yield from (f"{what} {name!r}: stands {count} times" for name, count in Counter(ids).items() if count > 1)


def event_problems(events: Sequence[Event], merged: Sequence[Event]) -> Iterator[str]:
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


def seen(states: Mapping[str, ArticleState], texts: Mapping[str, Article]) -> dict[str, ArticleText]:
    """Return the articles of a run as a review must know them."""
    return {name: ArticleText.of(state, texts[name].text if name in texts else None) for name, state in states.items()}


def review_problems(
    events: Sequence[Event],
    rejected: Sequence[Rejected],
    reviewed: Reviewed,
    known: set[str],
    texts: Mapping[str, Article],
) -> Iterator[str]:
    """Check what reviewers added against its article, and that what they rejected is told."""
    for event in events:
        for proof in event.mentions:
            if proof.mention not in known:
                single = (proof.date, proof.place)
                spans = [*proof.quotes, *proof.names, *(one for one in single if one)]
                yield from span_problems(event.id, proof.article, spans, texts)
    told, due = (
        Counter(line for line in lines if line.reason == "reviewed") for lines in (rejected, reviewed.rejected)
    )
    if told != due:
        yield f"{run_files.REJECTED} does not tell what reviewers rejected"
