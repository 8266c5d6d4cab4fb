"""Several coders on one run: each has a file, an address and eyes of his own, and works while the others do."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.review_server import serving
from helpers.reviewable import write_run
from helpers.scripted import MODEL, Reader, dispute, meeting
from helpers.scripted import serving as answering
from memcon.errors import UsageError
from memcon.outputs.coding import coders
from memcon.outputs.folder import RunFolder
from memcon.pages.review import open_session
from memcon.pages.review.session import reviewed_run

WHO, NOTE, SUMMARY, ELSEWHERE = "Zelda Quux", "a secret remark", "as nobody else reads it", "Entebbe"
FIRST = (
    "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala, Selasa (2/7/2024).\n"
    "Kementerian Luar Negeri Peru memanggil duta besar Bolivia untuk menyampaikan protes pada 3 Juli 2024.\n"
    "Menlu Chile juga berbicara dengan Menlu Peru.\n"
)
MEETING = meeting("bertemu", "William Ruto", "Yoweri Museveni", date_words="Selasa (2/7/2024)", place_words="Kampala")
SUMMON = dispute("memanggil", "Kementerian Luar Negeri Peru", "duta besar Bolivia", "summon", date_words="3 Juli 2024")


def names(found: Any, kind: str) -> list[str]:
    (event,) = [event for event in found if event["kind"] == kind]
    return [proof["mention"] for proof in event["mentions"]]


@pytest.fixture
def reviewed(memcon: Command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run that one person reviewed alone, and applied: every file of it tells of that."""
    (folder / "first.txt").write_text(FIRST, "utf-8")
    with answering(Reader(MEETING, SUMMON)) as server:
        monkeypatch.setenv("MEMCON_BASE_URL", server.url)
        monkeypatch.setenv("MEMCON_MODEL", MODEL)
        assert memcon("extract", "first.txt", "-o", "out", "--ledger", "l.sqlite").code == 0
    out = folder / "out"
    found = [json.loads(line) for line in (out / "events.jsonl").read_text("utf-8").splitlines()]
    start = FIRST.index("Menlu Chile")
    edits = [
        {"field": "place", "value": {"name": ELSEWHERE, "country": "Uganda"}},
        {"field": "summary", "value": SUMMARY},
    ]
    values = [{"field": "countries", "value": ["CHL", "PER"]}]
    with serving(out, "--who", WHO) as server:
        for ask in (
            {"action": "edit", "event": names(found, "meeting"), "edits": edits, "note": NOTE},
            {"action": "reject", "event": names(found, "dispute"), "note": NOTE},
            {
                "action": "add", "article": "first.txt", "spans": [[start, start + 45]], "kind": "call",
                "status": "occurred", "variant": "unspecified", "values": values,
            },
        ):  # fmt: skip
            assert server.post(**ask).status_code == 201
    assert memcon("apply", "out").code == 0
    told = "".join(path.read_text("utf-8") for path in out.glob("*.json*"))
    assert all(words in told for words in (WHO, NOTE, SUMMARY, ELSEWHERE))
    return out


def test_nothing_of_anothers_opinion_reaches_a_blind_page(reviewed: Path, memcon: Command) -> None:
    with serving(reviewed, "--who", "ben") as server:  # blind, since somebody else has decided
        state = server.client.get("state").json()
        assert (state["blind"], state["reviewed"], state["total"]) == (True, 0, 2)
        page = server.client.get("").text
        found = [json.loads(line) for line in (reviewed / "events.jsonl").read_text("utf-8").splitlines()]
        made = server.post(action="accept", event=names(found, "meeting"))
        assert made.status_code == 201
        told = page + json.dumps(state) + made.text + server.client.get("").text
        assert [words for words in (WHO, "Zelda", NOTE, SUMMARY, ELSEWHERE, "reviewed by") if words in told] == []
        call = [proof["mention"] for event in found if event["kind"] == "call" for proof in event["mentions"]]
        assert server.post(action="accept", event=call).status_code == 409  # what another added is not there
    assert "blind: only what ben decides is shown" in server.said
    assert "coding/ben.jsonl" in server.said
    assert (reviewed / "coding" / "ben.jsonl").stat().st_mode & 0o777 == 0o600
    with serving(reviewed, "--who", "ben", "--no-blind") as server:
        page = server.client.get("").text
        assert [words for words in (WHO, NOTE, SUMMARY, ELSEWHERE) if words not in page] == []
    assert [*coders(RunFolder(reviewed))] == ["Zelda Quux", "ben"]
    assert memcon("verify", "out").code == 0


def test_what_coders_decide_shapes_no_event_and_survives_the_next_run(reviewed: Path, memcon: Command) -> None:
    events = (reviewed / "events.jsonl").read_bytes()
    with open_session(reviewed, who="ben", blind=None) as session:
        assert session.blind
        assert [event.kind for event in session.page()[0].events] == ["meeting", "dispute"]
    with serving(reviewed, "--who", "ben") as server:
        found = json.loads((reviewed / "mentions.jsonl").read_text("utf-8").splitlines()[0])
        assert server.post(action="reject", event=[found["id"]]).status_code == 201
    data = (reviewed / "coding" / "ben.jsonl").read_bytes()
    assert memcon("apply", "out").code == 0
    assert memcon("extract", "first.txt", "-o", "out", "--ledger", "l.sqlite", "--offline").code == 0
    assert (reviewed / "events.jsonl").read_bytes() == events
    assert (reviewed / "coding" / "ben.jsonl").read_bytes() == data
    assert memcon("deposit", "out", "-o", "given").code == 0
    given = [path for path in Path("given").rglob("*") if path.is_file()]
    assert given
    assert not [path for path in given if "coding" in str(path) or b'"who":"ben"' in path.read_bytes()]


def test_two_coders_work_at_once_and_each_has_an_address(tmp_path: Path) -> None:
    out = write_run(tmp_path / "out")
    with contextlib.ExitStack() as stack:
        ana, ben = (stack.enter_context(serving(out, "--who", who, "--blind")) for who in ("ana", "ben"))
        tokens = [server.address.split("/")[3] for server in (ana, ben)]
        assert tokens[0] != tokens[1]
        assert ana.client.get(f"../{tokens[1]}/state").status_code == 404
        found = [json.loads(line) for line in (out / "events.jsonl").read_text("utf-8").splitlines()]
        for _ in range(3):
            assert ana.post(action="accept", event=names(found, "call")).status_code == 201
            assert ben.post(action="reject", event=names(found, "call")).status_code in {201, 409}
        assert ben.post(action="read", article="a.txt").json()["read"].keys() == {"a.txt"}
        assert ana.client.get("state").json()["read"] == {}
    assert {who: len(told) for who, told in coders(RunFolder(out)).items()} == {"ana": 3, "ben": 2}
    assert not (out / "review.jsonl").exists()


def test_who_reviewed_alone_goes_on_alone_and_may_take_back_as_a_coder(tmp_path: Path) -> None:
    out = write_run(tmp_path / "out")
    with serving(out) as server:  # ana
        found = [json.loads(line) for line in (out / "events.jsonl").read_text("utf-8").splitlines()]
        first = server.post(action="reject", event=names(found, "call")).json()["log"][-1]["id"]
    with open_session(out, who="ana", blind=None) as session:
        assert not session.blind
    with serving(out, "--blind") as server:
        assert server.client.get("state").json()["reviewed"] == 1  # her own decision is hers here, too
        assert server.post(action="undo", undoes=first).status_code == 201
        assert server.client.get("state").json()["reviewed"] == 0
    with open_session(out, who="ana", blind=None) as session:
        assert session.blind  # she has a file by now
    assert reviewed_run(out).rejected != ()
    assert reviewed_run(out, coder="ana").rejected == ()


def test_decisions_and_gold_are_those_of_one_coder(tmp_path: Path, memcon: Command) -> None:
    out = write_run(tmp_path / "out")
    found = [json.loads(line) for line in (out / "events.jsonl").read_text("utf-8").splitlines()]
    for who, action in (("ana", "accept"), ("ben", "reject")):
        with serving(out, "--who", who, "--blind") as server:
            assert server.post(action=action, event=names(found, "call")).status_code == 201
    told = memcon("review", str(out), "--who", "ben", "--decisions")
    assert told.code == 0
    assert [line.split("  ")[1] for line in told.out.splitlines()] == ["reject call-2024-04-29-JOR-NOR by ben holds"]
    assert memcon("review", str(out), "--decisions").out == ""
    gold = memcon("review", str(out), "--who", "ana", "--export", "gold").out.splitlines()
    assert json.loads(gold[0]) == {"read_whole": []}
    assert {json.loads(line)["kind"] for line in gold[1:]} == {"call"}
    nobody = memcon("review", str(out), "--who", "cleo", "--decisions")
    assert nobody.code == 2
    assert "those who decided are 'ana', 'ben'" in nobody.err
    with pytest.raises(UsageError, match="no letter"), open_session(out, who="—", blind=True):
        pass


def test_who_is_named_by_a_sample_is_blind_from_the_first(tmp_path: Path) -> None:
    out = write_run(tmp_path / "out")
    (out / "coding").mkdir()
    (out / "coding" / "sample.json").write_text('{"queues": [{"coder": "ana", "articles": ["a.txt"]}]}')
    with open_session(out, who="ana", blind=None) as session:
        assert session.blind
        assert session.page()[1]["queue"] == ["a.txt"]
