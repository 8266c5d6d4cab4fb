"""From the rows of pages to paragraphs: where a row ended because its column did, the next one goes on.

A row begins a paragraph where it stands further below the last one than rows do, in letters of another size, indented,
or where its first word had room on the row above. Over pages and columns a paragraph goes on that no stop has ended.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from memcon.articles.formats.documents.lines import Line
from memcon.articles.formats.pdf.furniture import body_size, gap_of
from memcon.articles.formats.pdf.rows import Row

_ENDED: Final = re.compile(r"[.!?…:;。！？؟।۔][\"”’»›)\]』」]*\Z")
_HYPHENATED: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[-\u2010]\Z")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Scripts whose words no space parts."""
_TITLE: Final = 1.15
"""How much larger than the text the letters of a title are."""
_GAP: Final = 1.35
"""How many times as far below the last row a new paragraph stands."""
_LAST: Final = 200
"""Characters at the end of a paragraph that are looked at where a row goes on with it: no word is as long."""
_OTHER: Final = 0.08
"""Share by which letters of another size differ."""


class Paragraphs:
    """The paragraphs of a document's rows. Lives as long as one reading."""

    def __init__(self, rows: Sequence[Row], furniture: Collection[Row]) -> None:
        self._rows, self._furniture = rows, furniture
        text = [row for row in rows if row not in furniture]
        self._size = body_size(text)
        self._gap = gap_of([text])
        self._ends = _column_ends(text)
        self._words = {word.casefold() for row in text for word in _WORD.findall(row.text)}
        self.hyphens = 0
        """Words that were parted by a hyphen at the end of a row."""

    def lines(self) -> Iterator[Line]:
        """Yield paragraphs, and behind each the rows that are no text and would have stood in it."""
        words, above, page = [""], None, False
        held: list[Row] = []
        for row in self._rows:
            if row in self._furniture:
                held.append(row)
                continue
            if above is not None and self._goes_on(above, row):
                words[-1:] = _cut(self._joined(words[-1], row.text))
            else:
                if above is not None:
                    yield self._line("".join(words), above, page=page)
                yield from map(_aside, held)
                held = []
                words, page = [row.text], above is None or above.page != row.page
            above = row
        if above is not None:
            yield self._line("".join(words), above, page=page)
        yield from map(_aside, held)

    def _line(self, words: str, row: Row, *, page: bool) -> Line:
        return Line(words, page=page, heading=row.page == 0 and row.size > _TITLE * self._size)

    def _goes_on(self, above: Row, row: Row) -> bool:
        """Return whether a row goes on with the paragraph of the row above."""
        if abs(above.size - row.size) > _OTHER * max(above.size, row.size):
            return False
        if not _below(above, row):  # another page or column
            return _ENDED.search(above.text) is None and not self._had_room(above, row)
        if self._gap and above.y - row.y > _GAP * self._gap * max(1.0, row.size / (self._size or row.size)):
            return False
        indented = row.left - above.left > 0.8 * row.size and row.left - above.left < 6 * row.size
        return not (indented and _ENDED.search(above.text)) and not self._had_room(above, row)

    def _had_room(self, above: Row, row: Row) -> bool:
        """Return whether the first word of a row had room on the row above: then that one was ended on purpose."""
        first = row.text.split(" ", 1)[0]
        column = self._ends[_column(above)]
        width = column - above.left
        first_width = (1 if _UNSPACED.match(first) else len(first) + 1) * above.letter
        return above.right + first_width < column - 0.1 * width

    def _joined(self, above: str, below: str) -> str:
        """Return two rows of a paragraph as one text."""
        if above.endswith("\u00ad"):
            self.hyphens += 1
            return above[:-1] + below
        parted, rest = _HYPHENATED.search(above), _WORD.match(below)
        if parted and rest:
            if not below[:1].islower() or self._is_compound(parted[1], rest[0]):
                return above + below
            self.hyphens += 1
            return above[:-1] + below
        if above.endswith("-") and not above.endswith(" -"):  # 2023-24, COVID-19
            return above + below
        return above + ("" if _UNSPACED.match(above[-1]) and _UNSPACED.match(below) else " ") + below

    def _is_compound(self, left: str, right: str) -> bool:
        """Return whether a word has a hyphen of its own: the document writes it so, or it is said twice."""
        left, right = left.casefold(), right.casefold()
        if left + right in self._words:
            return False
        return f"{left}-{right}" in self._words or right.split("-")[0].startswith(left)


def _cut(words: str) -> tuple[str, str]:
    """Return the words of a paragraph so far and its last ones, with which alone the next row is joined."""
    return words[:-_LAST], words[-_LAST:]


def _aside(row: Row) -> Line:
    return Line(row.text, aside="page")


def _below(above: Row, row: Row) -> bool:
    """Return whether a row stands below another of the same column."""
    return above.page == row.page and 0 < above.y - row.y < 8 * max(row.size, 1.0)


def _column(row: Row) -> tuple[int, int]:
    return round(row.left / (3 * max(row.size, 1.0))), round(row.size)


def _column_ends(rows: Sequence[Row]) -> dict[tuple[int, int], float]:
    """Return where the rows of columns end at the furthest; those of a column of one or two rows, where all do."""
    ends: dict[tuple[int, int], list[float]] = defaultdict(list)
    for row in rows:
        ends[_column(row)].append(row.right)
    furthest = max((row.right for row in rows), default=0.0)
    return {column: max(found) if len(found) > 2 else furthest for column, found in ends.items()}
