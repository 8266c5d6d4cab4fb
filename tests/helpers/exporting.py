"""Runs of made events for exports: one with everything, one with nothing, disputes of several sides, and odd words."""

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

from helpers.merging import days, person
from helpers.reports import call, proof, state
from memcon.outputs.atomic import write_lines
from memcon.outputs.folder import RunFolder
from memcon.outputs.tables import TABLES
from memcon.outputs.tables.column import Row
from memcon.outputs.tables.filters import Filters
from memcon.outputs.tables.reading import Reading
from memcon.records import (
    Codes,
    Conflict,
    DateEvidence,
    Decided,
    Dispute,
    Doubt,
    Event,
    EventLink,
    Evidence,
    Place,
    Reported,
    Review,
)

WORDS = "They\r\nspoke; “twice”,\u2028on 3 July."
FULL = call(
    words=WORDS,
    place=Place(name="Nusa Dua", country="IDN", geonames=1633419, latitude=-8.8, longitude=115.23),
    countries=("BOL", "PER"),
    participants=(person("Anna Berg/NOR/caller"), person("A; B/JOR/called"), person("An envoy")),
    topics=("trade", "fish; oil"),
    links=(EventLink(type="fulfils", event="call-1"),),
    conflicts=(Conflict(field="date", values=("a", "b"), mentions=(("x",), ("y",))),),
    codes=Codes(plover="CONSULT", plover_mode="phone", cameo="042", ace="Contact.Phone-Write"),
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
    review=Review(
        decisions=(
            Decided(
                decision="d", action="edit", who="Ana Berg", when=dt.datetime(2024, 8, 1, tzinfo=dt.UTC), note="",
                changed=(),
            ),
        ),
        corrections=(),
    ),
    mentions=(
        dataclasses.replace(
            proof("a", WORDS, 5),
            date=DateEvidence(text="3 July", start=30, end=36, basis="as written"),
            names=(Evidence(text="They", start=5, end=9),),
        ),
        proof("b;c", "again", 0),
        proof("a", "so", 9),
    ),
)  # fmt: skip
SPARSE = call(1, date=None, confidence=None, participants=(), countries=())


def dispute(number: int, countries: str, *people: str, act: str = "accuse", **changes: Any) -> Event:
    """A dispute of these countries and people, as `helpers.merging.person` reads them."""
    given = {field.name: getattr(FULL, field.name) for field in dataclasses.fields(FULL)} | {
        "id": f"dispute-{number}", "kind": "dispute", "countries": tuple(countries.split()),
        "participants": tuple(map(person, people)), "links": (), "review": None,
        "codes": Codes(plover="ACCUSE", plover_mode="disapprove", cameo="111", ace=None),
    } | changes  # fmt: skip
    return Dispute(**given | {"form": None, "channel": None, "act": act})


ODD = "=1+1\x00\x07 <b>&amp; \"q\" 'r'\t\u202e🎥 café \ud83c".replace("\ud83c", "�")
EVENTS: list[Event] = [
    FULL,
    SPARSE,
    dispute(2, "CHN JPN USA", "A/CHN/actor", "B/JPN/target", "C/USA/target"),
    dispute(3, "CHN JPN", "A/CHN", "B/JPN", status="planned", date=None, earliest=dt.date(2024, 7, 4), latest=None),
    dispute(4, "CHN JPN", "A/CHN/actor", act="attack", date=days("2024"), confidence=0.25),
    call(5, countries=("CHN", "JPN", "USA"), date=days("2024-07"), summary=ODD, topics=(ODD, "-x")),
    call(6, countries=("CHN", "JPN"), status="cancelled", date=days("2024-06-28/2024-07-02"), summary="x" * 40_000),
]


def write_events(folder: Path, events: list[Event] | None = None) -> RunFolder:
    """Write a run of these events, without seal, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    run = RunFolder(folder, quick=True)
    write_lines(run.file("events.jsonl"), EVENTS if events is None else events)
    write_lines(run.file("mentions.jsonl"), [])
    write_lines(run.file("articles.jsonl"), [state("a"), state("b;c", None, state="failed", reason="encoding")])
    return run


def rows(run: RunFolder, table: str, filters: Filters | None = None, **options: str) -> list[dict[str, Any]]:
    """Return the rows of a table of the run, by the names of its columns."""
    made = TABLES[table]
    found: list[Row] = list(made.rows(Reading(run, filters), options))
    return [dict(zip([column.name for column in made.columns], row, strict=True)) for row in found]
