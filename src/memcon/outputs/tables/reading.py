"""A run as tables read it: records as their lines have them, those that a filter keeps, and what is to be told of it.

A line of JSON becomes a table's rows without a record in between: that is five times as quick, and the bytes are
checked otherwise, by the seal. Where the run has no seal, another version wrote it, or its file was changed since,
every line is read and validated as a record first, so that a table is never made of what is no run.
"""

import functools
import hashlib
from collections import Counter
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

from pydantic_core import from_json

from memcon.errors import DataError
from memcon.outputs.folder import SHAPES, RunFolder
from memcon.outputs.tables.column import Plain
from memcon.outputs.tables.filters import Filters
from memcon.records import SCHEMA_VERSION, run_files
from memcon.records.jsonl import open_file, read_lines
from memcon.records.versions import version_of

_BLOCK: Final = 1 << 20
_HEAD: Final = 100
"""Bytes within which the version of a line stands."""


class Reading:
    """A run that is made into tables. What is counted is of the last time that its events were gone through."""

    def __init__(self, run: RunFolder, filters: Filters | None = None) -> None:
        """Name the run, and which of its events are wanted; nothing is read yet."""
        self.run = run
        self.filters = filters or Filters()
        self.seen = 0
        """Events that the run has."""
        self.left_out: Counter[str] = Counter()
        """Events that the filters left out, by the first filter that did."""
        self.notes: list[str] = []
        """What a table has to say of how it was made, for people: a sentence each."""

    def events(self) -> Iterator[Plain]:
        """Yield the events that the filters keep, in the order of their file. Keys of their line, each of them there.

        Raises DataError, with file and line, for a file that is missing or damaged.
        """
        self.seen, self.left_out, self.notes = 0, Counter(), []
        why = self.filters.why_not()
        for event in self._plain("events"):
            self.seen += 1
            reason = why(event)
            if reason is None:
                yield event
            else:
                self.left_out[reason] += 1

    def mentions(self) -> Iterator[Plain]:
        """Yield what the articles report, before merging, whatever the filters say: they are of events."""
        return self._plain("mentions")

    def articles(self) -> Iterator[Plain]:
        """Yield how each input ended, whatever the filters say."""
        return self._plain("articles")

    def told(self) -> list[str]:
        """Return what people must know of what was read: how many events were left out and why, and the notes."""
        if not (left := sum(self.left_out.values())):
            return self.notes
        reasons = ", ".join(f"{number} by {why}" for why, number in self.left_out.items())
        return [f"{left} of {self.seen} events are left out: {reasons}", *self.notes]

    def _plain(self, what: run_files.Lines) -> Iterator[Plain]:
        path = self.run.file(run_files.file_of(what))
        if self._sealed(run_files.file_of(what)):
            return _lines(path)
        dump = functools.partial(SHAPES[what].dump_python, mode="json")
        return map(dump, read_lines(path, SHAPES[what], quick=True))

    def _sealed(self, name: str) -> bool:
        """Return whether the file has the bytes that this memcon sealed, with every key of the newest version."""
        report = self.run.report()
        if not report or not report.seal or report.memcon != metadata.version("memcon"):
            return False
        version, sha256 = _version_and_hash(self.run.file(name))
        return version == SCHEMA_VERSION and report.seal.files.get(name) == sha256


def _version_and_hash(path: Path) -> tuple[int, str]:
    """Return the version of the first line of a file, and the hash of all; of one that cannot be read, neither."""
    found = hashlib.sha256()
    try:
        with open_file(path) as file:
            version = version_of(file.readline(_HEAD))
            file.seek(0)
            while block := file.read(_BLOCK):
                found.update(block)
    except OSError:
        return 0, ""  # who reads the lines says why
    return version, found.hexdigest()


def _lines(path: Path) -> Iterator[Plain]:
    try:
        with open_file(path) as file:
            for line in file:
                yield from_json(line, cache_strings="keys")  # words of articles stand once
    except OSError as error:
        raise DataError(f"{str(path)!r} cannot be read: {(error.strerror or type(error).__name__).lower()}") from error
