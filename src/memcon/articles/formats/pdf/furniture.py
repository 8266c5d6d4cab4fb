"""What printed pages have beside their text: running heads and feet, numbers. Told by what pages have in common."""

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from memcon.articles.formats.pdf.rows import Row

_EDGE: Final = 4
"""Rows at the top and at the bottom of a page that are looked at."""
_LONGEST: Final = 140
_SHARE: Final = 0.4
"""Of the pages that have a row in common, for it to run: left and right pages may have heads of their own."""
_LARGE: Final = 1.2
"""How much larger than the text a title is."""
_APART: Final = 1.3
"""How many times as far as rows of text from each other it stands from the text at the least."""
_DIGITS: Final = re.compile(r"\d+")
_NUMBER: Final = re.compile(r"\A\W*+(?:[^\W\d_]{1,6}\.?\s)?(\d{1,4})(?:\s*+(?:/|[^\W\d_]{1,4})\s*+\d{1,4})?\W*+\Z")
"""*3*, *- 3 -*, *Page 3 of 12*, *3/12*."""


def furniture_of(pages: Sequence[Sequence[Row]]) -> frozenset[Row]:
    """Return the rows that are heads, feet and numbers of pages: the outermost, with no text beyond them."""
    size = body_size([row for page in pages for row in page])
    edges = [_edges(page) for page in pages]
    told = sum(bool(page) for page in pages)
    shared = Counter(same for edge in edges for same in {_same(row) for side in edge for row in side})
    runs = {same for same, count in shared.items() if count >= max(2, _SHARE * told)}
    apart = _APART * gap_of(pages)
    found: set[Row] = set()
    for side in itertools.chain.from_iterable(edges):
        count = sum(1 for _ in itertools.takewhile(lambda row: _is_furniture(row, runs, size), side))
        while 0 < count < len(side) and _together(side[count - 1], side[count], apart):
            count -= 1
        found.update(side[:count])
    return frozenset(found) if len(found) < sum(map(len, pages)) else frozenset()


def _together(outer: Row, inner: Row, apart: float) -> bool:
    """Whether two rows stand as rows of one text do."""
    return abs(outer.y - inner.y) < apart and round(outer.size) == round(inner.size)


def _is_furniture(row: Row, runs: Collection[tuple[str, int]], size: float) -> bool:
    if len(row.text) > _LONGEST or (row.size > _LARGE * size and not row.page):  # the title
        return False
    counted = _NUMBER.match(row.text)
    return _same(row) in runs or (counted is not None and int(counted[1]) == row.page + 1)


def gap_of(pages: Iterable[Sequence[Row]]) -> float:
    """Return how far below each other the rows of most words stand."""
    gaps: Counter[float] = Counter()
    for above, below in (pair for page in pages for pair in itertools.pairwise(page)):
        if above.page == below.page and 0 < above.y - below.y < 8 * max(below.size, 1.0):
            gaps[round(above.y - below.y, 1)] += min(len(above.text), len(below.text))
    return gaps.most_common(1)[0][0] if gaps else 0.0


def body_size(rows: Sequence[Row]) -> float:
    """Return the size of most letters."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size, 1)] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _edges(page: Sequence[Row]) -> tuple[Sequence[Row], Sequence[Row]]:
    """Return the rows at the foot of a page and at its head, the outermost first."""
    ordered = sorted(page, key=lambda row: row.y)
    half = min(_EDGE, len(ordered) - len(ordered) // 2)
    return ordered[:half], ordered[: -half - 1 : -1] if half else []


def _same(row: Row) -> tuple[str, int]:
    """Return what is the same on all pages: the words but their numbers, and the height."""
    return _DIGITS.sub("#", row.text.casefold()), round(row.y)
