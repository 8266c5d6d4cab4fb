"""One table of an event's fields: what lists them elsewhere is made of it, or held to it here."""

import dataclasses
from typing import get_args

from helpers import diff_records
from memcon.events.merge.choose import CHOOSERS, CONFLICTS
from memcon.records import Call, Dispute, Field, Meeting, Mention, Proof
from memcon.records.edits import Edited
from memcon.records.fields import FIELDS, editable, known


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
    reported = [row.name for row in FIELDS.values() if row.editable or row.name == "confidence"]
    assert {*CHOOSERS, "participants"} == set(reported)  # participants come with the conflicts of their names
    assert set(CONFLICTS) < set(CHOOSERS)


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
