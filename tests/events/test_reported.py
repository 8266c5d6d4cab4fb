"""Who told of an event and when, and between which days it lies: of merged, edited and old events."""

import dataclasses
import datetime as dt
import itertools
import json
from typing import get_args

import pytest
from pydantic import TypeAdapter

from helpers.merging import days
from helpers.merging import told as mention
from helpers.reviewing import applied, edit
from memcon.events.bounds import bounds_of
from memcon.events.matching.wording import say
from memcon.events.merge import merge
from memcon.records import Agreement, Doubt, Event, Mention, Place, Reported, Status
from memcon.records.edits import DateIs, StatusIs

GENERALS = "CQ Brown/USA, Liu Zhenli/CHN"
EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def only(*mentions: Mention) -> Event:
    (event,) = merge(mentions)
    return event


TOLD = (
    mention("a", day="2023-12-21", people=GENERALS, published="2023-12-23", source="Harian", language="id"),
    mention("a", day="2023-12-21", people=GENERALS, published="2023-12-23", source="Harian", language="id"),
    mention("b", day="2023-12-21", people=GENERALS, published="2023-12-22", source="post.example", language="en"),
    mention("c", day="2023-12-21", people=GENERALS, source="HARIAN"),
)


def test_an_event_tells_when_and_by_whom_it_was_reported_whatever_the_order() -> None:
    for order in itertools.permutations(TOLD):
        event = only(*order)
        assert event.reported == Reported(
            first=day("2023-12-22"),
            last=day("2023-12-23"),
            articles=3,
            sources=2,
            languages=("en", "id"),
            agreed=tuple(Agreement(field=name, articles=3, sources=2) for name in ("kind", "date", "countries")),
        )
        assert (event.earliest, event.latest) == (day("2023-12-21"), day("2023-12-21"))


def test_an_event_of_several_articles_tells_on_which_facts_they_agree() -> None:
    told = [
        mention("a", day="2023-12-21", people=GENERALS, source="Harian", language="id"),
        mention("b", day="2023-12-21", people=GENERALS, source="Post", language="en"),
        mention("c", day="2023-12-21", people=GENERALS, source="Kantor", language="ru"),
        mention("d", day="2023-12-21", people=GENERALS, source="Kantor", language="en"),
    ]
    places = [Place(name=name, country="IDN") for name in ("Jakarta", "Jakarta", "Джакарте", "Bandung")]
    told = [dataclasses.replace(m, place=place) for m, place in zip(told, places, strict=True)]
    told[1] = dataclasses.replace(told[1], date=days("2023-12"))
    event = only(*told)
    assert event.reported is not None
    agreed = {one.field: (one.articles, one.sources) for one in event.reported.agreed}
    assert agreed == {"kind": (4, 3), "date": (3, 2), "place": (3, 3), "countries": (4, 3)}
    assert [(conflict.field, conflict.values) for conflict in event.conflicts] == [("place", ("Jakarta", "Bandung"))]


def test_an_event_of_one_article_has_nothing_to_agree_on() -> None:
    event = only(mention("a", day="2023-12-21", people=GENERALS), mention("a", day="2023-12-21", people=GENERALS))
    assert event.reported is not None
    assert event.reported.agreed == ()


@pytest.mark.parametrize(
    ("sources", "count"),
    [((None, None), 1), ((None, "Harian"), 1), (("Harian", "Post"), 2), (("Harian", " harian"), 1)],
)
def test_articles_without_a_source_count_as_one_where_no_article_has_any(
    sources: tuple[str | None, ...], count: int
) -> None:
    event = only(
        *(
            mention(name, day="2023-12-21", people=GENERALS, source=source)
            for name, source in zip("ab", sources, strict=True)
        )
    )
    assert event.reported
    assert (event.reported.articles, event.reported.sources) == (2, count)
    assert (event.reported.first, event.reported.last, event.reported.languages) == (None, None, ())


@pytest.mark.parametrize(
    ("status", "date", "published", "bounds"),
    [
        *((status, "2023-12", "2024-01-05", ("2023-12-01", "2023-12-31")) for status in get_args(Status)),
        ("planned", None, "2024-01-05", ("2024-01-05", None)),
        *((status, None, "2024-01-05", (None, "2024-01-05")) for status in get_args(Status) if status != "planned"),
        *((status, None, None, (None, None)) for status in get_args(Status)),
    ],
)
def test_between_which_days_an_event_lies(
    status: Status, date: str | None, published: str | None, bounds: tuple[str | None, str | None]
) -> None:
    event = only(mention("a", day=date, people=GENERALS, status=status, published=published))
    assert (event.earliest, event.latest) == tuple(map(day, bounds))


def test_a_dispute_is_over_when_it_is_told() -> None:
    event = only(mention("a", "dispute", people="A/USA/actor, B/CHN/target", published="2024-01-05"))
    assert (event.earliest, event.latest) == (None, day("2024-01-05"))


def test_bounds_follow_what_a_reviewer_edits() -> None:
    undated = mention("a", people=GENERALS, published="2024-01-05", at=100)
    (planned,) = applied([undated], edit(only(undated), StatusIs(value="planned"))).events
    assert (planned.earliest, planned.latest) == (day("2024-01-05"), None)
    (dated,) = applied([undated], edit(only(undated), DateIs(value=days("2024-01-02")))).events
    assert (dated.earliest, dated.latest) == (day("2024-01-02"), day("2024-01-02"))
    assert dated.reported == only(undated).reported
    known = mention("a", day="2024-01-02", people=GENERALS, published="2024-01-05", at=100)
    (cleared,) = applied([known], edit(only(known), DateIs(value=None))).events
    assert (cleared.earliest, cleared.latest) == (None, day("2024-01-05"))


def test_an_event_has_each_doubt_of_its_mentions_once_whatever_the_order() -> None:
    status = Doubt(field="status", said="planned", told="occurred", holds="model", rule="a_rule")
    role = Doubt(field="role", said="CQ Brown: caller", told="called", holds="code", rule="b_rule")
    given = ((status,), (status, role), (), (role,))
    mentions = [dataclasses.replace(one, doubts=doubts) for one, doubts in zip(TOLD, given, strict=True)]
    for order in itertools.permutations(mentions):
        assert only(*order).doubts == (role, status)
    assert say(role) == "role called by a rule (b_rule), CQ Brown: caller by the model"
    assert say(status) == "status planned by the model, occurred by a rule (a_rule)"


def test_an_event_of_an_older_file_is_read_and_can_be_edited() -> None:
    known = mention("a", day="2024-01-02", people=GENERALS, published="2024-01-05", at=100)
    line = json.loads(EVENT.dump_json(only(known)))
    for name in ("reported", "earliest", "latest", "doubts"):
        del line[name]
    old = EVENT.validate_python(line)
    assert (old.reported, old.earliest, old.latest, old.doubts) == (None, None, None, ())
    assert bounds_of(old.status, None, old.reported) == {"earliest": None, "latest": None}
    (edited,) = applied([dataclasses.replace(known, source=None)], edit(old, DateIs(value=days("2024-01-03")))).events
    assert (edited.earliest, edited.latest) == (day("2024-01-03"), day("2024-01-03"))
