"""Whether a file that is to be written is one of the articles of a run: by where it lies, or by what it holds."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from memcon.articles.formats.base import Fields
from memcon.articles.reread import files_of, reread
from memcon.articles.sources import find_sources
from memcon.errors import MemconError
from memcon.records import ArticleState, run_files
from memcon.records.article import sha256


class ArticleFiles:
    """The files that the articles of the run in `run` were read from: looked up once, for all that is to be written.

    Nothing is looked at before the first question. Raises UsageError as `find_sources` of `named`, the inputs that tell
    where the articles lie now; `states` raises for a run that is damaged.
    """

    def __init__(
        self,
        states: Callable[[], Iterable[ArticleState]],
        run: Path,
        named: Sequence[str],
        fields: Callable[[], Fields | None],
    ) -> None:
        """Tell how the run's articles are read, where they lie now, and of which fields the run was told."""
        self._states = states
        self._run = run
        self._inputs = named
        self._fields = fields

    def have(self, made: Path) -> bool:
        """Return whether `made`, which is there, is one of them.

        It is where it is one of the inputs named, where a path that the run tells leads to it, from the current folder
        or from one above the run, and where it has the name of such a file and holds a text of the run: articles are
        moved, and a run does not tell from which folder it was made. A file of a run (`articles.jsonl`) is one by what
        it holds alone: a path that led to articles leads to it from another folder.
        """
        found = identity(made)
        alike = self._alike.get(made.name.casefold(), ())
        if found in self._named:
            return True
        if not _is_of_run(made) and (found in self._read or found in self._from_above(alike)):
            return True
        return bool(alike) and made.is_file() and self._holds(made)

    @cached_property
    def _named(self) -> frozenset[tuple[int, int] | None]:
        sources = find_sources(self._inputs) if self._inputs else ()
        return _identities(source.path for source in sources if source.path)

    @cached_property
    def _paths(self) -> list[str]:
        return files_of(self._states())

    @cached_property
    def _read(self) -> frozenset[tuple[int, int] | None]:
        return _identities(self._paths)

    @cached_property
    def _alike(self) -> Mapping[str, Collection[str]]:
        """The paths by the names of their files, without case."""
        alike: dict[str, list[str]] = {}
        for path in self._paths:
            alike.setdefault(os.path.basename(path).casefold(), []).append(path)  # noqa: PTH119  Path takes not all
        return alike

    def _from_above(self, alike: Iterable[str]) -> frozenset[tuple[int, int] | None]:
        above = Path(os.path.realpath(self._run)).parents
        return _identities(os.path.join(folder, path) for path in alike for folder in above)  # noqa: PTH118

    @cached_property
    def _texts(self) -> dict[str, ArticleState]:
        return {state.article: state for state in self._states() if state.sha256}

    @cached_property
    def _hashes(self) -> frozenset[str | None]:
        return frozenset(state.sha256 for state in self._texts.values())

    def _holds(self, made: Path) -> bool:
        """Return whether a text of the run is in the file, whatever its name and place there."""
        try:
            found = reread(self._texts, [str(made)], text_only=True, fields=self._fields())
        except MemconError:
            return False  # no articles can be read from it
        return any(sha256(article.text) in self._hashes for article in found.values())


def identity(path: str | Path) -> tuple[int, int] | None:
    """Return which file is at a path; None for one that is not there, or cannot be."""
    try:
        found = os.stat(path)  # noqa: PTH116  Path raises for some names
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _identities(paths: Iterable[str | Path]) -> frozenset[tuple[int, int] | None]:
    return frozenset(map(identity, paths)) - {None}


def _is_of_run(path: Path) -> bool:
    """Return whether a file is one that a run wrote, by its name and what lies beside it."""
    place = Path(os.path.realpath(path))
    try:
        return place.name in run_files.WRITTEN and run_files.is_run({each.name for each in place.parent.iterdir()})
    except OSError:
        return False
