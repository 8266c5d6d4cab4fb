"""The lines of a text, put together again where it was broken at a fixed width, as old mail and archives are.

The number of an item that a page has put on a line of its own goes with the line below it.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from memcon.articles.body import LINE

_ITEM: Final = re.compile(r"\s{0,9}(?:\d{1,3}|[^\W\d_])[.)]\s{0,9}")


def lines_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines; where the text is broken at a fixed width, its paragraphs."""
    lines = [found.span() for found in LINE.finditer(text) if not found[0].isspace()]
    if not _is_wrapped(text, lines):
        yield from _with_items(text, lines)
        return
    width = max(end - start for start, end in lines)
    first, last = lines[0]
    for start, end in lines[1:]:
        if not (_adjacent(text, last, start) and last - first >= 0 and _full(text, last, width)):
            yield first, last
            first = start
        last = end
    yield first, last


def _with_items(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the lines; the number of an item that stands on a line of its own, with the line below it."""
    begun: int | None = None
    for start, end in lines:
        if begun is None and _ITEM.fullmatch(text, start, end):
            begun = start
            continue
        yield (start if begun is None else begun), end
        begun = None
    if begun is not None:
        yield begun, lines[-1][1]


def _is_wrapped(text: str, lines: Sequence[tuple[int, int]]) -> bool:
    """Whether most lines break for want of room, as in old mail and plain-text archives."""
    if len(lines) < 8 or max(end - start for start, end in lines) > 110:
        return False
    upper = [left for left, right in itertools.pairwise(lines) if _adjacent(text, left[1], right[0])]
    full = sum(end - start >= 50 for start, end in upper)
    ended = sum(text[end - 1] in '.!?:"”' for start, end in upper)
    return len(upper) >= 6 and full >= 0.7 * len(upper) and ended <= 0.4 * len(upper)


def _adjacent(text: str, end: int, start: int) -> bool:
    return text[end:start] in {"\n", "\r\n", "\r"}


def _full(text: str, end: int, width: int) -> bool:
    """Whether the line that ends here is long enough to have been broken for want of room."""
    start = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
    return end - start >= 0.6 * width
