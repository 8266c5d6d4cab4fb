"""Which annotation that came back is which that was written: by its mention where the tool kept it, else by its words.

Pure, and linear in the annotations but for sorting them.
"""

import dataclasses
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence

from memcon.pages.annotation.formats.base import Holds
from memcon.pages.annotation.model import Annotation, Document, Span


@dataclasses.dataclass(frozen=True, slots=True)
class Matched:
    """An article before and after."""

    kept: tuple[tuple[Annotation, Annotation], ...]
    """What was written, and what came back of it."""
    gone: tuple[Annotation, ...]
    added: tuple[Annotation, ...]


def matched(before: Sequence[Annotation], after: Sequence[Annotation]) -> Matched:
    """Match what was written with what came back; no two are one unless they have words in common.

    First those that name their mention, then those of the same words and kind, those of the same words, and at last
    those that overlap, in the order of the text.
    """
    pairs: list[tuple[Annotation, Annotation]] = []
    old, new = list(before), list(after)
    for key in (
        lambda one: one.mention or None,
        lambda one: (one.start, one.end, one.kind),
        lambda one: (one.start, one.end),
    ):
        waiting: defaultdict[object, deque[Annotation]] = defaultdict(deque)
        for one in old:
            if key(one) is not None:
                waiting[key(one)].append(one)
        rest = []
        for one in new:
            if waiting.get(key(one)) and _overlap(waiting[key(one)][0], one):
                pairs.append((waiting[key(one)].popleft(), one))
            else:
                rest.append(one)
        taken = {one.id for one, _ in pairs}
        old, new = [one for one in old if one.id not in taken], rest
    overlapping = list(_in_order(old, new))
    pairs += overlapping
    taken, found = {one.id for one, _ in overlapping}, {one.id for _, one in overlapping}
    return Matched(
        tuple(pairs),
        tuple(one for one in old if one.id not in taken),
        tuple(one for one in new if one.id not in found),
    )


def _overlap(one: Annotation, other: Annotation) -> bool:
    return one.start < other.end and other.start < one.end


def _in_order(old: Iterable[Annotation], new: Iterable[Annotation]) -> Iterable[tuple[Annotation, Annotation]]:
    """Yield pairs that overlap, each annotation once, going through both in the order of the text."""
    left, right = (deque(sorted(each, key=lambda one: (one.start, one.end))) for each in (old, new))
    while left and right:
        if _overlap(left[0], right[0]):
            yield left.popleft(), right.popleft()
        elif left[0].end <= right[0].start:
            left.popleft()
        else:
            right.popleft()


def filled(after: Document, before: Document, pairs: Iterable[tuple[Annotation, Annotation]], holds: Holds) -> Document:
    """Return what came back, with what the format could not hold as it was written."""
    was = {new.id: old for old, new in pairs}
    places = {(span.label, span.start, span.end): span for span in before.spans}
    return dataclasses.replace(
        after,
        spans=tuple(_with(span, places.get((span.label, span.start, span.end)), holds) for span in after.spans)
        + (() if holds.arguments else tuple(_apart(before.spans))),
        annotations=tuple(_as_was(one, was.get(one.id), holds) for one in after.annotations),
    )


def _with(span: Span, old: Span | None, holds: Holds) -> Span:
    return dataclasses.replace(span, values=_joined(span.values, old.values, holds.span_values)) if old else span


def _as_was(one: Annotation, old: Annotation | None, holds: Holds) -> Annotation:
    if old is None:
        return one
    arguments = one.arguments
    if not holds.arguments:
        arguments = tuple(dataclasses.replace(each, span=f"was {each.span}") for each in old.arguments)
    values = _joined(one.values, old.values, holds.values)
    return dataclasses.replace(one, values=values, mention=old.mention, arguments=arguments)


def _apart(spans: Iterable[Span]) -> Iterable[Span]:
    return (dataclasses.replace(span, id=f"was {span.id}") for span in spans)


def _joined(new: Mapping[str, str], old: Mapping[str, str], held: frozenset[str]) -> dict[str, str]:
    return {name: words for name, words in old.items() if name not in held} | dict(new)
