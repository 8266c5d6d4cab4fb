"""What is sent beside the key is no less secret: a proxy's password, and the token for the hub of weights."""

import base64
import json
import sqlite3
import zlib

import pytest

from helpers.fault_server import Asked, Reply, completion, fails, sends
from helpers.harness import World, fast, findings, number_in, world
from helpers.scripted import serving

__all__ = ["fast", "world"]

pytestmark = pytest.mark.block_network(allowed_hosts=["127.0.0.1", "localhost", "/.*"])
PASSWORD = "pr0xy-Secret/77x"
BASIC = base64.b64encode(f"user:{PASSWORD}".encode()).decode()


def echo(asked: Asked) -> Reply:
    given = asked.headers.get("proxy-authorization", "none")
    plain = base64.b64decode(given.split()[-1] + "==", validate=False).decode("latin-1")
    return fails(400, {"error": {"message": f"proxy refuses {given}, which is {plain}"}})


def test_a_password_that_a_proxy_echoes_is_kept_and_told_nowhere(world: World) -> None:
    world.settled = True
    world.articles()
    with serving(echo) as server:
        proxy = server.url.removesuffix("/v1").replace("http://", "http://user:pr0xy-Secret%2F77x@")
        world.monkeypatch.setenv("http_proxy", proxy)
        world.monkeypatch.setenv("MEMCON_BASE_URL", "http://llm.example.org/v1")
        ran = world.memcon("extract", "news.jsonl", "-o", "out", "--ledger", "ledger.sqlite")
        batch = world.memcon("extract", "news.jsonl", "-o", "two", "--ledger", "two.sqlite", "--batch")
        assert {asked.headers["proxy-authorization"] for asked in server.asked} == {f"Basic {BASIC}"}
    assert ran.code == batch.code == 4
    world.monkeypatch.setenv("http_proxy", "http://user:pr0xy-Secret%2F77x@127.0.0.1:9")
    told = world.memcon("doctor", "--model", "m", "--base-url", "http://llm.example.org/v1")
    kept = b""
    for path in world.folder.rglob("*"):
        kept += path.read_bytes() if path.is_file() else b""
    for name in ("ledger.sqlite", "two.sqlite"):
        with sqlite3.connect(world.folder / name) as raw:
            for (body,) in raw.execute("SELECT body FROM attempts WHERE body IS NOT NULL"):
                kept += zlib.decompress(body)
        raw.close()
    everywhere = ran.err + ran.out + batch.err + batch.out + told.err + told.out + kept.decode("latin-1")
    assert "[key]" in everywhere
    for secret in (PASSWORD, "pr0xy-Secret%2F77x", BASIC):
        assert secret not in everywhere


def test_the_names_of_a_model_in_answers_are_bounded(world: World) -> None:
    """Ten answers, each with a name of 3 MB, wrote 30 MB onto the screen, in one line."""

    def named(asked: Asked) -> Reply:
        number = number_in(asked)
        answer = completion(json.dumps(findings(number), ensure_ascii=False))
        return sends(answer | {"model": f"{number}" + "m" * 100_000})

    ran = world.extract(named)
    assert ran.code == 0
    assert len(ran.err) < 5_000
    assert "the endpoint answered with 20 different models: 0mmm" in ran.err
    assert " and 15 more" in ran.err
    assert {len(name) for name in world.report["served_models"]} == {200}
