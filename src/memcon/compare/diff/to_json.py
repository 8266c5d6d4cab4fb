"""Write a comparison as JSON: one element a line, so that it streams, greps and diffs.

Characters that could deceive on a terminal (control, bidirectional, zero-width) are escaped, which JSON reads back.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import pydantic_core

from memcon.compare.diff.stat import Stat
from memcon.compare.diff.values import Changed, Diff, FieldChange, Regrouped
from memcon.records import Record

FORMAT_VERSION: Final = 1
_SUSPECT: Final = re.compile(r"[^\x20-\x7e]+")


def json_stat_lines(stat: Stat, *, old: str, new: str) -> Iterator[str]:
    """Yield one JSON object: names and counts, by kind too."""
    counts = {"counts": stat.totals, "kinds": stat.kinds, "fields": stat.fields}
    yield _dump({"diff_version": FORMAT_VERSION, "old": old, "new": new, **counts})


def json_lines(diff: Diff[Record], stat: Stat, *, old: str, new: str) -> Iterator[str]:
    """Yield the lines of one JSON object: names and counts, then what was added, removed, changed and regrouped.

    A change holds `field`, `article` (of what one article contributes), `old`, `new`, `old_words` and `new_words`; a
    field of many values has one change for each, null on the side that has no such value.
    """
    head = {"diff_version": FORMAT_VERSION, "old": old, "new": new, "counts": stat.totals, "fields": stat.fields}
    yield f"{_dump(head)[:-1]},"
    moved = [{"old": a, "new": b} for a, b in diff.moved]
    parts: tuple[tuple[str, Iterable[object]], ...] = (
        ("moved", moved),
        ("removed", diff.removed),
        ("added", diff.added),
        ("changed", map(_changed, diff.changed)),
        ("regrouped", map(_regrouped, diff.regrouped)),
    )
    for at, (name, values) in enumerate(parts):
        lines = [_dump(value) for value in values]
        end = "}" if at == len(parts) - 1 else ","
        if not lines:
            yield f'"{name}":[]{end}'
            continue
        yield f'"{name}":['
        yield from (f"{line}," for line in lines[:-1])
        yield f"{lines[-1]}]{end}"


def _changed(changed: Changed[Record]) -> dict[str, object]:
    return {"old": changed.old.id, "new": changed.new.id, "by": changed.by, "changes": [*map(_change, changed.changes)]}


def _regrouped(group: Regrouped[Record]) -> dict[str, object]:
    return {
        "how": group.how,
        "old": [record.id for record in group.old],
        "new": [record.id for record in group.new],
        "by": group.by,
        "changes": [*map(_change, group.changes)],
    }


def _change(change: FieldChange) -> dict[str, object]:
    return {
        "field": change.field,
        "article": change.article,
        "old": _value(change, change.old),
        "new": _value(change, change.new),
        "old_words": change.old_words,
        "new_words": change.new_words,
    }


def _value(change: FieldChange, value: object) -> object:
    return pydantic_core.from_json(value) if change.other and isinstance(value, str) else value


def _dump(value: object) -> str:
    text = pydantic_core.to_json(value).decode("utf-8")
    return _SUSPECT.sub(lambda run: "".join(map(_escaped, run[0])), text)


def _escaped(char: str) -> str:
    if char.isprintable():
        return char
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
