"""Every input comes to exactly one outcome: an article as its bytes say, or one clear line about what is wrong."""

import datetime as dt
import gzip
import io
import json
import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.memory import peak_memory
from memcon.articles.read import read_articles
from memcon.errors import UsageError
from memcon.records import Article, ArticleState

TEXT = "Menteri Luar Negeri bertemu dengan menteri luar negeri Jepang di Tokyo pada hari Kamis.\n"


def read(*inputs: Path | str, **options: Any) -> list[Article | ArticleState]:
    return list(read_articles([str(given) for given in inputs], **options))


def article(*inputs: Path | str, **options: Any) -> Article:
    (found,) = read(*inputs, **options)
    assert isinstance(found, Article), found
    return found


def failure(*inputs: Path | str, **options: Any) -> ArticleState:
    (found,) = read(*inputs, **options)
    assert isinstance(found, ArticleState), found
    assert found.state == "failed"
    assert found.detail
    assert "\n" not in found.detail
    return found


def outcomes(found: Iterable[Article | ArticleState]) -> list[tuple[str, str | None]]:
    """Each id, with the reason of failures."""
    return [(one.id, None) if isinstance(one, Article) else (one.article, one.reason) for one in found]


def lines(*rows: dict[str, Any] | str) -> bytes:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows).encode()


def write(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


# --- text files ---


def test_a_text_file_is_one_article_named_for_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "000_a.txt", TEXT)
    assert article(path) == Article(id="000_a.txt", text=TEXT, language="id", path=str(path))


def test_text_is_never_rewritten(tmp_path: Path) -> None:
    text = "Satu.\r\n\r\nDua\u2028 tiga\x85\x0c e\u0301 \u00e9 \ufb01 \xad  \n\n"
    assert article(write(tmp_path / "a.txt", text)).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(tmp_path: Path, encoding: str) -> None:
    text = article(write(tmp_path / "a.txt", TEXT.encode(encoding))).text
    assert text == ("\ufeff" + TEXT if encoding == "utf-8-sig" else TEXT)
    assert text == (tmp_path / "a.txt").read_bytes().decode(encoding.removesuffix("-sig"))


def test_big_endian_utf_16(tmp_path: Path) -> None:
    assert article(write(tmp_path / "a.txt", b"\xfe\xff" + TEXT.encode("utf-16-be"))).text == TEXT


@pytest.mark.parametrize(
    ("data", "reason", "said"),
    [
        (b"", "empty_file", "the file is empty"),
        (b" \n\t\r\n", "empty_text", "the file holds nothing but white space"),
        ("\ufeff\n".encode(), "empty_text", "nothing but white space"),
        ("Kafé di".encode("latin-1"), "encoding", "byte 0xe9 at offset 3 (line 1) is not UTF-8; convert it"),
        ("Satu é\n".encode() + "dua é".encode("cp1252"), "encoding", "at offset 12 (line 2)"),
        ("習近平".encode("big5"), "encoding", "is not UTF-8; convert it, for example `iconv -f"),
        (TEXT.encode("utf-16-le"), "binary", "a NUL byte at offset 1"),
        (TEXT.encode("utf-32"), "encoding", "UTF-32"),
        (b"\xff\xfea\x00b", "encoding", "is not UTF-16"),
        (b"\xff\xfea\x00\x00\x00", "binary", "the file holds a NUL character at offset 1"),
        (b"PK\x03\x04\x14", "binary", "this is a ZIP or an Office file"),
        (b"a" * 70_000 + b"\0", "binary", "a NUL character at offset 70000"),
        (gzip.compress(TEXT.encode(), mtime=0)[:-9], "cut_gzip", "ends too early"),
        (gzip.compress(TEXT.encode(), mtime=0)[:-8] + b"12345678", "cut_gzip", "the gzip data is damaged"),
        (gzip.compress(b"", mtime=0), "empty_file", "the file is empty"),
    ],
)
def test_what_is_no_text_says_why(tmp_path: Path, data: bytes, reason: str, said: str) -> None:
    path = write(tmp_path / "a.txt", data)
    state = failure(path)
    assert (state.article, state.reason, state.path) == ("a.txt", reason, str(path))
    assert state.detail
    assert state.detail.startswith(f"{path}: ")
    assert said in state.detail


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_an_article_longer_than_allowed(tmp_path: Path, name: str) -> None:
    text = "é" * 11
    data = lines({"id": "a.jsonl", "text": text}) if name == "a.jsonl" else text.encode()
    path = write(tmp_path / name, data)
    assert article(path, max_chars=11).text == text
    state = failure(path, max_chars=10)
    assert (state.article, state.reason) == (name, "too_long")
    assert state.detail
    assert state.detail.endswith("11 characters, the limit is 10; raise --max-chars or split it")


def test_a_file_name_with_control_characters_is_made_visible(tmp_path: Path) -> None:
    found = article(write(tmp_path / "a\nb\x1b.txt", TEXT))
    assert (found.id, found.path) == ("a\\nb\\x1b.txt", f"{tmp_path}/a\\nb\\x1b.txt")
    assert failure(write(tmp_path / "c\nd.txt", "")).article == "c\\nd.txt"


@pytest.mark.skipif(sys.platform == "darwin", reason="its file names are always Unicode")
def test_a_file_name_that_is_no_unicode_is_made_visible(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text(TEXT, "utf-8")
    (found,) = read_articles([os.fsdecode(path)])
    assert outcomes([found]) == [("caf\\xe9.txt", None)]
    assert isinstance(found, Article)
    (found.path or "").encode("utf-8")


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, opened = write(tmp_path / "a.txt", TEXT), Path.open

    def refuse(self: Path, *args: Any, **options: Any) -> Any:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **options)

    monkeypatch.setattr(Path, "open", refuse)
    state = failure(path)
    assert (state.reason, state.detail) == ("unreadable", f"{path}: cannot be read: permission denied")


def test_a_file_that_is_gone_when_its_turn_comes(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.txt", TEXT), write(tmp_path / "b.txt", TEXT)
    reading = read_articles([str(tmp_path)])
    assert isinstance(next(reading), Article)
    second.unlink()
    assert outcomes(reading) == [("b.txt", "unreadable")]
    assert first.exists()


def test_the_id_of_a_file_in_a_folder_is_its_path_below_it(tmp_path: Path) -> None:
    write(tmp_path / "2023" / "001.txt", TEXT)
    write(tmp_path / "2024" / "001.txt", "Lain.")
    assert outcomes(read(tmp_path)) == [("2023/001.txt", None), ("2024/001.txt", None)]
    assert outcomes(read(tmp_path / "2023", tmp_path / "2024" / "001.txt"))[0] == ("001.txt", None)


def test_two_files_of_one_name_are_not_one_article(tmp_path: Path) -> None:
    first = write(tmp_path / "1" / "a.txt", TEXT)
    second = write(tmp_path / "2" / "a.txt", "Lain.")
    found = read(first, second)
    assert outcomes(found) == [("a.txt", None), (str(second), "repeated_id")]
    assert isinstance(found[1], ArticleState)
    assert found[1].detail == (
        f"{second}: the id 'a.txt' was read before, from {tmp_path}/1/a.txt; give every article its own"
    )


# --- JSON lines ---


def test_a_json_line_is_an_article_with_what_it_says_of_itself(tmp_path: Path) -> None:
    row = {
        "id": "n-1", "text": TEXT, "title": "Judul", "published": "2024-12-05", "language": "EN-us",
        "url": "https://example.org/2020/01/01/x", "source": "Antara", "body_html": [1, {"x": None}],
    }  # fmt: skip
    path = write(tmp_path / "a.jsonl", lines(row))
    assert article(path) == Article(
        id="n-1", text=TEXT, title="Judul", published=dt.date(2024, 12, 5), published_basis="given", language="en",
        url="https://example.org/2020/01/01/x", source="Antara", path=f"{path}:1",
    )  # fmt: skip


def test_null_and_nothing_say_nothing(tmp_path: Path) -> None:
    row = {"id": "a", "text": TEXT, "title": "", "published": "", "language": None, "url": None, "source": ""}
    path = write(tmp_path / "a.jsonl", lines(row))
    assert article(path) == Article(id="a", text=TEXT, language="id", path=f"{path}:1")


def test_one_bad_line_does_not_touch_the_others(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        lines({"id": "1", "text": TEXT}, "", '{"id": "2", "te', {"id": "3", "text": TEXT}, "  ", {"text": TEXT}),
    )
    found = read(path)
    assert outcomes(found) == [("1", None), ("a.jsonl:3", "cut_line"), ("3", None), ("a.jsonl:6", "missing_id")]
    cut = found[1]
    assert isinstance(cut, ArticleState)
    assert cut.path == f"{path}:3"
    assert cut.detail == f"{path}:3: the line is cut off at byte 12 of the line; write the line again in full"


@pytest.mark.parametrize(
    ("line", "article_id", "reason", "said"),
    [
        ("[1]", "a.jsonl:1", "not_object", "a JSON array, not an object; write one JSON object a line"),
        ("nonsense", "a.jsonl:1", "invalid_json", "not JSON: expecting value at byte 0 of the line"),
        ('{"id": "1", "text": NaN}', "a.jsonl:1", "not_a_number", "NaN is no number of JSON"),
        ('{"id": "1", "id": "1", "text": "a"}', "a.jsonl:1", "duplicate_key", "the key 'id' stands twice"),
        (json.dumps({"id": "1", "text": "a", "x": dict.fromkeys(range(4_000))}), "a.jsonl:1", "too_many_keys", "4,000"),
        ('{"id": "1", "text": "a", "x": ' + "[" * 100_000, "a.jsonl:1", "too_deep", "nested too deep"),
        ('{"id": "1", "text": "a", "x": ' + "1" * 5000 + "}", "a.jsonl:1", "huge_number", "digits"),
        ('{"text": "a"}', "a.jsonl:1", "missing_id", "no `id`"),
        ('{"id": "", "text": "a"}', "a.jsonl:1", "missing_id", "no `id`"),
        ('{"id": null, "text": "a"}', "a.jsonl:1", "missing_id", "no `id`"),
        ('{"id": true, "text": "a"}', "a.jsonl:1", "bad_id", "`id` is True; it must be a string"),
        ('{"id": 1.5, "text": "a"}', "a.jsonl:1", "bad_id", "a whole number"),
        ('{"id": "a\\u0007", "text": "a"}', "a.jsonl:1", "bad_id", "control character"),
        ('{"id": "a\\ud800", "text": "a"}', "a.jsonl:1", "bad_id", "control character"),
        ('{"id": " ", "text": "a"}', "a.jsonl:1", "bad_id", "control character"),
        (json.dumps({"id": "é" * 257, "text": "a"}), "a.jsonl:1", "bad_id", "512 bytes"),
        ('{"id": "1"}', "1", "missing_text", "no `text`; it must be a string"),
        ('{"id": "1", "text": null}', "1", "missing_text", "no `text`"),
        ('{"id": "1", "text": ["a"]}', "1", "missing_text", "`text` is ['a']; it must be a string"),
        ('{"id": "1", "text": " \\n"}', "1", "empty_text", "`text` holds nothing but white space"),
        ('{"id": "1", "text": "a\\u0000"}', "1", "binary", "`text` holds a NUL character at offset 1"),
        ('{"id": "1", "text": "a", "published": "soon"}', "1", "bad_date", "which is no date; write it as 2024-12-31"),
        ('{"id": "1", "text": "a", "published": "2024-02-30"}', "1", "bad_date", "'2024-02-30'"),
        ('{"id": "1", "text": "a", "published": "2024-02-03x"}', "1", "bad_date", "'2024-02-03x'"),
        ('{"id": "1", "text": "a", "published": "0024-02-03"}', "1", "bad_date", "no date"),
        ('{"id": "1", "text": "a", "published": 20241303}', "1", "bad_date", "20241303"),
        ('{"id": "1", "text": "a", "language": "Bahasa Indonesia"}', "1", "bad_language", "write its code"),
        ('{"id": "1", "text": "a", "language": "zzz"}', "1", "bad_language", "'zzz'"),
        ('{"id": "1", "text": "a", "source": {"name": "x"}}', "1", "bad_field", "`source` is {'name': 'x'}"),
    ],
)
def test_a_line_that_cannot_be_used(tmp_path: Path, line: str, article_id: str, reason: str, said: str) -> None:
    path = write(tmp_path / "a.jsonl", line)
    state = failure(path)
    assert (state.article, state.reason, state.path) == (article_id, reason, f"{path}:1")
    assert state.detail
    assert said in state.detail
    assert len(state.detail) < 300 + len(str(path))


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2024-12-05", 5),
        ("2024-12-05T23:30:00Z", 6),
        ("2024-12-05T17:00Z", 6),
        ("2024-12-05T16:59Z", 5),
        ("2024-12-06T06:30+07:00", 6),
        ("2024-12-05 01:00:00.123+07:00", 5),
        ("2024-12-05T10:00:00 +0700", 5),
        ("2024-12-05T23:30", 5),
        ("20241205", 5),
        (20241204, 4),
        ("20241205T173000Z", 6),
        (1733441400, 6),
        (1733441400.5, 6),
        ("1733441401", 6),
        (1733441400000, 6),
        (1733399999, 5),
        ("Thu, 05 Dec 2024 23:30:00 GMT", 6),
        ("Thu, 05 Dec 2024 10:00:00 +0700", 5),
        ("05 Dec 2024 23:30:00 -0500", 6),
    ],
)
def test_a_day_is_that_of_jakarta_in_indonesian(tmp_path: Path, given: object, day: int) -> None:
    path = write(tmp_path / "a.jsonl", lines({"id": "1", "text": TEXT, "published": given}))
    assert article(path).published == dt.date(2024, 12, day)


@pytest.mark.parametrize(
    ("language", "timezone", "day"),
    [("en", None, 1), ("en", "Asia/Jakarta", 2), ("id", None, 2), ("id", "America/New_York", 1), ("ja", None, 2)],
)
def test_one_instant_is_one_day_however_it_is_written(
    tmp_path: Path, language: str, timezone: str | None, day: int
) -> None:
    instants = ("2024-02-01T23:30Z", "2024-02-02T06:30+07:00", "2024-02-01T18:30-05:00", 1706830200, 1706830200000)
    for told in instants:
        path = write(tmp_path / "a.jsonl", lines({"id": "1", "text": TEXT, "published": told, "language": language}))
        (read,) = read_articles([str(path)], timezone=timezone)
        assert isinstance(read, Article)
        assert read.published == dt.date(2024, 2, day)


def test_a_zone_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match=r"'Mars', which is no time zone"):
        next(read_articles(["."], timezone="Mars"))


def test_another_field_for_the_day_is_read_and_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", lines({"id": "1", "text": TEXT, "date": "2024-12-05", "pubDate": "x"}))
    read = article(path)
    assert (read.published, read.published_basis) == (dt.date(2024, 12, 5), "given as `date`")
    both = write(tmp_path / "b.jsonl", lines({"id": "1", "text": TEXT, "date": "soon", "published": "2024-12-05"}))
    assert article(both).published_basis == "given"
    odd = write(tmp_path / "c.jsonl", lines({"id": "1", "text": TEXT, "date": "soon"}))
    assert article(odd).published is None


@pytest.mark.parametrize(
    ("given", "code"),
    [("id", "id"), ("ID", "id"), ("en_GB", "en"), ("ind", "id"), ("in", "id"), ("rus", "ru"), ("ger", "de"),
     ("ace", "ace"), ("zh-Hant-TW", "zh"), ("und", "id")],
)  # fmt: skip
def test_languages_are_codes(tmp_path: Path, given: str, code: str) -> None:
    path = write(tmp_path / "a.jsonl", lines({"id": "1", "text": TEXT, "language": given}))
    assert article(path).language == code


def test_a_number_serves_as_id(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", lines({"id": 17, "text": TEXT}, {"id": "17", "text": TEXT}))
    assert outcomes(read(path)) == [("17", None), ("a.jsonl:2", "repeated_id")]


def test_a_repeated_id_keeps_the_first_and_names_it(tmp_path: Path) -> None:
    write(tmp_path / "1.jsonl", lines({"id": "a", "text": TEXT}))
    write(tmp_path / "2.jsonl", lines({"id": "b", "text": TEXT}, {"id": "a", "text": "Lain."}))
    found = read(tmp_path)
    assert outcomes(found) == [("a", None), ("b", None), ("2.jsonl:2", "repeated_id")]
    assert isinstance(found[2], ArticleState)
    assert f"was read before, from {tmp_path}/1.jsonl:1" in (found[2].detail or "")


def test_ids_are_unique_even_where_ids_look_like_places(tmp_path: Path) -> None:
    one = write(tmp_path / "1" / "x.jsonl", lines({"id": "x.jsonl:1", "text": TEXT}, "[]"))
    two = write(tmp_path / "2" / "x.jsonl", lines("[]", "[]"))
    ids = [name for name, _ in outcomes(read(one, two))]
    assert ids == ["x.jsonl:1", "x.jsonl:2", f"{tmp_path}/2/x.jsonl:1", f"{tmp_path}/2/x.jsonl:2"]


def test_nfc_and_nfd_are_different_ids(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", lines({"id": "é", "text": TEXT}, {"id": "e\u0301", "text": TEXT}))
    assert outcomes(read(path)) == [("é", None), ("e\u0301", None)]


def test_a_lone_surrogate_becomes_one_visible_character(tmp_path: Path) -> None:
    line = r'{"id": "1", "text": "a\ud83d b \ud83d\ude00 \udc00c", "title": "\ud800"}'
    found = article(write(tmp_path / "a.jsonl", line))
    assert (found.text, found.title) == ("a\ufffd b \U0001f600 \ufffdc", "\ufffd")


def test_lines_end_at_line_feeds_only_and_a_mark_is_no_text(tmp_path: Path) -> None:
    text = "a\u2028b\x85c\u2029d"
    row = json.dumps({"id": "1", "text": text}, ensure_ascii=False).encode()
    path = write(tmp_path / "a.jsonl", b"\xef\xbb\xbf" + row + b"\r\n" + row.replace(b'"1"', b'"2"') + b"\r\n")
    assert [one.text for one in read(path) if isinstance(one, Article)] == [text, text]


def test_offsets_of_bad_bytes_count_the_mark_too(tmp_path: Path) -> None:
    state = failure(write(tmp_path / "a.jsonl", b'\xef\xbb\xbf{"id": "\xe9"}'))
    assert state.reason == "encoding"
    assert "byte 0xe9 is not UTF-8 at byte 11 of the line; convert the file to UTF-8" in (state.detail or "")


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json"])
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b"\n \r\n", "empty_file"),
        (b'[\n {"id": "1"},\n {"id": "2"}\n]', "not_lines"),
        (b'{\r\n "id": "1"\r\n}', "not_lines"),
        (b"\x89PNG\r\n\x1a\n\n\n\n", "binary"),
        (b"\x01\n\x00\n\x02\n", "binary"),
        ('{"id": "1"}\n{"id": "2"}'.encode("utf-16"), "encoding"),
    ],
)
def test_a_file_that_holds_no_lines_at_all_fails_once(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    state = failure(write(tmp_path / name, data))
    assert (state.article, state.reason) == (name, "no_column" if name == "a.json" and data[:1] == b"[" else reason)


def test_a_line_too_long_to_be_an_article_is_passed_over(tmp_path: Path) -> None:
    huge = b'{"id": "1", "text": "' + b"x" * 2_000_000 + b'"}\n'
    path = write(tmp_path / "a.jsonl", huge + lines({"id": "2", "text": "Singkat."}))
    assert outcomes(read(path, max_chars=50)) == [("a.jsonl:1", "too_long"), ("2", None)]


def test_a_cut_gzip_gives_what_it_holds_then_says_so(tmp_path: Path) -> None:
    rows = [{"id": str(number), "text": os.urandom(100).hex()} for number in range(2000)]
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(lines(*rows))[:-2000])
    found = outcomes(read(path, language="en"))
    good = len(found) - 1
    assert 1000 < good < 2000
    assert found[:-1] == [(str(number), None) for number in range(good)]
    assert found[-1] == (f"a.jsonl.gz:{good + 1}", "cut_gzip")


# --- gzip, standard input, and what the name does not say ---


def test_gzip_is_known_by_its_bytes_and_may_have_members(tmp_path: Path) -> None:
    half = len(TEXT) // 2
    data = gzip.compress(TEXT[:half].encode()) + gzip.compress(TEXT[half:].encode()) + bytes(512)
    write(tmp_path / "a.txt.gz", data)
    write(tmp_path / "b.txt", data)
    write(tmp_path / "c.jsonl.gz", gzip.compress(lines({"id": "c", "text": TEXT})))
    write(tmp_path / "d.txt.gz", TEXT)
    found = read(tmp_path)
    assert outcomes(found) == [("a.txt.gz", None), ("b.txt", None), ("c", None), ("d.txt.gz", None)]
    assert {one.text for one in found if isinstance(one, Article)} == {TEXT}


def test_a_gzip_bomb_is_stopped_early(tmp_path: Path) -> None:
    bomb = gzip.compress(b"x" * 60_000_000, mtime=0)
    text, rows = write(tmp_path / "a.txt.gz", bomb), write(tmp_path / "b.jsonl.gz", bomb)
    del bomb
    for path in (text, rows):
        assert failure(path, max_chars=1000).reason == "too_long"
        assert peak_memory(partial(failure, path, max_chars=1000), 8_000_000) < 8_000_000


def test_standard_input_is_text_or_lines() -> None:
    found = article("-", stdin=io.BytesIO(TEXT.encode()))
    assert (found.id, found.text, found.path) == ("stdin", TEXT, "-")
    rows = lines({"id": "1", "text": TEXT}, "{")
    assert outcomes(read("-", stdin=io.BytesIO(rows))) == [("1", None), ("stdin:2", "cut_line")]
    assert outcomes(read("-", stdin=io.BytesIO(gzip.compress(rows, mtime=0)))) == [("1", None), ("stdin:2", "cut_line")]
    assert outcomes(read("-", stdin=io.BytesIO(b""))) == [("stdin", "empty_file")]
    assert outcomes(read("-", stdin=io.BytesIO(b'[\n{"id": "1"}\n]'))) == [("stdin", "no_column")]
    assert outcomes(read("-", stdin=io.BytesIO(rows.decode().encode("utf-16")))) == [("stdin", "encoding")]


def test_standard_input_is_that_of_the_process_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert article("-").text == TEXT
    assert not sys.stdin.buffer.closed


def test_a_pipe_that_gives_a_byte_at_a_time() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(1, size or 1))

    data = gzip.compress(lines({"id": "1", "text": TEXT}, {"id": "2", "text": TEXT}))
    assert outcomes(read("-", stdin=Slow(data))) == [("1", None), ("2", None)]
    assert outcomes(read("-", stdin=Slow(b"x"))) == [("stdin", None)]


@pytest.mark.parametrize("name", ["a.md", "a", "a.txt2"])
def test_a_file_of_another_name_is_what_it_looks_like(tmp_path: Path, name: str) -> None:
    assert article(write(tmp_path / name, TEXT)).id == name
    assert article(write(tmp_path / name, lines({"id": "1", "text": TEXT}))).id == "1"


def test_a_text_file_that_begins_like_json_is_text(tmp_path: Path) -> None:
    assert article(write(tmp_path / "a.txt", '{"id": "1", "text": "a"}')).id == "a.txt"


# --- what the caller says, and what the article says ---


def test_options_hold_where_the_article_says_nothing(tmp_path: Path) -> None:
    rows = lines({"id": "1", "text": TEXT}, {"id": "2", "text": TEXT, "language": "ms", "published": "2020-01-02"})
    path, day = write(tmp_path / "a.jsonl", rows), dt.date(2024, 12, 5)
    first, second = read(path, language="ind", published=day)
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.language, first.published, first.published_basis) == ("id", day, "given")
    assert (second.language, second.published, second.published_basis) == ("ms", dt.date(2020, 1, 2), "given")


def test_publication_is_found_in_the_text_and_in_the_url(tmp_path: Path) -> None:
    text = write(tmp_path / "a.txt", "Judul berita\nKamis, 5 Desember 2024 10:15 WIB\n" + TEXT)
    found = article(text)
    assert (found.published, found.published_basis) == (
        dt.date(2024, 12, 5),
        'dateline "Kamis, 5 Desember 2024 10:15 WIB"',
    )
    row = {"id": "1", "text": TEXT, "url": "https://example.org/2024/12/06/x"}
    found = article(write(tmp_path / "a.jsonl", lines(row)))
    assert (found.published, found.published_basis) == (dt.date(2024, 12, 6), f'url "{row["url"]}"')


def test_an_impossible_option_is_refused_before_reading() -> None:
    with pytest.raises(UsageError, match="'Indonesian' is no language code"):
        read_articles(["-"], language="Indonesian")
    with pytest.raises(UsageError, match="room for one character"):
        read_articles(["-"], max_chars=0)


# --- properties ---


@given(
    st.binary(max_size=200),
    st.sampled_from(["a.txt", "a.jsonl", "a", "a.txt.gz"]),
    st.sampled_from([bytes, gzip.compress]),
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_come_to_outcomes_with_ids_of_their_own(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str, pack: Callable[[bytes], bytes]
) -> None:
    path = write(tmp_path_factory.mktemp("any") / name, pack(data))
    found = read(path, language="en")
    ids = [one for one, _ in outcomes(found)]
    assert found
    assert len(ids) == len(set(ids))
    for one in found:
        (one.text if isinstance(one, Article) else one.detail or "").encode("utf-8")


ROW = (
    json.dumps({"id": "satu", "text": "王毅 “bertemu” \U0001f600", "title": "\x7f"}, ensure_ascii=False).encode()
    + b"\n"
)


@pytest.mark.parametrize("end", range(1, len(ROW)))
def test_a_file_cut_at_any_byte_loses_one_line_at_most(tmp_path: Path, end: int) -> None:
    path = write(tmp_path / "a.jsonl", ROW.replace(b"satu", b"nol") + ROW[:end])
    first, second = outcomes(read(path, language="id"))
    assert first == ("nol", None)
    assert second == (("satu", None) if end == len(ROW) - 1 else ("a.jsonl:2", "cut_line"))


def test_articles_come_one_at_a_time_in_little_memory(tmp_path: Path) -> None:
    row = json.dumps({"id": "0000", "text": "x" * 20_000, "language": "en", "published": "2024-01-01"})
    path = write(tmp_path / "a.jsonl", "".join(row.replace("0000", f"{n:04}") + "\n" for n in range(1000)))
    assert sum(1 for _ in read_articles([str(path)])) == 1000
    assert peak_memory(lambda: sum(1 for _ in read_articles([str(path)])), 4_000_000) < 4_000_000
