"""URLs where a path of this machine is wanted, and where nothing is installed that could open one.

What is read from URLs, and written to them, is in tests/cluster/test_remote.py.
"""

import importlib.util
from pathlib import Path

import pytest

from conftest import Command


@pytest.mark.parametrize(
    "command",
    [
        ("report", "s3://bucket/out", "-o", "page.html"),
        ("diff", "s3://bucket/out", "s3://bucket/other"),
        ("verify", "s3://bucket/out"),
        ("review", "s3://bucket/out", "--decisions"),
        ("export", "s3://bucket/out", "--as", "events"),
        ("join", "s3://bucket/1", "-o", "all"),
        ("extract", "news.jsonl", "-o", "out", "--ledger", "s3://bucket/ledger.sqlite", "--offline"),
    ],
    ids=lambda command: command[0],
)
def test_what_reads_runs_wants_a_copy(folder: Path, memcon: Command, command: tuple[str, ...]) -> None:
    (folder / "news.jsonl").write_text('{"id": "a", "text": "Peru."}\n')
    ran = memcon(*command)
    assert ran.code == 2, ran.err
    assert "is no path of this machine" in ran.err
    assert not any(folder.glob("s3*"))


@pytest.mark.parametrize("command", [("s3://bucket/a.txt", "-o", "out"), ("a.txt", "-o", "s3://bucket/out")])
def test_what_opens_urls_is_an_extra(
    folder: Path, memcon: Command, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    (folder / "a.txt").write_text("Peru.")
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "fsspec" else found(name, *rest)
    )
    ran = memcon("extract", *command, "--offline", "--model", "m", "--base-url", "http://127.0.0.1:9/v1")
    assert ran.code == 2
    assert "pip install 'memcon[remote]'" in ran.err
