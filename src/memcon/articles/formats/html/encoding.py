"""The bytes of a page as text. A page may lie of its encoding, and often does.

Valid UTF-8 is UTF-8 whatever the page says: no other encoding comes out so by chance. Else the bytes are looked at
(resiliparse, without the page's word, which it would believe: measured), and the page's word is taken where the bytes
fit it and it is none of the defaults that servers and editors put in unasked.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final

_BOMS: Final = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SAID: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
_HEAD: Final = 4096
_SAMPLE: Final = 1 << 18
"""Bytes that are looked at to tell an encoding."""
_DEFAULTS: Final = frozenset({"cp1252", "ascii", "iso8859-1", "utf-8", "utf-16-le", "utf-16-be", "utf-16"})
"""What a page says without knowing."""
_WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "euc_kr": "cp949",
                 "shift_jis": "cp932", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874"}  # fmt: skip
"""What browsers read by such a name (WHATWG Encoding Standard)."""
_NO_PAGE: Final = frozenset(
    {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf_7", "mbcs", "oem", "palmos"}
)
"""Encodings of Python's own, and what no browser reads."""
_SIGNS: Final = b"<html lang=abcdefghijklmnopqrstuvwxyz/ charset='0123456789'>"
"""What a page has as ASCII has it in any encoding but those of `_WIDE`: in EBCDIC it would be other letters."""
_WIDE: Final = ("utf-16", "utf-32")
"""Encodings in which markup has a NUL beside each letter."""
_MARKUP: Final = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"(?:<!doctype\s+html|<html[\s>]|<(?:head|body|meta|title|div|table|article)[\s>](?=.{0,3000}</?[a-z]))",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as text."""

    text: str
    encoding: str
    """By its name in Python."""
    lost: int
    """Bytes that are none of this encoding, in whose place U+FFFD stands."""


def markup(head: bytes) -> bool:
    """Return whether bytes begin as a page of HTML does."""
    encoding = _by_mark(head) or _wide(head)
    if encoding:
        head = head.decode(encoding, "ignore").encode("utf-8", "ignore")
    return _MARKUP.match(head.removeprefix(codecs.BOM_UTF8)) is not None


def decoded(data: bytes, told: str | None = None) -> Page:
    """Return the text of a page's bytes, without the mark of their order; `told` is what a server says of them."""
    encoding = _by_mark(data) or _wide(data[:_HEAD]) or _without_mark(data, told)
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    lost = text.count("\ufffd") - (data.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0)
    return Page(text, encoding, max(0, lost))


def _by_mark(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _BOMS.items() if data.startswith(mark)), None)


def _wide(head: bytes) -> str | None:
    """Return UTF-16 where every other byte of the beginning is nothing, without a mark."""
    pairs = head[:64]  # the beginning of a page is markup, whatever its language
    for encoding, nothing, char in (("utf-16-le", pairs[1::2], pairs[::2]), ("utf-16-be", pairs[::2], pairs[1::2])):
        if len(pairs) >= 8 and 10 * nothing.count(0) > 8 * len(nothing) and not char.count(0):
            return encoding
    return None


def _without_mark(data: bytes, told: str | None) -> str:
    if _fits(data, "utf-8"):
        return "utf-8"
    from resiliparse.parse.encoding import detect_encoding

    said = known_encoding(told) or _said(data)
    seen = known_encoding(detect_encoding(data, max_len=_SAMPLE, from_html_meta=False))
    if b"\0" not in data[:_HEAD]:
        said, seen = (name if name and not name.startswith(_WIDE) else None for name in (said, seen))
    if said and said not in _DEFAULTS and _fits(data, said):
        return said
    if seen and seen not in {"utf-8", "ascii"} and _fits(data, seen):
        return seen
    if said and said not in {"utf-8", "ascii"} and _fits(data, said):
        return said
    return "utf-8" if _mostly_utf8(data) else said or seen or "cp1252"


def _mostly_utf8(data: bytes) -> bool:
    """Return whether bytes are UTF-8 but for a few that were damaged or put in from elsewhere."""
    text = data.decode("utf-8", "replace")
    right = sum(1 for char in text[:_SAMPLE] if ord(char) > 0x7F and char != "\ufffd")
    return right > 4 * text[:_SAMPLE].count("\ufffd")


def _said(data: bytes) -> str | None:
    """Return the encoding that a page tells in its head, as browsers understand it."""
    found = _SAID.search(data[:_HEAD])
    return known_encoding(found[1].decode("ascii")) if found else None


def known_encoding(name: str | None) -> str | None:
    """Return Python's name of the encoding that a page calls `name`; None where it is none that a page can be in."""
    try:
        told = codecs.lookup(name or "").name
        other = _SIGNS.decode(told, "replace") != _SIGNS.decode()  # of one of no text, as hex_codec, a LookupError
    except (LookupError, ValueError):
        return None
    if other and not told.startswith(_WIDE):
        return None
    return None if told.replace("-", "_") in _NO_PAGE else _WIDER.get(told, told)


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
