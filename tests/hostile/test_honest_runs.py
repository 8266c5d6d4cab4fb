"""`memcon verify` raises no false alarm: honest runs in eight languages, by both words that may hold, hold.

So do those that reviewers decided on: accepted, edited, merged, split, rejected, added, and undone again.
"""

import csv
import dataclasses
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import recorded
from conftest import ROOT
from golden.answering import Kept
from helpers.fault_server import FaultServer
from helpers.reviewing import head, undo
from helpers.scripted import serving
from memcon.api import extract, read_articles
from memcon.articles.read import read_articles as read_files
from memcon.articles.select import Wanted
from memcon.compare.verify import verify
from memcon.extraction.join import join
from memcon.extraction.run import Run
from memcon.outputs.decisions import adopt
from memcon.records import Article, Event, Status
from memcon.records.decision import Accept, Add, Decision, Edit, MergeEvents, Opinion, Read, Reject, Seen, Split, Target
from memcon.records.edits import PlaceIs, StatusIs, SummaryIs

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


@pytest.mark.parametrize(("language", "at"), RUNS)
def test_a_run_of_the_embedded_model_holds(folder: Path, ledger: Path, language: str, at: int) -> None:
    run = extract(model="embedded", ledger=ledger, offline=True, **given(folder, language, at))
    run.write(folder / "out")
    assert len(run.articles) >= 3 - (at == 2)
    holds(folder / "out")


@pytest.mark.parametrize("told", ["language=id", "from=2025-10-02"])
def test_a_run_of_selected_articles_holds(folder: Path, ledger: Path, told: str) -> None:
    path = str(folder / "articles.jsonl")
    lines = [line for line in LINES if line["language"] in {"en", "id"}]
    Path(path).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    settings = {"inputs": [path], "language": None, "published": None, "select": [told]}
    wanted = list(read_files([path], wanted=Wanted.of([told])))
    run = extract(wanted, model="embedded", ledger=ledger, offline=True, settings=settings)
    run.write(folder / "out")
    assert 0 < len(run.articles) < len(lines)
    holds(folder / "out")


SAME = (
    ("x/a.txt", "y/a.txt", "z/b.txt"),
    ("x/sub/a.txt", "y/sub/a.txt", "y/b.txt"),
    ("x/a.txt", "x/sub/a.txt", "y/sub/a.txt"),
    ("x/n.jsonl", "y/n.jsonl", "y/a.txt"),
    ("x/sub/n.csv", "y/sub/n.csv", "y/a.txt"),
    ("x/sub/n.csv", "y/n.csv", "x/n.csv"),
)
"""Three files of an article each, of which some have one name, or hold articles of one id."""


def laid(folder: Path, files: Sequence[str], lines: Sequence[dict[str, Any]]) -> list[str]:
    """Lay articles into files, some as records of which some have one id; return the folders."""
    for name, line in zip(files, lines, strict=True):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".txt":
            path.write_text(line["text"], "utf-8")
        elif path.suffix == ".jsonl":
            rows = (line | {"id": "one"}, line | {"id": name}, line | {"id": "one"})
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([["text", "date"], *([[line["text"], line["published"]]] * 2)])
    return sorted({name.partition("/")[0] for name in files})


@pytest.mark.parametrize("shard", [None, "1/2", "2/2"])
@pytest.mark.parametrize("files", SAME)
def test_a_run_of_files_of_one_name_holds(
    folder: Path, strong: FaultServer, files: Sequence[str], shard: str | None
) -> None:
    inputs = laid(folder, files, [line for line in LINES if line["language"] == "en"][:3])
    wanted = Wanted.of([], shard)
    settings = {"inputs": inputs, "language": None, "published": None, "shard": wanted.shard and wanted.shard.told()}
    asked: dict[str, Any] = {"model": "scripted-huge", "base_url": strong.url, "strategy": "whole"}
    run = extract(read_files(inputs, wanted=wanted), **asked, settings=settings)
    run.write(folder / "out")
    holds(folder / "out")
    for name in inputs:
        (folder / name).rename(folder / f"moved-{name}")
    assert verify(folder / "out", [f"moved-{name}" for name in reversed(inputs)]).problems == ()


@pytest.mark.parametrize("told", [[], ["language=en"]])
def test_shares_hold_and_what_is_joined_of_them(folder: Path, strong: FaultServer, told: list[str]) -> None:
    path = str(folder / "articles.jsonl")
    lines = [line for line in LINES if line["language"] in {"en", "id"}]
    Path(path).write_text("".join(json.dumps(line) + "\n" for line in [*lines, lines[0]]) + "no JSON\n", "utf-8")
    asked: dict[str, Any] = {"model": "scripted-huge", "base_url": strong.url, "strategy": "whole"}
    for number in range(1, 4):
        wanted = Wanted.of(told, f"{number}/3")
        assert wanted.shard
        settings = {"inputs": [path], "language": None, "select": told, "shard": wanted.shard.told()}
        run = extract(list(read_files([path], wanted=wanted)), **asked, settings=settings)
        run.write(folder / f"s{number}")
        assert 0 < len(run.articles) < len(lines)
        holds(folder / f"s{number}")
    for joined in (("s1",), ("s1", "s3"), ("s1", "s2", "s3")):
        out = folder / f"of-{'-'.join(joined)}"
        join([folder / name for name in joined], partial=len(joined) < 3).write(out)
        holds(out)


@pytest.mark.parametrize("prices", [("1", "1"), ("1", "7"), ("1", None)])
def test_runs_with_prices_hold_and_what_is_joined_of_them(
    folder: Path, strong: FaultServer, prices: Sequence[str | None]
) -> None:
    path = str(folder / "articles.jsonl")
    lines = [line for line in LINES if line["language"] == "en"][:8]
    Path(path).write_text("".join(json.dumps(line) + "\n" for line in lines) + "no JSON\n", "utf-8")
    asked: dict[str, Any] = {"model": "scripted-huge", "base_url": strong.url, "strategy": "whole"}
    for number, dollars in enumerate(prices, 1):
        told = f'[[price]]\nmodel = "."\ninput = {dollars}\ncached = 0.3\noutput = 3.3\nas_of = 2026-01-01\n'
        (folder / "prices.toml").write_text(told, "utf-8")
        wanted = Wanted.of([], f"{number}/2")
        assert wanted.shard
        settings = {"inputs": [path], "language": None, "shard": wanted.shard.told()}
        asked["prices"] = folder / "prices.toml" if dollars else None
        run = extract(list(read_files([path], wanted=wanted)), **asked, settings=settings)
        assert bool(run.summary.answers.cost) == bool(dollars)
        run.write(folder / f"s{number}")
        holds(folder / f"s{number}")
    join([folder / "s1", folder / "s2"]).write(folder / "out")
    holds(folder / "out")


@pytest.mark.parametrize(("language", "at"), RUNS)
def test_a_run_of_a_strong_model_holds(folder: Path, strong: FaultServer, language: str, at: int) -> None:
    run = extract(model="scripted-huge", base_url=strong.url, strategy="whole", **given(folder, language, at))
    run.write(folder / "out")
    assert len(run.articles) >= 3 - (at == 2)
    holds(folder / "out")


def reviewed(run: Run) -> list[Decision]:
    """Return one decision of each kind about a run's events, as far as there are any, and one that is undone."""
    hashes = {state.article: state.sha256 for state in run.articles}

    def seen(event: Event) -> Target:
        names = dict.fromkeys(proof.article for proof in event.mentions)
        return Target(
            event=event, articles=tuple(Seen(article=name, sha256=hashes[name]) for name in names), alone=True
        )

    targets = [seen(event) for event in run.events]
    decisions: list[Decision] = []
    if targets:
        decisions.append(Accept(target=targets[0], **head()))
    if len(targets) > 1:
        edits = (StatusIs(value="planned"), SummaryIs(value="as a reviewer reads it"), PlaceIs(value=None))
        decisions.append(Edit(target=targets[1], edits=edits, **head()))
    if len(targets) > 2:
        decisions.append(Reject(target=targets[2], **head(note="an opinion")))
    if len(targets) > 4:
        decisions.append(MergeEvents(targets=(targets[3], targets[4]), **head()))
    for target in targets[5:]:
        if len(target.event.mentions) > 1:
            parts = tuple((proof.mention,) for proof in target.event.mentions)
            decisions.append(Split(target=target, parts=parts, **head()))
            break
    if run.mentions:
        first = run.mentions[0]
        status: Status = "planned" if first.status == "occurred" else "occurred"
        missed = dataclasses.replace(first, status=status, summary="missed", date=None, date_evidence=None, doubts=())
        decisions.append(Add(mention=missed, seen=Seen(article=first.article, sha256=hashes[first.article]), **head()))
        taken_back = Reject(target=targets[-1], **head())
        decisions += [taken_back, undo(taken_back)]
        settled = (
            Opinion(who="ben", decision=taken_back.id, said="reject"),
            Opinion(who="ana", decision=None, said=""),
        )
        read = Seen(article=first.article, sha256=hashes[first.article])
        decisions.append(Read(seen=read, settles=settled, **head()))
    return decisions


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", ["embedded", "strong"])
def test_a_reviewed_run_holds(folder: Path, ledger: Path, strong: FaultServer, language: str, model: str) -> None:
    path = folder / "articles.jsonl"
    told = [line for line in LINES if line["language"] == language]
    path.write_text("".join(json.dumps(line) + "\n" for line in told), "utf-8")
    asked: dict[str, Any] = {"model": "embedded", "ledger": ledger, "offline": True}
    if model == "strong":
        asked = {"model": "scripted-huge", "base_url": strong.url, "strategy": "whole", "ledger": folder / "ledger"}
    run = extract([str(path)], **asked)
    decisions = reviewed(run)
    assert len({decision.action for decision in decisions}) >= 6
    adopt(folder / "review.jsonl", decisions)
    again = extract([str(path)], **asked, review=folder / "review.jsonl")
    again.write(folder / "out")
    assert again.review is not None
    assert [outcome.state for outcome in again.review.outcomes].count("held") >= 4
    assert again.events != run.events
    holds(folder / "out")
