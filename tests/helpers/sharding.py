"""A corpus for shares: articles that tell of the same events, a reader of them, and what must be equal once joined."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from conftest import Command
from helpers.fault_server import Asked, Reply
from helpers.harness import COUNTRIES
from helpers.scripted import MODEL, Reader, call, dispute, serving
from memcon._failpoints import KILLED
from memcon.models.ledger.store import open_ledger

LINES = ("mentions.jsonl", "rejected.jsonl", "articles.jsonl", "events.jsonl")
OF_ONE = {"started", "seconds", "concurrency", "settings", "seal", "usage", "served_models"}
"""What run.json tells of time, machines and traffic: of several runs where there were several."""


KILLS = ("sent:3", "received:2", "kept:4", "before_rename:1", "after_rename:2", "after_rename:4")
IN_FLIGHT = 2
"""Calls at once, of the profile of `MODEL`."""


def corpus(path: Path, articles: int, *, seed: int = 1) -> Reader:
    """Write articles of which several tell of one event, some of nothing and some cannot be read; return who reads."""
    drawn = random.Random(seed)
    told, lines = [], []
    pairs = [(COUNTRIES[n], COUNTRIES[n + 1]) for n in range(0, 38, 2)]
    for caller, called in pairs:
        told.append(call(f"{caller} menelepon", f"Menteri Luar Negeri {caller}", f"Menteri Luar Negeri {called}",
                         date_words="Rabu"))  # fmt: skip
        told.append(dispute(f"{called} mengecam", called, caller, "criticise", date_words="Selasa"))
    for number in range(articles):
        caller, called = drawn.choice(pairs)
        day = f"2024-07-{drawn.randrange(1, 29):02d}"
        parts = [f"Artikel {number} dari kantor berita."]
        if drawn.random() < 0.7:
            parts.append(f"Menteri Luar Negeri {caller} menelepon Menteri Luar Negeri {called} pada Rabu.")
        if drawn.random() < 0.3:
            parts.append(f"Pemerintah {called} mengecam {caller} pada Selasa.")
        if drawn.random() < 0.2:
            parts.append("Menteri mengatakan bahwa Atlantis menelepon Lemuria.")
        one: dict[str, Any] = {"id": f"a{number}", "text": "\n".join(parts), "language": "id", "published": day}
        lines.append("not JSON" if drawn.random() < 0.02 else json.dumps(one))
    told.append(call("Atlantis menelepon", "Atlantis", "Lemuria"))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return Reader(*told)


class Counting:
    """Answers as a reader does, and counts how often each question was asked."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.asked: Counter[str] = Counter()

    def __call__(self, asked: Asked) -> Reply:
        self.asked[json.dumps(asked.body, sort_keys=True)] += 1
        return self.reader(asked)


def joined_equals_one(folder: Path, memcon: Command, articles: int, shares: int) -> Counting:
    script = Counting(corpus(folder / "news.jsonl", articles))
    with serving(script) as server:
        options = ("--model", MODEL, "--base-url", server.url, "-q")
        one = memcon("extract", "news.jsonl", "-o", "one", "--ledger", "one.sqlite", *options)
        script.asked.clear()
        for number in range(1, shares + 1):
            ran = memcon("extract", "news.jsonl", "-o", f"out/{number}", "--shard", f"{number}/{shares}", *options)
            assert ran.code in {0, 3}, ran.err
    ran = memcon("join", *sorted((folder / "out").iterdir()), "-o", "all")
    assert ran.code == one.code == 3, ran.err
    same(folder)
    return script


def same(folder: Path, whole: str = "all", one: str = "one") -> None:
    for name in LINES:
        assert (folder / whole / name).read_bytes() == (folder / one / name).read_bytes(), name
    mine, other = (json.loads((folder / each / "run.json").read_bytes()) for each in (whole, one))
    assert {name: value for name, value in mine.items() if name not in OF_ONE} == {
        name: value for name, value in other.items() if name not in OF_ONE
    }
    assert mine["seal"]["files"] == other["seal"]["files"]
    asked = [usage["calls"] + usage["replayed"] for usage in (mine["usage"], other["usage"])]
    assert asked[0] == asked[1]  # a question that two shares have in common is asked by both


def killed_and_joined(folder: Path, memcon: Command, articles: int, shares: int, kills: int) -> None:
    """Each share dies so often, and so does the join: nothing is asked again but what was in flight."""
    script = Counting(corpus(folder / "news.jsonl", articles))
    with serving(script) as server:
        options = ("--model", MODEL, "--base-url", server.url, "-q")
        memcon("extract", "news.jsonl", "-o", "one", "--ledger", "one.sqlite", *options)
        script.asked.clear()
        died = 0
        for number in range(1, shares + 1):
            command = ("extract", "news.jsonl", "-o", f"out/{number}", "--shard", f"{number}/{shares}", *options)
            for kill in range(kills if number > 1 or kills > 1 else 2):
                died += killed(folder, *command, at=KILLS[(number + kill) % len(KILLS)])
            assert memcon(*command).code in {0, 3}
    held = 0
    for ledger in (folder / ".memcon").glob("ledger-*.sqlite"):
        with open_ledger(ledger, offline=True) as opened:
            held += opened.stats().answers
    assert died > 0
    assert held <= script.asked.total() <= held + IN_FLIGHT * died
    join = ("join", *(f"out/{number}" for number in range(1, shares + 1)), "-o", "all", "-q")
    assert killed(folder, *join, at="after_rename:2")
    assert memcon(*join).code == 3
    same(folder)


def killed(folder: Path, *command: str, at: str) -> bool:
    """Run a command that is killed there, if it comes there; return whether it was."""
    env = os.environ | {"MEMCON_FAILPOINT": at, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run([sys.executable, "-m", "memcon", *command], cwd=folder, env=env, check=False)
    return ran.returncode == KILLED
