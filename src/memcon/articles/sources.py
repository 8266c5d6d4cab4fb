"""Find the files that the command line names, and count their articles. Reads no article.

A folder stands for its files of all formats that are installed, but `.json` and `.xml`, and their `.gz` forms, however
deep; hidden files and folders, links to folders, what an earlier run of memcon wrote, the folder of pictures that a
browser lays beside a page, and all other files in it are passed over; the last two are counted. The name of a file in
a folder is its path below that folder. A glob is expanded here too, `**` included, for shells that do not, and for
globs in quotes. Pipes, sockets and devices in a folder or among the matches of a glob are passed over, and told by
name. A path that exists is itself, even when its name looks like a glob, and is read even when it is a pipe.
"""

import functools
import glob
import os
import posixpath
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from memcon import _data
from memcon.articles import formats, globs, remote
from memcon.articles.formats.base import Blanks
from memcon.articles.skipped import Skipped
from memcon.articles.streams import read_chunks
from memcon.errors import UsageError
from memcon.records import run_files

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

_FOLDER: Final = re.compile(r"(.+)[_.-]([^_.-]+)", re.DOTALL)
_ESCAPED: Final = re.compile(rb"\\(?:[nrt]|x(?!00)[0-9a-f]{2})")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, or standard input."""

    name: str
    """The file's name, made printable, for one in a folder its path below it; `stdin` for standard input."""
    shown: str
    """The path as given, made printable; `-` for standard input."""
    path: Path | None
    """None for standard input, and for what is elsewhere."""
    place: remote.Place | None = None
    """Where it is, of what is told by a URL."""

    @property
    def file_name(self) -> str | None:
        """Return the name of the file itself; None for standard input."""
        return self.path.name if self.path else self.place.name if self.place else None


STDIN: Final = Source("stdin", "-", None)


def check_inputs(inputs: Sequence[str]) -> None:
    """Raise UsageError when an input names nothing that can be read, before any work is done."""
    if not inputs:
        raise UsageError("no input: name text files, folders, globs, JSON lines, or - for standard input")
    for given in inputs:
        if next(_expand(given), None) is None:
            *most, last = formats.suffixes()
            raise UsageError(f"{given!r} is a folder without {', '.join(most)} or {last} files, also gzipped")


def find_sources(inputs: Sequence[str], skipped: Skipped | None = None) -> list[Source]:
    """Return every file that the inputs name, once, sorted by path so that the order of inputs does not matter.

    Standard input comes last. `skipped` takes in what is passed over in folders and globs. Raises UsageError
    as `check_inputs` does.
    """
    check_inputs(inputs)
    named = {source for given in inputs for source in _expand(given, skipped)}
    once: dict[tuple[str, str], Source] = {}
    folders: dict[str, str] = {}
    for source in sorted(named, key=lambda source: (source.file_name is None, source.shown, source.name)):
        if source.path is None:
            once.setdefault((source.shown, ""), source)
            continue
        folder = os.fspath(source.path.parent)
        if folder not in folders:
            folders[folder] = os.path.realpath(folder)
        once.setdefault((folders[folder], source.path.name), source)
    return list(once.values())


def passed_over(inputs: Sequence[str]) -> Skipped:
    """Return what is passed over in the folders and globs among `inputs`."""
    skipped = Skipped()
    find_sources(inputs, skipped)
    return skipped


def check_apart(written: Iterable[Path], inputs: Sequence[str]) -> None:
    """Raise UsageError when one of the files `written`, which are to be replaced, is among those that `inputs` name."""
    there = {identity: path for path in written if (identity := _identity(path))}
    for source in find_sources(inputs) if there else ():
        if source.path and (identity := _identity(source.path)) and (lost := there.get(identity)):
            raise UsageError(f"{str(lost)!r} is one of the articles and would be overwritten: choose another place")


def _identity(path: Path) -> tuple[int, int] | None:
    """Return which file it is; None for one that is not there, or may not be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _is_folder(path: Path) -> bool:
    """Return whether it is a folder. What may not be looked at is none: reading tells it by name."""
    return os.path.isdir(path)  # noqa: PTH112  Path raises where a folder above may not be entered


def _expand(given: str, skipped: Skipped | None = None) -> Iterator[Source]:
    if given == "-":
        yield STDIN
    elif given and os.path.exists(given):  # noqa: PTH110 (Path raises for names that cannot be)
        yield from _named(Path(given), skipped, globs.Folders())
    elif remote.is_url(given):
        yield from _at_url(given, skipped)
    elif glob.has_magic(given):
        try:
            paths = map(Path, globs.expand(given))
        except OSError as error:
            _unlisted(error)
        matches = [path for path in paths if _is_folder(path) or _is_read(path, skipped)]
        if not matches:
            raise UsageError(f"{given!r} matches no file")
        seen = globs.Folders()
        for match in matches:
            yield from _named(match, skipped, seen)
    else:
        raise UsageError(f"{given!r} does not exist")


def _named(path: Path, skipped: Skipped | None, seen: globs.Folders) -> Iterator[Source]:
    if not _is_folder(path):
        yield _source(path)
        return
    for folder, folders, files in os.walk(path, onerror=_unlisted):
        if not seen.is_new(folder):
            folders.clear()
            continue
        passed = _passed(folders, files, skipped)
        folders[:] = [name for name in folders if name not in passed]
        for name in files:
            inside = Path(folder, name)
            if name not in passed and _is_read(inside, skipped) and _has_format(name, skipped):
                yield _source(inside, inside.relative_to(path))


def _at_url(given: str, skipped: Skipped | None) -> Iterator[Source]:
    """Yield what a URL names, as `_named` does of a path. Raises UsageError where it cannot be listed."""
    try:
        place = remote.Place(given)
        if place.is_file():
            yield _remote_source(place, place.name)
        elif glob.has_magic(given):
            yield from (_remote_source(one, one.name) for one in place.files())
        elif not place.names():
            raise UsageError(f"{given!r} does not exist")
        else:
            for folder, folders, files in place.walk():
                passed = _passed(folders, files, skipped)
                folders[:] = [name for name in folders if name not in passed]
                inside = [name for name in files if name not in passed and _has_format(name, skipped)]
                yield from (
                    _remote_source(place.below(below), below)
                    for below in (posixpath.normpath(f"{folder}/{name}") for name in inside)
                )
    except OSError as error:
        raise UsageError(f"{given!r} cannot be listed: {(error.strerror or str(error)).lower()}") from error


def _passed(folders: Iterable[str], files: Collection[str], skipped: Skipped | None) -> set[str]:
    """Return which of the folders and files that lie in one folder are passed by, whatever they hold."""
    own = run_files.is_run(files)  # `extract . -o out`, a second time
    beside = _of_pages(files, folders)
    if skipped is not None and beside:
        skipped.suffixes["folder of a saved page"] += len(beside)
    hidden = {name for name in (*folders, *files) if name.startswith(".")}
    made = {name for name in files if run_files.is_own(name)} | {run_files.CODING} if own else set()
    return hidden | beside | made


def _has_format(name: str, skipped: Skipped | None) -> bool:
    """Return whether a format reads files of that name; where none does, count it."""
    if name.lower().removesuffix(".gz").endswith(formats.suffixes()):
        return True
    if skipped is not None:
        skipped.suffixes[_suffix(name)] += 1
    return False


def _of_pages(files: Iterable[str], folders: Iterable[str]) -> set[str]:
    """Return which folders hold the pictures and frames of pages beside them, as browsers save them."""
    stems = {name[: -len(end)] for name in files for end in (".html", ".htm") if name.lower().endswith(end)}
    parted = ((name, _FOLDER.fullmatch(name)) for name in folders)
    return {name for name, parts in parted if parts and parts[1] in stems and parts[2].casefold() in _words()}


@functools.cache
def _words() -> frozenset[str]:
    return frozenset(_data.toml("data/saved_folders.toml")["words"])


def _unlisted(error: OSError) -> NoReturn:
    """Refuse to go on without a folder that cannot be listed: nobody would miss its articles."""
    raise UsageError(f"{error.filename!r} cannot be listed: {(error.strerror or type(error).__name__).lower()}")


def _regular(path: Path) -> bool:
    """Whether reading it cannot wait for ever, as a pipe or a device would; a broken link is said to be one later."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _is_read(path: Path, skipped: Skipped | None) -> bool:
    """Return whether it is regular; where it is not, count and name it."""
    regular = _regular(path)
    if not regular and skipped is not None:
        skipped.take_odd(_unicode(os.fspath(path)))
    return regular


def _suffix(name: str) -> str:
    """Return how a file's name ends, as people speak of it: `.pdf`."""
    return _unicode(Path(name.lower().removesuffix(".gz")).suffix) or "no suffix"


def _source(path: Path, below: Path | None = None) -> Source:
    name = _unicode(os.fspath(below) if below else path.name)
    return Source(name, _unicode(os.fspath(path)), path)


def _remote_source(place: remote.Place, name: str) -> Source:
    return Source(_unicode(name), _unicode(place.url), None, place)


def _unicode(path: str) -> str:
    r"""Return a path that prints on one line: bytes that are no Unicode and control characters are seen as `\xff`."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda char: char[0].encode("unicode_escape").decode("ascii"), text)


def found_again(shown: str) -> str:
    """Return the path that is shown so, as far as it is there: what stands for bytes is those bytes."""
    if os.path.exists(shown):  # noqa: PTH110 (Path raises for names that cannot be)
        return shown
    real = os.fsdecode(_ESCAPED.sub(lambda escape: _byte(escape[0]), shown.encode("utf-8", "replace")))
    return real if os.path.exists(real) else shown  # noqa: PTH110


def _byte(escape: bytes) -> bytes:
    return {b"\\n": b"\n", b"\\r": b"\r", b"\\t": b"\t"}.get(escape) or bytes.fromhex(escape[2:].decode())


def count_articles(inputs: Sequence[str]) -> int:
    """Return about how many articles `inputs` hold, without reading them as such.

    A text file is one, of JSON lines each that is not blank is one; that is exact, but for files whose content belies
    their name. Raises ValueError for a format where only reading can tell, and OSError, ValueError or UsageError for
    what cannot be read.
    """
    total = 0
    for source in find_sources(inputs):
        if source.place:  # it would be fetched twice
            raise ValueError(f"{source.shown}: articles that are elsewhere are not counted")
        form = source.path and formats.by_suffix(source.name)
        if form not in {None, "jsonl", *formats.SINGLE}:
            raise ValueError(f"{source.shown}: articles of the format {form!r} cannot be counted")
        if source.path and not _regular(source.path):  # what is read from a pipe is gone
            raise ValueError(f"{source.shown}: articles of a pipe cannot be counted")
        total += _count_lines(source.path) if source.path and form == "jsonl" else 1
    return total


def _count_lines(path: Path) -> int:
    """Count the lines that are not blank. Raises ValueError where too many others are for any file of articles."""
    total, blank, blanks = 0, True, Blanks()  # `blank` since the last line feed
    with path.open("rb") as file:
        for chunk in read_chunks(file):
            head, *lines = chunk.split(b"\n")
            blank = blank and not head.strip()
            before = total
            for line in lines:
                total += not blank
                blank = not line.strip()
            if blanks.are_too_many(len(lines) - (total - before), total - before):
                raise ValueError(f"{path}: too many of its lines are blank")
    return total + (not blank)
