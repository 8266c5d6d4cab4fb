"""What lies in the place of git's files, where `memcon diff --install-git` would write, and what undoing leaves."""

import os
import subprocess
from pathlib import Path

import pytest

from conftest import Command
from memcon.cli.git_setup import ATTRIBUTES

pytestmark = pytest.mark.hostile
VICTIM = b"the user's own\n"


@pytest.fixture
def repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(folder / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    inside = folder / "repository"
    inside.mkdir()
    monkeypatch.chdir(inside)
    subprocess.run(["git", "init", "-q"], check=True)
    return inside


@pytest.mark.parametrize("verb", ["--install-git", "--uninstall-git"])
@pytest.mark.parametrize("place", [".gitattributes", ".git/config"])
def test_no_link_is_written_through(repository: Path, memcon: Command, verb: str, place: str) -> None:
    lines = VICTIM + "\n".join(ATTRIBUTES).encode() + b"\n"
    own, victim = repository / place, repository.parent / "victim"
    victim.write_bytes(lines if place == ".gitattributes" else own.read_bytes())
    before = victim.read_bytes()
    own.unlink(missing_ok=True)
    own.symlink_to(victim)
    ran = memcon("diff", verb)
    assert ran.code == 2
    assert "is a symbolic link" in ran.err
    assert victim.read_bytes() == before
    assert own.is_symlink()


@pytest.mark.parametrize("verb", ["--install-git", "--uninstall-git"])
@pytest.mark.parametrize("what", ["a link to nothing", "a folder", "a pipe"])
def test_what_is_no_file_is_told_with_what_to_do(repository: Path, memcon: Command, verb: str, what: str) -> None:
    own = repository / ".gitattributes"
    if what == "a folder":
        own.mkdir()
    elif what == "a pipe":
        os.mkfifo(own)
    else:
        own.symlink_to("../made")
    ran = memcon("diff", verb)
    assert ran.code == 2
    assert ("move it away" if what == "a folder" else "put a file in its place") in ran.err
    assert not (repository.parent / "made").exists()
    done = subprocess.run(["git", "config", "--local", "diff.memcon.command"], capture_output=True, check=False)
    assert not done.stdout, "nothing is done by half"


@pytest.mark.parametrize(
    "text", [b"*.txt text", b"*.txt text\n", b"*.txt text\r\n", b"a\n\n", b"\n", b"a\n\nb", b"\xff\xe2\x80\xa8x"]
)
def test_undoing_leaves_every_byte_as_it_was(repository: Path, memcon: Command, text: bytes) -> None:
    own = repository / ".gitattributes"
    own.write_bytes(text)
    own.chmod(0o640)
    assert memcon("diff", "--install-git").code == 0
    assert "nothing to do" in memcon("diff", "--install-git").out
    assert own.read_bytes().startswith(text)
    attribute = subprocess.run(
        ["git", "check-attr", "diff", "out/events.jsonl"], capture_output=True, check=True
    ).stdout
    assert attribute.endswith(b"memcon\n")
    assert memcon("diff", "--uninstall-git").code == 0
    assert own.read_bytes() == text
    assert own.stat().st_mode & 0o777 == 0o640
