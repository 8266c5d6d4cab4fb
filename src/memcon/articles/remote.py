"""Files at URLs, as `s3://bucket/news.jsonl`: found, read and put there by fsspec, which this module alone imports.

Keys come from where each kind of storage looks for them on this machine, as the environment or `~/.aws`; a URL that
holds one is refused, since URLs are told and written down. Errors of whatever library are raised as `OSError`.
"""

import contextlib
import posixpath
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, Self, cast

from memcon.errors import CHAIN, UsageError, check_extra, may_be_keys

EXTRA: Final = "remote"
BLOCK: Final = 4 << 20
"""Bytes that are asked for at once: a run waits for them, and so do answers that come meanwhile."""
COPY: Final = "copy the run here first, as with `aws s3 cp --recursive`, and name the copy"
_OF_SCHEMES: Final = frozenset(string.ascii_letters + string.digits + "+.-")
_WEB: Final = frozenset({"http", "https"})
_NAMED: Final = frozenset({
    "abfs", "abfss", "wasb", "wasbs", "adl", "hdfs", "webhdfs", "sftp", "ssh", "ftp", "smb", "git", "github", "hf",
    "zip", "tar", "libarchive", "memory",
})  # fmt: skip
"""Schemes whose URLs name an account, a container, a version or a file before `@`, and no key."""


def is_url(given: str) -> bool:
    """Return whether a place is told as a URL, or a chain of them, and not as a path: `s3://bucket/news.jsonl`."""
    return _has_scheme(given, "://")


def check_local(path: str | Path, hint: str = COPY) -> None:
    """Raise UsageError, with what to do, where a path is a URL, which paths write with one slash, and not one here.

    So it is of what can be no path: it holds a NUL.
    """
    given = str(path)
    if "\0" in given:
        raise UsageError(f"{given[:80]!r} is no path: it holds a NUL")
    if _has_scheme(given, ":/") and not Path(Path(path).parts[0]).exists():
        _check_keyless(given if "://" in given else given.replace(":/", "://"))
        raise UsageError(f"{given!r} is no path of this machine: {hint}")


def _has_scheme(given: str, mark: str) -> bool:
    schemes, _, rest = given.partition(mark)
    return bool(rest) and all(
        len(scheme) > 1 and scheme[0].isalpha() and _OF_SCHEMES.issuperset(scheme) for scheme in schemes.split(CHAIN)
    )


def _check_keyless(url: str) -> None:
    """Raise UsageError, which does not show the URL, where a part of it is a key or may be one, or it is none."""
    try:
        found = next((one for one in may_be_keys(url) if _may_be_key(*one)), None)
    except ValueError as error:
        raise UsageError(f"a URL that begins with {url.partition('://')[0]!r} is none: {error}") from None
    if found:
        scheme, part = found
        raise UsageError(
            f"a URL of {scheme!r} holds a key, or may, as its {part}: URLs are written into outputs, and keys belong"
            " where they are looked for on this machine, as in the environment"
        )


def _may_be_key(scheme: str, part: str) -> bool:
    """Return whether that part of a URL may be a key: elsewhere than in the web `?` and `#` are of globs and names."""
    return part == "password" or scheme in _WEB or (part == "name" and scheme not in _NAMED)


class Place:
    """What a URL names."""

    def __init__(self, url: str) -> None:
        """Name it; nothing is asked yet.

        Raises:
            MissingExtra: fsspec is not installed.
            UsageError: it is none; it holds a key, or what may be one; or no library here can open it.
        """
        _check_keyless(url)
        check_extra(EXTRA, "a URL", "fsspec")
        import fsspec  # noqa: PLC0415  of an extra

        self.url = url.rstrip("/")
        try:
            self._files, self._path = fsspec.url_to_fs(self.url, use_listings_cache=False)
        except ImportError as error:
            raise UsageError(f"{url!r} cannot be opened: {_first_line(error)}") from error
        except Exception as error:  # each library raises what it will
            raise UsageError(f"{url!r} is no URL that can be opened: {_first_line(error)}") from error

    def __str__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        """Return the last part of it."""
        return posixpath.basename(self.url)

    def sibling(self, name: str) -> "Place":
        """Return what is called so beside it."""
        return Place(f"{posixpath.dirname(self.url)}/{name}")

    def below(self, name: str) -> "Place":
        """Return what is called so in it."""
        return Place(f"{self.url}/{name}")

    def is_file(self) -> bool:
        """Return whether there is a file."""
        with _as_os_errors():
            return bool(self._files.isfile(self._path))

    def files(self) -> list["Place"]:
        """Return the files that it names as a glob."""
        with _as_os_errors():
            found = sorted(self._files.glob(self._path))
            return [Place(str(self._files.unstrip_protocol(path))) for path in found if self._files.isfile(path)]

    def walk(self) -> Iterator[tuple[str, list[str], list[str]]]:
        """Yield folders by their paths in it, `.` first, with the names of folders and of files in each.

        Folders whose names are taken out are not entered, as with `os.walk`. fsspec's own tells no error in a folder.
        """
        todo = ["."]
        while todo:
            folder = todo.pop()
            folders: list[str] = []
            files: list[str] = []
            path = posixpath.normpath(posixpath.join(self._path, folder))
            with _as_os_errors():
                for found in self._files.ls(path, detail=True):
                    name = posixpath.basename(found["name"].rstrip("/"))
                    if found["name"].rstrip("/") != path.rstrip("/"):  # stores have empty files that stand for folders
                        (folders if found["type"] == "directory" else files).append(name)
            yield folder, folders, files
            todo += [posixpath.join(folder, name) for name in folders]

    def names(self) -> list[str]:
        """Return what lies in it; nothing where it is no folder."""
        with _as_os_errors():
            try:
                return sorted(posixpath.basename(path.rstrip("/")) for path in self._files.ls(self._path, detail=False))
            except (FileNotFoundError, NotADirectoryError):
                return []

    def open(self) -> contextlib.AbstractContextManager[BinaryIO]:
        """Open it to be read from its beginning to its end."""
        with _as_os_errors():
            return cast(
                "contextlib.AbstractContextManager[BinaryIO]",
                _Reading(self._files.open(self._path, "rb", block_size=BLOCK)),
            )

    def fetch(self, to: Path) -> None:
        """Copy the file to this machine."""
        with _as_os_errors():
            self._files.get_file(self._path, str(to))

    def put(self, file: Path) -> None:
        """Copy a file of this machine to it, in place of what is there. Folders are made, a bucket is not."""
        with _as_os_errors():
            top = next(part for part in posixpath.join("/", self._path).split("/") if part)
            if self._files.exists(self._path[: self._path.index(top) + len(top)]):
                self._files.makedirs(posixpath.dirname(self._path), exist_ok=True)
            self._files.put_file(str(file), self._path)

    def remove(self) -> None:
        """Remove the file, where there is one."""
        with _as_os_errors(), contextlib.suppress(FileNotFoundError):
            self._files.rm_file(self._path)


class _Reading:
    """A file that is read; whatever its library raises is an OSError."""

    def __init__(self, file: Any) -> None:  # noqa: ANN401  each library has its own
        self._file = file

    def read(self, size: int = -1) -> bytes:
        with _as_os_errors():
            return bytes(self._file.read(size))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(Exception):
            self._file.close()


@contextlib.contextmanager
def _as_os_errors() -> Iterator[None]:
    """Raise what libraries of storage raise as OSError; botocore's errors are none."""
    try:
        yield
    except (OSError, UsageError):
        raise
    except Exception as error:
        raise OSError(None, f"{type(error).__name__}: {_first_line(error)}") from error


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
