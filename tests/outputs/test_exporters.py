"""Tables that other tools read: one line a row, no cell a formula, a column for each field of an event."""

import csv
import dataclasses
import datetime as dt
import io
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.merging import person
from helpers.reports import call, proof
from memcon.errors import DiskError, UsageError
from memcon.outputs import exporters
from memcon.outputs.atomic import write_lines
from memcon.outputs.exporters import csv as csv_exporter
from memcon.outputs.exporters import dyads, table
from memcon.outputs.exporters.dyads import Dyad
from memcon.outputs.folder import RunFolder
from memcon.records import Codes, Conflict, Dispute, Doubt, Event, EventLink, Place, Reported
from memcon.records.fields import FIELDS, FieldRow

FULL = call(
    words="They\r\nspoke; “twice”,\u2028on 3 July.",
    place=Place(name="Nusa Dua", country="IDN"),
    participants=(person("Anna Berg/NOR/caller"), person("A; B/JOR/called"), person("An envoy")),
    topics=("trade", "fish; oil"),
    links=(EventLink(type="fulfils", event="call-1"),),
    conflicts=(Conflict(field="date", values=("a", "b"), mentions=(("x",), ("y",))),),
    codes=Codes(plover="CONSULT", plover_mode="phone", cameo="041", ace="Contact.Phone-Write"),
    doubts=(
        Doubt(field="role", said="An envoy: caller", told="called", holds="model", rule="r"),
        Doubt(field="status", said="occurred", told="planned", holds="model", rule="r"),
        Doubt(field="status", said="occurred", told="requested", holds="code", rule="s"),
    ),
    earliest=dt.date(2024, 7, 3),
    latest=dt.date(2024, 7, 3),
    reported=Reported(
        first=dt.date(2024, 7, 4), last=dt.date(2024, 7, 9), articles=2, sources=1, languages=("en", "id")
    ),
    mentions=(proof("a", "They\r\nspoke; “twice”,\u2028on 3 July.", 5), proof("b;c", "again", 0), proof("a", "so", 9)),
)
SPARSE = call(1, date=None, confidence=None, participants=(), countries=())


def rows(events: list[Event], exporter: Any = csv_exporter, **options: str) -> list[dict[str, str]]:
    file = io.StringIO()

    class Events(RunFolder):
        def events(self) -> Any:
            return iter(events)

    exporter.write(Events("out"), file, options)
    lines = file.getvalue().split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(list(csv.reader(lines)))  # no cell goes over the end of a line
    return list(csv.DictReader(lines))


def test_a_row_holds_what_is_known_of_an_event() -> None:
    [full, sparse] = rows([FULL, SPARSE])
    assert full == {
        "id": "call-0", "kind": "call", "status": "occurred", "variant": "phone",
        "date_start": "2024-07-03", "date_end": "2024-07-03", "date_precision": "day",
        "earliest": "2024-07-03", "latest": "2024-07-03",
        "place": "Nusa Dua", "place_country": "IDN", "place_geonames": "", "place_latitude": "",
        "place_longitude": "", "countries": "PER;BOL", "participants_types": "state;state;",
        "participants": "Anna Berg;A, B;An envoy", "participants_countries": "NOR;JOR;",
        "participants_roles": "caller;called;", "initiator": "", "topics": "trade;fish, oil", "summary": "",
        "codes_plover": "CONSULT", "codes_plover_mode": "phone", "codes_cameo": "041",
        "codes_ace": "Contact.Phone-Write",
        "links": "fulfils call-1", "conflicts": "date", "doubts": "role;status", "mentions": "3",
        "article_ids": "a;b,c",
        "quote": "They spoke; “twice”, on 3 July.", "quote_article": "a", "quote_start": "5", "quote_end": "37",
        "reported_first": "2024-07-04", "reported_last": "2024-07-09", "articles": "2", "sources": "1",
        "languages": "en;id", "confidence": "0.9", "review": "",
    }  # fmt: skip
    told = {name for name, value in sparse.items() if value}
    assert told == {
        "id", "kind", "status", "variant", "codes_plover", "codes_plover_mode", "codes_cameo", "mentions",
        "article_ids", "quote", "quote_article", "quote_start", "quote_end",
    }  # fmt: skip


def test_every_column_is_explained_and_a_new_field_is_a_new_column(monkeypatch: pytest.MonkeyPatch) -> None:
    for exporter in (csv_exporter, dyads):
        names = [column.name for column in exporter.columns()]
        assert len(names) == len(set(names))
        described = exporter.describe().splitlines()
        assert [line.split("  ")[0] for line in described[2:]] == names
    monkeypatch.setitem(FIELDS, "mood", FieldRow("mood", "label", "its mood", value=lambda _: "calm"))
    assert [row["mood"] for row in rows([FULL])] == ["calm"]
    assert csv_exporter.describe().splitlines()[-1].split(maxsplit=1) == ["mood", "its mood"]


@given(st.text(max_size=12))
def test_no_text_is_a_formula_and_no_row_is_broken(text: str) -> None:
    [row] = rows([dataclasses.replace(FULL, summary=text, topics=(text,), place=Place(name=text, country=None))])
    for cell in (row["summary"], row["topics"], row["place"]):
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    [kept] = rows([dataclasses.replace(FULL, summary=text)], formulas="keep")
    assert kept["summary"] == table._CONTROLS.sub(" ", text)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r\n=1", " =1", "＝1"])
def test_what_a_spreadsheet_takes_for_a_formula_is_quoted(text: str) -> None:
    [row] = rows([dataclasses.replace(FULL, summary=text)])
    assert row["summary"].startswith("'")
    assert row["confidence"] == "0.9"


# --- pairs ---


def dispute(countries: str, *people: str) -> Event:
    given = {field.name: getattr(FULL, field.name) for field in dataclasses.fields(FULL)} | {
        "kind": "dispute", "countries": tuple(countries.split()), "participants": tuple(map(person, people)),
    }  # fmt: skip
    return Dispute(**given | {"channel": None, "act": "accuse"})


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (dispute("CHN JPN USA", "A/CHN/actor", "B/JPN/target", "C/USA/target"), "CHN>JPN CHN>USA"),
        (dispute("CHN JPN", "A/CHN/actor", "B/JPN"), "CHN>JPN"),
        (dispute("CHN JPN USA", "B/JPN/target"), "CHN>JPN USA>JPN"),
        (dispute("CHN JPN", "A/CHN/actor", "B/JPN/target", "C/JPN/actor"), "CHN>JPN"),
        (dispute("CHN JPN", "A/CHN", "B/JPN"), "CHN-JPN"),
        (dispute("CHN JPN", "A/CHN/actor", "B/CHN/target"), "CHN-JPN"),
        (dispute("CHN", "A/CHN/actor"), ""),
        (call(countries=("USA", "CHN", "JPN")), "CHN-JPN CHN-USA JPN-USA"),
        (call(countries=("USA",)), ""),
    ],
)
def test_pairs_follow_from_roles_or_have_no_direction(event: Event, expected: str) -> None:
    found = list(dyads.dyads(event))
    assert " ".join(f"{row.source}{'>' if row.directed else '-'}{row.target}" for row in found) == expected
    assert all(row.pairs == len(found) for row in found)


def test_pairs_without_direction_may_stand_in_both() -> None:
    event = call(countries=("USA", "CHN"))
    assert list(dyads.dyads(event, both=True)) == [
        Dyad(event, "CHN", "USA", directed=False, pairs=2), Dyad(event, "USA", "CHN", directed=False, pairs=2),
    ]  # fmt: skip
    row = rows([event], dyads, symmetric="both")[1]
    assert list(row.items())[:8] == [
        ("event", "call-0"), ("source", "USA"), ("target", "CHN"), ("directed", "0"), ("pairs", "2"),
        ("placed", "2024-07-03"), ("placed_by", "date"), ("kind", "call"),
    ]  # fmt: skip
    assert row["date_start"] == "2024-07-03"


@pytest.mark.parametrize(
    ("changes", "placed"),
    [({}, ("2024-07-03", "date")), ({"date": None}, ("2024-07-04", "reported")),
     ({"date": None, "reported": None}, ("", ""))],
)  # fmt: skip
def test_an_undated_event_is_set_in_time_by_its_first_report_and_says_so(
    changes: dict[str, Any], placed: tuple[str, str]
) -> None:
    [row] = rows([dataclasses.replace(FULL, **changes)], dyads)
    assert (row["placed"], row["placed_by"]) == placed
    assert row["date_start"] == ("" if "date" in changes else "2024-07-03")


# --- files and options ---


def test_a_file_is_written_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = RunFolder(tmp_path)
    write_lines(run.file("events.jsonl"), [FULL] * 3)
    path = tmp_path / "events.csv"
    exporters.export(run, csv_exporter, path, {})
    before = path.read_bytes()
    assert before.count(b"\n") == 4
    assert not before.startswith(b"\xef\xbb\xbf")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "no space left on device")))
    with pytest.raises(DiskError, match="the disk is full"):
        exporters.export(run, csv_exporter, path, {})
    monkeypatch.undo()
    run.file("events.jsonl").write_bytes(b"{}\n")
    with pytest.raises(Exception, match=r"events\.jsonl', line 1"):
        exporters.export(run, csv_exporter, path, {})
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["events.csv", "events.jsonl"]


@pytest.mark.parametrize(
    ("given", "said"),
    [("formulas", "write NAME=VALUE"), ("colour=red", "this format knows 'formulas'"), ("=", "this format knows")],
)
def test_an_option_that_there_is_not_is_refused(given: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        exporters.read_options(csv_exporter, [given])
    for exporter, options in ((csv_exporter, {"formulas": "x"}), (dyads, {"symmetric": "x"})):
        with pytest.raises(UsageError, match="it is '"):
            rows([FULL], exporter, **options)
