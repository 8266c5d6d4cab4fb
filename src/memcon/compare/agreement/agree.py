"""How far coders agree: each question of alpha and of the share that agrees, each pair of coders of kappa; by group."""

import itertools
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from memcon.compare.agreement.coefficients import Expected, interval, kappa_of, same, share_of, tally
from memcon.compare.agreement.values import (
    CODED,
    EVENT,
    KINDS_TOLD,
    Coding,
    Item,
    ReadArticle,
    answers,
    verdicts,
)
from memcon.compare.evaluate.chance import ROUNDS, Interval
from memcon.records.vocabulary import Kind

About = Literal["event", "sentence"]
By = Literal["all", "kind", "language"]
Answers = Mapping[str, Hashable]
"""What each coder says of one unit."""


@dataclass(frozen=True, slots=True)
class Group:
    """The units of which figures are told."""

    by: By
    name: str
    """A kind or a language; `all` of all."""


ALL: Final = Group("all", "all")


@dataclass(frozen=True, slots=True)
class Measured:
    """How far all coders agree on one question, of the units that two of them or more answered."""

    about: About
    group: Group
    field: str
    units: int
    share: float | None
    """Pairs of answers that are the same."""
    share_within: Interval | None
    alpha: float | None
    """Krippendorff's; None where all answers are the same."""
    alpha_within: Interval | None


@dataclass(frozen=True, slots=True)
class Paired:
    """How far two coders agree on one question, of the units that both answered."""

    about: About
    group: Group
    field: str
    one: str
    other: str
    units: int
    share: float | None
    kappa: float | None
    """Cohen's; None where both give one and the same answer to all."""
    within: Interval | None


@dataclass(frozen=True, slots=True)
class Coded:
    """How much a coder did."""

    who: str
    looked: int
    """Events of which it is known what he says: he decided, or read their articles whole and did not add them."""
    read: int
    """Articles that he read whole."""
    stale: int
    """Decisions of his that do not hold any more, and count for nothing."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree."""

    coders: tuple[Coded, ...]
    shared: int
    """Events that two or more looked at."""
    articles: int
    """Articles that two or more read whole, each event of them decided."""
    left: int
    """Articles that two or more read, but left events undecided, or whose text is not there."""
    sentences: int
    measured: tuple[Measured, ...]
    pairs: tuple[Paired, ...]
    seed: int
    rounds: int


@dataclass(frozen=True, slots=True)
class _Question:
    """One question, and its answers by article; of events or sentences."""

    about: About
    field: str
    alike: Callable[[Hashable, Hashable], float]
    answers: Mapping[Group, Mapping[str, list[Answers]]]


def agree(
    codings: Sequence[Coding],
    items: Sequence[Item],
    articles: Sequence[ReadArticle],
    *,
    left: int = 0,
    seed: int = 0,
    rounds: int = ROUNDS,
) -> Agreement:
    """Return how far coders agree on events and on articles that several looked at; see `memcon.compare.agreement`.

    Intervals are of 95 of 100 drawings of as many articles, with `seed`.
    """
    questions = [*_of_events(items), *_of_sentences(articles)]
    names = [one.who for one in codings]
    return Agreement(
        coders=tuple(
            Coded(one.who, sum(one.who in item.said for item in items), len(one.read), one.stale) for one in codings
        ),
        shared=sum(len(item.said) > 1 for item in items),
        articles=len(articles),
        left=left,
        sentences=sum(len(next(iter(one.said.values()))) for one in articles),
        measured=tuple(each for one in questions for each in _measured(one, seed, rounds)),
        pairs=tuple(each for one in questions for each in _paired(one, names, seed, rounds)),
        seed=seed,
        rounds=rounds,
    )


def _of_events(items: Sequence[Item]) -> Iterator[_Question]:
    yield _question("event", EVENT, same, ((item, verdicts(item)) for item in items))
    for field in CODED:
        yield _question("event", field.name, field.alike, ((item, answers(item, field)) for item in items))


def _question(
    about: About, name: str, alike: Callable[[Hashable, Hashable], float], told: Iterable[tuple[Item, Answers]]
) -> _Question:
    found: dict[Group, dict[str, list[Answers]]] = {ALL: {}}
    for item, said in told:
        if len(said) > 1:
            groups = [ALL, Group("kind", item.kind), *([Group("language", item.language)] if item.language else [])]
            for group in groups:
                found.setdefault(group, {}).setdefault(item.article, []).append(said)
    return _Question(about, name, alike, found)


def _of_sentences(articles: Sequence[ReadArticle]) -> Iterator[_Question]:
    told: dict[Group, dict[str, list[Answers]]] = {ALL: {}}
    for one in articles:
        units: list[Answers] = [
            dict(zip(one.said, kinds, strict=True)) for kinds in zip(*one.said.values(), strict=True)
        ]
        for group in (ALL, *([Group("language", one.language)] if one.language else [])):
            told.setdefault(group, {})[one.article] = units
    yield _Question("sentence", KINDS_TOLD, same, told)
    for kind in get_args(Kind):
        group = Group("kind", kind)
        yield _Question("sentence", f"{kind} told", same, {group: {a: _has(kind, u) for a, u in told[ALL].items()}})


def _has(kind: str, units: Iterable[Answers]) -> list[Answers]:
    return [{who: kind in told for who, told in unit.items()} for unit in units]  # type: ignore[operator]  # sets


def _measured(question: _Question, seed: int, rounds: int) -> Iterator[Measured]:
    for group, by_article in _sorted(question.answers):
        tallies = [tally((tuple(one.values()) for one in units), question.alike) for units in by_article.values()]
        expected = Expected(tallies, question.alike)
        yield Measured(
            about=question.about,
            group=group,
            field=question.field,
            units=sum(one.units for one in tallies),
            share=share_of(tallies),
            share_within=interval(share_of, tallies, seed=seed, rounds=rounds),
            alpha=expected.alpha(tallies),
            alpha_within=interval(expected.alpha, tallies, seed=seed, rounds=rounds),
        )


def _paired(question: _Question, names: Sequence[str], seed: int, rounds: int) -> Iterator[Paired]:
    for one, other in itertools.combinations(names, 2):
        for group, by_article in _sorted(question.answers):
            both = [
                [(said[one], said[other]) for said in units if one in said and other in said]
                for units in by_article.values()
            ]
            tables = [Counter(pairs) for pairs in both if pairs]
            total = sum(map(len, both))
            equal = sum(a == b for pairs in both for a, b in pairs)
            yield Paired(
                about=question.about,
                group=group,
                field=question.field,
                one=one,
                other=other,
                units=total,
                share=equal / total if total else None,
                kappa=kappa_of(tables),
                within=interval(kappa_of, tables, seed=seed, rounds=rounds),
            )


def _sorted(answers: Mapping[Group, Mapping[str, list[Answers]]]) -> list[tuple[Group, Mapping[str, list[Answers]]]]:
    order = {"all": 0, "kind": 1, "language": 2}
    return sorted(answers.items(), key=lambda one: (order[one[0].by], one[0].name))
