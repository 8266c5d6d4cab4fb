"""Quantiles of the beta and of Student's t distribution, of which the standard library has only the normal one.

The regularised incomplete beta function by its continued fraction, with the modified Lentz method (Press and others,
Numerical Recipes, 3rd edition 2007, section 6.4); quantiles by Newton's method, halving the interval where a step
leaves it. Some twelve digits are right.
"""

import functools
import math
from typing import Final

_TINY: Final = 1e-300
_CLOSE: Final = 1e-15
_TERMS: Final = 10_000
"""Of the continued fraction, which needs some multiple of the square root of the larger shape: a hundred, mostly."""
_STEPS: Final = 200
"""Of Newton's method: ten are enough, and halving alone would need sixty."""


def beta_below(x: float, a: float, b: float) -> float:
    """Return the chance that a beta variable of shapes `a` and `b`, both above 0, lies below `x`."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    kernel = math.exp(_kernel(x, a, b))
    if x < (a + 1) / (a + b + 2):  # where the fraction is quick; the other tail by symmetry
        return kernel * _fraction(x, a, b) / a
    return 1 - kernel * _fraction(1 - x, b, a) / b


def beta_quantile(chance: float, a: float, b: float) -> float:
    """Return below which value a beta variable of shapes `a` and `b` lies with this chance."""
    low, high, at = 0.0, 1.0, a / (a + b)
    for _ in range(_STEPS):
        gap = beta_below(at, a, b) - chance
        low, high = (low, at) if gap > 0 else (at, high)
        slope = math.exp(_kernel(at, a, b)) / (at * (1 - at)) if 0 < at < 1 else 0.0
        step = at - gap / slope if slope > _TINY else -1.0
        new = step if low < step < high else (low + high) / 2
        if abs(new - at) <= _CLOSE * new:
            return new
        at = new
    return at


@functools.lru_cache(maxsize=1024)
def t_quantile(chance: float, freedom: float) -> float:
    """Return below which value Student's t of so many degrees of freedom lies with this chance, from 0.5 to below 1.

    t² / (t² + freedom) is a beta variable of shapes 1/2 and freedom / 2.
    """
    part = beta_quantile(2 * chance - 1, 0.5, freedom / 2)
    return math.sqrt(freedom * part / (1 - part))


def _kernel(x: float, a: float, b: float) -> float:
    """Return the logarithm of x^a (1 - x)^b / B(a, b)."""
    return a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function."""
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _away(1 + term * d)
            c = _away(1 + term / c)
            value *= d * c
        if abs(d * c - 1) < _CLOSE:
            break
    return value


def _away(value: float) -> float:
    """Return a number that can be divided by."""
    return value if abs(value) > _TINY else _TINY
