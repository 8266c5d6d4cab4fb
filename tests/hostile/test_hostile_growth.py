"""Whatever reads words of others runs ten times as many lines for ten times as many characters, and hardly more.

Lines are counted, never seconds, so that this holds on any machine; what C does in one line is in
`benchmarks/bench_growth.py`. See docs/adr/0009.
"""

from collections.abc import Callable

import pytest

from helpers.growing import WORKS, grown, units
from helpers.steps import steps

pytestmark = pytest.mark.hostile
UNITS = tuple(units())
FEW, MANY = 2_000, 20_000
SHARE = 28
"""One unit of so many is tried with each work, another with the next: all are, and the test stays short."""
BOUND = 10**1.15
CONSTANT = 2_000
"""Lines that tables take when they are first read."""


@pytest.mark.parametrize("name", WORKS)
def test_ten_times_the_text_is_ten_times_the_steps(name: str) -> None:
    work, first = WORKS[name], list(WORKS).index(name) % SHARE
    work("a b.")
    grew = {called: growth(work, unit) for called, unit in UNITS[first::SHARE]}
    assert {called: grew[called] for called in grew if grew[called] > BOUND} == {}


def growth(work: Callable[[str], object], unit: str) -> float:
    few = steps(lambda: work(grown(unit, FEW)), 40_000_000)
    most = int(BOUND * (few + CONSTANT)) + 1
    return steps(lambda: work(grown(unit, MANY)), 2 * most) / (few + CONSTANT)
