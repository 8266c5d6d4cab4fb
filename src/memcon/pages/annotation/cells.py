"""What a document says in the cells of a sheet, which has no texts of articles; pure."""

from typing import Final

from memcon.outputs.writers.excel import CHARACTERS
from memcon.outputs.writers.sheet import no_formula, one_line
from memcon.pages.annotation.model import EVENT_VALUES, Annotation, Document
from memcon.pages.annotation.values import participant_words

AS_DAY: Final = " shown as a day"
AS_MONTH: Final = " shown as a month"
"""Behind a day that a workbook holds as one, and not as text: what its cell shows of it."""


def cells_of(one: Annotation, document: Document) -> dict[str, str]:
    """Return the cells of an event by the names of `EVENT_VALUES`; `others` has all who took part."""
    return {name: one.values.get(name, "") for name in EVENT_VALUES} | {
        "others": _people(one, document),
        "place": one.values.get("place") or _place(one, document),
    }


def _people(one: Annotation, document: Document) -> str:
    spans = {span.id: span for span in document.spans}
    named = [
        participant_words(span.values, each.role, document.text[span.start : span.end])
        for each in one.arguments
        if (span := spans[each.span]).label == "participant"
    ]
    return "; ".join([*named, *filter(None, [one.values.get("others", "")])])


def _place(one: Annotation, document: Document) -> str:
    spans = {span.id: span for span in document.spans}
    marked = (spans[each.span] for each in one.arguments if each.role == "place")
    return next((document.text[span.start : span.end] for span in marked), "")


def read_cell(cell: str) -> str:
    """Return a cell without the sign that keeps a spreadsheet from taking it for a formula, and space around it."""
    return cell[1:].strip() if cell.startswith("'") and no_formula(cell[1:]) == cell else cell.strip()


def without_shown(cell: str) -> str:
    """Return a cell without what it shows of a day."""
    return cell.removesuffix(AS_DAY).removesuffix(AS_MONTH)


def comes_back(written: str, read: str) -> bool:
    """Return whether what was read of a cell is what is read where nobody changed what was written in it."""
    line = one_line(written)
    return read in {read_cell(line), read_cell(line[:CHARACTERS])}
