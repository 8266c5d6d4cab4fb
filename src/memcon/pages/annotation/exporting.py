"""A run written for an annotation tool: what `memcon export --format brat` and the like do."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Final

from memcon.errors import UsageError
from memcon.outputs.folder import RunFolder
from memcon.outputs.tables.filters import Filters
from memcon.pages.annotation import find_format, of_run
from memcon.pages.annotation.formats.base import Format
from memcon.pages.annotation.model import Document, Refused

WRITE: Final = "write"
"""The option that names another part than the documents."""


@dataclasses.dataclass
class AnnotationPlan:
    """A run in the form of an annotation tool (`memcon.outputs.export.Plan`)."""

    name: str
    format: Format
    inputs: Sequence[str] | None
    """Where the articles lie now; None for where they were read."""
    refused: list[Refused] = dataclasses.field(default_factory=list)
    """What could not be written, once it is."""

    @property
    def text(self) -> bool:
        """Return whether it is text."""
        return self.format.text

    @property
    def options(self) -> Mapping[str, str]:
        """Return what may be set."""
        told = "; ".join(f"'{name}': {what}" for name, what in self.format.parts.items())
        return {WRITE: f"'documents' (the default), or {told}"} if told else {}

    def describe(self) -> str:
        """Return what it writes, and what the format cannot hold."""
        first = (self.format.__doc__ or "").strip()
        return f"{first}\n\nIt cannot hold: {self.format.lost}."

    def write(self, run: RunFolder, file: IO[bytes], filters: Filters, options: Mapping[str, str]) -> list[str]:
        """Write it; see `Plan`. What is refused stands in `refused`, and nothing else is lost by it."""
        if given := filters.told():
            why = "what comes back is held against all events of an article, and one left out would count as deleted"
            raise UsageError(f"--{next(iter(given))} is for tables: {why}")
        part = options.get(WRITE, "documents")
        if part != "documents" and part not in self.format.parts:
            raise UsageError(f"--set {WRITE}={part!r}: it is {', '.join(map(repr, ('documents', *self.format.parts)))}")
        self.refused, read = [], part not in {"config", "labels", "relations"}
        self.refused += [one for one in self.format.write(self._documents(run), file, part) if isinstance(one, Refused)]
        return [*map(str, self.refused), f"it cannot hold: {self.format.lost}"] if read else []

    def _documents(self, run: RunFolder) -> Iterator[Document]:
        for piece in of_run.documents(run, self.inputs):
            if isinstance(piece, Document):
                yield piece
            else:
                self.refused.append(piece)


def plan(name: str, inputs: Sequence[str] | None) -> AnnotationPlan:
    """Return a run in the format of that name. Raises UsageError where there is none."""
    return AnnotationPlan(name, find_format(name), inputs)
