"""Labels of tools whose marks have nothing else: `call:phone`, or `call:phone:planned`; a span has its own.

A label without a status is of what occurred.
"""

from collections.abc import Mapping

from memcon.pages.annotation.model import (
    EVENT_KINDS,
    RELATIONS,
    ROLES,
    SPAN_LABELS,
    STATUSES,
    VARIANTS,
    Annotation,
    Argument,
    Relation,
    Span,
)


def label_of(one: Annotation) -> str:
    """Return the label of an event."""
    status = one.values.get("status", "occurred")
    parts = [one.kind, one.values.get("variant", "")]
    return ":".join(filter(None, [*parts, status if status != "occurred" else ""]))


def all_labels() -> list[str]:
    """Return every label that can stand, those of events that occurred first."""
    told = [f"{kind}:{variant}" for kind in EVENT_KINDS for variant in VARIANTS[kind]]
    others = [f"{label}:{status}" for label in told for status in STATUSES if status != "occurred"]
    return [*told, *SPAN_LABELS, *others]


class Marked:
    """Marks with labels and the ties between them, as they are read, in a text of so many characters."""

    def __init__(self, length: int) -> None:
        self._length = length
        self.spans: dict[str, Span] = {}
        self.annotations: dict[str, Annotation] = {}
        self._arguments: dict[str, list[Argument]] = {}
        self.relations: list[Relation] = []

    def mark(self, name: str, label: str, start: int, end: int, mention: str = "") -> None:
        """Take a mark in; ValueError where its label is none, it lies outside, or its id stands twice."""
        if not 0 <= start < end <= self._length:
            raise ValueError(f"it is from {start} to {end}, and the text has {self._length} characters")
        if name in self.spans or name in self.annotations:
            raise ValueError(f"the id {name!r} stands twice")
        kind, _, rest = label.partition(":")
        if label in SPAN_LABELS:
            self.spans[name] = Span(name, label, start, end)
        elif kind in EVENT_KINDS:
            variant, _, status = rest.partition(":")
            if status and status not in STATUSES:
                raise ValueError(f"the label {label[:60]!r} ends in no status: {', '.join(STATUSES)}")
            values = {"status": status or "occurred"} | ({"variant": variant} if variant else {})
            self.annotations[name] = Annotation(name, kind, start, end, values, mention=mention)
            self._arguments[name] = []
        else:
            raise ValueError(f"the label {label[:60]!r} is none that memcon writes")

    def tie(self, source: str, target: str, label: str) -> None:
        """Take a tie in, whichever way it was drawn; ValueError where it means nothing."""
        if source in self.annotations and target in self.annotations and label in RELATIONS:
            self.relations.append(Relation(label, source, target))
            return
        event, span = (source, target) if source in self.annotations else (target, source)
        if event not in self.annotations or span not in self.spans or label not in ROLES:
            raise ValueError(f"the relation {label[:40]!r}, {source!r} to {target!r}, means nothing")
        self._arguments[event].append(Argument(label, span))

    def parts(self) -> Mapping[str, tuple[object, ...]]:
        """Return what a document is made of."""
        told = tuple(
            Annotation(one.id, one.kind, one.start, one.end, one.values, tuple(self._arguments[one.id]), one.mention)
            for one in self.annotations.values()
        )
        return {"spans": (*self.spans.values(),), "annotations": told, "relations": (*self.relations,)}
