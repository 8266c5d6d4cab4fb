"""`memcon extract --explain`: which rules spoke on what the model pointed at in one article."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import Command
from helpers.fault_server import FaultServer
from helpers.scripted import Reader, meeting, serving

MET = "Menurut Monica Juma, Presiden Kenya William Ruto akan bertemu Presiden Uganda Yoweri Museveni di Kampala."
READER = (meeting("bertemu", "Monica Juma", "William Ruto", "Yoweri Museveni", "Paul Kagame"),)


@pytest.fixture
def server(endpoint: Callable[[str], None]) -> Iterator[FaultServer]:
    with serving(Reader(*READER)) as served:
        endpoint(served.url)
        yield served


@pytest.fixture
def news(folder: Path) -> Path:
    (folder / "news").mkdir()
    (folder / "news" / "a.txt").write_text(f"{MET}\n", "utf-8")
    (folder / "news" / "b.txt").write_text("Harga beras di pasar naik lagi.\n", "utf-8")
    return folder


def test_each_rule_that_spoke_is_told_with_before_and_after(memcon: Command, news: Path, server: FaultServer) -> None:
    told = memcon("extract", "news", "--explain", "a.txt")
    assert told.code == 0
    assert "a.txt: ok, 1 mentions, 3 refusals" in told.out
    assert "- words_tell_a_plan_or_its_end\n       status: occurred -> planned" in told.out
    assert "refused name 'Monica Juma': teller, who bears it tells of the event" in told.out
    assert "status: said 'occurred', the words tell 'planned'; which stands" in told.out
    assert "= a.txt#meeting-0-" in told.out
    assert "name_stands: A party's name must stand in or near the quotes." in told.out
    assert sorted(path.name for path in news.iterdir()) == [".memcon", "news"]  # nothing but the ledger is written


def test_from_the_ledger_it_costs_nothing_and_is_the_same(memcon: Command, news: Path, server: FaultServer) -> None:
    first = memcon("extract", "news", "--explain", "a.txt")
    asked = len(server.asked)
    again = memcon("extract", "news", "--explain", "a.txt", "--offline")
    assert (again.code, again.out, len(server.asked)) == (0, first.out, asked)


def test_as_json_it_is_whole(memcon: Command, news: Path, server: FaultServer) -> None:
    told = json.loads(memcon("extract", "news", "--explain", "a.txt", "--json").out)
    (candidate,) = told["candidates"]
    assert candidate["given"]["status"] == "occurred"
    changes = {each["rule"]: each["changes"] for each in candidate["rules"]}
    assert changes["words_tell_a_plan_or_its_end"] == [{"field": "status", "before": "occurred", "after": "planned"}]
    refused = [(each["rule"], refusal["text"]) for each in candidate["rules"] for refusal in each["refused"]]
    assert refused == [("name_stands", "Paul Kagame"), ("teller_is_no_party", "Monica Juma")]
    assert {each["rule"] for each in candidate["rules"]} <= told["rules"].keys()


def test_an_article_that_is_not_there_is_a_wrong_use(memcon: Command, news: Path, server: FaultServer) -> None:
    told = memcon("extract", "news", "--explain", "c.txt")
    assert told.code == 2
    assert "'c.txt'" in told.err


def test_an_article_without_stored_answers_fails_offline(memcon: Command, news: Path, server: FaultServer) -> None:
    assert memcon("extract", "news", "--explain", "a.txt").code == 0
    told = memcon("extract", "news", "--explain", "a.txt", "--offline", "--model", "another")
    assert told.code == 3
    assert "a.txt: failed" in told.out


def test_a_run_needs_a_folder(memcon: Command, news: Path, server: FaultServer) -> None:
    told = memcon("extract", "news")
    assert told.code == 2
    assert "-o" in told.err
