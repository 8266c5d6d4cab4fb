"""The file of decisions survives what kills the one who writes it."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.merging import told
from helpers.reviewing import accept, edit, undo
from memcon.errors import DataError, DiskError, LockedError
from memcon.events.merge import merge
from memcon.outputs.decisions import adopt, opened, read_decisions
from memcon.outputs.folder import RunFolder, file_in
from memcon.records.decision import Decision
from memcon.records.edits import SummaryIs
from memcon.records.jsonl import dump

CALL = merge([told("a.txt", "call", "2024-04-29", "Anna Berg/NOR, Omar Haddad/JOR", quote="“Zażółć” ☎ 漢字 " * 3)])[0]


def three() -> list[Decision]:
    first = accept(CALL)
    return [first, edit(CALL, SummaryIs(value="a ☎ call")), undo(first)]


def test_what_is_appended_is_read(tmp_path: Path) -> None:
    made = three()
    with opened(tmp_path / "review.jsonl") as file:
        file.append(made[0])
        file.append(*made[1:], made[0])
        assert file.decisions == tuple(made)
    assert read_decisions(tmp_path / "review.jsonl").decisions == tuple(made)
    assert (tmp_path / "review.jsonl").read_bytes() == b"".join(map(dump, made))


def test_cut_at_every_byte_it_is_read_and_written_on(tmp_path: Path) -> None:
    """Read at every byte; written on at every fortieth and round the ends of lines, since each write waits for disk."""
    made = three()
    path = tmp_path / "review.jsonl"
    data = b"".join(map(dump, made[:2]))
    ends = [len(dump(made[0])), len(data)]
    whole_at = {0, *ends, *(end - 1 for end in ends)}  # a line feed may be missing
    for cut in range(len(data) + 1):
        path.write_bytes(data[:cut])
        whole = tuple(made[: sum(cut >= end - 1 for end in ends)])
        assert read_decisions(path).decisions == whole
        if cut % 40 and not any(abs(cut - end) < 3 for end in ends):
            continue
        with opened(path) as file:
            assert bool(file.torn) == (cut not in whole_at)
            file.append(made[2])
        assert read_decisions(path).decisions == (*whole, made[2])
        assert path.read_bytes() == b"".join(map(dump, (*whole, made[2])))


def test_a_damaged_line_in_the_middle_is_an_error_that_names_it(tmp_path: Path) -> None:
    made = three()
    path = tmp_path / "review.jsonl"
    path.write_bytes(dump(made[0])[:-20] + b"\n" + dump(made[1]))
    with pytest.raises(DataError, match=r"review\.jsonl', line 1"):
        read_decisions(path)
    before = path.read_bytes()
    with pytest.raises(DataError), opened(path):
        pass
    assert path.read_bytes() == before


def test_one_process_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    with opened(path), pytest.raises(LockedError, match="another"), opened(path):
        pass
    with opened(path):
        pass


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = three()
    path = tmp_path / "review.jsonl"
    write, full = os.write, [True]

    def torn(handle: int, data: memoryview) -> int:
        if full:
            write(handle, data[:10])
            raise OSError(errno.ENOSPC, "no space left")
        return write(handle, data)

    with opened(path) as file:
        file.append(made[0])
        monkeypatch.setattr(os, "write", torn)
        with pytest.raises(DiskError, match="disk is full"):
            file.append(made[1])
        assert path.read_bytes() == dump(made[0])
        assert file.decisions == (made[0],)
        full.clear()
        file.append(made[1])
    assert read_decisions(path).decisions == tuple(made[:2])


AWAY: dict[str, Callable[[Path], object]] = {
    "removed": Path.unlink,
    "replaced": lambda path: (
        path.with_suffix(".new").write_bytes(path.read_bytes()),
        path.with_suffix(".new").replace(path),
    ),
    "moved": lambda path: path.rename(path.with_suffix(".old")),
    "half a line more": lambda path: path.write_bytes(path.read_bytes() + b'{"half": '),
    "emptied": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("what", AWAY)
def test_what_another_program_does_to_the_file_is_told_before_anything_is_acknowledged(
    tmp_path: Path, what: str
) -> None:
    path, made = tmp_path / "review.jsonl", three()
    with opened(path) as file:
        file.append(made[0])
        AWAY[what](path)
        left = path.read_bytes() if path.exists() else None
        for _ in range(2):
            with pytest.raises(DiskError, match="another program has removed, replaced or changed it"):
                file.append(made[1])
        assert file.decisions == (made[0],)
        assert (path.read_bytes() if path.exists() else None) == left


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(DiskError), opened(tmp_path / "none" / "review.jsonl"):
        pass
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DiskError), opened(tmp_path / "link.jsonl"):
        pass


def test_adopting_adds_what_is_missing_and_touches_nothing_else(tmp_path: Path) -> None:
    made = three()
    adopt(tmp_path / "review.jsonl", made[:2])
    stamp = (tmp_path / "review.jsonl").stat().st_mtime_ns
    adopt(tmp_path / "review.jsonl", made[:1])
    assert (tmp_path / "review.jsonl").stat().st_mtime_ns == stamp
    adopt(tmp_path / "review.jsonl", made)
    assert RunFolder(tmp_path).decisions() == tuple(made)
    assert file_in(tmp_path, "review.jsonl") == file_in(tmp_path / "review.jsonl", "review.jsonl")


def test_a_file_of_a_newer_memcon_is_refused(tmp_path: Path) -> None:
    line = dump(three()[0]).replace(b'"schema_version":2', b'"schema_version":9', 1)
    (tmp_path / "review.jsonl").write_bytes(line)
    with pytest.raises(DataError, match="newer"):
        read_decisions(tmp_path / "review.jsonl")


def test_the_lock_ends_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "review.jsonl"
    code = """
import pathlib, sys
from memcon.outputs.decisions import opened
with opened(pathlib.Path(sys.argv[1])):
    print("has", flush=True)
    input()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "has\n"
        with pytest.raises(LockedError), opened(path):
            pass
        other.kill()
    with opened(path):
        pass
