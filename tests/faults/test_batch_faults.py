"""Batches against a provider that does what providers do: each answer is paid for once, and the end is a live run's."""

import json
import signal
import sqlite3
import threading
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from runner import start

from helpers.batch_provider import BatchProvider, Course, Done, Fault, cut_file
from helpers.fault_server import Asked, Reply, completion, fails, hangs_up, sends
from helpers.harness import ARTICLES, COUNTRIES, KEY, World, clean_events, fast, findings, number_in, world
from helpers.scripted import Reader, call, serving
from memcon._failpoints import KILLED
from memcon.models.batch import desk
from memcon.models.ledger.lessons import kept_lessons
from memcon.models.ledger.store import open_ledger

__all__ = ["fast", "world"]

pytestmark = pytest.mark.block_network(allowed_hosts=["127.0.0.1", "localhost", "/.*"])  # sockets of multiprocessing

SLOW = {"error": {"message": "slow down", "type": "rate_limit_error"}}
WRONG = {"error": {"message": "this one I will not read", "type": "invalid_request_error"}}


def answer(body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
    number = number_in(Asked("POST", "/", {}, json.dumps(body).encode()))
    return 200, completion(json.dumps(findings(number), ensure_ascii=False))


def first(count: int, course: Course) -> Callable[[int], Course]:
    """Let the first so many batches go so, and the others well."""
    return lambda number: course if number <= count else Course()


def at(wanted: str, reply: Reply | Done, times: int = 1) -> Fault:
    """Give a reply to the first so many requests of a kind."""
    return lambda what, time: reply if what == wanted and time <= times else None


class Batched:
    """Runs of `memcon extract --batch` against a provider, in a world."""

    def __init__(self, world: World, provider: BatchProvider) -> None:
        self.world, self.provider = world, provider
        world.settled = True

    def extract(self, *options: object) -> Any:
        world = self.world
        if not (world.folder / "news.jsonl").exists():
            world.articles()
        with serving(self.provider) as server:
            world.monkeypatch.setenv("MEMCON_BASE_URL", server.url)
            ran = world.memcon(
                *map(str, ["extract", "news.jsonl", "-o", "out", "--ledger", "ledger.sqlite", "--batch", *options])
            )
        world.i2_outputs_are_whole()
        world.i5_no_key_anywhere(ran)
        return ran

    def command(self, *arguments: str) -> Any:
        with serving(self.provider) as server:
            self.world.monkeypatch.setenv("MEMCON_BASE_URL", server.url)
            with sqlite3.connect(self.world.ledger) as raw:
                raw.execute("UPDATE batches SET base_url = ?", (server.url,))
            raw.close()
            return self.world.memcon("batch", *arguments, "--ledger", "ledger.sqlite")

    def holds(self, *, billed: int = ARTICLES) -> None:
        """The events are those of a live run, and no question was billed twice."""
        assert self.world.events == clean_events()
        self.billed_once(billed)

    def billed_once(self, billed: int) -> None:
        state = self.provider.state
        assert max(state.billed.values()) == 1
        assert state.billed.total() == billed
        assert not state.asked["chat"]


@pytest.mark.parametrize("seed", [1, 2])
def test_results_come_in_any_order(world: World, seed: int) -> None:
    run = Batched(world, BatchProvider(answer, seed=seed))
    ran = run.extract()
    assert ran.code == 0, ran.err
    run.holds()
    assert "batch 1 of 20 questions: in_progress" in ran.err
    usage = world.report["usage"]
    assert (usage["calls"], usage["replayed"], usage["failed"]) == (ARTICLES, 0, 0)
    assert usage["prompt_tokens"] == 100 * ARTICLES
    assert world.report["served_models"] == ["served-1"]
    again = run.extract()
    assert again.code == 0
    assert world.report["usage"]["replayed"] == ARTICLES
    run.holds()


PRICES = '[[price]]\nmodel = "scripted"\ninput = 1.0\noutput = 10.0\nas_of = 2026-06-01\n'


@pytest.mark.parametrize("told", [None, {}, {"prompt_tokens": 9}, {"completion_tokens": 9}, {"prompt_tokens": "many"}])
@pytest.mark.parametrize(("limit", "most"), [("--max-tokens", 310_000), ("--max-cost", 1.06)])
def test_a_budget_holds_where_answers_do_not_tell_what_they_took(
    world: World, told: object, limit: str, most: float
) -> None:
    """What was reserved for them was given back, and each round of batches had the whole budget again."""

    def prose(_: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        return 200, completion("I see no JSON here.") | {"usage": told}

    (world.folder / "prices.toml").write_text(PRICES, "utf-8")
    run = Batched(world, BatchProvider(prose))
    ran = run.extract(limit, most, "--max-useless", 0, "--prices", "prices.toml")
    assert ran.code == 4, ran.err
    assert f"{limit} {most} leaves" in ran.err
    assert run.provider.state.billed.total() == ARTICLES  # all of them fit, and none of what would be asked again


def test_a_line_is_what_a_live_run_would_send_byte_for_byte(world: World) -> None:
    run = Batched(world, BatchProvider(answer))
    assert run.extract().code == 0
    [lines] = [content.splitlines() for name, content in run.provider.state.files.values() if name.startswith("memcon")]
    world.ledger.unlink()
    with serving(run.provider) as server:
        world.monkeypatch.setenv("MEMCON_BASE_URL", server.url)
        assert world.memcon("extract", "news.jsonl", "-o", "out", "--ledger", "ledger.sqlite").code == 0
        live = {asked.raw for asked in server.asked}
    assert len(live) == ARTICLES
    assert {line.partition(b'"body":')[2][:-1] for line in lines} == live


@pytest.mark.parametrize(("limit", "files"), [("REQUESTS", [6, 6, 6, 2]), ("BYTES", [7, 7, 6])])
def test_no_file_holds_more_than_a_provider_takes(world: World, limit: str, files: list[int]) -> None:
    run = Batched(world, BatchProvider(answer))
    assert run.extract().code == 0
    [whole] = [content for name, content in run.provider.state.files.values() if name.startswith("memcon")]
    world.ledger.unlink()
    world.monkeypatch.setattr(desk, limit, {"REQUESTS": 6, "BYTES": len(whole) * 7.5 / ARTICLES}[limit])
    run.provider = BatchProvider(answer)
    assert run.extract().code == 0
    sent = [content for name, content in run.provider.state.files.values() if name.startswith("memcon")]
    assert [len(content.splitlines()) for content in sent] == files
    run.holds()


def test_inputs_that_cannot_be_read_are_told_as_a_live_run_tells_them(world: World) -> None:
    path = world.articles()
    path.write_text(path.read_text("utf-8") + '{"id": "broken"}\nno JSON\n', "utf-8")
    world.own_articles = True
    run = Batched(world, BatchProvider(answer))
    assert run.extract("--quiet").code == 3
    batched = (world.out / "articles.jsonl").read_bytes()
    ran = run.world.memcon("extract", "news.jsonl", "-o", "out", "--ledger", "ledger.sqlite", "--offline")
    assert ran.code == 3
    assert (world.out / "articles.jsonl").read_bytes() == batched
    assert world.tally()["failed"] == 2


def test_failed_lines_go_into_the_next_round(world: World) -> None:
    seen: dict[str, int] = {}

    def stumbling(body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        question = json.dumps(body)
        seen[question] = seen.get(question, 0) + 1
        number = len(seen)
        if seen[question] == 1 and number % 3 == 0:
            return (429, SLOW) if number % 2 else (500, SLOW)
        return answer(body)

    run = Batched(world, BatchProvider(stumbling))
    assert run.extract().code == 0
    run.holds()
    assert len(run.provider.state.batches) == 2
    assert world.report["usage"]["failed"] == 6
    assert world.report["usage"]["rate_limited"] == 3


def test_a_line_that_always_fails_is_told_as_its_article_s_failure(world: World) -> None:
    def broken(body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        found = answer(body)
        return (503, SLOW) if "Artikel 07" in json.dumps(body, ensure_ascii=False) else found

    run = Batched(world, BatchProvider(broken))
    ran = run.extract()
    assert ran.code == 3
    assert world.states()["a07"] == ("failed", "unavailable")
    assert world.tally() == {"ok": ARTICLES - 1, "failed": 1}
    assert len(run.provider.state.batches) == 4  # as many as a live run would have asked


def test_a_refused_line_is_settled_as_a_live_run_does_and_not_sent_again(world: World) -> None:
    def refusing(body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        found = answer(body)
        return (400, WRONG) if "Artikel 07" in json.dumps(body, ensure_ascii=False) else found

    run = Batched(world, BatchProvider(refusing))
    for _ in range(2):
        assert run.extract().code == 3
        assert world.states()["a07"] == ("failed", "bad_request")
        assert len(run.provider.state.batches) == 1
    run.billed_once(ARTICLES - 1)


def test_a_setting_that_is_wrong_throughout_stops_the_run(world: World) -> None:
    run = Batched(world, BatchProvider(lambda _: (400, WRONG)))
    ran = run.extract()
    assert ran.code == 4
    assert "calls every request wrong" in ran.err
    assert world.tally() == {"pending": ARTICLES}
    run.provider = BatchProvider(answer)
    assert run.extract().code == 0
    run.holds()


@pytest.mark.parametrize("status", ["expired", "cancelled"])
def test_what_was_not_worked_on_is_asked_again_and_what_was_is_not(world: World, status: str) -> None:
    run = Batched(world, BatchProvider(answer, course=first(2, Course(status=status, share=0.4))))
    codes = [run.extract().code for _ in range(3 if status == "cancelled" else 1)]
    assert codes == ([4, 4, 0] if status == "cancelled" else [0])
    run.holds()


def test_a_batch_that_expires_without_an_answer_stops_the_run(world: World) -> None:
    run = Batched(world, BatchProvider(answer, course=first(1, Course(status="expired", share=0))))
    ran = run.extract()
    assert ran.code == 4
    assert "ended without an answer, expired" in ran.err
    assert world.report["stop_reason"] == "batch_expired"
    assert run.extract().code == 0
    run.holds()


def test_a_batch_that_fails_as_a_whole_says_why(world: World) -> None:
    why = (("billing_hard_limit_reached", "Billing hard limit has been reached"),)
    run = Batched(world, BatchProvider(answer, course=first(1, Course(status="failed", errors=why))))
    ran = run.extract()
    assert ran.code == 4
    assert "Billing hard limit" in ran.err
    assert run.extract().code == 0
    run.holds()


def test_too_many_tokens_at_once_are_sent_in_smaller_files(world: World) -> None:
    why = (("token_limit_exceeded", "Enqueued token limit reached"),)
    run = Batched(world, BatchProvider(answer, course=first(2, Course(status="failed", errors=why))))
    assert run.extract().code == 0
    run.holds()
    sizes = [len(lines.splitlines()) for name, lines in run.provider.state.files.values() if name.startswith("memcon-")]
    assert sizes == [20, 10, 10, 5, 5]


def test_a_file_that_breaks_off_is_fetched_again(world: World) -> None:
    provider = BatchProvider(answer)

    def fault(what: str, time: int) -> Reply | None:
        if what != "content" or time > 3:
            return None
        content = provider.state.files[f"file-{len(provider.state.files)}"][1]
        if time == 3:  # half of it, as if that were all
            return sends(content[: len(content) // 2], headers={"content-type": "application/octet-stream"})
        return fails(500) if time == 1 else cut_file(content, len(content) // 3)

    provider.fault = fault
    run = Batched(world, provider)
    assert run.extract().code == 0
    run.holds()


def test_a_file_that_cannot_be_fetched_is_left_there_and_nothing_is_sent_again(world: World) -> None:
    run = Batched(world, BatchProvider(answer, fault=at("content", fails(404), times=2)))
    for _ in range(2):
        ran = run.extract()
        assert ran.code == 4
        assert "stay with the provider" in ran.err or "does not know this id" in ran.err
        assert world.tally() == {"pending": ARTICLES}
    assert run.extract().code == 0
    run.holds()
    assert len(run.provider.state.batches) == 1


def test_a_page_in_the_place_of_results_settles_nothing(world: World) -> None:
    page = sends(b"<html>\n<body>Log in to go on.</body>\n</html>\n", headers={"content-type": "text/html"})
    provider = BatchProvider(answer, fault=at("content", page, times=99))
    run = Batched(world, provider)
    ran = run.extract()
    assert ran.code == 4
    assert "its file of results holds none, and begins with '<html>'" in ran.err
    assert "results stay with the provider" in ran.err
    assert world.tally() == {"pending": ARTICLES}
    provider.fault = lambda _what, _time: None
    assert run.extract().code == 0
    run.holds()
    assert len(provider.state.batches) == 1


def test_answers_that_are_billed_and_stand_in_no_file_are_told_and_not_asked_for_again(world: World) -> None:
    run = Batched(world, BatchProvider(answer, course=lambda _: Course(lost=2)))
    ran = run.extract()
    assert ran.code == 3
    assert world.tally() == {"ok": ARTICLES - 2, "failed": 2}
    assert world.report["usage"]["uncertain"] == 2
    assert len(run.provider.state.batches) == 1


def test_lines_of_nobody_and_lines_that_are_none_are_passed_over(world: World) -> None:
    extra = (
        b'{"custom_id": "somebody", "response": {"status_code": 200, "body": {"choices": []}}, "error": null}',
        json.dumps({"custom_id": KEY, "response": None, "error": {"code": "odd"}}).encode(),
    )
    run = Batched(world, BatchProvider(answer, course=lambda _: Course(extra=extra)))
    assert run.extract().code == 0
    run.holds()


@pytest.mark.parametrize("how", ["told badly", "cut", "not made"])
def test_a_batch_whose_making_is_not_known_of_is_looked_for_before_it_is_made_again(world: World, how: str) -> None:
    replies: dict[str, Reply | Done] = {"told badly": Done(fails(502)), "cut": Done(hangs_up()), "not made": fails(500)}
    reply = replies[how]
    run = Batched(world, BatchProvider(answer, fault=at("create", reply)))
    assert run.extract().code == 0
    run.holds()
    assert len(run.provider.state.batches) == 1
    assert run.provider.state.asked["list"] >= 1


def test_a_provider_without_a_batch_api_is_told(world: World) -> None:
    run = Batched(world, BatchProvider(answer, fault=lambda _what, _time: fails(404)))
    ran = run.extract()
    assert ran.code == 4
    assert "no Batch API" in ran.err
    world.settled = True


def test_the_embedded_model_has_none(world: World) -> None:
    world.articles()
    world.monkeypatch.delenv("MEMCON_MODEL")
    ran = world.memcon("extract", "news.jsonl", "-o", "out", "--batch")
    assert ran.code == 2
    assert "embedded model has none" in ran.err
    world.settled = True


def test_ctrl_c_leaves_the_batch_and_the_same_command_comes_back(world: World) -> None:
    run = Batched(world, BatchProvider(answer, course=lambda _: Course(polls=10**9)))

    def fault(what: str, time: int) -> Reply | None:
        if (what, time) == ("poll", 3):
            signal.raise_signal(signal.SIGINT) if threading.current_thread() is threading.main_thread() else (
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            )
        return None

    run.provider.fault = fault
    ran = run.extract()
    assert ran.code == 130, ran.err
    assert "1 batches are under way and go on without memcon" in ran.err
    assert not (world.out / "events.jsonl").exists()
    live = world.memcon("extract", "news.jsonl", "-o", "out", "--ledger", "ledger.sqlite", "--max-requests", "0")
    assert "20 questions are under way in batches" in live.err
    for batch in run.provider.state.batches.values():
        batch["_course"] = Course()
    assert run.extract().code == 0
    run.holds()
    assert len(run.provider.state.batches) == 1


def test_a_budget_is_kept_and_costs_half(world: World) -> None:
    prices = world.folder / "prices.toml"
    prices.write_text(
        '[[price]]\nmodel = "scripted"\ninput = 1\noutput = 1\nbatch = 0.5\nas_of = 2026-01-01\n', "utf-8"
    )
    run = Batched(world, BatchProvider(answer))
    ran = run.extract("--prices", prices, "--max-requests", 8)
    assert ran.code == 4
    assert world.tally() == {"ok": 8, "pending": 12}
    assert world.report["usage"]["cost"] == pytest.approx(8 * 120 * 0.5 / 1e6)
    assert world.report["stop_reason"] == "budget"
    assert run.extract("--prices", prices).code == 0
    run.holds()


def test_the_answers_of_batches_stand_in_the_ledger_as_others_do(world: World) -> None:
    run = Batched(world, BatchProvider(answer))
    assert run.extract().code == 0
    assert world.memcon("ledger", "verify", "--ledger", "ledger.sqlite").code == 0
    assert {kind for _, kind, _, _ in world.kept()} == {"batch"}
    with sqlite3.connect(world.ledger) as raw:
        bodies = [zlib.decompress(body) for (body,) in raw.execute("SELECT body FROM attempts")]
    raw.close()
    assert all(json.loads(body)["choices"] for body in bodies)


def left_under_way(world: World, *, polls: int = 10**9) -> Batched:
    """Leave a batch under way, as Ctrl-C does."""
    run = Batched(world, BatchProvider(answer, course=lambda _: Course(polls=polls)))

    def interrupts(what: str, time: int) -> None:
        if (what, time) == ("poll", 2):
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    run.provider.fault = interrupts
    assert run.extract().code == 130
    run.provider.fault = at("none", fails(500))
    return run


def over(run: Batched, **how: Any) -> None:
    """Let what is under way go on so."""
    for batch in run.provider.state.batches.values():
        batch["_course"] = Course(**how)


def test_a_batch_that_was_left_is_told_of_and_collected(world: World) -> None:
    run = left_under_way(world)
    told = run.command("status")
    assert told.code == 0
    assert "1: running as batch_1, in_progress: 20 sent; scripted at localhost" in told.out
    assert json.loads(run.command("status", "--json").out)["lines"]["sent"] == ARTICLES
    assert "20 questions are under way" in world.memcon("ledger", "stats", "--ledger", "ledger.sqlite").out
    assert "no answers yet" in world.memcon("ledger", "export", "--ledger", "ledger.sqlite").err
    assert run.command("collect").code == 0  # not over yet
    over(run)
    assert run.command("collect").code == 0
    assert run.command("status").out == "no batch is under way\n"
    assert "1: done as batch_1, completed: 20 answered" in run.command("status", "--all").out
    assert run.extract().code == 0
    run.holds()
    assert len(run.provider.state.batches) == 1


def test_a_batch_is_cancelled_half_way_and_the_rest_asked_again(world: World) -> None:
    run = left_under_way(world)
    over(run, share=0.5, polls=10**9)
    assert "1: cancelling" in run.command("cancel").out
    assert run.command("collect", "--wait").code == 0
    assert "1: done as batch_1, cancelled: 10 returned, 10 answered" in run.command("status", "--all").out
    run.provider.course = lambda _: Course()
    assert run.extract().code == 0
    run.holds()


def test_a_batch_that_nobody_knows_is_forgotten_by_hand_alone(world: World) -> None:
    run = left_under_way(world)
    run.provider.state.batches.clear()
    run.provider.course = lambda _: Course()
    assert run.extract().code == 4
    assert run.command("collect").code == 4
    assert not run.provider.state.batches
    assert "1: forgotten" in run.command("forget", "1").out
    assert run.extract().code == 0
    run.holds()


def sent_to(world: World, url: str, endpoint: str = "localhost") -> None:
    with sqlite3.connect(world.ledger) as raw:
        raw.execute("UPDATE batches SET base_url = ?, endpoint = ?", (url, endpoint))
    raw.close()


@pytest.mark.parametrize("name", ["MEMCON_BASE_URL", "OPENAI_BASE_URL"])
@pytest.mark.parametrize("there", ["https://there.example/v1", "http://127.0.0.1.example:8080/v1"])
def test_a_key_is_sent_to_no_endpoint_but_that_of_the_environment(world: World, name: str, there: str) -> None:
    """As when a batch was left at one provider, and the environment is set for another by now."""
    run = left_under_way(world)
    host = there.split("/")[2].partition(":")[0]
    sent_to(world, there, host)
    world.monkeypatch.delenv("MEMCON_BASE_URL")
    with serving(run.provider) as server:
        world.monkeypatch.setenv(name, server.url)
        for command in (["collect"], ["collect", "--wait"], ["cancel"], ["cancel", "1"]):
            ran = world.memcon("batch", *command, "--ledger", "ledger.sqlite")
            assert ran.code == 2, ran.err
            assert f"batch 1 went to {there}, and {name} names localhost, whose key is not sent there" in ran.err
            assert f"set {name}={there}, and MEMCON_API_KEY to the key of {host}" in ran.err
        assert world.memcon("batch", "cancel", "2", "--ledger", "ledger.sqlite").code == 0
        assert "1: forgotten" in world.memcon("batch", "forget", "1", "--ledger", "ledger.sqlite").out
        assert not server.asked


def test_an_endpoint_is_asked_at_the_address_of_the_environment(world: World) -> None:
    """A ledger may come from anybody; ports of one's own machine change."""
    run = left_under_way(world)
    over(run)
    with serving(run.provider) as here, serving(run.provider) as there:
        sent_to(world, there.url)
        world.monkeypatch.setenv("MEMCON_BASE_URL", here.url)
        assert world.memcon("batch", "collect", "--ledger", "ledger.sqlite").code == 0
        assert here.asked
        assert not there.asked
    assert run.extract().code == 0
    run.holds()


def test_batches_of_another_endpoint_keep_nobody_from_those_of_this_one(world: World) -> None:
    run = left_under_way(world)
    over(run)
    with serving(run.provider) as server:
        sent_to(world, server.url)
        world.monkeypatch.setenv("MEMCON_BASE_URL", server.url)
        with sqlite3.connect(world.ledger) as raw:
            raw.execute(
                "INSERT INTO batches(number, nonce, endpoint, model, base_url, state, made, moved, remote)"
                " VALUES (0, 'n', 'there.example', 'scripted', 'https://there.example/v1', 'running', 1, 1, 'b')"
            )
        raw.close()
        ran = world.memcon("batch", "collect", "--ledger", "ledger.sqlite")
        assert ran.code == 2, ran.err
        assert "batch 0 went to https://there.example/v1" in ran.err
        assert "batch 1: completed: 20 answered" in ran.err
        world.monkeypatch.delenv("MEMCON_BASE_URL")
        sent_to(world, server.url)  # and where the environment names none, that of the ledger is asked
        assert world.memcon("batch", "cancel", "0", "--ledger", "ledger.sqlite").code in {0, 4}
        assert server.asked[-1].path.endswith("/batches/b/cancel")


def test_batches_are_saved_from_a_damaged_ledger_and_go_on_from_there(world: World) -> None:
    run = left_under_way(world)
    saved = world.memcon("ledger", "recover", "ledger.sqlite", "--to", "saved.sqlite")
    assert "20 questions, 0 answers, 0 attempts, 1 batches saved" in saved.err
    (world.folder / "saved.sqlite").replace(world.ledger)
    assert world.memcon("ledger", "verify", "--ledger", "ledger.sqlite").code == 0
    over(run)
    assert run.extract().code == 0
    run.holds()
    assert len(run.provider.state.batches) == 1


def test_a_ledger_whose_batches_do_not_fit_is_told(world: World) -> None:
    left_under_way(world)
    with sqlite3.connect(world.ledger) as raw:
        raw.execute("UPDATE batches SET remote = NULL")
    raw.close()
    ran = world.memcon("ledger", "verify", "--ledger", "ledger.sqlite")
    assert ran.code == 5
    assert "batch 1: it is under way" in ran.out
    world.ledger.unlink()


def test_answers_of_batches_cost_what_they_cost_in_another_ledger_too(world: World) -> None:
    run = Batched(world, BatchProvider(answer))
    assert run.extract().code == 0
    world.memcon("ledger", "export", "--ledger", "ledger.sqlite", "--out", "answers.jsonl")
    world.memcon("ledger", "import", "answers.jsonl", "--ledger", "other.sqlite")
    [model] = json.loads(world.memcon("ledger", "stats", "--ledger", "other.sqlite", "--json").out)["models"]
    assert (model["answers"], model["batch_answers"], model["batch_prompt_tokens"]) == (20, 20, 2000)
    told = world.memcon("ledger", "stats", "--ledger", "other.sqlite")
    assert "20 answers (20 in batches)" in told.out
    assert "without an answer" not in told.out


def test_a_cascade_takes_two_rounds_and_gives_the_bytes_of_a_live_run(world: World) -> None:
    reader = Reader(*(call(f"menelepon Menteri Luar Negeri {COUNTRIES[2 * n + 1]}", *names(n)) for n in range(10)))
    provider = BatchProvider(lambda body: (200, completion(reader.content(body))))
    run = Batched(world, provider)
    assert run.extract("--strategy", "cascade").code == 0
    batched, rounds, asked = world.events, len(provider.state.batches), provider.state.billed.total()
    assert len(batched.splitlines()) == 10
    world.ledger.unlink()
    with serving(provider) as server:
        world.monkeypatch.setenv("MEMCON_BASE_URL", server.url)
        arguments = ["extract", "news.jsonl", "-o", "out", "--ledger", "ledger.sqlite", "--strategy", "cascade"]
        assert world.memcon(*arguments).code == 0
    assert (world.events, rounds, asked) == (batched, 2, provider.state.asked["chat"])


def names(number: int) -> tuple[str, str]:
    caller, called = COUNTRIES[2 * number], COUNTRIES[2 * number + 1]
    return f"Menteri Luar Negeri {caller}", f"Menteri Luar Negeri {called}"


@pytest.mark.parametrize("point", ["uploaded", "creating", "made", "fetched"])
def test_whoever_dies_between_two_steps_is_taken_up_there(world: World, point: str) -> None:
    provider = BatchProvider(answer)
    world.articles()
    with serving(provider) as server:
        environment = {"MEMCON_BASE_URL": server.url, "MEMCON_MODEL": "scripted", "MEMCON_API_KEY": KEY}
        arguments = ["extract", "news.jsonl", "-o", "out", "--ledger", "ledger.sqlite", "--batch"]
        dies = start(arguments, world.folder, environment | {"MEMCON_FAILPOINT": point})
        dies.join()
        assert dies.exitcode in {KILLED, 0}
    run = Batched(world, provider)
    assert run.extract().code == 0
    run.holds()
    assert len(provider.state.batches) == 1


def picky(*fields: str) -> Callable[[Mapping[str, Any]], tuple[int, dict[str, Any]]]:
    """Refuse the first of these fields that a line has, by its name."""

    def answering(body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        if field := next((field for field in fields if field in body), None):
            return 400, {"error": {"message": f"Unsupported parameter: '{field}' is not supported with this model."}}
        return answer(body)

    return answering


def lessons(world: World) -> list[tuple[str, Any]]:
    with open_ledger(world.folder / "ledger.sqlite", offline=True) as ledger:
        return [(kept.field, kept.value) for kept in kept_lessons(ledger)]


def test_a_line_that_names_what_is_not_taken_teaches_it_and_goes_into_the_next_round(world: World) -> None:
    run = Batched(world, BatchProvider(picky("temperature", "seed")))
    ran = run.extract()
    assert ran.code == 0, ran.err
    assert world.events == clean_events()
    assert run.provider.state.billed.total() == ARTICLES
    assert max(run.provider.state.billed.values()) == 1
    assert len(run.provider.state.batches) == 3  # each lesson takes a round
    assert ran.err.count("learned from its answer") == 2
    assert lessons(world) == [("without", "temperature"), ("without", "seed")]


def test_a_lesson_of_some_lines_is_one_for_all(world: World) -> None:
    def moody(body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        if "temperature" in body and number_in(Asked("POST", "/", {}, json.dumps(body).encode())) % 2:
            return picky("temperature")(body)
        return answer(body)

    run = Batched(world, BatchProvider(moody))
    assert run.extract().code == 0
    assert world.events == clean_events()
    assert run.provider.state.billed.total() == ARTICLES
    assert lessons(world) == [("without", "temperature")]


def test_a_lesson_that_does_not_help_ends_the_run_and_is_not_kept(world: World) -> None:
    stubborn = {"error": {"message": "Unsupported parameter: 'temperature' is not supported with this model."}}
    run = Batched(world, BatchProvider(lambda _: (400, stubborn)))
    ran = run.extract()
    assert ran.code == 4
    assert "temperature" in ran.err
    assert len(run.provider.state.batches) == 2
    assert lessons(world) == []
    assert not run.provider.state.billed


def test_what_was_learned_at_once_stands_in_no_line(world: World) -> None:
    run = Batched(world, BatchProvider(picky("temperature")))
    world.articles()
    lines = (world.folder / "news.jsonl").read_text("utf-8").splitlines(keepends=True)
    (world.folder / "one.jsonl").write_text(lines[0], "utf-8")
    with serving(run.provider) as server:
        world.monkeypatch.setenv("MEMCON_BASE_URL", server.url)
        assert world.memcon("extract", "one.jsonl", "-o", "one", "--ledger", "ledger.sqlite").code == 0
    assert run.extract().code == 0
    assert world.events == clean_events()
    assert run.provider.state.billed.total() == ARTICLES - 1
    assert len(run.provider.state.batches) == 1


def test_an_answer_to_half_a_prompt_is_none_in_a_batch_either(world: World) -> None:
    def short(body: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        status, said = answer(body)
        return status, said | {"usage": {"prompt_tokens": 600, "completion_tokens": 20}}

    run = Batched(world, BatchProvider(short))
    ran = run.extract()
    assert ran.code == 4
    assert "the server read 600 tokens of a prompt" in ran.err
