"""Shares of a sample, their intervals, and the distributions that they rest on."""

import math
import random

import pytest

from memcon.compare.estimate.quantile import beta_below, beta_quantile, t_quantile
from memcon.compare.estimate.share import Interval, Stratum, Tally, share

RIGHT, WRONG, EMPTY = Tally(1, 0), Tally(0, 1), Tally(0, 0)


@pytest.mark.parametrize("count", [1, 7, 400, 30_000])
def test_a_beta_of_which_one_shape_is_one_is_a_power(count: int) -> None:
    assert beta_quantile(0.975, 1, count) == pytest.approx(1 - 0.025 ** (1 / count), rel=1e-11)
    assert beta_quantile(0.025, count, 1) == pytest.approx(0.025 ** (1 / count), rel=1e-11)


@pytest.mark.parametrize("x", [0.0, 0.03, 0.5, 0.9, 1.0])
def test_a_beta_of_small_whole_shapes_is_a_polynomial(x: float) -> None:
    assert beta_below(x, 2, 3) == pytest.approx(6 * x**2 - 8 * x**3 + 3 * x**4, abs=1e-13)
    assert beta_below(x, 0.5, 0.5) == pytest.approx(2 / math.pi * math.asin(math.sqrt(x)), abs=1e-13)


def test_students_t_of_one_two_and_many_degrees_of_freedom_is_known() -> None:
    assert t_quantile(0.975, 1) == pytest.approx(math.tan(math.pi * 0.475), rel=1e-10)
    assert t_quantile(0.975, 2) == pytest.approx(0.95 * math.sqrt(2 / (1 - 0.95**2)), rel=1e-10)
    assert t_quantile(0.975, 1e7) == pytest.approx(1.959964, abs=1e-5)


def test_the_variance_of_a_simple_sample_of_single_answers_is_that_of_the_textbook() -> None:
    """(1 - f) p (1 - p) / (n - 1), Cochran 3.2; Jeffreys' interval with as many answers as give it."""
    told = share([Stratum(1000, (RIGHT,) * 80 + (WRONG,) * 20)])
    size = 99 / 0.9 * (1.959964 / t_quantile(0.975, 99)) ** 2
    low, high = (beta_quantile(chance, 0.8 * size + 0.5, 0.2 * size + 0.5) for chance in (0.025, 0.975))
    assert told is not None
    assert (told.value, told.total, told.units) == (0.8, 1000, 100)
    assert told.interval == pytest.approx((low, high), abs=1e-9)


def test_strata_are_weighed_by_their_sizes() -> None:
    """A hundred units of which half are right, and nine hundred of which nine of ten are."""
    told = share([Stratum(100, (RIGHT, WRONG) * 10), Stratum(900, (RIGHT,) * 18 + (WRONG,) * 2)])
    assert told is not None
    assert told.value == pytest.approx(0.1 * 0.5 + 0.9 * 0.9)


def test_units_are_counted_as_wholes_so_that_like_answers_tell_less() -> None:
    apart = share([Stratum(10_000, (RIGHT,) * 160 + (WRONG,) * 40)])
    alike = share([Stratum(10_000, (Tally(4, 0),) * 40 + (Tally(0, 4),) * 10)])
    assert apart is not None
    assert alike is not None
    assert apart.value == alike.value
    assert _width(alike.interval) == pytest.approx(2 * _width(apart.interval), rel=0.05)


def test_what_is_all_right_may_still_be_wrong_elsewhere() -> None:
    told = share([Stratum(1000, (RIGHT,) * 50 + (EMPTY,) * 50)])
    assert told is not None
    assert (told.value, told.interval.high, told.units) == (1.0, 1.0, 50)
    assert 0.93 < told.interval.low < 0.97
    less = share([Stratum(1000, (RIGHT,) * 50 + (EMPTY,) * 50), Stratum(5000, (EMPTY,) * 20)])
    assert less is not None
    assert less.interval.low < 0.8  # one that is wrong in the large stratum would weigh as much as 25


def test_what_is_known_whole_is_sure() -> None:
    told = share([Stratum(2, (RIGHT, WRONG)), Stratum(1, (RIGHT,))])
    assert told is not None
    assert (told.value, told.interval, told.more) == (2 / 3, Interval(2 / 3, 2 / 3), None)


def test_nothing_is_told_of_what_was_not_seen() -> None:
    assert share([Stratum(1000, (EMPTY,) * 50)]) is None


def test_a_stratum_of_one_known_unit_has_the_variance_of_the_others() -> None:
    known = Stratum(500, (RIGHT, WRONG) * 20)
    one, alone = share([known, Stratum(500, (RIGHT,))]), share([Stratum(500, (RIGHT,)), Stratum(500, (WRONG,))])
    assert one is not None
    assert alone is not None
    assert one.interval.low < 0.45 < one.value < one.interval.high
    assert alone.interval.low < 0.05
    assert alone.interval.high > 0.95


def test_so_many_more_halve_the_standard_error() -> None:
    """Of 10,000 units that hold one answer each: n with (1 - n/N) / (n - 1) a fourth of what it is at 100."""
    told = share([Stratum(10_000, (RIGHT,) * 80 + (WRONG,) * 20)])
    assert told is not None
    assert told.more is not None
    assert told.more == pytest.approx(100 / (1 / 4 + 3 / 400) - 100, abs=1.01)


def test_intervals_hold_the_truth_nineteen_times_of_twenty() -> None:
    """A hundred draws of each of four truths from strata of unlike sizes; `make bench-estimate` has thousands."""
    chance = random.Random(1)
    held = 0
    for right in (0.6, 0.75, 0.9, 0.95):
        strata = [
            [
                Tally(sum(chance.random() < right for _ in range(count)), count)
                for count in chance.choices((0, 1, 2), k=size)
            ]
            for size in (300, 600, 900)
        ]
        units = [[Tally(good, count - good) for good, count in stratum] for stratum in strata]
        good, bad = (sum(unit[at] for stratum in units for unit in stratum) for at in (0, 1))
        for _ in range(100):
            told = share([Stratum(len(own), tuple(chance.sample(own, 50))) for own in units])
            assert told is not None
            held += told.interval.low <= good / (good + bad) <= told.interval.high
    assert 0.92 < held / 400 < 0.98


def _width(interval: Interval) -> float:
    return interval.high - interval.low
