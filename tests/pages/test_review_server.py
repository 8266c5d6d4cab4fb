"""The review over a real loopback socket: what it answers, whom it refuses, and what is on disk when it says so."""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from starlette.concurrency import run_in_threadpool

from helpers.review_server import COMMAND, Server, serving
from helpers.reviewable import TEXTS, write_run
from memcon.outputs.decisions import read_decisions
from memcon.pages.review import open_session
from memcon.pages.review.asked import RequestRefused, parsed
from memcon.pages.review.connections import LimitedProtocol
from memcon.pages.review.server import TAKING, ReviewServer
from memcon.records.decision import DECISION


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return write_run(tmp_path / "out")


def events(out: Path) -> dict[str, list[str]]:
    """The mentions of each event, by kind."""
    with open_session(out, who="x") as session:
        run, _ = session.page()
    return {event.kind: [proof.mention for proof in event.mentions] for event in run.events}


def test_a_decision_is_made_shown_and_on_disk(out: Path) -> None:
    found = events(out)
    with serving(out) as server:
        page = server.client.get("")
        assert page.status_code == 200
        assert "Anna Berg" in page.text
        made = server.post(action="edit", event=found["call"], note="by the diary",
                           edits=[{"field": "countries", "value": ["Norway", "JOR", "UNO"]}])  # fmt: skip
        assert made.status_code == 201
        told = made.json()
        assert (told["reviewed"], told["who"], told["log"][-1]["state"]) == (1, "ana", "held")
        (change,) = told["changes"]
        assert change["was"] == "call-2024-04-29-JOR-NOR"
        assert change["put"]["id"] == "call-2024-04-29-JOR-NOR-UNO"
        (decision,) = read_decisions(out / "review.jsonl").decisions
        assert (decision.action, decision.who, decision.note) == ("edit", "ana", "by the diary")
        assert server.client.get("state").json()["reviewed"] == 1
    assert server.process.returncode == 0
    assert "1 of 3 events reviewed" in server.said


@pytest.mark.parametrize("size", [b"-1", b"fffffffffffffffff", b"zz", b"1;" + b"x" * 9000])
def test_a_body_in_chunks_that_are_none_is_refused_and_nothing_is_logged(out: Path, size: bytes) -> None:
    with serving(out) as server:
        where = httpx2.URL(server.address)
        head = f"POST {where.path}decisions HTTP/1.1\r\nHost: 127.0.0.1:{where.port}\r\n".encode()
        rest = b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + size + b"\r\n{}"
        assert where.port
        with socket.create_connection(("127.0.0.1", where.port), timeout=20) as client:
            client.sendall(head + rest)
            assert client.recv(100).split()[1] in {b"400", b"411"}
        assert server.client.get("state").status_code == 200
    assert "Traceback" not in server.said
    assert "ERROR" not in server.said


def test_one_decision_sent_twice_is_one(out: Path) -> None:
    found = events(out)
    name = str(uuid.uuid4())
    with serving(out) as server:
        assert server.post(name, action="accept", event=found["call"]).status_code == 201
        again = server.post(name, action="accept", event=found["call"])
        assert (again.status_code, again.json()["reviewed"]) == (200, 1)
    assert len(read_decisions(out / "review.jsonl").decisions) == 1


def test_another_decision_with_an_id_that_is_taken_is_refused(out: Path) -> None:
    found = events(out)
    start = TEXTS["a.txt"].index("Jun Ito")
    values = [{"field": "countries", "value": ["Japan", "Norway"]}]
    add = {"action": "add", "article": "a.txt", "kind": "call", "status": "planned", "variant": "phone",
           "spans": [[start, start + 30]], "values": values}  # fmt: skip
    edit = {"action": "edit", "event": found["call"], "edits": [{"field": "summary", "value": "one"}], "note": "a"}
    asks: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
        (edit, [edit | {"note": "b"}, edit | {"edits": [{"field": "summary", "value": "two"}]},
                edit | {"event": found["dispute"]}, {"action": "accept", "event": found["call"], "note": "a"}]),
        (add, [add | {"status": "occurred"}, add | {"spans": [[start, start + 20]]}, {**add, "values": [
            {"field": "countries", "value": ["Japan"]}]}]),
        ({"action": "reject", "event": found["dispute"]}, [{"action": "accept", "event": found["dispute"]}]),
        ({"action": "read", "article": "a.txt"}, [{"action": "read", "article": "b.txt"}]),
    ]  # fmt: skip
    with open_session(out, who="ana") as session:
        for ask, others in asks:
            name = str(uuid.uuid4())
            assert session.decide(parsed(json.dumps({"id": name, **ask}).encode())).made
            again = {"id": name, **ask, "when": "2024-05-01T00:00:00Z"}
            assert not session.decide(parsed(json.dumps(again).encode())).made
            for other in others:
                with pytest.raises(RequestRefused, match="has this id already") as refused:
                    session.decide(parsed(json.dumps({"id": name, **other}).encode()))
                assert refused.value.status == 409
        first, last = (session.file.decisions[at].id for at in (0, -1))
        name = str(uuid.uuid4())
        for undoes, made in ((last, True), (last, False)):
            assert (
                session.decide(parsed(json.dumps({"id": name, "action": "undo", "undoes": undoes}).encode())).made
                == made
            )
        with pytest.raises(RequestRefused, match="has this id already"):
            session.decide(parsed(json.dumps({"id": name, "action": "undo", "undoes": first}).encode()))
        assert len(session.file.decisions) == len(asks) + 1


def test_a_line_does_not_grow_with_the_decisions_before_it(out: Path) -> None:
    call = events(out)["call"]
    with open_session(out, who="ana") as session:
        for number in range(12):
            edits = [{"field": "summary", "value": f"summary {number:02}"}]
            ask = {"id": str(uuid.uuid4()), "action": "edit", "event": call, "edits": edits}
            session.decide(parsed(json.dumps(ask).encode()))
        assert session.reviewed.count("held") == 12
    sizes = [len(line) for line in (out / "review.jsonl").read_bytes().splitlines()]
    assert len(set(sizes[1:])) == 1


def test_rejected_events_stay_in_sight_until_undone(out: Path) -> None:
    found = events(out)
    with serving(out) as server:
        told = server.post(action="reject", event=found["dispute"]).json()
        (change,) = told["changes"]
        assert change["put"]["review"]["decisions"][0]["action"] == "reject"
        assert server.post(action="accept", event=found["dispute"]).status_code == 409
        undone = server.post(action="undo", undoes=told["log"][-1]["id"])
        assert undone.status_code == 201
        assert undone.json()["changes"][0]["put"]["review"] is None
        assert server.post(action="undo", undoes=told["log"][-1]["id"]).status_code == 409


def test_an_event_is_added_by_its_words_and_cannot_be_by_others(out: Path) -> None:
    start = TEXTS["a.txt"].index("Jun Ito")
    add = {"action": "add", "article": "a.txt", "kind": "call", "status": "planned", "variant": "phone"}
    with serving(out) as server:
        values = [{"field": "countries", "value": ["Japan", "Norway"]},
                  {"field": "participants", "value": [{"name": "Jun Ito", "country": "jpn"}]},
                  {"field": "initiator", "value": "Norway"}]  # fmt: skip
        made = server.post(**add, spans=[[start - 1, start + 30]], values=values)
        assert made.status_code == 201, made.text
        put = made.json()["changes"][0]["put"]
        quote = put["mentions"][0]["quotes"][0]
        assert TEXTS["a.txt"][quote["start"] : quote["end"]] == quote["text"]
        assert quote["start"] == start  # the space before it was selected too
        assert put["mentions"][0]["names"] == [{"text": "Jun Ito", "start": start, "end": start + 7}]
        assert (put["countries"], put["initiator"]) == (["JPN", "NOR"], "NOR")
        for spans in ([[0, 10**6]], [[5, 5]], [[10**6, 10**6 + 4]]):
            assert server.post(**add, spans=spans, values=[{"field": "countries", "value": ["JPN"]}]).status_code == 422
        assert server.post(**add, spans=[[0, 9]]).status_code == 422  # no sides
        assert server.post(**{**add, "article": "no.txt"}, spans=[[0, 9]]).status_code == 409
    assert len(read_decisions(out / "review.jsonl").decisions) == 1


def test_an_article_is_marked_as_read_and_the_mark_is_taken_back(out: Path) -> None:
    with serving(out) as server:
        made = server.post(action="read", article="a.txt", note="twice")
        assert (made.status_code, made.json()["read"].keys(), made.json()["changes"]) == (201, {"a.txt"}, [])
        assert made.json()["log"][-1]["told"] == "read a.txt by ana holds"
        assert server.post(action="read", article="no.txt").status_code == 409
        undone = server.post(action="undo", undoes=made.json()["log"][-1]["id"])
        assert (undone.status_code, undone.json()["read"]) == (201, {})
    first, _ = read_decisions(out / "review.jsonl").decisions
    assert (first.action, first.note, first.seen.article) == ("read", "twice", "a.txt")  # type: ignore[union-attr]


BACKWARDS = {"start": "2024-05-02", "end": "2024-05-01", "precision": "day"}


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        ({"action": "edit", "edits": [{"field": "kind", "value": "dispute"}]}, 409),
        ({"action": "edit", "edits": [{"field": "kind", "value": "war"}]}, 422),
        ({"action": "edit", "edits": []}, 422),
        ({"action": "edit", "edits": [{"field": "countries", "value": ["Atlantis"]}]}, 422),
        ({"action": "edit", "edits": [{"field": "date", "value": BACKWARDS}]}, 422),
        ({"action": "accept", "who": "someone else"}, 422),
        ({"action": "shout"}, 422),
        ({"action": "split", "parts": [["x"], ["y"]]}, 422),
        ({"action": "merge"}, 422),
    ],
)  # fmt: skip
def test_what_is_no_decision_is_refused_and_not_written(out: Path, ask: dict[str, Any], status: int) -> None:
    found = events(out)
    with open_session(out, who="ana") as session:
        event = {} if ask["action"] == "merge" else {"event": found["call"]}
        with pytest.raises(RequestRefused) as refused:
            session.decide(parsed(json.dumps({"id": str(uuid.uuid4()), **event, **ask}).encode()))
    assert refused.value.status == status
    assert (out / "review.jsonl").read_bytes() == b""


def test_nobody_but_the_page_reads_or_writes(out: Path) -> None:
    found = events(out)
    ask = {"id": str(uuid.uuid4()), "action": "accept", "event": found["call"]}
    with serving(out) as server:
        root = server.address.rsplit("/", 2)[0]
        token = server.address.rsplit("/", 2)[1]
        assert len(token) >= 43
        plain = httpx2.Client(trust_env=False)
        for path in ("/", "/decisions", f"/{token[:-1]}/", f"/{token}x/", f"/x{token}/state", "/%00/", "/é/"):
            assert plain.get(root + path).status_code == 404
            assert plain.post(root + path, json=ask).status_code == 404
        url = server.address + "decisions"
        assert plain.get(server.address, headers={"host": "evil.example"}).status_code == 421
        assert (
            plain.get(server.address, headers={"host": f"evil.example:{server.client.base_url.port}"}).status_code
            == 421
        )
        for headers in (
            {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": root.replace("http:", "https:")},
            {"origin": "http://127.0.0.1:1"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
        ):  # fmt: skip
            assert plain.post(url, json=ask, headers=headers).status_code == 403
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
            assert plain.post(url, content=json.dumps(ask), headers={"content-type": kind}).status_code == 415
        assert (
            plain.post(url, content=b"x" * (1 << 20) + b"x", headers={"content-type": "application/json"}).status_code
            == 413
        )
        assert plain.post(url, content=iter([b"{}"]), headers={"content-type": "application/json"}).status_code == 411
        assert plain.post(url, content=b"{", headers={"content-type": "application/json"}).status_code == 422
        assert plain.put(url, json=ask).status_code == 405
        assert plain.post(url, json=ask, headers={"origin": root}).status_code == 201
        plain.close()
    assert len(read_decisions(out / "review.jsonl").decisions) == 1


def test_every_answer_is_sealed(out: Path) -> None:
    with serving(out) as server:
        refused = httpx2.get(server.address.rsplit("/", 2)[0], trust_env=False)
        given = [server.client.get(path) for path in ("", "state", "nothing")]
        for answer in (*given, server.post(action="no"), refused):
            headers = answer.headers
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cache-control"] == "no-store"
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert "default-src 'none'" in headers["content-security-policy"]
            assert "set-cookie" not in headers
            assert "access-control-allow-origin" not in headers


def test_a_second_server_and_a_port_in_use_are_told(out: Path, tmp_path: Path) -> None:
    other = write_run(tmp_path / "other")
    with serving(out) as server:
        port = str(server.client.base_url.port)
        again = subprocess.run([*COMMAND, str(out), "--no-browser"], capture_output=True, text=True, check=False)
        assert (again.returncode, again.stdout) == (75, "")
        assert "another `memcon review`" in again.stderr
        taken = subprocess.run(
            [*COMMAND, str(other), "--no-browser", "--port", port], capture_output=True, text=True, check=False
        )
        assert taken.returncode == 2
        assert f"port {port} is in use" in taken.stderr


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_the_address_stays_the_same_so_that_an_open_page_goes_on(out: Path, how: signal.Signals) -> None:
    with serving(out, how=signal.SIGKILL) as first:
        pass
    with serving(out, how=how) as second:
        assert second.address == first.address
    assert second.process.returncode == 128 + how
    (place,) = (out.parent / "state").rglob("*.json")
    assert place.stat().st_mode & 0o077 == 0
    assert not [path for path in out.iterdir() if path.suffix == ".json" and path.name != "run.json"]


@pytest.mark.parametrize(
    ("how", "last"),
    [
        (signal.SIGINT, "memcon: 1 of 3 events reviewed; decisions are in {file}"),
        (signal.SIGTERM, "memcon: stopped by SIGTERM: every decision is kept"),
        (signal.SIGHUP, "memcon: stopped by SIGHUP: every decision is kept"),
    ],
)
def test_who_takes_no_answer_keeps_no_server_from_ending(out: Path, how: signal.Signals, last: str) -> None:
    call = events(out)["call"]
    with contextlib.ExitStack() as stack, serving(out, how=how) as server:
        where = httpx2.URL(server.address)
        for _ in range(3):
            deaf = stack.enter_context(socket.socket())
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            deaf.connect(("127.0.0.1", where.port))
            deaf.sendall(f"GET {where.path} HTTP/1.1\r\nHost: 127.0.0.1:{where.port}\r\n\r\n".encode() * 30)
        assert server.post(action="accept", event=call).status_code == 201
        time.sleep(1)
        began = time.monotonic()
    assert time.monotonic() - began < 10, "a second Ctrl-C would have to end it"
    assert server.process.returncode == (0 if how == signal.SIGINT else 128 + how)
    begun = "memcon: review at that address; Ctrl-C ends it, and every decision is kept"
    told = [line for line in server.said.splitlines() if line]
    assert told == [begun, last.format(file=out / "review.jsonl")]
    assert len(read_decisions(out / "review.jsonl").decisions) == 1


def test_what_is_being_done_when_the_server_is_to_stop_is_answered() -> None:
    begun, waited = threading.Event(), 4 * TAKING

    def work() -> None:
        begun.set()
        time.sleep(waited)

    async def application(_: Any, __: Any, send: Any) -> None:
        await run_in_threadpool(work)
        await send({"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})

    config = uvicorn.Config(application, http=LimitedProtocol, log_level="error", lifespan="off")
    server = ReviewServer(config, lambda: None)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        with socket.create_connection(listening.getsockname(), timeout=20) as client:
            client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
            assert begun.wait(20)
            server.should_exit = True
            assert client.recv(12) == b"HTTP/1.1 201"
        thread.join(20)
    assert not thread.is_alive()


KILLS = int(os.environ.get("MEMCON_TEST_KILLS", "2"))
SEED = int(os.environ.get("MEMCON_TEST_SEED", "20261126"))


def post_until_killed(
    server: Server, call: list[str], told: list[str], enough: threading.Event, chance: random.Random
) -> None:
    """Post edits as fast as they are answered; `told` takes the id of each that was acknowledged."""
    wanted = chance.randint(1, 25)
    with httpx2.Client(base_url=server.address, timeout=60, trust_env=False) as client:
        while True:
            name = str(uuid.UUID(int=chance.getrandbits(128)))
            edits = [{"field": "summary", "value": "☎" * chance.randint(1, 900)}]
            try:
                answer = client.post("decisions", json={"id": name, "action": "edit", "event": call, "edits": edits})
            except httpx2.HTTPError:
                return
            if answer.status_code == 201:
                told.append(name)
            if len(told) >= wanted:
                enough.set()


def test_every_acknowledged_decision_survives_a_kill(out: Path) -> None:
    """SIGKILL at random while decisions are posted from two sides, again and again over one file.

    `make chaos-review` does it with twenty kills and a seed of the day.
    """
    sys.stdout.write(f"seed {SEED}, {KILLS} kills\n")
    chance = random.Random(SEED)
    call = events(out)["call"]
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        told: list[str] = []
        with serving(out, how=signal.SIGKILL) as server:
            enough = threading.Event()
            hands = [
                threading.Thread(
                    target=post_until_killed, args=(server, call, told, enough, random.Random(chance.getrandbits(32)))
                )
                for _ in range(2)
            ]
            for hand in hands:
                hand.start()
            assert enough.wait(300)
            server.process.kill()
            for hand in hands:
                hand.join()
        assert told
        acknowledged |= {*told}
        for line in (out / "review.jsonl").read_bytes().split(b"\n")[:-1]:
            DECISION.validate_json(line)  # every line that has an end parses; only the very last may be cut
        assert acknowledged <= {decision.id for decision in read_decisions(out / "review.jsonl").decisions}
    with open_session(out, who="x") as session:
        assert acknowledged <= {decision.id for decision in session.file.decisions}
        assert session.reviewed.count("held") == len(session.file.decisions)
    sys.stdout.write(f"{len(acknowledged)} acknowledged, {len(session.file.decisions)} in the file\n")
