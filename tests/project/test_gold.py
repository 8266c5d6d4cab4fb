"""The gold of the repository holds together: its words stand in its articles, and it has some of everything."""

import calendar
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, get_args

import pytest

from conftest import ROOT
from memcon.api import read_articles
from memcon.compare.evaluate.source import read_gold
from memcon.records import Act, Article, Channel, Form, Kind, Status

GOLD: Final = ROOT / "benchmarks" / "gold"
EVENTS: Final[list[dict[str, Any]]] = [
    json.loads(line)
    for name in ("seeds", "events")
    for line in (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()
]
ARTICLES: Final = {
    one.id: one for one in read_articles(ROOT / "seeds", GOLD / "articles.jsonl") if isinstance(one, Article)
}
COMPOSED: Final = [event for event in EVENTS if event["article"].startswith("composed-")]
LANGUAGES: Final = ("ar", "en", "es", "fr", "id", "ru", "vi", "zh")
VARIANTS: Final = {"meeting": set(get_args(Form)), "call": set(get_args(Channel)), "dispute": set(get_args(Act))}


def text_of(event: dict[str, Any]) -> str:
    return ARTICLES[event["article"]].text


def test_evaluate_reads_all_of_it() -> None:
    gold = read_gold([str(GOLD / "seeds.jsonl"), str(GOLD / "events.jsonl")])
    assert len(gold) == len(EVENTS) == len({event["id"] for event in EVENTS})
    assert {one.article for one in gold} <= set(ARTICLES)


def test_its_words_stand_in_the_articles() -> None:
    wrong = [(event["id"], words) for event in EVENTS for words in event["quotes"] if words not in text_of(event)]
    names = ((event, one["name"]) for event in COMPOSED for one in event["participants"])
    assert [*wrong, *((event["id"], name) for event, name in names if name not in text_of(event))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_composed_events_are_coded_by_the_conventions(language: str) -> None:
    some = [event for event in COMPOSED if ARTICLES[event["article"]].language == language]
    assert len(some) >= 20
    assert {event["id"]: faults for event in some if (faults := sorted(faults_of(event)))} == {}


def faults_of(event: dict[str, Any]) -> Iterator[str]:
    """Yield what of an event is not as benchmarks/gold/README.md says."""
    kind, variants = event["kind"], [event["variant"], *event["alt_variants"]]
    if event["status"] not in (("occurred", "planned") if kind == "dispute" else get_args(Status)):
        yield "status"
    if not set(variants) <= VARIANTS[kind] or len(set(variants)) < len(variants):
        yield "variant"
    sides = {one["country"] for one in event["participants"]}
    if event["countries"] != sorted(set(event["countries"])) or not sides <= set(event["countries"]):
        yield "countries"
    if kind == "call" and event["place"]:
        yield "place"
    if event["date"] is None:
        if event["date_precision"] or not event["date_null_ok"]:
            yield "date"
    else:
        first, last = map(dt.date.fromisoformat, event["date"])
        if not fits(first, last, event["date_precision"]):
            yield "date"


def fits(first: dt.date, last: dt.date, precision: str) -> bool:
    """Say whether a precision is that of a range of days."""
    if precision == "day":
        return first == last
    if precision == "week":
        return first.weekday() == 0 and last - first == dt.timedelta(6)
    if precision == "month":
        return first.day == 1 and last == first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if precision == "year":
        return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year
    return precision == "days" and first < last


def test_it_has_two_of_every_kind_status_form_channel_and_act() -> None:
    found = Counter(event["kind"] for event in COMPOSED) + Counter(event["status"] for event in COMPOSED)
    found += Counter(event["variant"] for event in COMPOSED)
    wanted = {*get_args(Kind), *get_args(Status), *get_args(Form), *get_args(Channel), *get_args(Act)} - {"unspecified"}
    assert {name: found[name] for name in wanted if found[name] < 2} == {}


def test_every_language_has_items_with_events_and_without() -> None:
    told = {event["article"] for event in COMPOSED}
    items = [one for one in ARTICLES.values() if one.source == "composed"]
    assert Counter(one.language for one in items) == dict.fromkeys(LANGUAGES, 9)
    assert {one.language for one in items if one.id not in told} == set(LANGUAGES)


def test_its_page_counts_what_is_there() -> None:
    page = (GOLD / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| (\w\w)" + r" \| (\d+)" * 5 + r" \|$", page, re.MULTILINE)
    counted = {}
    for language in LANGUAGES:
        some = [event for event in COMPOSED if ARTICLES[event["article"]].language == language]
        kinds = Counter(event["kind"] for event in some)
        other = sum(event["status"] != "occurred" for event in some)
        counted[language] = (len(some), kinds["call"], kinds["meeting"], kinds["dispute"], other)
    assert {language: tuple(map(int, counts)) for language, *counts in rows} == counted


def test_something_is_expected_of_every_article() -> None:
    expected = json.loads((GOLD / "expected.json").read_text("utf-8"))
    assert set(expected["cascade"]) == set(ARTICLES)
    assert set(expected["whole"]) == set(ARTICLES)
