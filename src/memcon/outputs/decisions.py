"""The file of decisions: appended to by one process at a time, each decision on disk once it is told.

What a crash leaves is a last line that is cut off: no line feed, and valid as far as it goes. It was never
acknowledged: readers pass it by, and the next writer keeps it beside and cuts it off. Whatever else is no decision is
damage, and an error, be it the last line or not: a person may have written it.
"""

import contextlib
import dataclasses
import fcntl
import itertools
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from memcon.errors import DataError, DiskError, LockedError
from memcon.outputs import left_out
from memcon.outputs.atomic import disk, new_mode, sync_folder
from memcon.outputs.left_out import Tell, hearing, unheard
from memcon.records import run_files
from memcon.records.decision import DECISION, Decision, clashing, distinct
from memcon.records.jsonl import CHUNK, MOST_BYTES, BadLine, dump, open_file, parse_object, parse_record, split_lines

_REMEDY: Final = "no run makes decisions again: restore the file from a copy, or mend that line or take it out"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file of decisions holds."""

    lines: tuple[Decision, ...]
    """That of each line, also where it is left out."""
    whole: int
    """Bytes up to which the file holds decisions."""
    torn: int
    """Bytes after them: a line that a crash cut off."""
    ended: bool
    """Whether a line feed ends the last decision; an editor, or a crash at that very byte, may have left it out."""

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Each once, in the order in which they were made; of two that have one id, the first."""
        return distinct(self.lines)

    def left_out(self, kept: Path | None = None) -> list[str]:
        """Say in words what of the file is no decision that counts; `kept` is where a line that was cut off lies."""
        torn = left_out.kept(self.torn, str(kept)) if kept else left_out.torn(self.torn)
        clashes = dict.fromkeys(one.id for one in clashing(self.lines))
        return [*([torn] if self.torn else ()), *map(left_out.clash, clashes)]


def read_decisions(path: Path, tell: Tell | None = None) -> Reading:
    """Return the decisions of `path`; none where there is no such file.

    `tell` is told what is left out, by default as `telling` says.

    Raises:
        DataError: a line is damaged and not what a crash leaves, or no file can be read there.
    """
    try:
        with open_file(path) as file:
            reading = _read(str(path), iter(lambda: file.read(CHUNK), b""))
    except FileNotFoundError:
        return Reading((), 0, 0, ended=True)
    except OSError as error:
        raise DataError(f"{str(path)!r} cannot be read: {(error.strerror or str(error)).lower()}") from error
    _tell(path, reading.left_out(), tell)
    return reading


def _tell(path: Path, what: Iterable[str], tell: Tell | None = None) -> None:
    for words in what:
        (tell or hearing())(f"{str(path)!r}: {words}")


def _read(name: str, chunks: Iterator[bytes]) -> Reading:
    found: list[Decision] = []
    whole = 0
    for line in split_lines(chunks, MOST_BYTES):
        data = line.data or b""
        if data.strip() or line.data is None:
            try:
                found.append(parse_record(name, line, DECISION, _REMEDY))
            except DataError:
                if line.whole or not _left_by_a_crash(data):
                    raise
                return Reading(tuple(found), whole, len(data), ended=True)
        whole = line.offset + len(data) + line.whole
        if not line.whole:
            return Reading(tuple(found), whole, 0, ended=False)
    return Reading(tuple(found), whole, 0, ended=True)


def _left_by_a_crash(data: bytes) -> bool:
    """Return whether a last line is the beginning of an object, and no more; some file systems put zeros after it."""
    begun = data.rstrip(b"\0")
    if not begun:
        return bool(data)
    try:
        parse_object(begun)
    except BadLine as error:
        return error.reason == "cut_line" and begun.startswith(b"{")
    return False


class ReviewFile:
    """The file of decisions of a run, open for appending. See `opened`."""

    def __init__(self, path: Path, handle: int, reading: Reading) -> None:
        self.path = path
        self.torn = reading.torn
        """Bytes of a line that a crash had cut off, and that lie beside it now."""
        self._handle, self._size = handle, reading.whole
        self._spoilt = False  # bytes of a failed write may stand after the last decision
        self._decisions = {decision.id: decision for decision in reading.decisions}

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All that is decided, in order."""
        return tuple(self._decisions.values())

    def find(self, name: str) -> Decision | None:
        """Return the decision of that id."""
        return self._decisions.get(name)

    def append(self, *decisions: Decision) -> None:
        """Put decisions at the end of the file; they are on disk when this returns. Those that it has are left out.

        Raises:
            DiskError: they cannot be written. The file is then as before.
        """
        new = [decision for decision in distinct(decisions) if decision.id not in self._decisions]
        data = b"".join(map(dump, new))
        if not data:
            return
        with disk(self.path):
            if self._spoilt:
                self._restore()
            self._check_alone()
            try:
                _write(self._handle, data)
                os.fsync(self._handle)
            except OSError:
                self._spoilt = True
                with contextlib.suppress(OSError):
                    self._restore()
                raise
        self._size += len(data)
        self._decisions.update((decision.id, decision) for decision in new)

    def _check_alone(self) -> None:
        """Raise DiskError where another program took the file away, put another in its place, or wrote to it.

        What is written then would be in no file, or be part of somebody else's line.
        """
        if not _is_at(self.path, self._handle) or os.fstat(self._handle).st_size != self._size:
            raise DiskError(
                f"{str(self.path)!r}: another program has removed, replaced or changed it since it was opened, and"
                " nothing is written to it now: put it in order and start this again"
            )

    def _restore(self) -> None:
        os.ftruncate(self._handle, self._size)
        self._spoilt = False


def _write(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


@contextlib.contextmanager
def opened(path: Path) -> Iterator[ReviewFile]:
    """Give the file of decisions at `path` for appending, made where there is none; no other process has it meanwhile.

    A last line that a crash cut off is kept beside it, as `review.jsonl.torn-1`; that and what else is left out is told
    as `telling` says.

    Raises:
        LockedError: another process has it.
        DiskError: it cannot be made or written.
        DataError: a line is damaged.
    """
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with disk(path):
        handle = os.open(path, flags, new_mode())
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockedError(f"{str(path)!r}: another `memcon review` writes to it: end that one first") from None
        if not _is_at(path, handle):
            raise LockedError(f"{str(path)!r}: another memcon has just written it anew: try again")
        reading = read_decisions(path, unheard)
        with disk(path):
            kept = _keep(path, handle, reading.whole) if reading.torn else None
            _tell(path, reading.left_out(kept))
            if kept:
                os.ftruncate(handle, reading.whole)
            if not reading.ended:
                _write(handle, b"\n")
            os.fsync(handle)
            sync_folder(path.parent)
        yield ReviewFile(path, handle, dataclasses.replace(reading, whole=os.fstat(handle).st_size))
    finally:
        os.close(handle)


def _keep(path: Path, handle: int, start: int) -> Path:
    """Put what the open file at `path` holds from the byte `start` on into a file beside it; return that one."""
    data = os.pread(handle, os.fstat(handle).st_size - start, start)
    for number in itertools.count(1):
        beside = path.with_name(f"{path.name}{run_files.TORN}{number}")
        try:
            made = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, new_mode())
        except FileExistsError:
            if _holds(beside, data):  # what died after it had kept this
                return beside
            continue
        try:
            _write(made, data)
            os.fsync(made)
        finally:
            os.close(made)
        sync_folder(path.parent)
        return beside
    raise AssertionError  # the count has no end


def _holds(path: Path, data: bytes) -> bool:
    with contextlib.suppress(OSError), open_file(path) as file:
        return file.read(len(data) + 1) == data
    return False


def _is_at(path: Path, handle: int) -> bool:
    """Return whether the open file still lies at `path`: a migration puts another in its place."""
    with contextlib.suppress(OSError):
        return os.path.samestat(path.stat(), os.fstat(handle))
    return False


def adopt(path: Path, decisions: Iterable[Decision]) -> None:
    """Append to the file at `path` those of `decisions` that it does not hold; nothing is touched where it holds all.

    Raises as `opened`.
    """
    told = distinct(decisions)
    held = {decision.id for decision in read_decisions(path, unheard).decisions}
    if any(decision.id not in held for decision in told):
        with opened(path) as file:
            file.append(*told)


__all__ = ["Reading", "ReviewFile", "adopt", "opened", "read_decisions"]
