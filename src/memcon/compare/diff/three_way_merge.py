"""Merge two runs that grew from one: no event of either side is lost, and no two values are mixed into a third.

Fields merge one by one: who changed a field wins it, lists take what came and drop what went on either side. Where both
sides changed one field to different values, or one dropped what the other changed, both versions are kept as two events
and the merge is a conflict, which a person ends by deleting one line.
"""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic

from memcon.compare.diff.compare import compare, person_keys, person_likeness
from memcon.compare.diff.three_way_links import Kept, Node, Side, by_id, by_node
from memcon.compare.diff.three_way_proofs import in_text, is_theirs, listed, merge_proofs, twice
from memcon.compare.diff.values import R, ordered
from memcon.events.bounds import bounds_of
from memcon.events.codes import code_table
from memcon.events.matching.match import match
from memcon.events.matching.pairing import candidates
from memcon.events.matching.wording import say
from memcon.events.merge.events import label
from memcon.records import Mention, Participant, Record, Reported, variant_of
from memcon.records.fields import FIELDS

_NAMED_ANEW: Final = frozenset({"id", "codes"})
"""Attributes that follow from others, and are made of them at the end."""


def _is_list(name: str) -> bool:
    row = FIELDS.get(name)
    return row is not None and row.many and row.sort != "decisions"


def _may_differ(name: str, *, added: bool) -> bool:
    """Return whether ours stands where both sides differ: on how an event was found, or a model's words of one `added`.

    Of an event that both sides added, nobody changed the summary.
    """
    row = FIELDS.get(name)
    return row is not None and (row.quiet or (added and row.sort == "text") or name == "schema_version")


@dataclass(frozen=True, slots=True)
class ThreeWayMerge(Generic[R]):
    """The outcome of a merge."""

    records: tuple[R, ...]
    """In the order of a file, their ids unique."""
    conflicts: tuple[str, ...]
    """What a person has to decide, a line each."""


def three_way_merge(base: Sequence[R], ours: Sequence[R], theirs: Sequence[R]) -> ThreeWayMerge[R]:
    """Return what both sides made of `base`, whatever the order of records."""
    nodes = by_node(ordered(_nodes(base, ours, theirs), lambda node: next(filter(None, node))))
    kept: list[Kept[R]] = []
    conflicts: list[str] = []
    for number, node in enumerate(nodes):
        found, why = _met(number, node)
        kept += found
        conflicts += why
    records, why = by_id(_named(kept), nodes)
    conflicts += [*why, *twice(kept, (base, ours, theirs)), *_of_one_name(kept)]
    return ThreeWayMerge(tuple(records), tuple(sorted(conflicts)))


def _nodes(base: Sequence[R], ours: Sequence[R], theirs: Sequence[R]) -> list[Node[R]]:
    """Return every event once, with what base and each side have of it."""
    mine, yours = _now(base, ours), _now(base, theirs)
    nodes = [
        Node(record, ours[mine[i]] if i in mine else None, theirs[yours[i]] if i in yours else None)
        for i, record in enumerate(base)
    ]
    came = _rest(ours, mine), _rest(theirs, yours)
    pairs = {i: j for i, j in _now(*came).items() if not _other_mention(came[0][i], came[1][j])}
    nodes += [Node(None, record, came[1][pairs[i]] if i in pairs else None) for i, record in enumerate(came[0])]
    taken = {*pairs.values()}
    return nodes + [Node(None, None, record) for j, record in enumerate(came[1]) if j not in taken]


def _other_mention(ours: Record, theirs: Record) -> bool:
    """Return whether these are mentions of two ids; both stay where both sides added one, as in the events."""
    return isinstance(ours, Mention) and ours.id != theirs.id


def _now(base: Sequence[R], side: Sequence[R]) -> dict[int, int]:
    """Return where each record of `base` is now; nowhere if it was dropped or merged into another.

    By its words alone: values of two events that are merely alike are not to be mixed. A mention, by its id first.
    """
    ids = {record.id: j for j, record in enumerate(side) if isinstance(record, Mention)}
    named = {i: ids.pop(record.id) for i, record in enumerate(base) if record.id in ids}
    known = {*named.values()}
    old, new = ([at for at in range(len(of)) if at not in by] for of, by in ((base, named), (side, known)))
    found = match([base[i] for i in old], [side[j] for j in new])
    pairs = [*found.same, *((pair.old, pair.new) for pair in found.pairs if pair.by == "evidence")]
    return {**named, **{old[i]: new[j] for i, j in pairs}}


def _rest(side: Sequence[R], now: Mapping[int, int]) -> list[R]:
    known = {*now.values()}
    return [record for j, record in enumerate(side) if j not in known]


def _met(number: int, node: Node[R]) -> tuple[list[Kept[R]], list[str]]:
    """Return what is kept of an event, and what clashes."""
    base, ours, theirs = node
    if ours is not None and theirs is not None:
        return _both(number, base, ours, theirs)
    left = ours if ours is not None else theirs
    side: Side = "ours" if theirs is None else "theirs"
    if left is None or (base is not None and all(change.quiet for change in compare(base, left, moved={}))):
        return [], []
    dropped, changed = ("theirs", "ours") if theirs is None else ("ours", "theirs")
    why = [f"{left.id}: dropped by {dropped} and changed by {changed}; kept"] if base is not None else []
    return [Kept(left, number, side)], why


def _both(number: int, base: R | None, ours: R, theirs: R) -> tuple[list[Kept[R]], list[str]]:
    """Merge one event that both sides have, field by field; both versions where that cannot be."""
    if theirs in (ours, base):
        return [Kept(ours, number)], []
    if ours == base:
        return [Kept(theirs, number)], []
    if ours.kind != theirs.kind:
        values: dict[str, Any] = {}
        clashes = [f"kind: {ours.kind} (ours), {theirs.kind} (theirs)"]
    else:
        values, clashes = _fields(base if base and base.kind == ours.kind else None, ours, theirs)
    if clashes:
        both = [Kept(ours, number, "ours"), Kept(theirs, number, "theirs")]
        return both, [f"{ours.id}: both sides changed the {clash}; both kept" for clash in clashes]
    return [Kept(_labelled(ours, theirs, dataclasses.replace(ours, **values)), number)], []


def _fields(base: R | None, ours: R, theirs: R) -> tuple[dict[str, Any], list[str]]:
    """Return the merged value of each field, and what clashes."""
    values: dict[str, Any] = {}
    clashes: list[str] = []
    for field in dataclasses.fields(ours):
        name = field.name
        was: Any = getattr(base, name, ())
        a: Any = getattr(ours, name)
        b: Any = getattr(theirs, name)
        if name == "mentions":
            values[name], why = merge_proofs(was, a, b)
            clashes += why
        elif _is_list(name):
            values[name] = _tidy(name, listed(was, a, b))
        elif name == "id" and isinstance(ours, Mention):
            values[name] = theirs.id if is_theirs(base.id if base else None, ours.id, theirs.id) else ours.id
        elif a == b or name in _NAMED_ANEW or (base is not None and b == was):
            values[name] = a
        elif base is not None and a == was:
            values[name] = b
        elif _may_differ(name, added=base is None):
            values[name] = a
        else:
            clashes.append(f"{name.replace('_', ' ')}: {say(a)} (ours), {say(b)} (theirs)")
        if name in {"mentions", "quotes"} and not values[name]:
            clashes.append(f"{name}: each side dropped what the other kept")
        if name == "participants":
            clashes += _persons(was, a, b)
    if isinstance(ours, Mention) and ours.id != theirs.id:
        of: Any = theirs if values["id"] == theirs.id else ours
        if any({*values[name]} != {*getattr(of, name)} for name in ("quotes", "names")):
            clashes.append(f"id: {ours.id} (ours), {theirs.id} (theirs)")
    return values, clashes


def _tidy(name: str, values: list[Any]) -> tuple[Any, ...]:
    sort = FIELDS[name].sort
    if sort == "codes":
        return tuple(sorted(values))
    if sort == "doubts":
        return tuple(sorted(values, key=dataclasses.astuple))
    if sort == "spans":
        return in_text(values)
    return tuple(values)


def _persons(base: Iterable[Participant], ours: Iterable[Participant], theirs: Iterable[Participant]) -> Iterator[str]:
    """Yield persons whom both sides changed, each to another."""
    was, one, other = {*base}, {*ours}, {*theirs}
    mine = [p for p in ours if p not in was and p not in other]
    yours = [p for p in theirs if p not in was and p not in one]
    for at, to in sorted({*candidates(mine, yours, person_keys)}):
        if person_likeness(mine[at], yours[to]):
            yield f"participants: {say(mine[at])} (ours), {say(yours[to])} (theirs)"


def _labelled(ours: R, theirs: R, merged: R) -> R:
    """Return `merged` with the id, the codes, who reported it and the bounds that its fields call for."""
    if isinstance(merged, Mention):
        return merged
    told = FIELDS["reported"]
    reported = _reported(told.of(ours), told.of(theirs), len({proof.article for proof in merged.mentions}))
    values: dict[str, Any] = {"reported": reported, **bounds_of(merged.status, merged.date, reported)}
    where = merged.date, merged.countries
    if where != (ours.date, ours.countries):
        named = theirs.id if where == (theirs.date, theirs.countries) else label(merged.kind, *where)
        values["id"] = named
    nature = merged.kind, merged.status, variant_of(merged)
    if nature != (ours.kind, ours.status, variant_of(ours)):
        row = code_table().get(nature)
        values["codes"] = row.codes if row else merged.codes
    return dataclasses.replace(merged, **values)


def _reported(ours: Reported | None, theirs: Reported | None, articles: int) -> Reported | None:
    """Return what both sides know of who reported an event that so many articles prove now; sources as the most do."""
    if ours is None or theirs is None or ours == theirs:
        return ours or theirs
    days = [day for side in (ours, theirs) for day in (side.first, side.last) if day]
    return Reported(
        first=min(days, default=None),
        last=max(days, default=None),
        articles=articles,
        sources=max(ours.sources, theirs.sources),
        languages=tuple(sorted({*ours.languages, *theirs.languages})),
        agreed=ours.agreed if ours.agreed == theirs.agreed else (),
    )


def _named(kept: Iterable[Kept[R]]) -> Iterator[tuple[str, Kept[R]]]:
    """Yield records in the order of a file, each with the id that it has there: no other has it."""
    taken: set[str] = set()
    last: Counter[str] = Counter()
    for one in ordered(kept, lambda k: k.record):
        name = one.record.id
        while name in taken:
            last[one.record.id] += 1
            name = f"{one.record.id}-{last[one.record.id] + 1}"
        taken.add(name)
        yield name, one


def _of_one_name(kept: Iterable[Kept[R]]) -> Iterator[str]:
    """Yield ids that several mentions have: what proves an event names them."""
    nodes: dict[str, set[int]] = defaultdict(set)
    for one in kept:
        if isinstance(one.record, Mention):
            nodes[one.record.id].add(one.node)
    for name, of in nodes.items():
        if len(of) > 1:
            yield f"{name}: each side has a mention of its own under this id; both kept"
