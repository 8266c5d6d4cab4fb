"""The ledger keeps what was paid, through crashes, damage and other programs."""

import asyncio
import contextlib
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from helpers.fault_server import completion, fault_server, says, waits
from memcon.errors import DataError, DiskError, LockedError, MemconError, UsageError
from memcon.models.failure import Failure
from memcon.models.ledger.file import translated
from memcon.models.ledger.lock import check_writable, locked
from memcon.models.ledger.store import Ledger, canonical, open_ledger, question_key
from memcon.models.tokens import TokenCounts

BODY = canonical(b'{"model": "m", "messages": []}')
KEY = question_key("here", BODY)
ANSWER = json.dumps(completion("words é \u2028")).encode()


def ask(ledger: Ledger, key: str = KEY) -> int:
    return ledger.send(key, "here", "m", BODY)


def test_an_answer_comes_back_byte_for_byte_also_later(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "ledger.sqlite"
    with open_ledger(path) as ledger:
        assert ledger.answer(KEY) is None
        ledger.keep(ask(ledger), ANSWER, TokenCounts(prompt=7, completion=3, cached=2, model="served"))
        assert ledger.answer(KEY) == ANSWER
    with open_ledger(path) as ledger:
        assert ledger.answer(KEY) == ANSWER
        assert ledger.answer(question_key("there", BODY)) is None
        assert ledger.uncertain == 0


def test_a_new_folder_is_kept_out_of_git_and_an_old_one_left_alone(tmp_path: Path) -> None:
    with open_ledger(tmp_path / ".memcon" / "ledger.sqlite"), open_ledger(tmp_path / "ledger.sqlite"):
        pass
    assert (tmp_path / ".memcon" / ".gitignore").read_text() == "*\n"
    assert not (tmp_path / ".gitignore").exists()


def test_failures_are_attempts_and_no_answers(ledger: Ledger) -> None:
    limited = Failure(family="rate", kind="rate_limit", detail="429: slow down", status=429, retry_after=2.0)
    ledger.fail(ask(ledger), limited, b'{"error": 1}')
    ledger.fail(ask(ledger), Failure(family="transient", kind="cut", detail="ReadError", uncertain=True))
    assert ledger.answer(KEY) is None
    ledger.keep(ask(ledger), ANSWER, TokenCounts(prompt=7))
    stats = ledger.stats()
    assert (stats.questions, stats.answers, stats.attempts, stats.failed, stats.uncertain) == (1, 1, 3, 1, 1)
    assert (stats.prompt_tokens, stats.completion_tokens) == (7, 0)
    assert stats.bytes > 0


def test_a_second_answer_does_not_replace_the_first(ledger: Ledger) -> None:
    first, second = ask(ledger), ask(ledger)
    ledger.keep(second, ANSWER, TokenCounts())
    ledger.keep(first, b"another", TokenCounts())
    assert ledger.answer(KEY) == ANSWER
    assert (ledger.stats().answers, ledger.stats().failed) == (1, 1)


def test_commits_are_forced_to_disk(ledger: Ledger) -> None:
    with ledger.writing() as writer:
        assert writer.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
        assert writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)


# --- one writer ---


def test_a_second_run_is_told_who_holds_the_ledger(ledger: Ledger) -> None:
    with pytest.raises(LockedError, match=f"held by process {os.getpid()} on") as error, open_ledger(ledger.path):
        pass
    assert error.value.exit_code == 75


@pytest.mark.parametrize("content", [
    b"SQLite format 3\0", b"[[package]]\nname = 'uv'\n", b"\xff", b"\n", b"process 7\n", b"1234",
    b"process 7 on here since 2026-05-01 12:00:00\nprocess 8 on here since 2026-05-01 12:00:00\n",
    b"process 7 on " + b"x" * 2_000 + b" since 2026-05-01 12:00:00\n",
])  # fmt: skip
def test_another_file_with_the_name_of_a_lock_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    """As `--ledger uv` beside `uv.lock`: the lock's line was written over what stood there."""
    lock = tmp_path / "uv.lock"
    lock.write_bytes(content)
    refused(tmp_path / "uv", UsageError, r"its lock would be 'uv\.lock', and that is another file")
    with pytest.raises(UsageError, match="another file"):
        check_writable(tmp_path / "uv")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == {lock: content}


@pytest.mark.parametrize("content", [b"\0" * 60, b"proc", b"process 12 on ho", b"process 12 on here since 2026-0\0\0"])
def test_what_a_power_cut_leaves_of_a_lock_is_one(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "l.lock").write_bytes(content)
    check_writable(tmp_path / "l")
    with open_ledger(tmp_path / "l"):
        assert (tmp_path / "l.lock").read_bytes().startswith(b"process ")


def test_the_ledger_of_another_is_no_lock(tmp_path: Path) -> None:
    """Also while it is in use: three paid answers were gone."""
    with open_ledger(tmp_path / "l.lock") as ledger:
        ledger.keep(ask(ledger), b"{}", TokenCounts())
        refused(tmp_path / "l", UsageError, "another file")
    refused(tmp_path / "l", UsageError, "another file")
    assert not (tmp_path / "l").exists()
    with open_ledger(tmp_path / "l.lock") as ledger:
        assert ledger.answer(KEY) == b"{}"


@pytest.mark.parametrize("content", [b"", b"process 7 on here.local since 2026-05-01 12:00:00\n"])
def test_a_lock_that_nobody_holds_is_taken(tmp_path: Path, content: bytes) -> None:
    lock = tmp_path / "l.lock"
    lock.write_bytes(content)
    with open_ledger(tmp_path / "l"):
        held = lock.read_bytes()
    assert held.startswith(f"process {os.getpid()} on ".encode())
    assert lock.read_bytes() == held
    with open_ledger(tmp_path / "l"):
        pass


def test_a_disk_that_is_full_when_the_lock_is_taken_is_told_as_such(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))  # a file may be made, and nothing written into it
    try:
        with pytest.raises(DiskError, match=r"ledger\.sqlite: the ledger cannot be read or written"):  # noqa: SIM117
            with locked(tmp_path / "ledger.sqlite"):
                pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_is_no_ledger_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("Presidents met.\n" * 100, "utf-8")
    os.mkfifo(tmp_path / "pipe")
    with contextlib.closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE t(x)")
    before = sorted(tmp_path.iterdir())
    for path in before:
        with pytest.raises((DataError, DiskError)), open_ledger(path):
            pass
        assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("path", ["pipe", "/dev/zero"])
def test_no_file_is_told_as_such_to_who_reads(tmp_path: Path, path: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="is no ledger, but a pipe"), open_ledger(tmp_path / path, offline=True):
        pass


def test_a_ledger_in_a_folder_for_reading_only_is_told_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "l.sqlite").write_bytes(b"")
    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(DiskError, match="for reading only: copy the ledger"), translated(tmp_path / "l.sqlite"):
        raise error


def test_a_reader_needs_no_lock_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path) as ledger:
        ledger.keep(ask(ledger), ANSWER, TokenCounts())
        with open_ledger(path, offline=True) as reader:
            assert reader.answer(KEY) == ANSWER
            with pytest.raises(UsageError, match="reading only"):
                ask(reader)
    with open_ledger(path, offline=True) as reader:
        assert reader.answer(KEY) == ANSWER


def test_offline_without_a_ledger_is_an_error_of_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no ledger"), open_ledger(tmp_path / "none.sqlite", offline=True):
        pass
    assert list(tmp_path.iterdir()) == []


# --- crashes ---

ASK_ONE = """
    import asyncio, sys
    from pathlib import Path
    from memcon.models.base import ModelAnswer
    from memcon.models.spec import choose_spec
    from memcon.models.ledger.store import open_ledger
    from memcon.models.client import open_model
    from memcon.models.base import Message, Prompt

    class Word(ModelAnswer):
        word: str

    async def main():
        spec = choose_spec("m", sys.argv[2], {})
        with open_ledger(Path(sys.argv[1])) as ledger:
            async with open_model(spec, ledger, env={}) as model:
                for text in "one", "two":
                    prompt = Prompt(version="t@0", messages=(Message("user", text),), max_tokens=9)
                    print(text, (await model.fill(Word, prompt)).word, flush=True)
                print(f"calls {model.usage.calls}, earlier {ledger.uncertain}")

    asyncio.run(main())
"""


async def test_a_killed_run_pays_again_only_for_what_was_in_flight(tmp_path: Path) -> None:
    """SIGKILL while the second of two questions is in flight: the first is never asked again."""
    path = tmp_path / "ledger.sqlite"
    word = says('{"word": "yes"}')

    async def run(url: str) -> asyncio.subprocess.Process:
        program = [sys.executable, "-c", textwrap.dedent(ASK_ONE), str(path), url]
        return await asyncio.create_subprocess_exec(*program, stdout=subprocess.PIPE)

    async with fault_server([word, waits(asyncio.Event(), word), word]) as server:
        first = await run(server.url)
        while server.calls < 2 and first.returncode is None:
            await asyncio.sleep(0.01)
        first.send_signal(signal.SIGKILL)
        assert await first.wait() == -signal.SIGKILL
        second = await run(server.url)
        out, _ = await second.communicate()
        assert out.decode().splitlines() == ["one yes", "two yes", "calls 1, earlier 1"]
    with open_ledger(path) as ledger:
        stats = ledger.stats()
        assert (stats.answers, stats.attempts, stats.uncertain) == (2, 3, 1)
        assert ledger.read("PRAGMA integrity_check") == [("ok",)]


def test_a_full_disk_is_a_disk_error_and_loses_nothing(ledger: Ledger) -> None:
    ledger.keep(ask(ledger), ANSWER, TokenCounts())
    with ledger.writing() as writer:
        writer.execute("PRAGMA max_page_count = 1")
    with pytest.raises(DiskError, match="full") as error:
        ledger.send("other", "here", "m", os.urandom(100_000))
    assert error.value.exit_code == 74
    with ledger.writing() as writer:
        writer.execute("PRAGMA max_page_count = 1000000")
    assert ledger.answer(KEY) == ANSWER
    assert ledger.stats().attempts == 1


# --- what is no ledger ---


def refused(path: Path, error: type[MemconError], says: str, *, offline: bool = False) -> None:
    with pytest.raises(error, match=says), open_ledger(path, offline=offline):
        pass


def test_places_where_no_ledger_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    refused(tmp_path / "file" / "ledger.sqlite", DiskError, "cannot be read or written")
    refused(tmp_path, UsageError, "folder")
    refused(Path("-"), UsageError, "the ledger '-' is no file")
    refused(Path("-"), UsageError, "the ledger '-' is no file", offline=True)


def test_an_empty_file_is_a_ledger_that_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.touch()
    with pytest.raises(UsageError, match="no run has asked anything yet"), open_ledger(path, offline=True):
        pass
    with open_ledger(path) as ledger:
        assert ledger.stats().attempts == 0


def test_other_files_are_not_touched(tmp_path: Path) -> None:
    text, other, newer, none = (tmp_path / name for name in ("a.txt", "b.sqlite", "c.sqlite", "d.sqlite"))
    text.write_text("an article, and not a ledger\n" * 100)
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE mine(x)")
    database.close()
    with open_ledger(newer) as ledger, ledger.writing() as writer:
        writer.execute("PRAGMA user_version = 99")
    with open_ledger(none) as ledger, ledger.writing() as writer:
        writer.execute("PRAGMA user_version = -1")
    before = {path: path.read_bytes() for path in (text, other, newer, none)}
    refused(text, DataError, "no ledger, or one whose beginning is damaged: .*recover")
    refused(other, DataError, "not a ledger")
    refused(newer, DataError, "newer memcon")
    refused(none, DataError, "version -1")
    for path, content in before.items():
        refused(path, DataError, str(path), offline=True)
        assert path.read_bytes() == content


def test_a_damaged_answer_is_found_when_it_is_read(ledger: Ledger) -> None:
    ledger.keep(ask(ledger), ANSWER, TokenCounts())
    body = bytearray(ledger.read("SELECT body FROM attempts")[0][0])
    body[len(body) // 2] ^= 1
    with ledger.writing() as writer:
        writer.execute("UPDATE attempts SET body = ?", (bytes(body),))
    with pytest.raises(DataError, match=r"damaged.*recover") as error:
        ledger.answer(KEY)
    assert error.value.exit_code == 5


def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path) as ledger:
        ledger.keep(ask(ledger), ANSWER, TokenCounts())
    damaged = path.read_bytes()[:100] + b"\xff" * 4000 + path.read_bytes()[4100:]
    path.write_bytes(damaged)
    refused(path, DataError, "damaged")
    assert path.read_bytes() == damaged


# --- keys ---


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(max_size=5), st.one_of(st.text(max_size=5), st.integers(), st.none()), max_size=5))
def test_a_key_depends_on_values_alone(body: dict[str, object]) -> None:
    straight = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
    turned = json.dumps(dict(reversed(body.items())), indent=3).encode()
    assert canonical(straight) == canonical(turned)
    assert canonical(canonical(straight)) == canonical(straight)
    assert question_key("a", canonical(straight)) != question_key("b", canonical(straight))


def test_the_key_is_the_one_that_old_ledgers_hold() -> None:
    # Pinned: another way to make keys would pay for every answer again.
    assert KEY == "22fe80f31a152977c3db7a0cf7850659a7c07a0522fcf48546d33ef7a076081d"


# --- whatever happens, in whatever order ---


class AnyHistory(RuleBasedStateMachine):
    """Questions sent, answered, failed and interrupted; what was kept is given back, and all is counted."""

    open_calls: Bundle[tuple[int, str]] = Bundle("open_calls")

    def __init__(self) -> None:
        super().__init__()
        memory = Path("/dev/shm")
        self.folder = tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None)
        self.path = Path(self.folder.name) / "ledger.sqlite"
        self.answers: dict[str, bytes] = {}
        self.asked: set[str] = set()
        self.pending: set[int] = set()
        self.attempts = self.lost = 0
        self.restart()

    @rule(target=open_calls, name=st.sampled_from("abc"))
    def send(self, name: str) -> tuple[int, str]:
        key = question_key(name, BODY)
        attempt = self.ledger.send(key, name, "m", BODY)
        self.asked.add(key)
        self.pending.add(attempt)
        self.attempts += 1
        return attempt, key

    @rule(call=consumes(open_calls), body=st.binary(min_size=1, max_size=20))
    def keep(self, call: tuple[int, str], body: bytes) -> None:
        attempt, key = call
        if attempt in self.pending:
            self.ledger.keep(attempt, body, TokenCounts(prompt=1))
            self.answers.setdefault(key, body)
            self.pending.discard(attempt)

    @rule(call=consumes(open_calls), uncertain=st.booleans())
    def fail(self, call: tuple[int, str], uncertain: bool) -> None:  # noqa: FBT001
        if call[0] in self.pending:
            self.ledger.fail(call[0], Failure(family="transient", kind="cut", detail="", uncertain=uncertain))
            self.lost += uncertain
            self.pending.discard(call[0])

    @rule()
    def crash(self) -> None:
        """The process ends; its calls in flight are uncertain from now on."""
        self.opened.close()
        self.restart()
        assert self.ledger.uncertain == len(self.pending)
        self.lost += len(self.pending)
        self.pending.clear()

    def restart(self) -> None:
        self.opened = contextlib.ExitStack()
        self.ledger = self.opened.enter_context(open_ledger(self.path))

    @invariant()
    def what_was_kept_is_given_back(self) -> None:
        for key in self.asked:
            assert self.ledger.answer(key) == self.answers.get(key)
        stats = self.ledger.stats()
        assert (stats.questions, stats.answers, stats.attempts) == (len(self.asked), len(self.answers), self.attempts)
        assert stats.uncertain == self.lost + len(self.pending)

    def teardown(self) -> None:
        self.opened.close()
        self.folder.cleanup()


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
