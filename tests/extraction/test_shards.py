"""A corpus that is extracted share by share, and joined, is what one run over it writes, to the byte."""

import dataclasses
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from conftest import Command
from helpers.fault_server import completion
from helpers.forging import Lines, read, resealed, write
from helpers.reviewing import accept, reject
from helpers.reviewing import join as joined
from helpers.scripted import MODEL, serving
from helpers.sharding import LINES, corpus, joined_equals_one, killed_and_joined, same
from memcon.articles.shard import Shard, share_of
from memcon.errors import UsageError
from memcon.models.ledger.store import canonical_of, open_ledger, question_key
from memcon.models.tokens import TokenCounts
from memcon.outputs.folder import RunFolder
from memcon.records.jsonl import dump


def test_where_an_article_goes_stays() -> None:
    """Counted by hand: `printf %s ID | sha256sum | cut -c1-16`, as a number modulo 16, plus one."""
    assert [share_of(name, 16) for name in ("a", "003.txt", "2023/ä.txt", "")] == [11, 6, 6, 5]
    assert share_of("anything", 1) == 1
    counts = Counter(share_of(f"article-{number}", 16) for number in range(16_000))
    assert set(counts) == set(range(1, 17))
    assert max(counts.values()) < 1_150


@pytest.mark.parametrize("wrong", ["0/4", "5/4", "3", "3/", "a/b", "-1/4", "1/99999999", "1/0", "3 / 4"])
def test_what_is_no_share_is_refused(wrong: str) -> None:
    with pytest.raises(UsageError, match="is no share"):
        Shard.parse(wrong)


def test_shares_joined_are_one_run(folder: Path, memcon: Command) -> None:
    """And a share asks nothing twice, and what the ledgers hold together answers the whole."""
    script = joined_equals_one(folder, memcon, 90, 5)
    for ledger in (folder / ".memcon").glob("ledger-*.sqlite"):
        with open_ledger(ledger, offline=True) as opened:
            assert opened.stats().answers == opened.stats().attempts == opened.stats().questions > 0
    assert max(script.asked.values()) <= 5
    assert memcon("verify", "all").code == 0
    report = json.loads((folder / "all" / "run.json").read_bytes())
    assert [each["shard"] for each in report["settings"]["shares"]] == [f"{n}/5" for n in range(1, 6)]
    assert {each["ledger"] for each in report["settings"]["shares"]} == {
        f".memcon/ledger-{n}-of-5.sqlite" for n in range(1, 6)
    }
    assert json.loads((folder / "out" / "2" / "run.json").read_bytes())["settings"]["shard"] == {
        "number": 2, "of": 5, "hash": "sha256-64",
    }  # fmt: skip
    ledgers = sorted((folder / ".memcon").glob("ledger-*.sqlite"))
    ran = memcon("ledger", "merge", *ledgers, "--to", "whole.sqlite")
    assert ran.code == 0, ran.err
    options = ("--model", MODEL, "--base-url", "http://127.0.0.1:9/v1", "--offline", "-q")
    assert memcon("extract", "news.jsonl", "-o", "again", "--ledger", "whole.sqlite", *options).code == 3
    for name in LINES:
        assert (folder / "again" / name).read_bytes() == (folder / "one" / name).read_bytes(), name


def test_shares_that_are_killed_go_on(folder: Path, memcon: Command) -> None:
    killed_and_joined(folder, memcon, 60, 3, kills=1)


def test_reviews_of_shares_are_applied_to_the_whole(folder: Path, memcon: Command) -> None:
    reader = corpus(folder / "news.jsonl", 60)
    with serving(reader) as server:
        options = ("--model", MODEL, "--base-url", server.url, "-q")
        memcon("extract", "news.jsonl", "-o", "one", "--ledger", "one.sqlite", *options)
        events = list(RunFolder(folder / "one").events())
        decisions = [reject(events[3], "none such"), accept(events[5]), joined(*events[6:8])]
        (folder / "one" / "review.jsonl").write_bytes(b"".join(map(dump, decisions)))
        memcon("extract", "news.jsonl", "-o", "one", "--ledger", "one.sqlite", *options)
        for number in (1, 2, 3):
            memcon("extract", "news.jsonl", "-o", f"out/{number}", "--shard", f"{number}/3", *options,
                   "--review", "one/review.jsonl")  # fmt: skip
    ran = memcon("join", *sorted((folder / "out").iterdir()), "-o", "all", "-q")
    assert ran.code == 3, ran.err
    same(folder)
    assert (folder / "all" / "review.jsonl").read_bytes() == (folder / "one" / "review.jsonl").read_bytes()
    told = [json.loads(line)["reason"] for line in (folder / "all" / "rejected.jsonl").read_bytes().splitlines()]
    assert "reviewed" in told
    before = (folder / "all" / "events.jsonl").read_bytes()
    assert memcon("join", *sorted((folder / "out").iterdir()), "-o", "all", "-q").code == 3
    assert (folder / "all" / "events.jsonl").read_bytes() == before


def test_decisions_that_are_left_out_are_told(folder: Path, memcon: Command) -> None:
    """As `memcon apply` tells them (tests/pages/test_apply.py)."""
    reader, half = corpus(folder / "news.jsonl", 20), b'{"schema_version": 2, "id": "6f1e'
    torn = f"its last line, of {len(half)} bytes, is cut off and is no decision: it is passed by"
    with serving(reader) as server:
        options = ("--model", MODEL, "--base-url", server.url)
        memcon("extract", "news.jsonl", "-o", "one", *options)
        decision = accept(next(RunFolder(folder / "one").events()))
        lines = dump(decision), dump(decision), dump(dataclasses.replace(decision, note="something else")), half
        (folder / "other.jsonl").write_bytes(b"".join(lines))
        clash = f"two decisions have the id {decision.id}, and say different things: the first one counts"
        expected = [f"memcon: 'other.jsonl': {torn}", f"memcon: 'other.jsonl': {clash}"]
        runs = [memcon("extract", "news.jsonl", "-o", "one", "--review", "other.jsonl", *options)]
        for number in (1, 2):
            memcon("extract", "news.jsonl", "-o", f"out/{number}", "--shard", f"{number}/2", *options)
        (folder / "out" / "2" / "review.jsonl").write_bytes(lines[2] + half)
    shares = sorted((folder / "out").iterdir())
    runs.append(memcon("join", *shares, "-o", "all", "--review", "other.jsonl"))
    for ran in runs:
        told = [line for line in ran.err.splitlines() if "decisions have the id" in line or "cut off" in line]
        assert sorted(set(told) & set(expected)) == sorted(expected), ran.err
    assert f"memcon: {clash}" in runs[1].err.splitlines(), "a share says something else than the others"
    assert "cut off" not in memcon("join", *shares, "-o", "again", "--review", "other.jsonl", "-q").err


def test_a_whole_is_not_written_over_the_articles(folder: Path, memcon: Command) -> None:
    """Which `memcon import` writes into a file of the name that a run gives its list of articles."""
    reader = corpus(folder / "articles.jsonl", 12)
    with serving(reader) as server:
        for number in (1, 2):
            shard = ("--shard", f"{number}/2", "--model", MODEL, "--base-url", server.url, "-q")
            assert memcon("extract", "articles.jsonl", "-o", f"out/{number}", *shard).code in {0, 3}
    held = (folder / "articles.jsonl").read_bytes()
    ran = memcon("join", "out/1", "out/2", "-o", ".")
    assert (ran.code, "is one of the articles and would be overwritten" in ran.err) == (2, True), ran.err
    (folder / "moved").mkdir()
    (folder / "articles.jsonl").rename(folder / "moved" / "articles.jsonl")
    ran = memcon("join", "out/1", "out/2", "-o", "moved")
    assert (ran.code, "is one of the articles and would be overwritten" in ran.err) == (2, True), ran.err
    assert {path.name: path.read_bytes() for path in (folder / "moved").iterdir()} == {"articles.jsonl": held}
    assert memcon("join", "out/1", "out/2", "-o", "all", "-q").code in {0, 3}
    assert memcon("join", "out/1", "out/2", "-o", "all", "-q").code in {0, 3}, "over a run there is nothing to lose"
    for _ in range(2):
        assert memcon("join", "out/1", "out/2", "-o", "out", "-q").code in {0, 3}, "nor over one above the shares"


def test_articles_are_looked_for_before_shares_are_merged(
    folder: Path, memcon: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(corpus(folder / "articles.jsonl", 4)) as server:
        assert memcon(
            "extract", "articles.jsonl", "-o", "out/1", "--shard", "1/1", "--model", MODEL, "--base-url", server.url
        ).code in {0, 3}

    def unasked(*_: object, **__: object) -> object:
        raise AssertionError("merged")

    monkeypatch.setattr("memcon.extraction.join.join", unasked)
    ran = memcon("join", "out/1", "-o", ".")
    assert (ran.code, "is one of the articles and would be overwritten" in ran.err) == (2, True), ran.err


def test_what_is_no_whole_corpus_is_told(folder: Path, memcon: Command) -> None:
    reader = corpus(folder / "news.jsonl", 20)
    with serving(reader) as server:
        options = ("--model", MODEL, "--base-url", server.url, "-q")
        for number in (1, 2, 3, 4):
            memcon("extract", "news.jsonl", "-o", f"out/{number}", "--shard", f"{number}/4", *options)
        memcon("extract", "news.jsonl", "-o", "other", "--shard", "4/4", *options, "--max-chars", "9999")
        memcon("extract", "news.jsonl", "-o", "one", *options)
    ran = memcon("join", "out/1", "out/3", "-o", "all")
    assert ran.code == 2
    assert "2 of 4 missing (2/4, 4/4)" in ran.err
    assert not (folder / "all").exists()
    ran = memcon("join", "out/1", "out/3", "-o", "some", "--partial", "-q")
    assert ran.code == 3
    assert json.loads((folder / "some" / "run.json").read_bytes())["unread"] is True
    shutil.copytree(folder / "out" / "2", folder / "twice")
    ran = memcon("join", *sorted((folder / "out").iterdir()), "twice", "-o", "all")
    assert (ran.code, "2/4 in 'out/2' and 'twice'" in ran.err.replace(f"{folder}/", "")) == (2, True), ran.err
    ran = memcon("join", "out/1", "out/2", "out/3", "other", "-o", "all")
    assert (ran.code, "max_chars of 'other' is 9999" in ran.err) == (2, True), ran.err
    ran = memcon("join", "one", "-o", "all")
    assert (ran.code, "no share" in ran.err) == (2, True), ran.err
    ran = memcon("join", "out/1", "-o", "out/1")
    assert (ran.code, "is one of the shares" in ran.err) == (2, True), ran.err
    changed = folder / "out" / "3" / "run.json"
    changed.write_bytes(changed.read_bytes().replace(b'"memcon": "', b'"memcon": "9'))
    ran = memcon("join", *sorted((folder / "out").iterdir()), "-o", "all")
    assert (ran.code, "memcon of " in ran.err) == (2, True), ran.err
    changed.write_bytes(changed.read_bytes().replace(b'"memcon": "9', b'"memcon": "'))
    with (folder / "out" / "3" / "mentions.jsonl").open("ab") as file:
        file.write(b"\n")
    ran = memcon("join", *sorted((folder / "out").iterdir()), "-o", "all")
    assert (ran.code, "changed since the run" in ran.err) == (5, True), ran.err


def asking(asked: str) -> str:
    """Return the key of a question of these words."""
    return question_key("here", asked.encode())


def answering(words: str) -> bytes:
    """Return the body of an answer of these words."""
    return canonical_of(completion(words))


def more_of(lines: Lines, other: Lines) -> dict[str, Lines]:
    """Return lines of a share as they cannot be, by the fault that was made by hand."""
    return {
        "one of another share": sorted([*lines, other[0]], key=lambda line: str(line["article"])),
        "one of no article": [*lines, lines[-1] | {"article": "zz"}],
        "one twice": [lines[0], *lines],
        "one less": lines[:-1],
        "none": [],
    }


@pytest.mark.parametrize("what", ["mentions", "rejected"])
def test_a_share_that_holds_what_is_not_of_its_articles_is_damaged(folder: Path, memcon: Command, what: str) -> None:
    with serving(corpus(folder / "news.jsonl", 24)) as server:
        for number in (1, 2):
            shard = ("--shard", f"{number}/2", "--model", MODEL, "--base-url", server.url, "-q")
            assert memcon("extract", "news.jsonl", "-o", f"out/{number}", *shard).code in {0, 3}
    own, other = (folder / "out" / number / f"{what}.jsonl" for number in "12")
    honest = read(own)
    for fault, lines in more_of(honest, read(other)).items():
        write(own, lines)
        resealed(own.parent)
        ran = memcon("join", "out/1", "out/2", "-o", "all", "-q")
        assert (ran.code, "is not what its articles.jsonl counts" in ran.err) == (5, True), (fault, ran.err)
        assert not (folder / "all").exists()
    write(own, honest)
    resealed(own.parent)
    assert memcon("join", "out/1", "out/2", "-o", "all", "-q").code in {0, 3}


def test_of_equal_questions_the_first_answer_stays(folder: Path, memcon: Command) -> None:
    """Every attempt is kept and told; joining again adds nothing; a call in flight is lost."""
    for name in ("one", "two"):
        with open_ledger(folder / f"{name}.sqlite") as ledger:
            for asked in ("k", name):
                attempt = ledger.send(asking(asked), "here", "m", asked.encode())
                ledger.keep(attempt, answering(name), TokenCounts(prompt=3, completion=2, cached=1))
            lost = f"lost-{name}"
            ledger.send(asking(lost), "here", "m", lost.encode())
    ran = memcon("ledger", "merge", "two.sqlite", "one.sqlite", "--to", "all.sqlite")
    assert ran.code == 0, ran.err
    assert "3 answers, 6 attempts" in ran.err
    assert "1 answers to questions that had one" in ran.err
    with open_ledger(folder / "all.sqlite", offline=True) as ledger:
        answers = [ledger.answer(asking(asked)) for asked in ("k", "one", "two", "lost-one")]
        assert answers == [answering("two"), answering("one"), answering("two"), None]
        stats = ledger.stats()
        assert (stats.prompt_tokens, stats.completion_tokens, stats.uncertain) == (12, 8, 2)
    ran = memcon("ledger", "merge", "one.sqlite", "--to", "all.sqlite")
    assert "0 answers, 0 attempts and 0 lessons from 1 ledgers, 3 attempts were there" in ran.err
    assert memcon("ledger", "merge", "all.sqlite", "--to", "all.sqlite").code == 2
    assert memcon("ledger", "merge", "gone.sqlite", "--to", "all.sqlite").code == 2
