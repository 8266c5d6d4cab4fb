"""doccano: JSON lines of a project for sequence labelling with relations. Offsets are units of UTF-16, as in a browser.

So they are unless the project's switch for grapheme clusters is on, which this format cannot serve (doccano 1.8.4). The
label of an event is its kind, variant and, where it did not occur, its status: `call:phone:planned`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, Final

from memcon.pages.annotation.formats.base import MARK, Holds
from memcon.pages.annotation.formats.json_lines import array, dumped, items, mapping, offset, words
from memcon.pages.annotation.formats.labels import Marked, all_labels, label_of
from memcon.pages.annotation.model import RELATIONS, ROLES, Annotation, Document, Piece, Refused, Span, with_damage
from memcon.pages.annotation.units import Utf16

suffix: Final = ".jsonl"
text: Final = True
holds: Final = Holds(values=frozenset({"status", "variant"}), span_values=frozenset(), mentions=False)
lost: Final = (
    "whether somebody looked at an article; dates, places, countries, who asked for a contact, topics and summaries of"
    " events, and countries and titles of participants: they stay as they are"
)
parts: Final[Mapping[str, str]] = {
    "labels": "the labels of spans, for the page Labels",
    "relations": "the labels of relations, for the same page",
}
_COLOURS: Final = ("#1f77b4", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f")


def write(documents: Iterable[Document], file: IO[bytes], part: str) -> Iterator[Piece]:
    """Write a line an article, or the labels of spans or of relations."""
    if part in parts:
        told = all_labels() if part == "labels" else [*ROLES, *RELATIONS]
        labels = [
            {"text": label, "suffix_key": None, "background_color": _COLOURS[at % 7], "text_color": "#ffffff"}
            for at, label in enumerate(told)
        ]
        file.write(json.dumps(labels, indent=1).encode() + b"\n")
        return
    number = 0
    for document in documents:
        line, number = _line(document, number)
        file.write(dumped(line) + b"\n")
    yield from ()


def _line(document: Document, number: int) -> tuple[dict[str, Any], int]:
    """Return a line, and the last id of a mark or tie, which are numbers of the whole file."""
    units = Utf16(document.text)
    marks: list[Span | Annotation] = [*document.spans, *document.annotations]
    ids = {mark.id: number + at for at, mark in enumerate(marks, start=1)}
    number += len(marks)
    entities = [
        {
            "id": ids[mark.id], "label": mark.label if isinstance(mark, Span) else label_of(mark),
            "start_offset": units.to_units(mark.start), "end_offset": units.to_units(mark.end),
        }
        for mark in marks
    ]  # fmt: skip
    ties = [(one.id, each.span, each.role) for one in document.annotations for each in one.arguments]
    ties += [(tie.source, tie.target, tie.type) for tie in document.relations]
    relations = [
        {"id": number + at, "from_id": ids[source], "to_id": ids[target], "type": type_}
        for at, (source, target, type_) in enumerate(ties, start=1)
    ]
    line = {"text": document.text, "entities": entities, "relations": relations}
    return {**line, "article": document.article, MARK: document.mark}, number + len(ties)


def read(files: Mapping[str, bytes]) -> Iterator[Piece]:
    """Yield the documents of an export: of each annotator a file, or one of all."""
    for name in sorted(files):
        annotator = name.rpartition("/")[2].rpartition(".")[0]
        for where, line in array(name, files[name]):
            if isinstance(line, Refused):
                yield line
            elif not isinstance(line.get("text"), str):
                yield Refused(where, "it is no line with a text")
            else:
                yield from with_damage(_document(where, line, annotator))


def _document(where: str, line: Mapping[str, Any], annotator: str) -> Iterator[Piece]:
    text = line["text"]
    marked, units = Marked(len(text)), Utf16(text)
    if not any(isinstance(line.get(name), list) for name in ("entities", "label", "labels")):
        yield Refused(where, "it has no array of marks: entities, label or labels")
    for number, entity in enumerate(_entities(line), start=1):
        try:
            start, end = (_point(units, entity.get(side)) for side in ("start_offset", "end_offset"))
            name = words(entity.get("id")) or f"entity {number}"
            marked.mark(name, words(entity.get("label")), start, end)
        except ValueError as error:
            yield Refused(f"{where}, entity {number}", str(error))
    for number, tie in enumerate(map(mapping, items(line.get("relations"))), start=1):
        try:
            marked.tie(words(tie.get("from_id")), words(tie.get("to_id")), words(tie.get("type")))
        except ValueError as error:
            yield Refused(f"{where}, relation {number}", str(error))
    yield Document(
        article=words(line.get("article")), text=text, mark=words(line.get(MARK)), annotator=annotator, where=where,
        **marked.parts(),  # type: ignore[arg-type]
    )  # fmt: skip


def _entities(line: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the marks of a line, which a project without relations has as `[start, end, label]`."""
    yield from map(mapping, items(line.get("entities")))
    for one in items(line.get("label")) + items(line.get("labels")):
        start, end, label = (*items(one), None, None, None)[:3]
        yield {"start_offset": start, "end_offset": end, "label": label}


def _point(units: Utf16, value: object) -> int:
    found = units.to_points(offset(value))
    if found is None:
        raise ValueError(f"the offset {value} is within a character, or outside of the text, as UTF-16 counts")
    return found
