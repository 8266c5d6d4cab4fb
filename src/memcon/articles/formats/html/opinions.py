"""What two extractors take for the article of a page, told as numbers of its lines.

Each line is given a mark of rare signs before its first word, in a copy of the tree; the extractors drop and keep
lines with their marks, so that nothing has to be searched for again in what they give. trafilatura drops direct speech
in a bare `<div>` from long articles (measured: from 750 characters on); what stands between the lines that it keeps is
judged by `region`. `benchmarks/import.md` has what that holds beside each extractor alone.
"""

import copy
import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from memcon.articles.formats.html.lines import INLINE, Line

_OPEN: Final = "\u28ff"
_FIRST: Final = 0x2801
_BASE: Final = 250
"""Signs of Braille: printable, or extractors would clean them away, and no letters, or they would not know labels."""
_MARK: Final = re.compile(f"{_OPEN}([\u2801-\u28fa]{{3}})")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_LARGEST: Final = 3_000_000
"""Characters of a page beyond which trafilatura is not asked: it takes 15 times as long as resiliparse."""
_DEEPEST: Final = 400
"""Elements within one another beyond which it is not, either: of tables in tables it takes the square."""
_BROADEST: Final = 2000
"""Links and other elements in one running text beyond which it is not, either: of them, too."""


def opinions(root: Any, lines: Sequence[Line]) -> tuple[frozenset[int], frozenset[int]]:  # noqa: ANN401  of lxml
    """Return the lines that trafilatura and resiliparse take for the article's; `root` is marked for it."""
    for number, line in enumerate(lines[: _BASE**3]):
        _set(line, _mark(number))
    text = _as_text(root)
    second = frozenset(_found(_resiliparse(text)))
    deepest, broadest = _shape(root)
    asked = len(text) <= _LARGEST and deepest <= _DEEPEST and broadest <= _BROADEST
    return frozenset(_found(_trafilatura(root) if asked else "")) or second, second


def _shape(root: Any) -> tuple[int, int]:  # noqa: ANN401
    """Return how many elements stand within one another, and how many inline ones in one that is not."""
    from lxml import etree

    depth = deepest = broadest = 0
    inline = [0]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if element.tag in INLINE:
            inline[-1] += event == "start"
            broadest = max(broadest, inline[-1])
        elif event == "start":
            inline.append(0)
        else:
            inline.pop()
    return deepest, broadest


def _mark(number: int) -> str:
    digits = (number // _BASE**2, number // _BASE % _BASE, number % _BASE)
    return _OPEN + "".join(chr(_FIRST + digit) for digit in digits)


def _set(line: Line, mark: str) -> None:
    held = _CONTROL.sub(" ", line.node.tail if line.tail else line.node.text)  # a tree takes none back
    words = held.lstrip(" \t\r\n\f")
    marked = held[: len(held) - len(words)] + mark + words
    if line.tail:
        line.node.tail = marked
    else:
        line.node.text = marked


def _found(text: str) -> Iterator[int]:
    for found in _MARK.finditer(text):
        first, second, third = (ord(letter) - _FIRST for letter in found[1])
        yield (first * _BASE + second) * _BASE + third


def _as_text(root: Any) -> str:  # noqa: ANN401
    from lxml import etree

    return str(etree.tostring(root, encoding="unicode", method="html"))


def _resiliparse(text: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(text, main_content=True, alt_texts=False, list_bullets=False))


def _trafilatura(root: Any) -> str:  # noqa: ANN401
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it complains of pages without text, which we tell
    found = bare_extraction(copy.deepcopy(root), include_comments=False, with_metadata=False)
    return (found.text or "") if found and not isinstance(found, dict) else ""
