"""memcon at servers of other makes, with the embedded model's weights behind them: `make test-servers`.

llama.cpp's own server, and litellm's gateway before it. What the embedded model says of the same article is recorded,
so that each server's events are held against its own.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.embedded_answers import ledger_of
from memcon import api
from memcon.errors import PromptTooLong, ProviderStopped
from memcon.extraction.run import Run
from memcon.models.base import Message, Prompt
from memcon.models.client import open_model
from memcon.models.embedded.weights import list_models
from memcon.models.ledger.store import Ledger
from memcon.models.spec import EMBEDDED_MODEL, choose_spec
from memcon.models.takes import ALL
from servers import started

pytestmark = [
    pytest.mark.skipif(not started.HOME.is_dir(), reason="`make test-servers` installs the servers and runs these"),
    pytest.mark.skipif(list_models()[0].state != "ready", reason="the weights are not here: 'memcon model pull'"),
]

SEED = Path(__file__).parents[2] / "seeds" / "003_76231ee178664a6d.txt"
RECORDED = "test_seeds_recorded/test_a_call_between_generals_and_one_between_ministers"
QUESTIONS = 21


@pytest.fixture(scope="module")
def llama_cpp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with started.llama_cpp(tmp_path_factory.mktemp("llama") / "log.txt") as url:
        yield url


@pytest.fixture(scope="module")
def litellm(llama_cpp: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with started.litellm(llama_cpp, tmp_path_factory.mktemp("litellm")) as url:
        yield url


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEMCON_API_KEY", started.KEY)


def told(run: Run) -> list[str]:
    """The events of a run, by what a reader would say of them."""
    events = [(event.kind, event.status, event.date and event.date.start, event.countries) for event in run.events]
    return sorted(map(str, events))


@pytest.mark.parametrize("server", ["llama_cpp", "litellm"])
def test_one_seed_end_to_end(server: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    ledger_of(RECORDED, tmp_path / "embedded.sqlite")
    embedded = api.extract(SEED, ledger=tmp_path / "embedded.sqlite", offline=True)
    assert embedded.report["usage"]["replayed"] == QUESTIONS
    url: str = request.getfixturevalue(server)
    run = api.extract(SEED, model=EMBEDDED_MODEL, base_url=url, ledger=tmp_path / "ledger.sqlite")
    assert run.report["articles"] == {"ok": 1}
    assert (run.report["usage"]["calls"], run.report["usage"]["failed"]) == (QUESTIONS, 0)
    assert run.report["takes"] == {}  # it takes all that is asked
    assert told(run) == told(embedded)
    assert started.KEY.encode() not in (tmp_path / "ledger.sqlite").read_bytes()


def test_a_wrong_key_stops_the_run_in_the_gateway_s_words(
    litellm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEMCON_API_KEY", "sk-of-somebody-else")
    run = api.extract(SEED.parent, model=EMBEDDED_MODEL, base_url=litellm, ledger=tmp_path / "ledger.sqlite")
    assert isinstance(run.stopped, ProviderStopped)
    assert run.report["usage"]["calls"] <= 4  # it says 400 without a word of keys: three in a row are told
    assert "No connected db" in str(run.stopped)
    assert "sk-of-somebody-else" not in str(run.stopped)


@pytest.mark.parametrize("server", ["llama_cpp", "litellm"])
async def test_a_prompt_that_does_not_fit_is_told_as_such(
    server: str, request: pytest.FixtureRequest, ledger: Ledger
) -> None:
    spec = choose_spec(EMBEDDED_MODEL, request.getfixturevalue(server), {})
    async with open_model(spec, ledger, env={"MEMCON_API_KEY": started.KEY}) as model:
        long = Prompt(version="t@0", messages=(Message("user", "word " * 6000),), max_tokens=8)
        with pytest.raises(PromptTooLong, match="6030 tokens"):
            await model.label(("yes", "no"), long)
        assert model.usage.calls == 1
        assert model.takes == ALL  # it teaches nothing
