"""What `memcon report` writes, seen without a browser: the page's policy, its data, its pieces; and what it refuses."""

import base64
import dataclasses
import json
import re
import subprocess
import sys
import zlib
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest

from conftest import Command
from helpers.reports import call, proof, state
from memcon.outputs.atomic import write_lines
from memcon.pages import report as reports
from memcon.pages.report import page, write
from memcon.pages.report.columns import ValueTable as Places
from memcon.pages.report.columns import event_columns
from memcon.pages.report.excerpts import ROUND, keep
from memcon.pages.report.names import country_names
from memcon.records import (
    DateEvidence,
    Dispute,
    Event,
    EventLink,
    Evidence,
    Participant,
    Place,
    Rejected,
)

REPORT = Path(reports.__file__).parent
EVIL = "</script><script>alert(1)</script><!--{{ 7*7 }}{% x %}\u202e\u2028\u0000\x1b[31m'\"&\u200b"


def run_of(*events: Event, **fields: Any) -> reports.ShownRun:
    base: dict[str, Any] = {"name": "out", "events": events, "articles": (state(),), "rejected": ()}
    return reports.ShownRun(**(base | fields))


class Scripts(HTMLParser):
    """The scripts and styles of a page as a browser cuts them, with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.policy = ""
        self.outside: list[str] = []
        self._open: tuple[str, dict[str, str | None]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in {"script", "style"}:
            self._open = (tag, told)
            self.found.append((tag, told, ""))
        if told.get("http-equiv") == "Content-Security-Policy":
            self.policy = told["content"] or ""
        self.outside += [value for name in ("src", "href") if (value := told.get(name))]

    def handle_data(self, data: str) -> None:
        if self._open:
            tag, told, before = self.found[-1]
            self.found[-1] = (tag, told, before + data)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._open = None


def parts(html: str) -> Scripts:
    found = Scripts()
    found.feed(html)
    found.close()
    return found


def table(html: str, name: str) -> list[Any]:
    """The records of a table, as the page's script would read them."""
    read = []
    for _, told, text in parts(html).found:
        if told.get("data-table") == name:
            value = json.loads(text)
            read += json.loads(zlib.decompress(base64.b64decode(value), -15)) if "data-packed" in told else value
    return read


def index(html: str) -> Any:
    (told, text) = next((told, text) for _, told, text in parts(html).found if told.get("id") == "index")
    value = json.loads(text)
    return json.loads(zlib.decompress(base64.b64decode(value), -15)) if "data-packed" in told else value


def test_every_script_and_style_is_allowed_by_its_hash_and_nothing_else_is() -> None:
    html = reports.render(run_of(call()), scripts=["memcon.register({});\n"], styles=["p { color: red }"])
    found = parts(html)
    for kind in ("script", "style"):
        allowed = re.search(rf"{kind}-src ([^;]*)", found.policy)
        assert allowed
        inline = [text for tag, told, text in found.found if tag == kind and told.get("type") != "application/json"]
        hashes = {f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'" for text in inline}
        assert set(allowed[1].split()) == hashes
        assert len(inline) == {"script": 3, "style": 2}[kind]
    assert "default-src 'none'" in found.policy
    assert "unsafe" not in found.policy
    assert "connect-src" not in found.policy
    assert found.outside == []
    served = parts(reports.render(run_of(call()), served=True)).policy
    assert "connect-src 'self'" in served


@pytest.mark.parametrize("packed", [False, True])
def test_hostile_words_arrive_as_they_are_and_end_no_script(monkeypatch: pytest.MonkeyPatch, *, packed: bool) -> None:
    monkeypatch.setattr(page, "PLAIN", 0 if packed else 10**9)
    event = call(words=EVIL, id=EVIL, summary=EVIL, topics=(EVIL,))
    refused = Rejected(
        article="a", kind="call", field="name", reason="absent", detail=EVIL, text=EVIL, near=None, model=None,
        prompt=None,
    )  # fmt: skip
    run = run_of(event, rejected=(refused,), texts={"a": EVIL}, manifest={"model": EVIL, "usage": {EVIL: 1}}, name=EVIL)
    html = reports.render(run, title=EVIL, extra={"review": {EVIL: EVIL}})
    kinds = [told.get("type") for tag, told, _ in parts(html).found if tag == "script"]
    assert kinds.count(None) == 2
    assert table(html, "events")[0]["mentions"][0]["quotes"][0]["text"] == EVIL
    assert table(html, "rejected")[0]["text"] == EVIL
    assert table(html, "texts") == [[[0, EVIL]]]
    assert index(html)["run"] == {"model": EVIL, "usage": {EVIL: 1}}
    extra = next(text for _, told, text in parts(html).found if told.get("id") == "extra")
    assert json.loads(extra) == {"review": {EVIL: EVIL}}
    assert "7*7 }}{% x %}" in html or packed
    assert "alert(1)</script>" not in html


def test_a_lone_surrogate_does_not_stop_the_page(tmp_path: Path) -> None:
    run = run_of(call(words="a\ud800b"), manifest={"model": "\udfff"}, texts={"a": "x\ud800y"})
    (path,) = reports.write_report(run, tmp_path / "r.html")
    html = path.read_text("utf-8")
    assert table(html, "texts") == [[[0, "x\ufffdy"]]]
    assert table(html, "events")[0]["mentions"][0]["quotes"][0]["text"] == "a\ufffdb"


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    run = run_of(*(call(number, start=number) for number in range(500)), texts={"a": "They spoke."})
    once, again = tmp_path / "1.html", tmp_path / "2.html"
    reports.write_report(run, once)
    reports.write_report(run, again)
    assert once.read_bytes() == again.read_bytes()
    assert len(table(once.read_text("utf-8"), "events")) == 500


def test_columns_say_what_the_events_say() -> None:
    actor = Participant(name="Kenya  x", title=None, country="KEN", role="actor")
    target = Participant(name="Uganda", title=None, country="UGA", role="target")
    fields = {
        name: getattr(call(), name) for name in ("codes", "links", "conflicts", "merges", "mentions", "initiator")
    }
    event = Dispute(
        id="d", status="planned", act="warn", date=None, place=None, countries=("KEN", "UGA", "RWA"),
        participants=(actor, target), topics=(), summary="", confidence=None, **fields,
    )  # fmt: skip
    found = event_columns([event, call(1)], Places(["z"]))
    rows, countries = found["rows"], [code for code, _ in found["countries"]]
    assert [(countries[value >> 2], value & 3) for value in rows["countries"][0]] == [
        ("KEN", 1),
        ("UGA", 2),
        ("RWA", 0),
    ]
    assert [found["tables"]["participants"][at] for at in rows["participants"][0]] == ["Kenya x", "Uganda"]
    assert (rows["start"], rows["confidence"], rows["mentions"]) == ([None, 19907], [-1, 900], [[1], [1]])
    assert [found["tables"]["kind"][at] for at in rows["kind"]] == ["dispute", "call"]
    assert [found["tables"]["variant"][at] for at in rows["variant"]] == ["warn", "phone"]


def test_countries_have_names_and_unknown_codes_stand_for_themselves() -> None:
    names = country_names(["PER", "XKX", "NATO", "???"])
    assert names == {"PER": "Peru", "XKX": "Kosovo", "NATO": "NATO", "???": "???"}
    assert country_names(["EUU"]) == {"EUU": "European Union"}


def test_a_text_is_kept_whole_or_round_its_words_or_not_at_all() -> None:
    text = "x" * 2000 + "spoke" + "y" * 2000 + "\U0001f600spoke" + "z" * 100
    second = text.index("spoke", 2100)
    place = Evidence(text="spoke", start=second, end=second + 5)
    refused = Rejected(
        article="a", kind=None, field="quote", reason="absent", detail="", text="", near=place, model=None, prompt=None
    )  # fmt: skip
    dated = dataclasses.replace(proof("a", "spoke", 2000), date=DateEvidence(text="x", start=10, end=11, basis="b"))
    run = run_of(call(mentions=(dated,)), rejected=(refused,), texts={"a": text})
    assert keep(run, ["a", "b"], None)["a"].pieces == ((0, text),)
    assert keep(run, ["a", "b"], None)["b"].kind == "gone"
    cut = keep(run, ["a"], "parts")["a"].pieces
    assert cut == (
        (0, text[: 11 + ROUND]),
        (2000 - ROUND, text[2000 - ROUND : 2005 + ROUND]),
        (second - ROUND, text[second - ROUND :]),
    )
    assert keep(run, ["a"], "none")["a"] == keep(dataclasses.replace(run, texts={}), ["a"], None)["a"]
    changed = dataclasses.replace(run, texts={}, changed=frozenset({"a"}))
    assert keep(changed, ["a"], None)["a"].kind == "changed"


def test_many_events_fill_several_pages_which_name_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "_per_page", lambda _: 300)
    link = EventLink(type="fulfils", event="call-0")
    events = [call(number, article=f"n{number}", links=(link,) * (number in {1, 650})) for number in range(700)]
    run = run_of(*events, articles=[state(f"n{number}") for number in range(700)])
    written = reports.write_report(run, tmp_path / "r.html")
    assert [path.name for path in written] == ["r.html", "r-2.html", "r-3.html"]
    pages = [path.read_text("utf-8") for path in written]
    assert [event["id"] for html in pages for event in table(html, "events")] == [event.id for event in events]
    assert [index(html)["part"]["before"] for html in pages] == [0, 300, 600]
    assert {name for html in pages for name in index(html)["articles"]["rows"]["id"]} == {f"n{n}" for n in range(700)}
    assert [index(html)["part"]["elsewhere"] for html in pages] == [{}, {}, {"call-0": "r.html"}]
    assert index(pages[2])["part"]["names"] == ["r.html", "r-2.html", "r-3.html"]


@pytest.fixture
def out(folder: Path) -> Path:
    (folder / "articles").mkdir()
    (folder / "articles" / "a").write_text("They spoke.", "utf-8")
    made = folder / "out"
    made.mkdir()
    write_lines(made / "events.jsonl", [call(words="spoke", start=5)])
    write_lines(made / "articles.jsonl", [state(path="articles/a")])
    write_lines(made / "rejected.jsonl", [])
    (made / "run.json").write_text('{"model": "m"}', "utf-8")
    return made


def test_the_command_writes_a_page_with_the_articles_where_they_were_read(
    memcon: Command, out: Path, folder: Path
) -> None:
    ran = memcon("report", "out", "-o", "page.html", "--title", "My run")
    assert (ran.code, ran.out, ran.err) == (0, "page.html: 1 events of 1 articles\n", "")
    html = (folder / "page.html").read_text("utf-8")
    assert table(html, "texts") == [[[0, "They spoke."]]]
    assert "<title>My run</title>" in html
    assert {name: value for name, value in index(html)["run"].items() if value} == {
        "schema_version": 2, "model": "m", "usage": ANY, "answers": ANY, "missing": ANY,
    }  # fmt: skip


def test_articles_that_moved_changed_or_are_lost(memcon: Command, out: Path, folder: Path) -> None:
    (folder / "articles" / "a").rename(folder / "renamed")
    ran = memcon("report", "out")
    assert ran.code == 0
    assert "the articles are not where they were read" in ran.err
    assert index((folder / "report.html").read_text("utf-8"))["missing"]
    assert memcon("report", "out", "--articles", "renamed").err == ""
    assert table((folder / "report.html").read_text("utf-8"), "texts") == [[[0, "They spoke."]]]
    (folder / "articles" / "a").write_text("They wrote.", "utf-8")
    assert "1 articles were not found" in memcon("report", "out").err
    html = (folder / "report.html").read_text("utf-8")
    kinds = index(html)["articles"]
    assert [kinds["texts"][at] for at in kinds["rows"]["text"]] == ["changed"]
    assert memcon("report", "out", "--articles", "nowhere").code == 2


def test_events_alone_are_shown_and_damage_is_told(memcon: Command, out: Path, folder: Path) -> None:
    for name in ("articles.jsonl", "rejected.jsonl", "run.json"):
        (out / name).unlink()
    assert memcon("report", "out").code == 0
    with (out / "events.jsonl").open("a") as file:
        file.write('{"kind":')
    ran = memcon("report", "out")
    assert ran.code == 5
    assert "events.jsonl', line 2" in ran.err
    (out / "events.jsonl").write_text("")
    (out / "run.json").write_text("[1]")
    assert memcon("report", "out").code == 5
    assert memcon("report", "elsewhere").code == 2
    (out / "run.json").unlink()
    assert memcon("report", "out", "-o", "missing/page.html").code == 74


def test_a_report_loads_no_model(out: Path) -> None:
    code = (
        "import sys; sys.argv = ['memcon', 'report', 'out']\n"
        "from memcon.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: print(sorted({'openai', 'instructor', 'httpx2'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_the_libraries_in_the_page_are_those_that_were_published() -> None:
    told = (REPORT / "vendor" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| (\S+\.js) \| (\S+) \| \S+ \| \S+ \| (\S+) \| ([0-9a-f]{64}) \|$", told, re.MULTILINE)
    assert {name for name, *_ in rows} == set(page.VENDOR) == {path.name for path in (REPORT / "vendor").glob("*.js")}
    for name, package, licence, digest in rows:
        assert sha256((REPORT / "vendor" / name).read_bytes()).hexdigest() == digest
        assert licence in {"MIT", "Apache-2.0"}
        assert (REPORT / "vendor" / f"{package}.LICENSE").is_file()


def test_the_page_has_all_its_scripts_and_none_runs_words_as_code() -> None:
    assert {path.name for path in (REPORT / "web").glob("*.js")} == set(page.SCRIPTS)
    for path in (*(REPORT / "web").glob("*.js"), *(REPORT / "vendor").glob("*.js")):
        source = path.read_text("utf-8")
        assert not re.search(
            r"\beval\(|new Function\(|(?<!function )\bFunction\(|document\.write|insertAdjacentHTML", source
        ), path.name
        assert "</script" not in source.lower()
    for path in (REPORT / "web").glob("*.js"):
        assert "innerHTML" not in path.read_text("utf-8"), path.name
        assert len(path.read_text("utf-8").splitlines()) < 300


def test_places_may_be_none() -> None:
    assert event_columns([call(place=Place(name="Lima", country=None))], Places())["rows"]["mentions"] == [[0]]
