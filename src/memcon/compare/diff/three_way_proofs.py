"""Merge what articles contribute to an event that two sides changed: mention by mention, each with its own evidence.

A mention is known by its id; one whose id is another now, by words that it has in common with one that is gone.
"""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from memcon.compare.diff.three_way_links import Kept
from memcon.compare.diff.values import R
from memcon.events.matching.shared_words import RunQuotes, Span, covered, ties
from memcon.events.matching.wording import say
from memcon.records import Mention, Proof, Quote
from memcon.records.fields import FIELDS

_SINGLE: Final = ("date", "place", "model", "prompt")
"""What a mention has one of."""


class Sides(NamedTuple):
    """One mention, as base and both sides have it: None where it is not there."""

    base: Proof | None
    ours: Proof | None
    theirs: Proof | None


def merge_proofs(
    base: Sequence[Proof], ours: Sequence[Proof], theirs: Sequence[Proof]
) -> tuple[tuple[Proof, ...], list[str]]:
    """Return what both sides made of the mentions of an event, and what clashes.

    One that a side dropped stays where the other changed it. No quote comes under an id that it had on neither side.
    """
    found: dict[Proof, None] = {}
    clashes: list[str] = []
    for old, a, b in _sides(base, ours, theirs):
        if a and b:
            merged, why = _merged(old, a, b)
            found[merged] = None
            clashes += why
        elif (left := a or b) and left != old:
            found[left] = None
    twice = Counter(proof.mention for proof in found)
    clashes += [f"mentions: each has its own {name}" for name, times in sorted(twice.items()) if times > 1]
    return tuple(sorted(found, key=lambda proof: (proof.article, proof.mention))), clashes


def twice(kept: Iterable[Kept[R]], sides: Iterable[Iterable[R]]) -> Iterator[str]:
    """Yield mentions that would stand in more events than they do on any side: each side has put it into its own."""
    most: Counter[str] = Counter()
    for side in sides:
        most |= Counter(name for record in side for name in _mentions(record))
    of: dict[str, dict[int, str]] = defaultdict(dict)
    for one in kept:
        for name in _mentions(one.record):
            of[name].setdefault(one.node, one.record.id)
    for name, events in of.items():
        if len(events) > most[name]:
            yield f"{min(events.values())}: its mention {name} stands in {len(events)} events; all kept"


def _mentions(record: R) -> list[str]:
    return [] if isinstance(record, Mention) else [proof.mention for proof in record.mentions]


def listed(base: Iterable[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """Return what both kept and what either added, ours first."""
    was, mine, yours = {*base}, {*ours}, {*theirs}
    kept = [value for value in ours if value in yours or value not in was]
    return kept + [value for value in theirs if value not in mine and value not in was]


def in_text(spans: Iterable[Any]) -> tuple[Any, ...]:
    """Return spans as they stand in an article."""
    return tuple(sorted(spans, key=lambda span: (span.start, span.end)))


def is_theirs(base: str | None, ours: str, theirs: str) -> bool:
    """Return whether a mention has the id of theirs once merged, by the ids that it has: only theirs is another."""
    return base == ours != theirs


def _sides(base: Sequence[Proof], ours: Sequence[Proof], theirs: Sequence[Proof]) -> Iterator[Sides]:
    mine, yours = _now(base, ours), _now(base, theirs)
    for i, proof in enumerate(base):
        yield Sides(proof, ours[mine[i]] if i in mine else None, theirs[yours[i]] if i in yours else None)
    known, taken = {*mine.values()}, {*yours.values()}
    came = [proof for j, proof in enumerate(ours) if j not in known]
    other = [proof for j, proof in enumerate(theirs) if j not in taken]
    pairs = _of_one_id(came, other)
    for i, proof in enumerate(came):
        yield Sides(None, proof, other[pairs[i]] if i in pairs else None)
    both = {*pairs.values()}
    for j, proof in enumerate(other):
        if j not in both:
            yield Sides(None, None, proof)


def _of_one_id(old: Sequence[Proof], new: Sequence[Proof]) -> dict[int, int]:
    where = {(proof.article, proof.mention): j for j, proof in reversed([*enumerate(new)])}
    found: dict[int, int] = {}
    for i, proof in enumerate(old):
        if (j := where.pop((proof.article, proof.mention), None)) is not None:
            found[i] = j
    return found


def _now(old: Sequence[Proof], new: Sequence[Proof]) -> dict[int, int]:
    """Return where each mention is now, by its id, or else by the words that it shares, most first."""
    found = _of_one_id(old, new)
    taken = {*found.values()}
    mine = _quotes((i, proof) for i, proof in enumerate(old) if i not in found)
    yours = _quotes((j, proof) for j, proof in enumerate(new) if j not in taken)
    for tie in sorted(ties(mine, yours), key=lambda tie: (-tie.share, repr(old[tie.old]), repr(new[tie.new]))):
        if tie.old not in found and tie.new not in taken:
            found[tie.old] = tie.new
            taken.add(tie.new)
    return found


def _quotes(proofs: Iterable[tuple[int, Proof]]) -> RunQuotes:
    spans: dict[str, list[Span]] = defaultdict(list)
    size: dict[int, int] = {}
    for at, proof in proofs:
        spans[proof.article] += (Span(quote.start, quote.end, at, quote.text) for quote in proof.quotes)
        size[at] = covered((quote.start, quote.end) for quote in proof.quotes)
    return RunQuotes({article: sorted(of) for article, of in spans.items()}, size)


def _merged(base: Proof | None, ours: Proof, theirs: Proof) -> tuple[Proof, list[str]]:
    """Return one mention as both sides have it, and what clashes: ours then stands there."""
    if theirs in (ours, base):
        return ours, []
    if ours == base:
        return theirs, []
    quotes: list[Quote] = listed(base.quotes if base else (), ours.quotes, theirs.quotes)
    names = listed(base.names if base else (), ours.names, theirs.names)
    clashes = [*_words(base, ours, theirs)]
    if not quotes:
        clashes.append("quotes: each side dropped what the other kept")
    of = theirs if is_theirs(base.mention if base else None, ours.mention, theirs.mention) else ours
    if ours.mention != theirs.mention and ({*quotes}, {*names}) != ({*of.quotes}, {*of.names}):
        clashes.append(f"mentions: {ours.mention} (ours), {theirs.mention} (theirs)")
    if clashes:
        return ours, clashes
    values = {
        name: getattr(theirs if base and getattr(ours, name) == getattr(base, name) else ours, name) for name in _SINGLE
    }
    return dataclasses.replace(of, quotes=in_text(quotes), names=in_text(names), **values), []


def _words(base: Proof | None, ours: Proof, theirs: Proof) -> Iterator[str]:
    """Yield the words for a date or a place that both sides read otherwise."""
    for name in ("date_words", "place_words"):
        old, a, b = (FIELDS[name].of(proof) if proof else None for proof in (base, ours, theirs))
        if base and len({old, a, b}) == 3:
            yield f"{FIELDS[name].words}: {say(a)} (ours), {say(b)} (theirs)"
