"""Events of a form that has no texts, as a spreadsheet, put where they stand in their article; pure."""

import dataclasses
from typing import Final

from memcon.pages.annotation.cells import cells_of, comes_back, read_cell
from memcon.pages.annotation.model import Annotation, Document, Refused

_MARKED: Final = {"others": "participant", "place": "place"}
"""Values whose words may be marked in the article, with the label of such marks."""


def located(document: Document, before: Document, refused: list[Refused]) -> Document:
    """Return a document with its events where they stand; one that was added where its words do, if that is one place.

    What a cell says that nobody changed is as it was, with what is marked. What cannot be placed is put into `refused`.
    """
    known = {read_cell(one.mention): one for one in before.annotations}
    kept = []
    for one in document.annotations:
        if one.mention:
            was = known.get(one.mention)
            kept.append(_as_was(one, was, before, document.unsaid) if was else one)
        elif one.quote:
            try:
                start = _start(one, before.text)
                kept.append(dataclasses.replace(one, start=start, end=start + len(one.quote)))
            except ValueError as error:
                refused.append(Refused(f"{document.where}, {one.id}", str(error)))
    return dataclasses.replace(document, text=before.text, spans=before.spans, annotations=tuple(kept))


def _as_was(one: Annotation, was: Annotation, before: Document, unsaid: frozenset[str]) -> Annotation:
    """Return an event at its place; what a spreadsheet has only written otherwise is as it was."""
    cells = cells_of(was, before)
    same = {name for name, cell in cells.items() if name in unsaid or comes_back(cell, one.values.get(name, ""))}
    values = {name: words for name, words in one.values.items() if name not in same}
    values |= {name: words for name, words in was.values.items() if name in same}
    changed = {_MARKED[name] for name in _MARKED.keys() - same}
    spans = {span.id: span.label for span in before.spans}
    arguments = tuple(each for each in was.arguments if spans[each.span] not in changed)
    return dataclasses.replace(
        one, start=was.start, end=was.end, values=values, mention=was.mention, arguments=arguments
    )


def _start(one: Annotation, text: str) -> int:
    """Return where the words of an added event begin; raises ValueError."""
    if one.end and text[one.start : one.start + len(one.quote)] == one.quote:
        return one.start
    start = text.find(one.quote)
    if start < 0:
        raise ValueError(f"the words {one.quote[:60]!r} do not stand in the article: copy them from it")
    if text.find(one.quote, start + 1) >= 0:
        raise ValueError(f"the words {one.quote[:60]!r} stand in the article several times: copy more of them")
    return start
