"""What an older memcon wrote is read as the newest has it, and can be told in its old form again, byte for byte."""

import json
import shutil
from pathlib import Path
from typing import Any

import pydantic_core
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memcon.errors import DataError
from memcon.outputs.folder import RunFolder
from memcon.outputs.run_report import read_report
from memcon.records import SCHEMA_VERSION, Correction, EventDate, Place, correction, run_files
from memcon.records.jsonl import dump, read_lines
from memcon.records.review import _IN_JSON
from memcon.records.versions import STEPS, downgraded, dumped, upgraded, version_of

FIRST = Path(__file__).parent / "version_1"
"""A run that memcon wrote in version 1 and its author reviewed, with its two articles beside it."""
RUN = RunFolder(FIRST / "run")


def lines(name: str) -> list[bytes]:
    return RUN.file(name).read_bytes().splitlines(keepends=True)


def test_every_version_has_a_step_to_the_next() -> None:
    assert len(STEPS) == SCHEMA_VERSION - 1


def test_a_file_of_version_1_is_read_and_told_in_its_own_bytes() -> None:
    for what in run_files.LINES:
        name = run_files.file_of(what)
        assert [version_of(line) for line in lines(name)] == [1] * len(lines(name)), name
        assert [dumped(dump(record), 1) for record in getattr(RUN, what)()] == lines(name)
    assert [dumped(dump(decision), 1) for decision in RUN.decisions()] == lines(run_files.DECISIONS)
    report = read_report("run.json", RUN.file(run_files.REPORT).read_bytes())
    assert report.schema_version == SCHEMA_VERSION


def test_every_event_has_all_keys_and_machine_is_of_one_type() -> None:
    told = [json.loads(line) for line in RUN.lines("events")]
    assert [(one["form"], one["channel"], one["act"]) for one in told] == [
        ("visit", None, None), (None, None, "summon"), (None, "phone", None), (None, "unspecified", None),
    ]  # fmt: skip
    assert {tuple(one) for one in told} == {tuple(told[0])}
    corrections = [one for event in told for one in event["review"]["corrections"]]
    assert {one["field"] for one in corrections} == {
        "status", "variant", "date", "place", "countries", "participants", "topics", "initiator", "summary"
    }  # fmt: skip
    assert {type(one["machine"]) for one in corrections} == {str, type(None)}


def test_a_correction_is_read_as_the_field_has_it() -> None:
    found = {one.field: one for event in RUN.events() if event.review for one in event.review.corrections}
    assert found["date"].said == EventDate(start="2024-07-02", end="2024-07-02", precision="day")  # type: ignore[arg-type]
    assert found["place"].said == Place(name="Kampala", country="UGA")
    assert found["countries"].said == ("JOR", "NOR")
    assert [person.name for person in found["participants"].said] == ["William Ruto", "Yoweri Museveni"]
    assert (found["topics"].said, found["topics"].machine) == ((), "[]")
    assert (found["initiator"].said, found["summary"].said, found["variant"].said) == (None, "", "unspecified")
    for one in found.values():
        assert correction(one.field, one.said, one.decision) == one


@pytest.mark.parametrize("field", [*_IN_JSON])
def test_a_correction_that_is_no_value_of_its_field_is_refused(field: Any) -> None:
    for machine in ("", "{", "7", '{"name":1}', "[[]]"):
        with pytest.raises(ValueError, match=f"what the machine says is no {field} in JSON"):
            Correction(field=field, machine=machine, decision="d")


def test_a_damaged_line_of_version_1_names_file_and_line(tmp_path: Path) -> None:
    folder = RunFolder(shutil.copytree(RUN.path, tmp_path / "run"))
    event = json.loads(lines("events.jsonl")[0])
    for spoilt in (
        event | {"form": "walk"},
        event | {"review": {"decisions": event["review"]["decisions"], "corrections": [{"field": [], "machine": []}]}},
        event | {"review": []},
        {key: value for key, value in event.items() if key != "form"},
        event | {"act": "accuse"},
    ):
        folder.file(run_files.EVENTS).write_text(json.dumps(spoilt))
        with pytest.raises(DataError, match=r"events.jsonl', line 1 \(byte 0\): "):
            list(folder.events())


def test_what_tells_no_version_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"codes":1,"mentions":2}\n')
    assert list(read_lines(tmp_path / "x.jsonl", dict)) == [{"codes": 1, "mentions": 2}]


KEYS = st.sampled_from([
    "schema_version", "action", "target", "targets", "event", "mention", "codes", "mentions", "review", "corrections",
    "field", "machine", "form", "act",
])  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=3), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(KEYS, JSON | KEYS, max_size=8), st.sampled_from([0, 1, 2, 3, -1, True, "1", None]))
def test_any_object_is_upgraded_or_left(values: dict[str, Any], version: Any) -> None:
    assert isinstance(upgraded(values | {"schema_version": version}), dict)


@given(JSON.filter(lambda value: value is not None), st.sampled_from([*_IN_JSON]))
def test_whatever_the_machine_said_comes_back(said: Any, field: str) -> None:
    old = {
        "schema_version": 1, "codes": {}, "mentions": [], "kind": "call",
        "review": {"corrections": [{"field": field, "machine": said}]}, "channel": "phone",
    }  # fmt: skip
    before = pydantic_core.to_json(old)
    assert pydantic_core.to_json(downgraded(upgraded(old), 1)) == before
