"""Documents as word processors write them, made of words: DOCX and RTF."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape

_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_TYPES: Final = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
PAGE: Final = "\f"
"""A paragraph that is a page break."""


def run(words: str) -> str:
    """Return the XML of a run; a line feed in it is a break of the line."""
    parts = '</w:t><w:br/><w:t xml:space="preserve">'.join(map(escape, words.split("\n")))
    return f'<w:r><w:t xml:space="preserve">{parts}</w:t></w:r>'


def field(kind: str, instruction: str = "") -> str:
    """Return the XML of a run that begins, parts or ends a field, with what the field is told."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/><w:instrText>{escape(instruction)}</w:instrText></w:r>'


def paragraph(words: str, *, style: str = "") -> str:
    """Return the XML of a paragraph."""
    if words == PAGE:
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{run(words)}</w:p>"


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return the XML of a table; the paragraphs of a cell are parted by a blank line."""
    cells = (
        "".join(f"<w:tc>{''.join(map(paragraph, cell.split(chr(10) * 2)))}</w:tc>" for cell in row) for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(*blocks: str) -> bytes:
    """Return a document of these blocks of XML."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", _TYPES)
        relation = f'<Relationship Id="r1" Type="{_TYPE}" Target="word/document.xml"/>'
        packed.writestr("_rels/.rels", f'<Relationships xmlns="{_RELS}">{relation}</Relationships>')
        packed.writestr("word/document.xml", f"<w:document {_W}><w:body>{''.join(blocks)}</w:body></w:document>")
    return made.getvalue()


def repacked(data: bytes, part: str, method: int = zipfile.ZIP_DEFLATED, hidden: int = 0) -> bytes:
    """Return a file with one part packed by `method`, and more bytes behind it of which its size tells nothing."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            kept = old.read(name)
            if name == part:
                new.writestr(name, kept + b" " * hidden, method)
                lying = new.getinfo(name)
                lying.file_size, lying.CRC = len(kept), zlib.crc32(kept)  # in the directory, which readers believe
            else:
                new.writestr(name, kept)
    return made.getvalue()


def rtf(*blocks: str) -> bytes:
    """Return a document of these blocks of control words."""
    head = r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}\f0 "
    return (head + "\n".join(blocks) + "}").encode("ascii")


def rtf_paragraph(words: str) -> str:
    """Return the control words of a paragraph; all but ASCII by its numbers in UTF-16."""
    return r"\page" if words == PAGE else rtf_words(words) + r"\par"


def rtf_words(words: str) -> str:
    """Return words as rich text holds them."""
    units = memoryview(words.encode("utf-16-le")).cast("H")
    return "".join(map(_rtf_unit, units))


def _rtf_unit(unit: int) -> str:
    if chr(unit) in "\\{}":
        return "\\" + chr(unit)
    if unit == 10:
        return r"\line "
    return chr(unit) if unit < 128 else rf"\u{unit - 65536 * (unit > 32767)}?"


def rtf_table(rows: Iterable[Sequence[str]]) -> str:
    """Return the control words of a table; the paragraphs of a cell are parted by a blank line."""
    return "\n".join(
        r"\trowd\cellx1000\cellx9000\intbl "
        + "".join(rtf_words(cell).replace(r"\line \line ", r"\par ") + r"\cell " for cell in row)
        + r"\row"
        for row in rows
    )
