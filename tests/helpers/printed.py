"""PDFs as programs print them, made of rows of words: any script, as many pages as wanted."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """A row of a page: its words, where they begin, and the size of the letters."""

    text: str
    x: float
    y: float
    size: float = 10.0


def column(rows: Sequence[str], *, x: float = 60, y: float = 700, size: float = 10, gap: float = 12) -> list[Words]:
    """Return rows below each other; an empty one leaves the room of one."""
    return [Words(row, x, y - gap * at, size) for at, row in enumerate(rows) if row]


def pdf(*pages: Sequence[Words], told: bool = True, picture: bool = False) -> bytes:
    """Return a PDF. Without `told` its font does not say which letters it shows; `picture` lays one on each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    letters = sorted({char for page in pages for row in page for char in row.text})
    objects += _font(letters, told=told)
    kids = []
    for page in pages:
        stream = b"\n".join(map(_shown, page)) + (b"\nq 100 0 0 100 0 0 cm /I Do Q" if picture else b"")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        image = b"/XObject << /I 6 0 R >>" if picture else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F 3 0 R >>"
            b" %s >> >>" % (len(objects), image)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _file(objects)


def _font(letters: Sequence[str], *, told: bool) -> list[bytes]:
    """Return a font that shows UTF-16 by its numbers, what its letters are, and a picture."""
    tells = b"/ToUnicode 5 0 R" if told else b""
    pairs = b"\n".join(b"<%s> <%s>" % (_code(char), _code(char)) for char in letters)
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <0000>"
        b" <FFFF> endcodespacerange\n%d beginbfchar\n%s\nendbfchar endcmap end end" % (len(letters), pairs)
    )
    info = b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    sample = b"/Type /Font /BaseFont /Sample"
    picture = b"/Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1"
    return [
        b"<< %s /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [4 0 R] %s >>" % (sample, tells),
        b"<< %s /Subtype /CIDFontType2 /DW 500 /CIDSystemInfo %s >>" % (sample, info),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
        b"<< /Type /XObject /Subtype /Image %s >>\nstream\n\x80\nendstream" % picture,
    ]


def _shown(row: Words) -> bytes:
    codes = b"".join(map(_code, row.text))
    return b"BT /F %g Tf 1 0 0 1 %g %g Tm <%s> Tj ET" % (row.size, row.x, row.y, codes)


def _code(char: str) -> bytes:
    return char.encode("utf-16-be").hex().encode()


def _file(objects: Sequence[bytes]) -> bytes:
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return bytes(made) + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
