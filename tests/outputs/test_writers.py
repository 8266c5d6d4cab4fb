"""Each format, opened again by another library than the one that wrote it: the same rows, types and labels."""

import csv
import datetime as dt
import io
import json
import math
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.exporting import EVENTS, ODD, rows, write_events
from helpers.reports import call
from memcon.errors import UsageError
from memcon.outputs.export import export, plan
from memcon.outputs.folder import RunFolder
from memcon.outputs.tables import TABLES
from memcon.outputs.tables.column import Column, Table
from memcon.outputs.tables.filters import Filters
from memcon.outputs.writers import WRITERS, excel, find_writer
from memcon.outputs.writers.sheet import Sheet, joined, no_formula, one_line

Made = Callable[..., Path]
PLAIN = [name for name in TABLES if name != "edges"]


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return write_events(tmp_path / "out")


def made(run: RunFolder, table: str, form: str, **options: str) -> Path:
    """Export a table, and return the file."""
    path = run.path.parent / f"{table}{WRITERS[form].suffix}"
    export(run, plan(table, form, None), path, Filters(), options)
    return path


def flat(column: Column[Any], value: Any) -> Any:
    """What stands in a cell of a format without lists and booleans."""
    if column.type in {"texts", "integers"}:
        return joined(value)
    return int(value) if column.type == "boolean" else value


def expected(
    run: RunFolder, table: str, form: Callable[[Column[Any], Any], Any], *, headed: bool = False
) -> list[dict[str, Any]]:
    columns = TABLES[table].columns
    return [{c.head if headed else c.name: form(c, row[c.name]) for c in columns} for row in rows(run, table)]


# --- text ---


@pytest.mark.parametrize("table", TABLES)
def test_csv_is_read_back_by_pandas(run: RunFolder, table: str) -> None:
    pandas = pytest.importorskip("pandas")
    path = made(run, table, "csv")
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"\r" not in path.read_bytes()
    found = pandas.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")

    def cell(column: Column[Any], value: Any) -> str:
        text = flat(column, value)
        text = "" if text is None else str(text)
        return no_formula(one_line(text)) if column.free else text

    assert found == expected(run, table, cell, headed=True)


def rows_of_csv(run: RunFolder, **options: str) -> list[dict[str, str]]:
    lines = made(run, "events", "csv", **options).read_text("utf-8").split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(list(csv.reader(lines)))  # no cell goes over the end of a line
    return list(csv.DictReader(lines))


@given(st.text(max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
def test_no_text_of_csv_is_a_formula_and_no_row_is_broken(tmp_path: Path, text: str) -> None:
    text = text.encode(errors="replace").decode()
    run = write_events(tmp_path / "out", [call(summary=text, topics=(text,))])
    [row] = rows_of_csv(run)
    for cell in (row["summary"], row["topics"]):
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    [kept] = rows_of_csv(run, formulas="keep")
    assert kept["summary"] == one_line(text)


def test_codes_stay_text_and_formulas_are_quoted_in_csv(run: RunFolder) -> None:
    found = rows_of_csv(run)
    assert found[0]["cameo"] == "042"
    assert found[5]["summary"].startswith("'=1+1  <b>&amp;")
    with pytest.raises(UsageError, match="it is 'quote' or 'keep'"):
        rows_of_csv(run, formulas="x")


@pytest.mark.parametrize("table", TABLES)
def test_json_lines_are_read_back_with_every_key_in_each(run: RunFolder, table: str) -> None:
    lines = made(run, table, "jsonl").read_bytes().splitlines()
    assert [json.loads(line) for line in lines] == rows(run, table)


# --- typed ---


def day(column: Column[Any], value: Any) -> Any:
    """A cell of a format that knows days."""
    return dt.date.fromisoformat(value) if column.type == "day" and value else value


@pytest.mark.parametrize("table", TABLES)
def test_parquet_is_read_back_by_duckdb_and_pandas(run: RunFolder, table: str) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = made(run, table, "parquet")
    found = duckdb.execute("SELECT * FROM read_parquet(?)", [str(path)])
    names = [one[0] for one in found.description]
    assert [dict(zip(names, row, strict=True)) for row in found.fetchall()] == expected(run, table, day, headed=True)
    pandas = pytest.importorskip("pandas")
    assert list(pandas.read_parquet(path).columns) == names


def test_parquet_has_one_schema_whatever_the_rows(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for name in PLAIN:
        full, none = (
            parquet.read_schema(made(write_events(tmp_path / what, events), name, "parquet"))
            for what, events in (("full", EVENTS), ("none", []))
        )
        assert full.equals(none)
        assert full.field(0).metadata[b"label"].decode() == TABLES[name].columns[0].label
        assert json.loads(full.metadata[b"memcon"])["table"] == name
    assert str(full.field(0).type) == "string"


@pytest.mark.parametrize("table", TABLES)
def test_duckdb_is_read_back(run: RunFolder, table: str) -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(made(run, table, "duckdb")), read_only=True) as base:
        found = base.execute(f"SELECT * FROM {table.replace('-', '_')}")
        names = [one[0] for one in found.description]
        assert [dict(zip(names, row, strict=True)) for row in found.fetchall()] == expected(run, table, day)
        told = base.execute("SELECT label FROM memcon_columns").fetchall()
        assert [label for (label,) in told] == [column.label for column in TABLES[table].columns]
        assert base.execute("SELECT value FROM memcon_about WHERE name = 'table'").fetchall() == [(table,)]
        comments = base.execute("SELECT comment FROM duckdb_columns() WHERE table_name = ?", [table.replace("-", "_")])
        assert comments.fetchone()[0] == TABLES[table].columns[0].meaning


@pytest.mark.parametrize("table", TABLES)
def test_sqlite_is_read_back_by_duckdb_s_neighbour_pandas(run: RunFolder, table: str) -> None:
    pandas = pytest.importorskip("pandas")
    base = sqlite3.connect(f"file:{made(run, table, 'sqlite')}?mode=ro", uri=True)
    base.row_factory = sqlite3.Row
    name = table.replace("-", "_")
    assert [dict(row) for row in base.execute(f"SELECT * FROM {name}")] == expected(run, table, flat)
    assert base.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    frame = pandas.read_sql(f"SELECT * FROM {name}", base)
    assert len(frame) == len(rows(run, table))
    assert [row[3] for row in base.execute("SELECT * FROM memcon_columns")] == [c.label for c in TABLES[table].columns]
    base.close()


# --- Excel ---


@pytest.mark.parametrize("table", TABLES)
def test_excel_is_read_back_by_openpyxl(run: RunFolder, table: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(made(run, table, "excel"), read_only=True)
    head, *found = book.worksheets[0].iter_rows(values_only=True)
    assert list(head) == [column.head for column in TABLES[table].columns]

    def cell(column: Column[Any], value: Any) -> Any:
        if column.type == "day" and value:
            return dt.datetime.fromisoformat(value)
        value = flat(column, value)
        return one_line(value)[:32767] or None if isinstance(value, str) else value

    assert [dict(zip(head, row, strict=True)) for row in found] == expected(run, table, cell, headed=True)
    columns = list(book.worksheets[1].iter_rows(values_only=True))
    assert [row[:3] for row in columns[1:]] == [(c.head, c.type, c.label) for c in TABLES[table].columns]
    book.close()


def test_excel_tells_what_is_cut_and_refuses_more_rows_than_a_sheet_holds(
    run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = run.path.parent / "x.xlsx"
    told = export(run, plan("events", None, path), path, Filters(), {})
    assert told == ["1 cells of more than 32,767 characters are cut, as Excel holds no more"]
    with zipfile.ZipFile(path) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert not [name for name in parts.namelist() if "rels" in name and "sheet" in name]  # no links
    before = path.read_bytes()
    monkeypatch.setattr(excel, "_ROWS", 7)
    with pytest.raises(
        UsageError, match=r"more than 6 rows, which is all .* filter them .*, or choose --format parquet"
    ):
        export(run, plan("events", None, path), path, Filters(), {})
    assert path.read_bytes() == before
    monkeypatch.setattr(excel, "_ROWS", 8)
    export(run, plan("events", None, path), path, Filters(), {})


# --- Stata ---


def stata_cell(column: Column[Any], value: Any) -> Any:
    """A cell as pandas reads it: text that is none is empty, numbers that are none are NaN."""
    if column.type == "boolean":
        return "yes" if value else "no"
    if column.type in {"integer", "number"}:
        return None if value is None else float(value)
    value = flat(column, value)
    if column.type == "day":
        return value
    return (value or "").replace("\0", " ") or (None if column.values else "")


@pytest.mark.parametrize("table", TABLES)
def test_stata_is_read_back_by_pandas(run: RunFolder, table: str) -> None:
    pandas = pytest.importorskip("pandas")
    columns = TABLES[table].columns
    with pandas.read_stata(made(run, table, "stata"), iterator=True) as reader:
        frame = reader.read()
        labels = reader.variable_labels()
    assert labels == {column.name: column.label for column in columns}

    def cell(value: Any) -> Any:
        if value is None or value is pandas.NaT or (isinstance(value, float) and math.isnan(value)):
            return None
        if isinstance(value, pandas.Timestamp):
            return value.date().isoformat()
        return value if isinstance(value, str) else float(value)

    found = [{name: cell(value) for name, value in row.items()} for row in frame.to_dict("records")]
    wanted = expected(
        run,
        table,
        lambda c, v: stata_cell(c, v) if c.type not in {"texts", "integers"} else joined(v).replace("\0", " "),
    )
    assert found == wanted


def test_stata_has_labels_dates_and_notes_as_pyreadstat_reads_them(run: RunFolder) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    frame, told = pyreadstat.read_dta(str(made(run, "events", "stata")), apply_value_formats=False)
    assert told.number_rows == len(EVENTS)
    assert told.column_names_to_labels["cameo"] == "event code of CAMEO"
    assert told.variable_value_labels["kind"] == {1: "meeting", 2: "call", 3: "dispute"}
    assert told.variable_value_labels["reviewed"] == {0: "no", 1: "yes"}
    assert told.original_variable_types["date_start"] == "%td"
    assert frame["date_start"].iloc[0] == dt.date(2024, 7, 3)
    assert frame["cameo"].iloc[0] == "042"
    assert frame["kind"].tolist() == [2, 2, 3, 3, 3, 2, 2]
    assert frame["summary"].iloc[6] == "x" * 40_000
    assert frame["summary"].iloc[5] == ODD.replace("\0", " ")
    data = made(run, "events", "stata").read_bytes()
    assert b"note1" in data
    assert b"text, not a number: it may begin with 0, as 042" in data


def test_stata_s_numbers_have_the_narrowest_type_that_holds_them(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    numbers = [-127, 100, 101, 32_740, 32_741, 2_147_483_620, 2_147_483_621, 2**53]
    for most, width in zip(
        numbers, ["int8", "int8", "int16", "int16", "int32", "int32", "float64", "float64"], strict=True
    ):
        column = Column[int]("n", "integer", "n", lambda n: n, required=True)
        table = Table("t", "One row a number.", (column,), ("n",), lambda *_: [])
        file = io.BytesIO()
        find_writer("stata").write(file, Sheet(table, [(0,), (most,)], {}), {})
        frame = pandas.read_stata(io.BytesIO(file.getvalue()))
        assert (frame["n"].tolist(), str(frame["n"].dtype)) == ([0, most], width)


# --- graphs ---


def test_graphml_is_read_back_by_networkx(run: RunFolder) -> None:
    networkx = pytest.importorskip("networkx")
    graph = networkx.read_graphml(made(run, "edges", "graphml"))
    assert graph.is_directed()
    assert graph.is_multigraph()
    assert {*graph} == {"BOL", "PER", "CHN", "JPN", "USA"}
    wanted = [
        (row["source"], row["target"], {name: value for name, value in list(row.items())[2:] if value is not None})
        for row in rows(run, "edges")
    ]
    key = repr
    assert sorted(graph.edges(data=True), key=key) == sorted(wanted, key=key)


def test_a_graph_of_contacts_alone_has_no_direction(run: RunFolder) -> None:
    networkx = pytest.importorskip("networkx")
    path = run.path.parent / "contacts.graphml"
    export(run, plan("edges", None, path), path, Filters(kind=frozenset({"call"})), {})
    graph = networkx.read_graphml(path)
    assert not graph.is_directed()
    assert sorted(graph.degree) == [("BOL", 1), ("CHN", 3), ("JPN", 3), ("PER", 1), ("USA", 2)]
    with pytest.raises(UsageError, match="'events' is no table of edges: GraphML is for --as edges, or dyads"):
        made(run, "events", "graphml")


# --- all ---


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_run_gives_the_same_bytes_and_none_is_a_table_too(tmp_path: Path, form: str) -> None:
    if form == "duckdb":
        pytest.skip("DuckDB's files hold ids of their own")
    full = write_events(tmp_path / "out")
    first = made(full, "edges", form).read_bytes()
    assert made(full, "edges", form).read_bytes() == first
    empty = made(write_events(tmp_path / "none", []), "edges", form)
    assert empty.exists()


def test_formats_go_by_the_suffix_of_the_file() -> None:
    for name, writer in WRITERS.items():
        assert find_writer(name) is writer
        assert plan("events", None, Path(f"x{writer.suffix}")).writer is writer  # type: ignore[attr-defined]
    assert plan("events", None, Path("x")).writer is WRITERS["csv"]  # type: ignore[attr-defined]
    with pytest.raises(UsageError, match=r"no format has the suffix '\.txt'"):
        plan("events", None, Path("x.txt"))
