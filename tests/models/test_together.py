"""Writes that wait together are committed together; each caller learns of its own rows alone."""

import asyncio
import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from helpers.fault_server import completion
from memcon.errors import DataError, DiskError
from memcon.models.ledger import place, rows
from memcon.models.ledger.merge import merge_ledgers
from memcon.models.ledger.store import Ledger, canonical_of, open_ledger, question_key
from memcon.models.ledger.together import Together
from memcon.models.tokens import TokenCounts

ANSWER = b'{"choices":[{"message":{"content":"{}"}}]}'


def noted(ledger: Ledger, key: str) -> "partial[int]":
    return partial(rows.sent, run=ledger.run, key=key, label="here", model="m", body=b"{}")


def commits(ledger: Ledger) -> list[str]:
    """The statements of the writer that end a transaction, as they come."""
    seen: list[str] = []
    ledger._writer.set_trace_callback(lambda sql: seen.append(sql) if sql in {"COMMIT", "ROLLBACK"} else None)
    return seen


async def test_calls_that_wait_share_a_commit(ledger: Ledger) -> None:
    seen, writes = commits(ledger), Together(ledger)
    numbers = await asyncio.gather(*(writes.put(noted(ledger, f"{at:064x}")) for at in range(50)))
    assert sorted(numbers) == list(range(1, 51))
    assert len(seen) <= 2  # what came first, and what waited for it
    await asyncio.gather(
        *(writes.put(partial(rows.kept, attempt=at, body=ANSWER, tokens=TokenCounts())) for at in numbers)
    )
    assert ledger.stats().answers == 50
    assert len(seen) <= 4


async def test_rows_are_on_the_disk_when_their_caller_goes_on(ledger: Ledger) -> None:
    writes = Together(ledger)

    async def one(at: int) -> None:
        number = await writes.put(noted(ledger, f"{at:064x}"))
        with sqlite3.connect(f"file:{ledger.path}?mode=ro", uri=True) as other:
            assert other.execute("SELECT state FROM attempts WHERE id = ?", (number,)).fetchone() == ("sent",)

    await asyncio.gather(*map(one, range(8)))


async def test_what_cannot_be_written_harms_no_other(ledger: Ledger) -> None:
    writes = Together(ledger)

    def wrong(writer: sqlite3.Connection) -> None:
        writer.execute("INSERT INTO attempts(key, run, state, sent) VALUES ('nobody asked', 'r', 'sent', 1)")

    found = await asyncio.gather(
        writes.put(noted(ledger, "a" * 64)), writes.put(wrong), writes.put(noted(ledger, "b" * 64)),
        return_exceptions=True,
    )  # fmt: skip
    assert isinstance(found[1], DataError)
    assert ledger.stats().questions == ledger.stats().attempts == 2


async def test_a_full_disk_is_told_to_everyone(ledger: Ledger) -> None:
    writes = Together(ledger)
    (pages,) = ledger._writer.execute("PRAGMA page_count").fetchone()
    ledger._writer.execute(f"PRAGMA max_page_count = {pages}")
    long = [partial(rows.sent, run="r", key=f"{at}", label="l", model="m", body=os.urandom(50_000)) for at in range(3)]
    found = await asyncio.gather(*(writes.put(write) for write in long), return_exceptions=True)
    assert [type(one) for one in found] == [DiskError] * 3
    assert ledger.stats().attempts == 0


async def test_a_caller_that_is_cancelled_leaves_its_rows(ledger: Ledger) -> None:
    writes = Together(ledger)
    gone = asyncio.create_task(writes.put(noted(ledger, "a" * 64)))
    await asyncio.sleep(0)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert await writes.put(noted(ledger, "b" * 64))
    assert ledger.stats().attempts == 2


def answered(attempt: int, body: bytes) -> "partial[None]":
    return partial(rows.kept, attempt=attempt, body=body, tokens=TokenCounts(prompt=7))


def question(at: int) -> bytes:
    return canonical_of({"number": at})


def key(at: int) -> str:
    return question_key("l", question(at))


def long_answers() -> list[bytes]:
    """Return five answers of a model that cannot be packed into less than a page each."""
    return [canonical_of(completion(os.urandom(9_000).hex())) for _ in range(5)]


async def fill(path: Path, bodies: Sequence[bytes]) -> str:
    """Ask so many questions, and answer them when the file has no room left but for the first; return what is told."""
    opened = contextlib.ExitStack()
    ledger = opened.enter_context(open_ledger(path))
    writes = Together(ledger)
    numbers = [
        await writes.put(partial(rows.sent, run=ledger.run, key=key(at), label="l", model="m", body=question(at)))
        for at in range(len(bodies))
    ]
    await writes.put(answered(numbers[0], bodies[0]), of=numbers[0])
    (pages,) = ledger._writer.execute("PRAGMA page_count").fetchone()
    ledger._writer.execute(f"PRAGMA max_page_count = {pages}")
    late = [writes.put(answered(at, body), of=at) for at, body in zip(numbers[1:], bodies[1:], strict=True)]
    found = await asyncio.gather(*late, return_exceptions=True)
    assert {type(one) for one in found} == {DiskError}
    with pytest.raises(DiskError, match="nothing more is asked"):
        ledger.check_place()
    with pytest.raises(DiskError) as ended:
        opened.close()
    return str(ended.value)


@pytest.mark.parametrize(("to", "order"), [("new.sqlite", 1), ("new.sqlite", -1), ("ledger.sqlite", 1)])
async def test_what_is_paid_when_the_file_is_full_lies_beside_it(tmp_path: Path, to: str, order: int) -> None:
    """As calls in flight when a limit is reached: 29 of 30 answers were lost, and the message said that all is kept."""
    bodies = long_answers()
    told = await fill(path := tmp_path / "ledger.sqlite", bodies)
    (saved,) = tmp_path.glob("ledger.sqlite.saved-*")
    assert saved.stat().st_mode & 0o777 == 0o600
    assert f"4 answers that came since lie in {saved}: `memcon ledger merge {saved} --to {path}` brings them in" in told
    assert "lost" not in told
    assert "what is paid is kept" not in told
    with open_ledger(tmp_path / to) as whole:
        merged = merge_ledgers(whole, [saved] if to == path.name else [path, saved][::order])
        assert merged.answers == (4 if to == path.name else 5)
        assert [whole.answer(key(at)) for at in range(5)] == bodies
        assert (whole.stats().attempts, whole.stats().uncertain, whole.stats().prompt_tokens) == (5, 0, 35)


@pytest.mark.parametrize(("taken", "says"), [
    ([1, 0, 1, 0, 0], "2 answers that came since lie in {0} {0}.2: "),
    ([0, 0, 0, 0], "; 4 answers that came since could be written nowhere, and are lost"),
    ([0, 1, 0, 0, 0, 0], "; 3 answers that came since could be written nowhere, and are lost"),
])  # fmt: skip
async def test_a_file_beside_that_takes_no_more_is_followed_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: list[int], says: str
) -> None:
    copy, tries = place._copy, iter([*taken, *[0] * 9])

    def full(*told: Any) -> None:
        if not next(tries):
            raise sqlite3.OperationalError("database or disk is full")
        copy(*told)

    monkeypatch.setattr(place, "_copy", full)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "elsewhere"))
    told = await fill(tmp_path / "ledger.sqlite", long_answers())
    saved = sorted(tmp_path.rglob("ledger.sqlite.saved-*"))
    assert says.format(*saved) in told
    assert bool(saved) == any(taken)


async def test_where_the_folder_of_a_ledger_takes_no_more_the_temporary_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk, of which the temporary folder is no part."""
    copy, bodies, elsewhere = place._copy, long_answers(), tmp_path / "elsewhere"

    def full(path: Path, *told: Any) -> None:
        if path.parent == tmp_path:
            path.touch()
            raise sqlite3.OperationalError("database or disk is full")
        copy(path, *told)

    monkeypatch.setattr(place, "_copy", full)
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    told = await fill(path := tmp_path / "ledger.sqlite", bodies)
    (saved,) = tmp_path.rglob("ledger.sqlite.saved-*")
    assert saved.parent == elsewhere
    assert saved.stat().st_mode & 0o777 == 0o600
    assert f"4 answers that came since lie in {saved}: `memcon ledger merge {saved} --to {path}` brings them in" in told
    with open_ledger(path) as whole:
        assert merge_ledgers(whole, [saved]).answers == 4
        assert [whole.answer(key(at)) for at in range(5)] == bodies
