"""Read the bytes of a file as they are, or decompressed where they begin as gzip does, in bounded memory."""

import contextlib
import io
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final, cast

from memcon.errors import DiskError, InputError, reason_of

CHUNK: Final = 1 << 16
_GZIP: Final = b"\x1f\x8b"
_IN_MEMORY: Final = 8 << 20
"""Bytes of a stream that are kept in memory when it must be sought, and not in a temporary file."""


class CutGzip(ValueError):
    """A compressed stream ends too early or is damaged."""


def input_error(where: str, error: CutGzip | OSError) -> InputError:
    """Return the error of an input whose bytes cannot be read at `where`."""
    if isinstance(error, CutGzip):
        return InputError(where, "cut_gzip", f"{error}; compress or fetch the file again")
    return InputError(where, "unreadable", f"cannot be read: {(error.strerror or type(error).__name__).lower()}")


def read_chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of a stream, decompressed when it begins as gzip does, never more than 64 KiB at a time.

    Several gzip members in a row, as bgzip and `cat` make them, are one stream. Raises CutGzip for damage, after all
    that could be read, and OSError as the stream does.
    """
    chunks = iter(lambda: file.read(CHUNK), b"")
    head = next(chunks, b"")
    while 0 < len(head) < len(_GZIP) and (more := next(chunks, b"")):  # a pipe may give one byte first
        head += more
    if head.startswith(_GZIP):
        yield from _decompressed(_chain(head, chunks))
    elif head:
        yield from _chain(head, chunks)


def _chain(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def _decompressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Decompress with bounded memory: a bomb comes out in pieces of 64 KiB, which the reader can stop at."""
    member = zlib.decompressobj(31)
    fresh = False
    for chunk in chunks:
        rest = chunk
        while rest:
            if fresh and not (rest := rest.lstrip(b"\0")):  # padding between and after members, as gzip allows
                break
            try:
                data = member.decompress(rest, CHUNK)
            except zlib.error as error:
                raise CutGzip(f"the gzip data is damaged ({error})") from None
            fresh = False
            if data:
                yield data
            if member.eof:
                rest, member, fresh = member.unused_data, zlib.decompressobj(31), True
            else:
                rest = member.unconsumed_tail
    if not fresh:
        raise CutGzip("the gzip data ends too early")


@contextlib.contextmanager
def spooled(chunks: Iterable[bytes], shown: str) -> Iterator[BinaryIO]:
    """Give all bytes as a file that can be sought: a copy in memory up to 8 MB, then where temporary files do.

    Raises:
        DiskError: temporary files take no more, which is no fault of the input `shown`.
    """
    copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  closing it may fail as writing does
    try:
        for chunk in chunks:  # what goes wrong here is the input's
            with _on_disk(shown):
                copy.write(chunk)
        with _on_disk(shown):
            copy.seek(0)  # writes what waits
        yield cast("BinaryIO", copy)
    finally:
        with contextlib.suppress(OSError):  # bytes that the disk does not take are tried once more
            copy.close()


@contextlib.contextmanager
def _on_disk(shown: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        hint = f"temporary files cannot be written ({reason_of(error)}): make room, or set TMPDIR"
        raise DiskError(f"{shown}: {hint}") from None


class ChunkFile(io.RawIOBase):
    """Chunks of bytes as a file that is read once; what goes wrong with one is raised when it is come to."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._held = chunks, memoryview(b"")

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, room: Any) -> int:  # noqa: ANN401  Python 3.11 has no name for what can be written into
        """Fill `room` with what comes next, or a part of it; return how many bytes that are, 0 at the end."""
        while not self._held and (chunk := next(self._chunks, b"")):
            self._held = memoryview(chunk)
        size = min(len(room), len(self._held))
        room[:size], self._held = self._held[:size], self._held[size:]
        return size
