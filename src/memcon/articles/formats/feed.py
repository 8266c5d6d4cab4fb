"""Feeds: RSS, RDF and Atom, as files. An article an item, called by its guid, its address or its number.

Items are read one at a time. The text is the title and what the item gives of the article (`content:encoded`,
`content`), else its summary, which a note tells. Days of publication count, and those of a change do not. XML is read
as strictly as what feeds are allows: entities of HTML are known, bytes and characters that are none stand as U+FFFD;
what is no XML, and what no feed is large enough for, ends the reading, after all that stands before it.
"""

import codecs
import re
from collections.abc import Iterator
from typing import Any, Final
from xml.parsers import expat

from memcon.articles.formats import base
from memcon.articles.formats.base import UTF16_BOMS, Content
from memcon.articles.formats.feed_items import Item, Items, Refused
from memcon.articles.formats.html.encoding import known_encoding
from memcon.articles.formats.html.lines import lines_of
from memcon.articles.formats.html.page import tree_of
from memcon.articles.streams import CutGzip, input_error
from memcon.errors import InputError
from memcon.records import Article, ArticleState, Beside
from memcon.records.given import read_language

suffixes: Final = (".rss", ".atom", ".rdf", ".xml")
_START: Final = re.compile(r"\ufeff?\s*+(?:<[?!][^>]{0,2000}>\s*+){0,20}<(?:rss|feed|rdf:RDF)[\s>]")
_SAID: Final = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{2,40})["']""")
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WHOLE: Final = ("content:encoded", "content")
_PART: Final = ("description", "summary")
_DAYS: Final = ("pubDate", "published", "dc:date", "dcterms:issued", "issued", "dcterms:created", "pubdate")
_CHANGES: Final = ("updated", "dcterms:modified", "modified")
_ROOM: Final = 1 << 18
_TAG_LENGTH: Final = 100
"""Characters of the longest tag of a language, and more."""


def recognises(head: bytes) -> bool:
    """Return whether a file begins as a feed."""
    encoding = "utf-16" if head.startswith(UTF16_BOMS) else "utf-8"
    return _START.match(head.decode(encoding, "replace")) is not None


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield an article for each item; InputError for what is no feed."""
    base.check_head(content)
    items, number = Items(_most(content)), 0
    try:
        for item in _items(items, content):
            number += 1
            yield base.alone(content.where(number), _read_item, item, items.feed, content, number)
    except (CutGzip, OSError) as error:
        yield base.failed(input_error(content.where(number + 1), error))
    except (expat.ExpatError, Refused) as error:
        reason, why = (error.reason, error.why) if isinstance(error, Refused) else ("damaged", f"no XML: {error}")
        if not number:
            raise InputError(content.shown, reason, f"{why}; fetch the feed again") from None
        yield base.failed(InputError(content.where(number + 1), reason, f"{why}; all before it was read"))
    else:
        if not number:
            what = "this feed holds no item" if items.root in {"rss", "feed", "rdf:RDF"} else "this XML is no feed"
            raise InputError(content.shown, "empty_file", what)


def _items(items: Items, content: Content) -> Iterator[Item]:
    """Yield the items of a feed as they end; what ends the reading is raised behind those before it."""
    for text in _decoded(content):
        try:
            items.parse(text)
        except (expat.ExpatError, Refused):
            yield from items.done
            raise
        yield from items.done
        items.done.clear()


def _most(content: Content) -> int:
    return 12 * content.max_chars + _ROOM


def _decoded(content: Content) -> Iterator[str]:
    """Yield the characters of a feed in the encoding that it tells, and an empty string at the end."""
    decoder = codecs.getincrementaldecoder(_encoding(content.head))("replace")
    first = True
    for chunk in content.chunks:
        text = _NO_XML.sub("\ufffd", decoder.decode(chunk))
        text = text.lstrip("\ufeff \t\r\n") if first else text
        if text:
            first = False
            yield text
    if end := decoder.decode(b"", final=True):
        yield end
    yield ""


def _encoding(head: bytes) -> str:
    """Return the encoding of a feed that begins with `head`: what it says, where it can be read so at all.

    What it says was read as ASCII, or it has the mark of UTF-16: an encoding in which it would say something else, as
    one of four bytes a character, is not that of the file.
    """
    if head.startswith(UTF16_BOMS):
        return "utf-16"
    said = _SAID.match(head)
    name = known_encoding(said[1].decode("ascii")) if said else None
    return name if said and name and said[0].decode(name, "replace") == said[0].decode("ascii") else "utf-8"


def _read_item(item: Item, feed: Item, content: Content, number: int) -> Article | ArticleState:
    where = content.where(number)
    url = item.link or item.word("link", "feedburner:origLink")
    guid = item.word("guid", "id")
    url = url or (guid if guid.startswith(("http://", "https://")) else "")
    try:
        base.check_id(where, name := guid or url or content.record_id(number))
    except InputError:
        name = content.record_id(number)
    title = item.word("title")
    whole = next((item.fields[name] for name in _WHOLE if name in item.fields and item.fields[name].words()), None)
    part = next((item.fields[name] for name in _PART if name in item.fields and item.fields[name].words()), None)
    given = whole or part
    text, spans = _text(title, given.markup(atom=item.atom) if given else "")
    try:
        if item.cut:
            raise base.too_long(where, f"an item of more than {_most(content):,} characters", content.max_chars)
        base.check_text(where, text, content.max_chars, of="the item")
    except InputError as error:
        return base.failed(error, name)
    language = _language(
        item.language or item.word("dc:language") or feed.word("language", "dc:language") or feed.language
    )
    notes = [] if whole else ["the feed gives a summary alone" if part else "the feed gives a title alone"]
    day, basis = None, None
    key = next((key for key in _DAYS if item.word(key)), None)
    if key:
        try:
            day = base.day(where, key, item.word(key), content, language=language, text=text)
            basis = f"given as `{key}`"
        except InputError:
            notes.append(f"{key!r} is {base.short(item.word(key))}, which is no date that can be read for certain")
    elif change := item.word(*_CHANGES):
        notes.append(f"the feed tells only when it was changed: {change[:40]}")
    return Article(
        id=name, text=text, title=title or None, published=day, published_basis=basis if day else None,
        language=language, source=item.word("source") or base.shared_name(feed.word("title")), url=url or None,
        path=where, beside=spans, notes=tuple(notes),
    )  # fmt: skip


def _language(told: str | None) -> str | None:
    try:
        return read_language(told) if told and len(told) <= _TAG_LENGTH else None
    except ValueError:
        return None


def _text(title: str, markup: str) -> tuple[str, tuple[Beside, ...]]:
    """Return a title and the lines of what an item gives, with what of them is not the article's own."""
    root: Any = tree_of(f"<html><body><div>{markup}</div></body></html>") if markup.strip() else None
    made = lines_of(root) if root is not None else None
    parts = [title] if title else []
    size, spans = len(title), list[Beside]()
    for line in made.lines if made else ():
        if line.text == title and len(parts) == 1:
            continue
        gap = "" if not parts else "\n\n" if line.gap or len(parts) == 1 else "\n"
        parts.append(gap + line.text)
        why = next(
            (made.parts[number].reason for number in reversed(line.parts) if made and made.parts[number].reason), None
        )
        why = why or ("link" if line.linked == len(line.text) else None)
        if why:
            spans.append(Beside(start=size + len(gap), end=size + len(gap) + len(line.text), reason=why))
        size += len(gap) + len(line.text)
    return "".join(parts), tuple(spans)
