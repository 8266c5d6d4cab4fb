"""One table of an event's fields: what lists them elsewhere is made of it, or held to it here."""

import dataclasses
from typing import get_args

import pytest

from helpers import diff_records
from memcon.compare.diff import diff
from memcon.compare.diff.compare import compare
from memcon.compare.diff.to_note import diff_note
from memcon.compare.render.text import text_lines
from memcon.events.amend.drafts import EventDraft, core
from memcon.events.amend.find import since
from memcon.events.merge.choose import CHOOSERS
from memcon.pages.report.columns import ValueTable, event_columns, page_fields
from memcon.records import Call, Dispute, Field, Meeting, Mention, Proof
from memcon.records.decision import Target
from memcon.records.edits import Edited
from memcon.records.fields import FIELDS, FieldRow, editable, known


def _names(shape: type) -> set[str]:
    return {field.name for field in dataclasses.fields(shape)}


def test_what_reviewers_may_edit_has_a_class_of_its_own() -> None:
    names = [row.name for row in editable()]
    assert names == list(get_args(Field))
    classes = get_args(get_args(Edited)[0])
    assert [get_args({f.name: f.type for f in dataclasses.fields(shape)}["field"]) for shape in classes] == [
        (name,) for name in names
    ]


def test_every_attribute_of_a_record_has_a_row() -> None:
    assert known() == _names(Meeting) | _names(Call) | _names(Dispute) | _names(Mention)


def test_every_attribute_of_a_proof_has_a_row() -> None:
    proof = diff_records.proof("a.txt", "General Ito called", date="Monday")
    parts = [row for row in FIELDS.values() if row.part]
    values = {row.name: row.of(proof) for row in parts}
    assert values == {**values, "article": "a.txt", "quotes": proof.quotes, "date_words": proof.date}
    assert len(parts) == len(_names(Proof))


def test_what_articles_report_of_an_event_is_chosen_by_a_rule() -> None:
    reported = [row.name for row in FIELDS.values() if row.editable or row.name in {"confidence", "doubts", "reported"}]
    assert {*CHOOSERS, "participants", "reported"} == set(reported)  # these two come with what mentions disagree on


def test_a_value_that_a_record_has_not_is_empty() -> None:
    mention = diff_records.mention("a.txt", "General Ito called")
    assert {name: FIELDS[name].of(mention) for name in ("links", "codes.plover", "review", "merges")} == {
        "links": (), "codes.plover": None, "review": (), "merges": (),
    }  # fmt: skip
    assert FIELDS["published"].of(diff_records.event()) is None


def test_everything_may_be_empty_but_what_says_what_it_is() -> None:
    assert {row.name: row.empty for row in editable()} == {
        "kind": None, "status": None, "variant": None, "date": None, "place": None, "countries": (),
        "participants": (), "initiator": None, "topics": (), "summary": "",
    }  # fmt: skip


def test_a_row_is_all_that_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A field of the table is compared, told, kept of an accepted event and set in columns: no list names it."""
    mood = FieldRow(
        "mood", "choice", "tone", read_from="quotes", editable=True, accepted=True, filtered=True,
        value=lambda record: "tense" if "anger" in record.summary else "calm",
    )  # fmt: skip
    monkeypatch.setitem(FIELDS, "mood", mood)
    calm, tense = diff_records.event(), diff_records.event(summary="They spoke in anger.")
    (change,) = (change for change in compare(calm, tense, moved={}) if change.field == "mood")
    assert (change.old, change.new, change.quiet, change.other) == ("calm", "tense", False, False)
    assert [words.text for words in change.new_words] == ["General Ito called General Haddad on Monday."]
    told = "\n".join(text_lines(diff_note(diff([calm], [tense]))))
    assert "tone        calm → tense" in told
    assert event_columns([calm, tense], ValueTable())["rows"]["mood"] == [0, 1]
    assert {"name": "mood", "sort": "choice", "label": "tone", "editable": True, "filtered": True} in page_fields()
    assert core(tense)["mood"] == "tense"  # type: ignore[index]
    target = Target(event=calm, articles=(), alone=True)
    (cause,) = since(target, EventDraft(tense, tense, (), ()), {}, {"mood": "calm"})  # type: ignore[dict-item]
    assert str(cause) == "the machine says something else: mood calm → tense"
