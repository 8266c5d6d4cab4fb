"""What the command line names is found before any work, once each, in an order that arguments do not change."""

import errno
import gzip
import itertools
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memcon.articles.read import check_inputs, read_articles
from memcon.articles.sources import check_apart, find_sources
from memcon.articles.streams import CutGzip, read_chunks
from memcon.errors import UsageError
from memcon.records import Article, ArticleState


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def found(*inputs: Path | str) -> list[str]:
    return [source.shown for source in find_sources([str(given) for given in inputs])]


def test_a_folder_stands_for_its_articles_however_deep(tmp_path: Path) -> None:
    taken = ["a.txt", "b.jsonl", "deep/c.TXT", "deep/er/d.ndjson.gz", "e.txt.gz"]
    left = ["a.md", "b.json", "c.png", ".hidden.txt", ".git/d.txt", "deep/e.txt~", "txt", "f.gz"]
    touch(*(tmp_path / name for name in taken + left))
    assert found(tmp_path) == [f"{tmp_path}/{name}" for name in taken]


def test_links_to_files_are_followed_and_links_to_folders_are_not(tmp_path: Path) -> None:
    touch(tmp_path / "real" / "a.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "real" / "a.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path)
    (tmp_path / "in" / "c.txt").symlink_to(tmp_path / "nowhere")
    assert found(tmp_path / "in") == [f"{tmp_path}/in/b.txt", f"{tmp_path}/in/c.txt"]


def test_what_an_earlier_run_wrote_is_no_input(tmp_path: Path) -> None:
    ours = ["events.jsonl", "mentions.jsonl", "rejected.jsonl", "articles.jsonl", "run.json", "review.jsonl"]
    touch(tmp_path / "a.txt", tmp_path / "data" / "articles.jsonl", *(tmp_path / "out" / name for name in ours))
    assert found(tmp_path) == [f"{tmp_path}/a.txt", f"{tmp_path}/data/articles.jsonl"]
    assert found(tmp_path / "out" / "articles.jsonl") == [f"{tmp_path}/out/articles.jsonl"]
    with pytest.raises(UsageError, match="is a folder without"):
        check_inputs([str(tmp_path / "out")])


def test_pipes_in_a_folder_cannot_hang_a_run(tmp_path: Path) -> None:
    touch(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    assert found(tmp_path) == [f"{tmp_path}/a.txt"]


def test_a_link_into_a_folder_that_may_not_be_entered_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path / "p" / "b.txt")
    closed = tmp_path / "p" / "a"
    closed.symlink_to(tmp_path)
    look = os.stat

    def looked(path: str | Path, *rest: Any, **more: Any) -> os.stat_result:
        if os.fspath(path) == str(closed):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return look(path, *rest, **more)

    monkeypatch.setattr(os, "stat", looked)
    check_apart([closed, tmp_path / "p" / "out.jsonl"], [f"{tmp_path}/p/*"])
    told = {one.path: type(one) for one in read_articles([f"{tmp_path}/p/*"])}
    assert told == {str(closed): ArticleState, f"{tmp_path}/p/b.txt": Article}


def test_globs_are_expanded_and_a_path_that_exists_is_itself(tmp_path: Path) -> None:
    touch(
        tmp_path / "a1.txt", tmp_path / "a2.md", tmp_path / "b.txt", tmp_path / "deep" / "a3.txt", tmp_path / "a[1].txt"
    )
    assert found(f"{tmp_path}/a?.*") == [f"{tmp_path}/a1.txt", f"{tmp_path}/a2.md"]
    assert found(f"{tmp_path}/**/a*.txt") == [f"{tmp_path}/{name}" for name in ("a1.txt", "a[1].txt", "deep/a3.txt")]
    assert found(f"{tmp_path}/a[1].txt") == [f"{tmp_path}/a[1].txt"]
    assert found(f"{tmp_path}/d*") == [f"{tmp_path}/deep/a3.txt"]


def test_each_file_once_in_one_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "d" / "a.txt")
    monkeypatch.chdir(tmp_path)
    inputs = ["-", "d", "a.txt", "./a.txt", "*.txt", "d/../d/a.txt", "-"]
    for order in itertools.islice(itertools.permutations(inputs), 0, None, 101):
        assert found(*order) == ["a.txt", "b.txt", "d/../d/a.txt", "-"]


def test_a_file_named_as_standard_input_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    touch(tmp_path / "-")
    sources = find_sources(["-", "./-"])
    assert [source.path for source in sources] == [Path("-"), None]


@pytest.mark.parametrize("given", ["nowhere.txt", "no/where", "nothing-*.txt", "", "dangling", "a\0b"])
def test_what_is_not_there_stops_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.chdir(tmp_path)
    touch(tmp_path / "a.txt")
    (tmp_path / "dangling").symlink_to("nowhere")
    with pytest.raises(UsageError, match=r"does not exist|matches no file") as caught:
        check_inputs(["a.txt", given])
    assert repr(given) in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_folder_without_articles_is_a_mistake(tmp_path: Path) -> None:
    touch(tmp_path / "a.png")
    with pytest.raises(UsageError, match=r"is a folder without \.txt, .* or \.shtml files, also gzipped"):
        check_inputs([str(tmp_path)])


def test_nothing_is_a_mistake() -> None:
    with pytest.raises(UsageError, match="no input"):
        check_inputs([])


@pytest.fixture
def unlisted(monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder called `deep` can be listed: whoever runs the tests may be allowed to list all."""
    scan = os.scandir

    def refuse(path: str | os.PathLike[str]) -> object:
        if os.fspath(path).endswith("deep"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)


@pytest.mark.usefixtures("unlisted")
def test_a_folder_that_cannot_be_listed_is_not_passed_over(tmp_path: Path) -> None:
    touch(tmp_path / "a.txt", tmp_path / "deep" / "b.txt")
    with pytest.raises(UsageError, match="deep' cannot be listed: permission denied"):
        find_sources([str(tmp_path)])


# --- bytes ---


class Chunks:
    """A stream that gives the parts it was made of, as a pipe does."""

    def __init__(self, parts: list[bytes]) -> None:
        self.parts = [part for part in parts if part]

    def read(self, _size: int, /) -> bytes:
        return self.parts.pop(0) if self.parts else b""


def chunks(*parts: bytes) -> bytes:
    return b"".join(read_chunks(Chunks(list(parts))))  # type: ignore[arg-type]


@given(st.lists(st.binary(max_size=40), max_size=5))
@settings(max_examples=100, deadline=None)
def test_plain_bytes_come_through(parts: list[bytes]) -> None:
    data = b"".join(parts)
    if not data.startswith(b"\x1f\x8b"):
        assert chunks(*parts) == data


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=3), st.integers(1, 50), st.integers(0, 20))
@settings(max_examples=100, deadline=None)
def test_members_cut_into_any_parts_come_through(members: list[bytes], size: int, padding: int) -> None:
    data = b"".join(gzip.compress(member) for member in members) + bytes(padding)
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    assert chunks(*parts) == b"".join(members)


@given(st.binary(min_size=1, max_size=300), st.data())
@settings(max_examples=100, deadline=None)
def test_a_stream_cut_anywhere_is_known_to_be_cut(data: bytes, draw: st.DataObject) -> None:
    packed = gzip.compress(data)
    end = draw.draw(st.integers(2, len(packed) - 1))
    with pytest.raises(CutGzip):
        chunks(packed[:end])


@given(st.binary(max_size=60))
@settings(max_examples=100, deadline=None)
def test_what_only_looks_like_gzip_is_damaged(rest: bytes) -> None:
    with pytest.raises(CutGzip):
        chunks(b"\x1f\x8b" + rest)


@pytest.mark.usefixtures("unlisted")
@pytest.mark.parametrize("pattern", ["**/*.txt", "**", "*/*.txt", "deep/*.txt", "deep/**/*.txt", "**/deep/*"])
def test_a_folder_that_a_glob_may_not_list_is_not_passed_over(tmp_path: Path, pattern: str) -> None:
    touch(tmp_path / "a.txt", tmp_path / "deep" / "b.txt", tmp_path / "other" / "c.txt")
    with pytest.raises(UsageError, match="deep' cannot be listed: permission denied"):
        find_sources([f"{tmp_path}/{pattern}"])
    assert found(f"{tmp_path}/other/**") == [f"{tmp_path}/other/c.txt"]


def test_a_folder_that_a_glob_may_not_enter_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path / "a.txt", tmp_path / "closed" / "deep" / "b.txt")
    look = os.stat

    def looked(path: str | Path, *rest: Any, **more: Any) -> os.stat_result:
        if os.fspath(path).endswith("deep"):
            raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))
        return look(path, *rest, **more)

    monkeypatch.setattr(os, "stat", looked)
    with pytest.raises(UsageError, match="deep' cannot be listed: permission denied"):
        find_sources([f"{tmp_path}/**/*.txt"])
