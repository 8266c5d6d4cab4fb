"""Codebooks: every variable of every table, with its values and how often each stands, in both forms."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.exporting import write_events
from helpers.reviewable import write_run
from memcon.outputs.codebook import book
from memcon.outputs.codebook.counts import LISTED, Counts
from memcon.outputs.codebook.markdown import cell
from memcon.outputs.codebook.sources import sources
from memcon.outputs.folder import RunFolder
from memcon.outputs.tables import TABLES, events
from memcon.outputs.tables.column import Column, Table
from memcon.outputs.tables.reading import Reading


def packaged(run: RunFolder) -> Any:
    return json.loads(book.codebook(run, book.OWN, datapackage=True))


def table(*columns: Column[Any]) -> Table[Any]:
    return Table("t", "One row.", columns, (), lambda _, __: ())


def test_it_tells_every_column_of_every_table(tmp_path: Path) -> None:
    run = write_events(tmp_path)
    told = book.codebook(run, book.OWN, datapackage=False).decode()
    package = packaged(run)
    assert [one["name"] for one in package["resources"]] == [*TABLES]
    for part, one, own in zip(told.split("\n## Table ")[1:], package["resources"], TABLES.values(), strict=True):
        assert part.startswith(f"`{own.name}`\n\n{own.row}")
        assert [field["name"] for field in one["schema"]["fields"]] == [column.head for column in own.columns]
        for column in own.columns:
            assert f"\n| `{column.head}` | " in part
            assert cell(column.meaning) in part
            assert all(f"| {cell(value)} | {cell(means)} |" in part for value, means in column.values.items())


def test_counts_are_those_of_the_rows(tmp_path: Path) -> None:
    run = write_events(tmp_path)
    kinds = Counter(event.kind for event in run.events())
    counts = Counts(events.TABLE)
    passed = list(counts.through(events.TABLE.rows(Reading(run), {})))
    assert passed == list(events.TABLE.rows(Reading(run), {}))
    by_name = {each.column.name: each for each in counts.columns}
    assert by_name["kind"].values == kinds
    days = sorted(event.date.start.isoformat() for event in run.events() if event.date)
    dated = by_name["date_start"]
    assert (dated.filled, dated.least, dated.most) == (len(days), days[0], days[-1])
    assert by_name["id"].values is None
    assert by_name["quote"].values is None
    told = book.codebook(run, ["events"], datapackage=False).decode()
    assert f"\n| call | telephone, video or another remote medium (K2) | {kinds['call']} |" in told
    assert f"{sum(kinds.values())} rows. Told from each other by `id`." in told


@pytest.mark.parametrize("type_", ["text", "texts", "integer", "integers"])
def test_many_values_are_not_listed(type_: Any) -> None:
    few = LISTED[type_]
    values: list[Any] = [f"v{number}" if type_.startswith("text") else number for number in range(1, few + 2)]
    for listed in (few, few + 1):
        counts = Counts(table(Column("x", type_, "x", lambda one: one)))
        cells = [[value] if type_.endswith("s") else value for value in values[:listed]]
        assert len([*counts.through((each,) for each in [*cells, None if type_ == "text" else cells[0]])]) == listed + 1
        assert (counts.columns[0].values is None) == (listed > few)


def test_what_a_table_says_of_its_rows_is_told(tmp_path: Path) -> None:
    told = book.codebook(write_events(tmp_path), ["dyad-month"], datapackage=False).decode()
    assert " fall into no month and stand in rows without one" in told


def test_text_cannot_leave_its_cell() -> None:
    assert cell("a|b\n<i>[x](y)") == r"a\|b \<i>\[x\](y)"


def test_sources_are_of_columns_that_are_there() -> None:
    known = {column.name for one in TABLES.values() for column in one.columns}
    assert [one.title for one in sources() if not {*one.columns} <= known] == []
    assert all(one.url.startswith("https://") and one.asks.endswith(".") for one in sources())
    places = {column.name for column in events.COLUMNS if "city" in column.label}
    assert places <= {name for one in sources() if one.title == "GeoNames" for name in one.columns}


def test_the_command_prints_or_writes(memcon: Command, folder: Path) -> None:
    write_run(folder / "out")
    printed = memcon("codebook", "out", "--as", "events", "--as", "events")
    assert (printed.code, printed.err) == (0, "")
    assert printed.out.count("\n## Table ") == 1
    assert memcon("codebook", "out", "--format", "datapackage", "-o", "datapackage.json").out == ""
    (one, *_) = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    memcon("export", "out", "-o", one["path"])
    with (folder / one["path"]).open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == [field["name"] for field in one["schema"]["fields"]]
    again = memcon("codebook", "out", "--as", "events").out
    assert again == printed.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["out", "--as", "pairs"], "table 'pairs' is none of 'events', 'dyads'"),
        (["empty"], "'empty' does not exist"),
        (["out", "-o", "out/events.jsonl"], "'out/events.jsonl' is what a run is made of, and no place"),
    ],
)
def test_wrong_use_is_one_line(memcon: Command, folder: Path, words: list[str], said: str) -> None:
    write_run(folder / "out")
    ran = memcon("codebook", *words)
    assert ran.code == 2
    assert ran.err.startswith(f"memcon: {said}")
    assert ran.err.count("\n") == 1
