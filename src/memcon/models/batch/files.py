"""The files of batches as bytes: a form to send one in, and the lines of one as they come. Knows no HTTP."""

import contextlib
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import IO, Final

from memcon.errors import DiskError
from memcon.models.failure import CallFailed, Failure
from memcon.models.response import MAX_BODY

_CHUNK: Final = 1 << 16


def too_large(detail: str) -> Failure:
    """Return the failure of a file that is larger than what is read."""
    return Failure(family="article", kind="too_large", detail=detail)


@contextlib.contextmanager
def written_form(name: str, lines: Iterable[bytes]) -> Iterator[tuple[IO[bytes], str, int]]:
    """Write a form with a file of these lines to disk; yield it, its boundary and its size in bytes."""
    boundary = f"memcon-{name.partition('.')[0]}"
    parts = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nbatch\r\n',
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n',
        "Content-Type: application/jsonl\r\n\r\n",
    )
    with contextlib.ExitStack() as stack:
        try:
            file = stack.enter_context(tempfile.TemporaryFile())
            file.write("".join(parts).encode("ascii"))
            file.writelines(line + b"\n" for line in lines)
            file.write(f"\r\n--{boundary}--\r\n".encode("ascii"))
            file.flush()
        except OSError as error:
            with contextlib.suppress(OSError):  # what is left in its buffer cannot be written either
                stack.close()
            reason = (error.strerror or str(error)).lower()
            raise DiskError(
                f"questions of a batch cannot be kept on disk while they are sent: {reason}; free some space, or choose"
                " another folder with TMPDIR"
            ) from None
        yield file, boundary, file.tell()


async def chunks_of(file: IO[bytes]) -> AsyncIterator[bytes]:
    """Yield the bytes of a file."""
    while chunk := file.read(_CHUNK):
        yield chunk


async def split(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the lines of a body, of which none may be longer than an answer."""
    parts: list[bytes] = []  # of a line that may come in as many pieces as it has bytes
    size = 0
    async for chunk in chunks:
        *whole, rest = chunk.split(b"\n")
        if whole:
            whole[0] = b"".join((*parts, whole[0]))
            parts, size = [], 0
        parts.append(rest)
        size += len(rest)
        if size > MAX_BODY:
            raise CallFailed(too_large("a line without an end"))
        for line in whole:
            if line.strip():
                yield line
    if (rest := b"".join(parts)).strip():
        yield rest
