"""The folder of a run is written all or none, read a record at a time, and its `run.json` is one type."""

import dataclasses
import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

from helpers.reviewable import write_run
from helpers.reviewing import accept
from memcon.errors import DataError, DiskError, UsageError
from memcon.models.usage import LimitChange, Missing, Usage
from memcon.outputs.decisions import opened
from memcon.outputs.folder import RunFolder, file_in
from memcon.outputs.run_report import AppliedReview, RunReport, read_report
from memcon.outputs.schemas import schema
from memcon.records import run_files

WHOLE = RunReport(
    memcon="0.1", python="3.11", platform="Linux", libraries={"openai": "3"}, model="m", endpoint="here",
    base_url="https://x", profile={"concurrency": 4}, served_models=("m-1",), strategy="whole", prompts=("whole@1",),
    settings={"inputs": ["ä.txt"]}, articles={"ok": 2}, unread=True, failures={"encoding": 1}, mentions=4, rejected=1,
    events={"call": 2}, review=AppliedReview(decisions=2, last="d2", held=1, stale=1),
    usage=Usage(calls=2, cost=0.5), missing=Missing(questions=1), concurrency=(LimitChange(0.0, 4, "start"),),
    started="2026-01-02T03:04:05+00:00", seconds=1.5, exit_code=3, stopped="why", stop_reason="budget",
)  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def unsealed(run: RunFolder) -> RunReport:
    report = run.report()
    assert report is not None
    assert report.seal is not None
    return dataclasses.replace(report, seal=None)


def write(run: RunFolder, **changes: Any) -> None:
    given: dict[str, Any] = {
        "events": (), "mentions": (), "rejected": (), "articles": (), "report": RunReport(model="new")
    }  # fmt: skip
    run.write(**(given | changes))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    old, new = RunFolder(write_run(tmp_path / "old")), RunFolder(tmp_path / "far" / "new")
    records = {what: list(getattr(old, what)()) for what in ("events", "mentions", "rejected", "articles")}
    assert all(records.values())
    new.write(**records, report=WHOLE)
    assert set(contents(new.path)) == set(run_files.WRITTEN)
    for what, each in records.items():
        assert list(getattr(new, what)()) == each
        assert new.file(f"{what}.jsonl").read_bytes() == old.file(f"{what}.jsonl").read_bytes()
    assert unsealed(new) == WHOLE
    assert new.decisions() == ()


def test_a_record_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    run = RunFolder(write_run(tmp_path / "out"))
    with run.file(run_files.MENTIONS).open("ab") as file:
        file.write(b"damaged\n")
    mentions = run.mentions()
    assert next(mentions).article == "a.txt"
    with pytest.raises(DataError, match="line 5"):
        list(mentions)


@pytest.mark.parametrize("quick", [False, True])
def test_what_is_missing_or_damaged_is_said(tmp_path: Path, quick: bool) -> None:  # noqa: FBT001
    run = RunFolder(tmp_path, quick=quick)
    with pytest.raises(UsageError, match=r"holds no run: events\.jsonl is missing"):
        run.check()
    with pytest.raises(DataError, match=r"articles\.jsonl' cannot be read: no such file"):
        list(run.articles())
    assert run.report() is None
    run.file(run_files.EVENTS).write_text('\n{"kind": "call"\n', "utf-8")
    run.check()
    with pytest.raises(DataError, match=r"events\.jsonl', line 2 \(byte 16\): the line is cut off"):
        list(run.events())


@pytest.mark.parametrize("fails", range(5))
def test_a_full_disk_leaves_every_file_of_the_older_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    """Whichever file it is that does not fit, no other has taken its place yet."""
    run = RunFolder(write_run(tmp_path / "out"))
    before = contents(run.path)
    sync, calls = os.fsync, iter(range(99))

    def full(handle: int) -> None:
        if next(calls) == fails:
            raise OSError(errno.ENOSPC, "no space left")
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskError, match=rf"{run_files.WRITTEN[fails]}' cannot be written: the disk is full"):
        write(run)
    assert contents(run.path) == before
    monkeypatch.undo()
    write(run)
    assert unsealed(run) == RunReport(model="new")
    assert list(run.events()) == []


def test_decisions_are_taken_in_and_never_taken_out(tmp_path: Path) -> None:
    run = RunFolder(write_run(tmp_path / "out"))
    first, second, *_ = run.events()
    one, other = accept(first), accept(second)
    write(run, decisions=(one,))
    write(run, decisions=(other,))
    write(run)
    assert run.decisions() == (one, other)
    with opened(run.file(run_files.DECISIONS)) as file:
        assert file.decisions == (one, other)


def test_a_folder_that_cannot_be_written_is_said_beforehand(tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "out")
    run.check_place()
    assert contents(run.path) == {}
    run.file(run_files.REPORT).mkdir()
    with pytest.raises(DiskError, match=r"run\.json' cannot be replaced: it is a folder"):
        run.check_place()


def test_a_file_stands_for_itself_and_a_folder_for_its_file(tmp_path: Path) -> None:
    assert file_in(tmp_path, run_files.EVENTS) == tmp_path / "events.jsonl"
    assert file_in(tmp_path / "mine.jsonl", run_files.EVENTS) == tmp_path / "mine.jsonl"


# --- run.json ---


def test_the_report_of_a_run_round_trips_and_has_the_keys_of_its_schema() -> None:
    assert read_report("run.json", WHOLE.dump()) == WHOLE
    assert list(json.loads(WHOLE.dump())) == list(schema("run")["properties"])
    assert json.loads(WHOLE.dump()) == WHOLE.as_json()
    assert b'"inputs": [\n      "\xc3\xa4.txt"' in WHOLE.dump()


def test_an_older_report_lacks_what_was_not_written_yet_and_a_newer_one_says_more() -> None:
    older = {name: value for name, value in WHOLE.as_json().items() if name not in {"review", "missing"}}
    del older["usage"]["untold"]
    found = read_report("run.json", json.dumps(older | {"later": 1, "usage": older["usage"] | {"later": 2}}).encode())
    assert (found.model, found.usage.calls, found.review, found.missing) == ("m", 2, None, Missing())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"model": "m"', "'run.json': the line is cut off; restore the file or run again"),
        (b'{"schema_version": 3}', "'run.json': schema version 3 is newer than this memcon reads; upgrade memcon"),
        (b'{"usage": {"calls": "many"}}', "'run.json': usage.calls: input should be a valid integer"),
        (b"[]", "'run.json': a JSON array, not an object"),
    ],
)
def test_a_damaged_report_is_said(data: bytes, said: str) -> None:
    with pytest.raises(DataError) as caught:
        read_report("run.json", data)
    assert str(caught.value).startswith(said)
