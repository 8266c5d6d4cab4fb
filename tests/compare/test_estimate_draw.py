"""Samples are drawn at random, and the same everywhere."""

from collections import Counter

import pytest

from memcon.compare.estimate.draw import OTHER, Drawn, allocated, draw, joined, queues

UNITS = [Drawn(f"a{number}", "one" if number % 4 else "other one") for number in range(400)]


def test_the_same_seed_draws_the_same_on_every_machine() -> None:
    """Written down once, from this code: SHA-256 is the same everywhere."""
    drawn = draw([Drawn(f"a{number}", "all") for number in range(100)], {"all": 5}, 7)
    assert [unit.name for unit in drawn] == PINNED
    assert draw(reversed(UNITS), {"one": 9, "other one": 3}, 1) == draw(UNITS, {"one": 9, "other one": 3}, 1)
    assert draw(UNITS, {"one": 9}, 1) != draw(UNITS, {"one": 9}, 2)


PINNED = ["a49", "a6", "a98", "a53", "a33"]


def test_drawing_more_keeps_what_was_drawn() -> None:
    few, many = (draw(UNITS, {"one": 3 * n, "other one": n}, 1) for n in (10, 25))
    assert {*few} < {*many}


def test_every_beginning_of_a_queue_goes_through_all_strata() -> None:
    drawn = draw(UNITS, {"one": 30, "other one": 10}, 1)
    for count in range(4, 41, 4):
        assert Counter(unit.stratum for unit in drawn[:count]) == {"one": count * 3 // 4, "other one": count // 4}


def test_every_unit_is_drawn_as_often() -> None:
    often = Counter(unit.name for seed in range(400) for unit in draw(UNITS[:40], {"one": 15, "other one": 5}, seed))
    assert all(140 < often[unit.name] < 260 for unit in UNITS[:40])


@pytest.mark.parametrize("size", [10, 57, 200, 5000])
def test_as_many_are_allocated_as_are_asked_for(size: int) -> None:
    counts = allocated({"a": 1000, "b": 300, "c": 3, "no": 1500}, size, halved={"no"})
    assert sum(counts.values()) == min(size, 2803)
    assert all(count >= 2 for count in counts.values())


def test_articles_of_nothing_are_read_half_as_often() -> None:
    assert allocated({"a": 1000, "no": 1000}, 300, halved={"no"}) == {"a": 200, "no": 100}


def test_strata_too_small_to_draw_from_are_put_together() -> None:
    found = joined({"a": 1000, "b": 10, "c": 8, "no": 5}, 100, halved={"no"})
    assert found == {"a": "a", "b": OTHER, "c": OTHER, "no": "no"}
    assert joined({"a": 1000, "b": 10}, 100) == {"a": "a", "b": "b"}  # alone it would be no other stratum


def test_some_are_read_by_all_and_the_others_by_one_each() -> None:
    names = [str(number) for number in range(100)]
    given = queues(names, ["ana", "ben", "cho"], 0.25)
    often = Counter(name for own in given.values() for name in own)
    assert Counter(often.values()) == {1: 75, 3: 25}
    assert {len(own) for own in given.values()} == {50}
    assert all(own == sorted(own, key=int) for own in given.values())


def test_a_queue_goes_on_where_it_ended() -> None:
    names = [str(number) for number in range(30)]
    first, rest = queues(names[:17], ["ana", "ben"], 0.2), queues(names[17:], ["ana", "ben"], 0.2, before=17)
    assert {coder: first[coder] + rest[coder] for coder in first} == queues(names, ["ana", "ben"], 0.2)
