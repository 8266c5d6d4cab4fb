"""What a server answered, out of a record: status, headers, and the page as it was before it was packed for the way.

Archives hold answers in three states: as they came (in chunks, packed), unpacked under their old headers, and in part.
So each layer that a header tells of is taken off where it is there, and the bytes stay as they are where it is not.
"""

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

_END: Final = re.compile(rb"\r?\n\r?\n")
_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")
_SIZE: Final = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,4000})?\r?\n")
_CHARSET: Final = re.compile(r"charset\s*+=[\s\"']*+([\w.:-]{2,40})", re.IGNORECASE)
_HEADERS: Final = 1 << 18
"""Bytes of headers, at most."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case, the last of each name."""
    body: bytes

    @property
    def media(self) -> str:
        """Return the type of the body, without parameters, in lower case; empty where none is told."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """Return the encoding that the server told."""
        found = _CHARSET.search(self.headers.get("content-type", ""))
        return found[1] if found else None


def answer_of(block: bytes) -> Answer | None:
    """Return what a block of HTTP holds; None where it does not begin as such."""
    status = _STATUS.match(block)
    end = _END.search(block, 0, _HEADERS)
    if not status or not end:
        return None
    headers: dict[str, str] = {}
    for line in block[: end.start()].split(b"\n")[1:]:
        name, colon, value = line.partition(b":")
        if colon:
            headers[name.strip().decode("latin-1").lower()] = value.strip().decode("latin-1")
    return Answer(int(status[1]), headers, block[end.end() :])


class TooLong(ValueError):
    """What was packed is longer than it may be."""


def unpacked(answer: Answer, most: int) -> bytes:
    """Return the body without chunks and packing.

    Raises:
        TooLong: it is of more than `most` bytes.
    """
    body = answer.body
    if "chunked" in answer.headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    packed = answer.headers.get("content-encoding", "").lower().split(",")
    for name in reversed([one.strip() for one in packed if one.strip()]):
        unpack = _UNPACK.get(name)
        body = (unpack(body, most + 1) if unpack else None) or body
        if len(body) > most:
            raise TooLong
    return body


def _joined(body: bytes) -> bytes:
    """Return chunks put together; what is no chunk from its beginning on is as it is."""
    parts: list[bytes] = []
    at = 0
    while size := _SIZE.match(body, at):
        length = int(size[1], 16)
        if not length:
            return b"".join(parts)
        parts.append(body[size.end() : size.end() + length])
        at = size.end() + length
        at += 2 if body[at : at + 2] == b"\r\n" else body[at : at + 1] == b"\n"
    return b"".join(parts) if parts and at >= len(body) else body


def _inflated(body: bytes, most: int, bits: int) -> bytes | None:
    """Return what is unpacked, of several members in a row, as far as it is sound; None where nothing is."""
    parts: list[bytes] = []
    size = 0
    while body and size < most:
        member = zlib.decompressobj(bits)
        try:
            parts.append(member.decompress(body, most - size))
        except zlib.error:
            break
        size += len(parts[-1])
        body = member.unused_data if member.eof else b""
    return b"".join(parts) or None


def _gzip(body: bytes, most: int) -> bytes | None:
    return _inflated(body, most, 31)


def _deflate(body: bytes, most: int) -> bytes | None:
    """Return what is unpacked: servers send it with the header of zlib, and without."""
    return _inflated(body, most, 15) or _inflated(body, most, -15)


def _brotli(body: bytes, most: int) -> bytes | None:
    import brotli

    reader, parts, size = brotli.Decompressor(), [], 0
    try:
        while size < most and (body or not reader.can_accept_more_data()):
            parts.append(reader.process(body, output_buffer_limit=most - size))
            size += len(parts[-1])
            body = b""
    except brotli.error:
        pass
    return b"".join(parts) or None


def _zstd(body: bytes, most: int) -> bytes | None:
    import zstandard

    parts, size = [], 0
    reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(body, read_across_frames=True)
    try:
        while size < most and (part := reader.read(min(most - size, 1 << 20))):
            parts.append(part)
            size += len(part)
    except zstandard.ZstdError:
        pass
    return b"".join(parts) or None


_UNPACK: Final[Mapping[str, Callable[[bytes, int], bytes | None]]] = {
    "gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd,
}  # fmt: skip
"""By the name of the packing (RFC 9110, RFC 7932, RFC 8878)."""
