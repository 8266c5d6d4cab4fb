"""Read OLD and NEW of a comparison: files, folders of runs, revisions of git, standard input. Compares nothing.

Lines that both sides share become one record, so that two runs that differ little cost the memory of one.
"""

import gzip
import os
import stat
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final, Literal, NamedTuple

from pydantic import ValidationError

from memcon.articles.remote import check_local, is_url
from memcon.compare.diff.causes import NO_CONTEXT, RunContext, run_context
from memcon.errors import DataError, MemconError, UsageError
from memcon.events.matching.unknown import with_unknown
from memcon.outputs.folder import SHAPES, RunFolder
from memcon.records import Record, run_files
from memcon.records.jsonl import BadLine, Line, parse_object, parse_record, record_lines
from memcon.records.run_files import Lines, file_of
from memcon.records.versions import upgraded

Holds = Literal["events", "mentions"]
_HELD: Final[tuple[Holds, ...]] = ("events", "mentions")
_BOM: Final = b"\xef\xbb\xbf"
_LFS: Final = b"version https://git-lfs"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison."""

    name: str
    """As given, with the file that was read in a folder."""
    records: tuple[Record, ...]
    folder: str | None = None
    """The folder or tree that was given."""


def read_sides(*given: str, what: Holds = "events", strict: bool = False) -> tuple[Side, ...]:
    """Read what is to be compared or merged; each is a file, a folder, `REV:path` or `-`.

    Of a folder, the file that holds `what` is read. Fields that are not known are kept as JSON, unless `strict`.
    All must hold the same; an empty file holds either.
    Raises UsageError for what is not there or cannot be compared, DataError, with file and line, for what is damaged.
    """
    if given.count("-") > 1:
        raise UsageError("'-' stands for standard input, which can be one side only")
    known: dict[bytes, Record] = {}
    with ExitStack() as stack:
        begun = [_begun(stack.enter_context(_opened(one, what))) for one in given]
        held = {one.holds: one.name for one in begun if one.holds}
        if len(held) > 1:
            (one, name), (other, other_name) = sorted(held.items())
            raise UsageError(f"{name!r} holds {one} and {other_name!r} {other}: compare like with like")
        holds = next(iter(held), what)
        return tuple(Side(one.name, tuple(_records(one, holds, known, strict=strict)), one.folder) for one in begun)


def read_leniently(path: Path) -> tuple[list[Record], list[str]]:
    """Return the records of a file, and those of its lines that are none, for a look at an old revision."""
    records: list[Record] = []
    damaged: list[str] = []
    for line in path.read_bytes().split(b"\n"):
        if line.strip() and (record := _any(line)):
            records.append(record)
        elif line.removeprefix(_BOM).strip():
            damaged.append(line.decode("utf-8", errors="backslashreplace"))
    return records, damaged


def _any(line: bytes) -> Record | None:
    for holds in _HELD:
        with suppress(DataError):
            return _hard("", Line(1, 0, line, whole=True), holds, strict=False)
    return None


@dataclass(frozen=True, slots=True)
class _Begun:
    """A file of which the first line was looked at."""

    name: str
    lines: Iterable[Line]
    holds: Holds | None
    """None for an empty file."""
    folder: str | None


def _begun(opened: "_Opened") -> _Begun:
    lines = record_lines(opened.file)
    first = next(lines, None)
    if first is None:
        return _Begun(opened.name, (), None, opened.folder)
    return _Begun(opened.name, chain([first], lines), _held(opened.name, first), opened.folder)


def _held(name: str, line: Line) -> Holds:
    data = (line.data or b"").removeprefix(_BOM)
    if data.startswith(_LFS):
        raise UsageError(f"{name!r} is a pointer of Git LFS and not the file: run 'git lfs pull', then compare files")
    try:
        found = parse_object(data)
    except BadLine:
        parse_record(name, line, SHAPES["events"])  # says what is wrong, as every reader does
        raise
    if "mentions" in found and "codes" in found:
        return "events"
    if "quotes" in found and "article" in found:
        return "mentions"
    raise UsageError(
        f"{name!r} holds neither events nor mentions: give {run_files.EVENTS}, {run_files.MENTIONS} or their folder"
    )


def _records(begun: _Begun, holds: Holds, known: dict[bytes, Record], *, strict: bool) -> Iterator[Record]:
    adapter = SHAPES[holds]
    for line in begun.lines:
        data = line.data or b""
        key = blake2b(data, digest_size=16).digest()
        if key not in known:
            try:
                known[key] = adapter.validate_json(data)
            except ValidationError:
                known[key] = _hard(begun.name, line, holds, strict=strict)
        yield known[key]


def _hard(name: str, line: Line, holds: Holds, *, strict: bool) -> Record:
    """Return the record of a line that is none at first sight.

    Raises DataError, with the place, for what is damaged, and in strict reading for fields that are not known.
    """
    data = (line.data or b"").removeprefix(_BOM)
    with suppress(BadLine):
        if record := with_unknown(upgraded(parse_object(data)), SHAPES[holds], tagged=holds == "events"):
            if strict:
                fields = ", ".join(repr(field) for field, _ in record.unknown)
                raise DataError(
                    f"{name!r}, line {line.number}: this memcon does not know the field {fields} and would lose it; "
                    "upgrade memcon"
                )
            return record
    parsed: Record = parse_record(name, line, SHAPES[holds])  # says what is wrong, as every reader does
    return parsed


def read_told(side: Side) -> RunContext:
    """Return what the run of a folder tells of its articles and of what it refused; nothing where a file was given.

    Raises DataError for a damaged file.
    """
    if side.folder is None:
        return NO_CONTEXT
    return run_context(_beside(side.folder, "articles"), _beside(side.folder, "rejected"))


def _beside(folder: str, what: Lines) -> list[Any]:
    try:
        with _opened(folder, what) as opened:
            return [parse_record(opened.name, line, SHAPES[what]) for line in record_lines(opened.file)]
    except UsageError:  # a folder with events alone
        return []


class _Opened(NamedTuple):
    name: str
    folder: str | None
    file: IO[bytes]


@contextmanager
def _opened(given: str, what: Lines) -> Iterator[_Opened]:
    """Give the name and the bytes of a side; of a folder, those of the file `what` in it."""
    path = Path(given)
    if given == "-":
        yield _Opened("standard input", None, sys.stdin.buffer)
    elif os.path.isdir(path):  # noqa: PTH112  Path raises for names that cannot be
        run, name = RunFolder(path), file_of(what)
        inside = run.file(name)
        if not inside.is_file():
            if what == "events" and run.has(run_files.MENTIONS):
                raise UsageError(f"{given!r} holds no {name} but {run_files.MENTIONS}: compare these with --mentions")
            raise UsageError(f"{given!r} holds no {name}: give a folder that a run wrote, or a file")
        with _file(inside) as file:
            yield _Opened(str(inside), given, file)
    elif os.path.exists(path):  # noqa: PTH110  likewise
        with _file(path) as file:
            yield _Opened(given, None, file)
    elif ":" in given:
        if is_url(given):
            check_local(given)
        with _revision(given, what) as opened:
            yield opened
    else:
        raise UsageError(f"{given!r} does not exist: give a file, a folder that a run wrote, or REV:path of git")


@contextmanager
def _file(path: Path) -> Iterator[IO[bytes]]:
    found = path.stat()
    if stat.S_ISCHR(found.st_mode) and found.st_rdev != Path(os.devnull).stat().st_rdev:
        raise UsageError(f"{str(path)!r} is a device, and may have no end: give a file")
    try:
        with path.open("rb") as file:
            if path.suffix != ".gz":
                yield file
                return
            with gzip.open(file) as plain:
                yield plain  # type: ignore[misc]  # a GzipFile reads like any file of bytes
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError(f"{str(path)!r} is damaged: {str(error).lower()}") from error
    except OSError as error:
        raise DataError(f"{str(path)!r} cannot be read: {(error.strerror or str(error)).lower()}") from error


@contextmanager
def _revision(given: str, what: Lines) -> Iterator[_Opened]:
    """Give a file as a commit has it. Raises DataError, at its end, where git could not read all of it."""
    name, folder, thing = given, None, _named(given)
    kind = _git("cat-file", "-t", thing, asked=given, wrong=lambda said: _unreadable(given, said))
    if kind == "tree":
        name, folder = f"{given.removesuffix('/')}{'' if given.endswith(':') else '/'}{file_of(what)}", given
        thing = _named(name)
    elif kind != "blob":
        raise UsageError(f"{given!r} is a {kind} of git: name a file in it, as {given}:out/{file_of(what)}")
    command = ["git", "cat-file", "blob", thing]
    with TemporaryFile() as said, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said) as git:  # noqa: S603
        assert git.stdout is not None  # noqa: S101 - it is a pipe
        yield _Opened(name, folder, git.stdout)
        if git.wait():
            said.seek(0)
            raise _unreadable(name, _said(said.read()))


def _named(name: str) -> str:
    """Return the hash of what a revision names. Raises UsageError where it names nothing."""
    no_such = f"{name!r} is no file, and git has no such revision of one"
    return _git(
        "rev-parse",
        "--verify",
        "--end-of-options",
        name,
        asked=name,
        wrong=lambda said: UsageError(f"{no_such}: {said}"),
    )


def _unreadable(name: str, said: str) -> DataError:
    return DataError(f"{name!r} cannot be read, though git names it: {said}")


def _git(*arguments: str, asked: str, wrong: Callable[[str], MemconError]) -> str:
    """Return what git answers. Where it fails, `wrong` makes the error of what it says."""
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        raise UsageError(
            f"{asked!r} does not exist, and git, which could have a revision of it, is not found"
        ) from None
    except (OSError, ValueError):
        raise UsageError(f"{asked[:60]!r}… does not exist, and is longer than a name can be") from None
    if done.returncode:
        raise wrong(_said(done.stderr))
    return done.stdout.decode(errors="replace").strip()


def _said(told: bytes) -> str:
    """Return the first line of what git tells of an error."""
    return told.decode(errors="replace").strip().partition("\n")[0].removeprefix("error: ").removeprefix("fatal: ")
