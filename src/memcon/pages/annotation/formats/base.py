"""What a format of an annotation tool is, and the files that come from one. Knows no tool."""

import dataclasses
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Final, Protocol

from memcon.errors import UsageError
from memcon.pages.annotation.model import EVENT_VALUES, SPAN_VALUES, Document, Piece
from memcon.records.jsonl import open_file

MOST: Final = 2**32
"""Bytes that are read of a file, a folder or an archive, unpacked."""
LARGEST: Final = 2**28
"""Bytes that are read of one file of an archive, unpacked: some kilobytes unpack to gigabytes."""
_PACKED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How files of an archive may be packed: what else there is unpacks without a bound, whatever size it tells."""
_WHOLE: Final = frozenset({".xlsx"})
"""Files that are archives for those alone who read their format."""
MARK: Final = "memcon"
"""The key under which a document keeps its mark, in formats that keep keys of ours."""


@dataclasses.dataclass(frozen=True, slots=True)
class Holds:
    """What of a document a format can hold, and an annotator can change in its tool."""

    values: frozenset[str] = frozenset(EVENT_VALUES)
    span_values: frozenset[str] = frozenset(SPAN_VALUES)
    mentions: bool = True
    """Whether an annotation keeps the id of its mention."""
    arguments: bool = True
    """Whether it holds which spans are of which event, and as what."""
    relations: bool = True
    """Whether it holds ties between events."""
    complete: bool = True
    """Whether an event that is in it no more was taken away; else somebody says so."""
    text: bool = True
    """Whether it has the texts of articles."""
    looked: bool = False
    """Whether it tells that somebody looked at a document."""


class Format(Protocol):
    """What a module of a format has."""

    @property
    def suffix(self) -> str:
        """The suffix of its files."""

    @property
    def text(self) -> bool:
        """Whether it is text."""

    @property
    def holds(self) -> Holds:
        """What it can hold."""

    @property
    def lost(self) -> str:
        """What it cannot hold, in words."""

    @property
    def parts(self) -> Mapping[str, str]:
        """What can be written beside the documents (`--set write=…`), each with what it is."""

    def write(self, documents: Iterable[Document], file: IO[bytes], part: str) -> Iterator[Piece]:
        """Write documents, yielding as Refused what the format cannot hold; else the part named."""

    def read(self, files: Mapping[str, bytes]) -> Iterator[Piece]:
        """Yield the documents of a tool's files, and what in them cannot be read; raises no error for it."""


class Files(Mapping[str, bytes]):
    """The files of a folder or an archive, or one file, by name; each is read when it is asked for."""

    def __init__(self, path: Path) -> None:
        """Raise UsageError where nothing can be read at `path`, or more than memory should hold."""
        self._path, self._archive = path, None
        self._members: dict[str, zipfile.ZipInfo] = {}
        try:
            if path.is_dir():
                inside = sorted(one for one in path.rglob("*") if one.is_file())
                self._sizes = {one.relative_to(path).as_posix(): one.stat().st_size for one in inside}
            else:
                open_file(path).close()
                if zipfile.is_zipfile(path) and path.suffix.lower() not in _WHOLE:
                    self._archive = zipfile.ZipFile(path)
                    self._members = {one.filename: one for one in self._archive.infolist() if _plain(one)}
                    self._sizes = {name: one.file_size for name, one in self._members.items()}
                else:
                    self._sizes = {path.name: path.stat().st_size}
        except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise UsageError(f"{str(path)!r} cannot be read: {why.lower()}") from error
        if sum(self._sizes.values()) > MOST:
            raise UsageError(f"{str(path)!r} holds more than {MOST >> 30} GiB: give it in parts")

    def __getitem__(self, name: str) -> bytes:
        if name not in self._sizes:
            raise KeyError(name)
        try:
            if self._archive:
                return unpacked(self._archive, self._members[name])
            with open_file(self._path / name if self._path.is_dir() else self._path) as file:
                return file.read()
        except UNPACKING as error:
            raise UsageError(f"{str(self._path)!r}: {name!r} cannot be read: {str(error).lower()}") from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._sizes)

    def __len__(self) -> int:
        return len(self._sizes)

    def size(self, name: str) -> int:
        """Return how many bytes a file has, without reading them."""
        return self._sizes[name]


def size_of(files: Mapping[str, bytes], name: str) -> int:
    """Return how many bytes a file has; it is not read for that, where it lies in a folder or an archive."""
    return files.size(name) if isinstance(files, Files) else len(files[name])


UNPACKING: Final = (OSError, zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, zlib.error)
"""What `unpacked` raises: of a file that is damaged, encrypted, too large, or packed in another way."""


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return a file of an archive, in no more memory than the size that the archive tells of it."""
    if member.compress_type not in _PACKED:
        raise NotImplementedError("it is packed in another way than annotation tools do; unpack it first")
    if member.file_size > LARGEST:
        raise NotImplementedError(f"it unpacks to more than {LARGEST:,} bytes; unpack it first")
    with archive.open(member) as file:
        return file.read(member.file_size + 1)


def _plain(member: zipfile.ZipInfo) -> bool:
    """Return whether a member of an archive is a file, and no folder or link."""
    mode = member.external_attr >> 16
    return not member.is_dir() and not stat.S_ISLNK(mode)


def put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Put a file into an archive, with no time of its own, so that the same run gives the same bytes."""
    member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    archive.writestr(member, data)


def file_name(number: int, article: str) -> str:
    """Return a name for the file of a document that every system takes: its number, and what of its id is plain."""
    kept = "".join(one if one.isascii() and one.isalnum() else "-" for one in article[-40:]).strip("-")
    return f"{number:05}-{kept or 'article'}"


def reduced(document: Document, holds: Holds) -> Document:
    """Return what of a document a format can hold."""
    return dataclasses.replace(
        document,
        spans=tuple(
            dataclasses.replace(span, values=_kept(span.values, holds.span_values)) for span in document.spans
        ),
        annotations=tuple(
            dataclasses.replace(
                one, values=_kept(one.values, holds.values), mention=one.mention if holds.mentions else "",
                arguments=one.arguments if holds.arguments else (),
            )
            for one in document.annotations
        ),
        relations=document.relations if holds.relations else (),
    )  # fmt: skip


def _kept(values: Mapping[str, str], names: frozenset[str]) -> dict[str, str]:
    return {name: words for name, words in values.items() if name in names}
