"""Tables are read a row an article, by the names of their columns; a broken row costs itself, and none is prose."""

import csv
import datetime as dt
import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any, Final

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from helpers.memory import peak_memory
from memcon.articles import formats
from memcon.articles.formats import base
from memcon.articles.formats.base import MOST_BROKEN, Fields
from memcon.articles.read import read_articles
from memcon.articles.sources import count_articles
from memcon.records import Article, ArticleState

ID: Final = "Para menteri dari kedua negara itu bertemu di Jakarta dan berbicara tentang perdagangan mereka."
ROWS: Final = [
    {"url": "https://a.example/1", "headline": "Envoys", "date": "2024-03-05", "body": 'They "met", here;\nand spoke.'},
    {"url": "https://a.example/2", "headline": "Второй", "date": "2024-03-06", "body": "Они встретились в Осло."},
    {"url": "https://a.example/3", "headline": "第三", "date": "2024-03-07", "body": "两国外长会谈。\n\n第二段。"},
]  # fmt: skip


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    frame = pd.DataFrame(rows)
    match path.suffix:
        case ".csv":
            frame.to_csv(path, index=False)
        case ".tsv":
            frame.to_csv(path, index=False, sep="\t")
        case ".parquet":
            frame.to_parquet(path)
        case ".xlsx":
            frame.to_excel(path, index=False)
        case ".json":
            path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
        case ".gz":
            path.write_bytes(gzip.compress(frame.to_csv(index=False, sep=";").encode("utf-16")))
    return path


def read(path: Path, **fields: str) -> list[Article | ArticleState]:
    return list(read_articles([str(path)], fields=Fields(**fields)))


def articles(path: Path, **fields: str) -> list[Article]:
    found = read(path, **fields)
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def failures(found: list[Article | ArticleState]) -> list[tuple[str | None, str | None]]:
    return [(one.reason, one.path) for one in found if isinstance(one, ArticleState)]


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.parquet", "t.xlsx", "t.json", "t.csv.gz"])
def test_each_row_is_an_article_with_its_parts(tmp_path: Path, name: str) -> None:
    found = articles(write(tmp_path / name, ROWS))
    assert [one.text for one in found] == [row["body"] for row in ROWS]
    assert [one.title for one in found] == [row["headline"] for row in ROWS]
    assert [one.url for one in found] == [row["url"] for row in ROWS]
    assert [one.published for one in found] == [dt.date(2024, 3, day) for day in (5, 6, 7)]
    assert [one.id for one in found] == [f"{name}:{number}" for number in (1, 2, 3)]
    assert {one.published_basis for one in found} == {"given as `date`"}
    assert {one.notes for one in found} == {
        ("columns: published from 'date', text from 'body', title from 'headline'",)
    }
    assert [one.origin and one.origin.record for one in found] == [1, 2, 3]


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx", ".json"])
def test_the_user_names_columns(tmp_path: Path, suffix: str) -> None:
    rows = [{"n": 7, "a": "Judul", "b": ID, "text": "not this", "d": "2024-03-05T23:30:00Z"}]
    (one,) = articles(write(tmp_path / f"t{suffix}", rows), text="b", id="n", title="a", date="d")
    assert (one.id, one.title, one.text, one.published) == ("7", "Judul", ID, dt.date(2024, 3, 6))
    assert one.notes == ()


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet", ".xlsx", ".json"])
def test_a_table_without_text_is_refused_with_the_columns_it_has(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"t{suffix}", [{"link": "https://a.example", "summary": "short", "n": 1}])
    (state,) = read(path)
    assert isinstance(state, ArticleState)
    assert state.reason == "no_column"
    assert "'link', 'summary', 'n'; name it with --text-field" in str(state.detail)
    (named,) = read(path, text="Text")
    assert isinstance(named, ArticleState)
    assert "no column 'Text' among" in str(named.detail)


def test_a_table_is_known_by_its_header_whatever_it_is_called(tmp_path: Path) -> None:
    data = (write(tmp_path / "t.csv", ROWS)).read_bytes()
    (tmp_path / "t.txt").write_bytes(data)
    (tmp_path / "t.dat").write_bytes(data)
    assert len(articles(tmp_path / "t.txt")) == len(articles(tmp_path / "t.dat")) == 3
    (tmp_path / "prose.txt").write_text("Text, title and date were agreed on.\nThey met in Oslo.\n", "utf-8")
    assert len(articles(tmp_path / "prose.txt")) == 1
    stream = io.BytesIO(data)
    assert len(list(read_articles(["-"], stdin=stream))) == 3


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        (["Judul", "Tanggal", "Isi", "Sumber"], ("Judul", "Isi")),
        (["Заголовок", "Дата", "Текст"], ("Заголовок", "Текст")),
        (["العنوان", "التاريخ", "النص"], ("العنوان", "النص")),
        (["标题", "日期", "正文"], ("标题", "正文")),
        (["Tiêu đề", "Ngày", "Nội dung"], ("Tiêu đề", "Nội dung")),
        (["Titular", "Fecha", "Cuerpo"], ("Titular", "Cuerpo")),
        (["Article Title", "Publication Date", "Full-Text"], ("Article Title", "Full-Text")),
    ],
)
def test_headers_in_the_languages_of_the_news(tmp_path: Path, header: list[str], parts: tuple[str, str]) -> None:
    row = {name: f"{name} x" for name in header} | {header[1]: "2024-03-05"}
    (one,) = articles(write(tmp_path / "t.csv", [row]))
    assert (one.title, one.text, one.published) == (row[parts[0]], row[parts[1]], dt.date(2024, 3, 5))


def test_a_broken_row_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    lines = [b"id,text", b"1,They met.", b"2,too,many", b'3,"a "bad" quote"', b"4,caf\xe9", b"5,", b"6,They called."]
    path.write_bytes(b"\n".join(lines))
    found = read(path)
    assert [one.id for one in found if isinstance(one, Article)] == ["1", "6"]
    assert failures(found) == [
        ("bad_row", f"{path}:2"), ("bad_row", f"{path}:3"), ("encoding", f"{path}:4"), ("empty_text", f"{path}:5"),
    ]  # fmt: skip


def test_a_quote_that_nothing_closes_loses_its_row_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('id,text\n1,They met.\n2,"They\n' + "".join(f"{n},They called.\n" for n in range(3, 50)), "utf-8")
    found = read(path)
    assert [one.id for one in found if isinstance(one, Article)] == ["1", *map(str, range(3, 50))]
    assert failures(found) == [("bad_row", f"{path}:2")]


def test_a_file_of_open_quotes_ends_in_time(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,text\n" + 'x,"a\n' * 1001 + "1,They met.\n", "utf-8")
    found = list(read_articles([str(path)], max_chars=1000))
    assert found
    assert {reason for reason, _ in failures(found)} == {"bad_row"}


def test_a_quote_that_opens_a_text_without_an_end_is_told_once(tmp_path: Path) -> None:
    """Its lines are no rows; told early, whatever stands behind."""
    path = tmp_path / "t.csv"
    path.write_text('id,text\n1,They met.\n2,"They\n' + "They called and, so it was said, met.\n" * 200_000, "utf-8")
    found = list(read_articles([str(path)], max_chars=1000))
    assert [one.id for one in found if isinstance(one, Article)] == ["1"]
    (lost,) = [one for one in found if isinstance(one, ArticleState)]
    assert (lost.reason, lost.path) == ("bad_row", f"{path}:2")
    assert "a quote in line 3 is never closed" in (lost.detail or "")


def test_a_table_behind_an_open_quote_in_a_long_text_is_read(tmp_path: Path) -> None:
    """The lines of that text are lost, each as a row; those behind it are rows by themselves."""
    path = tmp_path / "t.csv"
    rows = "".join(f"{n},They called.\n" for n in range(3, 2003))
    path.write_text('id,text\n2,"They\n' + "met.\n" * 400 + rows, "utf-8")
    found = read(path)
    assert [one.id for one in found if isinstance(one, Article)] == [str(n) for n in range(3, 2003)]
    assert {reason for reason, _ in failures(found)} == {"bad_row"}


@pytest.mark.parametrize(
    ("name", "head"), [("t.csv", "id,text\n1,They met.\n"), ("t.jsonl", '{"id":"1","text":"a"}\n')]
)
def test_a_file_of_broken_records_is_left(tmp_path: Path, name: str, head: str) -> None:
    """As many lines of prose as no file of records has by mistake: the rest is left, and told once."""
    path = tmp_path / name
    path.write_text(head + 'They called, they met, "they" spoke.\n' * 30_000, "utf-8")
    found = read(path)
    assert [one.id for one in found if isinstance(one, Article)] == ["1"]
    lost = [one for one in found if isinstance(one, ArticleState)]
    assert len(lost) == MOST_BROKEN + 1
    assert lost[-1].reason == "damaged"
    assert len({one.article for one in lost}) == len(lost)


def test_a_row_longer_than_an_article_may_be_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"id,text\n1,{'a' * 3_000_000}\n2,They met.\n3,{'b' * 1500}\n", "utf-8")
    found = list(read_articles([str(path)], max_chars=1000))
    assert [one.id for one in found if isinstance(one, Article)] == ["2"]
    assert [reason for reason, _ in failures(found)] == ["bad_row", "too_long"]


def test_a_date_that_may_be_two_days_is_none_and_told(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", [{"date": "05/03/2024", "text": "They met."}])
    (one,) = articles(path)
    assert one.published is None
    assert one.notes[-1] == "'date' is '05/03/2024', which is no date that can be read for certain"
    (state,) = read(path, date="date")
    assert isinstance(state, ArticleState)
    assert state.reason == "bad_date"


def test_excel_has_days_numbers_and_lines_above_its_header(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["a cover"])
    sheet = book.create_sheet("news")
    sheet.append(["Export of the desk"])
    sheet.append([])
    sheet.append(["ID", "Date", "Title", "Text"])
    sheet.append([12, dt.datetime(2024, 3, 5), 2024, "They met."])  # noqa: DTZ001  a cell has no zone
    sheet.append([None, None, None, None])
    sheet.append([13.0, dt.datetime(2024, 3, 5, 10, 15), None, "They called."])  # noqa: DTZ001
    book.save(tmp_path / "t.xlsx")
    found = articles(tmp_path / "t.xlsx")
    assert [(one.id, one.published, one.title) for one in found] == [
        ("12", dt.date(2024, 3, 5), "2024"), ("13", dt.date(2024, 3, 5), None),
    ]  # fmt: skip


@pytest.mark.parametrize("shown", ["mmm-yy", "[$-41D]mmm\\-yy;@", 'yyyy"年"m"月"'])
def test_a_month_that_excel_made_a_day_of_is_no_day(tmp_path: Path, shown: str) -> None:
    """It makes 1 April of `2024-04`, and shows `Apr-24`: when *last Thursday* was would be told from a day made up."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "date", "text"])
    days = [("a", 1, shown), ("b", 17, shown), ("c", 1, "dd/mm/yyyy"), ("d", 1, '[$-41D]d "maj" yyyy')]
    for row, (name, day, format_) in enumerate(days, start=2):
        sheet.append([name, dt.datetime(2024, 4, day), f"{ID} {name}"])  # noqa: DTZ001
        sheet.cell(row, 2).number_format = format_
    book.save(tmp_path / "t.xlsx")
    found = articles(tmp_path / "t.xlsx")
    first = dt.date(2024, 4, 1)
    assert [one.published for one in found] == [None, dt.date(2024, 4, 17), first, first]
    assert found[0].notes[-1] == "'date' is '2024-04', which is no date that can be read for certain"


def test_a_cell_far_outside_of_a_table_takes_no_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "text"])
    sheet.append(["a", ID])
    sheet["XFD20000"] = " "
    book.save(tmp_path / "t.xlsx")
    assert [one.id for one in articles(tmp_path / "t.xlsx")] == ["a"]
    assert peak_memory(lambda: articles(tmp_path / "t.xlsx"), 1 << 25) < 1 << 25


def test_a_time_of_parquet_that_python_has_none_for_costs_its_row_alone(tmp_path: Path) -> None:
    days = pa.array([2**62, 1_709_856_000_000_000, -(2**62)], pa.timestamp("us"))
    parquet.write_table(
        pa.table({"text": [f"{ID} {number}" for number in range(3)], "date": days}), tmp_path / "t.parquet"
    )
    first, second, third = articles(tmp_path / "t.parquet")
    assert (first.published, second.published, third.published) == (None, dt.date(2024, 3, 8), None)
    assert ["that no calendar has" in " ".join(each.notes) for each in (first, second, third)] == [True, False, True]


def test_nanoseconds_of_parquet_have_a_day(tmp_path: Path) -> None:
    days = pa.array([1_709_856_000_000_000_001], pa.timestamp("ns", "Asia/Jakarta"))
    parquet.write_table(pa.table({"text": [ID], "date": days}), tmp_path / "t.parquet")
    (one,) = articles(tmp_path / "t.parquet")
    assert one.published == dt.date(2024, 3, 8)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", ["Bogus/Zone", "+99:00", "UTC+8", "/etc/passwd", "x\0y"])
def test_an_instant_of_a_zone_that_nobody_knows_has_its_day(tmp_path: Path, unit: str, zone: str) -> None:
    days = pa.array([dt.datetime(2024, 3, 7, 23, 30, tzinfo=dt.UTC), None], pa.timestamp(unit, "UTC"))
    table = pa.table({"text": [ID, f"{ID} 2"], "date": days.cast(pa.timestamp(unit, zone))})
    parquet.write_table(table, tmp_path / "t.parquet")
    assert [one.published for one in articles(tmp_path / "t.parquet")] == [dt.date(2024, 3, 8), None]


def test_parquet_has_instants_and_nested_columns_that_nobody_needs(tmp_path: Path) -> None:
    table = pa.table({
        "text": ["The ministers of both states met in Oslo on Tuesday and spoke of trade."],
        "published_at": pa.array([dt.datetime(2024, 3, 5, 23, 30, tzinfo=dt.UTC)]),
        "tags": [["a", "b"]], "lang": ["English"],
    })  # fmt: skip
    parquet.write_table(table, tmp_path / "t.parquet")
    (one,) = articles(tmp_path / "t.parquet")
    assert (one.published, one.language) == (dt.date(2024, 3, 5), "en")


def test_an_array_is_read_to_where_it_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    good = json.dumps({"id": 1, "text": "They met."})
    path.write_text(f'[{good},\n{{"id": 2, "body": "x"}}, {{"id": 3, "id": 4, "text": "x"}}, {good[:9]}', "utf-8")
    found = read(path)
    assert [one.id for one in found if isinstance(one, Article)] == ["1", "2"]
    assert [reason for reason, _ in failures(found)] == ["duplicate_key", "invalid_json"]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", '<c r="A3" t="inlineStr"><is><t>no time</t></is></c>',
         '<c r="A3" t="d"><v>PT99999999999999H</v></c>'),
        ("docProps/core.xml", ">2024-01-01T00:00:00Z<", ">PT99999999999999H<"),
    ],
)  # fmt: skip
def test_a_time_of_excel_that_python_has_none_for_ends_its_file_alone(
    tmp_path: Path, part: str, old: str, new: str
) -> None:
    book = openpyxl.Workbook()
    book.properties.created = dt.datetime(2024, 1, 1)  # noqa: DTZ001  openpyxl writes it as one of UTC
    for words in ("text", ID, "no time"):
        book.active.append([words])
    book.save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole, zipfile.ZipFile(tmp_path / "t.xlsx", "w") as made:
        for name in whole.namelist():
            data = whole.read(name)
            assert name != part or old.encode() in data
            made.writestr(name, data.replace(old.encode(), new.encode()) if name == part else data)
    found = read(tmp_path / "t.xlsx")
    assert [one.text for one in found if isinstance(one, Article)] == [ID] * (part != "docProps/core.xml")
    assert [reason for reason, _ in failures(found)] == ["damaged"]


@pytest.mark.parametrize("data", [b"PAR1" + b"x" * 100, b"PK\x03\x04 xl/ " + b"x" * 100])
def test_a_damaged_file_is_one_failed_line(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "t.dat").write_bytes(data)
    (state,) = read(tmp_path / "t.dat")
    assert isinstance(state, ArticleState)
    assert state.reason == "damaged"


def test_rows_of_csv_are_what_the_standard_library_writes(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    texts = ['"', "a,b", "line\nline", "\r\nx", " x ", "tab\t;|", '""quoted""', "\u2028x"]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "text"], *enumerate(texts)])
    assert [one.text for one in articles(path)] == texts


def doubled(path: Path, header: list[str]) -> Path:
    """Write a table of one row of so many columns, each cell another."""
    row = [f"{ID} {number}" for number, _ in enumerate(header)]
    if path.suffix == ".parquet":
        parquet.write_table(pa.table([pa.array([cell]) for cell in row], header), path)
    elif path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for line in (["A title"], header, row):
            book.worksheets[0].append(line)
        book.create_sheet().append(["text"])
        book.worksheets[1].append([ID])
        book.save(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, row])
    return path


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx", ".parquet"])
def test_a_column_that_stands_twice_is_refused_where_it_is_read_and_told_where_not(tmp_path: Path, suffix: str) -> None:
    for header, name in (
        (["text", "text"], "text"),
        (["Isi", "id", "id"], "id"),
        (["body", "date", "x", "date"], "date"),
    ):
        found = read(doubled(tmp_path / f"t{suffix}", header))
        (told,) = (one for one in found if isinstance(one, ArticleState))
        assert (told.reason, f"the column {name!r} stands twice" in str(told.detail)) == ("duplicate_key", True)
        assert [one.text for one in found if isinstance(one, Article)] == [ID] * (suffix == ".xlsx")
    one = articles(doubled(tmp_path / f"t{suffix}", ["text", "views", "views"]))[0]
    assert one.text == f"{ID} 0"
    assert one.notes == ("columns that stand twice, and are not read: 'views'",)


@pytest.mark.parametrize("name", ["t.jsonl.gz", "t.csv.gz", "t.xlsx"])
def test_a_file_of_blank_lines_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(base, "MOST_BLANK", 3000)
    path = tmp_path / name
    for blank, states in ((3999, 0), (9000, 1)):
        if name == "t.xlsx":
            book = openpyxl.Workbook()
            for at, cell in ((1, "text"), (2, ID), (blank + 3, ID)):
                book.worksheets[0].cell(at, 1, cell)
            book.save(path)
        else:
            head, row = ("text\n", f"{ID}\n") if "csv" in name else ("", '{"id": "%s", "text": "They met."}\n')
            first, last = (row % number if "%" in row else row for number in (1, 2))
            path.write_bytes(gzip.compress(f"{head}{first}{blank * chr(10)}{last}".encode()))
        found = read(path)
        assert [one.reason for one in found if isinstance(one, ArticleState)] == ["too_large"] * states
        assert sum(isinstance(one, Article) for one in found) == 2 - states
    if name == "t.jsonl.gz":
        with pytest.raises(ValueError, match="blank"):
            count_articles([str(path)])


def test_a_header_row_alone_holds_no_article(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,text\n", "utf-8")
    (state,) = read(tmp_path / "t.csv")
    assert isinstance(state, ArticleState)
    assert state.reason == "empty_file"
    assert {"csv", "parquet", "excel", "json"} <= set(formats.FORMATS)
