"""`memcon verify` raises no false alarm: honest runs in eight languages, by both words that may hold, hold."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import recorded
from conftest import ROOT
from golden.answering import Kept
from helpers.fault_server import FaultServer
from helpers.scripted import serving
from memcon.api import extract, read_articles
from memcon.compare.verify import verify
from memcon.outputs.folder import RunFolder
from memcon.records import Article

pytestmark = pytest.mark.hostile

GOLD = ROOT / "benchmarks" / "gold"
LINES = [json.loads(line) for line in (GOLD / "articles.jsonl").read_text("utf-8").splitlines()]
LANGUAGES = sorted({line["language"] for line in LINES})
RUNS = [(language, at) for language in LANGUAGES for at in range(3)]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the embedded model said of the composed articles."""
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite"
    recorded.make_ledger(GOLD, path)
    return path


@pytest.fixture(scope="module")
def strong() -> Iterator[FaultServer]:
    """What a strong model said of them."""
    with serving(Kept(GOLD / "strong.jsonl", {line["id"]: line["text"] for line in LINES})) as server:
        yield server


def given(folder: Path, language: str, at: int) -> dict[str, Any]:
    """Return three articles of a language: as a file of lines, as text files with options, or by a script."""
    told = [line for line in LINES if line["language"] == language][3 * at : 3 * at + 3]
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in told), "utf-8")
    if at == 0:
        return {"articles": [str(path)], "settings": {"inputs": [str(path)], "language": None, "published": None}}
    if at == 1:
        for line in told:
            (folder / f"{line['id']}.txt").write_text(line["text"], "utf-8")
        (folder / "empty.txt").write_bytes(b"")
        path.unlink()
        settings = {"inputs": [str(folder)], "language": language, "published": told[0]["published"]}
        day = Article(id="day", text="", published=told[0]["published"]).published
        return {"articles": read_articles(folder, language=language, published=day), "settings": settings}
    articles = [each for each in read_articles(path) if isinstance(each, Article)]
    return {"articles": [dataclasses.replace(each, title="Another", source="By hand") for each in articles[:2]]}


def holds(out: Path) -> None:
    report = verify(out)
    assert report.problems == ()
    assert report.is_sealed
    run = RunFolder(out)
    told = run.report()
    assert told is not None
    run.file("run.json").write_bytes(dataclasses.replace(told, seal=None).dump())  # as an older memcon wrote it
    report = verify(out)
    assert (report.problems, report.is_sealed) == ((), False)


@pytest.mark.parametrize(("language", "at"), RUNS)
def test_a_run_of_the_embedded_model_holds(folder: Path, ledger: Path, language: str, at: int) -> None:
    run = extract(model="embedded", ledger=ledger, offline=True, **given(folder, language, at))
    run.write(folder / "out")
    assert len(run.articles) >= 3 - (at == 2)
    holds(folder / "out")


@pytest.mark.parametrize(("language", "at"), RUNS)
def test_a_run_of_a_strong_model_holds(folder: Path, strong: FaultServer, language: str, at: int) -> None:
    run = extract(model="scripted-huge", base_url=strong.url, strategy="whole", **given(folder, language, at))
    run.write(folder / "out")
    assert len(run.articles) >= 3 - (at == 2)
    holds(folder / "out")
