"""What decisions do to events: of the run that they were made on, and of the next one, which says otherwise."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from helpers.merging import days
from helpers.merging import told as mention
from helpers.reviewing import SHA, accept, add, applied, edit, head, join, read, reject, split, states, told, undo
from memcon.events.amend import ArticleText, Reviewed, apply, tell
from memcon.events.amend.added import placed
from memcon.events.merge import merge
from memcon.records import ArticleState, DateEvidence, Event, Evidence, Mention, Participant, Place, Quote
from memcon.records.article import sha256
from memcon.records.decision import DECISION, Add, Decision, Opinion, Seen, articles_named, articles_read, undone
from memcon.records.edits import CountriesAre, DateIs, Edited, KindIs, ParticipantsAre, StatusIs, SummaryIs, VariantIs
from memcon.records.jsonl import dump

CALL = mention("a.txt", "call", "2024-04-29", "Anna Berg/NOR, Omar Haddad/JOR", variant="phone", at=100)
EXPEL = mention("a.txt", "dispute", "2024-04-30", "Norland/NOR/actor, Sudland/SDN/target", variant="expel", at=500)
TALKS = mention("b.txt", "meeting", "2024-05-04", "Anna Berg/NOR, Omar Haddad/JOR", variant="talks", at=100)
RUN = [CALL, EXPEL, TALKS]


def events(*mentions: Mention) -> list[Event]:
    return merge(mentions)


def only(*mentions: Mention) -> Event:
    (event,) = merge(mentions)
    return event


def causes(reviewed: Reviewed) -> list[str]:
    return [cause.reason for outcome in reviewed.outcomes for cause in outcome.causes]


def test_without_decisions_nothing_is_touched() -> None:
    assert list(applied(RUN).events) == merge(RUN)


def test_an_article_that_was_read_changes_no_event_and_holds_until_its_text_changes() -> None:
    whole = read("a.txt")
    reviewed = applied(RUN, whole, reject(only(EXPEL)))
    assert list(reviewed.events) == [event for event in merge(RUN) if event.kind != "dispute"]
    assert states(reviewed) == ["held", "held"]
    assert (reviewed.outcomes[0].events, tell(reviewed.outcomes[0])) == ((), "read a.txt by ana holds")
    changed = applied(RUN, whole, sha="6" * 64)
    assert (states(changed), causes(changed)) == (["stale"], ["article_changed"])
    gone = apply(merge(RUN), RUN, [whole], {})
    assert (states(gone), causes(gone)) == (["stale"], ["article_absent"])
    taken_back = applied(RUN, whole, undo(whole))
    assert (list(taken_back.events), states(taken_back)) == (merge(RUN), ["undone", "held"])


def test_who_read_what_is_told_by_the_last_that_nobody_took_back() -> None:
    first, second, other = read("a.txt"), read("a.txt", "6" * 64), read("b.txt")
    assert articles_read([first, second, other]) == {"a.txt": second, "b.txt": other}
    assert articles_read([first, other, undo(other), accept(only(CALL))]) == {"a.txt": first}
    assert articles_named([first]) == {"a.txt"}


def test_what_settles_nothing_has_the_bytes_of_a_decision_before_there_were_coders() -> None:
    alone = accept(only(CALL))
    assert b"settles" not in dump(alone)
    settling = dataclasses.replace(alone, settles=(Opinion(who="ben", decision=alone.id, said="reject"),))
    assert DECISION.validate_json(dump(settling)) == settling
    assert DECISION.validate_json(dump(alone)) == alone


def test_an_accepted_event_is_as_it_was_and_says_who_looked_at_it() -> None:
    reviewed = applied(RUN, accept(only(CALL)))
    event = next(e for e in reviewed.events if e.kind == "call")
    assert event.review
    assert [(by.action, by.who) for by in event.review.decisions] == [("accept", "ana")]
    assert event.review.corrections == ()
    assert dataclasses.replace(event, review=None) == only(CALL)
    assert states(reviewed) == ["held"]


def test_a_rejected_event_leaves_and_is_told_among_what_was_rejected() -> None:
    reviewed = applied(RUN, reject(only(EXPEL), note="an opinion"))
    assert [event.kind for event in reviewed.events] == ["call", "meeting"]
    (line,) = reviewed.rejected
    assert (line.article, line.kind, line.reason, line.text) == ("a.txt", "dispute", "reviewed", EXPEL.quotes[0].text)
    assert "ana" in line.detail
    assert "an opinion" in line.detail


def test_an_edit_keeps_the_machines_value_and_moves_id_codes_and_order() -> None:
    done = edit(only(CALL), KindIs(value="meeting"), VariantIs(value="visit"), DateIs(value=days("2024-06-01")))
    reviewed = applied(RUN, done)
    assert told(reviewed) == [
        ("dispute-2024-04-30-NOR-SDN", "expel"), ("meeting-2024-05-04-JOR-NOR", "talks"),
        ("meeting-2024-06-01-JOR-NOR", "visit"),
    ]  # fmt: skip
    event = reviewed.events[-1]
    assert (event.codes.plover, event.codes.plover_mode) == ("CONSULT", "visit")
    assert event.review
    assert {c.field: c.said for c in event.review.corrections} == {
        "kind": "call", "variant": "phone", "date": days("2024-04-29"),
    }  # fmt: skip
    assert {c.decision for c in event.review.corrections} == {done.id}


def test_countries_follow_the_participants_and_the_initiator_follows_the_countries() -> None:
    asked = dataclasses.replace(CALL, initiator="JOR")
    people = (Participant(name="Anna Berg", title=None, country="NOR", role=None),
              Participant(name="Jun Ito", title=None, country="JPN", role=None))  # fmt: skip
    (event,) = applied([asked], edit(only(asked), ParticipantsAre(value=people))).events
    assert event.countries == ("JPN", "NOR")
    assert event.initiator is None


def test_values_that_make_no_event_together_are_refused_and_nothing_changes() -> None:
    reviewed = applied(RUN, edit(only(CALL), KindIs(value="dispute")))
    assert states(reviewed) == ["stale"]
    assert causes(reviewed) == ["invalid"]
    assert list(reviewed.events) == merge(RUN)


def test_events_are_merged_and_split_again() -> None:
    other = mention("c.txt", "call", "2024-05-01", "Berg/NOR, Haddad/JOR", variant="video", at=50)
    two = events(CALL, other)
    assert len(two) == 2
    merged = applied([CALL, other], join(*two))
    (event,) = merged.events
    assert {proof.article for proof in event.mentions} == {"a.txt", "c.txt"}
    assert any("decided by ana" in reason.reason for reason in event.merges)
    parts = [[proof.mention] for proof in event.mentions]
    again = applied([CALL, other], join(*two), split(event, *parts))
    assert len(again.events) == 2
    assert [event.review is not None for event in again.events] == [True, True]


def test_contact_and_dispute_are_never_merged() -> None:
    reviewed = applied(RUN, join(only(CALL), only(EXPEL)))
    assert causes(reviewed) == ["invalid"]
    assert list(reviewed.events) == merge(RUN)


def test_of_a_merged_call_and_meeting_the_first_says_what_it_is() -> None:
    reviewed = applied(RUN, join(only(TALKS), only(CALL)))
    assert sorted(event.kind for event in reviewed.events) == ["dispute", "meeting"]


def test_links_follow_their_events_and_end_with_them() -> None:
    plan = mention("a.txt", "meeting", "2024-05-04", "Anna Berg/NOR, Omar Haddad/JOR", status="planned", at=900)
    run = [plan, TALKS]
    linked = merge(run)
    assert any(event.links for event in linked)
    done = next(event for event in linked if event.status == "occurred")
    moved = applied(run, edit(done, DateIs(value=days("2024-05-05"))))
    ids = {event.id for event in moved.events}
    assert {link.event for event in moved.events for link in event.links} <= ids
    assert any(event.links for event in moved.events)
    assert not any(event.links for event in applied(run, reject(done)).events)
    assert not any(event.links for event in applied(run, edit(done, StatusIs(value="planned"))).events)


def test_an_added_event_has_its_words_and_is_found_by_no_machine() -> None:
    missed = dataclasses.replace(TALKS, article="a.txt", id=TALKS.id.replace("b.txt", "a.txt"), model="reviewer")
    reviewed = applied([EXPEL], add(missed))
    event = next(e for e in reviewed.events if e.kind == "meeting")
    assert event.mentions[0].quotes == missed.quotes
    assert event.mentions[0].mention.startswith(f"{missed.id}@")
    assert event.review
    assert event.review.decisions[0].action == "add"


def test_what_was_added_and_is_found_by_the_machine_later_is_one_event() -> None:
    later = dataclasses.replace(CALL, date=None, date_evidence=None, variant="unspecified")
    reviewed = applied([later], add(CALL))
    (event,) = reviewed.events
    assert event.date == CALL.date
    assert causes(reviewed) == ["found_since"]
    assert states(reviewed) == ["changed"]


def test_added_words_are_found_again_where_the_article_has_changed() -> None:
    text = "x" * 40 + CALL.quotes[0].text
    missed = add(CALL)
    moved = applied([EXPEL], missed, sha="6" * 64, texts={"a.txt": text})
    event = next(e for e in moved.events if e.kind == "call")
    assert text[event.mentions[0].quotes[0].start : event.mentions[0].quotes[0].end] == CALL.quotes[0].text
    assert states(moved) == ["changed"]
    gone = applied([EXPEL], missed, sha="6" * 64, texts={"a.txt": "nothing of it"})
    assert (states(gone), causes(gone)) == (["stale"], ["article_changed"])
    assert (states(applied([EXPEL], missed, sha="6" * 64))) == ["stale"]


TEXT = "On 29 April 2024 Norway's Anna Berg rang Jordan's Omar Haddad from Oslo."


def cited(words: str) -> dict[str, Any]:
    return {"text": words, "start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


MISSED = dataclasses.replace(
    CALL, id=f"a.txt#call-0-{len(TEXT)}", place=Place(name="Oslo", country="NOR"), model="reviewer",
    quotes=(Quote(**cited(TEXT), match="exact"),), names=(Evidence(**cited("Anna Berg")),),
    date_evidence=DateEvidence(**cited("29 April 2024"), basis="as written"), place_evidence=Evidence(**cited("Oslo")),
)  # fmt: skip
ELSEWHERE: dict[str, Any] = {"text": "Omar the Great", "start": 1, "end": 15}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"article": "../../../etc/passwd"}, "invalid"),
        ({"article": "b.txt"}, "invalid"),
        ({"id": f"b.txt#call-0-{len(TEXT)}"}, "invalid"),
        ({"id": f"a.txt#meeting-0-{len(TEXT)}"}, "invalid"),
        ({"id": f"a.txt#call-0-{len(TEXT)}-2"}, "invalid"),
        ({"id": ""}, "invalid"),
        ({"countries": ()}, "invalid"),
        ({"quotes": (Quote(text=TEXT.swapcase(), start=0, end=len(TEXT), match="exact"),)}, "words_absent"),
        ({"names": (Evidence(**ELSEWHERE),)}, "words_absent"),
        ({"names": (Evidence(text="", start=2**31 - 1, end=1), Evidence(**ELSEWHERE))}, "words_absent"),
        ({"date_evidence": DateEvidence(**ELSEWHERE, basis="as written")}, "words_absent"),
        ({"place_evidence": Evidence(**ELSEWHERE)}, "words_absent"),
    ],
)
def test_an_added_event_holds_only_on_words_of_its_article(change: dict[str, Any], reason: str | None) -> None:
    forged = dataclasses.replace(MISSED, **change)
    seen = Seen(article="a.txt", sha256=sha256(TEXT))
    decision = Add(mention=forged, seen=seen, **head())
    articles = {name: ArticleText(seen.sha256, TEXT) for name in ("a.txt", "b.txt")}
    reviewed = apply(merge(RUN), RUN, [decision], articles)
    assert causes(reviewed) == ([reason] if reason else [])
    assert (reviewed.events == tuple(merge(RUN))) == bool(reason)
    another = {"a.txt": ArticleText(seen.sha256, "another text, where the file has changed since the run")}
    assert states(apply(merge(RUN), RUN, [decision], another)) == ["stale" if reason == "invalid" else "held"]


@pytest.mark.parametrize("text", [TEXT, f"Updated. {TEXT}"])
def test_what_an_added_event_says_of_its_article_is_what_the_run_knows_of_it(text: str) -> None:
    state = ArticleState(
        article="a.txt", state="empty", reason=None, detail=None, path="a.txt", sha256=sha256(text),
        characters=len(text), title=None, published=dt.date(2024, 4, 30), published_basis="given", language="en",
        source=None, url="https://www.example.org/1", mentions=0, rejected=0,
    )  # fmt: skip
    forged = dataclasses.replace(
        MISSED, source="Reuters", published=dt.date(1999, 1, 1), language="ru", confidence=0.99, model="gpt",
        prompt="whole@1",
    )  # fmt: skip
    decision = Add(mention=forged, seen=Seen(article="a.txt", sha256=sha256(TEXT)), **head())
    made = placed(decision, {"a.txt": ArticleText.of(state, text)})
    assert isinstance(made, Mention)
    assert (made.source, made.published, made.language) == ("example.org", dt.date(2024, 4, 30), "en")
    assert (made.model, made.prompt, made.confidence) == ("reviewer", "reviewer", None)


@pytest.mark.parametrize("edited", [CountriesAre(value=()), ParticipantsAre(value=())])
def test_no_decision_leaves_an_event_without_sides(edited: Edited) -> None:
    reviewed = applied(RUN, edit(only(CALL), edited))
    assert (states(reviewed), causes(reviewed)) == (["stale"], ["invalid"])
    assert list(reviewed.events) == merge(RUN)
    sideless = dataclasses.replace(only(CALL), countries=())
    assert causes(applied(RUN, accept(sideless))) == ["invalid"]


def later(one: Mention, **more: Any) -> Mention:
    """The same words in another run, which says otherwise."""
    return dataclasses.replace(one, **more)


def test_an_edit_holds_when_the_machine_says_a_third_thing_and_tells_of_it() -> None:
    done = edit(only(CALL), DateIs(value=days("2024-04-28")))
    reviewed = applied([later(CALL, date=days("2024-04-30"))], done)
    (event,) = reviewed.events
    assert event.date == days("2024-04-28")
    assert event.review
    assert [c.said for c in event.review.corrections] == [days("2024-04-30")]
    assert states(reviewed) == ["changed"]
    assert "date 2024-04-29 → 2024-04-30" in tell(reviewed.outcomes[0])


def test_an_edit_that_the_machine_has_come_to_is_no_correction_any_more() -> None:
    reviewed = applied([later(CALL, date=days("2024-04-28"))], edit(only(CALL), DateIs(value=days("2024-04-28"))))
    (event,) = reviewed.events
    assert event.review
    assert event.review.corrections == ()
    assert states(reviewed) == ["changed"]
    assert "as decided" in tell(reviewed.outcomes[0])


def test_accepted_values_stay_when_the_machine_says_others() -> None:
    reviewed = applied([later(CALL, status="planned", date=None, countries=("NOR",))], accept(only(CALL)))
    (event,) = reviewed.events
    assert (event.status, event.date, event.countries) == (CALL.status, CALL.date, CALL.countries)


def test_a_rejection_does_not_take_the_neighbour_of_what_is_gone() -> None:
    """One sentence told two acts; the rejected one is gone in the next run, and the other must stay."""
    warn = dataclasses.replace(EXPEL, id="a.txt#dispute-500-540-2", variant="warn")
    two = events(EXPEL, warn)
    expelled = next(event for event in two if event.codes.cameo and getattr(event, "act", "") == "expel")
    assert len(applied([EXPEL, warn], reject(expelled, alone=False)).events) == 1
    after = applied([warn], reject(expelled, alone=False))
    assert [getattr(event, "act", "") for event in after.events] == ["warn"]
    assert (states(after), causes(after)) == (["stale"], ["other_event"])


def test_a_contact_is_never_taken_for_the_dispute_that_was_decided() -> None:
    """The same words are read as a meeting now: what was accepted of the dispute must not be laid over it."""
    met = dataclasses.replace(EXPEL, kind="meeting", variant="talks", id=EXPEL.id.replace("dispute", "meeting"))
    for done in (accept(only(EXPEL)), edit(only(EXPEL), SummaryIs(value="x")), reject(only(EXPEL))):
        reviewed = applied([met], done)
        assert list(reviewed.events) == merge([met])
        assert states(reviewed) == ["stale"]


def test_of_two_events_on_the_same_words_each_decision_finds_its_own() -> None:
    first = dataclasses.replace(CALL, id="a.txt#call-100-1", date=days("2024-04-21"))
    second = dataclasses.replace(CALL, id="a.txt#call-100-2", date=days("2024-04-23"))
    both = events(first, second)
    assert len(both) == 2
    rejected = applied([second, first], reject(both[0], alone=False))
    assert [event.date for event in rejected.events] == [days("2024-04-23")]
    alone = applied([second], reject(both[0], alone=False))
    assert [event.date for event in alone.events] == [days("2024-04-23")]


@pytest.mark.parametrize("make", [accept, reject, lambda event: edit(event, SummaryIs(value="x"))])
def test_what_is_gone_is_kept_as_stale_and_holds_when_it_comes_back(make: Any) -> None:
    done = make(only(CALL))
    gone = applied([EXPEL, later(TALKS, article="a.txt", quotes=TALKS.quotes)], done)
    assert (states(gone), causes(gone)) == (["stale"], ["event_gone"])
    assert states(applied([CALL], done)) == ["held"]
    assert causes(applied([TALKS], done)) == ["article_absent"]


def test_a_changed_article_and_moved_quotes_are_told() -> None:
    quote = Quote(text=CALL.quotes[0].text, start=140, end=140 + len(CALL.quotes[0].text), match="exact")
    moved = later(CALL, quotes=(quote,), id="a.txt#call-140-180")
    reviewed = applied([moved], accept(only(CALL)), sha="6" * 64)
    assert states(reviewed) == ["changed"]
    assert causes(reviewed) == ["article_changed", "quote_moved"]
    (event,) = reviewed.events
    assert event.review
    assert event.review.decisions[0].changed


def test_merges_and_splits_that_the_machine_has_come_to_hold_by_themselves() -> None:
    other = mention("c.txt", "call", "2024-05-01", "Berg/NOR, Haddad/JOR", at=50)
    merged_before = join(*events(CALL, other))
    now_one = [later(CALL, date=days("2024-05-01")), other]
    assert len(merge(now_one)) == 1
    assert causes(applied(now_one, merged_before)) == ["agreed"]
    whole = only(*now_one)
    split_before = split(whole, *[[proof.mention] for proof in whole.mentions])
    assert len(applied(now_one, split_before).events) == 2
    apart = applied([CALL, other], split_before)
    assert (len(apart.events), causes(apart)) == (2, ["agreed"])


def test_undo_takes_back_and_an_undone_undo_gives_back() -> None:
    done = reject(only(CALL))
    back = undo(done)
    assert len(applied(RUN, done, back).events) == 3
    assert states(applied(RUN, done, back)) == ["undone", "held"]
    assert len(applied(RUN, done, back, undo(back)).events) == 2
    assert undone([back, done]) == frozenset()  # one that came before its decision


def test_an_event_is_found_by_its_words_whatever_it_was_edited_to() -> None:
    """A second decision on an edited event is made on the edited one, and finds it in the next run all the same."""
    first = edit(only(CALL), DateIs(value=days("2024-04-28")), CountriesAre(value=("JOR", "NOR", "SWE")))
    (edited,) = applied([CALL], first).events
    second = edit(edited, StatusIs(value="planned"))
    (event,) = applied([CALL], first, second).events
    assert (event.date, event.status, event.countries) == (days("2024-04-28"), "planned", ("JOR", "NOR", "SWE"))
    assert event.review
    assert {c.field: c.decision for c in event.review.corrections} == {
        "date": first.id, "countries": first.id, "status": second.id,
    }  # fmt: skip


MENTIONS = st.lists(
    st.sampled_from([CALL, EXPEL, TALKS, mention("c.txt", "call", "2024-05-01", "Berg/NOR, Haddad/JOR", at=50),
                     mention("c.txt", "meeting", "2024-05-04", "Berg/NOR, Haddad/JOR", at=900, status="planned")]),
    min_size=1, unique=True,
)  # fmt: skip


EDITS: list[Edited] = [
    DateIs(value=days("2024-07-07")), StatusIs(value="cancelled"), SummaryIs(value="new"), CountriesAre(value=("SWE",)),
]  # fmt: skip


@st.composite
def reviews(draw: st.DrawFn) -> tuple[list[Mention], list[Decision]]:
    """A run, and decisions made one after the other on what the ones before had made of it."""
    mentions = draw(MENTIONS)
    decisions: list[Decision] = []
    for _ in range(draw(st.integers(0, 6))):
        now = applied(mentions, *decisions).events
        what = draw(st.sampled_from(["accept", "reject", "edit", "join", "split", "undo", "add"]))
        event = draw(st.sampled_from(now)) if now else None
        if what == "add":
            decisions.append(add(mention("a.txt", "call", "2024-01-01", "Ito/JPN, Berg/NOR")))
        elif what == "undo" and decisions:
            decisions.append(undo(draw(st.sampled_from(decisions))))
        elif event and what in {"accept", "reject"}:
            decisions.append({"accept": accept, "reject": reject}[what](event, alone=False))
        elif event and what == "edit":
            value = draw(st.sampled_from(EDITS))
            decisions.append(edit(event, value))
        elif what == "join" and len(now) > 1:
            decisions.append(join(*draw(st.permutations(now))[:2]))
        elif event and what == "split" and len(event.mentions) > 1:
            names = [proof.mention for proof in event.mentions]
            decisions.append(split(event, names[:1], names[1:]))
    return mentions, decisions


@given(reviews())
def test_applying_is_idempotent_and_loses_nothing(review: tuple[list[Mention], list[Decision]]) -> None:
    mentions, decisions = review
    once = applied(mentions, *decisions)
    assert applied(mentions, *decisions, *decisions) == once  # what is told twice counts once
    assert (
        apply(once.events, mentions, decisions, _articles(mentions, decisions)) == once
    )  # on events that were reviewed already
    assert [outcome.decision for outcome in once.outcomes] == decisions
    proofs = [proof.mention for event in (*once.events, *once.dropped) for proof in event.mentions]
    assert len(proofs) == len(set(proofs))
    assert {m.id for m in mentions} <= set(proofs)  # no mention is lost, none is the proof of two events
    ids = [event.id for event in once.events]
    assert len(ids) == len(set(ids))
    assert {link.event for event in once.events for link in event.links} <= set(ids)
    for event in once.events:
        assert TypeAdapter(Event).validate_json(dump(event)) == event


def _articles(mentions: list[Mention], decisions: list[Decision]) -> dict[str, Any]:
    names = {m.article for m in mentions} | {d.seen.article for d in decisions if d.action == "add"}
    return dict.fromkeys(names, ArticleText(SHA))


@given(reviews())
def test_decisions_are_lines_that_read_back_and_fit_any_other_run(review: tuple[list[Mention], list[Decision]]) -> None:
    mentions, decisions = review
    for decision in decisions:
        assert DECISION.validate_json(dump(decision)) == decision
    for other in (mentions[1:], [later(m, date=None) for m in mentions], []):
        reviewed = applied(other, *decisions) if other else apply([], [], decisions, {})
        assert [outcome.decision for outcome in reviewed.outcomes] == decisions
        for outcome in reviewed.outcomes:
            assert tell(outcome)
            assert outcome.state != "stale" or outcome.causes
