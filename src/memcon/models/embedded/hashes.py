"""The SHA-256 of a file, and a stamp beside it that spares later starts the second that hashing takes.

The stamp holds for the size and time of change that the file had. Knows nothing of what the file is.
"""

import contextlib
import hashlib
import json
import os
from pathlib import Path

from memcon.errors import DataError
from memcon.models.embedded.download import CHUNK, DownloadProgress, Watch, unwatched


def sha256_of(path: Path, *, watch: Watch = unwatched, fresh: bool = False) -> str:
    """Return the SHA-256 of a file, from its stamp where that holds and is wanted; else hash it, and stamp it.

    Raises:
        DataError: the file cannot be read.
    """
    if not fresh and (known := stamped(path)):
        return known
    digest, seen = hash_of(path, watch)
    write_stamp(path, digest, seen)
    return digest


def hash_of(path: Path, watch: Watch) -> tuple[str, os.stat_result]:
    """Return the SHA-256 of a file, and what the file was when it was opened."""
    digest, done = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            seen = os.fstat(file.fileno())
            while data := file.read(8 * CHUNK):
                digest.update(data)
                done += len(data)
                watch(DownloadProgress(doing="check", source=path.name, done=done, total=seen.st_size, speed=0.0))
    except OSError as error:
        raise DataError(f"{str(path)!r} cannot be read: {(error.strerror or str(error)).lower()}") from error
    return digest.hexdigest(), seen


def _stamp_path(path: Path) -> Path:
    return path.with_name(path.name + ".checked")


def stamped(path: Path) -> str | None:
    """Return the hash that was found when the file had the size and time of change that it has now."""
    try:
        stamp, now = json.loads(_stamp_path(path).read_bytes()), path.stat()
        same = (stamp["size"], stamp["mtime_ns"]) == (now.st_size, now.st_mtime_ns)
        return str(stamp["sha256"]) if same else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_stamp(path: Path, sha256: str, seen: os.stat_result) -> None:
    """Note beside a file its hash when it was `seen`; where that cannot be written, each start hashes again."""
    stamp = {"sha256": sha256, "size": seen.st_size, "mtime_ns": seen.st_mtime_ns}
    beside = _stamp_path(path).with_suffix(f".{os.getpid()}.tmp")
    with contextlib.suppress(OSError):
        beside.write_text(json.dumps(stamp) + "\n", "utf-8")
        try:
            beside.replace(_stamp_path(path))
        finally:
            beside.unlink(missing_ok=True)
