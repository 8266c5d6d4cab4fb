"""Any type may stand in any place of a row: it costs that row at most, and is told."""

import datetime as dt
import decimal
import gc
import json
import os
import socket
from pathlib import Path
from typing import Final

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from helpers.archives import page
from memcon.articles.formats.base import Fields
from memcon.articles.formats.tables import array
from memcon.articles.formats.tables.columns import Columns
from memcon.articles.read import read_articles
from memcon.articles.select import Wanted
from memcon.records import Article, ArticleState

ROW: Final = {"id": "a", "text": "The minister met his counterpart in Jakarta.", "title": "Envoys", "language": "en",
              "source": "News", "url": "https://n.example/1", "published": "2024-03-05"}  # fmt: skip
LISTED: Final = {"id": "1", "url": "http://n.example/1", "file": "1.html", "title": "Envoys", "language": "en",
                 "source": "News", "published": "2024-03-05"}  # fmt: skip
JSON: Final[list[object]] = [
    None, True, False, 0, 7, -1.5, 10**30, "", "x", "\0", "\ud800", "a" * 300, "../x", ".", "/", [], ["en"], [[1]], {},
    {"a": 1}, {"$oid": "5f43"}, {"$oid": ["x"]}, {"$date": {"$numberLong": "x"}}, {"$date": None}, {"$numberInt": {}},
]  # fmt: skip
DAY: Final = dt.datetime(2024, 3, 5, 10, 15, tzinfo=dt.UTC)
CELLS: Final = [
    *(pa.array([None, value]) for value in (True, 7, 1.5, float("nan"), float("inf"), b"\xff", b"words")),
    *(pa.array([None, value]) for value in (DAY, DAY.date(), DAY.time(), DAY - DAY, decimal.Decimal("1.50"))),
    *(pa.array([None, value]) for value in (["en"], [], [None], {"a": 1}, {"$oid": "5f"}, {"a": [{"b": b"\0"}]})),
    pa.array([None, [("k", 1)]], pa.map_(pa.string(), pa.int64())), pa.nulls(2),
    pa.array([None, "en"]).dictionary_encode(), pa.array([None, 9 * 10**17 + 1], pa.timestamp("ns")),
]  # fmt: skip


def read(path: Path, **fields: str) -> tuple[list[Article], list[ArticleState], int]:
    wanted = Wanted()
    found = list(read_articles([str(path)], wanted=wanted, fields=Fields(**fields)))
    good = [one for one in found if isinstance(one, Article)]
    return good, [one for one in found if isinstance(one, ArticleState)], sum(wanted.passed.values())


def holds(path: Path, first: str, last: str) -> None:
    """See that the row in the midst of three costs itself at most, and is an article, told, or counted."""
    good, told, passed = read(path)
    ids = [one.id for one in good]
    assert ids[0] == first
    assert ids[-1] == last
    assert len(good) + len(told) + passed == 3
    for one in good:
        json.dumps([one.title, one.source, one.url, one.language], ensure_ascii=False).encode()


@pytest.mark.parametrize("name", ["t.json", "t.jsonl"])
@pytest.mark.parametrize("column", ROW)
@pytest.mark.parametrize("value", JSON, ids=repr)
def test_any_value_of_json_in_any_key(tmp_path: Path, name: str, column: str, value: object) -> None:
    rows = [ROW | {"id": "first"}, ROW | {column: value}, ROW | {"id": "last"}]
    (tmp_path / name).write_text(json.dumps(rows) if name == "t.json" else "\n".join(map(json.dumps, rows)), "utf-8")
    holds(tmp_path / name, "first", "last")


@pytest.mark.parametrize("name", ["t.json", "t.jsonl"])
@pytest.mark.parametrize("column", LISTED)
def test_any_value_of_json_in_any_key_of_a_list_of_pages(tmp_path: Path, name: str, column: str) -> None:
    for number in range(3):
        (tmp_path / f"{number}.html").write_text(page(), "utf-8")
    ends = [LISTED | {"id": each, "file": f"{number}.html"} for each, number in (("first", 0), ("last", 2))]
    for value in JSON:
        if column == "url" and name == "t.jsonl" and not isinstance(value, str):
            continue  # without an address it is no line of a list
        rows = [ends[0], LISTED | {column: value}, ends[1]]
        text = json.dumps(rows) if name == "t.json" else "\n".join(map(json.dumps, rows))
        (tmp_path / name).write_text(text, "utf-8")
        holds(tmp_path / name, "first", "last")


@pytest.mark.parametrize("column", ROW)
@pytest.mark.parametrize("at", range(len(CELLS)))
def test_any_type_of_parquet_in_any_column(tmp_path: Path, column: str, at: int) -> None:
    odd = CELLS[at]
    table = pa.table({name: odd if name == column else [cell, cell] for name, cell in ROW.items() if name != "id"})
    table = table.append_column("id", odd if column == "id" else pa.array(["x", "y"]))
    parquet.write_table(table, tmp_path / "t.parquet")
    good, told, _ = read(tmp_path / "t.parquet")
    assert len(good) + len(told) == 2
    assert column in {"text", "id"} or not told
    for one in good:
        json.dumps([one.title, one.source, one.url, one.language], ensure_ascii=False).encode()


@pytest.mark.parametrize("column", ROW)
@pytest.mark.parametrize(
    "value",
    [True, 7, 1.5, 10**14, DAY.replace(tzinfo=None), DAY.date(), DAY.time(), DAY - DAY, "=1/0", "=A1"],
    ids=repr,
)  # fmt: skip
def test_any_type_of_excel_in_any_column(tmp_path: Path, column: str, value: object) -> None:
    book = openpyxl.Workbook()
    book.active.append(list(ROW))
    for row in (ROW | {"id": "first"}, ROW | {column: value}, ROW | {"id": "last"}):
        book.active.append(list(row.values()))
    book.save(tmp_path / "t.xlsx")
    holds(tmp_path / "t.xlsx", "first", "last")


@pytest.mark.parametrize("name", ["m.json", "m.jsonl"])
@pytest.mark.parametrize(
    "day", [{"$date": "2024-01-01T10:00:00Z"}, {"$date": {"$numberLong": "1704103200000"}}, {"$date": 1704103200000}]
)
def test_what_mongoexport_writes_is_read(tmp_path: Path, name: str, day: object) -> None:
    row = {"_id": {"$oid": "5f43a1b2"}, "text": ROW["text"], "date": day, "source": {"$numberInt": "7"}}
    row = row if name == "m.json" else row | {"source": "7"}
    (tmp_path / name).write_text(json.dumps([row] if name == "m.json" else row), "utf-8")
    (one,), told, _ = read(tmp_path / name, id="_id")
    assert (one.id, str(one.published), one.source, told) == ("5f43a1b2", "2024-01-01", "7", [])


def test_what_is_no_words_is_told_in_notes(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text(json.dumps([ROW | {"title": ["a"], "source": {"name": "News"}}]), "utf-8")
    ((one,), told, _) = read(tmp_path / "t.json")
    assert (one.title, one.source, told) == (None, None, [])
    assert one.notes == ("'title' is ['a'], which is no words", "'source' is {'name': 'News'}, which is no words")


def test_a_name_that_no_file_can_have_is_told_as_its_row(tmp_path: Path) -> None:
    rows = "".join(f"http://n.example/g{number}{'z' * 90},\n" for number in range(800))
    for number in (1, 2):
        (tmp_path / f"{number}.html").write_text(page(), "utf-8")
    for name in ("a\0.html", "a" * 300 + ".html"):
        table = f"url,file\n{rows}http://n.example/1,1.html\nhttp://n.example/x,{name}\nhttp://n.example/2,2.html\n"
        (tmp_path / "list.csv").write_text(table, "utf-8")
        good, told, passed = read(tmp_path / "list.csv")
        assert [one.id for one in good] == ["list.csv:801", "list.csv:803"]
        assert [(one.reason, one.path) for one in told] == [("bad_field", f"{tmp_path}/list.csv:802")]
        assert passed == 800


@pytest.mark.parametrize("told_by", ["file", "id"])
def test_a_pipe_or_socket_as_a_page_is_told_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told_by: str
) -> None:
    os.mkfifo(tmp_path / "9.html")
    (tmp_path / "1.html").write_text(page(), "utf-8")
    (tmp_path / "8").mkdir()
    with socket.socket(socket.AF_UNIX) as held:
        monkeypatch.chdir(tmp_path)
        held.bind("7.html")  # a path of a socket may be short alone
        rows = [{"url": f"http://n.example/x{each}", told_by: f"{each}.html" if told_by == "file" else each}
                for each in ("9", "7", "8", "1")]  # fmt: skip
        (tmp_path / "list.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
        good, told, passed = read(tmp_path / "list.jsonl")
    assert len(good) == 1
    assert [one.reason for one in told] == ["unreadable"] * 2
    assert "9.html" in str(told[0].detail)
    assert "it is a pipe" in str(told[0].detail)
    assert passed == 1


def test_an_array_of_objects_of_other_keys_each_keeps_few_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(array, "_KINDS", 10)
    rows = [{"id": str(number), "text": ROW["text"], f"k{number}": 1} for number in range(100)]
    (tmp_path / "t.json").write_text(json.dumps(rows), "utf-8")
    reading = read_articles([str(tmp_path / "t.json")])
    found = [next(reading) for _ in range(99)]
    assert all(isinstance(one, Article) for one in found)
    assert sum(isinstance(one, Columns) for one in gc.get_objects()) <= 11
