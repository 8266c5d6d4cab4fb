"""Which lines of a page are its article, and which of them are beside it. Pure: from lines and opinions to lines.

The extractors tell where the article stands; what of the lines between its first and its last is its own is told by
the markup, and by what prose looks like, since each of them drops direct speech or keeps advertisements now and then.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from memcon.articles.formats.html.lines import Line, Lines
from memcon.records.vocabulary import Aside

_STOP: Final = re.compile(r"[.!?…。！？؟।۔;:：»”\"’」』)）][\s\"”’»)\]）」』]*$")
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_PROSE: Final = 80
"""Letters of a line that no list of links and no label has; of characters a third of them."""
_LITTLE: Final = 0.4
"""Share of a page's prose up to which a part may be what its name says."""
_MOST: Final = 0.85
"""Share of the article's letters that its container holds."""
_LINKS: Final = 0.7
"""Share of a line that is links, from which on it leads away."""
_ABOVE: Final = 40
"""Lines above the article among which its title is looked for."""


@dataclass(frozen=True, slots=True)
class Region:
    """The article of a page."""

    title: int | None
    """The line of the title; None where none is shown."""
    lines: tuple[tuple[int, Aside | None], ...]
    """The numbers of its lines, in order, the title's not among them; each with why it is beside, None for body."""
    start: int
    """Its first line of body."""
    container: int
    """The part that holds it; -1 for the page."""


def weight(line: Line) -> int:
    """Return how much a line says: its characters that are no links, wide ones threefold."""
    own = len(line.text) - line.linked
    return own + 2 * len(_WIDE.findall(line.text)) if own == len(line.text) else own


def is_prose(line: Line) -> bool:
    """Return whether a line is running text: long, no list of links, or a sentence of some length with its stop."""
    size = weight(line)
    if line.linked > _LINKS * len(line.text) or 2 * line.letters < len(line.text):
        return False
    return size >= _PROSE or (size >= _PROSE // 2 and _STOP.search(line.text) is not None)


def region_of(page: Lines, first: Collection[int], second: Collection[int], titles: Sequence[str]) -> Region | None:
    """Return the article of a page; None where no line of it is prose.

    `first` and `second` are the lines that two extractors took for it, `titles` what the page calls itself.
    """
    lines = page.lines
    reasons = reasons_of(page)
    basis = _basis(lines, reasons, first, second)
    if not basis:
        return None
    container = _container(page, basis)
    inside = [at for at in basis if container == -1 or container in lines[at].parts]
    start, end = inside[0], inside[-1]
    title = _title(lines, start, titles)
    start = _lead(lines, reasons, start, title)
    end = _rest(lines, reasons, end, container)
    if title is not None and title >= start:
        start = title + 1
    taken = frozenset(first)
    found = [(at, _why(lines[at], reasons[at], taken=at in taken)) for at in range(start, end + 1) if at != title]
    body = [at for at, why in found if why is None]
    if not body:
        return None
    above = range(title + 1, start) if title is not None else ()
    captions = [(at, why) for at in above if (why := reasons[at]) == "caption"]
    return Region(title, (*captions, *(one for one in found if one[0] <= body[-1])), body[0], container)


def reasons_of(page: Lines) -> list[Aside | None]:
    """Return why each line may be beside an article, by the outermost part round it that tells.

    A part that holds much of the page's prose tells nothing: its name is one of many that sites give their bodies.
    """
    prose: Counter[int] = Counter()
    total = 0
    for line in page.lines:
        if is_prose(line):
            total += weight(line)
            for number in line.parts:
                if page.parts[number].reason:
                    prose[number] += weight(line)
    large = {number for number, size in prose.items() if size > _LITTLE * total}
    reasons: list[Aside | None] = []
    for line in page.lines:
        told = (page.parts[number].reason for number in line.parts if number not in large)
        reasons.append(next((reason for reason in told if reason), None))
    return reasons


def _basis(
    lines: Sequence[Line], reasons: Sequence[Aside | None], first: Collection[int], second: Collection[int]
) -> list[int]:
    """Return the lines that are surely the article's: prose that an extractor took, of parts that are not beside."""

    def sure(numbers: Collection[int]) -> list[int]:
        return [at for at in sorted(numbers) if at < len(lines) and not reasons[at] and is_prose(lines[at])]

    one, other = sure(first), sure(second)
    size, more = (sum(weight(lines[at]) for at in numbers) for numbers in (one, other))
    return other if more > 3 * size else one


def _container(page: Lines, basis: Sequence[int]) -> int:
    """Return the innermost part that holds most of the article."""
    held: Counter[int] = Counter()
    total = 0
    for at in basis:
        total += weight(page.lines[at])
        for number in page.lines[at].parts:
            held[number] += weight(page.lines[at])
    return max((number for number, size in held.items() if size >= _MOST * total), default=-1)


def _title(lines: Sequence[Line], start: int, titles: Sequence[str]) -> int | None:
    """Return the line of the title: what the page calls itself, or else its nearest main heading above the text."""
    wanted = [bare(title) for title in titles if title]
    above = range(start, max(-1, start - _ABOVE - 1), -1)
    for exact in (True, False):
        for at in above:
            own = bare(lines[at].text)
            if len(own) < 8 or (at == start and is_prose(lines[at]) and not lines[at].heading):
                continue
            if any(own == title if exact else _like(own, title) for title in wanted):
                return at
    return next((at for at in above if lines[at].heading == 1 and len(bare(lines[at].text)) >= 8), None)


def _like(own: str, title: str) -> bool:
    """Return whether one of them is the other with the name of a site, or a label, beside it."""
    short, long = sorted((own, title), key=len)
    return len(short) >= 15 and short in long and 2 * len(short) > len(long)


def bare(text: str) -> str:
    """Return a text by its letters and numbers alone."""
    return "".join(filter(str.isalnum, text.casefold()))


def _lead(lines: Sequence[Line], reasons: Sequence[Aside | None], start: int, title: int | None) -> int:
    """Return where the article begins: with the standfirst between title and text, where there is one."""
    if title is None or title >= start:
        return start
    for at in range(title + 1, start):
        if not reasons[at] and is_prose(lines[at]) and not lines[at].linked:
            return at
    return start


def _rest(lines: Sequence[Line], reasons: Sequence[Aside | None], end: int, container: int) -> int:
    """Return where the article ends: prose of its container goes on where an extractor stopped."""
    for at in range(end + 1, len(lines)):
        if container != -1 and container not in lines[at].parts:
            break
        if not reasons[at] and is_prose(lines[at]) and not lines[at].linked:
            end = at
    return end


def _why(line: Line, reason: Aside | None, *, taken: bool) -> Aside | None:
    """Return why a line within the article is not its own; None for body."""
    if reason:
        return reason
    part = line.linked / len(line.text)
    if part > _LINKS / 2 and not (is_sentence(line) and part < 1):
        return "link"
    if taken or is_prose(line) or line.heading:
        return None
    return None if _STOP.search(line.text) and len(line.text) > 3 else "widget"


def is_sentence(line: Line) -> bool:
    """Return whether a line ends as a sentence does."""
    return _STOP.search(line.text) is not None


def quotations(numbers: Collection[int], lines: Sequence[Line]) -> Iterator[int]:
    """Yield the lines that hold direct speech."""
    for at in sorted(numbers):
        if at < len(lines) and _SPEECH.search(lines[at].text):
            yield at


_SPEECH: Final = re.compile(r"[“«„「『\"][^“”«»„「」『』\"]{30,}[”»“」』\"]")
