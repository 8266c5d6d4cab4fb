"""Small archives of the web, made of their parts: records, answers, and the ways in which they are packed."""

import gzip
import struct
import uuid
import zlib
from collections.abc import Callable, Sequence
from typing import Final

import brotli
import zstandard

HTML: Final = "text/html; charset=utf-8"
PROSE: Final = (
    "The foreign ministers of the two countries met in Oslo on Tuesday and spoke about trade and fishing rights. ",
    "Both sides agreed to hold another round of talks in Nairobi before the end of the year, officials said. ",
    "The meeting was the first in more than four years, after both capitals had recalled their ambassadors. ",
)


def page(title: str = "Ministers meet in Oslo", date: str | None = "2024-03-05T10:15:00+01:00", body: str = "") -> str:
    """Return the source of a page with an article."""
    meta = f'<meta property="article:published_time" content="{date}">' if date else ""
    text = "".join(f"<p>{one * 2}</p>" for one in PROSE) + body
    return f"<!DOCTYPE html><html lang=en><head><title>{title}</title>{meta}</head><body><article><h1>{title}</h1>{text}</article></body></html>"  # noqa: E501


def answer(body: bytes | str, kind: str = HTML, status: int = 200, headers: Sequence[str] = ()) -> bytes:
    """Return what a server answers."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Whatever", *([f"Content-Type: {kind}"] if kind else []), *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data


def record(
    block: bytes, url: str = "https://news.example/1", kind: str = "response", date: str = "2024-03-06T01:02:03Z",
    media: str = "application/http; msgtype=response", length: int | None = None,
) -> bytes:  # fmt: skip
    """Return a record of WARC 1.1, whose id is made of its address."""
    lines = [
        "WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url + kind)}>",
        f"WARC-Target-URI: {url}", f"WARC-Date: {date}", f"Content-Type: {media}",
        f"Content-Length: {len(block) if length is None else length}",
    ]  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def chunked(data: bytes, size: int = 700) -> bytes:
    """Return bytes as a server sends them that does not know how many they are."""
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def raw_deflate(data: bytes) -> bytes:
    """Return deflate without the header of zlib, as some servers send it."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKED: Final[dict[str, tuple[str, Callable[[bytes], bytes]]]] = {
    "gzip": ("gzip", gzip.compress), "x-gzip": ("x-gzip", gzip.compress), "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate), "br": ("br", brotli.compress), "zstd": ("zstd", zstandard.compress),
    "twice": ("gzip, br", lambda data: brotli.compress(gzip.compress(data))),
    "two members": ("gzip", lambda data: gzip.compress(data[:500]) + gzip.compress(data[500:])),
    "unpacked already": ("gzip", lambda data: data), "a name that is none": ("best", lambda data: data),
}  # fmt: skip
"""Names of packings, with what a server calls them."""


def plain(records: Sequence[bytes]) -> bytes:
    """Return an archive as it is."""
    return b"".join(records)


def gzipped(records: Sequence[bytes]) -> bytes:
    """Return an archive whose records are members of gzip."""
    return b"".join(map(gzip.compress, records))


def zstandarded(records: Sequence[bytes]) -> bytes:
    """Return an archive whose records are frames of zstd."""
    return b"".join(zstandard.ZstdCompressor(write_checksum=True).compress(one) for one in records)


def with_dictionary(records: Sequence[bytes]) -> bytes:
    """Return one whose frames have a dictionary, which stands at its beginning, packed itself."""
    samples: list[bytes | bytearray | memoryview[int]] = [
        one + bytes([number % 256]) * 30 for number, one in enumerate([*records] * 60)
    ]
    made = zstandard.train_dictionary(4000, samples)
    frame = zstandard.compress(made.as_bytes())
    packer = zstandard.ZstdCompressor(dict_data=made)
    return struct.pack("<II", 0x184D2A5D, len(frame)) + frame + b"".join(map(packer.compress, records))
