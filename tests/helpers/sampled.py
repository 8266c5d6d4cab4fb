"""A run of forty short articles on disk, large enough to draw a sample of: thirty tell of an event, ten of none."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from helpers.merging import days
from helpers.reviewable import MENTIONS
from memcon.events.merge import merge
from memcon.outputs import atomic
from memcon.outputs.decisions import adopt
from memcon.records import ArticleState, Event, Mention
from memcon.records.decision import Decision

CALL, EXPULSION, MEETING = MENTIONS[:3]
ARTICLES = 40
TELLING = 30
NAMES = tuple(f"n{number:02}.txt" for number in range(ARTICLES))


def text(name: str) -> str:
    return f"{name}: {CALL.quotes[0].text}"


def sha(name: str) -> str:
    return hashlib.sha256(text(name).encode()).hexdigest()


def told(name: str, number: int, of: Mention | None = None) -> Mention:
    """What an article tells: its words are those of the call, its day one of its own, so that none are merged."""
    quote = dataclasses.replace(CALL.quotes[0], start=len(name) + 2, end=len(name) + 2 + len(CALL.quotes[0].text))
    base = of or (CALL, EXPULSION, MEETING)[number % 3]
    day = (dt.date(2020, 1, 1) + dt.timedelta(days=40 * number)).isoformat()
    return dataclasses.replace(
        base, id=f"{name}#{base.kind}-{quote.start}-{quote.end}", article=name, quotes=(quote,), date=days(day),
        confidence=round(min(0.99, 0.4 + number / 50), 2), language="en", date_evidence=None, names=(),
    )  # fmt: skip


FOUND = tuple(told(name, number) for number, name in enumerate(NAMES[:TELLING]))


def event_of(name: str) -> Event:
    """The machine's event in an article."""
    return next(event for event in merge(FOUND) if event.mentions[0].article == name)


def write_sampled(out: Path, found: Sequence[Mention] = FOUND, names: Sequence[str] = NAMES) -> Path:
    """Write the run into `out`; returns it."""
    telling = {mention.article for mention in found}
    states = [
        ArticleState(
            article=name, state="ok" if name in telling else "empty", reason=None, detail=None, path=None,
            sha256=sha(name), characters=len(text(name)), title=None, published=None, published_basis=None,
            language="id" if number % 2 else "en", source=None, url=None, mentions=int(name in telling), rejected=0,
        )
        for number, name in enumerate(names)
    ]  # fmt: skip
    out.mkdir(parents=True)
    atomic.write_lines(out / "mentions.jsonl", found)
    atomic.write_lines(out / "events.jsonl", merge(found))
    atomic.write_lines(out / "rejected.jsonl", [])
    atomic.write_lines(out / "articles.jsonl", states)
    atomic.write_json(out / "run.json", {"schema_version": 2, "review": None})
    return out


def decide(out: Path, decisions: Iterable[Decision], file: str = "review.jsonl") -> None:
    """Put decisions into a file of the run."""
    path = out / file
    path.parent.mkdir(exist_ok=True)
    adopt(path, decisions)
