"""Word documents (.docx): an article, or an export of Nexis Uni or Factiva with many.

mammoth reads them, as it alone keeps tracked insertions, text boxes and content controls, each once, and leaves deleted
words out (measured beside python-docx, docx2txt and docx2python). Headers, footers and comments are no text; footnotes
are left out, which is told; text that Word hides stays, since no reader tells it. What fields (links, numbers of pages)
show is text, and where they begin and end is kept from mammoth: for each run it walks all that are open.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from xml.etree import ElementTree as ET

from memcon.articles.formats.base import Content
from memcon.articles.formats.documents.exports import articles
from memcon.articles.formats.documents.lines import Line, lines_of
from memcon.articles.formats.packed import DAMAGE, CheckedZip
from memcon.errors import InputError
from memcon.records import Article, ArticleState

if TYPE_CHECKING:
    from mammoth.documents import Document, Element

suffixes: Final = (".docx", ".docm", ".doc")
_LARGEST: Final = 96 << 20
"""Bytes of XML that are read at once: what is made of them takes some ten times as much memory."""
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_SAVE: Final = "save it again as .docx"
_MEDIA: Final = "/media/"
"""In the names of pictures."""
_FIELD: Final = "fldChar"
"""The element that begins, parts or ends a field."""
_FIELDS: Final = (_FIELD.encode(), _FIELD.encode("utf-16-le")[:-1])
"""Its name in bytes: in whatever has ASCII in it, and in UTF-16 of either order."""
_IGNORED: Final = "proofErr"
"""An element of the same namespace that tells no reader of text anything."""


def recognises(head: bytes) -> bool:
    """Return whether a file begins as a ZIP that names a part of a Word document."""
    return head.startswith(b"PK\x03\x04") and b"word/" in head


def read(content: Content) -> Iterator[Article | ArticleState]:
    """Yield the articles of a document. Raises InputError for one that cannot be read, or holds none."""
    if content.head.startswith(_OLE):
        raise _old(content)
    with content.file() as file:
        try:
            document = _document(_without_fields(file, content))
        except DAMAGE as error:
            told = "its parts are nested too deep" if isinstance(error, RecursionError) else str(error)[:200]
            raise InputError(content.shown, "damaged", f"no Word document that can be read: {told}; {_SAVE}") from None
    lost = _footnotes(document)
    yield from articles(list(_lines(document)), content, [f"{lost:,} footnotes are left out"] if lost else [])


def _without_fields(file: BinaryIO, content: Content) -> BinaryIO:
    """Return a document whose parts in XML are those of `file`, with no field and no picture.

    Pictures may be XML of any size: nobody checks them, and nobody reads them.
    """
    made = io.BytesIO()
    with CheckedZip(file, content.shown) as packed, zipfile.ZipFile(made, "w") as copy:
        named = {part.filename: part for part in packed.infolist()}
        parts = [part for name, part in named.items() if _MEDIA not in name and packed.is_xml(part)]
        _check(packed, sum(part.file_size for part in parts), content)
        for part in parts:
            data = packed.read(part)
            copy.writestr(part.filename, _unmarked(data) if any(field in data for field in _FIELDS) else data)
    return made


def _unmarked(data: bytes) -> bytes:
    """Return a part in which no field begins or ends."""
    root = ET.fromstring(data)  # noqa: S314  expat bounds what entities grow to
    for element in root.iter():
        if element.tag.endswith("}" + _FIELD):
            element.tag = element.tag.removesuffix(_FIELD) + _IGNORED
    return ET.tostring(root).replace(b"\r", b"&#13;")


def _check(packed: zipfile.ZipFile, size: int, content: Content) -> None:
    if not any(name.startswith("word/") for name in packed.namelist()):
        raise InputError(content.shown, "damaged", f"a ZIP, but no Word document; {_SAVE}")
    if size > _LARGEST:
        raise InputError(content.shown, "too_large", f"it unpacks to {size:,} bytes of XML; save it in parts")


def _old(content: Content) -> InputError:
    """Return what is wrong with a file in the container of old Office documents, which encrypted ones have too."""
    if _ENCRYPTED in content.whole(1 << 30):
        hint = "it is encrypted; open it with its password and save it without one"
        return InputError(content.shown, "encrypted", hint)
    return InputError(content.shown, "binary", "an old Word document; open it and save it as .docx or .rtf")


def _document(file: object) -> "Document":
    from mammoth import docx

    read: Callable[[object], Any] = docx.read
    return read(file).value


def _lines(document: "Document") -> Iterator[Line]:
    from mammoth import documents

    for block in document.children:
        heading = isinstance(block, documents.Paragraph) and _is_heading(block)
        for line in lines_of([_text(block)], gap=True):
            yield Line(line.text, line.gap, line.page, heading)


def _footnotes(element: "Element") -> int:
    """Return how many references to notes stand in an element."""
    from mammoth import documents

    inside = sum(map(_footnotes, getattr(element, "children", ())))
    return inside + isinstance(element, documents.NoteReference)


def _is_heading(paragraph: "Element") -> bool:
    name = (paragraph.style_name or paragraph.style_id or "").casefold().replace(" ", "")
    return name in {"title", "heading1"}


def _text(element: "Element") -> str:
    """Return the text of an element: paragraphs of a table's cell in lines, cells beside each other, rows in lines."""
    from mammoth import documents

    match element:
        case documents.Text():
            return str(element.value)
        case documents.Tab():
            return "\t"
        case documents.Break():
            return "\f" if element.break_type == "page" else "\n"
        case documents.TableRow():
            return "\t".join(_text(cell).strip("\n") for cell in element.children) + "\n"
        case documents.Paragraph():
            return "".join(map(_text, element.children)) + "\n"
    return "".join(map(_text, getattr(element, "children", ())))
