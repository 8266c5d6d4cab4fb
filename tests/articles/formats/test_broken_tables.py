"""Of a table that is broken anywhere every row is an article or told, whatever it is broken by."""

import gzip
import os
from pathlib import Path
from typing import Final

import pytest

from memcon.articles.read import read_articles
from memcon.records import Article, ArticleState

SENTENCE: Final = "The minister met his counterpart in Jakarta."
ROWS: Final = 30
TABLE: Final = "id,text\n" + "".join(f"a{number},{SENTENCE}\n" for number in range(1, ROWS + 1))
CODECS: Final = {"utf-8": b"", "utf-8-sig": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def read(path: Path) -> tuple[list[str], list[str | None]]:
    found = list(read_articles([str(path)]))
    told = [one.reason for one in found if isinstance(one, ArticleState)]
    return [one.id for one in found if isinstance(one, Article)], told


def names(*without: int) -> list[str]:
    return [f"a{number}" for number in range(1, ROWS + 1) if number not in without]


def encoded(text: str, codec: str) -> bytes:
    return CODECS[codec] + text.encode(codec)


HALVES: Final = [b"\x3d\xd8", b"\xd8\x3d", b"\x00\xdc", b"\xdc\x00"]
"""Halves of pairs of UTF-16, whose bytes are in ASCII or not, in either order."""


BAD: Final = [(codec, bad) for codec in CODECS for bad in (*HALVES, b"\xff\xff\xfe\xd8", b"\xe9\xe9")
              if b"\0" not in bad or codec.startswith("utf-16")]  # fmt: skip
"""Without a NUL in UTF-8: with one at its beginning it is a binary file."""


@pytest.mark.parametrize(("codec", "bad"), BAD)
@pytest.mark.parametrize("row", [1, 3, ROWS])
def test_bytes_that_are_no_text_cost_their_row_alone(tmp_path: Path, codec: str, bad: bytes, row: int) -> None:
    data = encoded(TABLE, codec)
    at = data.index(f"a{row},The".encode(codec.removesuffix("-sig"))) + 4
    data = data[:at] + bad + data[at:]
    (tmp_path / "t.csv").write_bytes(data)
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        assert read(tmp_path / "t.csv") == (names(row), ["encoding"])
    else:  # they are characters of this order
        assert len(read(tmp_path / "t.csv")[0]) == ROWS


@pytest.mark.parametrize("codec", CODECS)
def test_a_table_that_is_cut_in_a_character_has_every_row_before(tmp_path: Path, codec: str) -> None:
    data = encoded(TABLE.rstrip("\n") + "é", codec)
    (tmp_path / "t.csv").write_bytes(data[:-1])
    assert read(tmp_path / "t.csv") == (names(ROWS), ["encoding"])


@pytest.mark.parametrize("codec", CODECS)
def test_damage_in_gzip_is_told_after_every_row_before_it(tmp_path: Path, codec: str) -> None:
    noise = "".join(f"b{number},{SENTENCE} {os.urandom(200).hex()}\n" for number in range(2000))
    data = gzip.compress(encoded(TABLE + noise, codec))
    (tmp_path / "t.csv.gz").write_bytes(data[: len(data) // 2])
    found, told = read(tmp_path / "t.csv.gz")
    assert told == ["cut_gzip"]
    assert found[:ROWS] == names()
    assert 500 < len(found) < 2000
