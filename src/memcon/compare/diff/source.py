"""Read OLD and NEW of a comparison: files, folders of runs, revisions of git, standard input. Compares nothing.

Lines that both sides share become one record, so that two runs that differ little cost the memory of one.
"""

import gzip
import os
import stat
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final, Literal, NamedTuple

from pydantic import ValidationError

from memcon.articles.remote import check_local, is_url
from memcon.compare.diff.causes import NO_CONTEXT, RunContext, run_context
from memcon.errors import DataError, UsageError
from memcon.events.matching.unknown import with_unknown
from memcon.outputs.folder import SHAPES, RunFolder
from memcon.records import Record, run_files
from memcon.records.jsonl import MOST_BYTES, BadLine, Line, parse_object, parse_record, record_lines
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
    lines: Iterable[bytes]
    holds: Holds | None
    """None for an empty file."""
    folder: str | None


def _begun(opened: "_Opened") -> _Begun:
    name, folder, lines = opened.name, opened.folder, _lines(opened)
    passed = []
    for line in lines:
        passed.append(line)
        if bare := line.removeprefix(_BOM).strip():
            return _Begun(name, chain(passed, lines), _held(name, bare, len(passed)), folder)
    return _Begun(name, (), None, folder)


def _lines(opened: "_Opened") -> Iterator[bytes]:
    while line := opened.file.readline(MOST_BYTES + 1):
        if len(line) > MOST_BYTES:
            raise DataError(f"{opened.name!r}: a line is longer than {MOST_BYTES >> 20} MiB, as no record is")
        yield line


def _held(name: str, line: bytes, number: int) -> Holds:
    if line.startswith(_LFS):
        raise UsageError(f"{name!r} is a pointer of Git LFS and not the file: run 'git lfs pull', then compare files")
    try:
        found = parse_object(line)
    except BadLine as error:
        raise DataError(f"{name!r}, line {number}: {error}") from None
    if "mentions" in found and "codes" in found:
        return "events"
    if "quotes" in found and "article" in found:
        return "mentions"
    raise UsageError(
        f"{name!r} holds neither events nor mentions: give {run_files.EVENTS}, {run_files.MENTIONS} or their folder"
    )


def _records(begun: _Begun, holds: Holds, known: dict[bytes, Record], *, strict: bool) -> Iterator[Record]:
    adapter = SHAPES[holds]
    offset = 0
    for number, line in enumerate(begun.lines, start=1):
        key = blake2b(line, digest_size=16).digest()
        record = known.get(key)
        if record is None and line.strip():
            try:
                record = adapter.validate_json(line)
            except ValidationError:
                whole = Line(number, offset, line.removesuffix(b"\n"), whole=True)
                record = _hard(begun.name, whole, holds, strict=strict)
            if record is not None:
                known[key] = record
        if record is not None:
            yield record
        offset += len(line)


def _hard(name: str, line: Line, holds: Holds, *, strict: bool) -> Record | None:
    """Return the record of a line that is none at first sight, None for a blank one.

    Raises DataError, with the place, for what is damaged, and in strict reading for fields that are not known.
    """
    data = (line.data or b"").removeprefix(_BOM)
    if not data.strip():
        return None
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
    """Give a file as a commit has it."""
    name, folder, thing = given, None, _git("rev-parse", "--verify", "--end-of-options", given, asked=given)
    kind = _git("cat-file", "-t", thing, asked=given)
    if kind == "tree":
        name, folder = f"{given.removesuffix('/')}{'' if given.endswith(':') else '/'}{file_of(what)}", given
        thing = _git("rev-parse", "--verify", "--end-of-options", name, asked=name)
    elif kind != "blob":
        raise UsageError(f"{given!r} is a {kind} of git: name a file in it, as {given}:out/{file_of(what)}")
    with subprocess.Popen(["git", "cat-file", "blob", thing], stdout=subprocess.PIPE) as git:  # noqa: S603, S607
        assert git.stdout is not None  # noqa: S101 - it is a pipe
        yield _Opened(name, folder, git.stdout)


def _git(*arguments: str, asked: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        raise UsageError(
            f"{asked!r} does not exist, and git, which could have a revision of it, is not found"
        ) from None
    except (OSError, ValueError):
        raise UsageError(f"{asked[:60]!r}… does not exist, and is longer than a name can be") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0].removeprefix("fatal: ")
        raise UsageError(f"{asked!r} is no file, and git has no such revision of one: {said}")
    return done.stdout.decode(errors="replace").strip()
