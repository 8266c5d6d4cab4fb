"""`memcon migrate`: all files in the newest version or none, the seal anew; every command reads the old ones too."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from memcon.api import load
from memcon.errors import DataError, DiskError, LockedError, UsageError
from memcon.outputs import atomic
from memcon.outputs.decisions import opened
from memcon.outputs.folder import RunFolder
from memcon.outputs.migrate import migrate
from memcon.records import SCHEMA_VERSION, run_files
from memcon.records.jsonl import dump
from memcon.records.versions import dumped, version_of

FIRST = Path(__file__).parents[1] / "records" / "version_1"
NAMES = {"events.jsonl", "mentions.jsonl", "rejected.jsonl", "articles.jsonl", "run.json", "review.jsonl"}


@pytest.fixture
def old(folder: Path) -> RunFolder:
    """A run of version 1 in the folder in which commands run, beside its articles."""
    shutil.copytree(FIRST, folder, dirs_exist_ok=True)
    return RunFolder(folder / "run")


def held(run: RunFolder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in run.path.iterdir()}


def test_a_run_is_migrated_once(old: RunFolder, memcon: Command) -> None:
    before = held(old)
    done = memcon("migrate", "run")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"run: version 1 is {SCHEMA_VERSION} now, sealed anew: {', '.join(sorted(NAMES))}\n"
    after = held(old)
    assert after.keys() == before.keys() == NAMES
    for name in NAMES - {"run.json"}:
        assert b"".join(dumped(line + b"\n", 1) for line in after[name].splitlines()) == before[name]
    was, now = (json.loads(data["run.json"]) for data in (before, after))
    assert {key for key in was if was[key] != now[key]} == {"schema_version", "seal"}
    assert now["seal"]["files"]["events.jsonl"] == hashlib.sha256(after["events.jsonl"]).hexdigest()
    assert memcon("verify", "run").code == 0

    again = memcon("migrate", "run")
    assert (again.code, again.out) == (0, f"run: of version {SCHEMA_VERSION} already\n")
    assert held(old) == after


def test_files_of_coders_are_migrated_too(old: RunFolder, memcon: Command) -> None:
    coding = old.path / "coding"
    coding.mkdir()
    lines = (old.path / "review.jsonl").read_bytes()
    (coding / "ana.jsonl").write_bytes(lines)
    done = memcon("migrate", "run")
    assert (done.code, "coding/ana.jsonl" in done.out) == (0, True)
    assert (coding / "ana.jsonl").read_bytes() == (old.path / "review.jsonl").read_bytes()
    assert {version_of(line) for line in (coding / "ana.jsonl").read_bytes().splitlines()} == {SCHEMA_VERSION}
    run = {path.name: path.read_bytes() for path in old.path.glob("*.json*")}
    (coding / "ben.jsonl").write_bytes(lines)
    done = memcon("migrate", "run")
    assert done.out == f"run: version 1 is {SCHEMA_VERSION} now, the seal as it was: coding/ben.jsonl\n"
    assert {path.name: path.read_bytes() for path in old.path.glob("*.json*")} == run
    assert memcon("migrate", "run").out == f"run: of version {SCHEMA_VERSION} already\n"
    with opened(coding / "ben.jsonl"):
        (coding / "ben.jsonl").write_bytes(lines)
        assert memcon("migrate", "run").code == 75


def test_commands_read_a_run_of_version_1_as_it_is(old: RunFolder, memcon: Command, folder: Path) -> None:
    shutil.copytree(old.path, folder / "new")
    migrate(RunFolder(folder / "new"))
    before = held(old)
    verified = memcon("verify", "run")
    assert (verified.code, verified.out) == (0, "run: 4 events, 4 mentions and 17 spans hold against 2 articles\n")
    assert load(old.path) == load(folder / "new")
    assert memcon("diff", "run", "new").code == 0
    assert memcon("diff", "run", "new", "--mentions").code == 0
    for command in (["export"], ["review", "--decisions"], ["review", "--export", "gold"]):
        ran = [memcon(command[0], name, *command[1:]) for name in ("run", "new")]
        assert ran[0].code == 0
        assert ran[0].out == ran[1].out, command
    for name in ("run", "new"):
        assert memcon("report", name, "-o", f"{name}.html").code == 0
    (folder / "gold.jsonl").write_text(memcon("review", "run", "--export", "gold").out)
    judged = [memcon("evaluate", name, "gold.jsonl", "--json").out for name in ("run", "new")]
    assert judged[0].replace("run", "") == judged[1].replace("new", "")
    assert held(old) == before


def test_a_run_that_is_not_what_its_seal_is_of_is_not_sealed_anew(old: RunFolder, memcon: Command) -> None:
    events = old.file(run_files.EVENTS)
    events.write_bytes(events.read_bytes().replace(b'"occurred"', b'"planned"', 1))
    before = held(old)
    done = memcon("migrate", "run")
    assert done.code == 5
    assert "'run' is not sealed anew: events.jsonl: changed since the run" in done.err
    assert held(old) == before


@pytest.mark.parametrize("gone", [*run_files.LINES])
def test_a_file_that_the_seal_names_must_be_there(old: RunFolder, gone: Any) -> None:
    old.file(run_files.file_of(gone)).unlink()
    with pytest.raises((DataError, UsageError)):
        migrate(old)


def test_what_a_power_cut_left_half_done_is_done_by_the_next_one(old: RunFolder, memcon: Command, folder: Path) -> None:
    """Files take their places one after the other, `run.json` last."""
    whole = RunFolder(shutil.copytree(old.path, folder / "whole"))
    migrate(whole)
    order = (*map(run_files.file_of, run_files.LINES), run_files.DECISIONS, run_files.REPORT)
    first = held(old)
    for count in range(1, len(order)):
        for at, name in enumerate(order):
            old.file(name).write_bytes(whole.file(name).read_bytes() if at < count else first[name])
        assert memcon("verify", "run").code == 0
        assert migrate(old).was == 1
        assert held(old) == held(whole)


def test_a_kill_leaves_the_old_run_or_one_that_the_next_migration_ends(
    old: RunFolder, memcon: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledHere(BaseException):
        pass

    left: list[int] = []

    def point(_: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise KilledHere

    monkeypatch.setattr(atomic, "failpoint", point)
    first = held(old)
    for passed in range(1, 2 * len(NAMES) + 1):  # before and after each file takes its place
        left[:] = [passed]
        for name, data in first.items():
            old.file(name).write_bytes(data)
        with pytest.raises(KilledHere):
            migrate(old)
        assert memcon("verify", "run").code == 0
    migrate(old)
    assert {version_of(data) for data in held(old).values()} == {SCHEMA_VERSION}
    assert memcon("verify", "run").code == 0
    assert {path.name for path in old.path.iterdir()} == NAMES


def test_a_full_disk_changes_nothing(old: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise DiskError("no room")

    monkeypatch.setattr(atomic._NewFile, "seal", full)
    before = held(old)
    with pytest.raises(DiskError):
        migrate(old)
    assert held(old) == before


def test_a_signature_is_of_the_run_that_stood_there(old: RunFolder, memcon: Command) -> None:
    old.file(run_files.SIGNATURE).write_text("of the old files")
    done = memcon("migrate", "run")
    assert "the signature was of the files before, and is gone" in done.err
    assert not old.has(run_files.SIGNATURE)


def test_decisions_that_a_review_holds_are_left_to_it(old: RunFolder) -> None:
    with opened(old.file(run_files.DECISIONS)), pytest.raises(LockedError):
        migrate(old)


def test_a_file_of_decisions_that_was_put_in_place_meanwhile_is_not_appended_to(
    old: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old.file(run_files.DECISIONS)
    data = path.read_bytes()

    def moved(*_: object) -> None:
        path.rename(path.with_name("before"))
        path.write_bytes(data)

    monkeypatch.setattr("memcon.outputs.decisions.fcntl.flock", moved)
    with pytest.raises(LockedError, match="written it anew"), opened(path):
        pass


def test_a_run_without_a_seal_gets_none(old: RunFolder, memcon: Command) -> None:
    report = json.loads(old.file(run_files.REPORT).read_bytes())
    old.file(run_files.REPORT).write_text(json.dumps(report | {"seal": None}))
    assert "now, without a seal, as it was: " in memcon("migrate", "run").out
    assert json.loads(old.file(run_files.REPORT).read_bytes())["seal"] is None


def test_what_run_json_tells_besides_is_not_lost(old: RunFolder) -> None:
    from memcon.outputs import seal  # noqa: PLC0415

    told = json.loads(old.file(run_files.REPORT).read_bytes()) | {"weather": "fair"}
    told["seal"]["report"] = seal.of_report(told)
    old.file(run_files.REPORT).write_text(json.dumps(told))
    with pytest.raises(DataError, match="holds 'weather', which would be lost"):
        migrate(old)


def test_events_alone_are_migrated_as_well(folder: Path) -> None:
    run = RunFolder(folder / "events")
    run.path.mkdir()
    shutil.copy(FIRST / "run" / "events.jsonl", run.path)
    done = migrate(run)
    assert (done.files, done.sealed) == (("events.jsonl",), False)
    assert b"".join(map(dump, run.events())) == run.file(run_files.EVENTS).read_bytes()


def test_no_run_is_told(folder: Path, memcon: Command) -> None:
    (folder / "empty").mkdir()
    assert memcon("migrate", "empty").code == 2


def test_a_deposit_is_not_migrated_and_what_to_do_is_told(old: RunFolder, memcon: Command, folder: Path) -> None:
    data = folder / "deposit" / "data"
    shutil.copytree(old.path, data)
    (data / "rejected.jsonl").unlink()
    for name in ("SHA256SUMS", "datapackage.json"):
        (folder / "deposit" / name).write_text("{}", "utf-8")
    before = held(RunFolder(data))
    for given in ("deposit", "deposit/data"):
        done = memcon("migrate", given)
        assert (done.code, "is a deposit" in done.err, "memcon deposit" in done.err) == (2, True, True), done.err
    assert held(RunFolder(data)) == before
