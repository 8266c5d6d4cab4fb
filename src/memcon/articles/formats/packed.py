"""Office files are ZIPs of XML: what is seen to before their readers take them. Knows no format."""

import io
import zipfile
import zlib
from collections.abc import Iterable
from typing import IO, Any, Final
from xml.parsers import expat

from memcon.errors import InputError

_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How parts are packed (ECMA-376, part 2): what else there is unpacks without a bound, whatever size it tells."""
_TOKEN: Final = 8 << 20
"""Bytes of a tag with its attributes, or of a comment. The readers' parser reads one that has not ended again with each
16 KB that come: 40 MB of one attribute took two minutes."""
_ELEMENTS: Final = 4_000_000
"""Elements of one part that are in memory at once: a few bytes each take some hundreds there."""
_FREED: Final = {"worksheet": "row", "sst": "si"}
"""Elements that a reader lets go of when they end, by the root of their part."""
_CHUNK: Final = 1 << 20
DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, SyntaxError, expat.ExpatError, EOFError, LookupError, ArithmeticError, ValueError,
    TypeError, AttributeError, RuntimeError, OSError,
)  # fmt: skip
"""What the readers and the parsers below them raise for a damaged file: of XML that is none a SyntaxError."""


class CheckedZip(zipfile.ZipFile):
    """A ZIP for a reader of Office files: a part is checked when it is first opened, one that is not opened never.

    No part takes more memory than the size that the ZIP tells of it.
    """

    def __init__(self, file: IO[bytes], shown: str) -> None:
        """Raise InputError for a part that no Office program packs so."""
        super().__init__(file)
        self._shown = shown
        self._checked: set[int] = set()
        for part in self.infolist():
            if part.compress_type not in _METHODS:
                told = zipfile.compressor_names.get(part.compress_type, str(part.compress_type))  # type: ignore[attr-defined]
                hint = f"its part {part.filename[:100]!r} is packed by {told}, as no Office program does; save it again"
                raise InputError(shown, "damaged", hint)

    def is_xml(self, part: zipfile.ZipInfo) -> bool:
        """Return whether a part may be read as XML, whatever its name: pictures and fonts begin otherwise."""
        with super().open(part) as file:
            return file.read(64).strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe")[:1] in {b"", b"<"}

    def open(self, name: str | zipfile.ZipInfo, *args: Any, **which: Any) -> IO[bytes]:  # noqa: ANN401  its signature
        """Open a part. Raises InputError for XML that takes readers without an end."""
        part = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if part.header_offset not in self._checked:
            self._checked.add(part.header_offset)
            if self.is_xml(part):
                with super().open(part) as file:
                    check_xml(iter(lambda: file.read(_CHUNK), b""), self._shown)
        return _Part(super().open(name, *args, **which), part.file_size)


class _Part(io.BufferedIOBase, IO[bytes]):
    """A part of a ZIP. One that is read whole would be unpacked to its end before it is cut to the size told of it."""

    def __init__(self, file: IO[bytes], told: int) -> None:
        self._file, self._told = file, told

    def read(self, size: int | None = -1, /) -> bytes:
        return self._file.read(self._told + 1 if size is None or size < 0 else size)

    def close(self) -> None:
        self._file.close()
        super().close()


class _Elements:
    """Counts the elements that a reader of a part has in memory."""

    def __init__(self, parser: expat.XMLParserType, shown: str) -> None:
        self._shown, self._count = shown, 0
        self._freed: str | None = None
        self._before: list[int] = []
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end

    def _start(self, name: str, _: object) -> None:
        if not self._count:
            root = _FREED.get(name.rpartition(":")[2])
            self._freed = root and name[: name.rfind(":") + 1] + root
        elif name == self._freed:
            self._before.append(self._count)
        self._count += 1
        if self._count > _ELEMENTS:
            raise InputError(self._shown, "too_large", f"it has more than {_ELEMENTS:,} elements; save it in parts")

    def _end(self, name: str) -> None:
        if name == self._freed and self._before:
            self._count = self._before.pop()


def check_xml(chunks: Iterable[bytes], shown: str) -> None:
    """Refuse XML with a tag or a comment, or as many elements, as no document has; of no XML what stands before."""
    parser, given = expat.ParserCreate(), 0
    _Elements(parser, shown)
    for chunk in chunks:
        try:
            parser.Parse(chunk, False)  # noqa: FBT003  its signature
        except expat.ExpatError:
            return
        given += len(chunk)
        if given - parser.CurrentByteIndex > _TOKEN:
            raise InputError(shown, "too_large", f"a tag in it has more than {_TOKEN:,} bytes; save it again")
