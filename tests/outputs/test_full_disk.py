"""Every format of an export on a disk that takes no more, at whatever byte: one line, exit code 74, and nothing new."""

import gc
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import Command
from helpers.reviewable import write_run
from memcon.outputs.writers import WRITERS
from memcon.pages.annotation import FORMATS

TABLES = {"graphml": "edges"}
STEPS = 16
"""Of the file as it is when it is whole, and one byte less: a database is written page by page, and at its end."""


@contextmanager
def room(most: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("name", [*WRITERS, *FORMATS])
def test_what_finds_no_room_is_told_and_leaves_what_there_was(
    memcon: Command, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder / "temporary"))
    write_run(folder / "run")
    command = ("export", "run", "--as", TABLES.get(name, "events"), "--format", name, "-o")
    assert memcon(*command, "whole").code == 0
    whole = (folder / "whole").read_bytes()
    (folder / "made").write_bytes(b"as it was")
    before = sorted(folder.rglob("*"))
    for most in sorted({0, 1, 4096, 61_440, *(len(whole) * n // STEPS for n in range(STEPS)), len(whole) - 1}):
        if most >= len(whole):
            continue
        with room(most):
            ran = memcon(*command, "made")
        gc.collect()  # what could not be written is closed by now, in silence
        assert (ran.code, ran.out, ran.err.count("\n")) == (74, "", 1), (most, ran)
        assert ran.err.startswith("memcon: ")
        assert " cannot be written: " in ran.err
        assert (folder / "made").read_bytes() == b"as it was"
        assert sorted(folder.rglob("*")) == before, most
    assert memcon(*command, "made").code == 0
    assert (folder / "made").read_bytes() == whole or name == "duckdb", "which has the same rows, in pages of its own"
