"""One row says what a kind of event is; records, edits and codes agree with it."""

import dataclasses
from typing import Any, get_args

import pytest

from helpers import diff_records
from memcon.events.codes import code_table
from memcon.records import KINDS, Event, Kind, Status, Variant, family, is_contact, variant_of


def test_every_kind_has_its_row() -> None:
    assert set(KINDS) == set(get_args(Kind))
    assert {row.shape for row in KINDS.values()} == set(get_args(get_args(Event)[0]))
    assert {v for row in KINDS.values() for v in row.variants} == {v for v in get_args(Variant) for v in get_args(v)}


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_row_tells_of_its_class(kind: Kind) -> None:
    row = KINDS[kind]
    fields: dict[str, Any] = {field.name: field for field in dataclasses.fields(row.shape)}
    assert fields["kind"].default == kind
    assert get_args(fields[row.variant].type) == row.variants


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_variant_of_a_kind_has_codes(kind: Kind) -> None:
    coded = {(status, variant) for of, status, variant in code_table() if of == kind}
    assert coded == {(status, variant) for status in get_args(Status) for variant in KINDS[kind].variants}


def test_contacts_and_disputes() -> None:
    assert [family(kind) for kind in ("meeting", "call", "dispute")] == ["contact", "contact", "dispute"]
    assert [is_contact(kind) for kind in ("meeting", "call", "dispute")] == [True, True, False]


def test_the_variant_of_events_and_mentions() -> None:
    assert variant_of(diff_records.event("call", variant="video")) == "video"
    assert variant_of(diff_records.event("meeting", variant="visit")) == "visit"
    assert variant_of(diff_records.event("dispute", variant="expel")) == "expel"
    assert variant_of(diff_records.mention("a.txt", "General Ito called", kind="dispute")) == "accuse"
