"""Cassettes hold no secret, belong to a test, read back as written, and do not answer an edited prompt."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from vcr import VCR  # type: ignore[import-untyped]
from vcr.errors import CannotOverwriteExistingCassetteException  # type: ignore[import-untyped]
from vcr.request import Request  # type: ignore[import-untyped]

from conftest import ROOT
from helpers.cassettes import Readable, before_record_request, before_record_response, same_question
from memcon.models.base import Message, Prompt
from memcon.models.client import open_model
from memcon.models.ledger.store import Ledger
from memcon.models.spec import ModelSpec

FILES = sorted((ROOT / "cassettes").glob("*/*.yaml"))
SECRETS = re.compile(
    r"\bsk-[\w-]{8,}|bearer\s|api[_-]?key|\beyJ[\w-]+\.|\borg-\w{8,}|\bproj_\w{8,}|cookie|authorization|\b[0-9a-f]{40,}\b",
    re.IGNORECASE,
)


def recorded_tests(module: Path) -> set[str]:
    """The tests of a module that are marked with `pytest.mark.vcr`, themselves or with the whole module."""
    tree = ast.parse(module.read_text("utf-8"))
    whole = any("pytestmark" in ast.unparse(node) and "vcr" in ast.unparse(node) for node in tree.body)
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (whole or any("mark.vcr" in ast.unparse(decorator) for decorator in node.decorator_list))
    }


def test_every_cassette_belongs_to_a_test() -> None:
    for file in FILES:
        (module,) = (ROOT / "tests").rglob(f"{file.parent.name}.py")
        assert module.exists(), f"{file}: no such test module"
        assert file.stem.partition("[")[0] in recorded_tests(module), f"{file}: no such test"


def test_cassettes_hold_no_secret_and_only_allowed_headers() -> None:
    for file in FILES:
        text = file.read_text("utf-8")
        assert not (found := SECRETS.search(text)), f"{file}: {found}"
        for interaction in yaml.safe_load(text)["interactions"]:
            assert interaction["request"]["uri"].startswith("http://model/")
            for part in ("request", "response"):
                headers = set(interaction[part]["headers"])
                assert headers <= {"content-type", "retry-after"}, file


def test_a_key_is_not_recorded() -> None:
    headers = {"Authorization": "Bearer sk-" + "1" * 9, "Content-Type": "application/json", "X-RateLimit-Reset": "1s"}
    request = before_record_request(Request("POST", "https://x.org:8/v1/chat?key=1", b"{}", headers))
    assert (request.uri, request.headers) == (
        "http://model/v1/chat",
        {"content-type": "application/json", "x-ratelimit-reset": "1s"},
    )
    response = {"headers": {"Set-Cookie": ["a"], "Retry-After": ["1"]}, "body": {"string": b""}}
    assert before_record_response(response)["headers"] == {"retry-after": ["1"]}


BODIES = [
    '{"a":"“quoted” \\n two\\nlines \\u2028\\ud83d\\ude00 \\u0000","b":[1.5,-8.8e-05,null,true],"no":"null"}',
    "",
    "<html>",
]


@pytest.mark.parametrize("body", BODIES, ids=["json", "empty", "html"])
def test_a_cassette_reads_back_as_written(body: str) -> None:
    def interaction() -> dict[str, Any]:
        return {"interactions": [{"request": {"body": body}, "response": {"body": {"string": body}}}]}

    back = Readable.deserialize(Readable.serialize(interaction()))["interactions"][0]
    for again in (back["request"]["body"], back["response"]["body"]["string"]):
        assert again == body or json.loads(again) == json.loads(body)


async def test_an_edited_prompt_does_not_play_the_old_answer(embedded: ModelSpec, ledger: Ledger) -> None:
    recorder = VCR(record_mode="none", match_on=["method", "path", "question"])
    recorder.register_serializer("yaml", Readable)
    recorder.register_matcher("question", same_question)
    prompt = Prompt(version="t@0", messages=(Message("user", "edited"),), max_tokens=5)
    with recorder.use_cassette(str(FILES[0])):
        async with open_model(embedded, ledger, env={}) as model:
            with pytest.raises(CannotOverwriteExistingCassetteException):
                await model.label(["a", "b"], prompt)
