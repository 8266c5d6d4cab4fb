"""Count a comparison: by kind and fate, and which fields changed. Says nothing of single events."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from memcon.compare.diff.values import Diff
from memcon.compare.render.note import Block, Figures, Lines
from memcon.records import Record
from memcon.records.fields import FIELDS

FATES: Final = ("old", "new", "added", "removed", "changed", "merged", "split", "regrouped", "unchanged")
"""`old` and `new` count the records of either run; the rest what became of them, a merger or a split counted once."""


@dataclass(frozen=True, slots=True)
class Stat:
    """Counts of a comparison."""

    kinds: Mapping[str, Mapping[str, int]]
    """By kind, then by fate: as the event is now, or as it was where it is gone."""
    totals: Mapping[str, int]
    fields: Mapping[str, int]
    """In how many events a field changed, in the order in which changes are told."""


def count(diff: Diff[Record]) -> Stat:
    """Return the counts of `diff`."""
    kinds: dict[str, Counter[str]] = {}
    for kind, fate in _fates(diff):
        kinds.setdefault(kind, Counter())[fate] += 1
    fields = Counter(
        field for group in (diff.changed, diff.regrouped) for one in group for field in {c.field for c in one.changes}
    )
    return Stat(
        {kind: {fate: kinds[kind][fate] for fate in FATES} for kind in sorted(kinds)},
        {fate: sum(counts[fate] for counts in kinds.values()) for fate in FATES},
        {field: fields[field] for field in (*FIELDS, *sorted(fields.keys() - {*FIELDS})) if field in fields},
    )


def _fates(diff: Diff[Record]) -> Iterator[tuple[str, str]]:
    for record in diff.added:
        yield from ((record.kind, fate) for fate in ("added", "new"))
    for record in diff.removed:
        yield from ((record.kind, fate) for fate in ("removed", "old"))
    for record in diff.unchanged:
        yield from ((record.kind, fate) for fate in ("unchanged", "old", "new"))
    for one in diff.changed:
        yield from ((one.new.kind, "changed"), (one.old.kind, "old"), (one.new.kind, "new"))
    for group in diff.regrouped:
        yield group.new[0].kind, group.how
        yield from ((record.kind, "old") for record in group.old)
        yield from ((record.kind, "new") for record in group.new)


def stat_note(stat: Stat) -> tuple[Block, ...]:
    """Return the counts as a table, and which fields changed, the most often changed first."""
    ranked = sorted(stat.fields.items(), key=lambda item: -item[1])
    fields = ", ".join(f"{field} {times:,}" for field, times in ranked)
    return stat_table(stat, unchanged="the same"), Lines((f"changed fields: {fields}",) if fields else ())


def stat_table(stat: Stat, *, corner: str = "", unchanged: str = "unchanged", total: bool = True) -> Figures:
    """Return the counts by kind, those of all kinds last where `total`; fates that befell nothing are left out."""
    fates = [fate for fate in FATES if fate in {"old", "new"} or stat.totals[fate]]
    counted = [*stat.kinds.items(), *([("all", stat.totals)] if total else [])]
    rows = tuple((kind, *(f"{counts[fate]:,}" for fate in fates)) for kind, counts in counted)
    return Figures("", (corner, *(unchanged if fate == "unchanged" else fate for fate in fates)), rows)
