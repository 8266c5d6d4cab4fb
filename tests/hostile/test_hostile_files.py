"""Files that are not what they seem: links, pipes, devices, second names, logs without a ledger. None is destroyed."""

import json
import os
import shutil
import sqlite3
import stat
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.fault_server import Asked, Reply
from helpers.harness import good, number_in, text_of
from helpers.scripted import serving
from memcon.articles.sources import count_articles, find_sources
from memcon.errors import DataError, DiskError, LockedError, MemconError, UsageError
from memcon.models.failure import Failure
from memcon.models.ledger.exchange import Given, import_answers
from memcon.models.ledger.file import translated
from memcon.models.ledger.lock import locked
from memcon.models.ledger.recover import recover
from memcon.models.ledger.store import Ledger, open_ledger, question_key
from memcon.models.response import read_tokens
from memcon.models.tokens import TokenCounts
from memcon.outputs.atomic import write_bytes
from memcon.outputs.decisions import opened, read_decisions

pytestmark = pytest.mark.hostile

QUESTION = b'{"model":"m"}'
KEY = question_key("here", QUESTION)
ANSWER = b'{"choices":[{"message":{"content":"yes"}}]}'


def paid(path: Path) -> None:
    """Make a ledger at `path` that holds one answer."""
    with open_ledger(path) as ledger:
        pay(ledger)


def pay(ledger: Ledger) -> None:
    ledger.keep(ledger.send(KEY, "here", "m", QUESTION), ANSWER, TokenCounts())


def crashed(path: Path) -> None:
    """Make a ledger at `path` as a crash leaves it: its answer is in the log alone."""
    alive = path.with_name("alive")
    with open_ledger(alive) as ledger:
        pay(ledger)
        for end in ("", "-wal"):
            shutil.copy(f"{alive}{end}", f"{path}{end}")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.mark.parametrize("name", ["ledger.sqlite.lock"])
@pytest.mark.parametrize("how", ["link", "second name", "pipe", "folder"])
def test_a_lock_that_is_something_else_is_refused_and_left(ledger: Path, name: str, how: str) -> None:
    victim, lock = ledger.with_name("thesis.txt"), ledger.with_name(name)
    victim.write_text("years of work\n")
    makes: dict[str, Callable[[], object]] = {
        "link": lambda: lock.symlink_to(victim), "second name": lambda: lock.hardlink_to(victim),
        "pipe": lambda: os.mkfifo(lock), "folder": lock.mkdir,
    }  # fmt: skip
    makes[how]()
    with pytest.raises(DiskError), open_ledger(ledger):
        pass
    assert victim.read_text() == "years of work\n"


def test_a_link_to_a_ledger_is_that_ledger(ledger: Path) -> None:
    other = ledger.with_name("other.sqlite")
    other.symlink_to(ledger)
    paid(other)
    assert not list(ledger.parent.glob("other.sqlite-*"))
    with open_ledger(ledger), pytest.raises(LockedError), open_ledger(other):
        pass
    with open_ledger(other, offline=True) as reader:
        assert reader.answer(KEY) == ANSWER


def test_a_ledger_with_two_names_is_written_under_neither(ledger: Path) -> None:
    paid(ledger)
    other = ledger.with_name("other.sqlite")
    with open_ledger(ledger) as first:
        other.hardlink_to(ledger)
        with pytest.raises((LockedError, DiskError)), open_ledger(other):
            pass
        assert first.answer(KEY) == ANSWER
    with pytest.raises(DiskError, match="hard links"), open_ledger(other):
        pass
    with open_ledger(other, offline=True) as reader:
        assert reader.answer(KEY) == ANSWER


def test_the_lock_is_on_the_file_and_not_on_its_name_alone(ledger: Path) -> None:
    with locked(ledger):
        moved = ledger.with_name("moved.sqlite")
        ledger.rename(moved)
        with pytest.raises(LockedError, match="under another name"), locked(moved):
            pass


@pytest.mark.parametrize("empty", [True, False])
def test_a_log_without_its_ledger_is_refused_and_can_be_saved(ledger: Path, *, empty: bool) -> None:
    crashed(ledger)
    log = ledger.with_name("ledger.sqlite-wal")
    before = log.read_bytes()
    ledger.unlink()
    if empty:
        ledger.touch()
    with pytest.raises(DataError, match=r"recover .* saves them"), open_ledger(ledger):
        pass
    assert log.read_bytes() == before
    saved = recover(ledger, ledger.with_name("new.sqlite"))
    assert saved.answers == 1


def test_the_ledger_of_a_crash_goes_on_where_it_was(ledger: Path) -> None:
    crashed(ledger)
    with open_ledger(ledger) as opened_again:
        assert opened_again.answer(KEY) == ANSWER


def test_a_main_file_whose_tables_were_in_its_log_is_not_taken_for_new(ledger: Path) -> None:
    with sqlite3.connect(ledger) as raw:  # as ledgers were begun before their tables went into the file itself
        raw.execute("PRAGMA journal_mode = WAL")
    raw.close()
    before = ledger.read_bytes()
    assert before
    for offline in (False, True):
        with pytest.raises(DataError), open_ledger(ledger, offline=offline):
            pass
    assert ledger.read_bytes() == before


def test_a_new_ledger_has_its_tables_in_the_file_itself(ledger: Path) -> None:
    with open_ledger(ledger):
        alone = ledger.with_name("alone.sqlite")
        shutil.copy(ledger, alone)
    with open_ledger(alone, offline=True) as reader:
        assert reader.stats().attempts == 0


@pytest.mark.parametrize("offline", [True, False])
@pytest.mark.parametrize("what", ["zeros", "words", "a pipe", "a link", "a folder"])
def test_a_rollback_journal_beside_a_ledger_is_refused_unread(ledger: Path, what: str, *, offline: bool) -> None:
    crashed(ledger)
    journal = ledger.with_name("ledger.sqlite-journal")
    make: dict[str, Callable[[], object]] = {
        "zeros": lambda: journal.write_bytes(bytes(4096)),
        "words": lambda: journal.write_text("no journal, but words"),
        "a pipe": lambda: os.mkfifo(journal),
        "a link": lambda: journal.symlink_to("nowhere"),
        "a folder": journal.mkdir,
    }
    make[what]()
    before = {path.name: path.read_bytes() for path in ledger.parent.iterdir() if path.is_file()}
    with pytest.raises(DataError, match=r"sqlite-journal .* ledger recover"), open_ledger(ledger, offline=offline):
        pass
    assert {path.name: path.read_bytes() for path in ledger.parent.iterdir() if path.is_file()} == before
    assert os.path.lexists(journal)
    assert recover(ledger, ledger.with_name("new.sqlite")).answers == 1


@pytest.mark.parametrize("offline", [True, False])
@pytest.mark.parametrize("end", ["-wal", "-shm"])
@pytest.mark.parametrize("what", ["a pipe", "a link", "a second name"])
def test_a_log_that_is_no_file_of_its_own_is_refused(ledger: Path, what: str, end: str, *, offline: bool) -> None:
    paid(ledger)
    log, other = ledger.with_name(f"ledger.sqlite{end}"), ledger.with_name("thesis.txt")
    other.write_text("all of it")
    make: dict[str, Callable[[], object]] = {
        "a pipe": lambda: os.mkfifo(log),
        "a link": lambda: log.symlink_to(other),
        "a second name": lambda: log.hardlink_to(other),
    }
    make[what]()
    with pytest.raises(DiskError, match=f"sqlite{end}: "), open_ledger(ledger, offline=offline):
        pass
    assert other.read_text() == "all of it"


def test_a_ledger_killed_while_it_is_begun_is_begun_anew_and_never_has_a_journal(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, states = sqlite3.connect, ledger.with_name("states")

    def watched(*told: Any, **how: Any) -> sqlite3.Connection:
        def keep(statement: str) -> None:
            assert not ledger.with_name("ledger.sqlite-journal").exists(), statement
            state = states / str(len(list(states.iterdir())))
            state.mkdir()
            for path in ledger.parent.glob("ledger.sqlite*"):
                shutil.copy(path, state)

        connection: sqlite3.Connection = real(*told, **how)
        connection.set_trace_callback(keep)
        return connection

    states.mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(sqlite3, "connect", watched)
        with open_ledger(ledger):
            pass
    killed = [state / ledger.name for state in states.iterdir()]
    assert {path.stat().st_size > 4096 for path in killed} == {True, False}
    for path in killed:
        try:
            with open_ledger(path, offline=True) as looked_at:
                assert looked_at.stats().attempts == 0
        except UsageError as error:
            assert "is empty: no run has asked anything yet" in str(error)  # noqa: PT017  it may be whole, too
        paid(path)


def test_nothing_is_made_where_the_log_of_another_ledger_lies(ledger: Path) -> None:
    paid(ledger)
    new = ledger.with_name("new.sqlite")
    for end in ("-wal", "-shm", "-journal"):
        beside = ledger.with_name(f"new.sqlite{end}")
        beside.touch()
        with pytest.raises(UsageError, match=f"new.sqlite{end}' exists"):
            recover(ledger, new)
        beside.unlink()
    assert not new.exists()


def test_what_is_made_is_its_owners_alone(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = os.umask(0o022)
    try:
        with open_ledger(ledger) as opened_ledger:
            pay(opened_ledger)
            made = {path.name: stat.S_IMODE(path.stat().st_mode) for path in ledger.parent.iterdir()}
        assert set(made.values()) == {0o600}, made
        out = ledger.with_name("events.jsonl")
        write_bytes(out, b"")
        with opened(ledger.with_name("review.jsonl")) as review:
            assert stat.S_IMODE(review.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
        out.chmod(0o644)
        write_bytes(out, b"x")
        assert stat.S_IMODE(out.stat().st_mode) == 0o644  # who opened it once need not do so again
        monkeypatch.setenv("MEMCON_FILE_MODE", "0666")
        write_bytes(ledger.with_name("shared.jsonl"), b"")
        assert stat.S_IMODE(ledger.with_name("shared.jsonl").stat().st_mode) == 0o644
        for wrong in ("rw", "9", "77777", "-600"):
            monkeypatch.setenv("MEMCON_FILE_MODE", wrong)
            with pytest.raises(UsageError, match="octal"):
                write_bytes(ledger.with_name("wrong.jsonl"), b"")
        for useless in ("000", "400", "0200", "077", "177"):
            monkeypatch.setenv("MEMCON_FILE_MODE", useless)
            with pytest.raises(UsageError, match="keeps the owner"):
                write_bytes(ledger.with_name("wrong.jsonl"), b"")
        assert not ledger.with_name("wrong.jsonl").exists()
    finally:
        os.umask(old)


# --- pipes and devices ---


def test_a_pipe_as_a_file_of_decisions_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    os.mkfifo(path)
    with pytest.raises(DataError, match="a pipe"):
        read_decisions(path)
    with pytest.raises(MemconError, match="a pipe"), opened(path):
        pass


@pytest.mark.parametrize("command", [("diff", "/dev/zero"), ("diff", "/dev/full")])
def test_a_device_without_end_is_refused(memcon: Command, command: tuple[str, ...]) -> None:
    Path("a.jsonl").write_text("")
    ran = memcon(command[0], "a.jsonl", command[1])
    assert ran.code == 2, ran
    assert "is a device" in ran.err


def test_nothing_is_still_a_side_of_a_diff(memcon: Command) -> None:
    assert memcon("diff", "/dev/null", "/dev/null").code == 0


def test_a_glob_passes_pipes_by_and_none_is_counted_by_reading(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "a.txt").write_text("x")
    assert [source.name for source in find_sources([str(tmp_path / "*")])] == ["a.txt"]
    with pytest.raises(UsageError, match="matches no file"):
        find_sources([str(tmp_path / "*.jsonl")])
    with pytest.raises(ValueError, match="pipe"):
        count_articles([str(tmp_path / "pipe.jsonl")])


# --- damage ---


def test_a_lone_surrogate_in_an_answer_is_kept_and_paid_for_once(ledger: Path) -> None:
    body = b'{"model":"\\ud800m","choices":[{}]}'
    with open_ledger(ledger) as opened_ledger:
        number = opened_ledger.send(KEY, "here", "m", QUESTION)
        opened_ledger.keep(number, body, read_tokens(body))
        other = opened_ledger.send("other", "here", "m", QUESTION)
        opened_ledger.fail(other, Failure(family="article", kind="x", detail="\udfff", status=500))
        assert opened_ledger.answer(KEY) == body
        assert opened_ledger.read("SELECT model FROM attempts WHERE key = ?", KEY) == [("?m",)]


@pytest.mark.parametrize(
    "changed",
    [
        {"sent": "0001-01-01T00:00:00"},
        {"sent": "9999-12-31T23:59:59-14:00"},
        {"prompt_tokens": 2**70},
        {"endpoint": "\ud800"},
        {"question": {"model": "\ud800"}},
    ],
)
def test_a_line_of_an_export_that_cannot_be_is_refused(ledger: Path, changed: dict[str, object]) -> None:
    moment = "2026-01-01T00:00:00+00:00"
    line = {
        "key": KEY, "endpoint": "here", "model": "m", "state": "done", "sent": moment, "finished": moment,
        "question": {"model": "m"}, "answer": {"choices": [{}]},
    }  # fmt: skip
    with open_ledger(ledger) as opened_ledger:
        try:
            import_answers(opened_ledger, [Given("line 1", line | changed)])
        except DataError:
            assert opened_ledger.stats().attempts == 0
        else:
            assert changed == {"sent": "9999-12-31T23:59:59-14:00"}  # a moment, if a late one
            with pytest.raises(DataError, match="moment"):
                opened_ledger_moments(opened_ledger)


def opened_ledger_moments(ledger: Ledger) -> None:
    from memcon.models.ledger.summary import summarize  # noqa: PLC0415

    summarize(ledger)


def test_a_newer_ledger_is_not_made_an_older_one(ledger: Path) -> None:
    paid(ledger)
    data = bytearray(ledger.read_bytes())
    data[60:64] = struct.pack(">I", 99)
    ledger.write_bytes(data)
    with pytest.raises(DataError, match="newer memcon"):
        recover(ledger, ledger.with_name("new.sqlite"))
    assert not ledger.with_name("new.sqlite").exists()


DAMAGES = {
    "a table is gone": "DROP TABLE attempts",
    "a column is gone": "ALTER TABLE attempts DROP COLUMN detail",
    "a body is a number": "UPDATE attempts SET body = 7",
    "a body is text": "UPDATE attempts SET body = 'yes'",
    "text is no UTF-8": "UPDATE attempts SET kind = CAST(x'ff80' AS TEXT)",
    "a moment is none": "UPDATE attempts SET sent = 1e300",
    "a moment is a word": "UPDATE attempts SET sent = 'soon'",
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("command", ["stats", "verify", "export"])
def test_a_damaged_ledger_ends_with_5(memcon: Command, damage: str, command: str) -> None:
    ledger = Path("ledger.sqlite")
    paid(ledger)
    with sqlite3.connect(ledger) as raw:
        raw.execute(DAMAGES[damage])
    raw.close()
    ran = memcon("ledger", command, "--ledger", ledger)
    assert ran.code in {0, 5}, ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("size", [1, 50, 99, 100, 512, 4000, 4096, 5000, 8192, 12_000])
def test_a_ledger_cut_short_ends_with_5(memcon: Command, size: int) -> None:
    ledger = Path("ledger.sqlite")
    paid(ledger)
    ledger.write_bytes(ledger.read_bytes()[:size])
    for command in ("stats", "verify", "export"):
        ran = memcon("ledger", command, "--ledger", ledger)
        assert ran.code == 5, (command, ran)
    assert memcon("extract", "-", "-o", "out", "--ledger", ledger, stdin=b"x").code == 5
    assert ledger.stat().st_size == size


def test_a_name_with_full_in_it_is_no_full_disk(tmp_path: Path) -> None:
    with pytest.raises(DiskError) as told, translated(tmp_path / "full"):
        raise PermissionError(13, "Permission denied", "/data/full/ledger.sqlite")
    assert "the disk is full" not in str(told.value)


@pytest.mark.parametrize("how", ["removed", "renamed", "replaced"])
@pytest.mark.parametrize("after", [2, 3])
def test_a_ledger_that_is_taken_away_costs_nothing_that_is_paid(
    folder: Path, memcon: Command, monkeypatch: pytest.MonkeyPatch, how: str, after: int
) -> None:
    lines = [{"id": f"a{number}", "text": text_of(number), "language": "id"} for number in range(3)]
    (folder / "news.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    ledger, asked = folder / "l.sqlite", 0

    def script(question: Asked) -> Reply:
        nonlocal asked
        asked += 1
        if asked == after:
            if how == "removed":
                for path in folder.glob("l.sqlite*"):
                    path.unlink()
            else:
                ledger.rename(folder / "other.sqlite")
            if how == "replaced":
                ledger.write_bytes(b"")
        return good(number_in(question))

    with serving(script) as server:
        monkeypatch.setenv("MEMCON_BASE_URL", server.url)
        monkeypatch.setenv("MEMCON_MODEL", "scripted")
        command = ("extract", "news.jsonl", "-o", "out", "--concurrency", "1", "--ledger")
        ran = memcon(*command, "l.sqlite")
        (saved,) = folder.glob("l.sqlite.saved-*")
        assert (ran.code, asked, saved.name in ran.err) == (74, after, True), ran.err
        assert saved.stat().st_mode & 0o777 == 0o600
        again = memcon(*command, saved)
    assert (again.code, asked) == (0, 3), again.err
