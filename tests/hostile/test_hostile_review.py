"""What a reviewer's page or an editor may send that is no decision: refused, told why, and not written."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from conftest import Command
from helpers.reviewable import MENTIONS, TEXTS, write_run
from helpers.reviewing import add, edit, join
from memcon.events.merge import merge
from memcon.pages.review import open_session
from memcon.pages.review.asked import RequestRefused, parsed
from memcon.pages.review.guard import MOST_BYTES, Guard, loopback
from memcon.pages.review.session import Session
from memcon.records.decision import DECISION
from memcon.records.edits import SummaryIs

pytestmark = pytest.mark.hostile


@pytest.fixture
def out(folder: Path) -> Path:
    return write_run(folder / "out")


@pytest.fixture
def session(out: Path) -> Iterator[Session]:
    with open_session(out, who="ana") as opened:
        yield opened


def named(session: Session, kind: str) -> list[str]:
    run, _ = session.page()
    return next([proof.mention for proof in event.mentions] for event in run.events if event.kind == kind)


WORDS = TEXTS["a.txt"].index("Jun Ito")
ADD: dict[str, Any] = {
    "action": "add", "article": "a.txt", "status": "planned", "spans": [[WORDS, WORDS + 20]],
    "values": [{"field": "countries", "value": ["JPN", "NOR"]}],
}  # fmt: skip
SUMMARY = [{"field": "summary", "value": "one"}, {"field": "summary", "value": "two"}]


DAY, YEAR = "2024-01-01", "2024-12-31"
LONG = {"title": None, "country": "NOR", "role": None}
NO_VALUES = [
    ("date", {"start": DAY, "end": "2024-01-29", "precision": "day"}, "a day has 1 day at most"),
    ("date", {"start": DAY, "end": "2024-01-29", "precision": "week"}, "a week has 7 days at most"),
    ("date", {"start": DAY, "end": YEAR, "precision": "month"}, "and this date spans 366"),
    ("date", {"start": YEAR, "end": DAY, "precision": "year"}, "ends before it starts"),
    ("place", {"name": "Oslo", "country": "NOR", "latitude": 99.0, "longitude": 0.0}, "than or equal to 90"),
    ("place", {"name": "Oslo", "country": "NOR", "latitude": -99.0, "longitude": 0.0}, "than or equal to -90"),
    ("place", {"name": "Oslo", "country": "NOR", "latitude": 0.0, "longitude": 200.0}, "than or equal to 180"),
    ("place", {"name": "Oslo", "country": "NOR", "latitude": 0.0, "longitude": -200.0}, "than or equal to -180"),
    ("place", {"name": "Oslo", "country": "NOR", "geonames": 0}, "greater than 0"),
    ("place", {"name": "Oslo", "country": "NOR", "geonames": 10**30}, "than or equal to 2147483647"),
    ("place", {"name": "O" * 501, "country": "NOR"}, "a name has at most 500 characters"),
    ("participants", [LONG | {"name": "B" * 100_000}], "a name has at most 500"),
    ("participants", [LONG | {"name": "B", "title": "T" * 501}], "and so has a title"),
    ("topics", ["t" * 501], "at most 500 characters"),
    ("summary", "s" * 4001, "at most 4000 characters"),
]  # fmt: skip
"""Of fields, values that cannot be, and why."""
NAMELESS = [{"field": "participants", "value": [{"name": name, "country": "JPN"}]} for name in ("", " ", "\u200b", "-")]


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        *((ADD | {"kind": "call", "variant": "phone", "values": [each]}, "each has a name") for each in NAMELESS),
        (ADD | {"kind": "call", "variant": "criticise"}, "is no channel of a call"),
        (ADD | {"kind": "meeting", "variant": "phone"}, "is no form of a meeting"),
        (ADD | {"kind": "dispute", "variant": "phone"}, "is no act of a dispute"),
        *(
            ({"action": "edit", "event": "call", "edits": [{"field": field, "value": value}]}, f"{field}.*{why}")
            for field, value, why in NO_VALUES
        ),
        *(
            (ADD | {"kind": "call", "variant": "phone", "values": [{"field": field, "value": value}]}, why)
            for field, value, why in NO_VALUES
        ),
        (
            {"action": "edit", "event": "call", "edits": [{"field": "place", "value": {"name": " ", "country": None}}]},
            "name",
        ),
        *(
            ({"action": "edit", "event": "call", "edits": [{"field": field, "value": []}]}, "an event has sides")
            for field in ("countries", "participants")
        ),
        (ADD | {"kind": "call", "variant": "phone", "values": [{"field": "countries", "value": []}]}, "has sides"),
        ({"action": "merge", "events": ["call", "call"]}, "with itself"),
        ({"action": "merge", "events": ["call", "dispute", "call"]}, "with itself"),
        ({"action": "edit", "event": "call", "edits": SUMMARY}, "stands twice"),
        ({"action": "accept", "event": "call", "when": "0001-01-01T00:00:00+14:00"}, "beyond the calendar"),
        ({"action": "undo", "undoes": str(uuid.uuid4()), "when": "0001-01-01T00:00:00+14:00"}, "no such decision"),
    ],
)
def test_what_cannot_be_is_refused(session: Session, ask: dict[str, Any], why: str) -> None:
    ask = dict(ask)
    if "event" in ask:
        ask["event"] = named(session, ask["event"])
    if "events" in ask:
        ask["events"] = [named(session, kind) for kind in ask["events"]]
    with pytest.raises(RequestRefused, match=why) as refused:
        session.decide(parsed(json.dumps({"id": str(uuid.uuid4()), **ask}).encode()))
    assert refused.value.status in {409, 422}
    assert session.file.decisions == ()


def changed(session: Session, change: dict[str, Any]) -> bytes:
    """A line of a file of decisions, with other values in it."""
    event = merge(MENTIONS)[0]
    line = DECISION.dump_python(edit(event, SummaryIs(value="one")), mode="json") | change
    return json.dumps(line).encode() + b"\n"


@pytest.mark.parametrize(
    "change",
    [
        {"when": "0001-01-01T00:00:00+14:00"},
        {"when": "9999-12-31T23:59:59-14:00"},
        {"edits": SUMMARY},
        {"id": "\ud800"},
        {"who": "x" * 501},
        {"action": "shout"},
        {"target": None},
    ],
)
@pytest.mark.parametrize("command", [["review", "out", "--decisions"], ["review", "out", "--export", "gold"]])
def test_a_file_of_decisions_that_holds_it_is_damaged(
    out: Path, memcon: Command, change: dict[str, Any], command: list[str]
) -> None:
    with open_session(out, who="ana") as session:
        line = changed(session, change)
    (out / "review.jsonl").write_bytes(line)
    ran = memcon(*command)
    assert ran.code == 5, ran
    assert "review.jsonl" in ran.err
    assert "Traceback" not in ran.err
    assert (out / "review.jsonl").read_bytes() == line


@pytest.mark.parametrize(("field", "value", "why"), NO_VALUES)
@pytest.mark.parametrize("command", ["apply out --review out/review.jsonl", "review out --decisions"])
def test_a_line_with_a_value_that_cannot_be_is_named_and_says_what_to_do(
    out: Path, memcon: Command, field: str, value: dict[str, Any], why: str, command: str
) -> None:
    with open_session(out, who="ana") as session:
        sound, line = changed(session, {}), changed(session, {"edits": [{"field": field, "value": value}]})
    (out / "review.jsonl").write_bytes(sound + line)
    before = (out / "events.jsonl").read_bytes()
    ran = memcon(*command.split())
    assert (ran.code, ran.out) == (5, "")
    assert "review.jsonl', line 2 (byte" in ran.err
    assert why in ran.err
    assert ran.err.endswith(
        "no run makes decisions again: restore the file from a copy, or mend that line or take it out\n"
    )
    assert (out / "events.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            {"participants": [LONG | {"name": "B" * 501}]},
            "a name has at most 500",
        ),
        ({"place": {"name": "O" * 501, "country": "NOR"}}, "a name has at most 500"),
        ({"topics": ["t" * 501]}, "at most 500"),
        ({"summary": "s" * 4001}, "at most 4000"),
    ],
)
def test_an_added_event_has_the_bounds_of_an_edit(out: Path, memcon: Command, change: dict[str, Any], why: str) -> None:
    line = DECISION.dump_python(add(MENTIONS[0]), mode="json")
    (out / "review.jsonl").write_text(json.dumps(line | {"mention": line["mention"] | change}) + "\n")
    ran = memcon("review", "out", "--decisions")
    assert ran.code == 5
    assert "review.jsonl', line 1" in ran.err
    assert why in ran.err


def test_no_run_is_said_to_make_a_coders_or_reviewers_file_again(out: Path, memcon: Command) -> None:
    (out / "review.jsonl").write_bytes(b"{cut\n{}\n")
    (out / "coding").mkdir()
    (out / "coding" / "ana.jsonl").write_bytes(b"{cut\n{}\n")
    for command in ("review out --decisions", "apply out --review out", "apply out --review out/coding/ana.jsonl"):
        ran = memcon(*command.split())
        assert ran.code == 5
        assert "take it out" in ran.err
        assert "run again" not in ran.err


def test_an_event_merged_with_itself_is_no_decision(session: Session) -> None:
    event = merge(MENTIONS)[0]
    with pytest.raises(ValueError, match="with itself"):
        join(event, event)


# --- the guard ---


def asked(guard: Guard, headers: dict[str, str], body: list[bytes]) -> tuple[int | None, int]:
    """Return the status of an answer, and how many bytes of a request were taken in."""
    import asyncio  # noqa: PLC0415

    taken: list[int] = []
    answers: list[Message] = []

    async def receive() -> Message:
        part = body.pop(0) if body else b""
        taken.append(len(part))
        return {"type": "http.request", "body": part, "more_body": bool(body)}

    async def send(message: Message) -> None:
        answers.append(message)

    all_headers = {"host": "127.0.0.1:1", "content-type": "application/json"} | headers
    scope = {
        "type": "http", "method": "POST", "path": "/token/decisions",
        "headers": [(name.encode(), value.encode()) for name, value in all_headers.items()],
    }  # fmt: skip
    asyncio.run(guard(scope, receive, send))
    return next((message["status"] for message in answers if "status" in message), None), sum(taken)


async def application(_: Scope, receive: Receive, send: Send) -> None:
    while (message := await receive())["type"] == "http.request" and message["more_body"]:
        pass
    status = 200 if message["type"] == "http.request" else 499
    await send({"type": "http.response.start", "status": status, "headers": []})


@pytest.mark.parametrize("length", ["5", "", "-1", "5, 5", "１"])
@pytest.mark.parametrize("coding", ["chunked", "gzip, chunked", "identity", "Chunked"])
def test_a_body_without_its_length_is_refused_unread(length: str, coding: str) -> None:
    guard = Guard({"token": application}, loopback(1))
    headers = {"content-length": length, "transfer-encoding": coding}
    assert asked(guard, headers, [b"x" * MOST_BYTES] * 4) == (411, 0)


def test_a_body_longer_than_told_ends_at_the_limit() -> None:
    guard = Guard({"token": application}, loopback(1))
    status, taken = asked(guard, {"content-length": "5"}, [b"x" * (MOST_BYTES // 2)] * 40)
    assert status == 499
    assert taken <= 2 * MOST_BYTES
    assert asked(guard, {"content-length": "5"}, [b"x" * 5]) == (200, 5)
