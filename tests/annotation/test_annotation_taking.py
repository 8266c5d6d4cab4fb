"""What annotators made of a run comes back as decisions: those that a reviewer would have made in the page."""

import dataclasses
import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.reviewable import MENTIONS, TEXTS, mention, write_run
from memcon.errors import UsageError
from memcon.outputs.folder import RunFolder
from memcon.pages.annotation import find_format, of_run
from memcon.pages.annotation.changes import Change as Wanted
from memcon.pages.annotation.changes import Changes
from memcon.pages.annotation.model import Annotation, Argument, Document, Relation, Span
from memcon.pages.annotation.taking import Taken, take
from memcon.pages.review import open_session
from memcon.pages.review.asked import REQUEST
from memcon.pages.review.session import reviewed_run
from memcon.records.decision import Read

CALL, DISPUTE, OTHER = "a.txt#call-0-99", "a.txt#dispute-143-205", "c.txt#call-0-81"
Change = Callable[[Document], Document | None]


def run_of(tmp_path: Path) -> Path:
    return write_run(tmp_path / "out")


def documents(out: Path) -> list[Document]:
    return [one for one in of_run.documents(RunFolder(out)) if isinstance(one, Document)]


def takes(
    out: Path, change: Change, name: str = "brat", who: str = "ana", *, accept: bool = False, read_whole: bool = False
) -> Taken:
    """Take back what `change` makes of each document of the run; a document of which it makes None is not given."""
    file = io.BytesIO()
    changed = [made for one in documents(out) if (made := change(one)) is not None]
    assert list(find_format(name).write(changed, file, "documents")) == []
    return taken(out, file.getvalue(), name, who, accept=accept, read_whole=read_whole)


def taken(
    out: Path, data: bytes, name: str, who: str = "ana", *, annotator: str | None = None, accept: bool = False,
    read_whole: bool = False, yes: bool = False,
) -> Taken:  # fmt: skip
    path = out.parent / "annotations"
    path.write_bytes(data)
    with open_session(out, who=who) as session:
        return take(
            session, RunFolder(out), find_format(name), path, name=name, annotator=annotator, accept=accept,
            read_whole=read_whole, yes=yes,
        )  # fmt: skip


def only(article: str, change: Change) -> Change:
    return lambda document: change(document) if document.article == article else document


def with_values(mention: str, **values: str) -> Callable[[Document], Document]:
    """Give the event of a mention other values; an empty one takes a value away."""

    def change(document: Document) -> Document:
        marked = [
            dataclasses.replace(one, values={k: v for k, v in {**one.values, **values}.items() if v})
            if one.mention == mention
            else one
            for one in document.annotations
        ]
        return dataclasses.replace(document, annotations=tuple(marked))

    return change


def without(mention: str) -> Change:
    def change(document: Document) -> Document:
        rest = tuple(one for one in document.annotations if one.mention != mention)
        names = {one.id for one in rest}
        ties = tuple(tie for tie in document.relations if {tie.source, tie.target} <= names)
        return dataclasses.replace(document, annotations=rest, relations=ties)

    return change


def told(out: Path) -> list[tuple[str, str]]:
    """Return what was decided on which event, as it holds now."""
    reviewed = reviewed_run(out)
    return [(one.decision.action, one.state) for one in reviewed.outcomes]


def test_what_comes_back_unchanged_is_accepted_only_where_somebody_looked(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    assert takes(out, lambda one: one).made == {}
    assert takes(out, lambda one: one, accept=True).made == {"accept": 3}
    assert takes(out, lambda one: one, "label-studio").untouched == 3, "predictions alone are nobody's"


def test_values_are_edited(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    change = with_values(
        DISPUTE, status="planned", variant="bar", date="2024-05/2024-06 months", place="Oslo (NOR)", topics="a\\;b; c"
    )
    assert takes(out, change).made == {"edit": 1}
    event = next(one for one in reviewed_run(out).events if one.kind == "dispute")
    assert (event.status, event.act, str(event.date.end), event.date.precision) == (  # type: ignore[union-attr]
        "planned", "bar", "2024-06-30", "months",
    )  # fmt: skip
    assert (event.place.name, event.place.country, event.topics) == ("Oslo", "NOR", ("a;b", "c"))  # type: ignore[union-attr]


def test_the_order_of_what_has_none_is_no_change(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    assert takes(out, with_values(DISPUTE, countries="NOR JOR")).made == {}
    assert takes(out, with_values(DISPUTE, countries="Norway, Jordan, Kenya")).made == {"edit": 1}
    event = next(one for one in reviewed_run(out).events if one.kind == "dispute")
    assert event.countries == ("JOR", "KEN", "NOR")


def test_participants_follow_their_spans(tmp_path: Path) -> None:
    out = run_of(tmp_path)

    def change(document: Document) -> Document:
        words, called = "Jun Ito", Argument("called", "T99")
        at = document.text.index(words)
        spans = [
            dataclasses.replace(span, values={**span.values, "title": "envoy"}) if span.start == 17 else span
            for span in document.spans
        ]
        spans.append(Span("T99", "participant", at, at + len(words), {"country": "JPN"}))
        marked = [
            dataclasses.replace(one, arguments=(*one.arguments, called)) if one.mention == CALL else one
            for one in document.annotations
        ]
        return dataclasses.replace(document, spans=tuple(spans), annotations=tuple(marked))

    assert takes(out, only("a.txt", change)).made == {"edit": 1}
    event = next(one for one in reviewed_run(out).events if one.kind == "call")
    people = {(one.name, one.title, one.country, one.role) for one in event.participants}
    assert people == {
        ("Anna Berg", "envoy", "NOR", None), ("Omar Haddad", None, "JOR", None), ("Jun Ito", None, "JPN", "called"),
    }  # fmt: skip
    assert event.countries == ("JOR", "JPN", "NOR")


def test_what_is_marked_no_more_is_rejected_and_in_one_article_of_two_taken_away(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    assert takes(out, without(DISPUTE)).made == {"reject": 1}
    assert takes(out, only("c.txt", without(OTHER)), who="omar").made == {"split": 1, "reject": 1}
    events = reviewed_run(out).events
    assert sorted((one.kind, tuple(proof.mention for proof in one.mentions)) for one in events) == [
        ("call", (CALL,)), ("meeting", ("b.txt#meeting-0-49",)),
    ]  # fmt: skip


def test_an_article_that_does_not_come_back_says_nothing(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    result = takes(out, lambda one: one if one.article == "b.txt" else None, accept=True)
    assert (result.made, result.articles, result.refused) == ({"accept": 1}, 1, [])


def added(document: Document, **values: str) -> Document:
    """Mark the planned call of Jun Ito, which nobody had found."""
    start = document.text.index("Jun Ito")
    end = document.text.index("\n")
    spans = (*document.spans, Span("T98", "participant", start, start + 7, {"country": "JPN"}))
    her = document.text.index("Norway")
    spans = (*spans, Span("T99", "participant", her, her + 6))
    one = Annotation(
        "E9",
        "call",
        start,
        end,
        {"status": "planned", **values},
        (Argument("caller", "T98"), Argument("called", "T99")),
    )
    return dataclasses.replace(document, spans=spans, annotations=(*document.annotations, one))


def test_an_event_is_added_with_the_countries_that_its_names_tell(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    assert takes(out, only("a.txt", added)).made == {"add": 1}
    event = next(one for one in reviewed_run(out).events if one.status == "planned")
    assert (event.channel, event.countries) == ("unspecified", ("JPN", "NOR"))
    assert event.mentions[0].quotes[0].text == "Jun Ito of Japan is to call her on Friday."


def test_an_event_without_a_side_is_refused_and_nothing_else(tmp_path: Path) -> None:
    out = run_of(tmp_path)

    def change(document: Document) -> Document:
        one = Annotation("E9", "meeting", 0, 5)
        two = Annotation("E8", "dispute", 6, 9, {"countries": "NOR, JOR"})
        return dataclasses.replace(document, annotations=(*document.annotations, one, two))

    result = takes(out, only("b.txt", change), accept=True)
    assert result.made == {"accept": 3}
    assert [one.why.partition(":")[0] for one in result.refused] == ["it has no side", "'' is no word for a dispute"]
    assert all("b-txt.ann" in one.where for one in result.refused)


def test_events_that_are_tied_as_the_same_are_merged_added_ones_too(tmp_path: Path) -> None:
    out = run_of(tmp_path)

    def change(document: Document) -> Document:
        more = added(document)
        return dataclasses.replace(more, relations=(Relation("same", "E9", "E1"),))

    assert takes(out, only("a.txt", change)).made == {"add": 1, "merge": 1}
    event = next(one for one in reviewed_run(out).events if one.kind == "call")
    assert len(event.mentions) == 3
    assert takes(out, only("a.txt", change)).made == {}


def test_those_that_are_tied_no_more_are_split(tmp_path: Path) -> None:
    """Two mentions of one event in one article: the machine's tie is taken away."""
    twin = mention(
        "a.txt", "call", "Jun Ito of Japan is to call her on Friday.", "2024-04-29", "29 April 2024",
        "Anna Berg/NOR, Omar Haddad/JOR", "phone",
    )  # fmt: skip
    out = write_run(tmp_path / "out", (*MENTIONS, twin))
    before = next(one for one in documents(out) if one.article == "a.txt")
    assert [(tie.type, tie.source, tie.target) for tie in before.relations] == [("same", "E1", "E2")]
    assert takes(out, lambda one: dataclasses.replace(one, relations=())).made == {"split": 1}
    calls = sorted(len(one.mentions) for one in reviewed_run(out).events if one.kind == "call")
    assert calls == [1, 2]


def test_other_words_of_an_event_are_told_and_words_elsewhere_are_another_event(tmp_path: Path) -> None:
    out = run_of(tmp_path)

    def moved(by: int) -> Change:
        return lambda document: dataclasses.replace(
            document,
            annotations=tuple(
                dataclasses.replace(one, start=one.start + by, mention="") if one.kind == "dispute" else one
                for one in document.annotations
            ),
        )

    result = takes(out, moved(5), accept=True)
    assert (result.made, result.moved) == ({"accept": 3}, 1)
    away = takes(
        out,
        only("a.txt", lambda one: dataclasses.replace(
            one, annotations=tuple(
                dataclasses.replace(each, start=100, end=142) if each.kind == "dispute" else each
                for each in one.annotations
            ),
        )),
        who="omar",
    )  # fmt: skip
    assert away.made == {"reject": 1, "add": 1}


def test_the_same_file_adds_nothing_and_a_corrected_one_takes_back_what_it_says_no_more(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    first = with_values(DISPUTE, status="planned")
    assert takes(out, first).made == {"edit": 1}
    assert takes(out, first).made == {}
    assert takes(out, lambda one: one).made == {"undo": 1}
    assert [one.status for one in reviewed_run(out).events if one.kind == "dispute"] == ["occurred"]
    assert takes(out, lambda one: one).made == {}
    assert takes(out, first).made == {"undo": 1}
    assert [one.status for one in reviewed_run(out).events if one.kind == "dispute"] == ["planned"]
    assert takes(out, lambda one: one).made == {"undo": 1}
    assert [one.status for one in reviewed_run(out).events if one.kind == "dispute"] == ["occurred"]
    assert takes(out, lambda one: one if one.article == "b.txt" else None).made == {}


def test_what_was_decided_in_the_page_stays(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    page = {"action": "accept", "id": "11111111-1111-4111-8111-111111111111", "event": [DISPUTE]}
    with open_session(out, who="ana") as session:
        session.decide(REQUEST.validate_python(page))
    takes(out, lambda one: one)
    assert told(out) == [("accept", "held")]


def test_two_articles_that_say_otherwise_of_one_event_are_refused(tmp_path: Path) -> None:
    out = run_of(tmp_path)

    def change(document: Document) -> Document:
        status = {"a.txt": "planned", "c.txt": "cancelled"}.get(document.article, "occurred")
        return with_values(CALL, status=status)(with_values(OTHER, status=status)(document))

    result = takes(out, change)
    assert result.made == {}
    assert [one.why for one in result.refused] == ["status: the event has one status, and these say different ones"]


def test_what_changed_since_is_refused_by_article(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    text = lambda one: dataclasses.replace(one, text=one.text + " more")  # noqa: E731
    result = takes(out, only("b.txt", text), accept=True)
    assert result.made == {"accept": 2}
    assert [one.why for one in result.refused] == [
        f"its text is not that of 'b.txt': something has changed it, from character {len(TEXTS['b.txt'])} on"
    ]
    marked = takes(out, only("b.txt", lambda one: dataclasses.replace(one, mark="0" * 16)), who="omar")
    assert "export it again" in marked.refused[0].why
    strange = takes(out, only("b.txt", lambda one: dataclasses.replace(
        one, mark="", annotations=tuple(dataclasses.replace(each, mention="b.txt#x") for each in one.annotations)
    )), who="omar")  # fmt: skip
    assert "which the run has not in this article" in strange.refused[0].why


def test_values_that_are_none_are_refused_with_their_place(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    for values in ({"date": "May"}, {"date": "2024-05-02/2024-05-01"}, {"others": "A | b | c | d | e"}):
        result = takes(out, with_values(DISPUTE, **values))
        assert (result.made, len(result.refused)) == ({}, 1)
        assert result.refused[0].where == "00001-a-txt.ann, E2"
    result = takes(out, with_values(DISPUTE, countries="Atlantis"))
    assert "no country or organisation is known as 'Atlantis'" in result.refused[0].why


def labelled(out: Path, *annotators: int, cancelled: bool = False) -> bytes:
    """Return an export of Label Studio in which each annotator has submitted the predictions as they were."""
    file = io.BytesIO()
    list(find_format("label-studio").write(documents(out), file, "documents"))
    tasks = json.loads(file.getvalue())
    for task in tasks:
        results = task["predictions"][0]["result"]
        task["annotations"] = [
            {"completed_by": who, "was_cancelled": cancelled, "result": results} for who in annotators
        ]
    return json.dumps(tasks).encode()


def test_of_several_annotators_one_is_named(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    both = labelled(out, 1, 2)
    result = taken(out, both, "label-studio")
    assert {one.why for one in result.refused} == {
        f"{name!r} was annotated 2 times: say --annotator 1, or 2" for name in TEXTS
    }
    assert taken(out, both, "label-studio", annotator="2").made == {"accept": 3}
    assert taken(out, labelled(out, 1, cancelled=True), "label-studio", who="omar").untouched == 3


def test_a_file_that_is_none_is_a_usage_error(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    with open_session(out, who="ana") as session, pytest.raises(UsageError, match="cannot be read"):
        take(session, RunFolder(out), find_format("brat"), tmp_path / "none", name="brat")


def test_without_texts_nothing_is_exported_or_taken(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    for name in TEXTS:
        (tmp_path / "out-articles" / name).write_text("other", "utf-8")
    assert [str(piece) for piece in of_run.documents(RunFolder(out))] == [
        f"{name}: the article has changed since the run, and its quotes do not stand where they did" for name in TEXTS
    ]
    for name in TEXTS:
        (tmp_path / "out-articles" / name).unlink()
    with pytest.raises(UsageError, match="--articles"):
        list(of_run.documents(RunFolder(out)))


ARRAYS = {"label-studio": "result", "doccano": "entities", "prodigy": "spans"}
"""What holds the marks of an article."""


def damaged(out: Path, name: str, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return the run in a tool's form, everything looked at, its articles' marks changed."""
    file = io.BytesIO()
    assert list(find_format(name).write(documents(out), file, "documents")) == []
    told = file.getvalue()
    lines = json.loads(told) if name == "label-studio" else [json.loads(line) for line in told.splitlines()]
    for line in lines:
        line["answer"] = "accept"
        if name == "label-studio":
            line["annotations"] = line.pop("predictions") or [{"result": []}]
        change(line["annotations"][0] if name == "label-studio" else line)
    return json.dumps(lines).encode()


def repacked(data: bytes, change: Callable[[str, str], str]) -> bytes:
    """Return a collection of brat's with its files changed, by name."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name).decode()).encode())
    return made.getvalue()


def collection(out: Path) -> bytes:
    file = io.BytesIO()
    assert list(find_format("brat").write(documents(out), file, "documents")) == []
    return file.getvalue()


def is_untouched(out: Path, given: Taken) -> None:
    """Check that nothing was taken away, and that the damaged article does not count as read."""
    assert given.refused
    decided = reviewed_run(out).outcomes
    assert {one.decision.action for one in decided} <= {"accept", "read"}
    assert all(one.decision.seen.article != "a.txt" for one in decided if isinstance(one.decision, Read))
    assert [one.id for one in reviewed_run(out).events] == [one.id for one in RunFolder(out).events()]


@pytest.mark.parametrize("name", ARRAYS)
def test_an_event_whose_mark_was_refused_is_not_rejected(tmp_path: Path, name: str) -> None:
    def change(line: dict[str, Any]) -> None:
        for mark in line[ARRAYS[name]]:
            if "dispute" in json.dumps(mark):
                place = mark.get("value", mark)
                place["end_offset" if name == "doccano" else "end"] = 10**6

    out = run_of(tmp_path)
    given = taken(out, damaged(out, name, change), name, accept=True, read_whole=True)
    assert any("may be what was refused: none is rejected" in one.why for one in given.refused)
    is_untouched(out, given)


@pytest.mark.parametrize("name", ARRAYS)
def test_an_article_without_an_array_of_marks_loses_no_event(tmp_path: Path, name: str) -> None:
    out = run_of(tmp_path)
    data = damaged(out, name, lambda line: line.update({ARRAYS[name]: None}))
    is_untouched(out, taken(out, data, name, accept=True, read_whole=True))


@pytest.mark.parametrize("line", ["T", "E", "A", "#"])
def test_a_line_of_brat_that_was_damaged_takes_nothing_away(tmp_path: Path, line: str) -> None:
    out = run_of(tmp_path)
    data = repacked(
        collection(out), lambda name, told: re.sub(rf"(?m)^{line}(\d+)\t.*$", rf"{line}\1\t?", told, count=1)
    )
    is_untouched(out, taken(out, data, "brat", accept=True, read_whole=True))


def test_a_file_of_brat_that_was_cut_within_a_line_takes_nothing_away(tmp_path: Path) -> None:
    whole = marks_of(collection(run_of(tmp_path / "whole")))
    (marks,) = [told for told in whole if "Dispute" in told]
    for at in (at for at in range(1, len(marks), 37) if marks[at - 1] != "\n"):
        out = run_of(tmp_path / str(at))

        def cut(_: str, told: str, at: int = at) -> str:
            return told[:at] if told == marks else told

        data = repacked(collection(out), cut)
        is_untouched(out, taken(out, data, "brat", accept=True, read_whole=True))


def test_a_tie_of_brat_that_was_damaged_splits_nothing(tmp_path: Path) -> None:
    people = "Anna Berg/NOR, Omar Haddad/JOR"
    told = "Jun Ito of Japan is to call her on Friday."
    twin = mention("a.txt", "call", told, "2024-04-29", "29 April 2024", people, "phone")
    out = write_run(tmp_path / "out", (*MENTIONS, twin))
    data = repacked(collection(out), lambda _, told: re.sub(r"(?m)^(R\d+\t).*$", r"\1?", told))
    is_untouched(out, taken(out, data, "brat", accept=True, read_whole=True))


def test_an_event_on_other_words_that_are_refused_is_not_rejected(tmp_path: Path) -> None:
    def change(document: Document) -> Document:
        moved = [
            dataclasses.replace(one, start=0, end=7, arguments=(), values={"variant": "expel"})
            if one.mention == DISPUTE
            else one
            for one in document.annotations
        ]
        return dataclasses.replace(document, annotations=tuple(moved))

    out = run_of(tmp_path)
    given = takes(out, only("a.txt", change), accept=True, read_whole=True)
    assert any("it has no side" in one.why for one in given.refused)
    is_untouched(out, given)


def marks_of(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if name.endswith(".ann")]


def test_a_damaged_list_of_the_documents_of_brat_is_told(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    data = repacked(collection(out), lambda name, told: "[" * 9 if name == "memcon.json" else told)
    given = taken(out, data, "brat", accept=True)
    assert [one.where for one in given.refused] == ["memcon.json"]
    assert given.made == {"accept": 3}


def test_a_file_that_lacks_most_events_is_taken_where_somebody_says_that_it_is_whole(tmp_path: Path) -> None:
    words = ("Anna Berg met", "met Omar Haddad", "Omar Haddad in", "in Geneva", "Geneva on 4 May", "on 4 May 2024")
    people = "Anna Berg/NOR, Omar Haddad/JOR"
    out = write_run(
        tmp_path / "out",
        tuple(mention("b.txt", "meeting", each, "2024-05-04", "4 May 2024", people, "talks") for each in words),
    )
    data = repacked(collection(out), lambda name, told: "" if name.endswith(".ann") else told)
    with pytest.raises(UsageError, match=r"6 of the 6 events of its articles are marked no more, .* say --yes"):
        taken(out, data, "brat")
    assert not reviewed_run(out).outcomes
    assert taken(out, data, "brat", yes=True).made["reject"] == 1


@pytest.mark.parametrize("name", ["brat", "label-studio", "inception"])
@pytest.mark.parametrize("known", [True, False], ids=["edited", "added"])
def test_a_status_that_is_none_is_refused_with_its_place_and_all_else_is_taken(
    tmp_path: Path, name: str, *, known: bool
) -> None:
    def change(document: Document) -> Document:
        if known:
            return with_values(DISPUTE, status="Happened")(document)
        return only("a.txt", lambda one: added(one, status="Happened"))(document) or document

    out = run_of(tmp_path)
    takes(out, with_values("b.txt#meeting-0-49", status="cancelled"))
    given = taken(out, looked_at(out, name, lambda one: without("b.txt#meeting-0-49")(change(one)) or one), name)
    assert given.made == {"reject": 1, "undo": 1} | ({"accept": 2 - known} if name == "label-studio" else {})
    (refused,) = given.refused
    assert refused.why.startswith("'Happened' is no status: occurred, planned")
    assert refused.where.startswith(("00001-a-txt.", "annotations, task 1"))


def looked_at(out: Path, name: str, change: Change) -> bytes:
    """Return the run, changed, in a tool's form; in Label Studio's, as somebody submitted it."""
    file = io.BytesIO()
    changed = [made for one in documents(out) if (made := change(one)) is not None]
    assert list(find_format(name).write(changed, file, "documents")) == []
    if name != "label-studio":
        return file.getvalue()
    tasks = json.loads(file.getvalue())
    for task in tasks:
        task["annotations"] = task.pop("predictions") or [{"result": []}]
    return json.dumps(tasks).encode()


def test_what_an_earlier_file_said_stays_where_a_later_one_says_nothing_that_can_be_taken(tmp_path: Path) -> None:
    out = run_of(tmp_path)
    assert takes(out, with_values(DISPUTE, status="planned")).made == {"edit": 1}
    for change in (
        with_values(DISPUTE, date="May"),
        with_values(DISPUTE, countries="Atlantis"),
        only("a.txt", lambda one: added(one, countries="Atlantis")),
    ):
        given = takes(out, change, read_whole=True, accept=True)
        assert len(given.refused) == 1
        assert given.made["undo"] == 0
        read = [one.decision.seen.article for one in reviewed_run(out).outcomes if isinstance(one.decision, Read)]
        assert read == ["b.txt", "c.txt"]
        assert [one.status for one in reviewed_run(out).events if one.kind == "dispute"] == ["planned"]


def test_more_than_a_decision_holds_is_refused_and_all_else_is_taken(tmp_path: Path) -> None:
    out = run_of(tmp_path)

    def quoted(document: Document) -> Document:
        more = added(document)
        quotes = [Span(f"T{200 + at}", "quote", at, at + 3) for at in range(25)]
        event = more.annotations[-1]
        event = dataclasses.replace(event, arguments=(*event.arguments, *(Argument("quote", one.id) for one in quotes)))
        return dataclasses.replace(more, spans=(*more.spans, *quotes), annotations=(*more.annotations[:-1], event))

    given = takes(out, only("a.txt", quoted), accept=True)
    assert [one.why for one in given.refused] == ["it has 26 quotes, and an event that is added takes 20: mark fewer"]
    assert given.made == {"accept": 3}

    def tied(document: Document) -> Document:
        events = [
            Annotation(f"E{100 + at}", "call", at, at + 3, {"countries": "NOR, JOR", "status": "planned"})
            for at in range(101)
        ]
        ties = [Relation("same", "E100", one.id) for one in events[1:]]
        return dataclasses.replace(
            document, annotations=(*document.annotations, *events), relations=(*document.relations, *ties)
        )

    given = takes(out, only("a.txt", tied), who="omar", accept=True)
    assert [one.why for one in given.refused] == [
        "101 events are tied as the same, and 100 are merged at most: tie fewer"
    ]
    assert given.made == {"accept": 3, "add": 101}


def test_an_event_of_more_than_are_split_at_once_is_told(tmp_path: Path) -> None:
    mentions = [f"a.txt#call-{at}-{at + 3}" for at in range(101)]
    marked = tuple(Annotation(f"E{at}", "call", at, at + 3, {}, mention=one) for at, one in enumerate(mentions))
    ties = tuple(Relation("same", "E0", one.id) for one in marked[1:])
    before = Document("a.txt", "x" * 200, annotations=marked, relations=ties)
    changes = Changes(dict.fromkeys(mentions, tuple(mentions)), find_format("brat").holds, accept=True)
    changes.article(before, dataclasses.replace(before, relations=()))
    assert list(changes.changes()) == []
    assert ["it is 101 events now" in one.why for one in changes.refused] == [True]


@pytest.mark.parametrize("name", ["coding-sheet", "label-studio"])
def test_a_file_whose_name_is_no_text_is_taken(tmp_path: Path, name: str) -> None:
    out = run_of(tmp_path)
    path = os.fsdecode(os.fsencode(tmp_path) + b"/m\xff.csv")
    file = Path(path)
    data = looked_at(out, name, lambda one: one)
    file.write_bytes(data.replace(b"\na.txt,,", b"\na.txt,accept,"))
    with open_session(out, who="ana") as session:
        given = take(session, RunFolder(out), find_format(name), file, name=name)
    assert (given.refused, given.made) == ([], {"accept": 2 if name == "coding-sheet" else 3})
    assert all("m\\udcff.csv" in one.decision.note for one in reviewed_run(out).outcomes)


def test_a_request_that_is_none_is_refused_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a form lets through that no decision holds."""
    out, real = run_of(tmp_path), Changes.changes
    wrong = Wanted("here", {"action": "accept", "event": [CALL], "more": 1})
    monkeypatch.setattr(Changes, "changes", lambda self: [wrong, *real(self)])
    given = takes(out, without(DISPUTE))
    assert [(one.where, "more: extra inputs" in one.why) for one in given.refused] == [("here", True)]
    assert given.made == {"reject": 1}
