"""`memcon apply`: what reviewers decided is applied to a run on disk as the run itself would, asking no model."""

import dataclasses
import json
import shutil
import uuid
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.forging import resealed
from helpers.scripted import MODEL, Reader, dispute, meeting, serving
from memcon.compare.verify import verify
from memcon.errors import DataError, LockedError, UsageError
from memcon.events.amend import steps
from memcon.extraction.reviewed import apply_review
from memcon.outputs import atomic
from memcon.outputs.decisions import opened
from memcon.outputs.folder import RunFolder
from memcon.pages.review import open_session
from memcon.pages.review.asked import parsed
from memcon.records import run_files

FIRST = (
    "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala, Selasa (2/7/2024).\n"
    "Kementerian Luar Negeri Peru memanggil duta besar Bolivia untuk menyampaikan protes pada 3 Juli 2024.\n"
    "Menlu Chile juga berbicara dengan Menlu Peru.\n"
)
TOLD = (
    meeting("bertemu", "William Ruto", "Yoweri Museveni", date_words="Selasa (2/7/2024)", place_words="Kampala"),
    dispute("memanggil", "Kementerian Luar Negeri Peru", "duta besar Bolivia", "summon", date_words="3 Juli 2024"),
)
OF_RUN = {"run.json"}
"""What tells of its own traffic, and times."""


@pytest.fixture
def run(memcon: Command, folder: Path, endpoint: Any) -> RunFolder:
    """A run of one article, with a ledger that answers again."""
    (folder / "first.txt").write_text(FIRST, "utf-8")
    with serving(Reader(*TOLD)) as server:
        endpoint(server.url)
        assert memcon("extract", "first.txt", "-o", "out", "--model", MODEL).code == 0
    return RunFolder(folder / "out")


def decide(out: Path, **ask: Any) -> None:
    with open_session(out, who="ana") as session:
        session.decide(parsed(json.dumps({"id": str(uuid.uuid4()), **ask}).encode()))


def review(run: RunFolder) -> None:
    """Correct the meeting, reject the dispute, add the call that was missed."""
    found = {event.kind: [proof.mention for proof in event.mentions] for event in run.events()}
    day = {"start": "2024-07-01", "end": "2024-07-01", "precision": "day"}
    start = FIRST.index("Menlu Chile")
    decide(run.path, action="edit", event=found["meeting"], edits=[{"field": "date", "value": day}])
    decide(run.path, action="reject", event=found["dispute"], note="no protest")
    decide(
        run.path, action="add", article="first.txt", spans=[[start, start + 45]], kind="call", status="occurred",
        variant="unspecified", values=[{"field": "countries", "value": ["CHL", "PER"]}],
    )  # fmt: skip


def held(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir()}


def manifest(out: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((out / "run.json").read_bytes())
    of_traffic = (
        "usage",
        "seconds",
        "started",
        "seal",
        "concurrency",
        "repairs",
        "settings",
        "base_url",
        "served_models",
    )
    return {name: value for name, value in told.items() if name not in of_traffic}


def test_it_writes_what_the_run_would_write(run: RunFolder, memcon: Command, folder: Path) -> None:
    review(run)
    shutil.copytree(run.path, folder / "again")
    assert memcon("extract", "first.txt", "-o", "again", "--model", MODEL, "--offline").code == 0
    done = memcon("apply", "out")
    assert done.code == 0
    assert done.err.splitlines() == ["events    2 → 2", "review    decisions of review.jsonl: 3 hold", "written   out/"]
    ours, theirs = held(run.path), held(folder / "again")
    assert {name for name in theirs if ours[name] != theirs[name]} <= OF_RUN
    assert manifest(run.path) == manifest(folder / "again")
    assert memcon("verify", "out").code == 0
    assert [event.id for event in run.events()] == ["meeting-2024-07-01-KEN-UGA", "call-undated-CHL-PER"]


def test_a_second_time_nothing_is_written(run: RunFolder, memcon: Command) -> None:
    review(run)
    apply_review(run)
    before = held(run.path)
    run.file(run_files.SIGNATURE).write_text("of these files")
    done = memcon("apply", "out")
    assert (done.code, done.err.splitlines()[-1]) == (0, "left      out/ as it was: all of it is applied already")
    assert held(run.path) == before | {run_files.SIGNATURE: b"of these files"}


@pytest.mark.parametrize("field", ["changed", "held", "stale"])
def test_what_became_of_a_review_is_held(run: RunFolder, field: str) -> None:
    review(run)
    apply_review(run)
    assert verify(run.path).problems == ()
    report = run.report()
    assert report
    assert report.review
    count = getattr(report.review, field) + 1
    forged = dataclasses.replace(report, review=dataclasses.replace(report.review, **{field: count}))
    run.file(run_files.REPORT).write_bytes(forged.dump())
    resealed(run.path)
    assert verify(run.path).problems == ("run.json: what it tells of the review is not what the decisions came to",)


def test_what_is_undone_later_is_as_it_was(run: RunFolder, memcon: Command) -> None:
    before = held(run.path)
    review(run)
    apply_review(run)
    for decision in run.decisions():
        decide(run.path, action="undo", undoes=decision.id)
    assert apply_review(run).written
    after = held(run.path)
    for name in ("events.jsonl", "mentions.jsonl", "rejected.jsonl", "articles.jsonl"):
        assert after[name] == before[name]
    assert memcon("verify", "out").code == 0


def test_settings_of_the_run_stay_and_no_setting_is_asked_for(run: RunFolder, memcon: Command) -> None:
    """A run in which nobody answers any more, with other settings: today's way to lose 300 events."""
    review(run)
    before = json.loads(run.file(run_files.REPORT).read_bytes())
    (run.path.parent / ".memcon" / "ledger.sqlite").unlink()
    done = memcon("apply", "out")
    assert done.code == 0
    after = json.loads(run.file(run_files.REPORT).read_bytes())
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"events", "rejected", "review", "answers", "seal"}
    assert after["settings"] == before["settings"]


def test_an_added_event_is_found_again_in_an_article_that_changed(run: RunFolder, memcon: Command) -> None:
    review(run)
    other = "Kampala. " + FIRST
    (run.path.parent / "first.txt").write_text(other, "utf-8")
    with serving(Reader(*TOLD)) as server:
        ran = memcon("extract", "first.txt", "-o", "new", "--model", MODEL, "--base-url", server.url)
    assert ran.code == 0
    done = memcon("apply", "new", "--review", "out")
    assert done.code == 0
    assert "hold on changed evidence" in done.err
    new = RunFolder(run.path.parent / "new")
    added = next(event for event in new.events() if event.kind == "call")
    assert added.mentions[0].quotes[0].start == other.index("Menlu Chile")
    assert memcon("verify", "new").code == 0
    assert len(new.decisions()) == 3


def test_no_decision_and_no_run_are_told(run: RunFolder, memcon: Command, folder: Path) -> None:
    done = memcon("apply", "out")
    assert (done.code, done.err.splitlines()[-1]) == (0, "left      out/ as it was: it holds no decision")
    (folder / "none").mkdir()
    assert memcon("apply", "none").code == 2
    assert memcon("apply", "out", "--review", "none").code == 2
    review(run)
    run.file(run_files.MENTIONS).unlink()
    assert "holds no mentions.jsonl" in memcon("apply", "out").err


def test_what_is_left_out_of_a_file_of_decisions_is_told(run: RunFolder, memcon: Command, folder: Path) -> None:
    path = run.file(run_files.DECISIONS)
    half = b'{"schema_version": 2, "id": "6f1e'
    torn = f"its last line, of {len(half)} bytes, is cut off and is no decision: it is passed by"
    path.write_bytes(half)
    done = memcon("apply", "out")
    assert done.code == 0
    assert done.err.splitlines()[-2:] == [
        "left      out/ as it was: it holds no decision", f"memcon: 'out/review.jsonl': {torn}",
    ]  # fmt: skip
    assert path.read_bytes() == half
    path.unlink()
    review(run)
    lines = path.read_bytes().splitlines(keepends=True)
    other = json.loads(lines[0]) | {"note": "something else"}
    clash = f"two decisions have the id {other['id']}, and say different things: the first one counts"
    path.write_bytes(b"".join([*lines, lines[1], json.dumps(other).encode(), b"\n"]))
    done = memcon("apply", "out")
    assert "decisions of review.jsonl: 3 hold" in done.err
    assert done.err.splitlines()[-1] == f"memcon: 'out/review.jsonl': {clash}"
    path.write_bytes(b"".join(lines))
    (folder / "other.jsonl").write_text(json.dumps(other) + "\n" + half.decode())
    told = memcon("apply", "out", "--review", "other.jsonl").err.splitlines()[-2:]
    assert told == [f"memcon: 'other.jsonl': {torn}", f"memcon: {clash}"]
    assert memcon("apply", "out", "--review", "other.jsonl", "--quiet").err == ""


def test_a_run_that_was_changed_is_not_sealed_anew(run: RunFolder) -> None:
    review(run)
    path = run.file(run_files.MENTIONS)
    path.write_bytes(path.read_bytes().replace(b'"occurred"', b'"planned"', 1))
    before = held(run.path)
    with pytest.raises(DataError, match=r"is not written anew: mentions\.jsonl: changed since the run"):
        apply_review(run)
    assert held(run.path) == before


ELSEWHERE = {"text": "on another day", "start": 3, "end": 17}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"article": "../../../etc/passwd"}, "its values make no event together: it was read in 'first.txt', and says"),
        ({"id": "first.txt#call-1-2"}, "does not name its article, kind and first quote"),
        ({"countries": []}, "an event has sides"),
        ({"date_evidence": ELSEWHERE | {"basis": "as written"}}, "'on another day' does not stand at 3-17"),
        ({"place_evidence": ELSEWHERE}, "'on another day' does not stand at 3-17"),
        ({"names": [ELSEWHERE]}, "'on another day' does not stand at 3-17"),
    ],
)
def test_an_added_event_that_is_not_of_its_article_is_not_applied_and_is_found_where_it_was(
    run: RunFolder, memcon: Command, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], why: str
) -> None:
    review(run)
    before = [event.id for event in run.events()]
    *others, line = run.file(run_files.DECISIONS).read_bytes().splitlines(keepends=True)
    forged = json.loads(line)
    assert forged["action"] == "add"
    forged["mention"] |= change
    run.file(run_files.DECISIONS).write_bytes(b"".join(others) + json.dumps(forged).encode() + b"\n")
    with monkeypatch.context() as older:
        older.setattr(steps, "placed", lambda add, _: dataclasses.replace(add.mention, id=f"{add.mention.id}@{add.id}"))
        apply_review(run)
    assert [event.id for event in run.events()] != before
    found = memcon("verify", "out")
    assert found.code == 5
    assert "merging the mentions does not give it" in found.out + found.err
    done = memcon("apply", "out")
    assert done.code == 0
    assert "1 do not hold any more, and are kept" in done.err
    assert why in done.err
    assert not [event for event in run.events() if event.mentions[0].model == "reviewer"]
    assert memcon("verify", "out").code == 0


def test_a_death_leaves_the_old_run_or_is_told(run: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the first file has its place, nothing has changed; see `atomic.write_files` of what comes after."""

    class KilledHere(BaseException):
        pass

    def point(name: str) -> None:
        raise KilledHere

    review(run)
    before = held(run.path)
    monkeypatch.setattr(atomic, "failpoint", point)
    with pytest.raises(KilledHere):
        apply_review(run)
    assert held(run.path) == before


def test_a_version_1_run_is_applied_to(folder: Path, memcon: Command) -> None:
    shutil.copytree(Path(__file__).parents[1] / "records" / "version_1", folder, dirs_exist_ok=True)
    assert not apply_review(RunFolder(folder / "run")).written
    found = [proof.mention for event in RunFolder(folder / "run").events() for proof in event.mentions][:1]
    decide(folder / "run", action="accept", event=found)
    done = memcon("apply", "run")
    assert done.code == 0
    assert memcon("verify", "run").code == 0


def test_others_decisions_wait_for_a_review_that_is_open(run: RunFolder, folder: Path) -> None:
    shutil.copytree(run.path, folder / "other")
    review(RunFolder(folder / "other"))
    others = RunFolder(folder / "other").decisions()
    with opened(run.file(run_files.DECISIONS)), pytest.raises(LockedError):
        apply_review(run, others)


def test_a_folder_without_a_seal_is_refused(run: RunFolder) -> None:
    review(run)
    report = json.loads(run.file(run_files.REPORT).read_bytes())
    run.file(run_files.REPORT).write_text(json.dumps(report | {"seal": None}))
    with pytest.raises((DataError, UsageError)):
        apply_review(run)
