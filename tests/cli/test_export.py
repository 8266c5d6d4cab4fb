"""`memcon export`: tables on standard output or in a file, formats of other packages, what is said of wrong ones."""

import csv
import sys
from pathlib import Path

import pytest

from conftest import Command
from helpers.plugins import install
from helpers.reviewable import write_run
from memcon.articles.formats import FORMATS
from memcon.outputs.tables import TABLES
from memcon.outputs.writers import WRITERS
from memcon.pages.annotation import FORMATS as ANNOTATIONS


@pytest.fixture
def out(folder: Path) -> Path:
    return write_run(folder / "out")


@pytest.mark.usefixtures("out")
def test_a_run_becomes_a_table(memcon: Command, folder: Path) -> None:
    ran = memcon("export", "out")
    assert (ran.code, ran.err) == (0, "")
    rows = list(csv.DictReader(ran.out.splitlines()))
    assert [row["id"] for row in rows] == [
        "call-2024-04-29-JOR-NOR", "dispute-2024-04-30-JOR-NOR", "meeting-2024-05-04-JOR-NOR",
    ]  # fmt: skip
    assert memcon("export", "out", "-o", "events.csv").out == ""
    assert (folder / "events.csv").read_text("utf-8") == ran.out
    pairs = list(csv.DictReader(memcon("export", "out", "--as", "dyads").out.splitlines()))
    assert [(row["source"], row["target"], row["directed"]) for row in pairs] == [
        ("JOR", "NOR", "0"), ("NOR", "JOR", "1"), ("JOR", "NOR", "0"),
    ]  # fmt: skip
    assert len(memcon("export", "out", "--as", "dyads", "--set", "symmetric=both").out.splitlines()) == 6


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["out", "--format", "xml"], "table format 'xml' is none of 'csv', 'tsv', 'parquet'"),
        (["out", "--as", "pairs"], "table 'pairs' is none of 'events', 'dyads', 'dyad-month'"),
        (["out", "--status", "done"], "--status 'done' is none of 'occurred', 'planned'"),
        (["out", "--kind", "visit"], "--kind 'visit' is none of 'meeting', 'call', 'dispute'"),
        (["out", "--country", "Peru!"], "--country 'PERU!' is no code: ISO 3166-1 alpha-3, as IDN"),
        (
            ["out", "--since", "2024-05-02", "--until", "2024-05-01"],
            "--until 2024-05-01 lies before --since 2024-05-02",
        ),
        (["out", "--format", "graphml"], "'events' is no table of edges: GraphML is for --as edges, or dyads"),
        (["out", "--set", "formulas"], "--set 'formulas': write NAME=VALUE"),
        (["out", "--set", "formulas=no"], "--set formulas='no': it is 'quote' or 'keep'"),
        (["empty"], "'empty' does not exist"),
        ([], "name the output folder of a run"),
    ],
)
@pytest.mark.usefixtures("out")
def test_wrong_use_is_one_line_and_writes_nothing(memcon: Command, folder: Path, words: list[str], said: str) -> None:
    ran = memcon("export", *words, "-o", "x.csv")
    assert ran.code == 2
    assert ran.err.startswith(f"memcon: {said}")
    assert ran.err.count("\n") == 1
    assert not (folder / "x.csv").exists()


def test_what_is_written_is_described_and_what_is_installed_listed(memcon: Command, site: Path) -> None:
    install(site, "adds-tabs", "memcon.exporters", {"tabs": "absent_module"})
    install(site, "adds-cards", "memcon.formats", {"cards": "absent_module"})
    described = memcon("export", "--as", "dyads", "--describe").out
    assert described.startswith("One row a pair of countries and event")
    assert "\n--set symmetric=…  'once' (the default)" in described
    listed = memcon("export", "--list").out.splitlines()
    here = {"memcon", "adds-tabs", "adds-cards", "formats"}  # beside what the developer has installed
    assert [line for line in listed if line == "tables" or line.split()[1] in here] == [
        "tables", *(f"  {name:<16} memcon" for name in TABLES),
        "table formats", *(f"  {name:<16} memcon" for name in WRITERS),
        "export formats", *(f"  {name:<16} memcon" for name in ANNOTATIONS), "  tabs             adds-tabs 0.1",
        "input formats", *(f"  {name:<16} memcon" for name in FORMATS), "  cards            adds-cards 0.1",
    ]  # fmt: skip


BYTES = """
text = False
options = {}
def describe():
    return "Ids, in bytes."
def write(run, file, options):
    for event in run.events():
        file.write(event.id.encode() + bytes([255]))
"""


@pytest.mark.usefixtures("out")
def test_another_package_s_format_is_used_like_ours(memcon: Command, folder: Path, site: Path) -> None:
    install(site, "adds-bytes", "memcon.exporters", {"bytes": "adds_bytes"}, adds_bytes=BYTES)
    assert memcon("export", "out", "--format", "bytes", "-o", "ids").code == 0
    assert (folder / "ids").read_bytes().count(b"\xff") == 3
    for words in (("--format", "bytes"), ("--format", "parquet")):
        ran = memcon("export", "out", *words)
        assert (ran.code, ran.err) == (2, "memcon: this format is no text: name a file with -o FILE\n")
    ran = memcon("export", "out", "--format", "bytes", "--status", "occurred", "-o", "few")
    assert (ran.code, ran.err) == (2, "memcon: --status is for tables: this format writes a run as a whole\n")


@pytest.mark.usefixtures("out")
def test_a_broken_package_is_named_and_stands_in_the_way_of_nothing_else(memcon: Command, site: Path) -> None:
    install(site, "broken", "memcon.exporters", {"bad": "broken_exporter", "csv": "broken_exporter"})
    for name, said in (("bad", "cannot be loaded: ModuleNotFoundError"), ("csv", "has the name of one of memcon's")):
        ran = memcon("export", "out", "--format", name)
        assert ran.code == 2
        assert ran.err.startswith(f"memcon: export format {name!r} of the package broken 0.1 {said}")
        assert ran.err.count("\n") == 1
    for words in (("export", "out"), ("export", "--list"), ("diff", "out", "out"), ("report", "out")):
        assert memcon(*words).code == 0, words


@pytest.mark.usefixtures("out")
@pytest.mark.parametrize("name", ["p.dbf", "p.txt", "p.csv.gz"])
def test_a_suffix_that_no_format_has_is_refused(memcon: Command, folder: Path, name: str) -> None:
    ran = memcon("export", "out", "-o", name)
    assert (ran.code, ".dta" in ran.err, (folder / name).exists()) == (2, True, False), ran.err
    assert memcon("export", "out", "-o", name, "--format", "csv").code == 0


@pytest.mark.usefixtures("out")
def test_what_filters_leave_out_is_told_and_what_is_written_goes_by_the_suffix(memcon: Command, folder: Path) -> None:
    ran = memcon("export", "out", "--kind", "call", "--country", "nor", "--since", "2024-04-01", "-o", "calls.jsonl")
    assert (ran.code, ran.out, ran.err) == (0, "", "memcon: 2 of 3 events are left out: 2 by kind\n")
    assert (folder / "calls.jsonl").read_text("utf-8").startswith('{"id":"call-2024-04-29-JOR-NOR","kind":"call"')
    assert memcon("export", "out", "-o", "CALLS.JSONL").code == memcon("export", "out", "-o", "calls").code == 0
    assert (folder / "CALLS.JSONL").read_text("utf-8").startswith('{"id":')
    assert (folder / "calls").read_text("utf-8").startswith("id,")
    ran = memcon("export", "out", "--as", "dyad-month", "--min-confidence", "0.99")
    assert (len(ran.out.splitlines()), ran.err) == (1, "memcon: 3 of 3 events are left out: 3 by confidence\n")


@pytest.mark.usefixtures("out")
def test_a_package_that_is_missing_is_told(memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, form in (("xlsxwriter", "excel"), ("pyarrow", "parquet"), ("duckdb", "duckdb")):
        monkeypatch.setitem(sys.modules, module, None)
        ran = memcon("export", "out", "--format", form, "-o", "x")
        assert (ran.code, ran.err) == (2, f"memcon: this format needs {module!r}: pip install 'memcon[tables]'\n")
        assert not (folder / "x").exists()
