"""Two wire reports in one language or two are one event or two, through every stage but the model.

`wire_pairs_by_hand/` holds reports and answers, all composed; its README says how.
"""

import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import anyio
import pytest

from memcon.articles.read import completed
from memcon.events.merge import merge
from memcon.extraction.answers import Findings
from memcon.extraction.article import Extraction, extract_article
from memcon.extraction.strategies import STRATEGIES
from memcon.models.base import Label, Prompt, T
from memcon.records import Article, Event, Trust

PAIRS: Final = sorted((Path(__file__).parent / "wire_pairs_by_hand").glob("*.toml"))
WIRES: Final = "ab"


class ByHand:
    """A model that gives one answer about one article."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.answer = answer

    async def fill(self, shape: type[T], prompt: Prompt) -> T:
        return shape.model_validate(self.answer)

    async def label(self, labels: object, prompt: Prompt) -> Label:
        raise NotImplementedError


def read(wire: str, told: dict[str, Any], trust: Trust) -> Extraction:
    """What memcon makes of one wire and the answer about it."""
    article = completed(Article(id=wire, text=told["text"], published=told["published"], source=f"wire {wire}"))
    answer = {key: told[key] for key in Findings.model_fields if key in told}

    async def extract() -> Extraction:
        model = ByHand(answer)
        return await extract_article(article, model, STRATEGIES["whole"], name="by hand", trust=trust)

    return anyio.run(extract)


def what(event: Event) -> str:
    """An event as `events` of a pair words it."""
    when = f"{event.status} {event.date.start if event.date else 'undated'}"
    if event.kind != "dispute":
        return f"{event.kind} {' '.join(event.countries)}, {when}"
    sides = defaultdict(set)
    for one in event.participants:
        sides[one.role].add(one.country or "?")
    return f"{event.act} {' '.join(sorted(sides['actor']))} > {' '.join(sorted(sides['target']))}, {when}"


@pytest.mark.parametrize("trust", ["model", "code"])
@pytest.mark.parametrize("path", PAIRS, ids=[path.stem for path in PAIRS])
def test_a_pair_of_wires_is_the_events_that_a_reader_finds(path: Path, trust: Trust) -> None:
    pair = tomllib.loads(path.read_text(encoding="utf-8"))
    found = [read(wire, pair[wire], trust) for wire in WIRES]
    mentions = [mention for each in found for mention in each.mentions]
    events = merge(mentions)
    refused = [refusal for each in found for refusal in each.rejected if refusal.field == "event"]

    got = {(what(event), "".join(sorted({proof.article for proof in event.mentions}))) for event in events}
    assert (got, refused) == ({(each["what"], each["wires"]) for each in pair["events"]}, [])
    assert len(events) == len(pair["events"])
    if pair.get("linked"):
        assert all(event.links for event in events)
    assert merge(reversed(mentions)) == events


def test_there_are_thirty_pairs_of_which_a_third_or_more_are_two_events() -> None:
    apart = [path for path in PAIRS if path.stem.endswith("two")]
    assert len(PAIRS) >= 30
    assert len(apart) >= 10
    assert {tag for path in PAIRS for tag in path.stem.split("-")[1:3]} >= {"id", "en", "ru", "es", "ar", "zh"}
