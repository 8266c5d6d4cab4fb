"""Copies of an agency's report are found, read once, and are sources of its events; other articles are no copies."""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from conftest import Command
from helpers.batch_provider import BatchProvider, Course
from helpers.fault_server import FaultServer, completion
from helpers.scripted import Reader, call, serving
from helpers.steps import steps
from memcon.articles.copies import Copies, can_be_copy, find_copies
from memcon.records import Article
from memcon.records.given import read_day

REPORT: Final = (
    "The foreign minister of Japan telephoned his colleague of the Philippines on Wednesday to speak of the sea.",
    "The two ministers talked for 40 minutes about the patrols that both navies have held since the spring.",
    "A person who was in the room said that they had also spoken of a visit to Manila before the end of the month.",
    "Neither ministry gave a day for that visit, and the embassy in Tokyo did not answer questions about it.",
    "Trade between the two countries has grown by a third in ten years, and officials of both expect that to go on.",
    "Fishermen in the north of the islands have asked for boats of their own to be let in again before the season.",
)
OTHER: Final = (
    "The foreign minister of Japan flew to Jakarta on Wednesday, his second journey to the region within two months.",
    "He is to meet his colleague of Indonesia in the morning, and will speak of the sea and of patrols of both navies.",
    "Trade between the two countries has fallen by a tenth since last year, which officials of both want to change.",
    "The embassy in Tokyo said that a visit of the president was being prepared, and gave no day for that either.",
    "Fishermen of the islands in the south have asked the government for new boats before the season begins in May.",
)


def article(name: str, *lines: str, day: str = "2024-07-04", source: str = "a", language: str = "en") -> Article:
    return Article(id=name, text="\n".join(lines), published=read_day(day), source=source, language=language)


def originals(*articles: Article) -> list[str | None]:
    found = [item for item in find_copies(articles) if isinstance(item, Article)]
    known = {item.id: item for item in found}
    assert all(can_be_copy(item, known[item.copy_of]) for item in found if item.copy_of)  # as `memcon verify` asks
    return [item.copy_of for item in found]


@pytest.mark.parametrize(("name", "lines", "day"), [
    ("the very same", REPORT, "2024-07-04"),
    ("under a headline of its own", ("Two ministers speak of the sea", *REPORT), "2024-07-05"),
    ("cut from below", REPORT[:4], "2024-07-04"),
    ("cut from within, in another order", (REPORT[0], REPORT[4], REPORT[2], REPORT[3]), "2024-07-04"),
    ("a word edited here and there", (REPORT[0].replace("telephoned", "called"), *REPORT[1:4],
                                      REPORT[4].replace("a third", "one third"), REPORT[5]), "2024-07-07"),
    ("in capitals and other quotes", (REPORT[0].upper(), *REPORT[1:]), "2024-07-03"),
])  # fmt: skip
def test_a_copy_is_found(name: str, lines: tuple[str, ...], day: str) -> None:
    assert originals(article("original", *REPORT), article("copy", *lines, day=day)) == [None, "original"], name


@pytest.mark.parametrize(("name", "lines", "more"), [
    ("another article on the same subject", OTHER, {}),
    ("a sentence more", (*REPORT, "Later that day the minister recalled his ambassador from Manila for talks."), {}),
    ("another number", (REPORT[0], REPORT[1].replace("40", "14"), *REPORT[2:]), {}),
    ("weeks later", REPORT, {"day": "2024-07-24"}),
    ("in another language, by what is told", REPORT, {"language": "id"}),
    ("half another's", (*REPORT[:3], *OTHER[:3]), {}),
    ("too short to tell", REPORT[:1], {}),
])  # fmt: skip
def test_others_are_no_copies(name: str, lines: tuple[str, ...], more: dict[str, str]) -> None:
    original, other = article("original", *REPORT), article("other", *lines, **more)
    assert originals(original, other) == [None, None], name
    assert not can_be_copy(other, original), name


def test_scripts_without_spaces_have_copies_too() -> None:
    lines = (
        "日本外相星期三与菲律宾外相通电话,就南海问题交换了意见,双方谈了四十分钟。",
        "一名在场人士说,两位部长还谈到了在月底之前访问马尼拉的事宜,但没有给出日期。",
        "两国贸易在十年间增长了三分之一,双方官员都希望这一势头能够继续下去。",
    )  # fmt: skip
    assert originals(article("o", *lines, language="zh"), article("c", "两外长通电话", *lines, language="zh")) == [
        None,
        "o",
    ]
    assert (
        originals(article("o", *lines, language="zh"), article("c", *lines[:2], lines[0][::-1], language="zh"))[1]
        is None
    )


def test_the_first_that_is_read_is_the_original_of_all() -> None:
    cut = article("b", *REPORT[:4])
    assert originals(article("a", *REPORT), cut, article("c", *REPORT)) == [None, "a", "a"]
    assert originals(cut, article("a", *REPORT), article("c", *REPORT)) == [None, None, "a"]  # the longer says more


def wire(number: int) -> Article:
    """An article of words of its own, as long as others."""
    words = random.Random(number)
    lines = [" ".join(f"w{words.randrange(5_000)}" for _ in range(14)) + "." for _ in range(8)]
    return article(str(number), *lines)


def test_the_work_grows_with_the_articles_and_not_with_their_pairs() -> None:
    def work(count: int) -> Callable[[], object]:
        made = [wire(number) for number in range(count)]

        def find() -> list[str | None]:
            copies = Copies()
            return [copies.original_of(one) for one in made]

        return find

    work(2)()
    few, many = steps(work(20), 10_000_000), steps(work(200), 100_000_000)
    assert many < 12 * few


# --- a run ---

TELLS: Final = call(
    "telephoned", "The foreign minister of Japan", "his colleague of the Philippines", date_words="Wednesday"
)


@pytest.fixture
def server(endpoint: Callable[[str], None]) -> Iterator[FaultServer]:
    with serving(Reader(TELLS)) as served:
        endpoint(served.url)
        yield served


@pytest.fixture
def news(folder: Path) -> Path:
    lines: list[dict[str, Any]] = [
        {"id": "a", "text": "\n".join(REPORT), "source": "An Agency", "published": "2024-07-04"},
        {"id": "b", "text": "\n".join(("Ministers speak of the sea", *REPORT[:4])), "source": "A Paper",
         "published": "2024-07-04"},
        {"id": "c", "text": "\n".join(OTHER), "source": "Another Paper", "published": "2024-07-04"},
        {"id": "d", "text": "\n".join(REPORT[1:]), "source": "A Third Paper", "published": "2024-07-04"},
    ]  # fmt: skip
    path = folder / "news.jsonl"
    path.write_text("".join(json.dumps(line | {"language": "en"}) + "\n" for line in lines), "utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_copy_costs_nothing_and_is_a_source(memcon: Command, folder: Path, news: Path, server: FaultServer) -> None:
    told = ("extract", str(news), "-o", "out", "--strategy", "whole", "--copies-once")
    dry = memcon(*told, "--dry-run")
    assert "2 articles are copies of others: " in dry.out
    spared = int(dry.out.split("copies of others: ")[1].split()[0])
    calls = int(dry.out.split(" calls to ")[0].splitlines()[-1])
    assert (spared, calls) == (2, 2)
    ran = memcon(*told)
    assert ran.code == 0
    assert "2 of them copies, about which nothing was asked" in ran.err
    assert not any("Ministers speak of the sea" in str(asked.body) for asked in server.asked)
    states = {line["article"]: line for line in read(folder / "out" / "articles.jsonl")}
    assert {name: state["copy_of"] for name, state in states.items()} == {"a": None, "b": "a", "c": None, "d": "a"}
    assert [states[name]["prompt_tokens"] for name in "bd"] == [0, 0]
    (event,) = read(folder / "out" / "events.jsonl")
    assert (event["reported"]["articles"], event["reported"]["sources"]) == (2, 2)
    assert [proof["article"] for proof in event["mentions"]] == ["a", "b"]  # d does not say it
    copied = next(line for line in read(folder / "out" / "mentions.jsonl") if line["article"] == "b")
    text = read(news)[1]["text"]
    assert [text[quote["start"] : quote["end"]] for quote in copied["quotes"]] == [q["text"] for q in copied["quotes"]]
    assert copied["source"] == "A Paper"
    assert memcon("verify", "out").code == 0
    before = (folder / "out" / "events.jsonl").read_bytes()
    assert memcon(*told, "--offline").code == 0
    assert (folder / "out" / "events.jsonl").read_bytes() == before
    report = json.loads((folder / "out" / "run.json").read_text("utf-8"))
    assert (report["copies"], report["settings"]["copies_once"]) == (2, True)


def test_in_batches_nothing_is_asked_about_copies_either(
    memcon: Command, folder: Path, news: Path, endpoint: Callable[[str], None]
) -> None:
    reader = Reader(TELLS)
    provider = BatchProvider(lambda body: (200, completion(reader.content(body))), course=lambda _: Course(polls=1))
    with serving(provider) as server:
        endpoint(server.url)
        told = ("extract", str(news), "-o", "out", "--strategy", "whole", "--copies-once", "--batch", "--model", "m")
        assert memcon(*told).code == 0
    states = {line["article"]: (line["state"], line["copy_of"]) for line in read(folder / "out" / "articles.jsonl")}
    assert states["b"] == ("ok", "a")


def test_a_copy_of_what_is_none_is_seen(memcon: Command, folder: Path, news: Path, server: FaultServer) -> None:
    assert memcon("extract", str(news), "-o", "out", "--copies-once").code == 0
    path = folder / "out" / "articles.jsonl"
    path.write_text(path.read_text("utf-8").replace('"copy_of":"a"', '"copy_of":"b"'), "utf-8")
    ran = memcon("verify", "out")
    assert ran.code == 5
    assert "it is no copy of 'b', which is one or is not there" in ran.out


def test_copies_are_not_looked_for_in_shares(memcon: Command, folder: Path, news: Path, server: FaultServer) -> None:
    ran = memcon("extract", str(news), "-o", "out", "--copies-once", "--shard", "1/2")
    assert (ran.code, "leave one out" in ran.err) == (2, True)
