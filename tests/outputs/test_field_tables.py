"""The field's own tables: published columns, codes and directions by their codebooks, and numbers of states by hand."""

import csv
import dataclasses
import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from golden import held
from helpers.exporting import FULL, dispute, rows, write_events
from helpers.merging import days, person, told
from helpers.reports import call
from memcon.events.codes import code_table, codes_of
from memcon.outputs.atomic import write_lines
from memcon.outputs.export import export, plan
from memcon.outputs.folder import RunFolder
from memcon.outputs.tables import TABLES
from memcon.outputs.tables.filters import Filters
from memcon.records import Event, Form, Meeting, Participant, Place, Reported, Status

HAND = Path(__file__).parents[1] / "tables"
DYADS = [
    line.split("\t")[:7]
    for line in (HAND / "state_numbers.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def meeting(
    number: int, form: Form, countries: str, *people: str, status: Status = "occurred", **changes: Any
) -> Event:
    """A meeting of these countries and people, with the codes that it has."""
    given = {field.name: getattr(FULL, field.name) for field in dataclasses.fields(FULL)} | {
        "id": f"meeting-{number}", "kind": "meeting", "countries": tuple(countries.split()), "status": status,
        "participants": tuple(map(person, people)), "links": (), "review": None, "place": None,
        "codes": codes_of("meeting", status, form),
    } | changes | {"form": form, "channel": None}  # fmt: skip
    return Meeting(**given)


def columns(name: str) -> list[str]:
    """The published columns of a data set."""
    return (HAND / f"{name}_columns.txt").read_text("utf-8").split("\n")[: len(TABLES[name].columns)]


def written(run: RunFolder, table: str) -> list[dict[str, str]]:
    """Return the rows of a table as its tab-separated file has them."""
    path = run.path.parent / f"{table}.tsv"
    export(run, plan(table, None, path), path, Filters(), {})
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


# --- numbers of states ---


def test_a_table_of_dyads_has_the_numbers_that_were_found_by_hand(tmp_path: Path) -> None:
    events = [
        call(number, countries=tuple(sorted((a, b))), date=days(day)) for number, (day, a, b, *_) in enumerate(DYADS)
    ]
    assert len(events) >= 40
    found = {row["event"]: row for row in written(write_events(tmp_path / "out", events), "dyads")}
    assert len(found) == len(events)
    for number, (day, a, b, *hand) in enumerate(DYADS):
        row = found[f"call-{number}"]
        sides = ("source", "target") if a < b else ("target", "source")
        assert [row[f"{side}_{of}"] or "-" for of in ("cow", "gw") for side in sides] == hand, (day, a, b)
        assert bool(row["no_number"]) == ("-" in hand)


def test_an_undated_event_is_numbered_by_its_first_report_and_one_without_any_day_says_so(tmp_path: Path) -> None:
    report = Reported(first=dt.date(1990, 10, 2), last=dt.date(1990, 10, 5), articles=1, sources=1, languages=())
    german = call(0, countries=("DEU", "USA"), date=None, reported=report)
    nowhen = call(1, countries=("DEU", "USA"), date=None, reported=None)
    year = call(2, countries=("DEU", "USA"), date=days("1990"))
    first, second, third = rows(write_events(tmp_path, [german, nowhen, year]), "dyads")
    assert (first["source_cow"], first["placed_by"], first["no_number"]) == (260, "reported", None)
    assert (second["source_cow"], second["no_number"]) == (None, "DEU: no day is known; USA: no day is known")
    assert third["source_cow"] is None
    assert third["source_gw"] == 260
    assert third["no_number"].startswith("DEU is 255 to 1945-05-08 and 260 from 1955-05-05 to 1990-10-02 and 255 from")


def test_an_organisation_is_told_from_a_state_in_every_table(tmp_path: Path) -> None:
    run = write_events(tmp_path, [call(countries=("NATO", "UKR"), participants=(person("A/NATO"), person("B/UKR")))])
    [dyad] = rows(run, "dyads")
    assert (dyad["source_type"], dyad["target_type"]) == ("organisation", "state")
    assert (dyad["source_iso"], dyad["target_iso"]) == (None, "804")
    assert dyad["no_number"] == "NATO is an organisation"
    assert [row["actor_type"] for row in rows(run, "participants")] == ["organisation", "state"]
    assert [row["country_cow"] for row in rows(run, "participants")] == [None, 369]
    [event] = rows(run, "events")
    assert (event["countries_types"], event["countries_cow"]) == (["organisation", "state"], [None, 369])
    for table in ("dyad-month", "dyad-year"):
        [span] = rows(run, table)
        assert (span["source_type"], span["target_cow"], span["target_gw"]) == ("organisation", 369, 369)
    [edge] = rows(run, "edges")
    assert (edge["source_type"], edge["target_type"]) == ("organisation", "state")


def test_a_month_has_the_number_of_the_month(tmp_path: Path) -> None:
    run = write_events(tmp_path, [call(countries=("DEU", "POL"), date=days("1990-10-01/1990-10-02"))])
    [month] = rows(run, "dyad-month")
    [year] = rows(run, "dyad-year")
    assert (month["source_cow"], month["source_gw"], year["source_cow"]) == (None, 260, None)
    assert "255 from 1990-10-03" in month["no_number"]


# --- POLECAT ---


@pytest.mark.parametrize("table", ["polecat", "icews"])
def test_columns_are_those_that_are_published(tmp_path: Path, table: str) -> None:
    [first, *_] = written(write_events(tmp_path / "out"), table)
    assert list(first) == columns(table)
    assert len(first) == {"polecat": 40, "icews": 20}[table]


def test_the_seeds_make_a_file_of_polecat(tmp_path: Path) -> None:
    assert held.extract(held.CASES["seeds"], tmp_path).code == 0
    run = RunFolder(tmp_path / "out", quick=True)
    found = written(run, "polecat")
    assert [row["Event ID"] for row in found] == [event.id for event in run.events()]
    types = {row.codes.plover for row in code_table().values()}
    modes = {(row.codes.plover, row.codes.plover_mode or "") for row in code_table().values()}
    country = re.compile(r"None|[A-Z]{3}(;[A-Z]{3})*")
    for row in found:
        assert list(row) == columns("polecat")
        assert row["Event Type"] in types
        assert (row["Event Type"], row["Event Mode"]) in modes
        assert re.fullmatch(r"\d{4}-\d\d-\d\d|", row["Event Date"])
        assert -10 <= float(row["Intensity"]) <= 10
        assert row["Quad Code"] in {
            "VERBAL COOPERATION",
            "MATERIAL COOPERATION",
            "VERBAL CONFLICT",
            "MATERIAL CONFLICT",
        }
        for side in ("Actor", "Recipient"):
            assert country.fullmatch(row[f"{side} Country"])
            assert re.fullmatch(r"(None|\d+)(;(None|\d+))*", row[f"{side} COW"])
            assert row[f"{side} Country"].count(";") == row[f"{side} COW"].count(";")
    calls = [row for row in found if row["Event Mode"] == "phone"]
    assert ("CHN;USA", "710;2", "None") in {
        (row["Actor Country"], row["Actor COW"], row["Recipient Country"]) for row in calls
    }


@pytest.mark.parametrize(
    ("event", "plover"),
    [
        (meeting(0, "visit", "CHN USA", "A/CHN/visitor", "B/USA/host"), "CONSULT visit CHN>USA"),
        (meeting(0, "visit", "CHN USA", "A/CHN/host"), "CONSULT visit USA>CHN"),
        (meeting(0, "visit", "CHN USA"), "CONSULT visit CHN;USA>None"),
        (meeting(0, "visit", "CHN", "A/CHN/host"), "CONSULT visit CHN>None"),
        (meeting(0, "talks", "CHN USA", "A/CHN/visitor", "B/USA/host"), "CONSULT None CHN;USA>None"),
        (meeting(0, "talks", "CHN USA", status="planned"), "AGREE None CHN;USA>None"),
        (meeting(0, "talks", "CHN USA", status="requested", initiator="USA"), "REQUEST meet USA>CHN"),
        (meeting(0, "talks", "CHN USA", status="refused", initiator="USA"), "REJECT meet CHN>USA"),
        (meeting(0, "talks", "CHN USA", status="cancelled"), "REJECT meet CHN;USA>None"),
        (call(countries=("CHN", "USA"), channel="video", codes=codes_of("call", "occurred", "video")),
         "CONSULT phone CHN;USA>None"),
        (dispute(0, "CHN XKX", "A/XKX/target", act="bar", codes=codes_of("dispute", "occurred", "bar")),
         "REJECT None CHN>KOS"),
        (dispute(0, "DNK GRL HKG", "A/GRL/actor", "B/DNK/actor", "C/HKG/target"), "ACCUSE disapprove DNK>HKG"),
        (dispute(0, "EUU NATO UNO", "A/UNO/actor"), "ACCUSE disapprove UNO>EUR;IGO"),
        (dispute(0, "CHN JPN"), "ACCUSE disapprove CHN;JPN>None"),
    ],
)  # fmt: skip
def test_polecat_codes_as_the_manual_does(tmp_path: Path, event: Event, plover: str) -> None:
    [row] = rows(write_events(tmp_path, [event]), "polecat")
    sides = f"{row['actor_country']}>{row['recipient_country']}"
    assert f"{row['event_type']} {row['event_mode']} {sides}" == plover


def test_polecat_has_numbers_of_the_state_that_controls_a_dependency(tmp_path: Path) -> None:
    event = dispute(0, "GRL VAT XKX", "A/GRL/actor", "B/VAT/target", "C/XKX/target")
    [row] = rows(write_events(tmp_path, [event]), "polecat")
    assert (row["actor_country"], row["actor_cow"]) == ("DNK", "390")
    assert (row["recipient_country"], row["recipient_cow"]) == ("VAT;KOS", "None;347")


def official(words: str, title: str | None) -> Participant:
    return dataclasses.replace(person(words), title=title)


def test_sectors_follow_from_offices_and_ranks_in_any_language(tmp_path: Path) -> None:
    people = (
        official("A/CHN/actor", "Jenderal"), official("B/CHN/actor", "министр иностранных дел"),
        official("C/JPN/target", "Speaker of the House"), official("D/JPN/target", None),
    )  # fmt: skip
    run = write_events(tmp_path, [dispute(0, "CHN JPN", participants=people)])
    [row] = rows(run, "polecat")
    assert (row["primary_actor_sector"], row["actor_sectors"]) == ("MIL", "GOV")
    assert (row["primary_recipient_sector"], row["recipient_sectors"]) == ("LEG", "GOV")
    assert row["actor_title"] == "Jenderal;министр иностранных дел"
    [row] = rows(run, "icews")
    assert (row["source_sectors"], row["target_sectors"]) == (
        "Military,Government", "Legislative / Parliamentary,Government",
    )  # fmt: skip


def test_places_and_publishers_are_told_where_they_are_known(tmp_path: Path) -> None:
    padang = Place(name="kota Padang", country="IDN", geonames=1633419, latitude=-0.95, longitude=100.35)
    run = write_events(tmp_path, [call(place=padang, countries=("BOL", "PER")), call(1, countries=("BOL", "PER"))])
    write_lines(run.file("mentions.jsonl"), [dataclasses.replace(told("a"), source="Antara")])
    first, second = rows(run, "polecat")
    assert [first[name] for name in ("placename", "city", "province", "country", "raw_placename", "source")] == [
        "Padang", "Padang", "West Sumatra", "IDN", "kota Padang", "Antara",
    ]  # fmt: skip
    assert (second["placename"], second["country"]) == (None, "None")
    found = rows(run, "icews")
    assert (found[0]["city"], found[0]["country"], found[0]["publisher"]) == ("Padang", "Indonesia", "Antara")


# --- ICEWS ---


@pytest.mark.parametrize(
    ("event", "icews"),
    [
        (meeting(0, "visit", "CHN USA", "A/CHN/visitor", "B/USA/host"), "CHN>USA 042 1.9, USA>CHN 043 2.8"),
        (meeting(0, "visit", "CHN USA"), "CHN>USA 040 1.0, USA>CHN 040 1.0"),
        (meeting(0, "talks", "CHN USA"), "CHN>USA 046 7.0, USA>CHN 046 7.0"),
        (meeting(0, "mediation", "CHN IRN SAU", "A/CHN/mediator"),
         "CHN>IRN 045 5.0, CHN>SAU 045 5.0, IRN>SAU 040 1.0, SAU>IRN 040 1.0"),
        (meeting(0, "mediation", "CHN IRN"), "CHN>IRN 040 1.0, IRN>CHN 040 1.0"),
        (meeting(0, "visit", "CHN USA", status="planned"), "CHN>USA 036 4.0, USA>CHN 036 4.0"),
        (meeting(0, "talks", "CHN USA", status="requested", initiator="USA"), "USA>CHN 106 -5.0"),
        (dispute(0, "CHN JPN USA", "A/CHN/actor"), "CHN>JPN 111 -2.0, CHN>USA 111 -2.0"),
        (call(countries=("USA",)), ""),
    ],
)  # fmt: skip
def test_icews_has_a_row_for_each_direction(tmp_path: Path, event: Event, icews: str) -> None:
    run = write_events(tmp_path, [event])
    names = {"China": "CHN", "United States": "USA", "Japan": "JPN", "Iran": "IRN", "Saudi Arabia": "SAU"}
    found = rows(run, "icews")
    assert icews == ", ".join(
        f"{names[row['source_country']]}>{names[row['target_country']]} {row['cameo_code']} {row['intensity']}"
        for row in found
    )
    assert [row["event_id"] for row in found] == [f"{event.id}/{at}" for at in range(1, len(found) + 1)]


def test_icews_names_countries_as_its_files_do(tmp_path: Path) -> None:
    run = write_events(tmp_path, [call(countries=("NATO", "PSE", "RUS"))])
    found = {row["source_name"]: row["source_country"] for row in rows(run, "icews")}
    assert found == {
        "NATO": None, "Occupied Palestinian Territory": "Occupied Palestinian Territory",
        "Russian Federation": "Russian Federation",
    }  # fmt: skip
    assert {row["Event Date"] for row in written(run, "icews")} == {"2024-07-03"}


def test_every_code_of_an_event_has_a_row_in_both(tmp_path: Path) -> None:
    events: list[Event] = []
    for number, ((kind, status, variant), row) in enumerate(code_table().items()):
        if kind == "meeting":
            events.append(meeting(number, variant, "CHN USA", status=status))  # type: ignore[arg-type]
        elif kind == "call":
            events.append(call(number, channel=variant, status=status, countries=("CHN", "USA"), codes=row.codes))
        else:
            events.append(dispute(number, "CHN USA", "A/CHN/actor", act=variant, status=status, codes=row.codes))
    run = write_events(tmp_path, events)
    for made, event in zip(rows(run, "polecat"), events, strict=True):
        assert made["event_type"] == event.codes.plover
        assert made["intensity"] is not None
    assert all(made["event_text"] and made["intensity"] is not None for made in rows(run, "icews"))
