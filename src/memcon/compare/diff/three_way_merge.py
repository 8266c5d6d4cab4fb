"""Merge two runs that grew from one: no event of either side is lost, and no two values are mixed into a third.

Fields merge one by one: who changed a field wins it, lists take what came and drop what went on either side. Where both
sides changed one field to different values, or one dropped what the other changed, both versions are kept as two events
and the merge is a conflict, which a person ends by deleting one line.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic

from memcon.compare.diff.compare import compare, person_keys, person_likeness
from memcon.compare.diff.values import R, ordered
from memcon.events.bounds import bounds_of
from memcon.events.codes import code_table
from memcon.events.matching.match import match
from memcon.events.matching.pairing import candidates
from memcon.events.matching.wording import say
from memcon.events.merge.events import label
from memcon.records import Mention, Participant, Proof, Quote, Reported, variant_of
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


@dataclass(frozen=True, slots=True)
class _Kept(Generic[R]):
    """A record of the outcome, and the ids that it had before."""

    record: R
    aliases: tuple[str, ...]


def three_way_merge(base: Sequence[R], ours: Sequence[R], theirs: Sequence[R]) -> ThreeWayMerge[R]:
    """Return what both sides made of `base`, whatever the order of records."""
    mine, yours = _now(base, ours), _now(base, theirs)
    kept: list[_Kept[R]] = []
    conflicts: list[str] = []
    for i, record in enumerate(base):
        a, b = (side[now[i]] if i in now else None for side, now in ((ours, mine), (theirs, yours)))
        found, why = _met(record, a, b)
        kept += found
        conflicts += why
    came = _rest(ours, mine), _rest(theirs, yours)
    pairs = _now(*came)
    for i, record in enumerate(came[0]):
        found, why = _both(None, record, came[1][pairs[i]]) if i in pairs else ([_Kept(record, ())], [])
        kept += found
        conflicts += why
    taken = {*pairs.values()}
    kept += [_Kept(record, ()) for j, record in enumerate(came[1]) if j not in taken]
    return ThreeWayMerge(_finished(kept), tuple(sorted(conflicts)))


def _now(base: Sequence[R], side: Sequence[R]) -> dict[int, int]:
    """Return where each record of `base` is now; nowhere if it was dropped or merged into another.

    By its words alone: values of two events that are merely alike are not to be mixed.
    """
    found = match(base, side)
    return {**dict(found.same), **{pair.old: pair.new for pair in found.pairs if pair.by == "evidence"}}


def _rest(side: Sequence[R], now: Mapping[int, int]) -> list[R]:
    known = {*now.values()}
    return [record for j, record in enumerate(side) if j not in known]


def _met(base: R, ours: R | None, theirs: R | None) -> tuple[list[_Kept[R]], list[str]]:
    if ours is not None and theirs is not None:
        return _both(base, ours, theirs)
    left = ours if ours is not None else theirs
    if left is None or all(change.quiet for change in compare(base, left, moved={})):
        return [], []
    dropped, changed = ("theirs", "ours") if theirs is None else ("ours", "theirs")
    return [_Kept(left, (base.id,))], [f"{left.id}: dropped by {dropped} and changed by {changed}; kept"]


def _both(base: R | None, ours: R, theirs: R) -> tuple[list[_Kept[R]], list[str]]:
    """Merge one event that both sides have, field by field; both versions where that cannot be."""
    aliases = tuple(record.id for record in (base, ours, theirs) if record is not None)
    if theirs in (ours, base):
        return [_Kept(ours, aliases)], []
    if ours == base:
        return [_Kept(theirs, aliases)], []
    if ours.kind != theirs.kind:
        values: dict[str, Any] = {}
        clashes = [f"kind: {ours.kind} (ours), {theirs.kind} (theirs)"]
    else:
        values, clashes = _fields(base if base and base.kind == ours.kind else None, ours, theirs)
    if clashes:
        both = [_Kept(ours, aliases[:1]), _Kept(theirs, (theirs.id,))]
        return both, [f"{ours.id}: both sides changed the {clash}; both kept" for clash in clashes]
    return [_Kept(_labelled(ours, theirs, dataclasses.replace(ours, **values)), aliases)], []


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
            values[name] = _proofs(was, a, b)
            clashes += _words(was, a, b)
        elif _is_list(name):
            values[name] = _tidy(name, _listed(was, a, b))
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
    return values, clashes


def _listed(base: Iterable[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """Return what both kept and what either added, ours first."""
    was, mine, yours = {*base}, {*ours}, {*theirs}
    kept = [value for value in ours if value in yours or value not in was]
    return kept + [value for value in theirs if value not in mine and value not in was]


def _tidy(name: str, values: list[Any]) -> tuple[Any, ...]:
    sort = FIELDS[name].sort
    if sort == "codes":
        return tuple(sorted(values))
    if sort == "doubts":
        return tuple(sorted(values, key=dataclasses.astuple))
    if sort == "spans":
        return tuple(sorted(values, key=lambda span: (span.start, span.end)))
    return tuple(values)


def _persons(base: Iterable[Participant], ours: Iterable[Participant], theirs: Iterable[Participant]) -> Iterator[str]:
    """Yield persons whom both sides changed, each to another."""
    was, one, other = {*base}, {*ours}, {*theirs}
    mine = [p for p in ours if p not in was and p not in other]
    yours = [p for p in theirs if p not in was and p not in one]
    for at, to in sorted({*candidates(mine, yours, person_keys)}):
        if person_likeness(mine[at], yours[to]):
            yield f"participants: {say(mine[at])} (ours), {say(yours[to])} (theirs)"


def _proofs(base: Sequence[Proof], ours: Sequence[Proof], theirs: Sequence[Proof]) -> tuple[Proof, ...]:
    """Merge what each article contributes; an article that one side dropped stays where the other changed it."""
    was, mine, yours = (_by_article(proofs) for proofs in (base, ours, theirs))
    found = []
    for key in sorted(was.keys() | mine.keys() | yours.keys()):
        old, a, b = was.get(key), mine.get(key), yours.get(key)
        if a and b:
            found.append(_proof(old, a, b))
        elif (left := a or b) and left != old:
            found.append(left)
    return tuple(found)


def _by_article(proofs: Iterable[Proof]) -> dict[tuple[str, int], Proof]:
    seen: Counter[str] = Counter()
    found: dict[tuple[str, int], Proof] = {}
    for proof in sorted(proofs, key=lambda p: (p.article, p.mention)):
        found[proof.article, seen[proof.article]] = proof
        seen[proof.article] += 1
    return found


def _words(base: Sequence[Proof], ours: Sequence[Proof], theirs: Sequence[Proof]) -> Iterator[str]:
    """Yield the words for a date or a place that both sides read otherwise in an article."""
    was, mine, yours = (_by_article(proofs) for proofs in (base, ours, theirs))
    for key in sorted(was.keys() & mine.keys() & yours.keys()):
        for name in ("date_words", "place_words"):
            old, a, b = (FIELDS[name].of(proofs[key]) for proofs in (was, mine, yours))
            if len({old, a, b}) == 3:
                yield f"{FIELDS[name].words}: {say(a)} (ours), {say(b)} (theirs)"


def _proof(base: Proof | None, ours: Proof, theirs: Proof) -> Proof:
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    quotes: list[Quote] = _listed(base.quotes if base else (), ours.quotes, theirs.quotes)
    names = _listed(base.names if base else (), ours.names, theirs.names)
    return dataclasses.replace(
        ours,
        quotes=_tidy("quotes", quotes or [*ours.quotes]),
        names=_tidy("names", names),
        date=theirs.date if base and ours.date == base.date else ours.date,
        place=theirs.place if base and ours.place == base.place else ours.place,
    )


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


def _finished(kept: Iterable[_Kept[R]]) -> tuple[R, ...]:
    """Return records in the order of a file, with ids that are unique and links that point to them."""
    taken: set[str] = set()
    last: Counter[str] = Counter()
    aliases: dict[str, str] = {}
    records: list[R] = []
    for one in ordered(kept, lambda k: k.record):
        name = one.record.id
        while name in taken:
            last[one.record.id] += 1
            name = f"{one.record.id}-{last[one.record.id] + 1}"
        taken.add(name)
        for alias in one.aliases:
            aliases.setdefault(alias, name)
        records.append(one.record if name == one.record.id else dataclasses.replace(one.record, id=name))
    return tuple(_relinked(record, aliases, taken) for record in records)


def _relinked(record: R, aliases: Mapping[str, str], taken: set[str]) -> R:
    if isinstance(record, Mention) or all(link.event in taken for link in record.links):
        return record
    links = tuple(
        link if link.event in taken else dataclasses.replace(link, event=aliases.get(link.event, link.event))
        for link in record.links
    )
    return dataclasses.replace(record, links=links)
