"""Fit the confidence of a trusted model's mentions on runs that were read by hand; prints what `confidence.toml` holds.

usage: fit_confidence.py ARTICLES GOLD RUN [ARTICLES GOLD RUN …]

A logistic regression by Newton's method with an L2 penalty of 1 on every weight but the base: events that match gold, a
neutral line too, against those that are wrong or told twice. What is known of an event: whether a rule reads another
status, act, form or role in its words (`doubts`), whether its participants are of two states, whether it has a date.
Below: the expected calibration error where each fifth of the articles is predicted from the others.
"""

import argparse
from collections.abc import Iterator, Sequence
from typing import Final

import memcon
from memcon.compare.calibrate.logistic import Case as Known
from memcon.compare.calibrate.logistic import error, fit, probability
from memcon.compare.evaluate import evaluate
from memcon.compare.evaluate.source import read_gold, read_predictions
from memcon.evidence.confidence import WEIGHED
from memcon.records import Article, Event, Family, family

FOLDS: Final = 5
ZERO: Final = (0.0,) * (len(WEIGHED) + 1)
"""Where the penalty draws the weights to."""
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
        for word, weight in zip(("base", *WEIGHED), fitted(own), strict=True):
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


def fitted(cases: Sequence[Case]) -> list[float]:
    """Return the weights of a logistic regression."""
    return fit([Known(facts, right) for _, _, facts, right in cases], ZERO)


def crossed(cases: Sequence[Case]) -> Iterator[tuple[float, bool]]:
    """Yield the chance of each event as the other four fifths of the articles tell it, and whether it is right."""
    fold = {name: at % FOLDS for at, name in enumerate(sorted({case[1] for case in cases}))}
    for kind in ("contact", "dispute"):
        own = [case for case in cases if case[0] == kind]
        for number in range(FOLDS):
            weights = fitted([case for case in own if fold[case[1]] != number])
            yield from ((probability(weights, case[2]), case[3]) for case in own if fold[case[1]] == number)


if __name__ == "__main__":
    main()
