"""Pages whose tags, tables or names of encodings hold up who reads them, and ledgers that others have changed."""

import contextlib
import gzip
import importlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from conftest import Command
from helpers.scripted import MODEL, Reader, meeting, serving
from memcon.api import extract
from memcon.articles.formats.html.page import tree_of
from memcon.articles.read import read_articles
from memcon.errors import DataError
from memcon.models.ledger.batches import Batches
from memcon.models.ledger.own import LESSONS
from memcon.models.ledger.store import open_ledger
from memcon.models.tokens import TokenCounts
from memcon.records import Article

pytestmark = pytest.mark.hostile

TOLD = "The minister met the president in Oslo. "
PAGE = f"<html><head><title>Visit</title></head><body><article><h1>Visit</h1><p>{TOLD * 20}</p></article></body></html>"
CODECS = (
    "hex_codec", "rot13", "zlib_codec", "base64_codec", "idna", "undefined", "unicode_escape", "raw_unicode_escape",
    "utf-7", "punycode", "mbcs", "no_codec",
)  # fmt: skip


def texts(path: Path) -> list[str]:
    return [one.text for one in read_articles([str(path)]) if isinstance(one, Article)]


@pytest.mark.parametrize("name", CODECS)
def test_what_is_no_encoding_of_pages_is_not_believed(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(f'<meta charset="{name}">{PAGE}'.replace("Oslo", "Köln \\u0041").encode("latin-1"))
    (text,) = texts(path)
    assert "met the president in Köln \\u0041." in text


TAGS: dict[str, Callable[[int], str]] = {
    "values": lambda n: " ".join(f'a{at}="b"' for at in range(n)),
    "bare": lambda n: " ".join(f"a{at}" for at in range(n)),
    "glued": lambda n: "".join(f'a{at}="b"' for at in range(n)),
    "slashes": lambda n: "/".join(f"a{at}" for at in range(n)),
    "ends in quotes": lambda n: " ".join(f"a{at}='>'" for at in range(n)),
}


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_of_attributes_without_an_end_is_read_without_them(tmp_path: Path, tag: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body {TAGS[tag](200_000)}>{PAGE}", "utf-8")
    began = time.process_time()
    assert TOLD.strip() in texts(path)[0]
    assert time.process_time() - began < 20, "attributes are compared with one another"


def test_a_tag_of_many_words_in_one_attribute_keeps_it() -> None:
    words = "a = b / " * 5000
    root = tree_of(f'<html><body><p class="x" title="{words}">One</p>{" " * 20_000}</body></html>')
    assert root is not None
    assert root.find(".//p").get("title") == words


@pytest.mark.parametrize("unit", ["<table><tr><td>", "<ul><li>", "<blockquote>"])
def test_parts_of_pages_within_one_another_take_their_time_once(tmp_path: Path, unit: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body>{unit * 800}{PAGE}", "utf-8")
    began = time.process_time()
    texts(path)
    assert time.process_time() - began < 5, "each is read with all in it"


@pytest.mark.parametrize("command", ["stats", "verify", "export"])
def test_a_ledger_with_a_view_is_none(memcon: Command, folder: Path, command: str) -> None:
    Path("a.txt").write_text(TOLD, "utf-8")
    with serving(Reader(meeting("met", "minister", "president"))) as server:
        extract("a.txt", model=MODEL, base_url=server.url, ledger="ledger.sqlite")
    assert memcon("ledger", command, "--ledger", "ledger.sqlite").code == 0
    with sqlite3.connect("ledger.sqlite") as ledger:
        columns = [name for _, name, *_ in ledger.execute("PRAGMA table_info(attempts)")]
        ledger.execute("ALTER TABLE attempts RENAME TO other")
        endless = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT "
        ledger.execute(f"CREATE VIEW attempts AS {endless}{', '.join(f'n AS {name}' for name in columns)} FROM c")
    ledger.close()
    ran = memcon("ledger", command, "--ledger", "ledger.sqlite")
    assert (ran.code, "no ledger of memcon has a view, as 'attempts'" in ran.err) == (5, True), ran.err


BIG: Final = "length(hex(zeroblob(499000000)))"
CHANGES: Final = {
    "a column that is worked out": (f"ALTER TABLE questions ADD COLUMN boom AS ({BIG})",),
    "a column more": ("ALTER TABLE attempts ADD COLUMN boom DEFAULT 1",),
    "an index of an expression": ("CREATE INDEX evil ON attempts(abs(id))",),
    "an index with a condition": (
        "DROP INDEX attempts_open",
        "CREATE INDEX attempts_open ON attempts(id) WHERE abs(id)",
    ),
    "a check": (
        "ALTER TABLE questions RENAME TO old",
        f"CREATE TABLE questions(key TEXT PRIMARY KEY, endpoint TEXT, model TEXT, body BLOB CHECK ({BIG}))",
        "DROP TABLE old",
    ),
    "a table more": ("CREATE TABLE mine(x)",),
    "a trigger": ("CREATE TRIGGER t AFTER INSERT ON attempts BEGIN DELETE FROM questions; END",),
    "a table of lessons": (f"CREATE TABLE lessons(endpoint, model, field, value, said, run, learned AS ({BIG}))",),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_ledger_that_somebody_else_has_changed_is_none(memcon: Command, folder: Path, change: str) -> None:
    """What stands in it would be run by whoever opens it: a column that is worked out took 2.5 GB."""
    with open_ledger(folder / "ledger.sqlite") as ledger:
        ledger.keep(ledger.send("a" * 64, "here", "m", b"{}"), b"{}", TokenCounts())
    with contextlib.closing(sqlite3.connect("ledger.sqlite")) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("PRAGMA legacy_alter_table = ON")
        for statement in CHANGES[change]:
            raw.execute(statement)
        raw.commit()
    for command in ("stats", "verify", "export"):
        ran = memcon("ledger", command, "--ledger", "ledger.sqlite")
        assert (ran.code, "no ledger of memcon has a" in ran.err) == (5, True), ran.err
    with pytest.raises(DataError, match="no ledger of memcon has a"), open_ledger(folder / "ledger.sqlite"):
        pass


def test_a_ledger_with_all_its_tables_and_statistics_is_one(folder: Path) -> None:
    with open_ledger(folder / "ledger.sqlite") as ledger:
        Batches(ledger).make_tables()
        with ledger.writing() as writer:
            writer.execute(LESSONS)
            writer.execute("ANALYZE")
    with open_ledger(folder / "ledger.sqlite") as ledger:
        assert ledger.stats().attempts == 0


def test_a_line_of_an_export_without_an_end_is_no_answer(
    memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.import_module("memcon.cli.ledger"), "LONGEST_LINE", 1 << 20)
    with gzip.open("answers.jsonl.gz", "wb") as file:
        file.write(b"a" * (3 << 20))
    ran = memcon("ledger", "import", "answers.jsonl.gz", "--ledger", "ledger.sqlite")
    assert (ran.code, "longer than 1 MiB" in ran.err) == (5, True), ran.err


@pytest.mark.parametrize("length", [1000, 100_000])
def test_a_side_of_a_diff_with_a_name_that_cannot_be_is_told(memcon: Command, folder: Path, length: int) -> None:
    Path("a.jsonl").touch()
    assert memcon("diff", f"{'a' * length}:out", "a.jsonl").code == 2


def test_articles_of_any_length_that_a_machine_can_tell(memcon: Command, folder: Path) -> None:
    Path("a.csv").write_text("text\nOne met two.\n", "utf-8")
    assert memcon("import", "a.csv", "-o", "a.jsonl", "--max-chars", str(1 << 40)).code == 0
    assert memcon("import", "a.csv", "-o", "a.jsonl", "--max-chars", "9" * 20).code == 2
