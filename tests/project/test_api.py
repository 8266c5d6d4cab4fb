"""The library's front door: what it takes, what it gives, and that it works where an event loop runs already."""

import asyncio
import datetime as dt
import json
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import memcon
from helpers.fault_server import Asked, FaultServer, Reply
from helpers.scripted import MODEL, Reader, call, dispute, serving
from memcon.api import explain
from memcon.errors import DataError, Interrupted, UsageError
from memcon.extraction.signals import SAME

CALL = "Menteri Luar Negeri Jepang Yoko Kamikawa menelepon Menteri Luar Negeri Filipina Enrique Manalo pada Rabu."
PROTEST = "Kementerian Luar Negeri Peru memanggil duta besar Bolivia untuk menyampaikan protes."
READER = (
    call("menelepon", "Yoko Kamikawa", "Enrique Manalo", date_words="Rabu"),
    dispute("memanggil", "Kementerian Luar Negeri Peru", "duta besar Bolivia", "summon"),
)


@pytest.fixture
def server(endpoint: Callable[[str], None]) -> Iterator[FaultServer]:
    with serving(Reader(*READER)) as served:
        endpoint(served.url)
        yield served


def one(name: str = "a", text: str = CALL, **more: Any) -> memcon.Article:
    return memcon.Article(id=name, text=text, language="id", **more)


def test_an_article_becomes_an_event(server: FaultServer) -> None:
    run = memcon.extract(one(published=dt.date(2024, 7, 4)))
    (event,) = run.events
    assert event.kind == "call"
    assert event.id == "call-2024-07-03-JPN-PHL"
    assert event.mentions[0].quotes[0].text == CALL
    assert run.exit_code == 0
    assert run.stopped is None
    assert run.report["model"] == MODEL


@pytest.mark.parametrize("strategy", ["whole", "cascade"])
def test_both_strategies_find_the_same(server: FaultServer, strategy: str) -> None:
    run = memcon.extract(one(text=f"{CALL}\n{PROTEST}", published=dt.date(2024, 7, 4)), strategy=strategy)
    assert [event.id for event in run.events] == ["call-2024-07-03-JPN-PHL", "dispute-undated-BOL-PER"]
    assert {mention.prompt.partition("-")[0].partition("@")[0] for mention in run.mentions} == {strategy}


def test_paths_articles_and_states_may_be_mixed(server: FaultServer, folder: Path) -> None:
    (folder / "b.txt").write_text(PROTEST, "utf-8")
    (folder / "c.txt").write_bytes(b"")
    (unread,) = memcon.read_articles("c.txt")
    assert isinstance(unread, memcon.ArticleState)
    run = memcon.extract(each for each in (one(), "b.txt", Path("b.txt").absolute().parent / "c.txt", unread))
    assert [(state.article, state.state) for state in run.articles] == [
        ("a", "ok"), ("b.txt", "ok"), ("c.txt", "failed"), ("c.txt", "failed"),
    ]  # fmt: skip
    assert run.exit_code == 3


def test_a_path_that_does_not_exist_is_told_before_any_work(server: FaultServer) -> None:
    with pytest.raises(UsageError, match=r"'none\.txt' does not exist"):
        memcon.extract(["none.txt"])
    with pytest.raises(UsageError, match=r"'none\.txt' does not exist"):
        memcon.read_articles("none.txt")
    assert server.calls == 0


def test_a_wrong_strategy_is_told(server: FaultServer) -> None:
    with pytest.raises(UsageError, match="'best' is none of 'whole', 'cascade'"):
        memcon.extract(one(), strategy="best")


async def test_it_works_where_an_event_loop_runs(server: FaultServer) -> None:
    """As in a notebook."""
    assert len(memcon.extract(one()).events) == 1


@pytest.fixture
def interrupting(endpoint: Callable[[str], None]) -> Iterator[tuple[list[float], FaultServer]]:
    """An endpoint at whose first question the user presses Ctrl-C, once after each of these seconds."""
    pauses: list[float] = []

    def press() -> None:
        for seconds in pauses:
            time.sleep(seconds)
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    def script(asked: Asked) -> Reply:
        reply = Reader(*READER)(asked)

        async def late(writer: asyncio.StreamWriter) -> None:
            if asked is served.asked[0]:
                await asyncio.to_thread(press)
            await asyncio.sleep(0.2)
            await reply(writer)

        return late

    with serving(script) as served:
        endpoint(served.url)
        yield pauses, served


def in_a_loop(work: Callable[[], Any]) -> Any:
    """Return what a cell of a notebook gives that is `work`, and look whether its loop goes on as before."""

    async def cell() -> Any:
        loop, task, answer = asyncio.get_running_loop(), asyncio.current_task(), signal.getsignal(signal.SIGINT)
        try:
            return work()
        finally:
            assert (asyncio.get_running_loop(), asyncio.current_task()) == (loop, task)
            assert signal.getsignal(signal.SIGINT) is answer
            await asyncio.sleep(0)

    return asyncio.run(cell())


ANYWHERE = pytest.mark.parametrize("do", [lambda work: work(), in_a_loop], ids=["in a script", "where a loop runs"])
MANY = [one(f"{number}", f"{CALL}\nNomor {number}.") for number in range(20)]


@ANYWHERE
def test_the_first_ctrl_c_ends_a_run_in_order(
    interrupting: tuple[list[float], FaultServer], do: Callable[[Callable[[], Any]], Any]
) -> None:
    pauses, server = interrupting
    pauses[:] = [0]
    run = do(lambda: memcon.extract(MANY))
    assert (run.exit_code, type(run.stopped)) == (130, Interrupted)
    assert len(run.articles) == len(MANY)
    asked = server.calls
    assert asked <= 2  # at once
    assert len(do(lambda: memcon.extract(MANY)).events) == 1  # the ledger is free, and knows what was paid
    assert [each.body for each in server.asked[asked:]].count(server.asked[0].body) == 0


@ANYWHERE
def test_the_second_ctrl_c_ends_a_run_at_once(
    interrupting: tuple[list[float], FaultServer], do: Callable[[Callable[[], Any]], Any]
) -> None:
    pauses, server = interrupting
    pauses[:] = [0, 2 * SAME]
    with pytest.raises(Interrupted):
        do(lambda: memcon.extract(MANY))
    asked = server.calls
    time.sleep(0.5)
    assert server.calls == asked <= 2
    assert len(do(lambda: memcon.extract(MANY[:1])).events) == 1  # the ledger is free


@ANYWHERE
def test_ctrl_c_breaks_into_what_explains_an_article(
    interrupting: tuple[list[float], FaultServer], do: Callable[[Callable[[], Any]], Any]
) -> None:
    pauses, _ = interrupting
    pauses[:] = [0]
    with pytest.raises(KeyboardInterrupt):
        do(lambda: explain(MANY, "3"))


def test_progress_is_told_before_the_first_article_and_after_each(server: FaultServer) -> None:
    seen: list[memcon.Progress] = []
    memcon.extract([one("a"), one("b", PROTEST), one("c", "Kosong.")], on_progress=seen.append)
    assert seen[0].finished == 0
    assert seen[0].article is None
    last = seen[-1]
    assert (last.finished, last.failed, last.mentions) == (3, 0, 2)
    assert {each.article for each in seen} == {None, "a", "b", "c"}
    assert [each.finished for each in seen] == sorted(each.finished for each in seen)


def test_a_run_is_written_and_loaded(server: FaultServer, folder: Path) -> None:
    run = memcon.extract([one(), one("b", PROTEST)])
    run.write("out")
    assert tuple(memcon.load("out")) == run.events
    assert memcon.load(folder / "out" / "events.jsonl") == memcon.load("out")
    report = json.loads((folder / "out" / "run.json").read_text("utf-8"))
    assert report["articles"] == {"ok": 2}
    assert report["events"] == {"call": 1, "dispute": 1}
    assert report["usage"]["calls"] == server.calls
    assert report["exit_code"] == 0


def test_a_damaged_file_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_text("{", "utf-8")
    with pytest.raises(DataError, match="line 1"):
        memcon.load(tmp_path)


def test_the_same_question_is_paid_once(server: FaultServer) -> None:
    first = memcon.extract([one("a"), one("b")])
    assert first.report["usage"]["calls"] == 2  # of two articles with one text: a label and a record
    assert first.report["usage"]["replayed"] == 2
    again = memcon.extract([one("b"), one("a")])
    assert again.report["usage"]["calls"] == 0
    assert (again.events, again.mentions, again.articles) == (first.events, first.mentions, first.articles)
    assert len(first.events) == 1


def test_reading_tells_language_and_day_of_those_that_do_not(folder: Path) -> None:
    (folder / "a.txt").write_text(CALL, "utf-8")
    (article,) = memcon.read_articles("a.txt", language="ms", published=dt.date(2024, 7, 4))
    assert isinstance(article, memcon.Article)
    assert (article.language, article.published, article.published_basis) == ("ms", dt.date(2024, 7, 4), "given")


def test_an_article_without_language_or_day_is_completed_as_the_command_does(server: FaultServer) -> None:
    text = f"JAKARTA, 5 Juli 2024 (ANTARA) - {CALL} Kedua menteri membahas kerja sama pertahanan."
    (state,) = memcon.extract(memcon.Article(id="a", text=text)).articles
    assert (state.language, state.published) == ("id", dt.date(2024, 7, 5))
    assert state.published_basis == 'dateline "JAKARTA, 5 Juli 2024 (ANTARA)"'


def test_an_article_that_was_read_keeps_how_its_day_is_known(server: FaultServer, folder: Path) -> None:
    (folder / "a.txt").write_text(f"JAKARTA, 5 Juli 2024 (ANTARA) - {CALL}", "utf-8")
    articles = list(memcon.read_articles("a.txt"))
    (state,) = memcon.extract(iter(articles)).articles
    assert state.published_basis == 'dateline "JAKARTA, 5 Juli 2024 (ANTARA)"'
