"""A page as the lines that a reader sees, each with where it stands. Knows nothing of which are the article.

One walk over the tree, without recursion: pages may be nested as deep as their makers were careless.
"""

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from memcon import _data
from memcon.articles.formats.html.prose import is_prose, weight
from memcon.records.vocabulary import Aside

Element = Any
"""An element of lxml, which has no types."""

_UNSEEN: Final = frozenset({
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "select",
    "textarea", "button", "head", "title", "map", "math", "input", "datalist", "progress", "meter", "frameset",
    "amp-ad", "applet", "noembed", "noframes",
})  # fmt: skip
INLINE: Final = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "nobr", "o:p", "picture", "q", "rp", "rt", "ruby", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "source", "time", "tt", "u", "var", "wbr", "amp-img", "area", "button", "input",
    "param", "track", "hl2", "amp-link", "path", "basefont", "blink", "st1:place", "st1:city",
})  # fmt: skip
_WHOLES: Final = frozenset({"html", "body", "main", "article"})
"""What holds an article, whatever it is called: systems put all labels of an article into its names."""
_BREAKS: Final = frozenset({"br", "hr"})
_BY_NAME: Final[Mapping[str, Aside]] = {
    "figcaption": "caption", "nav": "navigation", "aside": "link", "footer": "navigation", "menu": "navigation",
    "dialog": "widget", "address": "byline", "article": "link",
}  # fmt: skip
_BY_ROLE: Final[Mapping[str, Aside]] = {
    "navigation": "navigation", "dialog": "widget", "search": "widget", "complementary": "link", "banner": "navigation",
    "contentinfo": "navigation", "alert": "widget",
}  # fmt: skip
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+\d*|\d+")
_SPACE: Final = re.compile(r"[\x00-\x1f\x7f\u200b][\x00-\x20\x7f\u200b]*+| [\x00-\x20\x7f\u200b]++")
"""White space other than a single space."""
_HIDES: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_WHOLE: Final = 0.9
"""Share of a line that an inline element holds which tells what the line is."""
_CENTRED: Final = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_LEGEND: Final = 300
"""Characters of a caption."""
_QUOTES: Final = ("“", "”")
"""What browsers set round `<q>`, whose marks stand in no page."""


@dataclass(slots=True)
class Line:
    """A line of a page: what stands between two ends of blocks, or breaks."""

    text: str
    weight: int
    """How much it says, as `prose.weight`."""
    prose: bool
    """Whether it is running text, as `prose.is_prose`."""
    linked: int
    """Characters of it that are links."""
    parts: tuple[int, ...]
    """Numbers of the elements it stands in, from the outermost, as `Lines.parts` counts them."""
    gap: bool
    """Whether more than one break, or a block's end, stands before it."""
    heading: int
    """1 to 6 for a heading, 0 for none."""
    node: Element
    """Where its first words stand: the text of `node`, or its tail."""
    tail: bool


@dataclass(slots=True)
class Part:
    """An element that may tell what its lines are."""

    element: Element
    reason: Aside | None


@dataclass(slots=True)
class Lines:
    """The lines of a page."""

    lines: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


class TooMuch(Exception):
    """A part of a page has more running text than anybody wants to read."""


class _Walk:
    def __init__(self, most: int | None) -> None:
        self.made = Lines()
        self._most = most
        self._prose: Counter[int] = Counter()
        """Characters of running text by the outermost part whose name may tell what it is, -1 for none."""
        self._words: list[str] = []
        self._linked = self._links = self._breaks = 0
        self._first: tuple[Element, bool] | None = None
        self._open: list[int] = []
        self._within: Counter[int] = Counter()
        """Characters of the line in each part that is inline."""
        self._heading = 0

    def over(self, root: Element) -> Lines:
        """Walk over the tree in the order of its words."""
        stack: list[tuple[Element, bool]] = [(root, False)]
        while stack:
            element, left = stack.pop()
            if left:
                self._leave(element)
            elif isinstance(element.tag, str) and not _is_unseen(element):
                stack.append((element, True))
                self._enter(element)
                stack.extend((child, False) for child in reversed(element))
            elif element.tail and element is not root:
                self._add(element.tail, element, tail=True)
        self._end(block=True)
        return self.made

    def _enter(self, element: Element) -> None:
        tag = element.tag
        if tag == "br":
            self._end(block=False)
        elif tag == "a":
            self._links += 1
        elif tag == "q":
            self._words.append(_QUOTES[0])
        elif tag not in INLINE:
            self._end(block=True)
        reason = _reason(element)
        if tag not in _BREAKS and (reason or tag not in INLINE):
            self.made.parts.append(Part(element, reason))
            self._open.append(len(self.made.parts) - 1)
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._heading = int(tag[1])
        if element.text:
            self._add(element.text, element, tail=False)

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if tag == "a":
            self._links -= 1
        elif tag == "q":
            self._words.append(_QUOTES[1])
        elif tag not in INLINE and tag not in _BREAKS:
            self._end(block=True)
        if self._open and self.made.parts[self._open[-1]].element is element:
            self._open.pop()
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._heading = 0
        if element.tail:
            self._add(element.tail, element, tail=True)

    def _add(self, text: str, node: Element, *, tail: bool) -> None:
        words = _SPACE.sub(" ", text)
        if not words.strip() and not self._first:
            return
        if self._first is None:
            self._first = node, tail
        self._words.append(words)
        for number in reversed(self._open):
            if self.made.parts[number].element.tag not in INLINE:
                break
            self._within[number] += len(words)
        self._linked += len(words) if self._links > 0 else 0

    def _end(self, *, block: bool) -> None:
        """End the line that is open."""
        text = _SPACE.sub(" ", "".join(self._words)).strip()
        if text and self._first:
            node, tail = self._first
            gap = self._breaks > 1 or not self.made.lines
            whole = {number for number, size in self._within.items() if size > _WHOLE * len(text)}
            parts = (*self._open, *sorted(whole.difference(self._open)))
            linked = min(self._linked, len(text))
            size = weight(text, linked)
            prose = is_prose(text, linked, size)
            self.made.lines.append(Line(text, size, prose, linked, parts, gap, self._heading, node, tail))
            self._breaks = 0
            if prose and self._most is not None:
                self._count(len(text), parts, self._most)
        self._breaks += 2 if block else 1
        self._words, self._linked, self._first = [], 0, None
        self._within.clear()

    def _count(self, characters: int, parts: tuple[int, ...], most: int) -> None:
        named = next((number for number in parts if self.made.parts[number].reason), -1)
        if named == -1 or self.made.parts[named].reason != "comment":
            self._prose[named] += characters
            if self._prose[named] > most:
                raise TooMuch


def lines_of(root: Element, most: int | None = None) -> Lines:
    """Return the lines of a tree of lxml, in order.

    Raises:
        TooMuch: one part of it, or all that stands in none with a name of its own, has more than `most` characters of
            running text that are no comments. Nothing is read beyond.
    """
    return _Walk(most).over(root)


def _is_unseen(element: Element) -> bool:
    """Return whether nobody who reads the page sees an element."""
    if element.tag in _UNSEEN or element.get("hidden") is not None:
        return True
    style = element.get("style")
    if style and _HIDES.search(style):
        return True
    names = element.get("class")
    return bool(names) and not _hiding().isdisjoint(names.split())


def _reason(element: Element) -> Aside | None:
    """Return why an element's words may not be the article's own, by its name, its role, its class or its id."""
    if found := _BY_NAME.get(element.tag) or _BY_ROLE.get(element.get("role") or ""):
        return found
    if _is_legend(element):
        return "caption"
    if element.tag in _WHOLES:
        return None
    return next((reason for name in _names(element) if (reason := _reason_of(name))), None)


@functools.lru_cache(maxsize=1 << 14)  # a page has few names, and each many times
def _reason_of(name: str) -> Aside | None:
    """Return why words in a part of that name are not the article's own."""
    words = [word.lower() for word in _WORD.findall(name.partition("--")[0])]
    known, plain = _classes(), _plain()
    for end in range(len(words), 0, -1):
        for size in (3, 2, 1):
            if reason := known.get("-".join(words[max(0, end - size) : end])):
                return reason
        if words[end - 1] not in plain:
            break
    return None


def _is_legend(element: Element) -> bool:
    """Return whether an element is centred below a picture: so do systems without a word for captions."""
    if element.tag not in {"p", "div"} or not (
        _CENTRED.search(element.get("style") or "") or (element.get("align") or "").lower() == "center"
    ):
        return False
    above = element.getprevious()
    return (
        above is not None
        and isinstance(above.tag, str)
        and next(above.iter("img"), None) is not None
        and not "".join(above.itertext()).strip()
        and len("".join(itertools.islice(element.itertext(), 20))) <= _LEGEND
    )


def _names(element: Element) -> Iterator[str]:
    for key in ("class", "id", "data-component", "data-type"):
        if value := element.get(key):
            yield from value[:300].split()


@functools.cache
def _classes() -> Mapping[str, Aside]:
    table = _data.toml("data/page_parts.toml")["classes"]
    return {name: reason for reason, names in table.items() for name in names}


@functools.cache
def _plain() -> frozenset[str]:
    return frozenset(_data.toml("data/page_parts.toml")["plain"])


@functools.cache
def _hiding() -> frozenset[str]:
    return frozenset(_data.toml("data/page_parts.toml")["hidden"]["classes"])
