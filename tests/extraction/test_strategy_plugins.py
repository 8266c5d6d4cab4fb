"""A strategy of another package: chosen by its name, as an option or in a file about an endpoint."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import Command
from helpers.fault_server import FaultServer, says
from helpers.plugins import install
from helpers.scripted import serving

STRATEGY = """
from memcon.errors import AnswerMissing
from memcon.extraction.strategies import ArticleReading, Strategy, Unanswered
from memcon.models.base import Message, ModelAnswer, Prompt
from memcon.records import Candidate, Party


class Headline(ModelAnswer):
    callers: list[str]


async def read(article, sentences, model, name):
    prompt = Prompt(version="headline@1", messages=(Message("user", article.text),), max_tokens=50)
    answer = await model.fill(Headline, prompt)
    return ArticleReading(tuple(
        Candidate(
            kind="call", status="occurred", variant="phone", quotes=(article.text,), near=(0, len(article.text)),
            parties=tuple(Party(name=caller) for caller in answer.callers), model=name, prompt="headline@1",
        )
        for _ in answer.callers[:1]
    ))


def foresee(unanswered: Unanswered) -> int:
    return 3 * unanswered.fills


STRATEGY = Strategy(read=read, foresee=foresee)
"""
TEXT = "Menlu Jepang Yoko Kamikawa menelepon Menlu Filipina Enrique Manalo."
ANSWER = says(json.dumps({"callers": ["Yoko Kamikawa", "Enrique Manalo"]}))


@pytest.fixture
def server(endpoint: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultServer]:
    """A model that answers the strategy of an installed package, and an article to read."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    install(
        site, "memcon-headline", "memcon.strategies", {"headline": "memcon_headline:STRATEGY"}, memcon_headline=STRATEGY
    )
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    with serving(lambda _: ANSWER) as served:
        endpoint(served.url)
        yield served


def test_it_reads_articles(memcon: Command, folder: Path, server: FaultServer) -> None:
    ran = memcon("extract", "a.txt", "-o", "out", "--strategy", "headline")
    assert ran.code == 0, ran.err
    (event,) = [json.loads(line) for line in (folder / "out" / "events.jsonl").read_text("utf-8").splitlines()]
    assert (event["kind"], event["countries"]) == ("call", ["JPN", "PHL"])
    told = json.loads((folder / "out" / "run.json").read_text("utf-8"))
    assert (told["strategy"], told["prompts"]) == ("headline", ["headline@1"])


def test_a_file_about_an_endpoint_may_name_it(
    memcon: Command, folder: Path, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / "lab.toml").write_text('[profile]\nstrategy = "headline"\n')
    monkeypatch.setenv("MEMCON_ENDPOINTS", "mine")
    assert memcon("extract", "a.txt", "-o", "out").code == 0
    (folder / "mine" / "lab.toml").write_text('[profile]\nstrategy = "tailline"\n')
    ran = memcon("extract", "a.txt", "-o", "out")
    known = "'whole', 'cascade', 'words-first', 'headline'"
    assert (ran.code, ran.err) == (2, f"memcon: strategy 'tailline' is none of {known}\n")


def test_what_it_foresees_is_told_beforehand(memcon: Command, server: FaultServer) -> None:
    ran = memcon("extract", "a.txt", "-o", "out", "--strategy", "headline", "--dry-run")
    assert (ran.code, server.calls) == (0, 0)
    assert "1 calls to" in ran.out
    assert "about 3 more that follow" in ran.out
