"""A run as documents in which its events are marked: the machine's events, as no reviewer has changed them.

What comes back from a tool is held against these same documents, so that they must not depend on what was decided
meanwhile; and who codes in another tool sees the machine's events alone, as a coder of `memcon review` does.
"""

import dataclasses
import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from memcon.articles.reread import fields_told, reread
from memcon.errors import UsageError
from memcon.events.amend import of_machine
from memcon.outputs.folder import RunFolder
from memcon.pages.annotation.model import Annotation, Argument, Document, Piece, Refused, Relation, Span, SpanLabel
from memcon.pages.annotation.values import people_words, written
from memcon.records import Article, ArticleState, Event, Evidence, Participant, Proof, Quote, run_files
from memcon.text.tokens import tokenize

FORWARD: Final = frozenset({"fulfils", "cancels", "denies"})
"""Links that are told of; the others tell the same from the other side."""


def machine_events(run: RunFolder) -> Sequence[Event]:
    """Return the events of a run before anybody reviewed them.

    Raises UsageError where it is no whole run, DataError where it is damaged.
    """
    run.check()
    for name in (run_files.MENTIONS, run_files.ARTICLES):
        if not run.has(name):
            raise UsageError(f"{str(run)!r} holds no {name}: annotating needs the whole folder of a run")
    return of_machine(tuple(run.events()), tuple(run.mentions()))


def documents(run: RunFolder, inputs: Sequence[str] | None = None) -> Iterator[Piece]:
    """Yield each article of a run that was read, with its events, in the order of `articles.jsonl`.

    `inputs` tell where the articles lie now, by default where they were read. An article whose text is not that of the
    run, and an event whose words do not stand in it, are refused.
    Raises UsageError where no text is found, and what `machine_events` raises.
    """
    events = machine_events(run)
    states = {state.article: state for state in run.articles() if state.sha256}
    report = run.report()
    texts = reread(states, inputs, text_only=True, fields=fields_told(report.settings if report else {}))
    if states and not texts:
        raise UsageError("no article of the run was found, and events are marked in texts: say with --articles where")
    yield from marked(events, states, texts)


def marked(
    events: Sequence[Event], states: Mapping[str, ArticleState], texts: Mapping[str, Article]
) -> Iterator[Piece]:
    """Yield the documents of articles of which the texts are at hand; see `documents`."""
    told: defaultdict[str, list[tuple[Event, Proof]]] = defaultdict(list)
    for event in events:
        for proof in event.mentions:
            told[proof.article].append((event, proof))
    for name, state in states.items():
        article = texts.get(name)
        if article is None:
            yield Refused(name, "the article was not found: say with --articles where it lies now")
        elif article.sha256 != state.sha256:
            yield Refused(name, "the article has changed since the run, and its quotes do not stand where they did")
        else:
            yield from _document(name, article.text, told[name])


def _document(name: str, text: str, told: Sequence[tuple[Event, Proof]]) -> Iterator[Piece]:
    making = _Making(text)
    for event, proof in sorted(told, key=_place):
        wrong = next((each for each in _evidence(proof) if text[each.start : each.end] != each.text), None)
        if wrong:
            yield Refused(name, f"{proof.mention!r}: from {wrong.start} to {wrong.end} stands not {wrong.text[:60]!r}")
        else:
            making.add(event, proof)
    document = Document(
        article=name, text=text, spans=tuple(making.spans.values()), annotations=tuple(making.annotations),
        relations=tuple(making.relations()),
    )  # fmt: skip
    yield dataclasses.replace(document, mark=mark_of(document))


def _place(each: tuple[Event, Proof]) -> tuple[int, int, str]:
    first = each[1].quotes[0]
    return first.start, first.end, each[1].mention


def mark_of(document: Document) -> str:
    """Return a hash of what is marked in a document, and of its text."""
    parts = (document.article, document.spans, document.annotations, document.relations)
    told = json.dumps(parts, default=dataclasses.asdict, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256((told + document.text).encode("utf-8", "replace")).hexdigest()[:16]


def _evidence(proof: Proof) -> Iterator[Quote | Evidence]:
    yield from proof.quotes
    yield from proof.names
    for one in (proof.date, proof.place):
        if one:
            yield Evidence(text=one.text, start=one.start, end=one.end)


class _Making:
    """What is marked in one article so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: dict[tuple[SpanLabel, int, int, tuple[tuple[str, str], ...]], Span] = {}
        self.annotations: list[Annotation] = []
        self._of: dict[str, list[str]] = {}
        self._links: dict[str, list[tuple[str, str]]] = {}

    def add(self, event: Event, proof: Proof) -> None:
        """Mark what an article contributes to an event."""
        first, *more = proof.quotes
        others, arguments = [], []
        free = list(proof.names)
        for one in event.participants:
            place = _place_of(one, free)
            if place is None:
                others.append(one)
            else:
                free.remove(place)
                arguments.append(Argument(one.role or "participant", self._person(one, place)))
        for label, found in (("date", proof.date), ("place", proof.place)):
            if found:
                arguments.append(Argument(label, self._span(label, found.start, found.end)))  # type: ignore[arg-type]
        arguments += [Argument("quote", self._span("quote", quote.start, quote.end)) for quote in more]
        values = written(event) | ({"others": people_words(others)} if others else {})
        name = f"E{len(self.annotations) + 1}"
        self.annotations.append(
            Annotation(
                id=name, kind=event.kind, start=first.start, end=first.end, values=values,
                arguments=tuple(dict.fromkeys(arguments)), mention=proof.mention,
            )
        )  # fmt: skip
        self._of.setdefault(event.id, []).append(name)
        self._links[event.id] = [(link.type, link.event) for link in event.links if link.type in FORWARD]

    def relations(self) -> Iterator[Relation]:
        """Yield what ties the events of the article."""
        for names in self._of.values():
            for one, next_ in itertools.pairwise(names):
                yield Relation("same", one, next_)
        for event, links in self._links.items():
            for type_, other in links:
                if other in self._of:
                    yield Relation(type_, self._of[event][0], self._of[other][0])

    def _person(self, one: Participant, place: Evidence) -> str:
        told = {"country": one.country or "", "title": one.title or ""}
        if one.name != place.text:
            told["name"] = one.name
        return self._span("participant", place.start, place.end, {name: words for name, words in told.items() if words})

    def _span(self, label: SpanLabel, start: int, end: int, values: Mapping[str, str] | None = None) -> str:
        key = (label, start, end, tuple(sorted((values or {}).items())))
        span = self.spans.setdefault(key, Span(f"T{len(self.spans) + 1}", label, start, end, values or {}))
        return span.id


def _place_of(one: Participant, names: Sequence[Evidence]) -> Evidence | None:
    """Return where a participant is named: by the same words, or else by some of them, as *Berg* for *Anna Berg*."""
    exact = next((name for name in names if name.text == one.name), None)
    if exact or len(names) > 50:  # of so many, only a list is read so
        return exact
    mine = _words(one.name)
    shared = ((name, _words(name.text)) for name in names)
    return next((name for name, words in shared if words and mine and (words <= mine or mine <= words)), None)


def _words(name: str) -> frozenset[str]:
    return frozenset(token.folded for token in tokenize(name))
