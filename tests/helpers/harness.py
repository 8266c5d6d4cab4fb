"""A whole run of the command line against a server that misbehaves, and the invariants that hold after each.

Twenty short articles; the server answers each question well unless the case says otherwise, counts every request and
keeps it. The program is the real one, in this process; only its clock is fifty times faster.
"""

import asyncio
import contextlib
import itertools
import json
import re
import sqlite3
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from conftest import Command, Ran
from helpers.fault_server import Asked, FaultServer, Reply, completion, sends
from helpers.scripted import serving
from memcon import api
from memcon.models.settings import Clock

KEY: Final = "sk-test-0123456789abcdefghij"
SPEED: Final = 50.0
ARTICLES: Final = 20
COUNTRIES: Final = [
    "Jepang",
    "Filipina",
    "Peru",
    "Bolivia",
    "Kenya",
    "Uganda",
    "Mesir",
    "Turki",
    "Brasil",
    "Meksiko",
    "Kanada",
    "Prancis",
    "Jerman",
    "Italia",
    "Spanyol",
    "Portugal",
    "Norwegia",
    "Swedia",
    "Finlandia",
    "Denmark",
    "Polandia",
    "Hungaria",
    "Vietnam",
    "Thailand",
    "Malaysia",
    "Australia",
    "India",
    "Pakistan",
    "Iran",
    "Irak",
    "Ghana",
    "Senegal",
    "Maroko",
    "Aljazair",
    "Kuba",
    "Argentina",
    "Cile",
    "Kolombia",
    "Ekuador",
    "Rumania",
]
_NUMBER: Final = re.compile(r"Artikel (\d+)")

ANSWERED: Final = {"invalid_answer", "truncated", "refused", "content_filter"}
"""Reasons to fail of articles whose answer was paid for, is kept, and is not asked for again: it would be the same."""

Fault = Callable[[int, int], Reply | None]
"""From an article's number and how often it has been asked about, from 1, to what the server does; None: it answers."""


def text_of(number: int) -> str:
    caller, called = COUNTRIES[2 * number], COUNTRIES[2 * number + 1]
    return (
        f"Artikel {number:02d} dari kantor berita.\n"
        f"Menteri Luar Negeri {caller} menelepon Menteri Luar Negeri {called} pada Rabu.\n"
        "Harga beras di pasar naik lagi."
    )


def findings(number: int, **more: Any) -> dict[str, Any]:
    """What a good model answers about an article."""
    caller, called = COUNTRIES[2 * number], COUNTRIES[2 * number + 1]
    party = {"title": None}
    return {
        "meetings": [],
        "calls": [
            {
                "sentences": [2],
                "quote": f"Menteri Luar Negeri {caller} menelepon Menteri Luar Negeri {called} pada Rabu.",
                "status": "occurred",
                "participants": [
                    {"name": f"Menteri Luar Negeri {caller}", "side": caller, "role": "caller", **party},
                    {"name": f"Menteri Luar Negeri {called}", "side": called, "role": "called", **party},
                ],
                "initiator": caller,
                "date_words": "Rabu",
                "place_words": None,
                "topics": [],
                "summary": f"The foreign ministers of {caller} and {called} spoke by telephone.",
                "channel": "phone",
            }
            | more
        ],
        "disputes": [],
    }


def good(number: int) -> Reply:
    return sends(completion(json.dumps(findings(number), ensure_ascii=False)))


def number_in(asked: Asked) -> int:
    """Return the number of the article that a question is about: the first turn with our articles' name."""
    for message in reversed(asked.body["messages"]):
        if message["role"] == "user" and (found := _NUMBER.search(message["content"])):
            return int(found[1])
    raise AssertionError("no article in the question")


class Script:
    """Plays a fault, and remembers who asked how often."""

    def __init__(self, fault: Fault | None = None) -> None:
        self.fault = fault or (lambda _n, _k: None)
        self.asked: Counter[int] = Counter()
        self.order: list[int] = []
        self.at: list[float] = []

    def __call__(self, asked: Asked) -> Reply:
        number = number_in(asked)
        self.asked[number] += 1
        self.order.append(number)
        self.at.append(time.monotonic() * SPEED)
        return self.fault(number, self.asked[number]) or good(number)


class World:
    """One case: its folder, its runs, and what must hold after each of them."""

    def __init__(self, folder: Path, memcon: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.memcon, self.monkeypatch = folder, memcon, monkeypatch
        self.out, self.ledger = folder / "out", folder / "ledger.sqlite"
        self.count = ARTICLES
        self.settled = False
        """Whether I6 has been held, or the case has articles that no healthy server of ours knows."""
        self.own_articles = False
        self.seen = 0
        """Requests of the server before the run that is looked at; of a server that outlives runs."""
        monkeypatch.setenv("MEMCON_API_KEY", KEY)
        monkeypatch.setenv("MEMCON_MODEL", "scripted")
        self.server: FaultServer | None = None

    def articles(self, texts: dict[str, str] | None = None) -> Path:
        path = self.folder / "news.jsonl"
        self.own_articles = texts is not None
        texts = texts or {f"a{number:02d}": text_of(number) for number in range(self.count)}
        lines = [
            json.dumps({"id": name, "text": text, "language": "id", "published": "2024-07-04"})
            for name, text in texts.items()
        ]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        self.count = len(texts)
        return path

    def extract(self, script: Callable[[Asked], Reply], *options: object, concurrency: int = 4) -> Ran:
        """Run `memcon extract` against `script`, and check what holds always."""
        if not (self.folder / "news.jsonl").exists():
            self.articles()
        arguments = ["news.jsonl", "-o", "out", "--ledger", "ledger.sqlite", "--concurrency", concurrency, *options]
        self.seen = 0
        with serving(script) as self.server:
            self.monkeypatch.setenv("MEMCON_BASE_URL", self.server.url)
            ran = self.memcon("extract", *map(str, arguments))
        self.invariants(ran)
        return ran

    def healthy_again(self, expected: bytes | None = None, *options: object) -> Script:
        """I6: a healthy server is asked only for what is not done, and the end is that of a run that never failed."""
        done = {name for name, (state, _) in self.states().items() if state in {"ok", "empty"}}
        script = Script()
        ran = self.extract(script, *options)
        assert ran.code == 0, ran.err
        assert not {f"a{number:02d}" for number in script.order} & done
        assert self.events == (clean_events(self.count) if expected is None else expected)
        self.settled = True
        return script

    def i6_it_heals(self) -> None:
        """I6 after a case that has not looked at it itself, with what the design says of answers that are no use."""
        if self.settled or not self.ledger.exists():
            return
        bad = {name: state for name, state in self.states().items() if state[1] in ANSWERED}
        if not bad:
            self.healthy_again(self.never_failed() if self.own_articles else None)
            return
        done = {name for name, (state, _) in self.states().items() if state in {"ok", "empty"}} | bad.keys()
        script = Script()
        assert self.extract(script).code == 3
        assert not {f"a{number:02d}" for number in script.order} & done
        assert {name: self.states()[name] for name in bad} == bad
        assert set(self.tally()) <= {"ok", "empty", "failed"}

    def never_failed(self) -> bytes:
        """Return the events of a run over these articles whose server has always been well."""
        with serving(Script()) as server:
            self.monkeypatch.setenv("MEMCON_BASE_URL", server.url)
            ran = self.memcon("extract", "news.jsonl", "-o", "calm", "--ledger", "calm.sqlite")
            assert ran.code == 0, ran.err
        return (self.folder / "calm" / "events.jsonl").read_bytes()

    # --- what is on disk ---

    @property
    def events(self) -> bytes:
        return (self.out / "events.jsonl").read_bytes()

    @property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads((self.out / "run.json").read_text("utf-8"))
        return report

    def states(self) -> dict[str, tuple[str, str | None]]:
        if not (self.out / "articles.jsonl").exists():
            return {}
        lines = map(json.loads, (self.out / "articles.jsonl").read_bytes().splitlines())
        return {line["article"]: (line["state"], line["reason"]) for line in lines}

    def tally(self) -> dict[str, int]:
        """Return how many articles are in which state."""
        return dict(Counter(state for state, _ in self.states().values()))

    def kept(self) -> list[tuple[str, str | None, bytes, str]]:
        """Return the ledger's attempts: state, kind, body, run."""
        with contextlib.closing(sqlite3.connect(self.ledger)) as raw:
            rows = raw.execute("SELECT state, kind, body, run FROM attempts ORDER BY id").fetchall()
        return [(state, kind, zlib.decompress(body) if body else b"", run) for state, kind, body, run in rows]

    def kinds(self) -> Counter[str | None]:
        return Counter(kind for _, kind, _, _ in self.kept())

    # --- what holds always ---

    def invariants(self, ran: Ran) -> None:
        self.i1_what_was_received_is_kept()
        self.i2_outputs_are_whole()
        if (self.out / "run.json").exists():
            self.i3_each_article_once()
            self.i4_tokens_agree()
        self.i5_no_key_anywhere(ran)

    def i1_what_was_received_is_kept(self) -> None:
        """Every answer of the server stands in the ledger, or the call is known to be without one."""
        assert self.server is not None
        if self.ledger.exists():
            attempts = self.kept()
            assert not [state for state, *_ in attempts if state == "sent"]
            calls = sum(asked.path.endswith("/chat/completions") for asked in self.server.asked[self.seen :])
            if (self.out / "run.json").exists():
                run = self.report["settings"]["ledger_run"]
                of_run = [attempt for attempt in attempts if attempt[3] == run]
                if attempts and attempts[-1][3] != run:
                    return  # of an earlier run: this one wrote none, or asked nothing
                assert len(of_run) >= calls  # a refused connection is an attempt that no server sees
                usage = self.report["usage"]
                assert usage["calls"] == len(of_run)
                assert usage["failed"] == sum(state != "done" for state, *_ in of_run)

    def i2_outputs_are_whole(self) -> None:
        assert not list(self.folder.rglob("*.tmp"))
        self.i2_lines_are_whole()

    def i2_lines_are_whole(self) -> None:
        for path in filter(Path.is_file, self.out.glob("*.jsonl")):
            content = path.read_bytes()
            assert content == b"" or content.endswith(b"\n")
            for line in content.split(b"\n")[:-1]:
                assert isinstance(json.loads(line), dict)

    def i3_each_article_once(self) -> None:
        ended = [json.loads(line)["article"] for line in (self.out / "articles.jsonl").read_bytes().splitlines()]
        assert len(ended) == len(set(ended)) == self.count
        assert {state for state, _ in self.states().values()} <= {"ok", "empty", "failed", "pending"}

    def i4_tokens_agree(self) -> None:
        run, usage = self.report["settings"]["ledger_run"], self.report["usage"]
        with contextlib.closing(sqlite3.connect(self.ledger)) as raw:
            sums = raw.execute(
                "SELECT total(prompt_tokens), total(completion_tokens), total(cached_tokens) FROM attempts"
                " WHERE run = ?",
                (run,),
            ).fetchone()
        told = (usage["prompt_tokens"], usage["completion_tokens"], usage["cached_tokens"])
        assert tuple(map(int, sums)) == told

    def i5_no_key_anywhere(self, ran: Ran) -> None:
        files = [path.read_bytes() for path in self.folder.rglob("*") if path.is_file()]
        for content in (*files, ran.out.encode(), ran.err.encode(), *(body for _, _, body, _ in self.kept_if_any())):
            assert KEY.encode() not in content
            assert b"Bearer" not in content

    def kept_if_any(self) -> list[tuple[str, str | None, bytes, str]]:
        return self.kept() if self.ledger.exists() else []


_clean: dict[int, bytes] = {}


def clean_events(count: int = ARTICLES) -> bytes:
    """Return what a run without any fault has written."""
    return _clean[count]


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the run's time go fifty times as fast."""
    clock = Clock(now=lambda: time.monotonic() * SPEED, sleep=lambda seconds: asyncio.sleep(seconds / SPEED))
    monkeypatch.setattr(api, "CLOCK", clock)


@pytest.fixture
def world(
    folder: Path, memcon: Command, monkeypatch: pytest.MonkeyPatch, fast: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    if ARTICLES not in _clean:
        calm = tmp_path_factory.mktemp("clean")
        monkeypatch.chdir(calm)
        first = World(calm, memcon, monkeypatch)
        assert first.extract(Script()).code == 0
        assert first.tally() == {"ok": ARTICLES}
        _clean[ARTICLES] = first.events
        monkeypatch.chdir(folder)
    made = World(folder, memcon, monkeypatch)
    yield made
    made.i6_it_heals()


def gaps(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in itertools.pairwise(times)]
