"""What changed between two runs: recognised by words, then by likeness, whatever the order."""

import dataclasses
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.diff_records import day, edited, event, events, mention, mentions, person, proof, two_runs
from memcon.compare.diff import Diff, diff
from memcon.records import EventLink, Place

CALLED = "General Ito called General Haddad on Monday."
ACCUSED = "Norland then accused Sudland of shelling a border post."
MEETS = "Both ministers, Anna Berg and Omar Haddad, will meet in Geneva on 4 May."
PHONED = "Anna Berg berbicara lewat telepon dengan Omar Haddad pada Senin malam."
modest = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def fields(found: Diff[Any]) -> list[str]:
    changes = [*(c.changes for c in found.changed), *(g.changes for g in found.regrouped)]
    return [change.field for some in changes for change in some]


@modest
@given(st.lists(events() | mentions(), max_size=5))
def test_a_run_does_not_differ_from_itself(records: list[Any]) -> None:
    found = diff(records, records)
    assert not found
    assert len(found.unchanged) == len(records)


@modest
@given(two_runs())
def test_the_other_way_round_is_the_mirror_image(runs: tuple[list[Any], list[Any]]) -> None:
    old, new = runs
    assert diff(new, old) == diff(old, new).mirrored()
    assert diff(old, new).mirrored().mirrored() == diff(old, new)


@modest
@given(two_runs(mentions()))
def test_mentions_mirror_too(runs: tuple[list[Any], list[Any]]) -> None:
    old, new = runs
    assert diff(new, old) == diff(old, new).mirrored()


@modest
@given(two_runs(), st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(runs: tuple[list[Any], list[Any]], random: Any) -> None:
    old, new = runs
    mixed_old, mixed_new = random.sample(old, len(old)), random.sample(new, len(new))
    assert diff(mixed_old, mixed_new) == diff(old, new)


@modest
@given(two_runs())
def test_every_record_has_one_fate(runs: tuple[list[Any], list[Any]]) -> None:
    old, new = runs
    found = diff(old, new)
    olds = [*found.removed, *(c.old for c in found.changed), *(r for g in found.regrouped for r in g.old)]
    news = [*found.added, *(c.new for c in found.changed), *(r for g in found.regrouped for r in g.new)]
    assert len(olds) + len(found.unchanged) == len(old)
    assert len(news) + len(found.unchanged) == len(new)
    assert all(record in old for record in olds)
    assert all(record in new for record in news)
    assert all(one.changes for one in found.changed)


@modest
@given(events().flatmap(lambda one: st.tuples(st.just(one), edited(one))))
def test_an_edited_event_is_changed_and_not_lost(pair: tuple[Any, Any]) -> None:
    old, new = pair
    found = diff([old], [new])
    assert not found.added
    assert not found.removed


def test_a_corrected_date_is_a_change_with_its_words_and_not_a_loss_and_a_gain() -> None:
    old = event("call", proof("a.txt", CALLED, date="Monday"), on="2024-04-29")
    new = event("call", proof("a.txt", CALLED, date="4 May"), on="2024-05-04")
    found = diff([old], [new])
    (one,) = found.changed
    change = next(change for change in one.changes if change.field == "date")
    assert (change.old, change.new) == (day("2024-04-29"), day("2024-05-04"))
    assert [words.text for words in (*change.old_words, *change.new_words)] == ["Monday", "4 May"]
    assert one.by == "evidence"
    assert found.moved == (("call-2024-04-29-NOR-SDN", "call-2024-05-04-NOR-SDN"),)


def test_the_same_words_make_one_event_of_a_call_and_a_video_meeting() -> None:
    old, new = event("call", proof("a.txt", CALLED)), event("meeting", proof("a.txt", CALLED))
    found = diff([old], [new])
    assert {"kind", "variant", "codes.plover", "codes.ace"} >= {*fields(found)} - {
        "id",
        "codes.cameo",
        "codes.plover_mode",
    }
    assert (found.changed[0].old.kind, found.changed[0].new.kind) == ("call", "meeting")


def test_words_weigh_more_than_an_id() -> None:
    """Two calls of one day swap the suffixes of their ids: neither has changed but in its label."""
    one, other = proof("a.txt", CALLED), proof("b.txt", PHONED)
    old = [event("call", one, id="c"), event("call", other, id="c-2")]
    new = [event("call", one, id="c-2"), event("call", other, id="c")]
    found = diff(old, new)
    assert fields(found) == ["id", "id"]
    assert found.moved == (("c", "c-2"), ("c-2", "c"))


def test_one_sentence_with_two_events_is_matched_kind_by_kind() -> None:
    both = f"{CALLED} {ACCUSED}"
    old = [event("call", proof("a.txt", both)), event("dispute", proof("a.txt", both))]
    new = [event("dispute", proof("a.txt", both), on=None), event("call", proof("a.txt", both))]
    found = diff(old, new)
    assert [(one.old.kind, one.new.kind) for one in found.changed] == [("dispute", "dispute")]
    assert len(found.unchanged) == 1


def test_one_sentence_with_events_of_other_countries_is_not_one_event() -> None:
    both = f"{CALLED} {ACCUSED}"
    old = event("dispute", proof("a.txt", both), countries=("NOR", "SDN"), people=(person("Norland", "NOR"),))
    new = event("dispute", proof("a.txt", both), countries=("CHN", "JPN"), people=(person("Jun Ito", "JPN"),))
    found = diff([old], [new])
    assert (found.removed, found.added) == ((old,), (new,))


def test_an_event_told_by_another_sentence_of_its_article_is_recognised_by_likeness() -> None:
    old = event("meeting", proof("a.txt", MEETS), on="2024-05-04")
    new = event("meeting", proof("a.txt", "Norland expelled two diplomats."), on="2024-05-05")
    found = diff([old], [new])
    assert [one.by for one in found.changed] == ["likeness"]
    assert {"date", "quotes"} <= {*fields(found)}


def test_an_event_told_by_another_article_is_recognised_by_likeness() -> None:
    old, new = event("call", proof("a.txt", CALLED)), event("call", proof("b.txt", PHONED), on="2024-04-30")
    found = diff([old], [new])
    assert [one.by for one in found.changed] == ["likeness"]


@pytest.mark.parametrize(
    "other",
    [
        {"on": "2024-06-20"},
        {"status": "planned"},
        {"countries": ("CHN", "JPN"), "people": (person("Jun Ito", "JPN"),)},
        {"people": (person("Jun Ito", "NOR"), person("Liu Zhenli", "SDN"))},
    ],
    ids=["another month", "planned against occurred", "other countries", "other people"],
)
def test_without_common_words_what_differs_so_much_is_another_event(other: dict[str, Any]) -> None:
    old, new = event("call", proof("a.txt", CALLED)), event("call", proof("b.txt", PHONED), **other)
    found = diff([old], [new])
    assert (found.removed, found.added) == ((old,), (new,))


def test_a_dispute_in_the_other_direction_is_another_event_unless_its_words_are_the_same() -> None:
    there = (person("Norland", "NOR", role="actor"), person("Sudland", "SDN", role="target"))
    back = (person("Norland", "NOR", role="target"), person("Sudland", "SDN", role="actor"))
    old = event("dispute", proof("a.txt", ACCUSED), people=there)
    elsewhere = event("dispute", proof("a.txt", "Norland expelled two diplomats."), people=back)
    assert diff([old], [elsewhere]).removed == (old,)
    found = diff([old], [event("dispute", proof("a.txt", ACCUSED), people=back)])
    assert fields(found) == ["participants", "participants"]


def test_the_best_of_several_likenesses_is_taken_for_all_together() -> None:
    """Taking the nearest for the first would leave the second with a far one: the sum decides."""
    old = [
        event("call", proof("a.txt", CALLED), on="2024-04-29", id="x"),
        event("call", proof("a.txt", MEETS), on="2024-05-03", id="y"),
    ]
    new = [
        event("call", proof("b.txt", PHONED), on="2024-04-28", id="p"),
        event("call", proof("c.txt", "Two days later the envoys"), on="2024-05-02", id="q"),
    ]
    found = diff(old, new)
    assert found.moved == (("x", "p"), ("y", "q"))


def test_two_events_that_became_one_are_merged() -> None:
    a, b = proof("a.txt", CALLED), proof("b.txt", PHONED)
    old = [event("call", a), event("call", b, id="call-2")]
    new = [event("call", a, b)]
    found = diff(old, new)
    (group,) = found.regrouped
    assert group.how == "merged"
    assert {record.id for record in group.old} == {record.id for record in old}
    assert not found.added + found.removed
    assert "mentions" not in fields(found), "that its articles came together is what merging means"


def test_one_event_that_became_two_is_split() -> None:
    a, b = proof("a.txt", CALLED), proof("b.txt", PHONED)
    found = diff([event("call", a, b)], [event("call", a), event("call", b, id="call-2")])
    assert [group.how for group in found.regrouped] == ["split"]
    assert found.regrouped[0].moved is (found.regrouped[0].new[0].id == "call-2")


def test_events_that_changed_partners_are_regrouped() -> None:
    a, b, c = proof("a.txt", CALLED, ACCUSED), proof("b.txt", "Senin malam."), proof("c.txt", "met in Oslo")
    old = [event("call", a, b), event("call", c, id="call-2")]
    new = [event("call", a, c), event("call", b, id="call-3")]
    found = diff(old, new)
    assert [group.how for group in found.regrouped] == ["regrouped"]
    assert diff(new, old) == found.mirrored()


def test_a_duplicate_that_is_gone_was_merged_into_its_twin() -> None:
    one = event("call", proof("a.txt", CALLED))
    twin = dataclasses.replace(one, id=f"{one.id}-2", confidence=0.4)
    found = diff([one, twin], [one])
    assert [(g.how, [r.id for r in g.old]) for g in found.regrouped] == [("merged", [one.id, twin.id])]


def test_a_lost_event_is_not_merged_into_one_that_contradicts_it() -> None:
    one = event("call", proof("a.txt", CALLED))
    other_day = event("call", proof("a.txt", CALLED), on="2024-05-04")
    found = diff([one, other_day], [one])
    assert found.removed == (other_day,)


def test_a_link_that_follows_a_moved_event_is_no_news() -> None:
    plan = event(
        "meeting",
        proof("a.txt", MEETS),
        status="planned",
        on="2024-05-04",
        links=(EventLink(type="fulfilled_by", event="old"),),
    )
    done = event("meeting", proof("c.txt", "the envoys of Norland and Sudland met in Oslo"), id="old")
    new_plan = dataclasses.replace(plan, links=(EventLink(type="fulfilled_by", event="new"),))
    found = diff([plan, done], [new_plan, dataclasses.replace(done, id="new", date=day("2024-05-05"))])
    by_kind = {change.field: change.quiet for one in found.changed for change in one.changes}
    assert by_kind == {"link_ids": True, "id": False, "date": False}


def test_an_article_under_another_name_is_recognised_by_its_words() -> None:
    old = event("call", proof("a.txt", CALLED))
    renamed = dataclasses.replace(old, mentions=(dataclasses.replace(old.mentions[0], article="z.txt"),))
    found = diff([old], [renamed])
    assert fields(found) == ["article"]
    assert found.changed[0].by == "evidence"


def test_an_article_with_a_line_more_at_its_top_is_no_news() -> None:
    old = event("call", proof("a.txt", CALLED))
    told = old.mentions[0]
    down = tuple(dataclasses.replace(q, start=q.start + 50, end=q.end + 50) for q in told.quotes)
    found = diff([old], [dataclasses.replace(old, mentions=(dataclasses.replace(told, quotes=down),))])
    assert [(change.field, change.quiet) for change in found.changed[0].changes] == [("quotes", True)]


def test_the_same_offsets_with_other_words_prove_nothing() -> None:
    old = event("call", proof("a.txt", CALLED), people=(person("Anna Berg", "NOR"),))
    told = old.mentions[0]
    other = dataclasses.replace(told.quotes[0], text="x" * len(CALLED))
    new = dataclasses.replace(
        old, mentions=(dataclasses.replace(told, quotes=(other,)),), participants=(person("Jun Ito", "NOR"),)
    )
    found = diff([old], [new])
    assert not [one for one in found.changed if one.by == "evidence"]


def test_mentions_are_compared_like_events() -> None:
    old = [mention("a.txt", CALLED), mention("a.txt", ACCUSED, kind="dispute")]
    new = [mention("a.txt", CALLED, place=Place(name="Oslo", country="NOR")), mention("b.txt", PHONED)]
    found = diff(old, new)
    assert fields(found) == ["place"]
    assert (found.removed, found.added) == ((old[1],), (new[1],))


def test_only_what_is_wanted_is_left_and_a_change_counts_on_both_sides() -> None:
    old, new = event("call", proof("a.txt", CALLED)), event("call", proof("a.txt", CALLED), countries=("JPN", "SDN"))
    gone = event("dispute", proof("a.txt", ACCUSED))
    found = diff([old, gone], [new])
    assert found.only(lambda record: "NOR" in record.countries).changed == found.changed
    assert found.only(lambda record: "JPN" in record.countries).removed == ()


def test_what_is_ignored_is_the_same() -> None:
    old, new = event("call", confidence=0.2), event("call", confidence=0.8)
    found = diff([old], [new])
    assert fields(found) == ["confidence"]
    quiet = found.without(lambda change: change.quiet)
    assert not quiet
    assert quiet.unchanged == (new,)


def test_a_thousand_events_of_one_sentence_are_compared_in_bounds() -> None:
    """A hostile or broken file: every event quotes the same words. The equal ones are still found."""
    old = [event("call", proof("a.txt", CALLED), id=f"c-{i}", summary=str(i)) for i in range(300)]
    new = [event("call", proof("a.txt", CALLED), id=f"c-{i}", summary=str(i)) for i in range(150, 450)]
    found = diff(old, new)
    assert len(found.unchanged) == 150
    assert diff(new, old) == found.mirrored()
