"""A review served to a team: an address and a file each, over TLS or behind a proxy, and nobody kept waiting."""

import contextlib
import os
import random
import signal
import socket
import ssl
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn

from conftest import Command
from helpers.review_team import certificate, serving_team
from helpers.reviewable import write_run
from memcon.outputs.decisions import read_decisions
from memcon.pages.review import connections, open_session, open_sessions
from memcon.records.decision import DECISION

HERE = "127.0.0.1"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return write_run(tmp_path / "out")


@pytest.fixture
def call(out: Path) -> list[str]:
    """The mentions of the call."""
    with open_session(out, who="x") as session:
        run, _ = session.page()
    (out / "review.jsonl").unlink()
    return next([proof.mention for proof in event.mentions] for event in run.events if event.kind == "call")


def accept(event: list[str]) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "action": "accept", "event": event, "note": "an opinion of mine"}


def client(**more: Any) -> httpx2.Client:
    return httpx2.Client(timeout=20, trust_env=False, **more)


def decided(out: Path) -> dict[str, list[str]]:
    files = sorted((out / "coding").glob("*.jsonl"))
    return {path.stem: [one.action for one in read_decisions(path).decisions] for path in files}


def test_each_coder_has_an_address_and_a_file_and_sees_nobody_elses(out: Path, call: list[str]) -> None:
    with serving_team(out, "--serve", HERE) as (addresses, process), client() as ask:
        assert [*addresses] == ["ana", "ben"]
        tokens = {who: address.rstrip("/").rpartition("/")[2] for who, address in addresses.items()}
        assert len({*tokens.values()}) == 2
        assert min(map(len, tokens.values())) >= 43
        assert ask.post(addresses["ana"] + "decisions", json=accept(call)).status_code == 201
        for part in ("", "state"):
            told = ask.get(addresses["ben"] + part).text
            assert "an opinion of mine" not in told
            assert tokens["ana"] not in told
        assert ask.get(addresses["ben"] + "state").json()["reviewed"] == 0
        assert ask.get(addresses["ben"] + "state").json()["who"] == "ben"
        reject = {**accept(call), "action": "reject"}
        assert ask.post(addresses["ben"] + "decisions", json=reject).status_code == 201
        site = addresses["ana"].rpartition(tokens["ana"])[0]
        for token in (tokens["ana"][:-1], tokens["ana"] + "x", "", "x", tokens["ana"][::-1]):
            assert ask.get(f"{site}{token}/").status_code == 404
            assert ask.post(f"{site}{token}/decisions", json=accept(call)).status_code == 404
    assert process.returncode == 0
    assert decided(out) == {"ana": ["accept"], "ben": ["reject"]}
    assert not (out / "review.jsonl").exists()
    with serving_team(out, "--serve", HERE, how=signal.SIGKILL) as (again, _):
        assert again == addresses  # so that a page that is open goes on


def test_only_pages_of_the_names_that_are_served_write(out: Path, call: list[str]) -> None:
    names = ("--name", "lab.example.org", "--name", "LAB")
    with serving_team(out, "--serve", HERE, *names) as (addresses, _), client() as ask:
        parts = httpx2.URL(addresses["ana"])
        assert parts.host == "lab.example.org"
        url = str(parts.copy_with(host=HERE))
        for host in ("evil.example", f"evil.example:{parts.port}", "lab.example.org", f"{HERE}:{parts.port}"):
            assert ask.get(url, headers={"host": host}).status_code == 421
            forged = {"host": host, "x-forwarded-host": f"lab.example.org:{parts.port}", "x-forwarded-proto": "https"}
            assert ask.get(url, headers=forged).status_code == 421  # no proxy was told of
        host = f"lab.example.org:{parts.port}"
        assert ask.get(url, headers={"host": host}).status_code == 200
        assert ask.get(url, headers={"host": f"lab:{parts.port}"}).status_code == 200
        for told in (
            {"origin": "https://evil.example"}, {"origin": f"https://{host}"}, {"origin": "null"},
            {"origin": "http://lab.example.org"}, {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "cross-site"},
        ):  # fmt: skip
            answer = ask.post(url + "decisions", json=accept(call), headers={"host": host, **told})
            assert answer.status_code == 403, told
        good = {"host": host, "origin": f"http://{host}"}
        assert ask.post(url + "decisions", json=accept(call), headers=good).status_code == 201
    assert decided(out) == {"ana": ["accept"], "ben": []}


def test_tls_by_files(out: Path, call: list[str], tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    files = ("--tls-cert", str(cert), "--tls-key", str(key), "--name", "localhost")
    with serving_team(out, "--serve", "0.0.0.0", *files) as (addresses, _):
        assert addresses["ana"].startswith("https://localhost:")
        with client(verify=ssl.create_default_context(cafile=cert)) as ask:
            origin = addresses["ana"].rpartition("/")[0].rpartition("/")[0]
            told = {"origin": origin}
            assert ask.post(addresses["ana"] + "decisions", json=accept(call), headers=told).status_code == 201
            told = {"origin": origin.replace("https", "http")}
            assert ask.post(addresses["ana"] + "decisions", json=accept(call), headers=told).status_code == 403
        with client() as ask, pytest.raises(httpx2.HTTPError):
            ask.get(addresses["ana"].replace("https://", "http://"))
    assert decided(out)["ana"] == ["accept"]


def test_behind_a_proxy_its_word_is_believed(out: Path, call: list[str]) -> None:
    option = ("--behind-proxy", "https://review.example.org/coding/")
    with serving_team(out, "--serve", f"{HERE}:0", *option) as (addresses, process), client() as ask:
        assert addresses["ana"].startswith("https://review.example.org/coding/")
        token = addresses["ana"].rstrip("/").rpartition("/")[2]
        port = listening(process.pid)
        url = f"http://{HERE}:{port}/{token}/"
        passed = {"x-forwarded-host": "review.example.org", "x-forwarded-proto": "https"}
        assert ask.get(url, headers=passed).status_code == 200
        assert ask.get(url, headers={"host": "review.example.org"}).status_code == 200
        assert ask.get(url).status_code == 421
        assert ask.get(url, headers={**passed, "x-forwarded-host": "evil.example"}).status_code == 421
        assert ask.get(url, headers={**passed, "x-forwarded-proto": "http"}).status_code == 421
        post = {**passed, "origin": "http://review.example.org"}
        assert ask.post(url + "decisions", json=accept(call), headers=post).status_code == 403
        post["origin"] = "https://review.example.org"
        assert ask.post(url + "decisions", json=accept(call), headers=post).status_code == 201
    assert decided(out)["ana"] == ["accept"]


def listening(process: int) -> int:
    """Return the port at which a process listens, as the system tells."""
    sockets = {
        Path(f"/proc/{process}/fd/{name.name}").readlink().name for name in Path(f"/proc/{process}/fd").iterdir()
    }
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        words = line.split()
        if words[3] == "0A" and f"socket:[{words[9]}]" in sockets:
            return int(words[1].rpartition(":")[2], 16)
    raise AssertionError("it listens nowhere")


ANA = ("--coder", "ana")


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--serve", "0.0.0.0", *ANA), "unencrypted"),
        (("--serve", "review.example.org:80", *ANA), "unencrypted"),
        (("--serve", "[::]", *ANA), "unencrypted"),
        (("--serve", HERE), "--serve and --coder go together"),
        (ANA, "--serve and --coder go together"),
        (("--name", "x"), "--serve and --coder go together"),
        (("--serve", HERE, *ANA, "--who", "ben"), "leave the rest out"),
        (("--serve", HERE, *ANA, "--coder", "ANA"), "would share a file"),
        (("--serve", HERE, "--coder", "☎"), "no letter"),
        (("--serve", "127.0.0.1:99999", *ANA), "is no HOST"),
        (("--serve", "http://127.0.0.1", *ANA), "is no HOST"),
        (("--serve", HERE, *ANA, "--name", "http://x"), "is no name of a machine"),
        (("--serve", "192.0.2.7", *ANA, "--behind-proxy", "https://x.example"), "is no address of this machine"),
        (("--serve", HERE, *ANA, "--behind-proxy", "http://x.example"), "is no https://"),
        (("--serve", HERE, *ANA, "--behind-proxy", "https://u:p@x.example"), "is no https://"),
        (("--serve", HERE, *ANA, "--behind-proxy", "https://x.example/?a=b"), "is no https://"),
        (("--serve", HERE, *ANA, "--behind-proxy", "https://[x"), "is no https://"),
        (("--serve", HERE, *ANA, "--tls-cert", "x.pem"), "go together"),
        (("--serve", HERE, *ANA, "--tls-cert", "no.pem", "--tls-key", "no.key"), "cannot be read: no such file"),
        (("--serve", HERE, *ANA, "--tls-cert", "pair.pem", "--tls-key", "."), "cannot be read: is a directory"),
        (("--serve", HERE, *ANA, "--tls-cert", "pair.pem", "--tls-key", "pipe"), "it is a pipe, and no file"),
        (("--serve", HERE, *ANA, "--tls-cert", "/dev/zero", "--tls-key", "pair.key"), "it is a device or a socket"),
        (("--serve", HERE, *ANA, "--tls-cert", "pair.pem", "--tls-key", "other.key"), "are no pair"),
        (("--serve", HERE, *ANA, "--tls-cert", "pair.key", "--tls-key", "pair.pem"), "in PEM"),
        (("--serve", HERE, *ANA, "--tls-cert", "pair.pem", "--tls-key", "locked.key"), "locked by a password"),
    ],
)  # fmt: skip
def test_what_cannot_be_served_is_told(
    memcon: Command, folder: Path, pairs: Path, options: tuple[str, ...], why: str
) -> None:
    write_run(folder / "out")
    for path in pairs.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    os.mkfifo(folder / "pipe")
    ran = memcon("review", "out", *options)
    assert ran.code == 2, ran
    assert why in " ".join(ran.err.split())
    assert "Traceback" not in ran.err
    assert ran.out == ""


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key, the key of another, and one that is locked."""
    import subprocess  # noqa: PLC0415

    place = tmp_path_factory.mktemp("pairs")
    _, key = certificate(place)
    certificate(place, "other")
    locked = ["openssl", "rsa", "-aes256", "-passout", "pass:x", "-in", str(key), "-out", str(place / "locked.key")]
    subprocess.run(locked, check=True, capture_output=True)
    return place


# --- who is slow ---


def half(port: int) -> socket.socket:
    """Open a connection that begins a request and does not end it."""
    slow = socket.create_connection((HERE, port), timeout=20)
    slow.sendall(b"POST /x/decisions HTTP/1.1\r\nHost: ")
    return slow


def test_many_who_are_slow_keep_nobody_waiting(out: Path, call: list[str]) -> None:
    with serving_team(out, "--serve", HERE) as (addresses, _), client() as ask:
        port = httpx2.URL(addresses["ana"]).port
        assert port
        slow = [half(port) for _ in range(connections.MOST + 60)]
        began = time.monotonic()
        assert ask.post(addresses["ana"] + "decisions", json=accept(call)).status_code == 201
        assert time.monotonic() - began < 10
        for one in slow:
            one.close()


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server with little patience, which takes bodies; gives its port."""
    monkeypatch.setattr(connections, "PATIENCE", 0.4)

    async def application(_: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})

    config = uvicorn.Config(application, port=0, http=connections.LimitedProtocol, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    listening = socket.create_server((HERE, 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HT", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"],
    ids=["nothing", "head", "body"],
)
def test_a_request_that_does_not_come_whole_is_cut_off(limited: int, sent: bytes) -> None:
    with socket.create_connection((HERE, limited), timeout=20) as slow:
        slow.sendall(sent)
        with contextlib.suppress(ConnectionResetError):
            assert slow.recv(1) == b""
    with socket.create_connection((HERE, limited), timeout=20) as good:
        good.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert good.recv(12) == b"HTTP/1.1 200"


# --- who is killed ---

KILLS = int(os.environ.get("MEMCON_TEST_KILLS", "2"))
SEED = int(os.environ.get("MEMCON_TEST_SEED", "20261129"))
CODERS = ("ana", "ben", "chi")


def post_until_killed(address: str, call: list[str], told: list[str], enough: threading.Event, seed: int) -> None:
    """Post edits, and undo some of them, as fast as they are answered; `told` takes what was acknowledged."""
    chance = random.Random(seed)
    wanted = chance.randint(1, 15)
    with client() as ask:
        while True:
            name = str(uuid.UUID(int=chance.getrandbits(128)))
            edits = [{"field": "summary", "value": "☎" * chance.randint(1, 900)}]
            body: dict[str, Any] = {"id": name, "action": "edit", "event": call, "edits": edits}
            if told and chance.random() < 0.2:
                body = {"id": name, "action": "undo", "undoes": told[-1]}
            try:
                answer = ask.post(address + "decisions", json=body)
            except httpx2.HTTPError:
                return
            if answer.status_code == 201:
                told.append(name)
            if len(told) >= wanted:
                enough.set()


def test_what_three_coders_decide_at_once_survives_every_kill(out: Path, call: list[str]) -> None:
    """SIGKILL at random while three coders are served; `make chaos-review` does it sixty times."""
    sys.stdout.write(f"seed {SEED}, {KILLS} kills\n")
    chance = random.Random(SEED)
    acknowledged: dict[str, set[str]] = {who: set() for who in CODERS}
    first: dict[str, str] = {}
    for _ in range(KILLS):
        told: dict[str, list[str]] = {who: [] for who in CODERS}
        with serving_team(out, "--serve", HERE, coders=CODERS, how=signal.SIGKILL) as (addresses, process):
            first = first or addresses
            assert addresses == first
            enough = [threading.Event() for _ in CODERS]
            hands = [
                threading.Thread(
                    target=post_until_killed, args=(addresses[who], call, told[who], event, chance.getrandbits(32))
                )
                for who, event in zip(CODERS, enough, strict=True)
            ]
            for hand in hands:
                hand.start()
            assert all(event.wait(300) for event in enough)
            process.kill()
            for hand in hands:
                hand.join()
        for who in CODERS:
            acknowledged[who] |= {*told[who]}
            path = out / "coding" / f"{who}.jsonl"
            for line in path.read_bytes().split(b"\n")[:-1]:
                DECISION.validate_json(line)  # every line that has an end parses; only the very last may be cut
            decisions = read_decisions(path).decisions
            assert acknowledged[who] <= {one.id for one in decisions}
            assert {one.who for one in decisions} == {who}
    with open_sessions(out, CODERS) as sessions:
        for session in sessions:
            assert session.reviewed.count("stale") == 0
    sys.stdout.write(f"{sum(map(len, acknowledged.values()))} acknowledged, all kept\n")
