"""Loaders as docs/outputs.md shows them, of the libraries that the suite has; `make loaders` runs all, and R."""

from pathlib import Path

import pytest

from loaders import shown
from loaders.files import MANY, REVIEWED, late, write
from memcon.outputs.folder import RunFolder

HERE = ("pandas", "duckdb", "pyarrow")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("late"), late(MANY))


def test_the_documentation_shows_every_loader() -> None:
    assert [*shown.loaders()] == ["pandas", "polars", "duckdb", "pyarrow", "datasets"]
    assert any(shown.EVENTS.as_posix() in code for code in shown.blocks("docs/outputs.md", "r"))


@pytest.mark.parametrize("library", HERE)
def test_nothing_is_lost_of_what_comes_late(run: Path, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(run)
    rows = shown.rows(shown.run(shown.loaders()[library], "events"))
    assert shown.lost(rows, shown.EVENTS)[:3] == []


@pytest.mark.parametrize("library", HERE)
def test_nothing_is_lost_of_a_reviewed_run(folder: Path, library: str) -> None:
    write(folder, RunFolder(REVIEWED).events())
    rows = shown.rows(shown.run(shown.loaders()[library], "events"))
    assert shown.lost(rows, shown.EVENTS) == []


def test_what_is_lost_is_seen(folder: Path) -> None:
    """As when a loader samples lines and drops a key that comes later."""
    write(folder, RunFolder(REVIEWED).events())
    rows = shown.rows(shown.run(shown.loaders()["pandas"], "events"))
    assert shown.lost([row | {"form": None} for row in rows], shown.EVENTS) == ["line 1: form: 'visit' became None"]
    assert shown.lost(rows[1:], shown.EVENTS) == ["3 rows of 4 lines"]
