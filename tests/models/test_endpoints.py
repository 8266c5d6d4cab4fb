"""Files about endpoints: which hold for a model, what they say together, and what is refused in them."""

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Command
from helpers.plugins import install
from memcon import _data
from memcon.errors import UsageError
from memcon.models import endpoints
from memcon.models.endpoints import Endpoint, endpoint_for
from memcon.models.endpoints.file import read_file, written
from memcon.models.failures import read_failure, retry_after
from memcon.models.spec import choose_spec, port_of

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files about endpoints into a folder, and return it."""

    def into(**files: str) -> Path:
        folder = tmp_path / "mine"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.toml").write_text(text, "utf-8")
        return folder

    return into


def names(endpoint: Endpoint) -> list[str]:
    return [path.stem for path in endpoint.files]


@pytest.mark.parametrize(
    ("model", "strategy"),
    [
        ("qwen2.5:1.5b", "cascade"),
        ("Llama-3.2-3B-Instruct", "cascade"),
        ("smollm2_360m", "whole"),  # no figure in billions: the default, and --strategy
        ("gemma-3-4b-it", "cascade"),
        ("SmolLM-0.5B", "cascade"),
        ("qwen2.5:32b", "whole"),
        ("llama-3.3-70b", "whole"),
        ("mixtral-8x22b", "whole"),
        ("qwen-13.5b", "whole"),
        ("gpt-4o-mini", "whole"),
    ],
)
def test_small_models_read_in_a_cascade(model: str, strategy: str) -> None:
    assert endpoint_for("example.org", model).profile.strategy == strategy


def test_models_that_reason_take_no_temperature() -> None:
    assert endpoint_for("api.openai.com", "o4-mini").profile.temperature is None
    assert endpoint_for("api.openai.com", "gpt-5.4-nano").profile.logprobs is False
    assert endpoint_for("api.openai.com", "gpt-4o-mini").profile.temperature == 0.0
    assert endpoint_for("other.org", "o4-mini").profile.temperature == 0.0


def test_our_own_files_are_laid_over_one_another_from_the_general_to_the_particular() -> None:
    assert names(endpoint_for("example.org", "m")) == ["default"]
    assert names(endpoint_for("localhost", "qwen2.5:1.5b")) == ["default", "local", "small"]
    assert names(endpoint_for("embedded", "qwen2.5-coder-1.5b")) == ["default", "local", "small", "embedded"]
    granite = endpoint_for("embedded", "x", gguf="granite Granite 4.0 Micro")
    assert names(granite) == ["default", "local", "embedded", "embedded-granite"]
    assert granite.template == {"enable_thinking": False, "thinking": False}
    assert names(endpoint_for("localhost", "granite", gguf="")) == ["default", "local"]
    assert names(endpoint_for("API.openai.com", "gpt-5")) == ["default", "openai", "openai-reasoning"]
    assert endpoint_for("localhost", "qwen2.5:1.5b").profile.name == "small"


def test_a_file_of_the_user_has_the_last_word(write: Write) -> None:
    folder = write(
        lab="""
            [match]
            host = '^gpu\\.lab$'
            [profile]
            strategy = "cascade"
            concurrency = 32
            omit = ["temperature"]
            [errors]
            quota = ["project_exhausted"]
            rate = [503, "slow_down"]
            too_long_words = ["zu lang"]
            [headers]
            tokens = { limit = "X-Lab-Limit", remaining = "X-Lab-Left", reset = "X-Lab-Reset" }
        """,
        other="[match]\nhost = 'elsewhere'\n[profile]\nconcurrency = 1\n",
    )
    spec = choose_spec("big", "https://gpu.lab/v1", {"MEMCON_ENDPOINTS": str(folder)})
    assert (spec.profile.name, spec.profile.strategy, spec.profile.concurrency) == ("lab", "cascade", 32)
    assert (spec.profile.temperature, spec.profile.context_tokens) == (None, 16384)

    def read(status: int, **error: str) -> str | None:
        body = b'{"error": {%s}}' % b",".join(b'"%s": "%s"' % (k.encode(), v.encode()) for k, v in error.items())
        failure = read_failure(status, {}, body, NOW, spec.conventions)
        return failure.kind if failure else None

    assert read(403, code="project_exhausted") == read(403, code="insufficient_quota") == "quota"
    assert read(503) == read(400, type="slow_down") == read(429) == "rate_limit"
    assert read(400, message="Das ist ZU LANG") == read(400, message="maximum context") == "too_long"

    def wait(**headers: str) -> float | None:
        return retry_after({name.replace("_", "-"): value for name, value in headers.items()}, NOW, spec.conventions)

    assert wait(x_lab_left="0", x_lab_reset="2s") == 2
    assert wait(x_ratelimit_remaining_requests="0", x_ratelimit_reset_requests="3s") == 3
    assert wait(x_ratelimit_remaining_tokens="0", x_ratelimit_reset_tokens="3s") is None


def test_files_of_one_folder_are_laid_by_order_and_name(write: Write) -> None:
    folder = write(
        a="[match]\norder = 60\n[profile]\nseed = 1\n",
        b="[profile]\nseed = 2\nattempts = 2\n",
        c="[profile]\nattempts = 3\n",
        d="[match]\norder = 99\n[errors]\nquota = [999]\n".replace("999", "599"),
    )
    endpoint = endpoint_for("example.org", "m", folder)
    assert names(endpoint) == ["default", "b", "c", "a", "d"]
    assert (endpoint.profile.seed, endpoint.profile.attempts) == (1, 3)
    assert endpoint.profile.name == "a"  # a file without a profile does not name it
    assert 599 in endpoint.conventions.quota


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[profile\n", "mine.toml': Expected ']'"),
        ("[profil]\nseed = 1\n", "profil: extra inputs are not permitted"),
        ("[profile]\ncolour = 1\n", "profile.colour: extra inputs are not permitted"),
        ("[profile]\nname = 'x'\n", "profile.name: extra"),
        ("[profile]\nconcurrency = 0\n", "profile.concurrency: input should be greater than or equal to 1, not 0"),
        ("[profile]\nstrict = 'yes'\n", "profile.strict: input should be a valid boolean, not 'yes'"),
        ("[profile]\ndeadline = -1.0\n", "profile.deadline"),
        ("[profile]\ntokens_field = 'tokens'\n", "profile.tokens_field: input should be 'max_tokens' or"),
        ("[profile]\nomit = ['strict']\n", "profile.omit.0"),
        ("[match]\nhost = '('\n", "match.host: no regular expression: missing"),
        ("[errors]\nquota = [42]\n", "errors.quota.0"),
        ("[errors]\ntoo_long_words = ['[']\n", "errors.too_long_words.0: no regular expression"),
        ("[headers]\ntokens = { limit = 'a' }\n", "headers.tokens.remaining: field required"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_file_and_field(write: Write, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=r"^endpoint file '.*mine\.toml': ") as error:
        read_file(write(mine=text) / "mine.toml")
    assert says in str(error.value)


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"MEMCON_ENDPOINTS: there is no folder '.*absent'"):
        endpoint_for("example.org", "m", tmp_path / "absent")
    (tmp_path / "latin.toml").write_bytes(b"# caf\xe9\n")
    with pytest.raises(UsageError, match=r"latin\.toml': 'utf-8' codec"):
        endpoint_for("example.org", "m", tmp_path)


def test_another_package_adds_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Write) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    install(tmp_path, "memcon-lab", "memcon.endpoints", {"lab": "memcon_lab"})
    (tmp_path / "memcon_lab").mkdir()
    (tmp_path / "memcon_lab" / "__init__.py").touch()
    (tmp_path / "memcon_lab" / "lab.toml").write_text("[profile]\nseed = 5\nattempts = 5\n")
    endpoint = endpoint_for("example.org", "m", write(mine="[profile]\nseed = 6\n"))
    assert names(endpoint) == ["default", "lab", "mine"]
    assert (endpoint.profile.attempts, endpoint.profile.seed) == (5, 6)


def test_a_package_whose_entry_point_is_no_module_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    install(tmp_path, "memcon-wrong", "memcon.endpoints", {"wrong": "os:sep"})
    with pytest.raises(UsageError, match=r"'wrong'.*must name a module"):
        endpoint_for("example.org", "m")


def test_every_field_is_explained_and_our_files_hold_no_other() -> None:
    folder = _data.find("models/endpoints")
    text = (folder / "default.toml").read_text("utf-8")
    for table in tomllib.loads(text).values():
        for field in table:
            assert text.count(field) > 1, field
    assert {path.stem for path in folder.glob("*.toml")} >= {"default", "embedded", "local", "openai", "small"}


@pytest.mark.parametrize(("host", "model"), [("embedded", "q-1.5b"), ("api.openai.com", "o4-mini"), ("x.org", "m+(1)")])
def test_what_is_written_says_the_same_when_it_is_read(tmp_path: Path, host: str, model: str) -> None:
    endpoint = endpoint_for(host, model)
    text = written(host, model, endpoint.profile, endpoint.conventions, template={"a": True, "b": 'say "x"', "c": 1})
    (tmp_path / "again.toml").write_text(text, "utf-8")
    again = endpoint_for(host, model, tmp_path)
    assert again.files == (*endpoint.files, tmp_path / "again.toml")
    assert again.profile.name == "again"
    assert again.conventions == endpoint.conventions
    assert again.template == {**endpoint.template, "a": True, "b": 'say "x"', "c": 1}
    assert {**vars_of(again), "name": ""} == {**vars_of(endpoint), "name": ""}


def vars_of(endpoint: Endpoint) -> dict[str, object]:
    return {name: getattr(endpoint.profile, name) for name in type(endpoint.profile).__slots__}


def test_the_command_prints_what_holds_and_where_it_stands(memcon: Command, folder: Path) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / "ours.toml").write_text("[match]\nhost = 'lab'\n[profile]\nconcurrency = 7\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEMCON_ENDPOINTS", "mine")
        ran = memcon("endpoints", "--model", "m", "--base-url", "http://lab/v1")
    assert ran.code == 0
    assert ran.out.startswith("# m (at lab), as these files say, the last word first:\n# mine/ours.toml\n# ")
    told = tomllib.loads(ran.out)
    assert told["match"] == {"host": "^lab$", "model": "^m$"}
    assert (told["profile"]["concurrency"], told["profile"]["omit"]) == (7, ["seed"])
    assert memcon("endpoints").out.startswith("# qwen2.5-coder-1.5b-instruct-q4_k_m (embedded)")


@pytest.mark.parametrize(
    ("url", "model", "file", "takes"),
    [
        ("https://api.openai.com/v1", "gpt-4.1-mini", "openai", {}),
        ("https://lab.openai.azure.com/openai/v1", "mine", "azure", {"tokens_field": "max_completion_tokens"}),
        ("https://api.anthropic.com/v1", "claude", "anthropic", {"without": ["seed", "logprobs"], "format": "prompt"}),
        ("https://generativelanguage.googleapis.com/v1beta/openai", "gemini-3", "google",
         {"without": ["seed", "logprobs"]}),
        ("https://generativelanguage.googleapis.com/v1beta/openai", "gemma-3-27b-it", "google-gemma",
         {"without": ["seed", "logprobs"], "system": False}),
        ("https://api.mistral.ai/v1", "mistral-large", "mistral", {"without": ["seed", "logprobs"]}),
        ("https://api.deepseek.com", "deepseek-chat", "deepseek", {"format": "json_object", "without": ["seed"]}),
        ("https://api.groq.com/openai/v1", "llama-3.3-70b", "groq", {"without": ["logprobs"]}),
        ("https://openrouter.ai/api/v1", "a/b", "openrouter", {}),
        ("https://api.together.xyz/v1", "m", "together", {"without": ["logprobs"]}),
        ("http://localhost:8000/v1", "m", "vllm", {}),
        ("http://127.0.0.1:30000/v1", "m", "sglang", {}),
        ("http://localhost:8080/v1", "m", "llama-cpp", {}),
        ("http://localhost:11434/v1", "m", "ollama", {}),
        ("http://localhost:1234/v1", "m", "lm-studio", {}),
    ],
)  # fmt: skip
def test_known_endpoints_have_a_file_each(url: str, model: str, file: str, takes: dict[str, object]) -> None:
    spec = choose_spec(model, url, {"MEMCON_API_KEY": "k" * 20})
    endpoint = endpoint_for(spec.host, model, port=port_of(url))
    assert names(endpoint)[-1] == file
    assert spec.takes.told() == takes
    assert endpoint.profile.temperature == 0.0  # a file about what is taken moves no key of the ledger


def test_what_is_known_from_documentation_alone_says_so() -> None:
    tried = {"default", "embedded", "local", "small", "llama-cpp"}
    folder = Path(endpoints.__file__).parent
    for path in folder.glob("*.toml"):
        text = " ".join(path.read_text("utf-8").replace("#", " ").split())
        assert path.stem in tried or "nown from " in text, path


def test_a_profile_of_the_users_own_lies_over_all(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('[match]\nhost = "^lab$"\n[profile]\nseed = 3\n[takes]\nformat = "prompt"\nwithout = ["seed"]\n')
    spec = choose_spec("m", "http://lab/v1", {"MEMCON_PROFILE": str(mine)})
    assert (spec.profile.seed, spec.takes.format) == (3, "prompt")
    assert spec.own == {"format", "without"}
    with pytest.raises(UsageError, match="is for another endpoint or model than 'm' at elsewhere"):
        choose_spec("m", "http://elsewhere/v1", {}, mine)
    with pytest.raises(UsageError, match="cannot be read"):
        choose_spec("m", "http://lab/v1", {}, tmp_path / "absent.toml")
    mine.write_text('[takes]\nformat = "xml"\n')
    with pytest.raises(UsageError, match=r"takes\.format"):
        choose_spec("m", "http://lab/v1", {}, mine)


@pytest.mark.parametrize(
    ("path", "model"),
    [("/openai/deployments/gpt-mine", "--model gpt-mine"), ("/openai", "the name of the deployment as --model")],
)
def test_an_address_of_azure_is_answered_with_the_one_that_works(path: str, model: str) -> None:
    url = f"https://lab.openai.azure.com{path}?api-version=2024-10-21"
    with pytest.raises(UsageError, match=r"--base-url https://lab\.openai\.azure\.com/openai/v1 ") as wrong:
        choose_spec("m", url, {})
    assert model in str(wrong.value)
