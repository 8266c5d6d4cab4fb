"""A review survives the next run, whatever it says; and what every other command makes of a reviewed one."""

import hashlib
import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.reviewing import read
from helpers.scripted import MODEL, Reader, dispute, meeting, serving
from memcon.api import extract
from memcon.compare.verify import verify
from memcon.errors import UsageError
from memcon.outputs.decisions import adopt
from memcon.pages.review import open_session
from memcon.pages.review.asked import parsed
from memcon.pages.review.session import Session
from memcon.records import Event

FIRST = (
    "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala, Selasa (2/7/2024), kata kantor"
    " di Nairobi.\n"
    "Kementerian Luar Negeri Peru memanggil duta besar Bolivia untuk menyampaikan protes pada 3 Juli 2024.\n"
    "Menlu Chile juga berbicara dengan Menlu Peru.\n"
)
MEETING = meeting("bertemu", "William Ruto", "Yoweri Museveni", date_words="Selasa (2/7/2024)", place_words="Kampala")
SUMMON = dispute("memanggil", "Kementerian Luar Negeri Peru", "duta besar Bolivia", "summon", date_words="3 Juli 2024")
OTHER = meeting("bertemu", "William Ruto", "Yoweri Museveni", date_words="Selasa (2/7/2024)", place_words="Nairobi")
WHOLE = ("--strategy", "whole")
"""In which a model tells places of its own."""


@pytest.fixture
def run(memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Extract `first.txt` into a folder with a model that answers as told; a ledger of its own for each model."""
    (folder / "first.txt").write_text(FIRST, "utf-8")
    number = iter(range(100))

    def do(out: str, *told: Any, more: tuple[str, ...] = ()) -> Any:
        with serving(Reader(*told)) as server:
            monkeypatch.setenv("MEMCON_BASE_URL", server.url)
            monkeypatch.setenv("MEMCON_MODEL", MODEL)
            return memcon("extract", "first.txt", "-o", out, "--ledger", f"{next(number)}.sqlite", *more)

    return do


def decide(session: Session, **ask: Any) -> None:
    session.decide(parsed(json.dumps({"id": str(uuid.uuid4()), **ask}).encode()))


def shown(session: Session) -> dict[str, Event]:
    reviewed, _ = session.page()
    return {event.kind: event for event in reviewed.events}


def names(event: Event) -> list[str]:
    return [proof.mention for proof in event.mentions]


def review(folder: Path) -> None:
    """Correct the meeting's day and place, reject the dispute, add the call that was missed."""
    start = FIRST.index("Menlu Chile")
    with open_session(folder / "out", who="ana") as session:
        found = shown(session)
        day = {"start": "2024-07-01", "end": "2024-07-01", "precision": "day"}
        place = {"name": "Entebbe", "country": "Uganda"}
        edits = [{"field": "date", "value": day}, {"field": "place", "value": place}]
        decide(session, action="edit", event=names(found["meeting"]), edits=edits)
        decide(session, action="reject", event=names(found["dispute"]), note="no protest")
        decide(
            session, action="add", article="first.txt", spans=[[start, start + 45]], kind="call", status="occurred",
            variant="unspecified", values=[{"field": "countries", "value": ["CHL", "PER"]}],
        )  # fmt: skip


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_decisions_hold_over_a_run_with_other_answers(run: Any, memcon: Command, folder: Path) -> None:
    assert run("out", MEETING, SUMMON, more=WHOLE).code == 0
    machine = (folder / "out" / "events.jsonl").read_bytes()
    review(folder)
    assert (folder / "out" / "events.jsonl").read_bytes() == machine  # a review overwrites nothing
    verify(folder / "out")

    ran = run("out", OTHER, SUMMON, more=WHOLE)
    assert ran.code == 0
    assert "decisions of review.jsonl: 2 hold, 1 hold on changed evidence" in ran.err
    assert "place Kampala (UGA) → Nairobi (KEN)" in ran.err
    events = lines(folder / "out" / "events.jsonl")
    assert [event["id"] for event in events] == ["meeting-2024-07-01-KEN-UGA", "call-undated-CHL-PER"]
    assert {one["field"]: one["machine"] for one in events[0]["review"]["corrections"]} == {
        "date": '{"start":"2024-07-02","end":"2024-07-02","precision":"day"}',
        "place": '{"name":"Nairobi","country":"KEN","geonames":184745,"latitude":-1.28333,"longitude":36.81667}',
    }  # fmt: skip  # what the machine says now, beside it
    rejected = [one for one in lines(folder / "out" / "rejected.jsonl") if one["reason"] == "reviewed"]
    assert [one["detail"][-12:] for one in rejected] == [": no protest"]
    report = json.loads((folder / "out" / "run.json").read_text("utf-8"))
    assert [report["review"][name] for name in ("decisions", "held", "changed")] == [3, 2, 1]
    counted = sum(one["rejected"] for one in lines(folder / "out" / "articles.jsonl"))
    assert report["rejected"] == counted == len(lines(folder / "out" / "rejected.jsonl"))
    assert len(lines(folder / "out" / "review.jsonl")) == 3

    assert memcon("verify", "out").code == 0
    (folder / "out" / "events.jsonl").write_bytes(machine)
    assert memcon("verify", "out").code == 5  # without the decisions they are not what the run gave


def test_what_is_gone_is_told_and_kept(run: Any, folder: Path, memcon: Command) -> None:
    run("out", MEETING, SUMMON)
    review(folder)
    ran = run("out", SUMMON)
    assert "1 do not hold any more, and are kept" in ran.err
    assert "edit meeting-2024-07-02-KEN-UGA by ana does not hold: no event stands on its words any more" in ran.err
    assert len(lines(folder / "out" / "review.jsonl")) == 3
    told = memcon("review", "out", "--decisions").out.splitlines()
    assert [line.split()[2] for line in told] == ["edit", "reject", "add"]
    assert "no protest" in told[1]
    run("out", MEETING, SUMMON)
    assert "meeting-2024-07-01-KEN-UGA" in (folder / "out" / "events.jsonl").read_text("utf-8")


def test_decisions_of_another_folder_are_brought_along(run: Any, folder: Path) -> None:
    run("out", MEETING, SUMMON)
    review(folder)
    ran = run("second", OTHER, SUMMON, more=("--review", "out"))
    assert ran.code == 0
    assert len(lines(folder / "second" / "review.jsonl")) == 3
    verify(folder / "second")
    assert run("third", MEETING, more=("--review", "nothing.jsonl")).code == 2


def test_a_changed_article_is_told_and_its_words_are_found_again(run: Any, folder: Path) -> None:
    run("out", MEETING, SUMMON)
    review(folder)
    (folder / "first.txt").write_text("Kabar hari ini dari tiga negara.\n" + FIRST, "utf-8")
    ran = run("out", MEETING, SUMMON)
    assert "3 hold on changed evidence" in ran.err
    assert "its article has changed" in ran.err
    verify(folder / "out")
    assert [event["kind"] for event in lines(folder / "out" / "events.jsonl")] == ["meeting", "call"]


def test_the_library_applies_decisions_too(run: Any, folder: Path) -> None:
    run("out", MEETING, SUMMON)
    review(folder)
    with serving(Reader(MEETING, SUMMON)) as server:
        done = extract("first.txt", model=MODEL, base_url=server.url, ledger="library.sqlite", review="out")
    assert done.review
    assert [event.kind for event in done.events] == ["meeting", "call"]
    done.write("written")
    verify(folder / "written")
    with pytest.raises(UsageError, match="memcon review"):
        extract("first.txt", model=MODEL, base_url="http://127.0.0.1:9/v1", review="nowhere")


def test_the_diff_tells_what_reviewers_did(run: Any, folder: Path, memcon: Command) -> None:
    run("before", MEETING, SUMMON, more=WHOLE)
    run("out", MEETING, SUMMON, more=WHOLE)
    review(folder)
    run("out", MEETING, SUMMON, more=WHOLE)
    told = memcon("diff", "before", "out").out
    assert "edit by ana on 20" in told
    assert "2024-07-02 → 2024-07-01" in told
    assert "refused in that run: reviewed" in told
    assert memcon("diff", "out", "out").code == 0
    assert memcon("diff", "before", "out", "--ignore", "review").code == 1
    run("out", OTHER, SUMMON, more=WHOLE)
    told = memcon("diff", "before", "out").out
    assert "since then: the machine says something else" in " ".join(told.split())


def test_reviewed_events_are_gold_for_evaluate(run: Any, folder: Path, memcon: Command) -> None:
    run("out", MEETING, SUMMON)
    review(folder)
    adopt(folder / "out" / "review.jsonl", [read("first.txt", sha=hashlib.sha256(FIRST.encode()).hexdigest())])
    gold = memcon("review", "out", "--export", "gold")
    assert gold.code == 0
    (folder / "gold.jsonl").write_text(gold.out, "utf-8")
    whole, *told = [json.loads(line) for line in gold.out.splitlines()]
    assert whole == {"read_whole": ["first.txt"]}
    assert [(one["kind"], one["article"], one["date"]) for one in told] == [
        ("meeting", "first.txt", ["2024-07-01", "2024-07-01"]), ("call", "first.txt", None),
    ]  # fmt: skip
    assert all(quote in FIRST for one in told for quote in one["quotes"])
    assert memcon("evaluate", "gold.jsonl", "out", "--gate", "f1=0.999").code == 1  # the machine's own run
    run("out", MEETING, SUMMON)
    again = memcon("evaluate", "gold.jsonl", "out", "--gate", "f1=0.999")
    assert again.code == 0, again.out + again.err


def test_a_run_of_an_older_memcon_is_reviewed(run: Any, folder: Path) -> None:
    """As before its events told who reported them; what is edited then has its bounds."""
    run("out", MEETING, SUMMON)
    for name, fields in (
        ("events", ("reported", "earliest", "latest", "doubts")),
        ("mentions", ("source", "language", "doubts")),
    ):
        path = folder / "out" / f"{name}.jsonl"
        old = [{key: value for key, value in line.items() if key not in fields} for line in lines(path)]
        path.write_text("".join(json.dumps(line) + "\n" for line in old), "utf-8")
    with open_session(folder / "out", who="ana") as session:
        event = shown(session)["meeting"]
        assert (event.reported, event.latest) == (None, None)
        date = {"start": "2024-07-01", "end": "2024-07-01", "precision": "day"}
        decide(session, action="edit", event=names(event), edits=[{"field": "date", "value": date}])
        assert str(shown(session)["meeting"].latest) == "2024-07-01"


def test_what_cannot_be_reviewed_is_told(memcon: Command, folder: Path, run: Any) -> None:
    assert memcon("review", "nowhere").code == 2
    (folder / "empty").mkdir()
    assert memcon("review", "empty").code == 2
    run("out", MEETING)
    assert memcon("review", "out", "--decisions", "--export", "gold").code == 2
    (folder / "out" / "review.jsonl").write_text('{"broken": 1}\n', "utf-8")
    for command in (("review", "out", "--decisions"), ("review", "out"), ("extract", "first.txt", "-o", "out")):
        ran = memcon(*command)
        assert ran.code == 5
        assert "review.jsonl" in ran.err
    (folder / "out" / "review.jsonl").unlink()
    (folder / "out" / "mentions.jsonl").unlink()
    assert memcon("review", "out").code == 2
