"""Ground quotes beside langextract and instructor: what is found, what is wrongly found, and how fast.

usage: python benchmarks/bench_ground.py --gold DIR [--seeds DIR] [--out benchmarks/ground.md]

DIR holds JSON-lines files of articles (`*-articles.jsonl`: id, text, language); the seeds are text files in Indonesian.
Quotes are the articles' own sentences. langextract runs in an environment of its own, made in the user's cache at the
first run unless `--peer-python` names one; instructor is a dependency of memcon. Peers answer a random sample of the
altered quotes, one quote a call, since some of theirs take a second each.
"""

import argparse
import json
import math
import os
import platform
import random
import re
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import regex  # type: ignore[import-untyped]  # no stubs among our development packages
from instructor import CitationMixin

from ground_alterations import Altered, altered_facts, changes_nothing, harmless
from memcon.text.ground import Folded, explain, ground

LANGEXTRACT: Final = "1.7.1"
SENTENCE: Final = re.compile(r'(?<=[.!?])\s+(?=[A-ZА-Я"“])')
LENGTHS: Final = (8_000, 16_000, 32_000, 64_000, 128_000, 256_000)

Place = tuple[int, int, str]


@dataclass(frozen=True)
class Article:
    """An article, its language and its sentences, at their offsets."""

    text: str
    language: str
    sentences: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Job:
    """Quotes to be found in one text, in one call."""

    text: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """For each quote of a job its best place or None, and the processor time the call took."""

    seconds: float
    places: tuple[Place | None, ...]


System = Callable[[Sequence[Job]], list[Answer]]


# --- the systems ---


def ours(jobs: Sequence[Job]) -> list[Answer]:
    """Ground with memcon; folding the article is part of the time."""
    answers = []
    for job in jobs:
        began = time.process_time()
        text = Folded(job.text)
        found = [ground(quote, text)[:1] for quote in job.quotes]
        seconds = time.process_time() - began
        answers.append(
            Answer(seconds, tuple((one[0].start, one[0].end, one[0].match) if one else None for one in found))
        )
    return answers


def citation_mixin(jobs: Sequence[Job]) -> list[Answer]:
    """Ground with instructor's `CitationMixin`; it tells spans but not how well they match."""
    answers = []
    regex.purge()  # it compiles each quote once, and keeps it; the order of the tests must not matter
    for job in jobs:
        began = time.process_time()
        spans = [next(CitationMixin(substring_quotes=[quote]).get_spans(job.text), None) for quote in job.quotes]
        seconds = time.process_time() - began
        answers.append(Answer(seconds, tuple((*span, "") if span else None for span in spans)))
    return answers


def langextract(python: Path, *, lesser: bool) -> System:
    """Return langextract's aligner, run by the interpreter of its own environment."""

    def run(jobs: Sequence[Job]) -> list[Answer]:
        asked = {"lesser": lesser, "jobs": [{"text": job.text, "quotes": job.quotes} for job in jobs]}
        script = Path(__file__).with_name("ground_langextract.py")
        done = subprocess.run(
            [python, script], input=json.dumps(asked), capture_output=True, text=True, check=True, encoding="utf-8"
        )
        return [
            Answer(one["seconds"], tuple(tuple(place) if place else None for place in one["places"]))
            for one in json.loads(done.stdout)
        ]

    return run


def peer_python() -> Path:
    """Return the interpreter of langextract's environment, which is made when it is not there."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    home = cache / "memcon" / "peers" / f"langextract-{LANGEXTRACT}"
    python = home / "bin" / "python"
    if not python.exists():
        print(f"making {home}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"langextract[openai]=={LANGEXTRACT}"], check=True)
    return python


# --- the quotes ---


def read_articles(gold: Path, seeds: Path | None) -> list[Article]:
    """Return all articles with their sentences of at least 40 characters and six words."""
    rows = [
        (row["text"], row["language"])
        for path in sorted(gold.glob("*-articles.jsonl"))
        for row in map(json.loads, path.read_text("utf-8").splitlines())
    ]
    rows += [(path.read_bytes().decode(), "id") for path in sorted(seeds.glob("*.txt"))] if seeds else []
    return [Article(text, language, tuple(_sentences(text))) for text, language in rows]


def _sentences(text: str) -> Iterable[tuple[int, str]]:
    at = 0
    for line in text.splitlines():
        for sentence in SENTENCE.split(line):
            words = sentence.strip()
            if len(words) >= 40 and len(words.split()) >= 6:
                at = text.index(words, at)
                yield at, words
                at += len(words)


def nested(sentences: Iterable[str]) -> list[str]:
    """Return each sentence followed by a clause out of its middle."""
    return [quote for one in sentences for quote in (one, " ".join(one.split(" ")[2:-2]))]


def altered(articles: Sequence[Article], dice: random.Random) -> list[tuple[Article, Altered]]:
    """Return every sentence altered in one fact; what stands in the article all the same is left out."""
    return [
        (article, one)
        for article in articles
        for _, sentence in article.sentences
        for one in altered_facts(sentence, article.language, dice)
        if not changes_nothing(one.quote, article.text)
    ]


# --- the measures ---


def verbatim(system: System, jobs: Sequence[Job]) -> tuple[float, float, float]:
    """Return the share of quotes at the right span, the share labelled exact, and milliseconds an article."""
    right = exact = total = 0
    answers = system(jobs)
    for job, answer in zip(jobs, answers, strict=True):
        for quote, place in zip(job.quotes, answer.places, strict=True):
            total += 1
            right += place is not None and job.text[place[0] : place[1]] == quote
            exact += place is not None and place[2] in {"exact", "match_exact"}
    return right / total, exact / total, 1000 * statistics.mean(answer.seconds for answer in answers)


def grounded(system: System, jobs: Sequence[Job]) -> tuple[int, int]:
    """Return how many quotes were given a place, and how many there are."""
    places = [place for answer in system(jobs) for place in answer.places]
    return sum(place is not None for place in places), len(places)


def by_kind(system: System, cases: Sequence[tuple[Article, Altered]]) -> dict[str, tuple[int, int]]:
    """Return for each kind of alteration how many quotes were given a place, and how many there are."""
    answers = system([Job(article.text, (one.quote,)) for article, one in cases])
    taken: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for (_, one), answer in zip(cases, answers, strict=True):
        total[one.kind] += 1
        taken[one.kind] += answer.places[0] is not None
    return {kind: (taken[kind], total[kind]) for kind in sorted(total)}


def at_the_place(cases: Sequence[tuple[int, str, Article, Altered]]) -> tuple[int, int]:
    """Return how many harmlessly altered sentences ground on nine tenths of their own words, and how many there are."""
    right = 0
    for start, sentence, article, one in cases:
        found = ground(one.quote, article.text)
        shared = [min(place.end, start + len(sentence)) - max(place.start, start) for place in found]
        cut = 0 if not one.quote.startswith("... ") else len(" ".join(sentence.split(" ")[:2]))
        right += any(length >= 0.9 * (len(sentence) - cut) for length in shared)
    return right, len(cases)


def exponents(articles: Sequence[Article]) -> dict[str, tuple[float, list[float]]]:
    """Return, for each kind of quote, the exponent of time in the article's length and the milliseconds measured."""
    source = "\n\n".join(article.text for article in articles)
    while len(source) < LENGTHS[-1]:
        source += "\n\n" + source
    first = [sentence for _, sentence in articles[0].sentences[:8]]
    kinds: dict[str, Callable[[str], object]] = {
        "verbatim": lambda text: [ground(quote, folded) for folded in [Folded(text)] for quote in first],
        "near": lambda text: [ground(quote.replace(" ", "; ", 1), f) for f in [Folded(text)] for quote in first],
        "absent": lambda text: [ground("zq " + quote, folded) for folded in [Folded(text)] for quote in first],
        "absent, with the reason": lambda text: [explain("zq " + q, f) for f in [Folded(text)] for q in first],
    }
    fitted = {}
    for kind, run in kinds.items():
        times = [min(_seconds(run, source[:length]) for _ in range(5)) for length in LENGTHS]
        fitted[kind] = _slope(times), [1000 * one for one in times]
    return fitted


def _seconds(run: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    run(text)
    return time.process_time() - began


def _slope(times: Sequence[float]) -> float:
    return statistics.linear_regression(
        [math.log(length) for length in LENGTHS], [math.log(one) for one in times]
    ).slope


# --- the report ---


def percent(part: float, whole: float = 1) -> str:
    """Return a share as a percentage with two decimals, or none where it is round."""
    share = 100 * part / whole
    return f"{share:.0f} %" if share in {0, 100} else f"{share:.2f} %"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def report(articles: Sequence[Article], systems: dict[str, System], sample: int) -> str:
    """Run everything and return the figures as Markdown."""
    dice = random.Random(20240229)
    quotes = [[sentence for _, sentence in article.sentences] for article in articles]
    orders = {
        "document order": [Job(a.text, tuple(q)) for a, q in zip(articles, quotes, strict=True)],
        "shuffled": [Job(a.text, tuple(dice.sample(q, len(q)))) for a, q in zip(articles, quotes, strict=True)],
        "nested": [Job(a.text, tuple(nested(q))) for a, q in zip(articles, quotes, strict=True)],
    }
    facts = altered(articles, dice)
    safe = [
        (start, sentence, article, one)
        for article in articles
        for start, sentence in article.sentences
        for one in harmless(sentence, dice)
        if one.quote != sentence
    ]
    facts_sample = dice.sample(facts, min(sample, len(facts)))
    safe_sample = dice.sample([(article, one) for _, _, article, one in safe], min(sample, len(safe)))
    measured = (
        f"{len(articles)} articles, {sum(map(len, quotes))} sentences; Python {platform.python_version()}, "
        f"{os.cpu_count()} cores. Peers see {len(facts_sample)} of the {len(facts)} changed facts and "
        f"{len(safe_sample)} of the {len(safe)} harmless alterations."
    )
    parts = [
        measured,
        "## Verbatim quotes: right span / labelled exact / ms of one processor an article",
        table(["", *orders], _verbatim_rows(systems, orders)),
        "## A sentence of another article: wrongly grounded",
        table(["", "grounded"], _foreign_rows(systems, articles, quotes)),
        "## One fact changed: accepted (should be 0)",
        _kinds_table(systems, facts, facts_sample),
        "## Harmless alteration: still grounded (should be 100 %)",
        _kinds_table(systems, [(article, one) for _, _, article, one in safe], safe_sample),
        f"memcon: on nine tenths or more of the sentence's own words {percent(*at_the_place(safe))}.",
        "## memcon: milliseconds for 8 quotes by length of the article, and the exponent",
        table(
            ["", *(f"{length:,}" for length in LENGTHS), "exponent"],
            [
                [kind, *(f"{one:.1f}" for one in times), f"{power:.2f}"]
                for kind, (power, times) in exponents(articles).items()
            ],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _verbatim_rows(systems: dict[str, System], orders: dict[str, list[Job]]) -> Iterable[list[str]]:
    shuffled = {}
    for name, system in systems.items():
        figures = {order: verbatim(system, jobs) for order, jobs in orders.items()}
        shuffled[name] = figures["shuffled"][2]
        slower = shuffled[name] / shuffled["memcon"]
        yield [
            f"{name} ({slower:.0f} × the time of memcon, shuffled)" if slower > 1 else name,
            *(
                f"{percent(right)} / {percent(exact) if name != 'instructor CitationMixin' else '–'} / {ms:.2f}"
                for right, exact, ms in figures.values()
            ),
        ]


def _foreign_rows(
    systems: dict[str, System], articles: Sequence[Article], quotes: Sequence[Sequence[str]]
) -> Iterable[list[str]]:
    jobs = [
        Job(article.text, tuple(quote for quote in quotes[number - 1] if not changes_nothing(quote, article.text)))
        for number, article in enumerate(articles)
    ]
    for name, system in systems.items():
        taken, total = grounded(system, jobs)
        yield [name, f"{taken} of {total} ({percent(taken, total)})"]


def _kinds_table(
    systems: dict[str, System], cases: Sequence[tuple[Article, Altered]], sample: Sequence[tuple[Article, Altered]]
) -> str:
    rows: dict[str, list[str]] = {}
    kinds = sorted({one.kind for _, one in cases})
    for name, system in systems.items():
        counts = defaultdict(lambda: (0, 0), by_kind(system, cases if name == "memcon" else sample))
        taken, total = (sum(one[place] for one in counts.values()) for place in (0, 1))
        rows[name] = [
            *(f"{counts[kind][0]} of {counts[kind][1]}" for kind in kinds),
            f"{taken} of {total} ({percent(taken, total)})",
        ]
    return table(["", *kinds, "all"], [[name, *row] for name, row in rows.items()])


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="folder of *-articles.jsonl")
    parser.add_argument("--seeds", type=Path, help="folder of text files")
    parser.add_argument("--peer-python", type=Path, help=f"interpreter that has langextract {LANGEXTRACT}")
    parser.add_argument("--no-peers", action="store_true", help="measure memcon alone")
    parser.add_argument("--sample", type=int, default=400, help="altered quotes that peers answer")
    parser.add_argument("--out", type=Path, help="also write the figures here")
    asked = parser.parse_args()
    systems: dict[str, System] = {"memcon": ours}
    if not asked.no_peers:
        python = asked.peer_python or peer_python()
        systems[f"langextract {LANGEXTRACT}, default"] = langextract(python, lesser=True)
        systems[f"langextract {LANGEXTRACT}, accept_match_lesser=False"] = langextract(python, lesser=False)
        systems["instructor CitationMixin"] = citation_mixin
    title = "# Ground: memcon beside its peers\n\nPrinted by `make bench-ground`; definitions in `bench_ground.py`.\n\n"
    figures = title + report(read_articles(asked.gold, asked.seeds), systems, asked.sample)
    print(figures)
    if asked.out:
        asked.out.write_text(figures, encoding="utf-8")


if __name__ == "__main__":
    main()
