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
from memcon.articles.formats.html.prose import LINKS, is_sentence
from memcon.records.vocabulary import Aside

_LITTLE: Final = 0.4
"""Share of a page's prose up to which a part may be what its name says."""
_MOST: Final = 0.85
"""Share of the article's letters that its container holds."""
_THRICE: Final = 3
"""How many times the prose of the first extractor the second must find to be followed instead."""
_SHORT: Final[frozenset[Aside]] = frozenset({"stamp", "byline", "tag"})
"""What no running text is."""
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
    """Its first line of running text."""
    container: int
    """The part that holds it; -1 for the page."""
    reasons: tuple[Aside | None, ...]
    """Of every line of the page, why it may be beside an article."""


def region_of(page: Lines, first: Collection[int], second: Collection[int], titles: Sequence[str]) -> Region | None:
    """Return the article of a page; None where no line of it is prose.

    `first` and `second` are the lines that two extractors took for it, `titles` what the page calls itself.
    """
    lines = page.lines
    reasons = reasons_of(page, first, second)
    taken, basis = _basis(lines, reasons, first, second)
    if not basis:  # each entry of a live report is an article of its own
        reasons = [None if reason == "link" else reason for reason in reasons]
        taken, basis = _basis(lines, reasons, first, second)
    if not basis:
        return None
    container = _container(page, basis)
    inside = [at for at in basis if container == -1 or container in lines[at].parts]
    own = [at for at in taken if at < len(lines) and _why(lines, at, reasons, taken=taken) is None]
    title = _title(lines, range(inside[0], max(-1, min([inside[0] - _ABOVE, *own]) - 1), -1), titles)
    start = _lead(lines, reasons, inside[0], title)
    if title is not None and start <= title:
        start = next((at for at in inside if at > title), title)
    end = _rest(lines, reasons, inside[-1], container)
    low = title + 1 if title is not None else min([start, *own])
    found = [
        (at, _why(lines, at, reasons, taken=taken))
        for at in range(min(low, start), max(end, *own, end) + 1)
        if at != title and (at in taken or start <= at <= end or (at < start and reasons[at] == "caption"))
    ]
    body = [at for at, why in found if why is None]
    if not body:
        return None
    kept = tuple((at, why) for at, why in found if at <= body[-1])
    return Region(title, kept, start, container, tuple(reasons))


def reasons_of(page: Lines, *takes: Collection[int]) -> list[Aside | None]:
    """Return why each line may be beside an article, by the outermost part round it that tells.

    A part that holds much of the page's prose, or of what an extractor `takes` for the article, tells nothing: its name
    is one of many that sites give their bodies. Comments are comments all the same.
    """
    large: set[int] = set()
    for taken in (range(len(page.lines)), *takes):
        held: Counter[int] = Counter()
        for at in taken:
            if at < len(page.lines) and page.lines[at].prose:
                for number in (-1, *page.lines[at].parts):
                    held[number] += page.lines[at].weight
        large |= {number for number, size in held.items() if size > _LITTLE * held[-1]}
    reasons: list[Aside | None] = []
    for line in page.lines:
        parts = ((number, page.parts[number].reason) for number in line.parts)
        told = (reason for number, reason in parts if number not in large or reason == "comment")
        small = _SHORT if line.prose else frozenset()
        reasons.append(next((reason for reason in told if reason and reason not in small), None))
    return reasons


def _basis(
    lines: Sequence[Line], reasons: Sequence[Aside | None], first: Collection[int], second: Collection[int]
) -> tuple[frozenset[int], list[int]]:
    """Return the lines of the extractor that is followed, and what of them is surely the article's: its prose."""

    def sure(numbers: Collection[int]) -> list[int]:
        return [at for at in sorted(numbers) if at < len(lines) and not reasons[at] and lines[at].prose]

    one, other = sure(first), sure(second)
    size, more = (sum(lines[at].weight for at in numbers) for numbers in (one, other))
    return (frozenset(second), other) if more > _THRICE * size else (frozenset(first), one)


def _container(page: Lines, basis: Sequence[int]) -> int:
    """Return the innermost part that holds most of the article."""
    held: Counter[int] = Counter()
    total = 0
    for at in basis:
        total += page.lines[at].weight
        for number in page.lines[at].parts:
            held[number] += page.lines[at].weight
    return max((number for number, size in held.items() if size >= _MOST * total), default=-1)


def _title(lines: Sequence[Line], above: range, titles: Sequence[str]) -> int | None:
    """Return the line of the title: what the page calls itself, or else its nearest main heading above the text."""
    wanted = [bare(title) for title in titles if title]
    for exact in (True, False):
        for at in above:
            own = bare(lines[at].text)
            if len(own) < 8 or (at == above.start and lines[at].prose and not lines[at].heading):
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
        if not reasons[at] and lines[at].prose and not lines[at].linked:
            return at
    return start


def _rest(lines: Sequence[Line], reasons: Sequence[Aside | None], end: int, container: int) -> int:
    """Return where the article ends: prose of its container goes on where an extractor stopped."""
    for at in range(end + 1, len(lines)):
        if container != -1 and container not in lines[at].parts:
            break
        if not reasons[at] and lines[at].prose and not lines[at].linked:
            end = at
    return end


def _why(lines: Sequence[Line], at: int, reasons: Sequence[Aside | None], *, taken: Collection[int]) -> Aside | None:
    """Return why a line within the article is not its own; None for body."""
    line = lines[at]
    if reasons[at]:
        return reasons[at]
    part = line.linked / len(line.text)
    if part > LINKS / 2 and not (is_sentence(line.text) and part < 1):
        return "link"
    if at in taken or line.prose:
        return None
    if line.heading:  # of what follows
        below = at + 1 < len(lines) and not reasons[at + 1] and lines[at + 1].prose
        return None if below else "section"
    return None if is_sentence(line.text) and len(line.text) > 3 else "widget"


def quotations(numbers: Collection[int], lines: Sequence[Line]) -> Iterator[int]:
    """Yield the lines that hold direct speech."""
    for at in sorted(numbers):
        if at < len(lines) and _SPEECH.search(lines[at].text):
            yield at


_SPEECH: Final = re.compile(r"[“«„「『\"][^“”«»„「」『』\"]{30,}[”»“」』\"]")
