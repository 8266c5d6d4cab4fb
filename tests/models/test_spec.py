"""Which model is chosen from options and environment, and how it is spoken to."""

import pickle
from pathlib import Path

import pytest

from memcon.errors import UsageError
from memcon.models.network import proxy_for, proxy_secrets
from memcon.models.spec import (
    EMBEDDED_MODEL,
    EMBEDDED_SHA256,
    ModelSpec,
    api_key,
    checked_url,
    choose_spec,
    host_of,
)

KEY = {"OPENAI_API_KEY": "sk-0123456789"}


def test_with_nothing_configured_the_embedded_model_is_used() -> None:
    for env in ({}, KEY, {"MEMCON_MODEL": "", "OPENAI_BASE_URL": ""}):
        spec = choose_spec(None, None, env)
        assert (spec.model, spec.base_url, spec.label) == (EMBEDDED_MODEL, None, f"sha256:{EMBEDDED_SHA256}")
        assert (spec.profile.strategy, spec.profile.logprobs, spec.host) == ("words-first", True, "embedded")
        assert str(spec) == f"{EMBEDDED_MODEL} (embedded)"
        assert api_key(spec, KEY) is None  # nobody's key goes to our own server


def test_embedded_wins_over_the_environment() -> None:
    env = {"MEMCON_MODEL": "gpt-4o", "MEMCON_BASE_URL": "http://there/v1"}
    assert choose_spec("embedded", None, env).base_url is None


def test_the_embedded_models_name_alone_is_the_embedded_model() -> None:
    assert choose_spec(EMBEDDED_MODEL, None, KEY) == choose_spec(None, None, {})
    elsewhere = choose_spec(EMBEDDED_MODEL, "http://10.0.0.7:8000/v1", {})
    assert (elsewhere.label, elsewhere.profile.strategy) == ("10.0.0.7", "cascade")


def test_own_weights_have_no_label_until_they_are_hashed() -> None:
    spec = choose_spec("models/Mine-3B.gguf", None, {"OPENAI_BASE_URL": "http://there/v1"})
    assert (spec.model, spec.weights, spec.label, spec.base_url) == ("Mine-3B", "models/Mine-3B.gguf", "", None)


def test_options_win_over_memcons_variables_and_those_over_openais() -> None:
    env = {"MEMCON_MODEL": "m", "MEMCON_BASE_URL": "http://m/v1", "OPENAI_BASE_URL": "http://o/v1"}
    assert choose_spec(None, None, env).host == "m"
    assert choose_spec("x", "http://x", env).host == "x"
    del env["MEMCON_BASE_URL"]
    assert choose_spec("x", None, env).host == "o"


def test_a_model_and_a_key_mean_openai() -> None:
    spec = choose_spec("gpt-4o-mini", None, KEY)
    assert (spec.base_url, spec.label) == ("https://api.openai.com/v1", "api.openai.com")
    assert (spec.profile.strict, spec.profile.tokens_field) == (True, "max_completion_tokens")


def test_the_label_is_the_host_whatever_port_path_and_name_of_loopback() -> None:
    urls = ["http://127.0.0.1:8091/v1", "http://localhost:1234/api/v1/", "http://[::1]/v1"]
    assert {choose_spec("m", url, {}).label for url in urls} == {"localhost"}
    assert choose_spec("m", urls[0], {"MEMCON_ENDPOINT": "lab"}).label == "lab"


@pytest.mark.parametrize(
    ("model", "url", "env", "says"),
    [
        ("gpt-4o", None, {}, "has no endpoint"),
        (None, "http://x/v1", {}, "--base-url is set but no model"),
        (None, None, {"MEMCON_BASE_URL": "http://x/v1"}, "MEMCON_BASE_URL is set but no model"),
        (None, None, {"OPENAI_BASE_URL": "http://x/v1"}, "OPENAI_BASE_URL is set but no model"),
        ("embedded", "http://x/v1", {}, "exclude each other"),
        ("mine.gguf", "http://x/v1", {}, "exclude each other"),
        ("m", "x/v1", {}, "must read http"),
        ("m", "ftp://x/v1", {}, "must read http"),
        ("m", "http://", {}, "must read http"),
        ("m", "http://x:port/v1", {}, "[Pp]ort"),
        ("m", "http://[x/v1", {}, "base URL"),
        ("m", "http://me:secret@x/v1", {}, "MEMCON_API_KEY"),
        ("m", "https://x/v1?key=secret", {}, "MEMCON_API_KEY"),
        ("m", "https://x/v1#secret", {}, "MEMCON_API_KEY"),
    ],
)
def test_settings_that_cannot_be_say_what_to_do(
    model: str | None, url: str | None, env: dict[str, str], says: str
) -> None:
    with pytest.raises(UsageError, match=says) as error:
        choose_spec(model, url, env)
    assert "secret" not in str(error.value)


def test_memcons_key_wins_and_an_unusable_one_is_not_shown() -> None:
    spec = choose_spec("m", "http://x/v1", {})
    assert api_key(spec, {"MEMCON_API_KEY": " a\n", "OPENAI_API_KEY": "b"}) == "a"
    assert api_key(spec, KEY) == KEY["OPENAI_API_KEY"]
    assert api_key(spec, {"OPENAI_API_KEY": " "}) is None
    for bad in ("two words", "ключ", "a\x00b"):
        with pytest.raises(UsageError) as error:
            api_key(spec, {"MEMCON_API_KEY": bad})
        assert bad not in str(error.value)


def test_a_spec_travels() -> None:
    spec = choose_spec("m", "http://x/v1", KEY)
    assert pickle.loads(pickle.dumps(spec)) == spec
    assert isinstance(spec, ModelSpec)
    assert KEY["OPENAI_API_KEY"] not in repr(spec)


def test_a_proxy_that_cannot_be_used_has_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A replay of paid answers needs no proxy: whoever would ask is told."""
    monkeypatch.setenv("https_proxy", "socks4://user:secret@proxy:1080")
    assert proxy_secrets(["https://api.openai.com/v1", None]) == ()
    with pytest.raises(UsageError, match="cannot be used"):
        proxy_for("https://api.openai.com/v1")


def test_a_proxy_is_for_others_than_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", "http://proxy:3128")
    monkeypatch.setenv("no_proxy", "inside.example")
    assert proxy_for("https://api.openai.com/v1") == "http://proxy:3128"
    for direct in (None, "https://127.0.0.1/v1", "https://inside.example/v1", "http://elsewhere/v1"):
        assert proxy_for(direct) is None


def test_a_folder_is_no_name_of_an_endpoint(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="MEMCON_ENDPOINTS"):
        choose_spec("m", "http://x/v1", {"MEMCON_ENDPOINT": str(tmp_path)})


@pytest.mark.parametrize("name", ["MEMCON_ENDPOINT", "MEMCON_ENDPOINTS", "MEMCON_PROFILE", "MEMCON_MODEL"])
def test_a_name_longer_than_any_is_refused_and_not_shown(name: str) -> None:
    with pytest.raises(UsageError, match="has 100,000 characters") as caught:
        choose_spec(None, "http://x/v1", {"MEMCON_MODEL": "m", name: "e" * 100_000})
    assert len(str(caught.value)) < 100


def test_urls() -> None:
    assert checked_url(" https://x.org/v1/ ") == "https://x.org/v1"
    assert host_of("https://X.org.:443/v1") == "x.org"
