"""Events of a form that has no texts, as a spreadsheet, put where they stand in their article; pure."""

import dataclasses
import datetime as dt
import re
from typing import Final

from memcon.outputs.writers.sheet import one_line
from memcon.pages.annotation.model import Annotation, Document, Refused

_SHOWN: Final = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
"""A date as a spreadsheet shows it, in the order of some country."""


def located(document: Document, before: Document, refused: list[Refused]) -> Document:
    """Return a document with its events where they stand; one that was added where its words do, if that is one place.

    What cannot be placed is put into `refused`.
    """
    known = {one.mention: one for one in before.annotations}
    kept = []
    for one in document.annotations:
        if one.mention:
            was = known.get(one.mention)
            kept.append(_as_was(one, was) if was else one)
        elif one.quote:
            try:
                start = _start(one, before.text)
                kept.append(dataclasses.replace(one, start=start, end=start + len(one.quote)))
            except ValueError as error:
                refused.append(Refused(f"{document.where}, {one.id}", str(error)))
    return dataclasses.replace(document, text=before.text, annotations=tuple(kept))


def _as_was(one: Annotation, was: Annotation) -> Annotation:
    """Return an event at its place; a value that a spreadsheet has only written otherwise is as it was."""
    values = {
        name: was.values[name] if one_line(was.values.get(name, "")).strip() == words else words
        for name, words in one.values.items()
    }
    told = _SHOWN.fullmatch(values.get("date", ""))
    if told and was.values.get("date") in {*_days(*map(int, told.groups()))}:
        values["date"] = was.values["date"]
    return dataclasses.replace(one, start=was.start, end=was.end, values=values)


def _days(first: int, second: int, year: int) -> list[str]:
    found = []
    for month, day in ((second, first), (first, second)):
        try:
            found.append(dt.date(year, month, day).isoformat())
        except ValueError:
            continue
    return found


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
