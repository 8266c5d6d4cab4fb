"""From the text of a page to its article: the words of the page, and what of them is not the article's."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from memcon.articles.budget import Overrun
from memcon.articles.formats import base
from memcon.articles.formats.base import Content
from memcon.articles.formats.html import dates
from memcon.articles.formats.html.encoding import Page
from memcon.articles.formats.html.facts import Facts, facts_of
from memcon.articles.formats.html.lines import Element, Lines, TooMuch, lines_of
from memcon.articles.formats.html.opinions import opinions
from memcon.articles.formats.html.region import Region, bare, quotations, region_of
from memcon.errors import InputError
from memcon.languages.detect import identify, normal_code
from memcon.records import Article, Beside

_MORE: Final = 1.3
"""How many times the text of the article another extractor has to find to be told of."""
_OF_HEAD: Final = frozenset({"title", "meta", "link", "script", "style", "base", "noscript", "template", "object"})
"""Elements that stand in the head of a page (HTML Standard, 4.2)."""
_TIMES: Final = 12
"""How many times the longest article one part of a page may show of running text, and no more is read."""
_USUAL: Final = 1_000_000
"""Characters of the longest article where nobody asks for shorter ones."""
_LONG: Final = 20_000
"""Characters of a page that is short enough for whatever stands in it."""
_ATTRIBUTES: Final = 1000
"""Of a tag, at most."""
_TAG: Final = re.compile(r"""<([A-Za-z][^\s/>]{0,100})(?>(?:=\s*+(?:"[^"]*+"|'[^']*+')|[^>])*)>?""")
_VALUE: Final = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_APART: Final = re.compile(r"[\s/]++|=")
_NONE: Final = (
    "no article is found on this page: it may be a front page, a wall, or one that a browser fills by script; save the"
    " page from a browser once it shows the article, or give its text"
)


def article_of(page: Page, content: Content, *, name: str, where: str, address: str | None = None) -> Article:
    """Return the article of a page, which was got at `address`. Raises InputError where none is found in time."""
    content.budget.grow(len(page.text))
    try:
        return _article_of(page, content, name, where, address)
    except Overrun as over:  # in an archive or a list it costs its page alone
        raise base.overrun(over, where) from None


def _article_of(page: Page, content: Content, name: str, where: str, address: str | None) -> Article:
    root = tree_of(page.text)
    if root is None:
        raise InputError(where, "no_article", _NONE)
    most = _TIMES * max(_USUAL, content.max_chars)
    try:
        lines = lines_of(root, most)
    except TooMuch:
        raise base.too_long(where, f"more than {most:,} characters of running text", content.max_chars) from None
    facts = facts_of(root, page.text).at(address)
    first, second = opinions(root, lines.lines)
    region = region_of(lines, first, second, facts.titles)
    if region is None:
        raise InputError(where, "no_article", _NONE)
    text, spans, numbers = _text(lines, region)
    base.check_text(where, text, content.max_chars, of="the page")
    language = _language(facts, lines, region) or content.language
    title = lines.lines[region.title].text if region.title is not None else next(iter(facts.titles), None)
    day = dates.published_of(dates.Page(root, lines, region, facts, title or "", language, content.timezone))
    return Article(
        id=name,
        text=text,
        title=title,
        published=day.day if day else None,
        published_basis=day.basis if day else None,
        language=language,
        source=facts.site,
        url=facts.url,
        path=where,
        beside=spans,
        notes=tuple(_notes(page, lines, second, numbers)),
    )


def tree_of(text: str) -> Element | None:
    """Return the tree of a page; None where there is no element in it."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", recover=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(_with_few_attributes(text).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return None
    _open_body(root)
    return root


def _with_few_attributes(text: str) -> str:
    """Return a page without the attributes of tags that have many: parsers compare each with all before it."""
    return _TAG.sub(_bounded, text) if len(text) > _LONG else text


def _bounded(tag: re.Match[str]) -> str:
    """Return a tag, or its name alone where it may have more than `_ATTRIBUTES`; their values count for one sign."""
    if tag.end() - tag.start() <= _ATTRIBUTES:
        return tag[0]
    signs = _VALUE.sub("=", tag[0])
    return f"<{tag[1]}>" if len(_APART.findall(signs)) > _ATTRIBUTES else tag[0]


def _open_body(root: Element) -> None:
    """Bring into the body what a page without `<body>` has after its head: libxml2 knows too few elements to do so."""
    head = root.find("head")
    stray = [one for one in head if isinstance(one.tag, str) and one.tag not in _OF_HEAD] if head is not None else []
    if not stray:
        return
    body = root.find("body")
    if body is None:
        body = root.makeelement("body", {})
        root.append(body)
    for at, one in enumerate(stray):
        body.insert(at, one)


def _language(facts: Facts, lines: Lines, region: Region) -> str | None:
    """Return the language of the text, or where that cannot be told what the page says, which often is wrong."""
    body = "\n".join(lines.lines[at].text for at, why in region.lines if why is None)
    return identify(body) or normal_code((facts.language or "").strip() or "und")


def _text(lines: Lines, region: Region) -> tuple[str, tuple[Beside, ...], list[int]]:
    """Return the article's text with its title, what in it is beside, and the numbers of the lines of body."""
    parts: list[str] = []
    spans: list[Beside] = []
    size = 0
    shown = [*([(region.title, None)] if region.title is not None else []), *region.lines]
    for place, (at, why) in enumerate(shown):
        line = lines.lines[at]
        if place:
            gap = "\n\n" if line.gap or shown[place - 1][0] != at - 1 else "\n"
            parts.append(gap)
            size += len(gap)
        parts.append(line.text)
        if why:
            spans.append(Beside(start=size, end=size + len(line.text), reason=why))
        size += len(line.text)
    return "".join(parts), tuple(spans), [at for at, why in region.lines if why is None]


def _notes(page: Page, lines: Lines, second: Collection[int], numbers: Sequence[int]) -> Iterator[str]:
    """Yield what people should know of how a page was read."""
    if page.lost:
        yield f"{page.lost:,} bytes are no {page.encoding.upper()} and stand as U+FFFD"
    every = lines.lines
    ours = sum(every[at].weight for at in numbers)
    theirs = sum(every[at].weight for at in second if at < len(every) and every[at].prose)
    if theirs > _MORE * ours:
        yield f"resiliparse takes {theirs / max(1, ours):.1f} times as much text for the article"
    known = {bare(every[at].text) for at in numbers}
    missing = next((at for at in quotations(second, every) if bare(every[at].text) not in known), None)
    if missing is not None:
        yield f"resiliparse takes this direct speech for the article's, too: {every[missing].text[:80]!r}"
