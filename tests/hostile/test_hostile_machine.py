"""What the machine refuses, and what libraries say: one line of ours, the documented code, no words of a library."""

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.reviewable import write_run

pytestmark = pytest.mark.hostile


def run(folder: Path, *arguments: str, before: Callable[[], object]) -> subprocess.CompletedProcess[str]:
    """Run memcon in a process for which `before` was done; Python writes no module, which it would cut at a limit."""
    return subprocess.run(
        [sys.executable, "-B", "-m", "memcon", *arguments], cwd=folder, capture_output=True, text=True, check=False,
        preexec_fn=before,
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [("extract", "a.txt", "-o", "out"), ("verify", "out"), ("ledger", "stats")])
def test_a_folder_that_is_gone_is_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    ran = run(gone, *arguments, before=gone.rmdir)
    assert (ran.returncode, "Traceback" in ran.stderr) == (2, False), ran.stderr


@pytest.mark.parametrize("most", [0, 500])
@pytest.mark.parametrize("suffix", ["csv", "tsv", "xlsx", "sqlite", "duckdb", "parquet", "dta", "jsonl"])
def test_a_limit_on_the_size_of_files_is_told_and_nothing_is_left(tmp_path: Path, suffix: str, most: int) -> None:
    write_run(tmp_path / "out")
    there = {*tmp_path.iterdir()}

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    ran = run(tmp_path, "export", "out", "-o", f"made.{suffix}", before=limit)
    assert (ran.returncode, len(ran.stderr.splitlines())) == (74, 1), ran.stderr
    assert "cannot be written" in ran.stderr
    assert "ulimit -f" in ran.stderr
    assert {*tmp_path.iterdir()} == there


def raising(error: str) -> str:
    return f"from memcon import __main__, cli\ndef app(**_): raise {error}\ncli.app = app\n__main__.command()\n"


MAPPED = "ImportError('libarrow.so.2600: failed to map segment from shared object')"


@pytest.mark.parametrize("error", ["MemoryError", MAPPED])
def test_too_little_memory_is_no_bug(error: str) -> None:
    ran = subprocess.run([sys.executable, "-c", raising(error)], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr.startswith("memcon: memory does not suffice")) == (74, True), ran.stderr


def test_any_other_library_that_is_missing_is_a_bug() -> None:
    script = raising("ImportError('no such thing')")
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (ran.returncode, "this is a bug of memcon" in ran.stderr) == (70, True)


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9/Parent 2 0 R>>endobj\n"
    b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n0\n%%EOF"
)


def test_what_libraries_log_is_not_told(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(PDF)
    ran = run(tmp_path, "import", "x.pdf", "-o", "made.jsonl", "-q", before=lambda: None)
    assert ran.returncode == 3
    assert all(line.startswith("memcon: ") for line in ran.stderr.splitlines()), ran.stderr
