"""Archives are read record by record: what is cut costs itself alone, what is passed over is counted."""

import gzip
import io
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from helpers.archives import (
    PACKED,
    PROSE,
    answer,
    chunked,
    gzipped,
    page,
    plain,
    record,
    with_dictionary,
    zstandarded,
)  # fmt: skip
from memcon.articles.read import read_articles
from memcon.articles.select import Select, Wanted
from memcon.errors import UsageError
from memcon.records import Article, ArticleState

FIRST = PROSE[0].strip()


def pages(count: int) -> list[bytes]:
    """Return records of pages that pack badly, so that what is cut is lost."""
    noise = [f"<!-- {random.Random(n).randbytes(4000).hex()} -->" for n in range(1, count + 1)]
    return [
        record(answer(page(f"Title number {n}", body=one)), f"https://news.example/{n}")
        for n, one in enumerate(noise, start=1)
    ]


def read(path: Path, *told: str) -> tuple[list[Article], list[ArticleState], dict[str, int]]:
    wanted = Wanted(Select.of(told))
    found = list(read_articles([str(path)], wanted=wanted))
    good = [one for one in found if isinstance(one, Article)]
    return good, [one for one in found if isinstance(one, ArticleState)], dict(wanted.passed)


def archive(tmp_path: Path, data: bytes, name: str = "a.warc") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "packed"),
    [("a.warc", plain), ("a.warc.gz", gzipped), ("a.warc.zst", zstandarded), ("b.warc.zst", with_dictionary)],
)
def test_each_page_is_an_article_that_tells_its_record(
    tmp_path: Path, name: str, packed: Callable[[Sequence[bytes]], bytes]
) -> None:
    head = record(b"software: crawler\r\n", "urn:x", "warcinfo", media="application/warc-fields")
    asked = record(b"GET / HTTP/1.1\r\n\r\n", "https://news.example/1", "request")
    path = archive(tmp_path, packed([head, asked, *pages(3)]), name)
    found, failed, passed = read(path)
    assert (failed, passed) == ([], {})
    assert [one.id for one in found] == [f"{name}:{n}" for n in (3, 4, 5)]
    assert [one.title for one in found] == [f"Title number {n}" for n in (1, 2, 3)]
    assert [one.url for one in found] == [f"https://news.example/{n}" for n in (1, 2, 3)]
    assert all(FIRST in one.text and str(one.published) == "2024-03-05" for one in found)
    origin = found[0].origin
    assert origin
    assert (origin.format, origin.record, origin.url) == ("warc", 3, "https://news.example/1")
    assert (origin.record_id or "").startswith("urn:uuid:")
    assert origin.fetched
    assert origin.fetched.isoformat() == "2024-03-06T01:02:03+00:00"


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("in_chunks", [False, True])
def test_pages_are_unpacked_however_they_were_sent(tmp_path: Path, name: str, *, in_chunks: bool) -> None:
    told, pack = PACKED[name]
    body = pack(page().encode())
    headers = [f"Content-Encoding: {told}", *(["Transfer-Encoding: chunked"] if in_chunks else [])]
    one = record(answer(chunked(body) if in_chunks else body, headers=headers))
    found, failed, _ = read(archive(tmp_path, gzipped([one, *pages(1)]), "a.warc.gz"))
    assert failed == []
    assert [FIRST in article.text for article in found] == [True, True]


def test_chunks_that_an_archive_has_joined_already_are_left(tmp_path: Path) -> None:
    one = record(answer(page(), headers=["Transfer-Encoding: chunked"]))
    found, _, _ = read(archive(tmp_path, one))
    assert FIRST in found[0].text


@pytest.mark.parametrize(
    ("kind", "encoding", "meta"),
    [
        ("text/html; charset=windows-1251", "cp1251", ""), ("text/html", "cp1251", "<meta charset=windows-1251>"),
        ("text/html; charset=utf-8", "cp1251", "<meta charset=windows-1251>"),
        ("text/html; charset=koi8-r", "koi8-r", ""),
        ("text/html; charset=iso-8859-1", "utf-8", ""),
    ],
)  # fmt: skip
def test_bytes_are_read_as_what_they_are(tmp_path: Path, kind: str, encoding: str, meta: str) -> None:
    text = "Министры иностранных дел двух стран встретились в Осло во вторник и обсудили торговлю и рыболовство. "
    source = f"<html><head>{meta}<title>Встреча министров</title></head><body><article><h1>Встреча министров</h1>"
    source += f"<p>{text * 2}</p><p>{text * 3}</p></article></body></html>"
    found, _, _ = read(archive(tmp_path, record(answer(source.encode(encoding), kind))))
    assert text.strip() in found[0].text
    assert found[0].language == "ru"


@pytest.mark.parametrize(("name", "packed"), [("a.warc", plain), ("a.warc.gz", gzipped), ("a.warc.zst", zstandarded)])
@pytest.mark.parametrize("at", [0, 1, 2, 3])
@pytest.mark.parametrize("share", [0.03, 0.4, 0.9])
def test_a_record_cut_in_half_loses_itself_alone(
    tmp_path: Path, name: str, packed: Callable[[Sequence[bytes]], bytes], at: int, share: float
) -> None:
    parts = [packed([one]) for one in pages(4)]
    parts[at] = parts[at][: int(len(parts[at]) * share)]
    found, failed, _ = read(archive(tmp_path, b"".join(parts), name))
    assert [one.url for one in found] == [f"https://news.example/{n}" for n in range(1, 5) if n != at + 1]
    assert [one.reason for one in failed] == ["damaged"]
    assert all(one.text.count(FIRST) == 2 for one in found)


@pytest.mark.parametrize(
    ("name", "packed", "start"),
    [("a.warc.gz", gzipped, 200), ("a.warc.gz", gzipped, 0), ("a.warc.zst", zstandarded, 0)],
)
def test_two_records_that_are_damaged_are_told_each(
    tmp_path: Path, name: str, packed: Callable[[Sequence[bytes]], bytes], start: int
) -> None:
    parts = [packed([one]) for one in pages(5)]
    for at in (1, 3):
        parts[at] = parts[at][:start] + bytes(60) + parts[at][start + 60 :]
    found, failed, _ = read(archive(tmp_path, b"".join(parts), name))
    assert [one.url for one in found] == [f"https://news.example/{n}" for n in (1, 3, 5)]
    assert [one.reason for one in failed] == ["damaged"] * 2


def test_what_is_no_page_is_passed_over_and_counted(tmp_path: Path) -> None:
    records = [
        record(answer(page()), "https://news.example/1"), record(b"", "https://news.example/1", "revisit"),
        record(answer(b"\x89PNG", "image/png"), "https://news.example/a.png"),
        record(answer(page(), status=404), "https://news.example/2"),
        record(answer("<html><body><a href=/>Home</a></body></html>"), "https://news.example/"),
        record(b"no answer at all", "https://news.example/3"), record(b"", "https://news.example/4", "continuation"),
        record(answer(page(), kind=""), "https://news.example/5"),
        record(answer(b"\0\1\2", kind=""), "https://news.example/6"),
        record(page("A page by itself").encode(), "https://news.example/7", "resource", media="text/html"),
        record(b"dns", "dns:news.example", "resource", media="text/dns"),
    ]  # fmt: skip
    found, failed, passed = read(archive(tmp_path, gzipped(records), "a.warc.gz"))
    assert failed == []
    assert [one.url for one in found] == [f"https://news.example/{n}" for n in (1, 5, 7)]
    assert passed == {
        "revisits, of pages in other records": 1, "image/png": 1, "status 404": 1, "no article in it": 1,
        "without headers of HTTP": 1, "records of kind continuation": 1, "of no type": 1, "text/dns": 1,
    }  # fmt: skip


def test_the_day_that_a_page_was_fetched_is_none_of_publication(tmp_path: Path) -> None:
    records = [
        record(answer(page(date=None)), "https://news.example/1"),
        record(answer(page(date="2031-01-01T00:00:00Z")), "https://news.example/2"),
        record(answer(page(date=None)), "https://news.example/2024/03/04/ministers-meet"),
    ]
    found, _, _ = read(archive(tmp_path, plain(records)))
    assert [one.published and one.published.isoformat() for one in found] == [None, None, "2024-03-04"]
    assert found[1].notes == ("the page tells 2031-01-01 as its day, after it was fetched",)


@pytest.mark.parametrize("date", ["9999-12-31", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"])
def test_a_page_that_was_fetched_in_no_year_is_read(tmp_path: Path, date: str) -> None:
    records = [record(answer(page()), f"https://news.example/{at}", date=told) for at, told in
               enumerate([date, "2024-03-06T01:02:03Z"])]  # fmt: skip
    for told in ((), ("from=2024-03-01",)):
        found, failed, passed = read(archive(tmp_path, plain(records)), *told)
        assert (failed, passed) == ([], {})
        assert [one.origin is not None and one.origin.fetched is not None for one in found] == [False, True]
        assert {str(one.published) for one in found} == {"2024-03-05"}


def test_select_looks_at_sites_words_and_days_before_and_after(tmp_path: Path) -> None:
    records = [
        record(answer(page()), "https://www.news.example/1"), record(answer(page()), "https://other.example/1"),
        record(answer(page(body="<p>They went on to S&atilde;o Tom&eacute; and spoke there again.</p>")), "https://news.example/2"),
        record(answer(page(date="2023-03-05")), "https://id.news.example/3"),
    ]  # fmt: skip
    path = archive(tmp_path, gzipped(records), "a.warc.gz")
    assert [one.url for one in read(path, "site=other.example")[0]] == ["https://other.example/1"]
    found, _, passed = read(path, "site=news.example", "from=2024-01-01")
    assert [one.url for one in found] == ["https://www.news.example/1", "https://news.example/2"]
    assert passed == {"of another site": 1, "of another day": 1}
    found, _, passed = read(path, "word=SÃO TOMÉ", "word=Atlantis")
    assert [one.url for one in found] == ["https://news.example/2"]
    assert passed == {"without the words": 3}
    assert read(path, "language=id")[2] == {"in another language": 4}
    for wrong in ("site", "colour=red", "from=soon", "language=Klingonese"):
        with pytest.raises(UsageError):
            Select.of([wrong])


def test_an_archive_is_known_by_its_content_and_read_from_a_stream(tmp_path: Path) -> None:
    data = gzipped(pages(2))
    assert len(read(archive(tmp_path, data, "export"))[0]) == 2
    found = list(read_articles(["-"], stdin=io.BytesIO(data)))
    assert [one.id for one in found if isinstance(one, Article)] == ["stdin:1", "stdin:2"]
    *good, bad = read_articles(["-"], stdin=io.BytesIO(gzipped(pages(9))[:-400]))
    assert len(good) == 8
    assert isinstance(bad, ArticleState)
    assert bad.reason in {"cut_gzip", "damaged"}


def test_one_member_of_gzip_for_all_is_read(tmp_path: Path) -> None:
    found, failed, _ = read(archive(tmp_path, gzip.compress(plain(pages(3))), "a.warc.gz"))
    assert (len(found), failed) == (3, [])


def test_an_archive_without_a_record_is_told(tmp_path: Path) -> None:
    _, (state,), _ = read(archive(tmp_path, b"no archive", "a.warc"))
    assert state.reason in {"empty_file", "damaged"}
