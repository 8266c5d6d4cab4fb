r"""Rich text (.rtf): an article, or an export of Nexis Uni or Factiva with many.

striprtf reads the characters, of all code pages of fonts and of `\u`. It keeps what a person has deleted or hidden,
writes the target of a link into the sentence, and takes the cube of the time for fonts that end without a semicolon
(measured, version 0.0.35): these are taken out of its way beforehand.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from memcon.articles.formats.base import UTF8_BOM, Content
from memcon.articles.formats.documents.exports import articles
from memcon.articles.formats.documents.lines import lines_of
from memcon.errors import InputError
from memcon.records import Article, ArticleState

suffixes: Final = (".rtf", ".doc")
_MOST: Final = 256 << 20
"""Bytes of a document; its pictures are most of them."""
_EIGHT_BITS: Final = re.compile(rb"[\x80-\xff]")
_WORDS: Final = re.compile(r"\\(?:(\\)|(page|cell|nestcell|deleted|v|fldinst)(?![a-zA-Z])(-?\d+)?)")
_SHOWN_AGAIN: Final = re.compile(r"\\v0")
_FONTS: Final = re.compile(r"{[^{}]*\\fonttbl")
_ANY_FONT: Final = re.compile(r"\\f\d+")
_IN_FONTS: Final = re.compile(r"\\(f|fcharset)(\d{1,5})|\\.|[{}]", re.DOTALL)
_BRACES: Final = re.compile(rb"\\.|[{}]", re.DOTALL)
_CUT: Final = "the document is cut: its last brace is missing; fetch or save it again"


def recognises(head: bytes) -> bool:
    """Return whether a file begins as rich text does."""
    return head.removeprefix(UTF8_BOM).lstrip().startswith(b"{\\rtf")


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield the articles of a document. Raises InputError for one that cannot be read, or holds none."""
    if not recognises(content.head):
        raise InputError(content.shown, "damaged", "it does not begin as rich text; save it again as .rtf or .docx")
    data = content.whole(_MOST).strip(b"\0 \t\r\n\x1a")
    if not data.endswith(b"}") or (b"\\bin" not in data and _open(data) > 0):
        raise InputError(content.shown, "cut", _CUT)
    text = _text(data.removeprefix(UTF8_BOM), content)
    yield from articles(list(lines_of(text.split("\n"), gap=False)), content)


def _open(data: bytes) -> int:
    """Return how many braces are open at the end."""
    found = [brace[0] for brace in _BRACES.finditer(data)]
    return found.count(b"{") - found.count(b"}")


def _text(data: bytes, content: Content) -> str:
    from striprtf import striprtf

    read: Callable[..., str] = striprtf.rtf_to_text
    raw = _EIGHT_BITS.sub(lambda byte: b"\\'%02x" % byte[0][0], data).decode("ascii")
    hides = _SHOWN_AGAIN.search(raw) is None
    try:
        text = read(_WORDS.sub(lambda word: _changed(word, hides=hides), _plain_fonts(raw)), errors="replace")
    except (ValueError, LookupError, TypeError, OverflowError) as error:
        hint = f"no rich text that can be read: {str(error)[:200]}; save it again as .rtf or .docx"
        raise InputError(content.shown, "damaged", hint) from None
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _plain_fonts(text: str) -> str:
    """Return a document whose fonts tell their number and their characters, and nothing else."""
    table = _FONTS.search(text)
    if table is None:
        return text
    begun = text[: table.start()] + _ANY_FONT.sub("", table[0])
    depth, font, fonts = 1, "", list[str]()
    for found in _IN_FONTS.finditer(text, table.end()):
        if found[1]:
            font = found[2] if found[1] == "f" else font
            if found[1] == "fcharset" and font:
                fonts.append(f"{{\\f{font}\\fcharset{found[2]} x;}}")
                font = ""
        elif found[0] in "{}":
            depth += 1 if found[0] == "{" else -1
            if not depth:
                return begun + "\n".join(fonts) + text[found.start() :]
    return begun + "\n".join(fonts)


def _changed(word: re.Match[str], *, hides: bool) -> str:
    r"""Return a control word as striprtf is to see it.

    A group of hidden (`\v`) or deleted words is one to pass over; hidden words that end by `\v0` stay, since what
    follows in their group would go with them. A link's instruction stays what it is, and no text.
    """
    name = word[2]
    if word[1] or (name in {"v", "deleted"} and word[3] == "0") or (name == "v" and not hides):
        return word[0]
    return {
        "page": "\\'0c\\par", "cell": "\\tab", "nestcell": "\\tab", "fldinst": "\\fldinst\n",
        "deleted": "\\*\\deleted", "v": "\\*\\v",
    }[name]  # fmt: skip
