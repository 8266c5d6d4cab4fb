"""Count a comparison: by kind and fate, and which fields changed. Says nothing of single events."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from memcon.compare.diff.values import FIELDS, Diff
from memcon.records import Record
from memcon.text.safe import safe_line

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


def count(found: Diff[Record]) -> Stat:
    """Return the counts of `found`."""
    kinds: dict[str, Counter[str]] = {}
    for kind, fate in _fates(found):
        kinds.setdefault(kind, Counter())[fate] += 1
    fields = Counter(
        field for group in (found.changed, found.regrouped) for one in group for field in {c.field for c in one.changes}
    )
    return Stat(
        {kind: {fate: kinds[kind][fate] for fate in FATES} for kind in sorted(kinds)},
        {fate: sum(counts[fate] for counts in kinds.values()) for fate in FATES},
        {field: fields[field] for field in (*FIELDS, *sorted(fields.keys() - {*FIELDS})) if field in fields},
    )


def _fates(found: Diff[Record]) -> Iterator[tuple[str, str]]:
    for record in found.added:
        yield from ((record.kind, fate) for fate in ("added", "new"))
    for record in found.removed:
        yield from ((record.kind, fate) for fate in ("removed", "old"))
    for record in found.unchanged:
        yield from ((record.kind, fate) for fate in ("unchanged", "old", "new"))
    for one in found.changed:
        yield from ((one.new.kind, "changed"), (one.old.kind, "old"), (one.new.kind, "new"))
    for group in found.regrouped:
        yield group.new[0].kind, group.how
        yield from ((record.kind, "old") for record in group.old)
        yield from ((record.kind, "new") for record in group.new)


def set_stat(stat: Stat) -> Iterator[str]:
    """Yield the counts as aligned lines."""
    fates = [fate for fate in FATES if fate in {"old", "new"} or stat.totals[fate]]
    rows = [("", *(fate if fate != "unchanged" else "the same" for fate in fates))]
    rows += [(kind, *(f"{counts[fate]:,}" for fate in fates)) for kind, counts in stat.kinds.items()]
    rows.append(("all", *(f"{stat.totals[fate]:,}" for fate in fates)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        yield "  ".join((first.ljust(widths[0]), *(c.rjust(w) for c, w in zip(rest, widths[1:], strict=True)))).rstrip()
    if stat.fields:
        ranked = sorted(stat.fields.items(), key=lambda item: -item[1])
        yield ""
        yield "changed fields: " + ", ".join(f"{safe_line(field)} {times:,}" for field, times in ranked)
