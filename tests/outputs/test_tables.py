"""What each table holds: rows made by hand beside those that are made, and conventions that every column keeps."""

import dataclasses
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from helpers.exporting import EVENTS, FULL, SPARSE, dispute, rows, write_events
from helpers.merging import person
from helpers.reports import call
from memcon.errors import UsageError
from memcon.outputs.tables import TABLES, events, find_table, words
from memcon.outputs.tables.column import Type
from memcon.outputs.tables.reading import Reading
from memcon.records import Event, vocabulary
from memcon.records.fields import FIELDS
from memcon.records.jsonl import dump

_LEFT_OUT = {"schema_version", "published", "source", "language", "link_ids", "merges"}
"""Fields that say nothing of an event: one is the same in each row, four are of mentions, and one tells how mentions
were put together."""


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_column_keeps_the_conventions(table: Any) -> None:
    names = [column.name for column in table.columns]
    assert len(names) == len(set(names))
    assert {*table.key} <= {*names}
    for column in table.columns:
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,31}", column.name), column.name
        assert column.type in get_args(Type)
        assert 0 < len(column.label) <= 80, column.name
        assert column.label[0].islower() or column.label.startswith("SHA"), column.name
    described = table.describe().splitlines()
    assert described[0] == table.row
    assert [line.split("  ")[0] for line in described[-len(names) :]] == [column.head for column in table.columns]


def test_the_words_of_columns_are_those_of_the_records() -> None:
    for known, told in (
        (vocabulary.Kind, words.KINDS), (vocabulary.Status, words.STATUSES), (vocabulary.Precision, words.PRECISIONS),
        (vocabulary.Role, words.ROLES), (vocabulary.ActorType, words.ACTOR_TYPES), (vocabulary.Link, words.LINKS),
        (vocabulary.Match, words.MATCHES), (vocabulary.State, words.STATES),
    ):  # fmt: skip
        assert get_args(known) == tuple(told)
    variants = {word for kind in get_args(vocabulary.Variant) for word in get_args(kind)}
    assert variants == {*words.SUBTYPES}


def test_every_field_of_an_event_is_a_column() -> None:
    """A field that is added to `records.fields` must be made a column of `events`, or be left out here."""
    told = {column.name for column in events.COLUMNS}
    renamed = {"variant": "subtype", "date": "date_start", "reported": "reported_first"}
    for field in FIELDS.values():
        if not field.part and field.name not in _LEFT_OUT:
            assert renamed.get(field.name, field.name.removeprefix("codes.")) in told


def test_a_row_holds_what_is_known_of_an_event(tmp_path: Path) -> None:
    [full, sparse] = rows(write_events(tmp_path, [FULL, SPARSE]), "events")
    assert full == {
        "id": "call-0", "kind": "call", "subtype": "phone", "status": "occurred",
        "date_start": "2024-07-03", "date_end": "2024-07-03", "precision": "day",
        "earliest": "2024-07-03", "latest": "2024-07-03", "placed": "2024-07-03", "placed_by": "date",
        "reported_first": "2024-07-04", "reported_last": "2024-07-09",
        "source": "BOL", "target": "PER", "directed": False, "countries": ["BOL", "PER"], "initiator": None,
        "participants": ["Anna Berg", "A; B", "An envoy"], "participants_countries": ["NOR", "JOR", None],
        "participants_roles": ["caller", "called", None], "participants_types": ["state", "state", None],
        "countries_types": ["state", "state"], "countries_cow": [145, 135], "countries_gw": [145, 135],
        "no_number": None, "plover_quad": 1, "plover_score": 1.5, "cameo_quad": 1, "goldstein": 1.9,
        "plover": "CONSULT", "plover_mode": "phone", "cameo": "042", "ace": "Contact.Phone-Write",
        "place": "Nusa Dua", "place_country": "IDN", "place_geonames": 1633419, "place_latitude": -8.8,
        "place_longitude": 115.23, "confidence": 0.9, "reviewed": True, "mentions": 3, "articles": 2, "sources": 1,
        "topics": ["trade", "fish; oil"], "summary": None, "links": ["fulfils call-1"], "conflicts": ["date"],
        "doubts": ["role", "status"], "languages": ["en", "id"], "article_ids": ["a", "b;c"],
        "quote": FULL.mentions[0].quotes[0].text, "quote_article": "a", "quote_start": 5, "quote_end": 37,
        "review": ["edit by Ana Berg"],
    }  # fmt: skip
    told = {name for name, value in sparse.items() if value not in (None, [])}
    assert told == {
        "id", "kind", "subtype", "status", "directed", "plover", "plover_mode", "cameo", "reviewed", "mentions",
        "plover_quad", "plover_score", "cameo_quad", "goldstein",
        "article_ids", "quote", "quote_article", "quote_start", "quote_end",
    }  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_what_is_required_is_there_and_rows_have_keys_of_their_own(tmp_path: Path, table: str) -> None:
    found = rows(write_events(tmp_path), table)
    assert found
    keys = [tuple(row[name] for name in TABLES[table].key) for row in found]
    assert len(keys) == len(set(keys))
    for column in TABLES[table].columns:
        cells = [row[column.name] for row in found]
        assert not column.required or all(cell is not None and cell != [] for cell in cells), column.name
        assert column.type not in {"texts", "integers"} or all(isinstance(cell, list) for cell in cells), column.name
        values = {one for cell in cells for one in (cell if isinstance(cell, list) else [cell]) if one is not None}
        assert not column.values or values <= {*column.values}, column.name


@pytest.mark.parametrize(
    ("event", "expected", "sides"),
    [
        (dispute(0, "CHN JPN USA", "A/CHN/actor", "B/JPN/target", "C/USA/target"), "CHN>JPN CHN>USA", "CHN>JPN;USA"),
        (dispute(0, "CHN JPN", "A/CHN/actor", "B/JPN"), "CHN>JPN", "CHN>JPN"),
        (dispute(0, "CHN JPN USA", "B/JPN/target"), "CHN>JPN USA>JPN", "CHN;USA>JPN"),
        (dispute(0, "CHN JPN", "A/CHN/actor", "B/JPN/target", "C/JPN/actor"), "CHN>JPN", "CHN;JPN>JPN"),
        (dispute(0, "CHN JPN", "A/CHN", "B/JPN"), "CHN-JPN", "CHN-JPN"),
        (dispute(0, "CHN JPN", "A/CHN/actor", "B/CHN/target"), "CHN-JPN", "CHN-JPN"),
        (dispute(0, "CHN", "A/CHN/actor"), "", "CHN-None"),
        (call(countries=("CHN", "JPN", "USA")), "CHN-JPN CHN-USA JPN-USA", "CHN-JPN;USA"),
        (call(countries=("USA",)), "", "USA-None"),
    ],
)
def test_sides_and_pairs_follow_from_roles_or_have_no_direction(
    tmp_path: Path, event: Event, expected: str, sides: str
) -> None:
    run = write_events(tmp_path, [event])
    found = rows(run, "dyads")
    assert " ".join(f"{row['source']}{'>' if row['directed'] else '-'}{row['target']}" for row in found) == expected
    assert all(row["pairs"] == len(found) for row in found)
    [row] = rows(run, "events")
    assert f"{row['source']}{'>' if row['directed'] else '-'}{row['target']}" == sides


def test_pairs_without_direction_may_stand_in_both(tmp_path: Path) -> None:
    run = write_events(tmp_path, [call(countries=("CHN", "USA"))])
    found = rows(run, "dyads", symmetric="both")
    assert [(row["source"], row["target"], row["directed"], row["pairs"]) for row in found] == [
        ("CHN", "USA", False, 2), ("USA", "CHN", False, 2),
    ]  # fmt: skip
    for table in ("dyads", "dyad-month", "edges"):
        with pytest.raises(UsageError, match="it is 'once' or 'both'"):
            rows(run, table, symmetric="x")
    with pytest.raises(UsageError, match="it is 'apart' or 'reported'"):
        rows(run, "dyad-year", undated="x")


@pytest.mark.parametrize(
    ("changes", "placed"),
    [({}, ("2024-07-03", "date")), ({"date": None}, ("2024-07-04", "reported")),
     ({"date": None, "reported": None}, (None, None))],
)  # fmt: skip
def test_an_undated_event_is_set_in_time_by_its_first_report_and_says_so(
    tmp_path: Path, changes: dict[str, Any], placed: tuple[str, str]
) -> None:
    [row] = rows(write_events(tmp_path, [dataclasses.replace(FULL, **changes)]), "dyads")
    assert (row["placed"], row["placed_by"]) == placed
    assert row["date_start"] == (None if "date" in changes else "2024-07-03")


# --- months and years ---


def counted(found: list[dict[str, Any]]) -> list[str]:
    """Rows as `CHN-JPN 2024-07: call_occurred 1`."""
    return [
        f"{row['source']}{'>' if row['directed'] else '-'}{row['target']} "
        f"{row.get('month', row['year']) or row['unplaced']}: "
        + " ".join(f"{name} {number}" for name, number in list(row.items())[-15:] if number)
        for row in found
    ]


def test_a_month_counts_what_falls_into_it_and_says_what_does_not(tmp_path: Path) -> None:
    reading = Reading(write_events(tmp_path))
    list(TABLES["dyad-month"].rows(reading, {}))
    assert reading.notes == [
        "3 of 7 events fall into no month and stand in rows without one: 1 undated, 2 whose date goes over its end",
        "1 of 7 events have fewer than two countries, and no row",
    ]
    assert counted(rows(reading.run, "dyad-month")) == [
        "BOL-PER 2024-07: call_occurred 1",
        "CHN-JPN 2024-07: call_occurred 1",
        "CHN-JPN undated: dispute_planned 1",
        "CHN-JPN wider: call_cancelled 1",
        "CHN>JPN 2024-07: dispute_occurred 1",
        "CHN>JPN wider: dispute_occurred 1",
        "CHN-USA 2024-07: call_occurred 1",
        "CHN>USA 2024-07: dispute_occurred 1",
        "JPN-USA 2024-07: call_occurred 1",
    ]
    assert counted(rows(reading.run, "dyad-year"))[1:3] == [
        "CHN-JPN 2024: call_occurred 1 call_cancelled 1", "CHN-JPN undated: dispute_planned 1",
    ]  # fmt: skip
    by_report = rows(reading.run, "dyad-month", undated="reported")
    assert counted(by_report)[1] == "CHN-JPN 2024-07: call_occurred 1 dispute_planned 1"
    [first] = [row for row in by_report if (row["source"], row["target"]) == ("CHN", "USA") and not row["directed"]]
    assert (first["month"], first["year"], first["first_day"], first["unplaced"]) == (
        "2024-07",
        2024,
        "2024-07-01",
        None,
    )
    assert (first["events"], first["weighted"]) == (1, 0.333333)


def test_what_months_count_is_what_dyads_hold(tmp_path: Path) -> None:
    run = write_events(tmp_path)
    dyads = rows(run, "dyads")
    for table in ("dyad-month", "dyad-year"):
        assert sum(row["events"] for row in rows(run, table)) == len(dyads)
        assert sum(row["weighted"] for row in rows(run, table)) == pytest.approx(len(EVENTS) - 1, abs=1e-5)


def test_edges_count_kinds_of_events_between_two(tmp_path: Path) -> None:
    found = rows(write_events(tmp_path), "edges")
    between = [list(row.values())[4:] for row in found if (row["source"], row["target"]) == ("CHN", "JPN")]
    assert between == [
        [False, "call", "phone", "cancelled", 1, 1.0, 0, "2024-06-28", "2024-07-02"],
        [False, "call", "phone", "occurred", 1, 0.333333, 0, "2024-07-01", "2024-07-31"],
        [False, "dispute", "accuse", "planned", 1, 1.0, 1, None, None],
        [True, "dispute", "accuse", "occurred", 1, 0.5, 0, "2024-07-03", "2024-07-03"],
        [True, "dispute", "attack", "occurred", 1, 1.0, 0, "2024-01-01", "2024-12-31"],
    ]


# --- what events hold several of ---


def test_participants_mentions_links_and_articles_have_rows_of_their_own(tmp_path: Path) -> None:
    event = dataclasses.replace(FULL, participants=(dataclasses.replace(person("Ito/JPN/called"), title="General"),))
    run = write_events(tmp_path, [event])
    [ito] = rows(run, "participants")
    assert list(ito.values())[:7] == ["call-0", 1, "Ito", "General", "JPN", "called", "state"]
    told = rows(run, "mentions")
    assert [(row["mention"], row["position"], row["article"]) for row in told] == [
        ("a#call-5-37", 1, "a"), ("b;c#call-0-5", 2, "b;c"), ("a#call-9-11", 3, "a"),
    ]  # fmt: skip
    assert (told[0]["quotes"], told[0]["quotes_starts"], told[0]["quotes_ends"]) == (
        [event.mentions[0].quotes[0].text],
        [5],
        [37],
    )
    assert [told[0][f"date_{part}"] for part in ("words", "words_start", "words_end", "basis")] == [
        "3 July", 30, 36, "as written",
    ]  # fmt: skip
    assert (told[0]["names"], told[1]["names"], told[1]["date_words"]) == (["They"], [], None)
    assert [list(row.values())[:3] for row in rows(run, "links")] == [["call-0", "fulfils", "call-1"]]
    assert [(row["article"], row["state"], row["published"]) for row in rows(run, "articles")] == [
        ("a", "ok", "2024-07-03"), ("b;c", "failed", "2024-07-03"),
    ]  # fmt: skip


def test_a_table_that_there_is_not_is_refused() -> None:
    with pytest.raises(UsageError, match="table 'month' is none of 'events', 'dyads', 'dyad-month'"):
        find_table("month")


def test_a_line_of_a_run_that_no_seal_holds_is_validated(tmp_path: Path) -> None:
    run = write_events(tmp_path, [FULL])
    run.file("events.jsonl").write_bytes(dump(FULL) + b'{"kind":"call"}\n')
    with pytest.raises(Exception, match=r"events\.jsonl', line 2"):
        rows(run, "events")
