"""The rows of a coding sheet as documents: of each article one, or one for each coder who is named."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from memcon.pages.annotation.formats.coding_table import Row, Unread
from memcon.pages.annotation.model import (
    EVENT_KINDS,
    EVENT_VALUES,
    Annotation,
    Decision,
    Document,
    Piece,
    Refused,
    with_damage,
)

_DECISIONS: Final[Mapping[str, Decision]] = {
    "": "", "accept": "accept", "a": "accept", "yes": "accept", "reject": "reject", "r": "reject", "no": "reject",
    "add": "accept", "edit": "",
}  # fmt: skip
_HEADS: Final = {name: "participants" if name == "others" else name for name in EVENT_VALUES}
"""The column of each value."""


def documents(name: str, rows: Iterable[Row | Refused]) -> Iterator[Piece]:
    """Yield what is refused, then the documents; a row without a coder is of every coder of its article."""
    found: dict[str, dict[str, list[Annotation]]] = {}
    unsaid: frozenset[str] = frozenset()
    damaged: set[str] = set()
    unread = False
    for row in rows:
        if isinstance(row, Refused):
            unread |= isinstance(row, Unread)
            yield row
            continue
        where, cells = row
        unsaid = frozenset(
            value for value, head in _HEADS.items() if head not in cells
        )  # of the sheet: each row the same
        article = cells.get("article", "")
        if not article:
            yield Refused(where, "it names no article")
            continue
        try:
            one = _annotation(where.rpartition(":")[2], cells)
        except ValueError as error:
            yield Refused(where, str(error))
            damaged.add(article)
        else:
            found.setdefault(article, {}).setdefault(cells.get("coder", ""), []).append(one)
    for article, coders in found.items():
        everybody = coders.pop("", [])
        for coder, own in (coders or {"": []}).items():
            mine = {one.mention for one in own if one.mention}
            told = [*own, *(one for one in everybody if one.mention not in mine)]
            known = Document(article, "", annotator=coder, where=name, unsaid=unsaid)
            yield from with_damage(_document(replace(known, damaged=unread or article in damaged), told))


def _document(known: Document, told: Iterable[Annotation]) -> Iterator[Piece]:
    kept: list[Annotation] = []
    seen: set[str] = set()
    for one in told:
        if one.mention in seen:
            yield Refused(
                f"{known.where}:{one.id[1:]}", f"{one.mention!r} stands in another row too: say whose each is (coder)"
            )
        else:
            kept.append(one)
            seen |= {one.mention} - {""}
    yield replace(known, annotations=tuple(kept))


def _annotation(number: str, cells: Mapping[str, str]) -> Annotation:
    """Return the event of a row; raises ValueError."""
    decision = cells.get("decision", "").lower()
    if decision not in _DECISIONS:
        raise ValueError(f"the decision {decision[:40]!r} is neither accept nor reject")
    kind = cells.get("kind", "").lower()
    if kind not in EVENT_KINDS:
        raise ValueError(f"the kind {kind[:40]!r} is none of {', '.join(EVENT_KINDS)}")
    mention, quote = cells.get("mention", ""), cells.get("quote", "")
    if not mention and not quote:
        raise ValueError("it has no words of the article: copy them into quote")
    values = {name: cells[head] for name, head in _HEADS.items() if cells.get(head)}
    start = cells.get("start", "")
    at = int(start) if start.isdecimal() and len(start) < 12 else 0
    return Annotation(
        f"E{number}", kind, at, at + len(quote) if start else 0, values, mention=mention,
        decision=_DECISIONS[decision], note=cells.get("note", ""), quote=quote,
        cut="mention" not in cells,
    )  # fmt: skip
