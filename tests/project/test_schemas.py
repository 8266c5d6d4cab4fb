"""The schemas in `schemas/` are those of the records, and describe what a run writes."""

import json
from typing import Any

import pytest

from conftest import ROOT
from memcon.outputs.schemas import WRITTEN, schema

FOLDER = ROOT / "schemas"
LEFT_OUT = {("decision", "settles")}
"""Where they are empty, so that decisions which settle nothing have the bytes that older seals are of."""


@pytest.mark.parametrize("name", WRITTEN)
def test_the_file_is_what_the_records_generate(name: str) -> None:
    assert json.loads((FOLDER / f"{name}.json").read_text("utf-8")) == schema(name), "`make schemas` writes it anew"


def test_no_schema_is_left_over() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(WRITTEN)


def objects(node: Any) -> list[dict[str, Any]]:
    """Every object that a schema describes, at any depth."""
    below = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    found = [each for child in below for each in objects(child)]
    return [*found, node] if isinstance(node, dict) and "properties" in node else found


@pytest.mark.parametrize("name", WRITTEN)
def test_every_object_is_closed_and_says_what_it_is(name: str) -> None:
    found = objects(schema(name))
    assert found
    for each in found:
        assert each["additionalProperties"] is False
        assert each["description"], each["title"]
        absent = set(each["properties"]) - set(each["required"])
        assert {(name, key) for key in absent} <= LEFT_OUT
        assert all(each["properties"][key]["default"] == [] for key in absent)


def test_the_kinds_of_events_are_told_apart_by_their_kind() -> None:
    assert set(schema("event")["discriminator"]["mapping"]) == {"meeting", "call", "dispute"}
