"""The parts of a comparison: pairing by weight, evidence, fields, counts, reasons."""

import dataclasses
import datetime as dt
from typing import Any, get_args

import pytest

from helpers.diff_records import day, event, mention, person, proof, quote
from memcon.compare.diff import diff
from memcon.compare.diff.causes import NO_CONTEXT, RunContext, article_lines, cause, run_context
from memcon.compare.diff.compare import compare
from memcon.compare.diff.filters import FILTERS, ignored, wanted
from memcon.compare.diff.stat import count, stat_note
from memcon.compare.diff.to_note import NoteOptions, diff_note
from memcon.compare.render.text import text_lines
from memcon.errors import UsageError
from memcon.events.matching.shared_words import covered, side, ties
from memcon.records import (
    KINDS,
    ArticleState,
    Codes,
    Conflict,
    DateEvidence,
    Decided,
    Doubt,
    Event,
    EventDate,
    EventLink,
    Evidence,
    Mention,
    Merge,
    Participant,
    Place,
    Rejected,
    Reported,
    Review,
)
from memcon.records.fields import FIELDS, known

CALLED = "General Ito called General Haddad on Monday."


# --- evidence ---


def test_characters_in_overlapping_spans_count_once() -> None:
    assert covered([(5, 9), (0, 6), (20, 21), (2, 3)]) == 10


def test_quotes_that_merely_touch_are_no_tie() -> None:
    old, new = (
        event("call", proof("a.txt", CALLED)),
        event("call", proof("a.txt", "Monday. Norland then accused Sudland")),
    )
    assert ties(side([old], [0]), side([new], [0])) == []


def test_a_quote_cut_shorter_is_a_tie_with_its_share() -> None:
    old, new = event("call", proof("a.txt", CALLED)), event("call", proof("a.txt", "General Ito called General Haddad"))
    (tie,) = ties(side([old], [0]), side([new], [0]))
    assert tie.share == pytest.approx(33 / 44)
    assert tie.part_of_old == pytest.approx(33 / 44)


def test_a_short_quote_in_two_articles_is_chance() -> None:
    old = event("call", proof("a.txt", "Anna Berg"))
    new = event("call", proof("b.txt", "Anna Berg"))
    assert ties(side([old], [0]), side([new], [0])) == []


def test_an_article_with_very_many_quotes_is_compared_by_equal_ones() -> None:
    words = proof("a.txt", CALLED)
    old = [event("call", words) for _ in range(150)] + [event("call", proof("a.txt", "General Ito"))]
    new = [event("call", words) for _ in range(150)]
    found = ties(side(old, range(len(old))), side(new, range(len(new))))
    assert found == [], "too many of the same words say nothing"
    lone = [event("call", proof("a.txt", "Norland expelled two diplomats."))]
    found = ties(side(old + lone, range(len(old) + 1)), side(new + lone, range(len(new) + 1)))
    assert [(tie.old, tie.new) for tie in found] == [(151, 150)]


# --- fields ---

OTHER: dict[str, Any] = {
    "id": "other", "status": "planned", "date": day("2024-05-04"), "place": Place(name="Oslo", country="NOR"),
    "countries": ("JPN", "NOR", "SDN"), "participants": (person("Jun Ito", "JPN"),), "initiator": "NOR",
    "topics": ("border",), "summary": "They quarrelled.", "confidence": 0.1,
    "codes": Codes(plover="X", plover_mode="Y", cameo="9", ace="Z"), "links": (EventLink(type="fulfils", event="e"),),
    "conflicts": (Conflict(field="date", values=("a", "b"), mentions=(("m",), ("n",))),),
    "merges": (Merge(left="m", right="n", reason="same day"),), "form": "visit", "channel": "video", "act": "expel",
    "variant": "video", "mentions": (proof("b.txt", "Senin malam"),), "published": day("2024-05-04").start,  # type: ignore[union-attr]
    "article": "b.txt", "quotes": (quote("a.txt", "on Monday"),), "names": (Evidence(text="Ito", start=8, end=11),),
    "date_evidence": DateEvidence(text="Monday", start=37, end=43, basis="weekday"),
    "place_evidence": Evidence(text="Ito", start=8, end=11), "model": "other", "prompt": "fill@9",
    "earliest": dt.date(2024, 5, 4), "latest": dt.date(2024, 5, 4), "source": "Harian", "language": "id",
    "reported": Reported(first=None, last=None, articles=1, sources=1, languages=()),
    "doubts": (Doubt(field="status", said="occurred", told="planned", holds="code", rule="r"),),
    "review": Review(
        decisions=(
            Decided(decision="d", action="accept", who="ana", when=dt.datetime(2024, 5, 1, tzinfo=dt.UTC), note="",
                    changed=()),
        ),
        corrections=(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", [*get_args(get_args(Event)[0]), Mention])
def test_a_change_of_any_field_is_told(shape: type[Any]) -> None:
    """A field that is compared in a way of its own must be: this fails until it is."""
    record = mention("a.txt", CALLED) if shape is Mention else event(shape.__name__.lower())
    for field in dataclasses.fields(record):
        if field.name in {"schema_version", "kind"}:  # of one value each; a kind's own test is in test_diff
            continue
        if field.name in {kind.variant for kind in KINDS.values()} and getattr(record, field.name) is None:
            continue  # of another kind
        if field.name not in known():  # compared as JSON: see test_diff_unknown
            continue
        value = OTHER[field.name]
        assert getattr(record, field.name) != value
        changes = compare(record, dataclasses.replace(record, **{field.name: value}), moved={})
        assert changes, field.name
        assert all(change.field in FIELDS for change in changes)


def test_a_respelt_name_is_one_person_and_another_name_is_another() -> None:
    old = event(people=(person("Liu Henli", "CHN", "general"), person("Anna Berg", "NOR")))
    new = event(people=(person("Liu Zhenli", "CHN", "general"), person("Omar Haddad", "NOR")))
    told = [(c.old and c.old.name, c.new and c.new.name) for c in compare(old, new, moved={})]  # type: ignore[union-attr]
    assert told == [("Anna Berg", None), ("Liu Henli", "Liu Zhenli"), (None, "Omar Haddad")]


def test_a_name_in_part_and_a_doubled_person_are_paired_one_to_one() -> None:
    old = event(people=(person("Berg", "NOR"), person("Anna Berg", "NOR", "minister")))
    new = event(people=(person("Anna Berg", "NOR"), person("Anna Berg", "NOR", "minister")))
    assert [(c.old.name, c.new.name) for c in compare(old, new, moved={})] == [("Berg", "Anna Berg")]  # type: ignore[union-attr]


def test_the_order_inside_a_list_is_no_change() -> None:
    old = event(people=(person("Anna Berg"), person("Omar Haddad")), topics=("a", "b"))
    new = event(people=(person("Omar Haddad"), person("Anna Berg")), topics=("b", "a"))
    assert compare(old, new, moved={}) == ()
    assert not diff([old], [new])
    assert diff([old], [new]).unchanged == diff([new], [old]).unchanged


def test_what_thousands_of_people_became_is_found_by_their_names() -> None:
    people = [person(f"Given{i} Family{i}", "NOR") for i in range(400)]
    now = [dataclasses.replace(p, name=p.name.replace("Family", "Famly")) for p in reversed(people)]
    changes = compare(event(people=tuple(people)), event(people=tuple(now)), moved={})
    assert all(isinstance(c.old, Participant) and isinstance(c.new, Participant) for c in changes)
    assert {(c.old.name.split()[0], c.new.name.split()[0]) for c in changes} == {(f"Given{i}",) * 2 for i in range(400)}  # type: ignore[union-attr]


def test_of_pairs_alike_in_all_else_the_one_that_kept_its_id_is_taken() -> None:
    words = proof("a.txt", CALLED)
    old = [event("call", words, id=f"c-{i}", summary=f"a{i}") for i in range(30)]
    new = [event("call", words, id=f"c-{i}", summary=f"b{i}") for i in range(30)]
    assert not diff(old, new).moved


def test_long_lists_are_compared_as_well() -> None:
    many = tuple(person(f"Person {i}") for i in range(40))
    old, new = event(people=many), event(people=(*many[1:], person("Q Zzyzx")))
    told = [(c.old and c.old.name, c.new and c.new.name) for c in compare(old, new, moved={})]  # type: ignore[union-attr]
    assert ("Person 0", None) in told
    assert (None, "Q Zzyzx") in told


def test_a_place_tells_the_words_it_was_read_from() -> None:
    where = Evidence(text="Oslo", start=59, end=63)
    old = event("meeting", proof("c.txt", "met in Oslo"))
    new = event("meeting", proof("c.txt", "met in Oslo", place=where), place=Place(name="Oslo", country="NOR"))
    change = next(change for change in compare(old, new, moved={}) if change.field == "place")
    assert [words.text for words in change.old_words] == ["met in Oslo"], "without words of its own, the quote"
    assert [words.text for words in change.new_words] == ["Oslo"]


# --- counts, filters ---


def test_counts_are_by_kind_and_fate() -> None:
    a, b = proof("a.txt", CALLED), proof("b.txt", "Senin malam")
    old = [event("call", a), event("call", b, id="c2"), event("meeting", proof("c.txt", "met in Oslo"))]
    new = [event("call", a, b), event("dispute", proof("a.txt", "Norland then accused Sudland"))]
    stat = count(diff(old, new))
    assert stat.totals["old"] == 3
    assert stat.totals["new"] == 2
    assert (stat.kinds["call"]["merged"], stat.kinds["meeting"]["removed"], stat.kinds["dispute"]["added"]) == (1, 1, 1)
    lines = list(text_lines(stat_note(stat)))
    assert lines[0].split() == ["old", "new", "added", "removed", "merged"]
    assert lines[-1].split() == ["all", "3", "2", "1", "1", "1"]


def test_counts_name_the_fields_that_changed() -> None:
    found = diff([event(summary="a", confidence=0.1)], [event(summary="b", confidence=0.2)])
    assert list(text_lines(stat_note(count(found))))[-1] == "changed fields: summary 1, confidence 1"


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ("kind=call", True), ("kind=CALL,kind=dispute", True), ("kind=meeting", False), ("country=nor", True),
        ("country=NOR,kind=dispute", False), ("country=CHN", False), ("status=occurred", True), ("person=berg", True),
        ("person=Ito", False), ("article=a.t", True), ("article=b.txt", False), ("date=2024-04", True),
        ("date=2024", True), ("date=2024-05", False), ("date=none", False), ("channel=phone", True),
        ("act=accuse", False), ("", True),
        ("id=call-2024-04-29-NOR-SDN", True), ("form=visit", False),
    ],
)  # fmt: skip
def test_only(asked: str, *, holds: bool) -> None:
    assert wanted([asked])(event()) is holds


def test_only_undated() -> None:
    assert wanted(["date=none"])(event(on=None))
    assert not wanted(["date=2024"])(event(on=None))


def test_only_a_day_within_a_longer_time() -> None:
    start, end = (day(text) for text in ("2024-04-29", "2024-05-05"))
    assert start is not None
    assert end is not None
    week = dataclasses.replace(event(), date=EventDate(start=start.start, end=end.end, precision="week"))
    asked = ("2024-04-28", "2024-04-29", "2024-05-01", "2024-05-05", "2024-05-06", "2024-05", "2024-06")
    assert [wanted([f"date={value}"])(week) for value in asked] == [False, True, True, True, False, True, False]


def test_only_a_country_by_name_and_a_form_of_meetings_alone() -> None:
    assert wanted(["country=Norway"])(event(countries=("NOR",)))
    assert wanted(["form=unspecified"])(event("meeting", form="unspecified"))
    assert not wanted(["form=unspecified"])(event("call", channel="unspecified"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("kind=phone", "the kind is one of meeting, call, dispute"), ("status=done", "one of occurred"),
        ("act=visit", "one of accuse"), ("form=phone", "one of visit"), ("channel=talks", "one of phone"),
        ("country=Nowhere", "write a code"), ("country=XQQ", "write a code"), ("date=29.4.2024", "write a day"),
        ("date=2024-13", "write a day"), ("kind=", "write key=value"), ("person= ", "write key=value"),
    ],
)  # fmt: skip
def test_a_value_that_no_event_can_have_is_refused(asked: str, said: str) -> None:
    """It would find nothing, and nothing found reads as nothing changed."""
    with pytest.raises(UsageError, match=said):
        wanted([asked])


@pytest.mark.parametrize("asked", ["sort=call", "kind", "=call", "kind:call"])
def test_a_filter_that_is_none_says_which_there_are(asked: str) -> None:
    with pytest.raises(UsageError, match="write key=value") as caught:
        wanted([asked])
    assert all(key in str(caught.value) for key in FILTERS)


def test_who_reported_an_event_is_told_in_sum_and_the_bounds_are_told_with_the_date() -> None:
    """As for a file of before, whose events say nothing of it."""
    old = event()
    reported = Reported(first=dt.date(2024, 5, 1), last=dt.date(2024, 5, 2), articles=2, sources=1, languages=("en",))
    new = dataclasses.replace(old, reported=reported, earliest=old.date.start, latest=old.date.end)
    found = diff([old], [new])
    assert found.changed[0].quiet
    told = "\n".join(text_lines(diff_note(found)))
    assert "0 changed" not in told
    assert "when, by whom or how often events were reported differs in 1 place" in told
    full = "\n".join(text_lines(diff_note(found, NoteOptions(full=True))))
    assert "none → 2024-05-01…2024-05-02, 2 articles of 1 source (en)" in full
    moved = dataclasses.replace(new, date=day("2024-05-04"), earliest=dt.date(2024, 5, 4), latest=dt.date(2024, 5, 4))
    assert "earliest" not in "\n".join(text_lines(diff_note(diff([new], [moved]))))


def test_what_is_ignored_can_be_a_field_a_group_or_all_that_is_quiet() -> None:
    changes = compare(event(), event("meeting", id="x", confidence=0.1), moved={})
    fields = {change.field for change in changes}
    assert {"kind", "id", "confidence", "codes.ace"} <= fields
    assert {c.field for c in changes if ignored(["codes,kind"])(c)} == {
        f for f in fields if f.startswith("codes") or f == "kind"
    }
    assert {c.field for c in changes if ignored(["quiet"])(c)} == {"confidence"}
    assert {c.field for c in changes if ignored(["form", "id"])(c)} == {"variant", "id"}
    with pytest.raises(UsageError, match="no such field"):
        ignored(["colour"])


# --- reasons ---


def state(article: str, name: Any = "ok", reason: str | None = None, sha: str = "1") -> ArticleState:
    return ArticleState(
        article=article, state=name, reason=reason, detail=None, path=None, sha256=sha, characters=1, title=None,
        published=None, published_basis=None, language=None, source=None, url=None, mentions=1, rejected=0,
    )  # fmt: skip


def refusal(text: str, field: Any = "event", near: Evidence | None = None, article: str = "a.txt") -> Rejected:
    return Rejected(
        article=article, kind="call", field=field, reason="changed_number", detail="", text=text, near=near, model=None,
        prompt=None,
    )  # fmt: skip


REFUSED = "refused in that run: changed number"
HERE = run_context([state("a.txt")], [])


@pytest.mark.parametrize(
    ("there", "said"),
    [
        (NO_CONTEXT, ""),
        (run_context([state("a.txt")], []), ""),
        (run_context([state("b.txt")], []), "its article is not in that run"),
        (run_context([state("a.txt", "failed", "cut_line")], []), "its article failed in that run: cut line"),
        (run_context([state("a.txt", "pending")], []), "its article waits for that run to be resumed"),
        (run_context([state("a.txt", sha="2")], []), "its article was edited between the runs"),
        (run_context([state("a.txt")], [refusal("Ito called General HADDAD on monday")]), REFUSED),
        (run_context([state("a.txt")], [refusal("", near=Evidence(text="x", start=3, end=4))]), REFUSED),
        (run_context([state("a.txt")], [refusal("called", near=Evidence(text="x", start=80, end=84))]), ""),
        (run_context([state("a.txt")], [refusal(CALLED, field="name")]), ""),
        (run_context([state("a.txt")], [refusal(CALLED, article="b.txt")]), ""),
    ],
)  # fmt: skip
def test_why_an_event_is_gone(there: RunContext, said: str) -> None:
    assert cause(event("call", proof("a.txt", CALLED)), HERE, there) == said


def test_an_event_of_two_articles_is_explained_by_both_or_not_at_all() -> None:
    both = event("call", proof("a.txt", CALLED), proof("b.txt", "Senin malam"))
    assert cause(both, HERE, run_context([state("b.txt")], [])) == ""
    assert cause(both, HERE, run_context([state("c.txt")], [])) == "its article is not in that run"


def test_articles_are_told_in_sum() -> None:
    old = run_context([state("a"), state("b"), state("c", "failed", "encoding"), state("d"), state("e")], [])
    new = run_context([state("a", "failed", "cut_line"), state("b", sha="2"), state("c"), state("d"), state("f")], [])
    assert list(article_lines(old, new)) == [
        "articles 5 → 5: 1 new, 1 no longer read, 1 failed now (a: cut line), 1 failed before and read now, 1 edited"
    ]
    assert list(article_lines(old, old)) == []
    assert list(article_lines(NO_CONTEXT, new)) == []
