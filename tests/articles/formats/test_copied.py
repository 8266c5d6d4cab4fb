"""Inputs that must be copied to be read: where the disk takes no more that ends the command, and is no bad article."""

import gzip
import io
import json
import os
import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from helpers.plugins import install
from memcon.__main__ import main
from memcon.articles import formats, streams
from memcon.articles.read import read_articles
from memcon.errors import DiskError

HEADS: Final = {
    "t.parquet": b"PAR1", "t.xlsx": b"PK\x03\x04 xl/", "t.docx": b"PK\x03\x04 word/", "t.pdf": b"%PDF-1.4\n",
}  # fmt: skip
SIZES: Final = [3_000, 300_000]
"""Bytes that wait to be written until all are there, and more."""
SEEKING: Final = """
suffixes = (".seeking",)

def recognises(head):
    return False

def read(content):
    with content.file() as file:
        yield from file.read()
"""


@contextmanager
def small_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(autouse=True)
def _little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "_IN_MEMORY", 100)


@pytest.mark.parametrize("name", HEADS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("stream", [False, True])
def test_a_full_disk_is_no_bad_article(tmp_path: Path, name: str, size: int, *, stream: bool) -> None:
    data = HEADS[name] + os.urandom(size)
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(data))
    given = "-" if stream else f"{tmp_path}/{name}.gz"
    with small_files(), pytest.raises(DiskError, match=r"temporary files cannot be written .*TMPDIR") as told:
        list(read_articles([given], stdin=io.BytesIO(data)))
    assert str(told.value).startswith(f"{given}: ")


@pytest.mark.parametrize("name", HEADS)
def test_no_folder_for_temporary_files_is_no_bad_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(HEADS[name] + os.urandom(3000)))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(DiskError, match="TMPDIR"):
        list(read_articles([f"{tmp_path}/{name}.gz"]))


def test_nor_is_it_in_a_format_of_another_package(tmp_path: Path, site: Path) -> None:
    install(site, "seeking", formats.GROUP, {"seeking": "seeking_format"}, seeking_format=SEEKING)
    (tmp_path / "a.seeking.gz").write_bytes(gzip.compress(os.urandom(3000)))
    with small_files(), pytest.raises(DiskError):
        list(read_articles([f"{tmp_path}/a.seeking.gz"]))


def test_what_is_damaged_itself_is_a_bad_article_still(tmp_path: Path) -> None:
    (tmp_path / "t.parquet.gz").write_bytes(gzip.compress(b"PAR1" + os.urandom(30_000))[:-5000])
    (tmp_path / "a.txt").write_text("They met in Oslo.", "utf-8")
    found = list(read_articles([str(tmp_path)]))
    assert [getattr(one, "reason", None) for one in found] == [None, "cut_gzip"]


def test_the_output_that_stands_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.parquet.gz").write_bytes(gzip.compress(b"PAR1" + os.urandom(30_000)))
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": "They met in Oslo."}), "utf-8")
    (tmp_path / "out").write_text("OLD", "utf-8")
    names = [str(tmp_path / name) for name in ("a.jsonl", "t.parquet.gz", "out")]
    monkeypatch.setattr(sys, "argv", ["memcon", "import", *names[:2], "-o", names[2]])
    with small_files(), pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 74
    assert "t.parquet.gz: temporary files cannot be written" in capsys.readouterr().err
    assert (tmp_path / "out").read_text("utf-8") == "OLD"
