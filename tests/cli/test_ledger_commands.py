"""`memcon ledger`: what a ledger holds is told, checked, saved and taken out; a damaged file is never changed."""

import gzip
import json
import os
import random
import resource
import sqlite3
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from conftest import Command
from helpers.fault_server import completion
from memcon.__main__ import main
from memcon.errors import DataError, UsageError
from memcon.models.failure import Failure
from memcon.models.ledger import recover as recovering
from memcon.models.ledger.check import problems
from memcon.models.ledger.lessons import kept_lessons, learn
from memcon.models.ledger.recover import recover
from memcon.models.ledger.store import canonical, open_ledger, question_key
from memcon.models.ledger.summary import summarize
from memcon.models.tokens import TokenCounts


def question(number: int, size: int = 40) -> tuple[str, bytes]:
    text = random.Random(number).randbytes(size).hex()
    body = canonical(json.dumps({"model": "m", "messages": [{"role": "user", "content": text}]}).encode())
    return question_key("here", body), body


def answer(number: int, size: int = 40) -> bytes:
    return json.dumps(completion(random.Random(-number).randbytes(size).hex())).encode()


def filled(path: Path, count: int = 60, size: int = 40) -> Path:
    """Make a ledger of `count` answers, a failure and a call that was never answered."""
    with open_ledger(path) as ledger:
        for number in range(count):
            key, body = question(number, size)
            attempt = ledger.send(key, "here", "m", body)
            if number == 0:
                ledger.fail(attempt, Failure(family="rate", kind="rate_limit", detail="429", status=429), b"slow down")
                attempt = ledger.send(key, "here", "m", body)
            ledger.keep(attempt, answer(number, size), TokenCounts(prompt=100, completion=20, cached=60, model="m-1"))
        key, body = question(count, size)
        ledger.send(key, "here", "m", body)
    return path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["memcon", "ledger", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_stats_tell_by_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(tmp_path / "l.sqlite")
    with open_ledger(path):  # beside a run
        assert run(monkeypatch, "stats", "--ledger", path) == 0
    told = capsys.readouterr().out
    assert "61 questions, 60 answered, 62 attempts" in told
    assert "1 calls were sent and never answered" in told
    assert "m at here: 60 answers, 6000 (3600 cached) + 1200 tokens\n" in told
    assert "without an answer, rate_limit: 1" in told
    assert run(monkeypatch, "stats", "--json", "--ledger", path) == 0
    assert json.loads(capsys.readouterr().out)["models"][0]["answers"] == 60


def test_an_empty_ledger_has_figures_too(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l.sqlite") as ledger:
        told = summarize(ledger)
        assert (told.runs, told.first, told.models, told.failures) == (0, None, (), {})


def test_verify_finds_what_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(tmp_path / "l.sqlite")
    assert run(monkeypatch, "verify", "--ledger", path) == 0
    assert "60 answers are sound" in capsys.readouterr().out
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE attempts SET body = x'00' WHERE id = 7")
        raw.execute("UPDATE questions SET endpoint = 'there' WHERE rowid = 9")
        raw.execute("DELETE FROM questions WHERE rowid = 11")
    raw.close()
    assert run(monkeypatch, "verify", "--ledger", path) == 5
    out, err = capsys.readouterr()
    assert [line.split(":")[0] for line in out.splitlines()] == ["question 9", "attempt 7", "attempt 12"]
    assert "3 problems" in err


def test_export_gives_question_and_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = filled(tmp_path / "l.sqlite", 3)
    assert run(monkeypatch, "export", "--ledger", path) == 0
    lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [line["key"] for line in lines] == [question(number)[0] for number in range(3)]
    assert lines[1]["answer"] == json.loads(answer(1))
    assert lines[1]["question"] == json.loads(question(1)[1])
    assert run(monkeypatch, "export", "--failed", "--ledger", path, "-o", tmp_path / "all.jsonl") == 0
    states = [json.loads(line)["state"] for line in (tmp_path / "all.jsonl").read_bytes().splitlines()]
    assert states == ["failed", "done", "done", "done", "sent"]


# --- an export brought into another ledger ---


def exported(path: Path, monkeypatch: pytest.MonkeyPatch, out: Path) -> list[dict[str, Any]]:
    assert run(monkeypatch, "export", "--failed", "--ledger", path, "-o", out) == 0
    return [json.loads(line) for line in out.read_bytes().splitlines()]


@pytest.mark.parametrize("zipped", [False, True])
def test_what_was_exported_is_imported_and_answers_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, zipped: bool
) -> None:
    file, new = tmp_path / "all.jsonl", tmp_path / "new" / "l.sqlite"
    lines = exported(filled(tmp_path / "l.sqlite", 9), monkeypatch, file)
    if zipped:
        data, file = file.read_bytes(), tmp_path / "all.jsonl.gz"
        file.write_bytes(gzip.compress(data))
    assert run(monkeypatch, "import", file, "--ledger", new) == 0
    assert "9 answers imported, 0 were there, 2 attempts without an answer left out" in capsys.readouterr().err
    with open_ledger(new, offline=True) as ledger:
        assert not list(problems(ledger))
        for number in range(9):
            assert json.loads(ledger.answer(question(number)[0]) or b"") == json.loads(answer(number))
        assert summarize(ledger).models[0].prompt_tokens == 900
    assert exported(new, monkeypatch, tmp_path / "again.jsonl") == [one for one in lines if one["state"] == "done"]


def test_an_answer_that_is_there_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, file = filled(tmp_path / "l.sqlite", 3), tmp_path / "all.jsonl"
    lines = exported(path, monkeypatch, file)
    other = [line | {"answer": completion("another")} if line["answer"] else line for line in lines]
    file.write_text("".join(json.dumps(line) + "\n" for line in other), "utf-8")
    assert run(monkeypatch, "import", file, "--ledger", path) == 0
    assert "0 answers imported, 3 were there" in capsys.readouterr().err
    with open_ledger(path, offline=True) as ledger:
        assert ledger.answer(question(1)[0]) == answer(1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"question": {"messages": []}}, "line 2: the question is not what its key"),
        ({"endpoint": "there"}, "line 2: the question is not what its key"),
        ({"endpoint": None}, "line 2: 'endpoint' must be a string"),
        ({"state": None}, "line 2: 'state' must be a string: it is no line of `memcon ledger export`"),
        ({"question": "?"}, "line 2: 'question' must be an object"),
        ({"answer": {"choices": []}}, "line 2: 'answer' holds no choices"),
        ({"sent": "yesterday"}, "line 2: 'sent' is no moment"),
        ({"sent": "5200-01-01T00:00:00+00:00"}, "line 2: 'sent' is no moment"),
        ({"finished": "9999-12-31T23:59:59+00:00"}, "line 2: 'finished' is no moment"),
        ({"sent": "0001-01-01T00:00:00+23:59"}, "line 2: 'sent' is no moment"),
        ({"prompt_tokens": "many"}, "line 2: tokens must be whole numbers"),
    ],
)
def test_a_line_that_does_not_prove_itself_is_refused_with_all_others(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: dict[str, Any],
    said: str,
) -> None:
    file = tmp_path / "answers.jsonl"
    first, second = [x for x in exported(filled(tmp_path / "l.sqlite", 2), monkeypatch, file) if x["state"] == "done"]
    file.write_text(json.dumps(first) + "\n" + json.dumps(second | change) + "\n", "utf-8")
    assert run(monkeypatch, "import", file, "--ledger", tmp_path / "new.sqlite") == 5
    assert said in capsys.readouterr().err
    with open_ledger(tmp_path / "new.sqlite") as ledger:
        assert ledger.stats().answers == ledger.stats().questions == 0


def test_an_import_names_the_file_that_it_cannot_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    new = ("--ledger", tmp_path / "new.sqlite")
    (tmp_path / "cut.jsonl").write_text('{"key": "0', "utf-8")
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"key"')[:-9])
    assert run(monkeypatch, "import", tmp_path / "none.jsonl", *new) == 2
    assert run(monkeypatch, "import", tmp_path / "cut.jsonl", *new) == 5
    assert run(monkeypatch, "import", tmp_path / "cut.jsonl.gz", *new) == 5
    none, cut, zipped = capsys.readouterr().err.splitlines()
    assert "there is no file" in none
    assert "line 1: the line is cut off" in cut
    assert "the gzip data is damaged" in zipped


# --- a damaged file ---


@pytest.mark.parametrize("size", [40, 3000, 40_000], ids=["small", "a page", "many pages"])
def test_a_sound_ledger_is_saved_whole(tmp_path: Path, size: int) -> None:
    path = filled(tmp_path / "l.sqlite", 12, size)
    saved = recover(path, tmp_path / "new.sqlite")
    assert (saved.questions, saved.answers, saved.attempts, saved.refused) == (13, 12, 14, 0)
    with open_ledger(tmp_path / "new.sqlite", offline=True) as ledger:
        assert not list(problems(ledger))
        for number in range(12):
            assert ledger.answer(question(number, size)[0]) == answer(number, size)


def test_what_only_the_log_holds_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    with open_ledger(path) as ledger:
        key, body = question(1, 9000)
        ledger.keep(ledger.send(key, "here", "m", body), answer(1, 9000), TokenCounts())
        for name in ("l.sqlite", "l.sqlite-wal"):
            (tmp_path / f"copy-{name}").write_bytes((tmp_path / name).read_bytes())
    (tmp_path / "copy-l.sqlite-wal").rename(tmp_path / "copy.sqlite-wal")
    (tmp_path / "copy-l.sqlite").rename(tmp_path / "copy.sqlite")
    assert recover(tmp_path / "copy.sqlite", tmp_path / "new.sqlite").answers == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("sent", "1.1e11"), ("sent", "-1"), ("finished", "9e999"), ("finished", "x'ff'"), ("retry_after", "-5"),
        ("status", "1.5"), ("prompt_tokens", "'many'"), ("completion_tokens", "x'ff'"), ("cached_tokens", "'many'"),
        ("id", "-9223372036854775808"),
    ],
)  # fmt: skip
def test_what_is_recovered_can_be_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, column: str, value: str
) -> None:
    """A row with a value that its column cannot hold is left out, and counted."""
    path, new = filled(tmp_path / "l.sqlite", 5), tmp_path / "new.sqlite"
    with sqlite3.connect(path) as raw:
        raw.execute(f"UPDATE attempts SET {column} = {value} WHERE id = (SELECT max(id) FROM attempts)")
    raw.close()
    saved = recover(path, new)
    assert (saved.attempts, saved.refused) == (6, 1)
    with open_ledger(new, offline=True) as ledger:
        assert not list(problems(ledger))
    assert len(exported(new, monkeypatch, tmp_path / "all.jsonl")) == 6


def pages_of(path: Path) -> list[bytes]:
    """The pages of a ledger, with those of its log."""
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    content = path.read_bytes()
    return [content[at : at + 4096] for at in range(0, len(content), 4096)]


def leaf(content: bytes, pointers: Sequence[int]) -> bytes:
    """A leaf of a table that ends with `content`, and says that cells begin where the pointers say."""
    head = b"\x0d\0\0" + struct.pack(">HHB", len(pointers), 0, 0) + struct.pack(f">{len(pointers)}H", *pointers)
    return head + bytes(4096 - len(head) - len(content)) + content


CHAIN: Final = 40
"""Overflow pages of a row that has 489 bytes in its leaf, the least, and 4,092 in each of them."""
LONG: Final = b"\x8a\x82\x49\x07" + bytes(489)
"""The cell of such a row, of 164,169 bytes, without the page with which its chain begins."""
ANYWHERE: Final = b"\x8f\x50" * 1400
"""At every second byte a cell begins, of 2,000 bytes and number 2,000."""


@pytest.mark.parametrize("kind", ["one cell", "one chain", "overlapping cells"])
def test_what_is_read_grows_as_the_file_whatever_its_pages_say_of_one_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = filled(tmp_path / "l.sqlite", 20, 3000)
    pages = pages_of(path)
    first = len(pages) + 1
    cell = LONG + struct.pack(">I", first)
    page = {
        "one cell": leaf(cell, [4096 - len(cell)] * 1000),
        "one chain": leaf(cell * 8, range(4096 - 8 * len(cell), 4096, len(cell))),
        "overlapping cells": leaf(ANYWHERE, range(1296, 2096, 2)),
    }[kind]
    chain = [struct.pack(">I", first + at + 1) + bytes(4092) for at in range(CHAIN)]
    path.write_bytes(b"".join([*pages, *chain, *[page] * 40]))
    read: list[int] = []
    record = recovering._record

    def counted(payload: bytes) -> Any:
        read.append(len(payload))
        return record(payload)

    monkeypatch.setattr(recovering, "_record", counted)
    saved = recover(path, tmp_path / "new.sqlite")
    assert (saved.questions, saved.answers, saved.attempts) == (21, 20, 22)
    assert sum(read) <= 8 * path.stat().st_size


def test_a_freed_leaf_takes_nothing_from_the_rows_that_have_its_pages_now(tmp_path: Path) -> None:
    """It still names overflow pages which are others' by now; here it stands in place of an index, before them."""
    path = filled(tmp_path / "l.sqlite", 8, 9000)
    pages = pages_of(path)
    index = next(at for at, page in enumerate(pages) if page[0] == 0x0A)
    for freed in [page for page in pages if page[0] == 0x0D and page.count(b"done")]:
        pages[index] = freed.replace(b"done", b"gone")
        path.write_bytes(b"".join(pages))
        new = tmp_path / f"{len(list(tmp_path.iterdir()))}.sqlite"
        saved = recover(path, new)
        assert (saved.questions, saved.answers) == (9, 8)
        assert saved.refused


@pytest.mark.parametrize("seed", range(6))
def test_flipped_pages_cost_only_what_they_held(tmp_path: Path, seed: int) -> None:
    path = filled(tmp_path / "l.sqlite", 80, 900)
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(4):  # the first page, with the tables' own table, among them
        page = chance.choice([0, *range(len(content) // 4096)])
        content[page * 4096 : page * 4096 + 2048] = chance.randbytes(2048)
    path.write_bytes(content)
    damaged = path.read_bytes()
    saved = recover(path, tmp_path / "new.sqlite")
    assert path.read_bytes() == damaged
    assert 40 <= saved.answers <= 80
    with open_ledger(tmp_path / "new.sqlite") as ledger:  # a run goes on with it
        assert not list(problems(ledger))
        kept = [number for number in range(80) if ledger.answer(question(number, 900)[0]) is not None]
        assert all(ledger.answer(question(number, 900)[0]) == answer(number, 900) for number in kept)
        assert len(kept) == saved.answers


def test_the_command_says_what_it_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(tmp_path / "l.sqlite", 5)
    assert run(monkeypatch, "recover", path, "--to", tmp_path / "new.sqlite") == 0
    assert "6 questions, 5 answers, 7 attempts saved" in capsys.readouterr().err


def test_nothing_is_overwritten_and_nothing_found_is_told(tmp_path: Path) -> None:
    path = filled(tmp_path / "l.sqlite", 2)
    with pytest.raises(UsageError, match="exists"):
        recover(path, path)
    with pytest.raises(UsageError, match="no file"):
        recover(tmp_path / "none", tmp_path / "new")
    (tmp_path / "noise").write_bytes(os.urandom(50_000))
    with pytest.raises(DataError, match="no question"):
        recover(tmp_path / "noise", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def taught(path: Path) -> Path:
    with open_ledger(path) as ledger:
        learn(ledger, "here", "m", [("without", "seed", "asked without seed"), ("system", False, "no system role")])
        learn(ledger, "there", "m", [("without", "seed", "asked without seed")])
    return path


@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        ((), []),
        (("without",), [("here", "system")]),
        (("without=seed", "--endpoint", "here"), [("here", "system"), ("there", "without")]),
        (("system=False", "without", "--model", "m"), []),
        (("--endpoint", "there"), [("here", "without"), ("here", "system")]),
    ],
    ids=["all", "a field", "a field of one endpoint", "two fields of one model", "one endpoint"],
)
def test_what_was_learned_is_forgotten(
    arguments: tuple[str, ...], left: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = taught(filled(tmp_path / "l.sqlite", count=3))
    assert run(monkeypatch, "forget", *arguments, "--ledger", path) == 0
    assert capsys.readouterr().out.count("is forgotten") == 3 - len(left)
    with open_ledger(path, offline=True) as ledger:
        assert [(kept.endpoint, kept.field) for kept in kept_lessons(ledger)] == left
        assert ledger.stats().answers == 3


@pytest.mark.parametrize("learned", [1.1e11, -1.0, None])
def test_a_lesson_of_no_moment_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], learned: float | None
) -> None:
    lines = exported(taught(filled(tmp_path / "l.sqlite", count=1)), monkeypatch, tmp_path / "all.jsonl")
    (tmp_path / "odd.jsonl").write_text(json.dumps(lines[0] | {"learned": learned}), "utf-8")
    assert run(monkeypatch, "import", tmp_path / "odd.jsonl", "--ledger", tmp_path / "new.sqlite") == 5
    assert "line 1: no lesson about an endpoint" in capsys.readouterr().err


def test_what_was_never_learned_cannot_be_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled(tmp_path / "l.sqlite", count=1)
    assert run(monkeypatch, "forget", "--ledger", path) == 0
    assert "nothing was learned" in capsys.readouterr().out
    assert run(monkeypatch, "forget", "format", "--ledger", taught(path)) == 2
    assert "what was learned is system=False, without=seed" in capsys.readouterr().err
    assert run(monkeypatch, "forget", "--ledger", tmp_path / "none.sqlite") == 2
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize("command", [("status",), ("collect",), ("cancel",), ("forget", "1")], ids=" ".join)
def test_batches_of_no_ledger_are_told_in_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    path = tmp_path / "none.sqlite"
    words = f"memcon: there is no ledger at {str(path)!r}: --ledger names the one that the batches were sent from\n"
    for there in (False, True):
        if there:
            path.touch()
        monkeypatch.setattr(sys, "argv", ["memcon", "batch", *command, "--ledger", str(path)])
        with pytest.raises(SystemExit) as ended:
            main()
        assert (ended.value.code, capsys.readouterr().err) == (2, words)
    assert path.stat().st_size == 0, "no ledger is made of it"


@pytest.mark.parametrize("command", ["merge", "recover"])
def test_a_limit_on_files_is_told_and_leaves_nothing(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = filled(tmp_path / "l.sqlite")
    monkeypatch.setattr(sys, "argv", ["memcon", "ledger", command, str(path), "--to", str(tmp_path / "m.sqlite")])
    before = sorted(tmp_path.iterdir())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, hard))
    try:
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    told = capsys.readouterr().err
    assert (ended.value.code, "m.sqlite: the ledger cannot be" in told, ".tmp" in told) == (74, True, False)
    assert "its disk is full, or takes no more" in told
    assert sorted(tmp_path.iterdir()) == before


def test_an_export_never_takes_the_place_of_what_keeps_answers_out_of_a_repository(
    memcon: Command, tmp_path: Path
) -> None:
    path = filled(tmp_path / ".memcon" / "ledger.sqlite", 2)
    own = path.with_name(".gitignore")
    ran = memcon("ledger", "export", "--ledger", path, "-o", own)
    assert (ran.code, own.read_text(), "keeps files out of a repository" in ran.err) == (2, "*\n", True)
