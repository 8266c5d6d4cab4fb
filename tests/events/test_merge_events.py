"""What an event says, how it is called, what it keeps of its mentions, and what it is tied to."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.merging import told
from memcon.events.merge import event_order, merge
from memcon.records import Call, Event, Kind, Meeting, Mention

GENERALS = "CQ Brown/USA, Liu Zhenli/CHN"
MINISTERS = "Antony Blinken/USA, Qin Gang/CHN"


def one(*mentions: Mention) -> Event:
    (event,) = merge(mentions)
    return event


def by_status(*mentions: Mention) -> dict[str, Event]:
    events = merge(mentions)
    found: dict[str, Event] = {event.status: event for event in events}
    assert len(found) == len(events)
    return found


def linked(event: Event) -> list[tuple[str, str]]:
    return [(link.type, link.event) for link in event.links]


# --- one mention ---


def test_an_event_of_one_mention_says_what_the_mention_says() -> None:
    mention = told(
        "a", "meeting", "2023-06-18", f"Amerika/USA, {MINISTERS}", variant="visit", place="Beijing/CHN",
        confidence=0.7, initiator="USA", topics=("Taiwan",), summary="They met.", published="2023-06-19",
    )  # fmt: skip
    event = one(mention)
    assert isinstance(event, Meeting)
    assert event.id == "meeting-2023-06-18-CHN-USA"
    assert (event.form, event.codes.plover_mode, event.codes.cameo) == ("visit", "visit", "042")
    for field in ("date", "place", "countries", "participants", "initiator", "topics", "summary", "confidence"):
        assert getattr(event, field) == getattr(mention, field), field
    assert (event.links, event.conflicts, event.merges) == ((), (), ())
    (proof,) = event.mentions
    assert (proof.mention, proof.article, proof.quotes) == (mention.id, "a", mention.quotes)
    assert (proof.date, proof.place, proof.model, proof.prompt) == (
        mention.date_evidence, mention.place_evidence, "m", "p@0"
    )  # fmt: skip


def test_nothing_gives_nothing() -> None:
    assert merge([]) == []


# --- fields of several ---


def test_every_mention_keeps_its_own_quotes() -> None:
    event = one(told("b", day="2023-12-21", people=GENERALS), told("a", day="2023-12-21", people=GENERALS))
    assert [proof.article for proof in event.mentions] == ["a", "b"]
    assert len({proof.quotes for proof in event.mentions}) == 2


def test_the_channel_that_most_name_is_chosen_and_the_other_kept() -> None:
    first = told("a", day="2023-12-21", people=GENERALS, variant="video")
    second = told("b", day="2023-12-21", people=GENERALS, variant="video")
    third = told("c", day="2023-12-21", people=GENERALS, variant="phone")
    fourth = told("d", day="2023-12-21", people=GENERALS)
    event = one(first, second, third, fourth)
    assert isinstance(event, Call)
    (conflict,) = event.conflicts
    assert (event.channel, conflict.field, conflict.values) == ("video", "channel", ("video", "phone"))
    assert conflict.mentions == ((first.id, second.id), (third.id,))


def test_who_asked_is_a_conflict_where_sources_differ() -> None:
    event = one(
        told("a", day="2023-12-21", people=GENERALS, initiator="USA"),
        told("b", day="2023-12-21", people=GENERALS, initiator="CHN"),
        told("c", day="2023-12-21", people=GENERALS, initiator="CHN"),
        told("d", day="2023-12-21", people=GENERALS),
    )
    assert event.initiator == "CHN"
    assert [(c.field, c.values) for c in event.conflicts] == [("initiator", ("CHN", "USA"))]


def test_part_of_a_place_is_no_conflict() -> None:
    event = one(
        told("a", "meeting", "2023-12-21", GENERALS, place="Beijing/CHN"),
        told("b", "meeting", "2023-12-21", GENERALS, place="Balai Agung Rakyat, Beijing"),
        told("c", "meeting", "2023-12-21", GENERALS, place="Beijing"),
    )
    assert event.place is not None
    assert (event.place.name, event.place.country) == ("Beijing", "CHN")
    assert event.conflicts == ()


def test_two_places_of_one_country_are_a_conflict() -> None:
    event = one(
        told("a", "meeting", "2023-12-21", GENERALS, place="Beijing/CHN"),
        told("b", "meeting", "2023-12-21", GENERALS, place="Shanghai/CHN"),
    )
    assert [(c.field, len(c.values)) for c in event.conflicts] == [("place", 2)]


def test_participants_of_all_mentions_with_title_and_role_by_most() -> None:
    event = one(
        told("a", "dispute", "2023-02-04", "China/CHN/actor, Nicholas Burns/USA/target", variant="summon"),
        told("b", "dispute", "2023-02-04", "Xie Feng/CHN/actor, Burns/USA/target", variant="summon"),
        told("c", "dispute", "2023-02-04", "Xie Feng/CHN/actor, AS/USA/target", variant="summon"),
    )
    found = {(p.name, p.country, p.role) for p in event.participants}
    assert found == {("Xie Feng", "CHN", "actor"), ("Nicholas Burns", "USA", "target")}


def test_an_office_and_what_stands_for_it_leave_one_participant() -> None:
    event = one(
        told("a", day="2023-03", people="pejabat tinggi AS/USA, Rusia/RUS", at=100),
        told("a", people="Menteri Pertahanan AS/USA, Rusia/RUS", at=200),
    )
    assert [(p.name, p.country) for p in event.participants] == [("Rusia", "RUS"), ("Menteri Pertahanan AS", "USA")]


def test_a_pronoun_is_nobody() -> None:
    event = one(
        told("a", "dispute", "2022-10-24", "Sergei Lavrov/RUS/actor, AS/USA/target"),
        told("b", "dispute", "2022-10-24", "Dia/RUS/actor, AS/USA/target"),
    )
    assert [p.name for p in event.participants] == ["Sergei Lavrov", "AS"]


def test_a_state_under_two_names_is_one_participant() -> None:
    event = one(
        told("a", "dispute", "2023-02-04", "China/CHN/actor, AS/USA/target"),
        told("b", "dispute", "2023-02-04", "Beijing/CHN/actor, Amerika Serikat/USA/target"),
    )
    assert [(p.country, p.role) for p in event.participants] == [("CHN", "actor"), ("USA", "target")]


def test_people_of_a_country_that_most_do_not_name_are_left_to_their_mention() -> None:
    event = one(
        told("a", day="2023-12-21", people=GENERALS),
        told("b", day="2023-12-21", people=GENERALS),
        told("c", day="2023-12-21", people=f"{GENERALS}, Lai Ching-te/TWN"),
    )
    assert [p.name for p in event.participants] == ["CQ Brown", "Liu Zhenli"]


def test_topics_are_united_the_most_named_first() -> None:
    event = one(
        told("a", day="2023-12-21", people=GENERALS, topics=("Taiwan", "Laut China Selatan")),
        told("b", day="2023-12-21", people=GENERALS, topics=("laut China selatan",)),
    )
    assert event.topics == ("Laut China Selatan", "Taiwan")


def test_the_summary_is_of_the_mention_that_knows_most() -> None:
    event = one(
        told("a", day="2023-12", people=GENERALS, summary="In December."),
        told("b", day="2023-12-21", people=GENERALS),
        told("c", day="2023-12-21", people=GENERALS, summary="On Thursday."),
    )
    assert event.summary == "On Thursday."


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([("a", None), ("b", None)], None),
        ([("a", 0.6), ("b", None)], 0.6),
        ([("a", 0.6), ("a", 0.9)], 0.9),
        ([("a", 0.6), ("b", 0.5)], 0.8),
        ([("a", 0.6), ("b", 0.5), ("b", 0.4)], 0.8),
    ],
)
def test_confidence_is_that_one_article_is_right(given: list[tuple[str, float | None]], expected: float | None) -> None:
    event = one(*(told(article, day="2023-12-21", people=GENERALS, confidence=sure) for article, sure in given))
    assert event.confidence == expected


# --- ids and order ---


@pytest.mark.parametrize(
    ("day", "label"),
    [
        ("2023-12-21", "call-2023-12-21-CHN-USA"),
        ("2023-12-18/2023-12-24", "call-2023-12-18-CHN-USA"),
        ("2023-12", "call-2023-12-CHN-USA"),
        ("2023", "call-2023-CHN-USA"),
        (None, "call-undated-CHN-USA"),
    ],
)
def test_an_id_is_kind_first_day_and_countries(day: str | None, label: str) -> None:
    assert one(told("a", day=day, people=GENERALS)).id == label


def test_ids_that_collide_are_numbered_whatever_the_order() -> None:
    mentions = [told(article, countries="CHN USA") for article in "dbca"]
    named = {event.mentions[0].article: event.id for event in merge(mentions)}
    assert named == {event.mentions[0].article: event.id for event in merge(mentions[::-1])}
    assert [named[article] for article in "abcd"] == [f"call-undated-CHN-USA{end}" for end in ("", "-2", "-3", "-4")]


def test_lines_are_sorted_by_date_kind_and_id_with_the_undated_last() -> None:
    events = merge(
        [
            told("a", "meeting", None, MINISTERS),
            told("b", "meeting", "2023-06-18", MINISTERS),
            told("c", "call", "2023-06-18", GENERALS),
            told("d", "dispute", "2023-06-17", "China/CHN/actor, AS/USA/target"),
        ]
    )
    assert [event.id for event in events] == [
        "dispute-2023-06-17-CHN-USA", "call-2023-06-18-CHN-USA", "meeting-2023-06-18-CHN-USA",
        "meeting-undated-CHN-USA",
    ]  # fmt: skip
    assert events == sorted(events, key=event_order)


# --- merges ---


def test_every_event_says_why_its_mentions_are_one() -> None:
    mentions = [told(article, day="2023-12-21", people=GENERALS) for article in "abc"]
    event = one(*mentions)
    assert len(event.merges) == 2
    assert {id_ for pair in event.merges for id_ in (pair.left, pair.right)} == {mention.id for mention in mentions}
    assert {pair.reason for pair in event.merges} == {"same day 2023-12-21; CQ Brown; Liu Zhenli; CHN/USA"}


# --- links ---


def test_a_visit_that_was_planned_and_made() -> None:
    events = by_status(
        told("a", "meeting", "2023-06-18", MINISTERS, status="planned", published="2023-06-14"),
        told("b", "meeting", "2023-06-18", MINISTERS, published="2023-06-19"),
    )
    assert linked(events["planned"]) == [("fulfilled_by", events["occurred"].id)]
    assert linked(events["occurred"]) == [("fulfils", events["planned"].id)]
    assert events["planned"].codes.plover == "AGREE"


@pytest.mark.parametrize(
    ("planned", "made", "ties"),
    [
        ("2023-06-18", "2023-06-20", True),  # put off by two days
        ("2023-06-18", "2023-06-28", False),
        (None, "2023-06-18", True),
        (None, "2023-12-18", False),
        ("2023-06", "2023-06-18", True),
        ("2023-06-18", None, True),
    ],
)
def test_a_plan_is_tied_to_what_the_same_people_did_then(planned: str | None, made: str | None, ties: bool) -> None:  # noqa: FBT001
    events = by_status(
        told("a", "meeting", planned, MINISTERS, status="planned", published="2023-06-10"),
        told("b", "meeting", made, MINISTERS, published=made or "2023-06-19"),
    )
    assert bool(events["planned"].links) is ties


def test_two_countries_are_enough_in_the_same_week_only() -> None:
    same_day = by_status(
        told("a", "meeting", "2023-06-18", countries="CHN USA", status="planned", published="2023-06-10"),
        told("b", "meeting", "2023-06-18", countries="CHN USA", published="2023-06-19"),
    )
    assert same_day["planned"].links
    same_month = by_status(
        told("a", "meeting", "2023-06", countries="CHN USA", status="planned", published="2023-06-01"),
        told("b", "meeting", "2023-06-18", countries="CHN USA", published="2023-06-19"),
    )
    assert not same_month["planned"].links


def test_one_country_in_common_ties_nothing() -> None:
    events = by_status(
        told("a", "meeting", "2023-06-18", countries="USA", status="planned", published="2023-06-10"),
        told("b", "meeting", "2023-06-18", countries="USA", published="2023-06-19"),
    )
    assert not events["planned"].links


def test_a_plan_has_one_outcome_the_nearest() -> None:
    events = merge(
        [
            told("a", "meeting", None, MINISTERS, status="planned", published="2023-06-10"),
            told("b", "meeting", "2023-06-18", MINISTERS, published="2023-06-19"),
            told("c", "meeting", "2023-07-13", MINISTERS, published="2023-07-14"),
        ]
    )
    assert [linked(event) for event in events] == [
        [("fulfils", "meeting-undated-CHN-USA")], [], [("fulfilled_by", "meeting-2023-06-18-CHN-USA")],
    ]  # fmt: skip


def test_what_was_first_told_after_it_happened_was_no_plan() -> None:
    events = by_status(
        told("a", "meeting", None, MINISTERS, status="planned", published="2023-06-25"),
        told("b", "meeting", "2023-06-18", MINISTERS, published="2023-06-26"),
    )
    assert not events["planned"].links


def test_a_cancelled_visit_cancels_the_plan() -> None:
    events = by_status(
        told("a", "meeting", "2023-02-05", MINISTERS, status="planned", published="2023-01-20"),
        told("b", "meeting", "2023-02-03", MINISTERS, status="cancelled", published="2023-02-04"),
    )
    assert linked(events["cancelled"]) == [("cancels", events["planned"].id)]
    assert linked(events["planned"]) == [("cancelled_by", events["cancelled"].id)]


def test_a_refused_request_is_denied() -> None:
    events = by_status(
        told("a", "call", None, GENERALS, status="requested", published="2023-02-04"),
        told("b", "call", None, GENERALS, status="refused", published="2023-02-08"),
    )
    assert linked(events["refused"]) == [("denies", events["requested"].id)]
    assert linked(events["requested"]) == [("denied_by", events["refused"].id)]


def test_a_refusal_told_before_the_request_denies_another() -> None:
    events = by_status(
        told("a", "call", None, GENERALS, status="requested", published="2023-02-14"),
        told("b", "call", None, GENERALS, status="refused", published="2023-02-08"),
    )
    assert not events["refused"].links


def test_a_sanction_that_was_announced_and_imposed() -> None:
    people = "Yoshihide Suga/JPN/actor, Korea Utara/PRK/target"
    events = by_status(
        told("a", "dispute", "2017-08-25", people, variant="sanction", status="planned", published="2017-08-25"),
        told("b", "dispute", "2017-08-25", people, variant="sanction", published="2017-08-26"),
    )
    assert linked(events["occurred"]) == [("fulfils", events["planned"].id)]
    other = by_status(
        told("a", "dispute", "2017-08-25", people, variant="sanction", status="planned", published="2017-08-25"),
        told("b", "dispute", "2017-08-25", people, variant="criticise", published="2017-08-26"),
    )
    assert not other["occurred"].links


def test_a_plan_of_other_people_is_not_tied() -> None:
    events = by_status(
        told("a", "meeting", "2023-06-18", MINISTERS, status="planned", published="2023-06-10"),
        told("b", "meeting", "2023-06-18", GENERALS, published="2023-06-19"),
    )
    assert not events["planned"].links


def test_what_nobody_dates_is_tied_to_nothing() -> None:
    events = by_status(
        told("a", "meeting", None, MINISTERS, status="planned"),
        told("b", "meeting", None, MINISTERS),
    )
    assert not events["planned"].links


# --- properties ---

DAYS = st.sampled_from([None, "2023-12-20", "2023-12-21", "2023-12-18/2023-12-24", "2023-12", "2023", "2022-12-21"])
PUBLISHED = st.sampled_from([None, "2023-12-21", "2023-12-22", "2024-01-20"])
AMERICANS = st.sampled_from(["", "AS", "CQ Brown", "Charles Brown", "Brown", "Antony Blinken", "Menlu AS"])
CHINESE = st.sampled_from(["", "China", "Liu Zhenli", "Liu Henli", "Liu", "Wang Yi", "Wang Wenbin"])
WORDS = "kedua negara bertikai soal perdagangan dan Taiwan"
CONTACT = ("occurred", "occurred", "occurred", "planned", "cancelled", "requested", "refused")


@st.composite
def mentions(draw: st.DrawFn) -> Mention:
    kinds: list[Kind] = ["call", "meeting", "dispute"]
    kind = draw(st.sampled_from(kinds))
    roles = draw(st.sampled_from([("/actor", "/target"), ("/target", "/actor")])) if kind == "dispute" else ("", "")
    names = ((draw(AMERICANS), "USA"), (draw(CHINESE), "CHN"))
    people = ", ".join(f"{name}/{side}{role}" for (name, side), role in zip(names, roles, strict=True) if name)
    variants = {"call": ["video", "phone"], "meeting": ["visit", "talks"], "dispute": ["accuse", "criticise", "expel"]}
    return told(
        draw(st.sampled_from("abcdef")),
        kind,
        draw(DAYS),
        people,
        draw(st.sampled_from([None, "CHN USA", "CHN USA", "CHN TWN USA", "USA", ""])),
        published=draw(PUBLISHED),
        status=draw(st.sampled_from(CONTACT)),
        variant=draw(st.sampled_from(variants[kind])),
        quote=draw(st.sampled_from(["", "", "pertemuan virtual itu", WORDS])),
        at=draw(st.sampled_from([0, 120, 900, 2500, 6000])),
        place=draw(st.sampled_from([None, None, "Beijing/CHN", "Jenewa/CHE"])),
        confidence=draw(st.sampled_from([None, 0.4, 0.9])),
        source=draw(st.sampled_from([None, "Harian", "harian", "post.example"])),
        language=draw(st.sampled_from([None, "id", "en"])),
    )


STREAMS = st.lists(mentions(), max_size=12)


@settings(deadline=None, max_examples=50)
@given(STREAMS, st.integers(0, 2**32))
def test_any_order_and_any_repetition_give_the_same_events(given: list[Mention], seed: int) -> None:
    shuffled = [*given, *given[:3]]
    random.Random(seed).shuffle(shuffled)
    assert merge(shuffled) == merge(given)


@settings(deadline=None, max_examples=50)
@given(STREAMS)
def test_every_mention_proves_exactly_one_event(given: list[Mention]) -> None:
    kept = Counter((proof.mention, proof.quotes) for event in merge(given) for proof in event.mentions)
    distinct = [mention for at, mention in enumerate(given) if mention not in given[:at]]
    assert kept == Counter((mention.id, mention.quotes) for mention in distinct)


@settings(deadline=None, max_examples=50)
@given(STREAMS)
def test_an_event_never_joins_what_cannot_be_one(given: list[Mention]) -> None:
    known: dict[str, Mention] = {}
    for mention in given:
        known.setdefault(mention.id, mention)
    events = merge(known.values())
    assert len({event.id for event in events}) == len(events)
    for event in events:
        own = [known[proof.mention] for proof in event.mentions]
        assert {mention.status for mention in own} == {event.status}
        assert len({mention.kind == "dispute" for mention in own}) == 1
        assert len(event.merges) == len(own) - 1
        dated = [mention.date for mention in own if mention.date]
        conflict = any(conflict.field == "date" for conflict in event.conflicts)
        fits = not dated or max(date.start for date in dated) <= min(date.end for date in dated)
        assert fits or conflict


@settings(deadline=None, max_examples=50)
@given(STREAMS)
def test_links_go_both_ways(given: list[Mention]) -> None:
    back = {"fulfils": "fulfilled_by", "cancels": "cancelled_by", "denies": "denied_by"}
    events = {event.id: event for event in merge(given)}
    ties = {(event.id, link.type, link.event) for event in events.values() for link in event.links}
    assert ties == {
        tie for start, name, end in ties if name in back for tie in ((start, name, end), (end, back[name], start))
    }
