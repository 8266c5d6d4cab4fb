"""A file of `memcon export` against its run: what was changed, lost, added or made of another run is told by row."""

import dataclasses
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from conftest import Command
from helpers.exporting import EVENTS, write_events
from helpers.reviewable import write_run
from memcon.compare.verify.exports import hold_export
from memcon.errors import DataError, UsageError
from memcon.outputs.export import export, plan
from memcon.outputs.folder import RunFolder
from memcon.outputs.tables import TABLES
from memcon.outputs.tables.filters import Filters
from memcon.outputs.writers import WRITERS

FORMS = [form for form in WRITERS if form != "graphml"]


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return write_events(tmp_path / "out")


def made(run: RunFolder, table: str, form: str, filters: Filters | None = None, **options: str) -> Path:
    path = run.path.parent / f"made{WRITERS[form].suffix}"
    export(run, plan(table, form, None), path, filters or Filters(), options)
    return path


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("table", ["events", "dyads", "dyad-month", "mentions"])
def test_what_was_exported_holds(run: RunFolder, table: str, form: str) -> None:
    held = hold_export(run, made(run, table, form))
    assert (held.table, held.problems, held.lacks) == (table, (), 0)
    assert held.rows > 3


@pytest.mark.parametrize("form", ["parquet", "excel", "stata", "sqlite", "duckdb"])
def test_filters_and_options_are_told_by_the_file_itself(run: RunFolder, form: str) -> None:
    filters = Filters(0.5, frozenset({"occurred"}), country=frozenset({"CHN", "PER"}))
    held = hold_export(run, made(run, "dyads", form, filters, symmetric="both"))
    assert (held.problems, held.rows) == ((), 10)
    graph = hold_export(run, made(run, "edges", "graphml", filters, symmetric="both"))
    assert graph.problems == ()


@pytest.mark.parametrize("form", FORMS)
def test_words_that_a_form_has_signs_for_hold(tmp_path: Path, form: str) -> None:
    odd = "_x0041_ _x005F_ '=1 &amp; \\N \ufffe"
    changed = [dataclasses.replace(EVENTS[0], summary=odd), *EVENTS[1:]]
    run = write_events(tmp_path / "odd", changed)
    held = hold_export(run, made(run, "events", form))
    assert (held.problems, held.lacks) == ((), 0)


@pytest.mark.parametrize("form", FORMS)
def test_an_export_of_no_rows_holds(run: RunFolder, form: str) -> None:
    none = Filters(country=frozenset({"TUV"}))
    held = hold_export(run, made(run, "events", form, none))
    assert (held.rows, held.problems) == (0, ())


def test_of_csv_it_is_told_how_many_rows_are_not_in_it(run: RunFolder) -> None:
    held = hold_export(run, made(run, "events", "csv", Filters(kind=frozenset({"call"}))))
    assert (held.problems, held.rows, held.lacks) == ((), 4, 3)
    both = made(run, "dyads", "csv", symmetric="both")
    assert hold_export(run, both).problems
    assert hold_export(run, both, ["symmetric=both"]).problems == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace(",042,", ",42,"), "row 1 ('call-0'): cameo is '42', and the run gives '042'"),
        (lambda text: text.replace("call-1,", "call-9,"), "row 2 ('call-9'): the run gives no such row"),
        (lambda text: text + "call-7,call\n", "row 8 ('call-7'): the run gives no such row"),
        (lambda text: text.replace("id,kind", "id,kinds", 1), "has the columns of no table of memcon"),
        (lambda text: text.replace(",042,", ',"042,', 1), "is damaged"),
    ],
)
def test_a_csv_that_was_changed_is_told_by_its_row(run: RunFolder, change: Callable[[str], str], said: str) -> None:
    path = made(run, "events", "csv")
    path.write_text(change(path.read_text("utf-8")), "utf-8", newline="")
    try:
        told = " ".join(hold_export(run, path).problems)
    except DataError as error:
        told = str(error)
    assert said in told


def test_a_database_that_was_changed_and_a_run_that_was_are_told(run: RunFolder) -> None:
    path = made(run, "events", "sqlite")
    base = sqlite3.connect(path)
    base.execute("UPDATE events SET status = 'planned' WHERE id = 'call-5'")
    base.execute("DELETE FROM events WHERE id = 'call-6'")
    base.commit()
    base.close()
    assert hold_export(run, path).problems == (
        "row 6 ('call-5'): status is 'planned', and the run gives 'occurred'",
        "1 rows that the run gives are not in it",
    )
    stata = made(run, "events", "stata")
    parquet = made(run, "events", "parquet")
    write_events(run.path, EVENTS[:-1])
    assert hold_export(run, stata).problems == (
        "it is not, byte for byte, the stata file that this memcon writes of the run",
    )
    assert hold_export(run, parquet).problems == ("row 7 ('call-6'): the run gives no such row, or not in this place",)


@pytest.mark.parametrize(
    "content", [b"", b"PAR1 no", b"SQLite format 3\0 no", b"PK\x03\x04 no", b"<stata_dta> no", b"{no"]
)
def test_what_is_no_export_is_one_error(run: RunFolder, content: bytes) -> None:
    path = run.path.parent / "x"
    path.write_bytes(content)
    with pytest.raises(DataError):
        hold_export(run, path)
    with pytest.raises(DataError, match="cannot be read"):
        hold_export(run, run.path)
    with pytest.raises(UsageError, match="table 'x' is none of"):
        export(run, plan("x", "csv", None), path, Filters(), {})


def test_counts_of_a_table_are_those_of_the_events(run: RunFolder) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = made(run, "events", "parquet")
    lines = [json.loads(line) for line in run.file("events.jsonl").read_bytes().splitlines()]
    by_name = {name: (lambda event, name=name: event[name]) for name in ("kind", "status")}
    by_name |= {
        name: (lambda event, name=name: event["codes"][name]) for name in ("plover", "plover_mode", "cameo", "ace")
    }
    for name, of in by_name.items():
        found = duckdb.execute(f"SELECT {name}, count(*) FROM read_parquet(?) GROUP BY 1", [str(path)]).fetchall()
        assert dict(found) == Counter(map(of, lines)), name
    assert TABLES["events"]["cameo"].type == "text"


@pytest.mark.usefixtures("folder")
def test_the_command_tells_what_holds_and_ends_with_5_where_it_does_not(memcon: Command, folder: Path) -> None:
    write_run(folder / "out")
    assert memcon("export", "out", "-o", "events.csv").code == 0
    ran = memcon("verify", "out", "--export", "events.csv")
    assert (ran.code, ran.out) == (0, "events.csv: 3 rows of events hold against out\n")
    text = (folder / "events.csv").read_text("utf-8")
    (folder / "events.csv").write_text(text.replace("2024-04-30,2024-04-30,day", "2024-04-30,2024-05-30,day"), "utf-8")
    ran = memcon("verify", "out", "--export", "events.csv")
    assert ran.code == 5
    assert ran.out == (
        "events.csv: row 2 ('dispute-2024-04-30-JOR-NOR'): date_end is '2024-05-30', and the run gives '2024-04-30'\n"
    )


OTHERWISE = {
    "a view in the table's place": (
        "ALTER TABLE events RENAME TO real_events",
        "CREATE VIEW events AS SELECT * FROM real_events LIMIT 2",
    ),
    "a table more": ("CREATE TABLE event AS SELECT * FROM events",),
    "a view more": ("CREATE VIEW all_events AS SELECT * FROM events LIMIT 2",),
    "no table of rows": ("DROP TABLE events",),
    "another name": ("ALTER TABLE events RENAME TO other",),
    "a view in the place of how it was made": (
        "ALTER TABLE memcon_about RENAME TO real_about",
        "CREATE VIEW memcon_about AS SELECT * FROM real_about LIMIT 2",
    ),
    "a view in that place that fails where it is read": (
        "DROP TABLE memcon_about",
        "CREATE VIEW memcon_about AS SELECT abs(-9223372036854775807 - length('1')) AS name, 'events' AS value",
    ),
    "a column that is worked out": (
        "DROP TABLE memcon_about",
        "CREATE TABLE memcon_about(name TEXT, value TEXT GENERATED ALWAYS AS (name))",
        "INSERT INTO memcon_about(name) VALUES ('table')",
    ),
}


@pytest.mark.parametrize("what", OTHERWISE)
@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
def test_a_database_in_which_a_reader_may_take_something_else_is_refused(run: RunFolder, form: str, what: str) -> None:
    path = made(run, "events", form)
    opened: Any = duckdb.connect(path) if form == "duckdb" else sqlite3.connect(path)
    for statement in OTHERWISE[what]:
        opened.execute(statement)
    opened.commit()
    opened.close()
    with pytest.raises(DataError, match=r"of memcon's writing (are memcon_about, memcon_columns and|it is named)"):
        hold_export(run, path)


def test_a_macro_that_tells_of_other_tables_is_not_asked(run: RunFolder) -> None:
    path = made(run, "events", "duckdb")
    with duckdb.connect(path) as opened:
        opened.execute(
            "CREATE MACRO duckdb_tables() AS TABLE SELECT 'CREATE TABLE a(b TEXT);' AS sql,"
            " unnest(['events', 'memcon_about', 'memcon_columns']) AS table_name"
        )
        opened.execute("CREATE TABLE event AS SELECT * FROM events")
    with pytest.raises(DataError, match="it holds the table 'event', the table 'events'"):
        hold_export(run, path)


@pytest.mark.parametrize(("form", "end"), [("sqlite", "-wal"), ("sqlite", "-journal"), ("duckdb", ".wal")])
@pytest.mark.parametrize("pipe", [False, True])
def test_a_database_with_a_log_beside_it_is_refused(run: RunFolder, form: str, end: str, *, pipe: bool) -> None:
    path = made(run, "events", form)
    log = path.with_name(path.name + end)
    os.mkfifo(log) if pipe else log.touch()
    with pytest.raises(DataError, match="by which a reader may find something else in it"):
        hold_export(run, path)


def test_a_trigger_in_a_database_is_refused(run: RunFolder) -> None:
    path = made(run, "dyad-month", "sqlite")
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("CREATE TRIGGER t AFTER INSERT ON dyad_month BEGIN DELETE FROM dyad_month; END")
    with pytest.raises(DataError, match="the trigger 't'"):
        hold_export(run, path)


HIDDEN: dict[str, Callable[[Any], object]] = {
    "a sheet more": lambda book: book.create_sheet("events 2"),
    "a sheet before": lambda book: book.create_sheet("all", 0),
    "a hidden one": lambda book: setattr(book.worksheets[0], "sheet_state", "hidden"),
    "another name": lambda book: setattr(book.worksheets[0], "title", "old"),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_a_workbook_in_which_a_reader_may_take_something_else_is_refused(run: RunFolder, what: str) -> None:
    path = made(run, "events", "excel")
    book = openpyxl.load_workbook(path)
    HIDDEN[what](book)
    book.active = 1
    book.save(path)
    with pytest.raises(DataError, match="not those that memcon writes"):
        hold_export(run, path)


def swapped(row: dict[str, Any]) -> str:
    """Return the row with two of its values under each other's names, in the places that they had."""
    other = {"source": "target", "target": "source"}
    return json.dumps({other.get(name, name): value for name, value in row.items()})


ROWS: dict[str, tuple[Callable[[dict[str, Any]], str], str | None]] = {
    "names changed about": (swapped, None),
    "a name twice": (lambda row: json.dumps(row)[:-1] + ', "kind": "dispute"}', "the key 'kind' stands twice"),
    "a name more": (lambda row: json.dumps(row | {"more": 1}), "other keys than the first"),
    "a name less": (lambda row: json.dumps(dict(list(row.items())[:-1])), "other keys than the first"),
    "no object": (lambda row: json.dumps(list(row.values())), "a JSON array, not an object"),
}


@pytest.mark.parametrize("what", ROWS)
def test_a_line_of_json_is_held_by_the_names_of_its_values(run: RunFolder, what: str) -> None:
    change, damage = ROWS[what]
    path = made(run, "dyads", "jsonl")
    first, *lines = path.read_text("utf-8").rstrip("\n").split("\n")
    at = next(at for at, line in enumerate(lines) if json.loads(line)["source"] != json.loads(line)["target"])
    lines[at] = change(json.loads(lines[at]))
    path.write_text("\n".join([first, *lines, ""]), "utf-8")
    if damage:
        with pytest.raises(DataError, match=damage):
            hold_export(run, path)
    else:
        assert hold_export(run, path).problems


def test_a_line_of_json_may_have_its_values_in_any_order_and_a_first_one_be_long(tmp_path: Path) -> None:
    events = [dataclasses.replace(EVENTS[0], summary="x" * 100_000), *EVENTS[1:]]
    run = write_events(tmp_path / "out", events)
    path = made(run, "events", "jsonl")
    first, *lines = path.read_text("utf-8").rstrip("\n").split("\n")
    turned = [json.dumps(dict(reversed(json.loads(line).items()))) for line in lines]
    path.write_text("\n".join([first, *turned, ""]), "utf-8")
    assert hold_export(run, path).problems == ()
