"""What changed between two runs: events recognised by their words first, then by likeness, and compared field by field.

Pure: two sequences of records in, one frozen `Diff` out. Files, revisions and screens are the command's.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from memcon.compare.diff.compare import compare
from memcon.compare.diff.values import Changed, Diff, FieldChange, R, Regrouped, ordered
from memcon.events.matching.match import Matching, match
from memcon.events.matching.values import Words
from memcon.records import Record

__all__ = ["Changed", "Diff", "FieldChange", "Record", "Regrouped", "Words", "diff"]


def diff(old: Sequence[R], new: Sequence[R]) -> Diff[R]:
    """Return what differs between two runs, whatever the order of their records.

    `diff(a, a)` is empty, and `diff(a, b).mirrored() == diff(b, a)`. Near-linear: events are compared only with those
    that share words, an article, or countries and a time.
    """
    matching = match(old, new)
    moved = _moved(old, new, matching)
    into: dict[int, list[R]] = {}
    out_of: dict[int, list[R]] = {}
    for i, j in matching.merged.items():
        into.setdefault(j, []).append(old[i])
    for j, i in matching.split.items():
        out_of.setdefault(i, []).append(new[j])
    changed: list[Changed[R]] = []
    regrouped: list[Regrouped[R]] = []
    unchanged: list[R] = []
    for i, j, by in (*matching.pairs, *((i, j, "evidence") for i, j in matching.same)):
        a, b = old[i], new[j]
        olds, news = ordered(into.get(j, ()), lambda r: r), ordered(out_of.get(i, ()), lambda r: r)
        if olds or news:
            changes = compare(a, b, moved=moved, old_more=olds, new_more=news)
            regrouped.append(Regrouped((a, *olds), (b, *news), by, changes))
        elif a == b:
            unchanged.append(b)
        elif changes := compare(a, b, moved=moved):
            changed.append(Changed(a, b, by, changes))
        else:  # they differ in an order that means nothing
            unchanged.append(min(a, b, key=repr))
    return Diff(
        added=ordered((new[j] for j in _rest(len(new), matching, 1)), lambda r: r),
        removed=ordered((old[i] for i in _rest(len(old), matching, 0)), lambda r: r),
        changed=ordered(changed, lambda c: c.new),
        regrouped=ordered(regrouped, lambda g: g.new[0]),
        unchanged=ordered(unchanged, lambda r: r),
    )


def _rest(count: int, matching: Matching, side: int) -> list[int]:
    """Return the positions on one side that belong to nothing on the other."""
    taken = {pair[side] for pair in matching.same} | {pair[side] for pair in matching.pairs}
    taken |= (matching.split if side else matching.merged).keys()
    return [i for i in range(count) if i not in taken]


def _moved(old: Sequence[R], new: Sequence[R], matching: Matching) -> Mapping[str, str]:
    """Return the new id of every event that has another one, where ids are unique as they should be."""
    times_old, times_new = Counter(r.id for r in old), Counter(r.id for r in new)
    pairs = ((old[p.old].id, new[p.new].id) for p in matching.pairs)
    return {a: b for a, b in pairs if a != b and times_old[a] == 1 == times_new[b]}
