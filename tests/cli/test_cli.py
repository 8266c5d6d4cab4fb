"""The command line as its users meet it: what is read, what is written and printed, and how it ends."""

import dataclasses
import datetime as dt
import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import typer.main
from rich.cells import cell_len

from conftest import ROOT, Command
from helpers.fault_server import Asked, FaultServer, Reply, fails
from helpers.scripted import Reader, call, dispute, meeting, serving
from memcon.cli import app

CALL = "Menteri Luar Negeri Jepang Yoko Kamikawa menelepon Menteri Luar Negeri Filipina Enrique Manalo pada Rabu."
VISIT = "Presiden Kenya William Ruto bertemu Presiden Uganda Yoweri Museveni di Kampala, Selasa (2/7/2024)."
PROTEST = "Kementerian Luar Negeri Peru memanggil duta besar Bolivia untuk menyampaikan protes."
QUIET = "Harga beras di pasar naik lagi menjelang akhir tahun."
READER = (
    call("menelepon", "Yoko Kamikawa", "Enrique Manalo", date_words="Rabu"),
    meeting("bertemu", "William Ruto", "Yoweri Museveni", date_words="Selasa (2/7/2024)", place_words="Kampala"),
    dispute("memanggil", "Kementerian Luar Negeri Peru", "duta besar Bolivia", "summon"),
)


@pytest.fixture
def server(endpoint: Callable[[str], None]) -> Iterator[FaultServer]:
    """The scripted reader, as the model that is asked."""
    with serving(Reader(*READER)) as served:
        endpoint(served.url)
        yield served


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def jsonl(**articles: str) -> str:
    return "".join(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n" for name, text in articles.items())


def states(out: Path) -> dict[str, tuple[str, str | None]]:
    return {line["article"]: (line["state"], line["reason"]) for line in lines(out / "articles.jsonl")}


# --- extract ---


def test_articles_become_events_on_disk_and_a_table(memcon: Command, folder: Path, server: FaultServer) -> None:
    (folder / "news").mkdir()
    (folder / "news" / "a.txt").write_text(f"{CALL}\n{QUIET}", "utf-8")
    (folder / "news" / "b.txt").write_text(VISIT, "utf-8")
    ran = memcon("extract", "news", "-o", "out", "--published", "2024-07-04")
    assert ran.code == 0
    events = lines(folder / "out" / "events.jsonl")
    assert [(e["kind"], e["date"]["start"], e["countries"]) for e in events] == [
        ("meeting", "2024-07-02", ["KEN", "UGA"]),
        ("call", "2024-07-03", ["JPN", "PHL"]),
    ]
    assert {path.name for path in (folder / "out").iterdir()} == {
        "events.jsonl", "mentions.jsonl", "rejected.jsonl", "articles.jsonl", "run.json",
    }  # fmt: skip
    header, *rows = ran.out.splitlines()
    assert header.split() == ["date", "kind", "who", "countries", "quote"]
    assert [re.split(r" {2,}", row.strip()) for row in rows] == [
        ["2024-07-02", "meeting", "William Ruto, Yoweri Museveni", "KEN UGA", f"{VISIT[:75]}…"],
        ["2024-07-03", "call", "Yoko Kamikawa, Enrique Manalo", "JPN PHL", f"{CALL[:75]}…"],
    ]
    assert "articles  2 ok" in ran.err
    assert "events    1 meetings, 1 calls" in ran.err or "events    1 calls, 1 meetings" in ran.err
    assert "written   out/" in ran.err


def test_every_kind_of_input_is_one_article(memcon: Command, folder: Path, server: FaultServer) -> None:
    (folder / "a.txt").write_text(CALL, "utf-8")
    (folder / "b.txt.gz").write_bytes(gzip.compress(VISIT.encode()))
    (folder / "c.jsonl").write_text(jsonl(c1=PROTEST, c2=QUIET), "utf-8")
    (folder / "d.jsonl.gz").write_bytes(gzip.compress(jsonl(d1=VISIT).encode()))
    ran = memcon("extract", "[ab].*", "c.jsonl", "d.jsonl.gz", "-", "-o", "out", stdin=CALL.encode())
    assert ran.code == 0
    assert states(folder / "out") == {
        "a.txt": ("ok", None),
        "b.txt.gz": ("ok", None),
        "c1": ("ok", None),
        "c2": ("empty", None),
        "d1": ("ok", None),
        "stdin": ("ok", None),
    }
    assert memcon("verify", "out", "--articles", "[a-d].*").code == 5  # what came from standard input is not there
    (folder / "stdin.txt").write_text(CALL, "utf-8")  # known by its text, whatever its name
    ran = memcon("verify", "out", "--articles", "[a-d].*", "--articles", "stdin.txt")
    assert ran.code == 0, ran.out
    assert "hold against 6 articles" in ran.out


def test_language_and_day_hold_where_the_article_does_not_tell(
    memcon: Command, folder: Path, server: FaultServer
) -> None:
    told = {"id": "told", "text": CALL, "published": "2023-01-05", "language": "id"}
    (folder / "a.jsonl").write_text(jsonl(untold=CALL) + json.dumps(told) + "\n", "utf-8")
    assert memcon("extract", "a.jsonl", "-o", "out", "--published", "2024-07-04", "--language", "ms").code == 0
    found = {
        line["article"]: (line["published"], line["language"]) for line in lines(folder / "out" / "articles.jsonl")
    }
    assert found == {"told": ("2023-01-05", "id"), "untold": ("2024-07-04", "ms")}
    days = {line["article"]: line["date"]["start"] for line in lines(folder / "out" / "mentions.jsonl")}
    assert days == {"told": "2023-01-04", "untold": "2024-07-03"}


def test_a_dry_run_names_what_cannot_be_read(memcon: Command, folder: Path, server: FaultServer) -> None:
    (folder / "a.txt").write_text(CALL, "utf-8")
    (folder / "none.txt").write_text("", "utf-8")
    ran = memcon("extract", "a.txt", "none.txt", "--dry-run")
    assert (ran.code, ran.err) == (0, "memcon: none.txt: the file is empty\n")
    assert ran.out.startswith("2 articles, of which 1 cannot be read; ")
    assert server.calls == 0


def test_a_path_that_does_not_exist_ends_before_any_work(memcon: Command, folder: Path, server: FaultServer) -> None:
    (folder / "a.txt").write_text(CALL, "utf-8")
    ran = memcon("extract", "a.txt", "missing.txt", "-o", "out")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "memcon: 'missing.txt' does not exist\n"
    assert server.calls == 0
    assert not (folder / "out" / "events.jsonl").exists()


BAD: dict[str, tuple[str, bytes, str, str]] = {
    # file: its bytes, the reason in articles.jsonl, and where the line on stderr points
    "an empty file": ("bad.txt", b"", "empty_file", "bad.txt: "),
    "a binary file": ("bad.txt", b"\x89PNG\r\n\x1a\n\0\1\2\3", "binary", "bad.txt: "),
    "a wrong encoding": ("bad.txt", "Menteri\nJosé\n".encode("latin-1"), "encoding", "bad.txt: "),
    "a mixed encoding": ("bad.txt", "José ".encode() + "José".encode("latin-1"), "encoding", "bad.txt: "),
    "a JSON line cut in half": ("bad.jsonl", b'{"id":"x","text":"Men', "cut_line", "bad.jsonl:1: "),
    "a line without id": ("bad.jsonl", b'{"text":"Menteri"}\n', "missing_id", "bad.jsonl:1: "),
    "a repeated id": ("bad.jsonl", jsonl(good=QUIET).encode() * 2, "repeated_id", "bad.jsonl:2: "),
    "a date that is none": ("bad.jsonl", b'{"id":"x","text":"M","published":"2024-02-30"}', "date", "bad.jsonl:1: "),
    "too many characters": ("bad.txt", b"x" * 501, "too_long", "bad.txt: "),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_line_and_all_else_is_done(
    memcon: Command, folder: Path, server: FaultServer, case: str
) -> None:
    name, data, reason, where = BAD[case]
    (folder / name).write_bytes(data)
    (folder / "ok.txt").write_text(CALL, "utf-8")
    ran = memcon("extract", ".", "-o", "out", "--max-chars", "500", "--quiet")
    assert ran.code == 3
    (told,) = ran.err.splitlines()
    assert told.startswith(f"memcon: {where}"), told
    ended = lines(folder / "out" / "articles.jsonl")
    (failed,) = [line for line in ended if line["state"] == "failed"]
    assert reason in failed["reason"]
    assert f"memcon: {failed['detail']}" == told
    assert failed["path"].startswith(name)
    assert {"ok.txt": ("ok", None)}.items() <= states(folder / "out").items()
    assert len(ended) == len({line["article"] for line in ended})
    assert len(lines(folder / "out" / "events.jsonl")) == 1
    assert memcon("verify", "out").code == 0


def test_an_article_without_events_is_no_failure(memcon: Command, folder: Path, server: FaultServer) -> None:
    (folder / "a.txt").write_text(QUIET, "utf-8")
    ran = memcon("extract", "a.txt", "-o", "out")
    assert (ran.code, ran.out) == (0, "")
    assert states(folder / "out") == {"a.txt": ("empty", None)}
    assert (folder / "out" / "events.jsonl").read_bytes() == b""


def test_an_article_that_the_model_cannot_answer_fails_alone(
    memcon: Command, folder: Path, endpoint: Callable[[str], None]
) -> None:
    reader = Reader(*READER)

    def script(asked: Asked) -> Reply:
        too_long = {"error": {"message": "maximum context length", "code": "context_length_exceeded"}}
        return fails(400, too_long) if "Kampala" in asked.raw.decode() else reader(asked)

    (folder / "a.txt").write_text(VISIT, "utf-8")
    (folder / "b.txt").write_text(CALL, "utf-8")
    with serving(script) as server:
        endpoint(server.url)
        ran = memcon("extract", "a.txt", "b.txt", "-o", "out")
    assert ran.code == 3
    assert states(folder / "out") == {"a.txt": ("failed", "too_long"), "b.txt": ("ok", None)}
    assert "memcon: a.txt: too_long: " in ran.err


def test_a_key_that_is_refused_stops_the_run_and_says_what_to_do(
    memcon: Command, folder: Path, endpoint: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEMCON_API_KEY", "sk-not-a-key-0123456789")
    (folder / "a.txt").write_text(CALL, "utf-8")
    with serving(
        lambda _: fails(401, {"error": {"message": "Incorrect API key", "code": "invalid_api_key"}})
    ) as server:
        endpoint(server.url)
        ran = memcon("extract", "a.txt", "-o", "out", "--quiet")
        assert server.calls == 1
    assert ran.code == 4
    (told,) = ran.err.splitlines()
    assert "key" in told
    assert "sk-not" not in told + (folder / "out" / "run.json").read_text("utf-8")
    assert states(folder / "out") == {"a.txt": ("pending", None)}


def test_the_same_ledger_gives_the_same_bytes_whatever_the_order(
    memcon: Command, folder: Path, server: FaultServer
) -> None:
    texts = {"a.txt": CALL, "b.txt": f"{VISIT}\n{PROTEST}", "c.txt": f"{PROTEST}\n{CALL}", "d.txt": ""}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    written = ("events.jsonl", "mentions.jsonl", "rejected.jsonl", "articles.jsonl")
    runs, calls = [], []
    for number, inputs in enumerate((list(texts), list(texts), list(reversed(texts)))):
        out = folder / f"out{number}"
        ran = memcon("extract", *inputs, "-o", out.name)
        assert ran.code == 3  # d.txt is empty
        runs.append([(out / name).read_bytes() for name in written])
        calls.append(json.loads((out / "run.json").read_text("utf-8"))["usage"]["calls"])
    assert runs[0] == runs[1] == runs[2]
    assert calls == [server.calls, 0, 0]
    assert "0 calls" in ran.err
    assert len(lines(folder / "out0" / "events.jsonl")) == 3


def test_offline_answers_from_the_ledger_alone(memcon: Command, folder: Path, server: FaultServer) -> None:
    (folder / "a.txt").write_text(CALL, "utf-8")
    (folder / "b.txt").write_text(VISIT, "utf-8")
    assert memcon("extract", "a.txt", "-o", "first").code == 0
    asked = server.calls
    ran = memcon("extract", "a.txt", "b.txt", "-o", "out", "--offline")
    assert ran.code == 3
    assert states(folder / "out") == {"a.txt": ("ok", None), "b.txt": ("failed", "offline")}
    assert server.calls == asked


def test_the_old_output_stands_until_the_new_is_whole(memcon: Command, folder: Path, server: FaultServer) -> None:
    (folder / "a.txt").write_text(CALL, "utf-8")
    assert memcon("extract", "a.txt", "-o", "out").code == 0
    before = (folder / "out" / "events.jsonl").read_bytes()
    assert memcon("extract", "b.txt", "-o", "out").code == 2
    assert (folder / "out" / "events.jsonl").read_bytes() == before
    (folder / "file").write_text("", "utf-8")
    ran = memcon("extract", "a.txt", "-o", "file")
    assert (ran.code, ran.err) == (2, "memcon: -o 'file' is a file: name a folder\n")


@pytest.mark.parametrize(
    "arguments",
    [
        "extract", "extract a.txt", "extract a.txt -o out --strategy best", "extract a.txt -o out --max-chars 0",
        "extract a.txt -o out --published today", "extract a.txt -o out --language Klingon",
        "extract a.txt -o out --base-url x", "extract a.txt -o out --model none.gguf", "verify nowhere", "nonsense",
        "schema poem",
    ],
)  # fmt: skip
def test_a_wrong_command_says_so_and_ends_with_2(memcon: Command, folder: Path, arguments: str) -> None:
    (folder / "a.txt").write_text(CALL, "utf-8")
    ran = memcon(*arguments.split())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip()
    assert "Traceback" not in ran.err


NUMBERS = [
    ("extract a.txt -o out", "rpm tpm max-cost max-tokens max-requests max-useless output-tokens max-wait timeout"),
    ("extract a.txt -o out", "grace concurrency max-chars workers"), ("sample out", "size overlap more"),
    ("model serve", "port context slots threads"), ("review out", "port"), ("export out", "min-confidence"),
]  # fmt: skip


@pytest.mark.parametrize("number", ["inf", "1e308", "nan", "9" * 30])
@pytest.mark.parametrize(("command", "options"), NUMBERS)
def test_a_number_that_is_none_or_has_no_sense_is_refused_by_its_option(
    memcon: Command, folder: Path, command: str, options: str, number: str
) -> None:
    (folder / "a.txt").write_text(CALL, "utf-8")
    for option in options.split():
        ran = memcon(*command.split(), f"--{option}", number)
        assert (ran.code, ran.out) == (2, ""), option
        assert f"--{option}" in ran.err
        assert "Traceback" not in ran.err


def test_python_without_docstrings_is_refused_in_a_line(folder: Path) -> None:
    command = [sys.executable, "-OO", "-m", "memcon", "extract", "a.txt", "-o", "out"]
    ran = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False, timeout=100)
    told = "memcon: rules and questions are made of docstrings: run it without -OO or PYTHONOPTIMIZE=2\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", told)


# --- help ---


def commands() -> dict[str, Any]:
    """Every command of the program by its words, as `memcon model pull`."""
    found: dict[str, Any] = {}

    def walk(words: str, command: Any) -> None:
        inner = getattr(command, "commands", {})
        for name, each in inner.items():
            walk(f"{words} {name}", each)
        if not inner:
            found[words] = command

    walk("memcon", typer.main.get_command(app))
    return found


@pytest.mark.parametrize("words", commands())
def test_every_command_and_option_has_help_and_stands_in_the_documents(memcon: Command, words: str) -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]  # docs/reference/ is made of the help itself
    assert any(re.search(rf"{words}\b", page.read_text("utf-8")) for page in pages)
    ran = memcon(*words.split()[1:], "--help")
    assert ran.code == 0
    assert len(commands()[words].help or "") > 30
    for parameter in commands()[words].params:
        assert getattr(parameter, "help", None), f"{words}: {parameter.name} has no help"
        for option in parameter.opts:
            if option.startswith("--"):
                assert option in ran.out


def test_help_is_quick_to_import() -> None:
    """`memcon --help` takes under 0.3 s of CPU: neither openai nor instructor is imported, nor pydantic or rich."""
    script = (
        "import sys\nfrom memcon.__main__ import main\nsys.argv = ['memcon', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([n for n in ('openai', 'instructor', 'httpx2', 'pydantic', 'asyncio') if n in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "extract" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "[]"


def test_a_signal_ends_a_command_without_a_search_of_all_that_it_keeps() -> None:
    """Of a large run that search alone takes more than a second, once the user has been told that it is stopped."""
    script = (
        "import atexit, gc, sys\nfrom memcon import __main__, cli\nfrom memcon.errors import Interrupted\n"
        "def stopped(**_): raise Interrupted('stopped by Ctrl-C')\n"
        "cli.app = stopped\nkept = [[] for _ in range(10_000)]\n"
        "atexit.register(lambda: print(len(gc.get_objects()) < len(kept), file=sys.stderr))\n"
        "__main__.main()"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (130, "memcon: stopped by Ctrl-C\nTrue\n")


def test_the_version_is_the_package_s(memcon: Command) -> None:
    assert memcon("--version").out == f"memcon {version('memcon')}\n"


def test_python_dash_m_is_the_command() -> None:
    ran = subprocess.run([sys.executable, "-m", "memcon", "--version"], capture_output=True, text=True, check=True)
    assert ran.stdout == f"memcon {version('memcon')}\n"


def test_without_a_command_help_is_shown(memcon: Command) -> None:
    ran = memcon()
    assert "extract" in ran.out + ran.err
    assert ran.code == 2


# --- schema ---


def test_schema_prints_and_writes(memcon: Command, folder: Path) -> None:
    assert json.loads(memcon("schema", "mention").out)["title"].startswith("memcon mention")
    assert memcon("schema", "--write", "schemas").code == 0
    for path in (ROOT / "schemas").iterdir():
        assert (folder / "schemas" / path.name).read_bytes() == path.read_bytes(), (
            f"{path}: `make schemas` writes it anew"
        )


# --- how it ends ---


def test_a_bug_is_told_whole_and_ends_with_70(memcon: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr("memcon.compare.verify.verify", broken)
    ran = memcon("verify", "out")
    assert (ran.code, ran.out) == (70, "")
    assert "RuntimeError: no such luck" in ran.err
    assert ran.err.splitlines()[-1] == "memcon: this is a bug of memcon: please report it with the lines above"


def test_a_bug_in_one_article_costs_that_article(
    memcon: Command, folder: Path, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from memcon.articles.sentences import segment as real  # noqa: PLC0415

    def broken(article: Any) -> Any:
        if article.id == "a.txt":
            raise RuntimeError("no such luck")
        return real(article)

    monkeypatch.setattr("memcon.extraction.article.segment", broken)
    (folder / "a.txt").write_text(CALL, "utf-8")
    (folder / "b.txt").write_text(VISIT, "utf-8")
    ran = memcon("extract", "a.txt", "b.txt", "-o", "out")
    assert ran.code == 70
    assert states(folder / "out") == {"a.txt": ("failed", "bug"), "b.txt": ("ok", None)}
    assert "RuntimeError: no such luck" in ran.err


def test_a_reader_that_leaves_early_is_no_error() -> None:
    """As `memcon schema | head -1`."""
    command = f"{sys.executable} -m memcon schema event | head -c 1"
    ran = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("{", "")


# --- the table ---


def event(**changes: Any) -> Any:
    from memcon.records import Codes, EventDate, Meeting, Participant, Proof, Quote  # noqa: PLC0415

    def date(start: str, end: str, precision: Any) -> EventDate:
        return EventDate(start=dt.date.fromisoformat(start), end=dt.date.fromisoformat(end), precision=precision)

    quote = Quote(text="Ruto met\n\x1b[31mMuseveni\u202e.", start=0, end=20, match="exact")
    fields: dict[str, Any] = {
        "id": "x", "status": "occurred", "date": ("2024-07-02", "2024-07-02", "day"), "place": None,
        "countries": ("KEN", "UGA"), "initiator": None, "topics": (), "summary": "", "confidence": None,
        "participants": (Participant(name="William\nRuto", title=None, country="KEN", role=None),),
        "codes": Codes(plover=None, plover_mode=None, cameo=None, ace=None), "links": (), "conflicts": (), "merges": (),
        "mentions": (
            Proof(mention="m", article="a", quotes=(quote,), date=None, place=None, names=(), model="m", prompt="p"),
        ),
        "form": "talks",
    } | changes  # fmt: skip
    fields["date"] = date(*fields["date"]) if fields["date"] else None
    return Meeting(**fields)


def printed(capsys: pytest.CaptureFixture[str], *events: Any) -> list[str]:
    from memcon.cli.terminal.events import print_events  # noqa: PLC0415

    print_events(events)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        (("2024-07-02", "2024-07-02", "day"), "2024-07-02"), (("2024-07-01", "2024-07-31", "month"), "2024-07"),
        (("2024-01-01", "2024-12-31", "year"), "2024"), (("2024-07-01", "2024-07-07", "week"), "2024-07-01~"),
        (None, "–"),
    ],
)  # fmt: skip
def test_a_date_is_shown_as_exact_as_it_is_known(capsys: pytest.CaptureFixture[str], date: Any, shown: str) -> None:
    assert printed(capsys, event(date=date))[1].split()[0] == shown


def test_an_undated_event_shows_when_it_was_first_reported(capsys: pytest.CaptureFixture[str]) -> None:
    from memcon.records import Reported  # noqa: PLC0415

    told = Reported(first=dt.date(2024, 7, 3), last=dt.date(2024, 7, 5), articles=2, sources=1, languages=("en",))
    _, undated, dated = printed(capsys, event(date=None, reported=told), event(reported=told))
    assert undated.split(" meeting")[0] == "reported 2024-07-03 "
    assert dated.split()[0] == "2024-07-02"


def test_what_is_shown_is_on_one_line_and_safe(capsys: pytest.CaptureFixture[str]) -> None:
    header, row = printed(capsys, event(status="planned"))
    assert re.split(r" {2,}", row.strip()) == [
        "2024-07-02", "meeting, planned", "William Ruto", "KEN UGA", "Ruto met \\x1b[31mMuseveni\\u202e.",
    ]  # fmt: skip
    assert len(header) == len(row) == 160


def test_on_a_narrow_terminal_the_quote_has_a_line_of_its_own(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memcon.cli.terminal.events.PLAIN_WIDTH", 60)
    _, first, second = (line.rstrip() for line in printed(capsys, event()))
    assert first == "2024-07-02  meeting  KEN UGA  William Ruto"
    assert second == "                     “Ruto met \\x1b[31mMuseveni\\u202e.”"


def test_letters_of_two_columns_are_cut_to_the_width(capsys: pytest.CaptureFixture[str]) -> None:
    person = dataclasses.replace(event().participants[0], name="会谈" * 80)
    _, row = printed(capsys, event(participants=(person,)))
    assert cell_len(row) <= 160
    assert "…" in row


def test_a_long_table_is_cut_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, *[event()] * 1_234)
    assert len(lines) == 102
    assert lines[-1] == "… and 1,134 more"
