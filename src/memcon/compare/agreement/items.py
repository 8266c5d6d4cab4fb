"""Lay side by side what coders said of the same events, and of the same sentences."""

import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from memcon.compare.agreement.values import Coding, Item, ReadArticle
from memcon.compare.evaluate.judge import sentences_of
from memcon.events.amend import ArticleText, apply
from memcon.records import ArticleState, Event, Mention
from memcon.records.decision import Decision, articles_read

Span = tuple[int, int, str]
"""Where a quote begins and ends, and the kind of its event."""
SHARED: Final = 0.5
"""Of the words of the shorter of two added events: with so many in common they are one."""


def coding_of(
    who: str,
    machine: Sequence[Event],
    mentions: Sequence[Mention],
    decisions: Sequence[Decision],
    states: Mapping[str, ArticleState],
) -> Coding:
    """Return what a coder made of a run: its events, the `mentions` merged, with his decisions applied."""
    known = {name: ArticleText.of(state) for name, state in states.items()}
    reviewed = apply(machine, mentions, decisions, known)
    held = {outcome.decision.id for outcome in reviewed.outcomes if outcome.state == "held"}
    return Coding(
        who=who,
        holds={proof.mention: event for event in reviewed.events for proof in event.mentions},
        rejected={proof.mention: event for event in reviewed.dropped for proof in event.mentions},
        read=frozenset(name for name, one in articles_read(decisions).items() if one.id in held),
        stale=reviewed.count("stale"),
    )


def items_of(machine: Sequence[Event], codings: Sequence[Coding], states: Mapping[str, ArticleState]) -> list[Item]:
    """Return the events that a coder looked at: the machine's in their order, then those that coders added.

    An event that a coder merged or split is the one that holds its first mention. One that a coder added is none for
    another who read its articles whole and added none with half of its words.
    """
    found = []
    for event in machine:
        first = event.mentions[0]
        said = {one.who: _said(one, first.mention) for one in codings if _looked(one, first.mention)}
        if said:
            found.append(Item(event.id, first.article, event.kind, _language(states, first.article), said))
    known = {proof.mention for event in machine for proof in event.mentions}
    return [*found, *_added(codings, known, states)]


def _looked(coding: Coding, mention: str) -> bool:
    event = coding.holds.get(mention) or coding.rejected.get(mention)
    return event is not None and event.review is not None


def _said(coding: Coding, mention: str) -> Event | None:
    return coding.holds.get(mention)


def _language(states: Mapping[str, ArticleState], article: str) -> str:
    state = states.get(article)
    return (state.language or "") if state else ""


def _added(codings: Sequence[Coding], known: set[str], states: Mapping[str, ArticleState]) -> Iterator[Item]:
    """Yield the events that coders added, those of several laid together that stand on the same words."""
    groups: dict[str, list[dict[str, Event]]] = {}
    for coding in codings:
        own = {event.id: event for mention, event in coding.holds.items() if mention not in known}
        for event in own.values():
            if not known.isdisjoint(proof.mention for proof in event.mentions):
                continue  # merged with one of the machine's
            near = groups.setdefault(event.mentions[0].article, [])
            free = [group for group in near if coding.who not in group]
            best = max(free, key=lambda group: max(shared(event, one) for one in group.values()), default=None)
            if best is not None and max(shared(event, one) for one in best.values()) >= SHARED:
                best[coding.who] = event
            else:
                near.append({coding.who: event})
    for article, group in ((article, group) for article, near in groups.items() for group in near):
        first = next(iter(group.values()))
        told: dict[str, Event | None] = {
            one.who: group.get(one.who) for one in codings if one.who in group or article in one.read
        }
        yield Item(f"{first.id} in {article}", article, first.kind, _language(states, article), told)


def shared(one: Event, other: Event) -> float:
    """Return which share of the words of the shorter of two events stands in the other, from 0 to 1."""
    mine, theirs = _characters(one), _characters(other)
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _characters(event: Event) -> set[tuple[str, int]]:
    quotes = ((proof.article, quote) for proof in event.mentions for quote in proof.quotes)
    return {(article, at) for article, quote in quotes for at in range(quote.start, quote.end)}


# --- sentences ---


def read_articles_of(
    machine: Sequence[Event], codings: Sequence[Coding], states: Mapping[str, ArticleState], texts: Mapping[str, str]
) -> tuple[list[ReadArticle], int]:
    """Return the articles that several coders read whole and decided all events of, and how many more they read.

    The latter have events that one left undecided, so that what he thinks of them is not known, or no text.
    """
    first: dict[str, list[str]] = {}
    for event in machine:
        for proof in event.mentions:
            first.setdefault(proof.article, []).append(proof.mention)
    spans = {one.who: _spans(one) for one in codings}
    found, left = [], 0
    for article in sorted({name for one in codings for name in one.read}):
        readers = [one for one in codings if article in one.read]
        whole = [one.who for one in readers if all(_looked(one, mention) for mention in first.get(article, ()))]
        if len(whole) > 1 and article in texts:
            told = {who: kinds_told(texts[article], spans[who].get(article, ())) for who in whole}
            found.append(ReadArticle(article, _language(states, article), told))
        left += len(readers) > 1 and (len(whole) < 2 or article not in texts)
    return found, left


def _spans(coding: Coding) -> dict[str, list[Span]]:
    """Return where the events that hold for a coder are quoted, by article."""
    found: dict[str, list[Span]] = {}
    for event in {id(event): event for event in coding.holds.values()}.values():
        for proof in event.mentions:
            found.setdefault(proof.article, []).extend((one.start, one.end, event.kind) for one in proof.quotes)
    return found


def kinds_told(text: str, spans: Iterable[Span]) -> tuple[frozenset[str], ...]:
    """Return, for each sentence of a text that has words, the kinds of the quotes that touch it."""
    sentences = [(start, end) for start, end in sentences_of(text) if text[start:end].strip()]
    ends = [end for _, end in sentences]
    told: list[set[str]] = [set() for _ in sentences]
    for first, last, kind in spans:
        at = bisect.bisect_right(ends, first)
        while at < len(sentences) and sentences[at][0] < last:
            told[at].add(kind)
            at += 1
    return tuple(map(frozenset, told))
