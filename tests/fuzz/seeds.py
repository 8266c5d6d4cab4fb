"""What a campaign begins with: sound inputs of each target, made here, and the words that its changes put in."""

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from fuzz.targets import EVENTS, SHAS, folder_in_memory
from helpers.growing import units
from helpers.reviewable import MENTIONS
from helpers.reviewing import accept, add, edit, join, reject, split, undo
from languages.checks import examples, path_of
from memcon import languages
from memcon.models.failure import Failure
from memcon.models.ledger.file import SCHEMA
from memcon.models.ledger.store import canonical, open_ledger, question_key
from memcon.models.tokens import TokenCounts
from memcon.records.edits import SummaryIs
from memcon.records.jsonl import dump

TOLD: Final = "Kenya's president met Peru's foreign minister in Nairobi on Tuesday, 18 June 2024."


def answers() -> Iterator[bytes]:
    """Answers as models give them."""
    empty = '{"meetings": [], "calls": [], "disputes": []}'
    yield empty.encode()
    yield f"<think>\nNone.\n</think>\n```json\n{empty}\n```".encode()
    yield json.dumps({"meetings": [{"quote": TOLD, "status": "occurred"}]}).encode()
    yield b'{"meetings": ["a", "b \\u00e9", "c\\ud800", "a"'


def quotes() -> Iterator[bytes]:
    """A quote, and an article that has it, nearly has it, or does not."""
    yield f"{TOLD}\nNAIROBI - {TOLD} “They spoke,” it said.".encode()
    yield f"Kenya’s president met Peru’s foreign minister\nNAIROBI - {TOLD}".encode()
    yield f"Kenya's president did not meet Peru's minister\nNAIROBI - {TOLD}".encode()
    yield "Presiden Kenya\nPRESIDEN  KENYA bertemu; 肯尼亚总统 مع الرئيس x\u0301".encode()


def exemplified() -> list[str]:
    """Return the languages that have examples."""
    return [tag for tag in languages.tags() if path_of(tag).is_file()]


def dates() -> Iterator[bytes]:
    """Dates out of the examples of each language."""
    for tag in exemplified():
        words = [line.text for line in examples(tag) if line.check in {"date", "planned"}]
        for text in words[:8]:
            yield f"{tag} 2024-05-08\n{text}".encode()
            yield f"{tag} 2024-05-08 planned\n{text}, {words[-1]}".encode()


def articles() -> Iterator[bytes]:
    """What the examples of each language say of sentences and pages, a text each."""
    for tag in exemplified():
        texts = [line.text for line in examples(tag) if line.check not in {"date", "planned"}]
        yield f"{tag} {TOLD}\n{TOLD}\n{chr(10).join(texts[:12])}".encode()


def decisions() -> Iterator[bytes]:
    """A file with one decision of each kind, and each decision alone."""
    one, two, *_ = EVENTS
    first = accept(one, sha=SHAS["a.txt"])
    made = [
        first,
        reject(two),
        edit(one, SummaryIs(value="a call")),
        join(one, two),
        split(one, *([p.mention] for p in one.mentions)),
        add(MENTIONS[0], SHAS["a.txt"]),
        undo(first),
    ]
    lines = [dump(decision) for decision in made]
    yield b"".join(lines)
    yield from lines
    yield lines[0] + lines[1][:-20]


def ledgers() -> Iterator[bytes]:
    """A ledger with pages so small that rows run over them: with the newest in the log, and with all in the file."""
    body, long = canonical(b'{"model": "m", "messages": []}'), canonical(json.dumps({"words": [*range(900)]}).encode())
    with folder_in_memory() as folder:
        path = folder / "ledger.sqlite"
        with contextlib.closing(sqlite3.connect(path)) as new:
            new.executescript(f"PRAGMA page_size = 512; {SCHEMA}")
        with open_ledger(path) as ledger:
            for asked in (body, long):
                first = ledger.send(question_key("here", asked), "here", "m", asked)
                ledger.fail(first, Failure(family="rate", kind="rate_limit", detail="slow down", status=429))
                again = ledger.send(question_key("here", asked), "here", "m", asked)
                ledger.keep(
                    again, b'{"choices": [{"message": {}}]}', TokenCounts(prompt=7, completion=3, model="served")
                )
            yield _with_log(path)
        yield _with_log(path)


def _with_log(path: Path) -> bytes:
    log = path.with_name(f"{path.name}-wal")
    file = path.read_bytes()
    return len(file).to_bytes(4, "big") + file + (log.read_bytes() if log.is_file() else b"")


SEEDS: Final[Mapping[str, Callable[[], Iterator[bytes]]]] = {
    "clean": answers,
    "ground": quotes,
    "resolve_date": dates,
    "segment": articles,
    "review": decisions,
    "recover": ledgers,
}
MOST: Final = 60
"""Bytes of the longest words that libFuzzer takes."""


def dictionary() -> str:
    """Return the units of the growth table, and the words of weekdays, months and connectives, as for libFuzzer."""
    words = dict.fromkeys(unit.encode("utf-8", "surrogatepass")[:MOST] for _, unit in units())
    words |= dict.fromkeys(f"{tag} ".encode() for tag in languages.tags())
    return "".join('"' + "".join(map("\\x{:02x}".format, word)) + '"\n' for word in words)
