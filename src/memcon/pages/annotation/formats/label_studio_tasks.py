"""One task of Label Studio's export, read: a document for each annotation, which is one person's work on the task."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from memcon.pages.annotation.formats.base import MARK
from memcon.pages.annotation.formats.json_lines import items, mapping, offset, words
from memcon.pages.annotation.model import (
    EVENT_KINDS,
    EVENT_VALUES,
    RELATIONS,
    ROLES,
    SPAN_LABELS,
    SPAN_VALUES,
    Annotation,
    Argument,
    Document,
    Piece,
    Refused,
    Relation,
    Span,
    with_damage,
)
from memcon.records import Kind

_TOLD: Final = frozenset({*EVENT_VALUES, *SPAN_VALUES})


def tasks(where: str, task: Mapping[str, Any] | Refused) -> Iterator[Piece]:
    """Yield what each annotator made of a task; one with predictions alone nobody looked at."""
    if isinstance(task, Refused):
        yield task
        return
    data = mapping(task.get("data"))
    if not isinstance(data.get("text"), str) or ("annotations" not in task and "predictions" not in task):
        yield Refused(where, "it is no task with annotations: export the project as JSON, not as JSON-MIN or CSV")
        return
    done = [mapping(one) for one in items(task.get("annotations"))]
    kept = [one for one in done if not one.get("was_cancelled")]
    head = {"article": words(data.get("article")), "text": data["text"], "mark": words(data.get(MARK))}
    if not kept:
        yield Document(looked=False, where=where, **head)
    for one in kept:
        yield from with_damage(_Results(where, data["text"]).pieces(one.get("result"), _annotator(one), head))


def _annotator(annotation: Mapping[str, Any]) -> str:
    """Return who made an annotation: the number or the address of the user."""
    by = annotation.get("completed_by")
    return words(by) or words(mapping(by).get("email")) or words(mapping(by).get("id"))


class _Results:
    """Reads the results of one annotation."""

    def __init__(self, where: str, text: str) -> None:
        self.where, self.text = where, text
        self._regions: dict[str, tuple[str, int, int, str]] = {}
        self._values: dict[str, dict[str, str]] = {}
        self._ties: list[tuple[str, str, list[str]]] = []

    def pieces(self, results: object, annotator: str, head: Mapping[str, str]) -> Iterator[Piece]:
        if not isinstance(results, list):
            yield Refused(self.where, "an annotation of it has no array of results")
        for number, result in enumerate(map(mapping, items(results)), start=1):
            try:
                self._read(result)
            except ValueError as error:
                yield Refused(f"{self.where}, result {number}", str(error))
        spans = [
            Span(name, label, start, end, _ordered(self._values.get(name), SPAN_VALUES))
            for name, (label, start, end, _) in self._regions.items()
            if label in SPAN_LABELS
        ]
        events = [name for name, region in self._regions.items() if region[0] in EVENT_KINDS]
        arguments: dict[str, list[Argument]] = {name: [] for name in events}
        relations = []
        for source, target, labels in self._ties:
            for label in labels:
                if source in arguments and target in arguments and label in RELATIONS:
                    relations.append(Relation(label, source, target))
                elif (told := self._argument(source, target, label)) is not None:
                    arguments[told[0]].append(told[1])
                else:
                    yield Refused(
                        self.where, f"the relation {label[:40]!r} from {source!r} to {target!r} means nothing"
                    )
        annotations = tuple(self._annotation(name, arguments[name]) for name in events)
        yield Document(
            spans=tuple(spans), annotations=annotations, relations=tuple(relations), looked=True, annotator=annotator,
            where=self.where, article=head["article"], text=head["text"], mark=head["mark"],
        )  # fmt: skip

    def _read(self, result: Mapping[str, Any]) -> None:
        value = mapping(result.get("value"))
        match result.get("type"):
            case "labels":
                self._region(result, value)
            case "choices":
                chosen, field = items(value.get("choices")), words(result.get("from_name"))
                field = "variant" if field.endswith("-variant") else field
                if field in {"status", "variant"} and len(chosen) == 1:
                    self._values.setdefault(words(result.get("id")), {})[field] = words(chosen[0])
            case "textarea":
                field, told = words(result.get("from_name")), value.get("text")
                lines = [told] if isinstance(told, str) else items(told)
                if field in _TOLD and lines:
                    self._values.setdefault(words(result.get("id")), {})[field] = "; ".join(map(words, lines))
            case "relation":
                labels = [words(one) for one in items(result.get("labels"))] or [""]
                self._ties.append((words(result.get("from_id")), words(result.get("to_id")), labels))
            case other:
                raise ValueError(f"it is of the type {str(other)[:40]!r}, which the configuration of memcon has not")

    def _region(self, result: Mapping[str, Any], value: Mapping[str, Any]) -> None:
        """Take a region in, the text of which must be what Label Studio says that it is."""
        name, labels = words(result.get("id")), items(value.get("labels"))
        start, end = offset(value.get("start")), offset(value.get("end"))
        label = words(labels[0]) if len(labels) == 1 else ""
        if label not in EVENT_KINDS and label not in SPAN_LABELS:
            raise ValueError(f"it has the labels {str(labels)[:60]}, and needs one of the configuration of memcon")
        if not name or name in self._regions:
            raise ValueError(f"the id {name!r} stands twice, or is none")
        if not start < end <= len(self.text):
            raise ValueError(f"it is from {start} to {end}, and the text has {len(self.text)} characters")
        told, cut = value.get("text"), self.text[start:end]
        if isinstance(told, str) and told != cut:
            raise ValueError(f"from {start} to {end} the text has {cut[:60]!r}, and the region {told[:60]!r}")
        noted = items(mapping(result.get("meta")).get("text"))
        self._regions[name] = label, start, end, words(noted[0]) if noted else ""

    def _argument(self, source: str, target: str, label: str) -> tuple[str, Argument] | None:
        """Return the event and the span that a relation ties, whichever way it was drawn; None where it does not."""
        for event, span in ((source, target), (target, source)):
            kind, what = (self._regions.get(name, ("",))[0] for name in (event, span))
            if kind in EVENT_KINDS and what in SPAN_LABELS and (label or what) in ROLES:
                return event, Argument(label or what, span)
        return None

    def _annotation(self, name: str, arguments: list[Argument]) -> Annotation:
        label, start, end, mention = self._regions[name]
        values = _ordered(self._values.get(name), EVENT_VALUES)
        return Annotation(name, cast("Kind", label), start, end, values, tuple(arguments), mention)


def _ordered(values: Mapping[str, str] | None, names: tuple[str, ...]) -> dict[str, str]:
    return {name: values[name] for name in names if values and values.get(name)}
