"""`memcon evaluate --explain`: which step lost an event, what let one through, and who wrote a field."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import Command
from helpers.evaluating import gold_line, people, write
from helpers.fault_server import FaultServer
from helpers.scripted import Reader, call, dispute, meeting, serving

CALLED = (
    "Menteri Luar Negeri Jepang Yoko Kamikawa menelepon Menteri Luar Negeri Filipina Enrique Manalo pada 3 Mei 2024."
)
ASKED = "Kamikawa dari Jepang meminta berbicara dengan Manalo dari Filipina lewat telepon pada 3 Mei 2024."
RICE = "Harga beras naik lagi di pasar."
MET = "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala."
SUMMONED = "Kementerian Luar Negeri Peru memanggil duta besar Bolivia untuk menyampaikan protes."
ALONE = "Pemerintah Kanada mengecam para pengusaha yang menaikkan harga."
TWO = "Menteri Maroko bertemu menteri Aljazair, dan kemudian menteri Maroko bertemu menteri Chad."
LINK = "BACA JUGA: Presiden Mesir bertemu Presiden Sudan"
WHEAT = "Brasil dan Argentina membahas harga gandum."
MUTE = "Menteri Luar Negeri Fiji bertemu Menteri Luar Negeri Tonga di Suva."
TEXT = "\n\n".join((CALLED, MET, SUMMONED, RICE, ALONE, LINK, WHEAT, ASKED, TWO, MUTE))
GOLD = [
    gold_line(
        "call", "a.txt", "call", CALLED, ASKED, countries=["JPN", "PHL"], participants=people("Kamikawa", "Manalo"),
        date=["2024-05-03", "2024-05-03"],
    ),
    gold_line("first", "a.txt", "meeting", "bertemu menteri Aljazair", countries=["DZA", "MAR"]),
    gold_line("second", "a.txt", "meeting", "bertemu menteri Chad", countries=["MAR", "TCD"]),
    gold_line("rice", "a.txt", "meeting", "Harga beras"),
    gold_line("kampala", "a.txt", "meeting", "bertemu Presiden Uganda", countries=["KEN", "UGA"]),
    gold_line("protest", "a.txt", "dispute", "memanggil duta besar Bolivia", countries=["BOL", "PER"]),
    gold_line("prices", "a.txt", "dispute", "mengecam para pengusaha", countries=["CAN"]),
    gold_line("link", "a.txt", "meeting", "Presiden Mesir bertemu Presiden Sudan", countries=["EGY", "SDN"]),
    gold_line("suva", "a.txt", "meeting", "Menteri Luar Negeri Fiji", countries=["FJI", "TON"]),
]  # fmt: skip


class Forgetful(Reader):
    """Has no answer of use about Fiji."""

    def content(self, body: Mapping[str, Any]) -> str:
        label = body["response_format"]["json_schema"]["name"] == "Label"
        return super().content(body) if label or "Fiji" not in str(body["messages"]) else "I would rather not"


READER = (
    call("menelepon", "Yoko Kamikawa", "Enrique Manalo", "Filipina", date_words="3 Mei 2024"),
    call("meminta berbicara", "Kamikawa", "Manalo", status="requested", date_words="3 Mei 2024"),
    meeting("memanggil", "Peru", "Bolivia"),
    dispute("pengusaha", "Kanada", None, "criticise"),
    meeting("Maroko", "Maroko", "Aljazair"),
    meeting("gandum", "Brasil", "Argentina"),
    meeting("Fiji", "Fiji", "Tonga"),
)


@pytest.fixture
def world(folder: Path, memcon: Command, endpoint: Callable[[str], None]) -> Iterator[FaultServer]:
    """A run over one article, and its gold."""
    (folder / "news").mkdir()
    (folder / "news" / "a.txt").write_text(TEXT, "utf-8")
    write(folder / "gold.jsonl", GOLD)
    with serving(Forgetful(*READER)) as served:
        endpoint(served.url)
        assert memcon("extract", "news", "-o", "out").code == 0
        yield served


def told(memcon: Command, *more: str) -> dict[str, Any]:
    ran = memcon("evaluate", "gold.jsonl", "out", "--explain", "--format", "json", *more)
    assert ran.code == 0, ran.err
    explained: dict[str, Any] = json.loads(ran.out)["explained"]
    return explained


def missed(explained: dict[str, Any]) -> dict[str, str]:
    return {one["gold"]: one["step"] for one in explained["findings"] if one["what"] == "missed"}


def one(explained: dict[str, Any], **wanted: str) -> dict[str, Any]:
    findings: list[dict[str, Any]] = explained["findings"]
    (found,) = (one for one in findings if all(one.get(key) == value for key, value in wanted.items()))
    return found


def test_each_missed_event_has_the_step_that_lost_it(memcon: Command, world: FaultServer) -> None:
    before = len(world.asked)
    explained = told(memcon)
    assert missed(explained) == {
        "second": "shared", "rice": "nobody", "kampala": "none", "protest": "kind", "prices": "refused",
        "link": "not_body", "suva": "no_answer",
    }  # fmt: skip
    assert len(world.asked) == before  # nothing is sent
    assert explained["steps"]["missed"] == dict.fromkeys(
        sorted(("kind", "no_answer", "nobody", "none", "not_body", "refused", "shared")), 1
    )
    assert one(explained, gold="kampala")["because"] == ["sentence 2 the label: none"]
    assert one(explained, gold="link")["because"] == ["taken for: link"]
    refused = one(explained, gold="prices")
    assert refused["by"] == ["event_has_two_sides"]
    assert refused["because"] == ["a dispute was refused by event_has_two_sides: one_side, only CAN takes part"]
    assert explained["by"]["event_has_two_sides"] == {"missed": 1}
    assert "invalid_answer" in one(explained, gold="suva")["because"][0]
    assert explained["notes"] == []


def test_a_wrong_event_is_told_with_what_the_model_said_and_the_rules_that_spoke(
    memcon: Command, world: FaultServer
) -> None:
    explained = told(memcon)
    wheat = one(explained, what="wrong", step="label")
    assert (wheat["by"], wheat["found"]) == (["the model"], "call-undated-ARG-BRA")
    assert wheat["because"][:2] == [
        "sentence 7 the label: meeting; asked about as a call",  # as the contact before it was
        "the model said: call; unspecified; occurred; Brasil, Argentina",
    ]
    assert wheat["because"][2].startswith("rules that spoke, and did not refuse it: quote_stands, name_stands, ")
    kind = one(explained, what="wrong", step="kind")
    assert (kind["gold"], kind["because"][0]) == ("protest", "protest of the gold is a dispute")


def test_a_double_is_told_with_what_kept_it_apart(memcon: Command, world: FaultServer) -> None:
    double = one(told(memcon), what="duplicate")
    assert (double["step"], double["by"], double["gold"]) == ("status", ["merging"], "call")
    assert double["because"][1].endswith(": requested and occurred")


def test_a_wrong_field_is_told_with_who_wrote_it(memcon: Command, world: FaultServer) -> None:
    people = one(told(memcon), what="field", field="people", gold="call")
    assert (people["gold_value"], people["by"]) == ("Kamikawa; Manalo", ["the model"])
    assert people["because"] == ["the model: named 'Filipina'"]


def test_text_begins_with_the_summary_and_goes_event_by_event(memcon: Command, world: FaultServer) -> None:
    ran = memcon("evaluate", "gold.jsonl", "out", "--explain")
    assert "missed, by the step that lost it\n" in ran.out
    assert "  a rule refused it " in ran.out
    assert ran.out.index("by whom: events, and fields") < ran.out.index("missed, and where: 7")
    assert (
        "  a.txt: prices (dispute)\n      “mengecam para pengusaha”\n      a rule refused it\n"
        "        a dispute was refused by event_has_two_sides: one_side, only CAN takes part\n"
    ) in ran.out
    page = memcon("evaluate", "gold.jsonl", "out", "--explain", "--show", "--format", "html")
    assert "<h3>a.txt: prices (dispute)</h3>" in page.out


def test_without_its_ledger_what_the_outputs_tell_is_told(memcon: Command, folder: Path, world: FaultServer) -> None:
    shutil.move(folder / ".memcon", folder / "moved")
    ran = memcon("evaluate", "gold.jsonl", "out", "--explain", "--format", "json")
    assert ran.code == 0
    assert "there is no ledger at" in ran.err
    assert "--ledger names where the answers lie" in ran.err
    explained = json.loads(ran.out)["explained"]
    assert missed(explained) == {
        "second": "shared", "rice": "unknown", "kampala": "unknown", "protest": "kind", "prices": "refused",
        "link": "not_body", "suva": "no_answer",
    }  # fmt: skip
    assert one(explained, gold="prices")["by"] == ["event_has_two_sides"]
    assert one(explained, what="duplicate")["step"] == "status"
    assert one(explained, what="wrong", found="call-undated-ARG-BRA")["step"] == "pointed_at"
    assert missed(told(memcon, "--ledger", "moved/ledger.sqlite"))["kampala"] == "none"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("gold.jsonl", "out", "--ledger", "x.sqlite"), "--ledger is of --explain"),
        (("gold.jsonl", "out", "--explain", "--ledger", "x.sqlite"), "there is no ledger at 'x.sqlite'"),
        (("gold.jsonl", "alone/events.jsonl", "-a", "news", "--explain"), "needs all that a run wrote"),
    ],
)
def test_what_cannot_be_explained_is_a_mistake_of_use(
    memcon: Command, folder: Path, world: FaultServer, arguments: tuple[str, ...], says: str
) -> None:
    (folder / "alone").mkdir()
    shutil.copy(folder / "out" / "events.jsonl", folder / "alone")
    ran = memcon("evaluate", *arguments)
    assert (ran.code, says in ran.err) == (2, True), ran.err
