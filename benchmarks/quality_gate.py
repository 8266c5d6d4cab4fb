"""Quality by language, offline, and a gate: what the rules make of recorded answers, measured against gold.

usage: quality_gate.py [--show] [--accept] [--record [LEDGER]]

`cascade`: the embedded model's answers about the seeds and the composed items; `whole`: a strong model's about the
same, so that a rule that helps a small model and harms a strong one shows. Each figure of each language stands beside
its difference to `gold/expected.json`. Exit code 1 when one falls by more than `quality_figures.TOLERANCE`.

--show names the articles whose counts have changed. --accept writes `expected.json` anew: say why in CHANGELOG.md.
--record asks the embedded model what has no answer yet, by way of a ledger, and keeps the answers that are used.
"""

import argparse
import asyncio
import json
import math
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar
from unittest import mock

import memcon
import recorded
from memcon.compare.evaluate import evaluate
from memcon.compare.evaluate.count import tally_article
from memcon.compare.evaluate.source import read_gold, read_predictions
from memcon.events.merge import merge
from memcon.extraction.article import Extraction, extract_article
from memcon.extraction.strategies import STRATEGIES, triage
from memcon.models.base import Label, ModelAnswer, Prompt
from memcon.models.ledger.exchange import export_answers
from memcon.models.ledger.store import Ledger, open_ledger
from memcon.records import Article, jsonl
from quality_figures import Book, Counted, Measured, changed, faults, read_book, table, write_book

ROOT: Final = Path(__file__).parents[1]
GOLD: Final = ROOT / "benchmarks" / "gold"
SEEDS: Final = ROOT / "seeds"
STRONG: Final = (ROOT / "tests" / "golden" / "seeds" / "answers.jsonl", GOLD / "strong.jsonl")
T = TypeVar("T", bound=ModelAnswer)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--record", nargs="?", type=Path, const=ROOT / "out" / "gold.sqlite", metavar="LEDGER")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args(arguments)
    if options.record is not None:
        record(options.record)
    now = {"cascade": cascade(), "whole": whole()}
    expected = read_book(GOLD / "expected.json")
    for name, measured in now.items():
        print("\n".join(table(name, measured.articles, expected.get(name, {}))), end="\n\n")
        if options.show and (lines_of := list(changed(measured.articles, expected.get(name, {})))):
            print("\n".join(lines_of), end="\n\n")
    if options.accept:
        accept(now, expected)
        return 0
    failed = [line for name, measured in now.items() for line in faults(name, measured, expected.get(name, {}))]
    print("\n".join(failed) or "no figure of a language has fallen")
    return 1 if any(not line.startswith("note:") for line in failed) else 0


# --- what the rules make of the answers ---


def composed() -> list[str]:
    return [str(SEEDS), str(GOLD / "articles.jsonl")]


def cascade() -> Measured:
    """Extract with the embedded model's profile, from its recorded answers alone."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder, "ledger.sqlite")
        recorded.make_ledger(GOLD, ledger)
        run = memcon.extract(composed(), model="embedded", ledger=ledger, offline=True)
        run.write(folder)
        unanswered = frozenset(state.article for state in run.articles if state.reason == "offline")
        questions = run.report["missing"]["questions"]
        articles = [one for one in _articles(composed()) if one.id not in unanswered]
        return Measured(_counted(articles, Path(folder)), unanswered, questions)


def whole() -> Measured:
    """Read the same articles as a strong model answered about them."""
    lines = (line for path in STRONG for line in path.read_text("utf-8").splitlines())
    kept = {line["article"]: line["answer"] for line in map(json.loads, lines)}
    articles = _articles(composed())
    readings = [asyncio.run(_read(article, kept[article.id])) for article in articles]
    with tempfile.TemporaryDirectory() as folder:
        events = merge([mention for reading in readings for mention in reading.mentions])
        Path(folder, "events.jsonl").write_bytes(b"".join(map(jsonl.dump, events)))
        return Measured(_counted(articles, Path(folder)))


async def _read(article: Article, answer: Mapping[str, Any]) -> Extraction:
    reading = await extract_article(article, _Strong(answer), STRATEGIES["whole"], name="strong", trust="model")
    if reading.state.state == "failed":
        raise SystemExit(f"a strong model's answer about {article.id}: {reading.state.detail}")
    return reading


@dataclass(frozen=True)
class _Strong:
    """A model that has read one article."""

    answer: Mapping[str, Any]

    async def fill(self, shape: type[T], prompt: Prompt) -> T:  # noqa: ARG002  it has read the article already
        return shape.model_validate(self.answer)

    async def label(self, labels: Sequence[str], prompt: Prompt) -> Label:
        raise NotImplementedError


def _articles(inputs: Sequence[str]) -> list[Article]:
    return [one for one in memcon.read_articles(*inputs) if isinstance(one, Article)]


def _counted(articles: Sequence[Article], run: Path) -> dict[str, Counted]:
    gold = read_gold([str(GOLD / "seeds.jsonl"), str(GOLD / "events.jsonl")])
    judged = evaluate(articles, gold, read_predictions([str(run)], articles).known).judged
    return {one.article.id: Counted(one.article.language or "unknown", tally_article(one)) for one in judged}


# --- what is kept ---


def accept(now: Mapping[str, Measured], expected: Book) -> None:
    """Write what is measured now; of articles without answers, what was expected stays."""
    book = {
        name: {key: one for key, one in expected.get(name, {}).items() if key in measured.unanswered}
        | dict(measured.articles)
        for name, measured in now.items()
    }
    write_book(GOLD / "expected.json", book)
    print("expected.json holds these figures now: say in CHANGELOG.md why they have changed")


def record(ledger: Path) -> None:
    """Ask the embedded model what no answer is kept for, and keep the answers that the code as it is asks for."""
    recorded.make_ledger(GOLD, ledger)
    memcon.extract(composed(), model="embedded", ledger=ledger, tell=lambda line: print(line, file=sys.stderr))
    used: set[str] = set()
    answer = Ledger.answer

    def noting(self: Ledger, key: str) -> bytes | None:
        used.add(key)
        return answer(self, key)

    with mock.patch.object(Ledger, "answer", noting):
        memcon.extract(composed(), model="embedded", ledger=ledger, offline=True)
        # every label: teach_reporting.py learns of all
        with mock.patch.multiple(triage, UNLIKELY=-math.inf, LIKELY=math.inf):
            memcon.extract(composed(), model="embedded", ledger=ledger, offline=True)
    with open_ledger(ledger, offline=True) as opened:
        recorded.write(GOLD, (line for line in export_answers(opened) if line["key"] in used))


if __name__ == "__main__":
    sys.exit(main())
