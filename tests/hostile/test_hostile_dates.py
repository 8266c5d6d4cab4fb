"""Articles published at the ends of the calendar, and dates without an end: read as any other, no day made up."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Command
from helpers.scripted import Reader, call, meeting, serving
from memcon.articles.budget import Budget
from memcon.articles.read import completed
from memcon.articles.sentences import segment
from memcon.records import Article
from memcon.resolve.dates import find_dates, resolve_date

pytestmark = pytest.mark.hostile

TEXT = (
    "WASHINGTON, Jan 1 -- US Secretary of State Anna Reed phoned Japanese Foreign Minister Jun Ito {when}.\n"
    "Norwegian Prime Minister Ola Berg met Chinese President Li Wen {when}.\n"
)
WHEN = ["yesterday", "last Thursday", "on Tuesday", "tomorrow", "next week", "last month", "three days ago",
        "next year", "on 31 December", "on January 1", "in March", "a century ago", "in 9999",
        "on 1 January 0001"]  # fmt: skip
PUBLISHED = ["0001-01-01", "0001-01-02", "0001-01-01T00:00:00+14:00", "1000-01-01", "9999-12-31",
             "9999-12-31T23:59:59-14:00", "9999-12-30", "2024-02-29T23:59:59.999999+23:59"]  # fmt: skip


def ends_well(
    memcon: Command, endpoint: Callable[[str], None], published: str | None, *options: str
) -> set[str | None]:
    """Extract an article for each way to say a day, and return why any of them failed."""
    lines = [{"id": when, "text": TEXT.format(when=when), "published": published, "language": "en"} for when in WHEN]
    Path("news.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    told = [
        call(f"phoned Japanese Foreign Minister Jun Ito {when}", "Anna Reed", "Jun Ito", date_words=when)
        for when in WHEN
    ] + [meeting(f"Li Wen {when}", "Ola Berg", "Li Wen", date_words=when) for when in WHEN]
    with serving(Reader(*told)) as server:
        endpoint(server.url)
        ran = memcon("extract", "news.jsonl", "-o", "out", *options)
    assert ran.code in {0, 3}, ran.err
    states = [json.loads(line) for line in Path("out/articles.jsonl").read_text("utf-8").splitlines()]
    assert len(states) == len(WHEN)
    assert memcon("verify", "out").code == 0
    return {state["reason"] for state in states}


@pytest.mark.parametrize("published", PUBLISHED)
def test_an_article_of_the_end_of_the_calendar(
    memcon: Command, endpoint: Callable[[str], None], published: str
) -> None:
    assert ends_well(memcon, endpoint, published) <= {None, "bad_date"}


@pytest.mark.parametrize("published", ["1900-01-01", "1900-01-03", "2099-12-31", "2099-12-29"])
def test_all_articles_are_said_to_be_of_the_end_of_what_is_read(
    memcon: Command, endpoint: Callable[[str], None], published: str
) -> None:
    assert ends_well(memcon, endpoint, None, "--published", published) == {None}


@pytest.mark.parametrize("published", ["0001-01-01", "0001-01-03", "9999-12-31", "9999-12-29"])
def test_all_articles_are_said_to_be_of_the_end_of_the_calendar(memcon: Command, published: str) -> None:
    Path("a.txt").write_text(TEXT.format(when="yesterday"), "utf-8")
    ran = memcon("extract", "a.txt", "-o", "out", "--offline", "--published", published)
    assert ran.code == 2, ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("count", [7, 12, 36, 400, 20_000])
def test_riddles_of_day_and_month_are_not_read_in_every_way(count: int) -> None:
    words = "(2/7/2024) " * count
    article = completed(Article(id="a", text=words, language="id"))
    with Budget(30):
        resolve_date(words[: len("(2/7/2024) ") * 36], dt.date(2024, 7, 4))
        segment(article)
        find_dates(words, dt.date(2024, 7, 4), "id")


@pytest.mark.parametrize(
    ("language", "unit"),
    [
        ("en", "two days after "),
        ("en", "two days after the attack on "),
        ("en", "Friday (two days after "),
        ("ru", "через два дня после "),
        ("ar", "بعد يومين من "),
        ("tr", "7 Haziran iki gün önce "),
        ("zh", "6月7日两天后"),
        ("zh", "每周五"),
        ("ja", "6月5日から"),
        ("ko", "6월 7일 이틀 후 "),
    ],
)
def test_days_counted_from_days_without_end_are_read_in_linear_time(language: str, unit: str) -> None:
    text = (unit * 40_000)[:200_000]
    with Budget(30):
        find_dates(text, dt.date(2024, 6, 12), language)
        resolve_date(text[:400], dt.date(2024, 6, 12), language)
