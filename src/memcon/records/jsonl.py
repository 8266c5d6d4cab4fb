r"""Canonical JSON lines: records as bytes, and bytes as records, strictly and a line at a time.

Canonical: keys in the order of the schema, UTF-8 unescaped, no spaces, one `\n` a line, so the same records give the
same bytes. Strict: lines end at `\n` alone (U+2028 and U+0085 may stand inside a string), duplicate keys, NaN and
infinities are errors, and an error names file, line and byte. Knows nothing of what the records mean.
"""

import errno
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, NamedTuple, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from memcon._data import Refused, strict
from memcon.errors import DataError
from memcon.records import SCHEMA_VERSION, versions

Shape = TypeVar("Shape")
CHUNK: Final = 1 << 16
MOST_BYTES: Final = 1 << 26
"""Bytes of a record's line at most: an event of 10,000 mentions has some 10 MB."""
_BOM: Final = b"\xef\xbb\xbf"
_CUT: Final = re.compile(r"(?:tr?u?|fa?l?s?|nu?l?|-|\.|[eE][+-]?|\\?u?[0-9a-fA-F]{0,4})?\s*\Z")
"""What may be left, where the parser stopped, of a line that is valid as far as it goes."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def open_file(path: Path) -> BinaryIO:
    """Open a file for reading. What one may wait for without end, as a pipe or a device, is an OSError that says so."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    found = os.fstat(handle).st_mode
    if stat.S_ISREG(found):
        return os.fdopen(handle, "rb")
    os.close(handle)
    if stat.S_ISDIR(found):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    raise OSError(errno.EINVAL, f"it is {'a pipe' if stat.S_ISFIFO(found) else 'a device or a socket'}, and no file")


class Line(NamedTuple):
    """A line of a file of bytes, without its line feed."""

    number: int
    """Counts from 1."""
    offset: int
    """Of its first byte in the file."""
    data: bytes | None
    """None when the line is longer than the limit."""
    whole: bool
    """Whether a line feed ends it."""


class BadLine(ValueError):
    """A line that is no JSON object. `reason` is a machine word, `offset` the byte in the line, where one is known."""

    def __init__(self, reason: str, detail: str, offset: int | None = None) -> None:
        super().__init__(reason, detail, offset)
        self.reason, self.detail, self.offset = reason, detail, offset

    def __str__(self) -> str:
        return self.detail


def split_lines(chunks: Iterable[bytes], limit: int | None = None) -> Iterator[Line]:
    r"""Split a stream at `\n` only, in memory bounded by `limit` bytes a line; longer lines come without data.

    A last line without a line feed is a line; an empty rest is none.
    """
    number, offset, size = 1, 0, 0
    parts: list[bytes] = []
    for chunk in chunks:
        start = 0
        while start < len(chunk):
            feed = chunk.find(b"\n", start)
            stop = len(chunk) if feed < 0 else feed
            size += stop - start
            if limit is None or size <= limit:
                parts.append(chunk[start:stop])
            else:
                parts.clear()
            start = stop + 1
            if feed >= 0:
                yield Line(number, offset, _joined(parts, size, limit), whole=True)
                number, offset, size = number + 1, offset + size + 1, 0
                parts.clear()
    if size:
        yield Line(number, offset, _joined(parts, size, limit), whole=False)


def _joined(parts: list[bytes], size: int, limit: int | None) -> bytes | None:
    return b"".join(parts) if limit is None or size <= limit else None


def parse_object(data: bytes) -> dict[str, Any]:
    """Return the JSON object that a line holds; anything else is a `BadLine`."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.reason == "unexpected end of data"
        byte = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise BadLine("cut_line" if cut else "encoding", "the line is cut off" if cut else byte, error.start) from None
    try:
        value = strict(text)
    except json.JSONDecodeError as error:
        at = len(text[: error.pos].encode("utf-8"))
        if error.msg.startswith("Unterminated") or _CUT.match(text, error.pos):
            raise BadLine("cut_line", "the line is cut off", at) from None
        raise BadLine("invalid_json", f"not JSON: {error.msg[0].lower()}{error.msg[1:]}", at) from None
    except RecursionError:
        raise BadLine("too_deep", "brackets are nested too deep") from None
    except Refused as error:
        raise BadLine(error.reason, str(error)) from None
    except ValueError:  # Python refuses to convert more than 4,300 digits
        raise BadLine("huge_number", "a number has more digits than can be read") from None
    if not isinstance(value, dict):
        raise BadLine("not_object", f"a JSON {_NAMES.get(type(value), 'value')}, not an object")
    return cast("dict[str, Any]", value)


_NAMES: Final = {list: "array", str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


_ADAPTERS: Final[dict[type, TypeAdapter[Any]]] = {}  # built once a type: building takes milliseconds


def _adapter(shape: type) -> TypeAdapter[Any]:
    if shape not in _ADAPTERS:
        _ADAPTERS[shape] = TypeAdapter(shape)
    return _ADAPTERS[shape]


def dump(record: object) -> bytes:
    r"""Return a record as one canonical line, its `\n` included. Equal records give equal bytes."""
    adapter = _adapter(type(record))
    try:
        return adapter.dump_json(record) + b"\n"
    except PydanticSerializationError:  # words of a model may hold lone surrogates, which UTF-8 cannot
        text = json.dumps(adapter.dump_python(record, mode="json"), ensure_ascii=False, separators=(",", ":"))
        return _SURROGATE.sub("\ufffd", text).encode() + b"\n"


def record_lines(file: IO[bytes]) -> Iterator[Line]:
    """Yield the lines of a file of records that are not blank; one longer than `MOST_BYTES` has no data and is last."""
    number, offset = 0, 0
    while begun := file.readline(CHUNK):
        number += 1
        data = begun if begun.endswith(b"\n") else _whole(begun, file)
        if data is None:
            yield Line(number, offset, None, whole=False)
            return
        if not data.isspace() and data.removeprefix(_BOM).strip():
            yield Line(number, offset, data.removesuffix(b"\n"), data.endswith(b"\n"))
        offset += len(data)


def _whole(begun: bytes, file: IO[bytes]) -> bytes | None:
    """Return a line of which the beginning is read; None where it is longer than `MOST_BYTES`."""
    parts, size = [begun], len(begun)
    while not parts[-1].endswith(b"\n") and (more := file.readline(CHUNK)):
        parts.append(more)
        size += len(more)
        if size - more.endswith(b"\n") > MOST_BYTES:
            return None
    return b"".join(parts)


def read_lines(path: Path, shape: type[Shape] | TypeAdapter[Shape], *, quick: bool = False) -> Iterator[Shape]:
    """Return the records of a file that memcon wrote, one at a time.

    Blank lines are passed over: people edit these files. With `quick`, a line that is a record at first sight is taken
    for one in half the time, and a key that stands twice in it is not noticed.
    A line of an older version is read as the newest has it.
    Raises DataError, naming file, line and byte, for a file that is missing, damaged or of a newer memcon.
    """
    adapter: TypeAdapter[Shape] = shape if isinstance(shape, TypeAdapter) else _adapter(shape)
    try:
        with open_file(path) as file:
            for line in record_lines(file):
                yield _read(str(path), line, adapter) if quick else parse_record(str(path), line, adapter)
    except OSError as error:
        raise DataError(f"{str(path)!r} cannot be read: {(error.strerror or type(error).__name__).lower()}") from error


def _read(name: str, line: Line, adapter: TypeAdapter[Shape]) -> Shape:
    try:
        return adapter.validate_json(line.data or b"")
    except ValidationError:
        return parse_record(name, line, adapter)


MADE_AGAIN: Final = "restore the file or run again to rebuild it"
"""What to do about a damaged file that a run wrote."""


def parse_record(name: str, line: Line, adapter: TypeAdapter[Shape], remedy: str = MADE_AGAIN) -> Shape:
    """Return the record of one line of the file `name`.

    Raises DataError, which says where it is damaged, and what to do: `remedy`.
    """
    where = f"{name!r}, line {line.number}"
    if line.data is None:
        raise DataError(f"{where} (byte {line.offset}): longer than {MOST_BYTES >> 20} MiB, as no record is; {remedy}")
    try:
        found = parse_object(line.data.removeprefix(_BOM))
    except BadLine as error:
        at = line.offset + (error.offset or 0)
        raise DataError(f"{where} (byte {at}): {error}; {remedy}") from None
    version = found.get("schema_version")
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise DataError(f"{where}: schema version {version} is newer than this memcon reads; upgrade memcon")
    try:
        return adapter.validate_python(versions.upgraded(found))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(map(str, first["loc"])) or "the record"
        raise DataError(f"{where} (byte {line.offset}): {field}: {first['msg'].lower()}; {remedy}") from None
