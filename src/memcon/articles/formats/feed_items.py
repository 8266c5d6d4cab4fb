"""The items of a feed as its XML holds them, one at a time, in bounded memory. Knows no articles.

A feed that declares entities of its own, or has elements within elements, a tag or a comment that no feed has, is
refused.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

_TAG: Final = re.compile(r"<[^<>]{1,300}>")
_ITEMS: Final = frozenset({"item", "entry"})
_CHANNELS: Final = frozenset({"channel", "feed"})
_DEEPEST: Final = 1000
"""Elements within elements: feeds with articles in XHTML have some tens."""
_TOKEN: Final = 8 << 20
"""Bytes of a tag with its attributes, or a comment: a picture that stands in an address has some. expat reads one that
has not ended again with each chunk that comes."""
_NAMES: Final = 10_000
"""Different names of elements and attributes: expat keeps all of them."""
_TAG_COSTS: Final = 50
"""Characters for which a tag or a field counts, beside its own: what is kept of a short one in memory."""


@dataclass(slots=True)
class Field:
    """What stands in one element of an item."""

    kind: str
    """The type that Atom tells: `text`, `html`, `xhtml`; empty where none is told."""
    parts: list[str] = field(default_factory=list)
    inline: bool = False
    """Whether it holds elements, and so is markup itself."""
    said: str | None = None
    """Its words, once they were asked for: each item asks for those of its feed."""

    def markup(self, *, atom: bool) -> str:
        """Return what it holds as HTML."""
        if self.inline:
            return "".join(self.parts)
        text = html.unescape("".join(self.parts))  # the parts are escaped, for the elements between them
        plain = atom and self.kind in {"", "text", "text/plain"}
        return html.escape(text) if plain else text

    def words(self) -> str:
        """Return what it holds as words in one line; to be asked once it has ended."""
        if self.said is None:
            text = html.unescape("".join(self.parts))
            text = _TAG.sub(" ", text) if self.inline or self.kind in {"html", "xhtml"} else text
            self.said = " ".join(html.unescape(text).split())
        return self.said


@dataclass(slots=True)
class Item:
    """One item, or what a feed tells of itself."""

    fields: dict[str, Field] = field(default_factory=dict)
    link: str | None = None
    language: str | None = None
    atom: bool = False
    size: int = 0
    """Characters that are kept of it, as they count."""
    cut: bool = False
    """Whether there were more of them than are kept."""

    def word(self, *names: str) -> str:
        """Return the words of the first of these elements that has any; empty where none has."""
        return next((words for name in names if name in self.fields and (words := self.fields[name].words())), "")


class Refused(Exception):
    """A feed is one that nobody reads to its end."""

    def __init__(self, reason: str, why: str) -> None:
        super().__init__(reason, why)  # every argument, so that it survives pickling
        self.reason, self.why = reason, why


class Items:
    """Items of a feed, as they end."""

    def __init__(self, most: int) -> None:
        self.feed, self.done, self.root = Item(), list[Item](), ""
        self._most, self._given = most, 0
        self._path: list[str] = []
        self._item: Item | None = None
        self._depth = self._opened = 0
        self._open: Field | None = None
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.UseForeignDTD(True)  # noqa: FBT003  its signature: so entities that nothing declares are passed on
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._add
        parser.SkippedEntityHandler = self._entity
        parser.EntityDeclHandler = self._declared

    def _start(self, name: str, told: Mapping[str, str]) -> None:
        name = name.removeprefix("atom:").removeprefix("rss:") if name != "atom:link" else "link"
        self.root = self.root or name
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise Refused("too_large", f"elements stand within elements, {_DEEPEST:,} deep")
        if self._open is not None:
            self._open.inline = True
            self._tag(name, "")
        elif name in _ITEMS and self._item is None:
            self._item, self._depth = Item(atom=name == "entry"), len(self._path)
            self._item.language = told.get("xml:lang")
        else:
            self._field(name, told)
        if len(self._path) == 1:
            self.feed.language = told.get("xml:lang")

    def _holder(self) -> Item | None:
        """Return what an element that opens now tells something of."""
        if self._item is not None:
            return self._item if len(self._path) == self._depth + 1 else None
        return self.feed if len(self._path) > 1 and self._path[-2] in _CHANNELS else None

    def _field(self, name: str, told: Mapping[str, str]) -> None:
        holder = self._holder()
        if holder is None:
            return
        if name == "link" and told.get("href"):
            if told.get("rel", "alternate") == "alternate" and not holder.link:
                holder.link = told["href"].strip()
        elif name not in holder.fields and self._has_room(holder, len(name) + _TAG_COSTS):
            self._open = holder.fields[name] = Field(told.get("type", ""))
            self._opened = len(self._path)

    def _end(self, _: str) -> None:
        depth, name = len(self._path), self._path.pop()
        if self._open is not None and depth > self._opened:
            self._tag(name, "/")
        elif self._open is not None:
            self._open = None
        elif self._item is not None and depth == self._depth:
            self.done.append(self._item)
            self._item = None

    def _has_room(self, holder: Item, size: int) -> bool:
        """Take in so many characters of an item or of the feed; return whether they may be kept."""
        holder.size += size
        holder.cut = holder.cut or holder.size > self._most
        return not holder.cut

    def _tag(self, name: str, sign: str) -> None:
        """Keep a tag of an element in a field that is open."""
        if self._open and name.isalnum() and self._has_room(self._item or self.feed, len(name) + _TAG_COSTS):
            self._open.parts.append(f"<{sign}{name}>")

    def _add(self, text: str) -> None:
        if self._open is not None and self._has_room(self._item or self.feed, len(text)):
            self._open.parts.append(html.escape(text, quote=False))

    def parse(self, text: str) -> None:
        """Take in the next characters of a feed; none at its end."""
        data = text.encode()
        self.parser.Parse(data, not data)
        self._given += len(data)
        if self._given - self.parser.CurrentByteIndex > _TOKEN:
            raise Refused("too_large", f"a tag or a comment has more than {_TOKEN:,} bytes")
        if not self.root and self._given > _TOKEN:
            raise Refused("too_large", f"more than {_TOKEN:,} bytes stand before its first element")
        if len(self.parser.intern) > _NAMES:
            raise Refused("too_large", f"it has more than {_NAMES:,} names of elements")

    def _entity(self, name: str, _: bool) -> None:  # noqa: FBT001  as expat calls it
        self._add(html.unescape(f"&{name};"))

    def _declared(self, *_: object) -> None:
        raise Refused("damaged", "it declares entities of its own")
