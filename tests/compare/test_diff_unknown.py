"""Fields that this memcon does not know: of a newer one, or new in the records; compared as JSON, never lost."""

import json
from pathlib import Path
from typing import Any

import pytest

from helpers.diff_records import event
from memcon.compare.diff import diff
from memcon.compare.diff.filters import ignored
from memcon.compare.diff.source import read_sides
from memcon.compare.diff.stat import count
from memcon.compare.diff.textconv import textconv_lines
from memcon.compare.diff.to_json import json_lines
from memcon.compare.diff.to_note import diff_note
from memcon.compare.render.text import text_lines
from memcon.errors import DataError
from memcon.records.jsonl import dump


def read(tmp_path: Path, *more: dict[str, object]) -> list[Any]:
    paths = []
    for at, fields in enumerate(more):
        line = json.loads(dump(event())) | fields
        paths.append(tmp_path / f"{at}.jsonl")
        paths[-1].write_text(json.dumps(line) + "\n", encoding="utf-8")
    return [side.records for side in read_sides(*map(str, paths))]


def test_it_is_compared_part_by_part(tmp_path: Path) -> None:
    first = {"decision": "d1", "who": "Ana", "note": "\u202ewrong"}
    second = {"decision": "d2", "who": "Budi", "note": ""}
    none, one, two = read(
        tmp_path, {}, {"seen": {"by": [first], "mark": 1}}, {"seen": {"by": [first, second], "mark": 2}}
    )
    assert not diff(two, two)
    found = diff(one, two)
    assert [(c.field, c.old, c.new) for c in found.changed[0].changes] == [
        ("seen.by", None, json.dumps(second, separators=(",", ":"))), ("seen.mark", "1", "2"),
    ]  # fmt: skip
    assert found.mirrored() == diff(two, one)
    assert list(text_lines(diff_note(found)))[2:] == [
        "~ call-2024-04-29-NOR-SDN · Anna Berg, Omar Haddad",
        "    seen.by     + decision d2, who Budi",
        "    seen.mark   1 → 2",
    ]
    assert "\\u202e" in "\n".join(text_lines(diff_note(diff(none, one))))
    assert not found.without(ignored(["other"]))
    page = json.loads("".join(json_lines(found, count(found), old="a", new="b")))
    assert page["changed"][0]["changes"][0]["new"] == second
    assert page["fields"] == {"seen.by": 1, "seen.mark": 1}


def test_it_may_stand_inside(tmp_path: Path) -> None:
    proof_of = json.loads(dump(event()))["mentions"][0]
    one, two = read(tmp_path, {}, {"mentions": [proof_of | {"page": 3}]})
    assert [(c.field, c.new) for c in diff(one, two).changed[0].changes] == [("mentions.page", "3")]
    assert "  mentions.page 3" in list(textconv_lines(two))


def test_the_order_of_a_list_is_a_change_where_nothing_else_is(tmp_path: Path) -> None:
    one, two = read(tmp_path, {"tags": ["a", "b"]}, {"tags": ["b", "a"]})
    assert [(c.old, c.new) for c in diff(one, two).changed[0].changes] == [('["a","b"]', '["b","a"]')]


def test_a_merge_that_would_lose_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text(json.dumps(json.loads(dump(event())) | {"tags": []}) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 1: this memcon does not know the field 'tags'"):
        read_sides(str(path), strict=True)


def test_what_is_wrong_besides_is_still_damaged(tmp_path: Path) -> None:
    deep: Any = []
    for _ in range(300):
        deep = [deep]
    wrong: list[dict[str, object]] = [{"tags": [], "status": "done"}, {"tags": deep}]
    for fields in wrong:
        with pytest.raises(DataError, match=r"0\.jsonl', line 1"):
            read(tmp_path, fields)
