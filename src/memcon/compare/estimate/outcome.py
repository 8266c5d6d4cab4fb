"""What readers say of the machine's events, article by article: right, wrong, missed. Pure.

An event that holds after all decisions is right, accepted or edited; an edit says which of its values were wrong. What
was rejected is wrong. Where a reader merged two events of one article, one of them is right and the other told twice,
which is wrong; where one was split, what it hid is missed; what was added is missed.
An article was read whole by somebody who said so and who decided on every event that the machine found in it.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from memcon.compare.estimate.frame import mentions_by_article
from memcon.events.amend import ArticleText, Reviewed, apply
from memcon.events.matching.assign import Pair, assign, weighed
from memcon.records import Event, Mention
from memcon.records.decision import Add, Decision, Read, articles_read, targets, undone


@dataclass(frozen=True, slots=True)
class Right:
    """An event of the machine that there is, and as what it holds."""

    found: Event
    true: Event


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one reader says of an article."""

    article: str
    right: tuple[Right, ...]
    wrong: tuple[Event, ...]
    """Events of the machine that there are not, or that are told twice."""
    missed: tuple[Event, ...]
    undecided: tuple[Event, ...]
    """Events of the machine that the reader did not decide on."""
    read: bool
    """The reader said that nothing else is missing."""
    settled: bool = False
    """`review.jsonl` says so, and not a coder for himself."""

    @property
    def whole(self) -> bool:
        """Whether all is known of the article."""
        return self.read and not self.undecided


@dataclass(frozen=True, slots=True)
class Readings:
    """What is known of each article and event of the machine."""

    whole: Mapping[str, tuple[Outcome, ...]]
    """Of the articles that were read whole: one outcome where they are settled or one reader has them; several where
    several readers have, each of whom counts in part."""
    told: Mapping[str, tuple[Outcome, ...]]
    """All that was said of each article: what `review.jsonl` says first, then what each coder does."""
    stale: int
    """Decisions that do not hold any more, since what they were made on has changed."""

    @property
    def unsettled(self) -> int:
        """Articles that several read whole and nobody settled."""
        return sum(len(several) > 1 for several in self.whole.values())


def read_by_all(
    machine: Sequence[Event],
    mentions: Sequence[Mention],
    shared: Sequence[Decision],
    coders: Mapping[str, Sequence[Decision]],
    hashes: Mapping[str, str],
) -> Readings:
    """Return what readers say of the machine's events.

    `shared` are the decisions of `review.jsonl`, `coders` those of each coder, by name; `hashes` those of the texts of
    the articles, by id. What `review.jsonl` says of an article counts alone, unless it leaves open what coders added.
    """
    articles = {name: ArticleText(sha256) for name, sha256 in hashes.items()}
    reviews = {who: apply(machine, mentions, told, articles) for who, told in coders.items()}
    own = {who: outcomes(machine, review, _read(coders[who], hashes)) for who, review in reviews.items()}
    review = apply(machine, mentions, shared, articles)
    read = _read(shared, hashes) | _settled(shared, own)
    joint = outcomes(machine, review, read - _open(shared, coders))
    told, whole = {}, {}
    for name in sorted(joint.keys() | {name for one in own.values() for name in one}):
        settled = [dataclasses.replace(joint[name], settled=True)] if name in joint else []
        several = [one[name] for one in own.values() if name in one]
        told[name] = (*settled, *several)
        if known := [one for one in settled if one.whole] or [one for one in several if one.whole]:
            whole[name] = tuple(known)
    return Readings(whole, told, sum(one.count("stale") for one in (review, *reviews.values())))


def outcomes(machine: Iterable[Event], reviewed: Reviewed, read: Collection[str]) -> dict[str, Outcome]:
    """Return what a reader says of each article that he read or of which he decided on an event."""
    found, true = _by_article(machine), _by_article(reviewed.events)
    for name, key, event in _added_elsewhere(reviewed):
        true[name][key] = event
    touched = {article for event in (*reviewed.events, *reviewed.dropped) if event.review for article in _names(event)}
    return {name: _outcome(name, found[name], true[name], name in read) for name in sorted(touched | {*read})}


def _added_elsewhere(reviewed: Reviewed) -> Iterator[tuple[str, frozenset[str], Event]]:
    """Yield what was added to an article and is an event that the machine has from others alone: missed in this one."""
    events = {event.id: event for event in reviewed.events}
    for outcome in reviewed.outcomes:
        if isinstance(outcome.decision, Add) and outcome.state in {"held", "changed"}:
            article = outcome.decision.seen.article
            for event in (events[name] for name in outcome.events if name in events):
                if article not in _names(event):
                    yield article, frozenset({outcome.decision.id}), event


_Placed = dict[frozenset[str], Event]
"""Events of an article, by their mentions in it."""


def _outcome(article: str, found: _Placed, true: _Placed, read: bool) -> Outcome:  # noqa: FBT001  a fact about it
    olds, news = list(found), list(true)
    place = {mention: at for at, key in enumerate(news) for mention in key}
    touching = [Pair(at, new) for at, key in enumerate(olds) for new in sorted({place[m] for m in key if m in place})]
    pairs = assign(touching, lambda old, new: weighed(len(olds[old] & news[new]), min(olds[old]), min(news[new])))
    undecided = {pair.old for pair in pairs if true[news[pair.new]].review is None}
    right = [Right(found[olds[old]], true[news[new]]) for old, new in sorted(pairs) if old not in undecided]
    paired, used = {pair.old for pair in pairs}, {pair.new for pair in pairs}
    return Outcome(
        article,
        right=tuple(right),
        wrong=tuple(found[key] for at, key in enumerate(olds) if at not in paired),
        missed=tuple(true[key] for at, key in enumerate(news) if at not in used),
        undecided=tuple(found[olds[at]] for at in sorted(undecided)),
        read=read,
    )


def _by_article(events: Iterable[Event]) -> dict[str, _Placed]:
    found: dict[str, _Placed] = defaultdict(dict)
    for event in events:
        for article, mentions in mentions_by_article(event).items():
            found[article][frozenset(mentions)] = event
    return found


def _names(event: Event) -> set[str]:
    return {proof.article for proof in event.mentions}


def _read(decisions: Sequence[Decision], hashes: Mapping[str, str]) -> set[str]:
    """Return the articles that were read whole, and are the same still."""
    return {name for name, read in articles_read(decisions).items() if hashes.get(name) == read.seen.sha256}


def _settled(shared: Sequence[Decision], own: Mapping[str, Mapping[str, Outcome]]) -> set[str]:
    """Return the articles that a coder read and in which a line of `review.jsonl` settles opinions."""
    read = {name for outcomes_of in own.values() for name, one in outcomes_of.items() if one.read}
    return read & {name for one in shared if one.settles for name in _about(one)}


def _open(shared: Sequence[Decision], coders: Mapping[str, Sequence[Decision]]) -> set[str]:
    """Return the articles to which a coder added what `review.jsonl` neither has nor settles."""
    known = {one.id for one in shared} | {opinion.decision for one in shared for opinion in one.settles}
    return {
        one.seen.article
        for told in coders.values()
        for void in (undone(told),)
        for one in told
        if isinstance(one, Add) and one.id not in known and one.id not in void
    }


def _about(decision: Decision) -> set[str]:
    """Return the articles that a decision is about."""
    named = {decision.seen.article} if isinstance(decision, Add | Read) else set()
    return named | {proof.article for target in targets(decision) for proof in target.event.mentions}
