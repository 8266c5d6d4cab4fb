"""Label Studio: tasks with predictions as JSON, and the labelling configuration in XML. Offsets are code points.

An event is a region of its kind; its status and its variant are choices of that region, what else is told stands in
text fields of the region; a span in an event is a relation from the event to it, whose label is the role.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, Final
from xml.sax.saxutils import quoteattr

from memcon.pages.annotation.formats.base import MARK, Holds
from memcon.pages.annotation.formats.json_lines import array, begin_array
from memcon.pages.annotation.formats.label_studio_tasks import tasks
from memcon.pages.annotation.model import (
    EVENT_KINDS,
    EVENT_VALUES,
    RELATIONS,
    ROLES,
    SPAN_LABELS,
    SPAN_VALUES,
    STATUSES,
    VARIANTS,
    Document,
    Piece,
)

suffix: Final = ".json"
text: Final = True
holds: Final = Holds(looked=True)
lost: Final = "nothing"
parts: Final[Mapping[str, str]] = {"config": "the labelling configuration, XML, for the settings of the project"}
_FIELDS: Final = tuple(name for name in EVENT_VALUES if name not in {"status", "variant"})
_COLOURS: Final = {
    "meeting": "#1f77b4", "call": "#2ca02c", "dispute": "#d62728", "participant": "#9467bd", "date": "#8c564b",
    "place": "#e377c2", "quote": "#7f7f7f",
}  # fmt: skip


def write(documents: Iterable[Document], file: IO[bytes], part: str) -> Iterator[Piece]:
    """Write the tasks, or the labelling configuration."""
    if part == "config":
        file.write(configuration().encode())
    else:
        begin_array(file, (_task(document) for document in documents))
    yield from ()


def configuration() -> str:
    """Return the labelling configuration."""
    labels = [f"    <Label value={quoteattr(name)} background={quoteattr(_COLOURS[name])}/>"
              for name in (*EVENT_KINDS, *SPAN_LABELS)]  # fmt: skip
    ties = [f"    <Relation value={quoteattr(name)}/>" for name in (*ROLES, *RELATIONS)]
    events = ",".join(EVENT_KINDS)
    fields = [_choices("status", STATUSES, events)]
    fields += [_choices(f"{kind}-variant", VARIANTS[kind], kind) for kind in EVENT_KINDS]
    fields += [_field(name, events) for name in _FIELDS]
    fields += [_field(name, "participant") for name in SPAN_VALUES]
    return "\n".join([
        "<View>",
        '  <Labels name="label" toName="text">', *labels, "  </Labels>",
        "  <Relations>", *ties, "  </Relations>",
        '  <Text name="text" value="$text" granularity="symbol"/>',
        *fields,
        "</View>",
        "",
    ])  # fmt: skip


def _when(labels: str) -> str:
    return f'perRegion="true" visibleWhen="region-selected" whenTagName="label" whenLabelValue={quoteattr(labels)}'


def _choices(name: str, words: Iterable[str], labels: str) -> str:
    chosen = "".join(f"<Choice value={quoteattr(word)}/>" for word in words)
    return f'  <Choices name={quoteattr(name)} toName="text" choice="single" {_when(labels)}>{chosen}</Choices>'


def _field(name: str, labels: str) -> str:
    return (
        f'  <TextArea name={quoteattr(name)} toName="text" maxSubmissions="1" editable="true" '
        f"placeholder={quoteattr(name)} {_when(labels)}/>"
    )


def _task(document: Document) -> dict[str, Any]:
    result = list(_result(document))
    predictions = [{"model_version": "memcon", "result": result}] if result else []
    data = {"text": document.text, "article": document.article, MARK: document.mark}
    return {"data": data, "predictions": predictions}


def _result(document: Document) -> Iterator[dict[str, Any]]:
    for span in document.spans:
        yield from _region(document, span.id, span.label, span.start, span.end, span.values, span.label)
    for one in document.annotations:
        yield from _region(document, one.id, one.kind, one.start, one.end, one.values, one.kind, one.mention)
        for argument in one.arguments:
            yield _tie(one.id, argument.span, argument.role)
    for tie in document.relations:
        yield _tie(tie.source, tie.target, tie.type)


def _region(
    document: Document, name: str, label: str, start: int, end: int, values: Mapping[str, str], kind: str,
    mention: str = "",
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Yield a region, and what is told of it under the same id, as Label Studio has results of one region."""
    meta = {"meta": {"text": [mention]}} if mention else {}
    place = {"start": start, "end": end}
    whole = {**place, "text": document.text[start:end], "labels": [label]}
    yield {"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": whole, **meta}
    for field, words in values.items():
        told: dict[str, Any] = {"id": name, "to_name": "text"}
        if field in {"status", "variant"}:
            value = {**place, "text": document.text[start:end], "choices": [words]}
            told |= {"from_name": field if field == "status" else f"{kind}-variant", "type": "choices", "value": value}
        else:
            told |= {"from_name": field, "type": "textarea", "value": {**place, "text": [words]}}
        yield told


def _tie(source: str, target: str, label: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": source, "to_id": target, "direction": "right", "labels": [label]}


def read(files: Mapping[str, bytes]) -> Iterator[Piece]:
    """Yield the documents of an export in the form JSON, with annotations; one for each annotator of a task."""
    for name in sorted(files):
        if name.endswith(".json") or len(files) == 1:
            for where, task in array(name, files[name]):
                yield from tasks(where, task)
