"""Text files: one article each, whose id is the file's name.

Text is what the bytes say and nothing else: UTF-8 (a byte-order mark stays, as code point 0) or UTF-16 with a
byte-order mark (which Python's `utf-16` takes off). Other encodings are not guessed: they fail with the offset of the
first byte that does not fit. Mail is refused.
"""

import re
from collections.abc import Iterator
from typing import Final

from memcon.articles.formats import base
from memcon.articles.formats.base import UTF16_BOMS, Content
from memcon.errors import InputError
from memcon.records import Article, ArticleState

suffixes: Final = (".txt",)
_MAIL_NAMES: Final = (".eml", ".mbox", ".emlx")
_HEADERS: Final = re.compile(rb"(?:>?From [^\n]*\n)?+(?:[!-9;-~]{1,76}:[^\n]*\n(?:[ \t][^\n]*\n)*+)*+")
_OF_MAIL: Final = re.compile(rb"(?im)^(?:Received|Message-ID|MIME-Version|Content-Transfer-Encoding):")
"""Headers that programs write, and nobody above an article."""


def recognises(_: bytes) -> bool:
    """Whatever is nothing else is text."""
    return True


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield the one article of a text file."""
    base.check_head(content)
    _check_mail(content)
    # no character takes more than four bytes in UTF-8 or UTF-16
    text = _decode(content.shown, content.whole(4 * content.max_chars + 4))
    base.check_text(content.shown, text, content.max_chars, of="the file")
    yield Article(id=content.name, text=text, path=content.shown)


def _check_mail(content: Content) -> None:
    """Refuse mail, by its name or by its headers: its text may be encoded, and headers and replies are no article."""
    headers = _HEADERS.match(content.head)
    if content.shown.lower().removesuffix(".gz").endswith(_MAIL_NAMES) or (headers and _OF_MAIL.search(headers[0])):
        raise InputError(
            content.shown, "mail", "this is mail, which is not read; save the article in it as text (.txt) or as a page"
        )


def _decode(where: str, data: bytes) -> str:
    """Return the text; raise InputError with the first byte that does not fit, and what to do."""
    encoding = "utf-16" if data.startswith(UTF16_BOMS) else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} at offset {error.start} (line {line}) is not {encoding.upper()}"
        raise InputError(where, "encoding", base.convert(what, "WINDOWS-1252") + " if that is what it is in") from None
