"""A package of somebody else, built and installed as they would, adds one thing at each door of memcon."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from memcon.articles import formats
from memcon.outputs.tables import TABLES

EXAMPLE = ROOT / "tests" / "plugins" / "memcon_example"
TEXT = "Menteri Luar Negeri Jepang Yoko Kamikawa menelepon Menteri Luar Negeri Filipina Enrique Manalo pada 3 Mei 2024."
NOWHERE = ("--model", "example-1", "--base-url", "http://127.0.0.1:9/v1")
"""A server that is not there: nothing is asked of it."""
Ran = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which pip has put the package, without a network."""
    site = tmp_path_factory.mktemp("site")
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *offline, "--target", str(site), str(EXAMPLE)]
    subprocess.run(command, check=True, cwd=site)
    return site


@pytest.fixture
def memcon(tmp_path: Path, installed: Path) -> Callable[..., Ran]:
    """Run the command where the package is installed, or, with `bare`, where it is not."""

    def run(*words: str, bare: bool = False) -> Ran:
        path = [str(ROOT / "src"), *([] if bare else [str(installed)])]
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("MEMCON_", "OPENAI_"))}
        return subprocess.run(
            [sys.executable, "-m", "memcon", *words], cwd=tmp_path, capture_output=True, text=True, check=False,
            env=environment | {"PYTHONPATH": os.pathsep.join(path)},
        )  # fmt: skip

    return run


def test_each_door_is_used_by_its_name(memcon: Callable[..., Ran], tmp_path: Path) -> None:
    listed = memcon("export", "--list").stdout
    assert "  days             memcon-example 0.1\n" in listed
    assert "  notes            memcon-example 0.1\n" in listed

    told = memcon("endpoints", *NOWHERE).stdout
    assert "memcon_example/endpoints/lab.toml" in told
    assert 'strategy = "opening"' in told

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.notes").write_text(f"NOTES\nn1: {TEXT}\nn2: Cuaca cerah.\nn3\n", "utf-8")
    ran = memcon("extract", "in", "-o", "out", *NOWHERE)  # by the strategy that the endpoint's file names
    assert ran.returncode == 3, ran.stderr
    assert "in/a.notes:3: 'n3' has no text" in ran.stderr
    assert "calls" in ran.stderr
    assert "opening: 0 calls" in ran.stderr

    ran = memcon("export", "out", "--as", "days", "--set", "kind=call")
    assert (ran.returncode, ran.stdout) == (0, "day,events\n2024-05-03,1\n")
    assert memcon("verify", "out", "--articles", "in").returncode == 0


def test_without_the_package_its_names_are_unknown(memcon: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.notes").write_text(f"NOTES\nn1: {TEXT}\n", "utf-8")
    *most, last = formats.suffixes()
    for words, said in (
        (
            ("export", "out", "--as", "days"),
            f"table 'days' is none of {', '.join(map(repr, TABLES))}",
        ),
        (
            ("extract", "a.txt", "-o", "out", "--strategy", "opening"),
            "strategy 'opening' is none of 'whole', 'cascade', 'words-first'",
        ),
        (("extract", "in", "-o", "out"), f"'in' is a folder without {', '.join(most)} or {last} files, also gzipped"),
    ):
        ran = memcon(*words, bare=True)
        assert (ran.returncode, ran.stderr) == (2, f"memcon: {said}\n")
    assert "memcon_example" not in memcon("endpoints", *NOWHERE, bare=True).stdout
