"""Offsets in the units of other tools, and where a text has ends of lines. Pure, and linear in the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

LINE_ENDS: Final = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""What `str.splitlines` takes for the end of a line, as brat does when it reads its own file."""


class Utf16:
    """Turns offsets of one text: code points, as memcon counts, and units of UTF-16, as JavaScript and Java do."""

    def __init__(self, text: str) -> None:
        self._characters = len(text)
        self._astral = [] if text.isascii() else [at for at, character in enumerate(text) if character > "\uffff"]
        self._before = [at + number for number, at in enumerate(self._astral)]

    def to_units(self, offset: int) -> int:
        """Return an offset of code points in units of UTF-16."""
        return offset + bisect_left(self._astral, offset)

    def to_points(self, offset: int) -> int | None:
        """Return an offset of UTF-16 in code points; None where it is within a character, or outside of the text."""
        number = bisect_right(self._before, offset)
        if number and self._before[number - 1] == offset - 1:
            return None
        if number and self._before[number - 1] == offset:
            number -= 1
        found = offset - number
        return found if 0 <= found <= self._characters else None


def fragments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a span that the ends of lines leave of it, each with at least one character."""
    begun = start
    for at in range(start, end):
        if text[at] in LINE_ENDS:
            if at > begun:
                yield begun, at
            begun = at + 1
    if end > begun:
        yield begun, end
