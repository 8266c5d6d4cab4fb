"""Pages that a browser saved as one file: MHTML (`.mhtml`, `.mht`), a message of MIME whose root is the page.

The page is read as any other; its address and the day of saving, which is none of publication, go into the origin.
Pictures, styles and frames that lie in the same file are no part of the article.
"""

import datetime as dt
import email
import email.policy
import email.utils
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final

from memcon.articles.formats.base import Content
from memcon.articles.formats.html.encoding import decoded
from memcon.articles.formats.html.fetched import held_to, of_the_news
from memcon.articles.formats.html.page import article_of
from memcon.errors import InputError
from memcon.records import Article, ArticleState, Origin

suffixes: Final = (".mhtml", ".mht")
_MOST: Final = 64 << 20
"""Bytes of a page with its pictures."""
_HEADERS: Final = re.compile(rb"(?:[A-Za-z-]{2,60}:[^\n]*\n(?:[ \t][^\n]*\n)*)*")
_SAVED: Final = re.compile(rb"^Content-Type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_BLANK: Final = re.compile(rb"(?:\A|\n)\r?\n")
_DEEPEST: Final = 8
"""Parts within parts: browsers write two."""
_BOUNDARY: Final = 200
"""Characters of a boundary; the standard (RFC 2046) allows 70."""
_TYPE: Final = 2000
"""Characters of a header with parameters, in all its lines; the library reads their whole rest again for each `;`."""
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})


def recognises(head: bytes) -> bool:
    """Return whether a file begins with the headers of a message that holds a page and its parts."""
    found = _HEADERS.match(head)
    return found is not None and _SAVED.search(found[0]) is not None


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield the one article of a saved page; InputError where it holds none."""
    data = content.whole(_MOST)
    try:
        message, _ = _parsed(data)
        root = _root(data, message)
        told = root.get_content_charset() if root is not None else None
    except ValueError as error:  # the library's own, too: of a NUL in the name of an encoding
        raise InputError(
            content.shown, "damaged", f"its headers cannot be read: {error}; save the page again"
        ) from None
    page = root.get_payload(decode=True) if root is not None else None
    if root is None or not isinstance(page, bytes):
        raise InputError(content.shown, "no_article", "no page in HTML is in this file; save the page again")
    address = _told(root, "Content-Location") or _told(message, "Snapshot-Content-Location")
    address = address if address and address.startswith(("http://", "https://")) else None
    text = decoded(page, told=told)
    article = article_of(text, content, name=content.name, where=content.shown, address=address)
    yield held_to(
        article, Origin(path=content.shown, record=None, format="mhtml", url=address, fetched=_saved(message))
    )


def _root(data: bytes, message: Message) -> Message | None:
    """Return the part that is the page: the one that the message names as its start, else the first in HTML."""
    start = message.get_param("start")
    first = None
    for head, part in _leaves(data):
        if head.get_content_type() in _PAGES:
            if not start or head.get("Content-ID") == start:
                return email.message_from_bytes(part, policy=email.policy.compat32)
            first = part if first is None else first
    return None if first is None else email.message_from_bytes(first, policy=email.policy.compat32)


def _leaves(data: bytes, depth: int = _DEEPEST) -> Iterator[tuple[Message, bytes]]:
    """Yield each part that holds no others, with its headers read; the library reads parts in parts without an end."""
    head, at = _parsed(data)
    boundary = (head.get_boundary() or "").encode("ascii", "replace")
    if head.get_content_maintype() != "multipart":
        yield head, data
    elif depth and 0 < len(boundary) <= _BOUNDARY:
        ends = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?$", re.MULTILINE)
        start = None
        for end in ends.finditer(data, at):
            if start is not None:
                yield from _leaves(data[start : end.start()], depth - 1)
            start = None if end[1] else end.end() + 1
        if start is not None:
            yield from _leaves(data[start:], depth - 1)


def _parsed(data: bytes) -> tuple[Message, int]:
    """Return the headers of a part, and where its body begins; ValueError for a type that is none."""
    found = _BLANK.search(data)
    end = found.end() if found else len(data)
    head = BytesHeaderParser(policy=email.policy.compat32).parsebytes(data[:end])  # reads no parameters yet
    if (size := len(str(head.get("Content-Type", "")))) > _TYPE:
        raise ValueError(f"Content-Type has {size:,} characters")
    return head, end


def _told(part: Message, header: str) -> str | None:
    return str(part.get(header, "")).strip() or None


def _saved(message: Message) -> dt.datetime | None:
    try:
        return of_the_news(email.utils.parsedate_to_datetime(str(message.get("Date", ""))))
    except (ValueError, OverflowError):
        return None
