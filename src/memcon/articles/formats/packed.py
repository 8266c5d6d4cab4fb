"""Office files are ZIPs of XML: what is seen to before their readers take them. Knows no format."""

import zipfile
from collections.abc import Iterable, Iterator
from typing import Final
from xml.parsers import expat

from memcon.errors import InputError

_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How parts are packed (ECMA-376, part 2): what else there is unpacks without a bound, whatever size it tells."""
_TOKEN: Final = 8 << 20
"""Bytes of a tag with its attributes, or of a comment. The readers' parser reads one that has not ended again with each
16 KB that come: 40 MB of one attribute took two minutes."""
_CHUNK: Final = 1 << 20


def check_packing(packed: zipfile.ZipFile, shown: str) -> None:
    """Refuse a part that no Office program packs so."""
    for part in packed.infolist():
        if part.compress_type not in _METHODS:
            told = zipfile.compressor_names.get(part.compress_type, str(part.compress_type))  # type: ignore[attr-defined]
            hint = f"its part {part.filename[:100]!r} is packed by {told}, as no Office program does; save it again"
            raise InputError(shown, "damaged", hint)


def is_xml(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Return whether a part may be read as XML, whatever its name: pictures and fonts begin otherwise."""
    with packed.open(part) as file:
        return file.read(64).strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe")[:1] in {b"", b"<"}


def chunks_of(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the bytes of a part."""
    with packed.open(part) as file:
        yield from iter(lambda: file.read(_CHUNK), b"")


def check_xml(chunks: Iterable[bytes], shown: str) -> None:
    """Refuse XML with a tag or a comment that no document has; of what is no XML what stands before."""
    parser, given = expat.ParserCreate(), 0
    for chunk in chunks:
        try:
            parser.Parse(chunk, False)  # noqa: FBT003  its signature
        except expat.ExpatError:
            return
        given += len(chunk)
        if given - parser.CurrentByteIndex > _TOKEN:
            raise InputError(shown, "too_large", f"a tag in it has more than {_TOKEN:,} bytes; save it again")
