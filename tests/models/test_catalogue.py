"""The catalogue of small models: what its rows must be, and how one of them is chosen."""

import json
import re

import pytest

from memcon.models.catalogue import catalogue
from memcon.models.embedded.weights import EMBEDDED
from memcon.models.spec import EMBEDDED_MODEL, EMBEDDED_SHA256, choose_spec

MODELS = catalogue()


def test_the_embedded_model_is_the_first_and_the_one_that_was_always_asked() -> None:
    embedded = next(iter(MODELS.values()))
    assert (embedded.name, embedded.weights) == ("embedded", EMBEDDED)
    assert EMBEDDED_MODEL == "qwen2.5-coder-1.5b-instruct-q4_k_m"
    assert EMBEDDED_SHA256 == "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
    assert embedded.memory / 1e9 == pytest.approx(2.1, abs=0.05)  # as measured
    assert embedded.quality


def test_six_families_of_open_models_are_there() -> None:
    families = {"qwen3", "gemma3", "gemma4", "llama", "smollm3", "lfm2", "granite"}
    assert {model.architecture for model in MODELS.values()} >= families


@pytest.mark.parametrize("name", MODELS)
def test_a_row_says_what_is_needed_to_fetch_and_to_choose(name: str) -> None:
    model = MODELS[name]
    weights = model.weights
    assert re.fullmatch("[0-9a-f]{64}", weights.sha256)
    assert re.fullmatch(r"[\w.-]+/[\w.-]+", weights.repository or "")
    assert re.fullmatch("main|[0-9a-f]{40}", weights.revision)
    assert re.fullmatch(r"[\w.-]+\.gguf", weights.name)
    assert 0.5 <= model.parameters <= 8
    assert weights.size < model.memory < 3 * weights.size
    assert 0.35 < weights.size / (model.parameters * 1e9) < 0.9, "four bits a parameter, and a vocabulary"
    assert model.languages
    assert weights.licence
    assert bool(model.quality) == (name == "embedded"), "a figure is measured before it is told"


def test_no_two_models_are_one_file() -> None:
    files = [model.weights for model in MODELS.values()]
    assert len({file.name for file in files}) == len({file.sha256 for file in files}) == len(files)


def test_a_model_of_the_catalogue_is_served_by_memcon_where_no_endpoint_is_named() -> None:
    spec = choose_spec("llama-3.2-3b", None, {"OPENAI_API_KEY": "sk-1"})
    assert (spec.model, spec.base_url, spec.weights) == ("llama-3.2-3b", None, None)
    assert spec.label == f"sha256:{MODELS['llama-3.2-3b'].weights.sha256}"
    assert json.loads(spec.template) == {"enable_thinking": False, "date_string": "26 Jul 2024"}
    assert (spec.profile.strategy, spec.profile.trust) == ("words-first", "code")
    assert json.loads(choose_spec("granite-4.0-micro", None, {}).template)["thinking"] is False
    elsewhere = choose_spec("qwen3-4b", "http://there/v1", {})
    assert (elsewhere.base_url, elsewhere.template) == ("http://there/v1", "{}")
