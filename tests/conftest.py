"""Fixtures of the whole suite: cassettes of a real model, and a ledger of its own for each test."""

import dataclasses
import io
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from hypothesis import HealthCheck, settings
from vcr import VCR  # type: ignore[import-untyped]
from vcr.cassette import Cassette  # type: ignore[import-untyped]

from helpers.cassettes import Readable, before_record_request, before_record_response, same_question
from memcon.models.ledger.store import Ledger, open_ledger
from memcon.models.spec import ModelSpec, choose_spec
from memcon.models.takes import ALL

if TYPE_CHECKING:
    from memcon.models.client import OpenAIModel

ROOT = Path(__file__).parents[1]
pytest_plugins = ["helpers.browsing", "helpers.plugins"]  # fixtures of tests that open pages, or install packages

settings.register_profile(
    "memcon", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # no test gates a clock
settings.load_profile("memcon")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--model-url",
        default="http://127.0.0.1:8091/v1",
        help="where the embedded model is served while cassettes are recorded (with --record-mode=rewrite)",
    )
    parser.addoption("--pictures-of", help="the folder of a run of which the pictures in docs/pictures/ are drawn")


def pytest_recording_configure(config: pytest.Config, vcr: VCR) -> None:
    vcr.register_serializer("yaml", Readable)
    vcr.register_matcher("question", same_question)


@pytest.fixture(scope="session")
def vcr_config() -> dict[str, Any]:
    return {
        "match_on": ["method", "path", "question"],
        "before_record_request": before_record_request,
        "before_record_response": before_record_response,
        "allow_playback_repeats": False,
    }


@pytest.fixture(scope="module")
def vcr_cassette_dir(request: pytest.FixtureRequest) -> str:
    return str(ROOT / "cassettes" / request.path.stem)


@pytest.fixture(autouse=True)
def whole_cassette(request: pytest.FixtureRequest, vcr: Cassette | None, record_mode: str) -> Iterator[None]:
    """Fail a test that plays only a part of its cassette: the rest is stale."""
    yield
    if vcr is not None and record_mode == "none":
        left = len(vcr) - vcr.play_count
        assert not left, f"{left} of {len(vcr)} recorded answers were not asked for: record this test again"


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """An empty ledger, in memory where the system has such a folder: tests need not wait for the disk."""
    memory = Path("/dev/shm")
    with (
        tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder,
        open_ledger(Path(folder) / "ledger.sqlite") as opened,
    ):
        yield opened


@pytest.fixture
def embedded(request: pytest.FixtureRequest) -> ModelSpec:
    """The embedded model, where cassettes are recorded: as it is asked, which is what the ledger's keys are of."""
    url: str = request.config.getoption("--model-url")
    return dataclasses.replace(choose_spec(None, None, {}), base_url=url, takes=ALL)


@pytest.fixture
async def model(embedded: ModelSpec, ledger: Ledger) -> "AsyncIterator[OpenAIModel]":
    """The embedded model as cassettes remember it, with an empty ledger."""
    from memcon.models.client import open_model  # noqa: PLC0415  tests of pure stages do without the door

    async with open_model(embedded, ledger, env={}) as opened:
        yield opened


@dataclasses.dataclass(frozen=True)
class Ran:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


class Command(Protocol):
    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> Ran: ...


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, in which no setting of the user's environment holds."""
    for name in os.environ:
        if name.startswith(("MEMCON_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def memcon(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line, run in this process and in `folder`."""
    from memcon.__main__ import main  # noqa: PLC0415

    def run(*arguments: str | Path, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["memcon", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, *capsys.readouterr())

    return run


@pytest.fixture
def endpoint(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make a served model the one that the command line and the library ask."""

    def ask(url: str) -> None:
        monkeypatch.setenv("MEMCON_BASE_URL", url)
        monkeypatch.setenv("MEMCON_MODEL", "scripted-1b")

    return ask
