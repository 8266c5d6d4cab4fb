"""URLs where a path of this machine is wanted, and where nothing is installed that could open one.

What is read from URLs, and written to them, is in tests/cluster/test_remote.py.
"""

import importlib.machinery
import importlib.util
import sys
import types
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


KEYED = (
    "http://me:hush@host.example/x", "http://hush@host.example/x", "https://host.example/x#hush", "HTTP://host.example/?a=hush",
    "s3://me:hush@bucket/x", "s3://hush@bucket/x", "zip://one.txt::http://me:hush@host.example/a.zip",
    "simplecache::http://me:hush@host.example/x", "simplecache::https://host.example/x#hush", "filecache::zip://a::http://hush@b/x",
    "http://me:hu::hush@host.example/x", "simplecache::http://me:a::hush@host.example/x", "http://me:hush@[::1/x",
    "http://me:hush@host.example\uff03/x",
)  # fmt: skip


@pytest.mark.parametrize("url", KEYED)
def test_a_url_that_may_hold_a_key_is_refused_and_not_shown(folder: Path, memcon: Command, url: str) -> None:
    (folder / "a.txt").write_text("Peru.")
    offline = ("--offline", "--model", "m", "--base-url", "http://127.0.0.1:9/v1")
    for command in (
        ("import", url, "-o", "x.jsonl"), ("extract", "a.txt", "-o", url, *offline), ("verify", url), ("report", url),
        ("extract", "a.txt", "-o", "out", "--offline", "--model", "m", "--base-url", url),
    ):  # fmt: skip
        ran = memcon(*command)
        assert ran.code == 2, ran.err
        assert "hush" not in ran.err + ran.out
        assert command[0] != "import" or "holds a key" in ran.err or "a host in it is none" in ran.err
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["a.txt"]


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://[::1/x", None), ("reference://x", TypeError("missing 'fo'")), ("dir://x", AttributeError()),
        ("zip://a.txt::http://host.example/a.zip", FileNotFoundError("a.zip")), ("x::y://z", KeyError("y")),
        ("abfs://container@account.example/x#1?", ImportError("no adlfs")),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else None,
)  # fmt: skip
def test_what_libraries_raise_of_a_url_is_one_line(
    folder: Path, memcon: Command, monkeypatch: pytest.MonkeyPatch, url: str, error: Exception | None
) -> None:
    def refused(*_: object, **__: object) -> None:
        assert error is not None
        raise error

    fake = types.ModuleType("fsspec")
    fake.__spec__ = importlib.machinery.ModuleSpec("fsspec", None)
    fake.url_to_fs = refused  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "fsspec", fake)
    ran = memcon("import", url, "-o", "x.jsonl")
    assert (ran.code, len(ran.err.strip().splitlines())) == (2, 1), ran.err
    assert not any(folder.iterdir())
