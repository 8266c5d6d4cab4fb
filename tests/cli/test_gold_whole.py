"""Gold says which articles were read whole, and only they are measured."""

import json
from pathlib import Path

import pytest

from conftest import Command
from helpers.reviewing import accept, add, read, reject
from helpers.sampled import EXPULSION, decide, sha, text, told, write_sampled
from memcon.events.merge import merge
from memcon.records.decision import Decision

NAMES = tuple(f"m{number:03}.txt" for number in range(300))
FOUND = tuple(told(name, number) for number, name in enumerate(NAMES))
EVENTS = {event.mentions[0].article: event for event in merge(FOUND)}


@pytest.fixture
def out(folder: Path) -> Path:
    """A run of 300 articles with an event each, of which five are looked at: four are right."""
    lines = (json.dumps({"id": name, "text": text(name)}) for name in (*NAMES, "empty.txt"))
    (folder / "news.jsonl").write_text("\n".join(lines), "utf-8")
    made = write_sampled(folder / "out", FOUND, (*NAMES, "empty.txt"))
    decide(made, [(reject if name == NAMES[0] else accept)(EVENTS[name], sha=sha(name)) for name in NAMES[:5]])
    return made


def whole(*names: str) -> list[Decision]:
    return [read(name, sha=sha(name)) for name in names]


def gold(memcon: Command, *, without: bool = False) -> list[dict[str, object]]:
    """Export the gold into a file, `without` the line that says what was read whole; return its lines."""
    lines = memcon("review", "out", "--export", "gold").out.splitlines()
    Path("gold.jsonl").write_text("\n".join(lines[without:]), "utf-8")
    return [json.loads(line) for line in lines]


def measured(memcon: Command) -> dict[str, float]:
    ran = memcon("evaluate", "gold.jsonl", "out", "-a", "news.jsonl", "-f", "json")
    assert ran.code == 0, ran.err
    value: dict[str, float] = json.loads(ran.out)
    return value


def test_what_nobody_looked_at_is_not_wrong(memcon: Command, out: Path) -> None:
    decide(out, whole(*NAMES[:5]))
    assert gold(memcon, without=True)[0] == {"read_whole": [*NAMES[:5]]}
    before = measured(memcon)
    assert (before["articles"], before["matched"], before["wrong"]) == (301, 4, 296)
    assert before["precision"] == 0.013
    gold(memcon)
    after = measured(memcon)
    assert (after["articles"], after["matched"], after["wrong"], after["precision"]) == (5, 4, 1, 0.8)
    ran = memcon("evaluate", "gold.jsonl", "out", "-a", "news.jsonl")
    assert "296 articles were not read whole, and count for nothing" in ran.err


def test_gold_of_articles_that_nobody_read_whole_measures_nothing(memcon: Command, out: Path) -> None:
    assert out.is_dir()
    assert gold(memcon)[0] == {"read_whole": []}
    assert "no article is marked as read whole" in memcon("review", "out", "--export", "gold").err
    ran = memcon("evaluate", "gold.jsonl", "out", "-a", "news.jsonl")
    assert (ran.code, "no article of this gold was read whole" in ran.err) == (2, True)


def test_an_article_without_events_that_was_read_counts_and_so_does_what_was_missed_there(
    memcon: Command, out: Path
) -> None:
    decide(out, whole(*NAMES[1:5], "empty.txt"))
    decide(out, [add(told("empty.txt", 400, EXPULSION), sha=sha("empty.txt"))])
    lines = gold(memcon)
    assert lines[0] == {"read_whole": ["empty.txt", *NAMES[1:5]]}
    after = measured(memcon)
    assert (after["articles"], after["precision"], after["recall"]) == (5, 1.0, 0.8)


def test_an_article_of_which_an_event_is_open_was_not_read_whole(memcon: Command, out: Path) -> None:
    decide(out, whole(NAMES[1], NAMES[9]))
    assert gold(memcon)[0] == {"read_whole": [NAMES[1]]}
    assert [line["article"] for line in gold(memcon)[1:]] == [*NAMES[1:5]]
    ran = memcon("evaluate", "gold.jsonl", "out", "-a", "news.jsonl")
    assert "3 gold events are of articles that were not read whole, and count for nothing" in ran.err


def test_gold_that_says_so_is_not_mixed_with_gold_that_does_not(memcon: Command, out: Path) -> None:
    decide(out, whole(*NAMES[:5]))
    gold(memcon, without=True)
    Path("gold.jsonl").rename("other.jsonl")
    gold(memcon)
    ran = memcon("evaluate", "gold.jsonl", "out", "other.jsonl", "out", "-a", "news.jsonl")
    assert (ran.code, "'gold.jsonl' says which articles were read whole, and 'other.jsonl' does not" in ran.err) == (
        2,
        True,
    )


def test_what_names_no_articles_is_damage(memcon: Command, out: Path) -> None:
    assert out.is_dir()
    Path("gold.jsonl").write_text('{"read_whole": "a.txt"}', "utf-8")
    ran = memcon("evaluate", "gold.jsonl", "out", "-a", "news.jsonl")
    assert (ran.code, "line 1: 'read_whole' must be a list of strings" in ran.err) == (5, True)
