"""Writes that wait together are committed together; each caller learns of its own rows alone."""

import asyncio
import os
import sqlite3
from functools import partial

import pytest

from memcon.errors import DataError, DiskError
from memcon.models.ledger import rows
from memcon.models.ledger.store import Ledger
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
