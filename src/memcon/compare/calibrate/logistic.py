"""A logistic regression with a penalty, by Newton's method, and how far its probabilities are from what came true."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

ROUNDS: Final = 25
"""Of Newton's method, which is done in ten."""
BINS: Final = 10
_STILL: Final = 1e-12
"""A step so short ends it."""
_FLAT: Final = 1e-9


class Case(NamedTuple):
    """What is known of something, 1.0 for the base first, and whether it is right."""

    facts: tuple[float, ...]
    right: bool


def fit(cases: Sequence[Case], towards: Sequence[float]) -> list[float]:
    """Return the weights of a logistic regression of these cases.

    An L2 penalty of 1 draws each weight but the base, the first one, to its value in `towards`.
    """
    size = len(towards)
    weights = list(towards)
    for _ in range(ROUNDS):
        slope = [towards[at] - weight if at else 0.0 for at, weight in enumerate(weights)]
        curve = [[float(row == column and row > 0) for column in range(size)] for row in range(size)]
        for facts, right in cases:
            chance = probability(weights, facts)
            for row in range(size):
                slope[row] += (right - chance) * facts[row]
                for column in range(size):
                    curve[row][column] += chance * (1 - chance) * facts[row] * facts[column]
        step = solve(curve, slope)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < _STILL:
            break
    return weights


def probability(weights: Sequence[float], facts: Sequence[float]) -> float:
    """Return the chance that something is right."""
    score = sum(weight * fact for weight, fact in zip(weights, facts, strict=True))
    return 1 / (1 + math.exp(-max(-500.0, min(500.0, score))))


def solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Return x of `matrix` x = `right`, by elimination; a direction of which nothing is known stays as it is."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at in range(len(rows)):
        pivot = max(range(at, len(rows)), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        if abs(rows[at][at]) < _FLAT:
            continue
        for other in range(len(rows)):
            if other != at:
                share = rows[other][at] / rows[at][at]
                rows[other] = [value - share * own for value, own in zip(rows[other], rows[at], strict=True)]
    return [row[-1] / row[at] if abs(row[at]) > _FLAT else 0.0 for at, row in enumerate(rows)]


def error(outcomes: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error in ten bins, as `memcon evaluate --calibration` has it."""
    gaps = 0.0
    for number in range(BINS):
        own = [(chance, right) for chance, right in outcomes if min(int(chance * BINS), BINS - 1) == number]
        gaps += abs(sum(right - chance for chance, right in own))
    return gaps / len(outcomes) if outcomes else 0.0
