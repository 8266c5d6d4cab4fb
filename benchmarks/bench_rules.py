"""What each rule of evidence gives and what it harms: the same recorded answers, with one rule left out at a time.

usage: bench_rules.py [--articles PATH …] [--gold FILE …] [--ledger LEDGER] [--rule NAME …] [--language TAG]

By default over the gold of this repository (`make quality`). No model is asked: an article whose answers are not in the
ledger is left out. A line a rule that changes something: events that the rule wins and loses, the difference of F1 with
it to without it, and those of the fields of matched events, in points of a hundred. Rules that change nothing are named
below: these articles have no case of theirs, which says nothing against them.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import memcon
import recorded
from memcon import api
from memcon.articles.sentences import body_of, segment
from memcon.compare.evaluate import Counts, Rates, evaluate
from memcon.compare.evaluate.count import add, rates, tally_article
from memcon.compare.evaluate.source import read_gold, read_predictions
from memcon.events.merge import merge
from memcon.evidence.establish import establish
from memcon.evidence.passage import Passage
from memcon.evidence.rules import RULES, left_out
from memcon.extraction.article import distinct
from memcon.records import Article, Candidate, Mention, jsonl
from memcon.text.ground import Folded

ROOT: Final = Path(__file__).parents[1]
GOLD: Final = ROOT / "benchmarks" / "gold"
FIELDS: Final = {
    "f1": "F1", "countries": "countries", "participants": "people", "dates": "dates", "place": "place",
    "status": "status", "variant": "variant",
}  # fmt: skip
Read = tuple[Article, Folded, tuple[Candidate, ...]]
"""An article, its body, and what the model pointed at."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", nargs="+", default=[str(ROOT / "seeds"), str(GOLD / "articles.jsonl")])
    parser.add_argument("--gold", nargs="+", default=[str(GOLD / "seeds.jsonl"), str(GOLD / "events.jsonl")])
    parser.add_argument("--ledger", type=Path, help="of the answers; by default those of the repository")
    parser.add_argument("--model", default="embedded", help="that gave them")
    parser.add_argument("--rule", nargs="+", help="only these")
    parser.add_argument("--language", help="only articles in it")
    options = parser.parse_args(arguments)
    articles = [one for one in memcon.read_articles(*options.articles) if isinstance(one, Article)]
    articles = [one for one in articles if options.language in {None, one.language}]
    with tempfile.TemporaryDirectory() as folder:
        ledger = options.ledger or Path(folder, "ledger.sqlite")
        if options.ledger is None:
            recorded.make_ledger(GOLD, ledger)
        readings = list(read(articles, options.model, ledger))
    names = options.rule or [name for name, rule in RULES.items() if not rule.needed]
    print("\n".join(table(readings, options.gold, names)))


def read(articles: Sequence[Article], model: str, ledger: Path) -> Iterator[Read]:
    """Yield what the model pointed at in each article, by its recorded answers."""
    for article in articles:
        extraction = api.explain(article, article.id, model=model, ledger=ledger, offline=True)
        if extraction.state.state != "failed":
            body = Folded(body_of(article.text, segment(article)))
            yield article, body, tuple({id(event.candidate): event.candidate for event in extraction.events}.values())


def table(readings: Sequence[Read], gold: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Yield a line a rule, the most useful first."""
    whole = counted(readings, gold, frozenset())
    without = {name: counted(readings, gold, left_out({name})) for name in names}
    yield f"{len(readings)} articles, {whole.required} events, F1 {rates(whole).f1:.3f} with all rules"
    yield f"{'rule':46}{'wins':>6}{'loses':>6}" + "".join(f"{title:>11}" for title in FIELDS.values())
    silent = [name for name, tally in without.items() if tally == whole]
    spoke = sorted(without.keys() - set(silent), key=lambda name: rates(without[name]).f1)
    for name in spoke:
        tally = without[name]
        right, wrong = whole.matched - tally.matched, whole.wrong + whole.duplicate - tally.wrong - tally.duplicate
        wins, loses = max(0, right) + max(0, -wrong), max(0, -right) + max(0, wrong)
        cells = (points(rates(whole), rates(tally), field) for field in FIELDS)
        yield f"{name:46}{wins:6}{loses:6}" + "".join(f"{cell:>11}" for cell in cells)
    yield f"no case here: {', '.join(sorted(silent))}"


def points(with_it: Rates, without_it: Rates, field: str) -> str:
    """Return what a rule adds to a figure, in points."""
    ours, theirs = getattr(with_it, field), getattr(without_it, field)
    return f"{100 * (ours - theirs):+.1f}" if ours is not None and theirs is not None and ours != theirs else "."


def counted(readings: Sequence[Read], gold: Sequence[str], without: frozenset[str]) -> Counts:
    """Return the counts over all articles with these rules left out."""
    mentions: list[Mention] = []
    for article, body, candidates in readings:
        passage = Passage.of(article, body, without=without)
        events = (event for candidate in candidates for event in establish(candidate, passage))
        mentions += distinct(event.mention for event in events if event.mention)
    articles = [article for article, _, _ in readings]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "events.jsonl").write_bytes(b"".join(map(jsonl.dump, merge(mentions))))
        judged = evaluate(articles, read_gold(gold), read_predictions([folder], articles).known).judged
    return add(map(tally_article, judged))


if __name__ == "__main__":
    main()
