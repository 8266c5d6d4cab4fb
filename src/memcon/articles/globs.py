"""Expand globs, `**` included. Knows nothing of what files hold.

Read as Python's `glob` reads them: a name that begins with a dot is matched by a pattern that does, `**` goes through
links to folders too. But for each part of a pattern a folder is looked into once, by whatever links it is reached:
links in a loop have an end, and the work grows with the folders. And a folder that may not be listed is an error, where
Python's has no names.
"""

import fnmatch
import glob
import os
from collections.abc import Iterable, Iterator
from typing import Final

_BELOW: Final = "**"


class Folders:
    """Folders that were looked into, by whatever path."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()

    def is_new(self, path: str) -> bool:
        """Return whether a folder was not looked into before; from now on it was. One that is gone never is new.

        Raises:
            PermissionError: it may not be looked at.
        """
        try:
            found = os.stat(path or ".")  # noqa: PTH116  a hundred thousand paths
        except PermissionError:
            raise
        except (OSError, ValueError):
            return False
        identity, count = (found.st_dev, found.st_ino), len(self._seen)
        self._seen.add(identity)
        return len(self._seen) > count


def expand(pattern: str) -> list[str]:
    """Return the paths that a pattern names, sorted; of the ways to a folder above them, the first.

    Raises:
        OSError: a folder that the pattern goes through may not be listed; has its name.
    """
    root = "/" if pattern.startswith("/") else ""
    *above, last = [part for part in pattern.split("/") if part] or [""]
    folders: list[str] = [root]
    for part in above:
        there = {path for path in _matched(folders, part, files=False) if not path or os.path.isdir(path)}  # noqa: PTH112
        seen = Folders()
        folders = [path for path in sorted(there, key=lambda path: f"{path}/") if seen.is_new(path)]
    found = {path for path in _matched(folders, last, files=not pattern.endswith("/")) if path}
    return sorted(path for path in found if not pattern.endswith("/") or os.path.isdir(path))  # noqa: PTH112


def _matched(folders: Iterable[str], part: str, *, files: bool) -> Iterator[str]:
    """Yield what one part of a pattern names in `folders`; what is no folder may be left out without `files`."""
    seen = Folders()
    for folder in folders:
        if part == _BELOW:
            yield from _below(folder, seen, files=files)
        elif glob.has_magic(part):
            names = [entry.name for entry in _entries(folder) if part.startswith(".") or not _is_hidden(entry)]
            yield from (os.path.join(folder, name) for name in fnmatch.filter(names, part))  # noqa: PTH118
        elif os.path.lexists(path := os.path.join(folder, part)):  # noqa: PTH118
            yield path


def _below(folder: str, seen: Folders, *, files: bool) -> Iterator[str]:
    """Yield a folder and all that is below it, hidden names and what was seen before left out."""
    open_ = [folder]
    while open_:
        at = open_.pop()
        if not seen.is_new(at):
            continue
        yield at
        entries = [entry for entry in _entries(at) if not _is_hidden(entry)]
        inner = [_is_folder(entry) for entry in entries]
        paths = [os.path.join(at, entry.name) for entry in entries]  # noqa: PTH118
        open_ += [path for path, is_folder in zip(reversed(paths), reversed(inner), strict=True) if is_folder]
        yield from (path for path, is_folder in zip(paths, inner, strict=True) if files and not is_folder)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder or ".") as found:
            return sorted(found, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # gone, or a file where the pattern has a folder
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a loop
        return False


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    return entry.name.startswith(".")
