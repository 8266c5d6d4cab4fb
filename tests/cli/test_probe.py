"""`memcon model probe` against endpoints by script: what they can do is told, and the profile to keep holds it."""

import importlib
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.fault_server import Asked, Reply, completion, fails, says, sends
from helpers.refusing import MAX_ITEMS, SEED, SYSTEM, TEMPERATURE, limit, refusing
from helpers.scripted import serving

PARTS = '{"parts":[{"name":"two","kind":"even"},{"name":"three","kind":"odd"}],"remark":null}'


def good(body: Mapping[str, Any]) -> Reply:
    said = body["messages"][-1]["content"]
    told = completion(PARTS if "parts" in said or "hello" in said else '{"label":"yes"}')
    told["usage"]["prompt_tokens"] = len(said.split()) * 2
    return sends(told)


def test_what_an_endpoint_can_do_is_told_with_the_profile_to_keep(memcon: Command, tmp_path: Path) -> None:
    refuses = refusing(TEMPERATURE, SEED, MAX_ITEMS, SYSTEM, limit(2048, "max_tokens must be <= 2048"), then=good)
    with serving(lambda asked: refuses(asked, 1)) as server:
        ran = memcon("model", "probe", "--base-url", server.url, "--model", "some-model")
        assert ran.code == 0, ran.err
        takes = {
            "without": ["temperature", "seed"], "schema_without": ["maxItems"], "system": False,
            "most_output_tokens": 2048,
        }  # fmt: skip
        assert tomllib.loads(ran.out)["takes"] == takes
        for line in ("label: answered", "answer with lists: read", "schema: held by the server", "2048 at most",
                     "prompt of 6000 words: read whole"):  # fmt: skip
            assert line in ran.err
        kept = tmp_path / "kept.toml"
        kept.write_text(ran.out, "utf-8")
        before = server.calls
        again = memcon("model", "probe", "--base-url", server.url, "--model", "some-model", "--profile", kept)
        assert server.calls - before == 5  # nothing is learned twice
        assert tomllib.loads(again.out)["takes"] == takes


def test_an_endpoint_that_holds_no_schema_and_cuts_prompts(memcon: Command) -> None:
    def script(asked: Asked) -> Reply:
        said = asked.body["messages"][-1]["content"]
        if "hello" in said:
            return says("hello")
        told = completion(f"Sure: {PARTS}" if "parts" in said else '{"label":"yes"}')
        told["usage"]["prompt_tokens"] = 2048 if len(said) > 9000 else 30
        return sends(told)

    with serving(script) as server:
        ran = memcon("model", "probe", "--base-url", server.url, "--model", "some-model")
    assert ran.code == 0, ran.err
    assert "answer with lists: read, out of what it was wrapped in" in ran.err
    assert "schema: not held by the server" in ran.err
    assert "not read whole" in ran.err
    assert "takes" not in json.dumps(sorted(tomllib.loads(ran.out).get("takes", {})))


@pytest.mark.parametrize("status", [401, 404])
def test_an_endpoint_that_will_not_serve_ends_it(memcon: Command, status: int) -> None:
    with serving(lambda _asked: fails(status)) as server:
        ran = memcon("model", "probe", "--base-url", server.url, "--model", "some-model")
    assert ran.code == 4
    assert "will not serve this run" in ran.err


def test_the_embedded_model_is_not_probed(memcon: Command) -> None:
    ran = memcon("model", "probe")
    assert ran.code == 2
    assert "the embedded model takes everything" in ran.err


def test_an_outage_is_waited_out_for_a_while_which_is_told(memcon: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("memcon.cli.model"), "PATIENCE", 1.5)
    with serving(lambda _: fails(429, headers={"retry-after": "1"})) as server:
        ran = memcon("model", "probe", "--base-url", server.url, "--model", "some-model")
    assert ran.code == 4, ran.err
    assert "memcon: waiting 1 s: 429" in ran.err
    with serving(lambda _: sends(b"<html>no model here")) as server:
        ran = memcon("model", "probe", "--base-url", server.url, "--model", "some-model")
    assert (ran.code, "it does not answer" in ran.err) == (4, True), ran.err
