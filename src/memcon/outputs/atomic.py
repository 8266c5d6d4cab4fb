r"""Write files so that no reader ever sees a torn one: all or none, also after a power cut.

What a killed process left beside what it was writing is told from what is in use by a lock, and removed: the kernel
lets go of a lock however its holder ends. Where locks are not to be had nothing is removed.
"""

import contextlib
import errno
import fcntl
import io
import os
import re
import secrets
import shutil
import signal
import stat
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from pydantic_core import to_json

from memcon._failpoints import failpoint
from memcon.errors import DiskError, UsageError, is_without_temporary, reason_of
from memcon.records.jsonl import CHUNK, dump

_FULL: Final = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN: Final = {errno.EACCES, errno.EPERM, errno.EROFS}
_OWN: Final = stat.S_IRUSR | stat.S_IWUSR
_LEFTOVER: Final = re.compile(r"\.[0-9a-f]{12}\.tmp\Z")


def write_lines(path: Path, records: Iterable[object]) -> None:
    """Write records to `path`, all or none: a reader sees the old file or the new one, also after a power cut.

    Raises DiskError when the file cannot be written; what stood at `path` is then untouched.
    """
    write_files({path: map(dump, records)})


def write_json(path: Path, value: Mapping[str, object] | object) -> None:
    """Write one value to `path` as indented JSON, all or none, its keys in the order given."""
    write_bytes(path, to_json(value, indent=2, inf_nan_mode="null") + b"\n")


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path`, all or none."""
    write_files({path: (data,)})


def write_files(files: Mapping[Path, Iterable[bytes]]) -> None:
    """Write pieces of bytes to each path, all files or none: they take their places once all are on disk, in order.

    Raises DiskError when one of them cannot be written; what stood at their paths is then untouched. Only where the
    machine dies, or a path is taken away, between two renames are some files new and some old, each of them whole.
    """
    with contextlib.ExitStack() as stack:
        made = []
        for path, pieces in files.items():
            new = stack.enter_context(_NewFile(path))
            for piece in pieces:
                new.write(piece)
            new.seal()
            made.append(new)
        with _unbroken():
            for new in made:
                new.take_place()


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to, which takes the place of `path` when the block ends, and is gone when it fails."""
    with disk(path), _NewFile(path) as new:
        yield new.file
        new.seal()
        new.take_place()


@contextlib.contextmanager
def as_text(file: IO[bytes]) -> Iterator[IO[str]]:
    """Give a file of bytes as one of text in UTF-8; line ends are written as they are. `file` stays open."""
    text = io.TextIOWrapper(cast("BinaryIO", file), "utf-8", errors="replace", newline="")
    try:
        yield text
    finally:
        text.detach()  # flushes too


def remove(path: Path) -> None:
    """Remove the file at `path`, where there is one. Raises DiskError when it cannot be removed."""
    with disk(path):
        path.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make the folder `path` and those above it, where they are not there. Raises DiskError when it cannot be made."""
    with disk(path):
        try:
            path.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            with contextlib.suppress(FileNotFoundError):  # of a link that leads nowhere
                path.stat()  # of links that lead to one another it is this that says so
            if path.is_symlink() and not path.exists():
                raise DiskError(
                    f"{str(path)!r} cannot be written: it is a link to nothing; make the folder that it names, or"
                    " remove it"
                ) from None
            raise


@contextlib.contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder beside `path`, which becomes `path` when the block ends, and is gone when it fails.

    Raises DiskError when it cannot be made, or `path` is a folder that holds something, or a file.
    """
    making = path.with_name(f".{path.name[:200]}.{secrets.token_hex(6)}.tmp")
    try:
        with disk(path):
            making.mkdir()
        yield making
        with disk(path):
            sync_folder(making)
            making.rename(path)
            sync_folder(path.parent)
    except BaseException:  # a signal among others
        shutil.rmtree(making, ignore_errors=True)
        raise


def check_kind(path: Path) -> None:
    """Raise DiskError where something is at `path` that is no file, and so cannot be replaced. Nothing is made."""
    with disk(path):
        _mode(path)


def check_place(path: Path) -> None:
    """Raise DiskError where `path` could not be written now."""
    with disk(path):
        _mode(path)
        beside = path.with_name(f".{secrets.token_hex(6)}.tmp")
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, new_mode()))
        beside.unlink()


@contextlib.contextmanager
def _unbroken() -> Iterator[None]:
    """Hold signals back that end a command, while files that belong together take their places together."""
    if threading.current_thread() is not threading.main_thread():  # they break into the main thread alone
        yield
        return
    came: list[int] = []
    held = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    held = {number: handler for number, handler in held.items() if handler not in {None, signal.SIG_IGN}}
    for number in held:
        signal.signal(number, lambda number, _: came.append(number))
    try:
        yield
    finally:
        for number, handler in held.items():
            signal.signal(number, handler)
        for first in came[:1]:
            signal.raise_signal(first)


class _NewFile(contextlib.AbstractContextManager["_NewFile"]):
    """A new file beside `path`, which takes the place of `path`, or is gone when the block ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with disk(path):
            self._mode = _mode(path)
            self._beside = path.with_name(f".{path.name[:200]}.{secrets.token_hex(6)}.tmp")
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            mode = new_mode()
            try:
                handle = os.open(self._beside, flags, mode)
                self.file = os.fdopen(handle, "wb", buffering=CHUNK)
                _hold(handle)
            except BaseException:  # a signal among others
                self._beside.unlink(missing_ok=True)
                raise

    def write(self, data: bytes) -> None:
        """Append to it."""
        with disk(self._path):
            self.file.write(data)

    def seal(self) -> None:
        """Put on disk what was written. It stays open, and so in use, until it has its place."""
        with disk(self._path):
            self.file.flush()
            if self._mode is not None:
                os.fchmod(self.file.fileno(), self._mode)
            os.fsync(self.file.fileno())

    def take_place(self) -> None:
        """Become `path`, and remove what killed processes have left of writing it."""
        with disk(self._path):
            failpoint("before_rename")
            self._beside.rename(self._path)
            failpoint("after_rename")
            sync_folder(self._path.parent)
            _sweep(self._path)

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self.file.close()
        with contextlib.suppress(OSError):
            self._beside.unlink()


def new_mode() -> int:
    """Return the permissions of a file that is new: its owner's alone, or what MEMCON_FILE_MODE says, less the umask.

    Raises UsageError where that is no octal number of permissions, or keeps its owner from reading and writing it.
    """
    given = os.environ.get("MEMCON_FILE_MODE") or "600"
    if not re.fullmatch(r"0?[0-7]{3}", given):
        raise UsageError(f"MEMCON_FILE_MODE={given[:20]!r} is no octal number of permissions: write it as 640 or 0644")
    if int(given, 8) & _OWN != _OWN:
        raise UsageError(f"MEMCON_FILE_MODE={given!r} keeps the owner from reading or writing: begin it with 6, as 640")
    return int(given, 8)


def _mode(path: Path) -> int | None:
    """Return the permissions of the file that will be replaced, None where there is none."""
    try:
        found = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found):
        kind = "a symbolic link" if stat.S_ISLNK(found) else "a folder" if stat.S_ISDIR(found) else "no regular file"
        raise DiskError(f"{str(path)!r} cannot be replaced: it is {kind}; remove it or choose another folder")
    return stat.S_IMODE(found)


def sync_folder(folder: Path) -> None:
    """Put on disk which files a folder holds."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network file systems cannot sync a folder
            raise
    finally:
        os.close(handle)


@contextlib.contextmanager
def disk(path: Path) -> Iterator[None]:
    """Raise DiskError, with what to do, for what the operating system refuses."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            hint = "the disk is full; free some space and run again, what is paid is kept"
        elif error.errno in _FORBIDDEN:
            hint = f"{reason_of(error)}; choose a folder that you may write to"
        elif error.errno == errno.ENOENT and not is_without_temporary(error):
            hint = "its folder does not exist; make it first"
        else:
            hint = reason_of(error)
        raise DiskError(f"{str(path)!r} cannot be written: {hint}") from error


def _hold(file: int) -> None:
    """Mark an open temporary file as in use until it is closed."""
    with contextlib.suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sweep(path: Path) -> None:
    """Remove what killed processes have left of writing `path`: files of its name that no process holds."""
    start = f".{path.name[:200]}."
    with contextlib.suppress(OSError):
        for name in os.listdir(path.parent):  # noqa: PTH208  names alone, of a folder that may hold many
            if name.startswith(start) and _LEFTOVER.fullmatch(name[len(start) - 1 :]):
                _remove(path.with_name(name))


def _remove(leftover: Path) -> None:
    with contextlib.suppress(OSError):  # in use, gone, or not ours to remove
        file = os.open(leftover, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            leftover.unlink()
        finally:
            os.close(file)
