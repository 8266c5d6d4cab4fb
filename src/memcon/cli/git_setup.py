"""Let git show and merge the files of a run event by event: `memcon diff --install-git` and its undoing.

git calls `memcon.cli.git_driver` for files that `.gitattributes` gives to the driver `memcon`; by the interpreter that
set it up, with `-P`, so that a file of the repository can never be imported in place of a module.
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from memcon.errors import UsageError, reason_of
from memcon.outputs.atomic import disk, remove, write_bytes
from memcon.records import run_files
from memcon.records.jsonl import open_file

FILES: Final = (run_files.EVENTS, run_files.MENTIONS)
ATTRIBUTES: Final = tuple(f"{name} diff=memcon merge=memcon" for name in FILES)
_SECTIONS: Final = ("diff.memcon", "merge.memcon")


def settings() -> dict[str, str]:
    """Return what is written into the configuration of the repository."""
    call = f"{shlex.quote(sys.executable)} -P -m memcon.cli.git_driver"
    return {
        "diff.memcon.command": f"{call} external",
        "diff.memcon.textconv": f"{call} textconv",
        "diff.memcon.xfuncname": "^((call|meeting|dispute) .*)$",
        "merge.memcon.name": "memcon: events of both sides",
        "merge.memcon.driver": f"{call} merge %O %A %B %P",
    }


def install() -> Iterator[str]:
    """Set up the repository of the working folder; yield, line by line, what is about to be done.

    Raises:
        UsageError: there is no repository with a working tree, or what git would read is no file of its own.
        DiskError: the attributes cannot be written.
    """
    root = _root()
    attributes = root / ".gitattributes"
    _check_config()
    text = _text(attributes)
    lines = text.splitlines()
    missing = [line for line in ATTRIBUTES if line.encode() not in lines]
    wanted = {key: value for key, value in settings().items() if _git("config", "--local", "--get", key) != value}
    if not missing and not wanted:
        yield f"{root}: git already shows and merges {' and '.join(FILES)} with memcon; nothing to do"
        return
    if missing:
        yield f"{attributes}: adding {' and '.join(repr(line) for line in missing)}"
        _write(attributes, _with_lines(text, missing))
    for key, value in wanted.items():
        yield f"git config {key} = {value}"
        _git("config", "--local", key, value, must=True)
    yield "git diff, git log -p, git show and git merge now tell events; commit .gitattributes to share it."
    yield "Each clone runs memcon diff --install-git once; without it git falls back to lines. Undo: --uninstall-git"


def uninstall() -> Iterator[str]:
    """Undo `install`; yield, line by line, what is about to be done. Raises as `install`."""
    root = _root()
    attributes = root / ".gitattributes"
    _check_config()
    text = _text(attributes)
    if (left := _without_lines(text)) != text:
        yield f"{attributes}: removing the lines of memcon"
        _write(attributes, left)
    for section in _SECTIONS:
        if _git("config", "--local", "--get-regexp", f"^{section.replace('.', '[.]')}[.]"):
            yield f"git config: removing the section {section}"
            _git("config", "--local", "--remove-section", section, must=True)
    yield "git compares and merges the files of runs by lines again"


def _with_lines(text: bytes, lines: Iterable[str]) -> bytes:
    """Return a text with lines behind it: a line feed ends it where one did, or where it was empty."""
    end = b"" if text and not text.endswith(b"\n") else b"\n"
    return text + (b"" if end else b"\n") + "\n".join(lines).encode() + end


def _without_lines(text: bytes) -> bytes:
    """Return a text without our lines: a line feed ends it where one did."""
    left = b"".join(line for line in text.splitlines(keepends=True) if not _ours(line))
    return left if text.endswith(b"\n") else left.removesuffix(b"\n")


def _ours(line: bytes) -> bool:
    return line.strip().decode(errors="replace") in ATTRIBUTES


def _text(path: Path) -> bytes:
    """Return what a file of attributes holds, nothing where there is none."""
    if path.is_symlink():
        raise UsageError(f"{str(path)!r} is a symbolic link, which git does not read: put a file in its place")
    if path.is_dir():
        raise UsageError(f"{str(path)!r} is a folder, and git reads attributes from a file of that name: move it away")
    try:
        with open_file(path) as file:
            return file.read()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise UsageError(f"{str(path)!r} cannot be read: {reason_of(error)}: put a file in its place") from None


def _write(path: Path, text: bytes) -> None:
    """Write what a file of attributes is to hold, or remove it where that is nothing. No link is followed."""
    if not text:
        remove(path)
        return
    if path.exists():
        write_bytes(path, text)
        return
    with disk(path), path.open("xb") as file:  # it is to be shared: not its owner's alone
        file.write(text)


def _check_config() -> None:
    path = Path(_git("rev-parse", "--git-path", "config"))
    if path.is_symlink():
        raise UsageError(
            f"{str(path)!r} is a symbolic link, and what is written through it may be another repository's:"
            f" do this in that of {os.path.realpath(path)!r}, or put a copy in its place"
        )


def _root() -> Path:
    try:
        found = _git("rev-parse", "--show-toplevel")
    except FileNotFoundError:
        raise UsageError("git is not found: install git, or compare files with memcon diff OLD NEW") from None
    if not found:
        raise UsageError(f"{str(Path.cwd())!r} is in no git repository with files: change to one, or run git init")
    return Path(found)


def _git(*arguments: str, must: bool = False) -> str:
    """Return what git says, empty where it fails and need not succeed."""
    done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607
    if done.returncode and must:
        raise UsageError(f"git {arguments[0]}: {done.stderr.decode(errors='replace').strip()}")
    return "" if done.returncode else done.stdout.decode(errors="replace").removesuffix("\n")
