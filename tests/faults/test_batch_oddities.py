"""What a provider says of a batch may be anything: what can be kept is kept, and all answers are fetched."""

import asyncio
import datetime as dt
import itertools
import json
import random
import signal
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from runner import start
from test_batch_faults import Batched, answer, at

from helpers.batch_provider import BatchProvider, Course, Done, Fault
from helpers.fault_server import Reply, Writer, hangs_up, sends
from helpers.harness import ARTICLES, KEY, World, fast, world
from helpers.scripted import serving
from memcon._failpoints import KILLED
from memcon.models.batch import office, wire
from memcon.models.batch.results import Told, read_result
from memcon.models.spec import choose_spec

__all__ = ["fast", "world"]

pytestmark = pytest.mark.block_network(allowed_hosts=["127.0.0.1", "localhost", "/.*"])

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def test_odd_lines_of_results_count_as_none_and_all_others_are_kept(world: World) -> None:
    body = {"response": {"status_code": 200, "body": {}}}
    lines = (
        json.dumps({"custom_id": "\ud800", **body}),
        json.dumps({"custom_id": "a" * 70_000, **body}),
        json.dumps({"custom_id": "x", "response": {"status_code": 10**40, "body": {}}}),
    )
    run = Batched(world, BatchProvider(answer, course=lambda _: Course(extra=tuple(map(str.encode, lines)))))
    ran = run.extract()
    assert ran.code == 0, ran.err
    run.holds()


FOREIGN = tuple(
    json.dumps({"custom_id": f"{number:064x}", "response": {"status_code": 400, "body": {}}}).encode()
    for number in range(20_000)
)


def test_lines_of_other_questions_are_counted_and_not_read(world: World) -> None:
    """However many there are, none is searched for the key, judged, looked for in the ledger, or told by itself."""
    seen: list[bytes] = []

    def read(line: bytes, *more: Any) -> Any:
        seen.append(line)
        return read_result(line, *more)

    world.monkeypatch.setattr(office, "read_result", read)
    run = Batched(world, BatchProvider(answer, course=lambda _: Course(extra=FOREIGN)))
    ran = run.extract()
    assert ran.code == 0, ran.err
    assert seen
    assert not {*seen} & {*FOREIGN}
    assert "its file holds 20,000 lines of other questions and 0 that are no results besides" in ran.err
    assert len(ran.err) < 5_000
    run.holds()


def test_a_file_of_other_questions_alone_settles_nothing(world: World) -> None:
    lines = sends(b"\n".join(FOREIGN[:3]))
    run = Batched(world, BatchProvider(answer, fault=at("content", lines, times=20)))
    ran = run.extract()
    assert ran.code == 4, ran.err
    assert "its file of results holds only 3 lines of other questions" in ran.err
    run.provider.fault = lambda _what, _time: None
    ran = run.extract()
    assert ran.code == 0, ran.err
    run.holds()


def written_otherwise(provider: BatchProvider, change: Callable[[dict[str, Any]], list[dict[str, Any]]]) -> Fault:
    """Give each file of results with every line put as `change` does."""

    def fault(what: str, _time: int) -> Reply | None:
        if what != "content":
            return None
        [*_, lines] = (body for name, body in provider.state.files.values() if name == "output_file_id.jsonl")
        changed = [one for line in lines.splitlines() for one in change(json.loads(line))]
        return sends("\n".join(map(json.dumps, changed)).encode())

    return fault


def test_an_answer_is_kept_however_its_status_is_written(world: World) -> None:
    """It was a stumble of the provider: asked for and paid four times, and kept not once."""
    statuses = itertools.cycle(["200", None, "", "OK", 0, 200.0, True, [200]])
    provider = BatchProvider(answer)
    provider.fault = written_otherwise(
        provider, lambda line: [{**line, "response": {"status_code": next(statuses), "body": line["response"]["body"]}}]
    )
    run = Batched(world, provider)
    ran = run.extract()
    assert ran.code == 0, ran.err
    run.holds()


def test_a_line_that_is_no_answer_is_kept_whole(world: World) -> None:
    """Whatever it holds that memcon does not read, it is there for who does."""
    responses = itertools.cycle([{"body": {"error": {"code": "odd"}}}, {"status_code": 200}, "done", None])
    provider = BatchProvider(answer)
    provider.fault = written_otherwise(provider, lambda line: [{**line, "response": next(responses), "said": "here"}])
    ran = Batched(world, provider).extract()
    assert ran.code == 3, ran.err
    with sqlite3.connect(world.ledger) as raw:
        bodies = [zlib.decompress(body) for (body,) in raw.execute("SELECT body FROM attempts")]
    raw.close()
    assert len(bodies) >= ARTICLES
    assert {json.loads(body)["said"] for body in bodies} == {"here"}


EXPIRED = {"response": None, "error": {"code": "batch_expired", "message": "not executed in time"}}
LIMITED = {"response": {"status_code": 429, "body": {"error": {"message": "slow down"}}}}
REFUSED = {"response": {"status_code": 400, "body": {"error": {"message": "this one I will not read"}}}}
ODD = {"response": None, "error": {"code": "odd"}}


@pytest.mark.parametrize("chunk", [100, 1])
def test_an_answer_holds_whatever_else_a_file_says_of_its_question(world: World, chunk: int) -> None:
    """What came first held: the answer was dropped, and paid for again."""
    world.monkeypatch.setattr(office, "CHUNK", chunk)
    others: Iterator[dict[str, Any]] = itertools.cycle([EXPIRED, LIMITED, REFUSED, ODD])
    provider = BatchProvider(answer)
    provider.fault = written_otherwise(provider, lambda line: [line | next(others), line, line | next(others)])
    run = Batched(world, provider)
    ran = run.extract()
    assert ran.code == 0, ran.err
    run.holds()
    assert world.memcon("ledger", "verify", "--ledger", "ledger.sqlite").code == 0
    assert world.memcon("ledger", "merge", "ledger.sqlite", "--to", "whole.sqlite").code == 0
    for count in ("count(*)", "count(*) FILTER (WHERE state = 'done')"):
        parts = [
            sqlite3.connect(world.folder / name).execute(f"SELECT {count} FROM attempts").fetchone()
            for name in ("ledger.sqlite", "whole.sqlite")
        ]
        assert parts[0] == parts[1]


def test_an_answer_beside_the_code_of_a_line_that_was_not_worked_on_is_kept(world: World) -> None:
    provider = BatchProvider(answer)
    provider.fault = written_otherwise(provider, lambda line: [{**line, "error": EXPIRED["error"]}])
    run = Batched(world, provider)
    ran = run.extract()
    assert ran.code == 0, ran.err
    run.holds()


def test_a_budget_counts_an_answer_that_comes_after_a_failure(world: World) -> None:
    def dear(body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        status, found = answer(body)
        return status, found | {"usage": {"prompt_tokens": 100, "completion_tokens": 30_000}}

    provider = BatchProvider(dear, course=lambda number: Course(status="expired", share=0.5 if number == 1 else 1.0))
    provider.fault = written_otherwise(provider, lambda line: [line | LIMITED, line])
    ran = Batched(world, provider).extract("--max-tokens", 310_000)
    assert ran.code == 4, ran.err
    assert "--max-tokens 310000 leaves" in ran.err
    assert provider.state.billed.total() == ARTICLES / 2


@pytest.mark.parametrize(
    "told",
    [
        {"status": "\ud800 going", "request_counts": {"completed": 1}},
        {"status": "in_progress", "request_counts": {"completed": 10**30}},
        {"status": ["\ud800"], "request_counts": "many", "errors": {"data": [{"code": "\ud800"}]}},
    ],
)
def test_odd_fields_of_a_batch_are_null(world: World, told: dict[str, Any]) -> None:
    run = Batched(world, BatchProvider(answer, fault=at("poll", sends(told))))
    ran = run.extract()
    assert ran.code == 0, ran.err
    run.holds()


@pytest.mark.parametrize("what", ["upload", "create", "poll"])
def test_the_key_in_the_encoding_of_an_answer_is_in_no_message(world: World, what: str) -> None:
    run = Batched(world, BatchProvider(answer, fault=at(what, sends({}, headers={"content-encoding": KEY}))))
    ran = run.extract()
    assert ran.code == 4, ran.err
    assert "content-encoding '[key]' was not asked for" in ran.err
    assert KEY not in ran.err


@pytest.mark.parametrize("odd", ["file\r\nHost: x", "f" * 70_000, "f\ud800"])
def test_an_odd_id_of_a_file_is_told_and_nothing_is_given_up(world: World, odd: str) -> None:
    told = sends({"status": "completed", "output_file_id": odd, "request_counts": {"completed": 20}})
    run = Batched(world, BatchProvider(answer, fault=at("poll", told)))
    ran = run.extract()
    assert ran.code == 4, ran.err
    assert "no id of a file" in ran.err
    assert run.extract().code == 0
    run.holds()


def test_an_odd_id_of_a_batch_is_looked_for_in_the_list(world: World) -> None:
    run = Batched(world, BatchProvider(answer, fault=at("create", Done(sends({"id": "b\r\n\r\n"})))))
    ran = run.extract()
    assert ran.code == 0, ran.err
    run.holds()


def in_doubt(world: World) -> Batched:
    """Have a process die once the provider has made its batch, and before it has noted that."""
    run = Batched(world, BatchProvider(answer))
    world.articles()
    with serving(run.provider) as server:
        environment = {"MEMCON_BASE_URL": server.url, "MEMCON_MODEL": "scripted", "MEMCON_API_KEY": KEY}
        arguments = ["extract", "news.jsonl", "-o", "out", "--ledger", "ledger.sqlite", "--batch"]
        dies = start(arguments, world.folder, environment | {"MEMCON_FAILPOINT": "made"})
        dies.join()
    assert dies.exitcode == KILLED
    assert len(run.provider.state.batches) == 1
    return run


FILLED = [{"id": f"other{number}"} for number in range(100)]
NO_LISTS: dict[str, Any] = {
    "an error": {"error": {"message": "listing is broken, try later", "type": "server_error"}},
    "nothing": {}, "null": {"data": None}, "another name": {"items": []}, "an object": {"data": {}},
    "text": {"data": ""},
    "a number": {"data": 5}, "below zero": {"data": -1}, "true": {"data": True}, "false": {"data": False},
    "numbers": {"data": [1]}, "null in it": {"data": [None], "has_more": False}, "ids": {"data": ["batch_1"]},
    "more of nothing": {"data": [], "has_more": True}, "more after no id": {"data": [{}], "has_more": True},
    "more after a bad id": {"data": [{"id": "a b"}], "has_more": True}, "more in words": {"data": [], "has_more": "no"},
    "the same again": {"data": [{"id": "other"}], "has_more": True},
    "a full page, and the same again": {"data": FILLED},
}  # fmt: skip


@pytest.mark.parametrize("what", NO_LISTS)
def test_a_batch_in_doubt_is_not_made_again_while_nobody_can_tell_what_there_is(world: World, what: str) -> None:
    """What is no whole list was taken for one without it, and the batch made and paid for a second time."""
    run = in_doubt(world)
    run.provider.fault = lambda asked, _: sends(NO_LISTS[what]) if asked == "list" else None
    ran = run.extract()
    assert ran.code == 4, ran.err
    assert "it may have been made, and is not made again until that is known" in ran.err
    assert "memcon batch forget" in ran.err
    assert run.command("cancel").code == 4
    assert len(run.provider.state.batches) == 1
    run.provider.fault = lambda _what, _time: None
    ran = run.extract()
    assert ran.code == 0, ran.err
    run.holds()
    assert len(run.provider.state.batches) == 1


def test_an_empty_list_may_be_written_as_null(world: World) -> None:
    """As servers do that are written in Go."""
    run = in_doubt(world)
    run.provider.state.batches.clear()
    null = {"object": "list", "data": None, "has_more": False}
    run.provider.fault = lambda asked, _: sends(null) if asked == "list" else None
    ran = run.extract()
    assert ran.code == 0, ran.err
    assert len(run.provider.state.batches) == 1


def told(run: Batched, **other: object) -> dict[str, Any]:
    [batch] = run.provider.state.batches.values()
    return {name: value for name, value in batch.items() if not name.startswith("_")} | other


@pytest.mark.parametrize("others", [{"metadata": None}, {"metadata": {}}, {"metadata": "memcon"}])
def test_a_batch_in_doubt_is_known_by_its_file_too(world: World, others: dict[str, Any]) -> None:
    """Some providers keep no metadata, or tell none in a list."""
    run = in_doubt(world)
    run.provider.fault = lambda asked, _: sends({"data": [told(run, **others)]}) if asked == "list" else None
    assert run.extract().code == 0
    run.holds()
    assert len(run.provider.state.batches) == 1


def test_a_batch_in_doubt_is_found_in_a_list_of_which_the_oldest_come_first(world: World) -> None:
    run = in_doubt(world)
    pages = [
        {"data": [{"id": f"old{number}", "created_at": 1_000 + number} for number in range(3)], "has_more": True},
        {"data": [told(run)], "has_more": False},
    ]
    run.provider.fault = lambda asked, time: sends(pages[min(time, 2) - 1]) if asked == "list" else None
    assert run.extract().code == 0
    run.holds()
    assert len(run.provider.state.batches) == 1


def test_a_list_without_an_end_is_left(world: World) -> None:
    pages: list[int] = []

    def fault(what: str, time: int) -> Reply | Done | None:
        if what == "list":
            pages.append(time)
            return sends({"data": [{"id": f"b{time}"}], "has_more": True})
        return Done(hangs_up()) if what == "create" else None

    run = Batched(world, BatchProvider(answer, fault=fault))
    ran = run.extract()
    assert ran.code == 4, ran.err
    assert "a list of more than 200 pages" in ran.err
    assert len(pages) == 200


def endless_lines(interrupt_after: int | None) -> Reply:
    """A file of empty lines without an end; with a Ctrl-C after so many pieces of it."""

    async def reply(writer: Writer) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")
        for piece in itertools.count():
            if piece == interrupt_after:
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            writer.write(b"\n" * 262_144)
            await writer.drain()

    return reply


def test_a_file_without_an_end_is_left_at_what_a_batch_may_hold(world: World) -> None:
    run = Batched(world, BatchProvider(answer, fault=at("content", endless_lines(None), times=20)))
    ran = run.extract()
    assert ran.code == 4, ran.err
    assert f"a file of results of more than {32 * 2**20 + 20 * 2**20:,} bytes" in ran.err
    run.provider.fault = lambda _what, _time: None
    assert run.extract().code == 0
    run.holds()


def dripping(head: bytes, *, piece: bytes = b"\n") -> Reply:
    """A file of which a little comes, again and again: never silent, and never at its end."""

    async def reply(writer: Writer) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.05)

    return reply


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize("head", [OK + b"\r\n", OK + b"x: ", b"HTTP/1.1 500 E\r\n\r\n"], ids=["body", "head", "error"])
def test_a_file_that_drips_is_left_in_time(world: World, head: bytes) -> None:
    """Each piece of it broke the silence, and the run was held for ever."""
    drips = dripping(head, piece=b"x" if head.endswith(b": ") else b"\n")
    run = Batched(world, BatchProvider(answer, fault=at("content", drips, times=99)))
    began = time.monotonic()
    ran = run.extract("--timeout", 1)
    assert ran.code == 4, ran.err
    assert time.monotonic() - began < 30
    run.provider.fault = lambda _what, _time: None
    assert run.extract().code == 0
    run.holds()


def test_a_slow_line_is_waited_for(world: World) -> None:
    """Bytes of results come for longer than a call may take, and faster than a drip."""

    async def slowly(writer: Writer) -> None:
        body = next(body for name, body in run.provider.state.files.values() if name == "output_file_id.jsonl")
        writer.write(OK + b"content-length: %d\r\n\r\n" % len(body))
        size = -(-len(body) // 40)
        for at_once in range(0, len(body), size):
            writer.write(body[at_once : at_once + size])
            await writer.drain()
            await asyncio.sleep(0.05)

    run = Batched(world, BatchProvider(answer, fault=at("content", slowly, times=99)))
    ran = run.extract("--timeout", 1)
    assert ran.code == 0, ran.err
    run.holds()


def test_what_is_done_with_a_file_takes_nothing_of_its_time(world: World) -> None:
    """A slow disk is no slow file."""
    put = office.Office._keep

    def slowly(self: office.Office, *told: Any) -> None:
        time.sleep(0.4)
        put(self, *told)

    world.monkeypatch.setattr(office, "CHUNK", 4)
    world.monkeypatch.setattr(office.Office, "_keep", slowly)
    run = Batched(world, BatchProvider(answer))
    ran = run.extract("--timeout", 1)
    assert ran.code == 0, ran.err
    run.holds()


def test_ctrl_c_is_answered_while_a_file_is_read(world: World) -> None:
    world.monkeypatch.setattr(wire, "A_RESULT", 2**50)
    run = Batched(world, BatchProvider(answer, fault=at("content", endless_lines(20), times=20)))
    ran = run.extract("--grace", 3)
    assert ran.code == 130, ran.err
    assert "1 batches are under way and go on without memcon" in ran.err
    run.provider.fault = lambda _what, _time: None
    assert run.extract().code == 0
    run.holds()


def test_random_bytes_are_no_results_and_no_bug(world: World) -> None:
    """No line of them is anything, in any encoding that JSON may have; the run ends as with any page in their place."""
    spec = choose_spec("m", "http://127.0.0.1:9/v1", {})
    for seed in range(2_000):
        told = Told(frozenset({"a"}))
        starts = (b"", b"\0", b"\0\0\0", b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", b"{", b"[", b'"')
        lines = [starts[seed % len(starts)] + line for line in random.Random(seed).randbytes(5_000).split(b"\n")]
        assert [read_result(line, NOW, spec.conventions) for line in lines if told.wants(line)] == [None], seed
        assert (told.none, told.others) == (len(lines), 0)
    junk = sends(random.Random(0).randbytes(5_000))
    run = Batched(world, BatchProvider(answer, fault=at("content", junk, times=20)))
    ran = run.extract()
    assert ran.code == 4, ran.err
    assert "its file of results holds none, and begins with" in ran.err
    ran = run.command("collect")
    assert (ran.code, len(ran.err.splitlines())) == (4, 1), ran.err
    run.provider.fault = lambda _what, _time: None
    ran = run.extract()
    assert ran.code == 0, ran.err
    run.holds()
