"""Fit the confidence of a trusted model's mentions on runs that were read by hand; prints what `confidence.toml` holds.

usage: fit_confidence.py ARTICLES GOLD RUN [ARTICLES GOLD RUN …]

A logistic regression by Newton's method with an L2 penalty of 1 on every weight but the base: events that match gold, a
neutral line too, against those that are wrong or told twice. What is known of an event: whether a rule reads another
status, act, form or role in its words (`doubts`), whether its participants are of two states, whether it has a date.
Below: the expected calibration error where each fifth of the articles is predicted from the others.
"""

import argparse
import math
from collections.abc import Iterator, Sequence
from typing import Final

import memcon
from memcon.compare.evaluate import evaluate
from memcon.compare.evaluate.source import read_gold, read_predictions
from memcon.evidence.confidence import WEIGHED
from memcon.records import Article, Event, Family, family

FOLDS: Final = 5
ROUNDS: Final = 25
"""Of Newton's method, which is done in ten."""
BINS: Final = 10
Case = tuple[Family, str, tuple[float, ...], bool]
"""Family, article, what is known (1.0 for the base first), and whether it is right."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="ARTICLES GOLD RUN")
    paths = parser.parse_args(arguments).paths
    if len(paths) % 3:
        parser.error("give ARTICLES GOLD RUN, or several such three")
    cases = [case for at in range(0, len(paths), 3) for case in cases_of(*paths[at : at + 3])]
    for name in ("contact", "dispute"):
        own = [case for case in cases if case[0] == name]
        print(f"[trusted.{name}]  # {len(own)} events, {sum(case[3] for case in own)} right")
        for word, weight in zip(("base", *WEIGHED), fit(own), strict=True):
            print(f"{word} = {weight:.2f}")
    print(f"# expected calibration error, cross-validated: {error(list(crossed(cases))):.3f}")


def cases_of(articles: str, gold: str, run: str) -> Iterator[Case]:
    """Yield what is known of each event of a run, and whether gold has it."""
    texts = [one for one in memcon.read_articles(articles) if isinstance(one, Article)]
    events = {event.id: event for event in memcon.load(run)}
    for one in evaluate(texts, read_gold([gold]), read_predictions([run], texts).known).judged:
        right = [pair.prediction.id for pair in (*one.matched, *one.neutral)]
        wrong = [prediction.id for prediction in (*one.wrong, *one.duplicate)]
        for name in (*right, *wrong):
            event = events[name]
            yield family(event.kind), one.article.id, known(event), name in right


def known(event: Event) -> tuple[float, ...]:
    """Return what is known of an event, 1.0 for the base first, in the order of `confidence.WEIGHED`."""
    states = {one.country for one in event.participants if one.country}
    facts = {"doubted": bool(event.doubts), "two_states": len(states) > 1, "dated": event.date is not None}
    return (1.0, *(float(facts[name]) for name in WEIGHED))


def fit(cases: Sequence[Case]) -> list[float]:
    """Return the weights of a logistic regression."""
    size = len(WEIGHED) + 1
    weights = [0.0] * size
    for _ in range(ROUNDS):
        slope = [-weight if at else 0.0 for at, weight in enumerate(weights)]
        curve = [[float(row == column and row > 0) for column in range(size)] for row in range(size)]
        for _, _, facts, right in cases:
            chance = probability(weights, facts)
            for row in range(size):
                slope[row] += (right - chance) * facts[row]
                for column in range(size):
                    curve[row][column] += chance * (1 - chance) * facts[row] * facts[column]
        step = solve(curve, slope)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
    return weights


def probability(weights: Sequence[float], facts: Sequence[float]) -> float:
    """Return the chance that an event is right."""
    return 1 / (1 + math.exp(-sum(weight * fact for weight, fact in zip(weights, facts, strict=True))))


def solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Return x of `matrix` x = `right`, by elimination; a direction of which nothing is known stays as it is."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at in range(len(rows)):
        pivot = max(range(at, len(rows)), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        if abs(rows[at][at]) < 1e-9:
            continue
        for other in range(len(rows)):
            if other != at:
                share = rows[other][at] / rows[at][at]
                rows[other] = [value - share * own for value, own in zip(rows[other], rows[at], strict=True)]
    return [row[-1] / row[at] if abs(row[at]) > 1e-9 else 0.0 for at, row in enumerate(rows)]


def crossed(cases: Sequence[Case]) -> Iterator[tuple[float, bool]]:
    """Yield the chance of each event as the other four fifths of the articles tell it, and whether it is right."""
    fold = {name: at % FOLDS for at, name in enumerate(sorted({case[1] for case in cases}))}
    for kind in ("contact", "dispute"):
        own = [case for case in cases if case[0] == kind]
        for number in range(FOLDS):
            weights = fit([case for case in own if fold[case[1]] != number])
            yield from ((probability(weights, case[2]), case[3]) for case in own if fold[case[1]] == number)


def error(outcomes: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error in ten bins, as `memcon evaluate --calibration` has it."""
    gaps = 0.0
    for number in range(BINS):
        own = [(chance, right) for chance, right in outcomes if min(int(chance * BINS), BINS - 1) == number]
        gaps += abs(sum(right - chance for chance, right in own))
    return gaps / len(outcomes) if outcomes else 0.0


if __name__ == "__main__":
    main()
