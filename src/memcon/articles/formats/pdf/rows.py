"""The rows of a page: what pypdf gives as lines, each with where it stands."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pypdf import PageObject

_FORMS: Final = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufdff\ufe70-\ufefc]")
"""Ligatures, presentation forms of Hebrew and Arabic, radicals and compatibility forms of Han."""
_SPACES: Final = re.compile(r"[^\S\n]+")
_LETTER: Final = 0.5
"""How wide a letter is beside its size, where a page does not tell."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of text that is not blank."""

    text: str
    page: int
    """From 0."""
    left: float
    right: float
    """Points, told or estimated."""
    y: float
    """Points; the higher, the larger."""
    size: float
    """Of its letters, in points."""

    @property
    def letter(self) -> float:
        """Return how wide a letter is."""
        return max(self.right - self.left, 1.0) / len(self.text)


def rows_of(page: "PageObject", number: int) -> Iterator[Row]:
    """Yield the rows of a page in the order in which its words are written."""
    pieces: list[tuple[str, float, float, float]] = []

    def visit(text: str, outer: Sequence[float], inner: Sequence[float], _: object, size: float) -> None:
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        scale = abs(inner[3] * outer[3] + inner[2] * outer[1]) or abs(inner[1] * outer[2]) or 1.0
        pieces.append((text, x, y, abs(size) * scale))

    page.extract_text(visitor_text=visit)
    yield from _rows(pieces, number)


def _rows(pieces: Sequence[tuple[str, float, float, float]], number: int) -> Iterator[Row]:
    words: list[tuple[str, float, float, float]] = []
    end = 0.0  # where the last words end, if an empty piece behind them tells
    for text, x, y, size in pieces:
        for at, part in enumerate(text.split("\n")):
            if at and (row := _row(words, end, number)):
                yield row
            if at:
                words, end = [], 0.0
            if part.strip():
                words.append((part, x, y, size))
            elif words and abs(y - words[-1][2]) < 1 and x > words[-1][1]:
                end = x
    if row := _row(words, end, number):
        yield row


def _row(words: Sequence[tuple[str, float, float, float]], end: float, number: int) -> Row | None:
    plain = "".join(part for part, *_ in words)
    text = _SPACES.sub(" ", _FORMS.sub(lambda form: unicodedata.normalize("NFKC", form[0]), plain)).strip()
    if not text:
        return None
    _, left, y, size = words[0]
    last, x, _, _ = words[-1]
    right = end or x + len(last.strip()) * size * _LETTER
    return Row(text, number, left, right, y, size)
