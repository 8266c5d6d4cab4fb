"""Find the files that the command line names, and read their bytes. Knows nothing of text, JSON or articles.

A folder stands for its `.txt`, `.jsonl` and `.ndjson` files and their `.gz` forms, however deep; hidden files and
folders, links to folders, all other files in it, and what an earlier run of memcon wrote are passed over. A glob is
expanded here too, `**` included, for shells that do not, and for globs in quotes. A path that exists is itself, even
when its name looks like a glob.
"""

import glob
import os
import re
import stat
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from memcon.errors import UsageError
from memcon.records import run_files

CHUNK: Final = 1 << 16
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_GZIP: Final = b"\x1f\x8b"
_SUFFIXES: Final = (".txt", ".jsonl", ".ndjson")


class CutGzip(ValueError):
    """A compressed stream ends too early or is damaged."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, or standard input."""

    name: str
    """The file's name, made printable; `stdin` for standard input."""
    shown: str
    """The path as given, made printable; `-` for standard input."""
    path: Path | None
    """None for standard input."""

    @property
    def lines(self) -> bool | None:
        """Whether the name says that it holds JSON lines; None when only the content can tell."""
        if self.path is None:
            return None
        stem = self.name.lower().removesuffix(".gz")
        if stem.endswith((".jsonl", ".ndjson", ".json")):
            return True
        return False if stem.endswith(".txt") else None


STDIN: Final = Source("stdin", "-", None)


def check_inputs(inputs: Sequence[str]) -> None:
    """Raise UsageError when an input names nothing that can be read, before any work is done."""
    if not inputs:
        raise UsageError("no input: name text files, folders, globs, JSON lines, or - for standard input")
    for given in inputs:
        if next(_expand(given), None) is None:
            raise UsageError(f"{given!r} is a folder without .txt, .jsonl or .ndjson files, also gzipped")


def find_sources(inputs: Sequence[str]) -> list[Source]:
    """Return every file that the inputs name, once, sorted by path so that the order of inputs does not matter.

    Standard input comes last. Raises UsageError as `check_inputs` does.
    """
    check_inputs(inputs)
    named = {source for given in inputs for source in _expand(given)}
    once: dict[tuple[str, str], Source] = {}
    folders: dict[str, str] = {}
    for source in sorted(named, key=lambda source: (source.path is None, source.shown)):
        folder = "" if source.path is None else os.fspath(source.path.parent)
        if folder not in folders:
            folders[folder] = os.path.realpath(folder)
        once.setdefault((folders[folder], source.name if source.path is None else source.path.name), source)
    return list(once.values())


def _expand(given: str) -> Iterator[Source]:
    if given == "-":
        yield STDIN
    elif given and os.path.exists(given):  # noqa: PTH110 (Path raises for names that cannot be)
        yield from _named(Path(given))
    elif glob.has_magic(given):
        matches = glob.glob(given, recursive=True)  # noqa: PTH207 (Path.glob takes no absolute pattern)
        if not matches:
            raise UsageError(f"{given!r} matches no file")
        for match in matches:
            yield from _named(Path(match))
    else:
        raise UsageError(f"{given!r} does not exist")


def _named(path: Path) -> Iterator[Source]:
    if not path.is_dir():
        yield _source(path)
        return
    for folder, folders, files in os.walk(path, onerror=_unlisted):
        names = set(files) - run_files.ALL if run_files.is_run(files) else files  # `extract . -o out`, a second time
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            inside = Path(folder, name)
            if not name.startswith(".") and name.lower().removesuffix(".gz").endswith(_SUFFIXES) and _regular(inside):
                yield _source(inside)


def _unlisted(error: OSError) -> None:
    """Refuse to go on without a folder that cannot be listed: nobody would miss its articles."""
    raise UsageError(f"{error.filename!r} cannot be listed: {(error.strerror or type(error).__name__).lower()}")


def _regular(path: Path) -> bool:
    """Whether reading it cannot wait for ever, as a pipe or a device would; a broken link is said to be one later."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _source(path: Path) -> Source:
    return Source(_unicode(path.name), _unicode(os.fspath(path)), path)


def _unicode(path: str) -> str:
    r"""Return a path that prints on one line: bytes that are no Unicode and control characters are seen as `\xff`."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda char: char[0].encode("unicode_escape").decode("ascii"), text)


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
