"""A workbook of Excel, opened to be read a row at a time in bounded room, whatever it tells of its own size."""

from typing import IO, Any, Final

from memcon.articles.formats.packed import CheckedZip
from memcon.errors import InputError

_LARGEST: Final = 2 << 30
"""Bytes that a workbook may unpack to."""
_WORDS: Final = 256 << 20
"""Bytes that its words may unpack to, which are kept in memory while it is read."""


def open_workbook(file: IO[bytes], shown: str, *, computed: bool, most: int = _LARGEST) -> Any:  # noqa: ANN401  of openpyxl
    """Return a workbook, whose cells have values as last computed, or else formulas.

    Parts that are not opened, as pictures and what pivot tables keep, may be as they are.

    Raises:
        InputError: it is packed as no Office program does, unpacks to more than `most`, or has XML that takes readers
            without an end.
        Exception: whatever openpyxl and the parsers below it raise of a damaged one.
    """
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.xml.constants import SHARED_STRINGS

    archive = CheckedZip(file, shown)
    sizes = {part.filename: part.file_size for part in archive.infolist()}
    _check(sum(sizes.values()), most, shown)
    reader = ExcelReader(file, read_only=True, data_only=computed)
    reader.archive = archive
    reader.read_manifest()
    words = reader.package.find(SHARED_STRINGS)  # whatever its name
    _check(sizes.get(words.PartName.lstrip("/"), 0) if words else 0, _WORDS, shown)
    reader.read()
    return reader.wb


def _check(size: int, most: int, shown: str) -> None:
    if size > most:
        raise InputError(shown, "too_large", f"it unpacks to {size:,} bytes; save it as CSV")
