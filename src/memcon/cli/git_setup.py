"""Let git show and merge the files of a run event by event: `memcon diff --install-git` and its undoing.

git calls `memcon.cli.git_driver` for files that `.gitattributes` gives to the driver `memcon`; by the interpreter that
set it up, with `-P`, so that a file of the repository can never be imported in place of a module.
"""

import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from memcon.errors import UsageError
from memcon.records import run_files

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

    Raises UsageError where there is no repository with a working tree.
    """
    root = _root()
    attributes = root / ".gitattributes"
    present = _lines(attributes)
    missing = [line for line in ATTRIBUTES if line not in present]
    wanted = {key: value for key, value in settings().items() if _git("config", "--local", "--get", key) != value}
    if not missing and not wanted:
        yield f"{root}: git already shows and merges {' and '.join(FILES)} with memcon; nothing to do"
        return
    if missing:
        yield f"{attributes}: adding {' and '.join(repr(line) for line in missing)}"
        text = attributes.read_bytes() if attributes.exists() else b""
        gap = b"" if not text or text.endswith(b"\n") else b"\n"
        attributes.write_bytes(text + gap + "".join(f"{line}\n" for line in missing).encode())
    for key, value in wanted.items():
        yield f"git config {key} = {value}"
        _git("config", "--local", key, value, must=True)
    yield "git diff, git log -p, git show and git merge now tell events; commit .gitattributes to share it."
    yield "Each clone runs memcon diff --install-git once; without it git falls back to lines. Undo: --uninstall-git"


def uninstall() -> Iterator[str]:
    """Undo `install`; yield, line by line, what is about to be done."""
    root = _root()
    attributes = root / ".gitattributes"
    present = _lines(attributes)
    if any(line in present for line in ATTRIBUTES):
        yield f"{attributes}: removing the lines of memcon"
        left = [line for line in attributes.read_bytes().splitlines(keepends=True) if not _ours(line)]
        if left:
            attributes.write_bytes(b"".join(left))
        else:
            attributes.unlink()
    for section in _SECTIONS:
        if _git("config", "--local", "--get-regexp", f"^{section.replace('.', '[.]')}[.]"):
            yield f"git config: removing the section {section}"
            _git("config", "--local", "--remove-section", section, must=True)
    yield "git compares and merges the files of runs by lines again"


def _ours(line: bytes) -> bool:
    return line.strip().decode(errors="replace") in ATTRIBUTES


def _lines(path: Path) -> list[str]:
    return path.read_bytes().decode(errors="replace").splitlines() if path.exists() else []


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
