"""Canonical lines are the same bytes each time, files are never seen torn, and damage is named by line and byte."""

import dataclasses
import datetime as dt
import errno
import json
import math
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from helpers.memory import peak_memory
from memcon.errors import DataError, DiskError
from memcon.outputs import atomic
from memcon.outputs.atomic import _hold, make_folder, write_json, write_lines
from memcon.records import ArticleState, Evidence, Rejected
from memcon.records.jsonl import BadLine, dump, parse_object, read_lines, split_lines

TEXT = st.text(max_size=20)  # hypothesis' own text has no lone surrogates, and every other oddity
STATES = st.builds(
    ArticleState,
    article=TEXT, state=st.sampled_from(["ok", "empty", "failed"]), reason=st.none() | TEXT,
    detail=st.none() | TEXT,
    path=st.none() | TEXT, sha256=st.none() | TEXT, characters=st.none() | st.integers(0, 99), title=st.none() | TEXT,
    published=st.none() | st.dates(), published_basis=st.none() | TEXT, language=st.none() | TEXT,
    source=st.none() | TEXT, url=st.none() | TEXT, mentions=st.integers(0, 99), rejected=st.integers(0, 99),
    prompt_tokens=st.integers(0, 99), completion_tokens=st.integers(0, 99), cached_tokens=st.integers(0, 99),
    cost=st.none() | st.floats(0, 99),
)  # fmt: skip


def state(article: str, **changes: Any) -> ArticleState:
    needed = (field.name for field in dataclasses.fields(ArticleState) if field.default is dataclasses.MISSING)
    empty = dict.fromkeys(needed)
    return ArticleState(**{**empty, "article": article, "state": "ok", "mentions": 0, "rejected": 0, **changes})


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- canonical lines ---


def test_a_line_has_its_keys_in_schema_order_and_its_text_unescaped() -> None:
    line = dump(Evidence(text="“Wang Yi” 王毅\u2028\n", start=3, end=9))
    assert line == '{"text":"“Wang Yi” 王毅\u2028\\n","start":3,"end":9}\n'.encode()


def test_dates_are_iso_and_null_is_written() -> None:
    line = json.loads(dump(state("a.txt", published=dt.date(2024, 12, 5))))
    assert (line["published"], line["title"]) == ("2024-12-05", None)
    assert list(line) == [field.name for field in dataclasses.fields(ArticleState)]


@given(st.lists(STATES, max_size=4))
@settings(max_examples=60, deadline=None)
def test_records_round_trip(tmp_path_factory: pytest.TempPathFactory, records: list[ArticleState]) -> None:
    path = tmp_path_factory.mktemp("out") / "articles.jsonl"
    write_lines(path, records)
    assert list(read_lines(path, ArticleState)) == records
    assert path.read_bytes() == b"".join(map(dump, records))


def test_records_of_a_union_are_read_through_its_adapter(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    write_lines(path, [Evidence(text="a", start=0, end=1), state("b")])
    both: TypeAdapter[Evidence | ArticleState] = TypeAdapter(Evidence | ArticleState)
    assert [type(record) for record in read_lines(path, both)] == [Evidence, ArticleState]


# --- whole files or none ---


def test_a_failing_stream_of_records_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(b"old\n")

    def records() -> Iterator[ArticleState]:
        yield state("a")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_lines(path, records())
    assert path.read_bytes() == b"old\n"
    assert names(tmp_path) == ["events.jsonl"]


def test_a_reader_sees_the_old_file_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(b"old\n")
    seen = []

    def records() -> Iterator[ArticleState]:
        for number in range(2000):
            seen.append(path.read_bytes() if number % 500 == 0 else b"old\n")
            yield state(str(number))

    write_lines(path, records())
    assert set(seen) == {b"old\n"}
    assert path.read_bytes().count(b"\n") == 2000


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    write_lines(tmp_path / "events.jsonl", [])
    assert stat.S_IMODE((tmp_path / "events.jsonl").stat().st_mode) == 0o600


def test_a_private_file_stays_private(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(b"")
    path.chmod(0o600)
    write_lines(path, [state("a")])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_everything_is_on_the_disk_before_the_name_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "events.jsonl"
    done = []
    sync, rename = os.fsync, Path.rename

    def watched_sync(handle: int) -> None:
        folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        done.append("folder" if folder else f"file of {os.fstat(handle).st_size} bytes")
        sync(handle)

    def watched_rename(self: Path, target: Path) -> Path:
        done.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", watched_sync)
    monkeypatch.setattr(Path, "rename", watched_rename)
    line = dump(state("a"))
    write_lines(path, [state("a")])
    assert done == [f"file of {len(line)} bytes", "rename", "folder"]


@pytest.mark.parametrize("kind", ["folder", "link", "dangling link", "pipe"])
def test_only_a_regular_file_is_replaced(tmp_path: Path, kind: str) -> None:
    path, target = tmp_path / "events.jsonl", tmp_path / "elsewhere"
    target.write_bytes(b"precious")
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(target if kind == "link" else tmp_path / "nowhere")
    with pytest.raises(DiskError, match="remove it or choose another folder"):
        write_lines(path, [state("a")])
    assert target.read_bytes() == b"precious"
    assert names(tmp_path) == ["elsewhere", "events.jsonl"]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(DiskError, match=r"events\.jsonl' cannot be written: its folder does not exist"):
        write_lines(tmp_path / "nowhere" / "events.jsonl", [])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_a_full_disk_is_said_and_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(b"old\n")
    opened = os.open
    monkeypatch.setattr(os, "open", lambda name, flags, mode=0o777: opened("/dev/full", os.O_WRONLY, mode))
    with pytest.raises(DiskError, match="the disk is full; free some space and run again") as caught:
        write_lines(path, (state(str(number)) for number in range(10_000)))
    assert caught.value.exit_code == 74
    assert path.read_bytes() == b"old\n"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EACCES, "permission denied; choose a folder that you may write to"),
        (errno.EROFS, "read-only file system; choose a folder that you may write to"),
        (errno.EIO, "input/output error"),
    ],
)
def test_what_the_system_refuses_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(DiskError, match=said):
        write_json(tmp_path / "run.json", {})


def test_a_file_system_that_cannot_sync_folders_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync = os.fsync

    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "invalid argument")
        sync(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    write_lines(tmp_path / "events.jsonl", [state("a")])
    assert (tmp_path / "events.jsonl").exists()


def test_json_is_indented_in_the_order_given(tmp_path: Path) -> None:
    write_json(tmp_path / "run.json", {"version": "0.1", "ended": dt.date(2024, 1, 2), "ä": [1]})
    assert (tmp_path / "run.json").read_text("utf-8") == (
        '{\n  "version": "0.1",\n  "ended": "2024-01-02",\n  "ä": [\n    1\n  ]\n}\n'
    )


def test_bytes_are_written_whole(tmp_path: Path) -> None:
    atomic.write_bytes(tmp_path / "x.csv", b"a,b\r\n")
    assert (tmp_path / "x.csv").read_bytes() == b"a,b\r\n"


def test_folders_are_made_with_those_above(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DiskError, match="cannot be written"):
        make_folder(tmp_path / "file" / "b")


def test_a_folder_behind_links_that_lead_to_one_another_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "nowhere").symlink_to("gone")
    with pytest.raises(DiskError, match="too many levels of symbolic links"):
        make_folder(tmp_path / "a")
    with pytest.raises(DiskError, match="it is a link to nothing"):
        make_folder(tmp_path / "nowhere")


# --- lines ---


@given(st.lists(st.binary(max_size=12), max_size=6), st.integers(1, 5))
@settings(max_examples=200, deadline=None)
def test_lines_come_out_of_any_chunks(parts: list[bytes], limit: int) -> None:
    data = b"".join(parts)
    lines = list(split_lines(parts))
    assert b"".join((line.data or b"") + (b"\n" if line.whole else b"") for line in lines) == data
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    for line in lines:
        assert data[line.offset :].startswith(line.data or b"")
        assert b"\n" not in (line.data or b"")
    for line, short in zip(lines, split_lines(parts, limit), strict=True):
        assert short == (line if len(line.data or b"") <= limit else line._replace(data=None))


def test_a_line_too_long_to_keep_is_not_kept() -> None:
    def lines() -> list[tuple[int, bytes | None]]:
        return [(line.number, line.data) for line in split_lines((bytes(65536) for _ in range(1_600)), limit=100_000)]

    assert lines() == [(1, None)]
    assert peak_memory(lines, 1_000_000) < 1_000_000


def test_lines_end_at_line_feeds_only() -> None:
    text = '{"a": "x\u2028y\u2029z\x85w\x0bv\x0cu"}\n{}'
    assert [line.number for line in split_lines([text.encode()])] == [1, 2]


OBJECT = json.dumps(
    {"id": 'a\\é\n"', "text": "王毅 bertemu\ud83d", "n": [1.5e-7, -2, True, False, None, {"x": []}], "e": 1e30}
).encode()
UNESCAPED = '{"id":"a","text":"王毅 “bertemu” Лавров é"}'.encode()


@pytest.mark.parametrize("line", [OBJECT, UNESCAPED])
def test_an_object_cut_anywhere_is_known_to_be_cut(line: bytes) -> None:
    parse_object(line)
    for end in range(len(line)):
        with pytest.raises(BadLine) as caught:
            parse_object(line[:end])
        assert caught.value.reason == "cut_line", line[:end]


@pytest.mark.parametrize(
    ("line", "reason", "offset"),
    [
        (b'["a"]', "not_object", None),
        (b'"a"', "not_object", None),
        (b"12", "not_object", None),
        (b"null", "not_object", None),
        (b'{"a": 1, "a": 2}', "duplicate_key", None),
        (b'{"a": {"b": 1, "b": 1}}', "duplicate_key", None),
        (b'{"a": NaN}', "not_a_number", None),
        (b'{"a": -Infinity}', "not_a_number", None),
        (b"[" * 100_000, "too_deep", None),
        (b'{"a":' * 100_000, "too_deep", None),
        (b'{"a": ' + b"1" * 5000 + b"}", "huge_number", None),
        (b'{"a": 1} {"b": 2}', "invalid_json", 9),
        ("{'é': 1}".encode(), "invalid_json", 1),
        ('{"é": x}'.encode(), "invalid_json", 7),
        (b'{"a": "\x01"}', "invalid_json", 7),
        (b'{"a": "\xe9"}', "encoding", 7),
        (b"\xff\xfe{\x00", "encoding", 0),
    ],
)
def test_what_is_no_json_object_says_why_and_where(line: bytes, reason: str, offset: int | None) -> None:
    with pytest.raises(BadLine) as caught:
        parse_object(line)
    assert (caught.value.reason, caught.value.offset) == (reason, offset)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=80) | st.text(alphabet='{}[]",:\\u0aeE+-.tfnN \n', max_size=30).map(str.encode))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_an_object_or_a_bad_line(line: bytes) -> None:
    found: dict[str, Any] | None = None
    with suppress(BadLine):
        found = parse_object(line)
    assert found is None or isinstance(found, dict)


VALUES = st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.integers() | TEXT


@given(st.dictionaries(TEXT, VALUES | st.lists(VALUES, max_size=3), max_size=4))
@settings(max_examples=60, deadline=None)
def test_objects_are_read_as_python_writes_them(value: dict[str, object]) -> None:
    assert parse_object(json.dumps(value, ensure_ascii=False).encode()) == value


# --- reading our own files ---


def test_damage_names_file_line_and_byte(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(dump(state("a")) + b'{"article": tru}\n')
    records = read_lines(path, ArticleState)
    assert next(records) == state("a")
    with pytest.raises(DataError) as caught:
        next(records)
    at = len(dump(state("a"))) + len('{"article": ')
    assert str(caught.value) == (
        f"'{path}', line 2 (byte {at}): not JSON: expecting value; restore the file or run again to rebuild it"
    )
    assert caught.value.exit_code == 5


def test_a_file_cut_anywhere_gives_its_whole_records_then_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    records = [Evidence(text="“a”\u2028", start=0, end=4), Evidence(text="b", start=5, end=6)]
    data = b"".join(map(dump, records))
    first = len(dump(records[0]))
    for end in range(len(data) + 1):
        path.write_bytes(data[:end])
        read = []
        try:
            for one in read_lines(path, Evidence):
                read.append(one)  # noqa: PERF402 (what was read before the error counts)
        except DataError:
            assert end not in {0, first, first - 1, len(data), len(data) - 1}
        assert read == records[: len(read)]


def test_people_edit_with_editors_that_leave_marks_and_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + dump(state("a")).replace(b"\n", b"\r\n") + b"\n  \n" + dump(state("b")))
    assert [one.article for one in read_lines(path, ArticleState)] == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"text": "a", "start": 0, "end": 1, "more": 1}', "more: unexpected keyword argument"),
        (b'{"text": "a", "start": 0}', "end: field required"),
        (b'{"text": "a", "start": -1, "end": 1}', "start: input should be greater than or equal to 0"),
        (b'{"schema_version": 3}', "schema version 3 is newer than this memcon reads; upgrade memcon"),
    ],
)
def test_a_line_of_another_shape_says_which_field(tmp_path: Path, line: bytes, said: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(line)
    with pytest.raises(DataError, match=said):
        list(read_lines(path, Evidence))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read: no such file or directory"):
        list(read_lines(tmp_path / "events.jsonl", ArticleState))


def test_no_float_is_written_that_json_does_not_know(tmp_path: Path) -> None:
    write_json(tmp_path / "run.json", {"cost": math.nan})
    assert json.loads((tmp_path / "run.json").read_bytes()) == {"cost": None}


def test_a_lone_surrogate_cannot_stop_a_run() -> None:
    rejected = Rejected(
        article="a",
        kind=None,
        field="event",
        reason="absent",
        detail="",
        text="a\ud83d",
        near=None,
        model=None,
        prompt=None,
    )
    assert json.loads(dump(rejected))["text"] == "a\ufffd"


def test_what_a_killed_process_has_left_is_removed_and_what_is_in_use_is_not(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    left, used = tmp_path / ".events.jsonl.0123456789ab.tmp", tmp_path / ".events.jsonl.ba9876543210.tmp"
    others = [
        tmp_path / name for name in (".events.jsonl.tmp", ".mentions.jsonl.0123456789ab.tmp", "x.0123456789ab.tmp")
    ]
    for one in (left, used, *others):
        one.write_bytes(b"")
    with used.open("rb") as file:
        _hold(file.fileno())
        write_lines(path, [])
        assert not left.exists()
        assert used.exists()
    write_lines(path, [])
    assert not used.exists()
    assert all(one.exists() for one in others)


def test_a_place_is_tried_before_anything_is_written(tmp_path: Path) -> None:
    atomic.check_place(tmp_path / "events.jsonl")
    assert names(tmp_path) == []
    (tmp_path / "events.jsonl").mkdir()
    with pytest.raises(DiskError, match="it is a folder"):
        atomic.check_place(tmp_path / "events.jsonl")
    with pytest.raises(DiskError, match="its folder does not exist"):
        atomic.check_place(tmp_path / "none" / "events.jsonl")
