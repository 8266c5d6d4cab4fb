"""Adjudication: cases of coders who differ, what taking an opinion writes, and one gold file in the end."""

import dataclasses
import hashlib
import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.coding import COUNT, WRONG, mentions, script, state
from helpers.review_server import serving
from helpers.reviewable import TEXTS, write_run
from memcon.errors import UsageError
from memcon.events.merge import merge
from memcon.outputs.coding import coder_path, open_coder
from memcon.outputs.decisions import read_decisions
from memcon.outputs.folder import RunFolder
from memcon.outputs.run_report import RunReport
from memcon.pages.review import Adjudication, Session, open_adjudication, open_session
from memcon.pages.review.asked import RequestRefused, parsed
from memcon.pages.review.session import Reply, reviewed_run
from memcon.records import Event
from memcon.records.decision import Decision, articles_read


def ask(session: Session, **what: Any) -> Reply:
    return session.decide(parsed(json.dumps({"id": str(uuid.uuid4()), **what}).encode()))


def names(event: Event) -> list[str]:
    return [proof.mention for proof in event.mentions]


def shown(session: Session) -> dict[str, Event]:
    return {event.kind: event for event in session.page()[0].events}


JUN = {"action": "add", "article": "a.txt", "kind": "call", "status": "planned", "variant": "phone",
       "values": [{"field": "countries", "value": ["JPN", "NOR"]}]}  # fmt: skip
AT = TEXTS["a.txt"].index("Jun Ito")
PROTEST = [{"field": "variant", "value": "protest"}]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Ana and ben agree on the call, differ on the dispute and on what was missed, and ben has not seen the meeting."""
    out = write_run(tmp_path / "out")
    with open_session(out, who="ana", blind=True) as session:
        found = shown(session)
        ask(session, action="accept", event=names(found["call"]))
        ask(session, action="edit", event=names(found["dispute"]), edits=PROTEST, note="it is no expulsion")
        ask(session, action="accept", event=names(found["meeting"]))
        ask(session, **JUN, spans=[[AT, AT + 40]])
        ask(session, action="read", article="a.txt")
    with open_session(out, who="ben", blind=True) as session:
        found = shown(session)
        ask(session, action="accept", event=names(found["call"]))
        ask(session, action="reject", event=names(found["dispute"]))
        ask(session, action="read", article="a.txt")
    return out


def standing(session: Adjudication) -> dict[str, tuple[str, str]]:
    """Id and standing of each case, by what it is about."""
    _, told = session.page()
    return {one["title"].partition("-")[0]: (one["id"], one["standing"]) for one in told["cases"]}


def lines(out: Path) -> tuple[Decision, ...]:
    return read_decisions(out / "review.jsonl").decisions


def files(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (out / "coding").iterdir()}


def test_cases_are_told_with_their_words_and_who_said_what(out: Path) -> None:
    with open_adjudication(out, who="cleo") as session:
        assert {name: one for name, (_, one) in standing(session).items()} == {
            "call": "agree", "dispute": "differ", "meeting": "alone", "added: call": "differ",
            "read whole: a.txt": "agree",
        }  # fmt: skip
        cases = {one["title"]: one for one in session.page()[1]["cases"]}
        dispute = next(one for title, one in cases.items() if title.startswith("dispute"))
        assert [one["who"] for one in dispute["opinions"]] == ["ana", "ben"]
        assert [one["said"] for one in dispute["opinions"]] == ["edit: variant protest (it is no expulsion)", "reject"]
        assert [len(one["events"]) for one in dispute["opinions"]] == [1, 0]
        assert dispute["opinions"][0]["events"][0]["variant"] == "protest"
        (words,) = dispute["words"]
        assert (words["text"], words["article"]) == (
            "Norway then expelled two diplomats of Jordan on 30 April 2024.", "a.txt",
        )  # fmt: skip
        assert words["before"].endswith("on Friday.\n")
        added = cases["added: call"]
        assert [one["said"] for one in added["opinions"]] == [
            "add: call planned", "read the article, and did not add it",
        ]  # fmt: skip
        assert all(one["settled"] is None for one in cases.values())


def test_an_opinion_is_taken_and_both_stand_in_the_deciding_line(out: Path) -> None:
    before = files(out)
    with open_adjudication(out, who="cleo") as session:
        case = standing(session)["dispute"][0]
        reply = ask(session, action="settle", case=case, take="ben", note="as the ministry says")
        assert reply.body["settled"] == {case: {"who": "cleo", "action": "reject", "note": "as the ministry says"}}
        assert [event.kind for event in session.reviewed.events] == ["call", "meeting"]
    (line,) = lines(out)
    assert (line.action, line.who, line.note) == ("reject", "cleo", "as the ministry says")
    assert [(one.who, one.said) for one in line.settles] == [
        ("ana", "edit: variant protest (it is no expulsion)"), ("ben", "reject"),
    ]  # fmt: skip
    told = {one.id for name in ("ana", "ben") for one in read_decisions(out / "coding" / f"{name}.jsonl").decisions}
    assert {one.decision for one in line.settles} <= told
    assert files(out) == before


def test_an_id_that_is_taken_settles_nothing_else(out: Path) -> None:
    with open_adjudication(out, who="cleo") as session:
        case, name = standing(session)["dispute"][0], str(uuid.uuid4())
        made: dict[str, Any] = {"id": name, "action": "settle", "case": case, "take": "ben", "note": "so"}
        assert [ask(session, **made).made for _ in range(2)] == [True, False]
        others: list[dict[str, Any]] = [
            {"take": "ana"},
            {"note": "otherwise"},
            {"case": None, "take": None, "note": ""},
        ]
        for other in others:
            with pytest.raises(RequestRefused, match="has this id already"):
                ask(session, **made | other)
        taken, undone = str(uuid.uuid4()), lines(out)[-1].id
        assert [ask(session, id=taken, action="undo", undoes=undone).made for _ in range(2)] == [True, False]
    assert len(lines(out)) == 2


def test_another_opinion_takes_the_place_of_the_first_and_undo_takes_back_the_act(out: Path) -> None:
    with open_adjudication(out, who="cleo") as session:
        case = standing(session)["dispute"][0]
        ask(session, action="settle", case=case, take="ben")
        ask(session, action="settle", case=case, take="ana")  # ben's is taken back, ana's made
        (dispute,) = [event for event in session.reviewed.events if event.kind == "dispute"]
        assert dispute.act == "protest"
        assert [one.action for one in lines(out)] == ["reject", "undo", "edit"]
        undone = ask(session, action="undo", undoes=lines(out)[-1].id)
        assert undone.body["settled"][case]["action"] == "reject"
        assert [event.kind for event in session.reviewed.events] == ["call", "meeting"]  # as ben said again
        ask(session, action="undo", undoes=lines(out)[0].id)
        assert standing(session)["dispute"] == (case, "differ")
        assert len(session.reviewed.events) == 3


def test_what_coders_agree_on_is_one_act_and_a_line_an_event(out: Path) -> None:
    with open_adjudication(out, who="cleo") as session:
        name = str(uuid.uuid4())
        assert ask(session, id=name, action="settle").made
        assert not ask(session, id=name, action="settle").made  # sent twice
        with pytest.raises(RequestRefused, match="nothing left"):
            ask(session, action="settle")
    assert [line.action for line in lines(out)] == ["accept", "read"]
    assert all([one.who for one in line.settles] == ["ana", "ben"] for line in lines(out))
    assert [*articles_read(lines(out))] == ["a.txt"]  # so that gold knows it


def test_an_event_that_one_added_is_added_or_is_not(out: Path) -> None:
    with open_adjudication(out, who="cleo") as session:
        case = standing(session)["added: call"][0]
        ask(session, action="settle", case=case, take="ben")
        assert [event.countries for event in session.reviewed.events if event.kind == "call"] == [("JOR", "NOR")]
        assert case in {name for name, one in session._settled().items() if one}
        ask(session, action="settle", case=case, take="ana")
        assert ("JPN", "NOR") in [event.countries for event in session.reviewed.events]
        assert len(session._settled()) == 1
        ask(session, action="undo", undoes=lines(out)[-1].id)
        assert ("JPN", "NOR") not in [event.countries for event in session.reviewed.events]
    assert lines(out)[0].action == "undo"


def test_a_decision_of_ones_own_settles_too(out: Path) -> None:
    with open_adjudication(out, who="cleo") as session:
        event = shown(session)["dispute"]
        edits = [{"field": "variant", "value": "summon"}]
        reply = ask(session, action="edit", event=names(event), edits=edits)
        assert len(reply.body["settled"]) == 1
    (line,) = lines(out)
    assert [one.who for one in line.settles] == ["ana", "ben"]


def test_an_opinion_of_who_reviewed_alone_is_taken_back_where_the_others_holds(tmp_path: Path) -> None:
    out = write_run(tmp_path / "out")
    with open_session(out, who="ana") as session:
        ask(session, action="reject", event=names(shown(session)["call"]))
    with open_session(out, who="ben", blind=None) as session:
        assert session.blind
        ask(session, action="accept", event=names(shown(session)["call"]))
    with open_adjudication(out, who="cleo") as session:
        case, differ = standing(session)["call"]
        assert differ == "differ"
        ask(session, action="settle", case=case, take="ben")
        assert len(session.reviewed.events) == 3
        ask(session, action="settle", case=case, take="ana")
        assert len(session.reviewed.events) == 2
    assert [one.action for one in lines(out)] == ["reject", "undo", "accept", "undo", "reject"]
    assert len(reviewed_run(out, coder="ana").events) == 2  # hers is as it was


def test_a_split_and_a_merge_are_opinions_on_all_that_hangs_together(tmp_path: Path) -> None:
    out = write_run(tmp_path / "out")
    with open_session(out, who="ana", blind=True) as session:
        event = shown(session)["call"]
        ask(session, action="split", event=names(event), parts=[[one] for one in names(event)])
    with open_session(out, who="ben", blind=True) as session:
        found = shown(session)
        ask(session, action="merge", events=[names(found["call"]), names(found["meeting"])])
        ask(session, action="accept", event=names(found["dispute"]))
    with open_adjudication(out, who="cleo") as session:
        told = standing(session)
        assert {name: one for name, (_, one) in told.items()} == {"call": "differ", "dispute": "alone"}
        ask(session, action="settle", case=told["call"][0], take="ana")
        assert [event.kind for event in session.reviewed.events] == ["call", "call", "dispute", "meeting"]
        ask(session, action="settle", case=told["call"][0], take="ben")
        assert sorted(event.kind for event in session.reviewed.events) == ["call", "dispute"]


def test_several_decisions_on_one_event_become_one_line(tmp_path: Path) -> None:
    out = write_run(tmp_path / "out")
    for who in ("ana", "ben"):
        with open_session(out, who=who, blind=True) as session:
            call = names(shown(session)["call"])
            ask(session, action="accept", event=call)
            ask(session, action="edit", event=call, edits=[{"field": "status", "value": "planned"}])
            ask(session, action="edit", event=call, edits=[{"field": "topics", "value": ["fish"]}])
    with open_adjudication(out, who="cleo") as session:
        ask(session, action="settle")
        (call_,) = [event for event in session.reviewed.events if event.kind == "call"]
    (line,) = lines(out)
    assert line.action == "edit"
    assert (call_.status, call_.topics) == ("planned", ("fish",))


def test_who_changes_his_mind_opens_the_case_again(out: Path) -> None:
    with open_adjudication(out, who="cleo") as session:
        ask(session, action="settle", case=standing(session)["dispute"][0], take="ben")
        assert len(session._settled()) == 1
    with open_session(out, who="ana", blind=True) as session:
        edits = [{"field": "variant", "value": "summon"}]
        ask(session, action="edit", event=names(shown(session)["dispute"]), edits=edits)
    with open_adjudication(out, who="cleo") as session:
        assert session._settled() == {}


def test_what_cannot_be_settled_is_refused(out: Path) -> None:
    with open_adjudication(out, who="cleo") as session:
        case = standing(session)["dispute"][0]
        for what, why in (({"case": "0"}, "no such case"), ({"case": case, "take": "dan"}, "has no opinion")):
            with pytest.raises(RequestRefused, match=why):
                ask(session, action="settle", **what)
    with open_session(out, who="dan") as session_, pytest.raises(RequestRefused, match="--adjudicate"):
        ask(session_, action="settle", case=case, take="ana")
    assert lines(out) == ()


def test_one_coder_is_nothing_to_adjudicate(tmp_path: Path, memcon: Command) -> None:
    out = write_run(tmp_path / "out")
    with pytest.raises(UsageError, match="it takes two"), open_adjudication(out, who="cleo"):
        pass
    assert memcon("review", str(out), "--adjudicate", "--blind").code == 2


def test_it_is_served_and_its_page_has_the_cases(out: Path) -> None:
    with serving(out, "--who", "cleo", "--adjudicate") as server:
        page = server.client.get("").text
        assert "it is no expulsion" in page
        assert "Take all that agree" in page
        assert server.post(action="settle").json()["settled"]
        assert server.client.get("state").json()["reviewed"] == 1
    assert [one.action for one in lines(out)] == ["accept", "read"]


def test_two_hundred_events_end_in_one_gold_file(tmp_path: Path, memcon: Command) -> None:
    """Two scripted coders with known errors: all that agree in one act, ana's opinion on all else."""
    made = mentions()
    events = merge(made)
    states = [state(f"{n}.txt") for n in range(COUNT // 4)]
    run = RunFolder(tmp_path / "out")
    run.write(events=events, mentions=sorted(made, key=lambda m: (m.article, m.quotes[0].start)), rejected=[],
              articles=sorted(states, key=lambda one: one.article), report=RunReport())  # fmt: skip
    for who in ("ana", "ben"):
        with open_coder(run, who) as file:
            file.append(*script(events, who, WRONG[who]))
    before = {who: hashlib.sha256(coder_path(run, who).read_bytes()).hexdigest() for who in ("ana", "ben")}
    with open_adjudication(run.path, who="cleo") as session:
        cases = list(session.cases.values())
        differing = [case for case in cases if case.standing == "differ"]
        assert len(cases) == COUNT
        assert 0 < len(differing) < COUNT
        ask(session, action="settle")
        for case in differing:
            ask(session, action="settle", case=case.id, take="ana")
        assert len(session._settled()) == COUNT
    assert len(lines(run.path)) == COUNT
    assert all([one.who for one in line.settles] == ["ana", "ben"] for line in lines(run.path))
    assert {who: hashlib.sha256(coder_path(run, who).read_bytes()).hexdigest() for who in ("ana", "ben")} == before
    assert memcon("apply", str(run.path)).code == 0
    hers = reviewed_run(run.path, coder="ana").events
    assert [dataclasses.replace(one, review=None) for one in run.events()] == [
        dataclasses.replace(one, review=None) for one in hers
    ]
    gold = memcon("review", str(run.path), "--export", "gold")
    assert gold.code == 0
    found = [json.loads(line) for line in gold.out.splitlines()]
    assert len([one for one in found if one.get("kind")]) == COUNT - COUNT // WRONG["ana"]["event"]
