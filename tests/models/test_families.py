"""Models that memcon serves itself, by what their files say: llama.cpp loads a tiny one of each family and is asked."""

import dataclasses
import importlib.util
import json
import os
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from helpers.gguf_file import FAMILIES, write, write_model
from memcon.errors import DataError
from memcon.models.embedded.process import embedded_server
from memcon.models.gguf import TEMPLATE, Value, cache_bytes, described_file, read_metadata
from memcon.models.spec import ModelSpec, choose_spec

engine = pytest.mark.skipif(
    importlib.util.find_spec("xllamacpp") is None, reason="xllamacpp is not installed: memcon[local]"
)
TURNS = [
    {"role": "system", "content": "Label."},
    {"role": "user", "content": "They met."},
    {"role": "assistant", "content": "meeting"},
    {"role": "user", "content": "It rained."},
]
CHATML = (
    "<|im_start|>system\nLabel.<|im_end|>\n<|im_start|>user\nThey met.<|im_end|>\n"
    "<|im_start|>assistant\nmeeting<|im_end|>\n<|im_start|>user\nIt rained.<|im_end|>\n<|im_start|>assistant\n"
)
PROMPTS = {
    "qwen3": CHATML + "<think>\n\n</think>\n\n",
    "smollm3": CHATML.replace("Label.", "Reasoning Mode: /no_think\n\nLabel.") + "<think>\n\n</think>\n",
    "gemma3": (
        "<bos><start_of_turn>user\nLabel.\n\nThey met.<end_of_turn>\n<start_of_turn>model\nmeeting<end_of_turn>\n"
        "<start_of_turn>user\nIt rained.<end_of_turn>\n<start_of_turn>model\n"
    ),
    "gemma4": (
        "<bos><|turn>system\nLabel.<turn|>\n<|turn>user\nThey met.<turn|>\n<|turn>model\nmeeting<turn|>\n"
        "<|turn>user\nIt rained.<turn|>\n<|turn>model\n<|channel>thought\n<channel|>"
    ),
    "llama": (
        "<|start_header_id|>system<|end_header_id|>\n\nToday Date: 26 Jul 2024\n\nLabel.<|eot_id|>"
        "<|start_header_id|>user<|end_header_id|>\n\nThey met.<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\nmeeting<|eot_id|>"
        "<|start_header_id|>user<|end_header_id|>\n\nIt rained.<|eot_id|>"
        "<|start_header_id|>assistant<|end_header_id|>\n\n"
    ),
    "lfm2": "<|startoftext|>" + CHATML,
    "granite": (
        "<|start_of_role|>system<|end_of_role|>Label.<|end_of_text|>\n<|start_of_role|>user<|end_of_role|>They met."
        "<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>meeting<|end_of_text|>\n"
        "<|start_of_role|>user<|end_of_role|>It rained.<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>"
    ),
}
SHAPE = {
    "type": "object",
    "properties": {"label": {"enum": ["meeting", "none"]}},
    "required": ["label"],
    "additionalProperties": False,
}


def ask(url: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    asked = urllib.request.Request(
        f"{url.removesuffix('/v1')}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(asked, timeout=60) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def spec_of(path: Path, env: dict[str, str] | None = None) -> ModelSpec:
    spec = choose_spec(str(path), None, env or {})
    return dataclasses.replace(spec, profile=dataclasses.replace(spec.profile, context_tokens=1024))


@engine
@pytest.mark.parametrize("name", FAMILIES)
async def test_a_model_of_each_family_is_asked_by_its_own_template_and_does_not_think(
    name: str, tmp_path: Path
) -> None:
    path = write_model(tmp_path / "own.gguf", FAMILIES[name])
    question = {
        "messages": TURNS, "max_tokens": 400, "temperature": 0,
        "response_format": {"type": "json_schema", "json_schema": {"name": "L", "strict": True, "schema": SHAPE}},
    }  # fmt: skip
    async with embedded_server(spec_of(path)) as url:
        prompt = ask(url, "/apply-template", {"messages": TURNS})["prompt"]
        (choice,) = ask(url, "/v1/chat/completions", question)["choices"]
    assert prompt == PROMPTS[name]
    assert "reasoning_content" not in choice["message"]
    assert choice["finish_reason"] == "stop", "a random model, held to the schema alone"
    assert json.loads(choice["message"]["content"])["label"] in {"meeting", "none"}


@engine
async def test_a_profile_of_the_users_has_the_last_word_on_the_template(tmp_path: Path) -> None:
    path = write_model(tmp_path / "own.gguf", FAMILIES["qwen3"])
    profile = tmp_path / "thinks.toml"
    profile.write_text("[match]\ngguf = '^qwen3 '\n\n[template]\nenable_thinking = true\n")
    async with embedded_server(spec_of(path, {"MEMCON_PROFILE": str(profile)})) as url:
        assert ask(url, "/apply-template", {"messages": TURNS})["prompt"] == CHATML


# --- the head of a file ---


def test_a_file_says_which_model_it_is(tmp_path: Path) -> None:
    path = write_model(tmp_path / "own.gguf", FAMILIES["llama"])
    found = read_metadata(path)
    assert (found["general.architecture"], found["llama.context_length"]) == ("llama", 4096)
    assert found[TEMPLATE] == FAMILIES["llama"].template
    assert "tokenizer.ggml.tokens" not in found
    assert described_file(path) == "llama Llama 3.2 3B Instruct"
    spec = choose_spec(str(path), None, {})
    assert (spec.gguf, json.loads(spec.template)["date_string"]) == ("llama Llama 3.2 3B Instruct", "26 Jul 2024")
    assert json.loads(choose_spec(None, None, {}).template) == {"enable_thinking": False}
    assert choose_spec("some-model", "http://there/v1", {}).template == "{}"


def test_every_kind_of_value_is_read_or_passed_over(tmp_path: Path) -> None:
    values = {
        "a": True,
        "b": -3,
        "c": 7,
        "d": 0.5,
        "e": "é",
        "f": [1, 2],
        "g": ["x", "yz"],
        "h": [[1, 2], [3]],
        "i": "end",
    }
    found = read_metadata(write(tmp_path / "own.gguf", values))
    assert found == {"a": True, "b": -3, "c": 7, "d": 0.5, "e": "é", "i": "end"}


def test_a_token_of_context_takes_as_much_as_layers_and_heads_say() -> None:
    qwen: dict[str, Value] = {
        "general.architecture": "qwen2", "qwen2.block_count": 28, "qwen2.embedding_length": 1536,
        "qwen2.attention.head_count": 12, "qwen2.attention.head_count_kv": 2,
    }  # fmt: skip
    assert cache_bytes(qwen) == 28 * 1024  # as measured of the embedded model
    assert (
        cache_bytes(qwen | {"qwen2.attention.key_length": 256, "qwen2.attention.value_length": 0}) == 2 * 28 * 2 * 384
    )
    assert cache_bytes(qwen | {"qwen2.attention.head_count": "many"}) is None
    assert cache_bytes({}) is None


def test_a_file_that_is_cut_anywhere_in_its_head_is_damaged_and_no_crash(tmp_path: Path) -> None:
    values = {"general.architecture": "qwen3", "n": 7, "list": ["x", "yz"], "numbers": [1, 2, 3], "last": "end"}
    whole = write(tmp_path / "whole.gguf", values).read_bytes().rstrip(bytes(1))
    path = tmp_path / "own.gguf"
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        with pytest.raises(DataError, match="is no GGUF file" if size < 4 else "head is damaged or cut"):
            read_metadata(path)
        assert described_file(path) == ""
    path.write_bytes(whole)
    assert read_metadata(path)["last"] == "end"


@pytest.mark.parametrize(
    ("at", "data", "reason"),
    [
        (0, b"GGML", "is no GGUF file"),
        (4, b"\t", "version is 9"),
        (16, b"\xff" * 8, "announces 184467"),
        (24, b"\xff" * 8, "behind it"),
    ],
)
def test_a_head_of_nonsense_is_damaged(tmp_path: Path, at: int, data: bytes, reason: str) -> None:
    path = write(tmp_path / "own.gguf", {"general.architecture": "qwen3"})
    path.write_bytes(path.read_bytes()[:at] + data + path.read_bytes()[at + len(data) :])
    with pytest.raises(DataError, match=reason):
        read_metadata(path)


def test_what_is_no_file_has_no_head(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.gguf")
    for path, reason in (
        (tmp_path / "pipe.gguf", "no file"),
        (tmp_path, "no file"),
        (tmp_path / "none", "no such file"),
    ):
        with pytest.raises(DataError, match=reason):
            read_metadata(path)
    assert choose_spec(str(tmp_path / "pipe.gguf"), None, {}).gguf == ""
