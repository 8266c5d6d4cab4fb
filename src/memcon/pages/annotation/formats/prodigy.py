"""Prodigy: a task a line, as JSON, with spans, tokens and relations, for spans.manual and rel.manual. Code points.

The label of an event is its kind, variant and, where it did not occur, its status: `call:phone:planned`. Tokens are cut
at the ends of spans too, so that every span begins and ends with one.
"""

import itertools
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, Final

from memcon.pages.annotation.formats.base import MARK, Holds
from memcon.pages.annotation.formats.json_lines import array, dumped, items, mapping, offset, words
from memcon.pages.annotation.formats.labels import Marked, all_labels, label_of
from memcon.pages.annotation.model import Annotation, Document, Piece, Refused, Span, with_damage

suffix: Final = ".jsonl"
text: Final = True
holds: Final = Holds(values=frozenset({"status", "variant"}), span_values=frozenset(), looked=True)
lost: Final = (
    "dates, places, countries, who asked for a contact, topics and summaries of events, and countries and titles of"
    " participants: they stay as they are"
)
parts: Final[Mapping[str, str]] = {"config": "the labels, for --label, and those of relations, as JSON"}
_PIECE: Final = re.compile(r"\w+|\s+|[^\w\s]")
_JOINING: Final = frozenset("\u200c\u200d\ufe0e\ufe0f")


def write(documents: Iterable[Document], file: IO[bytes], part: str) -> Iterator[Piece]:
    """Write the tasks, or the labels."""
    if part == "config":
        from memcon.pages.annotation.model import RELATIONS, ROLES  # noqa: PLC0415  needed here alone

        told = {"labels": all_labels(), "relations": [*ROLES, *RELATIONS]}
        file.write(json.dumps(told, indent=1).encode() + b"\n")
        return
    for document in documents:
        file.write(dumped(_task(document)) + b"\n")
    yield from ()


def _task(document: Document) -> dict[str, Any]:
    marks: list[Span | Annotation] = [*document.spans, *document.annotations]
    tokens = tokens_of(document.text, {at for mark in marks for at in (mark.start, mark.end)})
    first = {token["start"]: token["id"] for token in tokens}
    last = {token["end"]: token["id"] for token in tokens}
    spans: dict[str, dict[str, Any]] = {}
    for mark in marks:
        place = {"start": mark.start, "end": mark.end, "token_start": first[mark.start], "token_end": last[mark.end]}
        spans[mark.id] = {**place, "label": _label(mark), "id": mark.id}
    for one in document.annotations:
        if one.mention:
            spans[one.id]["mention"] = one.mention
    ties = [(one.id, each.span, each.role) for one in document.annotations for each in one.arguments]
    ties += [(tie.source, tie.target, tie.type) for tie in document.relations]
    relations = [
        {
            "head": spans[source]["token_end"], "child": spans[target]["token_end"], "label": label,
            "head_span": spans[source], "child_span": spans[target],
        }
        for source, target, label in ties
    ]  # fmt: skip
    return {
        "text": document.text, "spans": list(spans.values()), "tokens": tokens, "relations": relations,
        "article": document.article, MARK: document.mark,
    }  # fmt: skip


def _label(mark: Span | Annotation) -> str:
    return mark.label if isinstance(mark, Span) else label_of(mark)


def tokens_of(text: str, ends: set[int]) -> list[dict[str, Any]]:
    """Return the tokens of a text as Prodigy has them, cut at each of `ends` too; with a space where `ws`, they are it.

    No span of ours begins or ends with a space, so that one between two words needs no token.
    """
    cuts = {found.start() for found in _PIECE.finditer(text)}
    cuts = {at for at in cuts if not (unicodedata.category(text[at])[0] == "M" or text[at] in _JOINING)}
    order = sorted((cuts | ends | {0}) - {len(text)})
    tokens: list[dict[str, Any]] = []
    for start, end in zip(order, [*order[1:], len(text)], strict=True):
        before = tokens[-1] if tokens else None
        if text[start:end] == " " and before and not before["ws"] and not before["text"].isspace():
            before["ws"] = True
        elif end > start:
            tokens.append({"text": text[start:end], "start": start, "end": end, "id": len(tokens), "ws": False})
    return tokens


def read(files: Mapping[str, bytes]) -> Iterator[Piece]:
    """Yield the documents of what `prodigy db-out` writes; one for each answer."""
    for name in sorted(files):
        for where, task in array(name, files[name]):
            if isinstance(task, Refused):
                yield task
            elif not isinstance(task.get("text"), str):
                yield Refused(where, "it is no task with a text")
            elif task.get("answer") == "reject":
                why = "the task was rejected as a whole, and does not say of which event: take events away, and accept"
                yield Refused(where, why)
            else:
                yield from with_damage(_document(where, task))


def _document(where: str, task: Mapping[str, Any]) -> Iterator[Piece]:
    text = task["text"]
    marked, places = Marked(len(text)), dict[tuple[object, ...], str]()
    if not isinstance(task.get("spans"), list):
        yield Refused(where, "it has no array of spans")
    taken = {words(mapping(one).get("id")) for one in items(task.get("spans"))}
    for number, span in enumerate(map(mapping, items(task.get("spans"))), start=1):
        try:
            name = words(span.get("id")) or next(one for one in _names(number) if one not in taken)
            place = offset(span.get("start")), offset(span.get("end")), words(span.get("label"))
            _check(span.get("text"), text[place[0] : place[1]])
            marked.mark(name, place[2], place[0], place[1], words(span.get("mention")))
            places.setdefault(place, name)
        except ValueError as error:
            yield Refused(f"{where}, span {number}", str(error))
    for number, tie in enumerate(map(mapping, items(task.get("relations"))), start=1):
        try:
            ends = [_end(mapping(tie.get(side)), places, marked) for side in ("head_span", "child_span")]
            marked.tie(ends[0], ends[1], words(tie.get("label")))
        except ValueError as error:
            yield Refused(f"{where}, relation {number}", str(error))
    yield Document(
        article=words(task.get("article")), text=text, mark=words(task.get(MARK)),
        looked=task.get("answer") == "accept",
        annotator=words(task.get("_annotator_id")) or words(task.get("_session_id")), where=where,
        **marked.parts(),  # type: ignore[arg-type]
    )  # fmt: skip


def _names(number: int) -> Iterator[str]:
    """Yield names for a span that has none."""
    yield f"span {number}"
    yield from (f"span {number}.{more}" for more in itertools.count())


def _check(told: object, cut: str) -> None:
    if isinstance(told, str) and told != cut:
        raise ValueError(f"the text has {cut[:60]!r} there, and the span {told[:60]!r}")


def _end(span: Mapping[str, Any], places: Mapping[tuple[object, ...], str], marked: Marked) -> str:
    """Return which mark an end of a relation is: by its id where that is kept, else by its place and label."""
    name = words(span.get("id"))
    if name in marked.spans or name in marked.annotations:
        return name
    return places.get((span.get("start"), span.get("end"), span.get("label")), name)
