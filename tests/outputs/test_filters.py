"""Which events a filter keeps, and what is told of those that it leaves out."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from helpers.exporting import EVENTS, rows, write_events
from memcon.outputs.tables import TABLES
from memcon.outputs.tables.filters import Filters
from memcon.outputs.tables.reading import Reading


@pytest.mark.parametrize(
    ("wanted", "kept", "left_out"),
    [
        ({}, "0 1 2 3 4 5 6", {}),
        ({"min_confidence": 0.25}, "0 2 3 4 5 6", {"no confidence told": 1}),
        ({"min_confidence": 0.9}, "0 2 3 5 6", {"no confidence told": 1, "confidence": 1}),
        ({"status": frozenset({"planned", "cancelled"})}, "3 6", {"status": 5}),
        ({"kind": frozenset({"call"})}, "0 1 5 6", {"kind": 3}),
        ({"reviewed": True}, "0", {"reviewed": 6}),
        ({"country": frozenset({"USA", "PER"})}, "0 2 5", {"country": 4}),
        # 1 lies anywhere, 3 is to come after 4 July, 4 is of some day of 2024, 6 of 28 June to 2 July
        ({"since": dt.date(2024, 7, 3)}, "0 1 2 3 4 5", {"since": 1}),
        ({"until": dt.date(2024, 6, 30)}, "1 4 6", {"until": 4}),
        ({"since": dt.date(2025, 1, 1)}, "1 3", {"since": 5}),
        ({"kind": frozenset({"call"}), "status": frozenset({"occurred"})}, "0 1 5", {"kind": 3, "status": 1}),
    ],
)
def test_what_is_kept(tmp_path: Path, wanted: dict[str, Any], kept: str, left_out: dict[str, int]) -> None:
    reading = Reading(write_events(tmp_path), Filters(**wanted))
    found = list(TABLES["events"].rows(reading, {}))
    assert [row[0].rpartition("-")[2] for row in found] == kept.split()
    assert reading.left_out == left_out
    told = reading.told()
    assert bool(told) == bool(left_out)
    if left_out:
        reasons = ", ".join(f"{number} by {why}" for why, number in left_out.items())
        assert told == [f"{sum(left_out.values())} of {len(EVENTS)} events are left out: {reasons}"]


def test_filters_are_of_events_in_every_table(tmp_path: Path) -> None:
    run = write_events(tmp_path)
    few = Filters(country=frozenset({"PER"}))
    assert {
        row["event"] for table in ("dyads", "participants", "mentions", "links") for row in rows(run, table, few)
    } == {"call-0"}
    assert [row["events"] for table in ("dyad-month", "dyad-year", "edges") for row in rows(run, table, few)] == [
        1,
        1,
        1,
    ]
    assert len(rows(run, "articles", few)) == 2


def test_filters_are_told_as_they_are_given() -> None:
    filters = Filters(0.5, frozenset({"planned", "occurred"}), frozenset(), reviewed=True, since=dt.date(2024, 1, 2))
    assert filters.told() == {
        "min-confidence": "0.5", "status": "occurred,planned", "reviewed": "yes", "since": "2024-01-02",
    }  # fmt: skip
