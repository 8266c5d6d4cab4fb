"""Money that buys nothing stops; what failed is asked again on demand; what an article took stands beside it."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.fault_server import Asked, Reply, completion, says, sends
from helpers.harness import World, findings, good, number_in
from helpers.scripted import CONTACT, serving
from memcon.extraction.waste import CHANCE, SHARE, improbable

PROSE = says("I am sorry, but I see no JSON here.")
CALL = "Menteri Luar Negeri Peru menelepon Menteri Luar Negeri Kuba. Menteri Luar Negeri Jepang tiba di Tokyo."
PRICES = '[[price]]\nmodel = "scripted"\ninput = 1.0\ncached = 1.0\noutput = 10.0\nas_of = 2026-06-01\n'


@pytest.fixture
def world(tmp_path: Path, memcon: Command, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.chdir(tmp_path)
    return World(tmp_path, memcon, monkeypatch)


class Counting:
    """Answers by the number of an article, and counts."""

    def __init__(self, answering: Callable[[int], Reply]) -> None:
        self.answering = answering
        self.calls = 0

    def __call__(self, asked: Asked) -> Reply:
        self.calls += 1
        return self.answering(number_in(asked))


def prose(_number: int) -> Reply:
    return PROSE


@pytest.mark.parametrize(("concurrency", "most"), [(1, 20), (4, 26)])
def test_ten_articles_in_a_row_without_an_answer_of_use_stop_the_run(world: World, concurrency: int, most: int) -> None:
    script = Counting(prose)
    ran = world.extract(script, concurrency=concurrency)
    assert ran.code == 4
    assert 20 <= script.calls <= most  # an answer and a re-ask each; those in flight end
    assert world.report["stop_reason"] == "useless"
    assert world.tally()["failed"] + world.tally()["pending"] == 20
    stopped = world.report["stopped"]
    assert "10 articles in a row were paid for" in stopped
    assert "10 × invalid_answer: 'scripted' at localhost: prose: it is no JSON" in stopped
    assert "begins “I am sorry, but I see no JSON here.”" in stopped
    assert "take a model that keeps to a JSON Schema" in stopped
    assert "--retry-failed" in stopped
    assert "10 articles are pending: run the same command again to go on" in ran.err or concurrency > 1


def test_the_same_command_goes_on_and_a_replay_never_stops(world: World) -> None:
    script = Counting(prose)
    assert world.extract(script, concurrency=1).code == 4
    assert world.extract(script, concurrency=1).code == 4  # ten more are paid for, after ten of the ledger
    assert script.calls == 40
    assert world.extract(script, concurrency=1).code == 3  # twenty of the ledger
    assert world.extract(script, "--offline", concurrency=1).code == 3
    assert (script.calls, world.tally()) == (40, {"failed": 20})


@pytest.mark.parametrize(("most", "code", "calls"), [(3, 4, 6), (0, 3, 40)])
def test_how_many_is_for_the_user_to_say(world: World, most: int, code: int, calls: int) -> None:
    script = Counting(prose)
    assert world.extract(script, "--max-useless", most, concurrency=1).code == code
    assert script.calls == calls


def test_an_answer_of_use_begins_the_row_anew(world: World) -> None:
    script = Counting(lambda number: good(number) if number in {9, 19} else PROSE)
    assert world.extract(script, concurrency=1).code == 3
    assert script.calls == 38


def test_a_share_that_chance_does_not_explain() -> None:
    def stops_at(share: float) -> int:
        return next(n for n in range(1, 10_000) if improbable(math.floor(n * share), n))

    assert [stops_at(share) for share in (1.0, 0.5, 0.3)] == [11, 74, 577]
    assert not any(improbable(round(n * SHARE), n) for n in range(1, 10_000))
    assert CHANCE < 1e-6


def test_every_second_article_without_an_answer_of_use_stops_the_run(world: World) -> None:
    texts = {f"b{number:03d}": f"Artikel {number}.\nMenteri Luar Negeri Peru tiba." for number in range(150)}
    world.articles(texts)
    nothing = json.dumps({"meetings": [], "calls": [], "disputes": []})
    script = Counting(lambda number: PROSE if number % 2 else says(nothing))
    assert world.extract(script, concurrency=1).code == 4
    assert "37 of 74 articles were paid for" in world.report["stopped"]
    assert script.calls == 37 + 2 * 37
    world.settled = True


def test_a_cascade_whose_events_are_never_answered_stops_too(world: World) -> None:
    def answering(asked: Asked) -> Reply:
        shape = asked.body["response_format"]["json_schema"]["name"]
        return says('{"label": "call"}') if shape == "Label" else PROSE

    assert world.extract(answering, "--strategy", "cascade", concurrency=1).code == 4
    assert world.tally() == {"empty": 10, "pending": 10}
    assert "10 articles in a row" in world.report["stopped"]
    world.settled = True


def test_what_failed_is_asked_again_and_nothing_else(world: World) -> None:
    bad = Counting(lambda number: PROSE if number < 3 else good(number))
    assert world.extract(bad).code == 3
    details = [line["detail"] for line in lines(world) if line["state"] == "failed"]
    assert len(details) == 3
    assert all(detail.endswith("; --retry-failed asks again") for detail in details)
    before = world.kept()
    idle = Counting(good)
    assert world.extract(idle).code == 3
    command = ("extract", "news.jsonl", "-o", "out", "--ledger", "ledger.sqlite", "--dry-run")
    with serving(idle) as server:
        world.monkeypatch.setenv("MEMCON_BASE_URL", server.url)
        assert "3 calls to" in world.memcon(*command, "--retry-failed").out
        assert "0 calls to" in world.memcon(*command).out
    assert idle.calls == 0
    assert world.extract(idle, "--retry-failed").code == 0
    assert (idle.calls, world.tally()) == (3, {"ok": 20})
    after = world.kept()
    assert [body for _, _, body, _ in after][: len(before)] == [body for _, _, body, _ in before]  # none is destroyed
    assert world.kinds()["set_aside"] == 3  # the re-asks after them are asked for by nobody any more
    again = Counting(prose)
    assert world.extract(again, "--retry-failed").code == 0
    assert again.calls == 0


def test_what_fails_again_is_paid_once_more_a_run(world: World) -> None:
    bad = Counting(lambda number: PROSE if number < 2 else good(number))
    assert world.extract(bad).code == 3
    assert bad.calls == 22
    assert world.extract(bad, "--retry-failed").code == 3
    assert bad.calls == 26
    assert world.extract(bad).code == 3
    assert bad.calls == 26


def test_of_a_cascade_only_the_bad_answer_is_asked_again(world: World) -> None:
    world.articles({"a00": CALL})
    calls: list[str] = []

    def answering(*, well: bool) -> Callable[[Asked], Reply]:
        def answer(asked: Asked) -> Reply:
            shape = asked.body["response_format"]["json_schema"]["name"]
            sentence = asked.body["messages"][-1]["content"].splitlines()[-1]
            calls.append(shape)
            if shape == "Label" and "Kuba" in sentence:
                return says('{"label": "call"}')
            if not well:
                return PROSE
            return says('{"label": "none"}' if shape == "Label" else json.dumps(CONTACT))

        return answer

    assert world.extract(answering(well=False), "--strategy", "cascade").code == 0  # the sentences are lost, and told
    assert world.report["rejected"] == 2
    calls.clear()
    assert world.extract(answering(well=True), "--strategy", "cascade", "--retry-failed").code == 0
    assert calls == ["Label", "ContactFill"]
    assert "invalid_answer" not in (world.out / "rejected.jsonl").read_text("utf-8")
    world.settled = True


def test_tokens_and_cost_stand_beside_each_article_and_each_event(world: World) -> None:
    (world.folder / "prices.toml").write_text(PRICES, "utf-8")

    def answering(number: int) -> Reply:
        usage = {"prompt_tokens": 5000 + number, "completion_tokens": 100, "total_tokens": 5100 + number}
        return sends(completion(json.dumps(findings(number), ensure_ascii=False)) | {"usage": usage})

    ran = world.extract(Counting(answering), "--prices", "prices.toml")
    assert ran.code == 0
    told = lines(world)
    assert [line["prompt_tokens"] for line in told] == [5000 + number for number in range(20)]
    assert {line["completion_tokens"] for line in told} == {100}
    assert told[7]["cost"] == pytest.approx(0.006007)
    report = world.report["answers"]
    assert report["prompt_tokens"] == 100_190
    assert report["tokens_an_event"] == pytest.approx(5109.5)
    assert report["cost_an_event"] == pytest.approx(0.00601)
    assert "an event  5,110 tokens, $0.006010; 102,190, $0.1202 for all, the ledger's too" in ran.err
    written = (world.out / "articles.jsonl").read_bytes()
    assert world.extract(Counting(prose), "--prices", "prices.toml").code == 0  # of the ledger: the same
    assert (world.out / "articles.jsonl").read_bytes() == written
    assert world.extract(Counting(prose)).code == 0
    assert {line["cost"] for line in lines(world)} == {None}


def test_a_dry_run_and_a_replay_need_no_key(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.articles()
    for name in ("MEMCON_API_KEY", "OPENAI_API_KEY", "MEMCON_BASE_URL", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    told = world.memcon("extract", "news.jsonl", "-o", "out", "--model", "gpt-4.1-mini", "--dry-run")
    assert told.code == 0, told.err
    assert "20 calls to gpt-4.1-mini at api.openai.com" in told.out
    assert world.memcon("extract", "news.jsonl", "-o", "out", "--model", "gpt-4.1-mini").code == 2


@pytest.mark.parametrize("option", ["--offline", "--reparse", "--batch"])
def test_asking_again_sends(world: World, option: str) -> None:
    world.articles()
    with serving(Counting(prose)) as server:
        world.monkeypatch.setenv("MEMCON_BASE_URL", server.url)
        ran = world.memcon("extract", "news.jsonl", "-o", "out", "--retry-failed", option)
    assert ran.code == 2
    assert "--retry-failed asks again" in ran.err


def lines(world: World) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (world.out / "articles.jsonl").read_bytes().splitlines()]


def test_a_count_of_tokens_beyond_sense_makes_no_other_question_larger(world: World) -> None:
    """A question is taken to have as many tokens as bytes at most: what is reserved for the next fits its budget."""
    lie = {"prompt_tokens": 10**7, "completion_tokens": 20}

    def reply(asked: Asked) -> Reply:
        number = number_in(asked)
        return good(number) if number else sends(completion(json.dumps(findings(0))) | {"usage": lie})

    ran = world.extract(reply, "--max-tokens", 10**7 + 10**6, concurrency=1)
    assert (ran.code, world.tally()) == (0, {"ok": world.count}), ran.err
