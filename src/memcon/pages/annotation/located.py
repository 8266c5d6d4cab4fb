"""Events of a form that has no texts, as a spreadsheet, put where they stand in their article; pure."""

import dataclasses
import re
from typing import Final

from memcon.pages.annotation.cells import cells_of, comes_back, read_cell
from memcon.pages.annotation.model import Annotation, Document, Refused

_MARKED: Final = {"others": "participant", "place": "place"}
"""Values whose words may be marked in the article, with the label of such marks."""
_ROOM: Final = 1000
"""Characters beside a quote in which more of its words are looked for, for white space that a sheet does not hold."""


def located(document: Document, before: Document, refused: list[Refused]) -> Document:
    """Return a document with its events where they stand; one that was added where its words do, if that is one place.

    What a cell says that nobody changed is as it was, with what is marked. What cannot be placed is put into `refused`,
    as is a row whose words are not those of the mention that it names.
    """
    known = {read_cell(one.mention): one for one in before.annotations}
    kept, known_bad = [], len(refused)
    for one in document.annotations:
        was = known.get(one.mention) if one.mention else None
        try:
            if was:
                start, end = _marked(one, was, before)
                kept.append(_as_was(dataclasses.replace(one, start=start, end=end), was, before, document.unsaid))
            elif one.mention:
                kept.append(one)
            elif one.quote:
                if one.cut:
                    _check_added(one, before)
                start = _start(one, before.text)
                kept.append(dataclasses.replace(one, start=start, end=start + len(one.quote)))
        except ValueError as error:
            refused.append(Refused(f"{document.where}, {one.id}", str(error)))
    return dataclasses.replace(
        document, text=before.text, spans=before.spans, annotations=tuple(kept),
        damaged=document.damaged or len(refused) > known_bad,
    )  # fmt: skip


def _marked(one: Annotation, was: Annotation, before: Document) -> tuple[int, int]:
    """Return where the words of a row stand, which may be more or fewer than those of its mention.

    A row without words is where it was. Raises ValueError where its words have nothing in common with those of its
    mention, or are those of another one: rows of which some columns were sorted without the others are such.
    """
    if not one.quote or comes_back(before.text[was.start : was.end], one.quote):
        return was.start, was.end
    others = (each for each in before.annotations if each is not was)
    if not any(comes_back(before.text[each.start : each.end], one.quote) for each in others):
        first = max(0, was.start - len(one.quote) - _ROOM)
        words = re.compile(r"\s+".join(map(re.escape, one.quote.split())))
        for found in words.finditer(before.text, first, was.end + len(one.quote) + _ROOM):
            if found.start() < was.end and was.start < found.end():
                return found.span()
    raise ValueError(
        f"its words, {one.quote[:60]!r}, are not those of its mention, {was.mention!r}: some of its columns may have"
        " been sorted without the others"
    )


def _check_added(one: Annotation, before: Document) -> None:
    """Raise ValueError where the row of an added event, which ends early, may be the rest of one of the run."""
    for each in before.annotations:
        if each.mention and each.kind == one.kind and comes_back(before.text[each.start : each.end], one.quote):
            raise ValueError(
                f"its words are those of {each.mention!r}, and it ends before its mention: the file may have been cut;"
                " where a cell is empty, its separator stands all the same"
            )


def _as_was(one: Annotation, was: Annotation, before: Document, unsaid: frozenset[str]) -> Annotation:
    """Return an event at its place; what a spreadsheet has only written otherwise is as it was."""
    cells = cells_of(was, before)
    same = {name for name, cell in cells.items() if name in unsaid or comes_back(cell, one.values.get(name, ""))}
    values = {name: words for name, words in one.values.items() if name not in same}
    values |= {name: words for name, words in was.values.items() if name in same}
    changed = {_MARKED[name] for name in _MARKED.keys() - same}
    spans = {span.id: span.label for span in before.spans}
    arguments = tuple(each for each in was.arguments if spans[each.span] not in changed)
    return dataclasses.replace(one, values=values, mention=was.mention, arguments=arguments)


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
