"""The records of an archive of the web, one at a time, through damage: what is cut or broken costs itself alone.

fastwarc reads them, of gzip, zstd (with its dictionary, too) or plain archives. It ends an archive at the first byte
that it cannot read, and gives a record that is cut short as if it were whole (measured, version 2.0.1). So records are
held against their length here, and after damage the next record is looked for in the bytes of the file.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, Protocol, cast

GZIP: Final = b"\x1f\x8b\x08"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_DICTIONARY: Final = b"\x5d\x2a\x4d\x18"
"""How a skippable frame of zstd begins that holds the dictionary of the others (WARC/ZSTD specification 1.0)."""
_PLAIN: Final = re.compile(rb"WARC/1\.\d\r?\n(?=WARC-|Content-)", re.IGNORECASE)
_INSIDE: Final = b"WARC/1."
_BLOCK: Final = 1 << 20
_OVERLAP: Final = 1 << 12
"""Bytes of a block that are looked at again with the next one: enough to tell that a record begins there."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record; `block` is None where it is longer than what was asked for."""

    kind: str
    """`response`, `revisit`, `request` …"""
    id: str
    url: str
    date: str
    media: str
    """The type of its block, as `application/http; msgtype=response`."""
    payload: str
    """The type of its payload as the crawler identified it; mostly empty."""
    length: int
    block: bytes | None


@dataclass(frozen=True, slots=True)
class Damage:
    """A place where no record could be read."""

    what: str
    url: str = ""


class _Seekable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, /) -> object: ...


class Pieces:
    """Bytes that come in pieces, as fastwarc reads them; `start` is what stands before them."""

    def __init__(self, more: Callable[[int], bytes], start: bytes = b"") -> None:
        self._more, self._held, self._at = more, start, 0

    def read(self, size: int = -1) -> bytes:
        """Return so many bytes at most; b"" at the end."""
        given = self._held or self._more(size if size > 0 else _BLOCK)
        self._held = given[size:] if size > 0 else b""
        given = given[:size] if size > 0 else given
        self._at += len(given)
        return given

    def tell(self) -> int:
        """Return how many bytes have been read."""
        return self._at


def records(file: BinaryIO, most: int) -> Iterator[Record | Damage]:
    """Yield the records of a file that can be sought, those of more than `most` bytes without their block."""
    start = file.read(1 << 16)
    dictionary = _dictionary_of(file, start)
    base: int | None = 0
    damaged = ""
    while base is not None:
        file.seek(base)
        skipped = dictionary if base else b""
        last = base
        none, told = True, False
        plain = not start.startswith((GZIP, _ZSTD, _DICTIONARY))
        try:
            for position, record in _read(Pieces(file.read, skipped), most, plain=plain):
                if damaged:
                    yield Damage(damaged)
                last, none, damaged = max(base, base + position - len(skipped)), False, ""
                told = isinstance(record, Damage)
                yield record
        except _Swallowed as error:
            last = base + error.position - len(skipped)
            yield Damage("it is cut short, and the next one begins in its midst", error.url)
        except OSError as error:
            if none:  # the very record at `base`
                yield Damage(str(error))
                damaged = ""
            else:
                damaged = str(error)
        else:
            if start.startswith(GZIP) and not told and not _is_complete(file, last):
                yield Damage("it is cut short")
            break
        base = _next_record(file, max(last, 0) + 1, start)
    if damaged:
        yield Damage(damaged)


def records_once(stream: Pieces, most: int, *, plain: bool) -> Iterator[Record | Damage]:
    """Yield the records of a stream that can be read once; damage ends it."""
    try:
        yield from (record for _, record in _read(stream, most, plain=plain))
    except (_Swallowed, OSError) as error:
        yield Damage(f"{error}; what follows cannot be looked for in a stream: save it to a file")


class _Swallowed(Exception):
    """A record whose length is that of the next one, too."""

    def __init__(self, position: int, url: str) -> None:
        super().__init__(position, url)
        self.position, self.url = position, url

    def __str__(self) -> str:
        return "a record is cut short, and the next one begins in its midst"


def _read(stream: Pieces, most: int, *, plain: bool) -> Iterator[tuple[int, Record | Damage]]:
    """Yield records and where in the stream they begin; a `Damage` for one that the end of the stream cuts."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    archive = ArchiveIterator(cast("BinaryIO", stream), WarcRecordType.any_type, parse_http=False, auto_decode="none")
    for record in archive:
        headers = record.headers
        length = record.content_length
        url = (headers.get("WARC-Target-URI") or "").strip("<> ")
        kind = (headers.get("WARC-Type") or "").lower()
        block = record.reader.read() if length <= most and kind in _WITH_BLOCK else None
        if block is not None and plain and _INSIDE in block and _PLAIN.search(block):
            raise _Swallowed(record.stream_pos, url)
        if (block is not None and len(block) < length) or headers.get("Content-Length") is None:
            yield record.stream_pos, Damage("it is cut short", url)
            continue
        yield record.stream_pos, Record(
            kind, (headers.get("WARC-Record-ID") or "").strip("<> "), url, headers.get("WARC-Date") or "",
            (headers.get("Content-Type") or "").lower(), headers.get("WARC-Identified-Payload-Type") or "", length,
            block,
        )  # fmt: skip


_WITH_BLOCK: Final = frozenset({"response", "resource", "conversion"})
"""Kinds of records that may hold a page."""


def _dictionary_of(file: BinaryIO, start: bytes) -> bytes:
    """Return the frame of the dictionary with which a zstd archive begins; nothing where there is none."""
    if not start.startswith(_DICTIONARY):
        return b""
    file.seek(0)
    return file.read(8 + int.from_bytes(start[4:8], "little"))


def _next_record(file: _Seekable, at: int, start: bytes) -> int | None:
    """Return where the next record begins, from a place on; None where there is none. Reads every byte once."""
    begins = _begins_gzip if start.startswith(GZIP) else _begins_zstd if start[:4] in {_ZSTD, _DICTIONARY} else None
    file.seek(at)
    held, place = b"", at
    while True:
        block = file.read(_BLOCK)
        held += block
        end = len(held) if not block else max(0, len(held) - _OVERLAP)
        found = _first(held, end, begins)
        if found is not None:
            return place + found
        if not block:
            return None
        place, held = place + end, held[end:]


def _first(held: bytes, end: int, begins: "tuple[bytes, Callable[[bytes], Any]] | None") -> int | None:
    if begins is None:
        found = _PLAIN.search(held)
        return found.start() if found and found.start() < end else None
    magic, is_record = begins
    at = held.find(magic)
    while 0 <= at < end:
        if is_record(held[at : at + _OVERLAP]):
            return at
        at = held.find(magic, at + 1)
    return None


def _is_complete(file: BinaryIO, at: int) -> bool:
    """Return whether the last members of a gzip file end: fastwarc passes one by that is cut in its first bytes."""
    file.seek(at)
    member = zlib.decompressobj(31)
    whole = True
    while data := file.read(1 << 16):
        while data:
            try:
                member.decompress(data)
            except zlib.error:
                return True  # damage, which has been told, or bytes that are no archive
            whole = member.eof
            data = member.unused_data.lstrip(b"\0")
            if whole:
                member = zlib.decompressobj(31)
    return whole


def _is_gzip(data: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(data, 64).startswith(b"WARC/")
    except zlib.error:
        return False


def _is_zstd(data: bytes) -> bool:
    """Return whether a frame is likely: it has no reserved bit, and its window is none beyond what readers take."""
    return len(data) > 6 and not data[4] & 0x08 and (bool(data[4] & 0x20) or data[5] >> 3 < 18)


_begins_gzip: Final = (GZIP, _is_gzip)
_begins_zstd: Final = (_ZSTD, _is_zstd)
