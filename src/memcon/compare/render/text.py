"""Write a note for a terminal: colour where it is wanted, lines no wider than the screen, nothing that could deceive.

Without colour, edits inside a text are marked as `git diff --word-diff` marks them: `[-gone-]{+come+}`.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from rich.cells import cell_len, chop_cells
from rich.color import ColorSystem
from rich.style import Style as Look

from memcon.compare.render.note import EventList, Figures, Heading, Lines, ListedEvent, Note, Piece, Style, shown
from memcon.text.safe import safe_line

LEAST_WIDTH: Final = 40
_WORD: Final = re.compile(r"\s+|\S+")
_MARKS: Final = {"cut": ("[-", "-]"), "put": ("{+", "+}")}
_LABEL: Final = 12
_INDENT: Final = 4
_UNSIGNED_INDENT: Final = 6
_LOOKS: Final = {
    "plain": Look(), "title": Look(bold=True), "dim": Look(dim=True), "ref": Look(dim=True), "old": Look(color="red"),
    "new": Look(color="green"), "cut": Look(color="red", strike=True), "put": Look(color="green", bold=True),
    "words": Look(italic=True), "label": Look(color="cyan"),
}  # fmt: skip
_SIGN_LOOKS: Final = {"-": Look(color="red", bold=True), "+": Look(color="green", bold=True)}
_OTHER_SIGN: Final = Look(color="yellow", bold=True)


def text_lines(note: Note, *, width: int | None = None, colour: bool = False) -> Iterator[str]:
    """Yield the lines of a note, without line ends, at most `width` columns each; None breaks no line.

    Tables are as wide as their figures.
    """
    limit = max(width, LEAST_WIDTH) if width else None
    for number, block in enumerate(shown(note)):
        if number:
            yield ""
        match block:
            case Heading():
                yield from _wrapped((Piece(block.text, "title"),), 0, 2, limit, colour=colour)
            case Lines():
                for line in block.lines:
                    yield from _wrapped((Piece(line, block.style),), 0, 2, limit, colour=colour)
            case Figures():
                yield from _table(block)
            case EventList():
                if block.appendix:
                    yield f"{safe_line(block.title)}: {len(block.entries):,}"
                for entry in block.entries:
                    yield from _entry(entry, limit, colour=colour)


def _table(table: Figures) -> Iterator[str]:
    rows = [tuple(map(safe_line, row)) for row in (table.head, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    indent = "  " if table.title else ""
    if table.title:
        yield safe_line(table.title)
    for name, *figures in rows:
        cells = [name.ljust(widths[0]), *(cell.rjust(wide) for cell, wide in zip(figures, widths[1:], strict=True))]
        yield f"{indent}{'  '.join(cells)}".rstrip()
    if table.remark:
        yield safe_line(table.remark)


def _entry(entry: ListedEvent, width: int | None, *, colour: bool) -> Iterator[str]:
    lines = _wrapped(entry.title, 2, _INDENT, width, colour=colour)
    if entry.sign:
        sign = _look(entry.sign, _SIGN_LOOKS.get(entry.sign, _OTHER_SIGN), colour=colour)
        yield sign + next(lines)[1:]
    yield from lines
    indent = _INDENT if entry.sign else _UNSIGNED_INDENT
    for row in entry.rows:
        name = safe_line(row.label)
        wide = max(_LABEL, cell_len(name) + 1) if name else 0
        label = _look(name, _LOOKS["label"], colour=colour) + " " * (wide - cell_len(name)) if name else ""
        column = indent + wide
        for at, line in enumerate(_wrapped(row.pieces, column, column, width, colour=colour)):
            yield " " * indent + label + line[column:] if at == 0 else line


def _look(text: str, look: Look, *, colour: bool) -> str:
    return look.render(text, color_system=ColorSystem.STANDARD) if colour else text


def _wrapped(pieces: Sequence[Piece], first: int, rest: int, width: int | None, *, colour: bool) -> Iterator[str]:
    """Yield lines, the first indented by `first` columns and the others by `rest`, broken between words."""
    runs: list[Piece] = [Piece(" " * first)]
    column, gap = first, Piece("")
    for word in _words(pieces, width - rest if width else None, marked=not colour):
        if word.text.isspace():
            gap = word
            continue
        if width and column + len(gap.text) + cell_len(word.text) > width and len(runs) > 1:
            yield _run(runs, colour=colour)
            runs, column, gap = [Piece(" " * rest)], rest, Piece("")
        runs += [gap, word]
        column += len(gap.text) + cell_len(word.text)
        gap = Piece("")
    yield _run(runs, colour=colour)


def _words(pieces: Sequence[Piece], most: int | None, *, marked: bool) -> Iterator[Piece]:
    """Yield words and spaces; a word wider than a line is cut."""
    for piece in pieces:
        before, after = _MARKS.get(piece.style, ("", "")) if marked else ("", "")
        for word in _WORD.findall(before + safe_line(piece.text) + after):
            parts = chop_cells(word, most) if most and cell_len(word) > most else (word,)
            yield from (Piece(part, piece.style) for part in parts)


def _run(runs: Sequence[Piece], *, colour: bool) -> str:
    """Return one line, neighbours of one style coloured together."""
    return "".join(
        _coloured("".join(piece.text for piece in group), style) if colour else "".join(piece.text for piece in group)
        for style, group in groupby((r for r in runs if r.text), key=lambda r: r.style)
    ).rstrip()


def _coloured(text: str, style: Style) -> str:
    """Return `text` in its colour, the spaces round it left plain: a struck space is a line."""
    bare = text.strip()
    if not bare:
        return text
    at = text.find(bare)
    return f"{text[:at]}{_look(bare, _LOOKS[style], colour=True)}{text[at + len(bare) :]}"
