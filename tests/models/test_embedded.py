"""The embedded model itself, where its weights are here: it starts, and answers as the model door relies on."""

import importlib.util
import json
import math
import urllib.request

import pytest

from memcon.models.embedded.process import embedded_server
from memcon.models.embedded.weights import list_models
from memcon.models.spec import choose_spec


@pytest.mark.embedded
@pytest.mark.skipif(list_models()[0].state != "ready", reason="the weights are not here: 'memcon model pull' gets them")
@pytest.mark.skipif(importlib.util.find_spec("xllamacpp") is None, reason="xllamacpp is not installed: memcon[local]")
async def test_the_embedded_model_answers_in_the_shape_asked_for() -> None:
    shape = {
        "type": "object",
        "properties": {"label": {"enum": ["meeting", "none"]}},
        "required": ["label"],
        "additionalProperties": False,
    }
    question = {
        "messages": [
            {"role": "user", "content": "The ministers met in Paris. Label: meeting or none."},
            {"role": "assistant", "content": '{"label":"meeting"}'},
            {"role": "user", "content": "The presidents met in Rome. Label: meeting or none."},
        ],
        "response_format": {"type": "json_schema", "json_schema": {"name": "Label", "strict": True, "schema": shape}},
        "max_tokens": 16,
        "temperature": 0,
        "logprobs": True,
        "top_logprobs": 20,
    }
    async with embedded_server(choose_spec(None, None, {})) as url:
        headers = {"Content-Type": "application/json"}
        asked = urllib.request.Request(f"{url}/chat/completions", json.dumps(question).encode(), headers)
        with urllib.request.urlopen(asked, timeout=300) as response:
            answer = json.load(response)
    assert answer["model"] == "qwen2.5-coder-1.5b-instruct-q4_k_m"
    (choice,) = answer["choices"]
    assert json.loads(choice["message"]["content"]) == {"label": "meeting"}
    tops = [token["top_logprobs"] for token in choice["logprobs"]["content"]]
    assert {len(top) for top in tops} == {20}
    # before the schema narrows them: of all tokens, also such as the schema forbids, and together nearly one
    assert any("None" in {each["token"].strip() for each in top} for top in tops)
    assert min(sum(math.exp(each["logprob"]) for each in top) for top in tops) > 0.5
