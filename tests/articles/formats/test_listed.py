"""Lists of addresses, as Media Cloud and GDELT give them, are read with the pages that were fetched for them."""

import csv
import decimal
import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from helpers.archives import PROSE, page
from memcon.articles.read import read_articles
from memcon.articles.select import Wanted
from memcon.records import Article, ArticleState

FIRST = PROSE[0].strip()
URL = "https://www.news.example/2024/ministers-meet?page=1"
MEDIACLOUD = ["id", "indexed_date", "language", "media_name", "media_url", "publish_date", "title", "url"]


def read(path: Path) -> tuple[list[Article], list[ArticleState], dict[str, int]]:
    wanted = Wanted()
    found = list(read_articles([str(path)], wanted=wanted))
    good = [one for one in found if isinstance(one, Article)]
    return good, [one for one in found if isinstance(one, ArticleState)], dict(wanted.passed)


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def mediacloud(path: Path, *rows: dict[str, Any]) -> Path:
    usual = {"indexed_date": "2024-03-07 01:02:03", "language": "en", "media_name": "News", "media_url": "news.example"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, MEDIACLOUD, restval="")
        writer.writeheader()
        writer.writerows([usual | row for row in rows])
    return path


@pytest.mark.parametrize(
    "name",
    [
        "www.news.example/2024/ministers-meet?page=1.html", "news.example/2024/ministers-meet?page=1/index.html",
        "pages/https_www_news_example_2024_ministers_meet_page_1.html",
        f"html/{hashlib.sha1(URL.encode()).hexdigest()}.htm",
        f"{hashlib.md5(URL.encode()).hexdigest()}.html", "a1b2.html", "deep/er/ministers-meet.html",
    ],
)  # fmt: skip
def test_a_row_is_the_page_that_was_fetched_for_it(tmp_path: Path, name: str) -> None:
    put(tmp_path / name, page(date=None))
    path = mediacloud(tmp_path / "list.csv", {"id": "a1b2", "url": URL, "publish_date": "2024-03-04", "title": "T"},
                      {"id": "c3d4", "url": "https://news.example/other", "title": "U"})  # fmt: skip
    (one,), failed, passed = read(path)
    assert failed == []
    assert passed == {"without a fetched page beside the list": 1}
    assert (one.id, one.url, one.source, one.title) == ("a1b2", URL, "News", "Ministers meet in Oslo")
    assert (str(one.published), one.published_basis) == ("2024-03-04", "given as `publish_date` in the list")
    assert FIRST in one.text
    assert one.notes == (f"page: {name}",)


def test_what_a_page_tells_counts_before_what_a_list_tells(tmp_path: Path) -> None:
    put(tmp_path / "a1b2.html", page())
    path = mediacloud(tmp_path / "list.csv", {"id": "a1b2", "url": URL, "publish_date": "2024-01-01"})
    assert [str(one.published) for one in read(path)[0]] == ["2024-03-05"]


@pytest.mark.parametrize("form", ["csv", "json", "array", "jsonl"])
def test_when_gdelt_saw_a_page_is_no_day_of_publication(tmp_path: Path, form: str) -> None:
    put(tmp_path / "pages/ministers-meet.html", page(date=None))
    row = {"url": URL, "url_mobile": "", "title": "T", "seendate": "20240306T101500Z", "domain": "news.example",
           "language": "English", "sourcecountry": "Norway"}  # fmt: skip
    match form:
        case "csv":
            put(tmp_path / "list.csv", f"URL,MobileURL,Date,Title\n{URL},,2024-03-06 10:15:00,T\n")
        case "json":
            put(tmp_path / "list.json", json.dumps({"articles": [row]}, indent=1))
        case "array":
            put(tmp_path / "list.json", json.dumps([row]))
        case _:
            put(tmp_path / "list.jsonl", json.dumps(row))
    (one,), failed, _ = read(tmp_path / f"list.{'json' if form == 'array' else form}")
    assert failed == []
    assert (one.published, one.language, one.url) == (None, "en", URL)


@pytest.mark.parametrize("column", ["id", "file"])
@pytest.mark.parametrize("form", ["jsonl", "json"])
def test_a_whole_number_that_is_written_with_a_point_is_one(tmp_path: Path, form: str, column: str) -> None:
    """pandas writes `12.0` where some row of the column is empty."""
    put(tmp_path / ("12.html" if column == "id" else "12"), page())
    put(tmp_path / "other.html", page())
    row = json.dumps({"id": 12.0, "url": URL} | {column: 12.0})
    put(tmp_path / f"list.{form}", f"[{row}]" if form == "json" else row)
    found, failed, passed = read(tmp_path / f"list.{form}")
    assert ([one.id for one in found], failed, passed) == (["12"], [], {})


@pytest.mark.parametrize("given", [decimal.Decimal("1.50"), 1.5, 12.0, decimal.Decimal(12)])
def test_an_id_of_any_number_names_the_page_of_a_table(tmp_path: Path, given: object) -> None:
    put(tmp_path / "ministers-meet.html", page())
    parquet.write_table(pa.table({"id": [given], "url": [URL]}), tmp_path / "list.parquet")
    found, failed, _ = read(tmp_path / "list.parquet")
    assert ([one.id for one in found], failed) == (["12" if given == 12 else str(given)], [])


def test_a_column_may_name_the_file_and_no_file_outside(tmp_path: Path) -> None:
    put(tmp_path / "in/x/1.html", page())
    put(tmp_path / "secret.html", page())
    (tmp_path / "in/a.html").symlink_to("b.html")
    (tmp_path / "in/b.html").symlink_to("a.html")
    (tmp_path / "in/link.html").symlink_to("x/1.html")
    put(tmp_path / "in/list.csv", f"file,url\nx/1.html,{URL}\n../secret.html,{URL}2\na.html,{URL}3\nlink.html,{URL}4\n")
    found, failed, passed = read(tmp_path / "in/list.csv")
    assert [one.notes for one in found] == [("page: x/1.html",), ("page: link.html",)]
    assert (failed, passed) == ([], {"without a fetched page beside the list": 2})


@pytest.mark.parametrize("folder", ["in", "linked", "."])
def test_a_column_may_name_the_file_by_its_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    put(tmp_path / "in/x/1.html", page())
    put(
        tmp_path / "in/list.csv",
        f"file,url\n{tmp_path / 'in/x/1.html'},{URL}\n{tmp_path / 'in/x/../x/1.html'},{URL}2\n",
    )
    (tmp_path / "linked").symlink_to("in")
    monkeypatch.chdir(tmp_path / "in" if folder == "." else tmp_path)
    found, failed, passed = read(Path(folder, "list.csv"))
    assert [one.notes for one in found] == [("page: x/1.html",)] * 2
    assert (failed, passed) == ([], {})


def test_a_name_that_two_pages_have_is_neither(tmp_path: Path) -> None:
    put(tmp_path / "a/ministers-meet.html", page())
    put(tmp_path / "b/ministers-meet.html", page())
    assert read(mediacloud(tmp_path / "list.csv", {"id": "1", "url": URL}))[0] == []


def test_a_list_without_pages_is_refused_as_before(tmp_path: Path) -> None:
    _, (state,), _ = read(mediacloud(tmp_path / "list.csv", {"id": "1", "url": URL}))
    assert state.reason == "no_column"


def test_a_page_without_an_article_is_told_by_its_row(tmp_path: Path) -> None:
    put(tmp_path / "1.html", "<html><body><a href=/>Home</a></body></html>")
    _, (state,), _ = read(mediacloud(tmp_path / "list.csv", {"id": "1", "url": URL}))
    assert (state.article, state.reason) == ("1", "no_article")
