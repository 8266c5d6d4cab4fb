"""Who is paired with whom: the greatest sum of weights, the same from both sides."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.events.matching import assign as assigning
from memcon.events.matching.assign import Pair, assign, weighed

weights = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 9), max_size=12)


def best(table: dict[tuple[int, int], int]) -> int:
    """The greatest sum by trying every choice of pairs."""
    choices = itertools.chain.from_iterable(itertools.combinations(table, size) for size in range(6))
    fair = (c for c in choices if len({i for i, _ in c}) == len({j for _, j in c}) == len(c))
    return max(sum(table[pair] for pair in choice) for choice in fair)


@settings(max_examples=150, deadline=None)
@given(weights)
def test_the_sum_of_weights_is_the_greatest(table: dict[tuple[int, int], int]) -> None:
    found = assign((Pair(*pair) for pair in table), lambda i, j: table[i, j])
    assert len({pair.old for pair in found}) == len({pair.new for pair in found}) == len(found)
    assert sum(table[pair] for pair in found) == best(table)


@settings(max_examples=60, deadline=None)
@given(weights)
def test_pairing_is_the_same_from_both_sides(table: dict[tuple[int, int], int]) -> None:
    there = assign((Pair(i, j) for i, j in table), lambda i, j: weighed(table[i, j], f"o{i}", f"n{j}"))
    back = assign((Pair(j, i) for i, j in table), lambda j, i: weighed(table[i, j], f"n{j}", f"o{i}"))
    assert {(pair.old, pair.new) for pair in there} == {(pair.new, pair.old) for pair in back}


def test_a_component_too_large_for_the_optimum_takes_the_heaviest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {(0, 0): 5, (0, 1): 4, (1, 0): 4, (2, 1): 1}
    exact = assign((Pair(*pair) for pair in table), lambda i, j: table[i, j])
    assert sorted(exact) == [(0, 1), (1, 0)]
    monkeypatch.setattr(assigning, "MOST_STEPS", 0)
    quick = assign((Pair(*pair) for pair in table), lambda i, j: table[i, j])
    assert sorted(quick) == [(0, 0), (2, 1)]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(st.integers(0, 9), min_size=n, max_size=n), max_size=5)))
def test_no_assignment_of_a_dense_table_is_better(rows: list[list[int]]) -> None:
    """Tables without gaps or with ties, as predictions and gold of one article give them, against all permutations."""
    table = {Pair(i, j): weight for i, row in enumerate(rows) for j, weight in enumerate(row) if weight}
    found = assign(table, lambda i, j: table[Pair(i, j)])
    columns = range(max(len(rows), len(rows[0]) if rows else 0))
    orders = itertools.permutations(columns, len(rows))
    best = max(sum(table.get(Pair(i, j), 0) for i, j in enumerate(order)) for order in orders)
    assert sum(table[pair] for pair in found) == best
