"""What stands in a ledger, an export or a run's folder may be anything: it is told in one line, and nobody hangs."""

import contextlib
import json
import os
import sqlite3
import time
import zlib
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.scripted import Reader, meeting, serving
from memcon.errors import DataError
from memcon.models.ledger.check import problems
from memcon.models.ledger.exchange import Given, export_answers, import_answers
from memcon.models.ledger.store import canonical, open_ledger, question_key
from memcon.models.ledger.summary import summarize
from memcon.models.secrets import Secret
from memcon.models.tokens import TokenCounts
from memcon.records.jsonl import dump, parse_object

pytestmark = pytest.mark.hostile
ASKED = canonical(b'{"messages":[]}')
GOOD = {"choices": [{"message": {"content": "{}"}}]}
TEXT = "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala, Selasa (2/7/2024).\n"


def line(answer: object) -> Given:
    return Given("a line", {
        "key": question_key("l", ASKED), "endpoint": "l", "model": "m", "state": "done",
        "sent": "2026-05-01T12:00:00+00:00", "finished": "2026-05-01T12:00:01+00:00",
        "question": json.loads(ASKED), "answer": answer,
    })  # fmt: skip


def keep(path: Path, answer: bytes) -> None:
    with open_ledger(path) as ledger:
        ledger.keep(ledger.send(question_key("l", ASKED), "l", "m", ASKED), answer, TokenCounts())


def deep(levels: int) -> str:
    return "[" * levels + "]" * levels


@pytest.mark.parametrize(
    "choices", [[{"message": None}], "abc", [[]], {"0": {"message": {}}}, [{"message": {}, "error": "no"}], [], None]
)
def test_what_is_no_answer_is_not_imported(tmp_path: Path, choices: object) -> None:
    with open_ledger(tmp_path / "l.sqlite") as ledger:
        for answer in ({"choices": choices}, json.dumps({"choices": choices}), choices):
            with pytest.raises(DataError, match="a line: "):
                import_answers(ledger, [line(answer)])
        assert import_answers(ledger, [line(GOOD)]).answers == 1


@pytest.mark.parametrize("levels", [10, 99, 300, 800])
def test_an_answer_that_is_nested_deep_is_exported_and_imported(tmp_path: Path, levels: int) -> None:
    answer = json.dumps(GOOD)[:-1].encode() + b',"extra":' + deep(levels).encode() + b"}"
    keep(tmp_path / "l.sqlite", answer)
    with open_ledger(tmp_path / "l.sqlite", offline=True) as ledger:
        [told] = [parse_object(dump(each)) for each in export_answers(ledger)]
    assert isinstance(told["answer"], str) == (levels > 99)
    with open_ledger(tmp_path / "new.sqlite") as ledger:
        assert import_answers(ledger, [Given("a line", told)]).answers == 1
        kept = ledger.answer(question_key("l", ASKED))
        assert kept is not None
        assert json.loads(kept) == json.loads(answer)
        assert list(problems(ledger)) == []


@pytest.mark.parametrize("column", ["endpoint", "model"])
def test_bytes_in_a_column_of_texts_are_told(memcon: Command, folder: Path, column: str) -> None:
    keep(folder / "l.sqlite", json.dumps(GOOD).encode())
    with sqlite3.connect(folder / "l.sqlite") as raw:
        raw.execute(f"UPDATE questions SET {column} = x'ff'")
    with open_ledger(folder / "l.sqlite", offline=True) as ledger:
        assert list(problems(ledger)) == [f"questions: 1 rows whose {column} is damaged: bytes, and no text"]
        with pytest.raises(DataError, match="recover"):
            summarize(ledger)
    for command in ("stats", "verify", "export"):
        ran = memcon("ledger", command, "--ledger", "l.sqlite")
        assert ran.code == 5, (command, ran.err)


@pytest.mark.parametrize(
    ("table", "column", "value", "words"),
    [
        ("questions", "model", "CAST(x'ff' AS TEXT)", "no UTF-8"),
        ("attempts", "run", "CAST(x'ff' AS TEXT)", "no UTF-8"),
        ("attempts", "prompt_tokens", "x'ff'", "no whole number"),
        ("attempts", "completion_tokens", "'many'", "no whole number"),
        ("attempts", "sent", "9e999", "no number that can be"),
        ("attempts", "finished", "'late'", "no number that can be"),
        ("attempts", "retry_after", "-9e999", "no number that can be"),
    ],
)
def test_a_value_that_is_not_of_its_columns_type_is_told_by_every_command(
    memcon: Command, folder: Path, table: str, column: str, value: str, words: str
) -> None:
    keep(folder / "l.sqlite", json.dumps(GOOD).encode())
    with sqlite3.connect(folder / "l.sqlite") as raw:
        raw.execute(f"UPDATE {table} SET {column} = {value}")
    with open_ledger(folder / "l.sqlite", offline=True) as ledger:
        [told] = problems(ledger)
    assert told.startswith(f"{table}: ")
    assert told.endswith(f"rows whose {column} is damaged: {words}")
    assert memcon("ledger", "verify", "--ledger", "l.sqlite").code == 5
    if words != "no UTF-8":  # which a command meets where it reads that text
        for command in (["stats"], ["export", "--failed"], ["merge", "l.sqlite", "--to", "new.sqlite"]):
            ran = memcon("ledger", *command, *([] if command[0] == "merge" else ["--ledger", "l.sqlite"]))
            assert ran.code == 5, (command, ran.err)


def test_a_name_in_a_ledger_that_is_no_text_is_damage(memcon: Command, folder: Path) -> None:
    keep(folder / "l.sqlite", json.dumps(GOOD).encode())
    file = (folder / "l.sqlite").read_bytes()
    assert file.count(b"tableattemptsattempts") == 1
    (folder / "l.sqlite").write_bytes(file.replace(b"tableattempts", b"viewx\xfftempts"))
    for command in ("stats", "verify", "export"):
        ran = memcon("ledger", command, "--ledger", "l.sqlite")
        assert (ran.code, ran.err.count("\n")) == (5, 1), (command, ran.err)


@pytest.mark.parametrize("name", [".", "/", "", "here"])
def test_a_folder_is_no_ledger_to_recover(memcon: Command, folder: Path, name: str) -> None:
    (folder / "here").mkdir()
    ran = memcon("ledger", "recover", name, "--to", "new.sqlite")
    assert (ran.code, "is a folder: name the ledger's file in it" in ran.err) == (2, True), ran.err
    assert not (folder / "new.sqlite").exists()


def test_a_log_without_its_ledger_is_told_to_be_saved(memcon: Command, folder: Path) -> None:
    (folder / "l.sqlite-wal").write_bytes(b"x" * 4000)
    (folder / "a.txt").write_text(TEXT, "utf-8")
    offline = ["extract", "a.txt", "-o", "out", "--offline", "--model", "m", "--base-url", "http://localhost:9/v1"]
    for command in (offline, ["batch", "status"], ["ledger", "stats"]):
        ran = memcon(*command, "--ledger", "l.sqlite")
        assert ran.code == 5, ran.err
        assert "`memcon ledger recover l.sqlite --to NEW`" in ran.err
    assert (folder / "l.sqlite-wal").stat().st_size == 4000


@pytest.mark.parametrize("levels", [3, 500, 5000, 200_000])
def test_a_key_in_json_of_any_depth_is_blotted(levels: int) -> None:
    key = "sk-test-0123456789abcdef"
    inner = json.dumps({key: f"a {key} b"})
    body = f'{{"a":{"[" * levels}{inner}{"]" * levels}}}'.encode()
    clean = Secret(key).blotted(body)
    assert key.encode() not in clean
    assert clean.count(b"[key]") == 2


@pytest.fixture
def run(memcon: Command, folder: Path) -> Path:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    reader = Reader(meeting("bertemu", "William Ruto", "Yoweri Museveni", date_words="Selasa (2/7/2024)"))
    with serving(reader) as server:
        asked = ["--model", "scripted-1b", "--base-url", server.url, "--ledger", "l.sqlite"]
        ran = memcon("extract", "a.txt", "-o", "out", *asked)
    assert ran.code == 0, ran.err
    return folder


@pytest.mark.parametrize(("made", "words"), [(os.mkfifo, "it is a pipe, and no file"), (os.mkdir, "is a directory")])
def test_an_article_that_is_no_file_by_now_is_told(memcon: Command, run: Path, made: Any, words: str) -> None:
    (run / "a.txt").unlink()
    made(run / "a.txt")
    (run / "decisions.jsonl").write_bytes(b"")
    began = time.monotonic()
    for command in (["verify", "out"], ["report", "out", "-o", "page.html"], ["review", "out", "--decisions"]):
        ran = memcon(*command)
        assert ran.code == 5, (command, ran.err)
        assert words in ran.err
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("body", [b"[]", b"abc", b'{"choices":"abc"}', b'{"choices":[[]]}', b"[" * 50_000])
def test_a_stored_row_that_is_no_answer_is_told(memcon: Command, run: Path, body: bytes) -> None:
    with sqlite3.connect(run / "l.sqlite") as raw:
        raw.execute("UPDATE attempts SET body = ?", (zlib.compress(body),))
        [(label,)] = raw.execute("SELECT DISTINCT endpoint FROM questions")
    assert label
    offline = ["--model", "scripted-1b", "--base-url", f"http://{label}/v1", "--offline", "--ledger", "l.sqlite"]
    ran = memcon("extract", "a.txt", "-o", "out2", *offline)
    assert ran.code == 5, ran.err
    assert "memcon ledger verify" in ran.err
    assert memcon("ledger", "verify", "--ledger", "l.sqlite").code == 5


def test_a_body_that_unpacks_without_an_end_is_damage(
    memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memcon.models.ledger.file.MOST_BODY", 100_000)
    keep(folder / "l.sqlite", json.dumps(GOOD).encode())
    with contextlib.closing(sqlite3.connect(folder / "l.sqlite")) as raw:
        raw.execute("UPDATE attempts SET body = ?", (zlib.compress(b" " * 100_001),))
        raw.commit()
    ran = memcon("ledger", "verify", "--ledger", "l.sqlite")
    assert (ran.code, "Traceback" in ran.err) == (5, False)
    with (
        open_ledger(folder / "l.sqlite") as ledger,
        pytest.raises(DataError, match="a body of more than 100,000 bytes"),
    ):
        ledger.answer(question_key("l", ASKED))


def test_a_ledger_that_another_program_holds_is_told_as_in_use(
    memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(folder / "l.sqlite", json.dumps(GOOD).encode())
    real = sqlite3.connect
    with contextlib.closing(real(folder / "l.sqlite", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(sqlite3, "connect", lambda *told, **how: real(*told, **how | {"timeout": 0.1}))
        for command in ("verify", "stats"):
            ran = memcon("ledger", command, "--ledger", "l.sqlite")
            assert (ran.code, "another program has the ledger open" in ran.err) == (75, True), ran.err
